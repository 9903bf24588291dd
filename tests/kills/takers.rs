//! Takers with an honest page: each answer is sent until it is acknowledged, one after the other.

use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use yuekao_core::sitting::model::SittingId;
use yuekao_tests::{cast::PASSWORD, morning::Morning};

use crate::process::Process;

pub(crate) struct Taker {
    pub number: String,
    joined: Value,
    base: String,
    http: reqwest::Client,
}

/// An acknowledged answer.
pub(crate) struct Acknowledged {
    pub n: i64,
    pub at: Value,
    /// The response as it was sent.
    pub body: String,
}

impl Taker {
    pub(crate) async fn join(process: &Process, morning: &Morning, number: &str) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().expect("a client");
        let base = format!("{}/api/v1", process.base());
        let body = json!({"number": number, "password": PASSWORD});
        let signed_in = http.post(format!("{base}/session")).json(&body).send().await.expect("an answer");
        let signed_in: Value = signed_in.json().await.expect("json");
        let token = signed_in["access_token"].as_str().expect("a token");
        let start =
            http.post(format!("{base}{}", morning.path("/sitting"))).bearer_auth(token).json(&json!({}));
        let joined: Value = start.send().await.expect("an answer").json().await.expect("json");
        assert!(joined["pass"].is_string(), "{number} joins: {joined}");
        Self { number: number.to_owned(), joined, base, http }
    }

    pub(crate) fn sitting(&self) -> SittingId {
        self.joined["sitting"].as_str().expect("an id").parse().expect("a uuid")
    }

    /// Sends until it is answered; whatever is not an answer of the service's own is tried again.
    async fn insist(&self, method: reqwest::Method, rest: &str, body: &Value) -> Value {
        let url = format!("{}/sittings/{}{rest}", self.base, self.sitting());
        let pass = self.joined["pass"].as_str().expect("a pass");
        for _ in 0..1000 {
            let request = self.http.request(method.clone(), &url).header("X-Sitting-Pass", pass).json(body);
            if let Ok(response) = request.send().await {
                let status = response.status().as_u16();
                if let Ok(json) = response.json::<Value>().await {
                    assert!(status == 200 || status == 503, "an honest request was refused: {json}");
                    if status == 200 {
                        return json;
                    }
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("never answered")
    }

    /// Answers round and round until the work is over.
    async fn sit(&self, over: &AtomicBool) -> Vec<Acknowledged> {
        let mut told = Vec::new();
        let questions = self.joined["paper"]["questions"].as_array().expect("questions");
        for n in 1i64.. {
            if over.load(Ordering::SeqCst) {
                break;
            }
            let question = usize::try_from(n).expect("small") % questions.len();
            let response = match questions[question]["kind"].as_str().expect("a kind") {
                "true_false" => json!({"type": "truth", "value": n % 2 == 0}),
                "blank" => json!({"type": "blanks", "texts": [format!("第{n}次")]}),
                _ => json!({"type": "options", "chosen": [n % 4]}),
            };
            let body = json!({"n": n, "response": response});
            let saved = self.insist(reqwest::Method::PUT, &format!("/answers/{question}"), &body).await;
            assert_eq!((&saved["n"], &saved["status"]), (&json!(n), &json!("saved")));
            told.push(Acknowledged { n, at: saved["at"].clone(), body: written(&response) });
        }
        told
    }

    pub(crate) async fn hand_in(&self) -> Value {
        let n = 1_000_000;
        let handed_in = self.insist(reqwest::Method::POST, "/hand-in", &json!({"n": n})).await;
        if handed_in["state"] == "marked" {
            return handed_in;
        }
        // A busy machine may take longer than the reply waits.
        tokio::time::sleep(Duration::from_secs(2)).await;
        self.insist(reqwest::Method::POST, "/hand-in", &json!({"n": n})).await
    }
}

/// As the journal writes it: the fields in the order of the type.
fn written(response: &Value) -> String {
    let response: yuekao_core::bank::model::Response =
        serde_json::from_value(response.clone()).expect("a response");
    serde_json::to_string(&response).expect("json")
}

/// All sit while `trouble` lasts, and each finishes what it has under way.
pub(crate) async fn sit_through(
    takers: &[Taker],
    trouble: impl Future<Output = ()>,
) -> Vec<Vec<Acknowledged>> {
    let over = AtomicBool::new(false);
    let sitting = futures_util::future::join_all(takers.iter().map(|taker| taker.sit(&over)));
    let trouble = async {
        trouble.await;
        over.store(true, Ordering::SeqCst);
    };
    tokio::join!(sitting, trouble).0
}

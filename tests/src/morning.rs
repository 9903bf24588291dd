//! An exam that is open, and takers who sit it.

use reqwest::Method;
use serde_json::{Value, json};
use yuekao_core::kernel::{Clock, Instant};

use crate::{Person, Reply, World, stock::stock};

/// An exam of ten questions for the whole cast, published and drawn.
pub struct Morning {
    pub exam: Value,
}

impl Morning {
    /// The exam opens in an hour and closes three hours later; `change` shapes its plan.
    pub async fn planned(world: &World, change: impl FnOnce(&mut Value)) -> Self {
        stock(world).await;
        let manager = world.as_manager().await;
        let mut input = manager.get("/exams/template?kind=monthly").await.ok();
        input["title"] = "十一月一月一考".into();
        let section = |kind: &str, count: u32| json!({"kind": kind, "count": count, "points_each": 1000, "policy": "all_or_nothing"});
        input["blueprint"]["sections"] = json!([
            section("single", 4),
            section("multiple", 2),
            section("true_false", 2),
            section("blank", 2)
        ]);
        let at = |hours: i64| json!(world.clock.now().plus_micros(hours * Instant::HOUR));
        input["sessions"] = json!([{"opens_at": at(1), "closes_at": at(4), "makeup": false}]);
        change(&mut input);
        let exam = manager.post("/exams", input).await.ok();
        let publish = format!("/exams/{}/publish", exam["id"].as_str().expect("an id"));
        manager.post_at(&publish, exam["version"].as_i64().expect("a version"), json!({})).await.ok();
        world.settle().await;
        let exam = manager.get(&format!("/exams/{}", exam["id"].as_str().expect("an id"))).await.ok();
        Self { exam }
    }

    /// The same, open since this moment.
    pub async fn open(world: &World) -> Self {
        let morning = Self::planned(world, |_| {}).await;
        world.clock.advance_seconds(3600);
        morning
    }

    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/exams/{}{rest}", self.exam["id"].as_str().expect("an id"))
    }

    pub async fn try_start(&self, person: &Person) -> Reply {
        person.post(&self.path("/sitting"), json!({})).await
    }
    /// A page that has joined.
    pub async fn start(&self, world: &World, number: &str) -> Page {
        let person = world.as_person(number).await;
        Page::of(world, self.try_start(&person).await.ok())
    }

    /// The last session and its grace are over, and everything due is done.
    pub async fn over(&self, world: &World) {
        world.clock.advance_seconds(4 * 3600);
        world.settle().await;
    }
}

/// An open exam page: it has nothing but its pass.
pub struct Page {
    pub joined: Value,
    http: reqwest::Client,
    base: String,
}

impl Page {
    #[must_use]
    pub fn of(world: &World, joined: Value) -> Self {
        Self { joined, http: world.http.clone(), base: world.base.clone() }
    }
    #[must_use]
    pub fn sitting(&self) -> &str {
        self.joined["sitting"].as_str().expect("an id")
    }
    pub fn request(&self, method: Method, rest: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1/sittings/{}{rest}", self.base, self.sitting());
        self.http.request(method, url).header("X-Sitting-Pass", self.joined["pass"].as_str().expect("a pass"))
    }
    pub async fn send(&self, method: Method, rest: &str, body: Value) -> Reply {
        Reply::of(self.request(method, rest).json(&body).send().await.expect("an answer")).await
    }
    pub async fn answer(&self, question: usize, n: i64, response: Value) -> Reply {
        self.send(Method::PUT, &format!("/answers/{question}"), json!({"n": n, "response": response})).await
    }
    pub async fn hand_in(&self, n: i64) -> Reply {
        self.send(Method::POST, "/hand-in", json!({"n": n})).await
    }
    pub async fn state(&self) -> Value {
        Reply::of(self.request(Method::GET, "/state").send().await.expect("an answer")).await.ok()
    }

    /// The right response to a question of the stock, as it is shown on this paper.
    #[must_use]
    pub fn right(&self, index: usize) -> Value {
        let question = &self.joined["paper"]["questions"][index];
        let stem = question["stem"].as_str().expect("a stem");
        let place = |option: usize| {
            let shown = question["options"].as_array().expect("options");
            let ending = format!("·{option}");
            shown.iter().position(|text| text.as_str().expect("text").ends_with(&ending)).expect("shown")
        };
        match question["kind"].as_str().expect("a kind") {
            "single" => json!({"type": "options", "chosen": [place(0)]}),
            "multiple" => json!({"type": "options", "chosen": [place(0), place(1)]}),
            "ordering" => json!({"type": "order", "order": [place(0), place(1), place(2), place(3)]}),
            "matching" => json!({"type": "pairs", "pairs": [place(0), place(1), place(2)]}),
            "true_false" => json!({"type": "truth", "value": true}),
            _ => {
                let no: String = stem.chars().filter(char::is_ascii_digit).collect();
                json!({"type": "blanks", "texts": [format!("答案{no}")]})
            }
        }
    }

    /// Answers the first so many questions rightly, and hands in.
    pub async fn sit(&self, right: usize) -> Value {
        for index in 0..right {
            self.answer(index, i64::try_from(index).expect("few") + 1, self.right(index)).await.ok();
        }
        self.hand_in(1000).await.ok()
    }
}

//! A key or an explanation never reaches a candidate before the review is open: every byte that a
//! candidate's session receives is searched, whatever operation gave it.

use reqwest::Method;
use serde_json::{Value, json};
use yuekao_api::server;
use yuekao_tests::{
    Backend, Person, Reply, World,
    morning::{Morning, Page},
};

/// What only a key or an explanation of the stock says, and the fields that could hold one.
const SECRETS: [&str; 8] =
    ["解析", "答案", "\"key\"", "\"right\"", "\"accepted\"", "\"explanation\"", "\"facility\"", "\"share\""];

/// Everything that a session received, by where it came from.
#[derive(Default)]
struct Received(Vec<(String, Vec<u8>)>);

impl Received {
    fn keep(&mut self, from: &str, reply: &Reply) {
        let mut bytes = reply.bytes.clone();
        for (name, value) in &reply.headers {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(value.as_bytes());
        }
        self.0.push((from.to_owned(), bytes));
    }
    fn leaks(&self) -> Vec<String> {
        let told = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            SECRETS.iter().copied().filter(|secret| text.contains(secret)).collect::<Vec<_>>()
        };
        let found = self.0.iter().map(|(from, bytes)| (from, told(bytes)));
        found
            .filter(|(_, secrets)| !secrets.is_empty())
            .map(|(from, secrets)| format!("{from}: {secrets:?}"))
            .collect()
    }
}

/// Asks for everything that can be read, with real ids where there are some.
async fn read_everything(received: &mut Received, person: &Person, page: &Page, exam: &str, question: &str) {
    let spec = serde_json::to_value(server::openapi()).expect("json");
    for (path, operations) in spec["paths"].as_object().expect("paths") {
        // A stream of events never ends.
        let streams = operations["get"]["responses"]["200"]["content"].get("text/event-stream").is_some();
        if operations.get("get").is_none() || streams {
            continue;
        }
        let mut url = path.strip_prefix("/api/v1").unwrap_or(path).to_owned();
        while let (Some(open), Some(close)) = (url.find('{'), url.find('}')) {
            let value = match &url[open + 1..close] {
                "sitting" => page.sitting().to_owned(),
                "person" => person.id.to_string(),
                "question" => question.to_owned(),
                "month" => "202611".to_owned(),
                "id" if path.contains("/questions/") => question.to_owned(),
                _ => exam.to_owned(),
            };
            url.replace_range(open..=close, &value);
        }
        let pass = page.joined["pass"].as_str().expect("a pass");
        let request = person.request(Method::GET, &url).header("X-Sitting-Pass", pass);
        received.keep(&url, &person.send(request).await);
    }
}

#[actix_web::test]
async fn no_key_reaches_a_candidate_before_the_review() {
    let world = World::on(Backend::Sqlite).await;
    let morning = Morning::open(&world).await;
    let exam = morning.exam["id"].as_str().expect("an id");
    let person = world.as_person("W001").await;
    let mut received = Received::default();
    let started = morning.try_start(&person).await;
    received.keep("start", &started);
    let page = Page::of(&world, started.ok());
    let pool = world.app.shelf.pool(&world.app.db, exam.parse().expect("a uuid")).await.expect("a pool");
    let question = pool.questions[0].question.to_string();

    for (index, n) in (0..10usize).zip(1i64..) {
        let response = match page.joined["paper"]["questions"][index]["kind"].as_str().expect("a kind") {
            "single" | "multiple" => json!({"type": "options", "chosen": [0]}),
            "true_false" => json!({"type": "truth", "value": true}),
            _ => json!({"type": "blanks", "texts": ["不知道"]}),
        };
        received.keep("answer", &page.answer(index, n, response).await);
    }
    received.keep("refused", &page.answer(0, 1, Value::Null).await);
    received.keep("flag", &page.send(Method::PUT, "/flags/0", json!({"n": 20, "on": true})).await);
    received.keep("doubt", &page.send(Method::POST, "/doubts/0", json!({"n": 21, "words": "疑"})).await);
    received.keep("start again", &morning.try_start(&person).await);
    let page = Page::of(&world, morning.try_start(&person).await.ok());
    read_everything(&mut received, &person, &page, exam, &question).await;
    received.keep("hand in", &page.hand_in(1).await);
    read_everything(&mut received, &person, &page, exam, &question).await;
    morning.over(&world).await;
    let person = world.as_person("W001").await;
    read_everything(&mut received, &person, &page, exam, &question).await;
    assert!(received.0.len() > 40, "the session received {} answers", received.0.len());
    assert_eq!(received.leaks(), Vec::<String>::new());

    // The same search does find what the review shows once it is open.
    let manager = world.as_manager().await;
    let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
    manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
    let mut review = Received::default();
    review.keep("review", &world.as_person("W001").await.get(&format!("/my/results/{exam}")).await);
    assert_eq!(review.leaks().len(), 1);
}

use serde_json::{Value, json};
use yuekao_core::practice;
use yuekao_tests::{
    Person, World,
    morning::{Morning, Page},
    stock::stock,
    story,
};

async fn release(world: &World, morning: &Morning) {
    let manager = world.as_manager().await;
    let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
    manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
    world.settle().await;
}

async fn begin(person: &Person, wish: Value) -> Value {
    person.post("/my/practice", wish).await.ok()
}

async fn answer(person: &Person, run: &Value, index: usize, response: Value) -> yuekao_tests::Reply {
    let path = format!("/my/practice/{}/answers/{index}", run["id"].as_str().expect("an id"));
    person.post(&path, json!({ "response": response })).await
}

/// Answers all of a run rightly.
async fn answer_all(world: &World, person: &Person, run: &Value) {
    let page = Page::of(world, json!({ "paper": run }));
    for index in 0..run["questions"].as_array().expect("questions").len() {
        let told = answer(person, run, index, page.right(index)).await.ok();
        assert_eq!((&told["verdict"], &told["share"]), (&json!("right"), &json!(1.0)), "{told}");
    }
}

async fn book(person: &Person) -> Vec<Value> {
    person.get("/my/wrong").await.ok()["items"].as_array().expect("items").clone()
}

story! {
    /// What was missed comes into the book with the release; twice right in a row masters it.
    async fn a_wrong_answer_book_fills_and_empties(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        page.answer(9, 900, json!({"type": "blanks", "texts": ["错"]})).await.ok();
        page.sit(8).await;
        morning.start(&world, "W002").await.sit(10).await;
        morning.over(&world).await;
        assert_eq!(book(&world.as_staff().await).await, Vec::<Value>::new(), "nothing before the release");
        release(&world, &morning).await;

        let staff = world.as_staff().await;
        let missed = book(&staff).await;
        assert_eq!(missed.len(), 2);
        let responses: Vec<&Value> = missed.iter().map(|item| &item["last_response"]).collect();
        assert!(responses.contains(&&Value::Null) && responses.contains(&&json!({"type": "blanks", "texts": ["错"]})));
        for item in &missed {
            assert_eq!(item["last_exam"]["title"], morning.exam["title"]);
            assert_eq!((&item["times_wrong"], &item["mastered"], &item["kind"]), (&json!(1), &json!(false), &json!("blank")));
            assert!(item["key"]["blanks"][0]["accepted"][0].as_str().is_some_and(|text| text.starts_with("答案")));
        }
        let first = staff.get("/my/wrong?limit=1").await.ok();
        let next = first["next"].as_str().expect("more");
        let second = staff.get(&format!("/my/wrong?limit=1&cursor={next}")).await.ok();
        assert_eq!([&first["items"][0], &second["items"][0]], [&missed[0], &missed[1]]);
        let topics = staff.get("/my/practice/topics").await.ok();
        let wrong = topics.as_array().expect("topics").iter().filter_map(|topic| topic["wrong"].as_u64());
        assert_eq!((topics.as_array().expect("topics").len(), wrong.sum::<u64>()), (5, 2));
        assert_eq!(book(&world.as_person("W002").await).await, Vec::<Value>::new());

        let wish = json!({"source": "wrong", "count": 10});
        for mastered in [false, true] {
            let run = begin(&staff, wish.clone()).await;
            assert_eq!(run["questions"].as_array().expect("questions").len(), 2);
            assert!(!run.to_string().contains("答案"), "no key before the answer: {run}");
            answer_all(&world, &staff, &run).await;
            assert!(book(&staff).await.iter().all(|item| item["mastered"] == mastered));
        }
        staff.post("/my/practice", wish.clone()).await.problem(409, "practice.nothing_to_practise");
        // Taking the exam in again changes nothing.
        world.settle().await;
        assert!(book(&staff).await.iter().all(|item| item["times_wrong"] == 1));
    }
}

story! {
    async fn wrong_in_practice_is_wrong_too(world: World) {
        stock(&world).await;
        let staff = world.as_staff().await;
        let topics = staff.get("/my/practice/topics").await.ok();
        assert_eq!((&topics[0]["available"], &topics[0]["wrong"]), (&json!(10), &json!(0)), "{topics}");
        let topic = topics[0]["topic"]["id"].clone();
        let run = begin(&staff, json!({"source": "topic", "topic": topic, "count": 50})).await;
        assert_eq!(run["questions"].as_array().expect("questions").len(), 10);
        let page = Page::of(&world, json!({ "paper": run }));
        let told = answer(&staff, &run, 0, Value::Null).await.ok();
        assert_eq!((&told["verdict"], &told["share"]), (&json!("wrong"), &json!(0.0)));
        // The same again is told the same; another answer comes too late.
        assert_eq!(answer(&staff, &run, 0, Value::Null).await.ok(), told);
        answer(&staff, &run, 0, page.right(0)).await.problem(409, "practice.already_answered");
        let missed = book(&staff).await;
        assert_eq!((missed.len(), &missed[0]["times_wrong"], &missed[0]["last_exam"]), (1, &json!(1), &Value::Null));
        assert_eq!(missed[0]["stem"], run["questions"][0]["stem"]);
        assert_eq!(staff.get(&format!("/my/wrong?topic={}", topic.as_str().expect("an id"))).await.ok()["items"][0], missed[0]);

        answer(&staff, &run, 99, Value::Null).await.problem(404, "request.not_found");
        answer(&world.as_person("W002").await, &run, 1, Value::Null).await.problem(404, "request.not_found");
        staff.post("/my/practice", json!({"source": "topic", "count": 0})).await
            .issues(&["practice.count_out_of_range", "practice.topic_missing"]);
        let nowhere = json!({"source": "wrong", "topic": run["id"], "count": 1});
        staff.post("/my/practice", nowhere).await.issues(&["practice.topic_unknown"]);

        let keyed = || staff.request(reqwest::Method::POST, "/my/practice").header("Idempotency-Key", "one run");
        let wish = json!({"source": "topic", "topic": topic, "count": 3});
        let once = staff.send(keyed().json(&wish)).await.ok();
        assert_eq!(staff.send(keyed().json(&wish)).await.ok(), once);
    }
}

story! {
    /// From its publication until it is over, an exam's pool is closed to practice.
    async fn a_closed_pool_is_not_practised(world: World) {
        stock(&world).await;
        let staff = world.as_staff().await;
        let topic = staff.get("/my/practice/topics").await.ok()[0]["topic"]["id"].clone();
        let wish = json!({"source": "topic", "topic": topic, "count": 5});
        let run = begin(&staff, wish.clone()).await;
        answer(&staff, &run, 0, Value::Null).await.ok();
        assert_eq!(book(&staff).await.len(), 1);

        let morning = Morning::planned(&world, |_| {}).await;
        answer(&staff, &run, 1, Value::Null).await.problem(409, "practice.closed");
        assert_eq!(book(&staff).await, Vec::<Value>::new());
        staff.post("/my/practice", wish.clone()).await.problem(409, "practice.nothing_to_practise");
        let topics = staff.get("/my/practice/topics").await.ok();
        let topics = topics.as_array().expect("topics");
        assert!(topics.iter().all(|topic| topic["available"] == 0 && topic["wrong"] == 0));
        assert_eq!(topics[0]["closed"], 20, "both times the stock was filed");

        world.clock.advance_seconds(3600);
        morning.over(&world).await;
        let staff = world.as_staff().await;
        assert_eq!(book(&staff).await.len(), 1);
        answer(&staff, &run, 1, Value::Null).await.ok();
    }
}

story! {
    async fn an_open_pool_may_be_practised(world: World) {
        let morning = Morning::planned(&world, |plan| plan["pool_open"] = json!(true)).await;
        assert_eq!(morning.exam["phase"], "coming");
        let staff = world.as_staff().await;
        let topics = staff.get("/my/practice/topics").await.ok();
        assert!(topics.as_array().expect("topics").iter().any(|topic| topic["available"] != 0));
    }
}

story! {
    /// Two processes that take an exam in at the same moment count each miss once.
    async fn a_miss_is_counted_once(world: World) {
        let morning = Morning::open(&world).await;
        morning.start(&world, "W001").await.sit(3).await;
        morning.over(&world).await;
        let manager = world.as_manager().await;
        let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
        manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
        let (app, cx) = (&world.app, world.app.context("test"));
        let take_in = || practice::service::take_in_released(&app.db, &app.shelf, &cx);
        let (one, other) = tokio::join!(take_in(), take_in());
        one.and(other).expect("taken in");
        let missed = book(&world.as_staff().await).await;
        assert_eq!(missed.len(), 7);
        assert!(missed.iter().all(|item| item["times_wrong"] == 1));
    }
}

story! {
    /// A question that is ruled void after the release leaves the books again.
    async fn a_ruling_takes_a_miss_back(world: World) {
        let morning = Morning::open(&world).await;
        morning.start(&world, "W001").await.sit(9).await;
        morning.over(&world).await;
        release(&world, &morning).await;
        let staff = world.as_staff().await;
        let missed = book(&staff).await;
        assert_eq!(missed.len(), 1);
        let [one, two] = [world.as_manager().await, world.as_second_manager().await];
        let ruling = json!({"question": missed[0]["question"], "kind": "void", "reason": "题干有歧义"});
        one.post(&morning.path("/rulings"), ruling).await.ok();
        two.post(&morning.path("/rulings/1/confirm"), json!({})).await.ok();
        world.settle().await;
        assert_eq!(book(&staff).await, Vec::<Value>::new());
    }
}

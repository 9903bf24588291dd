use reqwest::Method;
use serde_json::{Value, json};
use yuekao_core::bank::{
    self,
    model::{Kind, QuestionId, Statistics},
};
use yuekao_tests::{
    Person, Reply, World,
    morning::{Morning, Page},
    stock::{acting, stock_of},
    story,
};

async fn results(person: &Person, morning: &Morning) -> Vec<(String, Value, Value)> {
    let rows = person.get(&morning.path("/results")).await.ok();
    let rows = rows["items"].as_array().expect("rows").iter().filter(|row| !row["points"].is_null());
    let number = |row: &Value| row["person"]["number"].as_str().expect("a number").to_owned();
    let mut rows: Vec<_> =
        rows.map(|row| (number(row), row["points"].clone(), row["place"].clone())).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

async fn release(manager: &Person, morning: &Morning) -> Reply {
    let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
    manager.post_at(&morning.path("/release"), version, json!({})).await
}

/// The first question of a page's paper, by its id in the bank.
async fn first_question(world: &World, morning: &Morning, page: &Page) -> QuestionId {
    let stem = page.joined["paper"]["questions"][0]["stem"].as_str().expect("a stem");
    let exam = morning.exam["id"].as_str().expect("an id").parse().expect("a uuid");
    let pool = world.app.shelf.pool(&world.app.db, exam).await.expect("a pool");
    let revisions: Vec<_> = pool.questions.iter().map(|question| question.revision).collect();
    let bodies = bank::service::bodies(&world.app.db, &revisions).await.expect("bodies");
    bodies.into_values().find(|revision| revision.body.stem == stem).expect("in the pool").question
}

story! {
    /// Points, pass, places by group, and the review with its key: nothing before the release.
    async fn an_exam_is_released(world: World) {
        let morning = Morning::planned(&world, |input| input["points_release"] = json!("at_release")).await;
        world.clock.advance_seconds(3600);
        for (number, right) in [("W001", 8), ("W002", 6), ("H001", 8), ("W003", 10), ("W004", 3)] {
            let handed_in = morning.start(&world, number).await.sit(right).await;
            assert_eq!((&handed_in["state"], &handed_in["points"]), (&json!("marked"), &Value::Null), "points wait");
        }
        let staff = world.as_staff().await;
        let mine = format!("/my/results/{}", morning.exam["id"].as_str().expect("an id"));
        assert_eq!(staff.get("/my/results").await.ok(), json!([]));
        staff.get(&mine).await.problem(409, "grading.review_not_open");
        let manager = world.as_manager().await;
        release(&manager, &morning).await.problem(409, "exam.not_over");

        morning.over(&world).await;
        let manager = world.as_manager().await;
        manager.post_at(&morning.path("/release"), 99, json!({})).await.problem(412, "request.stale");
        let released = release(&manager, &morning).await.ok();
        assert_eq!((&released["state"], &released["phase"]), (&json!("released"), &json!("released")));
        release(&manager, &morning).await.problem(409, "exam.already_released");
        // 企业开办类: H001 and W001 share the first place, W002 is third. 社会事务类: W003, W004.
        let expected = [("H001", 8000, 1), ("W001", 8000, 1), ("W002", 6000, 3), ("W003", 10_000, 1), ("W004", 3000, 2)];
        let expected: Vec<_> = expected.map(|(number, points, place)| (number.to_owned(), json!(points), json!(place))).into();
        assert_eq!(results(&manager, &morning).await, expected);

        let staff = world.as_staff().await;
        let own = staff.get("/my/results").await.ok();
        assert_eq!((&own[0]["points"], &own[0]["place"], &own[0]["group_size"]), (&json!(8000), &json!(1), &json!(3)));
        assert_eq!((&own[0]["passed"], &own[0]["preliminary"], &own[0]["review_open"]), (&json!(true), &json!(false), &json!(true)));
        let review = staff.get(&mine).await.ok();
        let first = &review["questions"][0];
        assert_eq!((&first["verdict"], &first["points"], &first["full"]), (&json!("right"), &json!(1000), &json!(1000)));
        assert_eq!(first["key"]["right"], first["response"]["chosen"], "both as shown on this paper");
        assert!(first["explanation"].as_str().expect("text").starts_with("解析"));
        assert_eq!((&review["questions"][9]["verdict"], &review["questions"][9]["response"]), (&json!("wrong"), &Value::Null));
        assert_eq!(review["receipt"]["hash"].as_str().expect("a hash").len(), 64);
        let absent = world.as_person("W005").await;
        assert_eq!(absent.get(&mine).await.status, 404);
        staff.get(&morning.path("/results")).await.problem(403, "request.forbidden");
    }
}

story! {
    /// A void question: previewed, confirmed by a second person, marked again, shown in the review.
    async fn a_question_is_ruled_void(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        // All but the first and the last two are right: 7 of 10.
        for index in 1..8 {
            page.answer(index, i64::try_from(index).expect("few"), page.right(index)).await.ok();
        }
        page.hand_in(100).await.ok();
        let other = morning.start(&world, "W002").await;
        other.sit(0).await;
        let question = first_question(&world, &morning, &page).await;
        morning.over(&world).await;
        let [one, two] = [world.as_manager().await, world.as_second_manager().await];
        let wanted = json!({"question": question, "kind": "void"});
        let preview = one.post(&morning.path("/rulings/preview"), wanted).await.ok();
        let moved = preview["moved"].as_array().expect("moved");
        assert_eq!(moved.len(), 1, "{preview}");
        assert_eq!((&moved[0]["person"]["number"], &moved[0]["before"], &moved[0]["after"]), (&json!("W001"), &json!(7000), &json!(7778)));
        let keyless = json!({"question": question, "kind": "correct_key"});
        one.post(&morning.path("/rulings/preview"), keyless).await.issues(&["grading.key_missing"]);
        let stranger = json!({"question": "00000000-0000-7000-8000-000000000000", "kind": "void"});
        one.post(&morning.path("/rulings/preview"), stranger).await.issues(&["grading.not_in_exam"]);

        let input = json!({"question": question, "kind": "void", "reason": "题干有歧义"});
        let propose = || one.request(Method::POST, &morning.path("/rulings")).header("Idempotency-Key", "k1").json(&input);
        let ruling = one.send(propose()).await.ok();
        assert_eq!(one.send(propose()).await.ok(), ruling, "sent again it is the same ruling");
        assert_eq!((&ruling["no"], &ruling["state"], &ruling["author"]["number"]), (&json!(1), &json!("proposed"), &json!("M001")));
        release(&one, &morning).await.problem(409, "grading.rulings_pending");
        one.post(&morning.path("/rulings/1/confirm"), json!({})).await.problem(409, "grading.second_person_needed");
        assert_eq!(results(&one, &morning).await[0].1, 7000, "nothing moves before the second person");
        let confirmed = two.post(&morning.path("/rulings/1/confirm"), json!({})).await.ok();
        assert_eq!((&confirmed["state"], &confirmed["second"]["number"], &confirmed["moved"]), (&json!("applied"), &json!("M002"), &json!(1)));
        two.post(&morning.path("/rulings/1/confirm"), json!({})).await.problem(409, "grading.already_decided");
        world.settle().await;
        assert_eq!(results(&one, &morning).await[0].1, 7778);

        release(&one, &morning).await.ok();
        let staff = world.as_staff().await;
        let review = staff.get(&format!("/my/results/{}", morning.exam["id"].as_str().expect("an id"))).await.ok();
        let first = &review["questions"][0];
        assert_eq!((&first["verdict"], &first["ruling"], &review["points"]), (&json!("void"), &json!("题干有歧义"), &json!(7778)));
    }
}

story! {
    /// A key corrected after the release: results follow, and nobody who passed fails.
    async fn a_ruling_after_the_release(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        page.sit(6).await;
        let question = first_question(&world, &morning, &page).await;
        let right = page.right(0)["chosen"][0].as_u64().expect("a place");
        assert!(right < 4);
        morning.over(&world).await;
        let [one, two] = [world.as_manager().await, world.as_second_manager().await];
        release(&one, &morning).await.ok();
        let trainer = acting(&world, "T001").await;
        let told = async || bank::service::open(&world.app.db, &trainer, question).await.expect("there").statistics;
        assert_eq!(told().await, Statistics { responses: 1, share_sum: 10_000 });
        let key = json!({"type": "options", "right": [2]});
        let input = json!({"question": question, "kind": "correct_key", "key": key, "reason": "答案印错"});
        let preview = one.post(&morning.path("/rulings/preview"), input.clone()).await.ok();
        assert_eq!((&preview["moved"][0]["after"], &preview["moved"][0]["passed_after"]), (&json!(5000), &json!(true)));
        assert_eq!(preview["warnings"][0]["code"], "grading.passes_stay");
        one.post(&morning.path("/rulings"), input).await.ok();
        two.post(&morning.path("/rulings/1/confirm"), json!({})).await.ok();
        world.settle().await;
        assert_eq!(results(&one, &morning).await[0].1, 5000);
        assert_eq!(world.as_staff().await.get("/my/results").await.ok()[0]["passed"], true);
        assert_eq!(told().await, Statistics { responses: 1, share_sum: 0 }, "the bank heard the difference");
    }
}

story! {
    /// Orders earn by neighbours, pairs each their share; what is right is shown by the places of
    /// the own paper.
    async fn orders_and_pairs_are_sat_marked_and_reviewed(world: World) {
        stock_of(&world, &[(Kind::Ordering, 4), (Kind::Matching, 4)]).await;
        let morning = Morning::planned(&world, |input| {
            let section = |kind: &str, count: u32, policy: &str| json!({"kind": kind, "count": count, "points_each": 1000, "policy": policy});
            input["blueprint"]["sections"] = json!([
                section("ordering", 2, "adjacent_pairs"),
                section("matching", 2, "all_or_nothing"),
                section("single", 6, "all_or_nothing"),
            ]);
        })
        .await;
        world.clock.advance_seconds(3600);
        let page = morning.start(&world, "W001").await;
        let questions = &page.joined["paper"]["questions"];
        assert_eq!(questions[0]["kind"], "ordering");
        assert_eq!((&questions[0]["prompts"], &questions[2]["prompts"]), (&json!([]), &json!(["甲", "乙", "丙"])));
        let mut order = page.right(0);
        order["order"].as_array_mut().expect("an order").swap(0, 1);
        page.answer(0, 1, order.clone()).await.ok();
        page.answer(1, 2, page.right(1)).await.ok();
        let mut pairs = page.right(2);
        pairs["pairs"][1] = Value::Null;
        page.answer(2, 3, pairs.clone()).await.ok();
        page.answer(3, 4, page.right(3)).await.ok();
        let long = json!({"type": "pairs", "pairs": vec![0; 27]});
        page.answer(3, 5, long).await.problem(422, "request.invalid");
        let handed_in = page.hand_in(5).await.ok();
        assert_eq!((&handed_in["state"], &handed_in["points"]), (&json!("marked"), &json!(333 + 1000 + 667 + 1000)));

        morning.over(&world).await;
        release(&world.as_manager().await, &morning).await.ok();
        let staff = world.as_staff().await;
        let mine = format!("/my/results/{}", morning.exam["id"].as_str().expect("an id"));
        let review = staff.get(&mine).await.ok();
        let [first, third] = [&review["questions"][0], &review["questions"][2]];
        assert_eq!((&first["response"], &first["key"], &first["verdict"]), (&order, &page.right(0), &json!("partly")));
        assert_eq!((&third["response"], &third["key"], &third["points"]), (&pairs, &page.right(2), &json!(667)));
        assert_eq!(third["prompts"], json!(["甲", "乙", "丙"]));
        let analysis = world.as_manager().await.get(&morning.path("/analysis")).await.ok();
        let orders = analysis["questions"].as_array().expect("questions").iter().filter(|one| one["kind"] == "ordering");
        assert!(orders.clone().all(|one| one["options"] == json!([])) && orders.count() >= 2);
    }
}

use serde_json::{Value, json};
use yuekao_tests::{World, morning::Morning, story};

story! {
    /// Distribution and questions, once nobody sits any more, for those who may read them.
    async fn an_exam_is_analysed(world: World) {
        let morning = Morning::open(&world).await;
        for (number, right) in [("W001", 8), ("W002", 6), ("H001", 8), ("W003", 10), ("W004", 3)] {
            morning.start(&world, number).await.sit(right).await;
        }
        let path = morning.path("/analysis");
        world.as_staff().await.get(&path).await.problem(403, "request.forbidden");
        world.as_manager().await.get(&path).await.problem(409, "analysis.not_over");
        morning.over(&world).await;

        let found = world.as_inspector().await.get(&path).await.ok();
        let figure = |name: &str| found[name].clone();
        // 80, 60, 80, 100, 30 of 100.
        assert_eq!((figure("responses"), figure("full")), (json!(5), json!(10_000)));
        assert_eq!((figure("mean"), figure("sd"), figure("median")), (json!(7000), json!(2646), json!(8000)));
        assert_eq!((figure("min"), figure("max"), figure("pass_rate")), (json!(3000), json!(10_000), json!(0.8)));
        let bars = found["histogram"].as_array().expect("bars");
        assert_eq!(bars.iter().filter_map(|bar| bar["count"].as_u64()).sum::<u64>(), 5);
        let questions = found["questions"].as_array().expect("questions");
        let sum = |name: &str| questions.iter().filter_map(|question| question[name].as_u64()).sum::<u64>();
        assert_eq!((sum("n"), sum("omitted"), sum("not_reached")), (50, 15, 0), "handed in: empty is omitted");
        for question in questions {
            assert_eq!((&question["facility"], &question["note"]), (&Value::Null, &json!("few_responses")));
            let keys = question["options"].as_array().expect("options").iter().filter(|option| option["key"] == true);
            let expected = match question["kind"].as_str().expect("a kind") {
                "single" | "true_false" => 1,
                "multiple" => 2,
                _ => 0,
            };
            assert_eq!(keys.count(), expected, "{question}");
        }
        assert_eq!(found["flags"], json!([]));
    }
}

story! {
    /// Time ran out: what stands empty at the end was not reached. A void question counts for nobody.
    async fn rulings_and_deadlines_are_seen(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        for index in [0, 2] {
            page.answer(index, i64::try_from(index).expect("few") + 1, page.right(index)).await.ok();
        }
        morning.over(&world).await;
        let [one, two] = [world.as_manager().await, world.as_second_manager().await];
        let found = one.get(&morning.path("/analysis")).await.ok();
        let sum = |found: &Value, name: &str| -> u64 {
            let questions = found["questions"].as_array().expect("questions");
            questions.iter().filter_map(|question| question[name].as_u64()).sum()
        };
        assert_eq!((sum(&found, "n"), sum(&found, "omitted"), sum(&found, "not_reached")), (3, 1, 7));

        let question = &found["questions"][0]["question"];
        let ruling = json!({"question": question, "kind": "void", "reason": "题干有歧义"});
        one.post(&morning.path("/rulings"), ruling).await.ok();
        two.post(&morning.path("/rulings/1/confirm"), json!({})).await.ok();
        world.settle().await;
        let found = one.get(&morning.path("/analysis")).await.ok();
        assert_eq!(found["questions"][0]["void"], true);
        assert_eq!(found["questions"][1]["void"], false);
    }
}

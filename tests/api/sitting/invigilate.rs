//! Words to takers, and the facts that pages report of themselves.

use reqwest::Method;
use serde_json::{Value, json};
use yuekao_core::kernel::Clock;
use yuekao_tests::{World, morning::Morning, story};

use super::{hear, row};

story! {
    /// Words to one and to all: heard by open pages, read by whoever looks later, kept for the
    /// inspector.
    async fn takers_read_what_the_invigilator_writes(world: World) {
        let morning = Morning::open(&world).await;
        let (page, other) = (morning.start(&world, "W001").await, morning.start(&world, "W002").await);
        let (manager, inspector) = (world.as_manager().await, world.as_inspector().await);
        let messages = morning.path("/messages");
        manager.post(&messages, json!({"text": " ", "sitting": null})).await.issues(&["sitting.text_missing"]);
        manager.post(&messages, json!({"text": "长".repeat(501), "sitting": null})).await.issues(&["sitting.text_unfit"]);
        inspector.post(&messages, json!({"text": "好", "sitting": null})).await.problem(403, "request.forbidden");
        let nowhere = json!({"text": "好", "sitting": manager.id});
        manager.post(&messages, nowhere).await.problem(404, "request.not_found");

        let [hearing, not_hearing] = [&page, &other].map(|page| page.request(Method::GET, "/events").send());
        let (hearing, not_hearing) = (hearing.await.expect("an answer"), not_hearing.await.expect("an answer"));
        let words = json!({"text": "请坐到 3 号机", "sitting": page.sitting()});
        let send = || manager.request(Method::POST, &messages).header("Idempotency-Key", "m1").json(&words);
        let sent = manager.send(send()).await.ok();
        assert_eq!(manager.send(send()).await.ok(), sent, "sent again it is sent once");
        assert_eq!((&sent["person"]["number"], &sent["by"]["number"]), (&json!("W001"), &json!("M001")));
        let heard = hear(hearing, "event: message").await;
        assert!(heard.contains("请坐到 3 号机"), "{heard}");
        world.clock.advance_seconds(1);
        manager.post(&messages, json!({"text": "网络已恢复", "sitting": null})).await.ok();
        let heard = hear(not_hearing, "网络已恢复").await;
        assert!(!heard.contains("请坐到"), "only what concerns the own sitting: {heard}");

        let read = |state: Value| {
            let messages = state["messages"].as_array().expect("messages").clone();
            messages.into_iter().map(|message| message["text"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(read(page.state().await), ["网络已恢复", "请坐到 3 号机"]);
        assert_eq!(read(other.state().await), ["网络已恢复"]);
        let later = morning.start(&world, "W003").await;
        assert_eq!(read(later.state().await), ["网络已恢复"], "also who begins later");
        let kept = inspector.get(&messages).await.ok();
        assert_eq!((&kept[0]["sitting"], &kept[1]), (&Value::Null, &sent));
        world.as_staff().await.get(&messages).await.problem(403, "request.forbidden");
    }
}

story! {
    /// Facts are facts: they come to nothing unless the exam says so.
    async fn leaving_the_page_is_recorded(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        assert_eq!(page.joined["leaving"], json!({"then": "nothing", "limit": 3}));
        page.answer(0, 1, page.right(0)).await.ok();
        for (n, what) in [(2, "left"), (3, "returned"), (4, "copied"), (5, "fullscreen_left"), (6, "left"), (7, "left"), (8, "left")] {
            let noticed = page.send(Method::POST, "/events", json!({"n": n, "what": what})).await.ok();
            assert_eq!((&noticed["status"], &noticed["then"]), (&json!("saved"), &json!("nothing")));
        }
        page.send(Method::POST, "/doubts/3", json!({"n": 9, "words": "没有正确选项"})).await.ok();
        let manager = world.as_manager().await;
        let board = manager.get(&morning.path("/board")).await.ok();
        let on = row(&board, "W001");
        assert_eq!(
            (&on["left_times"], &on["copied_times"], &on["fullscreen_left_times"]),
            (&json!(4), &json!(1), &json!(1))
        );
        manager.post(&format!("/sittings/{}/end", page.sitting()), json!({"reason": "替考"})).await.ok();
        let facts = format!("/sittings/{}/facts", page.sitting());
        let told = world.as_inspector().await.get(&facts).await.ok();
        let told = told.as_array().expect("facts");
        let what: Vec<&str> = told.iter().map(|fact| fact["what"].as_str().expect("a kind")).collect();
        assert_eq!(
            what,
            ["started", "left", "returned", "copied", "fullscreen_left", "left", "left", "left", "doubted", "submitted"],
            "no answer is among them"
        );
        assert_eq!((&told[8]["question"], &told[8]["words"]), (&json!(3), &json!("没有正确选项")));
        assert_eq!((&told[9]["by"]["number"], &told[9]["words"]), (&json!("M001"), &json!("替考")));
        assert_eq!(told[9]["at"], json!(world.clock.now()));
        world.as_staff().await.get(&facts).await.problem(403, "request.forbidden");
    }
}

story! {
    async fn an_exam_may_warn_who_leaves(world: World) {
        let leaving = json!({"then": "warn", "limit": 2});
        let morning = Morning::planned(&world, |input| input["leaving"] = leaving.clone()).await;
        assert_eq!(morning.exam["leaving"], leaving);
        world.clock.advance_seconds(3600);
        let page = morning.start(&world, "W001").await;
        let leave = async |n: i64| page.send(Method::POST, "/events", json!({"n": n, "what": "left"})).await.ok()["then"].clone();
        assert_eq!((leave(1).await, leave(2).await, leave(3).await), (json!("nothing"), json!("warned"), json!("warned")));
        assert_eq!(leave(3).await, "warned", "a repeat says the same");
        assert_eq!(page.state().await["state"], "open");
    }
}

story! {
    async fn an_exam_may_end_for_who_leaves(world: World) {
        let bad = json!({"then": "end", "limit": 0});
        let manager = world.as_manager().await;
        let mut input = manager.get("/exams/template?kind=monthly").await.ok();
        input["leaving"] = bad;
        manager.post("/exams", input).await.issues(&["exam.leaving_limit"]);
        let morning = Morning::planned(&world, |input| input["leaving"] = json!({"then": "end", "limit": 2})).await;
        world.clock.advance_seconds(3600);
        let page = morning.start(&world, "W001").await;
        page.answer(0, 1, page.right(0)).await.ok();
        let leave = async |n: i64| page.send(Method::POST, "/events", json!({"n": n, "what": "left"})).await.ok();
        assert_eq!(leave(2).await["then"], "nothing");
        let hearing = page.request(Method::GET, "/events").send().await.expect("an answer");
        assert_eq!(leave(3).await["then"], "ended");
        hear(hearing, "event: ended").await;
        assert_eq!(leave(3).await["then"], "ended", "a repeat finds it ended");
        assert_eq!(page.state().await["state"], "closed");
        assert_eq!(page.answer(1, 4, page.right(1)).await.ok()["status"], "late");
        // Who has handed in may go where he likes.
        let other = morning.start(&world, "W002").await;
        other.hand_in(1).await.ok();
        for n in 2..5 {
            assert_eq!(other.send(Method::POST, "/events", json!({"n": n, "what": "left"})).await.ok()["then"], "nothing");
        }
        world.settle().await;
        let results = world.as_manager().await.get(&morning.path("/results")).await.ok();
        let marked = results["items"].as_array().expect("rows").iter().filter(|row| row["state"] == "marked");
        assert_eq!(marked.map(|row| row["points"].clone()).collect::<Vec<_>>(), [json!(1000), json!(0)]);
    }
}

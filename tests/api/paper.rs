//! The draw of an exam: promised, witnessed, drawn, added to, proven.

mod addenda;

use serde_json::{Value, json};
use yuekao_core::kernel::{Clock, Instant};
use yuekao_tests::{Person, Reply, World, morning::Morning, stock::stock, story};

/// An exam in three days that waits for witnesses until twelve hours before.
async fn planned(world: &World, manager: &Person, change: impl FnOnce(&mut Value)) -> Value {
    let mut input = manager.get("/exams/template?kind=monthly").await.ok();
    let section = |kind: &str, count: u32| json!({"kind": kind, "count": count, "points_each": 1000, "policy": "all_or_nothing"});
    input["blueprint"]["sections"] =
        json!([section("single", 4), section("multiple", 2), section("true_false", 2), section("blank", 2)]);
    let at = |hours: i64| json!(world.clock.now().plus_micros(hours * Instant::HOUR));
    input["sessions"] = json!([{"opens_at": at(72), "closes_at": at(76), "makeup": false}]);
    change(&mut input);
    manager.post("/exams", input).await.ok()
}

async fn published(world: &World, manager: &Person) -> Value {
    stock(world).await;
    let exam = planned(world, manager, |_| {}).await;
    manager.post_at(&path(&exam, "/publish"), 1, json!({})).await.ok()
}

fn path(exam: &Value, rest: &str) -> String {
    format!("/exams/{}{rest}", exam["id"].as_str().expect("an id"))
}

async fn add(person: &Person, exam: &Value, words: &str) -> Reply {
    person.post(&path(exam, "/draw/contributions"), json!({"words": words})).await
}

/// The hour strikes: the first round fixes the seed, the second draws.
async fn draw(world: &World) {
    world.settle().await;
    world.settle().await;
}

story! {
    async fn a_draw_is_witnessed_before_it_is_made(world: World) {
        let manager = world.as_manager().await;
        let exam = published(&world, &manager).await;
        assert_eq!(exam["phase"], "witnessing");
        assert_eq!(exam["witness_until"], json!(world.clock.now().plus_micros(60 * Instant::HOUR)));
        draw(&world).await;
        let shown = manager.get(&path(&exam, "/draw")).await.ok();
        assert_eq!((&shown["drawn"]["done"], &shown["phase"]), (&json!(0), &json!("witnessing")), "nothing is drawn before");
        assert_eq!((&shown["c"], &shown["witnessing"], &shown["may_witness"]), (&exam["commitment"]["c"], &json!(true), &json!(false)));
        assert_eq!((&shown["questions"], &shown["candidates"], &shown["own"]), (&json!(40), &json!(8), &json!(null)));

        for person in [&manager, &world.as_admin().await] {
            add(person, &exam, "手气").await.problem(403, "request.forbidden");
        }
        manager.post(&path(&exam, "/draw/close"), json!({})).await.problem(409, "exam.nobody_witnessed");
        let (staff, inspector, head) = (world.as_staff().await, world.as_inspector().await, world.as_head().await);
        staff.post(&path(&exam, "/draw/close"), json!({})).await.problem(403, "request.forbidden");
        add(&staff, &exam, " \n").await.issues(&["exam.words_missing"]);
        add(&staff, &exam, &"风".repeat(101)).await.issues(&["exam.words_too_long"]);
        let (one, other) = tokio::join!(add(&staff, &exam, " 3  5 6\n"), add(&inspector, &exam, "风调雨顺"));
        one.ok();
        other.ok();
        add(&staff, &exam, "再来").await.problem(409, "exam.witnessed_already");
        let shown = staff.get(&path(&exam, "/draw")).await.ok();
        let added = shown["contributions"].as_array().expect("contributions");
        assert_eq!(added.iter().map(|one| one["no"].as_i64().expect("a number")).collect::<Vec<_>>(), [1, 2]);
        let mine = added.iter().find(|one| one["mine"] == true).expect("the own");
        assert_eq!((&mine["witness"], &mine["words"]), (&json!("W001 窗甲"), &json!("3 5 6")));
        assert_eq!((&shown["may_witness"], shown["own"]["candidate"].is_string()), (&json!(false), true));
        let row = &head.get("/draws").await.ok()["items"][0];
        assert_eq!((&row["c"], &row["contributions"], &row["seeded_at"]), (&shown["c"], &json!(2), &json!(null)));

        world.clock.advance_seconds(60 * 3600);
        let head = world.as_head().await;
        add(&head, &exam, "迟了").await.problem(409, "exam.witnessing_closed");
        draw(&world).await;
        let shown = head.get(&path(&exam, "/draw")).await.ok();
        assert_eq!((&shown["phase"], &shown["drawn"]), (&json!("coming"), &json!({"done": 8, "total": 8})));
        assert_eq!((&shown["witnessed"], &shown["seeded_at"], &shown["closed_by"]), (&json!(true), &json!(world.clock.now()), &json!(null)));
        assert_eq!(shown["proof_open"], false);
        let manager = world.as_manager().await;
        manager.post(&path(&exam, "/draw/close"), json!({})).await.problem(409, "exam.witnessing_closed");
    }
}

story! {
    async fn without_a_witness_the_exam_goes_on_and_says_so(world: World) {
        let manager = world.as_manager().await;
        let exam = published(&world, &manager).await;
        world.clock.advance_seconds(61 * 3600);
        draw(&world).await;
        let shown = world.as_staff().await.get(&path(&exam, "/draw")).await.ok();
        assert_eq!((&shown["phase"], &shown["witnessed"], &shown["drawn"]["done"]), (&json!("coming"), &json!(false), &json!(8)));
        world.as_staff().await.get("/exams/00000000-0000-7000-8000-000000000000/draw").await.problem(404, "request.not_found");
    }
}

story! {
    async fn a_manager_ends_the_witnessing_early_and_everybody_sees_it(world: World) {
        let manager = world.as_manager().await;
        let exam = published(&world, &manager).await;
        add(&world.as_staff().await, &exam, "六六大顺").await.ok();
        let closed = manager.post(&path(&exam, "/draw/close"), json!({})).await.ok();
        assert_eq!((&closed["phase"], &closed["closed_by"]["number"]), (&json!("drawing"), &json!("M001")));
        world.settle().await;
        let shown = world.as_staff().await.get(&path(&exam, "/draw")).await.ok();
        assert_eq!((&shown["witnessed"], &shown["drawn"]["done"], &shown["closed_by"]["number"]), (&json!(true), &json!(8), &json!("M001")));
    }
}

story! {
    async fn settings_of_the_draw_are_checked(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let mut bad = manager.get("/exams/template?kind=monthly").await.ok();
        assert_eq!((&bad["witness_hours"], &bad["most_overlap"]), (&json!(12), &json!(50)));
        bad["witness_hours"] = 0.into();
        bad["most_overlap"] = 101.into();
        manager.post("/exams", bad).await.issues(&["exam.witness_hours_out_of_range", "exam.most_overlap_out_of_range"]);
        // By chance two papers of this bank share a quarter, and more where cells are small.
        let two = |input: &mut Value| {
            let later = |hours: i64| json!(world.clock.now().plus_micros(hours * Instant::HOUR));
            input["sessions"].as_array_mut().expect("sessions").push(json!({"opens_at": later(80), "closes_at": later(84), "makeup": false}));
            input["most_overlap"] = 20.into();
        };
        let exam = planned(&world, &manager, two).await;
        let report = manager.post(&path(&exam, "/check"), json!({})).await.ok();
        assert!((2_100..=5_000).contains(&report["overlap"].as_i64().expect("a share")), "{report}");
        let refused = manager.post_at(&path(&exam, "/publish"), 1, json!({})).await.issues(&["exam.overlap_too_large"]);
        assert_eq!(refused["issues"][0]["params"]["most"], 20);
        let one = planned(&world, &manager, |input| input["most_overlap"] = 20.into()).await;
        manager.post_at(&path(&one, "/publish"), 1, json!({})).await.ok();
    }
}

story! {
    async fn how_equal_papers_are_is_shown_to_whom_it_may(world: World) {
        let morning = Morning::planned(&world, |_| {}).await;
        let (manager, staff, inspector) = (world.as_manager().await, world.as_staff().await, world.as_inspector().await);
        let draft = planned(&world, &manager, |_| {}).await;
        let preview = manager.get(&path(&draft, "/fairness")).await.ok();
        assert_eq!((&preview["basis"], &preview["papers"], &preview["found"]), (&json!("preview"), &json!(8), &json!(null)));
        let bars = preview["sheet"]["ours"]["scores"]["histogram"].as_array().expect("bars");
        assert_eq!(bars.iter().map(|bar| bar["papers"].as_i64().expect("a count")).sum::<i64>(), 8);
        staff.get(&path(&draft, "/fairness")).await.problem(404, "request.not_found");
        let short = planned(&world, &manager, |input| input["blueprint"]["sections"][3]["count"] = 9.into()).await;
        manager.get(&path(&short, "/fairness")).await.issues(&["exam.short"]);

        staff.get(&morning.path("/fairness")).await.problem(409, "exam.fairness_not_open");
        let given = inspector.get(&morning.path("/fairness")).await.ok();
        assert_eq!((&given["basis"], &given["found"], &given["between_sessions"]), (&json!("given"), &json!(null), &json!(null)));
        let asked = given["questions"].as_array().expect("questions");
        assert_eq!(asked.iter().map(|one| one["papers"].as_i64().expect("a count")).sum::<i64>(), 80);
        // Who knows every question is replaced for one paper at a time: only that can exceed a limit.
        assert!(asked.iter().all(|one| one["question"].is_string() && one["limit"].is_number()));

        world.clock.advance_seconds(3600);
        morning.start(&world, "W001").await.sit(6).await;
        morning.over(&world).await;
        let manager = world.as_manager().await;
        assert!(manager.get(&morning.path("/fairness")).await.ok()["found"]["ours"]["scores"]["mean"].is_number());
        let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
        manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
        let shown = world.as_staff().await.get(&morning.path("/fairness")).await.ok();
        assert_eq!((&shown["basis"], &shown["questions"][0]["question"]), (&json!("given"), &json!(null)));
        assert!(shown["found"].is_object());
        let question = &world.as_trainer().await.get("/questions").await.ok()["items"][0];
        let expected = &question["expected"];
        assert!(expected["low"].as_i64() < expected["facility"].as_i64() && expected["facility"].as_i64() < expected["high"].as_i64(), "{question}");
    }
}

story! {
    async fn paper_forms_are_there_for_the_day_the_network_is_down(world: World) {
        let manager = world.as_manager().await;
        let exam = published(&world, &manager).await;
        manager.get(&path(&exam, "/forms")).await.problem(409, "exam.not_drawn");
        world.clock.advance_seconds(61 * 3600);
        draw(&world).await;
        let manager = world.as_manager().await;
        manager.get(&path(&exam, "/forms?count=7")).await.issues(&["exam.form_count"]);
        world.as_inspector().await.get(&path(&exam, "/forms")).await.problem(403, "request.forbidden");
        let printed = manager.get(&path(&exam, "/forms?count=2")).await.ok();
        assert_eq!((&printed["forms"][0]["no"], &printed["forms"][1]["no"], &printed["c"]), (&json!("A"), &json!("B"), &exam["commitment"]["c"]));
        assert_ne!(printed["forms"][0]["questions"], printed["forms"][1]["questions"]);
        for form in printed["forms"].as_array().expect("forms") {
            let questions = form["questions"].as_array().expect("questions");
            assert_eq!(questions.len(), 10);
            for question in questions {
                let (kind, answer) = (question["kind"].as_str().expect("a kind"), question["answer"].as_str().expect("an answer"));
                // The stock's right options are the first ones, which end in ·0 and ·1.
                let shown = |letter: char| {
                    let at = usize::try_from(u32::from(letter) - u32::from('A')).expect("a letter");
                    question["options"][at].as_str().expect("an option").to_owned()
                };
                match kind {
                    "single" => assert!(answer.chars().all(|letter| shown(letter).ends_with("·0")) && answer.len() == 1, "{question}"),
                    "multiple" => assert!(answer.len() == 2 && !answer.chars().any(|letter| shown(letter).ends_with("·2")), "{question}"),
                    "true_false" => assert_eq!(answer, "正确"),
                    _ => assert!(answer.starts_with("答案"), "{question}"),
                }
            }
        }
        assert_eq!(manager.get(&path(&exam, "/forms?count=2")).await.ok()["forms"], printed["forms"], "the same every time");
        let reply = manager.get(&path(&exam, "/forms.docx?count=1")).await;
        assert!(reply.headers["content-type"].to_str().expect("text").contains("wordprocessingml"));
        assert!(reply.bytes.starts_with(b"PK"));
        let log = world.as_inspector().await.get("/audit?deed=exam.print_forms").await.ok();
        assert_eq!(log["items"].as_array().expect("rows").len(), 3);
    }
}

story! {
    async fn sessions_are_told_how_much_they_share(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let two = |input: &mut Value| {
            let at = |hours: i64| json!(world.clock.now().plus_micros(hours * Instant::HOUR));
            input["sessions"] = json!([{"opens_at": at(2), "closes_at": at(4)}, {"opens_at": at(5), "closes_at": at(7)}]);
        };
        let exam = planned(&world, &manager, two).await;
        manager.post_at(&path(&exam, "/publish"), 1, json!({})).await.ok();
        world.settle().await;
        let between = manager.get(&path(&exam, "/fairness")).await.ok()["between_sessions"].take();
        let (mean, most) = (between["mean"].as_f64().expect("a mean"), between["most"].as_f64().expect("a count"));
        assert!(mean > 0.0 && mean <= most && most <= 10.0, "{between}");
    }
}

story! {
    async fn a_blueprint_is_kept_used_again_and_versioned(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let exam = planned(&world, &manager, |_| {}).await;
        let blueprint = exam["blueprint"].clone();
        let kept = manager.post("/blueprints", json!({"name": " 小测 ", "blueprint": blueprint})).await;
        assert_eq!(kept.headers["etag"], "\"1\"");
        let kept = kept.ok();
        assert_eq!((&kept["name"], &kept["version"], &kept["blueprint"]), (&json!("小测"), &json!(1), &blueprint));
        let id = kept["id"].as_str().expect("an id");
        let source = json!({"id": id, "version": 1});
        let came = planned(&world, &manager, |input| input["source"] = source.clone()).await;
        assert_eq!(came["source"], source);
        let mut unknown = manager.get("/exams/template?kind=monthly").await.ok();
        unknown["source"] = json!({"id": id, "version": 9});
        manager.post("/exams", unknown).await.issues(&["exam.unknown_blueprint"]);

        let mut harder = blueprint.clone();
        harder["sections"][0]["count"] = 5.into();
        let revise = json!({"name": "小测", "blueprint": harder});
        let second = world.as_second_manager().await;
        let revised = second.put_at(&format!("/blueprints/{id}"), 1, revise.clone()).await.ok();
        assert_eq!((&revised["current"], &revised["versions"][0]["by"]["number"]), (&json!(2), &json!("M002")));
        let stale = manager.put_at(&format!("/blueprints/{id}"), 1, revise.clone()).await.problem(412, "request.stale");
        assert_eq!(stale["params"]["current"], 2);
        let first = manager.get(&format!("/blueprints/{id}?version=1")).await.ok();
        assert_eq!((&first["blueprint"], &first["current"]), (&blueprint, &json!(2)), "an exam came from it");
        let row = &manager.get("/blueprints").await.ok()["items"][0];
        assert_eq!((&row["questions"], &row["version"], &row["total"]), (&json!(11), &json!(2), &json!(11_000)));

        manager.post("/blueprints", json!({"name": " ", "blueprint": {"sections": []}})).await.issues(&["paper.name_missing", "paper.no_sections"]);
        assert_eq!(manager.delete(&format!("/blueprints/{id}")).await.status, 204);
        manager.delete(&format!("/blueprints/{id}")).await.problem(404, "request.not_found");
        assert_eq!(manager.get("/blueprints").await.ok()["items"], json!([]));
        assert_eq!(manager.get(&format!("/blueprints/{id}?version=1")).await.ok()["retired"], true);
        manager.put_at(&format!("/blueprints/{id}"), 2, revise).await.problem(404, "request.not_found");
    }
}

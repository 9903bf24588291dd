//! The draw of an exam: promised, witnessed, drawn, added to, proven.

use std::collections::HashMap;

use serde_json::{Value, json};
use yuekao_core::{
    exam::{self, ExamId},
    kernel::{Clock, Instant},
    paper::{
        self,
        export::{Export, OwnProof},
        verify::{self, Verdict},
    },
};
use yuekao_tests::{
    Person, Reply, World,
    morning::Morning,
    stock::{acting, stock},
    story,
};

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

/// Everybody's paper as it is stored, by number.
async fn papers(world: &World, exam: &Value) -> HashMap<String, Vec<u32>> {
    let id: ExamId = exam["id"].as_str().expect("an id").parse().expect("a uuid");
    let (db, cx) = (&world.app.db, acting(world, "M001").await);
    let found = exam::service::get(db, &cx, id).await.expect("an exam");
    let entrants = exam::service::entrants(db, &found).await.expect("entrants");
    let people: Vec<_> = entrants.iter().map(|entrant| entrant.person).collect();
    let names = yuekao_core::people::service::refs(db, &people).await.expect("people");
    let mut of = HashMap::new();
    for entrant in entrants {
        let paper = paper::service::find(db, id.0, entrant.candidate).await.expect("read").expect("drawn");
        let asked = paper.questions.iter().map(|asked| asked.index).collect();
        of.insert(names[&entrant.person].number.clone(), asked);
    }
    of
}

/// A question on this person's paper that others are asked too, and whose cell has more.
async fn shared(world: &World, exam: &Value, number: &str) -> (u32, String) {
    let id: ExamId = exam["id"].as_str().expect("an id").parse().expect("a uuid");
    let pool = world.app.shelf.pool(&world.app.db, id).await.expect("a pool");
    let papers = papers(world, exam).await;
    let question = |index: u32| &pool.questions[usize::try_from(index).expect("an index")];
    let replaceable = |index: &&u32| {
        let of = question(**index);
        pool.frozen.allocation.iter().any(|cell| {
            (cell.kind, cell.topic, cell.label) == (of.kind, of.topic, of.label) && cell.have > cell.need
        })
    };
    let times = |index: &&u32| papers.values().filter(|asked| asked.contains(index)).count();
    let index = *papers[number].iter().filter(replaceable).max_by_key(times).expect("one");
    (index, question(index).question.to_string())
}

fn verified(export: &Value) -> Verdict {
    verify::verify(&serde_json::from_value::<Export>(export.clone()).expect("an export"))
}

story! {
    async fn who_comes_late_takes_the_next_paper(world: World) {
        let manager = world.as_manager().await;
        let waiting = published(&world, &manager).await;
        let (inspector, admin) = (world.as_inspector().await, world.as_admin().await);
        let late = |exam: &Value, person: &Person| json!({"person": person.id, "session": exam["sessions"][0]["id"]});
        let put = async |exam: &Value, person: &Person| manager.post(&path(exam, "/candidates"), late(exam, person)).await;
        put(&waiting, &inspector).await.problem(409, "exam.not_drawn");
        let plan = planned(&world, &manager, |input| input["witness_hours"] = json!(null)).await;
        let exam = manager.post_at(&path(&plan, "/publish"), 1, json!({})).await.ok();
        world.settle().await;
        let before = papers(&world, &exam).await;

        put(&exam, &manager).await.problem(409, "exam.concerns_yourself");
        put(&exam, &world.as_staff().await).await.problem(409, "exam.on_the_list");
        let other = json!({"person": inspector.id, "session": waiting["sessions"][0]["id"]});
        manager.post(&path(&exam, "/candidates"), other).await.problem(409, "exam.session_unknown");
        let (one, two) = tokio::join!(put(&exam, &inspector), put(&exam, &admin));
        let mut addenda = [one.ok(), two.ok()].map(|came| (came["place"].as_i64(), came["addendum"].as_i64(), came["session_no"].as_i64()));
        addenda.sort_unstable();
        assert_eq!(addenda, [(Some(8), Some(1), Some(1)), (Some(9), Some(2), Some(1))]);
        put(&exam, &inspector).await.problem(409, "exam.on_the_list");

        let after = papers(&world, &exam).await;
        assert!(before.iter().all(|(number, asked)| after[number] == *asked), "nobody's paper changed");
        assert_eq!((after.len(), after["I001"].len()), (10, 10));
        let shown = inspector.get(&path(&exam, "/draw")).await.ok();
        assert_eq!((&shown["candidates"], &shown["drawn"]["total"], shown["addenda"].as_array().expect("addenda").len()), (&json!(8), &json!(10), 2));
        assert_eq!((&shown["addenda"][0]["change"], &shown["addenda"][0]["by"]["number"]), (&json!("late"), &json!("M001")));
        assert_eq!(inspector.get("/my/exams").await.ok()[0]["state"], "not_started");

        world.clock.advance_seconds(77 * 3600);
        let manager = world.as_manager().await;
        let second = json!({"person": world.as_second_manager().await.id, "session": exam["sessions"][0]["id"]});
        manager.post(&path(&exam, "/candidates"), second).await.problem(409, "exam.is_over");
    }
}

story! {
    /// From the promise to the proof: a question goes, somebody comes late, and anyone can check it all.
    async fn what_was_added_is_proven_with_the_rest(world: World) {
        let morning = Morning::open(&world).await;
        let exam = &morning.exam;
        let (manager, trainer) = (world.as_manager().await, world.as_trainer().await);
        let page = morning.start(&world, "W001").await;
        let (index, question) = shared(&world, exam, "W001").await;
        let before = papers(&world, exam).await;
        assert_eq!(manager.get(&morning.path("/concerns")).await.ok(), json!([]));
        let decide = async |choice: &str, reason: &str| {
            manager.post(&morning.path(&format!("/concerns/{index}")), json!({"choice": choice, "reason": reason})).await
        };
        decide("keep", "无碍").await.problem(409, "exam.no_concern");
        trainer.post(&format!("/questions/{question}/retire"), json!({"reason": "依据已废止"})).await.ok();
        let concerns = manager.get(&morning.path("/concerns")).await.ok();
        let holders = before.values().filter(|asked| asked.contains(&index)).count();
        let concern = &concerns[0];
        assert_eq!((&concern["index"], &concern["state"], &concern["question"]), (&json!(index), &json!("retired"), &json!(question)));
        assert_eq!((&concern["papers"], &concern["open"], &concern["decision"]), (&json!(holders), &json!(holders - 1), &json!(null)));
        trainer.get(&morning.path("/concerns")).await.problem(403, "request.forbidden");

        decide("replace", " ").await.issues(&["exam.reason_missing"]);
        assert_eq!(decide("keep", "考后裁定").await.ok()[0]["decision"]["choice"], "kept");
        let decided = decide("replace", "依据已废止").await.ok();
        assert_eq!((&decided[0]["decision"]["choice"], &decided[0]["open"], &decided[0]["papers"]), (&json!("replaced"), &json!(0), &json!(1)));
        let after = papers(&world, exam).await;
        assert_eq!(after["W001"], before["W001"], "who has begun keeps the paper");
        assert!(after.iter().all(|(number, asked)| number == "W001" || !asked.contains(&index)), "{after:?}");
        let changed = after.iter().filter(|(number, asked)| before[*number] != **asked).count();
        assert_eq!(changed, holders - 1);

        let late = json!({"person": world.as_inspector().await.id, "session": exam["sessions"][0]["id"]});
        assert_eq!(manager.post(&morning.path("/candidates"), late).await.ok()["addendum"], 2);
        assert!(!papers(&world, exam).await["I001"].contains(&index));
        let shown = manager.get(&morning.path("/draw")).await.ok();
        let changes: Vec<&Value> = shown["addenda"].as_array().expect("addenda").iter().map(|one| &one["change"]).collect();
        assert_eq!(changes, ["withdrawn", "late", "withdrawn"]);

        page.sit(8).await;
        let marked = morning.start(&world, "W002").await.sit(10).await;
        assert_eq!(marked["points"], 10_000, "a replaced question is marked like any other");
        manager.get(&morning.path("/proof")).await.problem(409, "exam.proof_not_open");
        morning.over(&world).await;
        let (manager, staff) = (world.as_manager().await, world.as_staff().await);
        staff.get(&format!("/my/proofs/{}", exam["id"].as_str().expect("an id"))).await.problem(409, "exam.proof_not_open");
        let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
        manager.post_at(&morning.path("/release"), version, json!({})).await.ok();

        let reply = staff.get(&morning.path("/proof")).await;
        assert!(reply.headers["content-disposition"].to_str().expect("text").contains("attachment"));
        let text = String::from_utf8_lossy(&reply.bytes).into_owned();
        assert!(!text.contains("选项") && !text.contains("答案") && !text.contains("窗甲"), "no stem, no key, no name");
        let export = reply.ok();
        assert_eq!(export["commitment"], shown["c"]);
        assert_eq!(verified(&export), Verdict { papers: 9, differences: vec![] });
        let mine = staff.get(&format!("/my/proofs/{}", exam["id"].as_str().expect("an id"))).await.ok();
        let own: OwnProof = serde_json::from_value(mine).expect("an own proof");
        let read: Export = serde_json::from_value(export.clone()).expect("an export");
        assert!(verify::verify_own(&read, &own).holds());
        manager.get(&format!("/my/proofs/{}", exam["id"].as_str().expect("an id"))).await.problem(404, "request.not_found");

        let names = |change: &dyn Fn(&mut Value), wanted: &str| {
            let mut changed = export.clone();
            change(&mut changed);
            let found = serde_json::to_string(&verified(&changed).differences).expect("json");
            assert!(found.contains(&format!("\"what\":\"{wanted}\"")), "{wanted} in {found}");
        };
        names(&|proof| drop(proof["candidates"].as_array_mut().expect("candidates").remove(1)), "candidates");
        names(&|proof| proof["candidates"][1]["id"] = json!(uuid::Uuid::nil()), "candidates");
        names(&|proof| proof["candidates"][1]["attempt"] = 2.into(), "candidates");
        // Any place but the one that the seed gave.
        names(&|proof| proof["candidates"][1]["place"] = proof["candidates"][2]["place"].clone(), "place");
        names(&|proof| proof["algorithm"] = 2.into(), "algorithm");
        names(&|proof| proof["contributions"] = json!([{"witness": "W001 窗甲", "words": "事后"}]), "contributions");
        names(&|proof| proof["questions"][0]["facility"] = 1.into(), "pool");
        names(&|proof| proof["addenda"][0]["change"]["question"] = 1.into(), "addendum");
        names(&|proof| proof["addenda"].as_array_mut().expect("addenda").clear(), "late");
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

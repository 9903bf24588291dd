//! What is added after the draw, and that anyone can check all of it.

use std::collections::HashMap;

use serde_json::{Value, json};
use yuekao_core::{
    exam::{self, ExamId},
    paper::{
        self,
        export::{Export, OwnProof},
        verify::{self, Verdict},
    },
};
use yuekao_tests::{
    Person, World,
    morning::Morning,
    stock::{acting, stock},
    story,
};

use super::{path, planned, published};

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

/// A question on this person's paper that others are asked too, and whose cell has others for two of them.
async fn shared(world: &World, exam: &Value, number: &str) -> (u32, String) {
    let id: ExamId = exam["id"].as_str().expect("an id").parse().expect("a uuid");
    let pool = world.app.shelf.pool(&world.app.db, id).await.expect("a pool");
    let papers = papers(world, exam).await;
    let question = |index: u32| &pool.questions[usize::try_from(index).expect("an index")];
    let replaceable = |index: &&u32| {
        let of = question(**index);
        pool.frozen.allocation.iter().any(|cell| {
            (cell.kind, cell.topic, cell.label) == (of.kind, of.topic, of.label) && cell.have > cell.need + 1
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

        // Somebody begins just while a second question goes: whichever comes first, what is shown is what counts.
        let (second, question) = shared(&world, exam, "W003").await;
        trainer.post(&format!("/questions/{question}/retire"), json!({"reason": "依据已废止"})).await.ok();
        let staff = world.as_person("W003").await;
        let replaced = json!({"choice": "replace", "reason": "依据已废止"});
        let concern = morning.path(&format!("/concerns/{second}"));
        let (joined, decided) = tokio::join!(morning.try_start(&staff), manager.post(&concern, replaced));
        let (joined, _) = (joined.ok(), decided.ok());
        let pool = world.app.shelf.pool(&world.app.db, exam["id"].as_str().expect("an id").parse().expect("a uuid")).await.expect("a pool");
        let stem = |index: u32| pool.questions[usize::try_from(index).expect("an index")].revision;
        let stored: Vec<_> = papers(&world, exam).await["W003"].iter().map(|index| stem(*index)).collect();
        let bodies = yuekao_core::bank::service::bodies(&world.app.db, &stored).await.expect("bodies");
        let stored: Vec<String> = stored.iter().map(|revision| bodies[revision].body.stem.clone()).collect();
        let asked: Vec<String> = joined["paper"]["questions"].as_array().expect("questions").iter().map(|one| one["stem"].as_str().expect("a stem").to_owned()).collect();
        assert_eq!(asked, stored);

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
    /// The smallest exam there is: everything still holds.
    async fn an_exam_of_one_candidate_is_drawn_and_proven(world: World) {
        stock(&world).await;
        let admin = world.as_admin().await;
        let mut edit = admin.get("/people?search=W001").await.ok()["items"][0].take();
        let person = format!("/people/{}", edit["id"].as_str().expect("an id"));
        edit["department"] = "市场监管局".into();
        edit["group"] = "独一窗口".into();
        let group = admin.put_at(&person, 1, edit).await.ok()["group"]["id"].clone();
        let manager = world.as_manager().await;
        let alone = |input: &mut Value| {
            input["groups"] = json!([group]);
            input["witness_hours"] = json!(null);
        };
        let exam = planned(&world, &manager, alone).await;
        let preview = manager.get(&path(&exam, "/fairness")).await.ok();
        assert_eq!((&preview["papers"], &preview["sheet"]["ours"]["overlap"]["mean"]), (&json!(1), &json!(0.0)));
        manager.post_at(&path(&exam, "/publish"), 1, json!({})).await.ok();
        world.settle().await;
        let drawn = manager.get(&path(&exam, "/draw")).await.ok();
        assert_eq!((&drawn["candidates"], &drawn["drawn"]), (&json!(1), &json!({"done": 1, "total": 1})));
        world.clock.advance_seconds(77 * 3600);
        world.settle().await;
        let manager = world.as_manager().await;
        let version = manager.get(&path(&exam, "")).await.ok()["version"].as_i64().expect("a version");
        manager.post_at(&path(&exam, "/release"), version, json!({})).await.ok();
        let export = world.as_staff().await.get(&path(&exam, "/proof")).await.ok();
        assert_eq!(verified(&export), Verdict { papers: 1, differences: vec![] });
    }
}

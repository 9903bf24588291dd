use serde_json::{Value, json};
use yuekao_core::{
    exam::ExamId,
    kernel::{Clock, Instant},
    paper,
};
use yuekao_tests::{
    Person, Reply, World,
    cast::by,
    stock::{acting, stock},
    story,
};

/// A small exam in three days, for everybody, with a make-up the day after.
async fn input(world: &World, manager: &Person) -> Value {
    let mut input = manager.get("/exams/template?kind=monthly").await.ok();
    input["title"] = "十一月一月一考".into();
    input["witness_hours"] = json!(null);
    let section = |kind: &str, count: u32| json!({"kind": kind, "count": count, "points_each": 1000, "policy": "all_or_nothing"});
    input["blueprint"]["sections"] =
        json!([section("single", 4), section("multiple", 2), section("true_false", 2), section("blank", 2)]);
    input["sessions"] = json!([
        {"opens_at": at(world, 72), "closes_at": at(world, 76), "makeup": false},
        {"opens_at": at(world, 96), "closes_at": at(world, 98), "makeup": true},
    ]);
    input
}

fn at(world: &World, hours: i64) -> Value {
    json!(world.clock.now().plus_micros(hours * Instant::HOUR))
}

async fn create(world: &World, manager: &Person) -> Value {
    manager.post("/exams", input(world, manager).await).await.ok()
}

fn path(exam: &Value, rest: &str) -> String {
    format!("/exams/{}{rest}", exam["id"].as_str().expect("an id"))
}

async fn publish(manager: &Person, exam: &Value) -> Reply {
    manager.post_at(&path(exam, "/publish"), exam["version"].as_i64().expect("a version"), json!({})).await
}

async fn candidates(person: &Person, exam: &Value) -> Value {
    person.get(&path(exam, "/candidates")).await.ok()["items"].take()
}

/// The candidates by their numbers.
fn numbers(items: &Value) -> Vec<&str> {
    let mut numbers: Vec<&str> =
        items.as_array().expect("items").iter().filter_map(|one| one["person"]["number"].as_str()).collect();
    numbers.sort_unstable();
    numbers
}

fn of<'a>(items: &'a Value, number: &str) -> &'a Value {
    items
        .as_array()
        .expect("items")
        .iter()
        .find(|one| one["person"]["number"] == number)
        .expect("on the list")
}

const SITTING: [&str; 8] = ["H001", "T001", "T002", "W001", "W002", "W003", "W004", "W005"];

story! {
    async fn a_month_is_planned_published_and_drawn(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let exam = create(&world, &manager).await;
        assert_eq!((&exam["state"], &exam["phase"], &exam["version"]), (&json!("draft"), &json!("draft"), &json!(1)));
        assert_eq!(exam["sessions"][1]["no"], 2);
        assert_eq!(numbers(&candidates(&manager, &exam).await), SITTING);

        let report = manager.post(&path(&exam, "/check"), json!({})).await.ok();
        assert_eq!(report["issues"], json!([]), "{report}");
        assert_eq!((&report["candidates"], &report["total_points"]), (&json!(8), &json!(10_000)));
        let need: i64 = report["cells"].as_array().expect("cells").iter().map(|cell| cell["need"].as_i64().expect("a count")).sum();
        assert_eq!(need, 10);

        let published = publish(&manager, &exam).await;
        assert_eq!(published.headers["etag"], "\"2\"");
        let published = published.ok();
        assert_eq!((&published["state"], &published["phase"]), (&json!("published"), &json!("drawing")));
        assert_eq!(published["drawn"], json!({"done": 0, "total": 8}));
        assert_eq!(published["commitment"]["c"].as_str().expect("a hash").len(), 64);
        manager.delete(&path(&exam, "")).await.problem(409, "exam.not_draft");

        world.settle().await;
        let drawn = manager.get(&path(&exam, "")).await.ok();
        assert_eq!((&drawn["phase"], &drawn["drawn"]["done"]), (&json!("coming"), &json!(8)));
        assert_eq!(drawn["commitment"], published["commitment"]);

        let staff = world.as_staff().await;
        let mine = staff.get("/my/exams").await.ok();
        assert_eq!((&mine[0]["title"], &mine[0]["questions"], &mine[0]["total"]), (&json!("十一月一月一考"), &json!(10), &json!(10_000)));
        assert_eq!(mine[0]["session"]["latest_start"], json!(world.clock.now().plus_micros(75 * Instant::HOUR)));
        assert_eq!(manager.get("/my/exams").await.ok(), json!([]));

        world.clock.advance_seconds(72 * 3600);
        let phase = async |person: &Person| person.get("/my/exams").await.ok()[0]["phase"].clone();
        let staff = world.as_staff().await;
        assert_eq!(phase(&staff).await, "open");
        world.clock.advance_seconds(4 * 3600);
        let staff = world.as_staff().await;
        assert_eq!(phase(&staff).await, "between");
        world.clock.advance_seconds(22 * 3600 + 9);
        let staff = world.as_staff().await;
        assert_eq!(phase(&staff).await, "open", "the grace belongs to the exam");
        world.clock.advance_seconds(1);
        assert_eq!(phase(&staff).await, "over");
        let manager = world.as_manager().await;
        let row = &manager.get("/exams?state=published").await.ok()["items"][0];
        assert_eq!((&row["phase"], &row["candidates"]), (&json!("over"), &json!(8)));
    }
}

story! {
    /// Every paper is what the blueprint says, the book has all of it, and nothing in it tells a key.
    async fn papers_and_book_fit_together(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let exam = create(&world, &manager).await;
        publish(&manager, &exam).await.ok();
        world.settle().await;
        let (db, shelf) = (&world.app.db, &world.app.shelf);
        let id: ExamId = exam["id"].as_str().expect("an id").parse().expect("a uuid");
        let book = shelf.book(db, id).await.expect("a book");
        let pool = shelf.pool(db, id).await.expect("a pool");
        assert_eq!(pool.questions.len(), 40);
        let papers = paper::service::list(db, id.0).await.expect("papers");
        assert_eq!(papers.len(), 8);
        let mut different = std::collections::BTreeSet::new();
        for (candidate, paper) in &papers {
            assert_eq!(paper::service::find(db, id.0, *candidate).await.expect("read").as_ref(), Some(paper));
            let mut text = String::from("[");
            for (index, asked) in paper.questions.iter().enumerate() {
                if index > 0 { text.push(','); }
                book.write(&mut text, index, 0, asked).expect("in the book");
            }
            text.push(']');
            assert!(!text.contains("答案") && !text.contains("解析"), "{text}");
            let questions: Value = serde_json::from_str(&text).expect("json");
            let kinds: Vec<&str> = questions.as_array().expect("questions").iter().filter_map(|one| one["kind"].as_str()).collect();
            let count = |kind: &str| kinds.iter().filter(|one| **one == kind).count();
            assert_eq!([count("single"), count("multiple"), count("true_false"), count("blank")], [4, 2, 2, 2]);
            assert!(questions.as_array().expect("questions").iter().all(|one| one["kind"] != "blank" || one["blanks"] == 1));
            different.insert(text);
        }
        assert_eq!(different.len(), 8, "neighbours have different papers");

        let list = candidates(&manager, &exam).await;
        for (number, unranked) in [("T001", json!("own_questions")), ("T002", json!("own_questions")), ("W001", json!(null))] {
            assert_eq!(of(&list, number)["unranked"], unranked, "{number}");
            assert_eq!(of(&list, number)["ranked"], unranked.is_null());
        }
    }
}

story! {
    async fn what_the_bank_lacks_is_named_before_publication(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let mut input = input(&world, &manager).await;
        input["blueprint"]["sections"][3]["count"] = 9.into();
        let unsaved = manager.post("/exams/check", input.clone()).await.ok();
        let short = by(&unsaved["issues"], "code")["exam.short"];
        assert_eq!((&short["params"]["kinds"], &short["params"]["need"], &short["params"]["have"]), (&json!(["blank"]), &json!(9), &json!(8)));
        let exam = manager.post("/exams", input).await.ok();
        let refused = publish(&manager, &exam).await.issues(&["exam.short"]);
        assert_eq!(refused["issues"][0]["at"], "/blueprint");
        assert_eq!(manager.get(&path(&exam, "")).await.ok()["state"], "draft");
    }
}

story! {
    async fn a_plan_that_makes_no_sense_is_told_so(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let mut bad = input(&world, &manager).await;
        bad["sessions"][0]["closes_at"] = at(&world, 71);
        manager.post("/exams", bad).await.issues(&["exam.closes_before_opening"]);
        let mut bad = input(&world, &manager).await;
        bad["title"] = " ".into();
        bad["month"] = 202_613.into();
        bad["minutes"] = 0.into();
        bad["groups"] = json!(["00000000-0000-7000-8000-000000000000"]);
        let codes = ["exam.title_missing", "exam.month_invalid", "exam.minutes_out_of_range", "exam.unknown_group"];
        manager.post("/exams", bad).await.issues(&codes);

        let mut late = input(&world, &manager).await;
        late["sessions"] = json!([{"opens_at": at(&world, -1), "closes_at": at(&world, 3)}]);
        late["pass"] = 10_100.into();
        late["excellent"] = 10_100.into();
        let exam = manager.post("/exams", late).await.ok();
        let codes = ["exam.points_above_full", "exam.points_above_full", "exam.opens_in_the_past"];
        publish(&manager, &exam).await.issues(&codes);

        let mut short = input(&world, &manager).await;
        short["minutes"] = 130.into();
        let exam = manager.post("/exams", short).await.ok();
        let refused = publish(&manager, &exam).await.issues(&["exam.session_too_short"]);
        assert_eq!(refused["issues"][0]["params"], json!({"minutes": 130, "open_minutes": 120}));

        let mut nobody = input(&world, &manager).await;
        nobody["groups"] = json!([]);
        let exam = manager.post("/exams", nobody).await.ok();
        publish(&manager, &exam).await.issues(&["exam.no_groups"]);
    }
}

story! {
    async fn a_category_without_people_has_no_exam(world: World) {
        stock(&world).await;
        let admin = world.as_admin().await;
        let staff = by(&admin.get("/people?search=W001").await.ok()["items"], "number")["W001"].clone();
        let mut edit = staff.clone();
        edit["department"] = "市场监管局".into();
        edit["group"] = "短命类".into();
        let moved = admin.put_at(&format!("/people/{}", staff["id"].as_str().expect("an id")), 1, edit.clone()).await.ok();
        edit["group"] = "企业开办类".into();
        admin.put_at(&format!("/people/{}", staff["id"].as_str().expect("an id")), 2, edit).await.ok();
        let manager = world.as_manager().await;
        let mut empty = input(&world, &manager).await;
        empty["groups"] = json!([moved["group"]["id"]]);
        let exam = manager.post("/exams", empty).await.ok();
        publish(&manager, &exam).await.issues(&["exam.no_candidates"]);
    }
}

story! {
    async fn two_managers_edit_and_publish_one_exam(world: World) {
        stock(&world).await;
        let (manager, second) = (world.as_manager().await, world.as_second_manager().await);
        let exam = create(&world, &manager).await;
        let mut plan = input(&world, &manager).await;
        plan["title"] = "十一月补考".into();
        let edited = second.put_at(&path(&exam, ""), 1, plan.clone()).await;
        assert_eq!(edited.headers["etag"], "\"2\"");
        assert_eq!(edited.ok()["title"], "十一月补考");
        let stale = manager.put_at(&path(&exam, ""), 1, plan.clone()).await.problem(412, "request.stale");
        assert_eq!(stale["params"]["current"], 2);
        publish(&manager, &exam).await.problem(412, "request.stale");
        manager.post(&path(&exam, "/publish"), json!({})).await.problem(428, "request.if_match_missing");

        let exam = manager.get(&path(&exam, "")).await.ok();
        let (one, other) = tokio::join!(publish(&manager, &exam), publish(&second, &exam));
        let (won, lost) = if one.status == 200 { (one, other) } else { (other, one) };
        won.ok();
        lost.problem(412, "request.stale");
        let exam = manager.get(&path(&exam, "")).await.ok();
        publish(&manager, &exam).await.problem(409, "exam.not_draft");
        manager.put_at(&path(&exam, ""), 3, plan).await.problem(409, "exam.not_draft");
        world.settle().await;
        assert_eq!(manager.get(&path(&exam, "")).await.ok()["drawn"], json!({"done": 8, "total": 8}));
    }
}

story! {
    async fn an_exam_made_twice_under_one_key_is_one(world: World) {
        let manager = world.as_manager().await;
        let input = input(&world, &manager).await;
        let send = async || {
            let request = manager.request(reqwest::Method::POST, "/exams").header("Idempotency-Key", "k1").json(&input);
            manager.send(request).await.ok()
        };
        let (first, again) = (send().await, send().await);
        assert_eq!(first["id"], again["id"]);
        assert_eq!(manager.get("/exams").await.ok()["items"].as_array().expect("items").len(), 1);
        assert_eq!(manager.delete(&path(&first, "")).await.status, 204);
        manager.get(&path(&first, "")).await.problem(404, "request.not_found");
    }
}

story! {
    async fn leave_is_stated_confirmed_and_made_up(world: World) {
        stock(&world).await;
        let (manager, head) = (world.as_manager().await, world.as_head().await);
        let exam = create(&world, &manager).await;
        head.get(&path(&exam, "/candidates")).await.problem(404, "request.not_found");
        let exam = publish(&manager, &exam).await.ok();
        world.settle().await;
        assert_eq!(head.get("/exams").await.ok()["items"].as_array().expect("items").len(), 1);
        let own = candidates(&head, &exam).await;
        assert_eq!(numbers(&own), ["H001", "T001", "W001", "W002"]);
        let everybody = candidates(&manager, &exam).await;
        let leave = |number: &str, rest: &str| path(&exam, &format!("/leave/{}{rest}", of(&everybody, number)["person"]["id"].as_str().expect("an id")));

        let sick = json!({"reason": "sick", "words": "住院"});
        head.put(&leave("W003", ""), sick.clone()).await.problem(409, "exam.other_department");
        head.put(&leave("H001", ""), sick.clone()).await.problem(409, "exam.concerns_yourself");
        assert_eq!(head.put(&leave("W001", ""), sick.clone()).await.status, 204);
        assert_eq!(of(&candidates(&head, &exam).await, "W001")["attendance"], "expected", "stated is not yet confirmed");
        manager.post(&leave("W002", "/confirm"), json!({})).await.problem(409, "exam.no_leave");
        assert_eq!(manager.post(&leave("W001", "/confirm"), json!({})).await.status, 204);
        head.put(&leave("W001", ""), sick.clone()).await.problem(409, "exam.leave_confirmed");
        head.delete(&leave("W001", "")).await.problem(409, "exam.leave_confirmed");
        let list = candidates(&head, &exam).await;
        let away = of(&list, "W001");
        assert_eq!((&away["attendance"], &away["leave"]["confirmed_by"]["number"]), (&json!("excused"), &json!("M001")));
        assert_eq!(world.as_staff().await.get("/my/exams").await.ok()[0]["excused"], true);

        assert_eq!(manager.put(&leave("W003", ""), sick).await.status, 204);
        manager.post(&leave("W003", "/confirm"), json!({})).await.problem(409, "exam.second_person_needed");
        assert_eq!(manager.delete(&leave("W003", "")).await.status, 204);

        let person = of(&everybody, "W001")["person"]["id"].as_str().expect("an id");
        let session = path(&exam, &format!("/candidates/{person}/session"));
        assert_eq!(manager.put(&session, json!({"session": exam["sessions"][1]["id"]})).await.status, 204);
        let list = candidates(&manager, &exam).await;
        assert_eq!((&of(&list, "W001")["session_no"], &of(&list, "W001")["attendance"]), (&json!(2), &json!("expected")));
        let mine = world.as_staff().await.get("/my/exams").await.ok();
        assert_eq!((&mine[0]["excused"], &mine[0]["session"]["opens_at"]), (&json!(false), &exam["sessions"][1]["opens_at"]));
        manager.put(&session, json!({"session": exam["id"]})).await.problem(409, "exam.session_unknown");
        let stranger = path(&exam, &format!("/candidates/{}/session", manager.id));
        manager.put(&stranger, json!({"session": exam["sessions"][1]["id"]})).await.problem(409, "exam.concerns_yourself");

        world.clock.advance_seconds(77 * 3600);
        let manager = world.as_manager().await;
        let list = candidates(&manager, &exam).await;
        assert_eq!((&of(&list, "W002")["attendance"], &of(&list, "W001")["attendance"]), (&json!("absent"), &json!("expected")));
        manager.put(&session, json!({"session": exam["sessions"][0]["id"]})).await.problem(409, "exam.session_ended");
    }
}

story! {
    /// With two sessions no department is away all at once.
    async fn departments_are_dealt_over_the_sessions(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        let mut two = input(&world, &manager).await;
        two["sessions"] = json!([
            {"opens_at": at(&world, 24), "closes_at": at(&world, 26)},
            {"opens_at": at(&world, 48), "closes_at": at(&world, 50)},
        ]);
        let exam = manager.post("/exams", two).await.ok();
        publish(&manager, &exam).await.ok();
        let list = candidates(&manager, &exam).await;
        for department in ["市场监管局", "公安局"] {
            let of: Vec<&Value> =
                list.as_array().expect("items").iter().filter(|one| one["department"]["name"] == department).map(|one| &one["session_no"]).collect();
            assert_eq!((of.len(), of.iter().filter(|no| ***no == 1).count()), (4, 2), "{department}");
        }
    }
}

story! {
    /// Practice stays away from what a running exam asks, unless the exam opens its pool.
    async fn a_pool_is_closed_to_practice_until_the_exam_is_over(world: World) {
        let questions = stock(&world).await;
        let manager = world.as_manager().await;
        let exam = create(&world, &manager).await;
        let closed = async || {
            let (db, shelf) = (&world.app.db, &world.app.shelf);
            yuekao_core::exam::service::closed_questions(db, shelf, world.clock.now()).await.expect("questions").len()
        };
        assert_eq!(closed().await, 0);
        publish(&manager, &exam).await.ok();
        assert_eq!(closed().await, questions.len());
        world.clock.advance_seconds(98 * 3600 + 10);
        assert_eq!(closed().await, 0);
        let manager = world.as_manager().await;
        let mut open = input(&world, &manager).await;
        open["pool_open"] = true.into();
        let exam = manager.post("/exams", open).await.ok();
        publish(&manager, &exam).await.ok();
        assert_eq!(closed().await, 0);
    }
}

story! {
    /// Who met a question last month gets another where the bank has one.
    async fn months_of_rest_are_kept(world: World) {
        stock(&world).await;
        let manager = world.as_manager().await;
        // Three of sixteen singles: every cell has others to give.
        let small = async |manager: &Person| {
            let mut small = input(&world, manager).await;
            let three = json!({"kind": "single", "count": 3, "points_each": 1000, "policy": "all_or_nothing"});
            small["blueprint"]["sections"] = json!([three]);
            small["pass"] = 1500.into();
            small["excellent"] = 3000.into();
            manager.post("/exams", small).await.ok()
        };
        let first = small(&manager).await;
        publish(&manager, &first).await.ok();
        world.settle().await;
        world.clock.advance_seconds(30 * 24 * 3600);
        let manager = world.as_manager().await;
        let second = small(&manager).await;
        publish(&manager, &second).await.ok();
        world.settle().await;
        let asked = async |exam: &Value| {
            let id: ExamId = exam["id"].as_str().expect("an id").parse().expect("a uuid");
            let (db, cx) = (&world.app.db, acting(&world, "M001").await);
            let pool = world.app.shelf.pool(db, id).await.expect("a pool");
            let exam = yuekao_core::exam::service::get(db, &cx, id).await.expect("an exam");
            let entrants = yuekao_core::exam::service::entrants(db, &exam).await.expect("entrants");
            let staff = entrants.iter().find(|entrant| entrant.unranked.is_none()).expect("somebody ranked").person;
            let mut of = std::collections::HashMap::new();
            for entrant in &entrants {
                let paper = paper::service::find(db, id.0, entrant.candidate).await.expect("read").expect("drawn");
                let questions: std::collections::BTreeSet<_> =
                    paper.questions.iter().map(|asked| pool.questions[usize::try_from(asked.index).expect("an index")].question).collect();
                of.insert(entrant.person, questions);
            }
            (staff, of)
        };
        let (staff, before) = asked(&first).await;
        let (_, after) = asked(&second).await;
        assert_eq!(before[&staff].intersection(&after[&staff]).count(), 0);
    }
}

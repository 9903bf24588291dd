use serde_json::{Value, json};
use yuekao_core::{
    bank::{self, Statistics},
    unit::Deed,
};
use yuekao_tests::{
    Backend, Person, World,
    bank::{blank, multiple, single, truth},
    materials::{lecture, topics},
    stock::stock,
    story,
};

async fn create(trainer: &Person, input: Value) -> Value {
    trainer.post("/questions", input).await.ok()
}

fn path(question: &Value) -> String {
    format!("/questions/{}", question["id"].as_str().expect("an id"))
}

story! {
    /// Draft, review by a second person, back with words, again, live, edited, retired.
    async fn the_life_of_a_question(world: World) {
        let (trainer, reviewer) = (world.as_trainer().await, world.as_reviewer().await);
        let topic = &topics(&trainer).await[0];
        let made = create(&trainer, single(topic, "一次告知的期限")).await;
        assert_eq!((&made["state"], &made["revision"]["no"], &made["version"]), (&json!("draft"), &json!(1), &json!(1)));
        let at = path(&made);
        let step = |who: &Person, verb: &str, body: Value| {
            let (who, to) = (who.clone(), format!("{at}/{verb}"));
            async move { who.post(&to, body).await }
        };
        step(&reviewer, "submit", json!({})).await.problem(403, "request.forbidden");
        step(&reviewer, "accept", json!({})).await.problem(409, "bank.wrong_state");
        assert_eq!(step(&trainer, "submit", json!({})).await.ok()["state"], "in_review");
        step(&trainer, "accept", json!({})).await.problem(409, "bank.own_review");
        step(&trainer, "send-back", json!({ "words": "x" })).await.problem(409, "bank.own_review");
        assert_eq!(trainer.get("/bank/review").await.ok()["items"], json!([]), "one's own is not there");
        assert_eq!(reviewer.get("/bank/review").await.ok()["items"][0]["id"], made["id"]);

        step(&reviewer, "send-back", json!({ "words": " " })).await.issues(&["bank.words_missing"]);
        let back = step(&reviewer, "send-back", json!({ "words": "丙也对" })).await.ok();
        assert_eq!((&back["state"], &back["sent_back"]), (&json!("draft"), &json!("丙也对")));
        let version = back["version"].as_i64().unwrap();
        let edited = trainer.put_at(&at, version, single(topic, "一次告知的最长期限")).await.ok();
        assert_eq!((&edited["revision"]["no"], &edited["sent_back"]), (&json!(2), &json!("丙也对")));
        assert_eq!(step(&trainer, "submit", json!({})).await.ok()["sent_back"], Value::Null);
        let live = step(&reviewer, "accept", json!({})).await.ok();
        assert_eq!((&live["state"], &live["reviewer"]["number"]), (&json!("live"), &json!("T002")));

        let version = live["version"].as_i64().unwrap();
        reviewer.put_at(&at, version, single(topic, "别人的")).await.problem(403, "request.forbidden");
        let again = trainer.put_at(&at, version, single(topic, "又改了")).await.ok();
        assert_eq!((&again["state"], &again["reviewer"]), (&json!("draft"), &Value::Null), "it wants a review again");
        trainer.put_at(&at, version, single(topic, "慢了")).await.problem(412, "request.stale");
        step(&trainer, "retire", json!({ "reason": "" })).await.issues(&["bank.words_missing"]);
        assert_eq!(step(&trainer, "retire", json!({ "reason": "条例已修订" })).await.ok()["state"], "retired");
        step(&trainer, "retire", json!({ "reason": "再一次" })).await.problem(409, "bank.wrong_state");
    }
}

story! {
    /// All four kinds are kept as written, and each fault has its place.
    async fn every_kind_is_kept_and_every_fault_named(world: World) {
        let trainer = world.as_trainer().await;
        let topic = &topics(&trainer).await[1];
        for input in [single(topic, "单"), multiple(topic, "多"), truth(topic, "判"), blank(topic, "填")] {
            let made = create(&trainer, input.clone()).await;
            for field in ["kind", "stem", "options", "explanation", "label", "topic"] {
                assert_eq!(made[field], input[field], "{field}");
            }
            assert_eq!(made["key"]["type"], input["key"]["type"]);
        }
        let mut bad = single(topic, " ");
        bad["key"]["right"] = json!([0, 9]);
        bad["label"] = json!(6);
        bad["clauses"] = json!(["00000000-0000-7000-8000-000000000001"]);
        trainer.post("/questions", bad).await.issues(&[
            "bank.empty_stem",
            "bank.several_right_options",
            "bank.key_without_option",
            "bank.label_range",
            "bank.clause_unknown",
        ]);
        let unknown = single("00000000-0000-7000-8000-000000000099", "题");
        trainer.post("/questions", unknown).await.issues(&["bank.topic_unknown"]);
        trainer.post("/questions", json!({ "kind": "essay" })).await.problem(400, "request.bad_json");
    }
}

story! {
    /// What rests on a clause is counted there, through edits and retirement.
    async fn the_archive_knows_what_rests_on_it(world: World) {
        let trainer = world.as_trainer().await;
        let material = lecture(&trainer).await;
        let clause = |place: usize| material["clauses"][place]["id"].clone();
        let counts = async || {
            let material = trainer.get(&format!("/materials/{}", material["id"].as_str().unwrap())).await.ok();
            let of = |clause: &Value| clause["questions"].as_i64().unwrap();
            let clauses: Vec<i64> = material["clauses"].as_array().unwrap().iter().map(of).collect();
            (material["questions"].as_i64().unwrap(), clauses)
        };
        let topic = material["topic"].as_str().unwrap();
        let resting = |on: &[Value]| {
            let mut input = single(topic, "题");
            input["clauses"] = json!(on);
            input
        };
        let made = create(&trainer, resting(&[clause(1), clause(2), clause(1)])).await;
        assert_eq!(made["clauses"].as_array().unwrap().len(), 2, "no clause twice");
        assert_eq!(made["clauses"][0]["material"]["no"], "PX-2026-0001");
        assert_eq!(counts().await, (1, vec![0, 1, 1]));
        let list = trainer.get(&format!("/questions?clause={}", clause(2).as_str().unwrap())).await.ok();
        assert_eq!(list["items"][0]["material"]["title"], "窗口受理四步");
        trainer.put_at(&path(&made), 1, resting(&[clause(0), clause(2)])).await.ok();
        assert_eq!(counts().await, (1, vec![1, 0, 1]));
        trainer.post(&format!("{}/retire", path(&made)), json!({ "reason": "旧" })).await.ok();
        assert_eq!(counts().await, (0, vec![0, 0, 0]));
    }
}

story! {
    /// Pasted text is explained, mended and accepted: all or none, once.
    async fn a_pasted_block_is_read_and_accepted(world: World) {
        let trainer = world.as_trainer().await;
        let material = lecture(&trainer).await;
        let text = "1. 材料不齐的，应当（  ）。\nA. 一次告知\nB. 分次告知\n【答案】A\n【解析】一次说清。\n\
                    【依据】一、一次告知\n【难度】2\n\n2. 受理凭证应当加盖专用印章。\n【答案】正确\n【依据】《某条例》第三条\n\n\
                    3. 没有答案的题（  ）。\nA. 甲\nB. 乙\n";
        let read = trainer.post("/bank/read", json!({ "text": text, "material": material["id"] })).await.ok();
        let items = read["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        assert_eq!((&items[0]["kind"], &items[0]["key"]["right"]), (&json!("single"), &json!([0])));
        assert_eq!(items[0]["clauses"][0]["label"], "一、一次告知");
        assert_eq!(items[0]["label"], 2);
        assert_eq!(items[1]["key"], json!({ "type": "truth", "value": true }));
        assert_eq!(items[1]["warnings"][0]["code"], "bank.clause_not_found");
        assert_eq!((&items[2]["key"], &items[2]["issues"][0]["code"]), (&Value::Null, &json!("bank.missing_answer")));
        assert_eq!(trainer.get("/questions").await.ok()["items"], json!([]), "nothing is stored yet");

        let take = |item: &Value| {
            let clauses: Vec<_> = item["clauses"].as_array().unwrap().iter().map(|clause| &clause["id"]).collect();
            json!({
                "kind": item["kind"], "topic": material["topic"], "label": item["label"].as_i64().unwrap_or(3),
                "stem": item["stem"], "options": item["options"], "key": item["key"],
                "explanation": item["explanation"], "clauses": clauses,
            })
        };
        let mut wrong = take(&items[1]);
        wrong["label"] = json!(0);
        let both = json!({ "submit": true, "items": [take(&items[0]), wrong] });
        let issues = trainer.post("/bank/accept", both).await.issues(&["bank.label_range"]);
        assert_eq!(issues["issues"][0]["at"], "/items/1/label");
        assert_eq!(trainer.get("/questions").await.ok()["items"], json!([]), "all or none");

        let good = json!({ "submit": true, "items": [take(&items[0]), take(&items[1])] });
        let send = async || {
            let request = trainer.request(reqwest::Method::POST, "/bank/accept").header("Idempotency-Key", "paste-1");
            trainer.send(request.json(&good)).await.ok()
        };
        let created = send().await;
        assert_eq!(created, send().await, "sent again it makes nothing new");
        assert_eq!(created["created"].as_array().unwrap().len(), 2);
        let list = trainer.get("/questions?state=in_review").await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        trainer.post("/bank/accept", json!({ "items": [] })).await.issues(&["bank.nothing_to_accept"]);
    }
}

story! {
    /// The list and its counts agree under every filter, and pages leave nothing out.
    async fn questions_are_found(world: World) {
        let trainer = world.as_trainer().await;
        stock(&world).await;
        let topics = topics(&trainer).await;
        create(&trainer, single(&topics[0], "《行政许可法》规定的期限")).await;
        let mut seen = Vec::new();
        let mut to = "/questions?limit=6".to_owned();
        loop {
            let page = trainer.get(&to).await.ok();
            seen.extend(page["items"].as_array().unwrap().iter().map(|row| row["id"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            to = format!("/questions?limit=6&cursor={next}");
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((all, seen.len()), (41, 41));

        let count = async |filter: &str| {
            trainer.get(&format!("/questions?limit=200&{filter}")).await.ok()["items"].as_array().unwrap().len()
        };
        assert_eq!(count("search=行政 期限").await, 1);
        assert_eq!(count("search=行政许可法规定").await, 1, "punctuation makes no difference");
        assert_eq!(count("search=不存在").await, 0);
        assert_eq!([count("search=许").await, count("search=可").await, count("search=许法").await], [1, 1, 0], "signs alone begin a pair");
        assert_eq!(count("search=“ ”").await, 41, "nothing to look for");
        assert_eq!([count("answered=unused").await, count("answered=easy").await], [41, 0]);
        assert_eq!(count("state=live&kind=blank").await, 8);
        assert_eq!(count(&format!("topic={}", topics[0])).await, 11);
        assert_eq!(count("mine=true").await, 41);
        assert_eq!(count(&format!("author={}", world.as_reviewer().await.id)).await, 0);

        let facets = trainer.get("/questions/facets?state=draft").await.ok();
        assert_eq!(facets["state"], json!([{ "value": "draft", "count": 1 }, { "value": "live", "count": 40 }]));
        assert_eq!(facets["kind"], json!([{ "value": "single", "count": 1 }]));
        assert_eq!(facets["answered"], json!([{ "value": "unused", "count": 1 }]));
        assert_eq!((&facets["author"][0]["value"]["number"], &facets["author"][0]["count"]), (&json!("T001"), &json!(1)));
        trainer.get("/questions?cursor=bm90LW91cnM").await.issues(&["page.bad_cursor"]);
    }
}

story! {
    /// Who opens another's key is recorded, once for what stands; lists hold no key; staff see none.
    async fn opening_a_key_leaves_a_trace(world: World) {
        let (trainer, inspector) = (world.as_trainer().await, world.as_inspector().await);
        let made = create(&trainer, single(&topics(&trainer).await[0], "谁看过")).await;
        let at = path(&made);
        let viewers = async || bank::service::key_viewers(&world.app.db).await.unwrap().len();
        trainer.get(&at).await.ok();
        assert_eq!(viewers().await, 0, "one's own");
        let rows = inspector.get("/questions").await.ok();
        assert!(rows["items"][0].get("key").is_none() && rows["items"][0].get("explanation").is_none());
        assert_eq!(viewers().await, 0);
        inspector.get(&at).await.ok();
        inspector.get(&at).await.ok();
        assert_eq!(viewers().await, 1);
        let opened = async || {
            inspector.get("/audit?deed=bank.view_key").await.ok()["items"].as_array().unwrap().len()
        };
        assert_eq!(opened().await, 1);
        let reviewer = world.as_reviewer().await;
        trainer.post(&format!("{at}/submit"), json!({})).await.ok();
        reviewer.get(&at).await.ok();
        reviewer.post(&format!("{at}/accept"), json!({})).await.ok();
        reviewer.get(&at).await.ok();
        inspector.get(&at).await.ok();
        assert_eq!(opened().await, 2, "a review changes nothing of what was seen");
        inspector.post("/questions", single("x", "y")).await.problem(403, "request.forbidden");
        for person in [world.as_staff().await, world.as_admin().await, world.as_head().await] {
            person.get(&at).await.problem(403, "request.forbidden");
            person.get("/questions").await.problem(403, "request.forbidden");
        }
    }
}

story! {
    /// Statistics belong to a revision: what was answered of the old one tells nothing of the new.
    async fn statistics_stay_with_their_revision(world: World) {
        let trainer = world.as_trainer().await;
        let id = stock(&world).await.remove(0).to_string();
        let at = format!("/questions/{id}");
        let pool = bank::service::live_pool(&world.app.db).await.unwrap();
        assert_eq!(pool.len(), 40);
        let revision = pool.iter().find(|entry| entry.question.to_string() == id).unwrap().revision;
        for (responses, share_sum) in [(4, 30_000), (-1, -10_000)] {
            let more = [(revision, Statistics { responses, share_sum })].into();
            let (db, cx) = (&world.app.db, world.app.context("grading"));
            db.unit(&cx, Deed::new("grading.release"), async |unit| bank::service::add_responses(unit, &more).await)
                .await
                .unwrap();
        }
        let read = trainer.get(&at).await.ok();
        assert_eq!(read["statistics"]["responses"], 3);
        assert!((read["statistics"]["facility"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9);
        let edited = single(read["topic"].as_str().unwrap(), "改过的题");
        let edited = trainer.put_at(&at, read["version"].as_i64().unwrap(), edited).await.ok();
        assert_eq!(edited["statistics"], Value::Null);
        let bodies = bank::service::bodies(&world.app.db, &[revision]).await.unwrap();
        assert_eq!(bodies[&revision].body.stem, read["stem"].as_str().unwrap(), "the old revision is still there");
        assert_eq!(bank::service::live_pool(&world.app.db).await.unwrap().len(), 39);
    }
}

story! {
    /// What the demo brings is read without a fault, each question on a clause of its lecture.
    async fn the_demo_is_understood_as_a_whole(world: World) {
        let trainer = world.as_trainer().await;
        let demo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo");
        let mut questions = 0;
        for entry in std::fs::read_dir(demo.join("lectures")).expect("lectures") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
            let bytes = std::fs::read(&path).expect("a lecture");
            let material = trainer.upload("/materials", &format!("{name}.md"), bytes, &[]).await.ok();
            let text = std::fs::read_to_string(demo.join(format!("questions/{name}.txt"))).expect("questions");
            let read = trainer.post("/bank/read", json!({ "text": text, "material": material["id"] })).await.ok();
            for item in read["items"].as_array().expect("items") {
                questions += 1;
                let faults = (&item["issues"], &item["warnings"]);
                assert_eq!(faults, (&json!([]), &json!([])), "{name}, line {}", item["line"]);
                assert_eq!(item["clauses"][0]["material"]["id"], material["id"], "{name}, line {}", item["line"]);
            }
            assert_eq!(read["warnings"], json!([]), "{name}");
        }
        assert_eq!(questions, 300);
    }
}

story! {
    /// A file of any format is understood with the place of everything that is wrong; what is no
    /// file of questions is refused with its reason.
    async fn a_file_of_questions_is_understood(world: World) {
        let trainer = world.as_trainer().await;
        let material = lecture(&trainer).await;
        let table = "题型,内容,甲,乙,对的\n单选题,期限？,三日,五日,B\n单选题,缺答案,三日,五日,\n";
        let read = |name: &'static str, bytes: Vec<u8>, texts: Vec<(&'static str, String)>| {
            let trainer = trainer.clone();
            async move {
                let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
                trainer.upload("/bank/read-file", name, bytes, &texts).await
            }
        };
        let unmapped = read("题.csv", table.into(), vec![]).await.ok();
        assert_eq!((&unmapped["format"], &unmapped["items"]), (&json!("csv"), &json!([])));
        assert_eq!(unmapped["warnings"][0]["code"], "bank.no_stem_column");
        assert_eq!(unmapped["columns"][1]["name"], "内容");
        let columns = json!({ "内容": "stem", "甲": "option:A", "乙": "option:B", "对的": "answer" }).to_string();
        let mapped = read("题.csv", table.into(), vec![("columns", columns)]).await.ok();
        assert_eq!(mapped["items"][0]["key"], json!({ "type": "options", "right": [1] }));
        assert_eq!(mapped["items"][1]["issues"][0]["code"], "bank.missing_answer");
        assert_eq!(mapped["items"][1]["at"], "cell:B3");
        read("题.csv", table.into(), vec![("columns", json!({ "甲": "what" }).to_string())])
            .await
            .issues(&["bank.unknown_mapping"]);
        let gift = "期限？{=五日 ~三日####见《没有的条例》第三条}";
        let beside = material["id"].as_str().unwrap().to_owned();
        let gift = read("题.txt", gift.into(), vec![("material", beside)]).await.ok();
        assert_eq!((&gift["format"], &gift["encoding"]), (&json!("gift"), &json!("UTF-8")));
        assert_eq!(gift["items"][0]["warnings"][0]["code"], "bank.clause_not_found");
        let program = b"MZ\x90\x00\x03 This program cannot be run in DOS mode.".to_vec();
        read("试卷.docx", program, vec![]).await.issues(&["bank.unknown_format"]);
        let staff = world.as_staff().await;
        staff.upload("/bank/read-file", "题.txt", b"x".to_vec(), &[]).await.problem(403, "request.forbidden");
    }
}

story! {
    /// Text that a database has no place for is the sender's to mend, not a fault of ours.
    async fn a_nul_sign_is_refused_where_it_cannot_be_kept(world: World) {
        let (trainer, manager) = (world.as_trainer().await, world.as_manager().await);
        let read = lecture(&trainer).await;
        let title = json!({ "title": "讲\0义", "topic": read["topic"], "theme": read["theme"] });
        let version = read["version"].as_i64().expect("a version");
        let edit = trainer.put_at(&format!("/materials/{}", read["id"].as_str().unwrap()), version, title).await;
        let mut plan = manager.get("/exams/template?kind=monthly").await.ok();
        plan["title"] = json!("十一月\0月考");
        let made = manager.post("/exams", plan).await;
        for reply in [edit, made] {
            match world.backend {
                Backend::Sqlite => drop(reply.ok()),
                Backend::Postgres => drop(reply.issues(&["text.nul_sign"])),
            }
        }
        // The bank drops what can't be seen.
        let question = create(&trainer, single(&topics(&trainer).await[0], "看不\0见")).await;
        assert_eq!(question["stem"], "看不见");
    }
}

story! {
    /// The bank goes out as files and comes back; taking others' keys is on record, and what a
    /// format can't hold is told without giving a key away.
    async fn the_bank_goes_out_as_files(world: World) {
        let (trainer, reviewer) = (world.as_trainer().await, world.as_reviewer().await);
        reviewer.get("/bank/export?format=json").await.issues(&["bank.nothing_to_export"]);
        let topic = &topics(&trainer).await[0];
        let mut fixed = single(topic, "期限？");
        fixed["options"][3]["fixed"] = json!(true);
        for input in [fixed, multiple(topic, "哪些？"), truth(topic, "对。"), blank(topic, "在")] {
            create(&trainer, input).await;
        }
        let losses = reviewer.get("/bank/export/losses?format=gift").await.ok();
        assert_eq!((&losses["questions"], &losses["losses"][0]["what"]), (&json!(4), &json!(["fixed"])));
        let inspector = world.as_inspector().await;
        let exports = async || {
            let deeds = inspector.get("/audit?deed=bank.export").await.ok();
            deeds["items"].as_array().unwrap().iter().filter(|row| row["deed"] == "bank.export").count()
        };
        assert_eq!(exports().await, 0, "no key left yet");
        for format in ["gift", "moodle_xml", "qti3", "xlsx", "docx", "json"] {
            let file = trainer.get(&format!("/bank/export?format={format}")).await.bytes;
            let read = trainer.upload("/bank/read-file", "题库", file, &[]).await.ok();
            assert_eq!(read["format"], *format);
            let keys: Vec<&Value> = read["items"].as_array().unwrap().iter().map(|item| &item["key"]["type"]).collect();
            assert_eq!(keys, ["options", "options", "truth", "blanks"], "{format}");
        }
        assert_eq!(exports().await, 0, "one's own keys are no secret");
        assert_eq!(reviewer.get("/bank/export?format=json&kind=single").await.status, 200);
        assert_eq!(exports().await, 1);
        let template = trainer.get("/bank/template.xlsx").await.bytes;
        let read = trainer.upload("/bank/read-file", "模板.xlsx", template, &[]).await.ok();
        assert!(read["items"].as_array().unwrap().iter().all(|item| item["issues"] == json!([])));
        world.as_staff().await.get("/bank/export?format=json").await.problem(403, "request.forbidden");
    }
}

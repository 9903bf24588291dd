use serde_json::json;
use yuekao_core::kernel::Instant;
use yuekao_tests::{
    World,
    materials::{LECTURE, lecture, topics},
    story,
};

story! {
    /// A lecture gets its number, its clauses and its address; the form may say otherwise than the
    /// file's own first lines.
    async fn a_trainer_takes_a_lecture_into_the_archive(world: World) {
        let trainer = world.as_trainer().await;
        let topics = topics(&trainer).await;
        let first = lecture(&trainer).await;
        assert_eq!(first["no"], "PX-2026-0001");
        assert_eq!(first["title"], "窗口受理四步");
        assert_eq!((&first["topic"], &first["theme"]), (&json!(topics[0]), &json!("difficulty")));
        assert_eq!(first["department"]["name"], "市场监管局");
        assert_eq!(first["trainer"]["number"], "T001");
        let labels: Vec<_> = first["clauses"].as_array().unwrap().iter().map(|clause| &clause["label"]).collect();
        assert_eq!(labels, ["前言", "一、一次告知", "二、受理凭证"]);

        let form = [("title", "另一讲"), ("topic", topics[4].as_str()), ("theme", "pain_point")];
        let second = trainer.upload("/materials", "a.txt", "第一段。\n第二段。".into(), &form).await.ok();
        assert_eq!((&second["no"], &second["title"]), (&json!("PX-2026-0002"), &json!("另一讲")));
        assert_eq!(second["topic"], json!(topics[4]));

        let staff = world.as_staff().await;
        let all = staff.get("/materials").await.ok();
        assert_eq!(all["items"][0]["no"], "PX-2026-0002", "newest first");
        assert_eq!(all["items"][1]["clauses"], 3);
        let page = staff.get("/materials?limit=1").await.ok();
        let next = page["next"].as_str().unwrap();
        assert_eq!(staff.get(&format!("/materials?limit=1&cursor={next}")).await.ok()["items"][0]["no"], "PX-2026-0001");
        let found = staff.get("/materials?search=受理 四步").await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let of_topic = staff.get(&format!("/materials?topic={}", topics[4])).await.ok();
        assert_eq!(of_topic["items"][0]["no"], "PX-2026-0002");
        staff.upload("/materials", "b.txt", "正文".into(), &[]).await.problem(403, "request.forbidden");
    }
}

story! {
    /// Two at once still count without a gap, and so does one that failed in between.
    async fn numbers_have_no_gaps(world: World) {
        let (one, other) = (world.as_trainer().await, world.as_reviewer().await);
        let (first, second) = tokio::join!(lecture(&one), lecture(&other));
        one.upload("/materials", "empty.txt", b" ".to_vec(), &[]).await.issues(&["materials.empty_file"]);
        let third = lecture(&one).await;
        let mut numbers = [first, second, third].map(|material| material["no"].as_str().unwrap().to_owned());
        numbers.sort();
        assert_eq!(numbers, ["PX-2026-0001", "PX-2026-0002", "PX-2026-0003"]);
        world.clock.set(Instant::parse("2026-12-31T16:00:00Z").unwrap());
        let one = world.as_trainer().await;
        assert_eq!(lecture(&one).await["no"], "PX-2027-0001", "a new year at the centre");
    }
}

story! {
    async fn what_cannot_be_taken_says_why(world: World) {
        let trainer = world.as_trainer().await;
        let upload = async |name: &str, bytes: &[u8]| trainer.upload("/materials", name, bytes.to_vec(), &[]).await;
        upload("a.pdf", b"%PDF").await.issues(&["materials.unsupported_type"]);
        upload("a.docx", b"MZ\x90\x00").await.issues(&["materials.not_a_docx"]);
        upload("a.txt", "只有正文。".as_bytes()).await.issues(&["materials.topic_missing", "materials.theme_missing"]);
        let wrong = [("topic", "00000000-0000-7000-8000-000000000099"), ("theme", "difficulty")];
        trainer.upload("/materials", "a.txt", "正文。".into(), &wrong).await.issues(&["materials.topic_unknown"]);
        let wrong = [("topic", "x"), ("theme", "difficulty")];
        trainer.upload("/materials", "a.txt", "正文。".into(), &wrong).await.issues(&["materials.topic_unknown"]);
        assert_eq!(trainer.get("/materials").await.ok()["items"], json!([]), "nothing was taken");
    }
}

story! {
    /// Two people at one entry: the slower is told and loses nothing.
    async fn an_entry_is_edited_from_the_version_that_was_read(world: World) {
        let trainer = world.as_trainer().await;
        let made = lecture(&trainer).await;
        let path = format!("/materials/{}", made["id"].as_str().unwrap());
        let edit = json!({ "title": " 新题目 ", "topic": made["topic"], "theme": "innovation" });
        trainer.put(&path, edit.clone()).await.problem(428, "request.if_match_missing");
        let edited = trainer.put_at(&path, 1, edit.clone()).await;
        assert_eq!(edited.headers["etag"], "\"2\"");
        assert_eq!(edited.ok()["title"], "新题目");
        let stale = world.as_manager().await.put_at(&path, 1, edit).await.problem(412, "request.stale");
        assert_eq!(stale["params"]["current"], 2);
        let empty = json!({ "title": " ", "topic": made["topic"], "theme": "innovation" });
        trainer.put_at(&path, 2, empty).await.issues(&["materials.title_missing"]);
        let read = trainer.get(&path).await;
        assert_eq!((read.headers["etag"].to_str().unwrap(), &read.json["theme"]), ("\"2\"", &json!("innovation")));
    }
}

story! {
    /// Sent again after a lost reply, an upload gives the entry that it made.
    async fn an_upload_sent_again_makes_one_entry(world: World) {
        let trainer = world.as_trainer().await;
        let body = format!(
            "--frame\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n{LECTURE}\r\n--frame--\r\n"
        );
        let send = async |body: String| {
            let request = trainer.request(reqwest::Method::POST, "/materials").header("Idempotency-Key", "lecture-1");
            trainer.send(request.header("Content-Type", "multipart/form-data; boundary=frame").body(body)).await
        };
        let first = send(body.clone()).await.ok();
        assert_eq!(send(body.clone()).await.ok()["id"], first["id"]);
        send(body.replace("窗口", "柜台")).await.issues(&["idempotency.key_reused"]);
        assert_eq!(trainer.get("/materials").await.ok()["items"].as_array().unwrap().len(), 1);
    }
}

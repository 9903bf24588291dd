use serde_json::{Value, json};
use yuekao_core::{
    kernel::sheet::{self, Cell},
    standing::{Component, import::columns},
};
use yuekao_tests::{Person, World, cast::by, morning::Morning, story};

const MONTH: &str = "/standings/202611";

fn scores(component: Component, rows: &[[&str; 3]]) -> Vec<u8> {
    let rows: Vec<Vec<Cell>> =
        rows.iter().map(|row| row.iter().map(|text| Cell::from(*text)).collect()).collect();
    sheet::write("分值", &columns(component), &rows).expect("a workbook")
}

async fn import(manager: &Person, component: Component, rows: &[[&str; 3]]) -> Value {
    let path = format!("{MONTH}/values?commit=true&component={component}");
    manager.upload(&path, "分值.xlsx", scores(component, rows), &[]).await.ok()
}

async fn release(world: &World, morning: &Morning) {
    let manager = world.as_manager().await;
    let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
    manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
}

/// An exam that five sat, one was excused from and two missed, released.
async fn released(world: &World) -> Morning {
    let morning = Morning::planned(world, |_| {}).await;
    let sick = world.as_trainer().await.id;
    let leave = morning.path(&format!("/leave/{sick}"));
    world.as_head().await.put(&leave, json!({"reason": "sick", "words": "流感"})).await;
    assert_eq!(world.as_manager().await.post(&format!("{leave}/confirm"), json!({})).await.status, 204);
    world.clock.advance_seconds(3600);
    for (number, right) in [("W001", 8), ("W002", 6), ("H001", 8), ("W003", 10), ("W004", 3)] {
        morning.start(world, number).await.sit(right).await;
    }
    morning.over(world).await;
    release(world, &morning).await;
    morning
}

async fn import_scores(manager: &Person) {
    let performance =
        [["H001", "首甲", "90"], ["W001", "窗甲", "85.5"], ["W002", "", "95"], ["T001", "", "80"]];
    assert_eq!(import(manager, Component::Performance, &performance).await["created"], 4);
    let conduct = [["H001", "", "100"], ["W001", "", "100"], ["T001", "", "90"], ["W002", "", ""]];
    assert_eq!(import(manager, Component::Conduct, &conduct).await["created"], 3);
}

/// Lets groups of four have a list, by two managers.
async fn publish_small_groups(world: &World) {
    let [one, two] = [world.as_manager().await, world.as_second_manager().await];
    let before = one.get("/standings/scheme").await.ok();
    let held = &before["in_force"];
    let mut edit = json!({});
    for field in ["name", "weights", "absent", "tie_breaks", "public"] {
        edit[field] = held[field].clone();
    }
    edit["public"]["least_members"] = json!(1);
    let proposed = one.put_at("/standings/scheme", 0, edit.clone()).await.ok();
    assert_eq!((&proposed["proposed"]["version"], &proposed["in_force"]["version"]), (&json!(1), &json!(0)));
    two.put_at("/standings/scheme", 0, edit).await.problem(412, "request.stale");
    one.post("/standings/scheme/confirm", json!({})).await.problem(409, "standing.second_person_needed");
    let confirmed = two.post("/standings/scheme/confirm", json!({})).await.ok();
    assert_eq!(
        (&confirmed["in_force"]["version"], &confirmed["in_force"]["second"]["number"]),
        (&json!(1), &json!("M002"))
    );
    two.post("/standings/scheme/confirm", json!({})).await.problem(409, "standing.nothing_proposed");
}

fn rows(standing: &Value, group: &str) -> Vec<(String, Value, Value)> {
    let groups = standing["groups"].as_array().expect("groups");
    let found = groups.iter().find(|found| found["group"]["name"] == group).expect("the group");
    let number = |row: &Value| row["person"]["number"].as_str().expect("a number").to_owned();
    let rows = found["rows"].as_array().expect("rows").iter();
    rows.map(|row| (number(row), row["place"].clone(), row.get("total").unwrap_or(&row["points"]).clone()))
        .collect()
}

fn line(number: &str, place: Option<u32>, total: Option<i64>) -> (String, Value, Value) {
    (number.to_owned(), json!(place), json!(total))
}

story! {
    /// From imported scores and results to a draft, a notice and a frozen bulletin.
    async fn a_month_becomes_a_bulletin(world: World) {
        released(&world).await;
        let manager = world.as_manager().await;
        import_scores(&manager).await;
        publish_small_groups(&world).await;
        let staff = world.as_staff().await;
        assert_eq!(staff.get("/standings/months").await.ok(), json!([]));
        staff.get(MONTH).await.problem(404, "request.not_found");
        staff.post(&format!("{MONTH}/notice"), json!({})).await.problem(403, "request.forbidden");
        assert_eq!(manager.get("/standings/months").await.ok(), json!([{"month": 202_611, "state": "draft"}]));

        let draft = manager.get(MONTH).await.ok();
        assert_eq!(draft["scheme"]["weights"], json!({"skill": 4000, "performance": 4000, "conduct": 2000}));
        // 86.20 = 0.4 × 80 + 0.4 × 85.5 + 0.2 × 100; T001 was excused, W002 has no conduct score.
        let expected = [
            line("H001", Some(1), Some(8800)),
            line("W001", Some(2), Some(8620)),
            line("T001", Some(3), Some(8333)),
            line("W002", Some(4), Some(7750)),
        ];
        assert_eq!(rows(&draft, "企业开办类"), expected);
        let absent = rows(&draft, "社会事务类");
        // W005 was absent; T002 has reviewed every question, which is no fault of the own.
        let expected = [
            line("W003", Some(1), Some(10_000)),
            line("W004", Some(2), Some(3000)),
            line("W005", Some(3), Some(0)),
            line("T002", None, None),
        ];
        assert_eq!(absent, expected);

        let notice = manager.post(&format!("{MONTH}/notice"), json!({})).await.ok();
        assert_eq!((&notice["state"], &notice["notice_until"]), (&json!("notice"), &json!("2026-11-05T06:00:00.000000Z")));
        manager.post(&format!("{MONTH}/notice"), json!({})).await.problem(409, "standing.not_draft");
        let seen = staff.get(MONTH).await.ok();
        assert_eq!(rows(&seen, "企业开办类"), [line("H001", Some(1), Some(8800)), line("W001", Some(2), Some(8620))]);
        assert_eq!(rows(&seen, "社会事务类"), [line("W003", Some(1), Some(10_000))]);
        let lines = seen["groups"].as_array().expect("groups").iter().flat_map(|group| group["rows"].as_array().expect("rows"));
        for row in lines {
            assert_eq!(row["skill"].is_null(), row["me"] == false, "the parts are one's own: {row}");
        }
        let head = rows(&world.as_head().await.get(MONTH).await.ok(), "企业开办类");
        assert_eq!(head[2..], [line("T001", Some(3), None), line("W002", Some(4), None)], "places without points");

        // An objection was right: the score is corrected, and the list follows until it is frozen.
        assert_eq!(import(&manager, Component::Performance, &[["W001", "", "84.5"]]).await["updated"], 1);
        let corrected = world.as_staff().await.get(MONTH).await.ok();
        assert_eq!(rows(&corrected, "企业开办类")[1], line("W001", Some(2), Some(8580)));
        import(&manager, Component::Performance, &[["W001", "", "85.5"]]).await;

        let approval = json!({"approved_by": "领导小组会议", "approved_on": "2026-11-02"});
        manager.post(&format!("{MONTH}/publish"), approval.clone()).await.problem(409, "standing.notice_running");
        world.clock.advance_seconds(3 * 24 * 3600);
        let manager = world.as_manager().await;
        let nobody = json!({"approved_by": " ", "approved_on": "2026-11-30"});
        manager.post(&format!("{MONTH}/publish"), nobody).await
            .issues(&["standing.approver_missing", "standing.approved_in_future"]);
        let published = manager.post(&format!("{MONTH}/publish"), approval.clone()).await.ok();
        assert_eq!((&published["state"], &published["approved_by"]), (&json!("published"), &json!("领导小组会议")));
        manager.post(&format!("{MONTH}/publish"), approval).await.problem(409, "standing.not_in_notice");
        let path = format!("{MONTH}/values?commit=true&component=conduct");
        let late = scores(Component::Conduct, &[["W001", "", "1"]]);
        manager.upload(&path, "a.xlsx", late, &[]).await.problem(409, "standing.month_published");

        let staff = world.as_staff().await;
        let frozen = staff.get(MONTH).await.ok();
        assert_eq!((&frozen["state"], &frozen["groups"]), (&json!("published"), &seen["groups"]));
        assert_eq!(staff.get("/my/standing/trend").await.ok(), json!([{"month": 202_611, "place": 2, "group_size": 4,
            "total": 8620, "skill": 8000, "performance": 8550, "conduct": 10_000}]));
        world.settle().await;
        let audit = world.as_inspector().await.get("/audit?deed=standing.publish").await.ok();
        assert_eq!(audit["items"][0]["detail"]["digest"].as_str().expect("a digest").len(), 64);
    }
}

story! {
    /// Every total opens into components, items, raw values, rules and where they come from.
    async fn a_total_explains_itself(world: World) {
        released(&world).await;
        import_scores(&world.as_manager().await).await;
        world.as_manager().await.post(&format!("{MONTH}/notice"), json!({})).await.ok();
        let staff = world.as_staff().await;
        let own = staff.get(&format!("{MONTH}/people/{}", staff.id)).await.ok();
        assert_eq!((&own["total"], &own["group"]["name"]), (&json!(8620), &json!("企业开办类")));
        assert_eq!(own["place"], Value::Null, "a group of four publishes no places");
        let parts = by(&own["components"], "component");
        assert_eq!((&parts["performance"]["points"], &parts["performance"]["contribution"]), (&json!(8550), &json!("34.2")));
        let item = &parts["skill"]["items"][0];
        assert_eq!((&item["code"], &item["value"], &item["basis"]), (&json!("exam"), &json!("80"), &json!("measured")));
        let sources = by(&own["sources"], "item");
        assert_eq!((&sources["exam"]["source"]["type"], &sources["exam"]["source"]["title"]), (&json!("exam"), &json!("十一月一月一考")));
        assert_eq!((&sources["conduct"]["source"]["file_name"], &sources["conduct"]["source"]["by"]), (&json!("分值.xlsx"), &json!("理甲")));

        let other = format!("{MONTH}/people/{}", world.as_trainer().await.id);
        staff.get(&other).await.problem(404, "request.not_found");
        let excused = world.as_inspector().await.get(&other).await.ok();
        let parts = by(&excused["components"], "component");
        assert_eq!((&parts["skill"]["points"], &parts["skill"]["counted"]), (&Value::Null, &json!(0)));
        assert_eq!(parts["skill"]["items"][0]["basis"], "excused");
        assert_eq!(parts["performance"]["counted"], 6667, "its weight is shared out");
    }
}

story! {
    async fn scores_are_imported_row_by_row(world: World) {
        let manager = world.as_manager().await;
        let template = manager.get("/standings/values/template.xlsx?component=conduct").await;
        let filled = sheet::read(&template.bytes, &columns(Component::Conduct)).expect("the template is a workbook");
        assert_eq!((filled.len(), filled[0].cell(0), filled[0].cell(1)), (8, "H001", "首甲"));

        let bad = [["W001", "窗乙", "95"], ["W002", "", "101"], ["W009", "", "1"], ["M001", "", "100"], ["W003", "", "88"]];
        let path = format!("{MONTH}/values?component=conduct");
        let book = || scores(Component::Conduct, &bad);
        let tried = manager.upload(&format!("{path}&commit=true"), "a.xlsx", book(), &[]).await.ok();
        assert_eq!((&tried["errors"], &tried["created"], &tried["committed"]), (&json!(4), &json!(1), &json!(false)));
        let codes: Vec<&Value> = tried["rows"].as_array().expect("rows").iter().map(|row| &row["issues"][0]["code"]).collect();
        let expected = ["standing.name_differs", "standing.not_a_score", "standing.unknown_number", "standing.own_value"];
        assert_eq!(codes[..4], expected.map(Value::from).iter().collect::<Vec<_>>());
        let good = manager.upload(&format!("{path}&commit=true&good_rows=true"), "a.xlsx", book(), &[]).await.ok();
        assert_eq!((&good["created"], &good["committed"]), (&json!(1), &json!(true)));

        let again = [["W003", "窗丙", "88.00"], ["W004", "窗丁", "70"]];
        let again = import(&manager, Component::Conduct, &again).await;
        assert_eq!((&again["unchanged"], &again["created"], &again["updated"]), (&json!(1), &json!(1), &json!(0)));
        let changed = import(&manager, Component::Conduct, &[["W003", "", "90"]]).await;
        assert_eq!((&changed["updated"], &changed["created"]), (&json!(1), &json!(0)));
        assert_eq!(rows(&manager.get(MONTH).await.ok(), "社会事务类")[0], line("W003", Some(1), Some(9000)));

        let other = scores(Component::Performance, &[["W003", "", "1"]]);
        manager.upload(&path, "a.xlsx", other, &[]).await.issues(&["sheet.unknown_column", "sheet.missing_column"]);
        let skill = scores(Component::Skill, &[["W003", "", "1"]]);
        manager.upload(&format!("{MONTH}/values?component=skill"), "a.xlsx", skill, &[]).await.problem(400, "request.bad_query");
        let nowhen = scores(Component::Conduct, &[["W003", "", "1"]]);
        manager.upload("/standings/202613/values?component=conduct", "a.xlsx", nowhen, &[]).await.problem(404, "request.not_found");
    }
}

story! {
    /// The list as a workbook, whatever a name begins with.
    async fn a_month_is_exported(world: World) {
        let admin = world.as_admin().await;
        let person = admin.get("/people?search=W001").await.ok()["items"][0]["id"].as_str().expect("an id").to_owned();
        let edit = json!({"name": "=1+1", "department": "市场监管局", "group": "企业开办类", "post": "frontdesk",
            "window_no": null, "party_member": false, "roles": ["staff"]});
        admin.put_at(&format!("/people/{person}"), 1, edit).await.ok();
        let manager = world.as_manager().await;
        import(&manager, Component::Conduct, &[["W001", "=1+1", "96.5"]]).await;
        let reply = world.as_inspector().await.get(&format!("{MONTH}/export.xlsx")).await;
        let headings = ["窗口大类", "名次", "工号", "姓名", "部门", "总分", "业务技能", "服务业绩", "工作作风", "备注"];
        let read = sheet::read(&reply.bytes, &headings).expect("a workbook");
        let cells: Vec<&str> = (0..10).map(|column| read[0].cell(column)).collect();
        assert_eq!(cells, ["企业开办类", "1", "W001", "=1+1", "市场监管局", "96.5", "", "", "96.5", ""]);
        assert_eq!(read[1].cell(9), "无可计分项，不参加排名");
        world.as_head().await.get(&format!("{MONTH}/export.xlsx")).await.problem(403, "request.forbidden");
    }
}

story! {
    /// An exam's results by group: the same rule of who sees what.
    async fn a_leaderboard_shows_what_it_may(world: World) {
        let morning = Morning::open(&world).await;
        let path = format!("/leaderboard/{}", morning.exam["id"].as_str().expect("an id"));
        for (number, right) in [("W001", 8), ("W002", 6), ("H001", 8), ("W003", 10), ("W004", 3)] {
            morning.start(&world, number).await.sit(right).await;
        }
        world.as_staff().await.get(&path).await.problem(409, "standing.exam_not_released");
        morning.over(&world).await;
        let manager = world.as_manager().await;
        let published = morning.exam["title"].as_str().expect("a title");
        let waiting = manager.post(&format!("{MONTH}/notice"), json!({})).await.problem(409, "standing.exam_not_released");
        assert_eq!(waiting["params"]["title"], published);
        manager.post("/standings/202610/notice", json!({})).await.problem(409, "standing.nothing_to_rank");
        release(&world, &morning).await;

        let all = rows(&world.as_inspector().await.get(&path).await.ok(), "企业开办类");
        assert_eq!(all, [line("H001", Some(1), Some(8000)), line("W001", Some(1), Some(8000)), line("W002", Some(3), Some(6000))]);
        let staff = world.as_staff().await.get(&path).await.ok();
        assert_eq!(rows(&staff, "企业开办类"), [line("W001", None, Some(8000))], "a small group tells no places");
        assert_eq!(rows(&staff, "社会事务类"), []);
        assert_eq!((&staff["groups"][0]["mean"], &staff["groups"][0]["own"]["points"]), (&json!(7333), &json!(8000)));
        let head = rows(&world.as_head().await.get(&path).await.ok(), "企业开办类");
        assert_eq!(head, [line("H001", Some(1), Some(8000)), line("W001", Some(1), None), line("W002", Some(3), None)]);
    }
}

story! {
    async fn a_scheme_must_make_sense(world: World) {
        let manager = world.as_manager().await;
        let held = manager.get("/standings/scheme").await.ok();
        let mut edit = json!({"name": "办法", "absent": "zero", "tie_breaks": ["skill"],
            "weights": {"skill": 5000, "performance": 4000, "conduct": 2000}, "public": held["in_force"]["public"]});
        let refused = manager.put_at("/standings/scheme", 0, edit.clone()).await.issues(&["standing.component_weights"]);
        assert_eq!((&refused["issues"][0]["at"], &refused["issues"][0]["params"]["sum"]), (&json!("/weights"), &json!(11_000)));
        edit["weights"]["performance"] = json!(3000);
        manager.put_at("/standings/scheme", 0, edit.clone()).await.ok();
        // A second proposal takes the place of the first; a new name alone holds at once.
        edit["weights"] = json!({"skill": 6000, "performance": 2000, "conduct": 2000});
        let second = manager.put_at("/standings/scheme", 1, edit).await.ok();
        assert_eq!((&second["proposed"]["version"], &second["history"][1]["state"]), (&json!(2), &json!("withdrawn")));
        let mut name = json!({"name": "新办法"});
        for field in ["weights", "absent", "tie_breaks", "public"] {
            name[field] = held["in_force"][field].clone();
        }
        let named = manager.put_at("/standings/scheme", 2, name).await.ok();
        assert_eq!((&named["in_force"]["name"], &named["proposed"]), (&json!("新办法"), &Value::Null));
        manager.post("/standings/scheme/withdraw", json!({})).await.problem(409, "standing.nothing_proposed");
        world.as_staff().await.put_at("/standings/scheme", 3, json!({})).await.problem(403, "request.forbidden");
    }
}

use serde_json::json;
use yuekao_core::{
    kernel::sheet::{self, Cell},
    people::import::COLUMNS,
};
use yuekao_tests::{Person, World, cast::by, story};

fn workbook(rows: &[[&str; 8]]) -> Vec<u8> {
    let rows: Vec<Vec<Cell>> =
        rows.iter().map(|row| row.iter().map(|text| Cell::from(*text)).collect()).collect();
    sheet::write("人员", &COLUMNS, &rows).expect("a workbook")
}

story! {
    /// The template itself can be imported, and who is new signs in with a password to be changed.
    async fn an_admin_imports_people(world: World) {
        let admin = world.as_admin().await;
        let template = admin.get("/people/template.xlsx").await;
        assert_eq!(template.status, 200);

        let rows = [
            ["N001", "新甲", "税务局", "税务类", "前台窗口", "A01", "是", "考生"],
            ["W001", "窗甲", "市场监管局", "企业开办类", "前台窗口", "A09", "否", "考生"],
        ];
        let dry = admin.upload("/people/import", "people.xlsx", workbook(&rows), &[]).await.ok();
        assert_eq!((&dry["created"], &dry["updated"], &dry["committed"]), (&json!(1), &json!(1), &json!(false)));

        let done = admin.upload("/people/import?commit=true", "people.xlsx", workbook(&rows), &[]).await.ok();
        assert_eq!(done["committed"], true);
        let first = done["first_passwords"][0]["password"].as_str().expect("a password").to_owned();

        let again = admin.upload("/people/import?commit=true", "people.xlsx", workbook(&rows), &[]).await.ok();
        assert_eq!((&again["unchanged"], &again["first_passwords"]), (&json!(2), &json!([])));

        let new = Person::sign_in(&world, "N001", &first).await;
        new.get("/departments").await.problem(403, "access.password_must_change");
        assert_eq!(new.get("/me").await.ok()["must_change_password"], true);
        new.put("/me/password", json!({ "current": first, "new": "short" })).await.issues(&["password.too_short"]);
        let change = json!({ "current": first, "new": "one window, one visit" });
        assert_eq!(new.put("/me/password", change).await.status, 204);
        let new = Person::sign_in(&world, "N001", "one window, one visit").await;
        assert!(by(&new.get("/departments").await.ok(), "name").contains_key("税务局"));
    }
}

story! {
    async fn faulty_rows_write_nothing_unless_the_good_ones_are_wanted(world: World) {
        let admin = world.as_admin().await;
        let rows = [
            ["N002", "新乙", "税务局", "税务类", "前台窗口", "", "", "考生"],
            ["N003", "", "税务局", "税务类", "楼上", "", "", "厨师"],
        ];
        let tried = admin.upload("/people/import?commit=true", "people.xlsx", workbook(&rows), &[]).await.ok();
        assert_eq!((&tried["errors"], &tried["committed"]), (&json!(1), &json!(false)));
        let issues = by(&tried["rows"][1]["issues"], "code");
        for code in ["people.post_unknown", "people.role_unknown", "people.name_missing"] {
            assert!(issues[code]["at"].as_str().expect("a place").starts_with("/row/3/"), "{code}");
        }
        let path = "/people/import?commit=true&good_rows=true";
        let done = admin.upload(path, "people.xlsx", workbook(&rows), &[]).await.ok();
        assert_eq!((&done["created"], &done["committed"]), (&json!(1), &json!(true)));
    }
}

story! {
    async fn broken_uploads_say_what_is_wrong(world: World) {
        let admin = world.as_admin().await;
        let exe = b"MZ this is no workbook".to_vec();
        admin.upload("/people/import", "people.xlsx", exe, &[]).await.issues(&["sheet.unreadable"]);
        let strange = sheet::write("人员", &["工号", "血型"], &[vec!["1".into(), "O".into()]]).expect("a workbook");
        let problem = admin.upload("/people/import", "people.xlsx", strange, &[]).await;
        let problem = problem.problem(422, "request.invalid");
        assert_eq!(problem["issues"][0]["params"]["column"], "血型");
        let form = admin.request(reqwest::Method::POST, "/people/import").body("not a form");
        admin.send(form.header("content-type", "text/plain")).await.problem(400, "request.bad_upload");
    }
}

story! {
    async fn two_admins_edit_one_person(world: World) {
        let admin = world.as_admin().await;
        let list = admin.get("/people?search=W002").await.ok();
        let person = &list["items"][0];
        let path = format!("/people/{}", person["id"].as_str().expect("an id"));
        let edit = json!({ "name": "窗乙", "department": "税务局", "group": "企业开办类", "post": "backoffice",
            "window_no": null, "party_member": true, "roles": ["staff"] });
        admin.put(&path, edit.clone()).await.problem(428, "request.if_match_missing");
        let edited = admin.put_at(&path, 1, edit.clone()).await;
        assert_eq!(edited.headers["etag"], "\"2\"");
        assert_eq!(edited.ok()["department"]["name"], "税务局");
        let late = admin.put_at(&path, 1, edit).await.problem(412, "request.stale");
        assert_eq!(late["params"]["current"], 2);
    }
}

story! {
    async fn a_head_sees_the_own_department_only(world: World) {
        let head = world.as_head().await;
        let seen = head.get("/people").await.ok();
        let departments = by(&seen["items"], "number");
        assert!(departments.contains_key("W001") && !departments.contains_key("W003"));
        let admin = world.as_admin().await;
        let other = &admin.get("/people?search=W003").await.ok()["items"][0]["id"];
        head.get(&format!("/people/{}", other.as_str().expect("an id"))).await.problem(404, "request.not_found");
        world.as_staff().await.get("/people").await.problem(403, "request.forbidden");
    }
}

story! {
    async fn lists_go_on_where_a_page_ended(world: World) {
        let admin = world.as_admin().await;
        let mut seen = Vec::new();
        let mut path = "/people?limit=5".to_owned();
        loop {
            let page = admin.get(&path).await.ok();
            seen.extend(page["items"].as_array().expect("items").iter().map(|person| person["number"].to_string()));
            match page["next"].as_str() {
                Some(next) => path = format!("/people?limit=5&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 12);
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), 12);
        admin.get("/people?cursor=nonsense").await.issues(&["page.bad_cursor"]);
    }
}

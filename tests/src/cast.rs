//! Who lives in every world, and how they speak to the service.

use std::collections::HashMap;

use reqwest::Method;
use serde_json::{Value, json};
use yuekao_api::app::App;
use yuekao_core::{
    access,
    kernel::{PersonId, sheet},
    people::{self, import},
};

use crate::{Reply, World};

pub const PASSWORD: &str = "every morning at nine";

/// Number, name, department, category, post, roles.
const CAST: &[[&str; 6]] = &[
    ["A001", "管甲", "综合科", "", "后台", "管理员"],
    ["M001", "理甲", "综合科", "", "后台", "管理者"],
    ["M002", "理乙", "综合科", "", "后台", "管理者"],
    ["I001", "督甲", "督查科", "", "后台", "督查"],
    ["T001", "训甲", "市场监管局", "企业开办类", "前台窗口", "培训师"],
    ["T002", "训乙", "公安局", "社会事务类", "前台窗口", "培训师"],
    ["H001", "首甲", "市场监管局", "企业开办类", "前台窗口", "负责人"],
    ["W001", "窗甲", "市场监管局", "企业开办类", "前台窗口", "考生"],
    ["W002", "窗乙", "市场监管局", "企业开办类", "前台窗口", "考生"],
    ["W003", "窗丙", "公安局", "社会事务类", "前台窗口", "考生"],
    ["W004", "窗丁", "公安局", "社会事务类", "前台窗口", "考生"],
    ["W005", "窗戊", "公安局", "社会事务类", "后台", "考生"],
];

/// Brings the cast in as an import would, with one known password.
pub(crate) async fn arrive(app: &App) {
    let rows: Vec<Vec<sheet::Cell>> = CAST
        .iter()
        .map(|[number, name, department, group, post, roles]| {
            [number, name, department, group, post, "", "否", roles].map(sheet::Cell::from).to_vec()
        })
        .collect();
    let workbook = sheet::write("人员", &import::COLUMNS, &rows).expect("a workbook");
    let cx = app.context("harness");
    let plan = people::service::plan_import(&app.db, &workbook).await.expect("a plan");
    access::service::import_people(&app.db, &cx, &plan).await.expect("the cast arrives");
    for [number, ..] in CAST {
        let person = people::service::find_by_number(&app.db, number).await.expect("found").expect("there");
        access::service::set_password(&app.access, &app.db, &cx, person.id, PASSWORD.to_owned())
            .await
            .expect("a password");
    }
}

/// Someone signed in.
#[derive(Clone)]
pub struct Person {
    pub id: PersonId,
    pub number: String,
    pub token: String,
    pub refresh: String,
    http: reqwest::Client,
    base: String,
}

impl Person {
    pub async fn sign_in(world: &World, number: &str, password: &str) -> Self {
        let reply = Self::try_sign_in(world, number, password).await;
        assert_eq!(reply.status, 200, "{number} signs in: {}", reply.json);
        let cookie = reply.headers.get("set-cookie").expect("a cookie").to_str().expect("text");
        let refresh =
            cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair").1.to_owned();
        Self {
            id: reply.json["me"]["id"].as_str().expect("an id").parse().expect("a uuid"),
            number: number.to_owned(),
            token: reply.json["access_token"].as_str().expect("a token").to_owned(),
            refresh,
            http: world.http.clone(),
            base: world.base.clone(),
        }
    }

    pub async fn try_sign_in(world: &World, number: &str, password: &str) -> Reply {
        let body = json!({ "number": number, "password": password });
        let request = world.http.post(format!("{}/api/v1/session", world.base)).json(&body);
        Reply::of(request.send().await.expect("an answer")).await
    }

    /// The same person with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }
    /// A request that can still be shaped; `path` is below `/api/v1`.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}/api/v1{path}", self.base)).bearer_auth(&self.token)
    }
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        Reply::of(request.send().await.expect("an answer")).await
    }
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).json(&body)).await
    }
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }
    /// Changes something from the version that was read.
    pub async fn put_at(&self, path: &str, version: i64, body: Value) -> Reply {
        let request =
            self.request(Method::PUT, path).header("If-Match", format!("\"{version}\"")).json(&body);
        self.send(request).await
    }
    pub async fn post_at(&self, path: &str, version: i64, body: Value) -> Reply {
        let request =
            self.request(Method::POST, path).header("If-Match", format!("\"{version}\"")).json(&body);
        self.send(request).await
    }
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path)).await
    }
    /// Uploads a file with the texts of its form.
    pub async fn upload(&self, path: &str, name: &str, bytes: Vec<u8>, texts: &[(&str, &str)]) -> Reply {
        let file = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let mut form = reqwest::multipart::Form::new();
        for (field, text) in texts {
            form = form.text((*field).to_owned(), (*text).to_owned());
        }
        self.send(self.request(Method::POST, path).multipart(form.part("file", file))).await
    }
}

/// The members of a JSON array by one of their fields.
#[must_use]
pub fn by<'a>(items: &'a Value, field: &str) -> HashMap<String, &'a Value> {
    let name = |item: &Value| item[field].as_str().unwrap_or_default().to_owned();
    items.as_array().map(|items| items.iter().map(|item| (name(item), item)).collect()).unwrap_or_default()
}

//! Roles × operations, as a text that one reviews: `tests/contract/permissions.txt`. A row that
//! changes is a decision; `UPDATE=1` writes what the server does now.

use std::{fmt::Write, fs, path::Path};

use reqwest::Method;
use serde_json::Value;
use yuekao_api::server;
use yuekao_tests::{Backend, Person, World, cast::PASSWORD};

const ROLES: [(&str, Option<&str>); 7] = [
    ("none", None),
    ("staff", Some("W001")),
    ("trainer", Some("T001")),
    ("head", Some("H001")),
    ("manager", Some("M001")),
    ("inspector", Some("I001")),
    ("admin", Some("A001")),
];

#[actix_web::test]
async fn the_matrix_is_as_reviewed() {
    let world = World::on(Backend::Sqlite).await;
    let spec = serde_json::to_value(server::openapi()).expect("json");
    let mut text = format!("{:<46}", "operation");
    for (role, _) in ROLES {
        write!(text, "{role:>10}").expect("text");
    }
    text.push('\n');
    for (path, operations) in spec["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let name = operation["operationId"].as_str().expect("a name");
            write!(text, "{name:<46}").expect("text");
            for (_, number) in ROLES {
                let mark = ask(&world, number, method, path, operation).await;
                write!(text, "{mark:>10}").expect("text");
            }
            text.push('\n');
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/permissions.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &text).expect("written");
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    assert!(reviewed == text, "the permission matrix changed; review it, then UPDATE=1:\n{text}");
}

/// `-` not signed in, `x` may not, `yes` came past the guard.
async fn ask(
    world: &World,
    number: Option<&str>,
    method: &str,
    path: &str,
    operation: &Value,
) -> &'static str {
    let method: Method = method.to_uppercase().parse().expect("a method");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let mut url = path.strip_prefix("/api/v1").unwrap_or(path).to_owned();
    while let (Some(open), Some(close)) = (url.find('{'), url.find('}')) {
        let name = &url[open + 1..close];
        let value = match name {
            "month" => "202611",
            "question" if path.contains("/sittings/") => "0",
            "index" | "no" => "0",
            _ => nobody,
        };
        url.replace_range(open..=close, value);
    }
    let has_body = !operation["requestBody"].is_null();
    let mut worst = "yes";
    // Twice: the guard answers at once only while its list of ended sessions is fresh.
    for _ in 0..2 {
        let request = match number {
            Some(number) => Person::sign_in(world, number, PASSWORD).await.request(method.clone(), &url),
            None => world.http.request(method.clone(), format!("{}/api/v1{url}", world.base)),
        };
        let request = request.header("If-Match", "\"1\"").header("X-Yuekao", "1");
        let request = if has_body { request.json(&serde_json::json!({})) } else { request };
        match request.send().await.expect("an answer").status().as_u16() {
            401 => return "-",
            403 => worst = "x",
            _ => {}
        }
    }
    worst
}

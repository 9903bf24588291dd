//! `openapi.json` is what the server says of itself; `make regen` writes it anew.

use std::{collections::BTreeSet, fs, path::Path};

use yuekao_api::server;

#[test]
fn the_committed_description_is_the_servers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.json");
    let committed = fs::read_to_string(path).expect("openapi.json");
    let current = server::openapi().to_pretty_json().expect("json");
    assert!(committed.trim() == current.trim(), "openapi.json is not what the server says: run `make regen`");
}

#[test]
fn every_operation_has_a_name_a_summary_and_problems() {
    let spec = serde_json::to_value(server::openapi()).expect("json");
    let mut names = BTreeSet::new();
    for (path, operations) in spec["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(
                operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
                "{method} {path}: no summary"
            );
            let problem = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(!problem.is_null(), "{method} {path}: no problems");
        }
    }
    assert!(names.len() > 10);
}

//! Models and rules decide, they don't ask: no async, no database, no clock.

use crate::tree;

#[test]
fn models_and_rules_are_pure() {
    for file in tree::files("core/src", &[".rs"]) {
        if !matches!(file.name(), "model.rs" | "rule.rs") || file.path.starts_with("core/src/unit/") {
            continue;
        }
        let code = file.code();
        for word in ["async ", "sea_orm", "sqlx", ".now()", "&Db", "&Unit"] {
            assert!(!code.contains(word), "{} has {word:?}", file.path);
        }
    }
}

#[test]
fn stores_and_tables_are_private() {
    for word in tree::rooms("core/src") {
        for file in tree::files(&format!("core/src/{word}"), &["mod.rs"]) {
            for line in ["pub mod store;", "pub mod table;"] {
                assert!(!file.text.contains(line), "{} opens a private room: {line}", file.path);
            }
        }
    }
}

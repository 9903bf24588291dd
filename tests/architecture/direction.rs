//! Words only know words above them in the list, and api and core keep to their crates.

use crate::tree::{self, ORDER};

fn floor(word: &str) -> usize {
    ORDER.iter().position(|row| row.contains(&word)).unwrap_or_else(|| panic!("{word} is not in ORDER"))
}

/// The words that a text names as `crate::word` or in `crate::{…}`.
fn named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0i32;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 && (c.is_alphanumeric() || c == '_') {
                    word.push(c);
                } else if depth == 0 && (c == ':' || c == ',' || c.is_whitespace()) {
                    if c == ':' && !word.is_empty() {
                        names.push(std::mem::take(&mut word));
                    } else if c == ',' {
                        word.clear();
                    }
                }
            }
        } else {
            names.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn words_know_only_words_above_them() {
    let words: Vec<&str> = ORDER.iter().copied().flatten().copied().collect();
    let mut wrong = Vec::new();
    for word in tree::rooms("core/src") {
        for file in tree::files(&format!("core/src/{word}"), &[".rs"]) {
            for named in named(&file.code()) {
                if named != word && words.contains(&named.as_str()) && floor(&named) >= floor(&word) {
                    wrong.push(format!("{}: {word} knows {named}", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_groups() {
    let code =
        "use crate::{\n    kernel::{Error, page::Page},\n    exam::service,\n};\ncrate::bank::model::Kind";
    assert_eq!(named(code), ["kernel", "exam", "bank"]);
}

#[test]
fn every_room_of_core_is_in_the_list() {
    for word in tree::rooms("core/src") {
        floor(&word);
    }
}

#[test]
fn api_knows_no_sql_and_core_no_http() {
    for file in tree::files("api/src", &[".rs"]) {
        let migrates = file.path == "api/src/command/migrate.rs" || file.path == "api/src/command/restore.rs";
        for word in ["sea_orm", "sqlx", "SELECT ", "INSERT INTO", "UPDATE "] {
            assert!(migrates || !file.code().contains(word), "{} knows {word}", file.path);
        }
    }
    for file in tree::files("core/src", &[".rs"]) {
        for word in ["actix", "StatusCode", "HttpRequest"] {
            assert!(!file.code().contains(word), "{} knows {word}", file.path);
        }
    }
}

#[test]
fn nobody_writes_without_signing() {
    let allowed = [
        "core/src/unit/",
        "core/src/job/",
        "core/src/file/",
        "core/src/news/",
        "core/src/sitting/",
        "core/src/grading/",
    ];
    for file in tree::files("core/src", &[".rs"]) {
        let code = file.code();
        if code.contains(".unsigned(") || code.contains(".alone(") {
            assert!(
                allowed.iter().any(|place| file.path.starts_with(place)),
                "{} writes unsigned",
                file.path
            );
        }
    }
}

/// The same word on every floor: a folder in core, in api, a file of tests.
#[test]
fn a_word_has_its_room_on_every_floor() {
    // Ground that no one asks for over HTTP.
    let ground = ["kernel", "unit", "job"];
    let api = tree::rooms("api/src");
    let tests = tree::files("tests/api", &[".rs"]);
    for word in tree::rooms("core/src").iter().filter(|word| !ground.contains(&word.as_str())) {
        assert!(api.contains(word), "core has {word}, api has not");
        let tested = |word: &str| tests.iter().any(|file| file.name() == format!("{word}.rs"));
        assert!(tested(word), "core has {word}, tests/api has not");
    }
}

//! Questions as an author sends them.

use serde_json::{Value, json};

fn options() -> [Value; 4] {
    ["甲", "乙", "丙", "丁"].map(|text| json!({ "text": text, "fixed": false }))
}

/// A single with four options, of which the third is right.
#[must_use]
pub fn single(topic: &str, stem: &str) -> Value {
    json!({
        "kind": "single", "topic": topic, "label": 3, "stem": stem,
        "options": options(),
        "key": { "type": "options", "right": [2] },
        "explanation": format!("{stem}：丙"), "clauses": [],
    })
}

/// A multiple with four options, of which the first two are right.
#[must_use]
pub fn multiple(topic: &str, stem: &str) -> Value {
    json!({
        "kind": "multiple", "topic": topic, "label": 3, "stem": stem,
        "options": options(),
        "key": { "type": "options", "right": [0, 1] },
        "explanation": format!("{stem}：甲、乙"), "clauses": [],
    })
}

/// A statement that is right.
#[must_use]
pub fn truth(topic: &str, stem: &str) -> Value {
    json!({
        "kind": "true_false", "topic": topic, "label": 3, "stem": stem, "options": [],
        "key": { "type": "truth", "value": true },
        "explanation": format!("{stem}：正确"), "clauses": [],
    })
}

/// A stem with one blank that wants 五日.
#[must_use]
pub fn blank(topic: &str, stem: &str) -> Value {
    json!({
        "kind": "blank", "topic": topic, "label": 3, "stem": format!("{stem}：____。"), "options": [],
        "key": { "type": "blanks", "blanks": [{ "accepted": ["五日", "5日"] }], "any_order": false },
        "explanation": format!("{stem}：五日"), "clauses": [],
    })
}

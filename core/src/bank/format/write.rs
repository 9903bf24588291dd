//! Bodies as text in the layout that is read: numbered, sections by kind, labels in 【 】.

use super::{export::Outgoing, read_text, table::write::kind_name};
use crate::{
    bank::{
        model::{BlankKey, Body, Key, Kind},
        rule::letter,
    },
    kernel::numeral,
};

/// Questions written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    /// Places of the bodies that this layout can't hold: read again they would be different.
    pub changed: Vec<usize>,
}

/// Writes bodies so that [`read_text`] gives them back, and says of which that is not true.
#[must_use]
pub fn write_text(bodies: &[Body]) -> Written {
    let mut text = String::new();
    let (mut sections, mut kind) = (0, None);
    for (place, body) in bodies.iter().enumerate() {
        if kind != Some(body.kind) {
            (sections, kind) = (sections + 1, Some(body.kind));
            head(&mut text, sections, body.kind);
        }
        question(&mut text, place + 1, body);
    }
    let changed = bodies.iter().enumerate().filter(|(_, body)| !is_held(body)).map(|(place, _)| place);
    Written { changed: changed.collect(), text }
}

fn is_held(body: &Body) -> bool {
    let mut text = String::new();
    head(&mut text, 1, body.kind);
    question(&mut text, 1, body);
    let read = read_text(&text);
    matches!(read.items.as_slice(), [item] if item.body.as_ref() == Some(body))
}

/// Questions as a paper that can be read, and read again.
pub(super) fn paper(questions: &[&Outgoing]) -> String {
    let mut text = String::new();
    let (mut sections, mut kind) = (0, None);
    for (place, Outgoing { body, difficulty, topic, clauses }) in questions.iter().enumerate() {
        if kind != Some(body.kind) {
            (sections, kind) = (sections + 1, Some(body.kind));
            head(&mut text, sections, body.kind);
        }
        question(&mut text, place + 1, body);
        let level = difficulty.map(|level| level.to_string()).unwrap_or_default();
        let filed = [("【难度】", level.as_str()), ("【知识点】", topic.as_deref().unwrap_or_default())];
        for (label, content) in filed.into_iter().filter(|(_, content)| !content.is_empty()) {
            text.extend([label, content, "\n"]);
        }
        if !clauses.is_empty() {
            text.extend(["【依据】", &clauses.join("；"), "\n"]);
        }
        text.push('\n');
    }
    text
}

fn head(text: &mut String, number: u64, kind: Kind) {
    text.extend([&numeral::write(number), "、", kind_name(kind), "\n\n"]);
}

fn question(text: &mut String, number: usize, body: &Body) {
    text.extend([&number.to_string(), ". ", &body.stem, "\n"]);
    if !body.prompts.is_empty() {
        text.extend(["【左项】", &body.prompts.join("；"), "\n【选项】\n"]);
    }
    for (place, option) in body.options.iter().enumerate() {
        text.extend([&letter(place), ". ", &option.text, "\n"]);
    }
    text.extend(["【答案】", &answer(&body.key), "\n"]);
    let fixed = body.options.iter().enumerate().filter(|(_, option)| option.fixed);
    let fixed: String = fixed.map(|(place, _)| letter(place)).collect();
    for (label, content) in [("【固定】", &fixed), ("【解析】", &body.explanation)] {
        if !content.is_empty() {
            text.extend([label, content, "\n"]);
        }
    }
    text.push('\n');
}

/// A key as people write it.
pub(super) fn answer(key: &Key) -> String {
    match key {
        Key::Options { right } => right.iter().map(|place| letter(usize::from(*place))).collect(),
        Key::Truth { value } => if *value { "正确" } else { "错误" }.to_owned(),
        Key::Blanks { blanks, any_order } => {
            let mut text = blanks.iter().map(blank).collect::<Vec<_>>().join("；");
            text.push_str(if *any_order { "（顺序不限）" } else { "" });
            text
        }
        Key::Order { order: places } | Key::Pairs { pairs: places } => {
            places.iter().map(|place| letter(usize::from(*place))).collect::<Vec<_>>().join("-")
        }
    }
}

fn blank(key: &BlankKey) -> String {
    let number = key.number.as_ref().map(|number| {
        let tolerance = number.tolerance.as_deref().unwrap_or("0");
        format!("{}±{tolerance}{}", number.value, number.unit.as_deref().unwrap_or_default())
    });
    key.accepted.iter().cloned().chain(number).collect::<Vec<_>>().join("|")
}

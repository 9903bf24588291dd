//! Questions as GIFT. How they are filed stands in comments that Moodle reads as tags.

use super::{super::export::Outgoing, mark::escaped};
use crate::bank::model::{BlankKey, Body, Key, Kind};

pub(in crate::bank::format) fn text(questions: &[&Outgoing]) -> String {
    let mut text = String::new();
    for (place, question) in questions.iter().enumerate() {
        for tag in tags(question) {
            text.extend(["// [tag:", &tag, "]\n"]);
        }
        let body = &question.body;
        text.extend(["::", &(place + 1).to_string(), "::[plain]", &escaped(&body.stem), "{"]);
        answers(&mut text, body);
        if !body.explanation.is_empty() {
            text.extend(["####", &escaped(&body.explanation)]);
        }
        text.push_str("}\n\n");
    }
    text
}

/// How a question is filed, as tags that are read again.
pub(in crate::bank::format) fn tags(question: &Outgoing) -> Vec<String> {
    let mut tags = Vec::new();
    tags.extend(question.difficulty.map(|level| format!("难度:{level}")));
    tags.extend(question.topic.as_ref().map(|topic| format!("知识点:{topic}")));
    tags.extend(question.clauses.iter().map(|words| format!("依据:{words}")));
    // A tag is one line.
    tags.into_iter().map(|tag| tag.replace('\n', " ")).collect()
}

fn answers(text: &mut String, body: &Body) {
    let option = |place: &u8| body.options.get(usize::from(*place)).map_or("", |option| option.text.as_str());
    match &body.key {
        Key::Truth { value } => text.push_str(if *value { "TRUE" } else { "FALSE" }),
        Key::Options { right } => {
            let worth = share(right.len());
            for (place, option) in body.options.iter().enumerate() {
                let is_right = right.iter().any(|right| usize::from(*right) == place);
                let mark = match (body.kind, is_right) {
                    (Kind::Single, true) => "=".to_owned(),
                    (Kind::Single, false) => "~".to_owned(),
                    (_, true) => format!("~%{worth}%"),
                    (_, false) => "~%-100%".to_owned(),
                };
                text.extend(["\n\t", &mark, &escaped(&option.text)]);
            }
            text.push('\n');
        }
        Key::Blanks { blanks, .. } => blanks.iter().for_each(|blank| blank_answers(text, blank)),
        Key::Pairs { pairs } => {
            for (prompt, place) in body.prompts.iter().zip(pairs) {
                text.extend(["\n\t=", &escaped(prompt), " -> ", &escaped(option(place))]);
            }
            // What is right for nothing.
            for (place, option) in body.options.iter().enumerate() {
                if !pairs.iter().any(|pair| usize::from(*pair) == place) {
                    text.extend(["\n\t= -> ", &escaped(&option.text)]);
                }
            }
            text.push('\n');
        }
        // GIFT has no orders; such questions are not handed to it.
        Key::Order { .. } => {}
    }
}

fn blank_answers(text: &mut String, blank: &BlankKey) {
    match &blank.number {
        Some(number) if blank.accepted.is_empty() => {
            let tolerance = number.tolerance.as_deref().unwrap_or("0");
            text.extend(["#", &number.value, ":", tolerance]);
        }
        number => {
            for accepted in &blank.accepted {
                text.extend(["=", &escaped(accepted), " "]);
            }
            if let Some(number) = number {
                text.extend(["=", &escaped(&number.value), " "]);
            }
        }
    }
}

/// The share of one of several right answers, in percent as Moodle writes it.
pub(in crate::bank::format) fn share(count: usize) -> String {
    let share = format!("{:.5}", 100.0 / crate::kernel::number::float(count.max(1)));
    share.trim_end_matches('0').trim_end_matches('.').to_owned()
}

//! Questions as Moodle XML, in its plain format, whose line ends and blanks count.

use super::super::{
    export::Outgoing,
    gift::{
        mark::escaped,
        write::{share, tags},
    },
};
use crate::bank::model::{BlankKey, Body, Key, Kind};

pub(in crate::bank::format) fn document(questions: &[&Outgoing]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    for (place, question) in questions.iter().enumerate() {
        write(&mut xml, place + 1, question);
    }
    xml.push_str("</quiz>\n");
    xml
}

/// Text as XML holds it.
pub(in crate::bank::format) fn xml(text: &str) -> String {
    // Signs that XML has no place for are not in a tidied body; what else there is goes.
    let allowed = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\t');
    let text: String =
        text.chars().filter(|sign| allowed(sign) && *sign != '\u{FFFE}' && *sign != '\u{FFFF}').collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn text(out: &mut String, content: &str) {
    out.extend(["<text>", &xml(content), "</text>"]);
}

fn kind(body: &Body) -> &'static str {
    match (&body.key, body.kind) {
        (Key::Truth { .. }, _) => "truefalse",
        (Key::Options { .. }, _) => "multichoice",
        (Key::Pairs { .. }, _) => "matching",
        (Key::Order { .. }, _) => "ordering",
        (Key::Blanks { blanks, .. }, _) => match blanks.as_slice() {
            [one] if one.number.is_some() && one.accepted.is_empty() => "numerical",
            [_] => "shortanswer",
            _ => "cloze",
        },
    }
}

fn write(out: &mut String, number: usize, question: &Outgoing) {
    let body = &question.body;
    let kind = kind(body);
    out.extend(["<question type=\"", kind, "\">\n  <name>"]);
    text(out, &number.to_string());
    out.push_str("</name>\n  <questiontext format=\"plain_text\">");
    match &body.key {
        Key::Blanks { blanks, .. } if kind == "cloze" => text(out, &embedded(&body.stem, blanks)),
        _ => text(out, &body.stem),
    }
    out.push_str("</questiontext>\n  <generalfeedback format=\"plain_text\">");
    text(out, &body.explanation);
    out.push_str("</generalfeedback>\n");
    answers(out, body);
    let tags = tags(question);
    if !tags.is_empty() {
        out.push_str("  <tags>");
        for tag in tags {
            out.push_str("<tag>");
            text(out, &tag);
            out.push_str("</tag>");
        }
        out.push_str("</tags>\n");
    }
    out.push_str("</question>\n");
}

fn answer(out: &mut String, fraction: &str, content: &str, more: &str) {
    out.extend(["  <answer fraction=\"", fraction, "\" format=\"plain_text\">"]);
    text(out, content);
    out.extend([more, "</answer>\n"]);
}

fn answers(out: &mut String, body: &Body) {
    match &body.key {
        Key::Truth { value } => {
            answer(out, if *value { "100" } else { "0" }, "true", "");
            answer(out, if *value { "0" } else { "100" }, "false", "");
        }
        Key::Options { right } => {
            let single = body.kind == Kind::Single;
            out.extend(["  <single>", if single { "true" } else { "false" }, "</single>\n"]);
            let (worth, wrong) = (share(right.len()), if single { "0" } else { "-100" });
            for (place, option) in body.options.iter().enumerate() {
                let is_right = right.iter().any(|right| usize::from(*right) == place);
                answer(out, if is_right { &worth } else { wrong }, &option.text, "");
            }
        }
        Key::Blanks { blanks, .. } => {
            if let [blank] = blanks.as_slice() {
                one_blank(out, blank);
            }
        }
        Key::Pairs { pairs } => {
            let text_of = |place: usize| body.options.get(place).map_or("", |option| option.text.as_str());
            for (prompt, place) in body.prompts.iter().zip(pairs) {
                pair(out, prompt, text_of(usize::from(*place)));
            }
            for place in
                (0..body.options.len()).filter(|place| !pairs.iter().any(|pair| usize::from(*pair) == *place))
            {
                pair(out, "", text_of(place));
            }
        }
        Key::Order { order } => {
            for (place, option) in body.options.iter().enumerate() {
                let rank = order.iter().position(|of| usize::from(*of) == place).unwrap_or_default() + 1;
                answer(out, &rank.to_string(), &option.text, "");
            }
        }
    }
}

fn pair(out: &mut String, prompt: &str, option: &str) {
    out.push_str("  <subquestion format=\"plain_text\">");
    text(out, prompt);
    out.push_str("<answer>");
    text(out, option);
    out.push_str("</answer></subquestion>\n");
}

fn one_blank(out: &mut String, blank: &BlankKey) {
    match &blank.number {
        Some(number) if blank.accepted.is_empty() => {
            let tolerance = number.tolerance.as_deref().unwrap_or("0");
            answer(out, "100", &number.value, &format!("<tolerance>{}</tolerance>", xml(tolerance)));
            if let Some(unit) = &number.unit {
                out.push_str("  <units><unit><multiplier>1</multiplier><unit_name>");
                out.extend([&xml(unit), "</unit_name></unit></units>\n"]);
            }
        }
        number => {
            let values = number.as_ref().map(|number| &number.value);
            blank.accepted.iter().chain(values).for_each(|text| answer(out, "100", text, ""));
        }
    }
}

/// The stem with each blank as an embedded answer.
fn embedded(stem: &str, blanks: &[BlankKey]) -> String {
    let (mut text, mut run, mut keys) = (String::new(), 0, blanks.iter());
    for sign in stem.chars().map(Some).chain([None]) {
        if sign == Some('_') {
            run += 1;
            continue;
        }
        if run >= 4 {
            text.push_str(&keys.next().map(in_braces).unwrap_or_default());
        } else {
            text.push_str(&"_".repeat(run));
        }
        run = 0;
        text.extend(sign.map(|sign| escaped(&sign.to_string()).replace("\\n", "\n")));
    }
    text
}

fn in_braces(blank: &BlankKey) -> String {
    match &blank.number {
        Some(number) if blank.accepted.is_empty() => {
            format!("{{1:NUMERICAL:={}:{}}}", number.value, number.tolerance.as_deref().unwrap_or("0"))
        }
        number => {
            let texts = blank.accepted.iter().chain(number.as_ref().map(|number| &number.value));
            let texts: Vec<String> = texts.map(|text| format!("={}", escaped(text))).collect();
            format!("{{1:SHORTANSWER:{}}}", texts.join("~"))
        }
    }
}

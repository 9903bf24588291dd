//! Moodle XML: one `question` after the other, categories between them.

mod cloze;
pub(super) mod write;

use super::{
    ReadItem, Reading, Unclear, at,
    build::Draft,
    html::{self, Plain},
    tree::{self, Element},
};
use crate::{
    bank::model::{BlankKey, Choice, Key, Kind, Numeric},
    kernel::Issue,
};

pub(super) fn read(document: &str) -> Result<Reading, Issue> {
    let (mut items, mut warnings, mut topic) = (Vec::new(), Vec::new(), None);
    tree::each(document, 1, |element| {
        if element.name != "question" || items.len() > super::MAX_QUESTIONS {
            return;
        }
        match element.attribute("type").unwrap_or_default() {
            "category" => topic = element.child("category").and_then(category),
            "description" => {
                let text = Question::of(&element, None).draft.stem;
                warnings.push(Unclear::StrayLine.at(at(element.line)).with("text", text));
            }
            kind => items.push(question(&element, kind, topic.clone())),
        }
    })?;
    Ok(Reading { items, warnings, columns: Vec::new() })
}

/// The last part of `$course$/Pi/Rho`.
pub(super) fn last_category(path: &str) -> Option<String> {
    // A slash within a name is written twice.
    let last =
        path.trim().replace("//", "\u{0}").rsplit('/').next().map(|name| name.replace('\u{0}', "/"))?;
    let last = last.trim().trim_start_matches("Default for ").trim();
    let own = !matches!(last, "" | "$course$" | "$system$" | "$cat1$" | "$module$" | "top");
    own.then(|| last.to_owned())
}

fn category(element: &Element) -> Option<String> {
    last_category(&element.text())
}

/// A share of the points, in percent.
fn share(element: &Element) -> f64 {
    element.attribute("fraction").and_then(|share| share.trim().parse().ok()).unwrap_or_default()
}

/// The shares that Moodle gives.
const SHARES: [f64; 21] = [
    100.0, 90.0, 83.33333, 80.0, 75.0, 70.0, 66.66667, 60.0, 50.0, 40.0, 33.33333, 30.0, 25.0, 20.0,
    16.66667, 14.28571, 12.5, 11.11111, 10.0, 5.0, 0.0,
];

fn is_odd(share: f64) -> bool {
    !SHARES.iter().any(|known| (known - share.abs()).abs() < 0.01)
}

/// The text of an element that has a format: `questiontext`, `answer`, `feedback`.
fn content(element: &Element) -> Plain {
    let text = element.child("text").map_or_else(String::new, Element::text);
    match element.attribute("format") {
        Some("plain_text" | "markdown") => as_written(&text),
        // Moodle's own format is HTML whose line ends count.
        Some("moodle_auto_format") | None if !html::has_tags(&text) => as_written(&text),
        _ => html::plain(&text),
    }
}

pub(super) fn as_written(text: &str) -> Plain {
    let mut plain = Plain::default();
    plain.text.push_str(text.trim());
    plain
}

struct Question<'a> {
    element: &'a Element,
    draft: Draft,
}

fn question(element: &Element, kind: &str, topic: Option<String>) -> ReadItem {
    let mut question = Question::of(element, topic);
    match kind {
        "multichoice" => question.choice(),
        "truefalse" => question.truth(),
        "shortanswer" => question.short(),
        "numerical" => question.numerical(),
        "matching" => question.matching(),
        "ordering" => question.ordering(),
        "cloze" | "multianswer" => {
            cloze::read(&mut question.draft, &element_text(element), is_plain(element))
        }
        other => question.draft.refuse(if other.is_empty() { "?" } else { other }),
    }
    question.draft.finish()
}

/// Whether the text of a question is no HTML.
fn is_plain(element: &Element) -> bool {
    let text = element.child("questiontext");
    text.and_then(|text| text.attribute("format")).is_some_and(|format| format == "plain_text")
}

/// The text of the question with its marks, before it is taken for HTML.
fn element_text(element: &Element) -> String {
    element.child("questiontext").and_then(|text| text.child("text")).map_or_else(String::new, Element::text)
}

impl<'a> Question<'a> {
    fn of(element: &'a Element, topic: Option<String>) -> Self {
        let mut draft = Draft { topic, ..Draft::new(element.line) };
        if let Some(text) = element.child("questiontext") {
            draft.stem = draft.taken(content(text));
        }
        if let Some(feedback) = element.child("generalfeedback") {
            draft.explanation = draft.taken(content(feedback));
        }
        for tag in element.child("tags").into_iter().flat_map(|tags| tags.named("tag")) {
            filed(&mut draft, tag.text().trim());
        }
        Self { element, draft }
    }

    /// Answers with their shares; what was said of each goes into the explanation.
    fn answers(&mut self) -> Vec<(String, f64, &'a Element)> {
        let mut answers = Vec::new();
        for element in self.element.named("answer") {
            let text = self.draft.taken(content(element));
            if let Some(feedback) = element.child("feedback") {
                let feedback = self.draft.taken(content(feedback));
                self.draft.explain(if text == "*" { "" } else { &text }, &feedback);
            }
            answers.push((text, share(element), element));
        }
        answers
    }

    fn choice(&mut self) {
        let single = self.element.child("single").is_none_or(|one| one.text().trim() != "false");
        let answers = self.answers();
        let best = answers.iter().map(|(_, share, _)| *share).fold(0.0, f64::max);
        let whole = answers.iter().any(|(_, share, _)| *share >= 99.9);
        let mut options = Vec::new();
        for (text, share, element) in answers {
            let right = if single { share > 0.0 && (share >= best || share >= 99.9) } else { share > 0.0 };
            if is_odd(share) {
                let fault = Unclear::OddShare.at(at(element.line));
                self.draft.warnings.push(fault.with("text", text.clone()).with("share", share));
            }
            if single && share > 0.0 && (!right || !whole) {
                self.partial(&text, share, element.line);
            }
            options.push((Choice { text, fixed: false }, right));
        }
        self.draft.choose(options, !single);
    }

    fn partial(&mut self, text: &str, share: f64, line: usize) {
        let fault = Unclear::PartialCredit.at(at(line)).with("text", text);
        self.draft.warnings.push(fault.with("share", share));
    }

    fn truth(&mut self) {
        let mut value = None;
        for (text, share, _) in self.answers() {
            let says = super::answer::truth(&text);
            if share > 0.0 {
                value = says;
            }
        }
        self.draft.kind = Some(Kind::TrueFalse);
        self.draft.key = value.map(|value| Key::Truth { value });
    }

    fn short(&mut self) {
        let mut accepted = Vec::new();
        for (text, share, element) in self.answers() {
            if share >= 99.9 {
                accepted.push(text);
            } else if share > 0.0 {
                self.partial(&text, share, element.line);
            }
        }
        self.blank(BlankKey { accepted, number: None });
    }

    fn numerical(&mut self) {
        let unit = self.element.child("units").and_then(|units| {
            let name = units.child("unit")?.child("unit_name")?.text();
            Some(name.trim().to_owned()).filter(|name| !name.is_empty())
        });
        let (mut number, mut accepted) = (None, Vec::new());
        for (text, share, element) in self.answers() {
            let tolerance = element.child("tolerance").map(|tolerance| tolerance.text().trim().to_owned());
            if share >= 99.9 && number.is_none() {
                let tolerance = tolerance.filter(|tolerance| tolerance.parse() != Ok(0.0f64));
                number = Some(Numeric { value: text, tolerance, unit: unit.clone() });
            } else if share >= 99.9 {
                accepted.push(text);
            } else if share > 0.0 {
                self.partial(&text, share, element.line);
            }
        }
        let key = BlankKey { accepted, number };
        self.blank(key);
    }

    fn blank(&mut self, key: BlankKey) {
        self.draft.kind = Some(Kind::Blank);
        let empty = key.accepted.is_empty() && key.number.is_none();
        self.draft.key = (!empty).then(|| Key::Blanks { blanks: vec![key], any_order: false });
    }

    fn matching(&mut self) {
        let mut pairs = Vec::new();
        for element in self.element.named("subquestion") {
            let prompt = self.draft.taken(content(element));
            let answer = element.child("answer").map(content).unwrap_or_default();
            pairs.push((prompt, self.draft.taken(answer)));
        }
        pair(&mut self.draft, pairs);
    }

    fn ordering(&mut self) {
        let mut answers: Vec<(usize, String, f64)> = Vec::new();
        for (place, (text, share, _)) in self.answers().into_iter().enumerate() {
            answers.push((place, text, share));
        }
        let options =
            answers.iter().map(|(_, text, _)| Choice { text: text.clone(), fixed: false }).collect();
        answers.sort_by(|one, other| one.2.total_cmp(&other.2));
        self.draft.kind = Some(Kind::Ordering);
        self.draft.options = options;
        let order: Vec<u8> = answers.iter().filter_map(|(place, ..)| u8::try_from(*place).ok()).collect();
        self.draft.key = (!order.is_empty()).then_some(Key::Order { order });
    }
}

/// Prompts with what each is matched to; an empty prompt only adds an option. An option that is
/// right for several stands once.
pub(super) fn pair(draft: &mut Draft, pairs: Vec<(String, String)>) {
    let mut right = Vec::new();
    for (prompt, answer) in pairs {
        let place = match draft.options.iter().position(|option| option.text == answer) {
            Some(place) => place,
            None => {
                draft.options.push(Choice { text: answer, fixed: false });
                draft.options.len() - 1
            }
        };
        if !prompt.trim().is_empty() {
            draft.prompts.push(prompt);
            right.extend(u8::try_from(place));
        }
    }
    draft.kind = Some(Kind::Matching);
    draft.key = (!right.is_empty()).then_some(Key::Pairs { pairs: right });
}

/// What a tag says of how a question is filed: 难度:3, 依据:…, or a topic where none is known.
pub(super) fn filed(draft: &mut Draft, tag: &str) {
    if let Some(level) = tag.strip_prefix("难度:") {
        draft.difficulty = level.trim().parse().ok().filter(|level| (1..=5).contains(level));
    } else if let Some(words) = tag.strip_prefix("依据:") {
        draft.basis.push(words.trim().to_owned());
    } else if let Some(name) = tag.strip_prefix("知识点:") {
        draft.topic = Some(name.trim().to_owned());
    } else if draft.topic.is_none() && !tag.is_empty() {
        draft.topic = Some(tag.to_owned());
    }
}

#[cfg(test)]
mod tests;

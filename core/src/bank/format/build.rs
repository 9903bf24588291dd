//! The pieces that a format names (options, the right ones, blanks) into a question of ours. Text
//! layouts go through `settle` instead, which must find the pieces first.

use super::{Parts, ReadItem, ReadOption, Unclear, at, html::Plain, write::answer};
use crate::{
    bank::{
        model::{Body, Choice, Key, Kind},
        rule::{self, letter, tidied, validate},
    },
    kernel::Issue,
};

/// A question under way.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub line: usize,
    pub kind: Option<Kind>,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<Choice>,
    pub key: Option<Key>,
    pub explanation: String,
    pub difficulty: Option<u8>,
    pub topic: Option<String>,
    pub basis: Vec<String>,
    pub issues: Vec<Issue>,
    pub warnings: Vec<Issue>,
}

impl Draft {
    pub(super) fn new(line: usize) -> Self {
        Self { line, ..Self::default() }
    }

    /// A kind of question that the bank doesn't have.
    pub(super) fn refuse(&mut self, what: &str) {
        self.issues.push(Unclear::ElementNotSupported.at(at(self.line)).with("what", what));
    }

    /// The text of a piece of HTML, what it lost being told.
    pub(super) fn taken(&mut self, plain: Plain) -> String {
        for name in plain.media {
            self.warnings.push(Unclear::MediaLeftOut.at(at(self.line)).with("name", name));
        }
        if plain.active {
            self.warnings.push(Unclear::ScriptLeftOut.at(at(self.line)));
        }
        plain.text
    }

    /// Options of which some are right: one right option is a single, unless several may be ticked.
    pub(super) fn choose(&mut self, options: Vec<(Choice, bool)>, several: bool) {
        let right = options.iter().enumerate().filter(|(_, (_, right))| *right);
        let right: Vec<u8> = right.filter_map(|(place, _)| u8::try_from(place).ok()).collect();
        let kind = if several { Kind::Multiple } else { Kind::Single };
        if several && right.len() == 1 {
            self.warnings.push(Unclear::OneRightInMultiple.at(at(self.line)));
        }
        self.kind = Some(kind);
        self.options = options.into_iter().map(|(option, _)| option).collect();
        self.key = (!right.is_empty()).then_some(Key::Options { right });
    }

    /// Adds to the explanation what was said of one answer.
    pub(super) fn explain(&mut self, of: &str, feedback: &str) {
        let feedback = feedback.trim();
        if feedback.is_empty() {
            return;
        }
        if !self.explanation.is_empty() {
            self.explanation.push('\n');
        }
        let of = of.trim();
        if of.is_empty() {
            self.explanation.push_str(feedback);
        } else {
            self.explanation.extend([of, "：", feedback]);
        }
    }

    /// Blanks where a stem has none stand at its end.
    fn add_blanks(&mut self) {
        let Some(Key::Blanks { blanks, .. }) = &self.key else { return };
        if rule::blanks(&self.stem) == 0 && !blanks.is_empty() {
            self.stem = format!("{} {}", self.stem.trim_end(), vec!["____"; blanks.len()].join("、"));
            self.warnings.push(Unclear::BlankAdded.at(at(self.line)).with("count", blanks.len()));
        }
    }

    pub(super) fn finish(mut self) -> ReadItem {
        self.add_blanks();
        let place = at(self.line);
        let keyless = self.key.is_none();
        // Why there is no key is said already.
        let known = !self.issues.is_empty();
        if keyless && !known {
            self.issues.push(Unclear::MissingAnswer.at(&place));
        }
        let body = self.kind.map(|kind| {
            tidied(Body {
                kind,
                stem: self.stem.clone(),
                prompts: self.prompts.clone(),
                options: self.options.clone(),
                key: self.key.clone().unwrap_or_else(|| no_key(kind)),
                explanation: self.explanation.clone(),
            })
        });
        if let Some(body) = &body {
            let of_key = |issue: &Issue| issue.at.starts_with("/key");
            let flaws = validate(body).into_iter().filter(|issue| !(keyless && of_key(issue)));
            self.issues.extend(flaws.map(|issue| Issue { at: place.clone(), ..issue }));
        } else if self.stem.trim().is_empty() && !known {
            self.issues.push(rule::Flaw::EmptyStem.at(&place));
        }
        let options = self.options.into_iter().enumerate().map(|(number, option)| ReadOption {
            letter: letter(number).chars().next().unwrap_or('?'),
            text: option.text,
            line: self.line,
        });
        ReadItem {
            at: place,
            line: self.line,
            number: None,
            parts: Parts {
                kind: self.kind,
                stem: self.stem,
                options: options.collect(),
                answer: self.key.as_ref().map(answer).unwrap_or_default(),
                explanation: self.explanation,
            },
            body: body.filter(|_| !keyless && self.issues.is_empty()),
            issues: self.issues,
            warnings: self.warnings,
            clause_refs: self.basis,
            difficulty: self.difficulty,
            topic: self.topic,
        }
    }
}

/// What stands for a key that is missing while the rest is checked.
pub(super) fn no_key(kind: Kind) -> Key {
    match kind {
        Kind::Single | Kind::Multiple => Key::Options { right: vec![] },
        Kind::TrueFalse => Key::Truth { value: true },
        Kind::Blank => Key::Blanks { blanks: vec![], any_order: false },
        Kind::Ordering => Key::Order { order: vec![] },
        Kind::Matching => Key::Pairs { pairs: vec![] },
    }
}

/// The same issues at the places that a format counts by: the place in full and the number in it.
pub(super) fn relocate(items: &mut [ReadItem], place: impl Fn(usize) -> (String, usize)) {
    let moved = |issue: &mut Issue| {
        if let Some(line) = issue.at.strip_prefix("line:").and_then(|line| line.parse().ok()) {
            issue.at = place(line).0;
        }
    };
    for item in items {
        item.issues.iter_mut().chain(&mut item.warnings).for_each(moved);
        for option in &mut item.parts.options {
            option.line = place(option.line).1;
        }
        (item.at, item.line) = place(item.line);
    }
}

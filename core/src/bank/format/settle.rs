//! A raw question into a body: what kind it is, what its answer means, and everything that keeps
//! it from being whole.

use std::collections::{BTreeSet, HashMap};

use super::{
    Parts, ReadItem, ReadOption, Unclear, answer, at,
    build::no_key,
    gather::Raw,
    line::narrow,
    stem::{brackets, essence, has_blank, inside, with_blanks, without_gap},
};
use crate::{
    bank::{
        fold::fold,
        model::{Body, Choice, Key, Kind},
        rule::{self, plain, tidied, validate},
    },
    kernel::Issue,
};

/// Where an answer stood in the stem.
const GAP: &str = "（　）";

pub(super) fn settle(raw: Vec<Raw>) -> Vec<ReadItem> {
    raw.into_iter().map(item).collect()
}

fn item(raw: Raw) -> ReadItem {
    let mut item = Settling { issues: Vec::new(), warnings: Vec::new(), raw };
    item.clean_stem();
    let kind = item.kind();
    match kind {
        Some(Kind::Blank) => item.raw.stem = with_blanks(&item.raw.stem),
        Some(Kind::TrueFalse) => item.raw.stem = without_gap(&item.raw.stem),
        _ => {}
    }
    item.check_letters();
    let key = kind.and_then(|kind| item.key(kind));
    let difficulty = item.difficulty();
    let body = kind.and_then(|kind| item.body(kind, key));
    let Settling { raw, issues, warnings } = item;
    ReadItem {
        at: at(raw.line),
        line: raw.line,
        number: raw.number,
        body: body.filter(|_| issues.is_empty()),
        parts: Parts {
            kind,
            stem: raw.stem,
            options: raw.options,
            answer: raw.answers.into_iter().next().map(|(text, _)| text).unwrap_or_default(),
            explanation: raw.explanation,
        },
        issues,
        warnings: [raw.warnings, warnings].concat(),
        clause_refs: raw.basis,
        difficulty,
        topic: raw.topic,
    }
}

struct Settling {
    raw: Raw,
    issues: Vec<Issue>,
    warnings: Vec<Issue>,
}

impl Settling {
    /// Takes a kind and an answer out of the stem: （单选题）, （ B ）, （ √ ）.
    fn clean_stem(&mut self) {
        for (open, close) in [('(', ')'), ('（', '）')] {
            let kind = |inside: &str| super::line::section_head(inside).map(|(_, kind)| kind);
            let first = self.raw.stem.strip_prefix(open).and_then(|rest| rest.split_once(close));
            if let Some((kind, rest)) =
                first.and_then(|(inside, rest)| Some((kind(inside)?, rest.to_owned())))
            {
                (self.raw.declared, self.raw.stem) = (Some(kind), rest.trim().to_owned());
            }
        }
        let choice = !self.raw.options.is_empty() && !self.offers_truth();
        let says = |inside: &str| {
            if choice { answer::letters(inside).is_some() } else { answer::truth(inside).is_some() }
        };
        let lettered = |inside: &str| self.offers_truth() && answer::letters(inside).is_some();
        let found: Vec<(usize, usize)> = brackets(&self.raw.stem)
            .into_iter()
            .filter(|(from, to)| {
                let inside = inside(&self.raw.stem, *from, *to);
                says(inside) || lettered(inside)
            })
            .collect();
        if let [(from, to)] = found.as_slice() {
            let answer = inside(&self.raw.stem, *from, *to).trim().to_owned();
            let gap = if choice { GAP } else { "" };
            self.raw.stem.replace_range(*from..*to, gap);
            self.raw.answers.insert(0, (answer, self.raw.line));
        }
        self.raw.stem = plain(&self.raw.stem);
    }

    /// 正确 and 错误 as options make a true/false question.
    fn offers_truth(&self) -> bool {
        let offered: BTreeSet<Option<bool>> =
            self.raw.options.iter().map(|option| answer::truth(&option.text)).collect();
        self.raw.options.len() == 2 && offered.len() == 2 && !offered.contains(&None)
    }

    fn answer(&self) -> &str {
        self.raw.answers.first().map_or("", |(text, _)| text.as_str())
    }

    fn answer_line(&self) -> usize {
        self.raw.answers.first().map_or(self.raw.line, |(_, line)| *line)
    }

    /// What the content says, else what the section or a tag says. Between single and multiple the
    /// section decides: a single with two answers is a fault, not a multiple.
    fn kind(&mut self) -> Option<Kind> {
        let choice = |kind: Kind| matches!(kind, Kind::Single | Kind::Multiple);
        let declared = match self.raw.declared {
            Some(None) => {
                self.issues.push(Unclear::KindNotSupported.at(at(self.raw.line)));
                return None;
            }
            declared => declared.flatten(),
        };
        let has_blank = has_blank(&self.raw.stem);
        let arranged = matches!(declared, Some(Kind::Ordering | Kind::Matching));
        let content = if arranged && !self.raw.options.is_empty() {
            declared
        } else if self.offers_truth() {
            Some(Kind::TrueFalse)
        } else if !self.raw.options.is_empty() {
            let count = self.letters_of(self.answer()).map_or(1, |(letters, _)| letters.len());
            Some(if count > 1 { Kind::Multiple } else { Kind::Single })
        } else if answer::truth(self.answer()).is_some() && !(declared == Some(Kind::Blank) && has_blank) {
            Some(Kind::TrueFalse)
        } else if has_blank && declared != Some(Kind::TrueFalse) && !self.answer().is_empty() {
            Some(Kind::Blank)
        } else {
            None
        };
        match (declared, content) {
            (Some(declared), Some(content))
                if declared != content && !(choice(declared) && choice(content)) =>
            {
                let warning = Unclear::KindContradicted.at(at(self.raw.line));
                self.warnings
                    .push(warning.with("declared", declared.as_str()).with("read", content.as_str()));
                Some(content)
            }
            (None, None) => {
                let why =
                    if self.answer().is_empty() { Unclear::MissingAnswer } else { Unclear::UnknownKind };
                self.issues.push(why.at(at(self.raw.line)));
                None
            }
            (declared, content) => declared.or(content),
        }
    }

    /// Options must be lettered A, B, C … without gaps and repeats.
    fn check_letters(&mut self) {
        let mut seen: Vec<char> = Vec::new();
        for option in &self.raw.options {
            if seen.contains(&option.letter) {
                self.issues.push(
                    Unclear::RepeatedLetter.at(at(option.line)).with("letter", option.letter.to_string()),
                );
            }
            seen.push(option.letter);
        }
        let last = seen.iter().max().copied();
        for missing in
            last.map(|last| ('A'..last).filter(|letter| !seen.contains(letter))).into_iter().flatten()
        {
            let line = self.raw.options.first().map_or(self.raw.line, |option| option.line);
            self.issues.push(Unclear::MissingLetter.at(at(line)).with("letter", missing.to_string()));
        }
    }

    /// The letters of an answer: `AB`, `B. 五日`, or the very text of an option.
    fn letters_of(&self, text: &str) -> Option<(Vec<char>, bool)> {
        let marked = |option: &&ReadOption| {
            let rest = text.trim().strip_prefix(|sign| narrow(sign).eq_ignore_ascii_case(&option.letter));
            let rest = rest.map(|rest| rest.trim_start_matches(['.', '．', '、', ')', '）', ':', '：', ' ']));
            rest.is_some_and(|rest| !rest.is_empty() && fold(rest) == fold(&option.text))
        };
        answer::letters(text).or_else(|| {
            let same = |option: &&ReadOption| !text.trim().is_empty() && fold(&option.text) == fold(text);
            let options = || self.raw.options.iter();
            options().find(marked).or_else(|| options().find(same)).map(|option| (vec![option.letter], false))
        })
    }

    fn key(&mut self, kind: Kind) -> Option<Key> {
        if self.answer().is_empty() {
            self.issues.push(Unclear::MissingAnswer.at(at(self.raw.line)));
            return None;
        }
        let line = at(self.answer_line());
        let Some(key) = self.key_of(kind, self.answer()) else {
            self.issues.push(
                Unclear::UnreadableAnswer.at(line).with("text", self.answer()).with("kind", kind.as_str()),
            );
            return None;
        };
        let others: Vec<(String, usize)> = self.raw.answers.iter().skip(1).cloned().collect();
        for (other, other_line) in others {
            if self.key_of(kind, &other).as_ref() != Some(&key) {
                let issue = Unclear::AnswersDiffer.at(at(other_line));
                self.issues.push(issue.with("first", self.answer()).with("other", other));
            }
        }
        if let Key::Options { right } = &key {
            let (letters, loose) = self.letters_of(self.answer())?;
            for letter in letters
                .iter()
                .filter(|letter| !self.raw.options.iter().any(|option| option.letter == **letter))
            {
                self.issues.push(Unclear::AnswerWithoutOption.at(&line).with("letter", letter.to_string()));
            }
            if loose {
                let read: String = letters.iter().collect();
                self.warnings
                    .push(Unclear::LooseAnswer.at(&line).with("text", self.answer()).with("read", read));
            }
            if kind == Kind::Multiple && right.len() == 1 {
                self.warnings.push(Unclear::OneRightInMultiple.at(&line));
            }
        }
        Some(key)
    }

    fn place_of(&self, letter: char) -> Option<u8> {
        let place = self.raw.options.iter().position(|option| option.letter == letter)?;
        u8::try_from(place).ok()
    }

    fn key_of(&self, kind: Kind, text: &str) -> Option<Key> {
        match kind {
            Kind::Single | Kind::Multiple => {
                let (letters, _) = self.letters_of(text)?;
                let right = letters.iter().filter_map(|letter| self.place_of(*letter)).collect();
                Some(Key::Options { right })
            }
            Kind::TrueFalse => {
                let chosen = self.letters_of(text).and_then(|(letters, _)| match letters.as_slice() {
                    [letter] => self.raw.options.iter().find(|option| option.letter == *letter),
                    _ => None,
                });
                let value =
                    chosen.map_or_else(|| answer::truth(text), |option| answer::truth(&option.text))?;
                Some(Key::Truth { value })
            }
            Kind::Blank => {
                let (blanks, any_order) = answer::blanks(text, rule::blanks(&self.raw.stem));
                Some(Key::Blanks { blanks, any_order })
            }
            Kind::Ordering => {
                let letters = answer::in_order(text)?;
                let order = letters.iter().filter_map(|letter| self.place_of(*letter)).collect();
                Some(Key::Order { order })
            }
            Kind::Matching => {
                let letters = answer::in_order(text)?;
                let pairs = letters.iter().filter_map(|letter| self.place_of(*letter)).collect();
                Some(Key::Pairs { pairs })
            }
        }
    }

    /// The body with its flaws named at their lines; without a key the rest is checked all the same.
    fn body(&mut self, kind: Kind, key: Option<Key>) -> Option<Body> {
        let fixed: Vec<char> = answer::letters(&self.raw.fixed).map_or_else(Vec::new, |(letters, _)| letters);
        let options = self.raw.options.iter().filter(|_| kind != Kind::TrueFalse);
        let keyless = key.is_none();
        let body = tidied(Body {
            kind,
            stem: self.raw.stem.clone(),
            prompts: self.raw.prompts.clone(),
            options: options
                .map(|o| Choice { text: o.text.clone(), fixed: fixed.contains(&o.letter) })
                .collect(),
            key: key.unwrap_or_else(|| no_key(kind)),
            explanation: self.raw.explanation.clone(),
        });
        let of_key = |issue: &Issue| issue.at.starts_with("/key");
        let beyond_letters = |issue: &Issue| {
            // The letter that no option has is already named.
            !(of_key(issue)
                && self.issues.iter().any(|known| known.fault.code == Unclear::AnswerWithoutOption.code()))
        };
        let flaws =
            validate(&body).into_iter().filter(|issue| !(keyless && of_key(issue))).filter(beyond_letters);
        let flaws: Vec<Issue> =
            flaws.map(|issue| Issue { at: at(self.line_of(&issue.at)), ..issue }).collect();
        self.issues.extend(flaws);
        (!keyless).then_some(body)
    }

    fn line_of(&self, pointer: &str) -> usize {
        let option =
            pointer.strip_prefix("/options/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
        match option.and_then(|place| self.raw.options.get(place)) {
            Some(option) => option.line,
            None if pointer.starts_with("/key") => self.answer_line(),
            None => self.raw.line,
        }
    }

    fn difficulty(&mut self) -> Option<u8> {
        let (text, line) = self.raw.difficulty.clone()?;
        if let Some(read) = difficulty(&text) {
            return Some(read);
        }
        let rate = rate(&text);
        let fault = if rate.is_some() { Unclear::DifficultyAsRate } else { Unclear::UnknownDifficulty };
        let warning = fault.at(at(line)).with("text", text);
        self.warnings.push(match rate {
            Some(level) => warning.with("read", level),
            None => warning,
        });
        rate
    }
}

/// 难度系数 0.6 is the share that get it right: the higher, the easier.
fn rate(text: &str) -> Option<u8> {
    let rate = text.trim().parse::<f64>().ok().filter(|rate| *rate > 0.0 && *rate < 1.0)?;
    let bounds = [(0.85, 1), (0.7, 2), (0.55, 3), (0.35, 4)];
    Some(bounds.iter().find(|(from, _)| rate >= *from).map_or(5, |(_, level)| *level))
}

/// 1 to 5, as a digit, as stars or as a word.
pub(super) fn difficulty(text: &str) -> Option<u8> {
    let text: String = text.chars().map(narrow).filter(|sign| !sign.is_whitespace()).collect();
    let words = [
        (1, ["容易", "简单", "易"]),
        (2, ["较易", "较容易", "较简单"]),
        (3, ["中等", "中", "一般"]),
        (4, ["较难", "较困难", "偏难"]),
        (5, ["困难", "难", "很难"]),
    ];
    let word = words.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(level, _)| *level);
    let stars = || {
        text.chars()
            .all(|sign| sign == '★')
            .then(|| text.chars().count())
            .and_then(|count| u8::try_from(count).ok())
    };
    word.or_else(|| text.parse().ok()).or_else(stars).filter(|level| (1..=5).contains(level))
}

/// Finds questions that stand twice: the same stem with the same options, whatever their order.
pub(super) fn compare(items: &mut [ReadItem]) {
    let mut seen: HashMap<(String, BTreeSet<String>), usize> = HashMap::new();
    for place in 0..items.len() {
        let Some(body) = items.get(place).and_then(|item| item.body.as_ref()) else { continue };
        let options = body.options.iter().map(|option| fold(&option.text)).collect();
        let twin = *seen.entry((essence(&body.stem), options)).or_insert(place);
        let Some(other) = items.get(twin).filter(|_| twin != place) else { continue };
        let same = other.body.as_ref().is_some_and(|other| meaning(other) == meaning(body));
        let lines = [(place, other.line), (twin, items.get(place).map_or(0, |item| item.line))];
        for (place, twin_line) in lines {
            let Some(item) = items.get_mut(place) else { continue };
            let fault = if same { Unclear::SameQuestion } else { Unclear::SameStemOtherKey };
            let issue = fault.at(at(item.line)).with("other_line", twin_line);
            if same { item.warnings.push(issue) } else { item.issues.push(issue) }
        }
    }
    for item in items.iter_mut().filter(|item| !item.issues.is_empty()) {
        item.body = None;
    }
}

/// What the key says, whatever the order of options.
fn meaning(body: &Body) -> BTreeSet<String> {
    match &body.key {
        Key::Options { right } => {
            let texts = right.iter().filter_map(|place| body.options.get(usize::from(*place)));
            texts.map(|option| fold(&option.text)).collect()
        }
        Key::Truth { value } => BTreeSet::from([value.to_string()]),
        Key::Blanks { blanks, .. } => {
            blanks.iter().enumerate().map(|(place, key)| format!("{place}{key:?}")).collect()
        }
        Key::Order { order: options } | Key::Pairs { pairs: options } => {
            let texts = options.iter().filter_map(|place| body.options.get(usize::from(*place)));
            texts.enumerate().map(|(place, option)| format!("{place}{}", fold(&option.text))).collect()
        }
    }
}

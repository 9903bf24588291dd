//! Paragraphs as lines. On a line of options a sign behind each word keeps what set it off (colour,
//! underline, bold), until it is known which options there are.

use super::document::{BOLD, COLOURED, Cells, Paragraph, UNDERLINED};
use crate::{
    bank::format::{
        Unclear, at,
        gather::Raw,
        line::{self, narrow},
        table::grid::{Grid, Row},
    },
    kernel::Issue,
};

/// The sign of a mark is this plus its bits: no font shows it, no text has it.
const FIRST: u32 = 0xE000;

#[derive(Debug, Default)]
pub(super) struct Line {
    /// Of its paragraph.
    pub number: usize,
    pub text: String,
    pub media: Vec<String>,
}

impl Line {
    pub(super) fn empty(number: usize) -> Self {
        Self { number, ..Self::default() }
    }
}

fn is_mark(sign: char) -> bool {
    (FIRST..FIRST + 8).contains(&u32::from(sign))
}

fn bits(sign: char) -> u8 {
    u8::try_from(u32::from(sign).saturating_sub(FIRST)).unwrap_or_default()
}

/// The signs of a paragraph with what marks them.
fn signs(paragraph: &Paragraph) -> Vec<(char, u8)> {
    let label = paragraph.label.chars().map(|sign| (sign, 0));
    let runs = paragraph.runs.iter();
    let own =
        runs.flat_map(|run| run.text.chars().filter(|sign| !is_mark(*sign)).map(|sign| (sign, run.mark)));
    label.chain(own).collect()
}

pub(super) fn of_paragraph(paragraph: &Paragraph) -> Vec<Line> {
    let signs = signs(paragraph);
    let mut lines: Vec<Line> = signs
        .split(|(sign, _)| *sign == '\n')
        .map(|signs| Line { number: paragraph.number, text: marked(signs), media: Vec::new() })
        .collect();
    if let Some(first) = lines.first_mut() {
        first.media.clone_from(&paragraph.media);
    }
    lines
}

/// Whether an option begins here: its letter, and what closes the mark.
fn begins_option(signs: &[(char, u8)]) -> bool {
    match signs {
        [(letter, _), (closing, _), ..] => {
            narrow(*letter).is_ascii_uppercase() && matches!(narrow(*closing), '.' | '、' | ')' | ':')
        }
        _ => false,
    }
}

fn marked(signs: &[(char, u8)]) -> String {
    let plain: String = signs.iter().map(|(sign, _)| *sign).collect();
    if signs.iter().all(|(_, mark)| *mark == 0) || line::options(plain.trim(), 1).is_none() {
        return plain;
    }
    let (mut text, mut word): (String, Vec<(char, u8)>) = (String::new(), Vec::new());
    for (at, (sign, mark)) in signs.iter().enumerate() {
        if sign.is_whitespace() || begins_option(signs.get(at..).unwrap_or_default()) {
            text.push_str(&of_word(&word));
            word.clear();
        }
        if sign.is_whitespace() { text.push(*sign) } else { word.push((*sign, *mark)) }
    }
    text.push_str(&of_word(&word));
    text
}

/// A word with its mark behind it, if all of it or the letter of its option bears one.
fn of_word(word: &[(char, u8)]) -> String {
    let mut text: String = word.iter().map(|(sign, _)| *sign).collect();
    let letters = word.iter().filter(|(sign, _)| sign.is_alphanumeric());
    let all = letters.map(|(_, mark)| *mark).reduce(|one, other| one & other).unwrap_or_default();
    let letter = if begins_option(word) { word.first().map_or(0, |(_, mark)| *mark) } else { 0 };
    // A letter alone must stay beside its text.
    if all | letter > 0 && text.chars().count() > 1 {
        text.extend(char::from_u32(FIRST + u32::from(all | letter)));
    }
    text
}

fn bare(text: &mut String) -> u8 {
    let found = text.chars().filter(|sign| is_mark(*sign)).map(bits).fold(0, |all, mark| all | mark);
    if found > 0 {
        text.retain(|sign| !is_mark(sign));
    }
    found
}

/// Takes the marks away. Where a question has no answer, the options that are set off from the
/// others are its answer.
pub(super) fn unmark(raw: &mut Raw) {
    for text in [&mut raw.stem, &mut raw.explanation, &mut raw.fixed] {
        bare(text);
    }
    for (text, _) in &mut raw.answers {
        bare(text);
    }
    for text in raw.basis.iter_mut().chain(&mut raw.topic) {
        bare(text);
    }
    raw.warnings.iter_mut().for_each(unmark_issue);
    let marks: Vec<(char, u8)> =
        raw.options.iter_mut().map(|option| (option.letter, bare(&mut option.text))).collect();
    if !raw.answers.is_empty() {
        return;
    }
    for mark in [COLOURED, UNDERLINED, BOLD] {
        let right: String =
            marks.iter().filter(|(_, own)| own & mark > 0).map(|(letter, _)| *letter).collect();
        if !right.is_empty() && right.chars().count() < marks.len() {
            let line = raw.options.first().map_or(raw.line, |option| option.line);
            raw.warnings.push(Unclear::AnswerByMark.at(at(line)).with("read", right.clone()));
            raw.answers.push((right, line));
            return;
        }
    }
}

pub(super) fn unmark_issue(issue: &mut Issue) {
    for value in issue.fault.params.values_mut() {
        if let serde_json::Value::String(text) = value {
            bare(text);
        }
    }
}

fn cell_text(cell: &[Paragraph]) -> String {
    let text = |paragraph: &Paragraph| signs(paragraph).into_iter().map(|(sign, _)| sign).collect::<String>();
    cell.iter().map(text).collect::<Vec<_>>().join("\n").trim().to_owned()
}

pub(super) fn first_number(cells: &Cells) -> usize {
    cells.iter().flatten().flatten().map(|paragraph| paragraph.number).min().unwrap_or(1)
}

/// A table as a sheet of its own name.
pub(super) fn grid(cells: &Cells, number: usize) -> Grid {
    let row = |(no, row): (usize, &Vec<Vec<Paragraph>>)| Row {
        no: no + 1,
        cells: row.iter().map(|cell| cell_text(cell)).collect(),
    };
    let filled = |row: &Row| row.cells.iter().any(|cell| !cell.is_empty());
    let rows = cells.iter().enumerate().map(row).filter(filled).collect();
    Grid { name: format!("表{number}"), rows, ..Grid::default() }
}

/// A table without a header: options side by side, or a text of its own.
pub(super) fn of_table(cells: &Cells) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in cells {
        let cells: Vec<Vec<Line>> =
            row.iter().map(|cell| cell.iter().flat_map(of_paragraph).collect()).collect();
        let media = cells.iter().flatten().flat_map(|line| line.media.iter().cloned()).collect::<Vec<_>>();
        let number = row.iter().flatten().map(|paragraph| paragraph.number).min().unwrap_or(1);
        let single = cells.iter().all(|cell| cell.len() <= 1);
        if single {
            let texts: Vec<&str> =
                cells.iter().flatten().map(|line| line.text.trim()).filter(|text| !text.is_empty()).collect();
            let options =
                texts.iter().all(|text| line::options(text, 1).is_some_and(|(lead, _)| lead.is_empty()));
            let text = texts.join(if options { "\t" } else { " ｜ " });
            lines.push(Line { number, text, media });
        } else {
            lines.extend(cells.into_iter().flatten());
        }
    }
    lines
}

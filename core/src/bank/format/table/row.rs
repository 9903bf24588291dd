//! One row as a question.

use super::{
    Places,
    field::Field,
    grid::{Grid, Row},
};
use crate::{
    bank::{
        format::{ReadOption, Unclear, answer, at, gather::Raw, line, settle::difficulty, stem::has_blank},
        model::Kind,
        rule::plain,
    },
    kernel::Issue,
};

/// A row that holds text, and no question.
pub(super) fn stray(grid: &Grid, row: &Row) -> Option<Issue> {
    let (column, text) = row.cells.iter().enumerate().find(|(_, cell)| !cell.is_empty())?;
    let text: String = text.chars().take(200).collect();
    Some(Unclear::StrayLine.at(grid.place(row.no, column)).with("text", text))
}

pub(super) fn read(
    grid: &Grid,
    row: &Row,
    fields: &[Option<Field>],
    declared: Option<Option<Kind>>,
    places: &mut Places,
) -> Result<Raw, Option<Issue>> {
    let cells = || {
        let named = fields.iter().enumerate().filter_map(|(column, field)| Some((column, (*field)?)));
        named.filter(|(column, _)| !row.cell(*column).is_empty())
    };
    let find = |wanted: Field| cells().find(|(_, field)| *field == wanted).map(|(column, _)| column);
    let answered = cells().any(|(_, field)| matches!(field, Field::Answer | Field::Blank(_)));
    let Some(stem) = find(Field::Stem).or_else(|| {
        // Options and an answer without a stem are a question whose stem is missing.
        answered.then(|| fields.iter().position(|field| *field == Some(Field::Stem))).flatten()
    }) else {
        return Err(stray(grid, row));
    };
    let mut raw = Raw::begun(places.add(grid, row, stem));
    (raw.declared, raw.stem) = (declared, plain(row.cell(stem)));
    let mut reading = Reading { grid, row, places, raw };
    let mut blanks: Vec<(u8, usize)> = Vec::new();
    for (column, field) in cells() {
        match field {
            Field::Blank(which) => blanks.push((which, column)),
            field => reading.take(field, column),
        }
    }
    reading.fill(blanks);
    Ok(reading.raw)
}

struct Reading<'a> {
    grid: &'a Grid,
    row: &'a Row,
    places: &'a mut Places,
    raw: Raw,
}

impl Reading<'_> {
    fn place(&mut self, column: usize) -> usize {
        self.places.add(self.grid, self.row, column)
    }

    fn take(&mut self, field: Field, column: usize) {
        let text = plain(self.row.cell(column));
        match field {
            Field::Stem | Field::Blank(_) | Field::Ignored => {}
            Field::Number => self.raw.number = text.parse().ok(),
            Field::Kind => self.raw.declared = line::kind_named(&text).or(self.raw.declared),
            Field::Options => self.all_options(&text, column),
            Field::Option(place) => {
                let line = self.place(column);
                self.converted(&text, line);
                let letter = char::from(b'A'.saturating_add(place.min(25)));
                self.raw.options.push(ReadOption { letter, text: without_mark(letter, &text), line });
            }
            Field::Prompt(_) => self.raw.prompts.push(text),
            Field::Answer => {
                let line = self.place(column);
                self.raw.answers.push((text, line));
            }
            Field::Explanation => self.raw.explanation = text,
            Field::Difficulty => {
                let line = self.place(column);
                self.raw.difficulty = Some((text, line));
            }
            Field::Topic => self.raw.topic = Some(text),
            Field::Basis => {
                let parts = text.split(['；', ';', '\n']).map(plain).filter(|part| !part.is_empty());
                self.raw.basis.extend(parts);
            }
            Field::Fixed => self.raw.fixed = text,
            Field::Tags => self.tags(&text, column),
        }
    }

    fn tags(&mut self, text: &str, column: usize) {
        let mut rest = Vec::new();
        for word in text.split([' ', '、', ',', '，', '\n']).filter(|word| !word.is_empty()) {
            if self.raw.difficulty.is_none() && difficulty(word).is_some() {
                let line = self.place(column);
                self.raw.difficulty = Some((word.to_owned(), line));
            } else {
                rest.push(word);
            }
        }
        if self.raw.topic.is_none() && !rest.is_empty() {
            self.raw.topic = Some(rest.join(" "));
        }
    }

    /// Options in one cell: lettered in any layout, or one a line.
    fn all_options(&mut self, text: &str, column: usize) {
        let line = self.place(column);
        let mut found: Vec<ReadOption> = Vec::new();
        for part in text.lines().filter(|part| !part.trim().is_empty()) {
            match line::options(part.trim(), line) {
                Some((lead, options)) if lead.trim().is_empty() => found.extend(options),
                _ => match found.last_mut() {
                    Some(option) => option.text.extend(["\n", part.trim()]),
                    None => break,
                },
            }
        }
        if found.is_empty() {
            let marks = if text.contains('\n') { ['\n', '\n'] } else { ['|', '；'] };
            let parts = text.split(marks).map(plain).filter(|part| !part.is_empty());
            found = ('A'..='Z').zip(parts).map(|(letter, text)| ReadOption { letter, text, line }).collect();
        }
        self.raw.options.extend(found);
    }

    /// Spreadsheets make 3月5日 of 3-5 and 1E+11 of a long number.
    fn converted(&mut self, text: &str, line: usize) {
        let date =
            text.strip_suffix('日').and_then(|rest| rest.split_once('月')).is_some_and(|(month, day)| {
                let small = |text: &str| text.parse().is_ok_and(|number: u8| number <= 31);
                small(month) && small(day)
            });
        let power = text
            .split_once("E+")
            .is_some_and(|(number, power)| number.parse::<f64>().is_ok() && power.parse::<u8>().is_ok());
        if date || power {
            self.raw.warnings.push(Unclear::LooksConverted.at(at(line)).with("text", text));
        }
    }

    /// Answers to blanks in columns of their own. Where the stem has no blank they stand at its end.
    fn fill(&mut self, mut blanks: Vec<(u8, usize)>) {
        blanks.sort_unstable();
        if let Some((_, first)) = blanks.first().copied() {
            let texts: Vec<String> = blanks.iter().map(|(_, column)| plain(self.row.cell(*column))).collect();
            let line = self.place(first);
            self.raw.declared = self.raw.declared.or(Some(Some(Kind::Blank)));
            self.raw.answers.push((texts.join("；"), line));
        }
        if self.raw.declared == Some(Some(Kind::Blank)) && !has_blank(&self.raw.stem) {
            let count = self.raw.answers.first().map_or(0, |(text, _)| answer::blanks(text, 1).0.len());
            if count > 0 && self.raw.options.is_empty() {
                self.raw.stem = format!("{} {}", self.raw.stem, vec!["____"; count].join("、"));
                let fault = Unclear::BlankAdded.at(at(self.raw.line));
                self.raw.warnings.push(fault.with("count", count));
            }
        }
    }
}

/// 「A.三日」 in the column of A.
fn without_mark(letter: char, text: &str) -> String {
    match line::options(text, 0) {
        Some(("", options)) => match options.as_slice() {
            [one] if one.letter == letter => one.text.clone(),
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

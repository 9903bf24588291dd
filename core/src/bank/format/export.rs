//! Questions into a file of any format, and what that format can't hold: every file is read again
//! before it leaves, and what came back otherwise is listed.

use super::{
    Format, ReadItem, docx, file, gift, json, moodle, qti, table,
    write::{answer, paper},
};
use crate::{
    bank::model::{Body, Key, Kind},
    kernel::{Error, Result},
};

/// A question with how it is filed.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub body: Body,
    /// 1 to 5.
    pub difficulty: Option<u8>,
    pub topic: Option<String>,
    /// 《行政许可法》第三十二条, or the heading that a clause goes by.
    pub clauses: Vec<String>,
}

crate::text_enum! {
    /// What of a question a format doesn't hold.
    pub enum Piece {
        /// The format has no such kind: the question is not in the file.
        Question = "question",
        Kind = "kind",
        Stem = "stem",
        Prompts = "prompts",
        Options = "options",
        /// Which options keep their place.
        Fixed = "fixed",
        Key = "key",
        Explanation = "explanation",
        Difficulty = "difficulty",
        Topic = "topic",
        Clauses = "clauses",
    }
}

/// What one question loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Its place among those that were given.
    pub place: usize,
    pub what: Vec<Piece>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub lost: Vec<Lost>,
}

/// The formats that are written.
pub const WRITTEN: [Format; 6] =
    [Format::Gift, Format::Moodle, Format::Qti3, Format::Xlsx, Format::Docx, Format::Json];

/// The ending of a file's name.
#[must_use]
pub const fn ending(format: Format) -> &'static str {
    match format {
        Format::Text | Format::Aiken => "txt",
        Format::Csv => "csv",
        Format::Xlsx => "xlsx",
        Format::Docx => "docx",
        Format::Gift => "gift.txt",
        Format::Moodle => "xml",
        Format::Qti2 | Format::Qti3 => "zip",
        Format::Json => "json",
    }
}

/// Whether a format has such a kind at all.
fn holds(format: Format, question: &Outgoing) -> bool {
    let blanks = question.body.key.blanks();
    match format {
        Format::Gift => question.body.kind != Kind::Ordering && blanks < 2,
        _ => true,
    }
}

/// Writes a file, in one of the formats [`WRITTEN`].
///
/// # Errors
/// `Internal` for what the container can't hold.
pub fn write(format: Format, questions: &[Outgoing]) -> Result<Exported> {
    let held: Vec<(usize, &Outgoing)> =
        questions.iter().enumerate().filter(|(_, question)| holds(format, question)).collect();
    let kept: Vec<&Outgoing> = held.iter().map(|(_, question)| *question).collect();
    let bytes = bytes(format, &kept)?;
    let mut lost: Vec<Lost> = (0..questions.len())
        .filter(|place| held.binary_search_by_key(place, |(held, _)| *held).is_err())
        .map(|place| Lost { place, what: vec![Piece::Question] })
        .collect();
    let again = file::understand(&bytes).map(|read| read.reading.items).unwrap_or_default();
    let alike = again.len() == held.len();
    for (at, (place, question)) in held.iter().enumerate() {
        let what = match again.get(at).filter(|_| alike) {
            Some(item) => changes(question, item),
            // One question became two, or two became one: each is looked at alone.
            None => alone(format, question)?,
        };
        if !what.is_empty() {
            lost.push(Lost { place: *place, what });
        }
    }
    lost.sort_by_key(|lost| lost.place);
    Ok(Exported { bytes, lost })
}

fn alone(format: Format, question: &Outgoing) -> Result<Vec<Piece>> {
    let bytes = bytes(format, &[question])?;
    let items = file::understand(&bytes).map(|read| read.reading.items).unwrap_or_default();
    Ok(match items.as_slice() {
        [item] => changes(question, item),
        _ => vec![Piece::Stem],
    })
}

fn bytes(format: Format, questions: &[&Outgoing]) -> Result<Vec<u8>> {
    match format {
        Format::Gift => Ok(gift::write::text(questions).into_bytes()),
        Format::Moodle => Ok(moodle::write::document(questions).into_bytes()),
        Format::Qti3 => qti::write::package(questions).map_err(Error::internal),
        Format::Xlsx => table::write::workbook(questions),
        Format::Docx => docx::write::document(&paper(questions)).map_err(Error::internal),
        Format::Json => json::write(questions),
        other => Err(Error::internal(format!("{other} is not written"))),
    }
}

/// What came back otherwise. The order of options is no part of an ordering or a matching.
fn changes(sent: &Outgoing, item: &ReadItem) -> Vec<Piece> {
    let Some(read) = &item.body else { return vec![Piece::Stem] };
    let body = &sent.body;
    let arranged = matches!(body.kind, Kind::Ordering | Kind::Matching);
    let texts = |body: &Body| {
        let mut texts: Vec<String> = body.options.iter().map(|option| option.text.clone()).collect();
        if arranged {
            texts.sort_unstable();
        }
        texts
    };
    let fixed = |body: &Body| body.options.iter().map(|option| option.fixed).collect::<Vec<_>>();
    let mut what = Vec::new();
    let mut check = |differs: bool, piece: Piece| {
        if differs {
            what.push(piece);
        }
    };
    check(read.kind != body.kind, Piece::Kind);
    check(with_short_blanks(&read.stem) != with_short_blanks(&body.stem), Piece::Stem);
    check(read.prompts != body.prompts, Piece::Prompts);
    check(texts(read) != texts(body), Piece::Options);
    check(!arranged && fixed(read) != fixed(body), Piece::Fixed);
    check(meant(read) != meant(body), Piece::Key);
    check(read.explanation != body.explanation, Piece::Explanation);
    check(sent.difficulty.is_some() && item.difficulty != sent.difficulty, Piece::Difficulty);
    check(sent.topic.is_some() && item.topic != sent.topic, Piece::Topic);
    check(item.clause_refs != sent.clauses, Piece::Clauses);
    what
}

/// A blank is a blank, however long.
fn with_short_blanks(stem: &str) -> String {
    let mut stem = stem.to_owned();
    while stem.contains("_____") {
        stem = stem.replace("_____", "____");
    }
    stem
}

/// What a key says, in words where the options may stand in any order.
fn meant(body: &Body) -> String {
    match &body.key {
        Key::Order { order: places } | Key::Pairs { pairs: places } => {
            let texts = places.iter().map(|place| body.options.get(usize::from(*place)));
            texts
                .map(|option| option.map_or("", |option| option.text.as_str()))
                .collect::<Vec<_>>()
                .join("\u{0}")
        }
        Key::Blanks { .. } => format!("{:?}", body.key),
        key => answer(key),
    }
}

#[cfg(test)]
mod tests;

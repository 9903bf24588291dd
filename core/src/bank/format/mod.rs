//! Questions in files: whatever trainers paste or upload, read into bodies, and bodies written out
//! again. A file that is no file of questions is refused as a whole; else every fault has its own
//! code and place, and a question with a fault has no body until it is mended.
//!
//! ```text
//! detect   what a file is, told from its content
//! file     a file of any format into a reading
//! build    the pieces that a format names into a question, with everything that is wrong with it
//! html, tree   what other systems write, as plain text and as a tree
//! aiken, gift, moodle, qti, table, docx, json   one format each
//!
//! Chinese text:
//! line     what one line is: a number, a section head, options, labels
//! gather   lines into raw questions, and answers that stand at the end to theirs
//! answer   what an answer says: letters, true or false, texts
//! stem     brackets and blanks in a stem
//! settle   a raw question into a body, with everything that is wrong with it
//! write    bodies into the same layout
//! ```

mod aiken;
mod answer;
mod build;
mod detect;
mod docx;
mod export;
mod file;
mod gather;
mod gift;
mod html;
mod json;
mod line;
mod moodle;
mod qti;
mod settle;
mod stem;
mod table;
mod tree;
mod words;
mod write;

use super::model::{Body, Kind};
use crate::kernel::Issue;

pub use crate::kernel::encoding::decode;
pub use detect::Format;
pub use export::{Exported, Lost, Outgoing, Piece, WRITTEN, ending, write};
pub use file::{FileReading, MAX_BYTES, read_file};
pub use table::{Column, Field, Mapping, template};
pub use words::{Language, message};
pub use write::{Written, write_text};

crate::codes! {
    /// What a text leaves unclear, beyond the flaws that any body can have. Places are `line:12`.
    pub enum Unclear in "bank" {
        MissingAnswer = "missing_answer",
        /// The answer is neither letters, nor true or false, nor the text of an option.
        UnreadableAnswer = "unreadable_answer",
        /// An answer letter that no option has.
        AnswerWithoutOption = "answer_without_option",
        /// Two answers to one question that don't agree.
        AnswersDiffer = "answers_differ",
        RepeatedLetter = "repeated_option_letter",
        /// A, C, D: an option may have been lost.
        MissingLetter = "missing_option_letter",
        /// Neither options nor a blank, and the answer is neither true nor false.
        UnknownKind = "unknown_kind",
        /// A kind that can't be read from text yet.
        KindNotSupported = "kind_not_supported",
        /// The same stem with another key: one of the two is wrong.
        SameStemOtherKey = "same_stem_other_key",
        /// Warning: the whole question stands here twice.
        SameQuestion = "same_question_twice",
        /// Warning: the answer was written in small letters or with blanks.
        LooseAnswer = "loosely_written_answer",
        /// Warning: the section or the tag says another kind than the content.
        KindContradicted = "kind_contradicted",
        /// Warning: called a multiple, and only one option is right.
        OneRightInMultiple = "one_right_in_multiple",
        /// Warning: a number is left out.
        NumberGap = "number_gap",
        /// Warning: a number stands twice.
        NumberRepeated = "number_repeated",
        /// Warning: the label difficulty is neither 1 to 5 nor a word for it.
        UnknownDifficulty = "unknown_difficulty",
        /// Warning: a line that belongs to no question.
        StrayLine = "stray_line",
        /// Warning: an answer at the end for a number that no question has.
        AnswerWithoutQuestion = "answer_without_question",
        /// Warning: nothing that looks like a question.
        NoQuestions = "no_questions",
        /// A kind of question that other systems have and this one hasn't.
        ElementNotSupported = "element_not_supported",
        /// GIFT: braces that are never closed.
        UnclosedBrace = "unclosed_brace",
        /// A question of a package whose file is not in it.
        MissingPart = "missing_part",
        /// An answer of JSON that doesn't have the shape of a question.
        NoQuestion = "no_question_shape",
        /// Warning: a picture or a recording that a stem can't hold.
        MediaLeftOut = "media_left_out",
        /// Warning: scripts or forms were taken out.
        ScriptLeftOut = "script_left_out",
        /// Warning: the stem had no blank; one stands at its end now.
        BlankAdded = "blank_added",
        /// Warning: a blank that offered a choice is now filled in; what it offered stands beside it.
        ChoiceAsBlank = "choice_as_blank",
        /// Warning: an answer that was worth a part of the points.
        PartialCredit = "partial_credit_left_out",
        /// Warning: a share of the points that no system gives.
        OddShare = "odd_share",
        /// Warning: the right answer was told from its colour or weight.
        AnswerByMark = "answer_by_mark",
        /// Warning: a spreadsheet seems to have made a date or a power of it.
        LooksConverted = "looks_converted",
        /// Warning: a cell that shows an error.
        CellError = "cell_error",
        /// Warning: a rate of right answers taken for a difficulty.
        DifficultyAsRate = "difficulty_as_rate",
        /// Warning: a column that nothing is known of.
        ColumnLeftOut = "column_left_out",
        /// Warning: no column says what is asked; the columns want to be mapped.
        NoStemColumn = "no_stem_column",
    }
}

crate::codes! {
    /// Why a file is refused as a whole. Places are `file`, `line:3` or `part:item.xml:3`.
    pub enum Unusable in "bank" {
        EmptyFile = "empty_file",
        TooLarge = "file_too_large",
        /// Neither text nor an office document nor a package: a program, a picture, a PDF.
        UnknownFormat = "unknown_format",
        UnknownEncoding = "unknown_encoding",
        OldOffice = "old_office_format",
        Encrypted = "encrypted_file",
        BrokenArchive = "broken_archive",
        Bomb = "archive_bomb",
        BrokenXml = "broken_xml",
        /// Declares a document type or entities of its own.
        ForbiddenXml = "forbidden_xml",
        /// XML that nests or branches beyond reason.
        XmlTooLarge = "xml_too_large",
        BrokenWorkbook = "broken_workbook",
        BrokenJson = "broken_json",
        /// More questions than a centre has.
        TooMany = "too_many_in_file",
    }
}

/// More than any centre has.
pub const MAX_QUESTIONS: usize = 20_000;

/// What was understood of a whole text.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub items: Vec<ReadItem>,
    /// What belongs to no single question. Nothing here keeps the others from being accepted.
    pub warnings: Vec<Issue>,
    /// The columns of a table, and what each was taken for.
    pub columns: Vec<Column>,
}

/// One question of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadItem {
    /// Where it begins: `line:12`, `paragraph:12`, `cell:单选题!B3`, `part:item.xml:2`.
    pub at: String,
    /// The line, paragraph or row of that place, from 1.
    pub line: usize,
    /// As printed before it.
    pub number: Option<u64>,
    /// What was understood, to be mended where there is no body.
    pub parts: Parts,
    /// Whole and without a flaw, exactly if there are no issues.
    pub body: Option<Body>,
    pub issues: Vec<Issue>,
    pub warnings: Vec<Issue>,
    /// 【依据】, one for each line or part between semicolons: headings or citations, as written.
    pub clause_refs: Vec<String>,
    /// 1 to 5.
    pub difficulty: Option<u8>,
    /// 【知识点】, as written.
    pub topic: Option<String>,
}

/// The pieces of a question, right or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub kind: Option<Kind>,
    pub stem: String,
    pub options: Vec<ReadOption>,
    pub answer: String,
    pub explanation: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOption {
    /// As shown, in capitals.
    pub letter: char,
    pub text: String,
    pub line: usize,
}

/// The place of a line in an [`Issue`].
fn at(line: usize) -> String {
    format!("line:{line}")
}

/// Reads pasted text.
#[must_use]
pub fn read_text(text: &str) -> Reading {
    let mut reading = read_lines(text);
    file::finish(&mut reading);
    reading
}

fn read_lines(text: &str) -> Reading {
    let (raw, mut warnings) = gather::gather(text);
    if raw.is_empty() {
        warnings.push(Unclear::NoQuestions.at(at(1)));
    }
    Reading { items: settle::settle(raw), warnings, columns: Vec::new() }
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod real;
#[cfg(test)]
mod tests;

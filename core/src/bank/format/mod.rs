//! Questions as text: blocks that trainers paste or upload, read into bodies, and bodies written
//! out again. Reading never fails as a whole; every fault has its own code and line, and a question
//! with a fault has no body until it is mended.
//!
//! ```text
//! line     what one line is: a number, a section head, options, labels
//! gather   lines into raw questions, and answers that stand at the end to theirs
//! answer   what an answer says: letters, true or false, texts
//! stem     brackets and blanks in a stem
//! settle   a raw question into a body, with everything that is wrong with it
//! write    bodies into the same layout
//! ```

mod answer;
mod gather;
mod line;
mod settle;
mod stem;
mod write;

use super::model::{Body, Kind};
use crate::kernel::Issue;

pub use crate::kernel::encoding::decode;
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
    }
}

/// What was understood of a whole text.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub items: Vec<ReadItem>,
    /// What belongs to no single question. Nothing here keeps the others from being accepted.
    pub warnings: Vec<Issue>,
}

/// One question of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadItem {
    /// The line it begins on, from 1.
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

/// Reads pasted or uploaded text.
#[must_use]
pub fn read_text(text: &str) -> Reading {
    let (raw, mut warnings) = gather::gather(text);
    if raw.is_empty() {
        warnings.push(Unclear::NoQuestions.at(at(1)));
    }
    Reading { items: settle::settle(raw), warnings }
}

#[cfg(test)]
mod tests;

//! The nouns of grading: the sheet that papers are marked by, marks, rulings, results.

use serde::{Deserialize, Serialize};

use super::ruling::{Change, Marking};
use crate::{
    bank::model::{Key, QuestionId, Response, RevisionId},
    exam::ExamId,
    kernel::{Instant, PersonId, Points, Share},
    paper::Policy,
    people::GroupId,
    sitting::model::{SittingId, SittingKey},
};

crate::text_enum! {
    /// What an answer came to.
    pub enum Verdict {
        Right = "right",
        Partly = "partly",
        Wrong = "wrong",
        /// The question was ruled void.
        Void = "void",
    }
}

crate::text_enum! {
    /// What can be decided about a question after the exam.
    pub enum RulingKind {
        /// It counts for nobody; papers that have it are rescaled.
        Void = "void",
        /// Another key is the right one.
        CorrectKey = "correct_key",
        /// Another key is right as well.
        AcceptAlso = "accept_also",
        /// Everyone gets its points; only where every paper has it.
        FullPoints = "full_points",
    }
}

crate::text_enum! {
    pub enum RulingState {
        Proposed = "proposed",
        Applied = "applied",
        Withdrawn = "withdrawn",
    }
}

impl RulingKind {
    /// The change that a kind and its key stand for; none if a key is missing or too many.
    #[must_use]
    pub fn change(self, key: Option<Key>) -> Option<Change> {
        match (self, key) {
            (Self::Void, None) => Some(Change::Void),
            (Self::FullPoints, None) => Some(Change::EveryoneFull),
            (Self::CorrectKey, Some(key)) => Some(Change::CorrectKey { key }),
            (Self::AcceptAlso, Some(key)) => Some(Change::AcceptAnother { key }),
            _ => None,
        }
    }
}

/// A decision on one question of an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    pub exam: ExamId,
    /// Counts from 1 within the exam.
    pub no: i32,
    /// The question's index in the frozen pool.
    pub index: u32,
    pub question: QuestionId,
    pub kind: RulingKind,
    /// For a corrected or a further key.
    pub key: Option<Key>,
    pub reason: String,
    pub author: PersonId,
    /// Who confirmed or withdrew it.
    pub second: Option<PersonId>,
    pub state: RulingState,
    pub at: Instant,
    pub decided_at: Option<Instant>,
    /// Marks that follow it carry this number or a higher one.
    pub applied_as: Option<i32>,
    /// How many people's points it moved.
    pub moved: Option<i32>,
}

/// How one section is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetSection {
    pub count: u32,
    pub points_each: Points,
    pub policy: Policy,
}

/// How one question of the pool is marked.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetQuestion {
    pub question: QuestionId,
    pub revision: RevisionId,
    pub marking: Marking,
}

/// The marking sheet of an exam under all rulings up to one. It holds every key of the exam and
/// never leaves core.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub ruling: i32,
    pub sections: Vec<SheetSection>,
    /// By index in the frozen pool.
    pub questions: Vec<SheetQuestion>,
}

/// One question of a marked paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    /// Index in the frozen pool.
    pub index: u32,
    pub section: u16,
    /// With options as the revision counts them.
    pub response: Option<Response>,
    /// By the key in force, also of a void question.
    pub share: Share,
    pub points: Points,
    pub full: Points,
    pub verdict: Verdict,
}

/// A marked paper: the sum, and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The number of the last ruling it follows.
    pub ruling: i32,
    pub points: Points,
    pub full: Points,
    pub detail: Vec<Marked>,
}

/// A mark with the sitting it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkOf {
    pub sitting: SittingKey,
    pub mark: Mark,
}

/// A released mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamResult {
    pub exam: ExamId,
    pub person: PersonId,
    pub sitting: SittingId,
    /// The ruling that its mark follows.
    pub ruling: i32,
    pub points: Points,
    pub full: Points,
    pub passed: bool,
    pub excellent: bool,
    /// Within the group; none for who sat not ranked.
    pub place: Option<i32>,
    pub group: Option<GroupId>,
    /// How many of the group are ranked.
    pub group_size: i32,
}

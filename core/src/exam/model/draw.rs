//! The draw of an exam: who witnessed it, what was added to it, and what changed in between.

use super::{Drawn, Exam, ExamRow, ExamSession, Promise, Unranked};
use crate::{
    bank::model::{Kind, QuestionId, QuestionState},
    kernel::{Instant, PersonId},
    paper::{
        CandidateId,
        commitment::{Contribution, Digest, Digests},
        export::Addendum,
    },
    people::PersonRef,
};

/// What one witness added to the seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Counts from 1 in order of arrival.
    pub no: i32,
    pub person: PersonId,
    pub contribution: Contribution,
    pub at: Instant,
}

crate::text_enum! {
    /// What was decided on a question that changed between publication and exam.
    pub enum ConcernChoice {
        /// Withdrawn from the papers that nobody had begun.
        Replaced = "replaced",
        Kept = "kept",
    }
}

/// What somebody decided on a question that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<P> {
    pub choice: ConcernChoice,
    pub reason: String,
    pub by: P,
    pub at: Instant,
}

/// A question of the pool that is not as it was frozen.
#[derive(Clone, Debug, PartialEq)]
pub struct Concern {
    /// Index in the frozen pool.
    pub place: u32,
    pub question: QuestionId,
    pub kind: Kind,
    pub label: u8,
    /// As it was frozen.
    pub stem: String,
    pub state: QuestionState,
    /// There is another revision by now.
    pub revised: bool,
    /// Papers that ask it.
    pub papers: usize,
    /// Those of them that nobody has begun.
    pub open: usize,
    pub decision: Option<Decision<PersonRef>>,
}

/// Somebody who came onto the list after publication.
#[derive(Clone, Debug)]
pub struct Late {
    pub person: PersonRef,
    pub candidate: CandidateId,
    pub place: i32,
    pub session: ExamSession,
    pub unranked: Option<Unranked>,
    /// The number of the addendum.
    pub addendum: i32,
}

/// An addendum to the draw, and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Counts from 1.
    pub no: i32,
    pub addendum: Addendum,
    pub by: PersonRef,
    pub at: Instant,
}

/// The draw of an exam as everyone may see it.
#[derive(Clone, Debug)]
pub struct Draw {
    pub exam: Exam,
    pub c: Digest,
    pub committed_at: Instant,
    pub digests: Digests,
    /// In the frozen pool.
    pub questions: usize,
    /// On the list that was committed.
    pub candidates: u32,
    pub contributions: Vec<Witnessed>,
    /// A manager who ended the witnessing before its hour.
    pub closed_by: Option<PersonRef>,
    pub drawn: Drawn,
    pub addenda: Vec<Added>,
    /// The caller's own id on the list.
    pub own: Option<CandidateId>,
}

/// A draw in the list of draws.
#[derive(Clone, Debug)]
pub struct DrawRow {
    pub exam: ExamRow,
    pub promise: Promise,
    pub contributions: i64,
}

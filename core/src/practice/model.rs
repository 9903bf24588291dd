//! A run of practice, an answer in it, and the entries of a wrong-answer book.

use serde::{Deserialize, Serialize};

use crate::{
    bank::model::{Body, Key, QuestionId, QuestionState, Response, RevisionId, TopicId},
    exam::ExamId,
    grading::model::Verdict,
    kernel::{Instant, PersonId, Share},
    materials::{ClauseRef, Topic},
};

crate::define_id! {
    /// One run of practice.
    PracticeId,
}

crate::text_enum! {
    /// Where a run's questions come from.
    pub enum PracticeSource {
        /// The own wrong-answer book.
        Wrong = "wrong",
        /// A topic and all below it.
        Topic = "topic",
    }
}

/// What somebody wants to practise.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub source: PracticeSource,
    /// Narrows the book; a must for a topic.
    pub topic: Option<TopicId>,
    pub count: usize,
}

/// A question of a run, with its options in the order shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posed {
    pub question: QuestionId,
    pub revision: RevisionId,
    /// `options[place]` is the revision's index of the option shown at that place.
    pub options: Vec<u8>,
}

/// A run as it is kept.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: PracticeId,
    pub person: PersonId,
    pub source: PracticeSource,
    pub topic: Option<TopicId>,
    pub questions: Vec<Posed>,
}

/// A run with what its questions say, in order.
#[derive(Clone, Debug)]
pub struct Practice {
    pub id: PracticeId,
    pub questions: Vec<(Posed, Body)>,
}

/// What an answer came to, told at once. Option numbers are places as shown.
#[derive(Clone, Debug)]
pub struct Trial {
    pub verdict: Verdict,
    pub share: Share,
    pub key: Key,
    pub explanation: String,
    pub clauses: Vec<ClauseRef>,
}

/// The exam in which a question was last missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedIn {
    pub id: ExamId,
    pub title: String,
}

/// A line of a book as it is kept.
#[derive(Clone, Debug)]
pub struct WrongLine {
    pub question: QuestionId,
    /// The revision that was missed last.
    pub revision: RevisionId,
    /// The question as it stands in the bank now.
    pub state: QuestionState,
    pub current: RevisionId,
    pub topic: TopicId,
    pub response: Option<Response>,
    pub exam: Option<MissedIn>,
    pub times_wrong: i32,
    pub right_in_row: i32,
    /// When it was missed last.
    pub at: Instant,
}

/// A line with all there is to learn from it. Options count as the revision does.
#[derive(Clone, Debug)]
pub struct WrongItem {
    pub line: WrongLine,
    pub topic: Topic,
    pub body: Body,
    pub clauses: Vec<ClauseRef>,
}

/// How much there is to practise under one of the topics at the root.
#[derive(Clone, Debug)]
pub struct TopicPractice {
    pub topic: Topic,
    pub available: usize,
    /// Kept back by an exam that is not over.
    pub closed: usize,
    /// In the own book and not mastered.
    pub wrong: usize,
}

/// A question that somebody missed in a released exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    pub person: PersonId,
    pub question: QuestionId,
    pub revision: RevisionId,
    pub response: Option<Response>,
}

//! 题库: the questions, their revisions and their life from draft to live to retired. Only live
//! questions are drawn; a revision never changes once written; the reviewer is never the author.
//! Who opens another's key leaves a trace, and is not put that question in an exam.

mod exporting;
mod finding;
pub mod fold;
pub mod format;
pub mod model;
mod reading;
pub mod rule;
pub mod service;
mod store;
mod table;

pub use model::{
    Answered, Body, Choice, Facets, Filed, Key, Kind, PoolQuestion, Question, QuestionId, QuestionInput,
    QuestionRow, QuestionState, Revision, RevisionId, Statistics,
};

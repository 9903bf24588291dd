//! 练习: the wrong-answer book (错题本) and self-tests. It reads what was released and never counts
//! for a rank. A question in the closed pool of an exam that is not over appears nowhere in it, and
//! is not answered either; one that was answered rightly twice in a row is mastered.

pub mod model;
pub mod rule;
pub mod service;
mod store;
mod table;

pub use model::{Practice, PracticeId, PracticeSource, Trial, WrongItem};
pub use rule::{PracticeIssue, PracticeRefusal};

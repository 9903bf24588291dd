//! 题库: the questions, their revisions and their life from draft to live to retired. Only live
//! questions are drawn; a revision never changes once written; the reviewer is never the author.

pub mod fold;
pub mod model;
pub mod rule;

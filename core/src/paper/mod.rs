//! 试卷: from a blueprint to what each person is asked. Everything in this room is pure: the same
//! frozen pool, seed and candidate give the same bytes on every machine, for ever.
//!
//! A [`Blueprint`] says what a paper must be. At publication the pool is frozen and the blueprint
//! becomes an allocation: how many questions come from each cell, the same for every paper.

pub mod blueprint;
pub mod model;

pub use blueprint::{
    Blueprint, BlueprintIssue, LabelMargin, Section, Selection, Target, Template, TopicMargin,
};
pub use model::{Asked, CandidateId, Estimate, Paper, Policy, PoolQuestion};

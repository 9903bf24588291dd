//! 试卷: from a blueprint to what each person is asked. All but the keeping of blueprints, pools and
//! papers in [`service`] is pure: the same frozen pool, seed and candidate give the same bytes on every machine,
//! for ever.
//!
//! A [`Blueprint`] says what a paper must be. At publication the pool is frozen and the blueprint
//! becomes an allocation: how many questions come from each cell, the same for every paper.
//! [`Deal`] then draws each candidate's paper, [`commitment`] fixes beforehand what it draws from, and
//! [`verify`] derives every paper again from the proof in [`export`].

pub mod allocation;
pub mod blueprint;
pub mod commitment;
pub mod difficulty;
pub mod draw;
pub mod export;
pub mod fairness;
#[cfg(test)]
mod fixture;
mod matching;
pub mod model;
pub mod service;
mod store;
mod table;
pub mod verify;

pub use allocation::{AllocationReport, CellCount, Gap, Reach, report};
pub use blueprint::{
    Blueprint, BlueprintIssue, LabelMargin, Section, Selection, Target, Template, TopicMargin,
};
pub use draw::{Avoid, Candidate, Deal, DrawFault, Drawn, Frozen, Parameters, Rules, places};
pub use model::{
    Asked, BlueprintId, BlueprintRow, BlueprintSource, BlueprintVersion, CandidateId, Estimate,
    KeptBlueprint, Paper, Policy, PoolQuestion,
};
pub use service::Pool;

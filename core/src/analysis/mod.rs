//! 试题分析: what the responses say of the questions, the papers and the exam. Pure engines over
//! one compact matrix, in which every sitting may have a paper of its own: classical statistics,
//! Rasch difficulties, and the few questions that the evidence asks a person to look at again.

pub mod classical;
mod evidence;
pub mod flags;
mod gather;
#[cfg(test)]
mod lsat;
pub mod model;
pub mod rasch;
pub mod report;
pub mod service;

pub use model::{Analysis, AnalysisSettings, Responses};
pub use report::analyse;
pub use service::Analyst;

//! 考试: a scheduled test from draft to release. Publishing freezes the pool, the blueprint, its
//! allocation and the list of candidates in one unit and promises them by a hash; witnesses add to the
//! seed until their hour, and only then the papers are drawn in the background and become visible all
//! at once. From then on an exam tells what was
//! fixed and never changes it. It is over when nobody can answer any more, extra time included.

mod book;
mod handout;
pub mod model;
pub mod rule;
pub mod service;
mod shelf;
mod store;
mod table;

pub use book::Book;
pub use handout::handout;
pub use model::{
    Admission, Attendance, Candidate, Draw, DrawRow, Drawn, Entrant, Exam, ExamId, ExamKind, ExamRow,
    ExamSession, ExamSessionId, ExamState, Layout, Leave, LeaveReason, Leaving, OnLeaving, PersonalExam,
    Phase, Plan, PointsRelease, ReviewRelease, SessionPlan, Unranked,
};
pub use rule::{ExamIssue, ExamRefusal};
pub use service::SupplyIssue;
pub use shelf::Shelf;

//! Use cases of exams.

mod attendance;
mod drafting;
mod drawing;
mod lookup;
mod publishing;
mod supply;
mod told;

pub use super::store::ExamFilter;
pub use attendance::{confirm_leave, list_candidates, move_candidate, state_leave, withdraw_leave};
pub use drafting::{Check, check, check_plan, create, discard, edit, template};
pub use drawing::{DRAW, draw_papers};
pub use lookup::{admission, closed_questions, drawn, entrants, exams_of_person, get, list};
pub use publishing::publish;
pub use supply::SupplyIssue;
pub use told::{hold_open, release, renew_marks, set_ruling};

use super::{
    model::{Exam, ExamId, ExamState},
    rule::ExamRefusal,
    store,
};
use crate::{
    kernel::{Error, Result},
    unit::Unit,
};

/// Why a change to a draft at some version did not happen.
async fn draft_refused(unit: &Unit, id: ExamId, version: i32) -> Error {
    match find(unit, id).await {
        Err(cause) => cause,
        Ok(exam) if exam.version != version => Error::Stale { current: exam.version },
        Ok(exam) if exam.state != ExamState::Draft => ExamRefusal::NotDraft.into(),
        Ok(_) => Error::internal("a draft at the version asked for was not changed"),
    }
}

async fn find(unit: &Unit, id: ExamId) -> Result<Exam> {
    store::find(unit.tx(), id).await?.ok_or(Error::NotFound("exam"))
}

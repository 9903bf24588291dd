//! Use cases of exams.

mod attendance;
mod concerns;
mod drafting;
mod drawing;
mod fairness;
mod forms;
mod late;
mod lookup;
mod proof;
mod publishing;
mod supply;
mod told;
mod witnessing;

pub use super::store::ExamFilter;
pub use attendance::{confirm_leave, list_candidates, move_candidate, state_leave, withdraw_leave};
pub use concerns::{Replacement, concerns, keep_question, plan_replacement, replace};
pub use drafting::{Check, check, check_plan, create, discard, edit, template};
pub use drawing::{DRAW, draw_papers};
pub use fairness::{Fairness, SheetBasis, fairness};
pub use forms::{Form, FormQuestion, Forms, forms};
pub use late::add_candidate;
pub use lookup::{admission, closed_questions, drawn, entrants, exams_of_person, get, list};
pub use proof::{own_proof, proof};
pub use publishing::publish;
pub use supply::SupplyIssue;
pub use told::{hold_open, release, renew_marks, set_ruling};
pub use witnessing::{close_witnessing, contribute, draw, fix_due, list_draws};

use super::{
    model::{Exam, ExamId, ExamState},
    rule::ExamRefusal,
    store,
};
use crate::{
    kernel::{Error, Result},
    news::{self, model::Telling},
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

/// What pages of an exam should hear.
async fn tell(unit: &Unit, exam: ExamId, what: &'static str) -> Result<()> {
    let told = Telling { exam: Some(exam.0), sitting: None, what, data: serde_json::json!({}) };
    news::service::tell(unit.tx(), unit.cx(), unit.now(), vec![told]).await
}

//! Questions that changed between publication and exam. Whose paper is still open is told by the
//! sittings and put together here.

use actix_web::{
    get, post,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    bank::{Kind, QuestionId, QuestionState},
    exam::{
        self, ExamId,
        model::{ConcernChoice, Decision},
    },
    kernel::Instant,
    people, sitting,
};

use crate::{
    front::{
        Problem, Problems, Require,
        guard::{Call, ExamManage, ExamRead},
    },
    people::wire::PersonRef,
};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConcernDecision {
    choice: ConcernChoice,
    reason: String,
    by: PersonRef,
    at: Instant,
}

impl From<Decision<people::PersonRef>> for ConcernDecision {
    fn from(decision: Decision<people::PersonRef>) -> Self {
        Self { choice: decision.choice, reason: decision.reason, by: decision.by.into(), at: decision.at }
    }
}

/// A question of the pool that is not as it was frozen, or on which something was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Concern {
    /// In the frozen pool.
    index: u32,
    question: QuestionId,
    /// As it was frozen.
    stem: String,
    kind: Kind,
    label: u8,
    /// Where it is now.
    state: QuestionState,
    /// There is another revision by now.
    revised: bool,
    /// Papers that ask it.
    papers: usize,
    /// Those of them that nobody has begun.
    open: usize,
    #[schema(required)]
    decision: Option<ConcernDecision>,
}

impl From<exam::model::Concern> for Concern {
    fn from(concern: exam::model::Concern) -> Self {
        Self {
            index: concern.place,
            question: concern.question,
            stem: concern.stem,
            kind: concern.kind,
            label: concern.label,
            state: concern.state,
            revised: concern.revised,
            papers: concern.papers,
            open: concern.open,
            decision: concern.decision.map(ConcernDecision::from),
        }
    }
}

async fn found(call: &Call, id: ExamId) -> Result<Json<Vec<Concern>>, Problem> {
    let begun = sitting::service::people_of(call.db(), id).await?;
    let found = exam::service::concerns(call.db(), &call.app().shelf, call.cx(), id, &begun).await?;
    Ok(Json(found.into_iter().map(Concern::from).collect()))
}

/// Questions on the papers of an exam that were edited, found stale or retired since it was published.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Vec<Concern>), Problems)
)]
#[get("/exams/{id}/concerns")]
pub(super) async fn list_concerns(
    call: Require<ExamRead>,
    id: Path<ExamId>,
) -> Result<Json<Vec<Concern>>, Problem> {
    found(&call, id.into_inner()).await
}

yuekao_core::text_enum! {
    pub enum ConcernVerb {
        /// For everybody who has not begun, as an addendum.
        Replace = "replace",
        Keep = "keep",
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ConcernInput {
    choice: ConcernVerb,
    #[schema(example = "依据条款已废止")]
    reason: String,
}

/// Takes such a question out of the papers that nobody has begun, or keeps it.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("index" = u32, Path)),
    request_body = ConcernInput,
    responses((status = OK, body = Vec<Concern>), Problems)
)]
#[post("/exams/{id}/concerns/{index}")]
pub(super) async fn decide_concern(
    call: Require<ExamManage>,
    path: Path<(ExamId, u32)>,
    input: Json<ConcernInput>,
) -> Result<Json<Vec<Concern>>, Problem> {
    let (id, index) = path.into_inner();
    let (db, shelf, cx) = (call.db(), &call.app().shelf, call.cx());
    match input.choice {
        ConcernVerb::Replace => {
            sitting::service::replace_question(db, shelf, cx, id, index, &input.reason).await?;
        }
        ConcernVerb::Keep => {
            exam::service::keep_question(db, shelf, cx, id, index, &input.reason).await?;
        }
    }
    found(&call, id).await
}

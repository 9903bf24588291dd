use actix_web::{
    post,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId, ExamSessionId, Unranked},
    kernel::PersonId,
    paper::CandidateId,
};

use crate::{
    front::{Problem, Problems, Require, guard::ExamManage},
    people::wire::PersonRef,
};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LateInput {
    person: PersonId,
    session: ExamSessionId,
}

/// Somebody who came onto the list after the draw.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LateCandidate {
    person: PersonRef,
    candidate: CandidateId,
    place: i32,
    session_no: i32,
    #[schema(required)]
    unranked: Option<Unranked>,
    /// The number of the addendum that says so.
    addendum: i32,
}

/// Puts somebody on the list of an exam whose papers are drawn: the next paper of the decks, as an
/// addendum that everybody can see.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path)),
    request_body = LateInput,
    responses((status = OK, body = LateCandidate), Problems)
)]
#[post("/exams/{id}/candidates")]
pub(super) async fn add_candidate(
    call: Require<ExamManage>,
    id: Path<ExamId>,
    input: Json<LateInput>,
) -> Result<Json<LateCandidate>, Problem> {
    let shelf = &call.app().shelf;
    let late = exam::service::add_candidate(
        call.db(),
        shelf,
        call.cx(),
        id.into_inner(),
        input.person,
        input.session,
    )
    .await?;
    Ok(Json(LateCandidate {
        person: late.person.into(),
        candidate: late.candidate,
        place: late.place,
        session_no: late.session.no,
        unranked: late.unranked,
        addendum: late.addendum,
    }))
}

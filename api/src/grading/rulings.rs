//! Rulings: proposed by one, previewed, confirmed by another.

use actix_web::{
    get, post,
    web::{Json, Path},
};
use yuekao_core::{
    exam::ExamId,
    grading::{model::Ruling as CoreRuling, service},
    kernel::Error,
    people,
};

use super::wire::{Ruling, RulingInput, RulingPreview, RulingQuery};
use crate::front::{
    Problem, Problems, Require,
    guard::{Call, GradingRead, GradingRule},
};

/// All rulings of an exam, in the order in which they were proposed.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Vec<Ruling>), Problems)
)]
#[get("/exams/{id}/rulings")]
pub(super) async fn list_rulings(
    call: Require<GradingRead>,
    id: Path<ExamId>,
) -> Result<Json<Vec<Ruling>>, Problem> {
    let rulings = service::list_rulings(call.db(), id.into_inner()).await?;
    Ok(Json(told(&call, rulings).await?))
}

/// Who would move by how much. Nothing is stored.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path)),
    request_body = RulingQuery,
    responses((status = OK, body = RulingPreview), Problems)
)]
#[post("/exams/{id}/rulings/preview")]
pub(super) async fn preview_ruling(
    call: Require<GradingRule>,
    id: Path<ExamId>,
    query: Json<RulingQuery>,
) -> Result<Json<RulingPreview>, Problem> {
    let RulingQuery { question, kind, key } = query.into_inner();
    let marker = &call.app().marker;
    let preview =
        service::preview(marker, call.db(), call.cx(), id.into_inner(), question, kind, key).await?;
    let moved: Vec<_> = preview.moved.iter().map(|moved| moved.person).collect();
    let people = people::service::refs(call.db(), &moved).await?;
    Ok(Json(RulingPreview::of(preview, &people)))
}

/// Proposes a ruling. Nothing moves until a second person confirms it.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = RulingInput,
    responses((status = OK, body = Ruling), Problems)
)]
#[post("/exams/{id}/rulings")]
pub(super) async fn propose_ruling(
    call: Require<GradingRule>,
    id: Path<ExamId>,
    input: Json<RulingInput>,
) -> Result<Json<Ruling>, Problem> {
    let RulingInput { question, kind, key, reason } = input.into_inner();
    let wanted = service::Proposal { question, kind, key, reason };
    let (marker, id) = (&call.app().marker, id.into_inner());
    let ruling = match service::propose(marker, call.db(), call.cx(), id, wanted).await {
        // Sent again after a lost reply: the last that this person proposed is meant.
        Err(Error::Already(_)) => {
            let me = call.cx().caller()?.id;
            let mut rulings = service::list_rulings(call.db(), id).await?;
            rulings.retain(|ruling| ruling.author == me);
            rulings.pop().ok_or(Error::NotFound("ruling"))?
        }
        proposed => proposed?,
    };
    one(&call, ruling).await
}

/// Confirms a proposed ruling as the second person; everyone is marked again.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path), ("no" = i32, Path)),
    responses((status = OK, body = Ruling), Problems)
)]
#[post("/exams/{id}/rulings/{no}/confirm")]
pub(super) async fn confirm_ruling(
    call: Require<GradingRule>,
    path: Path<(ExamId, i32)>,
) -> Result<Json<Ruling>, Problem> {
    let (exam, no) = path.into_inner();
    let ruling = service::confirm(&call.app().marker, call.db(), call.cx(), exam, no).await?;
    one(&call, ruling).await
}

/// Takes a proposed ruling back.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path), ("no" = i32, Path)),
    responses((status = OK, body = Ruling), Problems)
)]
#[post("/exams/{id}/rulings/{no}/withdraw")]
pub(super) async fn withdraw_ruling(
    call: Require<GradingRule>,
    path: Path<(ExamId, i32)>,
) -> Result<Json<Ruling>, Problem> {
    let (exam, no) = path.into_inner();
    let ruling = service::withdraw(call.db(), call.cx(), exam, no).await?;
    one(&call, ruling).await
}

async fn one(call: &Call, ruling: CoreRuling) -> Result<Json<Ruling>, Problem> {
    let mut told = told(call, vec![ruling]).await?;
    Ok(Json(told.pop().ok_or_else(|| Error::internal("a ruling of nobody"))?))
}

/// Rulings with the names of who made them and the stem they speak of.
async fn told(call: &Call, rulings: Vec<CoreRuling>) -> Result<Vec<Ruling>, Problem> {
    let people: Vec<_> =
        rulings.iter().flat_map(|ruling| [Some(ruling.author), ruling.second]).flatten().collect();
    let people = people::service::refs(call.db(), &people).await?;
    let mut told = Vec::with_capacity(rulings.len());
    for ruling in rulings {
        let stem = service::ruled_stem(&call.app().marker, call.db(), &ruling).await?;
        told.extend(Ruling::of(ruling, stem, &people));
    }
    Ok(told)
}

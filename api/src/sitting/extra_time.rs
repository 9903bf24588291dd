//! Extra time for one person alone: given before the start, agreed by two after it.

use std::collections::HashMap;

use actix_web::{
    get, post,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    exam::ExamId,
    kernel::{Error, Instant, PersonId},
    people,
    sitting::{
        machine::Sitting,
        model::{Decision, ExtraTime as CoreExtraTime, ExtraTimeId, SittingId},
        service,
    },
};

use crate::{
    front::{
        Problem, Problems, Require,
        guard::{Call, SittingInvigilate, SittingWatch},
    },
    people::wire::PersonRef,
};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ExtraTimeInput {
    person: PersonId,
    #[schema(minimum = 1, maximum = 240)]
    minutes: i32,
    #[schema(example = "键盘故障，更换 8 分钟")]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExtraTime {
    id: ExtraTimeId,
    exam: ExamId,
    #[schema(required)]
    person: Option<PersonRef>,
    #[schema(required)]
    sitting: Option<SittingId>,
    minutes: i32,
    reason: String,
    #[schema(required)]
    author: Option<PersonRef>,
    at: Instant,
    /// Given before the start, by one.
    before_start: bool,
    state: Decision,
    /// Who confirmed or withdrew it.
    #[schema(required)]
    second: Option<PersonRef>,
    #[schema(required)]
    decided_at: Option<Instant>,
    /// The person's deadline as it stands now.
    #[schema(required)]
    deadline: Option<Instant>,
    /// It waits, the sitting has ended, and confirming opens it again: the minutes run from then.
    reopens: bool,
}

/// Gives one person extra time. For somebody who has begun it is a proposal that another
/// invigilator confirms.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = ExtraTimeInput,
    responses((status = OK, body = ExtraTime), Problems)
)]
#[post("/exams/{id}/extra-time")]
pub(super) async fn give_extra_time(
    call: Require<SittingInvigilate>,
    id: Path<ExamId>,
    input: Json<ExtraTimeInput>,
) -> Result<Json<ExtraTime>, Problem> {
    let ExtraTimeInput { person, minutes, reason } = input.into_inner();
    let exam = id.into_inner();
    let given = match service::give_extra_time(call.db(), call.cx(), exam, person, minutes, &reason).await {
        Err(Error::Already(id)) => service::find_extra_time(call.db(), exam, ExtraTimeId(id)).await?,
        given => given?,
    };
    one(&call, given).await
}

/// All extra time that single persons of an exam were given or are proposed for, newest first.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Vec<ExtraTime>), Problems)
)]
#[get("/exams/{id}/extra-time")]
pub(super) async fn list_extra_time(
    call: Require<SittingWatch>,
    id: Path<ExamId>,
) -> Result<Json<Vec<ExtraTime>>, Problem> {
    let exam = id.into_inner();
    let all = service::list_extra_time(call.db(), exam).await?;
    let sittings = if all.is_empty() { Vec::new() } else { service::list_of_exam(call.db(), exam).await? };
    Ok(Json(told(&call, all, sittings).await?))
}

/// Agrees as the second person; the open page hears it, and what has ended opens again.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("extra" = ExtraTimeId, Path)),
    responses((status = OK, body = ExtraTime), Problems)
)]
#[post("/exams/{id}/extra-time/{extra}/confirm")]
pub(super) async fn confirm_extra_time(
    call: Require<SittingInvigilate>,
    path: Path<(ExamId, ExtraTimeId)>,
) -> Result<Json<ExtraTime>, Problem> {
    let (exam, extra) = path.into_inner();
    one(&call, service::confirm_extra_time(call.db(), call.cx(), exam, extra).await?).await
}

/// Takes proposed extra time back.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("extra" = ExtraTimeId, Path)),
    responses((status = OK, body = ExtraTime), Problems)
)]
#[post("/exams/{id}/extra-time/{extra}/withdraw")]
pub(super) async fn withdraw_extra_time(
    call: Require<SittingInvigilate>,
    path: Path<(ExamId, ExtraTimeId)>,
) -> Result<Json<ExtraTime>, Problem> {
    let (exam, extra) = path.into_inner();
    one(&call, service::withdraw_extra_time(call.db(), call.cx(), exam, extra).await?).await
}

async fn one(call: &Call, extra: CoreExtraTime) -> Result<Json<ExtraTime>, Problem> {
    let sitting = service::find_of(call.db(), extra.exam, extra.person).await?;
    let mut told = told(call, vec![extra], sitting.into_iter().collect()).await?;
    Ok(Json(told.pop().ok_or_else(|| Error::internal("extra time of nobody"))?))
}

async fn told(call: &Call, all: Vec<CoreExtraTime>, sittings: Vec<Sitting>) -> Result<Vec<ExtraTime>, Error> {
    let sittings: HashMap<PersonId, Sitting> =
        sittings.into_iter().map(|sitting| (sitting.head().person, sitting)).collect();
    let named: Vec<PersonId> = all
        .iter()
        .flat_map(|extra| [Some(extra.person), Some(extra.author), extra.second])
        .flatten()
        .collect();
    let people = people::service::refs(call.db(), &named).await?;
    let name = |person| people.get(&person).cloned().map(PersonRef::from);
    let told = all.into_iter().map(|extra| {
        let sitting = sittings.get(&extra.person);
        ExtraTime {
            id: extra.id,
            exam: extra.exam,
            person: name(extra.person),
            sitting: sitting.map(|sitting| sitting.head().key.id),
            minutes: extra.minutes,
            author: name(extra.author),
            at: extra.at,
            before_start: extra.before_start,
            second: extra.second.and_then(name),
            decided_at: extra.decided_at,
            deadline: sitting.map(|sitting| sitting.head().deadline()),
            reopens: extra.state == Decision::Proposed
                && sitting.is_some_and(|sitting| sitting.ending().is_some()),
            state: extra.state,
            reason: extra.reason,
        }
    });
    Ok(told.collect())
}

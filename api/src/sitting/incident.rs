//! Incidents: what made answers late, reported by one and confirmed by another.

use actix_web::{
    get, post,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    exam::ExamId,
    kernel::{Error, Instant},
    people,
    sitting::{
        model::{Decision, Incident as CoreIncident, IncidentId, Scope},
        service::{self, Happened},
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
pub(super) struct IncidentInput {
    from: Instant,
    to: Instant,
    scope: Scope,
    #[schema(example = "二楼交换机故障，网络中断约 12 分钟")]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Incident {
    id: IncidentId,
    from: Instant,
    to: Instant,
    scope: Scope,
    /// The department's name, where one was struck.
    #[schema(required)]
    scope_name: Option<String>,
    reason: String,
    #[schema(required)]
    author: Option<PersonRef>,
    at: Instant,
    state: Decision,
    /// Who confirmed or withdrew it.
    #[schema(required)]
    second: Option<PersonRef>,
    #[schema(required)]
    decided_at: Option<Instant>,
    /// Whose late answers it takes in: as things stand while it is proposed, and those that count
    /// by it once it is confirmed.
    people: usize,
    answers: usize,
}

/// Reports what made answers late, and whom it struck. Nothing counts until another invigilator
/// confirms it.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = IncidentInput,
    responses((status = OK, body = Incident), Problems)
)]
#[post("/exams/{id}/incidents")]
pub(super) async fn open_incident(
    call: Require<SittingInvigilate>,
    id: Path<ExamId>,
    input: Json<IncidentInput>,
) -> Result<Json<Incident>, Problem> {
    let IncidentInput { from, to, scope, reason } = input.into_inner();
    let (exam, happened) = (id.into_inner(), Happened { from, to, scope, reason });
    let opened = match service::open_incident(call.db(), call.cx(), exam, happened).await {
        Err(Error::Already(id)) => service::get_incident(call.db(), exam, IncidentId(id)).await?,
        opened => opened?,
    };
    one(&call, opened).await
}

/// All incidents of an exam, newest first.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Vec<Incident>), Problems)
)]
#[get("/exams/{id}/incidents")]
pub(super) async fn list_incidents(
    call: Require<SittingWatch>,
    id: Path<ExamId>,
) -> Result<Json<Vec<Incident>>, Problem> {
    let all = service::list_incidents(call.db(), id.into_inner()).await?;
    Ok(Json(told(&call, all).await?))
}

/// Agrees as the second person: the late answers that the page stamped in time count, of all alike,
/// and everyone is marked again.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("incident" = IncidentId, Path)),
    responses((status = OK, body = Incident), Problems)
)]
#[post("/exams/{id}/incidents/{incident}/confirm")]
pub(super) async fn confirm_incident(
    call: Require<SittingInvigilate>,
    path: Path<(ExamId, IncidentId)>,
) -> Result<Json<Incident>, Problem> {
    let (exam, incident) = path.into_inner();
    one(&call, service::confirm_incident(call.db(), call.cx(), exam, incident).await?).await
}

/// Takes a reported incident back.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("incident" = IncidentId, Path)),
    responses((status = OK, body = Incident), Problems)
)]
#[post("/exams/{id}/incidents/{incident}/withdraw")]
pub(super) async fn withdraw_incident(
    call: Require<SittingInvigilate>,
    path: Path<(ExamId, IncidentId)>,
) -> Result<Json<Incident>, Problem> {
    let (exam, incident) = path.into_inner();
    one(&call, service::withdraw_incident(call.db(), call.cx(), exam, incident).await?).await
}

async fn one(call: &Call, incident: CoreIncident) -> Result<Json<Incident>, Problem> {
    let mut told = told(call, vec![incident]).await?;
    Ok(Json(told.pop().ok_or_else(|| Error::internal("an incident of nobody"))?))
}

async fn told(call: &Call, all: Vec<CoreIncident>) -> Result<Vec<Incident>, Error> {
    let named: Vec<_> =
        all.iter().flat_map(|incident| [Some(incident.author), incident.second]).flatten().collect();
    let people = people::service::refs(call.db(), &named).await?;
    let name = |person| people.get(&person).cloned().map(PersonRef::from);
    let departments = people::service::departments(call.db()).await?;
    let mut told = Vec::with_capacity(all.len());
    for incident in all {
        let found = service::found(call.db(), &incident).await?;
        let struck = match &incident.scope {
            Scope::Department { department } => departments.iter().find(|one| one.id == *department),
            Scope::All | Scope::Window { .. } => None,
        };
        told.push(Incident {
            scope_name: struck.map(|department| department.name.clone()),
            author: name(incident.author),
            second: incident.second.and_then(name),
            people: found.people,
            answers: found.answers,
            id: incident.id,
            from: incident.from,
            to: incident.to,
            scope: incident.scope,
            reason: incident.reason,
            at: incident.at,
            state: incident.state,
            decided_at: incident.decided_at,
        });
    }
    Ok(told)
}

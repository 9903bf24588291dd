use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use yuekao_core::{
    audit::{self, service::AuditFilter},
    kernel::PersonId,
    people,
};

use super::wire::AuditRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::AuditRead};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// A deed or the beginning of one: `exam.`.
    deed: Option<String>,
    person: Option<PersonId>,
    /// What the deed was done to.
    subject: Option<Uuid>,
}

/// Who did what, newest first.
#[utoipa::path(tag = "audit", params(Filter, ListQuery), responses((status = OK, body = PageBody<AuditRow>), Problems))]
#[get("/audit")]
pub(super) async fn list_audit(
    call: Require<AuditRead>,
    filter: Query<Filter>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<AuditRow>>, Problem> {
    let Filter { deed, person, subject } = filter.into_inner();
    let filter = AuditFilter { deed, person: person.map(|id| id.0), subject };
    let page = audit::service::list(call.db().read(), filter, &list.request()?).await?;
    let people: Vec<PersonId> = page.items.iter().filter_map(|row| row.person).map(PersonId).collect();
    let refs = people::service::refs(call.db(), &people).await?;
    Ok(Json(PageBody::of(page, |row| {
        let person = row.person.and_then(|id| refs.get(&PersonId(id)).cloned()).map(Into::into);
        AuditRow::of(row, person)
    })))
}

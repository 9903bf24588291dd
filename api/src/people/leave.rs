use actix_web::{HttpResponse, post, web::Path};
use yuekao_core::{access, kernel::PersonId};

use crate::front::{Problem, Problems, Require, guard::PeopleManage};

/// Marks someone as left: every session ends, nothing is deleted.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path)), responses((status = NO_CONTENT), Problems))]
#[post("/people/{id}/leave")]
pub(super) async fn mark_person_left(
    call: Require<PeopleManage>,
    id: Path<PersonId>,
) -> Result<HttpResponse, Problem> {
    access::service::leave(&call.app().access, call.db(), call.cx(), id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

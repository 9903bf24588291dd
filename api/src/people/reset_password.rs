use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::{access, kernel::PersonId};

use super::wire::NewPassword;
use crate::front::{Problem, Problems, Require, guard::PeopleManage};

/// Gives someone a new first password, to be changed at the next sign-in.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path)), responses((status = OK, body = NewPassword), Problems))]
#[post("/people/{id}/first-password")]
pub(super) async fn reset_password(
    call: Require<PeopleManage>,
    id: Path<PersonId>,
) -> Result<Json<NewPassword>, Problem> {
    let first_password =
        access::service::reset_password(&call.app().access, call.db(), call.cx(), id.into_inner()).await?;
    Ok(Json(NewPassword { first_password }))
}

use actix_web::{
    put,
    web::{Json, Path},
};
use yuekao_core::{kernel::PersonId, people};

use super::wire::{Person, PersonEdit};
use crate::front::{IfMatch, Problem, Problems, Require, Tagged, guard::PeopleManage};

/// Changes a person, from the version that was read.
#[utoipa::path(
    tag = "people",
    params(("id" = PersonId, Path), ("If-Match" = String, Header)),
    request_body = PersonEdit,
    responses((status = OK, body = Person), Problems)
)]
#[put("/people/{id}")]
pub(super) async fn edit_person(
    call: Require<PeopleManage>,
    id: Path<PersonId>,
    version: IfMatch,
    edit: Json<PersonEdit>,
) -> Result<Tagged<Person>, Problem> {
    let edit = edit.into_inner().into();
    let person = people::service::edit(call.db(), call.cx(), id.into_inner(), version.0, edit).await?;
    let version = person.version;
    Ok(Tagged(person.into(), version))
}

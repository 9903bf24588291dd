use actix_web::{get, web::Path};
use yuekao_core::{kernel::PersonId, people};

use super::wire::Person;
use crate::front::{Problem, Problems, Require, Tagged, guard::PeopleRead};

/// One person.
#[utoipa::path(tag = "people", params(("id" = PersonId, Path)), responses((status = OK, body = Person), Problems))]
#[get("/people/{id}")]
pub(super) async fn get_person(
    call: Require<PeopleRead>,
    id: Path<PersonId>,
) -> Result<Tagged<Person>, Problem> {
    let person = people::service::get(call.db(), id.into_inner()).await?;
    people::service::may_see(call.cx(), &person)?;
    let version = person.version;
    Ok(Tagged(person.into(), version))
}

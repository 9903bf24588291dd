use actix_web::{get, web::Json};
use yuekao_core::{access, people};

use super::wire::Me;
use crate::front::{Problem, Problems, SignedInAny};

/// Who is signed in, and what they may do.
#[utoipa::path(tag = "access", responses((status = OK, body = Me), Problems))]
#[get("/me")]
pub(super) async fn get_me(call: SignedInAny) -> Result<Json<Me>, Problem> {
    let person = people::service::get(call.db(), call.cx().caller()?.id).await?;
    let must_change = access::service::must_change_password(call.db(), person.id).await?;
    Ok(Json(Me::of(person, must_change)))
}

use actix_web::{HttpResponse, put, web::Json};
use yuekao_core::access;

use super::wire::PasswordChange;
use crate::front::{Problem, Problems, SignedInAny};

/// Changes the caller's password and ends all other sessions. The access token in use still says
/// that the first password must be changed: refresh it.
#[utoipa::path(tag = "access", request_body = PasswordChange, responses((status = NO_CONTENT), Problems))]
#[put("/me/password")]
pub(super) async fn change_password(
    call: SignedInAny,
    change: Json<PasswordChange>,
) -> Result<HttpResponse, Problem> {
    let PasswordChange { current, new } = change.into_inner();
    access::service::change_password(&call.app().access, call.db(), call.cx(), current, new).await?;
    Ok(HttpResponse::NoContent().finish())
}

use actix_web::{HttpResponse, delete};
use yuekao_core::access;

use super::wire::without_cookie;
use crate::front::{Problem, Problems, SignedInAny};

/// Ends this session.
#[utoipa::path(tag = "access", responses((status = NO_CONTENT), Problems))]
#[delete("/session")]
pub(super) async fn sign_out(call: SignedInAny) -> Result<HttpResponse, Problem> {
    access::service::sign_out(&call.app().access, call.db(), call.cx()).await?;
    Ok(without_cookie())
}

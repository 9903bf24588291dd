use actix_web::{HttpResponse, delete};
use yuekao_core::access;

use super::wire::without_cookie;
use crate::front::{Problem, Problems, SignedInAny};

/// Ends every session of the caller, on all devices.
#[utoipa::path(tag = "access", responses((status = NO_CONTENT), Problems))]
#[delete("/sessions")]
pub(super) async fn sign_out_everywhere(call: SignedInAny) -> Result<HttpResponse, Problem> {
    access::service::sign_out_everywhere(&call.app().access, call.db(), call.cx()).await?;
    Ok(without_cookie())
}

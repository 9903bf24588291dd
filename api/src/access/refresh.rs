use actix_web::{HttpRequest, HttpResponse, http::StatusCode, post};
use yuekao_core::{
    access::{self, rule::AccessRefusal},
    kernel::{Error, error::Unknown},
};

use super::wire::{COOKIE, SignedIn, hand_out};
use crate::front::{Open, Problem, Problems};

/// Gives a new access token for the refresh cookie. Only our own pages send the header, which
/// another origin can't.
#[utoipa::path(
    tag = "access",
    security(()),
    params(("X-Yuekao" = String, Header, description = "1")),
    responses((status = OK, body = SignedIn), Problems)
)]
#[post("/session/refresh")]
pub(super) async fn refresh_session(call: Open, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let foreign_site = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| site.as_bytes() != b"same-origin" && site.as_bytes() != b"none");
    if foreign_site || !request.headers().contains_key("x-yuekao") {
        return Err(Problem::new(StatusCode::FORBIDDEN, AccessRefusal::ForeignOrigin));
    }
    let cookie = request.cookie(COOKIE).ok_or(Error::Unauthenticated(Unknown::NoToken))?;
    let app = call.app();
    let signed_in = access::service::refresh(&app.access, &app.db, call.cx(), cookie.value()).await?;
    Ok(hand_out(signed_in, call.cx().now(), app.is_secure()))
}

use actix_web::{HttpRequest, HttpResponse, post, web::Json};
use yuekao_core::access;

use super::wire::{Credentials, SignedIn, hand_out};
use crate::front::{Open, Problem, Problems, address};

/// Signs in by employee number and password.
#[utoipa::path(tag = "access", security(()), request_body = Credentials, responses((status = OK, body = SignedIn), Problems))]
#[post("/session")]
pub(super) async fn sign_in(
    call: Open,
    request: HttpRequest,
    credentials: Json<Credentials>,
) -> Result<HttpResponse, Problem> {
    let Credentials { number, password } = credentials.into_inner();
    let address = address::of(&request, &call.app().settings.trusted_proxies);
    let app = call.app();
    let signed_in =
        access::service::sign_in(&app.access, &app.db, call.cx(), number.trim(), password, &address).await?;
    Ok(hand_out(signed_in, call.cx().now(), app.is_secure()))
}

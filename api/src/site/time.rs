use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CacheDirective},
};

use super::wire::Time;
use crate::front::{Open, Problem, Problems};

/// The server's clock, from which a page takes its offset.
#[utoipa::path(tag = "site", security(()), responses((status = OK, body = Time), Problems))]
#[get("/time")]
pub(super) async fn get_time(call: Open) -> Result<HttpResponse, Problem> {
    let no_store = (CACHE_CONTROL, CacheDirective::NoStore.to_string());
    Ok(HttpResponse::Ok().insert_header(no_store).json(Time { now: call.cx().now() }))
}

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Path, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::file::{
    self,
    model::{FileId, Ticket},
    rule::shown_in_page,
};

use crate::front::{Open, Problem, Problems, upload};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Signed {
    /// When the address ends, in seconds since 1970.
    e: i64,
    /// The signature over both.
    s: String,
}

/// A file by the signed address that another operation gave. Images and videos can be shown in a
/// page; everything else is saved.
#[utoipa::path(
    tag = "file",
    params(("id" = uuid::Uuid, Path), Signed),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"), Problems),
    security(())
)]
#[get("/files/{id}")]
pub(super) async fn open_file(
    call: Open,
    id: Path<FileId>,
    signed: Query<Signed>,
) -> Result<HttpResponse, Problem> {
    let Signed { e, s } = signed.into_inner();
    let ticket = Ticket { file: id.into_inner(), ends: e, signature: s };
    let (stored, bytes) = file::service::open(call.db(), &call.app().files, call.cx(), &ticket).await?;
    let mut response = HttpResponse::Ok();
    // Whatever it is, it runs nothing here even if a browser opens it by itself.
    response.insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"));
    response.insert_header((header::CACHE_CONTROL, "private, max-age=3600"));
    if !shown_in_page(&stored.media_type) {
        response.insert_header(upload::attachment(&stored.name));
    }
    Ok(response.content_type(stored.media_type).body(bytes))
}

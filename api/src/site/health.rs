use actix_web::HttpResponse;

/// The process runs.
pub(super) async fn healthz() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

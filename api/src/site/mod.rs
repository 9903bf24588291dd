//! What pages need to know of the service before anyone signs in, and what machines ask of it.

mod health;
mod metrics;
mod ready;
#[expect(clippy::module_inception, reason = "the site itself is one of its operations")]
mod site;
mod time;
mod wire;

use actix_web::{HttpResponse, web};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(site::get_site).service(time::get_time);
}

/// Asked by machines, outside the API.
pub fn outside(config: &mut web::ServiceConfig) {
    config
        .route("/healthz", web::get().to(health::healthz))
        .route("/readyz", web::get().to(ready::readyz))
        .route("/metrics", web::get().to(metrics::metrics));
}

/// Where the description of every operation lies.
pub const DESCRIPTION: &str = "/api/v1/openapi.json";

/// Serves the description, which is tried before the operations that it describes.
pub fn described(spec: web::Bytes) -> impl FnOnce(&mut web::ServiceConfig) {
    let answer = move || {
        let spec = spec.clone();
        async move { HttpResponse::Ok().content_type("application/json").body(spec) }
    };
    move |config| {
        config.route(DESCRIPTION, web::get().to(answer));
    }
}

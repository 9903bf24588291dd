//! The audit log over HTTP: read it, check it. Nobody changes it.

mod list;
mod verify;
mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list::list_audit).service(verify::verify_audit);
}

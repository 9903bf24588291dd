//! Stored files over HTTP: by signed addresses, because neither an image nor a link can send a
//! token.

mod open;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(open::open_file);
}

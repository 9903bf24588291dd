//! What the responses say, over HTTP: for managers and inspectors, once nobody sits any more.

mod exam;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(exam::analyse_exam);
}

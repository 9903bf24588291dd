//! What pages should hear, as a stream.

mod stream;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config.service(stream::hear_news);
}

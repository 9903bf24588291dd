//! The wrong-answer book and practice over HTTP, for whoever asks alone. A key leaves with the book
//! and with the answer to an answer, never with a question that is still to be answered.

mod answer;
mod begin;
mod topics;
pub mod wire;
mod wrong;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(wrong::list_wrong)
        .service(topics::list_practice_topics)
        .service(begin::begin_practice)
        .service(answer::answer_practice);
}

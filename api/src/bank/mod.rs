//! The question bank over HTTP. Keys are in these answers: they go to trainers, managers and
//! inspectors only, and opening another's leaves a trace.

mod accept;
mod accept_read;
mod create;
mod edit;
mod export;
mod export_losses;
mod facets;
mod get;
mod list;
mod read;
mod read_file;
mod retire;
mod review;
mod send_back;
mod submit;
mod template;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;
use yuekao_core::bank::{self, QuestionId};

use crate::front::{Problem, Tagged, guard::Call};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list::list_questions)
        .service(facets::count_questions)
        .service(create::create_question)
        .service(get::get_question)
        .service(edit::edit_question)
        .service(submit::submit_question)
        .service(accept::accept_question)
        .service(send_back::send_back_question)
        .service(retire::retire_question)
        .service(read::read_questions)
        .service(read_file::read_question_file)
        .service(export::export_questions)
        .service(export_losses::list_export_losses)
        .service(template::question_template)
        .service(accept_read::accept_questions)
        .service(review::list_review);
}

/// A question as it stands after a deed, or when it is opened.
async fn opened(call: &Call, id: QuestionId) -> Result<Tagged<wire::Question>, Problem> {
    let question = bank::service::open(call.db(), call.cx(), id).await?;
    let version = question.version;
    Ok(Tagged(question.into(), version))
}

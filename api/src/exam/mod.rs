//! Exams over HTTP: from the template to the published exam, and who sits it.

mod add_candidate;
mod candidates;
mod check;
mod close_draw;
mod concerns;
mod contribute;
mod create;
mod discard;
mod draw;
mod draw_wire;
mod draws;
mod edit;
mod fairness;
mod forms;
mod get;
mod leave;
mod list;
mod move_candidate;
mod my;
mod proof;
mod publish;
mod template;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;
use yuekao_core::exam;

use self::wire::Exam;
use crate::front::{Problem, Tagged, guard::Call};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(template::exam_template)
        .service(check::check_exam_plan)
        .service(list::list_exams)
        .service(create::create_exam)
        .service(get::get_exam)
        .service(edit::edit_exam)
        .service(discard::discard_exam)
        .service(check::check_exam)
        .service(publish::publish_exam)
        .service(candidates::list_candidates)
        .service(add_candidate::add_candidate)
        .service(move_candidate::move_candidate)
        .service(leave::state_leave)
        .service(leave::confirm_leave)
        .service(leave::withdraw_leave)
        .service(draws::list_draws)
        .service(draw::get_draw)
        .service(contribute::witness_draw)
        .service(close_draw::close_witnessing)
        .service(concerns::list_concerns)
        .service(concerns::decide_concern)
        .service(proof::get_proof)
        .service(proof::get_my_proof)
        .service(fairness::get_fairness)
        .service(forms::get_forms)
        .service(forms::download_forms)
        .service(my::list_my_exams);
}

/// An exam as every operation on it answers.
pub(crate) async fn answer(call: &Call, exam: exam::Exam) -> Result<Tagged<Exam>, Problem> {
    let drawn = exam::service::drawn(call.db(), &exam).await?;
    let version = exam.version;
    Ok(Tagged(Exam::of(exam, drawn, call.cx().now()), version))
}

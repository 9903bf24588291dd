//! Sitting an exam, and watching it, over HTTP. What a taker's page receives has no field that
//! could hold a key.

mod answer;
mod board;
mod board_stream;
mod doubt;
mod end;
mod event;
mod extend;
mod extra_time;
mod facts;
mod flag;
mod hand_in;
mod holder;
mod incident;
mod message;
mod root;
mod start;
mod state;
mod stream;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(answer::answer_question)
        .service(start::start_sitting)
        .service(flag::flag_question)
        .service(doubt::doubt_question)
        .service(event::report_event)
        .service(hand_in::hand_in)
        .service(state::get_sitting_state)
        .service(stream::hear_sitting)
        .service(board::get_board)
        .service(board_stream::hear_board)
        .service(extend::extend_exam)
        .service(end::end_sitting)
        .service(extra_time::give_extra_time)
        .service(extra_time::list_extra_time)
        .service(extra_time::confirm_extra_time)
        .service(extra_time::withdraw_extra_time)
        .service(incident::open_incident)
        .service(incident::list_incidents)
        .service(incident::confirm_incident)
        .service(incident::withdraw_incident)
        .service(facts::list_facts)
        .service(message::send_message)
        .service(message::list_messages)
        .service(root::list_roots)
        .service(root::export_roots)
        .service(root::get_my_receipt);
}

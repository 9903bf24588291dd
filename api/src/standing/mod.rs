//! Standings over HTTP: the scheme, values, months and the leaderboard. Who sees which line is
//! decided below; nothing here shows more.

mod explanation;
mod export;
mod leaderboard;
mod month;
mod months;
mod notice;
mod publish;
mod scheme;
mod trend;
mod values;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(months::list_standing_months)
        .service(scheme::get_scheme)
        .service(scheme::set_scheme)
        .service(scheme::confirm_scheme)
        .service(scheme::withdraw_scheme)
        .service(values::values_template)
        .service(values::import_values)
        .service(notice::begin_notice)
        .service(publish::publish_standing)
        .service(export::export_standing)
        .service(explanation::explain_standing)
        .service(month::get_standing)
        .service(trend::list_my_standings)
        .service(leaderboard::get_leaderboard);
}

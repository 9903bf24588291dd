//! Results, rulings and the release over HTTP. A key leaves by the review alone, once it is open.

mod my_result;
mod my_results;
mod release;
mod results;
mod rulings;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(my_results::list_my_results)
        .service(my_result::get_my_result)
        .service(results::list_results)
        .service(rulings::list_rulings)
        .service(rulings::preview_ruling)
        .service(rulings::propose_ruling)
        .service(rulings::confirm_ruling)
        .service(rulings::withdraw_ruling)
        .service(release::release_exam);
}

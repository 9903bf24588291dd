//! Signing in and out, and the own account.

mod change_password;
mod me;
mod refresh;
mod sign_in;
mod sign_out;
mod sign_out_everywhere;
mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(sign_in::sign_in)
        .service(refresh::refresh_session)
        .service(sign_out::sign_out)
        .service(sign_out_everywhere::sign_out_everywhere)
        .service(me::get_me)
        .service(change_password::change_password);
}

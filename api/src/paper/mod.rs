//! Blueprints that are kept to be used again, over HTTP.

mod blueprints;
mod get;
mod keep;
mod retire;
mod revise;
mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(blueprints::list_blueprints)
        .service(keep::keep_blueprint)
        .service(get::get_blueprint)
        .service(revise::revise_blueprint)
        .service(retire::retire_blueprint);
}

//! The archive over HTTP.

mod edit;
mod get;
mod list;
mod topics;
mod upload;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(topics::list_topics)
        .service(list::list_materials)
        .service(upload::upload_material)
        .service(get::get_material)
        .service(edit::edit_material);
}

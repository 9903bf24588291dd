//! The register of people over HTTP.

mod departments;
mod edit;
mod get;
mod groups;
mod import;
mod leave;
mod list;
mod reset_password;
mod template;
pub mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(template::people_template)
        .service(import::import_people)
        .service(list::list_people)
        .service(get::get_person)
        .service(edit::edit_person)
        .service(leave::mark_person_left)
        .service(reset_password::reset_password)
        .service(departments::list_departments)
        .service(groups::list_groups);
}

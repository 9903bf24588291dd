use actix_web::{get, web::Json};

use super::wire::Site;
use crate::front::{Open, Problem, Problems};

/// The name of the centre, and whether this is a demo.
#[utoipa::path(tag = "site", security(()), responses((status = OK, body = Site), Problems))]
#[get("/site")]
pub(super) async fn get_site(call: Open) -> Result<Json<Site>, Problem> {
    let settings = &call.app().settings;
    Ok(Json(Site {
        name: settings.name.clone(),
        demo: settings.demo,
        demo_password: None,
        demo_accounts: Vec::new(),
        insecure: settings.insecure && settings.tls.is_none(),
        time: call.cx().now(),
    }))
}

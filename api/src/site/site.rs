use actix_web::{get, web::Json};

use super::wire::{DemoAccount, Site};
use crate::{
    demo,
    front::{Open, Problem, Problems},
};

/// The name of the centre, and whether this is a demo.
#[utoipa::path(tag = "site", security(()), responses((status = OK, body = Site), Problems))]
#[get("/site")]
pub(super) async fn get_site(call: Open) -> Result<Json<Site>, Problem> {
    let settings = &call.app().settings;
    Ok(Json(Site {
        name: settings.name.clone(),
        demo: settings.demo,
        demo_password: settings.demo.then_some(demo::PASSWORD),
        demo_accounts: if settings.demo { accounts() } else { Vec::new() },
        insecure: settings.insecure && settings.tls.is_none(),
        time: call.cx().now(),
    }))
}

fn accounts() -> Vec<DemoAccount> {
    let account =
        |(number, name, role): (&str, String, _)| DemoAccount { number: number.to_owned(), name, role };
    demo::accounts().into_iter().map(account).collect()
}

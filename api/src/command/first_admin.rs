use std::process::ExitCode;

use yuekao_api::config::Settings;
use yuekao_core::access;

use super::{Failure, app, say};

pub(super) async fn run(settings: Settings, number: &str, name: &str) -> Result<ExitCode, Failure> {
    let app = app(settings).await?;
    let password = access::service::first_admin(&app.db, &app.context("command"), number, name).await?;
    say(&format!("number: {number}\nfirst password: {password}\nIt has to be changed at the first sign-in."))
}

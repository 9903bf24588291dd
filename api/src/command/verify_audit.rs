use std::process::ExitCode;

use yuekao_api::config::Settings;
use yuekao_core::audit;

use super::{Failure, app, say};

pub(super) async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let app = app(settings.clone()).await?;
    let verdict = audit::service::verify(app.db.read(), app.clock.now()).await?;
    say(&format!(
        "links: {}\nhead: {}\nunlinked: {}",
        verdict.head.no,
        hex::encode(verdict.head.hash),
        verdict.unlinked
    ))?;
    match verdict.broken {
        None => say("the chain is whole"),
        Some(broken) => {
            say(&format!("BROKEN at link {}: {}", broken.no, broken.why))?;
            Ok(ExitCode::from(1))
        }
    }
}

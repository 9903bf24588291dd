use std::process::ExitCode;

use yuekao_api::config::Settings;

use super::{Failure, say};

pub(super) fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    say(&serde_json::to_string_pretty(&settings.without_secrets())?)
}

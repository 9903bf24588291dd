use std::process::ExitCode;

use super::{Failure, say};

pub(super) fn run() -> Result<ExitCode, Failure> {
    say(&yuekao_api::server::openapi().to_pretty_json()?)
}

//! The one binary: serves, and does what keeping a service asks for.

mod command;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = command::Cli::parse();
    match actix_web::rt::System::new().block_on(command::run(cli)) {
        Ok(code) => code,
        Err(error) => {
            command::complain(&error);
            ExitCode::from(2)
        }
    }
}

//! The subcommands, one file each.

mod backup;
mod bank_read;
mod config;
mod first_admin;
mod migrate;
mod openapi;
mod restore;
mod seed;
mod serve;
mod verify;
mod verify_audit;
mod verify_root;
mod verify_words;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use yuekao_api::{app::App, config::Settings};
use yuekao_core::{
    access::AccessSettings,
    kernel::{Chance, Clock, SystemChance, SystemClock},
    paper::commitment::Digest,
    unit::Db,
};

use verify_root::Known;
use verify_words::Language;

type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
#[command(
    name = "yuekao",
    version,
    about = "月考: the exam and question bank service of an administrative service centre"
)]
pub(crate) struct Cli {
    /// The settings file.
    #[arg(long, global = true, env = "YUEKAO_CONFIG", default_value = "yuekao.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests.
    Serve,
    /// Bring the database's schema up to this version.
    Migrate,
    /// Print the description of the API.
    Openapi,
    /// Print the settings in force, without secrets.
    Config,
    /// Copy the database, the stored files and the key into a new folder, while the service runs.
    Backup {
        #[arg(long)]
        to: PathBuf,
    },
    /// Bring a backup back into an empty place.
    Restore {
        #[arg(long)]
        from: PathBuf,
    },
    /// Fill an empty database.
    Seed {
        /// With the demo: a centre in its third month.
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Make the first admin of an empty centre and print the first password.
    FirstAdmin {
        /// The employee number to sign in with.
        #[arg(long)]
        number: String,
        #[arg(long)]
        name: String,
    },
    /// Check a file without database or network: the proof of an exam's papers, a receipt, or the
    /// published roots of an exam. Ends with 1 and names what differs if it does not hold.
    Verify {
        /// The file as it was saved from the page of the exam; what it is stands in it.
        file: PathBuf,
        /// The own paper as it was saved from the same page: only that one is checked.
        #[arg(long)]
        paper: Option<PathBuf>,
        /// For a receipt: the file of the published roots.
        #[arg(long)]
        against: Option<PathBuf>,
        /// A root that was noted down or printed, in hexadecimal.
        #[arg(long)]
        root: Option<Digest>,
        #[arg(long, value_enum, default_value_t = Language::Zh)]
        language: Language,
    },
    /// Check the audit log's hash chain; ends with 1 if it is broken.
    VerifyAudit,
    /// Questions in files.
    Bank {
        #[command(subcommand)]
        deed: BankDeed,
    },
}

#[derive(Subcommand)]
enum BankDeed {
    /// Say what is understood of files, without server or database; ends with 2 if nothing is.
    Read {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A line of JSON for each file.
        #[arg(long)]
        json: bool,
        #[arg(long, value_enum, default_value_t = Language::Zh)]
        language: Language,
    },
}

pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let settings = || Settings::load(&cli.config);
    match cli.command {
        // Whoever checks a proof has no service and no settings.
        Command::Verify { file, paper, against, root, language } => {
            let known = Known { against: against.as_deref(), root };
            verify::run(&file, paper.as_deref(), known, language)
        }
        // Neither has who reads files.
        Command::Bank { deed: BankDeed::Read { files, json, language } } => {
            bank_read::run(&files, json, language.into())
        }
        Command::Openapi => openapi::run(),
        Command::Serve => serve::run(settings()?).await,
        Command::Migrate => migrate::run(&settings()?).await,
        Command::Config => config::run(&settings()?),
        Command::Backup { to } => backup::run(settings()?, &to).await,
        Command::Restore { from } => restore::run(&settings()?, &from).await,
        Command::Seed { .. } => seed::run(settings()?).await,
        Command::FirstAdmin { number, name } => first_admin::run(settings()?, &number, &name).await,
        Command::VerifyAudit => verify_audit::run(&settings()?).await,
    }
}

/// Says on standard error why the command ended.
pub(crate) fn complain(error: &Failure) {
    let mut text = format!("yuekao: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(": {cause}");
        source = cause.source();
    }
    // There is nobody left to tell that standard error is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints a line for whoever called the command.
fn say(text: &str) -> Result<ExitCode, Failure> {
    writeln!(io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

/// The app over the settings' database, with the real clock and chance.
async fn app(settings: Settings) -> Result<App, Failure> {
    app_on(settings, Arc::new(SystemClock), Arc::new(SystemChance)).await
}

/// The app over the settings' database, with a given clock and chance.
async fn app_on(settings: Settings, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Result<App, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let access = AccessSettings { signing_key: settings.root_key()?, cheap_passwords: false, cores };
    let db = Db::connect(&settings.database()).await?;
    Ok(App::new(settings, &access, db, clock, chance)?)
}

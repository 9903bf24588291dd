use std::{fs::File, io::BufReader, path::Path, process::ExitCode};

use serde::de::DeserializeOwned;
use yuekao_core::paper::{
    export::{Export, OwnProof},
    verify,
};

use super::{
    Failure, say,
    verify_words::{Language, differs, holds},
};

pub(super) fn run(export: &Path, paper: Option<&Path>, language: Language) -> Result<ExitCode, Failure> {
    let export: Export = read(export)?;
    let verdict = match paper {
        Some(paper) => verify::verify_own(&export, &read::<OwnProof>(paper)?),
        None => verify::verify(&export),
    };
    for difference in &verdict.differences {
        say(&differs(difference, language))?;
    }
    if verdict.holds() { say(&holds(&export, verdict.papers, language)) } else { Ok(ExitCode::from(1)) }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let read = serde_json::from_reader(BufReader::new(file));
    Ok(read.map_err(|error| format!("{}: {error}", path.display()))?)
}

//! One command for every file that proves something: what it is stands in the file.

use std::{fs::File, io::BufReader, path::Path, process::ExitCode};

use serde::de::DeserializeOwned;
use serde_json::Value;
use yuekao_core::{
    paper::{
        export::{Export, OwnProof},
        verify,
    },
    sitting::root::{RECEIPT_FORMAT, ROOTS_FORMAT},
};

use super::{
    Failure, say,
    verify_root::{self, Known},
    verify_words::{Language, differs, holds},
};

pub(super) fn run(
    file: &Path,
    paper: Option<&Path>,
    known: Known<'_>,
    language: Language,
) -> Result<ExitCode, Failure> {
    let read_file: Value = read(file)?;
    let named = |error: serde_json::Error| format!("{}: {error}", file.display());
    match read_file.get("format").and_then(Value::as_str) {
        Some(RECEIPT_FORMAT) => {
            verify_root::receipt(&serde_json::from_value(read_file).map_err(named)?, known, language)
        }
        Some(ROOTS_FORMAT) => {
            verify_root::roots(&serde_json::from_value(read_file).map_err(named)?, known.root, language)
        }
        _ => papers(&serde_json::from_value(read_file).map_err(named)?, paper, language),
    }
}

fn papers(export: &Export, paper: Option<&Path>, language: Language) -> Result<ExitCode, Failure> {
    let verdict = match paper {
        Some(paper) => verify::verify_own(export, &read::<OwnProof>(paper)?),
        None => verify::verify(export),
    };
    for difference in &verdict.differences {
        say(&differs(difference, language))?;
    }
    if verdict.holds() { say(&holds(export, verdict.papers, language)) } else { Ok(ExitCode::from(1)) }
}

pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let read = serde_json::from_reader(BufReader::new(file));
    Ok(read.map_err(|error| format!("{}: {error}", path.display()))?)
}

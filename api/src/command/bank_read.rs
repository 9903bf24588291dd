//! `yuekao bank read FILE…`: what is understood of files, without server or database.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde::Serialize;
use yuekao_core::{
    bank::{
        Body, Key, Kind,
        format::{self, Format, Language, Mapping, ReadItem, message},
        rule::letter,
    },
    kernel::Issue,
};

use super::{Failure, say};

impl From<super::Language> for Language {
    fn from(language: super::Language) -> Self {
        match language {
            super::Language::Zh => Self::Chinese,
            super::Language::En => Self::English,
        }
    }
}

/// Nothing of any file could be read.
const NOTHING: u8 = 2;

/// What is understood of one file.
#[derive(Serialize)]
struct Report {
    file: String,
    /// None where the file was refused as a whole.
    format: Option<Format>,
    encoding: Option<&'static str>,
    questions: Vec<Question>,
    /// Why a question, or the whole file, can't be taken.
    errors: Vec<Fault>,
    /// What belongs to no single question.
    warnings: Vec<Fault>,
}

#[derive(Serialize)]
struct Question {
    #[serde(rename = "where")]
    place: String,
    kind: Kind,
    stem: String,
    options: Vec<String>,
    /// What the options are matched to; matching alone has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prompts: Vec<String>,
    /// Letters of options, `true` or `false`, or texts that are accepted.
    key: Vec<String>,
    /// How far from the number of a blank an answer may be, where one is a number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tolerances: Vec<Option<String>>,
    explanation: String,
    clauses: Vec<String>,
    topic: Option<String>,
    difficulty: Option<u8>,
    warnings: Vec<Fault>,
}

#[derive(Serialize)]
struct Fault {
    #[serde(rename = "where")]
    place: String,
    code: &'static str,
    message: String,
}

/// Prints a line of JSON for each file, or lines for people. Ends with 2 where nothing was read.
pub(super) fn run(files: &[PathBuf], json: bool, language: Language) -> Result<ExitCode, Failure> {
    let mut any = false;
    for file in files {
        let report = read(file, language);
        any |= !report.questions.is_empty();
        if json {
            say(&serde_json::to_string(&report)?)?;
        } else {
            for_people(&report)?;
        }
    }
    Ok(if any { ExitCode::SUCCESS } else { ExitCode::from(NOTHING) })
}

fn read(path: &Path, language: Language) -> Report {
    let faults =
        |issues: Vec<Issue>| issues.into_iter().map(|issue| fault(issue, language)).collect::<Vec<_>>();
    let mut report = Report {
        file: path.display().to_string(),
        format: None,
        encoding: None,
        questions: Vec::new(),
        errors: Vec::new(),
        warnings: Vec::new(),
    };
    let read = match bytes(path) {
        Ok(bytes) => format::read_file(&bytes, &Mapping::new()),
        Err(error) => {
            let message = error.to_string();
            report.errors = vec![Fault { place: "file".to_owned(), code: "file.unreadable", message }];
            return report;
        }
    };
    let read = match read {
        Ok(read) => read,
        Err(issue) => {
            report.errors = faults(vec![issue]);
            return report;
        }
    };
    (report.format, report.encoding) = (Some(read.format), read.encoding);
    for item in read.reading.items {
        let ReadItem { at, body, issues, warnings, clause_refs, difficulty, topic, .. } = item;
        report.errors.extend(faults(issues));
        match body {
            Some(body) => {
                let warnings = faults(warnings);
                report.questions.push(question(at, body, clause_refs, topic, difficulty, warnings));
            }
            // What is said of a question that is not taken would be lost with it.
            None => report.warnings.extend(faults(warnings)),
        }
    }
    report.warnings.extend(faults(read.reading.warnings));
    report
}

/// A file's bytes. Of one that is too large no more is loaded than shows that.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(format::MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn fault(issue: Issue, language: Language) -> Fault {
    Fault { message: message(&issue.fault, language), code: issue.fault.code, place: issue.at }
}

fn question(
    place: String,
    body: Body,
    clauses: Vec<String>,
    topic: Option<String>,
    difficulty: Option<u8>,
    warnings: Vec<Fault>,
) -> Question {
    let letters = |places: &[u8]| places.iter().map(|place| letter(usize::from(*place))).collect();
    let mut tolerances = Vec::new();
    let key = match &body.key {
        Key::Options { right: places } | Key::Order { order: places } | Key::Pairs { pairs: places } => {
            letters(places)
        }
        Key::Truth { value } => vec![value.to_string()],
        Key::Blanks { blanks, .. } => {
            if blanks.iter().any(|blank| blank.number.is_some()) {
                let tolerance =
                    |blank: &yuekao_core::bank::model::BlankKey| blank.number.as_ref()?.tolerance.clone();
                tolerances = blanks.iter().map(tolerance).collect();
            }
            let texts = blanks.iter().flat_map(|blank| {
                let number = blank.number.as_ref().map(|number| number.value.clone());
                blank.accepted.iter().cloned().chain(number)
            });
            texts.collect()
        }
    };
    Question {
        place,
        kind: body.kind,
        stem: body.stem,
        options: body.options.into_iter().map(|option| option.text).collect(),
        prompts: body.prompts,
        key,
        tolerances,
        explanation: body.explanation,
        clauses,
        topic,
        difficulty,
        warnings,
    }
}

fn for_people(report: &Report) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let format = report.format.map_or("-", Format::as_str);
    writeln!(out, "{}: {format}, {} ✓, {} ✗", report.file, report.questions.len(), report.errors.len())?;
    let of_questions = report.questions.iter().flat_map(|question| &question.warnings);
    for (sign, fault) in report
        .errors
        .iter()
        .map(|fault| ('✗', fault))
        .chain(of_questions.chain(&report.warnings).map(|fault| ('!', fault)))
    {
        writeln!(out, "  {sign} {}: {}", fault.place, fault.message)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_reported_with_its_faults() {
        let folder = std::env::temp_dir().join(format!("yuekao-bank-read-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("题.txt");
        std::fs::write(&file, in_gbk("1. 期限？\nA.三日 B.五日\n答案：B\n\n2. 空？\nA.甲 B.乙\n")).unwrap();
        let report = serde_json::to_value(read(&file, Language::Chinese)).unwrap();
        assert_eq!(report["format"], "text");
        assert_eq!(report["encoding"], "gb18030");
        assert_eq!(report["questions"][0]["key"], serde_json::json!(["B"]));
        assert_eq!(report["errors"][0]["where"], "line:5");
        assert_eq!(report["errors"][0]["code"], "bank.missing_answer");
        assert_eq!(report["errors"][0]["message"], "没有找到答案。");
        let missing = read(&folder.join("无.txt"), Language::English);
        assert!(missing.questions.is_empty() && missing.errors.len() == 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    /// 期限 and the like in the encoding that office computers wrote for long.
    fn in_gbk(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for sign in text.chars() {
            match GBK.iter().find(|(known, _)| *known == sign) {
                Some((_, pair)) => bytes.extend(pair),
                None => bytes.push(u8::try_from(u32::from(sign)).unwrap()),
            }
        }
        bytes
    }

    const GBK: [(char, [u8; 2]); 12] = [
        ('期', [0xC6, 0xDA]),
        ('限', [0xCF, 0xDE]),
        ('？', [0xA3, 0xBF]),
        ('三', [0xC8, 0xFD]),
        ('日', [0xC8, 0xD5]),
        ('五', [0xCE, 0xE5]),
        ('答', [0xB4, 0xF0]),
        ('案', [0xB0, 0xB8]),
        ('：', [0xA3, 0xBA]),
        ('空', [0xBF, 0xD5]),
        ('甲', [0xBC, 0xD7]),
        ('乙', [0xD2, 0xD2]),
    ];
}

//! A file of any format into a reading.

use super::{
    Format, MAX_QUESTIONS, Mapping, Reading, Unclear, Unusable, aiken, decode, detect, detect::Archive, docx,
    gift, json, moodle, qti, read_lines, settle, table,
};
use crate::{
    bank::rule::MAX_CLAUSES,
    kernel::{Issue, package::Package, xml::BadXml},
    materials::citation::{citations, in_words, leading_address},
};

/// The largest file that is read at all.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The largest text: 20,000 long questions are about as much.
const MAX_TEXT: usize = 32 * 1024 * 1024;

/// What was understood of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileReading {
    pub format: Format,
    /// The name of a text's encoding; none for archives.
    pub encoding: Option<&'static str>,
    pub reading: Reading,
}

pub(super) fn refused(why: Unusable) -> Issue {
    why.at("file")
}

impl From<BadXml> for Issue {
    fn from(why: BadXml) -> Self {
        let (why, line) = match why {
            BadXml::Malformed(line) => (Unusable::BrokenXml, line),
            BadXml::Forbidden(line) => (Unusable::ForbiddenXml, line),
            BadXml::TooLarge(line) => (Unusable::XmlTooLarge, line),
        };
        why.at(super::at(line))
    }
}

/// Reads a file, whatever its format. `mapping` says what the columns of a table are, by their
/// names, where they are not known.
///
/// # Errors
/// Why it is no file of questions, and where that shows.
pub fn read_file(bytes: &[u8], mapping: &Mapping) -> Result<FileReading, Issue> {
    if bytes.is_empty() {
        return Err(refused(Unusable::EmptyFile));
    }
    if bytes.len() > MAX_BYTES {
        return Err(too_large(MAX_BYTES));
    }
    let mut read = understand_with(bytes, mapping)?;
    finish(&mut read.reading);
    if read.reading.items.is_empty() && read.reading.warnings.is_empty() {
        read.reading.warnings.push(Unclear::NoQuestions.at("file"));
    }
    Ok(read)
}

/// What stands in a file of the bank's own, before questions are compared.
pub(super) fn understand(bytes: &[u8]) -> Result<FileReading, Issue> {
    understand_with(bytes, &Mapping::new())
}

fn understand_with(bytes: &[u8], mapping: &Mapping) -> Result<FileReading, Issue> {
    let archived = bytes.starts_with(b"PK") || bytes.starts_with(b"\xD0\xCF\x11\xE0");
    let read = if archived { archive(bytes, mapping) } else { text(bytes, mapping) }?;
    if read.reading.items.len() > MAX_QUESTIONS {
        return Err(refused(Unusable::TooMany).with("most", MAX_QUESTIONS));
    }
    Ok(read)
}

/// What needs all questions at once, and what any format may cite.
pub(super) fn finish(reading: &mut Reading) {
    settle::compare(&mut reading.items);
    for item in &mut reading.items {
        if item.clause_refs.is_empty() {
            item.clause_refs = cited(&item.parts.explanation);
        }
    }
}

/// What an explanation cites: 《行政许可法》第三十二条, or a regulation without its marks at the front.
fn cited(explanation: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for citation in citations(explanation) {
        if let Some(title) = citation.title {
            let words = format!("《{title}》{}", in_words(&citation.address));
            if !found.contains(&words) {
                found.push(words);
            }
        }
    }
    let bare = || {
        let (at, _) = explanation
            .match_indices('第')
            .find(|(at, _)| explanation.get(*at..).is_some_and(|rest| leading_address(rest).is_some()))?;
        let (title, rest) = explanation.split_at_checked(at)?;
        let title = title.trim_start_matches("见").trim_start_matches("根据").trim_start_matches("依据");
        let plain = title.chars().count() <= 60 && !title.contains(['，', '。', '：', ':', '；', '\n', '》']);
        let regulation = REGULATIONS.iter().any(|ending| title.ends_with(ending));
        (plain && regulation)
            .then(|| Some(format!("《{title}》{}", in_words(&leading_address(rest)?.0))))
            .flatten()
    };
    if found.is_empty() {
        found.extend(bare());
    }
    found.truncate(MAX_CLAUSES);
    found
}

const REGULATIONS: [&str; 8] = ["法", "条例", "规定", "办法", "规则", "细则", "规程", "规范"];

fn too_large(most: usize) -> Issue {
    refused(Unusable::TooLarge).with("most_mb", most / (1024 * 1024))
}

fn archive(bytes: &[u8], mapping: &Mapping) -> Result<FileReading, Issue> {
    let mut package = Package::open(bytes).map_err(|why| refused(why.into()))?;
    let (format, reading) = match detect::archive(&package) {
        Some(Archive::Docx) => (Format::Docx, docx::read(&mut package, mapping)?),
        Some(Archive::Xlsx) => (Format::Xlsx, table::xlsx::read(&mut package, bytes, mapping)?),
        Some(Archive::Qti) => qti::read_package(&mut package)?,
        None => return Err(refused(Unusable::UnknownFormat)),
    };
    Ok(FileReading { format, encoding: None, reading })
}

fn text(bytes: &[u8], mapping: &Mapping) -> Result<FileReading, Issue> {
    if bytes.len() > MAX_TEXT {
        return Err(too_large(MAX_TEXT));
    }
    if is_binary(bytes) {
        return Err(refused(Unusable::UnknownFormat));
    }
    let (text, encoding) = decode(bytes).ok_or_else(|| refused(Unusable::UnknownEncoding))?;
    if text.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{FEFF}').is_empty() {
        return Err(refused(Unusable::EmptyFile));
    }
    let format = detect::text(&text, mapping).ok_or_else(|| refused(Unusable::UnknownFormat))?;
    let reading = match format {
        Format::Csv => table::csv::read(&text, mapping),
        Format::Gift => gift::read(&text),
        Format::Aiken => aiken::read(&text),
        Format::Moodle => moodle::read(&text)?,
        Format::Qti2 | Format::Qti3 => qti::read_item(&text)?,
        Format::Json => json::read(&text)?,
        Format::Text | Format::Xlsx | Format::Docx => read_lines(&text),
    };
    Ok(FileReading { format, encoding: Some(encoding), reading })
}

/// Programs, pictures and PDF, by their first bytes.
fn is_binary(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 9] = [
        b"MZ",
        b"\x7FELF",
        b"%PDF",
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"Rar!",
        b"7z\xBC\xAF",
        b"\x1F\x8B",
    ];
    let known = marks.iter().any(|mark| bytes.starts_with(mark));
    // MZ may begin a word of a text.
    known && (!bytes.starts_with(b"MZ") || bytes.iter().take(512).any(|byte| *byte == 0))
}

//! What a file is, told from its content; its name is not believed.

use serde::de::IgnoredAny;

use super::{Mapping, Unusable, gift, table, tree};
use crate::kernel::package::{Package, Sealed};

crate::text_enum! {
    /// A format that questions are read from or written in.
    pub enum Format {
        /// Chinese text in the layouts that trainers use.
        Text = "text",
        Csv = "csv",
        Xlsx = "xlsx",
        Docx = "docx",
        Gift = "gift",
        Aiken = "aiken",
        Moodle = "moodle_xml",
        /// QTI 2.1 or 2.2, an item or a package of items.
        Qti2 = "qti2",
        /// QTI 3.0, likewise.
        Qti3 = "qti3",
        Json = "json",
    }
}

impl From<Sealed> for Unusable {
    fn from(why: Sealed) -> Self {
        match why {
            Sealed::Other => Self::UnknownFormat,
            Sealed::OldOffice => Self::OldOffice,
            Sealed::Encrypted => Self::Encrypted,
            Sealed::Damaged | Sealed::NotText => Self::BrokenArchive,
            Sealed::Bomb => Self::Bomb,
            Sealed::DocumentType => Self::ForbiddenXml,
        }
    }
}

/// What an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Archive {
    Docx,
    Xlsx,
    Qti,
}

pub(super) fn archive(package: &Package<'_>) -> Option<Archive> {
    if package.has("word/document.xml") {
        Some(Archive::Docx)
    } else if package.has("xl/workbook.xml") {
        Some(Archive::Xlsx)
    } else {
        let xml = |name: &String| name.to_lowercase().ends_with(".xml");
        package.names().iter().any(xml).then_some(Archive::Qti)
    }
}

/// The format of a text; none for XML that no questions are in.
pub(super) fn text(text: &str, mapping: &Mapping) -> Option<Format> {
    let start = text.trim_start();
    if start.starts_with('<')
        && let Some(root) = tree::root(start)
    {
        return match root.to_lowercase().replace("qti-", "").replace('-', "").as_str() {
            "quiz" => Some(Format::Moodle),
            "assessmentitem" if root.starts_with("qti-") => Some(Format::Qti3),
            "assessmentitem" => Some(Format::Qti2),
            _ => None,
        };
    }
    if start.starts_with("<?xml") || start.starts_with("<!DOCTYPE") {
        // XML that is broken before its first element, or forbidden: its reader says so.
        return Some(Format::Moodle);
    }
    if start.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(start).is_ok()
        || start.starts_with('{') && start.contains("\"questions\"")
    {
        return Some(Format::Json);
    }
    let answers = |line: &str| line.trim_start().starts_with("ANSWER:");
    if text.lines().any(answers) {
        Some(Format::Aiken)
    } else if table::csv::looks_like(text, mapping) {
        Some(Format::Csv)
    } else if gift::looks_like(text) {
        Some(Format::Gift)
    } else {
        Some(Format::Text)
    }
}

//! What an entry of the archive must be, and its number.

use super::{Citation, Clause, Draft};
use crate::{
    kernel::{Instant, Issue},
    unit::searchable,
};

crate::codes! {
    pub enum MaterialsIssue in "materials" {
        TitleMissing = "title_missing",
        TitleTooLong = "title_too_long",
        TopicMissing = "topic_missing",
        TopicUnknown = "topic_unknown",
        ThemeMissing = "theme_missing",
        DepartmentUnknown = "department_unknown",
        /// Nothing in the file could be made a clause of.
        NoClauses = "no_clauses",
        TooManyClauses = "too_many_clauses",
    }
}

const TITLE_CHARS: usize = 120;
/// The longest statute in force has 1260 articles.
const MOST_CLAUSES: usize = 2000;

#[must_use]
pub fn check_title(title: &str, at: &str) -> Vec<Issue> {
    match title.chars().count() {
        0 => vec![MaterialsIssue::TitleMissing.at(at)],
        1..=TITLE_CHARS => Vec::new(),
        _ => vec![MaterialsIssue::TitleTooLong.at(at).with("most", TITLE_CHARS)],
    }
}

#[must_use]
pub fn check_clauses(clauses: &[Draft], at: &str) -> Vec<Issue> {
    match clauses.len() {
        0 => vec![MaterialsIssue::NoClauses.at(at)],
        1..=MOST_CLAUSES => Vec::new(),
        found => vec![MaterialsIssue::TooManyClauses.at(at).with("found", found).with("most", MOST_CLAUSES)],
    }
}

/// The year that a number counts in, by the centre's calendar.
#[must_use]
pub fn archive_year(at: Instant) -> i32 {
    at.month() / 100
}

#[must_use]
pub fn archive_no(year: i32, seq: i32) -> String {
    format!("PX-{year}-{seq:04}")
}

/// The clause whose heading an author wrote as what a question rests on.
#[must_use]
pub fn headed<'a>(clauses: &'a [Clause], words: &str) -> Option<&'a Clause> {
    let words = searchable(words);
    clauses.iter().find(|clause| searchable(&clause.label) == words)
}

/// The article that a citation names; 款 and 项 stand within it.
#[must_use]
pub fn at_article<'a>(clauses: &'a [Clause], citation: &Citation) -> Option<&'a Clause> {
    let article = citation.address.split('.').next()?;
    clauses.iter().find(|clause| clause.address == article)
}

/// Whether a title as cited names this material: 《行政许可法》 is 《中华人民共和国行政许可法》.
#[must_use]
pub fn is_titled(title: &str, cited: &str) -> bool {
    let [title, cited] = [title, cited].map(searchable);
    title == cited || title.strip_prefix("中华人民共和国") == Some(cited.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::materials::{ClauseId, citation::citations};

    #[test]
    fn a_clause_is_found_as_authors_name_it() {
        let clause = |address: &str, label: &str| Clause {
            id: ClauseId(uuid::Uuid::nil()),
            address: address.to_owned(),
            label: label.to_owned(),
            text: String::new(),
            questions: 0,
        };
        let clauses = [clause("1", "一、申请的提出与代理"), clause("32", "第三十二条")];
        assert_eq!(headed(&clauses, "一、 申请的提出与代理 ").map(|found| found.address.as_str()), Some("1"));
        assert_eq!(headed(&clauses, "申请的提出"), None);
        let cited = citations("《行政许可法》第三十二条第一款第（四）项");
        assert_eq!(at_article(&clauses, &cited[0]).map(|found| found.address.as_str()), Some("32"));
        assert!(is_titled("中华人民共和国行政许可法", "行政许可法") && is_titled("行政许可法", "行政许可法"));
        assert!(!is_titled("行政许可法释义", "行政许可法"));
    }

    #[test]
    fn a_number_has_four_digits_and_grows() {
        assert_eq!(archive_no(2026, 7), "PX-2026-0007");
        assert_eq!(archive_no(2026, 12_345), "PX-2026-12345");
        let new_year = Instant::parse("2026-12-31T16:00:00Z").unwrap();
        assert_eq!(archive_year(new_year), 2027, "it is midnight at the centre");
    }

    #[test]
    fn a_title_is_there_and_not_endless() {
        let code = |title: &str| check_title(title, "/title").first().map(|issue| issue.fault.code);
        assert_eq!(code(""), Some("materials.title_missing"));
        assert_eq!(code(&"长".repeat(121)), Some("materials.title_too_long"));
        assert_eq!(code("行政许可的申请与受理"), None);
    }
}

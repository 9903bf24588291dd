//! What an entry of the archive must be, and its number.

use super::Draft;
use crate::kernel::{Instant, Issue};

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

#[cfg(test)]
mod tests {
    use super::*;

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

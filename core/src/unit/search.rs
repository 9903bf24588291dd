//! Finding by words, in one place for both databases. What can be found is kept beside a row as
//! folded text: one form for full and half width, no case, no blanks and no punctuation, so that
//! 「行政许可法」 is found by “行政 许可”.

use sea_orm::{ColumnTrait, Condition};
use unicode_normalization::UnicodeNormalization;

/// The form in which text is kept for finding and words are looked for.
#[must_use]
pub fn searchable(text: &str) -> String {
    text.nfkc().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Rows whose folded text holds every one of the words. Words without a letter narrow nothing.
pub(crate) fn found_in(column: impl ColumnTrait, words: &str) -> Condition {
    let words = words.split_whitespace().map(searchable).filter(|word| !word.is_empty());
    // Folded text has neither of LIKE's signs in it.
    words.fold(Condition::all(), |all, word| all.add(column.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_punctuation_make_no_difference() {
        assert_eq!(searchable("《行政许可法》 第３２条，ＡbC_%"), "行政许可法第32条abc");
    }
}

//! Finding by words, in one place for both databases. Text is folded: one form for full and half
//! width, no case, no blanks and no punctuation, so that 「行政许可法」 is found by “行政 许可”.
//!
//! Few rows keep their folded text and are looked through ([`found_in`]). Many rows have an
//! [`Index`] of pairs of signs: most Chinese words have two, which no index by words or by threes
//! finds. It is a full-text table of its own on SQLite and a vector under a GIN index on PostgreSQL.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, Statement, sea_query::Expr};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::Unit;
use crate::kernel::Result;

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

/// Every two neighbours of the folded texts, none across two of them. The last sign stands alone as
/// well, so that each sign begins a pair or is one.
fn pairs<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        let signs: Vec<char> = searchable(text).chars().collect();
        found.extend(signs.windows(2).map(|two| two.iter().collect::<String>()));
        found.extend(signs.last().map(char::to_string));
    }
    found
}

/// What a search asks an index for: pairs as they are, and a lone sign as the beginning of one.
fn wanted(words: &str) -> BTreeSet<(String, bool)> {
    let words = words.split_whitespace().map(searchable);
    words
        .flat_map(|word| {
            let signs: Vec<char> = word.chars().collect();
            match signs.as_slice() {
                [lone] => vec![(lone.to_string(), true)],
                signs => signs.windows(2).map(|two| (two.iter().collect(), false)).collect(),
            }
        })
        .collect()
}

/// The index of a table whose rows have a number `no`: its words stand in `<table>_fts` on SQLite and
/// in the column `words_fts` on PostgreSQL.
pub(crate) struct Index {
    pub table: &'static str,
    /// The column by which rows are named.
    pub key: &'static str,
}

impl Index {
    /// Keeps the words of a row that is there, in place of those it had.
    pub(crate) async fn keep<'a>(
        &self,
        unit: &Unit,
        id: Uuid,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<()> {
        let Self { table, key } = self;
        let words = pairs(texts).into_iter().collect::<Vec<_>>().join(" ");
        let backend = unit.tx().get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => format!(
                "UPDATE {table} SET words_fts = array_to_tsvector(string_to_array($1, ' ')) WHERE {key} = $2"
            ),
            _ => format!(
                "INSERT OR REPLACE INTO {table}_fts (rowid, words) SELECT no, $1 FROM {table} WHERE {key} = $2"
            ),
        };
        let values = [words.into(), id.into()];
        unit.tx().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        Ok(())
    }

    /// Rows that have every one of the words. Words without a letter narrow nothing.
    pub(crate) fn found(&self, backend: DbBackend, words: &str) -> Condition {
        let wanted = wanted(words);
        if wanted.is_empty() {
            return Condition::all();
        }
        let table = self.table;
        let joined = |and: &str, word: &dyn Fn(&(String, bool)) -> String| {
            wanted.iter().map(word).collect::<Vec<_>>().join(and)
        };
        // Folded text has no quotation mark in it.
        Condition::all().add(match backend {
            DbBackend::Postgres => {
                let query =
                    joined(" & ", &|(word, begins)| format!("'{word}'{}", if *begins { ":*" } else { "" }));
                Expr::cust_with_values("words_fts @@ $1::tsquery", [query])
            }
            _ => {
                let query = joined(" AND ", &|(word, begins)| {
                    format!("\"{word}\"{}", if *begins { "*" } else { "" })
                });
                let sql = format!("no IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)");
                Expr::cust_with_values(sql, [query])
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_punctuation_make_no_difference() {
        assert_eq!(searchable("《行政许可法》 第３２条，ＡbC_%"), "行政许可法第32条abc");
    }

    #[test]
    fn texts_are_cut_into_pairs_each_by_itself() {
        let found = pairs(["许可证", "Ａ日", ""]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a日", "可证", "日", "许可", "证"]);
    }

    #[test]
    fn words_ask_for_their_pairs_and_a_lone_sign_for_what_begins_with_it() {
        let asked: Vec<_> = wanted("许可证 日 ，").into_iter().collect();
        let expected = [("可证", false), ("日", true), ("许可", false)];
        assert_eq!(asked, expected.map(|(word, begins)| (word.to_owned(), begins)));
        assert!(wanted(" “ ”").is_empty());
    }
}

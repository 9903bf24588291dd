//! Pages of a list by keyset: the cursor names the last row's sort key and id, so that a page is
//! found by the index however long the list is, and rows that come or go shift nothing.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Error, Issue, Result};

crate::codes! {
    pub enum PageIssue in "page" {
        BadCursor = "bad_cursor",
    }
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub key: String,
    pub id: Uuid,
}

impl Cursor {
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }
    /// # Errors
    /// `Invalid` for text that no page of ours gave out.
    pub fn decode(text: &str) -> Result<Self> {
        BASE64_URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(|| Error::invalid(Issue::new("/cursor", PageIssue::BadCursor)))
    }
}

/// Which page is wanted.
#[derive(Clone, Debug)]
pub struct PageRequest {
    pub after: Option<Cursor>,
    pub limit: u64,
}

impl PageRequest {
    pub const LARGEST: u64 = 200;
    pub const USUAL: u64 = 50;

    /// # Errors
    /// `Invalid` for a cursor that is not ours.
    pub fn new(cursor: Option<&str>, limit: Option<u64>) -> Result<Self> {
        Ok(Self {
            after: cursor.map(Cursor::decode).transpose()?,
            limit: limit.unwrap_or(Self::USUAL).clamp(1, Self::LARGEST),
        })
    }
}

/// Some rows of a list, and where to go on.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts a page from rows fetched with `limit + 1`.
    pub fn cut(mut rows: Vec<T>, limit: u64, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

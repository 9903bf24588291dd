//! Structured columns are JSON text on both databases: what was written is read back byte by byte,
//! which jsonb would not promise.

use serde::{Serialize, de::DeserializeOwned};

use crate::kernel::Result;

/// # Errors
/// `Internal` for a value that JSON can't hold.
pub fn to_text(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// # Errors
/// `Internal` for a column that was not written by this version or an older one.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T> {
    Ok(serde_json::from_str(text)?)
}

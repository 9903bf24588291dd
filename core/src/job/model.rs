//! A piece of work, and how far it has come.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{kernel::Result, unit::from_text};

crate::define_id!(JobId);

crate::text_enum! {
    pub enum JobState {
        Waiting = "waiting",
        /// Somebody holds it until its lease ends.
        Running = "running",
        Done = "done",
        /// Tried as often as is sensible; it stays to be looked at.
        Failed = "failed",
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Order {
    /// `word.verb`.
    pub kind: &'static str,
    /// One job of a kind stands under one key.
    pub key: String,
    pub payload: Value,
}

#[derive(Clone, Debug)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub key: String,
    pub state: JobState,
    pub payload: String,
    pub done: i64,
    pub total: i64,
    /// How often it was taken; whoever holds it is known by this number.
    pub attempts: i32,
    /// What went wrong last, for the log and for who runs the service.
    pub error: Option<String>,
}

impl Job {
    /// # Errors
    /// `Internal` for a payload of another shape.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        from_text(&self.payload)
    }
}

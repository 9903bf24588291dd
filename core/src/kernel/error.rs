//! The one error of core. Its public half is codes and typed parameters that pages put into
//! words; its private half is logged and never leaves.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;
use uuid::Uuid;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What was wrong, as a code of a closed list and the parameters of its message.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: &'static str,
    pub params: BTreeMap<&'static str, Value>,
}

impl Fault {
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new() }
    }
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.params.insert(key, value.into());
        self
    }
}

/// A fault and where in the input it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub at: String,
    pub fault: Fault,
}

impl Issue {
    #[must_use]
    pub fn new(at: impl Into<String>, fault: impl Into<Fault>) -> Self {
        Self { at: at.into(), fault: fault.into() }
    }
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.fault.params.insert(key, value.into());
        self
    }
}

crate::codes! {
    /// Why a caller is not known.
    pub enum Unknown in "access" {
        NoToken = "no_token",
        BadToken = "bad_token",
        TokenExpired = "token_expired",
        SessionEnded = "session_ended",
        WrongCredentials = "wrong_credentials",
        PersonLeft = "person_left",
    }
}

crate::codes! {
    /// Why nothing can be done at this moment; the same call can succeed shortly.
    pub enum Busy in "busy" {
        /// More is asked than can be done; or the one writer is held by others.
        Load = "load",
        /// The database does not answer.
        Database = "database",
        /// The disk is full: nothing was written.
        Disk = "disk",
    }
}

crate::codes! {
    /// Why a text can't be kept, whatever it is for.
    pub enum TextIssue in "text" {
        /// It holds the NUL sign, which a database of text has no place for.
        NulSign = "nul_sign",
    }
}

#[derive(Debug)]
pub enum Error {
    /// No such thing, or none that this caller may know of. Holds the word.
    NotFound(&'static str),
    /// The input can't be taken; every issue that was found, not only the first.
    Invalid(Vec<Issue>),
    /// Well formed, but the state of things forbids it.
    Refused(Fault),
    /// The caller is known and may not.
    Forbidden,
    /// The caller is not known.
    Unauthenticated(Unknown),
    /// Somebody else changed it since it was read; holds the version that stands now.
    Stale { current: i32 },
    /// This deed was already done under the same idempotency key, and made this.
    Already(Uuid),
    /// Not at this moment.
    Busy(Busy),
    /// A fault of ours or of the machine.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
    /// One issue as an error.
    pub fn invalid(issue: Issue) -> Self {
        Self::Invalid(vec![issue])
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}
impl From<Issue> for Error {
    fn from(issue: Issue) -> Self {
        Self::invalid(issue)
    }
}
impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::internal(cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(word) => write!(f, "no such {word}"),
            Self::Invalid(issues) => {
                write!(f, "invalid:")?;
                issues.iter().try_for_each(|issue| write!(f, " {} at {}", issue.fault.code, issue.at))
            }
            Self::Refused(fault) => write!(f, "refused: {}", fault.code),
            Self::Forbidden => f.write_str("forbidden"),
            Self::Unauthenticated(unknown) => write!(f, "unauthenticated: {}", unknown.code()),
            Self::Stale { current } => write!(f, "stale: the version is now {current}"),
            Self::Already(id) => write!(f, "already done, it made {id}"),
            Self::Busy(busy) => f.write_str(busy.code()),
            Self::Internal(cause) => write!(f, "internal: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

/// `Invalid` if anything was found.
///
/// # Errors
/// `Invalid` with all issues, unless there are none.
pub fn check(issues: Vec<Issue>) -> Result<()> {
    if issues.is_empty() { Ok(()) } else { Err(Error::Invalid(issues)) }
}

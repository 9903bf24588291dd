//! A deed, the row it leaves, and what checking the chain found.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::kernel::{Actor, Instant, seal::Hash, seal::Seal};

/// What a unit of work is going to do, named before it begins: `exam.publish` on an exam.
#[derive(Clone, Debug)]
pub struct Deed {
    /// `word.verb`.
    pub name: &'static str,
    pub subject: Option<Uuid>,
    pub detail: Map<String, Value>,
}

impl Deed {
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, subject: None, detail: Map::new() }
    }
    #[must_use]
    pub const fn on(mut self, subject: Uuid) -> Self {
        self.subject = Some(subject);
        self
    }
    /// A detail for the log: ids, counts and reasons; never a key, a password or an answer.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }
}

/// A row of the log.
#[derive(Clone, Debug)]
pub struct AuditRow {
    pub id: Uuid,
    pub at: Instant,
    /// A person, or none for the service itself.
    pub person: Option<Uuid>,
    /// The part of the service that acted, or `person`.
    pub by: String,
    pub deed: String,
    pub subject: Option<Uuid>,
    pub detail: String,
    pub trace: String,
}

impl AuditRow {
    #[must_use]
    pub fn new(id: Uuid, at: Instant, actor: &Actor, trace: &str, deed: &Deed) -> Self {
        let (person, by) = match actor {
            Actor::Person(caller) => (Some(caller.id.0), "person"),
            Actor::System(part) => (None, *part),
        };
        Self {
            id,
            at,
            person,
            by: by.to_owned(),
            deed: deed.name.to_owned(),
            subject: deed.subject,
            detail: Value::Object(deed.detail.clone()).to_string(),
            trace: trace.to_owned(),
        }
    }
    /// The bytes that stand for this row in the chain.
    #[must_use]
    pub fn sealed_bytes(&self) -> Vec<u8> {
        Seal::new("yuekao/audit/1")
            .id(self.id)
            .instant(self.at)
            .id(self.person.unwrap_or_default())
            .text(&self.by)
            .text(&self.deed)
            .id(self.subject.unwrap_or_default())
            .text(&self.detail)
            .text(&self.trace)
            .into_bytes()
    }
}

/// The hash of one link: over the link before it and the bytes of its row.
#[must_use]
pub fn link_hash(previous: &Hash, bytes: &[u8]) -> Hash {
    Seal::new("yuekao/audit-link/1").bytes(previous).bytes(bytes).hash()
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub no: i64,
    pub hash: Hash,
}

impl Head {
    /// Before the first link.
    pub const START: Self = Self { no: 0, hash: [0; 32] };
}

/// What checking the whole chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub head: Head,
    /// Rows that have no link although they are older than ten seconds.
    pub unlinked: u64,
    /// The first link that doesn't fit, and why.
    pub broken: Option<Break>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub no: i64,
    pub why: BreakKind,
}

crate::text_enum! {
    pub enum BreakKind {
        /// A link's number is missing.
        Gap = "gap",
        /// A link names a row that is gone.
        RowMissing = "row_missing",
        /// A row's text is not what was sealed.
        RowChanged = "row_changed",
        /// A hash does not follow from the one before.
        HashWrong = "hash_wrong",
    }
}

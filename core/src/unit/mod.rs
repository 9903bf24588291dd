//! The one place that begins and commits. A [`Db`] reads through a connection that the database
//! itself holds read-only, and writes in units: one transaction, one instant, one signed deed.

mod backup;
mod column;
mod committer;
mod db;
mod fault;
mod once;
mod pool;
mod rowset;
mod search;
#[expect(clippy::module_inception, reason = "a Unit is what this room is about")]
mod unit;

pub use crate::audit::model::Deed;
pub use column::{from_text, to_text};
pub(crate) use committer::{Command, Committer};
pub use db::{Db, DbKind, DbSettings};
pub use once::OnceIssue;
pub(crate) use once::sweep as sweep_once;
pub(crate) use rowset::Rowset;
pub use search::searchable;
pub(crate) use search::{Index, found_in};
pub use unit::Unit;

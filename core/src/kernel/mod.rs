//! What every word stands on: typed ids, the clock and chance as arguments, exact points, the one
//! error, pages of lists, who acts, and how bytes are sealed. Nothing here knows a word of the
//! domain.

pub mod actor;
pub mod chance;
pub mod clock;
mod codes;
pub mod decimal;
pub mod document;
pub mod encoding;
pub mod error;
pub mod id;
pub mod number;
pub mod numeral;
pub mod package;
pub mod page;
pub mod permission;
pub mod points;
pub mod seal;
pub mod sheet;
pub mod tree;
pub mod xml;

pub use actor::{Actor, Caller, Context, Once, Role, Roles};
pub use chance::{Chance, SeededChance, SystemChance};
pub use clock::{Clock, Instant, MockClock, SystemClock};
pub use error::{Error, Fault, Issue, Result};
pub use id::{DepartmentId, PersonId};
pub use page::{Cursor, Page, PageRequest};
pub use permission::Permission;
pub use points::{Points, Share};

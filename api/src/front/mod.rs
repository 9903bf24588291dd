//! The front door: who calls and what they may, how a request is named and limited, and how a
//! failure is told. Every word's endpoints stand behind it.

pub mod address;
pub mod etag;
pub mod guard;
pub mod headers;
pub mod idempotency;
pub mod list;
pub mod pages;
pub mod problem;
pub mod stream;
pub mod trace;
pub mod upload;

pub use etag::{IfMatch, Tagged};
pub use guard::{Open, Require, SignedInAny};
pub use list::{ListQuery, PageBody};
pub use problem::{Problem, Problems, RequestFault};

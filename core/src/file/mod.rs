//! Stored files. The content lies in an object store under its SHA-256, so that the same file
//! twice is stored once; the row is written before the content, and says that it is used in the
//! unit of whatever uses it. What nobody came to use is swept after a day. A file is reached by a
//! ticket that is signed and ends, because an `<img>` can't send a token.

mod disk;
pub mod model;
pub mod rule;
pub mod service;
mod store;
mod table;

pub use disk::Files;

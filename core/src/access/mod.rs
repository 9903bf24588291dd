//! Sign-in, sessions, tokens and throttling. A password is hashed with argon2id in a pool no wider
//! than the cores; an access token lives ten minutes; a refresh token rotates and its reuse ends
//! the session; a person who left, or signed out everywhere, is out within a second everywhere.

pub mod model;
pub mod password;
pub mod rule;
pub mod service;
mod store;
mod table;
pub mod token;

pub use model::{Access, AccessSettings, SignedIn};

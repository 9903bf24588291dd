//! What pages should hear. News are small rows told in the transaction of what they tell of; each
//! process reads them once a second for all who listen to it. A page that misses one reads the
//! state again, so nothing depends on a row being heard.

mod hub;
pub mod model;
pub mod service;
mod store;
mod table;

pub use hub::{Heard, Hub, Listener};

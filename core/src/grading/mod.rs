//! 评分: what a response earns, and how that changes by a ruling. Shares are exact and rounded
//! once a question; full marks are earned by a wholly right answer alone; an old mark stays
//! readable beside the one under the ruling in force. A sitting is marked when it is handed in,
//! or by the sweep; points become results, with places, only at release.

mod marker;
pub mod model;
pub mod policy;
pub mod rule;
pub mod ruling;
pub mod service;
mod store;
mod table;

pub use marker::Marker;

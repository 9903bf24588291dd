//! 人员: the people of the centre, their departments and window categories. A person is never
//! deleted, only marked as left; membership in a window category has dates.

pub mod import;
pub mod model;
pub mod rule;
pub mod service;
mod store;
mod table;

pub use model::{Department, Group, GroupId, Membership, Person, PersonEdit, PersonRef, PersonState, Post};

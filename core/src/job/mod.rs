//! Work in the background. A job is asked for in the unit that makes it necessary, under a key
//! that makes it one job however often it is asked for; it is done at least once, so each of its
//! steps can be repeated without harm. A [`Runner`] takes jobs (any number of processes may run
//! one) and keeps the duties that come round by the clock.

pub mod model;
mod rule;
mod runner;
pub mod service;
mod store;
mod table;

pub use runner::{Runner, Task};

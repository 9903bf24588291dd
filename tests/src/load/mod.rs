//! Drives the real binary over HTTP on a stage of its own: `load` measures it, `kill` breaks things
//! under it.

pub mod client;
pub mod falling_due;
pub mod marks;
pub mod morning;
pub mod report;
pub mod server;
pub mod stage;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

//! 作答: one person's timed run of one exam. The server's clock alone decides; what was
//! acknowledged is on the disk; the journal is the truth, append-only, and what stands is a fold
//! over it. A sitting is open, then closed, and closed only once: by its taker, by its deadline or
//! by an invigilator.

pub mod journal;
pub mod machine;
pub mod model;
pub mod pass;
pub mod receipt;
pub mod root;
pub mod rule;
pub mod service;
mod store;
mod table;
pub mod writer;

pub use pass::{Pass, PassKey};
pub use writer::Writer;

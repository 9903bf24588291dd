//! Who did what, hash-chained. Every write of the service leaves a row here in its own
//! transaction; nobody can change or delete one (the databases refuse it by trigger), and a sealer
//! links the rows into a chain whose head is anchored outside. What that proves is every change
//! since an anchor was seen; not who sat at the keyboard.

pub mod model;
pub mod service;
mod store;
mod table;

pub(crate) use store::append;

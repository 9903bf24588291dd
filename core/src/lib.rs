//! Everything Yuekao knows, and nothing of how it is asked. The rooms stand in the order in which
//! data flows; each may use the ones above it in this list, never one below.

pub mod kernel;

pub mod audit;
pub mod unit;

pub mod job;
pub mod news;

pub mod file;

pub mod access;
pub mod people;

pub mod bank;
pub mod exam;
pub mod grading;
pub mod materials;
pub mod paper;
pub mod sitting;

pub mod analysis;
pub mod practice;
pub mod standing;

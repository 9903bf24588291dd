//! Black box over HTTP, on SQLite and on PostgreSQL.

mod access;
mod audit;
mod exam;
mod job;
mod news;
mod people;

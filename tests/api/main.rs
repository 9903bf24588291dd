//! Black box over HTTP, on SQLite and on PostgreSQL.

mod access;
mod audit;
mod people;

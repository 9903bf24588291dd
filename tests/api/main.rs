//! Black box over HTTP, on SQLite and on PostgreSQL.

mod access;
mod audit;
mod bank;
mod exam;
mod grading;
mod job;
mod materials;
mod news;
mod people;
mod sitting;

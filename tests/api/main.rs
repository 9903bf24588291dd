//! Black box over HTTP, on SQLite and on PostgreSQL.

mod access;
mod analysis;
mod audit;
mod bank;
mod exam;
mod file;
mod grading;
mod job;
mod materials;
mod news;
mod paper;
mod people;
mod practice;
mod sitting;
mod standing;

//! Yuekao over HTTP: one folder a word, one file an endpoint. It knows no SQL.

pub mod app;
pub mod config;
pub mod demo;
pub mod front;
pub mod server;

pub mod access;
pub mod analysis;
pub mod audit;
pub mod bank;
pub mod exam;
pub mod file;
pub mod grading;
pub mod materials;
pub mod news;
pub mod paper;
pub mod people;
pub mod practice;
pub mod site;
pub mod sitting;
pub mod standing;

//! What server, spec and browser agreed on.

mod backup;
mod migrations;
mod openapi;
mod permissions;

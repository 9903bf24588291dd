//! What server, spec and browser agreed on.

mod migrations;
mod openapi;
mod permissions;

//! What server, spec and browser agreed on.

mod backup;
mod leak;
mod migrations;
mod openapi;
mod permissions;
mod proof;

//! What server, spec and browser agreed on.

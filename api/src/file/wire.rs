//! Files as they travel: an address that ends.

use yuekao_core::file::model::{FileId, Ticket};

use crate::front::guard::Call;

/// Where the caller can get a file for an hour, on this origin.
#[must_use]
pub fn address(call: &Call, file: FileId) -> String {
    let Ticket { file, ends, signature } = call.app().files.ticket(file, call.cx().now());
    format!("/api/v1/files/{file}?e={ends}&s={signature}")
}

//! Files in and out: an upload is one multipart field `file`, read whole and bounded.

use actix_multipart::{Multipart, MultipartError};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    },
};
use futures_util::StreamExt;
use std::collections::BTreeMap;

use super::problem::{Problem, RequestFault};

/// The largest upload that is taken.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// A form with one file and some texts.
#[derive(Debug, Default)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
    pub texts: BTreeMap<String, String>,
}

/// # Errors
/// A problem for a broken form, a form without `file`, or one that is too large.
pub async fn read(mut form: Multipart, largest: usize) -> Result<Upload, Problem> {
    let mut upload = Upload::default();
    let mut has_file = false;
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        let file_name =
            field.content_disposition().and_then(|disposition| disposition.get_filename()).map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = field.next().await {
            bytes.extend_from_slice(&chunk.map_err(|error| broken(&error))?);
            if bytes.len() > largest.min(LARGEST) {
                let fault = RequestFault::TooLarge.with("most_mb", largest / (1024 * 1024));
                return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, fault));
            }
        }
        if name == "file" {
            has_file = true;
            upload.name = file_name.unwrap_or_default();
            upload.bytes = bytes;
        } else {
            upload.texts.insert(name, String::from_utf8_lossy(&bytes).trim().to_owned());
        }
    }
    if has_file {
        Ok(upload)
    } else {
        Err(Problem::new(
            StatusCode::BAD_REQUEST,
            RequestFault::BadUpload.with("detail", "no field named file"),
        ))
    }
}

fn broken(error: &MultipartError) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, RequestFault::BadUpload.with("detail", error.to_string()))
}

/// A workbook as an answer, to be saved under a name.
#[must_use]
pub fn workbook(name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .insert_header(attachment(name))
        .body(bytes)
}

/// A text document as an answer, to be saved under a name.
#[must_use]
pub fn document(name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        .insert_header(attachment(name))
        .body(bytes)
}

/// A name in any script, as RFC 6266 wants it.
#[must_use]
pub fn attachment(name: &str) -> ContentDisposition {
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    }
}

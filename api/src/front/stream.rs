//! Streams of events (`text/event-stream`), read by fetch with a token.

use std::time::Duration;

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, HeaderValue},
    web::Bytes,
};
use futures_util::Stream;
use serde::Serialize;

/// A line now and then keeps proxies from closing a silent stream.
pub const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// What a line of a stream is, or why it ends.
pub type Line = Result<Bytes, actix_web::Error>;

/// The first line, so that the page knows that it listens.
pub fn listening() -> Line {
    Ok(Bytes::from_static(b": listening\n\n"))
}

pub fn still_here() -> Line {
    Ok(Bytes::from_static(b": still here\n\n"))
}

/// One event.
///
/// # Errors
/// For what JSON can't hold.
pub fn event(event: &impl Serialize) -> Line {
    Ok(Bytes::from(format!("data: {}\n\n", serde_json::to_string(event)?)))
}

/// One event with a name of its own.
///
/// # Errors
/// For what JSON can't hold.
pub fn named(name: &str, event: &impl Serialize) -> Line {
    Ok(Bytes::from(format!("event: {name}\ndata: {}\n\n", serde_json::to_string(event)?)))
}

/// The answer that sends lines as they come.
pub fn respond(lines: impl Stream<Item = Line> + 'static) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compressing would hold events back until enough of them came together.
        .insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")))
        .streaming(lines)
}

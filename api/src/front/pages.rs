//! The pages, built into the binary: hashed files are kept for a year, the two documents are asked
//! for each time. What was compressed at build time is sent as it is.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, StatusCode,
        header::{self, HeaderMap},
    },
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::{Problem, RequestFault};

#[derive(RustEmbed)]
#[folder = "../frontend/dist/"]
struct Dist;

/// A file of the build, or the document whose router knows the path; below `/api` there are none.
///
/// # Errors
/// A problem for an API route that does not exist, or a method that pages don't have.
pub async fn page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            RequestFault::NoSuchRoute.with("path", request.path()),
        ));
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, RequestFault::MethodNotAllowed));
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let (name, forever) = match path {
        _ if is_file => (path, path.starts_with("assets/")),
        _ if path == "exam" || path.starts_with("exam/") => ("exam.html", false),
        _ => ("index.html", false),
    };
    Ok(match (Dist::get(name), is_file) {
        (Some(file), _) => send(&request, name, file, forever),
        (None, true) => HttpResponse::NotFound().finish(),
        (None, false) => HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body("The pages are not built into this binary: run `make run`, which builds them first."),
    })
}

fn send(request: &HttpRequest, name: &str, file: EmbeddedFile, forever: bool) -> HttpResponse {
    let etag = format!("\"{}\"", hex::encode(file.metadata.sha256_hash()));
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return HttpResponse::NotModified().insert_header((header::ETAG, etag)).finish();
    }
    let cache = if forever { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "Accept-Encoding"))
        .content_type(media_type(name));
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(request.headers(), encoding))
        .find_map(|(encoding, suffix)| Some((encoding, Dist::get(&format!("{name}.{suffix}"))?)));
    match packed {
        Some((encoding, packed)) => {
            response.insert_header((header::CONTENT_ENCODING, encoding)).body(packed.data.into_owned())
        }
        None => response.body(file.data.into_owned()),
    }
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|part| part.trim().split(';').next() == Some(encoding)))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

//! Versions of what people edit: given as `ETag`, wanted back as `If-Match`.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    http::{StatusCode, header},
};
use serde::Serialize;

use super::problem::{Problem, RequestFault};

/// The version that a change was made from.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let version = request
            .headers()
            .get(header::IF_MATCH)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.trim_matches('"').parse().ok());
        let missing = || Problem::new(StatusCode::PRECONDITION_REQUIRED, RequestFault::IfMatchMissing);
        ready(version.map(Self).ok_or_else(missing))
    }
}

/// A body with its version as `ETag`.
#[derive(Debug)]
pub struct Tagged<T>(pub T, pub i32);

impl<T: Serialize> Responder for Tagged<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", self.1))).json(self.0)
    }
}

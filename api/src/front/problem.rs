//! The only room that knows a status: core's errors leave as RFC 9457 problems, and so do bad
//! JSON, bad paths and routes that don't exist.

use std::{borrow::Cow, collections::BTreeMap};

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::{
    IntoResponses, PartialSchema, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder, response::Response, schema},
};
use yuekao_core::kernel::{Error, Fault, error::Busy, error::Unknown};

use crate::app;

yuekao_core::codes! {
    /// What can be wrong with a request before any word sees it.
    pub enum RequestFault in "request" {
        BadJson = "bad_json",
        BadPath = "bad_path",
        BadQuery = "bad_query",
        BadUpload = "bad_upload",
        TooLarge = "too_large",
        NoSuchRoute = "no_such_route",
        MethodNotAllowed = "method_not_allowed",
        /// Changing this needs the version it was read at, as `If-Match`.
        IfMatchMissing = "if_match_missing",
        NotFound = "not_found",
        Invalid = "invalid",
        Forbidden = "forbidden",
        Stale = "stale",
        Internal = "internal",
        /// The same request is still being worked on, or ended without making anything.
        AlreadyDone = "already_done",
    }
}

/// Every code that a problem can have.
fn problem_codes() -> Vec<&'static str> {
    [RequestFault::CODES, Unknown::CODES, Busy::CODES]
        .into_iter()
        .chain(app::REFUSALS.iter().copied())
        .flatten()
        .copied()
        .collect()
}

/// Every code that an issue of a problem can have.
fn issue_codes() -> Vec<&'static str> {
    app::ISSUES.concat()
}

/// A failed request.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    fault: Fault,
    issues: Vec<IssueBody>,
    retry_after: Option<u32>,
}

/// As it travels.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, title = "Problem")]
pub struct ProblemBody<'a> {
    /// Names the code's documentation.
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    #[schema(schema_with = code_schema)]
    code: &'static str,
    /// What the message of the code speaks of.
    params: &'a BTreeMap<&'static str, Value>,
    issues: &'a [IssueBody],
    /// Names this request in the logs.
    trace_id: &'a str,
}

/// One thing that was wrong, and where.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Issue)]
pub struct IssueBody {
    /// A JSON pointer into the request, or a row and a field of an uploaded table.
    pub at: String,
    #[schema(schema_with = issue_code_schema)]
    pub code: &'static str,
    pub params: BTreeMap<&'static str, Value>,
}

impl From<Fault> for IssueBody {
    /// What concerns the whole request.
    fn from(fault: Fault) -> Self {
        Self { at: String::new(), code: fault.code, params: fault.params }
    }
}

impl From<yuekao_core::kernel::Issue> for IssueBody {
    fn from(issue: yuekao_core::kernel::Issue) -> Self {
        Self { at: issue.at, code: issue.fault.code, params: issue.fault.params }
    }
}

fn code_schema() -> RefOr<schema::Schema> {
    RefOr::Ref(Ref::from_schema_name("ProblemCode"))
}

fn issue_code_schema() -> RefOr<schema::Schema> {
    RefOr::Ref(Ref::from_schema_name("IssueCode"))
}

/// The closed list of problem codes, for the spec.
#[derive(Debug)]
pub struct ProblemCode;

/// The closed list of issue codes, for the spec.
#[derive(Debug)]
pub struct IssueCode;

fn text_schema(values: Vec<&'static str>) -> RefOr<schema::Schema> {
    schema::ObjectBuilder::new().schema_type(schema::Type::String).enum_values(Some(values)).into()
}

impl PartialSchema for ProblemCode {
    fn schema() -> RefOr<schema::Schema> {
        text_schema(problem_codes())
    }
}
impl ToSchema for ProblemCode {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("ProblemCode")
    }
}
impl PartialSchema for IssueCode {
    fn schema() -> RefOr<schema::Schema> {
        text_schema(issue_codes())
    }
}
impl ToSchema for IssueCode {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("IssueCode")
    }
}

/// What every operation can answer besides its success.
#[derive(Debug)]
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let body = ContentBuilder::new()
            .schema(Some(RefOr::<schema::Schema>::Ref(Ref::from_schema_name("Problem"))));
        let response = ResponseBuilder::new()
            .description("A problem (RFC 9457): its code tells what to do")
            .content("application/problem+json", body.build())
            .build();
        BTreeMap::from([("default".to_owned(), RefOr::T(response))])
    }
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, fault: impl Into<Fault>) -> Self {
        Self { status, fault: fault.into(), issues: Vec::new(), retry_after: None }
    }

    fn response(&self, trace: &str) -> HttpResponse {
        let body = ProblemBody {
            kind: format!("/api/docs/problems#{}", self.fault.code),
            title: self.status.canonical_reason().unwrap_or("problem"),
            status: self.status.as_u16(),
            code: self.fault.code,
            params: &self.fault.params,
            issues: &self.issues,
            trace_id: trace,
        };
        let mut response = HttpResponse::build(self.status);
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type("application/problem+json")
            .body(serde_json::to_vec(&body).unwrap_or_default())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(word) => {
                Self::new(StatusCode::NOT_FOUND, RequestFault::NotFound.with("word", word))
            }
            Error::Invalid(issues) => Self {
                issues: issues.into_iter().map(IssueBody::from).collect(),
                ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, RequestFault::Invalid)
            },
            Error::Refused(fault) => Self::new(StatusCode::CONFLICT, fault),
            Error::Forbidden => Self::new(StatusCode::FORBIDDEN, RequestFault::Forbidden),
            Error::Unauthenticated(unknown) => Self::new(StatusCode::UNAUTHORIZED, unknown),
            Error::Stale { current } => {
                Self::new(StatusCode::PRECONDITION_FAILED, RequestFault::Stale.with("current", current))
            }
            Error::Already(_) => Self::new(StatusCode::CONFLICT, RequestFault::AlreadyDone),
            Error::Busy(busy) => {
                Self { retry_after: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, busy) }
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "internal error");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, RequestFault::Internal)
            }
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.fault.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }
    fn error_response(&self) -> HttpResponse {
        self.response(&super::trace::current())
    }
}

/// What actix finds wrong with a body.
pub fn json_error(error: actix_web::error::JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    use actix_web::error::JsonPayloadError as E;
    match error {
        E::Overflow { .. } | E::OverflowKnownLength { .. } => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, RequestFault::TooLarge)
        }
        other => {
            Problem::new(StatusCode::BAD_REQUEST, RequestFault::BadJson.with("detail", other.to_string()))
        }
    }
    .into()
}

pub fn path_error(error: actix_web::error::PathError, _: &HttpRequest) -> actix_web::Error {
    Problem::new(StatusCode::NOT_FOUND, RequestFault::BadPath.with("detail", error.to_string())).into()
}

pub fn query_error(error: actix_web::error::QueryPayloadError, _: &HttpRequest) -> actix_web::Error {
    Problem::new(StatusCode::BAD_REQUEST, RequestFault::BadQuery.with("detail", error.to_string())).into()
}

//! Names every request: the id goes into each log line, the audit log and every problem. Counts
//! and times requests by route.

use std::{sync::Arc, time::Instant as Moment};

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    web,
};
use tracing::Instrument;

use crate::app::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request.
#[derive(Clone, Debug)]
pub struct Trace(pub Arc<str>);

/// Who the request turned out to be from, for the log line.
#[derive(Clone, Copy, Debug)]
pub struct By(pub yuekao_core::kernel::PersonId);

tokio::task_local! {
    static CURRENT: Arc<str>;
}

/// The id of the request under way; empty outside one.
#[must_use]
pub fn current() -> Arc<str> {
    CURRENT.try_with(Clone::clone).unwrap_or_else(|_| Arc::from(""))
}

/// # Errors
/// Those of the request.
pub async fn trace<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let given = request.headers().get(&REQUEST_ID).and_then(|value| value.to_str().ok());
    let id: Arc<str> = match given.filter(|id| (8..=64).contains(&id.len()) && id.chars().all(is_plain)) {
        Some(id) => Arc::from(id),
        None => match request.app_data::<web::Data<App>>() {
            Some(app) => Arc::from(app.new_trace().as_str()),
            None => Arc::from("-"),
        },
    };
    request.extensions_mut().insert(Trace(Arc::clone(&id)));
    let span = tracing::info_span!("request", trace = %id);
    CURRENT.scope(Arc::clone(&id), serve(request, next, id).instrument(span)).await
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

async fn serve<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
    id: Arc<str>,
) -> Result<ServiceResponse<B>, Error> {
    let begun = Moment::now();
    let method = request.method().clone();
    let mut response = next.call(request).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "-".to_owned());
    let took = begun.elapsed();
    let status = response.status().as_u16();
    let by = response.request().extensions().get::<By>().copied();
    let labels = [("method", method.to_string()), ("route", route.clone()), ("status", status.to_string())];
    metrics::histogram!("yuekao_request_seconds", &labels).record(took.as_secs_f64());
    let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    match by {
        Some(By(person)) => tracing::info!(%method, route, status, took_us, %person, "served"),
        None => tracing::info!(%method, route, status, took_us, "served"),
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}

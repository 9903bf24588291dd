//! Idempotency keys: a request that carries one is fingerprinted by method, path and body, so that
//! the unit it leads to can tell the same request sent again from another under the same key.

use std::pin::Pin;

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::StatusCode,
    middleware::Next,
    web::Bytes,
};
use futures_util::{Stream, StreamExt, stream};
use yuekao_core::kernel::seal::Seal;

use super::problem::{Problem, RequestFault};

type BoxedPayloadStream = Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>>;

/// What an idempotency key stands for in this request.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    pub key: String,
    pub fingerprint: String,
}

/// # Errors
/// A problem for a body over the limit; otherwise those of the request.
pub async fn fingerprint<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let key =
        request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    if let Some(key) = key.filter(|key| (1..=200).contains(&key.len())) {
        let body = read(request.take_payload()).await?;
        let seal = Seal::new("yuekao/request/1")
            .text(request.method().as_str())
            .text(request.uri().path())
            .bytes(&body);
        let fingerprint = hex::encode(seal.hash());
        request.extensions_mut().insert(Fingerprint { key, fingerprint });
        let again: BoxedPayloadStream = Box::pin(stream::once(async move { Ok(body) }));
        request.set_payload(Payload::from(again));
    }
    next.call(request).await
}

async fn read(mut payload: Payload) -> Result<Bytes, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk?);
        if body.len() > super::upload::LARGEST {
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, RequestFault::TooLarge).into());
        }
    }
    Ok(body.into())
}

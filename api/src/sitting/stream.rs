use actix_web::{HttpResponse, get};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use yuekao_core::{
    kernel::Instant,
    news::{Heard, Listener, model::About},
    sitting::model::SittingId,
};

use super::holder::Holder;
use crate::front::{
    Problem, Problems,
    stream::{self, Line, SIGN_OF_LIFE},
};

/// The data of one event of the own sitting. Its name is `extended` (with the new deadline),
/// `ended`, or `missed` where some were lost: the state is read as usual.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SittingEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Instant>,
}

impl SittingEvent {
    fn of(data: &Value) -> Self {
        Self { deadline: data.get("deadline").and_then(Value::as_str).and_then(Instant::parse) }
    }
}

/// A stream of what concerns the own sitting (`text/event-stream`).
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("X-Sitting-Pass" = String, Header)),
    responses((status = OK, body = SittingEvent, content_type = "text/event-stream"), Problems),
    security(())
)]
#[get("/sittings/{sitting}/events")]
pub(super) async fn hear_sitting(holder: Holder) -> Result<HttpResponse, Problem> {
    let listener = holder.app().hub.listen(About::Sitting(holder.pass.key.id.0));
    Ok(stream::respond(events(listener)))
}

fn events(mut listener: Listener) -> impl futures_util::Stream<Item = Line> {
    async_stream::stream! {
        yield stream::listening();
        loop {
            match tokio::time::timeout(SIGN_OF_LIFE, listener.next()).await {
                Err(_) => yield stream::still_here(),
                Ok(None) => break,
                Ok(Some(Heard::Missed)) => {
                    yield stream::named("missed", &SittingEvent { deadline: None });
                }
                Ok(Some(Heard::News(news))) => {
                    yield stream::named(&news.what, &SittingEvent::of(&news.data));
                }
            }
        }
    }
}

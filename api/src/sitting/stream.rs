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
/// `message` (with its words), `ended`, or `missed` where some were lost: the state is read as usual.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SittingEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl SittingEvent {
    fn of(data: &Value) -> Self {
        let text = |field: &str| data.get(field).and_then(Value::as_str);
        Self { deadline: text("deadline").and_then(Instant::parse), text: text("text").map(str::to_owned) }
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
    let key = holder.pass.key;
    let listener = holder.app().hub.listen(About::Sitting { exam: key.exam.0, sitting: key.id.0 });
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
                    yield stream::named("missed", &SittingEvent { deadline: None, text: None });
                }
                Ok(Some(Heard::News(news))) => {
                    yield stream::named(&news.what, &SittingEvent::of(&news.data));
                }
            }
        }
    }
}

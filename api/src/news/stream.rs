use actix_web::{HttpResponse, get, web::Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yuekao_core::{
    exam::ExamId,
    kernel::Permission,
    news::{Heard, Listener, model::About},
};

use crate::front::{
    Problem, Problems, Require,
    guard::SittingTake,
    stream::{self, Line, SIGN_OF_LIFE},
};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only what concerns this exam.
    exam: Option<ExamId>,
}

/// One event: what changed, and where. What it is now is read as usual.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewsEvent {
    #[schema(required)]
    exam: Option<Uuid>,
    #[schema(required)]
    sitting: Option<Uuid>,
    /// `missed` says that some were lost: read the state again.
    #[schema(example = "drawn")]
    what: String,
}

/// A stream of events (`text/event-stream`). Sittings are heard of by who may watch them.
#[utoipa::path(
    tag = "news",
    params(Wanted),
    responses((status = OK, body = NewsEvent, content_type = "text/event-stream"), Problems)
)]
#[get("/news")]
pub(super) async fn hear_news(
    call: Require<SittingTake>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let about = wanted.exam.map_or(About::Everything, |exam| About::Exam(exam.0));
    let listener = call.app().hub.listen(about);
    let watches = call.cx().may(Permission::SittingWatch);
    Ok(stream::respond(events(listener, watches)))
}

fn events(mut listener: Listener, watches: bool) -> impl futures_util::Stream<Item = Line> {
    async_stream::stream! {
        yield stream::listening();
        loop {
            let event = match tokio::time::timeout(SIGN_OF_LIFE, listener.next()).await {
                Err(_) => {
                    yield stream::still_here();
                    continue;
                }
                Ok(None) => break,
                Ok(Some(Heard::Missed)) => NewsEvent { exam: None, sitting: None, what: "missed".to_owned() },
                Ok(Some(Heard::News(news))) if news.sitting.is_some() && !watches => continue,
                Ok(Some(Heard::News(news))) => {
                    NewsEvent { exam: news.exam, sitting: news.sitting, what: news.what.clone() }
                }
            };
            yield stream::event(&event);
        }
    }
}

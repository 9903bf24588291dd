use std::time::Duration;

use actix_web::{HttpResponse, get, web::Path};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{exam::ExamId, sitting::service, unit::Db};

use crate::front::{
    Problem, Problems, Require,
    guard::SittingWatch,
    stream::{self, Line},
};

/// How often a board is looked at for someone who watches it.
const LOOK: Duration = Duration::from_secs(2);
/// Looks without a change after which a sign of life is sent.
const SILENT: u32 = 7;

/// The board has changed: read it again.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardEvent {
    #[schema(example = "changed")]
    what: &'static str,
}

/// A stream that says when the board has changed (`text/event-stream`).
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = BoardEvent, content_type = "text/event-stream"), Problems)
)]
#[get("/exams/{id}/board/stream")]
pub(super) async fn hear_board(
    call: Require<SittingWatch>,
    id: Path<ExamId>,
) -> Result<HttpResponse, Problem> {
    Ok(stream::respond(events(call.db().clone(), id.into_inner())))
}

fn events(db: Db, exam: ExamId) -> impl futures_util::Stream<Item = Line> {
    async_stream::stream! {
        yield stream::listening();
        let mut seen = None;
        let mut silent = 0;
        loop {
            // A database that is away for a moment ends no stream: the next look may see it.
            match service::pulse(&db, exam).await.ok() {
                Some(pulse) if seen != Some(pulse) => {
                    if seen.is_some() {
                        yield stream::event(&BoardEvent { what: "changed" });
                    }
                    seen = Some(pulse);
                    silent = 0;
                }
                _ => silent += 1,
            }
            if silent >= SILENT {
                silent = 0;
                yield stream::still_here();
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

use actix_web::{
    get,
    web::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    exam::ExamId,
    kernel::Instant,
    sitting::{
        model::SittingId,
        service::{self, Board as CoreBoard, BoardState},
    },
};

use crate::{
    exam::wire::Named,
    front::{Problem, Problems, Require, guard::SittingWatch},
    people::wire::PersonRef,
};

#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct BoardCounts {
    /// Everyone who is not excused.
    pub expected: usize,
    pub on: usize,
    pub handed_in: usize,
    pub not_begun: usize,
    pub excused: usize,
    pub missed: usize,
}

/// How far one person is; no answer and no point is in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BoardRow {
    pub person: PersonRef,
    #[schema(required)]
    pub department: Option<Named>,
    #[schema(required)]
    pub group: Option<Named>,
    #[schema(required)]
    pub session_no: Option<i32>,
    #[schema(required)]
    pub sitting: Option<SittingId>,
    pub state: BoardState,
    pub answered: i64,
    pub total: u32,
    #[schema(required)]
    pub last_seen: Option<Instant>,
    #[schema(required)]
    pub deadline: Option<Instant>,
    pub left_times: i32,
    pub copied_times: i64,
    pub fullscreen_left_times: i64,
    pub extra_minutes: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Board {
    pub exam: ExamId,
    pub now: Instant,
    pub counts: BoardCounts,
    pub rows: Vec<BoardRow>,
}

impl From<CoreBoard> for Board {
    fn from(board: CoreBoard) -> Self {
        let mut counts = BoardCounts::default();
        let total = board.exam.plan.blueprint.count();
        let rows: Vec<BoardRow> = board
            .rows
            .into_iter()
            .map(|row| {
                let count = match row.state {
                    BoardState::On => &mut counts.on,
                    BoardState::HandedIn => &mut counts.handed_in,
                    BoardState::NotBegun => &mut counts.not_begun,
                    BoardState::Excused => &mut counts.excused,
                    BoardState::Missed => &mut counts.missed,
                };
                *count += 1;
                let head = row.sitting.as_ref().map(|sitting| sitting.head());
                BoardRow {
                    sitting: head.map(|head| head.key.id),
                    last_seen: head.map(|head| head.last_seen_at),
                    deadline: head.map(|head| head.deadline()),
                    left_times: head.map_or(0, |head| head.left_times),
                    extra_minutes: head.map_or(0, |head| head.extra_minutes),
                    copied_times: row.copied_times,
                    fullscreen_left_times: row.fullscreen_left_times,
                    state: row.state,
                    answered: row.answered,
                    total,
                    person: row.candidate.person.into(),
                    department: row.candidate.department.map(Named::from),
                    group: row.candidate.group.map(Named::from),
                    session_no: row.candidate.session.map(|session| session.no),
                }
            })
            .collect();
        counts.expected = rows.len() - counts.excused;
        Self { exam: board.exam.id, now: board.now, counts, rows }
    }
}

/// Who has not begun, is on, has left the page or handed in, and how far each is.
#[utoipa::path(tag = "sitting", params(("id" = ExamId, Path)), responses((status = OK, body = Board), Problems))]
#[get("/exams/{id}/board")]
pub(super) async fn get_board(call: Require<SittingWatch>, id: Path<ExamId>) -> Result<Json<Board>, Problem> {
    Ok(Json(service::board(call.db(), call.cx(), id.into_inner()).await?.into()))
}

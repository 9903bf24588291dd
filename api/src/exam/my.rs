//! The exams of whoever asks. An exam knows its plan; what the person has done in it is told by
//! the words above it and is put together here.

use actix_web::{get, web::Json};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId, ExamKind, Layout, Leaving, PersonalExam, Phase, PointsRelease},
    grading::{self, service::OwnResult},
    kernel::{Instant, Points},
    sitting::{self, machine::Sitting, model::SittingId},
};

use crate::front::{Problem, Problems, Require, guard::SittingTake};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MySession {
    opens_at: Instant,
    closes_at: Instant,
    /// Whoever starts later has less than all the minutes.
    latest_start: Instant,
}

yuekao_core::text_enum! {
    /// How far one's own run of an exam is.
    pub enum OwnState {
        NotStarted = "not_started",
        Open = "open",
        Closed = "closed",
        Missed = "missed",
        Excused = "excused",
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnPoints {
    points: Points,
    full: Points,
    passed: bool,
    /// From the release on.
    #[schema(required)]
    place: Option<i32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MyExam {
    id: ExamId,
    title: String,
    kind: ExamKind,
    month: i32,
    phase: Phase,
    session: MySession,
    minutes: i32,
    questions: u32,
    total: Points,
    pass: Points,
    layout: Layout,
    /// What leaving the page comes to.
    leaving: Leaving,
    points_release: PointsRelease,
    excused: bool,
    /// What was asked may be practised while the exam runs.
    pool_open: bool,
    state: OwnState,
    #[schema(required)]
    sitting: Option<SittingId>,
    /// An estimate before the release, where the exam shows one.
    #[schema(required)]
    result: Option<OwnPoints>,
    review_open: bool,
}

impl MyExam {
    fn of(exam: PersonalExam, sitting: Option<&Sitting>, result: Option<&OwnResult>, now: Instant) -> Self {
        Self {
            state: match sitting {
                Some(sitting) if sitting.ending().is_some() => OwnState::Closed,
                Some(_) => OwnState::Open,
                None if exam.excused => OwnState::Excused,
                None if exam.session.closes_at < now => OwnState::Missed,
                None => OwnState::NotStarted,
            },
            sitting: sitting.map(|sitting| sitting.head().key.id),
            result: result.map(|own| OwnPoints {
                points: own.points,
                full: own.full,
                passed: own.passed,
                place: own.released.as_ref().and_then(|released| released.place),
            }),
            review_open: result.is_some_and(|own| own.review_open),
            id: exam.id,
            title: exam.title,
            kind: exam.kind,
            month: exam.month,
            phase: exam.phase,
            session: MySession {
                opens_at: exam.session.opens_at,
                closes_at: exam.session.closes_at,
                latest_start: exam.latest_start,
            },
            minutes: exam.minutes,
            questions: exam.questions,
            total: exam.total,
            pass: exam.pass,
            layout: exam.layout,
            leaving: exam.leaving,
            points_release: exam.points_release,
            excused: exam.excused,
            pool_open: exam.pool_open,
        }
    }
}

/// The exams one is on the list of, newest first.
#[utoipa::path(tag = "exam", responses((status = OK, body = Vec<MyExam>), Problems))]
#[get("/my/exams")]
pub(super) async fn list_my_exams(call: Require<SittingTake>) -> Result<Json<Vec<MyExam>>, Problem> {
    let me = call.cx().caller()?.id;
    let now = call.cx().now();
    let exams = exam::service::exams_of_person(call.db(), me, now).await?;
    let sittings = sitting::service::list_of_person(call.db(), me).await?;
    let results = grading::service::own_results(call.db(), call.cx()).await?;
    let own = exams.into_iter().map(|exam| {
        let sitting = sittings.iter().find(|sitting| sitting.head().key.exam == exam.id);
        let result = results.iter().find(|result| result.exam.id == exam.id);
        MyExam::of(exam, sitting, result, now)
    });
    Ok(Json(own.collect()))
}

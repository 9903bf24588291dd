//! The exams of whoever asks. An exam knows its plan; what the person has done in it is told by
//! the words above it and is put together here.

use actix_web::{get, web::Json};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId, ExamKind, Layout, PersonalExam, Phase, PointsRelease},
    kernel::{Instant, Points},
};

use crate::front::{Problem, Problems, Require, guard::SittingTake};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MySession {
    opens_at: Instant,
    closes_at: Instant,
    /// Whoever starts later has less than all the minutes.
    latest_start: Instant,
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
    points_release: PointsRelease,
    excused: bool,
    /// What was asked may be practised while the exam runs.
    pool_open: bool,
}

impl From<PersonalExam> for MyExam {
    fn from(exam: PersonalExam) -> Self {
        Self {
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
    let exams = exam::service::exams_of_person(call.db(), me, call.cx().now()).await?;
    Ok(Json(exams.into_iter().map(MyExam::from).collect()))
}

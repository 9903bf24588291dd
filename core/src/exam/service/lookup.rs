//! Reading exams.

use std::collections::HashSet;

use super::super::{
    model::{Admission, Drawn, Entrant, Exam, ExamId, ExamRow, ExamState, PersonalExam},
    rule,
    shelf::Shelf,
    store::{self, ExamFilter, candidates},
};
use crate::{
    bank::model::QuestionId,
    kernel::{Context, Error, Instant, Page, PageRequest, Permission, PersonId, Result},
    paper,
    unit::Db,
};

/// The latest month first. Who only attends to a department sees no drafts.
///
/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn list(
    db: &Db,
    cx: &Context,
    filter: &ExamFilter,
    request: &PageRequest,
) -> Result<Page<ExamRow>> {
    let filter = ExamFilter {
        published_only: filter.published_only || !cx.may(Permission::ExamRead),
        ..filter.clone()
    };
    store::list(db.read(), &filter, request, cx.now()).await
}

/// # Errors
/// `NotFound`, also for a draft that the caller may not see.
pub async fn get(db: &Db, cx: &Context, id: ExamId) -> Result<Exam> {
    let exam = store::find(db.read(), id).await?.ok_or(Error::NotFound("exam"))?;
    if exam.state == ExamState::Draft && !cx.may(Permission::ExamRead) {
        return Err(Error::NotFound("exam"));
    }
    Ok(exam)
}

/// How far the drawing is; `None` for a draft.
///
/// # Errors
/// Those of the database.
pub async fn drawn(db: &Db, exam: &Exam) -> Result<Option<Drawn>> {
    if exam.state == ExamState::Draft {
        return Ok(None);
    }
    let total = candidates::count(db.read(), exam.id).await?;
    let done = if exam.drawn_at.is_some() { total } else { paper::service::count(db, exam.id.0).await? };
    Ok(Some(Drawn { done, total }))
}

/// What a start must know of a person; `None` for somebody who is not on the list.
///
/// # Errors
/// Those of the database.
pub async fn admission(db: &Db, exam: ExamId, person: PersonId) -> Result<Option<Admission>> {
    candidates::admission(db.read(), exam, person).await
}

/// The whole list of a published exam, in order of place, for the words that watch, mark and rank.
///
/// # Errors
/// Those of the database.
pub async fn entrants(db: &Db, exam: &Exam) -> Result<Vec<Entrant>> {
    candidates::entrants(db.read(), exam.id, &exam.sessions).await
}

/// Every published exam that a person is on the list of, newest first.
///
/// # Errors
/// Those of the database.
pub async fn exams_of_person(db: &Db, person: PersonId, now: Instant) -> Result<Vec<PersonalExam>> {
    let exams = store::exams_of(db.read(), person, now).await?;
    Ok(exams.into_iter().map(personal).collect())
}

fn personal(of: store::ExamOf) -> PersonalExam {
    let plan = of.plan;
    PersonalExam {
        id: of.id,
        phase: of.phase,
        latest_start: rule::latest_start(of.session.closes_at, plan.minutes),
        excused: rule::excused(of.leave_confirmed, &of.session),
        session: of.session,
        questions: plan.blueprint.count(),
        total: plan.blueprint.total(),
        title: plan.title,
        kind: plan.kind,
        month: plan.month,
        minutes: plan.minutes,
        pass: plan.pass,
        layout: plan.layout,
        leaving: plan.leaving,
        points_release: plan.points_release,
        review_release: plan.review_release,
        pool_open: plan.pool_open,
    }
}

/// The questions that nobody practises at `now`, because an exam that keeps its pool closed has
/// them.
///
/// # Errors
/// Those of the database.
pub async fn closed_questions(db: &Db, shelf: &Shelf, now: Instant) -> Result<HashSet<QuestionId>> {
    let mut closed = HashSet::new();
    for exam in store::closed_pools(db.read(), now).await? {
        closed.extend(shelf.pool(db, exam).await?.questions.iter().map(|question| question.question));
    }
    Ok(closed)
}

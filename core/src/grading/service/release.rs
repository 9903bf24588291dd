//! From marks to results: at release for the first time, and again after a later ruling.

use std::collections::{BTreeMap, HashMap};

use super::{
    super::{
        marker::Marker,
        model::{ExamResult, MarkOf, RulingState, Sheet},
        rule::{Contender, GradingIssue, places_of},
        ruling::passes,
        store,
    },
    closed_sittings, root,
};
use crate::{
    bank::{
        self,
        model::{RevisionId, Statistics},
    },
    exam::{self, Exam, ExamId, ExamState},
    job::Task,
    kernel::{Context, Error, PersonId, Points, Result},
    sitting::{root::RootKind, service as sittings},
    unit::{Db, Deed},
};

/// The job that marks an exam again after a ruling.
pub const REMARK: &str = "grading.remark";

/// Makes marks into results with places and tells the bank what was answered.
///
/// # Errors
/// `Refused` while somebody sits, a sitting is unmarked, or a ruling, extra time or an incident
/// waits for a second person; `Stale` if the
/// exam was changed since it was read.
pub async fn release(marker: &Marker, db: &Db, cx: &Context, id: ExamId, version: i32) -> Result<()> {
    if sittings::count_open(db, id).await? > 0 {
        return Err(GradingIssue::SittingsOpen.into());
    }
    let (extra_time, incidents) = sittings::count_waiting(db, id).await?;
    if extra_time > 0 {
        return Err(GradingIssue::ExtraTimePending.into());
    }
    if incidents > 0 {
        return Err(GradingIssue::IncidentsPending.into());
    }
    let rulings = store::list_rulings(db.read(), id).await?;
    if rulings.iter().any(|ruling| ruling.state == RulingState::Proposed) {
        return Err(GradingIssue::RulingsPending.into());
    }
    let exam = exam::service::get(db, cx, id).await?;
    marker.sweep_exam(db, id, cx.now()).await?;
    let marks = store::list_marks(db.read(), id, exam.ruling).await?;
    let results = results_from(db, &exam, &marks, &HashMap::new()).await?;
    let sheet = marker.sheet(db, id, exam.ruling).await?;
    let told = statistics(&sheet, &marks, 1);
    // The root of its end stands before anything is opened.
    sittings::publish_over(db, cx, id).await?;
    let (leaves, covers) = root::covered(marker, db, cx, &exam, &results).await?;
    let deed = Deed::new("grading.release").on(id.0).with("results", results.len());
    db.unit(cx, deed, async |unit| {
        // Under the exam's lock nobody rules and nobody releases twice.
        if store::lock_exam(unit.tx(), id).await? != exam.ruling {
            return Err(GradingIssue::NotAllMarked.into());
        }
        exam::service::release(unit, id, version).await?;
        store::put_results(unit.tx(), unit.kind(), id, &results).await?;
        sittings::publish_root(unit, &exam, RootKind::Release, &leaves, covers).await?;
        bank::service::add_responses(unit, &told).await
    })
    .await
}

/// Marks everyone again under the ruling in force; if the exam is released its results follow,
/// and the bank hears the difference. Repeating it changes nothing.
///
/// # Errors
/// Those of the database; the job tries again.
pub async fn remark(marker: &Marker, task: &Task) -> Result<()> {
    let (db, cx) = (&task.db, &task.cx);
    let id = task.job.payload::<ExamId>()?;
    marker.sweep_exam(db, id, cx.now()).await?;
    let exam = exam::service::get(db, cx, id).await?;
    if exam.state != ExamState::Released {
        return Ok(());
    }
    let before: HashMap<PersonId, ExamResult> =
        store::list_results(db.read(), id).await?.into_iter().map(|result| (result.person, result)).collect();
    let Some(old) = before.values().map(|result| result.ruling).max() else { return Ok(()) };
    if old == exam.ruling {
        return Ok(());
    }
    let (old_marks, marks) =
        (store::list_marks(db.read(), id, old).await?, store::list_marks(db.read(), id, exam.ruling).await?);
    let results = results_from(db, &exam, &marks, &before).await?;
    let mut told = statistics(&*marker.sheet(db, id, exam.ruling).await?, &marks, 1);
    for (revision, gone) in statistics(&*marker.sheet(db, id, old).await?, &old_marks, -1) {
        let sum = told.entry(revision).or_default();
        sum.responses += gone.responses;
        sum.share_sum += gone.share_sum;
    }
    told.retain(|_, sum| *sum != Statistics::default());
    let (leaves, covers) = root::covered(marker, db, cx, &exam, &results).await?;
    let deed = Deed::new("grading.remark").on(id.0).with("ruling", exam.ruling);
    db.unit(cx, deed, async |unit| {
        // Another process may have done it, or a further ruling come, since the marks were read.
        let in_force = store::lock_exam(unit.tx(), id).await?;
        let stands = store::list_results(unit.tx(), id).await?.iter().map(|result| result.ruling).max();
        if in_force != exam.ruling || stands != Some(old) {
            return Ok(());
        }
        store::put_results(unit.tx(), unit.kind(), id, &results).await?;
        sittings::publish_root(unit, &exam, RootKind::Ruling, &leaves, covers).await?;
        bank::service::add_responses(unit, &told).await
    })
    .await
}

/// What marks come to, with places by group.
async fn results_from(
    db: &Db,
    exam: &Exam,
    marks: &[MarkOf],
    before: &HashMap<PersonId, ExamResult>,
) -> Result<Vec<ExamResult>> {
    let entrants: HashMap<_, _> = exam::service::entrants(db, exam)
        .await?
        .into_iter()
        .map(|entrant| (entrant.person, entrant))
        .collect();
    let marks: HashMap<_, _> = marks.iter().map(|of| (of.sitting.id, of)).collect();
    let mut results = Vec::new();
    let mut contenders = Vec::new();
    for sitting in closed_sittings(db, exam).await? {
        let head = sitting.head();
        let of = marks.get(&head.key.id).ok_or(GradingIssue::NotAllMarked)?;
        let entrant = entrants.get(&head.person);
        let entrant = entrant.ok_or_else(|| Error::internal("a sitting of someone not on the list"))?;
        contenders.push(Contender {
            person: head.person,
            group: entrant.group,
            points: of.mark.points,
            ranked: entrant.unranked.is_none(),
        });
        let passed_before = before.get(&head.person).is_some_and(|result| result.passed);
        results.push(ExamResult {
            exam: exam.id,
            person: head.person,
            sitting: head.key.id,
            ruling: of.mark.ruling,
            points: of.mark.points,
            full: of.mark.full,
            passed: passes(of.mark.points, exam.plan.pass, passed_before),
            excellent: of.mark.points >= exam.plan.excellent,
            place: None,
            group: entrant.group,
            group_size: 0,
        });
    }
    let places = places_of(&contenders);
    for result in &mut results {
        if let Some(placed) = places.get(&result.person) {
            (result.place, result.group_size) = (placed.place, placed.group_size);
        }
    }
    Ok(results)
}

/// How each revision was answered, `sign` times.
fn statistics(sheet: &Sheet, marks: &[MarkOf], sign: i64) -> BTreeMap<RevisionId, Statistics> {
    let mut told: BTreeMap<RevisionId, Statistics> = BTreeMap::new();
    for marked in marks.iter().flat_map(|of| &of.mark.detail) {
        let line = usize::try_from(marked.index).ok().and_then(|index| sheet.questions.get(index));
        if let Some(line) = line {
            let sum = told.entry(line.revision).or_default();
            sum.responses += sign;
            sum.share_sum += sign * marked.share.of_points(Points(10_000)).hundredths();
        }
    }
    told
}

//! Extra time for one person alone. Before the start one invigilator gives it; after it a second
//! one must agree, and what has ended opens again as long as nothing is released.

use super::{
    super::{
        machine::{Reply, Step},
        model::{Decision, ExtraTime, ExtraTimeId, SittingIssue},
        rule, store,
    },
    watch::{moved, one},
};
use crate::{
    exam::{self, ExamId, ExamRefusal, ExamState},
    kernel::{Context, Error, PersonId, Result, error::check},
    news,
    unit::{Db, Deed},
};

/// All extra time for single persons of an exam, newest first.
///
/// # Errors
/// Those of the database.
pub async fn list_extra_time(db: &Db, exam: ExamId) -> Result<Vec<ExtraTime>> {
    store::list_extra_time(db.read(), exam).await
}

/// # Errors
/// `NotFound`.
pub async fn find_extra_time(db: &Db, exam: ExamId, id: ExtraTimeId) -> Result<ExtraTime> {
    store::find_extra_time(db.read(), exam, id).await?.ok_or(Error::NotFound("extra_time"))
}

/// Gives extra time to somebody who has not begun, or proposes it for somebody who has.
///
/// # Errors
/// `Invalid` without a reason, `Refused` for oneself, for who is no candidate and once the exam is
/// released.
pub async fn give_extra_time(
    db: &Db,
    cx: &Context,
    exam: ExamId,
    person: PersonId,
    minutes: i32,
    reason: &str,
) -> Result<ExtraTime> {
    check(rule::extension_issues(minutes, reason))?;
    let author = cx.caller()?.id;
    if author == person {
        return Err(SittingIssue::OwnSitting.into());
    }
    match exam::service::get(db, cx, exam).await?.state {
        ExamState::Draft => return Err(Error::NotFound("exam")),
        ExamState::Released => return Err(ExamRefusal::AlreadyReleased.into()),
        ExamState::Published => {}
    }
    let admission = exam::service::admission(db, exam, person).await?.ok_or(SittingIssue::NotCandidate)?;
    let deed = Deed::new("sitting.extend").on(exam.0).with("person", person.to_string());
    db.unit(cx, deed.with("minutes", minutes).with("reason", reason), async |unit| {
        // Nobody begins unseen between this look and the end of the transaction.
        store::hold_beginnings(unit.tx()).await?;
        let before_start = store::find_of(unit.tx(), exam, person).await?.is_none();
        let given = ExtraTime {
            id: ExtraTimeId::new(cx),
            exam,
            person,
            minutes,
            reason: reason.trim().to_owned(),
            author,
            at: unit.now(),
            before_start,
            state: if before_start { Decision::Confirmed } else { Decision::Proposed },
            second: None,
            decided_at: before_start.then_some(unit.now()),
        };
        store::add_extra_time(unit.tx(), &given).await?;
        if before_start {
            let own: i64 = store::list_extra_time(unit.tx(), exam)
                .await?
                .iter()
                .filter(|one| one.person == person && one.before_start)
                .map(|one| i64::from(one.minutes))
                .sum();
            let all = store::extra_of(unit.tx(), exam, admission.session.id).await?;
            exam::service::hold_open(unit, exam, admission.session.closes_at.plus_minutes(own + all)).await?;
        }
        unit.made(given.id.0);
        unit.note("state", given.state.as_str());
        Ok(given)
    })
    .await
}

/// Agrees, as the second person: an open page hears it, and what has ended opens again.
///
/// # Errors
/// `Refused` for the author, for the taker, for what was decided already and once the exam is
/// released.
pub async fn confirm_extra_time(db: &Db, cx: &Context, exam: ExamId, id: ExtraTimeId) -> Result<ExtraTime> {
    let second = cx.caller()?.id;
    let given = find_extra_time(db, exam, id).await?;
    rule::may_confirm(given.author, second, &[given.person])?;
    let sitting = super::find_of(db, exam, given.person).await?.ok_or(Error::NotFound("sitting"))?;
    let key = sitting.head().key;
    let deed = Deed::new("sitting.confirm_extend").on(exam.0).with("person", given.person.to_string());
    db.unit(cx, deed.with("minutes", given.minutes), async |unit| {
        if !store::decide_extra_time(unit.tx(), &given, Decision::Confirmed, second, unit.now()).await? {
            return Err(SittingIssue::AlreadyDecided.into());
        }
        let step = Step::Extend {
            by: given.author,
            second: Some(second),
            minutes: given.minutes,
            reason: given.reason.clone(),
        };
        let done = one(unit, key, step).await?;
        let deadline = done.sitting.head().deadline();
        exam::service::hold_open(unit, exam, deadline).await?;
        let what = if done.reply == Reply::Reopened {
            exam::service::renew_marks(unit, exam).await?;
            "reopened"
        } else {
            "extended"
        };
        unit.note("what", what);
        news::service::tell(unit.tx(), cx, unit.now(), vec![moved(key, what, deadline)]).await
    })
    .await?;
    find_extra_time(db, exam, id).await
}

/// Takes back what nobody has confirmed yet.
///
/// # Errors
/// `Refused` for the taker and for what was decided already.
pub async fn withdraw_extra_time(db: &Db, cx: &Context, exam: ExamId, id: ExtraTimeId) -> Result<ExtraTime> {
    let by = cx.caller()?.id;
    let given = find_extra_time(db, exam, id).await?;
    if given.person == by {
        return Err(SittingIssue::OwnSitting.into());
    }
    let deed = Deed::new("sitting.withdraw_extend").on(exam.0).with("person", given.person.to_string());
    db.unit(cx, deed, async |unit| {
        if store::decide_extra_time(unit.tx(), &given, Decision::Withdrawn, by, unit.now()).await? {
            Ok(())
        } else {
            Err(SittingIssue::AlreadyDecided.into())
        }
    })
    .await?;
    find_extra_time(db, exam, id).await
}

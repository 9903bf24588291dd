//! Who sits, who is away and who sits later.

use super::{
    super::{
        model::{Candidate, Exam, ExamId, ExamSessionId, ExamState, LeaveReason},
        rule::{ExamIssue, ExamRefusal},
        store::{
            candidates::{self, Roster},
            leave,
        },
    },
    find, lookup,
};
use crate::{
    kernel::{Context, DepartmentId, Error, Page, PageRequest, Permission, PersonId, Result},
    people,
    unit::{Db, Deed, Unit},
};

const LONGEST_WORDS: usize = 200;

/// Whom the caller may see and speak for: everybody, or the own department.
fn scope(cx: &Context, everybody: Permission) -> Result<Option<DepartmentId>> {
    if cx.may(everybody) {
        return Ok(None);
    }
    cx.require(Permission::ExamAttend)?;
    cx.caller()?.department.map(Some).ok_or(Error::Forbidden)
}

/// By name. A head sees the own department, and no drafts.
///
/// # Errors
/// `NotFound`, `Forbidden` for a head without a department.
pub async fn list_candidates(
    db: &Db,
    cx: &Context,
    id: ExamId,
    request: &PageRequest,
) -> Result<Page<Candidate>> {
    let exam = lookup::get(db, cx, id).await?;
    let department = scope(cx, Permission::ExamRead)?;
    let roster = match exam.state {
        ExamState::Draft => Roster::Prospective { groups: &exam.plan.groups, now: cx.now() },
        ExamState::Published | ExamState::Released => Roster::Fixed,
    };
    candidates::list(db.read(), id, &exam.sessions, &roster, department, request).await
}

/// States why somebody of the own department can't sit; a manager may state it for anybody.
///
/// # Errors
/// `Refused` for oneself, for somebody of another department, for a leave that was confirmed
/// already and once the exam is released.
pub async fn state_leave(
    db: &Db,
    cx: &Context,
    id: ExamId,
    person: PersonId,
    reason: LeaveReason,
    words: &str,
) -> Result<()> {
    let words = words.trim();
    if words.chars().count() > LONGEST_WORDS {
        return Err(ExamIssue::LeaveWordsTooLong.at("/words").with("most", LONGEST_WORDS).into());
    }
    let by = may_speak_for(db, cx, person).await?;
    let deed = Deed::new("exam.state_leave").on(id.0).with("person", person.to_string());
    db.unit(cx, deed.with("reason", reason.as_str()), async |unit| {
        not_released(unit, id).await?;
        if leave::put(unit, id, person, reason, words, by).await? {
            Ok(())
        } else {
            Err(ExamRefusal::LeaveConfirmed.into())
        }
    })
    .await
}

/// The caller, if allowed to speak for this person.
async fn may_speak_for(db: &Db, cx: &Context, person: PersonId) -> Result<PersonId> {
    let caller = cx.caller()?;
    if caller.id == person {
        return Err(ExamRefusal::ConcernsYourself.into());
    }
    let person = people::service::get(db, person).await?;
    match scope(cx, Permission::ExamManage)? {
        Some(own) if person.department.is_none_or(|department| department.id != own) => {
            Err(ExamRefusal::OtherDepartment.into())
        }
        _ => Ok(caller.id),
    }
}

async fn not_released(unit: &Unit, id: ExamId) -> Result<Exam> {
    let exam = find(unit, id).await?;
    if exam.state == ExamState::Released { Err(ExamRefusal::AlreadyReleased.into()) } else { Ok(exam) }
}

/// A manager other than who stated it finds the leave good.
///
/// # Errors
/// `Refused` for oneself, for whoever stated it, without a leave and once the exam is released.
pub async fn confirm_leave(db: &Db, cx: &Context, id: ExamId, person: PersonId) -> Result<()> {
    let caller = cx.caller()?.id;
    if caller == person {
        return Err(ExamRefusal::ConcernsYourself.into());
    }
    let deed = Deed::new("exam.confirm_leave").on(id.0).with("person", person.to_string());
    db.unit(cx, deed, async |unit| {
        not_released(unit, id).await?;
        let stated = leave::find(unit.tx(), id, person).await?.ok_or(ExamRefusal::NoLeave)?;
        if stated.stated_by == caller {
            return Err(ExamRefusal::SecondPersonNeeded.into());
        }
        if leave::confirm(unit, id, person, caller).await? {
            Ok(())
        } else {
            Err(ExamRefusal::LeaveConfirmed.into())
        }
    })
    .await
}

/// Takes a leave back: a head one that nobody has confirmed, a manager any.
///
/// # Errors
/// `Refused` for oneself, for somebody of another department, for a confirmed leave, without one
/// and once the exam is released.
pub async fn withdraw_leave(db: &Db, cx: &Context, id: ExamId, person: PersonId) -> Result<()> {
    may_speak_for(db, cx, person).await?;
    let manages = cx.may(Permission::ExamManage);
    let deed = Deed::new("exam.withdraw_leave").on(id.0).with("person", person.to_string());
    db.unit(cx, deed, async |unit| {
        not_released(unit, id).await?;
        let stated = leave::find(unit.tx(), id, person).await?.ok_or(ExamRefusal::NoLeave)?;
        if stated.confirmed && !manages {
            return Err(ExamRefusal::LeaveConfirmed.into());
        }
        leave::delete(unit, id, person).await?;
        Ok(())
    })
    .await
}

/// Puts a candidate into another session, for instance the make-up. `begun` is what the sittings
/// say: who has begun stays.
///
/// # Errors
/// `Refused` for oneself, for who has begun, for a session that has ended and for who is no
/// candidate.
pub async fn move_candidate(
    db: &Db,
    cx: &Context,
    id: ExamId,
    person: PersonId,
    session: ExamSessionId,
    begun: bool,
) -> Result<()> {
    if cx.caller()?.id == person {
        return Err(ExamRefusal::ConcernsYourself.into());
    }
    if begun {
        return Err(ExamRefusal::Begun.into());
    }
    let deed = Deed::new("exam.move_candidate").on(id.0).with("person", person.to_string());
    db.unit(cx, deed.with("session", session.to_string()), async |unit| {
        let exam = not_released(unit, id).await?;
        if exam.state == ExamState::Draft {
            return Err(ExamRefusal::NotPublished.into());
        }
        let target = exam.sessions.iter().find(|one| one.id == session).ok_or(ExamRefusal::SessionUnknown)?;
        if target.closes_at <= unit.now() {
            return Err(ExamRefusal::SessionEnded.into());
        }
        if candidates::set_session(unit, id, person, session).await? {
            Ok(())
        } else {
            Err(ExamRefusal::NotCandidate.into())
        }
    })
    .await
}

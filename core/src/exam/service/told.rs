//! What the words above tell an exam, in units of their own.

use super::{
    super::{
        model::{ExamId, ExamState},
        rule::{self, ExamRefusal},
        store::published,
    },
    find,
};
use crate::{
    kernel::{Error, Instant, Result},
    unit::Unit,
};

/// Somebody has time until `deadline`: the exam is not over before, nor before its grace has ended.
///
/// # Errors
/// `Refused` unless the exam is published and not yet released.
pub async fn hold_open(unit: &Unit, exam: ExamId, deadline: Instant) -> Result<()> {
    if published::hold_open(unit, exam, deadline.plus_micros(rule::GRACE)).await? {
        return Ok(());
    }
    match find(unit, exam).await?.state {
        ExamState::Released => Err(ExamRefusal::AlreadyReleased.into()),
        ExamState::Draft | ExamState::Published => Err(ExamRefusal::NotPublished.into()),
    }
}

/// Makes results and, by the exam's switches, the review visible. Grading does so when nothing
/// that it must decide is left.
///
/// # Errors
/// `Refused` unless the exam is over and not yet released, `Stale` if somebody was faster.
pub async fn release(unit: &Unit, id: ExamId, version: i32) -> Result<()> {
    let exam = find(unit, id).await?;
    match exam.state {
        ExamState::Draft => return Err(ExamRefusal::NotPublished.into()),
        ExamState::Released => return Err(ExamRefusal::AlreadyReleased.into()),
        ExamState::Published if exam.over_at.is_none_or(|over| unit.now() < over) => {
            return Err(ExamRefusal::NotOver.into());
        }
        ExamState::Published => {}
    }
    if published::release(unit, id, version).await? {
        Ok(())
    } else {
        Err(Error::Stale { current: exam.version })
    }
}

/// Has everyone's marks made again, because what some of them rest on has changed. Marks made
/// before carry a lower number and no longer count.
///
/// # Errors
/// `Refused` unless the exam is published and not yet released.
pub async fn renew_marks(unit: &Unit, exam: ExamId) -> Result<()> {
    if published::renew_marks(unit, exam).await? {
        return Ok(());
    }
    match find(unit, exam).await?.state {
        ExamState::Released => Err(ExamRefusal::AlreadyReleased.into()),
        ExamState::Draft | ExamState::Published => Err(ExamRefusal::NotPublished.into()),
    }
}

/// The number of the ruling that marks must follow from now on.
///
/// # Errors
/// Those of the database.
pub async fn set_ruling(unit: &Unit, exam: ExamId, ruling: i32) -> Result<()> {
    published::set_ruling(unit, exam, ruling).await
}

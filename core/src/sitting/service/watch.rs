//! What an invigilator does, and the closer: watch, give extra time, end. A change of one sitting
//! goes through the same steps under the same lock as what its taker does.

use std::collections::HashMap;

use super::super::{
    machine::{Reply, Sitting, Step},
    model::{Event, Extra, SittingId, SittingIssue, SittingKey, SittingState},
    rule, store,
    writer::{self, Ask, Done, Target},
};
use crate::{
    exam::{self, Candidate, Exam, ExamId, ExamSession},
    kernel::{Context, Error, Instant, PageRequest, Result, error::check},
    news::{self, model::Telling},
    unit::{Db, Deed, Unit},
};

/// The most that the closer takes into one transaction.
const CLOSED_AT_ONCE: i64 = 500;
/// More than any exam of one centre has.
const WHOLE_LIST: u64 = 10_000;

crate::text_enum! {
    /// How far one person is.
    pub enum BoardState {
        NotBegun = "not_begun",
        On = "on",
        HandedIn = "handed_in",
        Excused = "excused",
        /// The session ended without a start.
        Missed = "missed",
    }
}

/// One person of an exam as the invigilator sees it.
pub struct BoardRow {
    pub candidate: Candidate,
    pub state: BoardState,
    pub sitting: Option<Sitting>,
    /// Questions with an answer now.
    pub answered: i64,
    pub copied_times: i64,
    pub fullscreen_left_times: i64,
}

/// Everyone of an exam. No answer, key or point is in it.
pub struct Board {
    pub exam: Exam,
    pub now: Instant,
    pub rows: Vec<BoardRow>,
}

/// # Errors
/// `NotFound` for an exam the caller may not see.
pub async fn board(db: &Db, cx: &Context, id: ExamId) -> Result<Board> {
    let exam = exam::service::get(db, cx, id).await?;
    let whole = PageRequest { after: None, limit: WHOLE_LIST };
    let candidates = exam::service::list_candidates(db, cx, id, &whole).await?.items;
    let (answered, noticed) =
        tokio::try_join!(store::count_answered(db.read(), id), store::count_noticed(db.read(), id))?;
    let mut sittings: HashMap<_, _> = store::list_of_exam(db.read(), id)
        .await?
        .into_iter()
        .map(|sitting| (sitting.head().person, sitting))
        .collect();
    let now = cx.now();
    let rows = candidates
        .into_iter()
        .map(|candidate| {
            let sitting = sittings.remove(&candidate.person.id);
            let of = sitting.as_ref().map(|sitting| sitting.head().key.id);
            let answered = of.and_then(|of| answered.get(&of)).copied();
            let (copied_times, fullscreen_left_times) =
                of.and_then(|of| noticed.get(&of)).copied().unwrap_or_default();
            BoardRow {
                copied_times,
                fullscreen_left_times,
                state: board_state(&candidate, sitting.as_ref(), now),
                candidate,
                sitting,
                answered: answered.unwrap_or_default(),
            }
        })
        .collect();
    Ok(Board { exam, now, rows })
}

fn board_state(candidate: &Candidate, sitting: Option<&Sitting>, now: Instant) -> BoardState {
    let confirmed = candidate.leave.as_ref().is_some_and(|leave| leave.confirmed_by.is_some());
    match (sitting, &candidate.session) {
        (Some(sitting), _) if sitting.ending().is_some() => BoardState::HandedIn,
        (Some(_), _) => BoardState::On,
        (None, Some(session)) if exam::rule::excused(confirmed, session) => BoardState::Excused,
        (None, Some(session)) if session.closes_at < now => BoardState::Missed,
        (None, _) => BoardState::NotBegun,
    }
}

/// A number that moves with everything that happens in an exam: a board that saw another one
/// looks again.
///
/// # Errors
/// Those of the database.
pub async fn pulse(db: &Db, exam: ExamId) -> Result<i64> {
    store::pulse(db.read(), exam).await
}

/// What takers doubted of an exam's questions (题目有疑), oldest first.
///
/// # Errors
/// Those of the database.
pub async fn list_doubts(db: &Db, exam: ExamId) -> Result<Vec<(SittingId, Event)>> {
    store::list_doubts(db.read(), exam).await
}

/// Gives everyone of the session that runs now, or of the next one, extra time: those who sit,
/// and those who have yet to begin. Tells how many sat.
///
/// # Errors
/// `Invalid` without a reason, `Refused` if no session runs or is to come.
pub async fn extend_all(db: &Db, cx: &Context, exam: ExamId, minutes: i32, reason: &str) -> Result<u64> {
    check(rule::extension_issues(minutes, reason))?;
    let by = cx.caller()?.id;
    let sessions = exam::service::get(db, cx, exam).await?.sessions;
    let deed = Deed::new("sitting.extend_all").on(exam.0).with("minutes", minutes).with("reason", reason);
    db.unit(cx, deed, async |unit| {
        store::hold_beginnings(unit.tx()).await?;
        let mut extended_by_now = HashMap::new();
        for session in &sessions {
            extended_by_now.insert(session.id, store::extra_of(unit.tx(), exam, session.id).await?);
        }
        let chosen = sessions_to_extend(&sessions, unit.now(), |session| {
            session.closes_at.plus_minutes(extended_by_now.get(&session.id).copied().unwrap_or_default())
        });
        if chosen.is_empty() {
            return Err(SittingIssue::NothingToExtend.into());
        }
        let mut sat = 0u64;
        for session in chosen {
            let extra = Extra {
                id: cx.new_id(),
                exam,
                session: session.id,
                minutes,
                reason: reason.to_owned(),
                by,
                at: unit.now(),
            };
            store::add_extra(unit.tx(), extra).await?;
            let total = store::extra_of(unit.tx(), exam, session.id).await?;
            exam::service::hold_open(unit, exam, session.closes_at.plus_minutes(total)).await?;
            let keys = store::list_open(unit.tx(), exam, session.id).await?;
            let step = Step::Extend { by, second: None, minutes, reason: reason.to_owned() };
            let asks: Vec<Ask> = keys.iter().map(|key| ask(*key, unit.now(), step.clone())).collect();
            let done: Vec<Done> =
                writer::apply(unit.tx(), unit.kind(), &asks).await?.into_iter().flatten().collect();
            sat += u64::try_from(done.len()).unwrap_or_default();
            let told = done.iter().map(|done| done.sitting.head());
            let told = told.map(|head| moved(head.key, "extended", head.deadline())).collect();
            news::service::tell(unit.tx(), cx, unit.now(), told).await?;
        }
        unit.note("sat", sat);
        Ok(sat)
    })
    .await
}

/// The sessions that run now, else the next.
fn sessions_to_extend(
    sessions: &[ExamSession],
    now: Instant,
    ends: impl Fn(&ExamSession) -> Instant,
) -> Vec<ExamSession> {
    let running: Vec<ExamSession> =
        sessions.iter().filter(|session| session.opens_at <= now && now < ends(session)).copied().collect();
    if running.is_empty() {
        sessions
            .iter()
            .filter(|session| now < session.opens_at)
            .min_by_key(|session| session.opens_at)
            .copied()
            .into_iter()
            .collect()
    } else {
        running
    }
}

/// Ends one sitting; it is marked from what its journal says by then.
///
/// # Errors
/// `Invalid` without a reason, `Refused` for the own sitting.
pub async fn end(db: &Db, cx: &Context, id: SittingId, reason: &str) -> Result<Sitting> {
    check(rule::reason_issues(reason))?;
    let by = cx.caller()?.id;
    let key = others_sitting(db, cx, id).await?;
    let deed = Deed::new("sitting.end").on(id.0).with("reason", reason);
    db.unit(cx, deed, async |unit| {
        let sitting = one(unit, key, Step::End { by, reason: reason.to_owned() }).await?.sitting;
        news::service::tell(unit.tx(), cx, unit.now(), vec![ended(key)]).await?;
        Ok(sitting)
    })
    .await
}

/// Ends a sitting whose page was left so many times, by the exam's own rule: nobody's deed, so the
/// journal is its only signature.
pub(super) async fn end_left(db: &Db, cx: &Context, key: SittingKey, limit: i32) -> Result<()> {
    let now = cx.now();
    db.unsigned(async |tx| {
        let asks = [ask(key, now, Step::EndLeft { limit })];
        let done =
            writer::apply(tx, db.kind(), &asks).await?.pop().unwrap_or(Err(Error::NotFound("sitting")))?;
        if done.reply == Reply::Ended {
            news::service::tell(tx, cx, now, vec![ended(key)]).await?;
        }
        Ok(())
    })
    .await
}

fn ended(key: SittingKey) -> Telling {
    let data = serde_json::json!({ "state": SittingState::Closed });
    Telling { exam: Some(key.exam.0), sitting: Some(key.id.0), what: "ended", data }
}

/// Nobody acts on a sitting of the own.
async fn others_sitting(db: &Db, cx: &Context, id: SittingId) -> Result<SittingKey> {
    let sitting = super::get(db, id).await?;
    if cx.person() == Some(sitting.head().person) {
        return Err(SittingIssue::OwnSitting.into());
    }
    Ok(sitting.head().key)
}

pub(super) const fn ask(key: SittingKey, at: Instant, step: Step) -> Ask {
    Ask { target: Target::There(key), at, step }
}

pub(super) async fn one(unit: &Unit, key: SittingKey, step: Step) -> Result<Done> {
    let asks = [ask(key, unit.now(), step)];
    writer::apply(unit.tx(), unit.kind(), &asks).await?.pop().unwrap_or(Err(Error::NotFound("sitting")))
}

/// The deadline has moved, or opened again.
pub(super) fn moved(key: SittingKey, what: &'static str, deadline: Instant) -> Telling {
    let data = serde_json::json!({ "deadline": deadline });
    Telling { exam: Some(key.exam.0), sitting: Some(key.id.0), what, data }
}

/// Records the end of every sitting whose time is over. Any number of processes may do so at
/// once: the lock lets one be first, and the others find nothing to do.
///
/// # Errors
/// Those of the database.
pub async fn close_due(db: &Db, cx: &Context) -> Result<()> {
    loop {
        let now = cx.now();
        let due = store::list_due(db.read(), rule::overdue_deadline(now), CLOSED_AT_ONCE).await?;
        if due.is_empty() {
            return Ok(());
        }
        match expire(db, &due, now).await {
            Ok(()) => {}
            Err(Error::Busy(busy)) => return Err(Error::Busy(busy)),
            // One that can't be closed must not keep the others open.
            Err(cause) => {
                tracing::error!(%cause, "some sittings can't be closed together");
                let mut closed = 0;
                for key in due {
                    match expire(db, &[key], now).await {
                        Ok(()) => closed += 1,
                        Err(cause) => tracing::error!(%cause, sitting = %key.id, "a sitting can't be closed"),
                    }
                }
                if closed == 0 {
                    return Err(cause);
                }
            }
        }
    }
}

async fn expire(db: &Db, due: &[SittingKey], now: Instant) -> Result<()> {
    let asks: Vec<Ask> = due.iter().map(|key| ask(*key, now, Step::Expire)).collect();
    db.unsigned(async |tx| writer::apply(tx, db.kind(), &asks).await)
        .await?
        .into_iter()
        .try_for_each(|done| done.map(drop))
}

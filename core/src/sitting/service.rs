//! What a taker does: begin or go on, report, hand in, ask how things stand. Each is checked early
//! for a good answer and decided by the writer.

mod extra_time;
mod fact;
mod incident;
mod message;
mod replacing;
mod root;
mod watch;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

pub use extra_time::{
    confirm_extra_time, find_extra_time, give_extra_time, list_extra_time, withdraw_extra_time,
};
pub use fact::{Fact, facts};
pub use incident::{
    Found, Happened, accept_due, confirm_incident, found, get_incident, list_incidents, open_incident,
    withdraw_incident,
};
pub use message::{list_messages, send_message};
pub use replacing::replace_question;
pub use root::{
    audit_head, has_root, leaves, list_roots, publish_due, publish_over, publish_root, receipt_file,
    roots_file,
};
pub use watch::{Board, BoardRow, BoardState, board, close_due, end, extend_all, list_doubts, pulse};

use super::{
    journal::{self, Answers},
    machine::{Reply, Sitting, Step},
    model::{
        Act, ClosedBy, Ending, Event, Head, LeftThen, Message, Noticed, Opening, Place, Receipt, Saved,
        SittingId, SittingIssue, SittingKey,
    },
    pass::{Pass, PassKey},
    rule, store,
    writer::{Ask, Target, Writer},
};
use crate::{
    exam::{self, Admission, Book, ExamId, ExamState, Plan, Shelf},
    kernel::{Context, Error, Instant, PersonId, Result},
    paper::Paper,
    unit::Db,
};

/// What a process needs to let people sit: the writer's queue, the passes' key, and the books.
/// Cloning it is cheap.
#[derive(Clone)]
pub struct Desk {
    pub writer: Writer,
    pub passes: PassKey,
    pub shelf: Shelf,
}

/// All that a page needs to begin or to go on. There is no key in it.
pub struct Joined {
    pub sitting: Sitting,
    pub pass: Pass,
    pub now: Instant,
    pub plan: Arc<Plan>,
    pub paper: Arc<Paper>,
    pub book: Arc<Book>,
    /// What was answered before.
    pub answers: Answers,
}

/// A sitting that its taker handed in.
pub struct HandedIn {
    pub sitting: Sitting,
    pub ending: Ending,
    /// What it is marked from; none for one who hands in again.
    pub answers: Option<Answers>,
}

impl HandedIn {
    /// # Errors
    /// `Internal` for a closed sitting without a receipt, which no transaction leaves.
    pub fn receipt(&self) -> Result<Receipt> {
        receipt(&self.sitting)
    }
}

/// The receipt of a closed sitting.
///
/// # Errors
/// `Refused` while it is open.
pub fn receipt(sitting: &Sitting) -> Result<Receipt> {
    let ending = sitting.ending().ok_or(SittingIssue::NotClosed)?;
    let hash = ending.receipt.ok_or_else(|| Error::internal("a closed sitting without a receipt"))?;
    Ok(Receipt { hash, k: ending.k, nonce: sitting.head().nonce })
}

/// How things stand for an open page.
pub struct Standing {
    pub now: Instant,
    pub sitting: Sitting,
    /// False when another page has taken over.
    pub lease_live: bool,
    /// What the taker is to read, newest first.
    pub messages: Vec<Message>,
}

/// Begins the caller's sitting, or goes on with it on this page: whoever held it before is told
/// by the answers it gets.
///
/// # Errors
/// `Refused` for one who is not on the list, excused, too early, too late or finished.
pub async fn start(desk: &Desk, db: &Db, cx: &Context, exam: ExamId) -> Result<Joined> {
    let person = cx.caller()?.id;
    let now = cx.now();
    let (admission, begun) =
        tokio::try_join!(exam::service::admission(db, exam, person), find_of(db, exam, person))?;
    let admission = admission.filter(|admission| admission.state != ExamState::Draft);
    let admission = admission.ok_or(SittingIssue::NotCandidate)?;
    if begun.is_none() {
        may_begin(&admission, now)?;
    }
    let (book, plan) = tokio::try_join!(desk.shelf.book(db, exam), desk.shelf.plan(db, exam))?;
    let questions = Place::try_from(plan.blueprint.count()).map_err(Error::internal)?;
    let target = match &begun {
        Some(sitting) => Target::There(sitting.head().key),
        None => Target::Begun(Opening {
            id: SittingId::new(cx),
            exam,
            person,
            candidate: admission.candidate,
            session: admission.session.id,
            questions,
            base_deadline: window(&admission).deadline(now),
            nonce: cx.random(),
        }),
    };
    let sitting = desk.writer.write(Ask { target, at: now, step: Step::Join }).await?.sitting;
    let head = sitting.head();
    // Until a sitting has begun its paper can be replaced: only now it is the one that counts.
    let paper = desk.shelf.paper(db, exam, admission.candidate).await?;
    // The first line of a journal is its beginning: only later ones can hold answers.
    let answers = if head.seq > 1 { answers(db, head.key).await? } else { Answers::default() };
    let pass = Pass::new(head.key, person, head.lease, questions, head.deadline());
    Ok(Joined { pass, now: cx.now(), plan, paper, book, answers, sitting })
}

fn window(admission: &Admission) -> rule::Window {
    let session = &admission.session;
    rule::Window { opens_at: session.opens_at, closes_at: session.closes_at, minutes: admission.minutes }
}

fn may_begin(admission: &Admission, now: Instant) -> Result<()> {
    if admission.excused {
        return Err(SittingIssue::Excused.into());
    }
    window(admission).may_start(now)?;
    if admission.drawn { Ok(()) } else { Err(SittingIssue::NotDrawn.into()) }
}

/// Takes in what a page reports. It is on the disk when this returns.
///
/// # Errors
/// `Invalid` for what is no report at all, `Refused` for a number that was used for something
/// else, `Busy` when the page should try again.
pub async fn report(
    desk: &Desk,
    cx: &Context,
    pass: &Pass,
    n: i64,
    act: Act,
    client_at: Option<Instant>,
) -> Result<Saved> {
    rule::well_formed(pass.questions, n, &act)?;
    let step = Step::Act { lease: pass.lease, n, act, client_at };
    let ask = Ask { target: Target::There(pass.key), at: cx.now(), step };
    match desk.writer.write(ask).await?.reply {
        Reply::Saved(saved) => Ok(saved),
        other => Err(Error::internal(format!("a report came to {other:?}"))),
    }
}

/// Takes in what a page noticed of itself. Where the exam says so, the page that was left too
/// often is warned, or its sitting ended: at once, or when the page repeats what was not
/// acknowledged.
///
/// # Errors
/// As for [`report`].
pub async fn notice(desk: &Desk, db: &Db, cx: &Context, pass: &Pass, n: i64, act: Act) -> Result<Noticed> {
    rule::well_formed(pass.questions, n, &act)?;
    let left = act == Act::Left;
    let step = Step::Act { lease: pass.lease, n, act, client_at: None };
    let ask = Ask { target: Target::There(pass.key), at: cx.now(), step };
    let done = desk.writer.write(ask).await?;
    let Reply::Saved(saved) = done.reply else {
        return Err(Error::internal(format!("a report came to {:?}", done.reply)));
    };
    let left_times = done.sitting.head().left_times;
    let then = match done.sitting.ending() {
        Some(ending) if ending.by == ClosedBy::Rule => LeftThen::Ended,
        None if left => {
            let leaving = desk.shelf.plan(db, pass.key.exam).await?.leaving;
            let then = rule::left_then(leaving, left_times);
            if then == LeftThen::Ended {
                watch::end_left(db, cx, pass.key, leaving.limit).await?;
            }
            then
        }
        _ => LeftThen::Nothing,
    };
    Ok(Noticed { saved, left_times, then })
}

/// Ends the sitting. Handing in again finds it as it was handed in.
///
/// # Errors
/// `Refused` for a page that another has taken over from, `Busy` when it should try again.
pub async fn hand_in(desk: &Desk, cx: &Context, pass: &Pass, n: i64) -> Result<HandedIn> {
    if n < 1 {
        return Err(SittingIssue::BadNumber.at("/n").into());
    }
    let ask =
        Ask { target: Target::There(pass.key), at: cx.now(), step: Step::HandIn { lease: pass.lease, n } };
    let done = desk.writer.write(ask).await?;
    let ending = done.sitting.ending().cloned().ok_or(SittingIssue::NotClosed)?;
    Ok(HandedIn { sitting: done.sitting, ending, answers: done.answers })
}

/// # Errors
/// `NotFound` for a sitting that is gone.
pub async fn standing(db: &Db, cx: &Context, pass: &Pass) -> Result<Standing> {
    let (sitting, messages) =
        tokio::try_join!(get(db, pass.key.id), store::messages_to(db.read(), pass.key))?;
    Ok(Standing { now: cx.now(), lease_live: sitting.head().lease == pass.lease, sitting, messages })
}

/// # Errors
/// `NotFound` for one that isn't there.
pub async fn get(db: &Db, id: SittingId) -> Result<Sitting> {
    store::find(db.read(), id).await?.ok_or(Error::NotFound("sitting"))
}

/// The sitting of a person in an exam, if there is one.
///
/// # Errors
/// Those of the database.
pub async fn find_of(db: &Db, exam: ExamId, person: PersonId) -> Result<Option<Sitting>> {
    store::find_of(db.read(), exam, person).await
}

/// All sittings of a person, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn list_of_person(db: &Db, person: PersonId) -> Result<Vec<Sitting>> {
    store::list_of_person(db.read(), person).await
}

/// All sittings of an exam.
///
/// # Errors
/// Those of the database.
pub async fn list_of_exam(db: &Db, exam: ExamId) -> Result<Vec<Sitting>> {
    store::list_of_exam(db.read(), exam).await
}

/// Who has begun an exam.
///
/// # Errors
/// Those of the database.
pub async fn people_of(db: &Db, exam: ExamId) -> Result<HashSet<PersonId>> {
    Ok(store::list_of_exam(db.read(), exam).await?.iter().map(|sitting| sitting.head().person).collect())
}

/// Whose each sitting of an exam is.
///
/// # Errors
/// Those of the database.
pub async fn takers(db: &Db, exam: ExamId) -> Result<HashMap<SittingId, PersonId>> {
    let all = store::list_of_exam(db.read(), exam).await?;
    Ok(all.iter().map(|sitting| (sitting.head().key.id, sitting.head().person)).collect())
}

/// How many sittings of each exam are closed; none where nobody has handed in.
///
/// # Errors
/// Those of the database.
pub async fn count_closed(db: &Db, exams: &[ExamId]) -> Result<HashMap<ExamId, u64>> {
    store::count_closed(db.read(), db.kind(), exams).await
}

/// Whose sittings these are and how they stand, of those that are closed.
///
/// # Errors
/// Those of the database.
pub async fn closed_heads(db: &Db, keys: &[SittingKey]) -> Result<Vec<Head>> {
    let found = store::list(db.read(), db.kind(), keys).await?;
    let closed = found.into_iter().filter(|sitting| sitting.ending().is_some());
    Ok(closed.map(|sitting| sitting.head().clone()).collect())
}

/// How much of an exam waits for a second person: extra time for one, and incidents.
///
/// # Errors
/// Those of the database.
pub async fn count_waiting(db: &Db, exam: ExamId) -> Result<(u64, u64)> {
    tokio::try_join!(
        store::count_waiting_time(db.read(), exam),
        store::count_waiting_incidents(db.read(), exam)
    )
}

/// How many sittings of an exam are still open.
///
/// # Errors
/// Those of the database.
pub async fn count_open(db: &Db, exam: ExamId) -> Result<u64> {
    store::count_open(db.read(), exam).await
}

/// What stands in a sitting by its journal.
///
/// # Errors
/// Those of the database.
pub async fn answers(db: &Db, key: SittingKey) -> Result<Answers> {
    Ok(answers_of(db, &[key]).await?.remove(&key.id).unwrap_or_default())
}

/// What stands in many sittings by their journals.
///
/// # Errors
/// Those of the database.
pub async fn answers_of(db: &Db, keys: &[SittingKey]) -> Result<HashMap<SittingId, Answers>> {
    store::journals(db.read(), db.kind(), keys)
        .await?
        .into_iter()
        .map(|(id, lines)| Ok((id, journal::fold(&lines)?)))
        .collect()
}

/// The whole journal of a sitting, in the server's order.
///
/// # Errors
/// Those of the database.
pub async fn journal_of(db: &Db, key: SittingKey) -> Result<Vec<Event>> {
    Ok(store::journals(db.read(), db.kind(), &[key]).await?.remove(&key.id).unwrap_or_default())
}

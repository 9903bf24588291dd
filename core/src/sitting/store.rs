//! The only queries on sittings and their journal. What the writer does is set-based: one
//! statement for a whole batch, with its rows locked in the order of their ids.

mod decisions;
mod lists;
mod messages;
mod roots;

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryResult, Statement};

pub(super) use decisions::*;
pub(super) use lists::*;
pub(super) use messages::*;
pub(super) use roots::*;

use super::{
    machine::{Closed, Sitting},
    model::{
        ClosedBy, Ending, Event, EventKind, Extra, Head, Lease, Opening, Place, SittingId, SittingKey,
        SittingState,
    },
    table::{extra, sitting},
};
use crate::{
    exam::{ExamId, ExamSessionId},
    kernel::{Error, Instant, PersonId, Result, seal::stored_hash},
    paper::CandidateId,
    unit::{DbKind, Rowset},
};

/// Held shared by whoever begins sittings and alone by whoever extends a whole session, so that
/// no one begins unseen between the two halves of an extension.
const EXTENSION_LOCK: i64 = 0x7975_656b_616f_0001;

impl TryFrom<sitting::Model> for Sitting {
    type Error = Error;
    fn try_from(row: sitting::Model) -> Result<Self> {
        let ending = match (SittingState::stored(&row.state)?, row.closed_at, row.closed_by, row.k) {
            (SittingState::Closed, Some(at), Some(by), Some(k)) => Some(Ending {
                at,
                by: ClosedBy::stored(&by)?,
                k,
                receipt: row.receipt.as_deref().map(stored_hash).transpose()?,
            }),
            (SittingState::Open, ..) => None,
            _ => return Err(Error::internal("a closed sitting without an ending")),
        };
        let head = Head {
            key: SittingKey { id: SittingId(row.id), exam: ExamId(row.exam_id) },
            person: PersonId(row.person_id),
            candidate: CandidateId(row.candidate_id),
            session: ExamSessionId(row.session_id),
            questions: Place::try_from(row.questions).unwrap_or_default(),
            started_at: row.started_at,
            base_deadline: row.base_deadline,
            extra_minutes: row.extra_minutes,
            lease: Lease(row.lease),
            seq: row.seq,
            n_high: row.n_high,
            left_times: row.left_times,
            last_seen_at: row.last_seen_at,
            nonce: row.nonce.as_slice().try_into().map_err(Error::internal)?,
        };
        Ok(Self::restore(head, ending))
    }
}

fn keys(kind: DbKind, keys: &[SittingKey]) -> Rowset {
    Rowset::new(kind)
        .ids("exam_id", keys.iter().map(|key| key.exam.0))
        .ids("id", keys.iter().map(|key| key.id.0))
}

async fn sittings(tx: &impl ConnectionTrait, statement: Statement) -> Result<Vec<Sitting>> {
    sitting::Model::find_by_statement(statement).all(tx).await?.into_iter().map(Sitting::try_from).collect()
}

/// Begins what is not there yet, with the extra time that its session, or its taker, was given so
/// far. One who
/// has begun before keeps the sitting that is there.
pub(super) async fn begin(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    begun: &[(Instant, &Opening)],
) -> Result<()> {
    hold(tx, "SELECT pg_advisory_xact_lock_shared($1)").await?;
    let rows = Rowset::new(kind)
        .ids("exam_id", begun.iter().map(|(_, new)| new.exam.0))
        .ids("id", begun.iter().map(|(_, new)| new.id.0))
        .ids("person_id", begun.iter().map(|(_, new)| new.person.0))
        .ids("session_id", begun.iter().map(|(_, new)| new.session.0))
        .ids("candidate_id", begun.iter().map(|(_, new)| new.candidate.0))
        .ints("questions", begun.iter().map(|(_, new)| i64::from(new.questions)))
        .ints("started_at", begun.iter().map(|(at, _)| at.micros()))
        .ints("base_deadline", begun.iter().map(|(_, new)| new.base_deadline.micros()))
        .bytes("nonce", begun.iter().map(|(_, new)| new.nonce.to_vec()));
    let statement = rows.statement(
        "INSERT INTO sitting (exam_id, id, person_id, attempt, session_id, candidate_id, questions, state, lease,
            seq, n_high, started_at, base_deadline, extra_minutes, deadline, left_times, last_seen_at, nonce)
         SELECT r.exam_id, r.id, r.person_id, 1, r.session_id, r.candidate_id, r.questions, 'open', 0,
            0, 0, r.started_at, r.base_deadline, COALESCE(x.minutes, 0) + COALESCE(o.minutes, 0),
            r.base_deadline + (COALESCE(x.minutes, 0) + COALESCE(o.minutes, 0)) * 60000000, 0, r.started_at, r.nonce
         FROM {rows} r LEFT JOIN (
            SELECT exam_id, session_id, SUM(minutes) AS minutes FROM sitting_extra GROUP BY exam_id, session_id
         ) x ON x.exam_id = r.exam_id AND x.session_id = r.session_id
         LEFT JOIN (
            SELECT exam_id, person_id, SUM(minutes) AS minutes FROM sitting_extra_time
            WHERE before_start GROUP BY exam_id, person_id
         ) o ON o.exam_id = r.exam_id AND o.person_id = r.person_id
         WHERE TRUE
         ORDER BY r.exam_id, r.person_id
         ON CONFLICT (exam_id, person_id, attempt) DO NOTHING",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// The sittings of people in exams.
pub(super) async fn find_keys(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    of: &[(ExamId, PersonId)],
) -> Result<HashMap<(ExamId, PersonId), SittingKey>> {
    let rows = Rowset::new(kind)
        .ids("exam_id", of.iter().map(|(exam, _)| exam.0))
        .ids("person_id", of.iter().map(|(_, person)| person.0));
    let statement = rows.statement(
        "SELECT s.exam_id, s.person_id, s.id FROM {rows} r
         JOIN sitting s ON s.exam_id = r.exam_id AND s.person_id = r.person_id AND s.attempt = 1",
    );
    let mut found = HashMap::new();
    for row in tx.query_all_raw(statement).await? {
        let exam = ExamId(row.try_get("", "exam_id")?);
        let key = SittingKey { id: SittingId(row.try_get("", "id")?), exam };
        found.insert((exam, PersonId(row.try_get("", "person_id")?)), key);
    }
    Ok(found)
}

/// Reads sittings and holds them until the transaction ends.
pub(super) async fn lock(tx: &impl ConnectionTrait, kind: DbKind, of: &[SittingKey]) -> Result<Vec<Sitting>> {
    let hold = match kind {
        DbKind::Postgres => "FOR UPDATE OF s",
        // A transaction that writes is the only one.
        DbKind::Sqlite => "",
    };
    let sql = format!(
        "SELECT s.* FROM {{rows}} r JOIN sitting s ON s.exam_id = r.exam_id AND s.id = r.id ORDER BY s.id {hold}"
    );
    sittings(tx, keys(kind, of).statement(&sql)).await
}

pub(super) async fn list(db: &impl ConnectionTrait, kind: DbKind, of: &[SittingKey]) -> Result<Vec<Sitting>> {
    let sql = "SELECT s.* FROM {rows} r JOIN sitting s ON s.exam_id = r.exam_id AND s.id = r.id";
    sittings(db, keys(kind, of).statement(sql)).await
}

/// A line's columns in the order in which they are read: by place, because a hand-in reads a whole
/// journal and names would be looked up for each of its lines.
const COLUMNS: &str = "e.sitting_id, e.writer, e.n, e.seq, e.kind, e.question, e.body, e.client_at, e.at";

fn line(row: &QueryResult) -> Result<(SittingId, Event)> {
    let question: Option<i32> = row.try_get_by_index(5)?;
    let event = Event {
        writer: Lease(row.try_get_by_index(1)?),
        n: row.try_get_by_index(2)?,
        seq: row.try_get_by_index(3)?,
        kind: EventKind::stored(&row.try_get_by_index::<String>(4)?)?,
        question: question.map(|question| Place::try_from(question).unwrap_or_default()),
        body: row.try_get_by_index(6)?,
        client_at: row.try_get_by_index(7)?,
        at: row.try_get_by_index(8)?,
    };
    Ok((SittingId(row.try_get_by_index(0)?), event))
}

/// Journals in the server's order.
async fn lines(tx: &impl ConnectionTrait, statement: Statement) -> Result<HashMap<SittingId, Vec<Event>>> {
    let mut journals: HashMap<SittingId, Vec<Event>> = HashMap::new();
    for row in tx.query_all_raw(statement).await? {
        let (sitting, event) = line(&row)?;
        journals.entry(sitting).or_default().push(event);
    }
    journals.values_mut().for_each(|journal| journal.sort_by_key(|line| line.seq));
    Ok(journals)
}

/// The lines that stand under these numbers.
pub(super) async fn lines_at(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    at: &[(SittingKey, Lease, i64)],
) -> Result<HashMap<SittingId, Vec<Event>>> {
    let rows = Rowset::new(kind)
        .ids("exam_id", at.iter().map(|(key, ..)| key.exam.0))
        .ids("sitting_id", at.iter().map(|(key, ..)| key.id.0))
        .ints("writer", at.iter().map(|(_, lease, _)| i64::from(lease.0)))
        .ints("n", at.iter().map(|(.., n)| *n));
    lines(
        tx,
        rows.statement(&format!(
            "SELECT {COLUMNS} FROM (SELECT DISTINCT * FROM {{rows}} d) r JOIN sitting_event e
             ON e.exam_id = r.exam_id AND e.sitting_id = r.sitting_id AND e.writer = r.writer AND e.n = r.n",
        )),
    )
    .await
}

/// Whole journals, each in the server's order.
pub(super) async fn journals(
    db: &impl ConnectionTrait,
    kind: DbKind,
    of: &[SittingKey],
) -> Result<HashMap<SittingId, Vec<Event>>> {
    let statement = keys(kind, of).statement(&format!(
        "SELECT {COLUMNS} FROM {{rows}} r
         JOIN sitting_event e ON e.exam_id = r.exam_id AND e.sitting_id = r.id",
    ));
    lines(db, statement).await
}

pub(super) async fn append(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    lines: &[(SittingKey, Event)],
) -> Result<()> {
    let rows = Rowset::new(kind)
        .ids("exam_id", lines.iter().map(|(key, _)| key.exam.0))
        .ids("sitting_id", lines.iter().map(|(key, _)| key.id.0))
        .ints("writer", lines.iter().map(|(_, line)| i64::from(line.writer.0)))
        .ints("n", lines.iter().map(|(_, line)| line.n))
        .ints("seq", lines.iter().map(|(_, line)| i64::from(line.seq)))
        .texts("kind", lines.iter().map(|(_, line)| line.kind.as_str().to_owned()))
        .maybe_ints("question", lines.iter().map(|(_, line)| line.question.map(i64::from)))
        .texts("body", lines.iter().map(|(_, line)| line.body.clone()))
        .maybe_ints("client_at", lines.iter().map(|(_, line)| line.client_at.map(Instant::micros)))
        .ints("at", lines.iter().map(|(_, line)| line.at.micros()));
    let statement = rows.statement(
        "INSERT INTO sitting_event (exam_id, sitting_id, writer, n, seq, kind, question, body, client_at, at)
         SELECT exam_id, sitting_id, writer, n, seq, kind, question, body, client_at, at FROM {rows} r",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Writes what every step may move.
pub(super) async fn advance(tx: &impl ConnectionTrait, kind: DbKind, heads: &[&Head]) -> Result<()> {
    let rows = Rowset::new(kind)
        .ids("exam_id", heads.iter().map(|head| head.key.exam.0))
        .ids("id", heads.iter().map(|head| head.key.id.0))
        .ints("lease", heads.iter().map(|head| i64::from(head.lease.0)))
        .ints("seq", heads.iter().map(|head| i64::from(head.seq)))
        .ints("n_high", heads.iter().map(|head| head.n_high))
        .ints("left_times", heads.iter().map(|head| i64::from(head.left_times)))
        .ints("last_seen_at", heads.iter().map(|head| head.last_seen_at.micros()));
    let statement = rows.statement(
        "UPDATE sitting SET lease = r.lease, seq = r.seq, n_high = r.n_high, left_times = r.left_times,
            last_seen_at = r.last_seen_at
         FROM {rows} r WHERE sitting.exam_id = r.exam_id AND sitting.id = r.id",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Writes the extra time of those that got some.
pub(super) async fn reschedule(tx: &impl ConnectionTrait, kind: DbKind, heads: &[&Head]) -> Result<()> {
    let rows = Rowset::new(kind)
        .ids("exam_id", heads.iter().map(|head| head.key.exam.0))
        .ids("id", heads.iter().map(|head| head.key.id.0))
        .ints("extra_minutes", heads.iter().map(|head| i64::from(head.extra_minutes)))
        .ints("deadline", heads.iter().map(|head| head.deadline().micros()));
    let statement = rows.statement(
        "UPDATE sitting SET extra_minutes = r.extra_minutes, deadline = r.deadline
         FROM {rows} r WHERE sitting.exam_id = r.exam_id AND sitting.id = r.id",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Writes how sittings ended.
pub(super) async fn close(tx: &impl ConnectionTrait, kind: DbKind, closed: &[&Closed]) -> Result<()> {
    let rows = Rowset::new(kind)
        .ids("exam_id", closed.iter().map(|closed| closed.head().key.exam.0))
        .ids("id", closed.iter().map(|closed| closed.head().key.id.0))
        .ints("closed_at", closed.iter().map(|closed| closed.ending.at.micros()))
        .texts("closed_by", closed.iter().map(|closed| closed.ending.by.as_str().to_owned()))
        .ints("k", closed.iter().map(|closed| i64::from(closed.ending.k)))
        .bytes("receipt", closed.iter().map(|closed| closed.ending.receipt.unwrap_or_default().to_vec()));
    let statement = rows.statement(
        "UPDATE sitting SET state = 'closed', closed_at = r.closed_at, closed_by = r.closed_by, k = r.k,
            receipt = r.receipt
         FROM {rows} r WHERE sitting.exam_id = r.exam_id AND sitting.id = r.id",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Takes the end back from those that opened again.
pub(super) async fn reopen(tx: &impl ConnectionTrait, kind: DbKind, heads: &[&Head]) -> Result<()> {
    let of: Vec<SittingKey> = heads.iter().map(|head| head.key).collect();
    let statement = keys(kind, &of).statement(
        "UPDATE sitting SET state = 'open', closed_at = NULL, closed_by = NULL, k = NULL, receipt = NULL
         FROM {rows} r WHERE sitting.exam_id = r.exam_id AND sitting.id = r.id",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Keeps anyone from beginning while a whole session is extended.
pub(super) async fn hold_beginnings(tx: &impl ConnectionTrait) -> Result<()> {
    hold(tx, "SELECT pg_advisory_xact_lock($1)").await
}

async fn hold(tx: &impl ConnectionTrait, how: &str) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, how, [EXTENSION_LOCK.into()]))
            .await?;
    }
    Ok(())
}

pub(super) async fn add_extra(tx: &impl ConnectionTrait, new: Extra) -> Result<()> {
    let active = extra::ActiveModel {
        exam_id: sea_orm::Set(new.exam.0),
        id: sea_orm::Set(new.id),
        session_id: sea_orm::Set(new.session.0),
        minutes: sea_orm::Set(new.minutes),
        reason: sea_orm::Set(new.reason),
        by_person: sea_orm::Set(new.by.0),
        at: sea_orm::Set(new.at),
    };
    extra::Entity::insert(active).exec_without_returning(tx).await?;
    Ok(())
}

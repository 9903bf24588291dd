//! Finding, listing and counting, for those who only read.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::{COLUMNS, line, sittings};
use crate::{
    exam::{ExamId, ExamSessionId},
    kernel::{Instant, PersonId, Result},
    sitting::{
        machine::Sitting,
        model::{Event, SittingId, SittingKey},
    },
    unit::{DbKind, Rowset},
};

fn ask<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [sea_orm::Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

fn key_of(row: &sea_orm::QueryResult) -> Result<SittingKey> {
    Ok(SittingKey { id: SittingId(row.try_get("", "id")?), exam: ExamId(row.try_get("", "exam_id")?) })
}

async fn list_keys(db: &impl ConnectionTrait, statement: Statement) -> Result<Vec<SittingKey>> {
    db.query_all_raw(statement).await?.iter().map(key_of).collect()
}

/// Open sittings whose deadline lies before `deadline`.
pub(in crate::sitting) async fn list_due(
    db: &impl ConnectionTrait,
    deadline: Instant,
    most: i64,
) -> Result<Vec<SittingKey>> {
    let sql =
        "SELECT exam_id, id FROM sitting WHERE state = 'open' AND deadline < $1 ORDER BY deadline LIMIT $2";
    list_keys(db, ask(db, sql, [deadline.into(), most.into()])).await
}

pub(in crate::sitting) async fn list_open(
    db: &impl ConnectionTrait,
    exam: ExamId,
    session: ExamSessionId,
) -> Result<Vec<SittingKey>> {
    let sql = "SELECT exam_id, id FROM sitting WHERE exam_id = $1 AND session_id = $2 AND state = 'open'";
    list_keys(db, ask(db, sql, [exam.0.into(), session.0.into()])).await
}

pub(in crate::sitting) async fn find(db: &impl ConnectionTrait, id: SittingId) -> Result<Option<Sitting>> {
    let statement = ask(db, "SELECT * FROM sitting WHERE id = $1", [id.0.into()]);
    Ok(sittings(db, statement).await?.pop())
}

pub(in crate::sitting) async fn find_of(
    db: &impl ConnectionTrait,
    exam: ExamId,
    person: PersonId,
) -> Result<Option<Sitting>> {
    let sql = "SELECT * FROM sitting WHERE exam_id = $1 AND person_id = $2 AND attempt = 1";
    Ok(sittings(db, ask(db, sql, [exam.0.into(), person.0.into()])).await?.pop())
}

pub(in crate::sitting) async fn list_of_exam(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<Sitting>> {
    sittings(db, ask(db, "SELECT * FROM sitting WHERE exam_id = $1 ORDER BY id", [exam.0.into()])).await
}

pub(in crate::sitting) async fn list_of_person(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<Sitting>> {
    sittings(db, ask(db, "SELECT * FROM sitting WHERE person_id = $1 ORDER BY started_at", [person.0.into()]))
        .await
}

pub(in crate::sitting) async fn count_open(db: &impl ConnectionTrait, exam: ExamId) -> Result<u64> {
    let sql = "SELECT COUNT(*) AS open FROM sitting WHERE exam_id = $1 AND state = 'open'";
    let row = db.query_one_raw(ask(db, sql, [exam.0.into()])).await?;
    let open: i64 = row.map(|row| row.try_get("", "open")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(open).unwrap_or_default())
}

pub(in crate::sitting) async fn count_closed(
    db: &impl ConnectionTrait,
    kind: DbKind,
    exams: &[ExamId],
) -> Result<HashMap<ExamId, u64>> {
    let rows = Rowset::new(kind).ids("exam_id", exams.iter().map(|exam| exam.0));
    let statement = rows.statement(
        "SELECT s.exam_id, COUNT(*) AS closed FROM {rows} r
         JOIN sitting s ON s.exam_id = r.exam_id AND s.state = 'closed' GROUP BY s.exam_id",
    );
    let mut counts = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let closed: i64 = row.try_get("", "closed")?;
        counts.insert(ExamId(row.try_get("", "exam_id")?), u64::try_from(closed).unwrap_or_default());
    }
    Ok(counts)
}

/// Every step of every sitting moves this.
pub(in crate::sitting) async fn pulse(db: &impl ConnectionTrait, exam: ExamId) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS pulse FROM sitting WHERE exam_id = $1";
    let row = db.query_one_raw(ask(db, sql, [exam.0.into()])).await?;
    Ok(row.map(|row| row.try_get("", "pulse")).transpose()?.unwrap_or_default())
}

/// The extra minutes that a whole session was given.
pub(in crate::sitting) async fn extra_of(
    db: &impl ConnectionTrait,
    exam: ExamId,
    session: ExamSessionId,
) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes FROM sitting_extra
         WHERE exam_id = $1 AND session_id = $2";
    let row = db.query_one_raw(ask(db, sql, [exam.0.into(), session.0.into()])).await?;
    Ok(row.map(|row| row.try_get("", "minutes")).transpose()?.unwrap_or_default())
}

/// How many questions of each sitting have an answer now.
pub(in crate::sitting) async fn count_answered(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<SittingId, i64>> {
    let sql = "SELECT sitting_id, COUNT(*) AS answered FROM (
            SELECT sitting_id, body, ROW_NUMBER() OVER (
                PARTITION BY sitting_id, question ORDER BY writer DESC, n DESC) AS age
            FROM sitting_event WHERE exam_id = $1 AND kind IN ('answered', 'superseded')
         ) latest WHERE age = 1 AND body <> 'null' GROUP BY sitting_id";
    let mut counts = HashMap::new();
    for row in db.query_all_raw(ask(db, sql, [exam.0.into()])).await? {
        let sitting: Uuid = row.try_get("", "sitting_id")?;
        counts.insert(SittingId(sitting), row.try_get("", "answered")?);
    }
    Ok(counts)
}

/// What takers doubted of an exam, oldest first.
pub(in crate::sitting) async fn list_doubts(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<(SittingId, Event)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sitting_event e WHERE e.exam_id = $1 AND e.kind = 'doubted' ORDER BY e.at"
    );
    db.query_all_raw(ask(db, &sql, [exam.0.into()])).await?.iter().map(line).collect()
}

/// How often something was copied, and how often full screen was left, in each sitting that had
/// either.
pub(in crate::sitting) async fn count_noticed(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<SittingId, (i64, i64)>> {
    let sql = "SELECT sitting_id,
            CAST(SUM(CASE kind WHEN 'copied' THEN 1 ELSE 0 END) AS BIGINT) AS copied,
            CAST(SUM(CASE kind WHEN 'copied' THEN 0 ELSE 1 END) AS BIGINT) AS fullscreen
         FROM sitting_event WHERE exam_id = $1 AND kind IN ('copied', 'fullscreen_left') GROUP BY sitting_id";
    let mut counts = HashMap::new();
    for row in db.query_all_raw(ask(db, sql, [exam.0.into()])).await? {
        let sitting: Uuid = row.try_get("", "sitting_id")?;
        counts.insert(SittingId(sitting), (row.try_get("", "copied")?, row.try_get("", "fullscreen")?));
    }
    Ok(counts)
}

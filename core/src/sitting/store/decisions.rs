//! What two people decide: extra time for one person, and incidents.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set, Statement};
use uuid::Uuid;

use crate::{
    exam::ExamId,
    kernel::{Error, Instant, PersonId, Result},
    sitting::{
        model::{Decision, ExtraTime, ExtraTimeId, Incident, IncidentId, Scope, SittingId, SittingKey},
        table::{extra_time, incident},
    },
    unit::{from_text, to_text},
};

impl TryFrom<extra_time::Model> for ExtraTime {
    type Error = Error;
    fn try_from(row: extra_time::Model) -> Result<Self> {
        Ok(Self {
            id: ExtraTimeId(row.id),
            exam: ExamId(row.exam_id),
            person: PersonId(row.person_id),
            minutes: row.minutes,
            reason: row.reason,
            author: PersonId(row.author_id),
            at: row.at,
            before_start: row.before_start,
            state: Decision::stored(&row.state)?,
            second: row.second_id.map(PersonId),
            decided_at: row.decided_at,
        })
    }
}

impl TryFrom<incident::Model> for Incident {
    type Error = Error;
    fn try_from(row: incident::Model) -> Result<Self> {
        Ok(Self {
            id: IncidentId(row.id),
            exam: ExamId(row.exam_id),
            from: row.from_at,
            to: row.until_at,
            scope: from_text(&row.scope)?,
            reason: row.reason,
            author: PersonId(row.author_id),
            at: row.at,
            state: Decision::stored(&row.state)?,
            second: row.second_id.map(PersonId),
            decided_at: row.decided_at,
        })
    }
}

pub(in crate::sitting) async fn add_extra_time(tx: &impl ConnectionTrait, new: &ExtraTime) -> Result<()> {
    let active = extra_time::ActiveModel {
        exam_id: Set(new.exam.0),
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        minutes: Set(new.minutes),
        reason: Set(new.reason.clone()),
        author_id: Set(new.author.0),
        at: Set(new.at),
        before_start: Set(new.before_start),
        state: Set(new.state.to_string()),
        second_id: Set(new.second.map(|second| second.0)),
        decided_at: Set(new.decided_at),
    };
    extra_time::Entity::insert(active).exec_without_returning(tx).await?;
    Ok(())
}

/// Newest first.
pub(in crate::sitting) async fn list_extra_time(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<ExtraTime>> {
    let found = extra_time::Entity::find()
        .filter(extra_time::Column::ExamId.eq(exam.0))
        .order_by_desc(extra_time::Column::At)
        .order_by_desc(extra_time::Column::Id)
        .all(db)
        .await?;
    found.into_iter().map(ExtraTime::try_from).collect()
}

pub(in crate::sitting) async fn find_extra_time(
    db: &impl ConnectionTrait,
    exam: ExamId,
    id: ExtraTimeId,
) -> Result<Option<ExtraTime>> {
    let found = extra_time::Entity::find_by_id((exam.0, id.0)).one(db).await?;
    found.map(ExtraTime::try_from).transpose()
}

pub(in crate::sitting) async fn add_incident(tx: &impl ConnectionTrait, new: &Incident) -> Result<()> {
    let active = incident::ActiveModel {
        exam_id: Set(new.exam.0),
        id: Set(new.id.0),
        from_at: Set(new.from),
        until_at: Set(new.to),
        scope: Set(to_text(&new.scope)?),
        reason: Set(new.reason.clone()),
        author_id: Set(new.author.0),
        at: Set(new.at),
        state: Set(new.state.to_string()),
        second_id: Set(None),
        decided_at: Set(None),
    };
    incident::Entity::insert(active).exec_without_returning(tx).await?;
    Ok(())
}

/// Newest first.
pub(in crate::sitting) async fn list_incidents(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<Incident>> {
    let found = incident::Entity::find()
        .filter(incident::Column::ExamId.eq(exam.0))
        .order_by_desc(incident::Column::At)
        .order_by_desc(incident::Column::Id)
        .all(db)
        .await?;
    found.into_iter().map(Incident::try_from).collect()
}

pub(in crate::sitting) async fn find_incident(
    db: &impl ConnectionTrait,
    exam: ExamId,
    id: IncidentId,
) -> Result<Option<Incident>> {
    let found = incident::Entity::find_by_id((exam.0, id.0)).one(db).await?;
    found.map(Incident::try_from).transpose()
}

/// Confirmed incidents of exams that are not released, decided after an instant.
pub(in crate::sitting) async fn list_standing_incidents(
    db: &impl ConnectionTrait,
    after: Instant,
) -> Result<Vec<Incident>> {
    let sql = "SELECT i.exam_id, i.id FROM sitting_incident i JOIN exam e ON e.id = i.exam_id
         WHERE i.state = 'confirmed' AND i.decided_at > $1 AND e.state = 'published'";
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [after.into()]);
    let mut standing = Vec::new();
    for row in db.query_all_raw(ask).await? {
        let (exam, id) = (ExamId(row.try_get("", "exam_id")?), IncidentId(row.try_get("", "id")?));
        standing.extend(find_incident(db, exam, id).await?);
    }
    Ok(standing)
}

/// What a second person came to; false if it was decided before.
async fn decide(
    tx: &impl ConnectionTrait,
    table: &str,
    (exam, id): (ExamId, Uuid),
    state: Decision,
    second: PersonId,
    at: Instant,
) -> Result<bool> {
    let sql = format!(
        "UPDATE {table} SET state = $3, second_id = $4, decided_at = $5
         WHERE exam_id = $1 AND id = $2 AND state = 'proposed'"
    );
    let values = [exam.0.into(), id.into(), state.as_str().into(), second.0.into(), at.into()];
    let update = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(update).await?.rows_affected() == 1)
}

pub(in crate::sitting) async fn decide_extra_time(
    tx: &impl ConnectionTrait,
    of: &ExtraTime,
    state: Decision,
    second: PersonId,
    at: Instant,
) -> Result<bool> {
    decide(tx, "sitting_extra_time", (of.exam, of.id.0), state, second, at).await
}

pub(in crate::sitting) async fn decide_incident(
    tx: &impl ConnectionTrait,
    of: &Incident,
    state: Decision,
    second: PersonId,
    at: Instant,
) -> Result<bool> {
    decide(tx, "sitting_incident", (of.exam, of.id.0), state, second, at).await
}

async fn count_waiting(db: &impl ConnectionTrait, table: &str, exam: ExamId) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) AS waiting FROM {table} WHERE exam_id = $1 AND state = 'proposed'");
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [exam.0.into()]);
    let waiting: i64 =
        db.query_one_raw(ask).await?.map(|row| row.try_get("", "waiting")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(waiting).unwrap_or_default())
}

pub(in crate::sitting) async fn count_waiting_time(db: &impl ConnectionTrait, exam: ExamId) -> Result<u64> {
    count_waiting(db, "sitting_extra_time", exam).await
}

pub(in crate::sitting) async fn count_waiting_incidents(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<u64> {
    count_waiting(db, "sitting_incident", exam).await
}

/// The closed sittings that an incident struck and that have late lines stamped while it lasted.
pub(in crate::sitting) async fn list_struck(
    db: &impl ConnectionTrait,
    of: &Incident,
) -> Result<Vec<SittingKey>> {
    let mut values: Vec<sea_orm::Value> = vec![of.exam.0.into(), of.from.into(), of.to.into()];
    let whom = match &of.scope {
        Scope::All => "",
        Scope::Department { department } => {
            values.push(department.0.into());
            "AND p.department_id = $4"
        }
        Scope::Window { window_no } => {
            values.push(window_no.trim().into());
            "AND p.window_no = $4"
        }
    };
    let sql = format!(
        "SELECT DISTINCT s.id FROM sitting_event e
         JOIN sitting s ON s.exam_id = e.exam_id AND s.id = e.sitting_id AND s.state = 'closed'
         JOIN person p ON p.id = s.person_id
         WHERE e.exam_id = $1 AND e.kind = 'late' AND e.client_at BETWEEN $2 AND $3 {whom} ORDER BY s.id"
    );
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(ask).await?;
    rows.iter().map(|row| Ok(SittingKey { id: SittingId(row.try_get("", "id")?), exam: of.exam })).collect()
}

//! The only queries on marks, rulings and results.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, Set, Statement, Value,
};

use super::{
    model::{ExamResult, Mark, MarkOf, Ruling, RulingKind, RulingState},
    table::{mark, result, ruling},
};
use crate::{
    bank::model::QuestionId,
    exam::ExamId,
    kernel::{Error, Instant, PersonId, Points, Result},
    people::GroupId,
    sitting::model::{SittingId, SittingKey},
    unit::{DbKind, Rowset, from_text, to_text},
};

fn ask<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

impl TryFrom<mark::Model> for MarkOf {
    type Error = Error;
    fn try_from(row: mark::Model) -> Result<Self> {
        let sitting = SittingKey { id: SittingId(row.sitting_id), exam: ExamId(row.exam_id) };
        let detail = from_text(&row.detail)?;
        Ok(Self {
            sitting,
            mark: Mark { ruling: row.ruling_no, points: row.points, full: row.full_points, detail },
        })
    }
}

/// The rulings that marks of these exams must follow now. They stay so until the transaction ends.
pub(super) async fn rulings_now(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    exams: &[ExamId],
) -> Result<HashMap<ExamId, i32>> {
    let hold = match kind {
        DbKind::Postgres => "FOR SHARE OF e",
        DbKind::Sqlite => "",
    };
    let sql =
        format!("SELECT e.id, e.ruling FROM {{rows}} r JOIN exam e ON e.id = r.id ORDER BY e.id {hold}");
    let statement = Rowset::new(kind).ids("id", exams.iter().map(|exam| exam.0)).statement(&sql);
    let mut rulings = HashMap::new();
    for row in tx.query_all_raw(statement).await? {
        rulings.insert(ExamId(row.try_get("", "id")?), row.try_get("", "ruling")?);
    }
    Ok(rulings)
}

/// Writes marks; one that stands already stays.
pub(super) async fn add_marks(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    marks: &[(&MarkOf, Instant)],
) -> Result<()> {
    let detail: Vec<String> = marks.iter().map(|(of, _)| to_text(&of.mark.detail)).collect::<Result<_>>()?;
    let rows = Rowset::new(kind)
        .ids("exam_id", marks.iter().map(|(of, _)| of.sitting.exam.0))
        .ids("sitting_id", marks.iter().map(|(of, _)| of.sitting.id.0))
        .ints("ruling_no", marks.iter().map(|(of, _)| i64::from(of.mark.ruling)))
        .ints("points", marks.iter().map(|(of, _)| of.mark.points.hundredths()))
        .ints("full_points", marks.iter().map(|(of, _)| of.mark.full.hundredths()))
        .texts("detail", detail.into_iter())
        .ints("at", marks.iter().map(|(_, at)| at.micros()));
    let statement = rows.statement(
        "INSERT INTO grading_mark (exam_id, sitting_id, ruling_no, points, full_points, detail, at)
         SELECT exam_id, sitting_id, ruling_no, points, full_points, detail, at FROM {rows} r
         WHERE TRUE ORDER BY sitting_id
         ON CONFLICT (exam_id, sitting_id, ruling_no) DO NOTHING",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Closed sittings of exams that are not released, without a mark under the ruling in force.
pub(super) async fn list_unmarked(db: &impl ConnectionTrait, most: i64) -> Result<Vec<SittingKey>> {
    let sql = format!("{UNMARKED} AND e.state = 'published' ORDER BY s.exam_id, s.id LIMIT $1");
    keys(db, ask(db, &sql, [most.into()])).await
}

/// The same in one exam, released or not.
pub(super) async fn list_unmarked_in(
    db: &impl ConnectionTrait,
    exam: ExamId,
    most: i64,
) -> Result<Vec<SittingKey>> {
    let sql = format!("{UNMARKED} AND e.id = $1 ORDER BY s.id LIMIT $2");
    keys(db, ask(db, &sql, [exam.0.into(), most.into()])).await
}

const UNMARKED: &str = "SELECT s.exam_id, s.id FROM exam e
    JOIN sitting s ON s.exam_id = e.id AND s.state = 'closed'
    LEFT JOIN grading_mark m ON m.exam_id = s.exam_id AND m.sitting_id = s.id AND m.ruling_no = e.ruling
    WHERE m.sitting_id IS NULL";

async fn keys(db: &impl ConnectionTrait, statement: Statement) -> Result<Vec<SittingKey>> {
    let rows = db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let exam = ExamId(row.try_get("", "exam_id")?);
            Ok(SittingKey { id: SittingId(row.try_get("", "id")?), exam })
        })
        .collect()
}

/// The mark of a sitting under the latest ruling that it was marked under.
pub(super) async fn find_mark(db: &impl ConnectionTrait, of: SittingKey) -> Result<Option<MarkOf>> {
    mark::Entity::find()
        .filter(mark::Column::ExamId.eq(of.exam.0))
        .filter(mark::Column::SittingId.eq(of.id.0))
        .order_by_desc(mark::Column::RulingNo)
        .one(db)
        .await?
        .map(MarkOf::try_from)
        .transpose()
}

/// All marks of an exam under one ruling.
pub(super) async fn list_marks(db: &impl ConnectionTrait, exam: ExamId, ruling: i32) -> Result<Vec<MarkOf>> {
    mark::Entity::find()
        .filter(mark::Column::ExamId.eq(exam.0))
        .filter(mark::Column::RulingNo.eq(ruling))
        .order_by_asc(mark::Column::SittingId)
        .all(db)
        .await?
        .into_iter()
        .map(MarkOf::try_from)
        .collect()
}

/// Points and full points of each marked sitting of an exam, without how they came about.
pub(super) async fn list_points(
    db: &impl ConnectionTrait,
    exam: ExamId,
    ruling: i32,
) -> Result<HashMap<SittingId, (Points, Points)>> {
    let sql =
        "SELECT sitting_id, points, full_points FROM grading_mark WHERE exam_id = $1 AND ruling_no = $2";
    let mut points = HashMap::new();
    for row in db.query_all_raw(ask(db, sql, [exam.0.into(), ruling.into()])).await? {
        let of = (Points(row.try_get("", "points")?), Points(row.try_get("", "full_points")?));
        points.insert(SittingId(row.try_get("", "sitting_id")?), of);
    }
    Ok(points)
}

impl TryFrom<ruling::Model> for Ruling {
    type Error = Error;
    fn try_from(row: ruling::Model) -> Result<Self> {
        Ok(Self {
            exam: ExamId(row.exam_id),
            no: row.no,
            index: u32::try_from(row.pool_index).map_err(Error::internal)?,
            question: QuestionId(row.question_id),
            kind: RulingKind::stored(&row.kind)?,
            key: row.key.as_deref().map(from_text).transpose()?,
            reason: row.reason,
            author: PersonId(row.author_id),
            second: row.second_id.map(PersonId),
            state: RulingState::stored(&row.state)?,
            at: row.at,
            decided_at: row.decided_at,
            applied_as: row.applied_as,
            moved: row.moved,
        })
    }
}

pub(super) async fn list_rulings(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<Ruling>> {
    ruling::Entity::find()
        .filter(ruling::Column::ExamId.eq(exam.0))
        .order_by_asc(ruling::Column::No)
        .all(db)
        .await?
        .into_iter()
        .map(Ruling::try_from)
        .collect()
}

/// Holds the exam's row, so that two rulings of one exam are decided one after the other; gives
/// the ruling in force.
pub(super) async fn lock_exam(tx: &impl ConnectionTrait, exam: ExamId) -> Result<i32> {
    let hold = if tx.get_database_backend() == DbBackend::Postgres { "FOR UPDATE" } else { "" };
    let sql = format!("SELECT ruling FROM exam WHERE id = $1 {hold}");
    let row = tx.query_one_raw(ask(tx, &sql, [exam.0.into()])).await?.ok_or(Error::NotFound("exam"))?;
    Ok(row.try_get("", "ruling")?)
}

pub(super) async fn add_ruling(tx: &impl ConnectionTrait, new: &Ruling) -> Result<()> {
    let active = ruling::ActiveModel {
        exam_id: Set(new.exam.0),
        no: Set(new.no),
        pool_index: Set(i32::try_from(new.index).map_err(Error::internal)?),
        question_id: Set(new.question.0),
        kind: Set(new.kind.as_str().to_owned()),
        key: Set(new.key.as_ref().map(to_text).transpose()?),
        reason: Set(new.reason.clone()),
        author_id: Set(new.author.0),
        second_id: Set(None),
        state: Set(new.state.as_str().to_owned()),
        at: Set(new.at),
        decided_at: Set(None),
        applied_as: Set(None),
        moved: Set(None),
    };
    ruling::Entity::insert(active).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes what a second person decided; false if it was decided before.
pub(super) async fn decide(tx: &impl ConnectionTrait, decided: &Ruling) -> Result<bool> {
    let sql =
        "UPDATE grading_ruling SET state = $3, second_id = $4, decided_at = $5, applied_as = $6, moved = $7
         WHERE exam_id = $1 AND no = $2 AND state = 'proposed'";
    let statement = ask(
        tx,
        sql,
        [
            decided.exam.0.into(),
            decided.no.into(),
            decided.state.as_str().into(),
            decided.second.map(|second| second.0).into(),
            decided.decided_at.into(),
            decided.applied_as.into(),
            decided.moved.into(),
        ],
    );
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

impl From<result::Model> for ExamResult {
    fn from(row: result::Model) -> Self {
        Self {
            exam: ExamId(row.exam_id),
            person: PersonId(row.person_id),
            sitting: SittingId(row.sitting_id),
            ruling: row.ruling_no,
            points: row.points,
            full: row.full_points,
            passed: row.passed,
            excellent: row.excellent,
            place: row.place,
            group: row.group_id.map(GroupId),
            group_size: row.group_size,
        }
    }
}

/// Writes the results of an exam in place of those that stand.
pub(super) async fn put_results(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    exam: ExamId,
    results: &[ExamResult],
) -> Result<()> {
    tx.execute_raw(ask(tx, "DELETE FROM grading_result WHERE exam_id = $1", [exam.0.into()])).await?;
    let nobody = uuid::Uuid::nil();
    let flag = |flag: bool| i64::from(flag);
    let rows = Rowset::new(kind)
        .ids("exam_id", results.iter().map(|result| result.exam.0))
        .ids("person_id", results.iter().map(|result| result.person.0))
        .ids("sitting_id", results.iter().map(|result| result.sitting.0))
        .ints("ruling_no", results.iter().map(|result| i64::from(result.ruling)))
        .ints("points", results.iter().map(|result| result.points.hundredths()))
        .ints("full_points", results.iter().map(|result| result.full.hundredths()))
        .ints("passed", results.iter().map(|result| flag(result.passed)))
        .ints("excellent", results.iter().map(|result| flag(result.excellent)))
        .maybe_ints("place", results.iter().map(|result| result.place.map(i64::from)))
        .ids("group_id", results.iter().map(|result| result.group.map_or(nobody, |group| group.0)))
        .ids("nobody", results.iter().map(|_| nobody))
        .ints("group_size", results.iter().map(|result| i64::from(result.group_size)));
    let statement = rows.statement(
        "INSERT INTO grading_result (exam_id, person_id, sitting_id, ruling_no, points, full_points, passed,
            excellent, place, group_id, group_size)
         SELECT exam_id, person_id, sitting_id, ruling_no, points, full_points, passed = 1, excellent = 1,
            place, NULLIF(group_id, nobody), group_size FROM {rows} r",
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

pub(super) async fn list_results(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<ExamResult>> {
    let found = result::Entity::find().filter(result::Column::ExamId.eq(exam.0)).all(db).await?;
    Ok(found.into_iter().map(ExamResult::from).collect())
}

pub(super) async fn results_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<ExamResult>> {
    let found = result::Entity::find().filter(result::Column::PersonId.eq(person.0)).all(db).await?;
    Ok(found.into_iter().map(ExamResult::from).collect())
}

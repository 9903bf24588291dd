//! The only queries on books and runs. Questions and exams are joined, read-only.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, Statement, Value, sea_query::OnConflict,
};

use super::{
    model::{Miss, MissedIn, Posed, PracticeId, PracticeSource, Run, WrongLine},
    table::{answer, run},
};
use crate::{
    bank::model::{QuestionId, QuestionState, Response, RevisionId, TopicId},
    exam::ExamId,
    kernel::{Instant, PersonId, Result},
    unit::{Rowset, Unit, from_text, to_text},
};

fn ask<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

#[derive(FromQueryResult)]
struct WrongRow {
    question_id: QuestionId,
    revision_id: RevisionId,
    state: String,
    current: RevisionId,
    topic_id: TopicId,
    response: Option<String>,
    exam_id: Option<ExamId>,
    title: Option<String>,
    times_wrong: i32,
    right_in_row: i32,
    at: Instant,
}

/// A person's whole book, what was missed last first.
pub(super) async fn book(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<WrongLine>> {
    let sql =
        "SELECT w.question_id, w.revision_id, q.state, q.revision_id AS current, q.topic_id, w.response,
                      w.exam_id, e.title, w.times_wrong, w.right_in_row, w.at
               FROM practice_wrong w
               JOIN question q ON q.id = w.question_id
               LEFT JOIN exam e ON e.id = w.exam_id
               WHERE w.person_id = $1 ORDER BY w.at DESC, w.question_id";
    let rows = WrongRow::find_by_statement(ask(db, sql, [person.into()])).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(WrongLine {
                question: row.question_id,
                revision: row.revision_id,
                state: QuestionState::stored(&row.state)?,
                current: row.current,
                topic: row.topic_id,
                response: row.response.as_deref().map(from_text).transpose()?,
                exam: row.exam_id.zip(row.title).map(|(id, title)| MissedIn { id, title }),
                times_wrong: row.times_wrong,
                right_in_row: row.right_in_row,
                at: row.at,
            })
        })
        .collect()
}

/// Writes that a question was missed outside of any exam.
pub(super) async fn miss(
    unit: &Unit,
    person: PersonId,
    posed: &Posed,
    response: Option<&Response>,
) -> Result<()> {
    let sql = "INSERT INTO practice_wrong
                   (person_id, question_id, revision_id, response, exam_id, times_wrong, right_in_row, at)
               VALUES ($1, $2, $3, $4, NULL, 1, 0, $5)
               ON CONFLICT (person_id, question_id) DO UPDATE SET revision_id = excluded.revision_id,
                   response = excluded.response, times_wrong = practice_wrong.times_wrong + 1, right_in_row = 0,
                   at = excluded.at";
    let values = [
        person.into(),
        posed.question.into(),
        posed.revision.into(),
        response.map(to_text).transpose()?.into(),
        unit.now().into(),
    ];
    unit.tx().execute_raw(ask(unit.tx(), sql, values)).await?;
    Ok(())
}

/// Counts a right answer, if the question is in the book.
pub(super) async fn hit(unit: &Unit, person: PersonId, question: QuestionId) -> Result<()> {
    let sql =
        "UPDATE practice_wrong SET right_in_row = right_in_row + 1 WHERE person_id = $1 AND question_id = $2";
    unit.tx().execute_raw(ask(unit.tx(), sql, [person.into(), question.into()])).await?;
    Ok(())
}

pub(super) async fn add_run(unit: &Unit, new: &Run) -> Result<()> {
    let row = run::ActiveModel {
        id: Set(new.id),
        person_id: Set(new.person),
        source: Set(new.source.as_str().to_owned()),
        topic_id: Set(new.topic),
        questions: Set(to_text(&new.questions)?),
        at: Set(unit.now()),
    };
    run::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    Ok(())
}

pub(super) async fn find_run(db: &impl ConnectionTrait, id: PracticeId) -> Result<Option<Run>> {
    let Some(row) = run::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(Some(Run {
        id: row.id,
        person: row.person_id,
        source: PracticeSource::stored(&row.source)?,
        topic: row.topic_id,
        questions: from_text(&row.questions)?,
    }))
}

/// Writes the first answer to a question of a run; false if there is one.
pub(super) async fn add_answer(unit: &Unit, run: PracticeId, place: i32, response: &str) -> Result<bool> {
    let row = answer::ActiveModel {
        run_id: Set(run),
        place: Set(place),
        response: Set(response.to_owned()),
        at: Set(unit.now()),
    };
    let added = answer::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([answer::Column::RunId, answer::Column::Place]).do_nothing().to_owned(),
        )
        .exec_without_returning(unit.tx())
        .await?;
    Ok(added == 1)
}

pub(super) async fn find_answer(
    db: &impl ConnectionTrait,
    run: PracticeId,
    place: i32,
) -> Result<Option<String>> {
    Ok(answer::Entity::find_by_id((run, place)).one(db).await?.map(|row| row.response))
}

/// Released exams whose review is open and whose marks the books don't have, or only under an
/// older ruling: which one.
pub(super) async fn exams_to_take_in(db: &impl ConnectionTrait) -> Result<Vec<(ExamId, Option<i32>)>> {
    let sql = "SELECT e.id, t.ruling_no FROM exam e LEFT JOIN practice_taken_in t ON t.exam_id = e.id
               WHERE e.state = 'released' AND e.review_release = 'after_over'
                 AND (t.exam_id IS NULL OR t.ruling_no < e.ruling)
               ORDER BY e.id LIMIT 20";
    let rows = db.query_all_raw(ask(db, sql, [])).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "ruling_no")?))).collect()
}

/// Says that the books have an exam's marks under a ruling.
pub(super) async fn set_taken_in(unit: &Unit, exam: ExamId, ruling: i32) -> Result<()> {
    let sql = "INSERT INTO practice_taken_in (exam_id, ruling_no) VALUES ($1, $2)
               ON CONFLICT (exam_id) DO UPDATE SET ruling_no = excluded.ruling_no";
    unit.tx().execute_raw(ask(unit.tx(), sql, [exam.into(), ruling.into()])).await?;
    Ok(())
}

/// What the books have of an exam.
pub(super) async fn misses_of(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashSet<(PersonId, QuestionId)>> {
    let sql = "SELECT person_id, question_id FROM practice_miss WHERE exam_id = $1";
    let rows = db.query_all_raw(ask(db, sql, [exam.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get("", "person_id")?, row.try_get("", "question_id")?))).collect()
}

/// Puts misses of an exam into the books. One that is there already changes nothing, whoever put
/// it there.
pub(super) async fn add_misses(unit: &Unit, exam: ExamId, misses: &[Miss]) -> Result<()> {
    let rows = Rowset::new(unit.kind())
        .ids("exam_id", misses.iter().map(|_| exam.0))
        .ids("person_id", misses.iter().map(|miss| miss.person.0))
        .ids("question_id", misses.iter().map(|miss| miss.question.0));
    let insert = rows.statement(
        "INSERT INTO practice_miss (exam_id, person_id, question_id)
         SELECT exam_id, person_id, question_id FROM {rows} r WHERE TRUE
         ON CONFLICT (exam_id, person_id, question_id) DO NOTHING RETURNING person_id, question_id",
    );
    let mut new: HashSet<(PersonId, QuestionId)> = HashSet::new();
    for row in unit.tx().query_all_raw(insert).await? {
        new.insert((row.try_get("", "person_id")?, row.try_get("", "question_id")?));
    }
    let new: Vec<&Miss> = misses.iter().filter(|miss| new.contains(&(miss.person, miss.question))).collect();
    if new.is_empty() {
        return Ok(());
    }
    let response = |miss: &&Miss| miss.response.as_ref().map_or(Ok(String::new()), to_text);
    let responses = new.iter().map(response).collect::<Result<Vec<_>>>()?;
    let rows = Rowset::new(unit.kind())
        .ids("exam_id", new.iter().map(|_| exam.0))
        .ids("person_id", new.iter().map(|miss| miss.person.0))
        .ids("question_id", new.iter().map(|miss| miss.question.0))
        .ids("revision_id", new.iter().map(|miss| miss.revision.0))
        .texts("response", responses.into_iter())
        .ints("at", new.iter().map(|_| unit.now().micros()));
    let upsert = rows.statement(
        "INSERT INTO practice_wrong
             (person_id, question_id, revision_id, response, exam_id, times_wrong, right_in_row, at)
         SELECT person_id, question_id, revision_id, NULLIF(response, ''), exam_id, 1, 0, at FROM {rows} r
         WHERE TRUE ORDER BY person_id, question_id
         ON CONFLICT (person_id, question_id) DO UPDATE SET revision_id = excluded.revision_id,
             response = excluded.response, exam_id = excluded.exam_id,
             times_wrong = practice_wrong.times_wrong + 1, right_in_row = 0, at = excluded.at",
    );
    unit.tx().execute_raw(upsert).await?;
    Ok(())
}

/// Takes back what a ruling has made right or void.
pub(super) async fn take_back(unit: &Unit, exam: ExamId, misses: &[(PersonId, QuestionId)]) -> Result<()> {
    for (person, question) in misses {
        let sql = "DELETE FROM practice_miss WHERE exam_id = $1 AND person_id = $2 AND question_id = $3";
        let values = [exam.into(), (*person).into(), (*question).into()];
        if unit.tx().execute_raw(ask(unit.tx(), sql, values)).await?.rows_affected() == 0 {
            continue;
        }
        for sql in [
            "UPDATE practice_wrong SET times_wrong = times_wrong - 1 WHERE person_id = $1 AND question_id = $2",
            "DELETE FROM practice_wrong WHERE person_id = $1 AND question_id = $2 AND times_wrong <= 0",
        ] {
            unit.tx().execute_raw(ask(unit.tx(), sql, [(*person).into(), (*question).into()])).await?;
        }
    }
    Ok(())
}

//! The queries that write questions and read single ones; lists are in [`super::finding`].

use std::collections::{BTreeMap, HashMap};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, OnConflict},
};

use super::{
    Answered, Filed, Kind, PoolQuestion, QuestionId, QuestionInput, QuestionState, Revision, RevisionId,
    Statistics,
    table::{finder, key_view, question, revision, revision_clause, statistics},
};
use crate::{
    kernel::{Error, Instant, PersonId, Result},
    materials::{ClauseRef, TopicId},
    unit::{Index, Unit, from_text, to_text},
};

/// A statement with this many rows stays under either database's limit of parameters.
pub(super) const ROWS_A_STATEMENT: usize = 500;

/// The words that questions are found by: those of stem, prompts and options, never of the key alone.
pub(super) const WORDS: Index = Index { table: "bank_finder", key: "question_id" };

pub(super) use question::Model as Row;

impl Row {
    pub(super) fn state(&self) -> Result<QuestionState> {
        QuestionState::stored(&self.state)
    }
    pub(super) fn kind(&self) -> Result<Kind> {
        Kind::stored(&self.kind)
    }
}

pub(super) async fn find(db: &impl ConnectionTrait, id: QuestionId) -> Result<Option<Row>> {
    Ok(question::Entity::find_by_id(id).one(db).await?)
}

/// Revisions with what they rest on; unknown ids are left out.
pub(super) async fn revisions(
    db: &impl ConnectionTrait,
    ids: &[RevisionId],
) -> Result<HashMap<RevisionId, Revision>> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_A_STATEMENT) {
        let rows = revision::Entity::find()
            .filter(revision::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            let (id, question, no) = (row.id, row.question_id, row.no);
            let body = from_text(&row.body)?;
            found.insert(id, Revision { id, question, no, body, clauses: Vec::new() });
        }
        let clauses = revision_clause::Entity::find()
            .filter(revision_clause::Column::RevisionId.is_in(chunk.iter().copied()))
            .order_by_asc(revision_clause::Column::RevisionId)
            .order_by_asc(revision_clause::Column::Sort)
            .all(db)
            .await?;
        for row in clauses {
            if let Some(revision) = found.get_mut(&row.revision_id) {
                revision.clauses.push(row.clause_id);
            }
        }
    }
    Ok(found)
}

/// A new question and the input that it was made from, with its clauses.
pub(super) struct New<'a> {
    pub question: QuestionId,
    pub input: &'a QuestionInput,
    pub clauses: Vec<&'a ClauseRef>,
}

/// Writes questions with their first revisions.
pub(super) async fn insert(
    unit: &Unit,
    author: PersonId,
    state: QuestionState,
    new: &[New<'_>],
) -> Result<()> {
    let mut questions = Vec::with_capacity(new.len());
    let mut revisions = Vec::with_capacity(new.len());
    let mut finders = Vec::with_capacity(new.len());
    let mut clauses = Vec::new();
    for New { question: id, input, clauses: on } in new {
        let revision = RevisionId::new(unit.cx());
        questions.push(question::ActiveModel {
            id: Set(*id),
            revision_id: Set(revision),
            kind: Set(input.body.kind.as_str().to_owned()),
            topic_id: Set(input.topic),
            label: Set(input.label),
            state: Set(state.as_str().to_owned()),
            stem: Set(input.body.stem.clone()),
            author_id: Set(author),
            reviewer_id: Set(None),
            sent_back: Set(None),
            version: Set(1),
            created_at: Set(unit.now()),
            updated_at: Set(unit.now()),
        });
        finders.push(finder::ActiveModel {
            question_id: Set(*id),
            author_id: Set(author),
            updated_at: Set(unit.now()),
            state: Set(state.as_str().to_owned()),
            ..found_by(revision, input, on)
        });
        revisions.push(revision_row(unit, revision, *id, 1, author, input)?);
        clauses.extend(clause_rows(revision, on));
    }
    if questions.is_empty() {
        return Ok(());
    }
    question::Entity::insert_many(questions).exec_without_returning(unit.tx()).await?;
    revision::Entity::insert_many(revisions).exec_without_returning(unit.tx()).await?;
    finder::Entity::insert_many(finders).exec_without_returning(unit.tx()).await?;
    for new in new {
        WORDS.keep(unit, new.question.0, words(new.input)).await?;
    }
    insert_clauses(unit, clauses).await
}

/// What a revision changes of how its question is found.
fn found_by(revision: RevisionId, input: &QuestionInput, clauses: &[&ClauseRef]) -> finder::ActiveModel {
    finder::ActiveModel {
        revision_id: Set(revision),
        kind: Set(input.body.kind.as_str().to_owned()),
        topic_id: Set(input.topic),
        label: Set(input.label),
        material_id: Set(clauses.first().map(|clause| clause.material.id)),
        // Nobody has answered it yet.
        answered: Set(Answered::Unused.as_str().to_owned()),
        ..Default::default()
    }
}

fn words(input: &QuestionInput) -> impl Iterator<Item = &str> {
    let body = &input.body;
    let options = body.options.iter().map(|option| option.text.as_str());
    std::iter::once(body.stem.as_str()).chain(body.prompts.iter().map(String::as_str)).chain(options)
}

fn revision_row(
    unit: &Unit,
    id: RevisionId,
    question: QuestionId,
    no: i32,
    author: PersonId,
    input: &QuestionInput,
) -> Result<revision::ActiveModel> {
    Ok(revision::ActiveModel {
        id: Set(id),
        question_id: Set(question),
        no: Set(no),
        body: Set(to_text(&input.body)?),
        author_id: Set(author),
        at: Set(unit.now()),
    })
}

fn clause_rows(
    revision: RevisionId,
    on: &[&ClauseRef],
) -> impl Iterator<Item = revision_clause::ActiveModel> {
    on.iter().zip(1..).map(move |(clause, sort)| revision_clause::ActiveModel {
        revision_id: Set(revision),
        sort: Set(sort),
        clause_id: Set(clause.id),
        material_id: Set(clause.material.id),
    })
}

async fn insert_clauses(unit: &Unit, rows: Vec<revision_clause::ActiveModel>) -> Result<()> {
    if !rows.is_empty() {
        revision_clause::Entity::insert_many(rows).exec_without_returning(unit.tx()).await?;
    }
    Ok(())
}

/// Writes a new revision over the version it was made from.
pub(super) async fn revise(
    unit: &Unit,
    before: &Row,
    no: i32,
    state: QuestionState,
    input: &QuestionInput,
    clauses: &[&ClauseRef],
) -> Result<()> {
    let revision = RevisionId::new(unit.cx());
    let row = revision_row(unit, revision, before.id, no, before.author_id, input)?;
    revision::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    insert_clauses(unit, clause_rows(revision, clauses).collect()).await?;
    let row = question::ActiveModel {
        revision_id: Set(revision),
        kind: Set(input.body.kind.as_str().to_owned()),
        topic_id: Set(input.topic),
        label: Set(input.label),
        stem: Set(input.body.stem.clone()),
        state: Set(state.as_str().to_owned()),
        reviewer_id: Set(None),
        ..Default::default()
    };
    update(unit, before, row, found_by(revision, input, clauses)).await?;
    WORDS.keep(unit, before.id.0, words(input)).await
}

/// What a step of a question's life changes beside its state.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub reviewer: Option<PersonId>,
    pub sent_back: Option<String>,
}

pub(super) async fn set_state(unit: &Unit, before: &Row, state: QuestionState, step: Step) -> Result<()> {
    let row = question::ActiveModel {
        state: Set(state.as_str().to_owned()),
        reviewer_id: Set(step.reviewer),
        sent_back: Set(step.sent_back),
        ..Default::default()
    };
    update(unit, before, row, finder::ActiveModel::default()).await
}

async fn update(
    unit: &Unit,
    before: &Row,
    mut row: question::ActiveModel,
    mut found_by: finder::ActiveModel,
) -> Result<()> {
    found_by.state = row.state.clone();
    found_by.updated_at = Set(unit.now());
    row.version = Set(before.version + 1);
    row.updated_at = Set(unit.now());
    let done = question::Entity::update_many()
        .set(row)
        .filter(question::Column::Id.eq(before.id))
        .filter(question::Column::Version.eq(before.version))
        .exec(unit.tx())
        .await?;
    if done.rows_affected == 1 {
        let mine = finder::Column::QuestionId.eq(before.id);
        finder::Entity::update_many().set(found_by).filter(mine).exec(unit.tx()).await?;
        return Ok(());
    }
    let current = find(unit.tx(), before.id).await?.map_or(0, |row| row.version);
    Err(Error::Stale { current })
}

/// The questions that one unit made together with this one.
pub(super) async fn made_with(db: &impl ConnectionTrait, id: QuestionId) -> Result<Vec<QuestionId>> {
    let Some(one) = find(db, id).await? else { return Ok(Vec::new()) };
    let rows = question::Entity::find()
        .filter(question::Column::AuthorId.eq(one.author_id))
        .filter(question::Column::CreatedAt.eq(one.created_at))
        .order_by_asc(question::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// When a revision was written.
pub(super) async fn revised_at(db: &impl ConnectionTrait, id: RevisionId) -> Result<Option<Instant>> {
    Ok(revision::Entity::find_by_id(id).one(db).await?.map(|row| row.at))
}

/// When this person last opened the key of a question.
pub(super) async fn key_viewed_at(
    db: &impl ConnectionTrait,
    question: QuestionId,
    person: PersonId,
) -> Result<Option<Instant>> {
    Ok(key_view::Entity::find_by_id((question, person)).one(db).await?.map(|row| row.at))
}

pub(super) async fn record_key_view(unit: &Unit, question: QuestionId, person: PersonId) -> Result<()> {
    record_key_views(unit, &[question], person).await
}

/// At most [`ROWS_A_STATEMENT`] at once, each question once.
pub(super) async fn record_key_views(unit: &Unit, questions: &[QuestionId], person: PersonId) -> Result<()> {
    let rows = questions.iter().map(|question| key_view::ActiveModel {
        question_id: Set(*question),
        person_id: Set(person),
        at: Set(unit.now()),
    });
    let again = OnConflict::columns([key_view::Column::QuestionId, key_view::Column::PersonId])
        .update_column(key_view::Column::At)
        .to_owned();
    key_view::Entity::insert_many(rows).on_conflict(again).exec_without_returning(unit.tx()).await?;
    Ok(())
}

/// Who has opened the key of which question.
pub(super) async fn key_viewers(db: &impl ConnectionTrait) -> Result<Vec<(QuestionId, PersonId)>> {
    let rows = key_view::Entity::find()
        .order_by_asc(key_view::Column::QuestionId)
        .order_by_asc(key_view::Column::PersonId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.question_id, row.person_id)).collect())
}

/// Statistics by revision; a revision that nobody answered is left out.
pub(super) async fn statistics(
    db: &impl ConnectionTrait,
    ids: &[RevisionId],
) -> Result<HashMap<RevisionId, Statistics>> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_A_STATEMENT) {
        let rows = statistics::Entity::find()
            .filter(statistics::Column::RevisionId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        let each = |row: statistics::Model| {
            (row.revision_id, Statistics { responses: row.responses, share_sum: row.share_sum })
        };
        found.extend(rows.into_iter().map(each));
    }
    Ok(found)
}

/// Adds to the statistics of revisions, in the order of ids.
pub(super) async fn add_statistics(unit: &Unit, more: &BTreeMap<RevisionId, Statistics>) -> Result<()> {
    let sql = "INSERT INTO bank_statistics (revision_id, responses, share_sum) VALUES ($1, $2, $3)
               ON CONFLICT (revision_id) DO UPDATE SET
                   responses = bank_statistics.responses + excluded.responses,
                   share_sum = bank_statistics.share_sum + excluded.share_sum
               RETURNING responses, share_sum";
    let backend = unit.tx().get_database_backend();
    for (revision, more) in more {
        let values = [revision.0.into(), more.responses.into(), more.share_sum.into()];
        let row = unit.tx().query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        let Some(row) = row else { continue };
        let [responses, share_sum] = [row.try_get("", "responses")?, row.try_get("", "share_sum")?];
        let answered = Answered::of(Statistics { responses, share_sum }).as_str();
        finder::Entity::update_many()
            .col_expr(finder::Column::Answered, Expr::value(answered))
            .filter(finder::Column::RevisionId.eq(*revision))
            .filter(finder::Column::Answered.ne(answered))
            .exec(unit.tx())
            .await?;
    }
    Ok(())
}

/// All live questions in the order of their ids.
pub(super) async fn live_pool(db: &impl ConnectionTrait) -> Result<Vec<PoolQuestion>> {
    let rows = question::Entity::find()
        .filter(question::Column::State.eq(QuestionState::Live.as_str()))
        .order_by_asc(question::Column::Id)
        .all(db)
        .await?;
    let revisions: Vec<RevisionId> = rows.iter().map(|row| row.revision_id).collect();
    let statistics = statistics(db, &revisions).await?;
    rows.into_iter()
        .map(|row| {
            Ok(PoolQuestion {
                question: row.id,
                revision: row.revision_id,
                kind: row.kind()?,
                topic: row.topic_id,
                label: row.label,
                author: row.author_id,
                reviewer: row.reviewer_id,
                statistics: statistics.get(&row.revision_id).copied().unwrap_or_default(),
            })
        })
        .collect()
}

/// Where questions are in their life; unknown ids are left out.
pub(super) async fn filed(
    db: &impl ConnectionTrait,
    ids: &[QuestionId],
) -> Result<HashMap<QuestionId, Filed>> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_A_STATEMENT) {
        let rows = question::Entity::find()
            .filter(question::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            let filed = Filed {
                revision: row.revision_id,
                state: row.state()?,
                author: row.author_id,
                reviewer: row.reviewer_id,
            };
            found.insert(row.id, filed);
        }
    }
    Ok(found)
}

/// Where questions are filed.
pub(super) async fn topics_of(
    db: &impl ConnectionTrait,
    ids: &[QuestionId],
) -> Result<HashMap<QuestionId, TopicId>> {
    let mut topics = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_A_STATEMENT) {
        let rows: Vec<(QuestionId, TopicId)> = question::Entity::find()
            .select_only()
            .columns([question::Column::Id, question::Column::TopicId])
            .filter(question::Column::Id.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        topics.extend(rows);
    }
    Ok(topics)
}

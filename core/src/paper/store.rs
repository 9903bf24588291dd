//! The only queries on pools and papers.

pub(super) mod library;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    CandidateId, Frozen, Paper, PoolQuestion,
    table::{paper, pool},
};
use crate::{
    kernel::{Error, Result},
    unit::{Unit, from_text, to_text},
};

pub(super) async fn insert_pool(
    unit: &Unit,
    exam: Uuid,
    frozen: &Frozen,
    questions: &[PoolQuestion],
) -> Result<()> {
    let row = pool::ActiveModel {
        exam_id: Set(exam),
        frozen: Set(to_text(frozen)?),
        questions: Set(to_text(&questions)?),
    };
    pool::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    Ok(())
}

pub(super) async fn pool(db: &impl ConnectionTrait, exam: Uuid) -> Result<(Frozen, Vec<PoolQuestion>)> {
    let row = pool::Entity::find_by_id(exam).one(db).await?.ok_or(Error::NotFound("paper"))?;
    Ok((from_text(&row.frozen)?, from_text(&row.questions)?))
}

/// Papers that are there already stay as they are.
pub(super) async fn insert(unit: &Unit, exam: Uuid, papers: &[(CandidateId, Paper)]) -> Result<()> {
    let rows = papers.iter().map(|(candidate, paper)| paper::ActiveModel {
        exam_id: Set(exam),
        candidate_id: Set(*candidate),
        bytes: Set(paper.encode()),
    });
    paper::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([paper::Column::ExamId, paper::Column::CandidateId]).do_nothing().to_owned(),
        )
        .exec_without_returning(unit.tx())
        .await?;
    Ok(())
}

pub(super) async fn replace(unit: &Unit, exam: Uuid, papers: &[(CandidateId, Paper)]) -> Result<()> {
    for (candidate, paper) in papers {
        paper::Entity::update_many()
            .col_expr(paper::Column::Bytes, Expr::value(paper.encode()))
            .filter(paper::Column::ExamId.eq(exam))
            .filter(paper::Column::CandidateId.eq(*candidate))
            .exec(unit.tx())
            .await?;
    }
    Ok(())
}

pub(super) async fn find(
    db: &impl ConnectionTrait,
    exam: Uuid,
    candidate: CandidateId,
) -> Result<Option<Paper>> {
    let row = paper::Entity::find_by_id((exam, candidate)).one(db).await?;
    row.map(|row| Paper::decode(&row.bytes)).transpose()
}

pub(super) async fn list(db: &impl ConnectionTrait, exam: Uuid) -> Result<Vec<(CandidateId, Paper)>> {
    paper::Entity::find()
        .filter(paper::Column::ExamId.eq(exam))
        .order_by_asc(paper::Column::CandidateId)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Ok((row.candidate_id, Paper::decode(&row.bytes)?)))
        .collect()
}

pub(super) async fn count(db: &impl ConnectionTrait, exam: Uuid) -> Result<u64> {
    Ok(paper::Entity::find().filter(paper::Column::ExamId.eq(exam)).count(db).await?)
}

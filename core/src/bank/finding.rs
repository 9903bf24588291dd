//! Finding questions: the list and its facets, by one and the same condition.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, TryGetable,
};

use super::{
    Facets, Kind, QuestionState, RevisionId,
    store::{ROWS_A_STATEMENT, Row},
    table::{question, revision_clause},
};
use crate::{
    kernel::{Error, Instant, Issue, Page, PageRequest, PersonId, Result, page::Cursor, page::PageIssue},
    materials::{ClauseId, MaterialId, TopicId},
    unit::found_in,
};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct QuestionFilter {
    pub search: Option<String>,
    pub state: Option<QuestionState>,
    pub kind: Option<Kind>,
    pub topic: Option<TopicId>,
    pub label: Option<i32>,
    pub material: Option<MaterialId>,
    pub clause: Option<ClauseId>,
    pub author: Option<PersonId>,
    pub not_author: Option<PersonId>,
}

impl QuestionFilter {
    fn condition(&self) -> Condition {
        let on = |condition| {
            let revisions = revision_clause::Entity::find()
                .select_only()
                .column(revision_clause::Column::RevisionId)
                .filter::<Condition>(condition);
            question::Column::RevisionId.in_subquery(revisions.into_query())
        };
        Condition::all()
            .add_option(self.search.as_deref().map(|words| found_in(question::Column::SearchText, words)))
            .add_option(self.state.map(|state| question::Column::State.eq(state.as_str())))
            .add_option(self.kind.map(|kind| question::Column::Kind.eq(kind.as_str())))
            .add_option(self.topic.map(|topic| question::Column::TopicId.eq(topic)))
            .add_option(self.label.map(|label| question::Column::Label.eq(label)))
            .add_option(self.author.map(|author| question::Column::AuthorId.eq(author)))
            .add_option(self.not_author.map(|author| question::Column::AuthorId.ne(author)))
            .add_option(
                self.material.map(|id| on(Condition::all().add(revision_clause::Column::MaterialId.eq(id)))),
            )
            .add_option(
                self.clause.map(|id| on(Condition::all().add(revision_clause::Column::ClauseId.eq(id)))),
            )
    }
}

/// What changed last comes first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    filter: &QuestionFilter,
    request: &PageRequest,
) -> Result<Page<Row>> {
    let mut condition = filter.condition();
    if let Some(after) = &request.after {
        let bad = |_| Error::invalid(Issue::new("/cursor", PageIssue::BadCursor));
        let at = Instant(after.key.parse().map_err(bad)?);
        let earlier = question::Column::UpdatedAt.lt(at);
        let same = question::Column::UpdatedAt.eq(at);
        let within = question::Column::Id.lt(super::QuestionId(after.id));
        condition = condition.add(Condition::any().add(earlier).add(Condition::all().add(same).add(within)));
    }
    let rows = question::Entity::find()
        .filter(condition)
        .order_by_desc(question::Column::UpdatedAt)
        .order_by_desc(question::Column::Id)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    Ok(Page::cut(rows, request.limit, |row| Cursor {
        key: row.updated_at.micros().to_string(),
        id: row.id.0,
    }))
}

/// Counts by each value, each under all filters but its own.
pub(super) async fn facets(db: &impl ConnectionTrait, filter: &QuestionFilter) -> Result<Facets> {
    use question::Column;
    let without = |change: fn(&mut QuestionFilter)| {
        let mut filter = filter.clone();
        change(&mut filter);
        filter.condition()
    };
    let states = counts(db, Column::State, without(|filter| filter.state = None)).await?;
    let kinds = counts(db, Column::Kind, without(|filter| filter.kind = None)).await?;
    Ok(Facets {
        state: stored(states, QuestionState::stored)?,
        kind: stored(kinds, Kind::stored)?,
        topic: counts(db, Column::TopicId, without(|filter| filter.topic = None)).await?,
        label: counts(db, Column::Label, without(|filter| filter.label = None)).await?,
    })
}

fn stored<V>(counts: Vec<(String, i64)>, read: fn(&str) -> Result<V>) -> Result<Vec<(V, i64)>> {
    counts.into_iter().map(|(text, count)| Ok((read(&text)?, count))).collect()
}

#[derive(FromQueryResult)]
struct Count<V: TryGetable> {
    value: V,
    count: i64,
}

async fn counts<V: TryGetable + Send>(
    db: &impl ConnectionTrait,
    column: question::Column,
    condition: Condition,
) -> Result<Vec<(V, i64)>> {
    let rows = question::Entity::find()
        .select_only()
        .column_as(column, "value")
        .column_as(question::Column::Id.count(), "count")
        .filter(condition)
        .group_by(column)
        .order_by_asc(column)
        .into_model::<Count<V>>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.value, row.count)).collect())
}

/// The material of the first clause that each revision rests on.
pub(super) async fn first_materials(
    db: &impl ConnectionTrait,
    revisions: &[RevisionId],
) -> Result<HashMap<RevisionId, MaterialId>> {
    let mut found = HashMap::with_capacity(revisions.len());
    for chunk in revisions.chunks(ROWS_A_STATEMENT) {
        let rows = revision_clause::Entity::find()
            .filter(revision_clause::Column::RevisionId.is_in(chunk.iter().copied()))
            .filter(revision_clause::Column::Sort.eq(1))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.revision_id, row.material_id)));
    }
    Ok(found)
}

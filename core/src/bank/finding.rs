//! Finding questions: the list and its facets, by one and the same condition.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, TryGetable,
};

use super::{
    Answered, Facets, Kind, QuestionId, QuestionState,
    store::WORDS,
    table::{finder, question, revision_clause},
};
use crate::{
    kernel::{Error, Instant, Issue, Page, PageRequest, PersonId, Result, page::Cursor, page::PageIssue},
    materials::{ClauseId, MaterialId, TopicId},
};

/// Authors and materials that are counted: those with most questions.
const MOST_NAMED: u64 = 30;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct QuestionFilter {
    pub search: Option<String>,
    pub state: Option<QuestionState>,
    pub kind: Option<Kind>,
    pub topic: Option<TopicId>,
    pub label: Option<i32>,
    pub answered: Option<Answered>,
    pub material: Option<MaterialId>,
    pub clause: Option<ClauseId>,
    pub author: Option<PersonId>,
    pub not_author: Option<PersonId>,
}

impl QuestionFilter {
    fn condition(&self, backend: DbBackend) -> Condition {
        use finder::Column;
        let on = |condition| {
            let revisions = revision_clause::Entity::find()
                .select_only()
                .column(revision_clause::Column::RevisionId)
                .filter::<Condition>(condition);
            Column::RevisionId.in_subquery(revisions.into_query())
        };
        Condition::all()
            .add_option(self.search.as_deref().map(|words| WORDS.found(backend, words)))
            .add_option(self.state.map(|state| Column::State.eq(state.as_str())))
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind.as_str())))
            .add_option(self.topic.map(|topic| Column::TopicId.eq(topic)))
            .add_option(self.label.map(|label| Column::Label.eq(label)))
            .add_option(self.answered.map(|answered| Column::Answered.eq(answered.as_str())))
            .add_option(self.author.map(|author| Column::AuthorId.eq(author)))
            .add_option(self.not_author.map(|author| Column::AuthorId.ne(author)))
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
) -> Result<Page<finder::Model>> {
    let mut condition = filter.condition(db.get_database_backend());
    if let Some(after) = &request.after {
        let bad = |_| Error::invalid(Issue::new("/cursor", PageIssue::BadCursor));
        let at = Instant(after.key.parse().map_err(bad)?);
        let earlier = finder::Column::UpdatedAt.lt(at);
        let same = finder::Column::UpdatedAt.eq(at);
        let within = finder::Column::QuestionId.lt(QuestionId(after.id));
        condition = condition.add(Condition::any().add(earlier).add(Condition::all().add(same).add(within)));
    }
    let rows = finder::Entity::find()
        .filter(condition)
        .order_by_desc(finder::Column::UpdatedAt)
        .order_by_desc(finder::Column::QuestionId)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    Ok(Page::cut(rows, request.limit, |row| Cursor {
        key: row.updated_at.micros().to_string(),
        id: row.question_id.0,
    }))
}

/// The stems of questions, for a list.
pub(super) async fn stems(
    db: &impl ConnectionTrait,
    ids: &[QuestionId],
) -> Result<HashMap<QuestionId, String>> {
    let rows: Vec<(QuestionId, String)> = question::Entity::find()
        .select_only()
        .columns([question::Column::Id, question::Column::Stem])
        .filter(question::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Facets whose people and materials have no names yet.
pub(super) struct Counts {
    pub facets: Facets,
    pub author: Vec<(PersonId, i64)>,
    pub material: Vec<(MaterialId, i64)>,
}

/// Counts by each value, each under all filters but its own.
pub(super) async fn counts(db: &impl ConnectionTrait, filter: &QuestionFilter) -> Result<Counts> {
    let all_authors = QuestionFilter { author: None, ..filter.clone() };
    let all_materials = QuestionFilter { material: None, ..filter.clone() };
    let (cells, author, material) = tokio::try_join!(
        cells(db, filter),
        named::<PersonId>(db, finder::Column::AuthorId, &all_authors),
        named::<Option<MaterialId>>(db, finder::Column::MaterialId, &all_materials),
    )?;
    let material = material.into_iter().filter_map(|(id, count)| Some((id?, count))).collect();
    Ok(Counts { facets: folded(&cells, filter)?, author, material })
}

/// How many questions agree in all of these.
#[derive(FromQueryResult)]
struct Cell {
    state: String,
    kind: String,
    topic: TopicId,
    label: i32,
    answered: String,
    count: i64,
}

/// One pass over what the other filters leave, by every combination of values.
async fn cells(db: &impl ConnectionTrait, filter: &QuestionFilter) -> Result<Vec<Cell>> {
    use finder::Column;
    let rest = QuestionFilter {
        state: None,
        kind: None,
        topic: None,
        label: None,
        answered: None,
        ..filter.clone()
    };
    let cells = finder::Entity::find()
        .select_only()
        .column_as(Column::State, "state")
        .column_as(Column::Kind, "kind")
        .column_as(Column::TopicId, "topic")
        .column_as(Column::Label, "label")
        .column_as(Column::Answered, "answered")
        .column_as(Column::No.count(), "count")
        .filter(rest.condition(db.get_database_backend()))
        .group_by(Column::State)
        .group_by(Column::Kind)
        .group_by(Column::TopicId)
        .group_by(Column::Label)
        .group_by(Column::Answered)
        .into_model::<Cell>()
        .all(db)
        .await?;
    Ok(cells)
}

fn folded(cells: &[Cell], filter: &QuestionFilter) -> Result<Facets> {
    let fits = |cell: &Cell| {
        [
            filter.state.is_none_or(|state| cell.state == state.as_str()),
            filter.kind.is_none_or(|kind| cell.kind == kind.as_str()),
            filter.topic.is_none_or(|topic| cell.topic == topic),
            filter.label.is_none_or(|label| cell.label == label),
            filter.answered.is_none_or(|answered| cell.answered == answered.as_str()),
        ]
    };
    // Under all filters but the one at this place.
    let under = |own: usize| {
        cells.iter().filter(move |cell| (0..).zip(fits(cell)).all(|(place, fit)| place == own || fit))
    };
    Ok(Facets {
        state: stored(summed(under(0), |cell| cell.state.as_str()), QuestionState::stored)?,
        kind: stored(summed(under(1), |cell| cell.kind.as_str()), Kind::stored)?,
        topic: summed(under(2), |cell| cell.topic),
        label: summed(under(3), |cell| cell.label),
        answered: stored(summed(under(4), |cell| cell.answered.as_str()), Answered::stored)?,
        ..Facets::default()
    })
}

fn summed<'a, V: Ord>(cells: impl Iterator<Item = &'a Cell>, value: impl Fn(&'a Cell) -> V) -> Vec<(V, i64)> {
    let mut sums = BTreeMap::new();
    cells.for_each(|cell| *sums.entry(value(cell)).or_default() += cell.count);
    sums.into_iter().collect()
}

fn stored<V>(counts: Vec<(&str, i64)>, read: fn(&str) -> Result<V>) -> Result<Vec<(V, i64)>> {
    counts.into_iter().map(|(text, count)| Ok((read(text)?, count))).collect()
}

#[derive(FromQueryResult)]
struct Count<V: TryGetable> {
    value: V,
    count: i64,
}

/// The values that most questions have.
async fn named<V: TryGetable + Send>(
    db: &impl ConnectionTrait,
    column: finder::Column,
    filter: &QuestionFilter,
) -> Result<Vec<(V, i64)>> {
    let rows = finder::Entity::find()
        .select_only()
        .column_as(column, "value")
        .column_as(finder::Column::No.count(), "count")
        .filter(filter.condition(db.get_database_backend()))
        .group_by(column)
        .order_by_desc(finder::Column::No.count())
        .order_by_asc(column)
        .limit(MOST_NAMED)
        .into_model::<Count<V>>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.value, row.count)).collect())
}

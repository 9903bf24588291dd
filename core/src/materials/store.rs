//! The only queries on the archive.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Statement,
    sea_query::Expr,
};

use super::{
    Clause, ClauseId, ClauseRef, Draft, Edition, EditionId, MaterialEdit, MaterialId, MaterialRef, Theme,
    Topic, TopicId,
    table::{clause, edition, material, topic},
};
use crate::{
    file::model::StoredFile,
    kernel::{
        DepartmentId, Error, Issue, Page, PageRequest, PersonId, Result,
        page::{Cursor, PageIssue},
    },
    unit::{Unit, found_in, searchable},
};

/// A statement with this many rows stays under either database's limit of parameters.
const ROWS_A_STATEMENT: usize = 500;

pub(super) use material::Model as Row;

/// What the list of the archive is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct MaterialFilter {
    pub search: Option<String>,
    pub topic: Option<TopicId>,
}

/// What a new entry is made of.
pub(super) struct NewMaterial<'a> {
    pub year: i32,
    pub seq: i32,
    pub no: String,
    pub edit: &'a MaterialEdit,
    pub department: Option<DepartmentId>,
    pub trainer: Option<PersonId>,
    pub clauses: usize,
}

pub(super) async fn topics(db: &impl ConnectionTrait) -> Result<Vec<Topic>> {
    let rows = topic::Entity::find().order_by_asc(topic::Column::Sort).all(db).await?;
    let topic =
        |row: topic::Model| Topic { id: row.id, name: row.name, slug: row.slug, parent: row.parent_id };
    Ok(rows.into_iter().map(topic).collect())
}

/// The last number first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    filter: &MaterialFilter,
    request: &PageRequest,
) -> Result<Page<Row>> {
    let mut condition = Condition::all();
    if let Some(words) = &filter.search {
        condition = condition.add(found_in(material::Column::SearchText, words));
    }
    if let Some(topic) = filter.topic {
        condition = condition.add(material::Column::TopicId.eq(topic));
    }
    if let Some(after) = &request.after {
        let bad = || Error::invalid(Issue::new("/cursor", PageIssue::BadCursor));
        let (year, seq) = after.key.split_once('-').ok_or_else(bad)?;
        let year: i32 = year.parse().map_err(|_| bad())?;
        let seq: i32 = seq.parse().map_err(|_| bad())?;
        let within = Condition::all().add(material::Column::Year.eq(year)).add(material::Column::Seq.lt(seq));
        condition = condition.add(Condition::any().add(material::Column::Year.lt(year)).add(within));
    }
    let rows = material::Entity::find()
        .filter(condition)
        .order_by_desc(material::Column::Year)
        .order_by_desc(material::Column::Seq)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    Ok(Page::cut(rows, request.limit, |row| Cursor {
        key: format!("{}-{}", row.year, row.seq),
        id: row.id.0,
    }))
}

/// The newest materials whose titles have these words in them.
pub(super) async fn titled(db: &impl ConnectionTrait, title: &str) -> Result<Vec<Row>> {
    Ok(material::Entity::find()
        .filter(found_in(material::Column::SearchText, title))
        .order_by_desc(material::Column::Id)
        .limit(20)
        .all(db)
        .await?)
}

pub(super) async fn find(db: &impl ConnectionTrait, id: MaterialId) -> Result<Option<Row>> {
    Ok(material::Entity::find_by_id(id).one(db).await?)
}

/// The newest edition with its clauses in their order.
pub(super) async fn edition(db: &impl ConnectionTrait, id: MaterialId) -> Result<(Edition, Vec<Clause>)> {
    let edition = edition::Entity::find()
        .filter(edition::Column::MaterialId.eq(id))
        .order_by_desc(edition::Column::No)
        .one(db)
        .await?
        .ok_or_else(|| Error::internal("a material has no edition"))?;
    let clauses = clause::Entity::find()
        .filter(clause::Column::EditionId.eq(edition.id))
        .order_by_asc(clause::Column::Sort)
        .all(db)
        .await?;
    let clauses = clauses
        .into_iter()
        .map(|row| Clause {
            id: row.id,
            address: row.address,
            label: row.label,
            text: row.text,
            questions: row.questions,
        })
        .collect();
    let edition = Edition {
        id: edition.id,
        no: edition.no,
        file: edition.file_id,
        file_name: edition.file_name,
        created_at: edition.created_at,
    };
    Ok((edition, clauses))
}

#[derive(FromQueryResult)]
struct Last {
    last: i32,
}

/// The next number of a year. Its row stays locked until the unit ends, so that an entry that is
/// not made after all leaves no gap.
pub(super) async fn next_seq(unit: &Unit, year: i32) -> Result<i32> {
    let sql = "INSERT INTO materials_number (year, last) VALUES ($1, 1)
               ON CONFLICT (year) DO UPDATE SET last = materials_number.last + 1 RETURNING last";
    let backend = unit.tx().get_database_backend();
    let count = Statement::from_sql_and_values(backend, sql, [year.into()]);
    let last = Last::find_by_statement(count).one(unit.tx()).await?;
    last.map(|row| row.last).ok_or_else(|| Error::internal("counting gave no number"))
}

fn search_text(no: &str, title: &str) -> String {
    searchable(&format!("{no}{title}"))
}

pub(super) async fn insert(unit: &Unit, new: NewMaterial<'_>) -> Result<MaterialId> {
    let id = MaterialId::new(unit.cx());
    let row = material::ActiveModel {
        id: Set(id),
        search_text: Set(search_text(&new.no, &new.edit.title)),
        no: Set(new.no),
        year: Set(new.year),
        seq: Set(new.seq),
        title: Set(new.edit.title.clone()),
        topic_id: Set(new.edit.topic),
        theme: Set(new.edit.theme.as_str().to_owned()),
        department_id: Set(new.department),
        trainer_id: Set(new.trainer),
        clauses: Set(i32::try_from(new.clauses).unwrap_or(i32::MAX)),
        questions: Set(0),
        created_at: Set(unit.now()),
        version: Set(1),
    };
    material::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    Ok(id)
}

pub(super) async fn insert_edition(
    unit: &Unit,
    material: MaterialId,
    file: &StoredFile,
    clauses: &[Draft],
) -> Result<()> {
    let id = EditionId::new(unit.cx());
    let row = edition::ActiveModel {
        id: Set(id),
        material_id: Set(material),
        no: Set(1),
        file_id: Set(file.id),
        file_name: Set(file.name.clone()),
        created_at: Set(unit.now()),
        superseded_at: Set(None),
    };
    edition::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    let mut sort = 0;
    for chunk in clauses.chunks(ROWS_A_STATEMENT) {
        let rows: Vec<clause::ActiveModel> = chunk
            .iter()
            .map(|draft| {
                sort += 1;
                clause::ActiveModel {
                    id: Set(ClauseId::new(unit.cx())),
                    edition_id: Set(id),
                    sort: Set(sort),
                    address: Set(draft.address.clone()),
                    label: Set(draft.label.clone()),
                    text: Set(draft.text.clone()),
                    questions: Set(0),
                }
            })
            .collect();
        clause::Entity::insert_many(rows).exec_without_returning(unit.tx()).await?;
    }
    Ok(())
}

/// Writes an edit over the version it was made from.
pub(super) async fn update(unit: &Unit, before: &Row, edit: &MaterialEdit) -> Result<()> {
    let row = material::ActiveModel {
        title: Set(edit.title.clone()),
        search_text: Set(search_text(&before.no, &edit.title)),
        topic_id: Set(edit.topic),
        theme: Set(edit.theme.as_str().to_owned()),
        version: Set(before.version + 1),
        id: NotSet,
        ..Default::default()
    };
    let done = material::Entity::update_many()
        .set(row)
        .filter(material::Column::Id.eq(before.id))
        .filter(material::Column::Version.eq(before.version))
        .exec(unit.tx())
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let current = find(unit.tx(), before.id).await?.map_or(0, |row| row.version);
    Err(Error::Stale { current })
}

/// Clauses with their materials; unknown ids are left out.
pub(super) async fn clause_refs(
    db: &impl ConnectionTrait,
    ids: &[ClauseId],
) -> Result<HashMap<ClauseId, ClauseRef>> {
    let mut refs = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_A_STATEMENT) {
        let clauses =
            clause::Entity::find().filter(clause::Column::Id.is_in(chunk.iter().copied())).all(db).await?;
        let materials = materials_of(db, clauses.iter().map(|clause| clause.edition_id)).await?;
        refs.extend(clauses.into_iter().filter_map(|row| {
            let material = materials.get(&row.edition_id)?.clone();
            let clause =
                ClauseRef { id: row.id, material, address: row.address, label: row.label, text: row.text };
            Some((row.id, clause))
        }));
    }
    Ok(refs)
}

async fn materials_of(
    db: &impl ConnectionTrait,
    editions: impl Iterator<Item = EditionId>,
) -> Result<HashMap<EditionId, MaterialRef>> {
    let editions: BTreeSet<EditionId> = editions.collect();
    let editions = edition::Entity::find().filter(edition::Column::Id.is_in(editions)).all(db).await?;
    let ids: Vec<MaterialId> = editions.iter().map(|edition| edition.material_id).collect();
    let materials = refs(db, &ids).await?;
    let named = |edition: edition::Model| Some((edition.id, materials.get(&edition.material_id)?.clone()));
    Ok(editions.into_iter().filter_map(named).collect())
}

/// Materials by id; unknown ids are left out.
pub(super) async fn refs(
    db: &impl ConnectionTrait,
    ids: &[MaterialId],
) -> Result<HashMap<MaterialId, MaterialRef>> {
    let mut refs = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_A_STATEMENT) {
        let rows = material::Entity::find()
            .filter(material::Column::Id.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        refs.extend(
            rows.into_iter().map(|row| (row.id, MaterialRef { id: row.id, no: row.no, title: row.title })),
        );
    }
    Ok(refs)
}

/// Adds to the counts of questions, in the order of ids.
pub(super) async fn add_questions(
    unit: &Unit,
    clauses: &BTreeMap<ClauseId, i32>,
    materials: &BTreeMap<MaterialId, i32>,
) -> Result<()> {
    for (id, more) in clauses {
        clause::Entity::update_many()
            .col_expr(clause::Column::Questions, Expr::col(clause::Column::Questions).add(*more))
            .filter(clause::Column::Id.eq(*id))
            .exec(unit.tx())
            .await?;
    }
    for (id, more) in materials {
        material::Entity::update_many()
            .col_expr(material::Column::Questions, Expr::col(material::Column::Questions).add(*more))
            .filter(material::Column::Id.eq(*id))
            .exec(unit.tx())
            .await?;
    }
    Ok(())
}

impl Row {
    pub(super) fn theme(&self) -> Result<Theme> {
        Theme::stored(&self.theme)
    }
}

//! The only queries on schemes, values, months and places.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement, Value,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    bulletin::{Bulletin, MonthState, Source},
    exact::Amount,
    model::{Component, Scheme},
    rule::Approval,
    setting::{SchemeState, SchemeVersion},
    table::{import, month, place, scheme},
};
use crate::{
    kernel::{Error, Instant, PersonId, Points, Result, number},
    people::PersonRef,
    unit::{Unit, from_text, to_text},
};

/// How many rows one statement inserts, so that its values stay below what a database binds.
const ROWS_A_STATEMENT: usize = 500;

fn ask<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

#[derive(FromQueryResult)]
struct SchemeRow {
    version: i32,
    name: String,
    body: String,
    state: String,
    at: Instant,
    decided_at: Option<Instant>,
    author_id: PersonId,
    author_number: String,
    author_name: String,
    second_id: Option<PersonId>,
    second_number: Option<String>,
    second_name: Option<String>,
}

impl TryFrom<SchemeRow> for SchemeVersion {
    type Error = Error;
    fn try_from(row: SchemeRow) -> Result<Self> {
        let second = row.second_id.zip(row.second_number).zip(row.second_name);
        Ok(Self {
            version: row.version,
            name: row.name,
            scheme: from_text(&row.body)?,
            state: SchemeState::stored(&row.state)?,
            author: Some(PersonRef { id: row.author_id, number: row.author_number, name: row.author_name }),
            at: Some(row.at),
            second: second.map(|((id, number), name)| PersonRef { id, number, name }),
            decided_at: row.decided_at,
        })
    }
}

/// Every version, the latest first.
pub(super) async fn schemes(db: &impl ConnectionTrait) -> Result<Vec<SchemeVersion>> {
    let sql = "SELECT s.version, s.name, s.body, s.state, s.at, s.decided_at, s.author_id,
                      a.number AS author_number, a.name AS author_name,
                      s.second_id, b.number AS second_number, b.name AS second_name
               FROM standing_scheme s
               JOIN person a ON a.id = s.author_id
               LEFT JOIN person b ON b.id = s.second_id
               ORDER BY s.version DESC";
    let rows = SchemeRow::find_by_statement(ask(db, sql, [])).all(db).await?;
    rows.into_iter().map(SchemeVersion::try_from).collect()
}

/// Writes a version; false if somebody else wrote it first.
pub(super) async fn add_scheme(
    unit: &Unit,
    version: i32,
    name: &str,
    body: &Scheme,
    state: SchemeState,
    author: PersonId,
) -> Result<bool> {
    let row = scheme::ActiveModel {
        version: Set(version),
        name: Set(name.to_owned()),
        body: Set(to_text(body)?),
        state: Set(state.as_str().to_owned()),
        author_id: Set(author),
        at: Set(unit.now()),
        second_id: Set(None),
        decided_at: Set(None),
    };
    let added = scheme::Entity::insert(row)
        .on_conflict(OnConflict::column(scheme::Column::Version).do_nothing().to_owned())
        .exec_without_returning(unit.tx())
        .await?;
    Ok(added == 1)
}

/// Decides what was proposed; false if nothing like it was.
pub(super) async fn decide_scheme(
    unit: &Unit,
    version: i32,
    state: SchemeState,
    by: PersonId,
) -> Result<bool> {
    let sql = "UPDATE standing_scheme SET state = $2, second_id = $3, decided_at = $4
               WHERE version = $1 AND state = 'proposed'";
    let values = [version.into(), state.as_str().into(), by.into(), unit.now().into()];
    Ok(unit.tx().execute_raw(ask(unit.tx(), sql, values)).await?.rows_affected() == 1)
}

/// A score that was imported.
pub(super) struct ImportedValue {
    pub person: PersonId,
    pub component: Component,
    pub value: Amount,
    pub source: Source,
}

#[derive(FromQueryResult)]
struct ValueRow {
    person_id: PersonId,
    component: String,
    value: String,
    import_id: Uuid,
    file_name: String,
    name: String,
    at: Instant,
}

/// The scores of a month.
pub(super) async fn values(db: &impl ConnectionTrait, month: i32) -> Result<Vec<ImportedValue>> {
    let sql = "SELECT v.person_id, v.component, v.value, v.import_id, i.file_name, p.name, i.at
               FROM standing_value v
               JOIN standing_import i ON i.id = v.import_id
               JOIN person p ON p.id = i.by_id
               WHERE v.month = $1";
    let rows = ValueRow::find_by_statement(ask(db, sql, [month.into()])).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(ImportedValue {
                person: row.person_id,
                component: Component::stored(&row.component)?,
                value: row.value.parse().map_err(|_| Error::internal("a stored score is no number"))?,
                source: Source::Import {
                    id: row.import_id,
                    file_name: row.file_name,
                    by: row.name,
                    at: row.at,
                },
            })
        })
        .collect()
}

/// Where scores come from.
pub(super) struct NewImport<'a> {
    pub id: Uuid,
    pub month: i32,
    pub component: Component,
    pub file_name: &'a str,
    pub by: PersonId,
}

pub(super) async fn put_values(
    unit: &Unit,
    new: &NewImport<'_>,
    scores: &[(PersonId, Amount)],
) -> Result<()> {
    let row = import::ActiveModel {
        id: Set(new.id),
        month: Set(new.month),
        component: Set(new.component.as_str().to_owned()),
        file_name: Set(new.file_name.to_owned()),
        by_id: Set(new.by),
        at: Set(unit.now()),
    };
    import::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    for scores in scores.chunks(ROWS_A_STATEMENT) {
        let mut values: Vec<Value> = vec![new.month.into(), new.component.as_str().into(), new.id.into()];
        let mut rows = Vec::with_capacity(scores.len());
        for (person, score) in scores {
            values.extend([(*person).into(), score.to_string().into()]);
            rows.push(format!("($1, ${}, $2, ${}, $3)", values.len() - 1, values.len()));
        }
        let sql = format!(
            "INSERT INTO standing_value (month, person_id, component, value, import_id) VALUES {}
             ON CONFLICT (month, person_id, component)
             DO UPDATE SET value = excluded.value, import_id = excluded.import_id",
            rows.join(", ")
        );
        let insert = Statement::from_sql_and_values(unit.tx().get_database_backend(), sql, values);
        unit.tx().execute_raw(insert).await?;
    }
    Ok(())
}

/// A month that has left its draft.
pub(super) struct Month {
    pub month: i32,
    pub state: MonthState,
    /// Grows with each import, so that a bulletin is not published over values it does not have.
    pub revision: i32,
    pub scheme_name: String,
    pub scheme: Scheme,
    pub notice_until: Instant,
    pub approved_by: Option<String>,
    pub approved_on: Option<String>,
    pub published_at: Option<Instant>,
    pub bulletin: Option<Bulletin>,
}

impl TryFrom<month::Model> for Month {
    type Error = Error;
    fn try_from(row: month::Model) -> Result<Self> {
        Ok(Self {
            month: row.month,
            state: MonthState::stored(&row.state)?,
            revision: row.revision,
            scheme_name: row.scheme_name,
            scheme: from_text(&row.scheme)?,
            notice_until: row.notice_until,
            approved_by: row.approved_by,
            approved_on: row.approved_on,
            published_at: row.published_at,
            bulletin: row.bulletin.as_deref().map(from_text).transpose()?,
        })
    }
}

pub(super) async fn find_month(db: &impl ConnectionTrait, month: i32) -> Result<Option<Month>> {
    month::Entity::find_by_id(month).one(db).await?.map(Month::try_from).transpose()
}

/// Months that have left their draft, the latest first.
pub(super) async fn months(db: &impl ConnectionTrait) -> Result<Vec<(i32, MonthState)>> {
    let rows: Vec<(i32, String)> = month::Entity::find()
        .select_only()
        .columns([month::Column::Month, month::Column::State])
        .order_by_desc(month::Column::Month)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(month, state)| Ok((month, MonthState::stored(&state)?))).collect()
}

/// Months for which there is anything to rank by.
pub(super) async fn months_with_values(db: &impl ConnectionTrait) -> Result<Vec<i32>> {
    let sql = "SELECT month FROM standing_value
               UNION SELECT month FROM exam WHERE kind = 'monthly' AND state = 'released'";
    let rows = db.query_all_raw(ask(db, sql, [])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "month")?)).collect()
}

/// Begins a month's notice; false if it has begun already.
pub(super) async fn add_notice(
    unit: &Unit,
    number: i32,
    scheme: &SchemeVersion,
    until: Instant,
) -> Result<bool> {
    let row = month::ActiveModel {
        month: Set(number),
        state: Set(MonthState::Notice.as_str().to_owned()),
        revision: Set(1),
        scheme_name: Set(scheme.name.clone()),
        scheme: Set(to_text(&scheme.scheme)?),
        notice_at: Set(unit.now()),
        notice_until: Set(until),
        approved_by: Set(None),
        approved_on: Set(None),
        published_at: Set(None),
        bulletin: Set(None),
        digest: Set(None),
    };
    let added = month::Entity::insert(row)
        .on_conflict(OnConflict::column(month::Column::Month).do_nothing().to_owned())
        .exec_without_returning(unit.tx())
        .await?;
    Ok(added == 1)
}

/// Says that values of a month change. False for a month that is published.
pub(super) async fn touch_month(unit: &Unit, number: i32) -> Result<bool> {
    let touched = month::Entity::update_many()
        .col_expr(month::Column::Revision, Expr::cust("revision + 1"))
        .filter(month::Column::Month.eq(number))
        .filter(month::Column::State.eq(MonthState::Notice.as_str()))
        .exec(unit.tx())
        .await?;
    Ok(touched.rows_affected == 1 || find_month(unit.tx(), number).await?.is_none())
}

/// Freezes a month as it stood at a revision; false if it is another one now.
pub(super) async fn publish(
    unit: &Unit,
    of: &Month,
    approval: &Approval,
    bulletin: &str,
    digest: &[u8],
) -> Result<bool> {
    let update = month::ActiveModel {
        state: Set(MonthState::Published.as_str().to_owned()),
        approved_by: Set(Some(approval.by.clone())),
        approved_on: Set(Some(approval.on.to_string())),
        published_at: Set(Some(unit.now())),
        bulletin: Set(Some(bulletin.to_owned())),
        digest: Set(Some(digest.to_vec())),
        ..Default::default()
    };
    let done = month::Entity::update_many()
        .set(update)
        .filter(month::Column::Month.eq(of.month))
        .filter(month::Column::State.eq(MonthState::Notice.as_str()))
        .filter(month::Column::Revision.eq(of.revision))
        .exec(unit.tx())
        .await?;
    Ok(done.rows_affected == 1)
}

/// What a published month says of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthPlace {
    pub month: i32,
    pub place: Option<i32>,
    pub group_size: i32,
    pub total: Option<Points>,
    pub skill: Option<Points>,
    pub performance: Option<Points>,
    pub conduct: Option<Points>,
}

pub(super) async fn add_places(unit: &Unit, bulletin: &Bulletin) -> Result<()> {
    let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    let rows: Vec<place::ActiveModel> = bulletin
        .groups
        .iter()
        .flat_map(|group| {
            let ranked = group.lines.iter().filter(|line| line.placed.place.is_some()).count();
            group.lines.iter().map(move |line| place::ActiveModel {
                person_id: Set(line.placed.person),
                month: Set(bulletin.month),
                place: Set(line.placed.place.map(|place| small(place.into()))),
                group_size: Set(small(number::signed(ranked))),
                total: Set(line.placed.total),
                skill: Set(line.points(Component::Skill)),
                performance: Set(line.points(Component::Performance)),
                conduct: Set(line.points(Component::Conduct)),
            })
        })
        .collect();
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        place::Entity::insert_many(rows.to_vec()).exec_without_returning(unit.tx()).await?;
    }
    Ok(())
}

/// A person's published months, the earliest first.
pub(super) async fn places_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<MonthPlace>> {
    let rows = place::Entity::find()
        .filter(place::Column::PersonId.eq(person))
        .order_by_asc(place::Column::Month)
        .all(db)
        .await?;
    let of = |row: place::Model| MonthPlace {
        month: row.month,
        place: row.place,
        group_size: row.group_size,
        total: row.total,
        skill: row.skill,
        performance: row.performance,
        conduct: row.conduct,
    };
    Ok(rows.into_iter().map(of).collect())
}

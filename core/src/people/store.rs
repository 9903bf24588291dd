//! The only queries on the register.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement, Value,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{
    model::{
        Department, DepartmentKind, Group, GroupId, Membership, Person, PersonEdit, PersonRef, PersonState,
        Post,
    },
    table::{department, group, membership, person},
};
use crate::{
    kernel::{Cursor, DepartmentId, Error, Instant, Page, PageRequest, PersonId, Result, Roles},
    unit::Unit,
};

/// What the list of people is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// Part of a number, a name or its pinyin.
    pub search: Option<String>,
    pub department: Option<DepartmentId>,
    pub group: Option<GroupId>,
    pub state: Option<PersonState>,
}

const SELECT: &str =
    "SELECT p.id, p.number, p.name, p.pinyin, p.post, p.window_no, p.party_member, p.roles, p.state,
       p.version, p.department_id, d.name AS department_name, d.kind AS department_kind,
       g.id AS group_id, g.name AS group_name
  FROM person p
  LEFT JOIN people_department d ON d.id = p.department_id
  LEFT JOIN people_membership m ON m.person_id = p.id AND m.until_at IS NULL
  LEFT JOIN people_group g ON g.id = m.group_id";

#[derive(FromQueryResult)]
struct PersonRow {
    id: PersonId,
    number: String,
    name: String,
    pinyin: String,
    post: String,
    window_no: Option<String>,
    party_member: bool,
    roles: String,
    state: String,
    version: i32,
    department_id: Option<DepartmentId>,
    department_name: Option<String>,
    department_kind: Option<String>,
    group_id: Option<GroupId>,
    group_name: Option<String>,
}

impl PersonRow {
    fn into_person(self) -> Result<Person> {
        let department = match (self.department_id, self.department_name, self.department_kind) {
            (Some(id), Some(name), Some(kind)) => {
                Some(Department { id, name, kind: DepartmentKind::stored(&kind)? })
            }
            _ => None,
        };
        Ok(Person {
            id: self.id,
            number: self.number,
            name: self.name,
            department,
            group: self.group_id.zip(self.group_name).map(|(id, name)| Group { id, name }),
            post: Post::stored(&self.post)?,
            window_no: self.window_no,
            party_member: self.party_member,
            roles: Roles::stored(&self.roles)?,
            state: PersonState::stored(&self.state)?,
            version: self.version,
        })
    }
}

async fn select(db: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<PersonRow>> {
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), format!("{SELECT}{rest}"), values);
    Ok(PersonRow::find_by_statement(statement).all(db).await?)
}

/// By name (pinyin), then id.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    filter: &PeopleFilter,
    request: &PageRequest,
) -> Result<Page<Person>> {
    let mut values: Vec<Value> = Vec::new();
    let mut wheres = String::from(" WHERE 1 = 1");
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(search) = filter.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
        let like = bind(format!("%{}%", search.to_lowercase().replace(['%', '_', '\\'], "")).into());
        wheres +=
            &format!(" AND (lower(p.number) LIKE {like} OR p.name LIKE {like} OR p.pinyin LIKE {like})");
    }
    if let Some(department) = filter.department {
        wheres += &format!(" AND p.department_id = {}", bind(department.into()));
    }
    if let Some(group) = filter.group {
        wheres += &format!(" AND g.id = {}", bind(group.into()));
    }
    if let Some(state) = filter.state {
        wheres += &format!(" AND p.state = {}", bind(state.as_str().into()));
    }
    if let Some(after) = &request.after {
        let (key, id) = (bind(after.key.clone().into()), bind(PersonId(after.id).into()));
        wheres += &format!(" AND (p.pinyin > {key} OR (p.pinyin = {key} AND p.id > {id}))");
    }
    let limit = bind(i64::try_from(request.limit + 1).unwrap_or(i64::MAX).into());
    let rows = select(db, &format!("{wheres} ORDER BY p.pinyin, p.id LIMIT {limit}"), values).await?;
    let page = Page::cut(rows, request.limit, |row| Cursor { key: row.pinyin.clone(), id: row.id.0 });
    let items = page.items.into_iter().map(PersonRow::into_person).collect::<Result<_>>()?;
    Ok(Page { items, next: page.next })
}

pub(super) async fn find(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<Person>> {
    let rows = select(db, " WHERE p.id = $1", vec![id.into()]).await?;
    rows.into_iter().next().map(PersonRow::into_person).transpose()
}

pub(super) async fn find_by_number(db: &impl ConnectionTrait, number: &str) -> Result<Option<Person>> {
    let rows = select(db, " WHERE p.number = $1", vec![number.into()]).await?;
    rows.into_iter().next().map(PersonRow::into_person).transpose()
}

/// Everyone, by number: what an import is compared with.
pub(super) async fn all_by_number(db: &impl ConnectionTrait) -> Result<HashMap<String, Person>> {
    let rows = select(db, "", Vec::new()).await?;
    rows.into_iter().map(|row| row.into_person().map(|person| (person.number.clone(), person))).collect()
}

/// The active members of window categories now.
pub(super) async fn active_in_groups(db: &impl ConnectionTrait, groups: &[GroupId]) -> Result<Vec<Person>> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=groups.len()).map(|at| format!("${at}")).collect();
    let rest =
        format!(" WHERE p.state = 'active' AND g.id IN ({}) ORDER BY p.pinyin, p.id", places.join(", "));
    let rows = select(db, &rest, groups.iter().map(|id| (*id).into()).collect()).await?;
    rows.into_iter().map(PersonRow::into_person).collect()
}

pub(super) async fn refs(
    db: &impl ConnectionTrait,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, PersonRef>> {
    let mut refs = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rows =
            person::Entity::find().filter(person::Column::Id.is_in(chunk.iter().copied())).all(db).await?;
        refs.extend(
            rows.into_iter()
                .map(|row| (row.id, PersonRef { id: row.id, number: row.number, name: row.name })),
        );
    }
    Ok(refs)
}

pub(super) async fn departments(db: &impl ConnectionTrait) -> Result<Vec<Department>> {
    department::Entity::find()
        .order_by_asc(department::Column::Name)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Ok(Department { id: row.id, name: row.name, kind: DepartmentKind::stored(&row.kind)? }))
        .collect()
}

pub(super) async fn groups(db: &impl ConnectionTrait) -> Result<Vec<Group>> {
    let rows = group::Entity::find().order_by_asc(group::Column::Name).all(db).await?;
    Ok(rows.into_iter().map(|row| Group { id: row.id, name: row.name }).collect())
}

/// The department of this name; a new one if there is none. 科室 is an office of the centre's own.
async fn department_named(unit: &Unit, name: &str) -> Result<DepartmentId> {
    let kind = if name.ends_with('科') || name.ends_with("科室") || name.ends_with("办公室") {
        DepartmentKind::Office
    } else {
        DepartmentKind::Stationed
    };
    let row = department::ActiveModel {
        id: Set(DepartmentId::new(unit.cx())),
        name: Set(name.to_owned()),
        kind: Set(kind.as_str().to_owned()),
    };
    department::Entity::insert(row)
        .on_conflict(OnConflict::column(department::Column::Name).do_nothing().to_owned())
        .exec_without_returning(unit.tx())
        .await?;
    let found = department::Entity::find().filter(department::Column::Name.eq(name)).one(unit.tx()).await?;
    found.map(|row| row.id).ok_or_else(|| Error::internal("a department vanished"))
}

/// The window category of this name; a new one if there is none.
async fn group_named(unit: &Unit, name: &str) -> Result<GroupId> {
    let row = group::ActiveModel { id: Set(GroupId::new(unit.cx())), name: Set(name.to_owned()) };
    group::Entity::insert(row)
        .on_conflict(OnConflict::column(group::Column::Name).do_nothing().to_owned())
        .exec_without_returning(unit.tx())
        .await?;
    let found = group::Entity::find().filter(group::Column::Name.eq(name)).one(unit.tx()).await?;
    found.map(|row| row.id).ok_or_else(|| Error::internal("a window category vanished"))
}

pub(super) async fn insert(unit: &Unit, number: &str, edit: &PersonEdit) -> Result<PersonId> {
    let id = PersonId::new(unit.cx());
    let row = person::ActiveModel {
        id: Set(id),
        number: Set(number.to_owned()),
        state: Set(PersonState::Active.as_str().to_owned()),
        version: Set(1),
        created_at: Set(unit.now()),
        ..columns(unit, edit).await?
    };
    person::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    put_in_group(unit, id, None, edit.group.as_deref()).await?;
    Ok(id)
}

/// Writes an edit over the version it was made from.
pub(super) async fn update(unit: &Unit, before: &Person, edit: &PersonEdit) -> Result<()> {
    let row = person::ActiveModel { version: Set(before.version + 1), ..columns(unit, edit).await? };
    let done = person::Entity::update_many()
        .set(row)
        .filter(person::Column::Id.eq(before.id))
        .filter(person::Column::Version.eq(before.version))
        .exec(unit.tx())
        .await?;
    if done.rows_affected == 0 {
        let current = find(unit.tx(), before.id).await?.map_or(0, |person| person.version);
        return Err(Error::Stale { current });
    }
    put_in_group(unit, before.id, before.group.as_ref(), edit.group.as_deref()).await
}

async fn columns(unit: &Unit, edit: &PersonEdit) -> Result<person::ActiveModel> {
    let department = match &edit.department {
        Some(name) => Some(department_named(unit, name).await?),
        None => None,
    };
    Ok(person::ActiveModel {
        id: NotSet,
        number: NotSet,
        name: Set(edit.name.clone()),
        pinyin: Set(pinyin_key(&edit.name)),
        department_id: Set(department),
        post: Set(edit.post.as_str().to_owned()),
        window_no: Set(edit.window_no.clone()),
        party_member: Set(edit.party_member),
        roles: Set(Roles::of(edit.roles.iter().copied()).to_text()),
        state: NotSet,
        version: NotSet,
        created_at: NotSet,
    })
}

/// Ends the membership that was and begins the one that is, if they differ.
async fn put_in_group(
    unit: &Unit,
    person: PersonId,
    before: Option<&Group>,
    name: Option<&str>,
) -> Result<()> {
    if before.map(|group| group.name.as_str()) == name {
        return Ok(());
    }
    // One that began at this very instant never was.
    membership::Entity::delete_many()
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::FromAt.eq(unit.now()))
        .exec(unit.tx())
        .await?;
    let ended = Expr::value(Value::from(Some(unit.now().micros())));
    membership::Entity::update_many()
        .col_expr(membership::Column::UntilAt, ended)
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::UntilAt.is_null())
        .exec(unit.tx())
        .await?;
    if let Some(name) = name {
        let row = membership::ActiveModel {
            person_id: Set(person),
            from_at: Set(unit.now()),
            until_at: Set(None),
            group_id: Set(group_named(unit, name).await?),
        };
        membership::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    }
    Ok(())
}

pub(super) async fn set_state(unit: &Unit, id: PersonId, state: PersonState) -> Result<()> {
    person::Entity::update_many()
        .col_expr(person::Column::State, Expr::value(state.as_str()))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id))
        .exec(unit.tx())
        .await?;
    Ok(())
}

/// Names sort by their pinyin; what has none sorts by itself.
fn pinyin_key(name: &str) -> String {
    use pinyin::ToPinyin;
    name.chars()
        .map(|c| c.to_pinyin().map_or_else(|| c.to_lowercase().collect(), |pinyin| pinyin.plain().to_owned()))
        .collect::<Vec<String>>()
        .join(" ")
}

/// Of these people, who belonged to which category at an instant.
pub(super) async fn groups_at(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    at: Instant,
) -> Result<HashMap<PersonId, GroupId>> {
    let mut groups = HashMap::with_capacity(people.len());
    for chunk in people.chunks(500) {
        let rows = membership::Entity::find()
            .filter(membership::Column::PersonId.is_in(chunk.iter().copied()))
            .filter(membership::Column::FromAt.lte(at))
            .filter(membership::Column::UntilAt.is_null().or(membership::Column::UntilAt.gt(at)))
            .all(db)
            .await?;
        groups.extend(rows.into_iter().map(|row| (row.person_id, row.group_id)));
    }
    Ok(groups)
}

/// Memberships that lasted at some time from `from` until before `until`.
pub(super) async fn memberships(
    db: &impl ConnectionTrait,
    from: Instant,
    until: Instant,
) -> Result<Vec<Membership>> {
    let rows = membership::Entity::find()
        .filter(membership::Column::FromAt.lt(until))
        .filter(membership::Column::UntilAt.is_null().or(membership::Column::UntilAt.gt(from)))
        .order_by_asc(membership::Column::FromAt)
        .all(db)
        .await?;
    let membership = |row: membership::Model| Membership {
        person: row.person_id,
        group: row.group_id,
        from_at: row.from_at,
        until_at: row.until_at,
    };
    Ok(rows.into_iter().map(membership).collect())
}

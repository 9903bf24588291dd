//! Use cases of the register.

use std::collections::HashMap;

pub use super::store::PeopleFilter;
use super::{
    Department, Group, GroupId, Membership, Person, PersonEdit, PersonRef, PersonState, Post,
    import::{self, Action, PlannedRow},
    rule::{self, PeopleIssue},
    store,
};
use crate::{
    kernel::{Context, Error, Instant, Page, PageRequest, Permission, PersonId, Result, Role, error::check},
    unit::{Db, Deed, Unit},
};

/// How many rows of an import one unit writes.
const ROWS_A_UNIT: usize = 200;

/// By name. A head sees the own department only.
///
/// # Errors
/// Those of the database.
pub async fn list(
    db: &Db,
    cx: &Context,
    filter: PeopleFilter,
    request: &PageRequest,
) -> Result<Page<Person>> {
    let caller = cx.caller()?;
    let only_own = caller.roles.has(Role::Head)
        && ![Role::Manager, Role::Inspector, Role::Admin].into_iter().any(|role| caller.roles.has(role));
    let department = if only_own { caller.department } else { filter.department };
    store::list(db.read(), &PeopleFilter { department, ..filter }, request).await
}

/// # Errors
/// `NotFound`.
pub async fn get(db: &Db, id: PersonId) -> Result<Person> {
    store::find(db.read(), id).await?.ok_or(Error::NotFound("people"))
}

/// # Errors
/// Those of the database.
pub async fn find_by_number(db: &Db, number: &str) -> Result<Option<Person>> {
    store::find_by_number(db.read(), number).await
}

/// # Errors
/// Those of the database.
pub async fn departments(db: &Db) -> Result<Vec<Department>> {
    store::departments(db.read()).await
}

/// # Errors
/// Those of the database.
pub async fn groups(db: &Db) -> Result<Vec<Group>> {
    store::groups(db.read()).await
}

/// Names for ids, for whoever shows people without owning them. Unknown ids are left out.
///
/// # Errors
/// Those of the database.
pub async fn refs(db: &Db, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonRef>> {
    store::refs(db.read(), ids).await
}

/// Everyone there is or was, by number: what a list of numbers is compared with.
///
/// # Errors
/// Those of the database.
pub async fn everyone(db: &Db) -> Result<HashMap<String, Person>> {
    store::all_by_number(db.read()).await
}

/// Who belonged to which category at some time from `from` until before `until`.
///
/// # Errors
/// Those of the database.
pub async fn memberships(db: &Db, from: Instant, until: Instant) -> Result<Vec<Membership>> {
    store::memberships(db.read(), from, until).await
}

/// The active members of window categories, by name.
///
/// # Errors
/// Those of the database.
pub async fn active_in_groups(db: &Db, groups: &[GroupId]) -> Result<Vec<Person>> {
    store::active_in_groups(db.read(), groups).await
}

/// Of these people, who belonged to which category at an instant.
///
/// # Errors
/// Those of the database.
pub async fn groups_at(db: &Db, people: &[PersonId], at: Instant) -> Result<HashMap<PersonId, GroupId>> {
    store::groups_at(db.read(), people, at).await
}

/// # Errors
/// `Invalid` with every fault of the edit, `Stale` if somebody was faster, `NotFound`.
pub async fn edit(db: &Db, cx: &Context, id: PersonId, version: i32, edit: PersonEdit) -> Result<Person> {
    check(rule::check_edit(&edit, ""))?;
    db.unit(cx, Deed::new("people.edit").on(id.0), async |unit| {
        let before = find_at(unit, id, version).await?;
        store::update(unit, &before, &edit).await
    })
    .await?;
    get(db, id).await
}

/// The person at a version, in a unit.
///
/// # Errors
/// `NotFound`, or `Stale` with the version there is.
async fn find_at(unit: &Unit, id: PersonId, version: i32) -> Result<Person> {
    let person = store::find(unit.tx(), id).await?.ok_or(Error::NotFound("people"))?;
    if person.version == version { Ok(person) } else { Err(Error::Stale { current: person.version }) }
}

/// Marks someone as left: part of the unit that also ends the sessions.
///
/// # Errors
/// `NotFound`, or `Refused` for someone who has left already.
pub(crate) async fn leave(unit: &Unit, id: PersonId) -> Result<()> {
    let person = store::find(unit.tx(), id).await?.ok_or(Error::NotFound("people"))?;
    if person.state == PersonState::Left {
        return Err(PeopleIssue::PersonHasLeft.into());
    }
    store::set_state(unit, id, PersonState::Left).await
}

/// Reads a workbook and says, row by row, what taking it would do.
///
/// # Errors
/// `Invalid` for a workbook that can't be read at all.
pub async fn plan_import(db: &Db, bytes: &[u8]) -> Result<Vec<PlannedRow>> {
    import::plan(bytes, &store::all_by_number(db.read()).await?)
}

/// Writes the rows of a plan that create or update, some at a time; tells who is new. Done again
/// it finds nothing left to do.
///
/// # Errors
/// `Stale` if a person was changed since the plan was made.
pub(crate) async fn take_import(
    db: &Db,
    cx: &Context,
    rows: &[PlannedRow],
    with_new: impl AsyncFn(&Unit, PersonId, &PlannedRow) -> Result<()>,
) -> Result<()> {
    let wanted: Vec<&PlannedRow> =
        rows.iter().filter(|row| matches!(row.action, Action::Create | Action::Update)).collect();
    for chunk in wanted.chunks(ROWS_A_UNIT) {
        let deed = Deed::new("people.import").with("rows", chunk.len());
        db.unit(cx, deed, async |unit| {
            for row in chunk {
                match store::find_by_number(unit.tx(), &row.number).await? {
                    Some(before) => store::update(unit, &before, &row.edit).await?,
                    None => {
                        let id = store::insert(unit, &row.number, &row.edit).await?;
                        with_new(unit, id, row).await?;
                    }
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// Whether the caller may see one person's record.
///
/// # Errors
/// `NotFound` where even the existence is none of the caller's business.
pub fn may_see(cx: &Context, person: &Person) -> Result<()> {
    let caller = cx.caller()?;
    let own_department = person.department.as_ref().map(|department| department.id) == caller.department;
    let everyone =
        [Role::Manager, Role::Inspector, Role::Admin].into_iter().any(|role| caller.roles.has(role));
    if everyone || (cx.may(Permission::PeopleRead) && own_department) {
        Ok(())
    } else {
        Err(Error::NotFound("people"))
    }
}

/// Registers the first admin of an empty centre.
///
/// # Errors
/// `Refused` where there is an admin already, `Invalid` for a number or name that can't be.
pub(crate) async fn found(unit: &Unit, number: &str, name: &str) -> Result<PersonId> {
    let edit = PersonEdit {
        name: name.to_owned(),
        department: None,
        group: None,
        post: Post::Backoffice,
        window_no: None,
        party_member: false,
        roles: [Role::Admin].into(),
    };
    check(rule::check_number(number, "/number").into_iter().chain(rule::check_edit(&edit, "")).collect())?;
    let known = store::all_by_number(unit.tx()).await?;
    let admin =
        known.values().any(|person| person.roles.has(Role::Admin) && person.state == PersonState::Active);
    if admin || known.contains_key(number) {
        return Err(PeopleIssue::AdminExists.into());
    }
    store::insert(unit, number, &edit).await
}

/// Whether nobody is registered yet.
///
/// # Errors
/// Those of the database.
pub async fn is_empty(db: &Db) -> Result<bool> {
    let first = PageRequest::new(None, Some(1))?;
    Ok(store::list(db.read(), &PeopleFilter::default(), &first).await?.items.is_empty())
}

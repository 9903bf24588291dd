//! Blueprints that are kept to be used again. A change is a new version; those before it stay as they
//! are, because exams came from them.

use super::super::{
    Blueprint, BlueprintId, BlueprintIssue, BlueprintRow, KeptBlueprint,
    store::library::{self, New},
};
use crate::{
    kernel::{Context, Error, Issue, Page, PageRequest, PersonId, Result, error},
    people,
    unit::{Db, Deed},
};

const LONGEST_NAME: usize = 60;

/// The name as it is kept, and everything that is wrong.
fn checked(name: &str, blueprint: &Blueprint) -> Result<String> {
    let name = name.trim();
    let mut issues: Vec<Issue> = Vec::new();
    if name.is_empty() {
        issues.push(BlueprintIssue::NameMissing.at("/name"));
    } else if name.chars().count() > LONGEST_NAME {
        issues.push(BlueprintIssue::NameTooLong.at("/name").with("most", LONGEST_NAME));
    }
    let under = |issue: Issue| Issue { at: format!("/blueprint{}", issue.at), ..issue };
    issues.extend(blueprint.issues().into_iter().map(under));
    error::check(issues)?;
    Ok(name.to_owned())
}

/// The blueprints in use, by when they were changed last.
///
/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn list_blueprints(db: &Db, request: &PageRequest) -> Result<Page<BlueprintRow>> {
    library::list(db.read(), request).await
}

/// A blueprint at a version, or as it stands now, with who made which version.
///
/// # Errors
/// `NotFound`.
pub async fn blueprint(db: &Db, id: BlueprintId, version: Option<i32>) -> Result<KeptBlueprint> {
    let found = library::find(db.read(), id, version).await?.ok_or(Error::NotFound("paper"))?;
    let by: Vec<PersonId> = found.versions.iter().map(|version| version.by).collect();
    let people = people::service::refs(db, &by).await?;
    Ok(found.told(&people))
}

/// Whether there is such a version, for an exam that says where it came from.
///
/// # Errors
/// Those of the database.
pub async fn has_blueprint(db: &Db, id: BlueprintId, version: i32) -> Result<bool> {
    Ok(library::find(db.read(), id, Some(version)).await?.is_some())
}

/// # Errors
/// `Invalid` with everything that is wrong with it in itself.
pub async fn keep_blueprint(db: &Db, cx: &Context, name: &str, blueprint: &Blueprint) -> Result<BlueprintId> {
    let name = checked(name, blueprint)?;
    let by = cx.caller()?.id;
    let id = BlueprintId::new(cx);
    db.unit(cx, Deed::new("paper.keep_blueprint").on(id.0).with("name", name.clone()), async |unit| {
        library::insert(unit, id, &name).await?;
        library::add(unit, &New { id, version: 1, blueprint, by }).await?;
        unit.made(id.0);
        Ok(id)
    })
    .await
}

/// Makes a new version.
///
/// # Errors
/// `Invalid`, `Stale` if somebody was faster, `NotFound`.
pub async fn revise_blueprint(
    db: &Db,
    cx: &Context,
    id: BlueprintId,
    version: i32,
    name: &str,
    blueprint: &Blueprint,
) -> Result<()> {
    let name = checked(name, blueprint)?;
    let by = cx.caller()?.id;
    let deed = Deed::new("paper.revise_blueprint").on(id.0).with("version", version + 1);
    db.unit(cx, deed, async |unit| {
        if !library::advance(unit, id, version, &name).await? {
            let now = library::version(unit.tx(), id).await?.ok_or(Error::NotFound("paper"))?;
            return Err(Error::Stale { current: now });
        }
        library::add(unit, &New { id, version: version + 1, blueprint, by }).await
    })
    .await
}

/// Takes a blueprint out of the list; what came from it stays.
///
/// # Errors
/// `NotFound`, also for one that is out already.
pub async fn retire_blueprint(db: &Db, cx: &Context, id: BlueprintId) -> Result<()> {
    db.unit(cx, Deed::new("paper.retire_blueprint").on(id.0), async |unit| {
        if library::retire(unit, id).await? { Ok(()) } else { Err(Error::NotFound("paper")) }
    })
    .await
}

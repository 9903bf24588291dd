//! The scheme: what holds, what is proposed, what held before.

use super::super::{
    rule::StandingRefusal,
    setting::{SchemeEdit, SchemeState, SchemeVersion, needs_second_person},
    store,
};
use crate::{
    kernel::{Context, Error, Result, error::check},
    unit::{Db, Deed},
};

/// The setting with its history.
pub struct SchemeSetting {
    pub in_force: SchemeVersion,
    pub proposed: Option<SchemeVersion>,
    /// Every version, the latest first.
    pub history: Vec<SchemeVersion>,
}

impl SchemeSetting {
    /// The version that the next change is made from.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.history.first().map_or(0, |latest| latest.version)
    }
}

/// # Errors
/// Those of the database.
pub async fn scheme(db: &Db) -> Result<SchemeSetting> {
    let history = store::schemes(db.read()).await?;
    let first = |state| history.iter().find(|version| version.state == state).cloned();
    Ok(SchemeSetting {
        in_force: first(SchemeState::InForce).unwrap_or_default(),
        proposed: first(SchemeState::Proposed),
        history,
    })
}

/// Changes the scheme from a version. A new name holds at once; what changes how people are ranked
/// waits for a second person, and takes the place of what waited before.
///
/// # Errors
/// `Invalid` with everything that is wrong, `Stale` if somebody was faster.
pub async fn set_scheme(db: &Db, cx: &Context, version: i32, edit: &SchemeEdit) -> Result<SchemeSetting> {
    let author = cx.caller()?.id;
    let before = scheme(db).await?;
    if before.version() != version {
        return Err(Error::Stale { current: before.version() });
    }
    let applied = edit.applied_to(&before.in_force.scheme);
    check(edit.issues(&applied))?;
    let state = if needs_second_person(&before.in_force.scheme, &applied) {
        SchemeState::Proposed
    } else {
        SchemeState::InForce
    };
    let next = version + 1;
    let deed = Deed::new("standing.set_scheme").with("version", next).with("state", state.as_str());
    db.unit(cx, deed, async |unit| {
        if let Some(waiting) = &before.proposed {
            store::decide_scheme(unit, waiting.version, SchemeState::Withdrawn, author).await?;
        }
        if store::add_scheme(unit, next, edit.name.trim(), &applied, state, author).await? {
            Ok(())
        } else {
            Err(Error::Stale { current: next })
        }
    })
    .await?;
    scheme(db).await
}

/// A second person agrees to what was proposed: it holds for every month whose notice has not
/// begun.
///
/// # Errors
/// `Refused` for its author, and where nothing is proposed.
pub async fn confirm_scheme(db: &Db, cx: &Context) -> Result<SchemeSetting> {
    decide(db, cx, SchemeState::InForce, "standing.confirm_scheme").await
}

/// Takes back what was proposed.
///
/// # Errors
/// `Refused` where nothing is proposed.
pub async fn withdraw_scheme(db: &Db, cx: &Context) -> Result<SchemeSetting> {
    decide(db, cx, SchemeState::Withdrawn, "standing.withdraw_scheme").await
}

async fn decide(db: &Db, cx: &Context, state: SchemeState, deed: &'static str) -> Result<SchemeSetting> {
    let by = cx.caller()?.id;
    let waiting = scheme(db).await?.proposed.ok_or(StandingRefusal::NothingProposed)?;
    if state == SchemeState::InForce && waiting.author.is_some_and(|author| author.id == by) {
        return Err(StandingRefusal::SecondPersonNeeded.into());
    }
    db.unit(cx, Deed::new(deed).with("version", waiting.version), async |unit| {
        if store::decide_scheme(unit, waiting.version, state, by).await? {
            Ok(())
        } else {
            Err(StandingRefusal::NothingProposed.into())
        }
    })
    .await?;
    scheme(db).await
}

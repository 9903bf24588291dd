//! A unit of work under way.

use std::sync::{Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value;
use uuid::Uuid;

use super::{DbKind, once};
use crate::{
    audit::{
        self,
        model::{AuditRow, Deed},
    },
    kernel::{Context, Instant, Result},
};

/// An open transaction with its one instant and its deed. Only [`super::Db::unit`] makes one.
pub struct Unit {
    tx: DatabaseTransaction,
    kind: DbKind,
    now: Instant,
    cx: Context,
    deed: Mutex<Deed>,
    made: Mutex<Option<Uuid>>,
}

impl Unit {
    /// The transaction, for a store's queries.
    pub fn tx(&self) -> &impl ConnectionTrait {
        &self.tx
    }
    #[must_use]
    pub const fn kind(&self) -> DbKind {
        self.kind
    }
    /// The one instant at which all of this happens.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }
    #[must_use]
    pub const fn cx(&self) -> &Context {
        &self.cx
    }
    /// Adds to the audit row what is known only now.
    pub fn note(&self, key: &str, value: impl Into<Value>) {
        let mut deed = self.deed.lock().unwrap_or_else(PoisonError::into_inner);
        deed.detail.insert(key.to_owned(), value.into());
    }
    /// Says what the deed made, so that the same request sent again finds it.
    pub fn made(&self, id: Uuid) {
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
        self.deed.lock().unwrap_or_else(PoisonError::into_inner).subject.get_or_insert(id);
    }
}

pub(super) async fn run<T>(
    tx: DatabaseTransaction,
    kind: DbKind,
    cx: &Context,
    deed: Deed,
    work: impl AsyncFnOnce(&Unit) -> Result<T>,
) -> Result<T> {
    let now = cx.now();
    let key = once::taken(cx);
    if let Some((person, once)) = key {
        once::claim(&tx, person, once, now).await?;
    }
    let unit = Unit { tx, kind, now, cx: cx.clone(), deed: Mutex::new(deed), made: Mutex::new(None) };
    let result = work(&unit).await?;
    let Unit { tx, deed, made, .. } = unit;
    let deed = deed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let (Some((person, once)), Some(made)) = (key, made) {
        once::record(&tx, person, once, made).await?;
    }
    audit::append(&tx, AuditRow::new(cx.new_id(), now, &cx.actor, &cx.trace, &deed)).await?;
    tx.commit().await?;
    Ok(result)
}

//! The only queries on accounts, sessions and failures.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Value,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    model::{Account, Session},
    table::{account, failure, session},
};
use crate::{
    kernel::{Instant, PersonId, Result},
    unit::Unit,
};

pub(super) async fn find_account(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Account>> {
    let row = account::Entity::find_by_id(person).one(db).await?;
    Ok(row.map(|row| Account {
        person: row.person_id,
        password_hash: row.password_hash,
        must_change: row.must_change,
        epoch: row.epoch,
    }))
}

/// Sets the password of a person, with or without an account before.
pub(super) async fn set_password(
    unit: &Unit,
    person: PersonId,
    hash: String,
    must_change: bool,
) -> Result<()> {
    let row = account::ActiveModel {
        person_id: Set(person),
        password_hash: Set(hash),
        must_change: Set(must_change),
        epoch: Set(1),
        changed_at: Set(unit.now()),
    };
    let mut conflict = OnConflict::column(account::Column::PersonId);
    conflict.update_columns([
        account::Column::PasswordHash,
        account::Column::MustChange,
        account::Column::ChangedAt,
    ]);
    account::Entity::insert(row).on_conflict(conflict).exec_without_returning(unit.tx()).await?;
    Ok(())
}

pub(super) async fn insert_session(unit: &Unit, new: &Session) -> Result<()> {
    let row = session::ActiveModel {
        id: Set(new.id),
        person_id: Set(new.person),
        generation: Set(new.generation),
        rotated_at: Set(new.rotated_at),
        created_at: Set(unit.now()),
        ends_at: Set(new.ends_at),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    Ok(())
}

pub(super) async fn find_session(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Session>> {
    let row = session::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| Session {
        id: row.id,
        person: row.person_id,
        generation: row.generation,
        rotated_at: row.rotated_at,
        ends_at: row.ends_at,
        revoked: row.revoked_at.is_some(),
    }))
}

/// Moves a session on by one generation; false if another request was first.
pub(super) async fn rotate(unit: &Unit, from: &Session, ends_at: Instant) -> Result<bool> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::Generation, Expr::value(from.generation + 1))
        .col_expr(session::Column::RotatedAt, Expr::value(unit.now()))
        .col_expr(session::Column::EndsAt, Expr::value(ends_at))
        .filter(session::Column::Id.eq(from.id))
        .filter(session::Column::Generation.eq(from.generation))
        .filter(session::Column::RevokedAt.is_null())
        .exec(unit.tx())
        .await?;
    Ok(done.rows_affected == 1)
}

pub(super) async fn revoke(unit: &Unit, id: Uuid) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(Value::from(Some(unit.now().micros()))))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(unit.tx())
        .await?;
    Ok(())
}

/// Ends every session of a person, all but one if told so, and gives their ids.
pub(super) async fn revoke_all(unit: &Unit, person: PersonId, but: Option<Uuid>) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
        .into_tuple()
        .all(unit.tx())
        .await?;
    let ids: Vec<Uuid> = ids.into_iter().filter(|id| Some(*id) != but).collect();
    for id in &ids {
        revoke(unit, *id).await?;
    }
    account::Entity::update_many()
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .filter(account::Column::PersonId.eq(person))
        .exec(unit.tx())
        .await?;
    Ok(ids)
}

pub(super) async fn revoked_since(db: &impl ConnectionTrait, since: Instant) -> Result<Vec<Uuid>> {
    Ok(session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::RevokedAt.gt(since))
        .into_tuple()
        .all(db)
        .await?)
}

pub(super) async fn count_failures(db: &impl ConnectionTrait, account: &str, since: Instant) -> Result<u64> {
    Ok(failure::Entity::find()
        .filter(failure::Column::Account.eq(account))
        .filter(failure::Column::At.gt(since))
        .count(db)
        .await?)
}

/// How many different accounts failed from an address.
pub(super) async fn count_accounts_failed(
    db: &impl ConnectionTrait,
    address: &str,
    since: Instant,
) -> Result<u64> {
    let accounts: Vec<String> = failure::Entity::find()
        .select_only()
        .column(failure::Column::Account)
        .distinct()
        .filter(failure::Column::Address.eq(address))
        .filter(failure::Column::At.gt(since))
        .into_tuple()
        .all(db)
        .await?;
    Ok(u64::try_from(accounts.len()).unwrap_or(u64::MAX))
}

/// Notes a failure and forgets those whose time is over.
pub(super) async fn note_failure(unit: &Unit, account: &str, address: &str, forget: Instant) -> Result<()> {
    let row = failure::ActiveModel {
        id: Set(unit.cx().new_id()),
        account: Set(account.to_owned()),
        address: Set(address.to_owned()),
        at: Set(unit.now()),
    };
    failure::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    failure::Entity::delete_many().filter(failure::Column::At.lt(forget)).exec(unit.tx()).await?;
    Ok(())
}

pub(super) async fn forget_failures(unit: &Unit, account: &str) -> Result<()> {
    failure::Entity::delete_many().filter(failure::Column::Account.eq(account)).exec(unit.tx()).await?;
    Ok(())
}

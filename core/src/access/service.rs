//! Use cases of sign-in and accounts.

use std::sync::PoisonError;
use std::time::{Duration, Instant as Moment};

use uuid::Uuid;

use super::{
    Access, SignedIn,
    model::{Account, Session},
    password::first_password,
    rule::{self, ACCESS_SECONDS, AccessRefusal, PasswordIssue, Refresh, SESSION_DAYS, WINDOW_MINUTES},
    store,
    token::Claims,
};
use crate::{
    kernel::{Context, Error, Instant, PersonId, Result, error::Unknown, error::check},
    people::{self, Person, PersonState, import::PlannedRow},
    unit::{Db, Deed, Unit},
};

/// How old the list of ended sessions may be.
const REVOKED_AGE: Duration = Duration::from_secs(1);

/// Signs someone in by number and password.
///
/// # Errors
/// `Unauthenticated` for a wrong pair, without telling which half was wrong; `Refused` after too
/// many failures.
pub async fn sign_in(
    access: &Access,
    db: &Db,
    cx: &Context,
    number: &str,
    password: String,
    address: &str,
) -> Result<SignedIn> {
    let since = cx.now().plus_minutes(-WINDOW_MINUTES);
    let tried = (
        store::count_failures(db.read(), number, since).await?,
        store::count_accounts_failed(db.read(), address, since).await?,
    );
    if !rule::may_try(tried.0, tried.1) {
        return Err(AccessRefusal::TooManyFailures.with("minutes", WINDOW_MINUTES).into());
    }
    let person = people::service::find_by_number(db, number).await?;
    let account = match &person {
        Some(person) if person.state == PersonState::Active => {
            store::find_account(db.read(), person.id).await?
        }
        _ => None,
    };
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = access.hasher.verify(password, hash).await?;
    let (true, Some(person), Some(account)) = (right, person, account) else {
        db.unit(cx, Deed::new("access.fail").with("number", number), async |unit| {
            store::note_failure(unit, number, address, since).await
        })
        .await?;
        return Err(Error::Unauthenticated(Unknown::WrongCredentials));
    };
    let session = Session {
        id: cx.new_random_id(),
        person: person.id,
        generation: 1,
        rotated_at: cx.now(),
        ends_at: cx.now().plus_days(SESSION_DAYS),
        revoked: false,
    };
    db.unit(cx, Deed::new("access.sign_in").on(person.id.0), async |unit| {
        if tried.0 > 0 {
            store::forget_failures(unit, number).await?;
        }
        store::insert_session(unit, &session).await
    })
    .await?;
    hand_out(access, cx, session, person, &account)
}

/// Gives a new access token for a refresh token and rotates that.
///
/// # Errors
/// `Unauthenticated` for a token that is no longer worth anything; one used again too late ends
/// its session.
pub async fn refresh(access: &Access, db: &Db, cx: &Context, token: &str) -> Result<SignedIn> {
    let (id, presented) =
        access.signer.check_refresh(token).ok_or(Error::Unauthenticated(Unknown::BadToken))?;
    let ended = || Error::Unauthenticated(Unknown::SessionEnded);
    let mut session = store::find_session(db.read(), id).await?.ok_or_else(ended)?;
    if session.revoked || session.ends_at <= cx.now() {
        return Err(ended());
    }
    match rule::judge_refresh(presented, session.generation, session.rotated_at, cx.now()) {
        Refresh::Repeat => {}
        Refresh::Rotate => {
            let ends_at = cx.now().plus_days(SESSION_DAYS);
            db.unit(cx, Deed::new("access.refresh").on(session.person.0), async |unit| {
                store::rotate(unit, &session, ends_at).await
            })
            .await?;
            // Whoever was first made the same successor.
            session = Session { generation: session.generation + 1, ends_at, ..session };
        }
        Refresh::Theft => {
            let deed = Deed::new("access.reuse").on(session.person.0);
            db.unit(cx, deed, async |unit| store::revoke(unit, session.id).await).await?;
            forget_now(access, &[session.id]);
            return Err(ended());
        }
    }
    let person = people::service::get(db, session.person).await?;
    let account = store::find_account(db.read(), person.id).await?.ok_or_else(ended)?;
    if person.state == PersonState::Left {
        return Err(Error::Unauthenticated(Unknown::PersonLeft));
    }
    hand_out(access, cx, session, person, &account)
}

fn hand_out(
    access: &Access,
    cx: &Context,
    session: Session,
    person: Person,
    account: &Account,
) -> Result<SignedIn> {
    let claims = Claims {
        sub: person.id,
        sid: session.id,
        roles: person.roles.to_text(),
        department: person.department.as_ref().map(|department| department.id),
        must_change: account.must_change,
        exp: cx.now().micros() / Instant::SECOND + ACCESS_SECONDS,
    };
    Ok(SignedIn {
        access_token: access.signer.access(&claims)?,
        expires_in: ACCESS_SECONDS,
        refresh_token: access.signer.refresh(session.id, session.generation),
        refresh_ends_at: session.ends_at,
        person,
        must_change_password: account.must_change,
    })
}

/// Who an access token stands for, if its session still lives.
///
/// # Errors
/// `Unauthenticated`.
pub async fn authenticate(access: &Access, db: &Db, now: Instant, token: &str) -> Result<Claims> {
    let claims = access.signer.check_access(token, now)?;
    reload_revoked(access, db, now).await?;
    let ended = access.revoked.sessions.read().unwrap_or_else(PoisonError::into_inner).contains(&claims.sid);
    if ended { Err(Error::Unauthenticated(Unknown::SessionEnded)) } else { Ok(claims) }
}

/// Reads the ended sessions again if the list is over a second old; whoever comes first does it,
/// the others go on with what is there.
async fn reload_revoked(access: &Access, db: &Db, now: Instant) -> Result<()> {
    let before = {
        let mut read_at = access.revoked.read_at.lock().unwrap_or_else(PoisonError::into_inner);
        if read_at.is_some_and(|at| at.elapsed() < REVOKED_AGE) {
            return Ok(());
        }
        read_at.replace(Moment::now())
    };
    let since = now.plus_seconds(-2 * ACCESS_SECONDS);
    match store::revoked_since(db.read(), since).await {
        Ok(ids) => {
            access.revoked.sessions.write().unwrap_or_else(PoisonError::into_inner).extend(ids);
            Ok(())
        }
        Err(error) => {
            *access.revoked.read_at.lock().unwrap_or_else(PoisonError::into_inner) = before;
            Err(error)
        }
    }
}

/// Makes this process know at once what the others learn within a second.
fn forget_now(access: &Access, sessions: &[Uuid]) {
    access.revoked.sessions.write().unwrap_or_else(PoisonError::into_inner).extend(sessions);
}

/// Ends the caller's own session.
///
/// # Errors
/// Those of the database.
pub async fn sign_out(access: &Access, db: &Db, cx: &Context) -> Result<()> {
    let caller = cx.caller()?;
    let deed = Deed::new("access.sign_out").on(caller.id.0);
    db.unit(cx, deed, async |unit| store::revoke(unit, caller.session).await).await?;
    forget_now(access, &[caller.session]);
    Ok(())
}

/// Ends every session of the caller.
///
/// # Errors
/// Those of the database.
pub async fn sign_out_everywhere(access: &Access, db: &Db, cx: &Context) -> Result<()> {
    let caller = cx.caller()?;
    let deed = Deed::new("access.sign_out_everywhere").on(caller.id.0);
    let ended = db.unit(cx, deed, async |unit| store::revoke_all(unit, caller.id, None).await).await?;
    forget_now(access, &ended);
    Ok(())
}

/// Whether someone still has to change the first password.
///
/// # Errors
/// Those of the database.
pub async fn must_change_password(db: &Db, person: PersonId) -> Result<bool> {
    Ok(store::find_account(db.read(), person).await?.is_some_and(|account| account.must_change))
}

/// Changes the caller's password and ends all other sessions.
///
/// # Errors
/// `Invalid` with every fault of the new password, or where the current one is wrong.
pub async fn change_password(
    access: &Access,
    db: &Db,
    cx: &Context,
    current: String,
    new: String,
) -> Result<()> {
    let caller = cx.caller()?;
    let person = people::service::get(db, caller.id).await?;
    let mut issues = rule::check_password(&new, &person.number, &person.name);
    if current == new {
        issues.push(PasswordIssue::SameAsBefore.at("/new"));
    }
    check(issues)?;
    let account = store::find_account(db.read(), caller.id).await?.ok_or(Error::NotFound("access"))?;
    if !access.hasher.verify(current, Some(account.password_hash)).await? {
        return Err(PasswordIssue::WrongCurrent.at("/current").into());
    }
    let hash = access.hasher.hash(cx, new).await?;
    let ended = db
        .unit(cx, Deed::new("access.change_password").on(caller.id.0), async |unit| {
            store::set_password(unit, caller.id, hash, false).await?;
            store::revoke_all(unit, caller.id, Some(caller.session)).await
        })
        .await?;
    forget_now(access, &ended);
    Ok(())
}

/// Gives someone a new first password, which replaces the old one and ends all sessions.
///
/// # Errors
/// `NotFound`.
pub async fn reset_password(access: &Access, db: &Db, cx: &Context, id: PersonId) -> Result<String> {
    let person = people::service::get(db, id).await?;
    let (password, hash) = first_password(cx)?;
    let ended = db
        .unit(cx, Deed::new("access.reset_password").on(person.id.0), async |unit| {
            store::set_password(unit, person.id, hash, true).await?;
            store::revoke_all(unit, person.id, None).await
        })
        .await?;
    forget_now(access, &ended);
    Ok(password)
}

/// Sets a known password without the first change: for the demo and for tests.
///
/// # Errors
/// `NotFound`.
pub async fn set_password(
    access: &Access,
    db: &Db,
    cx: &Context,
    id: PersonId,
    password: String,
) -> Result<()> {
    let person = people::service::get(db, id).await?;
    let hash = access.hasher.hash(cx, password).await?;
    db.unit(cx, Deed::new("access.set_password").on(person.id.0), async |unit| {
        store::set_password(unit, person.id, hash, false).await
    })
    .await
}

/// A new account that came with an import: shown once, stored nowhere.
#[derive(Clone, Debug)]
pub struct FirstPassword {
    pub number: String,
    pub name: String,
    pub password: String,
}

/// Takes an import of people; who is new gets an account with a first password.
///
/// # Errors
/// `Stale` if a person was changed since the plan was made.
pub async fn import_people(db: &Db, cx: &Context, rows: &[PlannedRow]) -> Result<Vec<FirstPassword>> {
    let first = std::sync::Mutex::new(Vec::new());
    people::service::take_import(db, cx, rows, async |unit: &Unit, id, row: &PlannedRow| {
        let (password, hash) = first_password(cx)?;
        store::set_password(unit, id, hash, true).await?;
        first.lock().unwrap_or_else(PoisonError::into_inner).push(FirstPassword {
            number: row.number.clone(),
            name: row.edit.name.clone(),
            password,
        });
        Ok(())
    })
    .await?;
    Ok(first.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Someone leaves the centre: no new sign-in, and every session ends.
///
/// # Errors
/// `NotFound`, or `Refused` for someone who has left already.
pub async fn leave(access: &Access, db: &Db, cx: &Context, id: PersonId) -> Result<()> {
    let ended = db
        .unit(cx, Deed::new("people.leave").on(id.0), async |unit| {
            people::service::leave(unit, id).await?;
            store::revoke_all(unit, id, None).await
        })
        .await?;
    forget_now(access, &ended);
    Ok(())
}

/// The first admin of an empty centre, who imports everyone else; gives the first password.
///
/// # Errors
/// `Refused` where there is an admin already, `Invalid` for a number or name that can't be.
pub async fn first_admin(db: &Db, cx: &Context, number: &str, name: &str) -> Result<String> {
    let (password, hash) = first_password(cx)?;
    db.unit(cx, Deed::new("access.first_admin").with("number", number), async |unit| {
        let id = people::service::found(unit, number, name).await?;
        store::set_password(unit, id, hash, true).await
    })
    .await?;
    Ok(password)
}

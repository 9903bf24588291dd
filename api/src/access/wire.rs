use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    access,
    kernel::{Instant, Permission, PersonId, Role},
    people::{Person, Post},
};

use crate::people::wire::{Department, Group};

/// The refresh cookie: no script reads it, and only its own endpoint receives it.
pub(super) const COOKIE: &str = "yuekao_refresh";
const COOKIE_PATH: &str = "/api/v1/session/refresh";

#[derive(Deserialize, ToSchema)]
pub(super) struct Credentials {
    #[schema(example = "T001")]
    pub number: String,
    #[schema(example = "first-password", format = Password)]
    pub password: String,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct PasswordChange {
    #[schema(format = Password)]
    pub current: String,
    #[schema(format = Password)]
    pub new: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignedIn {
    pub access_token: String,
    /// Seconds.
    #[schema(example = 600)]
    pub expires_in: i64,
    pub me: Me,
}

/// The person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    pub id: PersonId,
    pub number: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub permissions: Vec<Permission>,
    #[schema(required)]
    pub department: Option<Department>,
    #[schema(required)]
    pub group: Option<Group>,
    pub post: Post,
    #[schema(required)]
    pub window_no: Option<String>,
    pub must_change_password: bool,
}

impl Me {
    pub(super) fn of(person: Person, must_change_password: bool) -> Self {
        let permissions =
            Permission::ALL.iter().copied().filter(|permission| person.roles.allow(*permission));
        Self {
            id: person.id,
            roles: person.roles.iter().collect(),
            permissions: permissions.collect(),
            number: person.number,
            name: person.name,
            department: person.department.map(Department::from),
            group: person.group.map(Group::from),
            post: person.post,
            window_no: person.window_no,
            must_change_password,
        }
    }
}

/// Answers a sign-in or refresh: the token in the body, the refresh token in its cookie.
pub(super) fn hand_out(signed_in: access::SignedIn, now: Instant, secure: bool) -> HttpResponse {
    let seconds = signed_in.refresh_ends_at.since(now) / Instant::SECOND;
    let cookie = Cookie::build(COOKIE, signed_in.refresh_token)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(Duration::seconds(seconds))
        .finish();
    HttpResponse::Ok().cookie(cookie).json(SignedIn {
        access_token: signed_in.access_token,
        expires_in: signed_in.expires_in,
        me: Me::of(signed_in.person, signed_in.must_change_password),
    })
}

/// Takes the refresh cookie back.
pub(super) fn without_cookie() -> HttpResponse {
    let mut cookie =
        Cookie::build(COOKIE, "").path(COOKIE_PATH).http_only(true).same_site(SameSite::Strict).finish();
    cookie.make_removal();
    HttpResponse::NoContent().cookie(cookie).finish()
}

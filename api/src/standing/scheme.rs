//! The scheme as a setting: its history, a change, and the second person's word on it.

use actix_web::{get, post, put, web::Json};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    kernel::Instant,
    standing::{
        Component,
        model::{Missing, PublicRules},
        service::{self, SchemeSetting},
        setting::{self, SchemeEdit, SchemeState, Weights},
    },
};

use crate::{
    front::{
        IfMatch, Problem, Problems, Require, Tagged,
        guard::{StandingManage, StandingRead},
    },
    people::wire::PersonRef,
};

/// One version of the scheme.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SchemeVersion {
    /// 0 is what holds before anything was set.
    version: i32,
    name: String,
    weights: Weights,
    /// What the exam means for whom it was missed without leave.
    absent: Missing,
    tie_breaks: Vec<Component>,
    public: PublicRules,
    state: SchemeState,
    #[schema(required)]
    author: Option<PersonRef>,
    #[schema(required)]
    at: Option<Instant>,
    /// Who confirmed or withdrew it.
    #[schema(required)]
    second: Option<PersonRef>,
    #[schema(required)]
    decided_at: Option<Instant>,
}

impl From<setting::SchemeVersion> for SchemeVersion {
    fn from(of: setting::SchemeVersion) -> Self {
        let SchemeEdit { name, weights, absent, tie_breaks, public } = SchemeEdit::of(&of);
        Self {
            version: of.version,
            name,
            weights,
            absent,
            tie_breaks,
            public,
            state: of.state,
            author: of.author.map(PersonRef::from),
            at: of.at,
            second: of.second.map(PersonRef::from),
            decided_at: of.decided_at,
        }
    }
}

/// The scheme in force, what is proposed, and all there was.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SchemeHistory {
    /// What the next change is made from.
    version: i32,
    in_force: SchemeVersion,
    /// It waits for a second person.
    #[schema(required)]
    proposed: Option<SchemeVersion>,
    /// The latest first.
    history: Vec<SchemeVersion>,
}

fn answer(setting: SchemeSetting) -> Tagged<SchemeHistory> {
    let version = setting.version();
    let history = SchemeHistory {
        version,
        in_force: setting.in_force.into(),
        proposed: setting.proposed.map(SchemeVersion::from),
        history: setting.history.into_iter().map(SchemeVersion::from).collect(),
    };
    Tagged(history, version)
}

/// How months are reckoned.
#[utoipa::path(tag = "standing", responses((status = OK, body = SchemeHistory), Problems))]
#[get("/standings/scheme")]
pub(super) async fn get_scheme(call: Require<StandingRead>) -> Result<Tagged<SchemeHistory>, Problem> {
    Ok(answer(service::scheme(call.db()).await?))
}

/// Changes the scheme, from the version that was read. What changes how people are ranked waits for
/// a second person.
#[utoipa::path(
    tag = "standing",
    params(("If-Match" = String, Header)),
    request_body = SchemeEdit,
    responses((status = OK, body = SchemeHistory), Problems)
)]
#[put("/standings/scheme")]
pub(super) async fn set_scheme(
    call: Require<StandingManage>,
    version: IfMatch,
    edit: Json<SchemeEdit>,
) -> Result<Tagged<SchemeHistory>, Problem> {
    Ok(answer(service::set_scheme(call.db(), call.cx(), version.0, &edit).await?))
}

/// Agrees, as a second person, to what was proposed.
#[utoipa::path(tag = "standing", responses((status = OK, body = SchemeHistory), Problems))]
#[post("/standings/scheme/confirm")]
pub(super) async fn confirm_scheme(call: Require<StandingManage>) -> Result<Tagged<SchemeHistory>, Problem> {
    Ok(answer(service::confirm_scheme(call.db(), call.cx()).await?))
}

/// Takes back what was proposed.
#[utoipa::path(tag = "standing", responses((status = OK, body = SchemeHistory), Problems))]
#[post("/standings/scheme/withdraw")]
pub(super) async fn withdraw_scheme(call: Require<StandingManage>) -> Result<Tagged<SchemeHistory>, Problem> {
    Ok(answer(service::withdraw_scheme(call.db(), call.cx()).await?))
}

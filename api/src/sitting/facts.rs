use actix_web::{
    get,
    web::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    kernel::Instant,
    people,
    sitting::{
        model::{EventKind, Place, SittingId},
        service,
    },
};

use crate::{
    front::{Problem, Problems, Require, guard::SittingWatch},
    people::wire::PersonRef,
};

/// A line of a journal that is no answer: what happened, and who did it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Fact {
    seq: i32,
    at: Instant,
    what: EventKind,
    #[schema(required)]
    question: Option<Place>,
    /// What was doubted, or why somebody acted.
    #[schema(required)]
    words: Option<String>,
    /// Who acted, if it was not the taker.
    #[schema(required)]
    by: Option<PersonRef>,
    #[schema(required)]
    minutes: Option<i32>,
}

/// What happened in one sitting, in order; no answer is among it.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path)),
    responses((status = OK, body = Vec<Fact>), Problems)
)]
#[get("/sittings/{sitting}/facts")]
pub(super) async fn list_facts(
    call: Require<SittingWatch>,
    id: Path<SittingId>,
) -> Result<Json<Vec<Fact>>, Problem> {
    let facts = service::facts(call.db(), id.into_inner()).await?;
    let acted: Vec<_> = facts.iter().filter_map(|fact| fact.by).collect();
    let people = people::service::refs(call.db(), &acted).await?;
    let told = facts.into_iter().map(|fact| Fact {
        seq: fact.seq,
        at: fact.at,
        what: fact.what,
        question: fact.question,
        words: fact.words,
        by: fact.by.and_then(|by| people.get(&by)).cloned().map(PersonRef::from),
        minutes: fact.minutes,
    });
    Ok(Json(told.collect()))
}

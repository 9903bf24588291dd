use actix_web::{post, web::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    bank::{self, QuestionId},
    kernel::Error,
};

use super::wire::QuestionInput;
use crate::front::{Problem, Problems, Require, guard::BankWrite};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AcceptRead {
    /// Straight to review instead of drafts.
    #[serde(default)]
    submit: bool,
    /// At most 200.
    items: Vec<QuestionInput>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    /// In the order of the items.
    created: Vec<QuestionId>,
}

/// Stores questions that were read and mended, all or none; issues are at `/items/…`.
#[utoipa::path(
    tag = "bank",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = AcceptRead,
    responses((status = OK, body = Accepted), Problems)
)]
#[post("/bank/accept")]
pub(super) async fn accept_questions(
    call: Require<BankWrite>,
    body: Json<AcceptRead>,
) -> Result<Json<Accepted>, Problem> {
    let AcceptRead { submit, items } = body.into_inner();
    let inputs = items.into_iter().map(bank::QuestionInput::from).collect();
    let created = match bank::service::create_all(call.db(), call.cx(), inputs, submit).await {
        Err(Error::Already(first)) => bank::service::made_with(call.db(), QuestionId(first)).await?,
        made => made?,
    };
    Ok(Json(Accepted { created }))
}

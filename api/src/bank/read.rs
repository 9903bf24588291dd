use actix_web::{post, web::Json};
use serde::Deserialize;
use utoipa::ToSchema;
use yuekao_core::{bank, materials::MaterialId};

use super::wire::Reading;
use crate::front::{Problem, Problems, Require, guard::BankWrite};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReadText {
    /// A block of questions with their answers.
    text: String,
    /// Whose clauses 【依据】 speaks of.
    material: Option<MaterialId>,
}

/// Says what is understood of pasted questions. Nothing is stored.
#[utoipa::path(
    tag = "bank",
    request_body = ReadText,
    responses((status = OK, body = Reading), Problems)
)]
#[post("/bank/read")]
pub(super) async fn read_questions(
    call: Require<BankWrite>,
    body: Json<ReadText>,
) -> Result<Json<Reading>, Problem> {
    let ReadText { text, material } = body.into_inner();
    let (items, warnings) = bank::service::read(call.db(), text, material).await?;
    Ok(Json(Reading::of_text(items, warnings)))
}

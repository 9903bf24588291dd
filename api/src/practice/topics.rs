use actix_web::{get, web::Json};
use yuekao_core::practice;

use super::wire::PracticeTopic;
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// How much there is to practise under each topic.
#[utoipa::path(tag = "practice", responses((status = OK, body = Vec<PracticeTopic>), Problems))]
#[get("/my/practice/topics")]
pub(super) async fn list_practice_topics(
    call: Require<SittingTake>,
) -> Result<Json<Vec<PracticeTopic>>, Problem> {
    let topics = practice::service::topics(call.db(), &call.app().shelf, call.cx()).await?;
    Ok(Json(topics.into_iter().map(PracticeTopic::from).collect()))
}

use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::{materials::TopicId, practice};

use super::wire::WrongItem;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::SittingTake};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// A topic and all below it.
    topic: Option<TopicId>,
}

/// One's own wrong-answer book, what was missed last first.
#[utoipa::path(
    tag = "practice",
    params(Filter, ListQuery),
    responses((status = OK, body = PageBody<WrongItem>), Problems)
)]
#[get("/my/wrong")]
pub(super) async fn list_wrong(
    call: Require<SittingTake>,
    filter: Query<Filter>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<WrongItem>>, Problem> {
    let shelf = &call.app().shelf;
    let page =
        practice::service::wrong_book(call.db(), shelf, call.cx(), filter.topic, &list.request()?).await?;
    Ok(Json(PageBody::of(page, WrongItem::from)))
}

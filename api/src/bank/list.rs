use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::{
    bank::{self, Answered, Kind, QuestionState, service::QuestionFilter},
    kernel::{Context, PersonId},
    materials::{ClauseId, MaterialId, TopicId},
};

use super::wire::QuestionRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::BankRead};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Words of a stem or an option.
    search: Option<String>,
    state: Option<QuestionState>,
    kind: Option<Kind>,
    topic: Option<TopicId>,
    label: Option<i32>,
    /// What released exams told of it, roughly.
    answered: Option<Answered>,
    material: Option<MaterialId>,
    clause: Option<ClauseId>,
    author: Option<PersonId>,
    /// The caller's own only.
    #[serde(default)]
    mine: bool,
}

impl Filter {
    pub(super) fn of(self, cx: &Context) -> QuestionFilter {
        QuestionFilter {
            search: self.search,
            state: self.state,
            kind: self.kind,
            topic: self.topic,
            label: self.label,
            answered: self.answered,
            material: self.material,
            clause: self.clause,
            author: if self.mine { cx.person() } else { self.author },
            not_author: None,
        }
    }
}

/// The bank; what changed last comes first.
#[utoipa::path(
    tag = "bank",
    params(Filter, ListQuery),
    responses((status = OK, body = PageBody<QuestionRow>), Problems)
)]
#[get("/questions")]
pub(super) async fn list_questions(
    call: Require<BankRead>,
    filter: Query<Filter>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<QuestionRow>>, Problem> {
    let filter = filter.into_inner().of(call.cx());
    let page = bank::service::list(call.db(), &filter, &list.request()?).await?;
    Ok(Json(PageBody::of(page, QuestionRow::from)))
}

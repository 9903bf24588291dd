use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::{
    kernel::DepartmentId,
    people::{self, GroupId, PersonState, service::PeopleFilter},
};

use super::wire::Person;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::PeopleRead};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Part of a number, a name or its pinyin.
    search: Option<String>,
    department: Option<DepartmentId>,
    group: Option<GroupId>,
    state: Option<PersonState>,
}

/// People by name; a head sees the own department.
#[utoipa::path(tag = "people", params(Filter, ListQuery), responses((status = OK, body = PageBody<Person>), Problems))]
#[get("/people")]
pub(super) async fn list_people(
    call: Require<PeopleRead>,
    filter: Query<Filter>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<Person>>, Problem> {
    let Filter { search, department, group, state } = filter.into_inner();
    let filter = PeopleFilter { search, department, group, state };
    let page = people::service::list(call.db(), call.cx(), filter, &list.request()?).await?;
    Ok(Json(PageBody::of(page, Person::from)))
}

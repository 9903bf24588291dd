//! The results of one exam by group, under the same rule of who sees what.

use std::collections::HashMap;

use super::{
    super::{
        bulletin::{Seen, mean, seen},
        place::Placed,
        rule::StandingRefusal,
    },
    scheme::scheme,
    viewer,
};
use crate::{
    exam::{self, Exam, ExamId, ExamState},
    grading,
    kernel::{Context, DepartmentId, PersonId, Points, Result},
    people::{self, Group, Person},
    unit::Db,
};

/// The results of an exam within each group that has any.
pub struct Leaderboard {
    pub exam: Exam,
    pub groups: Vec<LeaderboardGroup>,
}

/// One group, the best first.
pub struct LeaderboardGroup {
    pub group: Group,
    pub placed: Vec<(Person, Placed)>,
    pub mean: Option<Points>,
    pub seen: Vec<Seen>,
}

/// # Errors
/// `NotFound`, or `Refused` before the exam is released.
pub async fn leaderboard(db: &Db, cx: &Context, id: ExamId) -> Result<Leaderboard> {
    let viewer = viewer(cx)?;
    let exam = exam::service::get(db, cx, id).await?;
    if exam.state != ExamState::Released {
        return Err(StandingRefusal::ExamNotReleased.with("title", exam.plan.title).into());
    }
    let rules = scheme(db).await?.in_force.scheme.public;
    let people = people::service::everyone(db).await?;
    let mut people: HashMap<PersonId, Person> =
        people.into_values().map(|person| (person.id, person)).collect();
    let mut groups: HashMap<_, Vec<(Person, Placed)>> = HashMap::new();
    for result in grading::service::list_results(db, id).await? {
        let person = people.remove(&result.person);
        let placed = Placed {
            person: result.person,
            total: Some(result.points),
            place: result.place.and_then(|place| u32::try_from(place).ok()),
            not_ranked: None,
            vetoed: false,
        };
        if let (Some(group), Some(person)) = (result.group, person) {
            groups.entry(group).or_default().push((person, placed));
        }
    }
    let lists = people::service::groups(db).await?.into_iter().filter_map(|group| {
        let mut members = groups.remove(&group.id)?;
        members.sort_by(|(a, a_placed), (b, b_placed)| {
            b_placed.total.cmp(&a_placed.total).then_with(|| a.number.cmp(&b.number))
        });
        let placed: Vec<Placed> = members.iter().map(|(_, placed)| *placed).collect();
        let of = |person: &Person| person.department.as_ref().map(|department| department.id);
        let departments: Vec<Option<DepartmentId>> = members.iter().map(|(person, _)| of(person)).collect();
        Some(LeaderboardGroup {
            group,
            mean: mean(&placed),
            seen: seen(&placed, &departments, &viewer, &rules),
            placed: members,
        })
    });
    Ok(Leaderboard { groups: lists.collect(), exam })
}

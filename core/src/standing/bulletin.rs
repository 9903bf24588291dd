//! 通报: a month as it was reckoned, with all that it rests on, and what a viewer may see of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    explain::{Explanation, mean_total},
    model::{Component, PublicRules, Scheme},
    place::{Placed, PublicView, public_view},
};
use crate::{
    exam::ExamId,
    kernel::{DepartmentId, Instant, PersonId, Points},
    people::{GroupId, PersonRef},
};

crate::text_enum! {
    pub enum MonthState {
        /// Reckoned anew each time; for managers and inspectors only.
        Draft = "draft",
        /// 公示: shown, and open to objection.
        Notice = "notice",
        /// Frozen.
        Published = "published",
    }
}

/// Where the value of an item comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Source {
    Exam { id: ExamId, title: String },
    Import { id: Uuid, file_name: String, by: String, at: Instant },
}

/// The source of one item's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sourced {
    /// The item's code.
    pub item: String,
    pub source: Source,
}

/// A department as a bulletin names it, whatever it is called later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentName {
    pub id: DepartmentId,
    pub name: String,
}

/// One person of a group: place, total and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub number: String,
    pub name: String,
    pub department: Option<DepartmentName>,
    pub placed: Placed,
    pub explanation: Explanation,
    pub sources: Vec<Sourced>,
}

impl Line {
    #[must_use]
    pub fn person(&self) -> PersonRef {
        PersonRef { id: self.placed.person, number: self.number.clone(), name: self.name.clone() }
    }
    #[must_use]
    pub fn points(&self, component: Component) -> Option<Points> {
        self.explanation.points(component)
    }
}

/// A group, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupList {
    pub group: GroupId,
    pub name: String,
    pub lines: Vec<Line>,
}

/// A month as it was reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    pub month: i32,
    pub scheme_name: String,
    pub scheme: Scheme,
    pub groups: Vec<GroupList>,
}

impl Bulletin {
    /// A person's line with the group it stands in.
    #[must_use]
    pub fn find(&self, person: PersonId) -> Option<(&GroupList, &Line)> {
        self.groups.iter().find_map(|group| {
            group.lines.iter().find(|line| line.placed.person == person).map(|line| (group, line))
        })
    }
    /// Whether anybody has a place.
    #[must_use]
    pub fn ranks_anybody(&self) -> bool {
        self.groups.iter().flat_map(|group| &group.lines).any(|line| line.placed.place.is_some())
    }
}

/// Who looks, and how far.
#[derive(Clone, Copy, Debug)]
pub struct Viewer {
    pub person: PersonId,
    /// Every place of every group.
    pub sees_all: bool,
    /// A head sees the places of this department.
    pub department: Option<DepartmentId>,
}

/// What a viewer sees of one member of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where it stands in the list.
    pub at: usize,
    pub place: Option<u32>,
    pub total: Option<Points>,
    /// With the components of the total.
    pub parts: bool,
    pub me: bool,
}

/// A group as one viewer sees it. `placed` is the whole list, and `departments` stand beside it.
///
/// Everyone sees the top of the list and the own line with its parts; in a group so small that a
/// list would say it all, the own points alone. A head sees the places of the own department, and
/// no points that the public list does not show.
#[must_use]
pub fn seen(
    placed: &[Placed],
    departments: &[Option<DepartmentId>],
    viewer: &Viewer,
    rules: &PublicRules,
) -> Vec<Seen> {
    let view = public_view(placed, viewer.person, rules);
    let (top, small): (&[Placed], bool) = match &view {
        PublicView::List { top, .. } => (top, false),
        PublicView::Small { .. } => (&[], true),
    };
    placed
        .iter()
        .zip(departments)
        .enumerate()
        .filter_map(|(at, (line, department))| {
            let me = line.person == viewer.person;
            let is_public = top.iter().any(|public| public.person == line.person);
            let of_head = viewer.department.is_some() && *department == viewer.department;
            let shows_place = viewer.sees_all || is_public || of_head || (me && !small);
            let shows_total = viewer.sees_all || is_public || me;
            (shows_place || shows_total).then(|| Seen {
                at,
                place: line.place.filter(|_| shows_place),
                total: line.total.filter(|_| shows_total),
                parts: viewer.sees_all || me,
                me,
            })
        })
        .collect()
}

/// The mean of a group's totals.
#[must_use]
pub fn mean(placed: &[Placed]) -> Option<Points> {
    mean_total(placed.iter().filter_map(|placed| placed.total))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(no: u128) -> PersonId {
        PersonId(Uuid::from_u128(no))
    }
    fn placed(size: u128) -> Vec<Placed> {
        (1..=size)
            .map(|no| Placed {
                person: person(no),
                total: Some(Points::whole(100 - i64::try_from(no).unwrap())),
                place: u32::try_from(no).ok(),
                not_ranked: None,
                vetoed: false,
            })
            .collect()
    }
    fn view(size: u128, viewer: &Viewer) -> Vec<(u32, bool, bool)> {
        let departments: Vec<_> = (1..=size).map(|no| Some(DepartmentId(Uuid::from_u128(no % 2)))).collect();
        seen(&placed(size), &departments, viewer, &Scheme::default().public)
            .into_iter()
            .map(|seen| (seen.place.unwrap_or_default(), seen.total.is_some(), seen.parts))
            .collect()
    }

    #[test]
    fn each_sees_what_is_theirs() {
        let staff = Viewer { person: person(6), sees_all: false, department: None };
        assert_eq!(view(6, &staff), [(1, true, false), (2, true, false), (6, true, true)]);
        let head = Viewer { person: person(9), department: Some(DepartmentId(Uuid::from_u128(1))), ..staff };
        assert_eq!(
            view(6, &head),
            [(1, true, false), (2, true, false), (3, false, false), (5, false, false)]
        );
        let inspector = Viewer { person: person(9), sees_all: true, department: None };
        assert_eq!(view(6, &inspector).len(), 6);
    }

    #[test]
    fn a_small_group_publishes_no_places() {
        let staff = Viewer { person: person(2), sees_all: false, department: None };
        assert_eq!(view(4, &staff), [(0, true, true)]);
    }
}

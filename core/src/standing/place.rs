//! Places within one group, and what everyone may see of them.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    explain::mean_total,
    model::{Component, NotRanked, PublicRules, RankingRules},
};
use crate::kernel::{PersonId, Points};

/// A member of the group on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    pub person: PersonId,
    pub total: Option<Points>,
    /// For tie-breaks.
    pub components: Vec<(Component, Points)>,
    /// None where nobody counted: then it keeps no one out.
    pub days_present: Option<u32>,
    pub first_full_month: bool,
    pub manages_exam: bool,
    /// An upheld complaint or an exposure: out of the month's awards, not out of the list.
    pub vetoed: bool,
}

/// A member of the group with its place, or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Placed {
    pub person: PersonId,
    pub total: Option<Points>,
    pub place: Option<u32>,
    pub not_ranked: Option<NotRanked>,
    pub vetoed: bool,
}

/// The group by totals as shown, the best first. Equal totals share a place and the next one is
/// left out (1, 2, 2, 4), unless tie-breaks part them. Who is not ranked stands where the total
/// says and takes no place from anyone.
#[must_use]
pub fn rank(entrants: &[Entrant], rules: &RankingRules) -> Vec<Placed> {
    let mut order: Vec<&Entrant> = entrants.iter().collect();
    order.sort_by(|a, b| compare(a, b, &rules.tie_breaks).then(a.person.cmp(&b.person)));
    let (mut ranked, mut place) = (0_u32, 0_u32);
    let mut last: Option<&Entrant> = None;
    order
        .into_iter()
        .map(|entrant| {
            let not_ranked = not_ranked(entrant, rules);
            if not_ranked.is_none() {
                ranked += 1;
                let tied =
                    last.is_some_and(|last| compare(last, entrant, &rules.tie_breaks) == Ordering::Equal);
                if !tied {
                    place = ranked;
                }
                last = Some(entrant);
            }
            Placed {
                person: entrant.person,
                total: entrant.total,
                place: not_ranked.is_none().then_some(place),
                not_ranked,
                vetoed: entrant.vetoed,
            }
        })
        .collect()
}

/// The better first; who has no total comes last.
fn compare(a: &Entrant, b: &Entrant, tie_breaks: &[Component]) -> Ordering {
    let component = |entrant: &Entrant, component: Component| {
        entrant.components.iter().find(|(name, _)| *name == component).map(|(_, points)| *points)
    };
    tie_breaks.iter().fold(b.total.cmp(&a.total), |order, name| {
        order.then_with(|| component(b, *name).cmp(&component(a, *name)))
    })
}

fn not_ranked(entrant: &Entrant, rules: &RankingRules) -> Option<NotRanked> {
    if entrant.total.is_none() {
        Some(NotRanked::NoTotal)
    } else if entrant.manages_exam {
        Some(NotRanked::ManagerOfExam)
    } else if entrant.first_full_month && !rules.first_full_month {
        Some(NotRanked::FirstFullMonth)
    } else if entrant.days_present.is_some_and(|days| days < rules.least_days) {
        Some(NotRanked::TooFewDays)
    } else {
        None
    }
}

/// What a member of the group may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PublicView {
    /// The top of the list and one's own place. Who shares the last place shown is shown too.
    List { top: Vec<Placed>, own: Option<Placed> },
    /// A group so small that a list would say it all: the own points and the group's mean.
    Small { own: Option<Points>, mean: Option<Points> },
}

/// `placed` as everyone may see it, `viewer` being the one who looks.
#[must_use]
pub fn public_view(placed: &[Placed], viewer: PersonId, rules: &PublicRules) -> PublicView {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let own = placed.iter().find(|placed| placed.person == viewer).copied();
    if count(placed.len()) < rules.least_members {
        return PublicView::Small {
            own: own.and_then(|own| own.total),
            mean: mean_total(placed.iter().filter_map(|placed| placed.total)),
        };
    }
    let ranked = count(placed.iter().filter(|placed| placed.place.is_some()).count());
    let last = ranked.checked_div(rules.one_in).unwrap_or_default().min(rules.at_most);
    let shown = |placed: &&Placed| placed.place.is_some_and(|place| place <= last);
    PublicView::List { top: placed.iter().filter(shown).copied().collect(), own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::model::Scheme;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(number: usize) -> PersonId {
        PersonId(Uuid::from_u128(u128::try_from(number).unwrap()))
    }
    fn entrant(number: usize, total: Option<i64>) -> Entrant {
        Entrant {
            person: person(number),
            total: total.map(Points),
            components: Vec::new(),
            days_present: Some(21),
            first_full_month: false,
            manages_exam: false,
            vetoed: false,
        }
    }
    fn group(totals: &[i64]) -> Vec<Entrant> {
        totals.iter().enumerate().map(|(number, total)| entrant(number, Some(*total))).collect()
    }
    fn rules() -> RankingRules {
        Scheme::default().ranking
    }
    fn places(placed: &[Placed]) -> Vec<Option<u32>> {
        placed.iter().map(|placed| placed.place).collect()
    }

    #[test]
    fn ties_share_a_place() {
        let placed = rank(&group(&[9000, 9500, 9000, 8000]), &rules());
        assert_eq!(places(&placed), [Some(1), Some(2), Some(2), Some(4)]);
        assert_eq!(placed[0].person, person(1));
    }

    #[test]
    fn a_tie_break_parts_them() {
        let mut entrants = group(&[9000, 9500, 9000, 9000]);
        let skill =
            |entrant: &mut Entrant, points| entrant.components = vec![(Component::Skill, Points(points))];
        skill(&mut entrants[0], 80);
        skill(&mut entrants[2], 90);
        skill(&mut entrants[3], 80);
        let rules = RankingRules { tie_breaks: vec![Component::Skill], ..rules() };
        let placed = rank(&entrants, &rules);
        assert_eq!(placed[1].person, person(2));
        assert_eq!(places(&placed), [Some(1), Some(2), Some(3), Some(3)]);
    }

    #[test]
    fn some_are_shown_without_a_place() {
        let mut entrants = group(&[9000, 8900, 8800, 8700, 8600, 8500]);
        entrants[0].days_present = Some(9);
        entrants[1].first_full_month = true;
        entrants[2].manages_exam = true;
        entrants[3].total = None;
        entrants[4].vetoed = true;
        entrants[5].days_present = None;
        let placed = rank(&entrants, &rules());
        let found: Vec<_> = placed.iter().map(|p| (p.place, p.not_ranked, p.vetoed)).collect();
        assert_eq!(
            found,
            [
                (None, Some(NotRanked::TooFewDays), false),
                (None, Some(NotRanked::FirstFullMonth), false),
                (None, Some(NotRanked::ManagerOfExam), false),
                (Some(1), None, true),
                (Some(2), None, false),
                (None, Some(NotRanked::NoTotal), false),
            ]
        );
    }

    #[test]
    fn the_public_list_is_short() {
        let public = Scheme::default().public;
        let view = |totals: &[i64], viewer: usize| {
            public_view(&rank(&group(totals), &rules()), person(viewer), &public)
        };
        let shown = |view: PublicView| match view {
            PublicView::List { top, own } => (places(&top), own.and_then(|own| own.place)),
            PublicView::Small { .. } => panic!("a list was expected"),
        };
        assert_eq!(shown(view(&[60, 70, 80, 90, 50], 0)), (vec![Some(1)], Some(4)));
        assert_eq!(shown(view(&[60, 70, 80, 90, 50, 90], 7)), (vec![Some(1), Some(1)], None));
        let sixty: Vec<i64> = (0..60).collect();
        assert_eq!(shown(view(&sixty, 0)).0.len(), 10);
        assert_eq!(
            view(&[7001, 8000, 9000, 6000], 0),
            PublicView::Small { own: Some(Points(7001)), mean: Some(Points(7500)) }
        );
    }

    /// 连云港 12345 prints scores and ranks; from its scores we give its ranks, month by month and
    /// group by group.
    #[test]
    fn real_bulletins_come_out_the_same() {
        let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = "shared/usage/lianyungang_12345_monthly_scores.csv";
        let Some(table) = here.ancestors().find_map(|folder| std::fs::read_to_string(folder.join(file)).ok())
        else {
            #[expect(clippy::print_stderr, reason = "a skipped comparison must be seen")]
            {
                eprintln!("skipped: no {file} beside this checkout");
            }
            return;
        };
        let mut lists: std::collections::BTreeMap<(String, String), Vec<(i64, u32)>> = Default::default();
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let score: crate::standing::Amount = cells[4].parse().unwrap();
            let points = super::super::exact::Exact::from(score).to_points();
            lists
                .entry((cells[0].into(), cells[2].into()))
                .or_default()
                .push((points.0, cells[6].parse().unwrap()));
        }
        assert!(lists.len() >= 6);
        for (list, rows) in lists {
            let totals: Vec<i64> = rows.iter().map(|(points, _)| *points).collect();
            for placed in rank(&group(&totals), &rules()) {
                let at = usize::try_from(placed.person.0.as_u128()).unwrap();
                assert_eq!(placed.place, Some(rows[at].1), "{list:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_place_is_better_with_fewer_points(totals in proptest::collection::vec((proptest::option::of(0i64..20), 0u32..20), 0..30)) {
            let entrants: Vec<Entrant> = totals
                .iter()
                .enumerate()
                .map(|(number, (total, days))| Entrant { days_present: Some(*days), ..entrant(number, *total) })
                .collect();
            let placed = rank(&entrants, &rules());
            prop_assert_eq!(placed.len(), entrants.len());
            let ranked: Vec<(Points, u32)> =
                placed.iter().filter_map(|p| p.total.zip(p.place)).collect();
            for (total, place) in &ranked {
                // A place is one more than those with more points: ties share, the next is left out.
                let better = ranked.iter().filter(|(other, _)| other > total).count();
                prop_assert_eq!(usize::try_from(*place).unwrap(), better + 1);
            }
            prop_assert!(placed.iter().all(|p| p.place.is_some() != p.not_ranked.is_some()));
            // The order of the input does not matter.
            let mut turned = entrants;
            turned.reverse();
            prop_assert_eq!(rank(&turned, &rules()), placed);
        }
    }
}

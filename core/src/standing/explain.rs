//! A standing explains itself: total → component → item → raw value → rule → points. The same walk
//! that reckons the total leaves the tree behind, so the two can't differ.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    exact::{Exact, decimal},
    model::{
        Basis, Component, ComponentScheme, Direction, Entry, MeasuringUnit, Reading, Scheme, SchemeItem,
        ScoringRule,
    },
    scoring::{Peers, score, without_value},
    weight::{Carried, Weight, share_out, share_out_capped},
};
use crate::{
    kernel::{PersonId, Points, number::signed},
    people::model::Post,
};

/// One person of a group, and what the month knows of it by item code. What is not there is
/// [`Entry::Missing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    pub post: Post,
    pub entries: BTreeMap<String, Entry>,
}

/// The group's values that an item was compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Compared {
    /// Members with a value.
    pub n: usize,
    pub below: usize,
    /// Itself included.
    pub equal: usize,
    pub best: String,
}

/// An item as it counted for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemPart {
    pub code: String,
    pub name: String,
    pub measured_by: MeasuringUnit,
    pub direction: Direction,
    pub unit: String,
    /// By the scheme.
    pub weight: Weight,
    /// After what does not apply was shared out.
    pub counted: Weight,
    pub reading: Option<Reading>,
    /// What the rule was applied to, to four places.
    pub value: Option<String>,
    /// The imported rate less the recomputed one, where they differ.
    pub difference: Option<String>,
    /// The rate rests on few cases.
    pub few: bool,
    pub rule: ScoringRule,
    /// For rules that compare.
    pub compared: Option<Compared>,
    pub basis: Basis,
    pub points: Option<Points>,
    /// Exactly what it adds to the component before that is rounded.
    pub contribution: Option<String>,
}

/// A component as it counted for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComponentPart {
    pub component: Component,
    pub weight: Weight,
    pub counted: Weight,
    pub ceiling: Points,
    /// None where nothing in it applies; its weight is shared out.
    pub points: Option<Points>,
    /// Exactly what it adds to the total before that is rounded.
    pub contribution: Option<String>,
    pub items: Vec<ItemPart>,
}

/// How one total came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    /// None where nothing that counts was measured.
    pub total: Option<Points>,
    pub components: Vec<ComponentPart>,
}

impl Explanation {
    #[must_use]
    pub fn points(&self, component: Component) -> Option<Points> {
        self.components.iter().find(|part| part.component == component).and_then(|part| part.points)
    }
}

/// The totals of one group, in the order of its members. The scheme has passed
/// [`super::rule::check_scheme`].
#[must_use]
pub fn explain(scheme: &Scheme, members: &[Member]) -> Vec<Explanation> {
    let peers: BTreeMap<&str, Peers> = scheme
        .components
        .iter()
        .flat_map(|component| &component.items)
        .map(|item| (item.code.as_str(), peers(item, members)))
        .collect();
    members.iter().map(|member| explain_one(scheme, &peers, member)).collect()
}

fn entry(item: &SchemeItem, member: &Member) -> Entry {
    member.entries.get(&item.code).copied().unwrap_or(Entry::Missing)
}

fn peers(item: &SchemeItem, members: &[Member]) -> Peers {
    members
        .iter()
        .filter(|member| item.posts.contains(&member.post))
        .filter_map(|member| match entry(item, member) {
            Entry::Read { reading } => reading.value(),
            Entry::Missing | Entry::Excused => None,
        })
        .collect()
}

fn explain_one(scheme: &Scheme, peers: &BTreeMap<&str, Peers>, member: &Member) -> Explanation {
    let mut components: Vec<ComponentPart> = scheme
        .components
        .iter()
        .map(|component| {
            let items = component
                .items
                .iter()
                .filter(|item| item.posts.contains(&member.post))
                .filter_map(|item| {
                    let peers = peers.get(item.code.as_str())?;
                    Some(item_part(item, entry(item, member), peers, scheme.few_cases))
                })
                .collect();
            component_part(component, items, scheme.department_cap)
        })
        .collect();
    let weights: Vec<Weight> = components
        .iter()
        .map(|part| if part.points.is_some() { part.weight } else { Weight::NONE })
        .collect();
    for (part, counted) in components.iter_mut().zip(share_out(&weights, Weight::WHOLE)) {
        part.counted = counted;
        part.contribution = part.points.map(|points| contribution(counted, points));
    }
    let total =
        weighted(components.iter().filter_map(|part| part.points.map(|points| (part.counted, points))));
    Explanation { total, components }
}

fn item_part(item: &SchemeItem, entry: Entry, peers: &Peers, few_cases: u32) -> ItemPart {
    let reading = match entry {
        Entry::Read { reading } => Some(reading),
        Entry::Missing | Entry::Excused => None,
    };
    let value = reading.and_then(Reading::value);
    let (basis, points) = match (entry, value) {
        (Entry::Read { .. }, Some(value)) => match score(item, value, peers) {
            Ok(points) => (Basis::Measured, Some(points)),
            Err(basis) => (basis, None),
        },
        (Entry::Read { .. }, None) => (Basis::NoCases, None),
        (Entry::Missing, _) => without_value(item),
        (Entry::Excused, _) => (Basis::Excused, None),
    };
    ItemPart {
        code: item.code.clone(),
        name: item.name.clone(),
        measured_by: item.measured_by,
        direction: item.direction,
        unit: item.unit.clone(),
        weight: item.weight,
        counted: Weight::NONE,
        reading,
        value: value.map(Exact::to_text),
        difference: reading.and_then(Reading::difference).map(Exact::to_text),
        few: reading.and_then(Reading::cases).is_some_and(|cases| cases < few_cases),
        rule: item.rule.clone(),
        compared: value.and_then(|value| compared(item, value, peers)),
        basis,
        points,
        contribution: None,
    }
}

fn compared(item: &SchemeItem, value: Exact, peers: &Peers) -> Option<Compared> {
    let compares = matches!(item.rule, ScoringRule::ShareOfBest | ScoringRule::Percentile);
    let best = peers.best(item.direction).filter(|_| compares)?;
    let (below, equal) = peers.below_and_equal(value, item.direction);
    Some(Compared { n: peers.count(), below, equal, best: best.to_text() })
}

/// Bonuses come on top of the weighted mean of the others, up to the ceiling. Where none of the
/// others applies there is nothing to add to, and the component does not count.
fn component_part(scheme: &ComponentScheme, mut items: Vec<ItemPart>, cap: Weight) -> ComponentPart {
    let is_bonus = |item: &ItemPart| matches!(item.rule, ScoringRule::Bonus { .. });
    let carried: Vec<Carried> = items
        .iter()
        .map(|item| Carried {
            weight: if item.points.is_some() && !is_bonus(item) { item.weight } else { Weight::NONE },
            by_department: item.measured_by == MeasuringUnit::Department,
        })
        .collect();
    let shared = share_out_capped(&carried, cap);
    for (item, counted) in items.iter_mut().zip(shared.iter().flatten()) {
        item.counted = *counted;
        item.contribution = item.points.map(|points| {
            let counted = if is_bonus(item) { Weight::WHOLE } else { *counted };
            contribution(counted, points)
        });
    }
    let mean = shared.and_then(|_| {
        weighted(items.iter().filter_map(|item| item.points.map(|points| (item.counted, points))))
    });
    let bonus: Points = items.iter().filter(|item| is_bonus(item)).filter_map(|item| item.points).sum();
    ComponentPart {
        component: scheme.component,
        weight: scheme.weight,
        counted: Weight::NONE,
        ceiling: scheme.ceiling,
        points: mean.map(|mean| (mean + bonus).min(scheme.ceiling)),
        contribution: None,
        items,
    }
}

/// The weighted mean, rounded half up once; the weights that count sum to a whole, else there is
/// none.
fn weighted(parts: impl Iterator<Item = (Weight, Points)>) -> Option<Points> {
    let (weights, sum) = parts.fold((0_i64, 0_i64), |(weights, sum), (weight, points)| {
        let weight = i64::from(weight.0);
        (weights + weight, sum.saturating_add(points.hundredths().saturating_mul(weight)))
    });
    (weights > 0).then(|| Points(sum).scaled(1, weights))
}

fn contribution(weight: Weight, points: Points) -> String {
    decimal(i128::from(points.hundredths()) * i128::from(weight.0), 6)
}

/// The group's mean total, rounded half up; none where nobody has one.
#[must_use]
pub fn mean_total(totals: impl Iterator<Item = Points>) -> Option<Points> {
    let (n, sum) = totals.fold((0_usize, Points::ZERO), |(n, sum), total| (n + 1, sum + total));
    (n > 0).then(|| sum.scaled(1, signed(n)))
}

#[cfg(test)]
mod tests;

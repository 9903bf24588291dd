//! How often each question should appear: its share of papers under the smallest largest exposure
//! with which the papers' mean reaches the target. All in whole numbers.
//!
//! Each card has a base share, with which its stratum is dealt evenly (a set of enemies gives at
//! most one card a paper, so the cards of a large set get less). If the mean must move, every card
//! may be stretched to λ times its base share, and each stratum fills its papers from the hard (or
//! the easy) end. The smallest λ that brings the mean to the target gives the shares.

use std::collections::{BTreeMap, BTreeSet};

use super::strata::{Card, Strata, Stratum};
use crate::{
    kernel::number,
    paper::{
        Target,
        matching::{Holders, augment},
    },
};

/// A card on every paper.
pub(super) const ONE: i64 = 1_000_000_000;
/// λ = 1.
const EVEN: i64 = 1 << 16;
/// Papers may lie off the target by 0.5 of 100; the mean of all of them uses half of that where it
/// spares exposure, which leaves the other half to single papers.
const SLACK: i64 = 25;

/// The shares of all cards, and what papers dealt by them score.
#[derive(Clone, Debug)]
pub(super) struct Shares {
    /// By pool index; fixed questions have `ONE`.
    pub(super) shares: Vec<i64>,
    /// The target in the unit of values.
    pub(super) target: i64,
    /// The mean expected score of papers dealt by these shares: what each paper aims at.
    pub(super) aim: i64,
}

/// The expected scores that papers can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::paper) struct Reaching {
    pub(in crate::paper) from: u16,
    pub(in crate::paper) mean: u16,
    pub(in crate::paper) to: u16,
}

pub(super) fn reaching(strata: &Strata) -> Reaching {
    let plan = Plan::new(strata);
    let most = plan.most_stretch();
    Reaching {
        from: strata.share(plan.filled(most, End::Hard).1),
        mean: strata.share(plan.filled(EVEN, End::Hard).1),
        to: strata.share(plan.filled(most, End::Easy).1),
    }
}

pub(super) fn shares(strata: &Strata, target: Target) -> Shares {
    let plan = Plan::new(strata);
    let (even, mean) = plan.filled(EVEN, End::Hard);
    let Target::Value { share } = target else { return Shares { shares: even, target: mean, aim: mean } };
    let target = strata.total.hundredths() * i64::from(share);
    let slack = strata.of_hundred(SLACK);
    let goal = mean.clamp(target - slack, target + slack);
    if goal == mean {
        return Shares { shares: even, target, aim: mean };
    }
    let end = if goal < mean { End::Hard } else { End::Easy };
    let reached = |value: i64| if goal < mean { value <= goal } else { value >= goal };
    // Bisection: below it is not reached, above it is (or nothing reaches it).
    let (mut below, mut above) = (EVEN, plan.most_stretch());
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if reached(plan.filled(middle, end).1) { above = middle } else { below = middle }
    }
    let (shares, aim) = plan.filled(above, end);
    Shares { shares, target, aim }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Hard,
    Easy,
}

struct Plan<'a> {
    strata: &'a Strata,
    layers: Vec<Layer>,
}

/// A stratum with what it may take of each card.
struct Layer {
    need: i64,
    /// Cards from hard to easy with their base shares.
    cards: Vec<(Card, i64)>,
    /// What this stratum may take of each enemy set.
    budgets: Budgets,
}

/// How many cards of each enemy set a stratum holds.
type Members = BTreeMap<usize, i64>;
/// How much of each enemy set a stratum may take.
type Budgets = BTreeMap<usize, i64>;

impl<'a> Plan<'a> {
    fn new(strata: &'a Strata) -> Self {
        let members: Vec<Members> = strata.strata.iter().map(|stratum| members(strata, stratum)).collect();
        let layers = |budgets: Vec<Budgets>| -> Vec<Layer> {
            strata
                .strata
                .iter()
                .zip(&members)
                .zip(budgets)
                .map(|((stratum, members), budgets)| Layer::new(strata, stratum, members, budgets))
                .collect()
        };
        let even = layers(by_size(strata, &members));
        if even.iter().all(Layer::is_filled) {
            return Self { strata, layers: even };
        }
        Self { strata, layers: layers(by_need(strata, &members)) }
    }

    /// The λ at which every card may be on every paper.
    fn most_stretch(&self) -> i64 {
        let least = self.layers.iter().flat_map(|layer| &layer.cards).map(|(_, base)| (*base).max(1)).min();
        (ONE / least.unwrap_or(ONE) + 1).saturating_mul(EVEN)
    }

    /// The shares at this λ, filled from one end, and the mean of papers dealt by them.
    fn filled(&self, stretch: i64, end: End) -> (Vec<i64>, i64) {
        let mut shares = vec![0; self.strata.faces.len()];
        let mut sum: i128 = 0;
        let mut give = |card: Card, share: i64| {
            if let Some(place) = shares.get_mut(card) {
                *place = share;
            }
            sum += i128::from(share) * i128::from(self.strata.value(card));
        };
        for card in &self.strata.fixed {
            give(*card, ONE);
        }
        for layer in &self.layers {
            let mut left = layer.need * ONE;
            let mut budgets = layer.budgets.clone();
            let mut take = |(card, base): &(Card, i64)| {
                let stretched = i128::from(*base) * i128::from(stretch) / i128::from(EVEN);
                let mut share = i64::try_from(stretched).unwrap_or(ONE).min(ONE).min(left);
                if let Some(budget) = self.strata.set(*card).and_then(|set| budgets.get_mut(&set)) {
                    share = share.min(*budget);
                    *budget -= share;
                }
                left -= share;
                give(*card, share);
            };
            match end {
                End::Hard => layer.cards.iter().for_each(&mut take),
                End::Easy => layer.cards.iter().rev().for_each(&mut take),
            }
        }
        (shares, i64::try_from(sum / i128::from(ONE)).unwrap_or(i64::MAX))
    }
}

impl Layer {
    fn new(strata: &Strata, stratum: &Stratum, members: &Members, budgets: Budgets) -> Self {
        let need = number::signed(stratum.need);
        let in_sets: i64 = members.values().sum();
        let free = number::signed(stratum.cards.len()) - in_sets;
        let supply = |level: i64| -> i64 {
            let sets =
                members.iter().map(|(set, size)| (level * size).min(budgets.get(set).copied().unwrap_or(0)));
            level * free + sets.sum::<i64>()
        };
        // The lowest level at which the stratum is filled; a whole number of levels leaves a rest of
        // less than one unit a card, which nobody can see.
        let (mut below, mut level) = (0, ONE);
        while level - below > 1 {
            let middle = below + (level - below) / 2;
            if supply(middle) >= need * ONE { level = middle } else { below = middle }
        }
        let mut cards: Vec<(Card, i64)> = stratum
            .cards
            .iter()
            .map(|card| {
                let of_set = strata.set(*card).and_then(|set| {
                    Some(budgets.get(&set).copied().unwrap_or(0) / (*members.get(&set)?).max(1))
                });
                (*card, of_set.map_or(level, |share| share.min(level)))
            })
            .collect();
        cards.sort_by_key(|(card, _)| (strata.value(*card), *card));
        Self { need, cards, budgets }
    }

    /// Its cards give what it needs, but for what rounding loses.
    fn is_filled(&self) -> bool {
        let given: i64 = self.cards.iter().map(|(_, base)| base).sum();
        given + number::signed(self.cards.len()) >= self.need * ONE
    }
}

fn members(strata: &Strata, stratum: &Stratum) -> Members {
    let mut members = Members::new();
    for set in stratum.cards.iter().filter_map(|card| strata.set(*card)) {
        *members.entry(set).or_insert(0) += 1;
    }
    members
}

/// What each stratum may take of each set: of a set in several strata, a part by the cards it has
/// there and by how hard that stratum is drawn upon.
fn by_size(strata: &Strata, members: &[Members]) -> Vec<Budgets> {
    let weight = |stratum: &Stratum, size: i64| {
        let cards = number::signed(stratum.cards.len()).max(1);
        (size * number::signed(stratum.need) * 10_000 / cards).max(i64::from(stratum.need > 0))
    };
    let mut sums = Budgets::new();
    for (stratum, members) in strata.strata.iter().zip(members) {
        for (set, size) in members {
            *sums.entry(*set).or_insert(0) += weight(stratum, *size);
        }
    }
    let part = |stratum: &Stratum, set: usize, size: i64| {
        let sum = sums.get(&set).copied().unwrap_or(0).max(1);
        i64::try_from(i128::from(ONE) * i128::from(weight(stratum, size)) / i128::from(sum)).unwrap_or(0)
    };
    strata
        .strata
        .iter()
        .zip(members)
        .map(|(stratum, members)| {
            members.iter().map(|(set, size)| (*set, part(stratum, *set, *size))).collect()
        })
        .collect()
}

/// The same where such parts would leave a stratum unfilled: each stratum gets as many whole sets as
/// it must have beside its free cards, and the sets that nobody must have go to whoever has them.
fn by_need(strata: &Strata, members: &[Members]) -> Vec<Budgets> {
    let sets: Vec<BTreeSet<usize>> =
        members.iter().map(|members| members.keys().copied().collect()).collect();
    let mut holders = Holders::new();
    for (at, stratum) in strata.strata.iter().enumerate() {
        let free = stratum.cards.iter().filter(|card| strata.set(**card).is_none()).count();
        for _ in free..stratum.need {
            augment(at, &|at: usize| sets.get(at), &mut holders, &mut BTreeSet::new());
        }
    }
    for (at, sets) in sets.iter().enumerate() {
        for set in sets {
            holders.entry(*set).or_insert(at);
        }
    }
    let budget = |at: usize, set: &usize| if holders.get(set) == Some(&at) { ONE } else { 0 };
    sets.iter()
        .enumerate()
        .map(|(at, sets)| sets.iter().map(|set| (*set, budget(at, set))).collect())
        .collect()
}

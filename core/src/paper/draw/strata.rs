//! The frozen pool laid out for dealing: each cell of the allocation is a stratum with its cards.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::Frozen;
use crate::kernel::Points;

/// A question by its pool index.
pub(super) type Card = usize;

/// One cell, without the questions that are on every paper.
#[derive(Clone, Debug)]
pub(super) struct Stratum {
    /// Cards that every paper takes.
    pub(super) need: usize,
    pub(super) cards: Vec<Card>,
    /// Some of its cards have enemies in other strata.
    pub(super) entangled: bool,
}

/// What dealing asks of a card.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Face {
    /// Expected score: hundredths of points × facility in 1/10,000.
    pub(super) value: i64,
    /// Its enemy set, counted from 0 without gaps.
    pub(super) set: Option<usize>,
    /// The stratum of its cell.
    pub(super) stratum: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Strata {
    pub(super) strata: Vec<Stratum>,
    pub(super) faces: Vec<Face>,
    /// On every paper.
    pub(super) fixed: Vec<Card>,
    /// The expected score of the fixed ones.
    pub(super) fixed_value: i64,
    pub(super) total: Points,
    /// The number of enemy sets.
    pub(super) sets: usize,
}

impl Strata {
    pub(super) fn of(frozen: &Frozen) -> Self {
        let cell_of: BTreeMap<_, usize> =
            frozen.allocation.iter().map(|cell| (cell.kind, cell.topic, cell.label)).zip(0..).collect();
        let mut strata: Vec<Stratum> = frozen
            .allocation
            .iter()
            .map(|cell| Stratum {
                need: usize::try_from(cell.need).unwrap_or_default(),
                cards: Vec::new(),
                entangled: false,
            })
            .collect();
        let beaten: HashSet<u32> =
            frozen.questions.iter().filter(|q| q.fixed).filter_map(|q| q.enemy).collect();
        let mut fixed = Vec::new();
        let mut fixed_value = 0;
        let mut sets: BTreeMap<u32, usize> = BTreeMap::new();
        let mut faces = Vec::with_capacity(frozen.questions.len());
        for (card, question) in frozen.questions.iter().enumerate() {
            let value = frozen.rules.points(question.kind).hundredths() * i64::from(question.facility);
            let number = sets.len();
            let set = question.enemy.map(|set| *sets.entry(set).or_insert(number));
            let mut face = Face { value, set, stratum: None };
            let at = cell_of.get(&(question.kind, question.topic, question.label)).copied();
            if let Some((at, stratum)) = at.and_then(|at| Some((at, strata.get_mut(at)?))) {
                face.stratum = Some(at);
                if question.fixed {
                    stratum.need = stratum.need.saturating_sub(1);
                } else if !question.enemy.is_some_and(|set| beaten.contains(&set)) {
                    stratum.cards.push(card);
                }
            }
            if question.fixed {
                fixed.push(card);
                fixed_value += value;
            }
            faces.push(face);
        }
        entangle(&mut strata, &faces);
        Self { strata, faces, fixed, fixed_value, total: frozen.rules.total(), sets: sets.len() }
    }

    pub(super) fn face(&self, card: Card) -> Face {
        self.faces.get(card).copied().unwrap_or_default()
    }
    pub(super) fn value(&self, card: Card) -> i64 {
        self.face(card).value
    }
    pub(super) fn set(&self, card: Card) -> Option<usize> {
        self.face(card).set
    }
    /// So many hundredths of a point of 100, in the unit of values.
    pub(super) const fn of_hundred(&self, hundredths: i64) -> i64 {
        self.total.hundredths().saturating_mul(hundredths)
    }
    /// An expected score as a share of the full points in 1/10,000, to the nearest.
    pub(super) fn share(&self, value: i64) -> u16 {
        let total = self.total.hundredths().max(1);
        u16::try_from((value.saturating_mul(2) + total).div_euclid(total.saturating_mul(2)))
            .unwrap_or_default()
    }
    /// Cards drawn for one paper.
    pub(super) fn drawn(&self) -> usize {
        self.strata.iter().map(|stratum| stratum.need).sum()
    }
}

/// Marks the strata that share an enemy set with another one.
fn entangle(strata: &mut [Stratum], faces: &[Face]) {
    let sets_of = |stratum: &Stratum| -> BTreeSet<usize> {
        stratum.cards.iter().filter_map(|card| faces.get(*card)?.set).collect()
    };
    let mut strata_with: BTreeMap<usize, u32> = BTreeMap::new();
    for stratum in strata.iter().filter(|stratum| stratum.need > 0) {
        sets_of(stratum).into_iter().for_each(|set| *strata_with.entry(set).or_default() += 1);
    }
    for stratum in strata {
        stratum.entangled =
            sets_of(stratum).iter().any(|set| strata_with.get(set).is_some_and(|with| *with > 1));
    }
}

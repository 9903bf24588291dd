//! The draw: a pure function of what was frozen, the seed and the candidate. [`Deal::new`] prepares
//! the decks and deals the hand of every place once; [`Deal::paper`] is the function's face and costs
//! the same from a pool of any size.
//!
//! Dealing keeps the counts of every cell, the limits of exposure and the expected score; a person's
//! `avoid` is answered afterwards with cards of the same cell and likeness. Replacements for `avoid`
//! are chosen one paper at a time, so only they can carry a question past its limit.

use serde::{Deserialize, Serialize};

use self::{
    deck::Decks,
    hand::Hand,
    share::{ONE, Shares},
    strata::Strata,
};
use super::{CandidateId, Paper};
use crate::kernel::{
    Result, number,
    seal::{Hash, Seal},
};

mod deck;
mod frozen;
mod hand;
mod personal;
mod plain;
mod share;
mod strata;
mod stream;
#[cfg(test)]
mod tests;

pub use frozen::{Frozen, Parameters, Rules};
pub(in crate::paper) use share::Reaching;
use stream::Stream;

crate::codes! {
    /// Why papers can't be drawn from what was frozen.
    pub enum DrawFault in "paper" {
        /// A newer server made it.
        UnknownAlgorithm = "unknown_algorithm",
        /// It does not fit together: the allocation does not meet the rules, or the pool the
        /// allocation.
        FrozenBroken = "frozen_broken",
    }
}

/// Pool indexes that a person should not meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofAvoid)]
pub struct Avoid {
    /// Written, reviewed or opened by this person: given only if a cell has nothing else.
    pub hard: Vec<u32>,
    /// Met in the months of rest: given last.
    pub met: Vec<u32>,
}

/// For whom a paper is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofPlace)]
pub struct Candidate {
    pub id: CandidateId,
    /// Place in the seeded-shuffled list, from 0; late candidates come after all others.
    pub place: u32,
    pub attempt: u16,
    pub avoid: Avoid,
}

/// A paper, and what could not be avoided on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub paper: Paper,
    /// Questions that the person should never have been given: such a sitting is not ranked.
    pub barred: Vec<u32>,
    /// Questions met in the months of rest.
    pub met: Vec<u32>,
}

/// Everything prepared for drawing papers.
#[derive(Clone, Debug)]
pub struct Deal {
    frozen: Frozen,
    seed: Hash,
    strata: Strata,
    shares: Shares,
    /// As they lie after the last place: late candidates take what comes next.
    decks: Decks,
    /// Cards of each place, all places alike in number.
    hands: Vec<u32>,
}

impl Deal {
    /// Prepares the decks and deals all places.
    ///
    /// # Errors
    /// `Refused` for an unknown version of the algorithm or parts that do not fit together.
    pub fn new(frozen: Frozen, seed: Hash) -> Result<Self> {
        Self::with_late(frozen, seed, 0)
    }

    /// The same with so many late places dealt at once.
    ///
    /// # Errors
    /// As [`Deal::new`].
    pub fn with_late(frozen: Frozen, seed: Hash, late: u32) -> Result<Self> {
        frozen.check()?;
        let strata = Strata::of(&frozen);
        let asked: usize = frozen.allocation.iter().map(|cell| number::index(i64::from(cell.need))).sum();
        let short = strata.strata.iter().any(|stratum| stratum.cards.len() < stratum.need);
        if short || strata.drawn() + strata.fixed.len() != asked {
            return Err(DrawFault::FrozenBroken.into());
        }
        let shares = share::shares(&strata, frozen.rules.target);
        let mut decks = Decks::new(&strata, &shares, &seed);
        let places = number::index(i64::from(frozen.places.saturating_add(late)));
        let mut hands = Vec::with_capacity(strata.drawn().saturating_mul(places));
        let mut take =
            |hand: Hand<'_>| hands.extend(hand.cards().filter_map(|card| u32::try_from(card).ok()));
        for _ in 0..frozen.places {
            take(decks.deal(&strata, &shares, frozen.places));
        }
        let mut later = decks.clone();
        for _ in 0..late {
            take(later.deal_late(&strata, &shares));
        }
        Ok(Self { frozen, seed, strata, shares, decks, hands })
    }

    #[must_use]
    pub const fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// The expected score of a paper in 1/10,000 of the full points, by the frozen facilities.
    #[must_use]
    pub fn expected(&self, paper: &Paper) -> u16 {
        let value =
            paper.questions.iter().map(|asked| self.strata.value(number::index(i64::from(asked.index))));
        self.strata.share(value.sum())
    }

    /// What papers aim at, in 1/10,000 of the full points.
    #[must_use]
    pub fn target(&self) -> u16 {
        self.strata.share(self.shares.target)
    }

    /// A question's fair number of appearances in this exam.
    #[must_use]
    pub fn fair(&self, index: u32) -> f64 {
        let fair = deck::fair(&self.shares, number::index(i64::from(index)), self.frozen.places);
        number::float_of(fair) / number::float_of(ONE)
    }

    /// The most appearances of a question in this exam.
    #[must_use]
    pub fn limit(&self, index: u32) -> u32 {
        deck::limit(&self.shares, number::index(i64::from(index)), self.frozen.places)
    }

    fn hand(&self, place: u32) -> Hand<'_> {
        let drawn = self.strata.drawn();
        let from = number::index(i64::from(place)).saturating_mul(drawn);
        let Some(cards) = self.hands.get(from..from.saturating_add(drawn)) else {
            return self.late_hand(place);
        };
        let mut hand = Hand::new(&self.strata);
        for index in cards {
            let card = number::index(i64::from(*index));
            if let Some(stratum) = self.strata.face(card).stratum {
                hand.add(stratum, card);
            }
        }
        hand
    }

    /// Deals on from where the published places ended.
    fn late_hand(&self, place: u32) -> Hand<'_> {
        let mut decks = self.decks.clone();
        loop {
            let hand = decks.deal_late(&self.strata, &self.shares);
            if decks.places() > place {
                return hand;
            }
        }
    }
}

/// The place of each candidate of a list, in the list's order: all are shuffled by the seed.
#[must_use]
pub fn places(seed: &Hash, candidates: u32) -> Vec<u32> {
    let mut places: Vec<u32> = (0..candidates).collect();
    Stream::new(seed, Seal::new("yuekao/draw/places/1")).shuffle(&mut places);
    places
}

/// The part of a paper that two people share on average, in 1/10,000 of its questions: each is on both
/// papers by the square of its share. Neighbours share less.
pub(in crate::paper) fn overlap(frozen: &Frozen) -> u16 {
    let strata = Strata::of(frozen);
    let shares = share::shares(&strata, frozen.rules.target);
    let part = |share: &i64| number::float_of(*share) / number::float_of(ONE);
    let shared: f64 = shares.shares.iter().map(|share| part(share).powi(2)).sum();
    let asked = number::float((strata.drawn() + strata.fixed.len()).max(1));
    u16::try_from(number::nearest(shared / asked * 10_000.0)).unwrap_or(10_000)
}

/// The expected scores that papers from this allocation can have.
pub(in crate::paper) fn reach(frozen: &Frozen) -> Reaching {
    share::reaching(&Strata::of(frozen))
}

//! Dealing by place. Each stratum has a deck in which every card is due at its own beat: a card with
//! a share of one paper in twelve is due every twelve places, from a seeded start and a little early
//! or late each time. A hand takes what is due first, so neighbours get different questions and every
//! card keeps its share; the exchange for difficulty takes from what is due next, and what it puts
//! back stays first in line.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

use super::{
    hand::{Hand, NEAR, Window},
    share::{ONE, Shares},
    strata::{Card, Strata},
    stream::Stream,
};
use crate::kernel::{
    number,
    seal::{Hash, Seal},
};

/// Time passes by this much from one place to the next.
const PLACE: u128 = 1 << 32;
/// Cards with a smaller share are never dealt (one paper in a million).
const LEAST_SHARE: i64 = 1_000;
/// How many cards of each deck the exchange looks at: more, if fewer do not suffice.
const WINDOWS: [usize; 4] = [4, 8, 16, 32];
const WIDEST: usize = 64;
/// A hand is far off the aim when it is more than 0.2 of 100 away.
const FAR: i64 = 20;

#[derive(Clone, Debug)]
struct Deck {
    /// Cards before their first turn, the next one last: a large pool costs no more than a small one.
    fresh: Vec<Turn>,
    /// Cards that were dealt or looked at, the next one on top.
    back: BinaryHeap<Reverse<Turn>>,
    stream: Stream,
}

/// When a card is due, and which.
type Turn = (u64, Card);

impl Deck {
    fn next(&mut self) -> Option<Turn> {
        match (self.fresh.last(), self.back.peek()) {
            (Some(fresh), Some(Reverse(back))) if back < fresh => self.back.pop().map(|Reverse(turn)| turn),
            (None, _) => self.back.pop().map(|Reverse(turn)| turn),
            (Some(_), _) => self.fresh.pop(),
        }
    }
}

/// All decks, and what has been dealt from them so far.
#[derive(Clone, Debug)]
pub(super) struct Decks {
    decks: Vec<Deck>,
    /// Strata with the least to choose from come first.
    order: Vec<usize>,
    /// By card: when its first turn could be.
    start: Vec<u64>,
    /// By card: when it is due next.
    due: Vec<u64>,
    /// By card: how often it was dealt.
    dealt: Vec<u32>,
    places: u32,
}

impl Decks {
    pub(super) fn new(strata: &Strata, shares: &Shares, seed: &Hash) -> Self {
        let cards = strata.faces.len();
        let mut start = vec![0; cards];
        let decks = strata
            .strata
            .iter()
            .enumerate()
            .map(|(at, stratum)| {
                let mut stream = Stream::new(seed, Seal::new("yuekao/draw/deck/1").count(at));
                let mut fresh = Vec::new();
                for card in &stratum.cards {
                    let Some(beat) = beat(shares, *card) else { continue };
                    let first = part(beat, &mut stream);
                    if let Some(place) = start.get_mut(*card) {
                        *place = first;
                    }
                    fresh.push((first, *card));
                }
                fresh.sort_unstable_by_key(|turn| Reverse(*turn));
                Deck { fresh, back: BinaryHeap::new(), stream }
            })
            .collect();
        let mut order: Vec<usize> = (0..strata.strata.len()).collect();
        order.sort_by_key(|at| {
            strata.strata.get(*at).map(|stratum| stratum.cards.len().saturating_sub(stratum.need))
        });
        Self { decks, order, due: start.clone(), start, dealt: vec![0; cards], places: 0 }
    }

    /// How many hands were dealt.
    pub(super) const fn places(&self) -> u32 {
        self.places
    }
    pub(super) fn dealt(&self, card: Card) -> u32 {
        self.dealt.get(card).copied().unwrap_or_default()
    }

    /// The hand of the next place; no card goes over its limit in an exam of so many places.
    pub(super) fn deal<'a>(&mut self, strata: &'a Strata, shares: &Shares, places: u32) -> Hand<'a> {
        let mut hand = Hand::new(strata);
        let mut aside: Window = vec![Vec::new(); self.decks.len()];
        for at in self.order.clone() {
            let need = strata.strata.get(at).map_or(0, |stratum| stratum.need);
            let mut left = need;
            while left > 0 {
                let Some(card) = self.next(at) else { break };
                if hand.fits(at, card, None) && self.dealt(card) < limit(shares, card, places) {
                    hand.add(at, card);
                    left -= 1;
                } else if let Some(aside) = aside.get_mut(at) {
                    aside.push(card);
                }
            }
            for _ in 0..left {
                self.fill(&mut hand, at, shares, places, &mut aside);
            }
        }
        self.balance(&mut hand, shares, places, &mut aside);
        self.finish(&hand, shares, aside);
        hand
    }

    /// The hand of a place that was not foreseen: the exam has grown by it.
    pub(super) fn deal_late<'a>(&mut self, strata: &'a Strata, shares: &Shares) -> Hand<'a> {
        self.deal(strata, shares, self.places.saturating_add(1))
    }

    /// A card though the deck offers none: enemies elsewhere make room; as a last resort the limits
    /// give way.
    fn fill(&self, hand: &mut Hand<'_>, at: usize, shares: &Shares, places: u32, aside: &mut Window) {
        let mut out = Vec::new();
        let strata = hand.strata();
        let within = |card: Card| self.dealt(card) < limit(shares, card, places);
        if !hand.make_room(at, &within, &mut BTreeSet::new(), &mut out) {
            hand.make_room(at, &|_| true, &mut BTreeSet::new(), &mut out);
        }
        for card in out {
            if let Some(aside) = strata.face(card).stratum.and_then(|home| aside.get_mut(home)) {
                aside.push(card);
            }
        }
    }

    /// Brings the hand to the aim with cards that keep pace with their share; if that leaves it far
    /// off, with any below their limit, but not where enemies in other strata could later be left
    /// with nothing below theirs.
    fn balance(&mut self, hand: &mut Hand<'_>, shares: &Shares, places: u32, aside: &mut Window) {
        let mut window: Window = vec![Vec::new(); self.decks.len()];
        let strata = hand.strata();
        let so_far = self.places.saturating_add(1);
        for width in WINDOWS {
            if hand.is_within(NEAR, shares.aim) {
                break;
            }
            let keeps_pace = |_: usize, card: Card, dealt: u32| dealt < pace(shares, card, so_far);
            self.offer(hand, width, &mut window, aside, keeps_pace);
            hand.balance(&mut window, shares.aim);
        }
        if !hand.is_within(FAR, shares.aim) {
            let below_limit = |at: usize, card: Card, dealt: u32| {
                let free = strata.strata.get(at).is_some_and(|stratum| !stratum.entangled);
                free && dealt < limit(shares, card, places)
            };
            self.offer(hand, WIDEST, &mut window, aside, below_limit);
            hand.balance(&mut window, shares.aim);
        }
        hand.balance_in_pairs(&mut window, shares.aim);
        for (aside, offered) in aside.iter_mut().zip(window) {
            aside.extend(offered);
        }
    }

    /// Widens the window by the cards due next, as far as they may be given.
    fn offer(
        &mut self,
        hand: &Hand<'_>,
        width: usize,
        window: &mut Window,
        aside: &mut Window,
        may: impl Fn(usize, Card, u32) -> bool,
    ) {
        for (at, (offered, aside)) in window.iter_mut().zip(aside).enumerate() {
            if hand.of_stratum(at).is_empty() {
                continue;
            }
            // What was put aside a moment ago may be welcome now.
            let looked_at = std::mem::take(aside);
            let due_next = std::iter::from_fn(|| self.next(at)).take(width.saturating_sub(offered.len()));
            for card in looked_at.into_iter().chain(due_next.collect::<Vec<_>>()) {
                if may(at, card, self.dealt(card)) && !hand.holds(at, card) {
                    offered.push(card);
                } else {
                    aside.push(card);
                }
            }
        }
    }

    /// The card due first; it must be given back unless it is dealt.
    fn next(&mut self, at: usize) -> Option<Card> {
        let deck = self.decks.get_mut(at)?;
        while let Some((due, card)) = deck.next() {
            // A card taken past the deck left its old turn behind.
            if self.due.get(card) == Some(&due) {
                return Some(card);
            }
        }
        None
    }

    /// Puts back what was looked at, and the hand's cards for their next turn.
    fn finish(&mut self, hand: &Hand<'_>, shares: &Shares, aside: Window) {
        for (at, (deck, aside)) in self.decks.iter_mut().zip(aside).enumerate() {
            for card in aside.into_iter().filter(|card| !hand.holds(at, *card)) {
                if beat(shares, card).is_some() {
                    deck.back.push(Reverse((self.due.get(card).copied().unwrap_or_default(), card)));
                }
            }
            for card in hand.of_stratum(at) {
                let (Some(dealt), Some(due)) = (self.dealt.get_mut(*card), self.due.get_mut(*card)) else {
                    continue;
                };
                *dealt += 1;
                let Some(beat) = beat(shares, *card) else { continue };
                let start = self.start.get(*card).copied().unwrap_or_default();
                // Up to a quarter of a beat late, so that the same cards do not always meet.
                *due = start
                    .saturating_add(beat.saturating_mul(u64::from(*dealt)))
                    .saturating_add(part(beat / 4, &mut deck.stream));
                deck.back.push(Reverse((*due, *card)));
            }
        }
        self.places += 1;
    }
}

/// How many places lie between two turns of a card; none for a card that is not dealt.
fn beat(shares: &Shares, card: Card) -> Option<u64> {
    let share = shares.shares.get(card).copied().filter(|share| *share >= LEAST_SHARE)?;
    u64::try_from(PLACE * u128::from(ONE.unsigned_abs()) / u128::from(share.unsigned_abs())).ok()
}

/// A random part of a span of time.
fn part(span: u64, stream: &mut Stream) -> u64 {
    u64::try_from((u128::from(span) * u128::from(stream.word())) >> 32).unwrap_or_default()
}

/// A card's fair number of appearances in an exam of so many places, in units of [`ONE`].
pub(super) fn fair(shares: &Shares, card: Card, places: u32) -> i64 {
    shares.shares.get(card).map_or(0, |share| share.saturating_mul(i64::from(places)))
}

/// The most appearances of a card: max(⌈1.5 × fair⌉, ⌈fair⌉ + 1).
pub(super) fn limit(shares: &Shares, card: Card, places: u32) -> u32 {
    let fair = fair(shares, card, places);
    let ceiling = |number: i64, unit: i64| number::index(number.saturating_add(unit - 1) / unit);
    let most = ceiling(fair.saturating_mul(3), ONE * 2).max(ceiling(fair, ONE) + 1);
    u32::try_from(most).unwrap_or(u32::MAX)
}

/// The most appearances of a card after so many places if it is no earlier than its share.
fn pace(shares: &Shares, card: Card, places: u32) -> u32 {
    let due = fair(shares, card, places).saturating_add(ONE - 1) / ONE;
    u32::try_from(due).unwrap_or(u32::MAX)
}

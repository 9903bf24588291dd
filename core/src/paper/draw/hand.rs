//! The cards of one paper while it is dealt, and the exchange that brings its expected score to the
//! aim: a bounded number of swaps within strata, so that every cell keeps its count.

use std::collections::BTreeSet;

use super::strata::{Card, Strata};

/// Swaps after which a hand is taken as it is.
const MOST_SWAPS: usize = 8;
/// Swaps that are tried two at a time where one at a time gets no nearer.
const MOST_PAIRED: usize = 400;
/// Swaps go on until a hand is within 0.05 of 100 of the aim.
pub(super) const NEAR: i64 = 5;

#[derive(Clone, Debug)]
pub(super) struct Hand<'a> {
    strata: &'a Strata,
    cards: Vec<Vec<Card>>,
    /// By enemy set: the card that stands for it in this hand.
    holders: Vec<Option<Card>>,
    /// Expected score, fixed questions included.
    value: i64,
}

/// Cards that may be swapped in, by stratum.
pub(super) type Window = Vec<Vec<Card>>;

#[derive(Clone, Copy, Debug)]
struct Swap {
    stratum: usize,
    out: Card,
    r#in: Card,
    change: i64,
}

impl<'a> Hand<'a> {
    pub(super) fn new(strata: &'a Strata) -> Self {
        Self {
            strata,
            cards: vec![Vec::new(); strata.strata.len()],
            holders: vec![None; strata.sets],
            value: strata.fixed_value,
        }
    }

    pub(super) const fn strata(&self) -> &'a Strata {
        self.strata
    }
    /// The drawn cards, stratum by stratum.
    pub(super) fn cards(&self) -> impl Iterator<Item = Card> {
        self.cards.iter().flatten().copied()
    }
    pub(super) fn of_stratum(&self, stratum: usize) -> &[Card] {
        self.cards.get(stratum).map_or(&[], Vec::as_slice)
    }
    pub(super) fn holds(&self, stratum: usize, card: Card) -> bool {
        self.of_stratum(stratum).contains(&card)
    }

    /// Whether the card could be here, `out` having gone.
    pub(super) fn fits(&self, stratum: usize, card: Card, out: Option<Card>) -> bool {
        let holder = self.strata.set(card).and_then(|set| self.holders.get(set).copied().flatten());
        (holder.is_none() || holder == out) && !self.holds(stratum, card)
    }

    pub(super) fn add(&mut self, stratum: usize, card: Card) {
        if let Some(cards) = self.cards.get_mut(stratum) {
            cards.push(card);
            self.value += self.strata.value(card);
            self.hold(card, Some(card));
        }
    }
    pub(super) fn remove(&mut self, stratum: usize, card: Card) {
        if let Some(cards) = self.cards.get_mut(stratum) {
            cards.retain(|other| *other != card);
            self.value -= self.strata.value(card);
            self.hold(card, None);
        }
    }
    fn hold(&mut self, card: Card, holder: Option<Card>) {
        if let Some(place) = self.strata.set(card).and_then(|set| self.holders.get_mut(set)) {
            *place = holder;
        }
    }

    /// Takes one more card of this stratum though enemies elsewhere in the hand bar all that is left:
    /// moves those first, along an augmenting path. The cards that had to go are added to `out`.
    pub(super) fn make_room(
        &mut self,
        stratum: usize,
        may: &impl Fn(Card) -> bool,
        tried: &mut BTreeSet<usize>,
        out: &mut Vec<Card>,
    ) -> bool {
        let strata = self.strata;
        let Some(cards) = strata.strata.get(stratum).map(|stratum| &stratum.cards) else { return false };
        for card in cards.iter().copied().filter(|card| may(*card)) {
            if self.holds(stratum, card) {
                continue;
            }
            let Some(set) = strata.set(card) else {
                self.add(stratum, card);
                return true;
            };
            let holder = self.holders.get(set).copied().flatten();
            let home = holder.and_then(|holder| strata.face(holder).stratum);
            if home == Some(stratum) || !tried.insert(set) {
                continue;
            }
            let (Some(holder), Some(home)) = (holder, home) else {
                self.add(stratum, card);
                return true;
            };
            self.remove(home, holder);
            if self.make_room(home, may, tried, out) {
                out.push(holder);
                self.add(stratum, card);
                return true;
            }
            self.add(home, holder);
        }
        false
    }

    /// Whether its expected score is within so many hundredths of a point of 100.
    pub(super) fn is_within(&self, hundredths: i64, aim: i64) -> bool {
        (aim - self.value).abs() <= self.strata.of_hundred(hundredths)
    }

    /// Swaps cards with the window until the hand is near the aim or no swap brings it nearer.
    pub(super) fn balance(&mut self, window: &mut Window, aim: i64) {
        for _ in 0..MOST_SWAPS {
            if self.is_within(NEAR, aim) {
                return;
            }
            let gap = aim - self.value;
            let best = self.swaps(window).min_by_key(|swap| (gap - swap.change).abs());
            match best {
                Some(swap) if (gap - swap.change).abs() < gap.abs() => self.exchange(swap, window),
                _ => return,
            }
        }
    }

    /// The same with two swaps at once, for strata so small that single ones get stuck.
    pub(super) fn balance_in_pairs(&mut self, window: &mut Window, aim: i64) {
        for _ in 0..MOST_SWAPS {
            if self.is_within(NEAR, aim) {
                return;
            }
            let gap = aim - self.value;
            let mut swaps: Vec<Swap> = self.swaps(window).take(MOST_PAIRED).collect();
            swaps.sort_by_key(|swap| swap.change);
            let off = |(one, other): &(Swap, Swap)| (gap - one.change - other.change).abs();
            let best = swaps
                .iter()
                .filter_map(|one| {
                    let wanted = swaps.partition_point(|other| other.change < gap - one.change);
                    // The nearest ones on both sides: enough, as only a few of them exclude each other.
                    let from = wanted.saturating_sub(4);
                    swaps
                        .iter()
                        .skip(from)
                        .take(8)
                        .filter(|other| self.go_together(one, other))
                        .map(|other| (*one, *other))
                        .min_by_key(off)
                })
                .min_by_key(off);
            match best {
                Some(pair) if off(&pair) < gap.abs() => {
                    self.exchange(pair.0, window);
                    self.exchange(pair.1, window);
                }
                _ => return,
            }
        }
    }

    fn swaps<'b>(&'b self, window: &'b Window) -> impl Iterator<Item = Swap> + 'b {
        self.cards.iter().zip(window).enumerate().flat_map(move |(stratum, (held, offered))| {
            held.iter().flat_map(move |out| {
                offered.iter().filter(move |card| self.fits(stratum, **card, Some(*out))).map(move |card| {
                    Swap {
                        stratum,
                        out: *out,
                        r#in: *card,
                        change: self.strata.value(*card) - self.strata.value(*out),
                    }
                })
            })
        })
    }

    fn go_together(&self, one: &Swap, other: &Swap) -> bool {
        let sets = (self.strata.set(one.r#in), self.strata.set(other.r#in));
        one.out != other.out && one.r#in != other.r#in && (sets.0.is_none() || sets.0 != sets.1)
    }

    fn exchange(&mut self, swap: Swap, window: &mut Window) {
        self.remove(swap.stratum, swap.out);
        self.add(swap.stratum, swap.r#in);
        if let Some(offered) = window.get_mut(swap.stratum) {
            offered.retain(|card| *card != swap.r#in);
            offered.push(swap.out);
        }
    }
}

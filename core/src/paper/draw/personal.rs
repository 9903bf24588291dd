//! From the hand of a place to one person's paper: what this person must not or should not get is
//! replaced, then order and options are shuffled, all from the candidate's own stream.

use std::collections::{BTreeSet, HashSet};

use super::{
    Candidate, Deal, Drawn,
    deck::limit,
    hand::{Hand, NEAR, Window},
    strata::Card,
    stream::Stream,
};
use crate::{
    kernel::{number, seal::Seal},
    paper::{Asked, Paper},
};

/// Cards that a replacement is chosen from: the one nearest in difficulty.
const CHOICES: usize = 16;

/// What stands against giving a card to this person.
struct Bars {
    hard: HashSet<Card>,
    met: HashSet<Card>,
    /// Withdrawn after the draw: asked of nobody any more.
    withdrawn: HashSet<Card>,
}

/// How choosy a replacement is.
#[derive(Clone, Copy)]
enum Pick {
    /// New to the person, dealt in this exam, and not at its limit.
    Best,
    /// New to the person.
    New,
    /// Met before, but not barred.
    Allowed,
    /// Anything that was not withdrawn.
    Other,
}

fn card(index: u32) -> Card {
    number::index(i64::from(index))
}
fn index(card: Card) -> u32 {
    u32::try_from(card).unwrap_or(u32::MAX)
}

impl Bars {
    fn of(candidate: &Candidate) -> Self {
        Self {
            hard: candidate.avoid.hard.iter().copied().map(card).collect(),
            met: candidate.avoid.met.iter().copied().map(card).collect(),
            withdrawn: HashSet::new(),
        }
    }
    fn allows(&self, deal: &Deal, card: Card, pick: Pick) -> bool {
        let dealt = deal.decks.dealt(card);
        match pick {
            Pick::Best => {
                dealt > 0 && dealt < limit(&deal.shares, card, deal.frozen.places) && self.is_new(card)
            }
            Pick::New => self.is_new(card),
            Pick::Allowed => !self.hard.contains(&card),
            Pick::Other => !self.withdrawn.contains(&card),
        }
    }
    fn is_new(&self, card: Card) -> bool {
        !self.hard.contains(&card) && !self.met.contains(&card)
    }
}

impl Deal {
    /// The paper of this candidate.
    #[must_use]
    pub fn paper(&self, candidate: &Candidate) -> Drawn {
        let bars = Bars::of(candidate);
        let purpose =
            Seal::new("yuekao/draw/candidate/1").id(candidate.id.0).int(i64::from(candidate.attempt));
        let mut stream = Stream::new(&self.seed, purpose);
        let mut hand = self.hand(candidate.place);
        self.avoid(&mut hand, &bars, &mut stream);
        let paper = self.arranged(&hand, &mut stream);
        self.drawn(paper, &bars)
    }

    /// The paper of this candidate with questions that were withdrawn after the draw replaced where
    /// they stand; everything else stays as it was.
    #[must_use]
    pub fn paper_without(&self, candidate: &Candidate, withdrawn: &[u32]) -> Drawn {
        let mut drawn = self.paper(candidate);
        let mut bars = Bars::of(candidate);
        bars.withdrawn = withdrawn.iter().copied().map(card).collect();
        bars.hard.extend(&bars.withdrawn);
        for gone in withdrawn {
            let Some(place) = drawn.paper.questions.iter().position(|asked| asked.index == *gone) else {
                continue;
            };
            let purpose = Seal::new("yuekao/draw/replacement/1")
                .id(candidate.id.0)
                .int(i64::from(candidate.attempt))
                .int(i64::from(*gone));
            let mut stream = Stream::new(&self.seed, purpose);
            let hand = self.hand_of(&drawn.paper);
            let Some(stratum) = self.strata.face(card(*gone)).stratum else { continue };
            // Whoever knows the whole cell gets another question all the same, and sits without a place.
            let found = [Pick::Best, Pick::New, Pick::Allowed, Pick::Other]
                .into_iter()
                .find_map(|pick| self.substitute(&hand, stratum, card(*gone), pick, &bars, &mut stream));
            if let (Some(found), Some(asked)) = (found, drawn.paper.questions.get_mut(place)) {
                *asked = self.asked(found, &mut stream);
            }
        }
        self.drawn(drawn.paper, &bars)
    }

    /// The drawn cards of a finished paper as a hand again.
    fn hand_of(&self, paper: &Paper) -> Hand<'_> {
        let mut hand = Hand::new(&self.strata);
        for asked in &paper.questions {
            let card = card(asked.index);
            if let Some(stratum) = self.strata.face(card).stratum
                && !self.strata.fixed.contains(&card)
            {
                hand.add(stratum, card);
            }
        }
        hand
    }

    fn drawn(&self, paper: Paper, bars: &Bars) -> Drawn {
        let among = |set: &HashSet<Card>| {
            paper
                .questions
                .iter()
                .map(|asked| asked.index)
                .filter(|index| set.contains(&card(*index)))
                .collect()
        };
        Drawn { barred: among(&bars.hard), met: among(&bars.met), paper }
    }

    fn avoid(&self, hand: &mut Hand<'_>, bars: &Bars, stream: &mut Stream) {
        let before: Vec<(usize, Card)> = (0..self.strata.strata.len())
            .flat_map(|at| hand.of_stratum(at).iter().map(move |card| (at, *card)).collect::<Vec<_>>())
            .filter(|(_, card)| !bars.is_new(*card))
            .collect();
        if before.is_empty() {
            return;
        }
        for (at, card) in before {
            if !hand.holds(at, card) {
                continue;
            }
            let picks: &[Pick] = if bars.hard.contains(&card) {
                &[Pick::Best, Pick::New, Pick::Allowed]
            } else {
                &[Pick::Best, Pick::New]
            };
            let found = picks.iter().find_map(|pick| self.substitute(hand, at, card, *pick, bars, stream));
            hand.remove(at, card);
            match found {
                Some(found) => hand.add(at, found),
                None => {
                    // Enemies in other cells may bar what is left; they can make room.
                    let moved = picks.iter().any(|pick| {
                        let may = |other: Card| other != card && bars.allows(self, other, *pick);
                        hand.make_room(at, &may, &mut BTreeSet::new(), &mut Vec::new())
                    });
                    if !moved {
                        hand.add(at, card);
                    }
                }
            }
        }
        self.rebalance(hand, bars, stream);
    }

    /// A card of the stratum for one that leaves: of the first that may come from a random place on,
    /// the one nearest in difficulty.
    fn substitute(
        &self,
        hand: &Hand<'_>,
        stratum: usize,
        leaves: Card,
        pick: Pick,
        bars: &Bars,
        stream: &mut Stream,
    ) -> Option<Card> {
        let value = self.strata.value(leaves);
        self.turned(stratum, stream)
            .filter(|card| *card != leaves)
            .filter(|card| bars.allows(self, *card, pick) && hand.fits(stratum, *card, Some(leaves)))
            .take(CHOICES)
            .min_by_key(|card| (self.strata.value(*card) - value).abs())
    }

    fn rebalance(&self, hand: &mut Hand<'_>, bars: &Bars, stream: &mut Stream) {
        if hand.is_within(NEAR, self.shares.aim) {
            return;
        }
        let mut window: Window = (0..self.strata.strata.len())
            .map(|at| {
                self.turned(at, stream)
                    .filter(|card| bars.allows(self, *card, Pick::Best) && !hand.holds(at, *card))
                    .take(CHOICES / 2)
                    .collect()
            })
            .collect();
        hand.balance(&mut window, self.shares.aim);
        hand.balance_in_pairs(&mut window, self.shares.aim);
    }

    /// The cards of a stratum, from a random one round to it again.
    fn turned(&self, stratum: usize, stream: &mut Stream) -> impl Iterator<Item = Card> {
        let cards: &[Card] = self.strata.strata.get(stratum).map_or(&[], |stratum| &stratum.cards);
        let start = stream.place(cards.len());
        cards.iter().cycle().skip(start).take(cards.len()).copied()
    }

    fn arranged(&self, hand: &Hand<'_>, stream: &mut Stream) -> Paper {
        let mut cards: Vec<Card> = self.strata.fixed.iter().copied().chain(hand.cards()).collect();
        cards.sort_unstable();
        let mut questions = Vec::with_capacity(cards.len());
        for section in &self.frozen.rules.sections {
            let mut of_section: Vec<Card> = cards
                .iter()
                .copied()
                .filter(|card| {
                    self.frozen.questions.get(*card).is_some_and(|question| question.kind == section.kind)
                })
                .collect();
            stream.shuffle(&mut of_section);
            questions.extend(of_section.into_iter().map(|card| self.asked(card, stream)));
        }
        Paper { questions }
    }

    /// A question with its options in random order; fixed ones keep their place.
    fn asked(&self, card: Card, stream: &mut Stream) -> Asked {
        let question = self.frozen.questions.get(card);
        let mut options: Vec<u8> = (0..question.map_or(0, |question| question.options)).collect();
        let fixed = question.map_or(&[][..], |question| &question.fixed_options);
        let mut loose: Vec<u8> = options.iter().copied().filter(|option| !fixed.contains(option)).collect();
        stream.shuffle(&mut loose);
        let mut loose = loose.into_iter();
        for option in options.iter_mut().filter(|option| !fixed.contains(option)) {
            *option = loose.next().unwrap_or(*option);
        }
        Asked { index: index(card), options }
    }
}

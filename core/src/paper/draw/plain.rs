//! Plain random draws, as other systems make them: to be shown beside ours.

use super::{Deal, strata::Card, stream::Stream};
use crate::{
    kernel::{number, seal::Seal},
    paper::{Asked, Paper},
};

impl Deal {
    /// For each section as many of the pool's questions of its kind as it asks, all equally likely.
    #[must_use]
    pub fn plain(&self, number: u32) -> Paper {
        let mut stream = Stream::new(&self.seed, Seal::new("yuekao/draw/plain/1").int(i64::from(number)));
        let mut questions = Vec::new();
        for section in &self.frozen.rules.sections {
            let mut cards: Vec<Card> = self
                .frozen
                .questions
                .iter()
                .enumerate()
                .filter(|(_, question)| question.kind == section.kind)
                .map(|(card, _)| card)
                .collect();
            let count = number::index(i64::from(section.count)).min(cards.len());
            for at in 0..count {
                let other = at + stream.place(cards.len() - at);
                cards.swap(at, other);
            }
            questions.extend(
                cards.iter().take(count).map(|card| Asked {
                    index: u32::try_from(*card).unwrap_or(u32::MAX),
                    options: Vec::new(),
                }),
            );
        }
        Paper { questions }
    }
}

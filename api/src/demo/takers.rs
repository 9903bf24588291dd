//! People who sit exams: how well each answers follows from an ability of their own and from how
//! hard a question is labelled, so that the demo's figures look like a centre's.

use yuekao_core::{
    bank::model::{BlankKey, Body, Key, Response},
    kernel::{Context, Result, number},
};

/// Someone with an ability on the usual logistic scale, 0 being middling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taker {
    pub(super) ability: f64,
}

/// Evenly between 0 and 1.
pub(super) fn chance(cx: &Context) -> f64 {
    f64::from(u32::from_be_bytes(cx.random())) / (f64::from(u32::MAX) + 1.0)
}

/// One of so many.
pub(super) fn pick(cx: &Context, count: usize) -> usize {
    number::index(number::nearest((chance(cx) * number::float(count)).floor())).min(count.saturating_sub(1))
}

impl Taker {
    /// Twelve throws make a bell.
    pub(super) fn new(cx: &Context) -> Self {
        let throws: f64 = (0..12).map(|_| chance(cx)).sum();
        Self { ability: throws - 6.0 }
    }

    /// What they answer, places as shown; none where they leave it out.
    pub(super) fn respond(
        self,
        cx: &Context,
        body: &Body,
        label: i32,
        shown: &[u8],
    ) -> Result<Option<Response>> {
        let difficulty = f64::from(label - 3) * 0.7 - 1.1;
        let knows = 1.0 / (1.0 + (difficulty - self.ability * 0.8).exp());
        if chance(cx) < 0.01 {
            return Ok(None);
        }
        let knows = chance(cx) < knows;
        Ok(Some(match &body.key {
            Key::Options { right } => Response::Options { chosen: choose(cx, right, shown, knows) },
            Key::Truth { value } => Response::Truth { value: *value == knows },
            Key::Blanks { blanks, .. } => Response::Blanks { texts: fill(cx, blanks, knows) },
            Key::Order { order } => Response::Order { order: arrange(cx, &places(order, shown), knows) },
            Key::Pairs { pairs } => {
                Response::Pairs { pairs: pair(cx, &places(pairs, shown), shown.len(), knows) }
            }
        }))
    }
}

fn choose(cx: &Context, right: &[u8], shown: &[u8], knows: bool) -> Vec<u8> {
    let places = |wanted: &dyn Fn(&u8) -> bool| -> Vec<u8> {
        (0u8..).zip(shown).filter(|(_, option)| wanted(option)).map(|(place, _)| place).collect()
    };
    let mut chosen = places(&|option| right.contains(option));
    let wrong = places(&|option| !right.contains(option));
    if knows {
        return chosen;
    }
    if right.len() > 1 && (wrong.is_empty() || chance(cx) < 0.6) {
        // The usual way to miss a multiple one: one right option is left out.
        chosen.remove(pick(cx, chosen.len()));
        return chosen;
    }
    if right.len() == 1 {
        chosen.clear();
    }
    chosen.extend(wrong.get(pick(cx, wrong.len())));
    chosen.sort_unstable();
    chosen
}

/// Where each of these options is shown.
fn places(options: &[u8], shown: &[u8]) -> Vec<u8> {
    let place = |option: &u8| (0u8..).zip(shown).find(|(_, known)| *known == option).map(|(place, _)| place);
    options.iter().filter_map(place).collect()
}

/// Who does not know has two neighbours in each other's place.
fn arrange(cx: &Context, right: &[u8], knows: bool) -> Vec<u8> {
    let mut order = right.to_vec();
    let at = pick(cx, order.len().saturating_sub(1));
    if !knows && at + 1 < order.len() {
        order.swap(at, at + 1);
    }
    order
}

/// Who does not know takes the next option for one of the prompts.
fn pair(cx: &Context, right: &[u8], options: usize, knows: bool) -> Vec<Option<u8>> {
    let miss = if knows { right.len() } else { pick(cx, right.len()) };
    let next = |option: u8| u8::try_from((usize::from(option) + 1) % options.max(1)).unwrap_or(option);
    right
        .iter()
        .enumerate()
        .map(|(at, option)| Some(if at == miss { next(*option) } else { *option }))
        .collect()
}

fn fill(cx: &Context, blanks: &[BlankKey], knows: bool) -> Vec<String> {
    let miss = if knows { blanks.len() } else { pick(cx, blanks.len()) };
    let text = |(at, blank): (usize, &BlankKey)| {
        let right = blank.accepted.first().cloned().unwrap_or_default();
        if at == miss {
            ["不清楚", "三", "十五"].get(pick(cx, 3)).copied().unwrap_or_default().to_owned()
        } else {
            right
        }
    };
    blanks.iter().enumerate().map(text).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use yuekao_core::{
        bank::model::{Choice, Kind},
        kernel::{Instant, MockClock, SeededChance},
    };

    use super::*;

    #[test]
    fn the_able_answer_better() {
        let cx = Context::system("test", Arc::new(MockClock::at(Instant(0))), Arc::new(SeededChance::new(1)));
        let option = |text: &str| Choice { text: text.to_owned(), fixed: false };
        let body = Body {
            kind: Kind::Single,
            stem: "?".to_owned(),
            prompts: vec![],
            options: ["a", "b", "c", "d"].map(option).to_vec(),
            key: Key::Options { right: vec![2] },
            explanation: String::new(),
        };
        let right = |ability: f64| {
            let answers = (0..200).map(|_| Taker { ability }.respond(&cx, &body, 3, &[3, 2, 1, 0]));
            answers
                .filter(|answer| matches!(answer, Ok(Some(Response::Options { chosen })) if chosen == &[1]))
                .count()
        };
        let (weak, able) = (right(-2.0), right(2.0));
        assert!(able > 150 && weak < 150 && able > weak, "{weak} {able}");
    }
}

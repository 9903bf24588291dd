//! What a question is: a body of stem, options and key, and the response that a taker gives.

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{Instant, PersonId},
    materials::{ClauseId, ClauseRef, MaterialRef},
    people::PersonRef,
};

pub use crate::materials::TopicId;

crate::define_id!(QuestionId, RevisionId);

crate::text_enum! {
    /// The kind of a question; it decides the shape of its key and of a response.
    pub enum Kind {
        Single = "single",
        Multiple = "multiple",
        TrueFalse = "true_false",
        Blank = "blank",
        Ordering = "ordering",
        Matching = "matching",
    }
}

impl Kind {
    /// Whether there is something to choose from.
    #[must_use]
    pub const fn has_options(self) -> bool {
        matches!(self, Self::Single | Self::Multiple | Self::Ordering | Self::Matching)
    }
}

/// The most options that a question can have: what a paper can show and shuffle.
pub const MOST_OPTIONS: u8 = 8;

crate::text_enum! {
    /// Where a question is in its life. Only `live` is drawn.
    pub enum QuestionState {
        Draft = "draft",
        InReview = "in_review",
        Live = "live",
        /// A clause it rests on was superseded.
        Stale = "stale",
        Retired = "retired",
    }
}

/// One option. A fixed one ("以上都对") keeps its place when options are shuffled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Choice {
    pub text: String,
    #[serde(default)]
    pub fixed: bool,
}

/// A number with what may differ from it; all in the blank's own unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Numeric {
    /// Decimal text, so that nothing is rounded on its way.
    pub value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What one blank accepts: any of the texts, or the number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BlankKey {
    #[serde(default)]
    pub accepted: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Numeric>,
}

/// The right answer. Option indexes count from 0 in the order of the revision, whatever order a
/// paper shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Key {
    /// single has exactly one, multiple one or more; sorted, without repeats.
    Options {
        right: Vec<u8>,
    },
    Truth {
        value: bool,
    },
    Blanks {
        blanks: Vec<BlankKey>,
        /// The blanks may be filled in any order.
        #[serde(default)]
        any_order: bool,
    },
    /// ordering: every option once, in the right order.
    Order {
        order: Vec<u8>,
    },
    /// matching: the option of each prompt; one option may be that of several.
    Pairs {
        pairs: Vec<u8>,
    },
}

impl Key {
    /// How many blanks there are to fill.
    #[must_use]
    pub fn blanks(&self) -> usize {
        match self {
            Self::Blanks { blanks, .. } => blanks.len(),
            Self::Options { .. } | Self::Truth { .. } | Self::Order { .. } | Self::Pairs { .. } => 0,
        }
    }

    /// The same key with option numbers as the places of one paper: `shown[place]` is the
    /// revision's index of the option shown at that place.
    #[must_use]
    pub fn as_shown(&self, shown: &[u8]) -> Self {
        let place = |option: &u8| place_of(*option, shown);
        match self {
            Self::Options { right } => Self::Options { right: sorted(right.iter().filter_map(place)) },
            Self::Order { order } => Self::Order { order: order.iter().filter_map(place).collect() },
            Self::Pairs { pairs } => Self::Pairs { pairs: pairs.iter().filter_map(place).collect() },
            Self::Truth { .. } | Self::Blanks { .. } => self.clone(),
        }
    }
}

fn place_of(option: u8, shown: &[u8]) -> Option<u8> {
    shown.iter().position(|known| *known == option).and_then(|place| u8::try_from(place).ok())
}

fn sorted(places: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut places: Vec<u8> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The whole of one revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    pub kind: Kind,
    /// Plain text; a run of four or more underscores is a blank.
    pub stem: String,
    /// What is matched to options, in the order shown; matching alone has some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<String>,
    pub options: Vec<Choice>,
    pub key: Key,
    pub explanation: String,
}

/// What a taker answered. Option indexes are places as shown on the own paper until
/// [`Response::in_revision_order`] maps them back: the order that a revision was written in could
/// tell its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Response {
    Options {
        chosen: Vec<u8>,
    },
    Truth {
        value: bool,
    },
    Blanks {
        texts: Vec<String>,
    },
    /// First to last; may be incomplete.
    Order {
        order: Vec<u8>,
    },
    /// The option of each prompt, where one was given.
    Pairs {
        pairs: Vec<Option<u8>>,
    },
}

impl Response {
    /// An empty response takes an answer back; it earns nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Options { chosen } => chosen.is_empty(),
            Self::Truth { .. } => false,
            Self::Blanks { texts } => texts.iter().all(|text| text.trim().is_empty()),
            Self::Order { order } => order.is_empty(),
            Self::Pairs { pairs } => pairs.iter().all(Option::is_none),
        }
    }

    /// The same answer with option places as the revision counts them. `shown[place]` is the
    /// revision's index of the option shown at that place; a place that was not shown is dropped.
    #[must_use]
    pub fn in_revision_order(self, shown: &[u8]) -> Self {
        self.renumbered(|place| shown.get(usize::from(place)).copied())
    }

    /// The same answer with options as the places of one paper.
    #[must_use]
    pub fn as_shown(&self, shown: &[u8]) -> Self {
        self.clone().renumbered(|option| place_of(option, shown))
    }

    fn renumbered(self, number: impl Fn(u8) -> Option<u8>) -> Self {
        match self {
            Self::Options { chosen } => {
                Self::Options { chosen: sorted(chosen.into_iter().filter_map(number)) }
            }
            Self::Order { order } => Self::Order { order: order.into_iter().filter_map(number).collect() },
            Self::Pairs { pairs } => {
                Self::Pairs { pairs: pairs.into_iter().map(|pair| pair.and_then(&number)).collect() }
            }
            Self::Truth { .. } | Self::Blanks { .. } => self,
        }
    }
}

/// What an author writes: the body, where it belongs and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionInput {
    pub body: Body,
    pub topic: TopicId,
    /// How hard the author thinks it is, 1 to 5.
    pub label: i32,
    pub clauses: Vec<ClauseId>,
}

/// A question as it stands now, key and all.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub id: QuestionId,
    pub version: i32,
    pub state: QuestionState,
    pub author: PersonRef,
    pub reviewer: Option<PersonRef>,
    pub revision: RevisionId,
    pub revision_no: i32,
    pub topic: TopicId,
    pub label: i32,
    pub body: Body,
    pub clauses: Vec<ClauseRef>,
    /// Why the reviewer gave it back, until it is submitted again.
    pub sent_back: Option<String>,
    pub statistics: Statistics,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A question as a list shows it: without its key.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionRow {
    pub id: QuestionId,
    pub state: QuestionState,
    pub kind: Kind,
    pub topic: TopicId,
    pub label: i32,
    pub stem: String,
    pub author: PersonRef,
    pub material: Option<MaterialRef>,
    pub statistics: Statistics,
    pub updated_at: Instant,
}

/// What released exams told of the revision that stands now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    pub responses: i64,
    /// The shares of the points that were earned, added up, in 1/10,000.
    pub share_sum: i64,
}

impl Statistics {
    /// The mean share, or none while nobody answered.
    #[must_use]
    pub fn facility(self) -> Option<f64> {
        use crate::kernel::number::float_of;
        (self.responses > 0).then(|| float_of(self.share_sum) / float_of(self.responses) / 10_000.0)
    }
}

crate::text_enum! {
    /// What released exams told of a question, roughly.
    pub enum Answered {
        Unused = "unused",
        /// Under 30 responses: too few to tell.
        Few = "few",
        /// Under 0.4 of its points are earned.
        Hard = "hard",
        Middle = "middle",
        /// 0.7 of its points or more.
        Easy = "easy",
    }
}

impl Answered {
    #[must_use]
    pub const fn of(statistics: Statistics) -> Self {
        let Statistics { responses, share_sum } = statistics;
        match responses {
            ..=0 => Self::Unused,
            1..30 => Self::Few,
            _ if share_sum < responses.saturating_mul(4_000) => Self::Hard,
            _ if share_sum < responses.saturating_mul(7_000) => Self::Middle,
            _ => Self::Easy,
        }
    }
}

/// How many questions there are of each value, under all other filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    pub state: Vec<(QuestionState, i64)>,
    pub kind: Vec<(Kind, i64)>,
    pub topic: Vec<(TopicId, i64)>,
    pub label: Vec<(i32, i64)>,
    pub answered: Vec<(Answered, i64)>,
    /// Those with most questions first.
    pub author: Vec<(PersonRef, i64)>,
    /// By the material that a question rests on first; those with most questions first.
    pub material: Vec<(MaterialRef, i64)>,
}

/// A live question as a draw needs it: no text, no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolQuestion {
    pub question: QuestionId,
    pub revision: RevisionId,
    pub kind: Kind,
    pub topic: TopicId,
    pub label: i32,
    pub author: PersonId,
    pub reviewer: Option<PersonId>,
    pub statistics: Statistics,
}

/// Where a question is now, for whoever froze it earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    pub revision: RevisionId,
    pub state: QuestionState,
    pub author: PersonId,
    pub reviewer: Option<PersonId>,
}

/// One revision for whoever shows or marks it.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    pub id: RevisionId,
    pub question: QuestionId,
    pub no: i32,
    pub body: Body,
    pub clauses: Vec<ClauseId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_tell_roughly_how_hard_a_question_is() {
        let of = |responses, share_sum| Answered::of(Statistics { responses, share_sum });
        assert_eq!([of(0, 0), of(29, 290_000)], [Answered::Unused, Answered::Few]);
        assert_eq!([of(30, 119_999), of(30, 120_000)], [Answered::Hard, Answered::Middle]);
        assert_eq!([of(30, 209_999), of(30, 210_000)], [Answered::Middle, Answered::Easy]);
    }
}

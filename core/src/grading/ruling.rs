//! Decisions on a question after the exam. A ruling changes how the question is marked on every
//! paper that has it; people whose paper lacks it are untouched.

use serde::{Deserialize, Serialize};

use super::policy::share;
use crate::{
    bank::{
        model::{Body, Key, Kind, Response},
        rule,
    },
    kernel::{PersonId, Points, Result, Share, error::check},
    paper::model::Policy,
};

crate::codes! {
    /// Why a ruling can't be made.
    pub enum Overruled in "grading" {
        /// The question is marked like that already.
        NothingChanges = "nothing_changes",
        /// Everyone can get its points only where every paper contains it.
        NotOnEveryPaper = "not_on_every_paper",
        /// A paper would have no question left that counts.
        NothingLeft = "nothing_left",
        NoReason = "no_reason",
        /// The second person must be another one.
        SecondPersonNeeded = "second_person_needed",
        /// Nobody rules on a question of the own paper.
        OwnMatter = "own_matter",
    }
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// It no longer counts; what is earned on the rest is rescaled to the full points.
    Void,
    EveryoneFull,
    /// Another answer is right, and the old one is not.
    CorrectKey {
        key: Key,
    },
    /// Another answer is right too.
    AcceptAnother {
        key: Key,
    },
}

crate::text_enum! {
    /// Whether a question counts.
    pub enum Treatment {
        Counted = "counted",
        Void = "void",
        EveryoneFull = "everyone_full",
    }
}

/// How a question is marked under the rulings so far; a line of the marking sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marking {
    pub kind: Kind,
    /// A response earns what it earns under the kindest of them.
    pub keys: Vec<Key>,
    pub treatment: Treatment,
}

/// The papers that a ruling would touch.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    pub papers: usize,
    pub with_question: usize,
    /// The least points that would still count on any of them with the question void.
    pub least_rest: Points,
}

impl Marking {
    /// As the revision says, before any ruling.
    #[must_use]
    pub fn of(body: &Body) -> Self {
        Self { kind: body.kind, keys: vec![body.key.clone()], treatment: Treatment::Counted }
    }

    /// The marking after a ruling on the question with this body.
    ///
    /// # Errors
    /// `Invalid` for a key that the question can't have, else a fault of [`Overruled`].
    pub fn after(&self, body: &Body, change: &Change, reach: Reach) -> Result<Self> {
        let with = |keys: Vec<Key>, treatment| Self { kind: self.kind, keys, treatment };
        let next = match change {
            Change::Void if reach.least_rest <= Points::ZERO => return Err(Overruled::NothingLeft.into()),
            Change::Void => with(self.keys.clone(), Treatment::Void),
            Change::EveryoneFull if reach.with_question < reach.papers => {
                return Err(Overruled::NotOnEveryPaper.into());
            }
            Change::EveryoneFull => with(self.keys.clone(), Treatment::EveryoneFull),
            Change::CorrectKey { key } => with(vec![sound(body, key)?], Treatment::Counted),
            Change::AcceptAnother { key } => with(joined(&self.keys, sound(body, key)?), Treatment::Counted),
        };
        if next == *self { Err(Overruled::NothingChanges.into()) } else { Ok(next) }
    }

    /// What a response earns of the question's points; no response earns nothing, unless everyone
    /// gets them.
    #[must_use]
    pub fn mark(&self, policy: Policy, full: Points, response: Option<&Response>) -> Mark {
        let share = match self.treatment {
            Treatment::EveryoneFull => Share::FULL,
            Treatment::Counted | Treatment::Void => response.map_or(Share::NONE, |response| {
                let shares = self.keys.iter().map(|key| share(self.kind, key, policy, response));
                shares.fold(Share::NONE, Share::or_better)
            }),
        };
        Mark { full, share, earned: share.of_points(full), counts: self.treatment != Treatment::Void }
    }
}

fn sound(body: &Body, key: &Key) -> Result<Key> {
    let body = rule::tidied(Body { key: key.clone(), ..body.clone() });
    check(rule::validate(&body))?;
    Ok(body.key)
}

/// Another text joins those of its blank, so that it goes with the old answers to the other blanks.
fn joined(keys: &[Key], another: Key) -> Vec<Key> {
    let mut keys = keys.to_vec();
    let mut whole = true;
    if let (Some(Key::Blanks { blanks, .. }), Key::Blanks { blanks: more, .. }) = (keys.last_mut(), &another)
    {
        for (blank, more) in blanks.iter_mut().zip(more) {
            let new = more.accepted.iter().filter(|text| !blank.accepted.contains(text)).cloned();
            let new: Vec<String> = new.collect();
            blank.accepted.extend(new);
        }
        whole = more.iter().any(|blank| blank.number.is_some());
    }
    if whole && !keys.contains(&another) {
        keys.push(another);
    }
    keys
}

/// The mark of one question of one sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub full: Points,
    pub share: Share,
    /// The share of the points, rounded once.
    pub earned: Points,
    /// False for a void question: it is left out of the total.
    pub counts: bool,
}

/// The points of a sitting: earned on what counts × full ÷ points of what counts, rounded once.
#[must_use]
pub fn total(marks: &[Mark]) -> Points {
    let full: Points = marks.iter().map(|mark| mark.full).sum();
    let counted = || marks.iter().filter(|mark| mark.counts);
    let rest: Points = counted().map(|mark| mark.full).sum();
    let earned: Points = counted().map(|mark| mark.earned).sum();
    if rest == full { earned } else { earned.scaled(full.hundredths(), rest.hundredths()) }
}

/// Whether a result passes. A released pass is not taken away by a ruling.
#[must_use]
pub fn passes(points: Points, pass_mark: Points, passed_when_released: bool) -> bool {
    points >= pass_mark || passed_when_released
}

/// A ruling needs a reason and two people, neither of whom has the question on the own paper.
///
/// # Errors
/// `NoReason`, `SecondPersonNeeded` or `OwnMatter`.
pub fn confirm(
    author: PersonId,
    second: PersonId,
    reason: &str,
    has_question: impl Fn(PersonId) -> bool,
) -> Result<(), Overruled> {
    if reason.trim().is_empty() {
        Err(Overruled::NoReason)
    } else if author == second {
        Err(Overruled::SecondPersonNeeded)
    } else if has_question(author) || has_question(second) {
        Err(Overruled::OwnMatter)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;

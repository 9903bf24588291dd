//! The journal is the truth; what stands now is a fold over it. The order in which lines arrived
//! does not change it: for one question the later page wins, and within a page its own count.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::model::{Acceptance, Event, EventKind, Lease, Place};
use crate::{
    bank::model::Response,
    kernel::{Instant, Result},
    unit::from_text,
};

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub response: Response,
    pub at: Instant,
}

/// What a journal comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Questions with an answer that was not taken back.
    pub given: BTreeMap<Place, Given>,
    pub flags: BTreeSet<Place>,
    /// Answers of a page that another had taken over from.
    pub superseded: usize,
    /// Answers that arrived after closing and don't count.
    pub late: usize,
}

/// Folds the lines of one sitting, in any order.
///
/// # Errors
/// `Internal` for a line that no version of this wrote.
pub fn fold(events: &[Event]) -> Result<Answers> {
    let mut answers = Answers::default();
    let mut latest: BTreeMap<Place, &Event> = BTreeMap::new();
    let mut flags: BTreeMap<Place, &Event> = BTreeMap::new();
    let accepted = accepted(events);
    for event in events {
        match (event.kind, event.question) {
            (EventKind::Answered, Some(question)) => keep_later(&mut latest, question, event),
            (EventKind::Superseded, Some(question)) => {
                answers.superseded += 1;
                keep_later(&mut latest, question, event);
            }
            (EventKind::Flagged, Some(question)) => keep_later(&mut flags, question, event),
            (EventKind::Late, Some(question)) if accepted.contains(&(event.writer, event.n)) => {
                keep_later(&mut latest, question, event);
            }
            (EventKind::Late, _) => answers.late += 1,
            _ => {}
        }
    }
    for (question, event) in latest {
        if let Some(response) = from_text::<Option<Response>>(&event.body)?
            && !response.is_empty()
        {
            answers.given.insert(question, Given { response, at: event.at });
        }
    }
    for (question, event) in flags {
        if from_text(&event.body)? {
            answers.flags.insert(question);
        }
    }
    Ok(answers)
}

/// The late lines that incidents made count, by writer and number.
#[must_use]
pub fn accepted(events: &[Event]) -> HashSet<(Lease, i64)> {
    events
        .iter()
        .filter(|event| event.kind == EventKind::Accepted)
        .filter_map(|event| from_text::<Acceptance>(&event.body).ok())
        .flat_map(|acceptance| acceptance.lines)
        .collect()
}

fn keep_later<'a>(latest: &mut BTreeMap<Place, &'a Event>, question: Place, event: &'a Event) {
    let own: (Lease, i64) = (event.writer, event.n);
    match latest.get(&question) {
        Some(kept) if (kept.writer, kept.n) > own => {}
        _ => {
            latest.insert(question, event);
        }
    }
}

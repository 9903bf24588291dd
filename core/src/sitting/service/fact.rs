//! What a journal says beside the answers: facts for the invigilator and the inspector.

use serde::Deserialize;

use super::super::model::{Event, EventKind, Place, SittingId};
use crate::{
    kernel::{Instant, PersonId, Result},
    unit::Db,
};

/// One line of a journal that is no answer and no flag.
pub struct Fact {
    pub seq: i32,
    pub at: Instant,
    pub what: EventKind,
    pub question: Option<Place>,
    /// What a taker doubted, or why somebody acted.
    pub words: Option<String>,
    /// Who acted, if it was not the taker.
    pub by: Option<PersonId>,
    pub minutes: Option<i32>,
}

/// What the server wrote of somebody's act.
#[derive(Default, Deserialize)]
struct Acted {
    by: Option<PersonId>,
    minutes: Option<i32>,
    reason: Option<String>,
}

impl Fact {
    fn of(line: Event) -> Option<Self> {
        use EventKind as Kind;
        let acted: Acted = match line.kind {
            Kind::Answered | Kind::Late | Kind::Superseded | Kind::Flagged => return None,
            Kind::Extended | Kind::Reopened | Kind::Submitted => {
                serde_json::from_str(&line.body).unwrap_or_default()
            }
            _ => Acted::default(),
        };
        let doubted = (line.kind == Kind::Doubted).then_some(line.body);
        Some(Self {
            seq: line.seq,
            at: line.at,
            what: line.kind,
            question: line.question,
            words: doubted.or(acted.reason),
            by: acted.by,
            minutes: acted.minutes,
        })
    }
}

/// The facts of a sitting in the server's order. No answer is among them.
///
/// # Errors
/// `NotFound` for a sitting that isn't there.
pub async fn facts(db: &Db, id: SittingId) -> Result<Vec<Fact>> {
    let key = super::get(db, id).await?.head().key;
    Ok(super::journal_of(db, key).await?.into_iter().filter_map(Fact::of).collect())
}

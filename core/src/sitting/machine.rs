//! The life of a sitting as types: what is open can be answered, taken over, extended and closed;
//! what is closed only keeps what arrives late. Every step gives at most one line of the journal.
//! The writer asks this with authority, under the sitting's lock.

use std::collections::HashMap;

use super::{
    model::{Acceptance, Act, ClosedBy, Ending, Event, EventKind, Head, Lease, Saved, SavedAs, SittingIssue},
    rule,
};
use crate::{
    kernel::{Error, Instant, PersonId, Result},
    unit::to_text,
};

/// What is wanted of a sitting.
#[derive(Clone, Debug)]
pub enum Step {
    /// Begin it, or go on with it on this page.
    Join,
    Act {
        lease: Lease,
        n: i64,
        act: Act,
        client_at: Option<Instant>,
    },
    HandIn {
        lease: Lease,
        n: i64,
    },
    /// Record that its deadline has passed, if it has.
    Expire,
    End {
        by: PersonId,
        reason: String,
    },
    /// End it by the exam's rule if its page was left so many times.
    EndLeft {
        limit: i32,
    },
    /// What has ended opens again only if a second person agreed.
    Extend {
        by: PersonId,
        second: Option<PersonId>,
        minutes: i32,
        reason: String,
    },
    /// Let late answers of one that has ended count.
    Accept(Acceptance),
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Joined,
    Saved(Saved),
    /// `first` is false for one who hands in again.
    HandedIn {
        first: bool,
    },
    Ended,
    Extended,
    Reopened,
    Accepted,
    /// There was nothing to do.
    Nothing,
}

/// What the journal holds under numbers that may be repeats.
pub type Known = HashMap<(Lease, i64), Event>;

/// A sitting, by what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitting {
    Open(Open),
    Closed(Closed),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open(Head);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    head: Head,
    pub ending: Ending,
}

impl Sitting {
    #[must_use]
    pub const fn restore(head: Head, ending: Option<Ending>) -> Self {
        match ending {
            Some(ending) => Self::Closed(Closed { head, ending }),
            None => Self::Open(Open(head)),
        }
    }
    #[must_use]
    pub const fn head(&self) -> &Head {
        match self {
            Self::Open(open) => &open.0,
            Self::Closed(closed) => &closed.head,
        }
    }
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        match self {
            Self::Open(_) => None,
            Self::Closed(closed) => Some(&closed.ending),
        }
    }

    /// Takes one step: the sitting after it, the line it adds to the journal, and what it came to.
    ///
    /// # Errors
    /// `Refused` leaves the sitting as it was.
    pub fn step(&self, known: &Known, at: Instant, step: &Step) -> Result<(Self, Option<Event>, Reply)> {
        if self.head().seq >= rule::MOST_EVENTS && !matches!(step, Step::HandIn { .. } | Step::Expire) {
            return Err(SittingIssue::TooManyEvents.into());
        }
        match (self, step) {
            (Self::Open(open), Step::Join) => Ok(open.clone().join(at)),
            (Self::Closed(_), Step::Join | Step::Extend { second: None, .. }) => {
                Err(SittingIssue::Closed.into())
            }
            (_, Step::Act { lease, n, act, client_at }) => {
                let told = Told::new(*lease, *n, act, *client_at, at)?;
                match known.get(&(*lease, *n)) {
                    Some(before) => Ok((self.clone(), None, Reply::Saved(told.again(before)?))),
                    None => Ok(self.clone().take(told)),
                }
            }
            (Self::Open(open), Step::HandIn { lease, n }) => {
                if *lease != open.0.lease {
                    return Err(SittingIssue::LeaseTaken.into());
                }
                if known.contains_key(&(*lease, *n)) {
                    return Err(SittingIssue::NReused.into());
                }
                Ok(open.clone().hand_in(*n, at))
            }
            (Self::Open(open), Step::Expire) if rule::overdue(&open.0, at) => {
                let (closed, event) = open.clone().close(ClosedBy::Deadline, None, String::new(), at);
                Ok((closed, Some(event), Reply::Ended))
            }
            (Self::Open(open), Step::End { by, reason }) => {
                let body = serde_json::json!({ "by": by, "reason": reason }).to_string();
                let (closed, event) = open.clone().close(ClosedBy::Invigilator, None, body, at);
                Ok((closed, Some(event), Reply::Ended))
            }
            (Self::Open(open), Step::EndLeft { limit }) if open.0.left_times >= *limit => {
                let (closed, event) = open.clone().close(ClosedBy::Rule, None, String::new(), at);
                Ok((closed, Some(event), Reply::Ended))
            }
            (Self::Open(open), Step::Extend { by, second, minutes, reason }) => {
                let body = given(*by, *second, *minutes, reason);
                Ok(open.clone().extend(*minutes, body, at))
            }
            (Self::Closed(closed), Step::Extend { by, second, minutes, reason }) => {
                let body = given(*by, *second, *minutes, reason);
                Ok(closed.clone().reopen(*minutes, body, at))
            }
            (Self::Closed(closed), Step::Accept(acceptance)) if !acceptance.lines.is_empty() => {
                let mut closed = closed.clone();
                let event = by_server(&mut closed.head, EventKind::Accepted, to_text(acceptance)?, at);
                Ok((Self::Closed(closed), Some(event), Reply::Accepted))
            }
            (Self::Closed(_), Step::HandIn { .. }) => {
                Ok((self.clone(), None, Reply::HandedIn { first: false }))
            }
            (_, Step::Expire | Step::End { .. } | Step::EndLeft { .. } | Step::Accept(_)) => {
                Ok((self.clone(), None, Reply::Nothing))
            }
        }
    }

    /// Takes in what a page told, as what it is by now.
    fn take(mut self, told: Told) -> (Self, Option<Event>, Reply) {
        let (head, status) = match &mut self {
            Self::Closed(closed) => (&mut closed.head, SavedAs::Late),
            Self::Open(Open(head)) => {
                let status = if !rule::in_time(head, told.at) {
                    SavedAs::Late
                } else if told.lease == head.lease {
                    SavedAs::Saved
                } else {
                    SavedAs::Superseded
                };
                (head, status)
            }
        };
        if told.lease == head.lease {
            head.n_high = head.n_high.max(told.n);
            head.last_seen_at = head.last_seen_at.max(told.at);
        }
        if told.kind == EventKind::Left {
            head.left_times = head.left_times.saturating_add(1);
        }
        let saved = Saved { n: told.n, at: told.at, status };
        let event = told.into_event(head, status);
        (self, Some(event), Reply::Saved(saved))
    }
}

impl Open {
    fn join(mut self, at: Instant) -> (Sitting, Option<Event>, Reply) {
        let head = &mut self.0;
        let kind = if head.lease == Lease::SERVER { EventKind::Started } else { EventKind::Resumed };
        head.lease = head.lease.next();
        head.n_high = 0;
        head.last_seen_at = at;
        let event = by_server(head, kind, head.lease.0.to_string(), at);
        (Sitting::Open(self), Some(event), Reply::Joined)
    }

    /// After the grace it is the deadline that ended it, whoever asks.
    fn hand_in(self, n: i64, at: Instant) -> (Sitting, Option<Event>, Reply) {
        let (by, writer) = if rule::in_time(&self.0, at) {
            (ClosedBy::Person, Some((self.0.lease, n)))
        } else {
            (ClosedBy::Deadline, None)
        };
        let (closed, event) = self.close(by, writer, String::new(), at);
        (closed, Some(event), Reply::HandedIn { first: true })
    }

    fn close(
        mut self,
        by: ClosedBy,
        writer: Option<(Lease, i64)>,
        body: String,
        at: Instant,
    ) -> (Sitting, Event) {
        let body = if body.is_empty() { by.as_str().to_owned() } else { body };
        let mut event = by_server(&mut self.0, EventKind::Submitted, body, at);
        if let Some((lease, n)) = writer {
            (event.writer, event.n) = (lease, n);
            self.0.n_high = self.0.n_high.max(n);
            self.0.last_seen_at = at;
        }
        let ending = Ending { at, by, k: event.seq, receipt: None };
        (Sitting::Closed(Closed { head: self.0, ending }), event)
    }

    fn extend(mut self, minutes: i32, body: String, at: Instant) -> (Sitting, Option<Event>, Reply) {
        self.0.extra_minutes = self.0.extra_minutes.saturating_add(minutes);
        let event = by_server(&mut self.0, EventKind::Extended, body, at);
        (Sitting::Open(self), Some(event), Reply::Extended)
    }
}

/// What the journal keeps of extra time.
fn given(by: PersonId, second: Option<PersonId>, minutes: i32, reason: &str) -> String {
    serde_json::json!({ "by": by, "second": second, "minutes": minutes, "reason": reason }).to_string()
}

impl Closed {
    /// The minutes run from now on if the old deadline has passed.
    fn reopen(self, minutes: i32, body: String, at: Instant) -> (Sitting, Option<Event>, Reply) {
        let mut head = self.head;
        let missed = rule::minutes_since(head.deadline(), at);
        head.extra_minutes = head.extra_minutes.saturating_add(missed).saturating_add(minutes);
        let event = by_server(&mut head, EventKind::Reopened, body, at);
        (Sitting::Open(Open(head)), Some(event), Reply::Reopened)
    }
    /// Puts the receipt in, once the journal it covers is known.
    pub fn sign(&mut self, receipt: crate::kernel::seal::Hash) {
        self.ending.receipt = Some(receipt);
    }
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }
}

/// A line of the server's own; its number is its place in the order.
fn by_server(head: &mut Head, kind: EventKind, body: String, at: Instant) -> Event {
    head.seq = head.seq.saturating_add(1);
    Event {
        writer: Lease::SERVER,
        n: i64::from(head.seq),
        seq: head.seq,
        kind,
        question: None,
        body,
        client_at: None,
        at,
    }
}

/// What a page told, in the journal's words.
struct Told {
    lease: Lease,
    n: i64,
    kind: EventKind,
    question: Option<u16>,
    body: String,
    client_at: Option<Instant>,
    at: Instant,
}

impl Told {
    fn new(lease: Lease, n: i64, act: &Act, client_at: Option<Instant>, at: Instant) -> Result<Self> {
        let (kind, question, body) = match act {
            Act::Answer { question, response } => (EventKind::Answered, Some(*question), to_text(response)?),
            Act::Flag { question, on } => (EventKind::Flagged, Some(*question), on.to_string()),
            Act::Doubt { question, words } => (EventKind::Doubted, Some(*question), words.clone()),
            Act::Left => (EventKind::Left, None, String::new()),
            Act::Returned => (EventKind::Returned, None, String::new()),
            Act::Copied => (EventKind::Copied, None, String::new()),
            Act::FullscreenLeft => (EventKind::FullscreenLeft, None, String::new()),
        };
        Ok(Self { lease, n, kind, question, body, client_at, at })
    }

    /// The same number with the same content is acknowledged as it was before.
    fn again(&self, before: &Event) -> Result<Saved> {
        let (kind, status) = match before.kind {
            EventKind::Late => (EventKind::Answered, SavedAs::Late),
            EventKind::Superseded => (EventKind::Answered, SavedAs::Superseded),
            kind => (kind, SavedAs::Saved),
        };
        if (kind, before.question, before.body.as_str()) == (self.kind, self.question, self.body.as_str()) {
            Ok(Saved { n: self.n, at: before.at, status })
        } else {
            Err(Error::from(SittingIssue::NReused))
        }
    }

    /// Only an answer changes its kind with its fate; the rest are facts whenever they arrive.
    fn into_event(self, head: &mut Head, status: SavedAs) -> Event {
        head.seq = head.seq.saturating_add(1);
        let kind = match (self.kind, status) {
            (EventKind::Answered, SavedAs::Late) => EventKind::Late,
            (EventKind::Answered, SavedAs::Superseded) => EventKind::Superseded,
            (kind, _) => kind,
        };
        Event {
            writer: self.lease,
            n: self.n,
            seq: head.seq,
            kind,
            question: self.question,
            body: self.body,
            client_at: self.client_at,
            at: self.at,
        }
    }
}

#[cfg(test)]
mod tests;

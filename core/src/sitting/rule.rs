//! What may be done when, by the server's clock alone. Rules take an instant, never a clock.

use super::{
    journal,
    model::{Act, Event, EventKind, Head, Incident, Lease, LeftThen, Place, Scope, SittingIssue},
};
use crate::{
    bank::model::Response,
    exam::{
        Leaving, OnLeaving,
        rule::{GRACE, latest_start},
    },
    kernel::{Fault, Instant, Issue, PersonId},
};

/// The closer waits this much longer, for answers that arrived in time and still stand in the
/// writer's queue.
const SETTLING: i64 = 300_000;

/// The longest that one text of an answer, a doubt or a reason may be.
pub const LONGEST_TEXT: usize = 500;
const MOST_PARTS: usize = 26;
/// More events than this in one sitting are no exam.
pub const MOST_EVENTS: i32 = 20_000;
pub const MOST_EXTRA_MINUTES: i32 = 240;

/// The grace in seconds, for showing it.
#[must_use]
pub const fn grace_seconds() -> i64 {
    GRACE / Instant::SECOND
}

/// When one session of an exam may be sat.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub opens_at: Instant,
    pub closes_at: Instant,
    pub minutes: i32,
}

impl Window {
    /// The last moment at which everyone still has all the minutes.
    #[must_use]
    pub fn latest_start(self) -> Instant {
        latest_start(self.closes_at, self.minutes)
    }
    /// The deadline of one who starts now, before any extra time.
    #[must_use]
    pub fn deadline(self, started: Instant) -> Instant {
        started.plus_minutes(i64::from(self.minutes)).min(self.closes_at)
    }
    /// # Errors
    /// Before the opening, and after the latest start.
    pub fn may_start(self, now: Instant) -> Result<(), Fault> {
        if now < self.opens_at {
            Err(SittingIssue::NotOpen.with("opens_at", self.opens_at.to_string()))
        } else if now > self.latest_start() {
            Err(SittingIssue::TooLateToStart.with("latest_start", self.latest_start().to_string()))
        } else {
            Ok(())
        }
    }
}

/// Whether what was received then still counts.
#[must_use]
pub fn in_time(head: &Head, received: Instant) -> bool {
    received <= head.deadline().plus_micros(GRACE)
}

/// Whether the closer may close it.
#[must_use]
pub fn overdue(head: &Head, now: Instant) -> bool {
    now > overdue_before(head.deadline())
}

/// From when on a sitting of this deadline is overdue.
const fn overdue_before(deadline: Instant) -> Instant {
    deadline.plus_micros(GRACE).plus_micros(SETTLING)
}

/// Deadlines before this are overdue now.
#[must_use]
pub const fn overdue_deadline(now: Instant) -> Instant {
    now.plus_micros(-GRACE).plus_micros(-SETTLING)
}

/// What an act must be to be taken at all, whatever the state of the sitting.
///
/// # Errors
/// One issue: a number below 1, a question that is not on the paper, or a text too long.
pub fn well_formed(questions: Place, n: i64, act: &Act) -> Result<(), Issue> {
    if n < 1 {
        return Err(SittingIssue::BadNumber.at("/n"));
    }
    let (Act::Answer { question, .. } | Act::Flag { question, .. } | Act::Doubt { question, .. }) = act
    else {
        return Ok(());
    };
    if *question >= questions {
        return Err(SittingIssue::NotOnPaper.at("question").with("questions", questions));
    }
    let fits = match act {
        Act::Answer { response: Some(Response::Options { chosen }), .. } => chosen.len() <= MOST_PARTS,
        Act::Answer { response: Some(Response::Order { order }), .. } => order.len() <= MOST_PARTS,
        Act::Answer { response: Some(Response::Pairs { pairs }), .. } => pairs.len() <= MOST_PARTS,
        Act::Answer { response: Some(Response::Blanks { texts }), .. } => {
            texts.len() <= MOST_PARTS && texts.iter().all(|text| short(text))
        }
        Act::Doubt { words, .. } => short(words),
        _ => true,
    };
    if fits { Ok(()) } else { Err(SittingIssue::TextUnfit.at("").with("most", LONGEST_TEXT)) }
}

/// Not too long, and without the one character that not every database can hold.
fn short(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT && !text.contains('\0')
}

/// Checks a reason and the minutes of an extension.
#[must_use]
pub fn extension_issues(minutes: i32, reason: &str) -> Vec<Issue> {
    let mut issues = reason_issues(reason);
    if !(1..=MOST_EXTRA_MINUTES).contains(&minutes) {
        issues.push(SittingIssue::BadMinutes.at("/minutes").with("most", MOST_EXTRA_MINUTES));
    }
    issues
}

#[must_use]
pub fn reason_issues(reason: &str) -> Vec<Issue> {
    if reason.trim().is_empty() {
        vec![SittingIssue::ReasonMissing.at("/reason")]
    } else if short(reason) {
        Vec::new()
    } else {
        vec![SittingIssue::TextUnfit.at("/reason").with("most", LONGEST_TEXT)]
    }
}

/// The minutes from a passed deadline to now, begun ones whole; none before it.
#[must_use]
pub fn minutes_since(deadline: Instant, now: Instant) -> i32 {
    let late = now.since(deadline).max(0);
    i32::try_from((late + Instant::MINUTE - 1) / Instant::MINUTE).unwrap_or(i32::MAX)
}

/// The late lines of a journal that an incident makes count and that count not yet: stamped by the
/// page while the incident lasted and before the deadline. Whoever sent them, all alike.
#[must_use]
pub fn acceptable(incident: &Incident, head: &Head, journal: &[Event]) -> Vec<(Lease, i64)> {
    let accepted = journal::accepted(journal);
    let deadline = head.deadline();
    let stamped = |event: &Event| {
        event.client_at.is_some_and(|at| incident.from <= at && at <= incident.to && at <= deadline)
    };
    journal
        .iter()
        .filter(|event| event.kind == EventKind::Late && stamped(event))
        .map(|event| (event.writer, event.n))
        .filter(|line| !accepted.contains(line))
        .collect()
}

/// What an incident must be.
#[must_use]
pub fn incident_issues(from: Instant, to: Instant, scope: &Scope, reason: &str) -> Vec<Issue> {
    let mut issues = reason_issues(reason);
    if to <= from {
        issues.push(SittingIssue::IncidentEmpty.at("/to"));
    }
    match scope {
        Scope::Window { window_no } if window_no.trim().is_empty() => {
            issues.push(SittingIssue::WindowMissing.at("/scope/window_no"));
        }
        Scope::Window { window_no } if !short(window_no) => {
            issues.push(SittingIssue::TextUnfit.at("/scope/window_no").with("most", LONGEST_TEXT));
        }
        _ => {}
    }
    issues
}

/// Whether somebody may be the second person of what another wants for these people.
///
/// # Errors
/// For the author, and for who is among them.
pub fn may_confirm(author: PersonId, second: PersonId, concerns: &[PersonId]) -> Result<(), Fault> {
    if concerns.contains(&second) {
        Err(SittingIssue::OwnSitting.into())
    } else if author == second {
        Err(SittingIssue::SecondPersonNeeded.into())
    } else {
        Ok(())
    }
}

/// What a page is told that was left so many times.
#[must_use]
pub const fn left_then(leaving: Leaving, times: i32) -> LeftThen {
    match leaving.then {
        OnLeaving::Warn if times >= leaving.limit => LeftThen::Warned,
        OnLeaving::End if times >= leaving.limit => LeftThen::Ended,
        _ => LeftThen::Nothing,
    }
}

/// What a message must be.
#[must_use]
pub fn message_issues(text: &str) -> Vec<Issue> {
    if text.trim().is_empty() {
        vec![SittingIssue::TextMissing.at("/text")]
    } else if short(text) {
        Vec::new()
    } else {
        vec![SittingIssue::TextUnfit.at("/text").with("most", LONGEST_TEXT)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn minutes_run_from_the_own_start_until_the_closing() {
        let window = Window {
            opens_at: at("2026-11-02T01:00:00Z"),
            closes_at: at("2026-11-02T03:00:00Z"),
            minutes: 60,
        };
        assert_eq!(window.latest_start(), at("2026-11-02T02:00:00Z"));
        assert_eq!(window.deadline(at("2026-11-02T01:30:00Z")), at("2026-11-02T02:30:00Z"));
        assert_eq!(window.deadline(at("2026-11-02T02:30:00Z")), window.closes_at);
        assert!(window.may_start(at("2026-11-02T00:59:59Z")).is_err());
        assert!(window.may_start(window.opens_at).is_ok() && window.may_start(window.latest_start()).is_ok());
        assert!(window.may_start(at("2026-11-02T02:00:01Z")).is_err());
    }

    #[test]
    fn leaving_comes_to_what_the_exam_says() {
        let then = |then, times| left_then(Leaving { then, limit: 3 }, times);
        assert_eq!(then(OnLeaving::Nothing, 30), LeftThen::Nothing);
        assert_eq!(
            (then(OnLeaving::Warn, 2), then(OnLeaving::Warn, 3)),
            (LeftThen::Nothing, LeftThen::Warned)
        );
        assert_eq!((then(OnLeaving::End, 2), then(OnLeaving::End, 4)), (LeftThen::Nothing, LeftThen::Ended));
    }
}

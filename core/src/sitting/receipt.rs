//! 回执: a hash over everything that a sitting's journal says up to its end. Who holds it can show
//! later that nothing in between was changed. It does not prove who sat at the screen. What the
//! journal takes in later has an addendum of its own.

use super::model::{Event, Head};
use crate::{
    exam::ExamId,
    kernel::seal::{Hash, Seal},
    paper::CandidateId,
};

/// Over nonce, exam, candidate, and the events 1 to `k` in the server's order.
#[must_use]
pub fn hash(head: &Head, events: &[Event], k: i32) -> Hash {
    hash_of(&head.nonce, head.key.exam, head.candidate, events, k)
}

/// The same from its parts, for whoever checks it.
#[must_use]
pub fn hash_of(nonce: &[u8], exam: ExamId, candidate: CandidateId, events: &[Event], k: i32) -> Hash {
    let covered = between(events, 0, k);
    let seal = Seal::new("yuekao/receipt/1").bytes(nonce).id(exam.0).id(candidate.0).count(covered.len());
    with_events(seal, &covered).hash()
}

/// Over a receipt and the events after `k`, up to `to`.
#[must_use]
pub fn addendum(receipt: &Hash, events: &[Event], k: i32, to: i32) -> Hash {
    let covered = between(events, k, to);
    let seal = Seal::new("yuekao/addendum/1").bytes(receipt).count(covered.len());
    with_events(seal, &covered).hash()
}

fn between(events: &[Event], after: i32, to: i32) -> Vec<&Event> {
    let mut covered: Vec<&Event> =
        events.iter().filter(|event| after < event.seq && event.seq <= to).collect();
    covered.sort_by_key(|event| event.seq);
    covered
}

fn with_events(seal: Seal, events: &[&Event]) -> Seal {
    events.iter().fold(seal, |seal, event| {
        seal.int(i64::from(event.seq))
            .int(i64::from(event.writer.0))
            .int(event.n)
            .text(event.kind.as_str())
            .int(event.question.map_or(-1, i64::from))
            .text(&event.body)
            .int(event.client_at.map_or(-1, |at| at.micros()))
            .instant(event.at)
    })
}

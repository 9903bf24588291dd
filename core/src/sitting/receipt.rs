//! 回执: a hash over everything that a sitting's journal says up to its end. Who holds it can show
//! later that nothing in between was changed. It does not prove who sat at the screen.

use super::model::{Event, Head};
use crate::kernel::seal::{Hash, Seal};

/// The bytes that a receipt stands for: nonce, exam, candidate, and the events 1 to `k` in the
/// server's order.
#[must_use]
pub fn sealed_bytes(head: &Head, events: &[Event], k: i32) -> Vec<u8> {
    let mut covered: Vec<&Event> = events.iter().filter(|event| event.seq <= k).collect();
    covered.sort_by_key(|event| event.seq);
    let seal = Seal::new("yuekao/receipt/1")
        .bytes(&head.nonce)
        .id(head.key.exam.0)
        .id(head.candidate.0)
        .count(covered.len());
    covered
        .into_iter()
        .fold(seal, |seal, event| {
            seal.int(i64::from(event.seq))
                .int(i64::from(event.writer.0))
                .int(event.n)
                .text(event.kind.as_str())
                .int(event.question.map_or(-1, i64::from))
                .text(&event.body)
                .int(event.client_at.map_or(-1, |at| at.micros()))
                .instant(event.at)
        })
        .into_bytes()
}

/// The receipt itself.
#[must_use]
pub fn hash(head: &Head, events: &[Event], k: i32) -> Hash {
    crate::kernel::seal::sha256(&sealed_bytes(head, events, k))
}

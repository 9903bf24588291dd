//! How long a job is held, and when one that failed is tried again.

use crate::kernel::Instant;

/// Whoever holds a job renews it with each step; one that was left is taken by another after this.
const LEASE: i64 = 60 * Instant::SECOND;
const MOST_ATTEMPTS: i32 = 8;
const LONGEST_WAIT: i64 = 5 * Instant::MINUTE;

pub(super) const fn lease_until(now: Instant) -> Instant {
    now.plus_micros(LEASE)
}

/// When to try again after the attempt of this number failed; `None` gives up.
pub(super) fn retry_at(attempts: i32, now: Instant) -> Option<Instant> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let doubled = Instant::SECOND.saturating_mul(1 << attempts.clamp(0, 16));
    Some(now.plus_micros(doubled.min(LONGEST_WAIT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let now = Instant(0);
        assert_eq!(retry_at(1, now), Some(Instant(2 * Instant::SECOND)));
        assert_eq!(retry_at(7, now), Some(Instant(128 * Instant::SECOND)));
        assert_eq!(retry_at(8, now), None);
    }
}

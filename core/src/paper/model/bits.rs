//! How a paper's numbers are packed: bits without gaps, most significant first, and an order of
//! options as its rank among all orders (Lehmer's code).

/// The number of bits that hold every number up to `largest`.
pub(super) const fn width(largest: u64) -> u32 {
    u64::BITS - largest.leading_zeros()
}

/// How many orders `count` options have.
pub(super) fn orders(count: u64) -> u64 {
    (1..=count).fold(1u64, u64::saturating_mul)
}

/// The place of an order of 0..n among all of them, counted in the order of a dictionary.
pub(super) fn rank(order: &[u8]) -> u64 {
    let mut rest = order.iter();
    let mut rank = 0u64;
    while let Some(first) = rest.next() {
        let left = rest.as_slice();
        let smaller = left.iter().filter(|other| *other < first).count();
        let choices = u64::try_from(left.len()).unwrap_or(u64::MAX).saturating_add(1);
        rank = rank.saturating_mul(choices).saturating_add(u64::try_from(smaller).unwrap_or(u64::MAX));
    }
    rank
}

/// The order of `count` options that has this rank.
pub(super) fn unrank(mut rank: u64, count: u64) -> Option<Vec<u8>> {
    // The digits come out last first: the last option has one choice, the one before it two.
    let mut digits = Vec::new();
    for choices in 1..=count {
        digits.push(usize::try_from(rank % choices).ok()?);
        rank /= choices;
    }
    if rank != 0 {
        return None;
    }
    let mut left: Vec<u8> = (0..u8::try_from(count).ok()?).collect();
    Some(digits.into_iter().rev().map(|digit| left.remove(digit)).collect())
}

/// Puts numbers one behind the other.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    /// Bits not yet in `bytes`, fewer than 8 between two calls.
    pending: u64,
    held: u32,
}

impl Writer {
    /// Puts the lowest `width` bits of `number`.
    pub(super) fn put(&mut self, number: u64, width: u32) {
        for bit in (0..width).rev() {
            self.pending = (self.pending << 1) | ((number >> bit) & 1);
            self.held += 1;
            if self.held == 8 {
                self.flush();
            }
        }
    }
    fn flush(&mut self) {
        self.bytes.push(u8::try_from(self.pending).unwrap_or_default());
        self.pending = 0;
        self.held = 0;
    }
    /// Everything, the last byte filled up with zeros.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        if self.held > 0 {
            self.pending <<= 8 - self.held;
            self.flush();
        }
        self.bytes
    }
}

/// Takes numbers as a [`Writer`] put them.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }
    pub(super) fn take(&mut self, width: u32) -> Option<u64> {
        if width > 63 {
            return None;
        }
        let mut number = 0u64;
        for _ in 0..width {
            let byte = self.bytes.get(self.at / 8)?;
            number = (number << 1) | u64::from((byte >> (7 - self.at % 8)) & 1);
            self.at += 1;
        }
        Some(number)
    }
    /// Nothing is left but the zeros that fill the last byte.
    pub(super) fn ended(mut self) -> bool {
        let left = self.bytes.len().saturating_mul(8).saturating_sub(self.at);
        left < 8 && (0..left).all(|_| self.take(1) == Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_five_has_a_rank_of_its_own() {
        let mut seen: Vec<Vec<u8>> = (0..orders(5)).map(|rank| unrank(rank, 5).unwrap()).collect();
        assert!(seen.iter().enumerate().all(|(at, order)| rank(order) == u64::try_from(at).unwrap()));
        assert!(seen.is_sorted());
        seen.dedup();
        assert_eq!(seen.len(), 120);
        assert_eq!(unrank(120, 5), None);
    }
}

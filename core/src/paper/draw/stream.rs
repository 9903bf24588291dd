//! Chance for the draw: raw ChaCha20 words under a key of its own for each purpose, with a bounded
//! number and a shuffle of our own. Library shuffles change between releases; these never do.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::kernel::seal::{self, Hash, Seal};

/// A repeatable sequence of numbers.
#[derive(Clone, Debug)]
pub(in crate::paper) struct Stream(ChaCha20Rng);

impl Stream {
    /// The sequence of this seed for what the sealed fields name.
    pub(in crate::paper) fn new(seed: &Hash, purpose: Seal) -> Self {
        Self(ChaCha20Rng::from_seed(seal::hmac(seed, &purpose.into_bytes())))
    }

    pub(in crate::paper) fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number below `bound`, every one equally likely; 0 if the bound is 0. (D. Lemire, "Fast
    /// random integer generation in an interval", 2019.)
    pub(in crate::paper) fn below(&mut self, bound: u32) -> u32 {
        const LOW: u64 = 0xffff_ffff;
        let bound = u64::from(bound);
        let mut product = u64::from(self.word()) * bound;
        if product & LOW < bound {
            let rejected = ((LOW + 1) - bound) % bound;
            while product & LOW < rejected {
                product = u64::from(self.word()) * bound;
            }
        }
        u32::try_from(product >> 32).unwrap_or_default()
    }

    /// A place in a list of this length.
    pub(in crate::paper) fn place(&mut self, length: usize) -> usize {
        let place = self.below(u32::try_from(length).unwrap_or(u32::MAX));
        usize::try_from(place).unwrap_or_default()
    }

    /// Fisher and Yates, from the last place down.
    pub(in crate::paper) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.place(last + 1);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_chacha20() {
        // RFC 8439, appendix A.1, test vector 1: the key of zeros.
        let mut stream = Stream(ChaCha20Rng::from_seed([0; 32]));
        assert_eq!(stream.word().to_le_bytes(), [0x76, 0xb8, 0xe0, 0xad]);
    }

    #[test]
    fn bounded_numbers_are_even_and_shuffles_stay() {
        let mut stream = Stream::new(&[7; 32], Seal::new("test"));
        let mut seen = [0u32; 6];
        (0..6000).for_each(|_| seen[stream.place(6)] += 1);
        assert!(seen.iter().all(|times| (880..1120).contains(times)), "{seen:?}");
        assert_eq!(stream.below(0), 0);
        let mut items: Vec<u32> = (0..8).collect();
        Stream::new(&[7; 32], Seal::new("test")).shuffle(&mut items);
        assert_eq!(items, [3, 2, 1, 7, 4, 6, 0, 5]);
    }
}

//! One encoding for everything that is hashed: a domain tag with a version, then length-prefixed
//! fields, integers big-endian, text in NFC, instants in microseconds. Two different lists of
//! fields never give the same bytes. The bytes that were hashed are stored as they are.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::{Instant, number};

pub type Hash = [u8; 32];

/// Builds the bytes of one sealed thing, field by field.
#[derive(Clone, Debug)]
pub struct Seal(Vec<u8>);

impl Seal {
    /// Starts a thing of a kind, for example `yuekao/receipt/1`.
    #[must_use]
    pub fn new(domain: &str) -> Self {
        Self(Vec::with_capacity(128)).bytes(domain.as_bytes())
    }
    #[must_use]
    pub fn bytes(mut self, field: &[u8]) -> Self {
        self.0.extend_from_slice(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.extend_from_slice(field);
        self
    }
    #[must_use]
    pub fn text(self, field: &str) -> Self {
        if field.is_ascii() {
            // Nothing in it can be composed.
            return self.bytes(field.as_bytes());
        }
        let normal: String = field.nfc().collect();
        self.bytes(normal.as_bytes())
    }
    #[must_use]
    pub fn int(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }
    #[must_use]
    pub fn count(self, field: usize) -> Self {
        self.int(number::signed(field))
    }
    #[must_use]
    pub fn id(self, field: Uuid) -> Self {
        self.bytes(field.as_bytes())
    }
    #[must_use]
    pub fn instant(self, field: Instant) -> Self {
        self.int(field.micros())
    }
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
    #[must_use]
    pub fn hash(&self) -> Hash {
        sha256(&self.0)
    }
}

#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// HMAC-SHA-256; any key length is allowed.
#[must_use]
pub fn hmac(key: &[u8], bytes: &[u8]) -> Hash {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(bytes);
            mac.finalize().into_bytes().into()
        }
        // HMAC takes keys of every length, so this can't happen; a hash of the key keeps it total.
        Err(_) => sha256(key),
    }
}

/// Reads a stored hash; anything that is not 32 bytes is a broken database.
///
/// # Errors
/// `Internal` for another length.
pub fn stored_hash(bytes: &[u8]) -> super::Result<Hash> {
    bytes.try_into().map_err(super::Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden_bytes_stay_for_ever() {
        let seal = Seal::new("yuekao/test/1").text("é").int(1).bytes(&[]).instant(Instant(2));
        assert_eq!(
            hex::encode(seal.hash()),
            hex::encode(Seal::new("yuekao/test/1").text("e\u{301}").int(1).bytes(&[]).int(2).hash()),
            "text is compared in NFC"
        );
        assert_ne!(Seal::new("a").text("bc").hash(), Seal::new("ab").text("c").hash());
    }
}

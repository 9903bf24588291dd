//! The sitting pass: a signed token that names a sitting and a lease, good for saving and handing
//! in until a day after the deadline. It is checked without a database, and no trouble with
//! signing in reaches an exam that has begun.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::model::{Lease, Place, SittingId, SittingKey};
use crate::{
    access::token::derive_key,
    exam::ExamId,
    kernel::{Error, Instant, PersonId, Result, error::Unknown, seal::hmac},
};

const VERSION: u8 = 1;
const BODY: usize = 63;
const VALID_AFTER_DEADLINE: i64 = 24 * Instant::HOUR;

/// The key that passes are signed with, derived from the service's signing key.
#[derive(Clone)]
pub struct PassKey([u8; 32]);

impl PassKey {
    #[must_use]
    pub fn derive(root: &[u8]) -> Self {
        Self(derive_key(root, "sitting pass"))
    }
}

/// What a page holds: its right to write into one sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    pub key: SittingKey,
    pub person: PersonId,
    pub lease: Lease,
    /// How many questions the paper has.
    pub questions: Place,
    pub valid_until: Instant,
}

impl Pass {
    #[must_use]
    pub fn new(key: SittingKey, person: PersonId, lease: Lease, questions: Place, deadline: Instant) -> Self {
        Self { key, person, lease, questions, valid_until: deadline.plus_micros(VALID_AFTER_DEADLINE) }
    }

    #[must_use]
    pub fn sign(&self, key: &PassKey) -> String {
        let mut bytes = Vec::with_capacity(BODY + 32);
        bytes.push(VERSION);
        bytes.extend_from_slice(self.key.id.0.as_bytes());
        bytes.extend_from_slice(self.key.exam.0.as_bytes());
        bytes.extend_from_slice(self.person.0.as_bytes());
        bytes.extend_from_slice(&self.lease.0.to_be_bytes());
        bytes.extend_from_slice(&self.questions.to_be_bytes());
        bytes.extend_from_slice(&self.valid_until.micros().to_be_bytes());
        let signature = hmac(&key.0, &bytes);
        bytes.extend_from_slice(&signature);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// # Errors
    /// `Unauthenticated` for what we did not sign, or what is no longer valid.
    pub fn read(text: &str, key: &PassKey, now: Instant) -> Result<Self> {
        let bad = || Error::Unauthenticated(Unknown::BadToken);
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
        let (body, signature) = bytes.split_at_checked(BODY).ok_or_else(bad)?;
        if !bool::from(hmac(&key.0, body).as_slice().ct_eq(signature)) {
            return Err(bad());
        }
        let pass = Self::parse(body).ok_or_else(bad)?;
        if now > pass.valid_until {
            return Err(Error::Unauthenticated(Unknown::TokenExpired));
        }
        Ok(pass)
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let (version, rest) = body.split_first()?;
        let (sitting, rest) = rest.split_first_chunk::<16>()?;
        let (exam, rest) = rest.split_first_chunk::<16>()?;
        let (person, rest) = rest.split_first_chunk::<16>()?;
        let (lease, rest) = rest.split_first_chunk::<4>()?;
        let (questions, rest) = rest.split_first_chunk::<2>()?;
        let until = rest.first_chunk::<8>()?;
        (*version == VERSION).then(|| Self {
            key: SittingKey {
                id: SittingId(Uuid::from_bytes(*sitting)),
                exam: ExamId(Uuid::from_bytes(*exam)),
            },
            person: PersonId(Uuid::from_bytes(*person)),
            lease: Lease(i32::from_be_bytes(*lease)),
            questions: Place::from_be_bytes(*questions),
            valid_until: Instant(i64::from_be_bytes(*until)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_is_ours_unchanged_and_of_its_day() {
        let (key, other) = (PassKey::derive(b"secret"), PassKey::derive(b"other"));
        let sitting = SittingKey { id: SittingId(Uuid::from_u128(1)), exam: ExamId(Uuid::from_u128(2)) };
        let pass = Pass::new(sitting, PersonId(Uuid::from_u128(3)), Lease(4), 50, Instant(0));
        let text = pass.sign(&key);
        assert_eq!(Pass::read(&text, &key, Instant(Instant::DAY)).unwrap(), pass);
        assert!(Pass::read(&text, &key, Instant(Instant::DAY + 1)).is_err());
        assert!(Pass::read(&text, &other, Instant(0)).is_err());
        let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(&text).unwrap();
        for place in 0..bytes.len() {
            bytes[place] ^= 1;
            assert!(Pass::read(&BASE64_URL_SAFE_NO_PAD.encode(&bytes), &key, Instant(0)).is_err(), "{place}");
            bytes[place] ^= 1;
        }
        assert!(
            Pass::read("", &key, Instant(0)).is_err() && Pass::read(&text[1..], &key, Instant(0)).is_err()
        );
    }
}

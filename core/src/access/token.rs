//! Signed tokens. An access token says who, in which roles and in which session; a refresh token
//! names a session and its generation; other rooms sign small claims of their own with a key
//! derived from the same root.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::kernel::{Caller, DepartmentId, Error, Instant, PersonId, Result, Roles, error::Unknown, seal};

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    pub sub: PersonId,
    pub sid: Uuid,
    pub roles: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// Only changing the password is allowed.
    #[serde(default)]
    pub must_change: bool,
    /// Seconds since 1970.
    pub exp: i64,
}

impl Claims {
    /// # Errors
    /// `Internal` for roles that this version does not know.
    pub fn caller(&self) -> Result<Caller> {
        Ok(Caller {
            id: self.sub,
            roles: Roles::stored(&self.roles)?,
            department: self.department,
            session: self.sid,
        })
    }
}

/// Signs and checks.
#[derive(Clone)]
pub struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
    refresh_key: seal::Hash,
}

impl Signer {
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        let access = derive_key(key, "access");
        Self {
            encoding: EncodingKey::from_secret(&access),
            decoding: DecodingKey::from_secret(&access),
            refresh_key: derive_key(key, "refresh"),
        }
    }

    /// # Errors
    /// `Internal` if the claims can't be signed.
    pub fn access(&self, claims: &Claims) -> Result<String> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.encoding).map_err(Error::internal)
    }

    /// # Errors
    /// `Unauthenticated` for a token that is not ours or whose time is over.
    pub fn check_access(&self, token: &str, now: Instant) -> Result<Claims> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The time is checked against our own clock below.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation)
            .map_err(|_| Error::Unauthenticated(Unknown::BadToken))?
            .claims;
        if claims.exp.saturating_mul(Instant::SECOND) <= now.micros() {
            return Err(Error::Unauthenticated(Unknown::TokenExpired));
        }
        Ok(claims)
    }

    /// The refresh token of a session's generation: the same whenever it is asked for, so that two
    /// tabs that refresh at once get the same successor.
    #[must_use]
    pub fn refresh(&self, session: Uuid, generation: i32) -> String {
        let mac = self.refresh_mac(session, generation);
        format!("{}.{generation}.{}", session.simple(), BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    #[must_use]
    pub fn check_refresh(&self, token: &str) -> Option<(Uuid, i32)> {
        let mut parts = token.split('.');
        let session: Uuid = parts.next()?.parse().ok()?;
        let generation: i32 = parts.next()?.parse().ok()?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        let right: bool = self.refresh_mac(session, generation).ct_eq(&mac).into();
        right.then_some((session, generation))
    }

    fn refresh_mac(&self, session: Uuid, generation: i32) -> seal::Hash {
        let bytes = seal::Seal::new("yuekao/refresh/1").id(session).int(i64::from(generation)).into_bytes();
        seal::hmac(&self.refresh_key, &bytes)
    }
}

/// A key for one purpose, from the service's root key.
#[must_use]
pub fn derive_key(root: &[u8], purpose: &str) -> seal::Hash {
    seal::hmac(root, seal::Seal::new("yuekao/key/1").text(purpose).into_bytes().as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(exp: i64) -> Claims {
        Claims {
            sub: PersonId(Uuid::nil()),
            sid: Uuid::nil(),
            roles: "staff".to_owned(),
            department: None,
            must_change: false,
            exp,
        }
    }

    #[test]
    fn a_token_ends_and_cannot_be_forged() {
        let signer = Signer::new(&[7; 32]);
        let token = signer.access(&claims(100)).unwrap();
        assert!(signer.check_access(&token, Instant(99 * Instant::SECOND)).is_ok());
        let expired = signer.check_access(&token, Instant(100 * Instant::SECOND));
        assert!(matches!(expired, Err(Error::Unauthenticated(Unknown::TokenExpired))));
        let foreign = Signer::new(&[8; 32]).check_access(&token, Instant(0));
        assert!(matches!(foreign, Err(Error::Unauthenticated(Unknown::BadToken))));
    }

    #[test]
    fn a_refresh_token_names_its_generation() {
        let signer = Signer::new(&[7; 32]);
        let token = signer.refresh(Uuid::nil(), 4);
        assert_eq!(signer.check_refresh(&token), Some((Uuid::nil(), 4)));
        assert_eq!(signer.check_refresh(&token.replace(".4.", ".5.")), None);
    }
}

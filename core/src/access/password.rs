//! Hashing passwords: argon2id, never more at once than there are cores, so that a morning's
//! sign-ins neither starve the answers nor eat the memory.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::kernel::{Context, Error, Result};

/// Letters and digits that can't be taken for one another.
const FIRST_PASSWORD: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const FIRST_PASSWORD_LENGTH: usize = 12;

/// Hashes and verifies outside the async threads.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    usual: Params,
}

impl Hasher {
    #[must_use]
    pub fn new(cores: usize, cheap: bool) -> Self {
        // OWASP's second choice for argon2id: 19 MiB, two passes, one lane.
        let usual = if cheap { cheapest() } else { Params::new(19 * 1024, 2, 1, None).unwrap_or_default() };
        Self { places: Arc::new(Semaphore::new(cores.max(1))), usual }
    }

    /// The hash of a password that a person chose.
    ///
    /// # Errors
    /// `Internal` if the machine can't hash.
    pub async fn hash(&self, cx: &Context, password: String) -> Result<String> {
        self.run(cx.random(), password, self.usual.clone()).await
    }

    async fn run(&self, salt: [u8; 16], password: String, params: Params) -> Result<String> {
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || hash_now(&salt, &password, params))
            .await
            .map_err(Error::internal)?
    }

    /// Whether this is the password. Someone unknown costs as much time as someone known.
    ///
    /// # Errors
    /// `Internal` if the machine can't hash.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => return self.run([0; 16], password, self.usual.clone()).await.map(|_| false),
        };
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        let right = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
        .map_err(Error::internal)?;
        Ok(known && right)
    }
}

/// A first password, to be changed at once: 12 characters of 31 are 59 bits, so that its hash need
/// not be slow, and an import of a thousand people need not be either.
///
/// # Errors
/// `Internal` if the machine can't hash.
pub fn first_password(cx: &Context) -> Result<(String, String)> {
    let mut password = String::with_capacity(FIRST_PASSWORD_LENGTH);
    while password.len() < FIRST_PASSWORD_LENGTH {
        let [byte] = cx.random::<1>();
        // 248 is the largest multiple of 31 in a byte: every letter is as likely as any other.
        if let Some(letter) =
            (byte < 248).then(|| FIRST_PASSWORD.get(usize::from(byte) % FIRST_PASSWORD.len()))
        {
            password.extend(letter.map(|letter| char::from(*letter)));
        }
    }
    let hash = hash_now(&cx.random(), &password, cheapest())?;
    Ok((password, hash))
}

fn cheapest() -> Params {
    Params::new(Params::MIN_M_COST, 1, 1, None).unwrap_or_default()
}

fn hash_now(salt: &[u8; 16], password: &str, params: Params) -> Result<String> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon.hash_password_with_salt(password.as_bytes(), salt).map_err(Error::internal)?.to_string())
}

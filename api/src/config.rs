//! Settings: defaults, then `yuekao.toml`, then the environment. `yuekao config` prints what is in
//! force, without secrets.

use std::{
    fs, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use yuekao_core::{
    kernel::{Chance, SystemChance},
    unit::DbSettings,
};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Shown as the name of the centre.
    pub name: String,
    /// Keys, the embedded database and stored files.
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// `sqlite:PATH` or `postgres://…`; empty for a file in the data folder.
    pub database_url: String,
    pub readers: u32,
    pub writers: u32,
    /// Threads that answer requests; 0 for one a core.
    pub workers: usize,
    /// Addresses whose `Forwarded` headers are believed.
    pub trusted_proxies: Vec<IpAddr>,
    pub tls: Option<Tls>,
    /// Allows plain http beyond loopback; every page says so.
    pub insecure: bool,
    /// Shows the demo's accounts on the sign-in page.
    pub demo: bool,
    /// Base64 of at least 32 bytes; empty for a key made at first start.
    pub signing_key: String,
    /// Lets others than loopback read `/metrics`.
    pub open_metrics: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    pub cert: PathBuf,
    pub key: PathBuf,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "政务服务中心".to_owned(),
            data: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database_url: String::new(),
            readers: 8,
            writers: 8,
            workers: 0,
            trusted_proxies: Vec::new(),
            tls: None,
            insecure: false,
            demo: false,
            signing_key: String::new(),
            open_metrics: false,
        }
    }
}

/// What is wrong with the settings, for whoever starts the service.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings can't be read: {0}")]
    Unreadable(#[from] Box<figment::Error>),
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    #[error("signing_key must be base64 of at least 32 bytes")]
    WeakKey,
    #[error(
        "listening on {0} without TLS: set tls.cert and tls.key, put a proxy in front and name it in trusted_proxies, or set insecure = true"
    )]
    PlainHttp(SocketAddr),
}

impl Settings {
    /// Reads `file` if it is there, then `YUEKAO_…` and `DATABASE_URL`.
    ///
    /// # Errors
    /// For a file or variable that can't be understood; it is named.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let settings: Self = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("YUEKAO_").ignore(&["CONFIG"]).split("__"))
            .extract()
            .map_err(Box::new)?;
        Ok(settings)
    }

    /// # Errors
    /// For plain http on an address that others reach, unless that is wanted.
    pub fn check(&self) -> Result<(), ConfigError> {
        let covered = self.tls.is_some() || self.insecure || !self.trusted_proxies.is_empty();
        if covered || self.listen.ip().is_loopback() {
            Ok(())
        } else {
            Err(ConfigError::PlainHttp(self.listen))
        }
    }

    #[must_use]
    pub fn database(&self) -> DbSettings {
        let url = if self.database_url.is_empty() {
            format!("sqlite:{}", self.data.join("yuekao.db").display())
        } else {
            self.database_url.clone()
        };
        DbSettings { readers: self.readers, writers: self.writers, ..DbSettings::new(url) }
    }

    /// The service's root key: given, or made once and kept in the data folder for its owner only.
    ///
    /// # Errors
    /// For a weak key, or a folder that can't be written.
    pub fn root_key(&self) -> Result<Vec<u8>, ConfigError> {
        let text = if self.signing_key.is_empty() { self.kept_key()? } else { self.signing_key.clone() };
        match BASE64_STANDARD.decode(text.trim()) {
            Ok(key) if key.len() >= 32 => Ok(key),
            _ => Err(ConfigError::WeakKey),
        }
    }

    fn kept_key(&self) -> Result<String, ConfigError> {
        let path = self.data.join("signing.key");
        if let Ok(text) = fs::read_to_string(&path) {
            return Ok(text);
        }
        let mut key = [0u8; 32];
        SystemChance.fill(&mut key);
        let text = BASE64_STANDARD.encode(key);
        fs::create_dir_all(&self.data)
            .and_then(|()| write_private(&path, &text))
            .map_err(|error| ConfigError::File(path, error))?;
        Ok(text)
    }

    /// As printed: secrets are only said to be there.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut shown = self.clone();
        if !shown.signing_key.is_empty() {
            "(set)".clone_into(&mut shown.signing_key);
        }
        if let Some((scheme, rest)) = shown.database_url.clone().split_once("://")
            && let Some((_, place)) = rest.rsplit_once('@')
        {
            shown.database_url = format!("{scheme}://(set)@{place}");
        }
        shown
    }
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(text.as_bytes())
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_at_home() {
        let mut settings = Settings::default();
        assert!(settings.check().is_ok());
        settings.listen = SocketAddr::from(([0, 0, 0, 0], 8080));
        assert!(matches!(settings.check(), Err(ConfigError::PlainHttp(_))));
        settings.insecure = true;
        assert!(settings.check().is_ok());
    }

    #[test]
    fn secrets_are_not_printed() {
        let settings = Settings {
            database_url: "postgres://u:secret@db/yuekao".to_owned(),
            signing_key: "k".to_owned(),
            ..Settings::default()
        };
        let shown = settings.without_secrets();
        assert_eq!(shown.database_url, "postgres://(set)@db/yuekao");
        assert_eq!(shown.signing_key, "(set)");
    }
}

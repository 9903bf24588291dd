//! An answer, taken apart.

use reqwest::header::HeaderMap;
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// Null where the body is no JSON.
    pub json: Value,
}

impl Reply {
    pub async fn of(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("a whole body").to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or_default();
        Self { status, headers, bytes, json }
    }
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{}: {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        self.json
    }
    /// That it is a problem with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!((self.status, self.json["code"].as_str()), (status, Some(code)), "{text}");
        assert_eq!(self.headers["content-type"], "application/problem+json");
        self.json
    }
    /// That it names exactly these issues, in order.
    #[track_caller]
    pub fn issues(self, codes: &[&str]) -> Value {
        let json = self.problem(422, "request.invalid");
        let found: Vec<_> =
            json["issues"].as_array().expect("issues").iter().map(|issue| &issue["code"]).collect();
        assert_eq!(found, codes, "{json}");
        json
    }
}

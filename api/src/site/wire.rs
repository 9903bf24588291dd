use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::kernel::{Instant, Role};

/// The service as the sign-in page shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Site {
    #[schema(example = "宝山区行政服务中心")]
    pub name: String,
    pub demo: bool,
    /// The demo's one password, in demo mode only.
    #[schema(required)]
    pub demo_password: Option<&'static str>,
    pub demo_accounts: Vec<DemoAccount>,
    /// Plain http beyond loopback: every page says so.
    pub insecure: bool,
    pub time: Instant,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DemoAccount {
    #[schema(example = "T001")]
    pub number: String,
    pub name: String,
    pub role: Role,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Time {
    pub now: Instant,
}

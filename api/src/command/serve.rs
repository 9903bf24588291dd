use std::{net::TcpListener, process::ExitCode};

use actix_web::web;
use tracing_subscriber::EnvFilter;
use yuekao_api::{config::Settings, server};

use super::{Failure, app};

pub(super) async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    settings.check()?;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).init();
    let listener = TcpListener::bind(settings.listen)?;
    let workers = settings.workers;
    let app = web::Data::new(app(settings).await?);
    tracing::info!(address = %listener.local_addr()?, "listening");
    server::build(app.clone(), listener, workers)?.await?;
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

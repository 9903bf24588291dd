use std::{net::TcpListener, process::ExitCode};

use actix_web::web;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use tracing_subscriber::EnvFilter;
use yuekao_api::{app::App, config::Settings, server};

use super::{Failure, app};

pub(super) async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    settings.check()?;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).init();
    let listener = TcpListener::bind(settings.listen)?;
    let workers = settings.workers;
    let app = web::Data::new(app(settings).await?);
    tracing::info!(address = %listener.local_addr()?, "listening");
    let (stop, stopping) = watch::channel(false);
    let work = tokio::spawn(app.runner().run(stopping));
    let farewell = tokio::spawn(say_goodbye(app.clone(), signal(SignalKind::terminate())?));
    // Ends on SIGTERM or SIGINT, after the requests under way.
    server::build(app.clone(), listener, workers)?.await?;
    farewell.abort();
    stop.send_replace(true);
    work.await?;
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Streams would keep the server from ending as long as pages listen: they end when it is told to.
async fn say_goodbye(app: web::Data<App>, mut terminate: Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        // Where SIGINT can't be heard, SIGTERM is the only way.
        Ok(()) = tokio::signal::ctrl_c() => {}
    }
    app.hub.close();
}

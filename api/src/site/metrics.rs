use std::sync::OnceLock;

use actix_web::{HttpRequest, HttpResponse, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::app::App;

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Figures for Prometheus, to loopback unless the settings open them.
pub(super) async fn metrics(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let local = request.peer_addr().is_some_and(|address| address.ip().is_loopback());
    if !local && !app.settings.open_metrics {
        return HttpResponse::NotFound().finish();
    }
    match RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()) {
        Some(handle) => {
            handle.run_upkeep();
            HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render())
        }
        None => HttpResponse::ServiceUnavailable().body("another recorder holds the figures"),
    }
}

//! The HTTP server around the app. Tests start the very same one.

use std::{io, net::TcpListener};

use actix_web::{
    App as ActixApp, HttpServer,
    dev::Server,
    middleware::{Compress, from_fn},
    web,
};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    app::{self, App},
    config::Tls,
    front::{headers, idempotency, pages, trace},
};

/// The description of every operation.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    ActixApp::new().into_utoipa_app().openapi(app::head()).configure(app::routes).split_for_parts().1
}

/// Builds the server on a listener; it runs when awaited.
///
/// # Errors
/// If the listener or the certificate can't be used.
pub fn build(app: web::Data<App>, listener: TcpListener, workers: usize) -> io::Result<Server> {
    let tls = app.settings.tls.clone();
    let secure = app.is_secure();
    // Written out once: the description as a value takes megabytes in each worker.
    let spec = web::Bytes::from(openapi().to_json().map_err(io::Error::other)?);
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .configure(app::readers)
            .configure(crate::site::described(spec.clone()))
            .into_utoipa_app()
            .openapi(app::head())
            .configure(app::routes)
            .into_app()
            .service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::new([crate::site::DESCRIPTION])))
            .configure(crate::site::outside)
            .default_service(web::to(pages::page))
            .wrap(from_fn(idempotency::fingerprint))
            .wrap(from_fn(trace::trace))
            .wrap(headers::headers(secure))
            .wrap(Compress::default())
    })
    // Else the second part of an answer waits 40 ms for the browser to acknowledge the first.
    .tcp_nodelay(true)
    .shutdown_timeout(20);
    let server = if workers == 0 { server } else { server.workers(workers) };
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, rustls_config(&tls)?)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

fn rustls_config(tls: &Tls) -> io::Result<rustls::ServerConfig> {
    use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
    let certs = CertificateDer::pem_file_iter(&tls.cert)
        .map_err(io::Error::other)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(io::Error::other)?;
    rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(certs, key)
        .map_err(io::Error::other)
}

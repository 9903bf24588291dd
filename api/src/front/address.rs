//! Where a request comes from: the peer, or what a trusted proxy says of it.

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The client's address. Headers count only where the peer is a trusted proxy; of a chain the last
/// address that is not itself trusted is taken.
#[must_use]
pub fn of(request: &HttpRequest, trusted: &[IpAddr]) -> String {
    let Some(peer) = request.peer_addr().map(|address| address.ip()) else { return String::new() };
    if !trusted.contains(&peer) {
        return peer.to_string();
    }
    request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .filter(|address| !trusted.contains(address))
        .last()
        .unwrap_or(peer)
        .to_string()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy: IpAddr = [10, 0, 0, 1].into();
        let request = TestRequest::default()
            .peer_addr("10.0.0.1:4000".parse().unwrap())
            .insert_header(("x-forwarded-for", "6.6.6.6, 192.168.1.7"))
            .to_http_request();
        assert_eq!(of(&request, &[proxy]), "192.168.1.7");
        assert_eq!(of(&request, &[]), "10.0.0.1");
    }
}

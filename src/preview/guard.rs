//! The guard: who is answered at all.
//!
//! A page of another site can have the browser ask addresses of this machine, and can give this machine a name
//! of its own (DNS rebinding). So the name that was asked for has to be one of this machine, and whoever asks
//! has to be the page itself or the person at the browser. What is asked for is looked at only afterwards.

use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};

/// How long the address and the headers of a request may be together, in bytes.
const MAX_HEADERS: usize = 16 * 1024;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// The names under which the server is asked for.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    hosts: [String; 2],
}

impl Guard {
    /// Of a server at a port of this machine.
    pub(super) fn new(port: u16) -> Self {
        Self {
            hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        }
    }

    /// Lets a request in, or says how it is refused.
    pub(super) fn admit(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), StatusCode> {
        if size(uri, headers) > MAX_HEADERS {
            return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        }
        let is_own_name = only(headers, &header::HOST).is_some_and(|host| self.is_host(host));
        // In the form for proxies the address has a name, too.
        if !is_own_name
            || uri
                .authority()
                .is_some_and(|name| !self.is_host(name.as_str()))
        {
            return Err(StatusCode::FORBIDDEN);
        }
        if !self.is_own_page(headers) || !is_own_site(headers) {
            return Err(StatusCode::FORBIDDEN);
        }
        if method != Method::GET && method != Method::HEAD {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        Ok(())
    }

    fn is_host(&self, name: &str) -> bool {
        self.hosts.iter().any(|host| host == name)
    }

    /// Whether the request comes from a page of this server, as far as it says so.
    fn is_own_page(&self, headers: &HeaderMap) -> bool {
        if !headers.contains_key(header::ORIGIN) {
            return true;
        }
        let origin = only(headers, &header::ORIGIN);
        let host = origin.and_then(|origin| origin.strip_prefix("http://"));
        host.is_some_and(|host| self.is_host(host))
    }
}

/// Whether the request comes from this site or from the person at the browser, who may follow a link here
/// from anywhere, but only into a tab of its own (Fetch Metadata Request Headers, W3C).
fn is_own_site(headers: &HeaderMap) -> bool {
    if !headers.contains_key(&FETCH_SITE) {
        return true;
    }
    match only(headers, &FETCH_SITE) {
        Some("same-origin" | "none") => true,
        _ => {
            only(headers, &FETCH_MODE) == Some("navigate")
                && only(headers, &FETCH_DEST) == Some("document")
        }
    }
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn size(uri: &Uri, headers: &HeaderMap) -> usize {
    let address = uri.path().len() + uri.query().map_or(0, str::len);
    let of_headers = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len());
    address + of_headers.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(told: &[(&'static str, &str)]) -> Result<(), StatusCode> {
        let mut headers = HeaderMap::new();
        for (name, value) in told {
            headers.append(*name, value.parse().expect("a value"));
        }
        Guard::new(7000).admit(&Method::GET, &Uri::from_static("/"), &headers)
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in ["127.0.0.1:7000", "localhost:7000"] {
            assert_eq!(admitted(&[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "127.0.0.1:7001",
            "localhost:7000.example.org",
            "example.org:7000",
            "[::1]:7000",
            "0.0.0.0:7000",
        ] {
            assert_eq!(
                admitted(&[("host", host)]),
                Err(StatusCode::FORBIDDEN),
                "{host}"
            );
        }
        assert_eq!(admitted(&[]), Err(StatusCode::FORBIDDEN));
        let two = [("host", "localhost:7000"), ("host", "localhost:7000")];
        assert_eq!(admitted(&two), Err(StatusCode::FORBIDDEN));
    }

    #[test]
    fn pages_of_others_are_refused_and_links_of_others_followed() {
        let host = ("host", "localhost:7000");
        let sites = |told: &[(&'static str, &str)]| admitted(&[&[host], told].concat()).is_ok();
        assert!(sites(&[("origin", "http://localhost:7000")]));
        assert!(sites(&[("origin", "http://127.0.0.1:7000")]));
        for origin in [
            "null",
            "http://localhost:7001",
            "https://localhost:7000",
            "http://a.example",
        ] {
            assert!(!sites(&[("origin", origin)]), "{origin}");
        }
        assert!(sites(&[("sec-fetch-site", "same-origin")]));
        assert!(sites(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "anything"] {
            let site = ("sec-fetch-site", site);
            let mode = ("sec-fetch-mode", "navigate");
            assert!(!sites(&[site]));
            assert!(!sites(&[site, ("sec-fetch-mode", "no-cors")]));
            assert!(!sites(&[site, mode, ("sec-fetch-dest", "iframe")]));
            assert!(sites(&[site, mode, ("sec-fetch-dest", "document")]));
        }
    }

    #[test]
    fn long_headers_are_refused() {
        let long = "x".repeat(MAX_HEADERS);
        let told = admitted(&[("host", "localhost:7000"), ("cookie", &long)]);
        assert_eq!(told, Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
    }
}

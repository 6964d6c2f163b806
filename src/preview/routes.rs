//! What is answered at which address. Nothing of an address is ever a path on the disk.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch::Receiver;
use tokio::task::spawn_blocking;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::desk::Desk;
use super::guard::Guard;
use super::page;
use super::shown::Shown;
use super::token::Token;
use crate::diagnostics::{Language, Message, say};
use crate::writers::Format;

/// What a page may do: only what this server gives it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The headers of every answer.
const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// For what changes, and for what stays as long as its address.
const PASSING: &str = "no-store";
const LASTING: &str = "private, max-age=31536000, immutable";

/// What is handed out.
pub(super) struct Routes {
    guard: Guard,
    token: Token,
    path: PathBuf,
    language: Language,
    page: Bytes,
    shown: Receiver<Arc<Shown>>,
}

impl Routes {
    pub(super) fn new(guard: Guard, token: Token, desk: &Desk) -> Self {
        let wanted = desk.wanted();
        Self {
            guard,
            token,
            path: wanted.path.clone(),
            language: wanted.language,
            page: page::html(wanted.language).into(),
            shown: desk.shown(),
        }
    }
}

/// Answers a request.
pub(super) async fn answer(State(routes): State<Arc<Routes>>, request: Request) -> Response {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let mut response = match routes.guard.admit(method, uri, headers) {
        Ok(()) => find(&routes, uri.path()).await,
        Err(status) => refused(status),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let passing = HeaderValue::from_static(PASSING);
    if headers
        .get(header::CACHE_CONTROL)
        .is_none_or(|said| said != LASTING)
    {
        headers.insert(header::CACHE_CONTROL, passing);
    }
    response
}

/// What stands at an address, as it was sent: nothing in it is decoded but the name of a file.
async fn find(routes: &Arc<Routes>, path: &str) -> Response {
    let place = path.strip_prefix('/').and_then(|path| path.split_once('/'));
    let Some((token, place)) = place else {
        return nowhere();
    };
    if !routes.token.is(token) {
        return nowhere();
    }
    if let Some((media_type, bytes)) = page::file(place) {
        return typed(media_type, PASSING, bytes);
    }
    match place {
        "" => typed("text/html; charset=utf-8", PASSING, routes.page.clone()),
        "state" => state(routes),
        "events" => events(routes),
        "fonts.css" => {
            let good = routes.shown.borrow().good.clone();
            let faces = good.map(|good| good.font_faces()).unwrap_or_default();
            typed("text/css; charset=utf-8", PASSING, faces)
        }
        _ => {
            if let Some(name) = place.strip_prefix("pages/") {
                a_page(routes, name)
            } else if let Some(name) = place.strip_prefix("files/") {
                a_file(routes, name).await
            } else if let Some(name) = place.strip_prefix("fonts/") {
                a_font(routes, name)
            } else {
                nowhere()
            }
        }
    }
}

fn state(routes: &Routes) -> Response {
    let state = routes.shown.borrow().state(&routes.path);
    typed("application/json", PASSING, state.to_string())
}

/// Tells of each version, beginning with the present one, and at last that there will be none.
fn events(routes: &Routes) -> Response {
    let told = |shown: Arc<Shown>| {
        let event = Event::default().event("state");
        Ok::<_, Infallible>(event.data(shown.version.to_string()))
    };
    let end = Ok(Event::default().event("end").data(""));
    let events = WatchStream::new(routes.shown.clone())
        .map(told)
        .chain(tokio_stream::once(end));
    Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response()
}

fn a_page(routes: &Routes, name: &str) -> Response {
    let key = name.strip_suffix(".svg");
    match key.and_then(|key| routes.shown.borrow().page(key)) {
        Some(svg) => typed("image/svg+xml", LASTING, svg),
        None => nowhere(),
    }
}

/// A font of the last good form of the document. Its name stays if the project changes the file.
fn a_font(routes: &Routes, name: &str) -> Response {
    let good = routes.shown.borrow().good.clone();
    let font = name
        .strip_suffix(".ttf")
        .and_then(|family| good?.font(family));
    font.map_or_else(nowhere, |font| typed("font/ttf", PASSING, font))
}

/// A file of the last good form of the document.
async fn a_file(routes: &Arc<Routes>, name: &str) -> Response {
    let stem = routes
        .path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let named = |format: &Format| decoded(name) == format!("{stem}.{}", format.ending()).as_bytes();
    let Some(format) = FORMATS.into_iter().find(named) else {
        return nowhere();
    };
    let Some(good) = routes.shown.borrow().good.clone() else {
        let why = say!("the document has errors; mend them, and its files can be had");
        return words(StatusCode::CONFLICT, &why, routes.language);
    };
    let language = routes.language;
    // It may take a while, in which others are to be answered.
    let made = spawn_blocking(move || good.file(format, language)).await;
    match made {
        Ok(Ok(bytes)) => {
            let mut response = typed(media_type(format), PASSING, bytes);
            let name = format!("{stem}.{}", format.ending());
            response.headers_mut().extend(attachment(&name));
            response
        }
        Ok(Err(why)) => words(StatusCode::CONFLICT, &why.into(), routes.language),
        Err(_) => {
            let bug =
                say!("this is a bug in aktas; please report it with the document that shows it");
            words(StatusCode::INTERNAL_SERVER_ERROR, &bug, routes.language)
        }
    }
}

/// The formats that can be had.
const FORMATS: [Format; 3] = [Format::Docx, Format::Pdf, Format::Html];

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Pdf => "application/pdf",
        Format::Html => "text/html; charset=utf-8",
    }
}

/// Has the browser keep an answer as a file of this name (RFC 6266, RFC 8187).
fn attachment(name: &str) -> HeaderMap {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let value = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}"));
    let headers = value.map(|value| (header::CONTENT_DISPOSITION, value));
    headers.into_iter().collect()
}

/// The bytes that a part of an address stands for (RFC 3986, 2.1).
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .and_then(|digits| str::from_utf8(digits).ok());
        let byte = digits.filter(|_| *first == b'%');
        match byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

fn typed(media_type: &'static str, cache: &'static str, body: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, cache),
    ];
    (headers, body.into()).into_response()
}

/// Nothing stands here: the same whether the token or the rest of the address is wrong.
fn nowhere() -> Response {
    refused(StatusCode::NOT_FOUND)
}

/// A refusal, which says no more than what kind it is.
fn refused(status: StatusCode) -> Response {
    let words = format!("{status}\n");
    let mut response = (status, words).into_response();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

fn words(status: StatusCode, words: &Message, language: Language) -> Response {
    (status, words.text(language).into_owned() + "\n").into_response()
}

//! Who is answered, and with what around it.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::served::{PATIENCE, PLAN, Served};

#[test]
fn only_this_machine_with_the_token_is_answered() {
    let served = Served::new(PLAN);
    let path = format!("/{}/state", served.token);
    let own = format!("http://localhost:{}", served.port);
    let host = format!("localhost:{}", served.port);
    let ask = |method, headers: &[(&str, &str)]| served.ask(method, &path, headers).status;
    assert_eq!(ask("GET", &[]), 200);
    assert_eq!(ask("HEAD", &[]), 200);
    assert_eq!(ask("GET", &[("Host", &host), ("Origin", &own)]), 200);
    assert_eq!(ask("GET", &[("Sec-Fetch-Site", "same-origin")]), 200);
    for host in ["example.org", "127.0.0.1", "127.0.0.1:1", "localhost", ""] {
        assert_eq!(ask("GET", &[("Host", host)]), 403, "{host}");
    }
    for origin in ["http://example.org", "null", "http://localhost:1", ""] {
        assert_eq!(ask("GET", &[("Origin", origin)]), 403, "{origin}");
    }
    assert_eq!(ask("GET", &[("Sec-Fetch-Site", "cross-site")]), 403);
    let link = [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Mode", "navigate"),
        ("Sec-Fetch-Dest", "document"),
    ];
    assert_eq!(ask("GET", &link), 200);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let answer = served.ask(method, &path, &[("Content-Length", "0")]);
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head.contains("allow: get, head"), "{}", answer.head);
    }
    let long = "x".repeat(17 * 1024);
    assert_eq!(ask("GET", &[("Cookie", &long)]), 431);
    let none = served.say(&format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n"));
    assert_eq!(none.status, 403, "without a name");
    let proxied = format!("http://example.org{path}");
    assert_ne!(
        served.ask("GET", &proxied, &[]).status,
        200,
        "through a proxy"
    );
}

#[test]
fn nothing_but_what_is_shown_is_at_any_address() {
    let served = Served::new(PLAN);
    served.project.write("secret", "secret");
    served.project.write("content/secret", "secret");
    let token = &served.token;
    let wrong = format!("{}0", &token[..31]);
    let other = if wrong == *token {
        format!("{}1", &token[..31])
    } else {
        wrong
    };
    let below = [
        "secret",
        "../secret",
        "..%2fsecret",
        "%2e%2e/secret",
        "..\\secret",
        "content/plan.yaml",
        "//etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "./state",
        "state/",
        "state%00",
        "pages/../state",
        "pages/..%2f..%2fsecret.svg",
        "pages/.svg",
        "files/../../content/plan.yaml",
        "files/plan.yaml",
        "files/..%2fplan.docx",
        "files/other.docx",
        "files/",
        "fonts/../../../../etc/passwd",
        "fonts/",
        "web/page.html",
    ];
    let mut paths: Vec<String> = below
        .iter()
        .map(|place| format!("/{token}/{place}"))
        .collect();
    paths.extend(["/", "/state", "/favicon.ico", "/robots.txt", "//", "/../"].map(str::to_owned));
    paths.extend([
        format!("/{token}"),
        format!("/{other}/"),
        format!("/{other}/state"),
    ]);
    paths.push(format!("/{token}{token}/state"));
    let first = served.ask("GET", "/", &[]).text();
    for path in paths {
        let answer = served.ask("GET", &path, &[]);
        assert_eq!(
            (answer.status, answer.text()),
            (404, first.clone()),
            "{path}"
        );
    }
}

#[test]
fn every_answer_has_a_strict_policy() {
    let served = Served::new(PLAN);
    let page = served.get("");
    assert_eq!(page.status, 200);
    let refused = served.ask("GET", "/", &[("Host", "example.org")]);
    for answer in [
        page,
        served.get("state"),
        served.get("preview.js"),
        served.get("nowhere"),
        refused,
    ] {
        for header in [
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
            "cache-control: no-store",
        ] {
            assert!(answer.head.contains(header), "{header}: {}", answer.head);
        }
        assert!(!answer.head.contains("access-control"), "{}", answer.head);
    }
}

#[test]
fn it_listens_on_this_machine_alone() {
    let served = Served::new(PLAN);
    let listening = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let port = format!(":{:04X}", served.port);
    let lines: Vec<&str> = listening
        .lines()
        .filter(|line| {
            let mut words = line.split_whitespace();
            words.nth(1).is_some_and(|local| local.ends_with(&port)) && line.contains(" 0A ")
        })
        .collect();
    if !listening.is_empty() {
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains(&format!("0100007F{port}")), "{lines:?}");
    }
}

/// More connections than are let in wait, and do not keep the others from being answered when they go.
#[test]
fn idle_connections_do_no_harm() {
    let served = Served::new(PLAN);
    let before = memory(&served);
    let long = format!("GET / HTTP/1.1\r\nCookie: {}", "x".repeat(10_000));
    let idle: Vec<TcpStream> = (0..150)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
            stream.write_all(long.as_bytes()).unwrap();
            stream
        })
        .collect();
    let descriptors = std::fs::read_dir(format!("/proc/{}/fd", served.child.id()));
    if let Ok(descriptors) = descriptors {
        assert!(descriptors.count() < 120, "not all of them were taken in");
    }
    let more = memory(&served).saturating_sub(before);
    assert!(more < 64 * 1024, "they take {more} KiB");
    drop(idle);
    assert_eq!(served.get("state").status, 200);
}

/// How much memory the program has, in KiB, where the system tells.
fn memory(served: &Served) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.child.id()));
    let status = status.unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or(0, |line| {
        line.trim().trim_end_matches(" kB").parse().unwrap()
    })
}

#[test]
fn an_event_tells_of_every_version() {
    let served = Served::new(PLAN);
    let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let (token, port) = (&served.token, served.port);
    write!(
        stream,
        "GET /{token}/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
    )
    .unwrap();
    let mut heard = String::new();
    let mut until = |words: &str| {
        while !heard.contains(words) {
            let mut bytes = [0; 1024];
            let count = stream.read(&mut bytes).unwrap();
            assert!(count > 0, "it ended: {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    };
    until("content-type: text/event-stream");
    until("event: state\ndata: 1\n\n");
    served.save("kind: ");
    until("event: state\ndata: 2\n\n");
}

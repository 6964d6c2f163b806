//! How it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::project::Project;
use crate::served::{PATIENCE, PLAN, Served, address};

#[test]
fn signals_end_it_well_although_somebody_listens() {
    for signal in ["INT", "TERM", "HUP"] {
        let mut served = Served::new(PLAN);
        let mut listens = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        let (token, port) = (&served.token, served.port);
        write!(
            listens,
            "GET /{token}/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        )
        .unwrap();
        listens.read_exact(&mut [0; 16]).unwrap();
        served.signal(signal);
        let mut heard = String::new();
        listens.read_to_string(&mut heard).unwrap();
        assert!(heard.contains("event: end"), "{signal}: {heard}");
        assert_eq!(served.ended(), Some(0), "{signal}");
        assert!(
            TcpStream::connect(("127.0.0.1", served.port)).is_err(),
            "{signal}"
        );
    }
}

/// The program under a terminal, which `script` makes; how it is started is a line of the shell.
fn under_a_terminal(project: &Project, start: &str) -> (std::process::Child, u16, String) {
    let aktas = env!("CARGO_BIN_EXE_aktas");
    let line = format!("{start} '{aktas}' preview --no-open content/plan.yaml");
    let mut script = Command::new("script")
        .args(["-qefc", &line, "/dev/null"])
        .current_dir(project.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(script.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    // The terminal goes on having a reader.
    thread::spawn(move || {
        let mut rest = Vec::new();
        let _ = out.read_to_end(&mut rest);
    });
    let (port, token) = address(&line);
    (script, port, token)
}

#[test]
fn it_ends_with_its_terminal() {
    // As the system sees to it; and where it was told not to.
    for start in ["exec", "trap '' HUP; exec"] {
        let project = Project::new();
        project.write("content/plan.yaml", PLAN);
        let (mut script, port, token) = under_a_terminal(&project, start);
        let mut listens = TcpStream::connect(("127.0.0.1", port)).unwrap();
        listens.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            listens,
            "GET /{token}/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        )
        .unwrap();
        listens.read_exact(&mut [0; 16]).unwrap();
        script.kill().unwrap();
        script.wait().unwrap();
        let mut heard = Vec::new();
        // A connection that is cut says so, too.
        let _ = listens.read_to_end(&mut heard);
        if start.starts_with("trap") {
            let heard = String::from_utf8_lossy(&heard);
            assert!(heard.contains("event: end"), "{heard}");
        }
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_ok() {
            assert!(began.elapsed() < PATIENCE, "{start}: it goes on");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

//! A preview that runs, and what it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::call;
use crate::project::Project;

/// What is waited for at most: a machine under load is slow, and what never comes fails in the end.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A whole document.
pub(crate) const PLAN: &str = include_str!("../../templates/activity-plan/starter.yaml");

/// How the line of its title begins.
const TITLE: &str = "title: ";

/// A preview that runs until this goes.
pub(crate) struct Served {
    pub(crate) project: Project,
    pub(crate) child: Child,
    pub(crate) port: u16,
    pub(crate) token: String,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// A call of `aktas` that heeds every signal, also where whoever runs the tests ignores some: a shell has
/// what it starts in the background ignore Ctrl+C, and a program inherits that.
pub(crate) fn heeding(project: &Project, args: &[&str]) -> Command {
    let heeded = ["--default-signal=INT,TERM,HUP", env!("CARGO_BIN_EXE_aktas")];
    call(project, "env", &[&heeded, args].concat())
}

impl Served {
    /// Starts a preview of `content/plan.yaml`.
    pub(crate) fn new(plan: &str) -> Self {
        Self::with(plan, &[])
    }

    pub(crate) fn with(plan: &str, more: &[&str]) -> Self {
        let project = Project::new();
        project.write("content/plan.yaml", plan);
        Self::of(project, "content/plan.yaml", more)
    }

    pub(crate) fn of(project: Project, file: &str, more: &[&str]) -> Self {
        let mut child = heeding(&project, &["preview", file])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let (port, token) = address(&line);
        Self {
            project,
            child,
            port,
            token,
        }
    }

    /// What is answered to a request for a place below the token.
    pub(crate) fn get(&self, place: &str) -> Answer {
        self.ask("GET", &format!("/{}/{place}", self.token), &[])
    }

    /// What is answered to a request as a browser sends it, but for these headers.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let own = format!("127.0.0.1:{}", self.port);
        let is_host = |(name, _): &(&str, &str)| *name == "Host";
        let host = if headers.iter().any(is_host) {
            String::new()
        } else {
            format!("Host: {own}\r\n")
        };
        let more: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        self.say(&format!(
            "{method} {path} HTTP/1.1\r\n{host}{more}Connection: close\r\n\r\n"
        ))
    }

    /// What is answered to these very words.
    pub(crate) fn say(&self, words: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(words.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head: head.to_lowercase(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub(crate) fn state(&self) -> Value {
        let answer = self.get("state");
        assert_eq!(answer.status, 200, "{}", answer.head);
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// The state as soon as it is what is waited for.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let state = self.state();
            if holds(&state) {
                return state;
            }
            assert!(began.elapsed() < PATIENCE, "waited for: {what}; {state:#}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Saves the document.
    pub(crate) fn save(&self, plan: &str) {
        self.project.write("content/plan.yaml", plan);
    }

    pub(crate) fn signal(&self, name: &str) {
        // A shell has `kill`; as a program it is not on every machine.
        let kill = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.child.id())])
            .status();
        assert!(kill.unwrap().success());
    }

    /// How the program has ended, which is waited for.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        ended(&mut self.child)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// How a program has ended, which is waited for: its exit status, none if a signal ended it.
pub(crate) fn ended(child: &mut Child) -> Option<i32> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        assert!(began.elapsed() < PATIENCE, "it goes on");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The port and the token of an address.
pub(crate) fn address(line: &str) -> (u16, String) {
    let rest = line.strip_prefix("http://127.0.0.1:").expect("an address");
    let (port, token) = rest.trim_end().split_once('/').unwrap();
    (
        port.parse().unwrap(),
        token.trim_end_matches('/').to_owned(),
    )
}

/// The document with another title.
pub(crate) fn titled(title: &str) -> String {
    let line = |line: &str| {
        if line.starts_with(TITLE) {
            format!("{TITLE}{title}\n")
        } else {
            format!("{line}\n")
        }
    };
    PLAN.lines().map(line).collect()
}

/// The keys of the pages.
pub(crate) fn keys(state: &Value) -> Vec<String> {
    let pages = state["pages"].as_array().unwrap();
    pages
        .iter()
        .map(|page| page["key"].as_str().unwrap().to_owned())
        .collect()
}

//! `aktas build --watch`.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::command::aktas;
use crate::project::Project;
use crate::served::{PATIENCE, PLAN, ended, heeding, titled};

/// A run of `aktas build --watch` that ends with this.
struct Following(Child);

impl Following {
    fn of(project: &Project) -> Self {
        let log = fs::File::create(project.path("log")).unwrap();
        let args = ["build", "--watch", "--to", "html"];
        let mut call = heeding(project, &args);
        call.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Self(call.spawn().unwrap())
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "waited for: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn has(path: &Path, words: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|text| text.contains(words))
}

#[test]
fn what_a_save_touches_is_built_and_nothing_else() {
    let project = Project::new();
    let named = |id: &str, title: &str| titled(title).replace("\nid: ", &format!("\nid: {id}-"));
    project.write("content/a.yaml", named("a", "Pirmas"));
    project.write("content/b.yaml", named("b", "Antras"));
    let _following = Following::of(&project);
    let (a, b, log) = (
        project.path("out/a.html"),
        project.path("out/b.html"),
        project.path("log"),
    );
    until("both", || has(&log, "follows saves"));
    assert!(has(&a, "Pirmas") && has(&b, "Antras"));

    fs::write(&b, "untouched").unwrap();
    project.write("content/a.yaml", named("a", "Trečias"));
    until("the first anew", || has(&a, "Trečias"));
    assert!(has(&b, "untouched"), "only what changed is built");

    project.write(
        "content/a.yaml",
        format!("{}nonsense: 1\n", named("a", "Ketvirtas")),
    );
    until("the fault", || has(&log, "unknown-key"));
    assert!(has(&a, "Trečias"), "the old file stays");

    project.write("content/a.yaml", named("a", "Penktas"));
    until("the mending", || has(&a, "Penktas"));
    project.write("content/c.yaml", named("c", "Naujas"));
    until("a new document", || {
        has(&project.path("out/c.html"), "Naujas")
    });

    let labels = include_str!("../../templates/activity-plan/labels.lt.yaml");
    project.write("templates/activity-plan/labels.lt.yaml", labels);
    until("all of a kind", || has(&b, "Antras"));
}

#[test]
fn a_signal_ends_it_well() {
    let project = Project::new();
    project.write("content/plan.yaml", PLAN);
    let mut following = Following::of(&project);
    until("it follows", || has(&project.path("log"), "follows saves"));
    let id = following.0.id().to_string();
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -INT {id}")])
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(ended(&mut following.0), Some(0));
}

#[test]
fn what_was_is_not_followed() {
    let project = Project::new();
    project.write("content/plan.yaml", PLAN);
    let ran = aktas(&project, &["build", "--watch", "--as-of", "V-1"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

//! `aktas rollover`: next year's document from this one's, with everything that no rule touches as
//! it was.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "support/compare.rs"]
mod compare;
#[path = "support/project.rs"]
mod project;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use command::{aktas, call};
use compare::{difference, updating};
use project::{Project, tests};
use proptest::prelude::*;
use serde_json::Value;

/// The examples, each with the year that it is moved on to and the file that it becomes.
const EXAMPLES: [(&str, &str, &str); 7] = [
    ("library-plan-2027", "2028", "library-plan-2028"),
    (
        "library-plan-report-2027",
        "2028",
        "library-plan-report-2028",
    ),
    (
        "association-funding-2027",
        "2028",
        "association-funding-2028",
    ),
    ("cooperation-plan-2027", "2028", "cooperation-plan-2028"),
    ("methodical-plan-2026", "2027", "methodical-plan-2027"),
    ("meeting-notice-2027", "2028", "meeting-notice-2028"),
    ("library-report-2026", "2027", "library-report-2027"),
];

/// A project with the examples.
fn examples() -> Project {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let project = Project::new();
    let root = tests().parent().unwrap();
    copy(&root.join("content"), &project.path("content"));
    project
}

fn read(project: &Project, name: &str) -> String {
    fs::read_to_string(project.path(&format!("content/{name}.yaml"))).unwrap()
}

/// Moves a document of a project on, and gives the new text.
fn rolled(project: &Project, old: &str, to: &str, new: &str) -> String {
    let ran = aktas(
        project,
        &["rollover", &format!("content/{old}.yaml"), "--to", to],
    );
    assert_eq!(ran.status, Some(0), "{old}: {ran:?}");
    read(project, new)
}

/// The messages of `check` about a document, as JSON.
fn checked(project: &Project, name: &str) -> Vec<Value> {
    let path = format!("content/{name}.yaml");
    let ran = aktas(project, &["check", &path, "--format", "json"]);
    let lines = ran.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn names_a_year(line: &str) -> bool {
    let digits = |four: &[u8]| four.iter().all(u8::is_ascii_digit);
    line.as_bytes().windows(4).any(digits)
}

#[test]
fn cases_become_what_stands_beside_them() {
    let mut faults = String::new();
    let mut count = 0;
    for case in fs::read_dir(tests().join("rollover"))
        .unwrap()
        .map(Result::unwrap)
    {
        count += 1;
        let name = case.file_name().into_string().unwrap();
        let to = name.rsplit_once("-to-").unwrap().1;
        let project = Project::new();
        project.write(
            "content/old.yaml",
            fs::read(case.path().join("old.yaml")).unwrap(),
        );
        let args = [
            "rollover",
            "content/old.yaml",
            "--out",
            "content/new.yaml",
            "--to",
            to,
        ];
        let ran = aktas(&project, &args);
        assert_eq!(ran.status, Some(0), "{name}: {ran:?}");
        let new = read(&project, "new");
        let messages = checked(&project, "new");
        for message in messages {
            assert_eq!(message["code"], "undecided", "{name}: {message}");
        }
        let expected = case.path().join("new.yaml");
        if updating() {
            fs::write(&expected, &new).unwrap();
            continue;
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if let Some(difference) = difference(&wanted, &new) {
            faults += &format!("{name}:\n{difference}\n");
        }
    }
    assert!(count > 3 && faults.is_empty(), "{count} cases\n{faults}");
}

#[test]
fn an_example_moves_on_without_a_stale_year_and_twice_to_the_same_bytes() {
    let project = examples();
    for (old, to, new) in EXAMPLES {
        let text = rolled(&project, old, to, new);
        assert_eq!(rolled(&examples(), old, to, new), text, "{old}");
        let told = checked(&project, new);
        for message in &told {
            assert_eq!(message["code"], "undecided", "{new}: {message}");
        }
        // Every remark is found, and the old year stands where one says so, or where it was.
        let remarks = text
            .lines()
            .filter(|line| line.trim_start().starts_with("#? "));
        let found = told
            .iter()
            .filter(|message| message["message"].to_string().contains("to be decided"));
        assert_eq!(found.count(), remarks.count(), "{new}");
        assert!(text.contains(&format!("id: {new}\n")), "{new}");
    }
}

#[test]
fn lines_without_a_year_stay_as_they_are() {
    let project = examples();
    for (old, to, new) in EXAMPLES {
        let after = rolled(&project, old, to, new);
        let mut left = after.lines();
        for line in read(&project, old)
            .lines()
            .filter(|line| !names_a_year(line))
        {
            // Formulas of years that are over become numbers.
            let is_formula = old.contains("report") && line.contains(": = ");
            assert!(is_formula || left.any(|new| new == line), "{old}: {line}");
        }
    }
}

#[test]
fn a_rolled_document_rolls_on() {
    let project = examples();
    rolled(&project, "library-plan-2027", "2028", "library-plan-2028");
    let text = rolled(&project, "library-plan-2028", "2029", "library-plan-2029");
    assert!(text.contains(
        "planned:\n  2027: { readers: 640, visits: 10550, loans: 5000, stock: 24000 }\n"
    ));
    assert_eq!(text.matches("planned:").count(), 1);
    for message in checked(&project, "library-plan-2029") {
        assert_eq!(message["code"], "undecided", "{message}");
    }
    // Two years at once: the one between them is open, too.
    let text = rolled(
        &project,
        "cooperation-plan-2027",
        "2029",
        "cooperation-plan-2029",
    );
    assert!(text.contains("when: 2029-Q4") && !text.contains("when: 2027"));
}

#[test]
fn nothing_is_overwritten_and_a_trial_writes_nothing() {
    let project = examples();
    let file = "content/library-plan-2027.yaml";
    let before = fs::read(project.path(file)).unwrap();
    let ran = aktas(&project, &["rollover", file, "--to", "2028", "--dry-run"]);
    assert_eq!(ran.status, Some(0));
    assert!(
        ran.err
            .contains("would write content/library-plan-2028.yaml"),
        "{ran:?}"
    );
    assert!(!project.path("content/library-plan-2028.yaml").exists());
    project.write("content/library-plan-2028.yaml", "mine");
    let ran = aktas(&project, &["rollover", file, "--to", "2028"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("there is such a file"), "{ran:?}");
    assert_eq!(read(&project, "library-plan-2028"), "mine");
    let ran = aktas(&project, &["rollover", file, "--to", "2028", "--out", file]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(fs::read(project.path(file)).unwrap(), before);
}

#[test]
fn what_cannot_be_moved_on_is_refused() {
    let project = examples();
    let file = "content/methodical-plan-2026.yaml";
    for (to, words) in [
        ("2026", "is not after the period of the document"),
        ("2025", "is not after the period of the document"),
        ("kitais", "cannot be read as the new period"),
        (
            "2027-01..2027-12",
            "is not the period of the document in another year",
        ),
        ("2099", "cannot be read as the new period"),
    ] {
        let ran = aktas(&project, &["rollover", file, "--to", to]);
        assert_eq!(ran.status, Some(1), "{to}");
        assert!(ran.err.contains(words), "{to}: {}", ran.err);
    }
    let ran = aktas(&project, &["rollover", file, "--to", "2028-09..2029-08"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(read(&project, "methodical-plan-2028").contains("period: 2028-09..2029-08\n"));
    let broken = read(&project, "methodical-plan-2026").replace("activities:", "activitie:");
    project.write("content/broken.yaml", broken);
    let ran = aktas(
        &project,
        &["rollover", "content/broken.yaml", "--to", "2029"],
    );
    assert_eq!(ran.status, Some(1));
    assert!(
        ran.err.contains("unknown-key") && ran.err.contains("nothing was written"),
        "{ran:?}"
    );
    assert!(!project.path("content/methodical-plan-2029.yaml").exists());
}

#[test]
fn what_is_left_open_forbids_approval_and_not_a_draft() {
    let project = examples();
    rolled(&project, "library-plan-2027", "2028", "library-plan-2028");
    let file = "content/library-plan-2028.yaml";
    let act = [
        "approve",
        file,
        "--mark",
        "endorsed",
        "--number",
        "1",
        "--date",
        "2028-01-05",
        "--by",
        "S. S.",
    ];
    let ran = aktas(&project, &act);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("error[undecided]"), "{ran:?}");
    assert!(
        !project
            .path("content/approvals/library-plan-2028.yaml")
            .exists()
    );
    let ran = aktas(&project, &["build", file, "--approved", "--to", "html"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("error[undecided]"), "{ran:?}");
    let ran = aktas(&project, &["build", file, "--to", "html"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.err.contains("warning[undecided]"), "{ran:?}");
}

#[test]
fn one_that_is_killed_leaves_a_whole_file_or_none() {
    let project = examples();
    let new = project.path("content/library-plan-2028.yaml");
    let args = ["rollover", "content/library-plan-2027.yaml", "--to", "2028"];
    let whole = rolled(&project, "library-plan-2027", "2028", "library-plan-2028");
    let mut seen = BTreeSet::new();
    for pause in 0..24 {
        let _ = fs::remove_file(&new);
        let mut command = call(&project, env!("CARGO_BIN_EXE_aktas"), &args);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(pause * 12));
        let _ = child.kill();
        child.wait().unwrap();
        let found = fs::read_to_string(&new).ok();
        assert!(found.as_ref().is_none_or(|found| *found == whole));
        seen.insert(found.is_some());
    }
    assert!(seen.contains(&false), "no run was killed in time");
}

/// A plan in which a remark may stand above any line with a key, and after any short value.
const PLAN: &str = include_str!("rollover/remarks-to-2028/old.yaml");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn remarks_stay_where_they_stand(places in prop::collection::btree_set(0_usize..200, 1..12)) {
        let has_key = |line: &str| {
            let words = line.trim_start().trim_start_matches("- ");
            words.split_once(':').is_some_and(|(key, _)| {
                !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            })
        };
        let mut text = String::new();
        let mut remarks = Vec::new();
        for (number, line) in PLAN.lines().enumerate() {
            if places.contains(&number) && has_key(line) {
                let indent = &line[..line.len() - line.trim_start().len()];
                remarks.push(format!("{indent}# pastaba {number} iš 2027 metų"));
                text += &format!("{}\n", remarks[remarks.len() - 1]);
            }
            text += &format!("{line}\n");
        }
        let project = Project::new();
        project.write("content/plan-2027.yaml", &text);
        let new = rolled(&project, "plan-2027", "2028", "plan-2028");
        let kept: Vec<&str> = new.lines().filter(|line| line.contains("# pastaba")).collect();
        prop_assert_eq!(kept, remarks);
        for message in checked(&project, "plan-2028") {
            prop_assert_eq!(&message["code"], "undecided", "{}\n{}", message, new);
        }
    }
}

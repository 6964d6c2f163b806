//! The story of a document, through the binary: written in an empty repository, checked, approved,
//! corrected, approved again, and every file of it told from every other.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "docx/package.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod package;
#[path = "support/project.rs"]
mod project;

use std::fs;
use std::path::Path;
use std::process::Command;

use command::{Ran, aktas};
use project::Project;

const PLAN: &str = "content/plan.yaml";

/// Runs git in a folder; its own settings, so that those of the machine do not matter.
fn git(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("LC_ALL", "C")
        .output()
        .expect("git is there");
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

/// Has git do something that must work.
fn done(folder: &Path, args: &[&str]) {
    let (success, text) = git(folder, args);
    assert!(success, "git {args:?}: {text}");
}

/// An empty repository with a person in it.
fn repository() -> Project {
    let project = Project::new();
    let folder = project.path("");
    done(&folder, &["init", "-q"]);
    done(&folder, &["config", "user.name", "Vardenė Pavardė"]);
    done(&folder, &["config", "user.email", "v.pavarde@pavyzdys.lt"]);
    project.write(".gitignore", "out/\n");
    project
}

fn commit(folder: &Path, message: &str) {
    done(folder, &["add", "--all"]);
    done(folder, &["commit", "-q", "-m", message]);
}

/// Runs `aktas` and wants it to end so.
fn ends(status: i32, project: &Project, args: &[&str]) -> Ran {
    let ran = aktas(project, args);
    assert_eq!(ran.status, Some(status), "{args:?}: {ran:?}");
    ran
}

fn replace(project: &Project, file: &str, old: &str, new: &str) {
    let text = fs::read_to_string(project.path(file)).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    project.write(file, text.replace(old, new));
}

/// The words of the DOCX in `out`.
fn words(project: &Project) -> String {
    let file = fs::read(project.path("out/plan.docx")).unwrap();
    let body = package::part(&file, "word/document.xml");
    let document = roxmltree::Document::parse(&body).unwrap();
    let texts = document.descendants().filter(roxmltree::Node::is_text);
    let words: Vec<&str> = texts.filter_map(|node| node.text()).collect();
    words.concat().replace('\u{A0}', " ")
}

/// What a person types to have an act recorded.
fn approve<'a>(mark: &'a str, number: &'a str, date: &'a str) -> Vec<&'a str> {
    vec![
        "approve", PLAN, "--mark", mark, "--number", number, "--date", date,
    ]
}

#[test]
fn a_plan_is_written_approved_corrected_and_approved_again() {
    let project = repository();
    let folder = project.path("");

    // Written, checked and built: a draft.
    ends(
        0,
        &project,
        &["new", "activity-plan", PLAN, "--year", "2028"],
    );
    ends(0, &project, &["check"]);
    ends(0, &project, &["build"]);
    assert!(words(&project).contains("Projektas"));
    let refused = ends(1, &project, &["build", "--approved"]);
    assert!(refused.err.contains("error[not-approved]"), "{refused:?}");
    commit(&folder, "A plan");

    // The council endorses it, the director approves it.
    let early = ends(1, &project, &approve("approved", "V-12", "2028-01-08"));
    assert!(early.err.contains("error[approval-order]"), "{early:?}");
    ends(0, &project, &approve("endorsed", "3", "2027-12-15"));
    ends(0, &project, &approve("approved", "V-12", "2028-01-08"));
    let made = files(&project);
    ends(0, &project, &["build", "--approved"]);
    assert_eq!(files(&project), made, "built again, byte for byte");
    let text = words(&project);
    assert!(!text.contains("Projektas"), "{text}");
    assert!(
        text.contains("2028 m. sausio 8 d. įsakymu Nr. V-12"),
        "{text}"
    );
    let both = ["verify", "out/plan.docx", "out/plan.pdf"];
    ends(0, &project, &both);
    keep(&project, "V-12");
    commit(&folder, "The plan is approved");

    // One digit is corrected: the approval no longer holds, and it is told which digit.
    replace(&project, PLAN, "visits: 9300", "visits: 9310");
    let stale = ends(0, &project, &["build"]);
    assert!(stale.err.contains("warning[stale-approval]"), "{stale:?}");
    assert!(
        stale.err.contains("9310") && stale.err.contains("9300"),
        "{stale:?}"
    );
    assert!(words(&project).contains("Projektas"));
    ends(5, &project, &both);
    let refused = ends(1, &project, &["build", "--approved"]);
    assert!(refused.err.contains("error[not-approved]"), "{refused:?}");
    assert!(refused.err.contains("9300"), "{refused:?}");
    ends(
        0,
        &project,
        &["verify", "old/V-12/plan.docx", "old/V-12/plan.pdf"],
    );

    // Endorsed and approved anew, by other acts.
    ends(0, &project, &approve("endorsed", "4", "2028-04-29"));
    ends(0, &project, &approve("approved", "V-40", "2028-05-03"));
    ends(0, &project, &["build", "--approved"]);
    let text = words(&project);
    let header = "įsakymu Nr. V-12(Pavyzdžio gimnazijos direktoriaus2028 m. gegužės 3 d. \
                  įsakymo Nr. V-40 redakcija)";
    assert!(text.contains(header), "{text}");
    ends(0, &project, &both);
    keep(&project, "V-40");
    let old = ends(0, &project, &["verify", "old/V-12/plan.docx"]);
    assert!(
        (old.out + &old.err).contains("V-40"),
        "the act that came after is named"
    );
    commit(&folder, "The corrected plan is approved");

    // What was approved first can be made again, byte for byte.
    let again = ["build", PLAN, "--as-of", "V-12", "--out", "again"];
    ends(0, &project, &again);
    for ending in ["docx", "pdf"] {
        let old = fs::read(project.path(&format!("old/V-12/plan.{ending}"))).unwrap();
        let again = fs::read(project.path(&format!("again/plan-V-12.{ending}"))).unwrap();
        assert_eq!(old, again, "{ending}");
    }

    // A word changed in the finished file is found.
    let file = fs::read(project.path("out/plan.docx")).unwrap();
    let [old, new] = ["5 darbo dienas", "9 darbo dienas"];
    let altered = package::replaced(&file, "word/document.xml", old, new);
    project.write("altered.docx", altered);
    let told = ends(4, &project, &["verify", "altered.docx"]);
    let told = told.out + &told.err;
    assert!(told.contains('5') && told.contains('9'), "{told}");
}

/// Every file in `out`.
fn files(project: &Project) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(project.path("out")).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Puts copies of the files in `out` aside.
fn keep(project: &Project, name: &str) {
    for (file, bytes) in files(project) {
        project.write(&format!("old/{name}/{file}"), bytes);
    }
}

#[test]
fn a_worktree_has_the_ledger_of_its_branch_and_a_merge_of_two_is_told() {
    let project = repository();
    let folder = project.path("");
    ends(
        0,
        &project,
        &["new", "activity-plan", PLAN, "--year", "2028"],
    );
    commit(&folder, "A plan");
    ends(0, &project, &approve("endorsed", "3", "2027-12-15"));
    commit(&folder, "Endorsed");

    // In a worktree on another branch, another act is recorded.
    let beside = Project::new();
    let tree = beside.path("tree");
    let place = tree.to_str().unwrap();
    done(&folder, &["worktree", "add", "-q", "-b", "other", place]);
    let in_tree = |args: &[&str]| {
        let mut command = command::call(&beside, env!("CARGO_BIN_EXE_aktas"), args);
        command::finish(command.current_dir(&tree))
    };
    let ran = in_tree(&approve("approved", "V-13", "2028-01-10"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let ran = in_tree(&["verify", "out/plan.docx"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    commit(&tree, "Approved there");

    ends(0, &project, &approve("approved", "V-12", "2028-01-08"));
    commit(&folder, "Approved here");
    ends(0, &project, &["verify", "out/plan.docx"]);

    // Git leaves the conflict to a person, and it is told as such.
    let (joined, _) = git(&folder, &["merge", "-q", "other"]);
    assert!(!joined, "the ledgers cannot be joined");
    let told = ends(1, &project, &["build"]);
    assert!(
        told.err
            .contains("error[invalid-yaml]: two branches changed"),
        "{told:?}"
    );

    // Joined by hand, with both entries, it is no chain.
    let ledger = "content/approvals/plan.yaml";
    let of = |branch: &str| {
        let (found, text) = git(&folder, &["show", &format!("{branch}:{ledger}")]);
        assert!(found, "{text}");
        text
    };
    let (ours, theirs) = (of("HEAD"), of("other"));
    let theirs = &theirs[theirs.rfind("  - event:").unwrap()..];
    project.write(ledger, ours + theirs);
    for args in [&["build"][..], &["status"], &["verify", "out/plan.docx"]] {
        let told = ends(1, &project, args);
        let all = told.out + &told.err;
        assert!(all.contains("merged from two branches"), "{args:?}: {all}");
    }

    // The way out that the message names: one side whole, the other recorded again.
    done(&folder, &["checkout", "--ours", ledger]);
    ends(0, &project, &["build", "--approved"]);
}

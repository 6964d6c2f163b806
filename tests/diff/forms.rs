//! Which forms are compared: files, revisions, what is staged, and what was approved.

use std::process::Command;

use super::command::aktas;
use super::{NEW, OLD, PLAN, Project, REPORT, TRAINING, json, ran, told, two, with};

/// Makes a repository of a project, with all that is in it committed; gives what runs git there.
pub(super) fn repository(project: &Project) -> impl Fn(&[&str]) {
    let folder = project.path("");
    let git = move |args: &[&str]| {
        let identity = [
            "-c",
            "user.name=V. Vardenė",
            "-c",
            "user.email=v@example.org",
        ];
        let mut git = Command::new("git");
        git.args(identity).args(args).current_dir(&folder);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            git.env_remove(name);
        }
        git.env("GIT_COMMITTER_DATE", "2027-01-08T10:00:00+02:00");
        let output = git.output().expect("git is there");
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "-q", "--initial-branch=main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "first"]);
    git
}

fn changed() -> String {
    with(PLAN, &[("visits: 10550", "visits: 10600")])
}

const FOLLOWS: [&str; 2] = [
    "changed figures.2027.visits",
    "indicators.2027.visits-per-reader 16.48 16.56 [0]",
];

#[test]
fn revisions_are_named_as_in_git() {
    let project = two(PLAN, PLAN);
    let git = repository(&project);
    project.write(OLD, changed());
    assert_eq!(told(&json(&project, &[OLD])), FOLLOWS);
    assert_eq!(told(&json(&project, &["HEAD:content/old.yaml"])), FOLLOWS);
    assert_eq!(
        told(&json(&project, &["main:./content/old.yaml", OLD])),
        FOLLOWS
    );
    assert_eq!(told(&json(&project, &[":content/old.yaml", OLD])), FOLLOWS);
    git(&["add", "-A"]);
    assert_eq!(told(&json(&project, &[":content/old.yaml", OLD])), [""; 0]);
    git(&["commit", "-qm", "second"]);
    let found = json(
        &project,
        &["HEAD~1:content/old.yaml", "HEAD:content/old.yaml"],
    );
    assert_eq!(told(&found), FOLLOWS);
    assert_eq!(
        found["changes"][0]["old-place"]["file"],
        "HEAD~1:content/old.yaml"
    );
    assert_eq!(
        found["changes"][0]["new-place"]["file"],
        "HEAD:content/old.yaml"
    );
}

#[test]
fn data_files_are_those_of_the_revision() {
    let project = two(REPORT, REPORT);
    let _git = repository(&project);
    let row = TRAINING.lines().nth(1).unwrap();
    let digit = row.rfind(|sign: char| sign.is_ascii_digit()).unwrap();
    let other = if &row[digit..=digit] == "1" { "2" } else { "1" };
    let new = format!("{}{other}{}", &row[..digit], &row[digit + 1..]);
    project.write(
        "content/data/training-2026.csv",
        TRAINING.replacen(row, &new, 1),
    );
    let found = json(&project, &[OLD]);
    assert_eq!(found["changes"][0]["part"], "rows", "{found:#}");
    let place = &found["changes"][0]["old-place"];
    assert_eq!(place["file"], "HEAD:content/data/training-2026.csv");
    assert_eq!(place["line"], 2);
    let follows = found["follows"].as_array().unwrap();
    assert!(
        follows.iter().any(|one| one["figure"]
            .as_str()
            .unwrap()
            .starts_with("training.total.")),
        "{found:#}"
    );
}

#[test]
fn what_is_not_there_is_told_with_a_way_out() {
    let project = two(PLAN, PLAN);
    let refused = |args: &[&str]| {
        let ran = aktas(&project, &[&["diff"], args].concat());
        assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""), "{ran:?}");
        ran.err
    };
    let says = |args: &[&str], words: &[&str]| {
        let err = refused(args);
        words
            .iter()
            .for_each(|word| assert!(err.contains(word), "{err}"));
    };
    says(
        &[OLD],
        &[
            "it was not approved, and git does not have it",
            "aktas diff OLD NEW",
        ],
    );
    says(
        &["HEAD:content/old.yaml", NEW],
        &["repository", "aktas diff OLD NEW"],
    );
    says(&["content/none.yaml", NEW], &["content/none.yaml"]);
    let _git = repository(&project);
    says(
        &["zzz:content/old.yaml", NEW],
        &["no revision `zzz`", "git log --oneline"],
    );
    says(
        &["HEAD:old.yaml", NEW],
        &["`old.yaml` is not in the revision `HEAD`", "root"],
    );
    says(&[":old.yaml", NEW], &["`old.yaml` is not staged"]);
    says(
        &["--since-approval", OLD],
        &["nothing approved the document yet", "HEAD:content/old.yaml"],
    );
    project.write("content/untracked.yaml", PLAN);
    says(&["content/untracked.yaml"], &["git does not have it"]);
}

/// A project with one document: two of one id share a ledger.
fn alone() -> Project {
    let project = Project::new();
    project.write(OLD, PLAN);
    project
}

fn approve(project: &Project, number: &str, mark: &str) {
    let args = [
        "approve",
        OLD,
        "--number",
        number,
        "--date",
        "2027-01-08",
        "--by",
        "S. S.",
    ];
    let ran = aktas(project, &[&args[..], &["--mark", mark]].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

#[test]
fn a_file_alone_is_compared_with_what_was_approved() {
    let project = alone();
    let git = repository(&project);
    approve(&project, "3", "endorsed");
    approve(&project, "V-12", "approved");
    git(&["add", "-A"]);
    git(&["commit", "-qm", "approved"]);
    project.write(OLD, with(PLAN, &[("N. Pievytė", "N. Pievaitė")]));
    git(&["commit", "-qam", "a name"]);
    project.write(OLD, with(&changed(), &[("N. Pievytė", "N. Pievaitė")]));
    let found = json(&project, &[OLD]);
    let wanted = [
        "changed people.pievyte.name",
        "changed figures.2027.visits",
        "indicators.2027.visits-per-reader 16.48 16.56 [1]",
    ];
    assert_eq!(told(&found), wanted);
    assert_eq!(found["old"], "content/old.yaml (V-12, 2027-01-08)");
    assert_eq!(told(&json(&project, &["--since-approval", OLD])), wanted);
}

#[test]
fn of_a_text_that_git_does_not_have_the_record_tells() {
    let project = alone();
    approve(&project, "3", "endorsed");
    approve(&project, "V-12", "approved");
    project.write(OLD, changed());
    let found = json(&project, &[OLD]);
    assert_eq!(told(&found), FOLLOWS[..1]);
    assert_eq!(found["figures-known"], false);
    assert!(
        ran(&project, &[OLD])
            .out
            .contains("the figures that follow are not known")
    );
    let refused = aktas(&project, &["diff", OLD, "--docx", "redline.docx"]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.err.contains("only the record"), "{refused:?}");
    let kept = std::fs::read_dir(project.path("content/approvals/library-plan-2027")).unwrap();
    for file in kept {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let refused = aktas(&project, &["diff", OLD]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.err.contains("is not to be had"), "{refused:?}");
}

#[test]
fn a_file_that_is_not_there_is_told_as_such() {
    let project = two(PLAN, PLAN);
    for (name, why) in [
        ("content/none.yaml", "no such file"),
        ("content", "a folder"),
    ] {
        let refused = aktas(&project, &["diff", name]);
        assert_eq!(refused.status, Some(1), "{refused:?}");
        assert!(refused.err.contains(why), "{refused:?}");
    }
}

#[test]
fn words_that_are_left_out_are_told_where_they_stood() {
    let project = two(REPORT, &with(REPORT, &[("pandusas, keltuvas", "keltuvas")]));
    let found = json(&project, &[OLD, NEW]);
    let line =
        |text: &str, words: &str| text[..text.find(words).unwrap()].matches('\n').count() + 1;
    let place = &found["changes"][0]["new-place"];
    assert_eq!(place["line"], line(REPORT, "keltuvas ir dvi"), "{found:#}");
}

#[test]
fn the_status_says_that_something_changed_if_that_is_asked() {
    let project = two(PLAN, &changed());
    assert_eq!(aktas(&project, &["diff", OLD, NEW]).status, Some(0));
    assert_eq!(
        aktas(&project, &["diff", OLD, NEW, "--exit-code"]).status,
        Some(1)
    );
    assert_eq!(
        aktas(&project, &["diff", OLD, OLD, "--exit-code"]).status,
        Some(0)
    );
}

#[test]
fn a_redline_is_written_beside_the_documents_and_never_over_one() {
    let project = two(PLAN, &changed());
    let files = [
        "--docx", "r/a.docx", "--pdf", "r/a.pdf", "--html", "r/a.html",
    ];
    let made = ran(&project, &[&[OLD, NEW], &files[..]].concat());
    assert_eq!(made.err.matches("wrote r/a.").count(), 3, "{made:?}");
    let begins = |name: &str, bytes: &[u8]| {
        assert!(
            std::fs::read(project.path(name))
                .unwrap()
                .starts_with(bytes),
            "{name}"
        );
    };
    begins("r/a.docx", b"PK");
    begins("r/a.pdf", b"%PDF");
    begins("r/a.html", b"<!DOCTYPE html>");
    for (file, date, why) in [
        (NEW, "2027-01-08", "over a document"),
        ("content/third.yaml", "2027-01-08", "over a document"),
        ("b.docx", "sausio 8", "is no date"),
    ] {
        let args = ["diff", OLD, NEW, "--docx", file, "--date", date];
        let refused = aktas(&project, &args);
        assert_eq!(
            (refused.status, refused.out.as_str()),
            (Some(1), ""),
            "{refused:?}"
        );
        assert!(refused.err.contains(why), "{refused:?}");
    }
    assert_eq!(
        std::fs::read_to_string(project.path(NEW)).unwrap(),
        changed()
    );
    assert!(!project.path("b.docx").exists());
}

//! `aktas diff`: what changed in meaning, and exactly the figures that follow from it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
mod command;
#[path = "diff/corrections.rs"]
mod corrections;
#[path = "diff/figures.rs"]
mod figures;
#[path = "diff/forms.rs"]
mod forms;
#[path = "support/project.rs"]
mod project;

use command::{Ran, aktas};
use project::Project;
use serde_json::Value;

const PLAN: &str = include_str!("../content/library-plan-2027.yaml");
const FUNDING: &str = include_str!("../content/association-funding-2027.yaml");
const REPORT: &str = include_str!("../content/library-report-2026.yaml");

const TRAINING: &str = include_str!("../content/data/training-2026.csv");
const BRANCHES: &[u8] = include_bytes!("../content/data/library-branches-2026.xlsx");

const OLD: &str = "content/old.yaml";
const NEW: &str = "content/new.yaml";

/// A project with both forms of a document.
fn two(old: &str, new: &str) -> Project {
    let project = Project::new();
    project.write(OLD, old);
    project.write(NEW, new);
    project.write("content/data/training-2026.csv", TRAINING);
    project.write("content/data/library-branches-2026.xlsx", BRANCHES);
    project
}

fn ran(project: &Project, args: &[&str]) -> Ran {
    let ran = aktas(project, &[&["diff"], args].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    ran
}

fn json(project: &Project, args: &[&str]) -> Value {
    let ran = ran(project, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&ran.out).unwrap()
}

/// What a comparison found: a line for each change, and one for each figure that follows.
fn told(found: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let changes = found["changes"].as_array().unwrap().iter().map(|one| {
        let paths = match (&one["old-path"], &one["path"]) {
            (old, new) if old == new => text(new),
            (old, new) => format!("{} > {}", text(old), text(new)),
        };
        format!("{} {paths}", text(&one["sort"]))
    });
    let follows = found["follows"].as_array().unwrap().iter().map(|one| {
        let (old, new) = (text(&one["old"]), text(&one["new"]));
        format!(
            "{} {old} {new} {}",
            text(&one["figure"]),
            one["follows-from"]
        )
    });
    changes.chain(follows).collect()
}

fn compared(old: &str, new: &str) -> Vec<String> {
    told(&json(&two(old, new), &[OLD, NEW]))
}

/// A document with words in it replaced that it must have.
fn with(text: &str, changes: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    text
}

/// The text from one string to another.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    &text[start..start + text[start..].find(to).unwrap()]
}

const FIRST: &str = "              - id: first-grade-tour";
const SECOND: &str = "              - id: fifth-grade-search";
const THIRD: &str = "              - id: source-lessons";

/// The plan with its first two measures in the other order.
fn reordered() -> String {
    let (first, second) = (between(PLAN, FIRST, SECOND), between(PLAN, SECOND, THIRD));
    with(
        PLAN,
        &[(&format!("{first}{second}"), &format!("{second}{first}"))],
    )
}

#[test]
fn a_document_and_itself_have_no_differences() {
    for text in [PLAN, FUNDING, REPORT] {
        let spaced = text.replace("\nperiod:", "\n# A remark.\n\nperiod:  ");
        assert_eq!(compared(text, &spaced), [""; 0]);
    }
    let project = two(PLAN, PLAN);
    let ran = ran(&project, &[OLD, NEW, "--exit-code"]);
    assert!(ran.out.ends_with("nothing changed\n"), "{ran:?}");
}

#[test]
fn measures_in_another_order_only_moved() {
    let found = json(&two(PLAN, &reordered()), &[OLD, NEW]);
    let told = told(&found);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("moved sections[3].goals[0].objectives[0].measures["));
    let one = &found["changes"][0];
    assert_eq!(one["words"], Value::Array(Vec::new()));
    // The place of each in its own file.
    let line = |text: &str, id: &str| {
        let before = &text[..text.find(id).unwrap()];
        before.matches('\n').count() + 1
    };
    let id = one["name"][0].as_str().unwrap().split(' ').nth(1).unwrap();
    let id = format!("id: {id}");
    assert_eq!(one["old-place"]["line"], line(PLAN, &id));
    assert_eq!(one["new-place"]["line"], line(&reordered(), &id));
}

#[test]
fn a_measure_that_has_another_objective_now_moved() {
    let measure = between(PLAN, SECOND, THIRD);
    let other = "              - id: integrated-lessons\n";
    let moved = with(PLAN, &[(measure, "")]);
    let moved = with(&moved, &[(other, &format!("{measure}{other}"))]);
    let list = "sections[3].goals[0].objectives";
    assert_eq!(
        compared(PLAN, &moved),
        [format!(
            "moved {list}[0].measures[1] > {list}[1].measures[0]"
        )]
    );
    // What changed in it besides is told, too.
    let changed = measure.replace("when: 2027-09", "when: 2027-10");
    assert_eq!(
        compared(PLAN, &moved.replace(measure, &changed)),
        [
            format!("moved {list}[0].measures[1] > {list}[1].measures[0]"),
            format!("changed {list}[0].measures[1].when > {list}[1].measures[0].when"),
        ]
    );
}

#[test]
fn what_was_put_in_and_taken_out_is_told_alone() {
    let measure = between(PLAN, SECOND, THIRD);
    let added = PLAN.replace(
        "    priorities:\n",
        "    priorities:\n      - Naujas prioritetas\n",
    );
    assert_eq!(
        compared(PLAN, &added),
        ["added - > sections[2].priorities[0]"]
    );
    assert_eq!(
        compared(&added, PLAN),
        ["gone sections[2].priorities[0] > -"]
    );
    let without = PLAN.replace(measure, "");
    let path = "sections[3].goals[0].objectives[0].measures[1]";
    assert_eq!(compared(PLAN, &without), [format!("gone {path} > -")]);
    assert_eq!(compared(&without, PLAN), [format!("added - > {path}")]);
}

#[test]
fn each_edit_of_a_text_is_shown_where_it_is() {
    let new = with(
        PLAN,
        &[
            ("Remonto mėnesiais", "Per remontą"),
            ("vesta 18 skaitymo", "vesta 19 skaitymo"),
        ],
    );
    let project = two(PLAN, &new);
    let out = ran(&project, &[OLD, NEW]).out;
    for words in ["[-Remonto mėnesiais-]{+Per remontą+}", "[-18-]{+19+}"] {
        assert!(out.contains(words), "{out}");
    }
    let lithuanian = ran(&project, &[OLD, NEW, "--lang", "lt"]).out;
    assert!(lithuanian.contains("1 pakeitimas"), "{lithuanian}");
    assert!(!out.contains('\u{1b}'), "colours are for terminals");
    let markdown = ran(&project, &[OLD, NEW, "--format", "markdown"]).out;
    assert!(
        markdown.contains("<del>18</del><ins>19</ins>"),
        "{markdown}"
    );
}

#[test]
fn a_page_of_changes_stands_alone_and_takes_no_text_for_markup() {
    let new = with(PLAN, &[("N. Pievytė", "\"N. <b>&amp;\"")]);
    let project = two(PLAN, &new);
    let page = ran(&project, &[OLD, NEW, "--format", "html"]).out;
    roxmltree::Document::parse(&page.replace("<!DOCTYPE html>\n<html", "<html").replace(
        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
        "",
    ))
    .unwrap();
    assert!(page.contains("&lt;b&gt;&amp;amp;"), "{page}");
    for foreign in ["<script", "http:", "https:", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn two_kinds_are_told_and_compared_as_far_as_they_go() {
    let ran = ran(&two(PLAN, REPORT), &[OLD, NEW]);
    assert!(
        ran.err.contains("`activity-plan` and `activity-report`"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("`library-plan-2027` and `library-report-2026`"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("kind"), "{}", ran.out);
}

#[test]
fn a_document_with_errors_is_compared_as_far_as_it_can_be_read() {
    let broken = with(
        PLAN,
        &[
            ("period: 2027", "perod: 2027"),
            ("visits: 10550", "visits: 10600"),
        ],
    );
    let project = two(PLAN, &broken);
    let some = ran(&project, &[OLD, NEW]);
    assert!(some.err.contains("content/new.yaml has"), "{}", some.err);
    assert!(some.out.contains("[-10550-]{+10600+}"), "{}", some.out);
    project.write(NEW, "a: [");
    let none = aktas(&project, &["diff", OLD, NEW]);
    assert_eq!((none.status, none.out.as_str()), (Some(1), ""), "{none:?}");
    assert!(none.err.contains("error[invalid-yaml]"), "{none:?}");
}

#[test]
fn what_only_the_kind_says_otherwise_is_told() {
    let project = two(PLAN, PLAN);
    project.write(
        "other/activity-plan/labels.lt.yaml",
        include_str!("../templates/activity-plan/labels.lt.yaml"),
    );
    let git = forms::repository(&project);
    let labels = include_str!("../templates/common/labels.lt.yaml");
    project.write(
        "templates/common/labels.lt.yaml",
        labels.replacen("draft: Projektas", "draft: PROJEKTAS", 1),
    );
    git(&["add", "-A"]);
    git(&["commit", "-qm", "labels"]);
    let found = json(
        &project,
        &["HEAD~1:content/old.yaml", "HEAD:content/old.yaml"],
    );
    let parts: Vec<&str> = found["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["part"].as_str().unwrap())
        .collect();
    assert!(
        !parts.is_empty() && parts.iter().all(|part| *part == "text"),
        "{found}"
    );
}

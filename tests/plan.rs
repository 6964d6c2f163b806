//! A report on a plan: what holds for every plan, and what becomes of the report when its plan changes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/project.rs"]
mod project;

use std::path::Path;
use std::process::Command;

use aktas::document::dump;
use aktas::kind::files::Files;
use aktas::{Run, check};
use project::Project;
use proptest::prelude::*;

const PLAN: &str = include_str!("../content/library-plan-2027.yaml");
const REPORT: &str = include_str!("../content/library-plan-report-2027.yaml");

/// A project with the example plan and its report.
fn example() -> Project {
    let project = Project::new();
    project.write("content/library-plan-2027.yaml", PLAN);
    project.write("content/report.yaml", REPORT);
    project
}

/// What the report says; none if it has errors.
fn said(project: &Project) -> Option<String> {
    let path = project.path("content/report.yaml");
    let checked = check(&path, &Files::new(None), &mut Run::default())?;
    Some(dump(&checked.document))
}

/// The record of the report, by its digest.
fn digest(project: &Project) -> String {
    let path = project.path("content/report.yaml");
    let checked = check(&path, &Files::new(None), &mut Run::default());
    checked.unwrap().record.digest
}

/// Runs the program in a project; what it says, and whether it ended well.
fn aktas(project: &Project, words: &[&str]) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_aktas"))
        .args(words)
        .current_dir(project.path(""))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.success())
}

#[test]
fn the_report_says_by_which_act_its_plan_was_approved_and_what_the_plan_says_now() {
    let project = example();
    let before = digest(&project);
    assert!(!said(&project).unwrap().contains("patvirtintas"));
    let act = [
        "--mark",
        "approved",
        "--number",
        "V-12",
        "--date",
        "2027-01-08",
    ];
    let plan = "content/library-plan-2027.yaml";
    let recorder = ["--by", "S. Sekretorė"];
    let words: Vec<&str> = ["approve", plan]
        .into_iter()
        .chain(act)
        .chain(recorder)
        .collect();
    // The council endorses the plan before the director approves it.
    let council = [
        "--mark",
        "endorsed",
        "--number",
        "3",
        "--date",
        "2027-01-06",
    ];
    let first: Vec<&str> = ["approve", plan]
        .into_iter()
        .chain(council)
        .chain(recorder)
        .collect();
    for words in [first, words] {
        let (text, done) = aktas(&project, &words);
        assert!(done, "{text}");
    }
    let report = said(&project).unwrap();
    let line = report
        .lines()
        .find(|line| line.contains("patvirtintas"))
        .unwrap();
    assert!(line.contains("direktoriaus"), "{line}");
    assert!(
        line.contains("2027~m. sausio~8~d. įsakymu Nr.~V-12"),
        "{line}"
    );
    assert_ne!(
        before,
        digest(&project),
        "the act is printed, and so recorded"
    );

    let (approved, words) = (
        digest(&project),
        "Surengti mokinių šeimoms žiemos skaitymų vakarą",
    );
    project.write(plan, PLAN.replace(words, "Surengti vakarą"));
    let (text, done) = aktas(&project, &["check", "content/report.yaml"]);
    assert!(done && text.contains("warning[stale-approval]"), "{text}");
    assert!(
        text.contains("changed since act V-12 of 8 January 2027"),
        "{text}"
    );
    assert_ne!(
        approved,
        digest(&project),
        "what is printed of the plan is recorded"
    );
    assert!(!said(&project).unwrap().contains("patvirtintas"));
}

#[test]
fn a_report_is_approved_verified_and_built_as_it_was_with_its_plan() {
    let project = example();
    let git = |words: &[&str]| {
        let status = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(words)
            .current_dir(project.path(""))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(status.status.success(), "{words:?}");
    };
    git(&["init", "-q"]);
    let (report, out) = ("content/report.yaml", "out/report.docx");
    let words = [
        "approve",
        report,
        "--number",
        "4",
        "--date",
        "2028-01-20",
        "--by",
        "S. Sekretorė",
    ];
    let (text, done) = aktas(&project, &words);
    assert!(done, "{text}");
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "approved"]);
    let (text, done) = aktas(&project, &["verify", out]);
    assert!(done, "{text}");
    let bytes = std::fs::read(project.path(out)).unwrap();

    project.write(
        "content/library-plan-2027.yaml",
        PLAN.replace("Surengti parodą", "Rengti")
            .replace("loans: 5000", "loans: 5100"),
    );
    let (text, _) = aktas(&project, &["status", report]);
    assert!(text.contains("changed") || text.contains("stale"), "{text}");
    let (text, done) = aktas(&project, &["build", report, "--as-of", "4", "--out", "was"]);
    assert!(done, "{text}");
    assert!(text.contains("byte for byte"), "{text}");
    assert_eq!(
        bytes,
        std::fs::read(project.path("was/report-4.docx")).unwrap()
    );
}

#[test]
fn a_plan_outside_of_the_project_is_refused() {
    let (project, other) = (example(), Project::new());
    other.write("plan.yaml", PLAN);
    let place = project.path("content/library-plan-2027.yaml");
    std::fs::remove_file(&place).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(other.path("plan.yaml"), &place).unwrap();
        let (text, done) = aktas(&project, &["check", "content/report.yaml"]);
        assert!(!done && text.contains("error[outside-project]"), "{text}");
        std::fs::remove_file(&place).unwrap();
        std::os::unix::fs::symlink(other.path(""), project.path("content/linked")).unwrap();
    }
    let (text, done) = aktas(&project, &["check", "content/report.yaml"]);
    assert!(!done && text.contains("error[unknown-reference]"), "{text}");
}

#[test]
fn a_plan_is_found_from_the_folder_of_the_report() {
    let project = Project::new();
    project.write("content/plans/2027/plan.yaml", PLAN);
    project.write("content/reports/report.yaml", REPORT);
    let below = project.path("content/reports");
    for (folder, path) in [
        (project.path(""), "content/reports/report.yaml"),
        (below, "report.yaml"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_aktas"))
            .args(["check", path])
            .current_dir(folder)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{path}: {text}");
    }
}

#[test]
fn who_is_responsible_may_be_institutions() {
    let project = Project::new();
    let plan = include_str!("../content/cooperation-plan-2027.yaml");
    project.write("content/plan.yaml", plan);
    let (head, _) = REPORT.split_once("\nresults:").unwrap();
    let head = head.replace("plan: library-plan-2027", "plan: cooperation-plan-2027");
    let rest = "\nresults:\n  1.1: Pavyko.\nsections:\n  - heading: Rezultatai\n    parts:\n\
                \x20     - results: { intro: Rezultatai, columns: [who] }\nsignatures: [dobilaitiene]\n";
    project.write("content/report.yaml", head + rest);
    let said = said(&project).unwrap();
    let plan = project.path("content/plan.yaml");
    let plan = check(&plan, &Files::new(None), &mut Run::default()).unwrap();
    let plan = dump(&plan.document);
    for words in ["Visos planą priėmusios įstaigos", r#""RBS" ", " "GKVBA""#] {
        let times = |text: &str| text.matches(words).count();
        assert!(times(&plan) > 0, "{plan}");
        assert_eq!(times(&said), times(&plan), "{words}: {said}");
    }
}

/// A plan of goals, objectives and measures, and a report on it.
fn documents(goals: &[Vec<Vec<bool>>]) -> (String, String, usize) {
    let mut plan = "kind: activity-plan\nid: plan\nlang: lt\ntitle: Planas\nperiod: 2027\n\
        institution: { name: Mokykla, genitive: Mokyklos }\n\
        marks: [{ mark: approved, body: Direktoriaus, act: order }]\n\
        people: { a: { name: A. Asmuo, post: mokytoja } }\n\
        sections:\n  - heading: Tikslai\n    goals:\n"
        .to_owned();
    let mut report = "kind: activity-report\nid: report\nlang: lt\ntitle: Ataskaita\nperiod: 2027\n\
        institution: { name: Mokykla, genitive: Mokyklos }\nplan: plan\n\
        people: { a: { name: A. Asmuo, post: mokytoja } }\npreamble: Įvadas.\nsignatures: [a]\n\
        sections: [{ heading: Rezultatai, parts: [{ results: { intro: Priemonės. } }] }]\nresults:\n"
        .to_owned();
    let mut count = 0;
    for (goal, objectives) in goals.iter().enumerate() {
        plan += &format!("      - goal: Tikslas-{goal}\n        objectives:\n");
        for (objective, measures) in objectives.iter().enumerate() {
            plan += "          - objective: Uždavinys\n            measures:\n";
            for (measure, by_number) in measures.iter().enumerate() {
                plan += &format!(
                    "              - {{ id: m{count}, what: Darbas-{count}-, who: [a], when: 2027 }}\n"
                );
                let key = match by_number {
                    true => format!("{}.{}.{}", goal + 1, objective + 1, measure + 1),
                    false => format!("m{count}"),
                };
                report += &format!("  {key}: {{ done: yes, result: Padaryta-{count}- }}\n");
                count += 1;
            }
        }
    }
    (plan, report, count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_measure_and_every_result_is_printed_once_and_side_by_side(
        goals in prop::collection::vec(
            prop::collection::vec(prop::collection::vec(any::<bool>(), 1..5), 1..4),
            1..4,
        )
    ) {
        let project = Project::new();
        let (plan, report, count) = documents(&goals);
        project.write("content/plan.yaml", plan);
        project.write("content/report.yaml", report);
        let said = said(&project).unwrap();
        for measure in 0..count {
            let (work, result) = (format!("Darbas-{measure}-"), format!("Padaryta-{measure}-"));
            let rows: Vec<&str> = said.lines().filter(|line| line.contains(&work)).collect();
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].matches(&work).count(), 1);
            prop_assert_eq!(rows[0].matches(&result).count(), 1);
            prop_assert_eq!(said.matches(&result).count(), 1);
        }
        for goal in 0..goals.len() {
            prop_assert_eq!(said.matches(&format!("Tikslas-{goal}")).count(), 1);
        }
    }
}

#[test]
fn the_example_prints_every_measure_of_its_plan_once() {
    let project = example();
    let said = said(&project).unwrap();
    let ids = PLAN
        .lines()
        .filter(|line| line.trim_start().starts_with("- id: "));
    let numbers = said.matches("[table-number]").count();
    assert_eq!(ids.count(), numbers);
    assert!(Path::new(&project.path("content")).is_dir());
}

//! `--format github` and `--format gitlab`: messages beside the lines of a change.

use std::fs;

use serde_json::Value;

use super::command::{aktas, call};
use super::project::Project;
use super::{broken, project_with};

/// The messages of a run as JSON, for what they have to be in other forms.
fn as_json(project: &Project, folder: &str) -> Vec<Value> {
    let ran = run_in(project, folder, "json");
    ran.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What `check` writes in a folder of the project, which is a repository.
fn run_in(project: &Project, folder: &str, format: &str) -> String {
    fs::create_dir_all(project.path(".git")).unwrap();
    let args = ["check", "--format", format];
    let mut command = call(project, env!("CARGO_BIN_EXE_aktas"), &args);
    let output = command.current_dir(project.path(folder)).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).unwrap()
}

/// A command of GitHub, read as its runner reads it.
struct Annotation {
    command: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Annotation {
    fn read(line: &str) -> Self {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        let read = |text: &str| {
            let signs = [
                ("%0D", "\r"),
                ("%0A", "\n"),
                ("%3A", ":"),
                ("%2C", ","),
                ("%25", "%"),
            ];
            signs.iter().fold(text.to_owned(), |text, (code, sign)| {
                text.replace(code, sign)
            })
        };
        let property = |text: &str| {
            let (name, value) = text.split_once('=').unwrap();
            (name.to_owned(), read(value))
        };
        Self {
            command: command.to_owned(),
            properties: properties.split(',').map(property).collect(),
            message: read(message),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut properties = self.properties.iter();
        properties
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A project whose documents stand in a folder of the repository.
fn in_a_folder() -> Project {
    let project = Project::new();
    project.write("library/content/plan.yaml", broken());
    project
}

#[test]
fn every_message_is_an_annotation_of_github_at_its_place() {
    for (project, folder) in [(project_with(broken()), ""), (in_a_folder(), "library")] {
        let messages = as_json(&project, folder);
        let text = run_in(&project, folder, "github");
        let annotations: Vec<Annotation> = text.lines().map(Annotation::read).collect();
        assert_eq!(annotations.len(), messages.len());
        for (annotation, message) in annotations.iter().zip(&messages) {
            let severity = message["severity"].as_str().unwrap();
            assert_eq!(annotation.command, severity.replace("note", "notice"));
            let file = if folder.is_empty() {
                "content/plan.yaml"
            } else {
                "library/content/plan.yaml"
            };
            assert_eq!(annotation.get("file"), Some(file));
            assert_eq!(annotation.get("title"), message["code"].as_str());
            let (start, end) = (&message["start"], &message["end"]);
            assert_eq!(
                annotation.get("line"),
                Some(start["line"].to_string().as_str())
            );
            assert_eq!(
                annotation.get("endLine"),
                Some(end["line"].to_string().as_str())
            );
            let mut lines = annotation.message.lines();
            assert_eq!(lines.next(), message["message"].as_str());
            for hint in message["hints"].as_array().unwrap() {
                let hint = format!("help: {}", hint.as_str().unwrap());
                assert!(lines.clone().any(|line| line == hint), "{hint}");
            }
        }
    }
}

#[test]
fn every_message_stands_in_the_summary_of_the_step() {
    let project = in_a_folder();
    let args = ["check", "--format", "github", "library/content"];
    let mut command = call(&project, env!("CARGO_BIN_EXE_aktas"), &args);
    let output = command
        .env("GITHUB_STEP_SUMMARY", project.path("summary.md"))
        .output()
        .unwrap();
    let summary = fs::read_to_string(project.path("summary.md")).unwrap();
    let told = String::from_utf8(output.stdout).unwrap().lines().count();
    let rows = summary
        .lines()
        .filter(|line| line.starts_with("| library/content/plan.yaml:"));
    assert_eq!(rows.count(), told, "{summary}");
    assert!(
        summary.starts_with("**aktas**: checked 1 document, "),
        "{summary}"
    );
}

#[test]
fn every_message_is_an_issue_of_gitlab_at_its_place() {
    let project = in_a_folder();
    let messages = as_json(&project, "library");
    let report: Value = serde_json::from_str(&run_in(&project, "library", "gitlab")).unwrap();
    let issues = report.as_array().unwrap();
    assert_eq!(issues.len(), messages.len());
    for (issue, message) in issues.iter().zip(&messages) {
        assert_eq!(issue["check_name"], message["code"]);
        assert_eq!(issue["location"]["path"], "library/content/plan.yaml");
        assert_eq!(
            issue["location"]["lines"]["begin"],
            message["start"]["line"]
        );
        let words = message["message"].as_str().unwrap();
        assert!(issue["description"].as_str().unwrap().starts_with(words));
    }
}

/// GitLab reads a report also where there is nothing to report.
#[test]
fn a_report_of_gitlab_is_one_whatever_happens() {
    let project = project_with(include_str!("../../templates/activity-plan/starter.yaml"));
    for (args, issues) in [
        (&["check", "--format", "gitlab"][..], 0),
        (&["build", "--format", "gitlab"], 0),
        (&["check", "--format", "gitlab", "nowhere.yaml"], 1),
    ] {
        let ran = aktas(&project, args);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report.as_array().map(Vec::len), Some(issues), "{ran:?}");
    }
}

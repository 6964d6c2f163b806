//! Kinds are folders: a new one needs no Rust, and those that are built in come with an example.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/project.rs"]
mod project;

use std::fs;
use std::path::{Path, PathBuf};

use aktas::Run;
use aktas::diagnostics::{Language, short};
use aktas::document::dump;
use aktas::kind::files::Files;
use aktas::writers::Format;
use project::Project;

const FORMATS: [Format; 3] = [Format::Docx, Format::Pdf, Format::Html];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Builds a document in every format; the messages if there are any.
fn build(path: &Path, files: &Files) -> Result<(), String> {
    let mut run = Run::default();
    let built = aktas::build(path, files, &FORMATS, &mut run);
    let Run { sources, sink, .. } = run;
    let messages = sink.into_sorted(&sources);
    let messages: String = messages
        .iter()
        .map(|message| short::render(message, &sources, Language::English))
        .collect();
    let sizes: Vec<usize> = built
        .into_iter()
        .flatten()
        .map(|(_, bytes)| bytes.len())
        .collect();
    if messages.is_empty() && sizes.len() == 3 && sizes.iter().all(|size| *size > 1000) {
        Ok(())
    } else {
        Err(format!("{}: {sizes:?}\n{messages}", path.display()))
    }
}

/// The kind that a document names.
fn kind_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("kind: "));
    line.unwrap_or_default().to_owned()
}

fn examples() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("content")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    paths
}

#[test]
fn every_kind_has_a_starter_and_an_example() {
    let kinds = Files::new(None).kinds();
    assert!(kinds.len() >= 2, "{kinds:?}");
    for kind in kinds {
        let starter = root().join(format!("templates/{kind}/starter.yaml"));
        assert!(starter.is_file(), "`{kind}` has no starter");
        assert_eq!(kind_of(&starter), kind, "the starter is of another kind");
        let has_example = examples().iter().any(|path| kind_of(path) == kind);
        assert!(has_example, "`{kind}` has no example in content/");
    }
}

#[test]
fn starters_and_examples_have_no_faults() {
    let files = Files::new(None);
    let starters = files
        .kinds()
        .into_iter()
        .map(|kind| root().join(format!("templates/{kind}/starter.yaml")));
    for path in starters.chain(examples()) {
        build(&path, &files).unwrap();
    }
}

/// The way that the manual describes: copy a folder, change its name, its words and its columns.
#[test]
fn a_kind_is_added_by_copying_a_folder() {
    let project = Project::new();
    for entry in fs::read_dir(root().join("templates/activity-plan")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let text = text
            .replace("\"const\": \"activity-plan\"", "\"const\": \"my-plan\"")
            .replace(
                "success: Sėkmės kriterijai",
                "success: Laukiamas rezultatas",
            )
            .replace("kind: activity-plan", "kind: my-plan");
        let name = path.file_name().unwrap().to_str().unwrap();
        project.write(&format!("templates/my-plan/{name}"), text);
    }
    let files = Files::new(Some(project.path("templates")));
    assert!(files.kinds().contains(&"my-plan".to_owned()));
    let starter = project.path("templates/my-plan/starter.yaml");
    build(&starter, &files).unwrap();
    let checked = aktas::check(&starter, &files, &mut Run::default()).unwrap();
    let document = checked.document;
    let dump = dump(&document);
    assert!(dump.contains("\"Laukiamas rezultatas\""), "{dump}");
    assert!(!dump.contains("Sėkmės kriterijai"), "{dump}");
}

/// A project may change one file of a built-in kind and leave the rest.
#[test]
fn a_file_of_the_project_stands_before_the_built_in_one() {
    let project = Project::new();
    project.write(
        "templates/activity-plan/labels.lt.yaml",
        "columns: { what: Darbai }\n",
    );
    let files = Files::new(Some(project.path("templates")));
    let example = root().join("content/library-plan-2027.yaml");
    let mut run = Run::default();
    let document = aktas::check(&example, &files, &mut run);
    // The other labels of the kind are gone with its file, and the template says which.
    let told = run.sink.into_sorted(&run.sources);
    assert!(document.is_none());
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].message.to_string().contains("is not defined"),
        "{told:#?}"
    );
}

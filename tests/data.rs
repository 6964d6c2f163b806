//! Files beside a document that are not what they seem, and what their places are called.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/ledger.rs"]
mod ledger;
#[path = "support/project.rs"]
mod project;
#[path = "support/workbook.rs"]
mod workbook;

use std::io::{Cursor, Write};

use aktas::Run;
use aktas::diagnostics::{Language, json, short};
use aktas::kind::files::Files;
use project::Project;
use workbook::workbook;
use zip::write::SimpleFileOptions;

const SCHEMA: &str = r#"{
  "type": "object",
  "properties": {
    "kind": { "const": "count" },
    "id": { "$ref": "../common/schema.json#/definitions/id" },
    "marks": { "$ref": "../common/schema.json#/definitions/marks" },
    "table": { "$ref": "../common/schema.json#/definitions/table" }
  },
  "additionalProperties": false
}"#;

/// A document with one table, whose rows stand in a file.
fn project(file: &str, bytes: &[u8]) -> Project {
    let project = Project::new();
    project.write("templates/count/schema.json", SCHEMA);
    project.write(
        "templates/count/document.html",
        "<section><p>a</p></section>",
    );
    let document = format!(
        "kind: count\ntable:\n  id: readers\n  columns: [{{ id: all, head: Iš viso }}]\n  \
         data: {{ file: {file}, columns: {{ all: Iš viso }} }}\n"
    );
    project.write("plan.yaml", document);
    project.write(file, bytes);
    project
}

fn check(project: &Project) -> Run {
    let files = Files::new(Some(project.path("templates")));
    let mut run = Run::default();
    aktas::check(&project.path("plan.yaml"), &files, &mut run);
    run
}

/// The messages in short.
fn told(project: &Project) -> String {
    let Run { sources, sink, .. } = check(project);
    let messages = sink.into_sorted(&sources);
    let lines = messages
        .iter()
        .map(|message| short::render(message, &sources, Language::English));
    project.localized(&lines.collect::<String>())
}

/// A package of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        package
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

fn sound() -> Vec<u8> {
    workbook("# A\nIš viso\n12\n")
}

/// Puts another size into the directory of a package, and into the part itself.
fn with_size(mut package: Vec<u8>, size: u32) -> Vec<u8> {
    let entries = [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)];
    for (signature, offset) in entries {
        let at = package
            .windows(4)
            .position(|window| window == signature)
            .unwrap();
        package[at + offset..at + offset + 4].copy_from_slice(&size.to_le_bytes());
    }
    package
}

#[test]
fn a_sound_workbook_is_read() {
    assert_eq!(told(&project("data/a.xlsx", &sound())), "");
}

#[test]
fn hostile_workbooks_are_refused() {
    let encrypted: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let many = br#"<sst uniqueCount="88888888888888"><si><t>a</t></si></sst>"#;
    let part = ("xl/a.xml", "0".repeat(5000));
    let part = [(part.0, part.1.as_bytes())];
    let whole = sound();
    let cases = [
        (whole[..whole.len() / 2].to_vec(), "the workbook is broken"),
        (whole[..40].to_vec(), "the workbook is broken"),
        (Vec::new(), "this is no XLSX workbook"),
        (package(&[]), "this is no XLSX workbook"),
        (old.clone(), "of the old XLS format"),
        ([old, encrypted].concat(), "protected by a password"),
        (
            package(&[("mimetype", b"a"), ("content.xml", b"a")]),
            "this is an ODS workbook",
        ),
        (
            package(&[("xl/workbook.bin", b"a")]),
            "this is no XLSX workbook",
        ),
        (
            package(&[("xl/sharedStrings.xml", many)]),
            "more texts than it can hold",
        ),
        (package(&part), "the workbook is broken"),
        (
            with_size(package(&part), 600 << 20),
            "has 600 MB unpacked; 512 MB is the most",
        ),
        (with_size(package(&part), 50), "another size than it says"),
    ];
    for (bytes, wanted) in cases {
        let told = told(&project("data/a.xlsx", &bytes));
        assert!(
            told.contains("plan.yaml:5:17: error[invalid-data]: `data/a.xlsx`: "),
            "{wanted}: {told}"
        );
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
}

#[test]
fn a_damaged_workbook_never_stops_the_program() {
    let whole = sound();
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let _ = told(&project("data/a.xlsx", &damaged));
    }
}

#[test]
fn csv_of_another_encoding_is_refused() {
    let told = told(&project("data/a.csv", b"I\xf0 viso\n12\n"));
    assert!(
        told.starts_with("plan.yaml:5:17: error[unreadable-file]: "),
        "{told}"
    );
    assert!(told.contains("not UTF-8: line 1 "), "{told}");
}

#[cfg(unix)]
#[test]
fn a_link_may_not_lead_out() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    let project = project("data/b.csv", b"");
    let link = project.path("data/a.csv");
    std::os::unix::fs::symlink(outside.path(), link).unwrap();
    let document = std::fs::read_to_string(project.path("plan.yaml")).unwrap();
    project.write("plan.yaml", document.replace("b.csv", "a.csv"));
    assert!(told(&project).contains("error[outside-project]"));
}

#[test]
fn a_place_in_a_workbook_is_a_cell() {
    let project = project(
        "data/a.xlsx",
        &workbook("# Mano lapas\nVieta | Iš viso\nAB | #REF!\n"),
    );
    let wanted = "data/a.xlsx:Mano lapas!B2: error[invalid-data]: \
                  `B2` of sheet `Mano lapas` holds the error `#REF!`\n";
    assert_eq!(told(&project), wanted);
    let Run { sources, sink, .. } = check(&project);
    let message = json::render(&sink.into_sorted(&sources)[0], &sources, Language::English);
    assert!(
        message.contains(r#""sheet":"Mano lapas","cell":"B2""#),
        "{message}"
    );
}

#[test]
fn only_the_first_of_many_faults_are_told() {
    let text = format!("# A\nIš viso\n{}", "#N/A\n".repeat(5000));
    let told = told(&project("data/a.xlsx", &workbook(&text)));
    assert_eq!(told.lines().count(), 21);
    assert!(
        told.contains("`data/a.xlsx` has 4980 more faults"),
        "{told}"
    );
}

#[test]
fn a_changed_file_makes_an_approval_stale() {
    let project = project("data/a.csv", b"I\xc5\xa1 viso\n12\n");
    let document = std::fs::read_to_string(project.path("plan.yaml")).unwrap();
    let marks = "id: plan\nmarks: [{ mark: approved, body: Direktoriaus, act: order }]\n";
    project.write("plan.yaml", document + marks);
    let checked = checked(&project);
    let ledger = ledger::ledger(
        "approved V-1 2027-01-08\n",
        "plan",
        &checked.approvals,
        |_| checked.record.digest.clone(),
    );
    project.write("approvals/plan.yaml", ledger);
    assert_eq!(told(&project), "");
    project.write("data/a.csv", b"I\xc5\xa1 viso\n13\n");
    assert!(told(&project).contains("[stale-approval]"));
}

fn checked(project: &Project) -> aktas::sign_off::Checked {
    let files = Files::new(Some(project.path("templates")));
    aktas::check(&project.path("plan.yaml"), &files, &mut Run::default()).unwrap()
}

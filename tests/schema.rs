//! What an editor is told of a kind: one schema that explains itself, at every key.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/command.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod command;
#[path = "support/project.rs"]
mod project;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aktas::diagnostics::Language;
use aktas::kind::editor::editor_schema;
use aktas::kind::files::Files;
use command::aktas;
use project::Project;
use serde_json::Value;

fn files() -> Files {
    Files::new(Some(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"),
    ))
}

fn schema(files: &Files, kind: &str, language: Language) -> Value {
    let text = editor_schema(files, kind, language).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Every mapping of a schema, with its path.
fn each<'v>(value: &'v Value, path: &str, visit: &mut dyn FnMut(&str, &'v Value)) {
    visit(path, value);
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                each(value, &format!("{path}/{key}"), visit);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                each(value, &format!("{path}/{index}"), visit);
            }
        }
        _ => {}
    }
}

/// The rules of all keys, at every depth, by their paths.
fn keys(schema: &Value) -> BTreeMap<String, &Value> {
    let mut keys = BTreeMap::new();
    each(schema, "", &mut |path, value| {
        let properties = value.get("properties").and_then(Value::as_object);
        // A key may be named `properties` itself, but no rule is a text.
        for (key, rule) in properties.into_iter().flatten() {
            if !path.contains("/defaultSnippets") {
                keys.insert(format!("{path}/{key}"), rule);
            }
        }
    });
    keys
}

#[test]
fn a_schema_for_an_editor_stands_alone() {
    for kind in files().kinds() {
        for language in Language::ALL.iter().copied() {
            let schema = schema(&files(), &kind, language);
            each(&schema, "", &mut |path, value| {
                if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(
                        schema.pointer(pointer).is_some(),
                        "{kind}{path}: {reference}"
                    );
                    // Draft-07 ignores what stands beside a reference.
                    assert_eq!(value.as_object().unwrap().len(), 1, "{kind}{path}");
                }
                let rest = value
                    .as_object()
                    .into_iter()
                    .flat_map(|entries| entries.keys());
                for word in rest {
                    let ours = ["of-period", "numbered", "part"].contains(&word.as_str());
                    assert!(!ours && !word.ends_with("-en"), "{kind}{path}: {word}");
                }
            });
            assert!(keys(&schema).len() > 20, "{kind}");
        }
    }
}

/// What is said in one language is not in the other.
#[test]
fn a_schema_speaks_one_language() {
    let lithuanian = schema(&files(), "activity-plan", Language::Lithuanian);
    let english = schema(&files(), "activity-plan", Language::English);
    let said = |schema: &Value, word: &str| {
        schema
            .pointer(&format!("/properties/marks/{word}"))
            .cloned()
    };
    assert_eq!(said(&lithuanian, "title").unwrap(), "Žymos");
    assert_eq!(said(&english, "title").unwrap(), "Marks");
    let differ = keys(&lithuanian).iter().all(|(key, rule)| {
        let other = keys(&english)[key];
        rule.get("description").is_none() || rule["description"] != other["description"]
    });
    assert!(differ);
}

#[test]
fn the_same_files_give_the_same_schema() {
    for kind in files().kinds() {
        let text = || editor_schema(&files(), &kind, Language::English).unwrap();
        assert_eq!(text(), text());
    }
}

#[test]
fn a_kind_of_a_project_has_a_schema_too() {
    let project = Project::new();
    project.write(
        "templates/duty-list/schema.json",
        r#"{ "type": "object", "properties": {
             "kind": { "const": "duty-list" },
             "duties": { "title": "Budėjimai", "description": "Kas ir kada budi.", "description-en": "Who is on duty, and when.",
                         "type": "array", "items": { "$ref": "../common/schema.json#/definitions/when" } } } }"#,
    );
    let run = aktas(&project, &["schema", "duty-list", "--lang", "en"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let schema: Value = serde_json::from_str(&run.out).unwrap();
    let duties = schema.pointer("/properties/duties").unwrap();
    assert_eq!(duties["title"], "Duties");
    assert_eq!(duties["description"], "Who is on duty, and when.");
    assert!(duties["items"]["anyOf"][0]["pattern"].is_string());
}

#[test]
fn a_schema_is_printed_or_written_in_the_language_of_messages() {
    let project = Project::new();
    let printed = aktas(&project, &["schema", "notice", "--lang", "lt"]);
    assert_eq!(printed.status, Some(0), "{}", printed.err);
    let written = aktas(
        &project,
        &["schema", "notice", "--lang", "lt", "--out", "a/notice.json"],
    );
    assert_eq!(written.status, Some(0), "{}", written.err);
    assert_eq!(written.out, "");
    assert_eq!(
        fs::read_to_string(project.path("a/notice.json")).unwrap(),
        printed.out
    );
    assert!(printed.out.contains("Naujienų pranešimas"));

    let unknown = aktas(&project, &["schema", "notize", "--lang", "en"]);
    assert_eq!(unknown.status, Some(1));
    assert!(
        unknown.err.contains("did you mean `notice`?"),
        "{}",
        unknown.err
    );
}

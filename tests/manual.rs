//! The manual of fields: `docs/fields/`, made of the schemas, and what it asks of them.
//!
//! `UPDATE=1 cargo test --test manual` writes the pages anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/compare.rs"]
#[allow(dead_code, reason = "each file of tests uses some of it")]
mod compare;
#[path = "manual/keys.rs"]
mod keys;
#[path = "manual/page.rs"]
mod page;

use std::fs;
use std::path::Path;

use aktas::diagnostics::Language;
use aktas::kind::files::Files;
use compare::{difference, updating};
use keys::Key;

/// The kinds in the order in which they are listed.
const KINDS: [&str; 6] = [
    "activity-plan",
    "methodical-plan",
    "cooperation-plan",
    "funding-plan",
    "activity-report",
    "notice",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The built-in kinds.
fn files() -> Files {
    Files::new(None)
}

/// A page of the manual is what the schema says.
fn page_is(name: &str, wanted: &str) -> Option<String> {
    let path = root().join("docs/fields").join(name);
    if updating() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, wanted).unwrap();
        return None;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    (found != wanted).then(|| {
        format!(
            "docs/fields/{name}\n{}",
            difference(wanted, &found).unwrap_or_default()
        )
    })
}

#[test]
fn the_manual_is_what_the_schemas_say() {
    let mut faults = Vec::new();
    for language in Language::ALL.iter().copied() {
        for kind in KINDS {
            let name = format!("{kind}.{}.md", language.code());
            faults.extend(page_is(&name, &page::of_kind(kind, &files(), language)));
        }
        let name = format!("parts.{}.md", language.code());
        // A report has every part.
        let parts = page::of_parts("activity-report", &files(), language);
        faults.extend(page_is(&name, &parts));
    }
    faults.extend(page_is("README.md", &page::index(&KINDS, &files())));
    assert!(
        faults.is_empty(),
        "{}\n`UPDATE=1 cargo test --test manual` writes the pages anew",
        faults.join("\n")
    );
}

#[test]
fn the_manual_knows_every_kind() {
    let mut kinds = KINDS.map(str::to_owned).to_vec();
    kinds.sort();
    assert_eq!(kinds, files().kinds());
}

/// Whoever writes a key finds in both languages what it is, and how it is written.
#[test]
fn every_key_has_a_title_a_description_and_an_example() {
    let mut faults = Vec::new();
    for kind in KINDS {
        for key in keys::of_kind(kind, &files()) {
            for word in key.lacks() {
                faults.push(format!("{kind}: `{}` has no `{word}`", key.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Two keys of one kind that say the same are the same: one of the two is explained in words that do not
/// fit it.
#[test]
fn keys_that_mean_different_things_are_described_differently() {
    let mut faults = Vec::new();
    for kind in KINDS {
        let keys: Vec<Key> = keys::of_kind(kind, &files());
        for (at, key) in keys.iter().enumerate() {
            let same = |other: &&Key| other.name != key.name && other.english == key.english;
            if let Some(other) = keys[at + 1..].iter().find(same) {
                faults.push(format!(
                    "{kind}: `{}` and `{}`: {}",
                    key.path, other.path, key.english
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is shown as an example may be written so.
#[test]
fn examples_are_what_the_schema_allows() {
    let mut faults = Vec::new();
    for kind in KINDS {
        for language in Language::ALL.iter().copied() {
            faults.extend(keys::invalid_examples(kind, &files(), language));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

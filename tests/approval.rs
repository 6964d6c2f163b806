//! What an approval is given to: the same document however it is written, and nothing else; and
//! the ledger, in which nothing can be changed unseen.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "approval/approved.rs"]
mod approved;
#[path = "approval/ledgers.rs"]
mod ledgers;
#[path = "support/project.rs"]
mod project;
#[path = "approval/spellings.rs"]
mod spellings;

use std::fs;
use std::path::Path;

use aktas::Run;
use aktas::approval::changes::{self, Change, Part, Sort};
use aktas::approval::record;
use aktas::diagnostics::{Language, Sink, human};
use aktas::kind::files::Files;
use aktas::source::Sources;
use aktas::yaml::{self, Node, Value};
use project::Project;
use proptest::prelude::*;
use spellings::{Chance, spelt};

/// The examples and what `aktas new` starts from: documents of every kind.
const DOCUMENTS: [&str; 12] = [
    "content/association-funding-2027.yaml",
    "content/cooperation-plan-2027.yaml",
    "content/library-plan-2027.yaml",
    "content/library-report-2026.yaml",
    "content/meeting-notice-2027.yaml",
    "content/methodical-plan-2026.yaml",
    "templates/activity-plan/starter.yaml",
    "templates/activity-report/starter.yaml",
    "templates/cooperation-plan/starter.yaml",
    "templates/funding-plan/starter.yaml",
    "templates/methodical-plan/starter.yaml",
    "templates/notice/starter.yaml",
];

/// The record of a document: its digest and its text. None if it has errors.
fn recorded(project: &Project) -> Option<(String, String)> {
    try_recorded(project).ok()
}

/// The record, or what is wrong with the document.
fn try_recorded(project: &Project) -> Result<(String, String), String> {
    let files = Files::new(Some(project.path("templates")));
    let mut run = Run {
        keep_record: true,
        ..Run::default()
    };
    let checked = aktas::check(&project.path("content/document.yaml"), &files, &mut run);
    let Some(checked) = checked else {
        let told = run.sink.into_sorted(&run.sources);
        let told = told
            .iter()
            .map(|one| human::render(one, &run.sources, false, Language::English));
        return Err(told.collect());
    };
    let (digest, text) = (checked.record.digest, checked.record.text.unwrap());
    assert_eq!(digest, record::digest(text.as_bytes()));
    Ok((digest, text))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(project: &Project, from: &str, to: &str) {
    for entry in fs::read_dir(root().join(from)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_string_lossy();
            project.write(&format!("{to}/{name}"), fs::read(&path).unwrap());
        }
    }
}

/// A project with the document and with all that documents take from beside them.
fn project_of(document: &str) -> Project {
    let project = Project::new();
    project.write("templates/none", "");
    copy(&project, "content/data", "content/data");
    copy(&project, "content/pictures", "content/pictures");
    let text = fs::read_to_string(root().join(document)).unwrap();
    let text = text.replace("{{ date }}", "2027-01-08");
    project.write("content/document.yaml", text);
    project
}

/// The text of the document of a project as a tree.
fn tree(project: &Project) -> Node {
    let text = fs::read_to_string(project.path("content/document.yaml")).unwrap();
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("document.yaml", text);
    yaml::parse(file, &sources, &mut sink).unwrap()
}

/// A scalar of a tree, by its path as records spell it.
fn scalars<'n>(node: &'n mut Node, path: &str, found: &mut Vec<(String, &'n mut String)>) {
    match &mut node.value {
        Value::Scalar(text) => found.push((path.to_owned(), text)),
        Value::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                scalars(item, &format!("{path}[{index}]"), found);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let plain = |sign: char| sign.is_ascii_alphanumeric() || "-_".contains(sign);
                let quoted = !entry.key.chars().all(plain);
                let key = format!(
                    "{}{}{}",
                    if quoted { "\"" } else { "" },
                    entry.key,
                    if quoted { "\"" } else { "" }
                );
                let dot = if path.is_empty() { "" } else { "." };
                scalars(&mut entry.value, &format!("{path}{dot}{key}"), found);
            }
        }
        Value::Null => {}
    }
}

/// Another text for a value: of a number another digit, of words another word.
fn another(text: &str, chance: &mut Chance) -> String {
    let digits: Vec<usize> = text
        .char_indices()
        .filter(|(_, sign)| sign.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    if let Some(at) = digits.last()
        && !text.contains(char::is_alphabetic)
    {
        let digit = (text.as_bytes()[*at] - b'0' + 1) % 10;
        return format!("{}{digit}{}", &text[..*at], &text[at + 1..]);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let at = chance.below(words.len());
    let word = words[at].to_owned() + "ą";
    [&words[..at], &[word.as_str()], &words[at + 1..]]
        .concat()
        .join(" ")
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn however_it_is_written_it_is_the_same(index in 0..DOCUMENTS.len(), seed: u64) {
        let project = project_of(DOCUMENTS[index]);
        let (_, wanted) = recorded(&project).unwrap();
        let text = spelt(&tree(&project), &mut Chance::new(seed));
        project.write("content/document.yaml", &text);
        let found = try_recorded(&project);
        prop_assert!(found.is_ok(), "{}", found.unwrap_err());
        let found = found.unwrap().1;
        prop_assert!(wanted == found, "{:#?}\n{text}", changes::between(&wanted, &found));
    }

    #[test]
    fn a_value_that_changes_is_named(index in 0..DOCUMENTS.len(), seed: u64) {
        let project = project_of(DOCUMENTS[index]);
        let (digest, before) = recorded(&project).unwrap();
        let mut chance = Chance::new(seed);
        // Most changes of a figure break a total, and many words are names.
        for _ in 0..20 {
            let mut changed = tree(&project);
            let mut found = Vec::new();
            scalars(&mut changed, "", &mut found);
            let at = chance.below(found.len());
            let (path, value) = &mut found[at];
            if path.starts_with("checks") {
                continue;
            }
            let (path, old) = (path.clone(), value.clone());
            **value = another(&old, &mut chance);
            let new = value.clone();
            let text = fs::read(project.path("content/document.yaml")).unwrap();
            project.write("content/document.yaml", spelt(&changed, &mut Chance::plain()));
            let after = recorded(&project);
            project.write("content/document.yaml", text);
            let Some((other, after)) = after else { continue };
            prop_assert_ne!(&digest, &other, "{}: {} is {}", path, old, new);
            let told = changes::between(&before, &after);
            // Values that were taken from where this one was are in the rows of data.
            let of_content: Vec<&Change> = told.iter().filter(|one| one.part == Part::Content).collect();
            prop_assert!(of_content.len() == 1, "{path}: {told:#?}");
            prop_assert_eq!(&of_content[0].path, &path);
            prop_assert_eq!(&of_content[0].sort, &Sort::Changed);
            if !old.contains('\n') && old.contains(char::is_alphabetic) {
                let formula = |text: &str| on_one_line(text.trim_start().trim_start_matches('='));
                prop_assert_eq!(formula(of_content[0].old.as_deref().unwrap()), formula(&old));
                prop_assert_eq!(formula(of_content[0].new.as_deref().unwrap()), formula(&new));
            }
            return Ok(());
        }
        prop_assume!(false);
    }
}

/// What changed when a file of the project was.
fn told(project: &Project, edit: impl FnOnce()) -> Vec<Change> {
    let (digest, before) = recorded(project).unwrap();
    edit();
    let (other, after) = try_recorded(project).unwrap_or_else(|why| panic!("{why}"));
    let changes = changes::between(&before, &after);
    assert_eq!(digest == other, changes.is_empty());
    changes
}

fn edited(project: &Project, name: &str, old: &str, new: &str) {
    let text = fs::read_to_string(project.path(name)).unwrap();
    assert!(text.contains(old), "{name} has no `{old}`");
    project.write(name, text.replacen(old, new, 1));
}

#[test]
fn a_row_of_data_that_changes_is_named() {
    let project = project_of("content/library-report-2026.yaml");
    let data = fs::read_to_string(project.path("content/data/training-2026.csv")).unwrap();
    let line = data.lines().nth(2).unwrap().to_owned();
    let changes = told(&project, || {
        let worded = line.replacen(|sign: char| sign.is_alphabetic(), "Ž", 1);
        edited(&project, "content/data/training-2026.csv", &line, &worded);
    });
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(
        (changes[0].part, &changes[0].sort),
        (Part::Rows, &Sort::Changed)
    );
    assert!(changes[0].path.ends_with("[1][0]"), "{changes:#?}");
    // Line ends of another system, and a mark of the encoding, are no change.
    let changes = told(&project, || {
        let text = fs::read_to_string(project.path("content/data/training-2026.csv")).unwrap();
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        project.write("content/data/training-2026.csv", text);
    });
    assert_eq!(changes, []);
}

#[test]
fn a_cell_that_becomes_like_the_one_beside_it_is_named() {
    let project = project_of("content/library-report-2026.yaml");
    let changes = told(&project, || {
        let (old, new) = ("\"10,5\", ~, 1, 10, 0]", "\"10,5\", ~, 10, 10, 0]");
        edited(&project, "content/document.yaml", old, new);
    });
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(changes[0].sort, Sort::Changed);
    assert!(changes[0].path.ends_with("cells[3]"), "{changes:#?}");
}

#[test]
fn a_row_that_is_put_in_is_one_change() {
    let project = project_of("content/methodical-plan-2026.yaml");
    let (mut was, mut is) = (String::new(), String::new());
    let changes = told(&project, || {
        let mut tree = tree(&project);
        let Value::Map(entries) = &mut tree.value else {
            return;
        };
        let activities = entries
            .iter_mut()
            .find(|entry| entry.key == "activities")
            .unwrap();
        let Value::List(items) = &mut activities.value.value else {
            return;
        };
        let mut new = items[1].clone();
        let mut found = Vec::new();
        scalars(&mut new, "", &mut found);
        for (path, text) in found {
            match path.as_str() {
                "id" => text.push_str("-2"),
                "what" => {
                    text.push_str(" ir dar vienas");
                    is.clone_from(text);
                }
                _ => {}
            }
        }
        items.insert(1, new);
        let last = items.len() - 1;
        items.remove(last);
        was = format!("activities[{}]", last - 1);
        project.write("content/document.yaml", spelt(&tree, &mut Chance::plain()));
    });
    assert_eq!(changes.len(), 2, "{changes:#?}");
    assert_eq!(
        (&*changes[0].path, &changes[0].sort),
        ("activities[1]", &Sort::Added)
    );
    assert!(changes[0].new.as_ref().unwrap().contains(&is));
    assert_eq!(changes[1].path, was);
    assert!(matches!(&changes[1].sort, Sort::Gone { near } if near == "activities"));
}

#[test]
fn a_byte_of_a_picture_counts() {
    let project = project_of("content/meeting-notice-2027.yaml");
    let text = fs::read_to_string(project.path("content/document.yaml")).unwrap();
    let name = if text.contains("meeting.jpg") {
        "meeting.jpg"
    } else {
        "circle.png"
    };
    let file = format!("content/pictures/{name}");
    let bytes = fs::read(project.path(&file)).unwrap();
    let (digest, before) = recorded(&project).unwrap();
    // Not every byte can be another one in a picture that can be read.
    let sound = (bytes.len() / 2..bytes.len()).find_map(|at| {
        let mut other = bytes.clone();
        other[at] ^= 1;
        project.write(&file, other);
        recorded(&project)
    });
    let (other, after) = sound.expect("some byte is of a pixel");
    assert_ne!(digest, other);
    let changes = changes::between(&before, &after);
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].part, &*changes[0].path),
        (Part::Pictures, &*format!("pictures/{name}"))
    );
}

/// A project whose kind is its own.
fn with_own_kind() -> Project {
    let project = project_of("content/methodical-plan-2026.yaml");
    copy(
        &project,
        "templates/methodical-plan",
        "templates/methodical-plan",
    );
    project
}

#[test]
fn what_the_kind_prints_counts() {
    for (name, old, new, line) in [
        ("labels.lt.yaml", "aim: Tikslas", "aim: Siekis", "Siekis"),
        ("document.html", "<hr/>", "<p>Pabaiga.</p><hr/>", "Pabaiga."),
    ] {
        let project = with_own_kind();
        let changes = told(&project, || {
            edited(
                &project,
                &format!("templates/methodical-plan/{name}"),
                old,
                new,
            );
        });
        assert_eq!(changes.len(), 1, "{changes:#?}");
        assert_eq!((changes[0].part, &*changes[0].path), (Part::Text, ""));
        assert!(
            changes[0].new.as_ref().unwrap().contains(line),
            "{changes:#?}"
        );
    }
}

#[test]
fn what_the_kind_does_not_print_is_free() {
    for (name, old, new) in [
        (
            "labels.lt.yaml",
            "activities: Veiklų lentelė",
            "activities: Veiklos",
        ),
        (
            "labels.lt.yaml",
            "Kiekviena eilutė – viena",
            "Eilutė – viena",
        ),
        ("style.yaml", "[6, 40, 18, 18, 18]", "[7, 39, 18, 18, 18]"),
        ("document.html", "<section>", "{# Planas. #}<section>"),
    ] {
        let project = with_own_kind();
        let changes = told(&project, || {
            edited(
                &project,
                &format!("templates/methodical-plan/{name}"),
                old,
                new,
            );
        });
        assert_eq!(changes, [], "{name}: {new}");
    }
}

#[test]
fn what_checks_weigh_is_free() {
    let project = project_of("templates/methodical-plan/starter.yaml");
    let changes = told(&project, || {
        edited(
            &project,
            "content/document.yaml",
            "kind:",
            "checks: { outside-period: off }\nkind:",
        );
    });
    assert_eq!(changes, []);
}

/// That nothing is known to have happened is no reason to print a draft.
#[cfg(unix)]
#[test]
fn a_ledger_that_cannot_be_looked_at_is_told() {
    let project = project_of("content/association-funding-2027.yaml");
    assert!(recorded(&project).is_some());
    let folder = project.path("content/approvals");
    std::os::unix::fs::symlink("approvals", folder).unwrap();
    let told = try_recorded(&project).unwrap_err();
    assert!(told.starts_with("error[unreadable-file]"), "{told}");
}

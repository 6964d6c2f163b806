//! `tests/approved`: a document that was approved, changed, and approved again.
//!
//! `UPDATE=1 cargo test --test approval` writes its ledger and its records anew: a word that the
//! kind prints otherwise is another text, and was never approved.

use std::fs;

use aktas::Run;
use aktas::approval::{Act, Entry, Event, Ledger, State, ledger, record};
use aktas::content::when::Moment;
use aktas::diagnostics::{Language, human};
use aktas::kind::files::Files;
use aktas::source::{Sources, Span};

use super::project::Project;

const ID: &str = "approved-funding-2028";

fn document() -> std::path::PathBuf {
    super::root().join(format!("tests/approved/content/{ID}.yaml"))
}

#[test]
fn a_document_that_was_approved_again_says_by_what() {
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        approve();
    }
    let mut run = Run::default();
    let checked = aktas::check(&document(), &Files::new(None), &mut run).unwrap();
    let told = run.sink.into_sorted(&run.sources);
    let told: String = told
        .iter()
        .map(|one| human::render(one, &run.sources, false, Language::English))
        .collect();
    assert_eq!(told, "", "`UPDATE=1` approves it anew");
    let states: Vec<&State> = checked
        .approvals
        .marks
        .iter()
        .map(|mark| &mark.state)
        .collect();
    let [State::Redaction { first, last }, State::Approved(endorsed)] = states[..] else {
        panic!("{states:#?}");
    };
    assert_eq!(
        (&*first.number, &*last.number, &*endorsed.number),
        ("S-3", "S-9", "11")
    );
    let text = aktas::document::dump(&checked.document);
    // The mark names the last act alone; the list at the end names all.
    assert_eq!(text.matches("S-9").count(), 2, "{text}");
    assert_eq!(text.matches("S-3").count(), 2);
    assert!(text.contains("\"1.\"") && !text.contains("Projektas"));
    // The list is no part of what was approved.
    let mut draft = Run {
        wanted: aktas::approval::Wanted::Draft,
        ..Run::default()
    };
    let draft = aktas::check(&document(), &Files::new(None), &mut draft).unwrap();
    assert!(!aktas::document::dump(&draft.document).contains("S-9"));
    assert_eq!(draft.record.digest, checked.record.digest);
    // Nobody asked for its text, which is as large as the document.
    assert_eq!((checked.record.text, draft.record.text), (None, None));
}

/// Records the acts: of the plan before a figure was changed, and of the plan as it is.
fn approve() {
    let text = fs::read_to_string(document()).unwrap();
    let project = Project::new();
    project.write(
        "content/document.yaml",
        text.replace("2028: 1700", "2028: 1500"),
    );
    let before = super::recorded(&project).unwrap();
    project.write("content/document.yaml", &text);
    let now = super::recorded(&project).unwrap();
    let events = [
        (
            Event::Endorsed,
            "endorsed",
            "protocol",
            "9",
            "2027-11-04",
            &before,
        ),
        (
            Event::Approved,
            "approved",
            "decision",
            "S-3",
            "2027-11-18",
            &before,
        ),
        (
            Event::Amended,
            "endorsed",
            "protocol",
            "11",
            "2028-04-06",
            &now,
        ),
        (
            Event::Amended,
            "approved",
            "decision",
            "S-9",
            "2028-04-20",
            &now,
        ),
    ];
    let (mut whole, mut ledger_text) = (Ledger::default(), String::new());
    for (event, mark, sort, number, date, (digest, record)) in events {
        let body = match mark {
            "approved" => "Pavyzdžio asociacijos visuotinio narių susirinkimo",
            _ => "Pavyzdžio asociacijos valdybos",
        };
        let entry = Entry {
            event,
            mark: mark.to_owned(),
            body: body.to_owned(),
            act: Act {
                sort: sort.to_owned(),
                number: number.to_owned(),
                date: Moment::parse(date).unwrap(),
            },
            recorder: "Rūta Raštvedė".to_owned(),
            reason: (mark == "approved" && number == "S-9")
                .then(|| "Forumui skirta daugiau lėšų".to_owned()),
            content: digest.clone(),
            tool: aktas::run::TOOL.to_owned(),
            files: [(format!("{ID}.docx"), digest.clone())].into(),
            previous: whole.head(),
        };
        ledger_text = whole.with(
            &ledger_text,
            ID,
            "Veiklos strategijos 2028–2030 metams lėšų planas",
            &entry,
        );
        let span = Span::new(Sources::default().add("", ""), 0..0);
        whole.entries.push(ledger::Recorded { entry, span });
        let path = record::path(&document(), ID, digest);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, record).unwrap();
    }
    fs::write(ledger::path(&document(), ID), ledger_text).unwrap();
}

//! A ledger that somebody edits.

use aktas::approval::{Act, Entry, Event, Ledger, ledger};
use aktas::content::when::Moment;
use aktas::diagnostics::Sink;
use aktas::source::{Sources, Span};
use aktas::yaml;
use proptest::prelude::*;

const ID: &str = "plan";

/// A ledger with three entries, each with all fields.
fn ledger() -> String {
    let (mut whole, mut text) = (Ledger::default(), String::new());
    let events = [
        (Event::Endorsed, "endorsed", "3", "2027-01-05"),
        (Event::Approved, "approved", "V-12", "2027-01-08"),
        (Event::Amended, "approved", "V-40", "2027-05-03"),
    ];
    for (event, mark, number, date) in events {
        let entry = Entry {
            event,
            mark: mark.to_owned(),
            body: "Pavyzdžio gimnazijos direktoriaus".to_owned(),
            act: Act {
                sort: "order".to_owned(),
                number: number.to_owned(),
                date: Moment::parse(date).unwrap(),
            },
            recorder: "S. Sekretorė".to_owned(),
            reason: Some(format!("Taip nutarta: „{number}“")),
            content: format!("sha256:{}", "1f".repeat(32)),
            tool: "aktas 0.1.0".to_owned(),
            files: ["a.docx", "b.pdf"]
                .map(|name| (name.to_owned(), "sha256:00".to_owned()))
                .into(),
            previous: whole.head(),
        };
        text = whole.with(&text, ID, "Planas", &entry);
        let span = Span::new(Sources::default().add("", ""), 0..0);
        whole.entries.push(ledger::Recorded { entry, span });
    }
    text
}

/// What is wrong with a ledger.
fn faults(text: &str) -> Vec<String> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("plan.yaml", text);
    if let Some(tree) = yaml::parse(file, &sources, &mut sink) {
        Ledger::read(&tree, ID, &mut sink);
    }
    let told = sink.into_sorted(&sources).into_iter();
    told.map(|one| one.message.to_string()).collect()
}

/// The head of the file, and the text of each entry.
fn entries(text: &str) -> (String, Vec<String>) {
    let mut parts = text.split("  - event:");
    let head = parts.next().unwrap().to_owned();
    (
        head,
        parts.map(|part| format!("  - event:{part}")).collect(),
    )
}

#[test]
fn a_ledger_as_it_was_written_is_sound() {
    assert_eq!(faults(&ledger()), Vec::<String>::new(), "{}", ledger());
}

proptest! {
    #[test]
    fn every_line_counts(line in 2_usize..200, word in "[a-z0-9]{1,9}") {
        let text = ledger();
        let lines: Vec<&str> = text.lines().collect();
        let at = 2 + line % (lines.len() - 2);
        let Some((key, value)) = lines[at].split_once(": ") else { return Ok(()) };
        let mut edited: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let value = value.trim_matches('"').to_owned() + &word;
        edited[at] = format!("{key}: \"{}\"", value.replace('"', "\\\""));
        let edited = edited.join("\n") + "\n";
        prop_assert!(!faults(&edited).is_empty(), "nobody noticed:\n{edited}");
        // A line that is gone is noticed too.
        let mut fewer: Vec<&str> = lines.clone();
        let gone = fewer.remove(at);
        let fewer = fewer.join("\n") + "\n";
        let told = !faults(&fewer).is_empty();
        prop_assert!(told || gone.starts_with("document:"), "nobody misses `{gone}`");
    }

    #[test]
    fn entries_stay_as_they_are_and_where_they_are(one in 0_usize..3, other in 0_usize..3) {
        let (head, mut list) = entries(&ledger());
        let gone = list.remove(one);
        prop_assert!(!faults(&(head.clone() + &list.concat())).is_empty());
        let at = if other == one { (other + 1) % 3 } else { other };
        let mut swapped = list.clone();
        swapped.insert(at, gone.clone());
        prop_assert!(!faults(&(head.clone() + &swapped.concat())).is_empty());
        list.insert(one, gone.clone());
        prop_assert_eq!(faults(&(head.clone() + &list.concat())), Vec::<String>::new());
        list.insert(other, gone);
        prop_assert!(!faults(&(head + &list.concat())).is_empty());
    }

    #[test]
    fn how_it_is_written_does_not_count(marks: u64) {
        let text = ledger();
        let spelt: Vec<String> = text.lines().enumerate().map(|(index, line)| {
            let chosen = marks >> (index % 64) & 1 == 1;
            match line.split_once(": ") {
                Some((key, value)) if chosen && !line.starts_with('#') && !value.starts_with(['"', '{']) => {
                    format!("{key}:   '{value}'   # so it is")
                }
                _ if chosen => format!("# a comment\n{line}"),
                _ => line.to_owned(),
            }
        }).collect();
        let spelt = spelt.join("\n") + "\n";
        prop_assert_eq!(faults(&spelt), Vec::<String>::new(), "{}", spelt);
    }
}

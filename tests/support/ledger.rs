//! Ledgers in short: a line for each event, from which a whole ledger is made.
//!
//! ```text
//! endorsed 3 2026-09-01
//! approved V-12 2026-09-02
//! amended V-40 2027-05-03 of another text
//! ```
//!
//! An event is that of the document as it is, of another text, or `of what was`; `amended` and
//! `revoked` are about the mark `approved`. Body and sort of act are those that the document names.

use aktas::approval::{Act, Approvals, Entry, Event, Ledger, ledger};
use aktas::content::when::Moment;
use aktas::source::{Sources, Span};

/// The text of the ledger of the document `id` with marks; `digest_of` knows the digests of the
/// texts, of the document as it is by no words.
pub(crate) fn ledger(
    short: &str,
    id: &str,
    marks: &Approvals,
    digest_of: impl Fn(&str) -> String,
) -> String {
    let (mut whole, mut text) = (Ledger::default(), String::new());
    for line in short.lines() {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (event, number, date, other) = (word(), word(), word(), word());
        let event = Event::parse(event).unwrap_or_else(|| panic!("no event: {line}"));
        let name = match event {
            Event::Amended | Event::Revoked => "approved",
            event => event.as_str(),
        };
        let mark = marks.marks.iter().find(|mark| mark.name == name);
        let entry = Entry {
            event,
            mark: name.to_owned(),
            body: mark.map_or("Kito", |mark| &mark.body).to_owned(),
            act: Act {
                sort: mark.map_or("order", |mark| &mark.act).to_owned(),
                number: number.to_owned(),
                date: Moment::parse(date).expect("a day"),
            },
            recorder: "S. Sekretorė".to_owned(),
            reason: None,
            content: digest_of(other),
            tool: aktas::run::TOOL.to_owned(),
            files: [(format!("{id}.docx"), digest_of(other))].into(),
            previous: whole.head(),
        };
        text = whole.with(&text, id, "Planas", &entry);
        let span = Span::new(Sources::default().add("", ""), 0..0);
        whole.entries.push(ledger::Recorded { entry, span });
    }
    text
}

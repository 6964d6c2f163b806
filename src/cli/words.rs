//! Words of approvals for people.

use crate::approval::{Event, Mark, Since, State, changes};
use crate::diagnostics::{Language, Message, say};
use crate::source::Sources;

/// What sort of act: `order` and others.
pub(super) fn act(sort: &str) -> Message {
    match sort {
        "order" => say!("order"),
        "protocol" => say!("protocol"),
        "decision" => say!("decision"),
        "resolution" => say!("resolution"),
        "letter" => say!("letter"),
        other => other.into(),
    }
}

/// What happened.
pub(super) fn event(event: Event) -> Message {
    match event {
        Event::Approved => say!("approved"),
        Event::Endorsed => say!("endorsed"),
        Event::Agreed => say!("agreed"),
        Event::Amended => say!("amended"),
        Event::Revoked => say!("revoked"),
    }
}

/// The state of a mark; none if it is not known.
pub(super) fn state(mark: &Mark, known: bool) -> Message {
    match &mark.state {
        _ if !known => say!("not checked"),
        State::Draft => say!("draft"),
        State::Approved(_) => event(Event::parse(&mark.name).unwrap_or(Event::Approved)),
        State::Redaction { .. } => say!("new redaction"),
        State::Stale { .. } => say!("changed since"),
        State::Revoked(_) => say!("revoked"),
    }
}

/// What changed since a mark was given: a line for each value, with its place.
pub(super) fn since(since: &Since, sources: &Sources, language: Language) -> String {
    let line = |line: Message| format!("  {}\n", line.text(language));
    match since {
        Since::Changed(changes) => {
            let lines = changes.iter().map(|one| line(changes::tell(one, sources)));
            lines.collect()
        }
        Since::Missing(file) => line(say!(
            "nobody can tell what: `{file}`, the text that was approved, is missing",
            file
        )),
        Since::Altered(file) => line(say!(
            "nobody can tell what: `{file}` is not the text that was approved",
            file
        )),
    }
}

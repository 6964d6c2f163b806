//! Words of approvals for people.

use crate::approval::changes::Change;
use crate::approval::{Event, Mark, State};
use crate::diagnostics::{Message, say};

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

/// What changed, in a line.
pub(super) fn change(change: &Change) -> Message {
    let Change { path, old, new, .. } = change;
    match (path.as_str(), old, new) {
        ("", Some(old), None) => say!("no longer printed: {old}", old),
        ("", _, Some(new)) => say!("now printed: {new}", new),
        (path, Some(old), Some(new)) => format!("{path}: {old} → {new}").into(),
        (path, Some(old), None) => say!("{path}: {old} was taken away", path, old),
        (path, None, new) => say!(
            "{path}: {new} was added",
            path,
            new = new.as_deref().unwrap_or_default()
        ),
    }
}

//! A ledger read: entries with all their fields, and nothing else.

use super::entry::FIELDS;
use super::{Act, Entry, Event, Ledger, Recorded};
use crate::content::when::Moment;
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::source::Span;
use crate::yaml::{self, Node};

/// Reads the entries of a ledger; what cannot be understood is told.
pub(super) fn read(tree: &Node, id: &str, sink: &mut Sink) -> Ledger {
    Reader { sink }.ledger(tree, id)
}

struct Reader<'a> {
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn ledger(&mut self, tree: &Node, id: &str) -> Ledger {
        self.known(tree, &["document", "last", "entries"]);
        if let Some(document) = tree.get("document")
            && document.as_str() != Some(id)
        {
            let message = say!("this is the ledger of another document, not of `{id}`", id);
            self.fault(document.span, message);
        }
        let list = tree.get("entries");
        let items = match list.map(|list| &list.value) {
            Some(yaml::Value::List(items)) => items.as_slice(),
            _ => {
                let place = list.map_or(tree.span.start(), |list| list.span);
                self.fault(place, say!("the ledger has no list of `entries`"));
                &[]
            }
        };
        let entries = items.iter().filter_map(|item| self.entry(item)).collect();
        Ledger { entries }
    }

    fn entry(&mut self, item: &Node) -> Option<Recorded> {
        if !matches!(item.value, yaml::Value::Map(_)) {
            let found = item.describe();
            let message = say!(
                "an entry of the ledger must be a mapping, found {found}",
                found
            );
            self.fault(item.span, message);
            return None;
        }
        self.known(item, &[&FIELDS[..], &["reason", "files"]].concat());
        let fields = FIELDS.map(|key| self.text(item, key));
        let [
            event,
            mark,
            body,
            act,
            number,
            date,
            recorder,
            content,
            tool,
            previous,
        ] = fields;
        let (event, date) = (event?, date?);
        let place = |key: &str| item.get(key).map_or(item.span, |node| node.span);
        let Some(event) = Event::parse(&event) else {
            let message = say!("`{event}` is no event of a ledger", event);
            self.fault(place("event"), message);
            return None;
        };
        let Ok(date @ Moment::Day(_)) = Moment::parse(&date) else {
            let message = say!("`{date}` is not a day such as `2027-01-08`", date);
            self.fault(place("date"), message);
            return None;
        };
        let files = item.get("files").map(Node::entries).unwrap_or_default();
        let file =
            |entry: &yaml::Entry| Some((entry.key.clone(), entry.value.as_str()?.to_owned()));
        let entry = Entry {
            event,
            mark: mark?,
            body: body?,
            act: Act {
                sort: act?,
                number: number?,
                date,
            },
            recorder: recorder?,
            reason: item.get("reason").and_then(Node::as_str).map(str::to_owned),
            content: content?,
            tool: tool?,
            files: files.iter().filter_map(file).collect(),
            previous: previous?,
        };
        Some(Recorded {
            entry,
            span: item.span,
        })
    }

    fn text(&mut self, item: &Node, key: &str) -> Option<String> {
        let found = item.get(key).and_then(Node::as_str);
        let found = found.filter(|text| !text.is_empty()).map(str::to_owned);
        if found.is_none() {
            let message = say!("`{key}` is missing in an entry of the ledger", key);
            self.fault(item.span, message);
        }
        found
    }

    fn known(&mut self, node: &Node, known: &[&str]) {
        for entry in node.entries() {
            if !known.contains(&entry.key.as_str()) {
                let message = say!("`{key}` is not known in a ledger", key = entry.key);
                self.fault(entry.key_span, message);
            }
        }
    }

    fn fault(&mut self, place: Span, message: Message) {
        let fault = Diagnostic::error(Code::InvalidLedger, place, message);
        self.sink.push(fault.hint(say!(
            "a ledger is written by `aktas approve` alone: restore the file from git"
        )));
    }
}

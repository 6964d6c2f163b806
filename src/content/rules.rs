//! Rules that hold across the parts of a document: names, references, dates.

use std::collections::{BTreeMap, BTreeSet};

use super::when::When;
use super::{Content, Data, Part, Value};
use crate::diagnostics::{Code, Diagnostic, Sink, did_you_mean, say};
use crate::source::Span;
use crate::yaml::{self, Node};

/// Tells what is wrong between the parts of a document.
///
/// `document` is the tree as it was written: a person whose entry has a fault can be referred to.
pub(super) fn check(content: &Content, document: &Node, sink: &mut Sink) {
    let keys = |part: &str| match document.get(part) {
        None => Some(Vec::new()),
        Some(Node {
            value: yaml::Value::Map(entries),
            ..
        }) => Some(entries.iter().map(|entry| entry.key.as_str()).collect()),
        Some(_) => None,
    };
    let mut rules = Rules {
        known: REFERRED_TO.map(|part| (part, keys(part))),
        told: BTreeSet::new(),
        period: content.root.get("period"),
        ids: BTreeMap::new(),
        sink,
    };
    rules.walk(&content.root, "");
}

/// The parts of a document whose keys other places of it name.
const REFERRED_TO: [&str; 4] = ["people", "institutions", "sources", "figures"];

struct Rules<'a> {
    /// The keys of each of these parts; none if it is no mapping, which is told elsewhere.
    known: [(&'static str, Option<Vec<&'a str>>); 4],
    /// The keys that were told to be in a part that is not there: once is enough.
    told: BTreeSet<(&'static str, &'a str)>,
    period: Option<&'a Value>,
    ids: BTreeMap<&'a str, Span>,
    sink: &'a mut Sink,
}

impl<'a> Rules<'a> {
    fn walk(&mut self, value: &'a Value, path: &str) {
        match &value.data {
            // Columns and rows have names of their own: `figures` knows them.
            Data::Part(Part::Table, entries) => {
                if let Some(id) = entries.iter().find(|entry| entry.key == "id")
                    && let Some(name) = id.value.as_str()
                {
                    self.unique(name, id.value.span, &format!("{path}.id"));
                }
            }
            Data::Map(entries) | Data::Part(_, entries) => {
                for entry in entries {
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{}", entry.key);
                    if let ("id", Some(id)) = (entry.key.as_str(), entry.value.as_str()) {
                        self.unique(id, entry.value.span, &path);
                    }
                    self.walk(&entry.value, &path);
                }
            }
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&item.value, &format!("{path}[{index}]"));
                }
            }
            Data::Person(key) => self.reference(key, "people", value.span, path),
            Data::Institution(key) => self.reference(key, "institutions", value.span, path),
            Data::Source(key) => self.reference(key, "sources", value.span, path),
            Data::Series(key) => self.reference(key, "figures", value.span, path),
            Data::When(when) => self.within_period(when, value.span, path),
            _ => {}
        }
    }

    fn unique(&mut self, id: &'a str, span: Span, path: &str) {
        if let Some(first) = self.ids.insert(id, span) {
            self.ids.insert(id, first);
            self.sink.push(
                Diagnostic::error(
                    Code::DuplicateId,
                    span,
                    say!("the id `{id}` is given twice", id),
                )
                .label(say!("again here"))
                .path(path)
                .related(first, say!("first here"))
                .hint(say!("give one of the two another id")),
            );
        }
    }

    fn reference(&mut self, key: &'a str, part: &'static str, span: Span, path: &str) {
        let known = self.known.iter().find(|(name, _)| *name == part);
        let Some((_, Some(known))) = known else {
            return;
        };
        let has_part = !known.is_empty();
        if known.contains(&key) || !(has_part || self.told.insert((part, key))) {
            return;
        }
        let message = say!("`{key}` is not in `{part}`", key, part);
        let diagnostic = Diagnostic::error(Code::UnknownReference, span, message);
        let hint = match did_you_mean(key, known.iter().copied()) {
            Some(near) => say!("did you mean `{near}`?", near),
            None if can_be_key(key) => say!("add `{key}` to `{part}`", key, part),
            None => {
                let keys: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                say!(
                    "write a key of `{part}`: {list}",
                    part,
                    list = keys.join(", ")
                )
            }
        };
        self.sink
            .push(diagnostic.label(say!("no such key")).path(path).hint(hint));
    }

    /// A term must lie within the period; one of whole years needs only to reach into it, since
    /// a plan for a school year may say „2026–2027“.
    fn within_period(&mut self, when: &When, span: Span, path: &str) {
        let Some(Value {
            data: Data::Period(period),
            span: period_span,
        }) = self.period
        else {
            return;
        };
        let (Some((first, last)), (from, to)) = (when.days(), period.days()) else {
            return;
        };
        let inside = from <= first && last <= to;
        let reaches = when.in_years() && first <= to && from <= last;
        if inside || reaches {
            return;
        }
        let message = say!(
            "the term is outside the period of the document, {from} to {to}",
            from = from.to_string(),
            to = to.to_string()
        );
        self.sink.push(
            Diagnostic::check(Code::OutsidePeriod, span, message)
                .label(say!("outside the period"))
                .path(path)
                .related(*period_span, say!("the period"))
                .hint(say!("correct the year or the month")),
        );
    }
}

/// Whether a text is written as names for references are; a name and surname is not.
fn can_be_key(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    text.chars().all(sign)
}

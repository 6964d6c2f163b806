//! Approval: which marks of a document hold.
//!
//! The document says who must approve it; the ledger `approvals/<id>.yaml` beside it says what
//! happened, as a list of entries that only grows. An entry holds for exactly one text: it
//! carries the digest of what was approved, and a later change of the content, or of the kind's
//! words, makes the mark stale.

use sha2::{Digest, Sha256};

use crate::content::when::Moment;
use crate::content::{Content, Data, Value};
use crate::data::Attachments;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::kind::Kind;
use crate::source::{Sources, Span};
use crate::yaml::{self, Node};

/// The state of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nobody has approved the document yet.
    Draft,
    /// The document was approved as it is.
    Approved(Act),
    /// The document was approved, and has changed since.
    Stale(Act),
}

/// The act by which a document was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The number of the act, such as `V-12`.
    pub number: String,
    /// The day of the act.
    pub date: Moment,
}

/// The states of the marks of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Approvals {
    /// One for each of the document's `marks`, in their order.
    pub marks: Vec<State>,
}

impl Approvals {
    /// Whether a mark is missing or stale: the document then says that it is a draft.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        !self
            .marks
            .iter()
            .all(|state| matches!(state, State::Approved(_)))
    }
}

/// The digest of what an approval is given to: `sha256:` and 64 hexadecimal digits.
///
/// It covers the meaning of the content and what the kind prints: the order of keys, comments,
/// line ends and the look do not count; every value, word of the template and label does, and
/// every byte of the files that the document names.
#[must_use]
pub fn digest(
    content: &Content,
    attachments: &Attachments,
    kind: &Kind,
    sources: &Sources,
) -> String {
    let mut hasher = Sha256::new();
    feed_value(&mut hasher, &content.root);
    for (path, bytes) in &attachments.digests {
        feed(&mut hasher, b'a', path);
        hasher.update(bytes);
    }
    // What is looked for in texts is not printed.
    let mut labels: Vec<_> = kind.labels.root().entries().iter().collect();
    labels.retain(|entry| entry.key != "checks");
    labels.sort_by(|a, b| a.key.cmp(&b.key));
    for entry in labels {
        feed(&mut hasher, b'l', &entry.key);
        feed_node(&mut hasher, &entry.value);
    }
    for (name, file) in &kind.templates {
        feed(&mut hasher, b't', name);
        feed(
            &mut hasher,
            b't',
            &sources.get(*file).text.replace("\r\n", "\n"),
        );
    }
    for indicator in &kind.indicators {
        feed(
            &mut hasher,
            b'i',
            &format!(
                "{}={}~{}{}",
                indicator.id,
                indicator.formula,
                indicator.decimals,
                indicator.rounding.name()
            ),
        );
    }
    let digits: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{digits}")
}

/// Feeds one string with its sort and length, so that no two sequences feed the same bytes.
fn feed(hasher: &mut Sha256, sort: u8, text: &str) {
    hasher.update([sort]);
    hasher.update((text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

fn feed_value(hasher: &mut Sha256, value: &Value) {
    match &value.data {
        Data::List(items) => {
            hasher.update(b"[");
            items
                .iter()
                .for_each(|item| feed_value(hasher, &item.value));
            hasher.update(b"]");
        }
        Data::Map(entries) | Data::Part(_, entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            hasher.update(b"{");
            for entry in sorted {
                feed(hasher, b'k', &entry.key);
                feed_value(hasher, &entry.value);
            }
            hasher.update(b"}");
        }
        Data::When(when) => feed(hasher, b'w', &format!("{when:?}")),
        Data::Period(term) => feed(hasher, b'p', &format!("{term:?}")),
        Data::Date(date) => feed(hasher, b'd', &format!("{date:?}")),
        Data::Decimal(number) => feed(hasher, b'n', &number.to_string()),
        Data::Boolean(yes) => feed(hasher, b'b', if *yes { "true" } else { "false" }),
        Data::Text(text) | Data::Markdown(text) | Data::Plain(text) | Data::Word(text) => {
            feed(hasher, b's', text);
        }
        Data::Person(key) | Data::Institution(key) | Data::Source(key) | Data::Series(key) => {
            feed(hasher, b'r', key);
        }
        Data::Formula(formula) => feed(hasher, b'f', formula),
        Data::Cell(text) => feed(hasher, b'c', text),
        Data::File(path) => feed(hasher, b'a', path),
        Data::Nothing => hasher.update(b"~"),
    }
}

fn feed_node(hasher: &mut Sha256, node: &Node) {
    match &node.value {
        yaml::Value::Null => hasher.update(b"~"),
        yaml::Value::Scalar(text) => feed(hasher, b's', text),
        yaml::Value::List(items) => {
            hasher.update(b"[");
            items.iter().for_each(|item| feed_node(hasher, item));
            hasher.update(b"]");
        }
        yaml::Value::Map(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            hasher.update(b"{");
            for entry in sorted {
                feed(hasher, b'k', &entry.key);
                feed_node(hasher, &entry.value);
            }
            hasher.update(b"}");
        }
    }
}

/// An entry of the ledger.
struct Entry {
    mark: String,
    act: Act,
    digest: String,
    span: Span,
}

/// Finds the state of every mark of the document.
///
/// `ledger` is the tree of the ledger file, if there is one. Faults of the ledger, marks that
/// have become stale and acts in a wrong order are told.
pub fn resolve(
    content: &Content,
    ledger: Option<&Node>,
    digest: &str,
    sink: &mut Sink,
) -> Approvals {
    let entries = ledger
        .map(|ledger| entries(ledger, sink))
        .unwrap_or_default();
    let marks = content
        .root
        .get("marks")
        .map(Value::items)
        .unwrap_or_default();
    let names: Vec<&str> = marks
        .iter()
        .filter_map(|mark| mark.value.get("mark")?.as_str())
        .collect();
    for entry in entries
        .iter()
        .filter(|entry| !names.contains(&entry.mark.as_str()))
    {
        let message = format!("the document has no mark `{}`", entry.mark);
        sink.push(Diagnostic::error(Code::InvalidLedger, entry.span, message));
    }
    check_order(&entries, digest, sink);
    Approvals {
        marks: names
            .iter()
            .map(|name| state(name, &entries, digest, sink))
            .collect(),
    }
}

/// The last entry for a mark decides, if it was given to this text.
fn state(name: &str, entries: &[Entry], digest: &str, sink: &mut Sink) -> State {
    let Some(last) = entries.iter().rev().find(|entry| entry.mark == name) else {
        return State::Draft;
    };
    if last.digest == digest {
        return State::Approved(last.act.clone());
    }
    let message = format!(
        "the document has changed since it was `{name}` by act {}",
        last.act.number
    );
    sink.push(
        Diagnostic::check(Code::StaleApproval, last.span, message)
            .label("given to another text")
            .hint("undo the change, or have the document approved again; until then it prints as a draft"),
    );
    State::Stale(last.act.clone())
}

/// An endorsement comes before the approval.
fn check_order(entries: &[Entry], digest: &str, sink: &mut Sink) {
    let find = |mark: &str| {
        entries
            .iter()
            .rev()
            .find(|entry| entry.mark == mark && entry.digest == digest)
    };
    let (Some(endorsed), Some(approved)) = (find("endorsed"), find("approved")) else {
        return;
    };
    if endorsed.act.date.first() > approved.act.date.first() {
        let message = "the document was approved before it was endorsed";
        sink.push(
            Diagnostic::check(Code::ApprovalOrder, endorsed.span, message)
                .label("endorsed here")
                .related(approved.span, "approved here"),
        );
    }
}

fn entries(ledger: &Node, sink: &mut Sink) -> Vec<Entry> {
    const KNOWN: [&str; 4] = ["mark", "number", "date", "digest"];
    let list = ledger.get("entries");
    let items = match list.map(|list| &list.value) {
        Some(yaml::Value::List(items)) => items.as_slice(),
        _ => {
            let place = list.map_or(ledger.span.start(), |list| list.span);
            let message = "the ledger has no list of `entries`";
            sink.push(Diagnostic::error(Code::InvalidLedger, place, message));
            &[]
        }
    };
    items
        .iter()
        .filter_map(|item| {
            if !matches!(item.value, yaml::Value::Map(_)) {
                let message = format!(
                    "an entry of the ledger must be a mapping, found {}",
                    item.describe()
                );
                let diagnostic = Diagnostic::error(Code::InvalidLedger, item.span, message);
                sink.push(diagnostic.hint("write it with `mark`, `number`, `date` and `digest`"));
                return None;
            }
            for entry in item
                .entries()
                .iter()
                .filter(|entry| !KNOWN.contains(&entry.key.as_str()))
            {
                let message = format!("`{}` is not known in a ledger", entry.key);
                sink.push(Diagnostic::error(
                    Code::InvalidLedger,
                    entry.key_span,
                    message,
                ));
            }
            entry(item, sink)
        })
        .collect()
}

fn entry(item: &Node, sink: &mut Sink) -> Option<Entry> {
    let mut text = |key: &str| {
        let found = item
            .get(key)
            .and_then(Node::as_str)
            .filter(|text| !text.is_empty());
        if found.is_none() {
            let message = format!("`{key}` is missing in an entry of the ledger");
            sink.push(Diagnostic::error(Code::InvalidLedger, item.span, message));
        }
        found.map(str::to_owned)
    };
    let (mark, number, digest, date) = (text("mark"), text("number"), text("digest"), text("date"));
    let date = date?;
    let Ok(date @ Moment::Day(_)) = Moment::parse(&date) else {
        let place = item.get("date").map_or(item.span, |node| node.span);
        let message = format!("`{date}` is not a day such as `2027-01-08`");
        sink.push(Diagnostic::error(Code::InvalidLedger, place, message));
        return None;
    };
    Some(Entry {
        mark: mark?,
        act: Act {
            number: number?,
            date,
        },
        digest: digest?,
        span: item.span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content;
    use crate::kind::{self, files::Files};

    #[test]
    fn another_picture_is_another_document() {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let starter = include_str!("../../templates/notice/starter.yaml");
        let file = sources.add("notice.yaml", starter);
        let tree = yaml::parse(file, &sources, &mut sink).expect("the starter is YAML");
        let kind = kind::load(&tree, &Files::new(None), &mut sources, &mut sink);
        let kind = kind.expect("the kind is sound");
        let content =
            content::read(&tree, &kind, &sources, &mut sink).expect("the starter is sound");
        let with = |pictures: &[(&str, u8)]| {
            let mut attachments = Attachments::default();
            for (path, byte) in pictures {
                attachments.digests.insert((*path).to_owned(), [*byte; 32]);
            }
            digest(&content, &attachments, &kind, &sources)
        };
        let digests = [
            with(&[]),
            with(&[("a.png", 1)]),
            with(&[("a.png", 2)]),
            with(&[("b.png", 1)]),
            with(&[("a.png", 1), ("b.png", 1)]),
        ];
        for (index, one) in digests.iter().enumerate() {
            assert!(!digests[..index].contains(one), "{index}");
        }
    }
}

//! The ledger: what happened to a document, as a list of entries that only grows.
//!
//! `approvals/<id>.yaml` beside the document has an entry for every event. Each names the digest
//! of the entry before it, and the head of the file that of the last, so that an entry that was
//! taken away, put in or changed is noticed. A digest is that of the fields of an entry, not of
//! their spelling: comments, quotation marks and the order of keys are free.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

use super::record;
use crate::content::when::Moment;
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::source::Span;
use crate::yaml::{self, Node};

/// What stands for the entry before the first.
pub const NONE: &str = "none";

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The document was approved.
    Approved,
    /// A council or another body endorsed it.
    Endorsed,
    /// Another institution agreed to it.
    Agreed,
    /// The changed document was approved by another act: a new redaction.
    Amended,
    /// The mark was taken back.
    Revoked,
}

impl Event {
    /// Every event.
    pub const ALL: &[Self] = &[
        Self::Approved,
        Self::Endorsed,
        Self::Agreed,
        Self::Amended,
        Self::Revoked,
    ];

    /// The word for it in a ledger.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Endorsed => "endorsed",
            Self::Agreed => "agreed",
            Self::Amended => "amended",
            Self::Revoked => "revoked",
        }
    }

    /// The event of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An act: what a body adopts, and a secretary registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What sort of act: `order`, `protocol`, `decision`, `resolution`, `letter`.
    pub sort: String,
    /// Its number, such as `V-12`.
    pub number: String,
    /// Its day.
    pub date: Moment,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// The mark that it is about: `approved`, `endorsed`, `agreed`.
    pub mark: String,
    /// Who adopted the act, as the mark says it, lines joined by a space.
    pub body: String,
    /// The act.
    pub act: Act,
    /// Who recorded the event.
    pub recorder: String,
    /// Why, where that needs to be said.
    pub reason: Option<String>,
    /// The digest of the record of what it was about (see [`record`]).
    pub content: String,
    /// The program that made the files, with its version.
    pub tool: String,
    /// The files that were made then: their names, and the digests of their bytes.
    pub files: BTreeMap<String, String>,
    /// The digest of the entry before, or [`NONE`].
    pub previous: String,
}

/// An entry, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The entry.
    pub entry: Entry,
    /// The lines of the file.
    pub span: Span,
}

/// The fields that every entry has, in the order in which they are written.
const FIELDS: [&str; 10] = [
    "event",
    "mark",
    "body",
    "act",
    "number",
    "date",
    "recorded-by",
    "content",
    "tool",
    "previous",
];

impl Entry {
    /// The fields that every entry has.
    fn fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let values = [
            self.event.to_string(),
            self.mark.clone(),
            self.body.clone(),
            self.act.sort.clone(),
            self.act.number.clone(),
            self.act.date.to_string(),
            self.recorder.clone(),
            self.content.clone(),
            self.tool.clone(),
            self.previous.clone(),
        ];
        FIELDS.into_iter().zip(values)
    }

    /// The digest by which the next entry names this one: that of a line `key = "value"` for every
    /// field, in the order of the file.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut text = String::new();
        let reason = self.reason.iter().map(|reason| ("reason", reason.clone()));
        for (key, value) in self.fields().chain(reason) {
            let _ = writeln!(text, "{key} = {}", record::Quoted(&value));
        }
        for (name, digest) in &self.files {
            let (name, digest) = (record::Quoted(name), record::Quoted(digest));
            let _ = writeln!(text, "files.{name} = {digest}");
        }
        record::digest(text.as_bytes())
    }

    /// The entry as it stands in the file.
    fn yaml(&self) -> String {
        let mut text = String::new();
        for (index, (key, value)) in self.fields().enumerate() {
            let lead = if index == 0 { "  - " } else { "    " };
            if key == "previous" {
                if let Some(reason) = &self.reason {
                    let _ = writeln!(text, "    reason: {}", scalar(reason));
                }
                text.push_str("    files:");
                text.push_str(if self.files.is_empty() { " {}\n" } else { "\n" });
                for (name, digest) in &self.files {
                    let _ = writeln!(text, "      {}: {digest}", scalar(name));
                }
            }
            let _ = writeln!(text, "{lead}{key}: {}", scalar(&value));
        }
        text
    }
}

/// A text as a scalar of YAML: bare where nothing can be mistaken, else in quotation marks.
fn scalar(text: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || "-_./ ".contains(sign);
    let starts = text.starts_with(char::is_alphabetic) || Moment::parse(text).is_ok();
    let digest = text.strip_prefix("sha256:").unwrap_or(text);
    if starts && digest.chars().all(plain) && !text.ends_with(' ') {
        text.to_owned()
    } else {
        record::Quoted(text).to_string()
    }
}

/// The events of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The entries in the order of the file, each after the one that it names.
    pub entries: Vec<Recorded>,
}

/// Where the ledger of a document is: `approvals/<id>.yaml` beside it.
#[must_use]
pub fn path(document: &Path, id: &str) -> PathBuf {
    super::folder(document).join(format!("{id}.yaml"))
}

impl Ledger {
    /// Reads a ledger; what cannot be understood, and a broken chain, are told.
    pub fn read(tree: &Node, id: &str, sink: &mut Sink) -> Self {
        let mut reader = Reader { sink };
        let ledger = reader.ledger(tree, id);
        if !reader.sink.has_error_in(tree.span) {
            ledger.check_chain(tree, sink);
        }
        ledger
    }

    /// The digest of the last entry, which the next one names.
    #[must_use]
    pub fn head(&self) -> String {
        let last = self.entries.last();
        last.map_or(NONE.to_owned(), |last| last.entry.digest())
    }

    /// The text of the ledger with one more entry; `old` is the text that it has now.
    ///
    /// What stands there stays as it is, byte by byte, but for the line that names the last entry.
    #[must_use]
    pub fn with(&self, old: &str, id: &str, title: &str, new: &Entry) -> String {
        let last = format!("last: {}", new.digest());
        let mut text = if self.entries.is_empty() {
            let title = title.replace(['\n', '\r'], " ");
            format!(
                "{}\n# {title}\ndocument: {id}\n{last}\nentries:\n",
                NOTICE.trim()
            )
        } else {
            let lines = old.lines().map(|line| {
                let is_last = line.starts_with("last:");
                if is_last { last.as_str() } else { line }
            });
            lines.map(|line| format!("{line}\n")).collect()
        };
        text.push_str(&new.yaml());
        // What stands there has its own ends of lines, and no value has one.
        if old.contains("\r\n") {
            text = text.replace('\n', "\r\n");
        }
        text
    }

    /// Whether each entry names the one before it, and the head of the file the last.
    fn check_chain(&self, tree: &Node, sink: &mut Sink) {
        let mut before = NONE.to_owned();
        let mut seen: Vec<(String, Span)> = Vec::new();
        for (index, Recorded { entry, span }) in self.entries.iter().enumerate() {
            if entry.previous != before {
                let twin = seen
                    .iter()
                    .find(|(previous, _)| *previous == entry.previous);
                sink.push(broken(*span, index, twin.map(|(_, span)| *span)));
                return;
            }
            seen.push((entry.previous.clone(), *span));
            before = entry.digest();
        }
        let last = tree.get("last");
        if last.and_then(Node::as_str) != Some(&before) {
            let place = last.map_or(tree.span.start(), |last| last.span);
            let message = say!("the last entry is not the one that `last` names");
            sink.push(
                Diagnostic::error(Code::InvalidLedger, place, message)
                    .label(say!("names another entry"))
                    .hint(say!(
                        "an entry was changed or taken away by hand: restore the file from git"
                    )),
            );
        }
    }
}

/// What stands at the head of a new ledger.
const NOTICE: &str = "# Approvals, recorded by `aktas approve`. Entries are only added: each names the one before it.";

/// The message that a ledger says nothing at all.
pub fn empty(place: Span) -> Diagnostic {
    fault(place, say!("the ledger has no list of `entries`"))
}

fn fault(place: Span, message: Message) -> Diagnostic {
    Diagnostic::error(Code::InvalidLedger, place, message).hint(say!(
        "a ledger is written by `aktas approve` alone: restore the file from git"
    ))
}

/// An entry that does not follow the one before it; `twin` is another that follows the same.
fn broken(place: Span, index: usize, twin: Option<Span>) -> Diagnostic {
    let number = index + 1;
    match twin {
        Some(twin) => {
            let message = say!(
                "entry {number} and another follow the same entry: the ledger was merged from two branches",
                number
            );
            Diagnostic::error(Code::InvalidLedger, place, message)
                .related(twin, say!("the other"))
                .hint(say!(
                    "keep the ledger of one branch, and record what the other says again with `aktas approve`"
                ))
        }
        None => {
            let message = say!("entry {number} does not follow the entry before it", number);
            Diagnostic::error(Code::InvalidLedger, place, message).hint(say!(
                "an entry was changed or taken away by hand: restore the file from git"
            ))
        }
    }
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
        self.sink.push(fault(place, message));
    }
}

//! The ledger: what happened to a document, as a list of entries that only grows.
//!
//! `approvals/<id>.yaml` beside the document has an entry for every event. Each names the digest
//! of the entry before it, and the head of the file that of the last, so that an entry that was
//! taken away, put in or changed is noticed. A digest is that of the fields of an entry, not of
//! their spelling: comments, quotation marks and the order of keys are free.

mod entry;
mod reader;

use std::path::{Path, PathBuf};

pub use entry::{Act, Entry, Event, Recorded};

use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::source::Span;
use crate::yaml::Node;

/// What stands for the entry before the first.
pub const NONE: &str = "none";

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
        let ledger = reader::read(tree, id, sink);
        if !sink.has_error_in(tree.span) {
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

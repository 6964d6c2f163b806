//! An entry of the ledger: its fields, its digest, and how it is written.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::approval::record;
use crate::content::when::Moment;
use crate::source::Span;

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
    /// The digest of the entry before, or [`super::NONE`].
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
pub(super) const FIELDS: [&str; 10] = [
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
    pub(super) fn yaml(&self) -> String {
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

//! What is approved, as a text: the record of a document.
//!
//! An approval is given to the SHA-256 of this text, and `aktas approve` keeps the text beside the
//! ledger, so that anybody can read what was approved, and have `sha256sum` say that it is that.
//! It has four parts:
//!
//! ```text
//! aktas-record 1
//!
//! content            what the document says: a line for every value, `path = value`
//! rows               what its tables take from data files: `path[row][column] = value`
//! pictures           the files of its pictures: `path = sha256:…`
//! text               what the kind makes of it: a line for every paragraph, row and caption
//! ```
//!
//! **What does not count**: comments, the order of keys, how a scalar is quoted or broken into
//! lines, line ends, spaces at the edges of a text, columns and sheets of a data file that no table
//! takes, what checks weigh (`checks`), the look, the version of the program, and what the kind
//! does not print. **What counts**: every other value, every row of data, every byte of a picture,
//! and every word that is printed, as on a draft: an approval does not change what it is given to.
//!
//! No two documents that say different things have the same record: a text stands in quotation
//! marks with escapes for all that could end it (see [`Quoted`]), a path has quotation marks around
//! keys that could be taken for something else, and each part begins after an empty line, of which
//! there are no others. `docs/APPROVAL.md` tells it to those who check an approval.

mod spelling;
mod text;

use std::fmt::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use self::spelling::{Hex, Quoted, Scalar};
use crate::content::{Content, Data, Part, Value};
use crate::data::Attachments;
use crate::document::Document;
use crate::source::Span;

/// How a record begins; the number changes when the same document would get another record.
pub const HEADING: &str = "aktas-record 1";

/// The record of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The digest: `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// The text, if it was asked for: of a long document it is as large as the document.
    pub text: Option<String>,
}

/// Writes a record, part by part, as the parts become known.
#[derive(Debug)]
pub struct Recorder {
    hasher: Sha256,
    kept: Option<String>,
    /// The lines that were not hashed yet: hashing a few letters at a time takes long.
    buffer: String,
}

/// How much is hashed at a time, in bytes.
const CHUNK: usize = 1 << 14;

impl Recorder {
    /// Starts a record; `keep` asks for its text besides the digest.
    #[must_use]
    pub fn new(keep: bool) -> Self {
        let mut recorder = Self {
            hasher: Sha256::new(),
            kept: keep.then(String::new),
            buffer: String::with_capacity(2 * CHUNK),
        };
        recorder.line(format_args!("{HEADING}"));
        recorder
    }

    /// Records what the document and its files say.
    pub fn content(&mut self, content: &Content, attachments: &Attachments) {
        self.part("content");
        let mut walk = Walk::default();
        for (key, value) in sorted(&content.root) {
            // How much a check weighs is nothing that is approved.
            if key != "checks" {
                push_key(&mut walk.path, key);
                self.value(&mut walk, value);
                walk.path.clear();
            }
        }
        self.part("rows");
        for (path, table) in &walk.tables {
            let rows = attachments.rows.get(table);
            for (row, fields) in rows.into_iter().flatten().enumerate() {
                for (column, field) in fields.iter().enumerate() {
                    let text = Quoted(field.text.trim());
                    self.line(format_args!("{path}[{row}][{column}] = {text}"));
                }
            }
        }
        self.part("pictures");
        for path in attachments.images.keys() {
            if let Some(digest) = attachments.digests.get(path) {
                self.line(format_args!("{} = {}", Quoted(path), Hex(digest)));
            }
        }
    }

    /// Ends the record before what the kind makes of the content: of a document that may be faulty.
    #[must_use]
    pub fn stated(mut self) -> Record {
        self.flush();
        let digest: [u8; 32] = self.hasher.finalize().into();
        Record {
            digest: Hex(&digest).to_string(),
            text: self.kept,
        }
    }

    /// Records what the kind makes of the content, on a draft, and ends the record.
    #[must_use]
    pub fn text(mut self, draft: &Document) -> Record {
        self.part("text");
        text::record(draft, &mut self);
        self.stated()
    }

    fn part(&mut self, name: &str) {
        self.line(format_args!("\n{name}"));
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to memory cannot fail.
        let _ = self.buffer.write_fmt(line);
        self.end_line();
    }

    fn end_line(&mut self) {
        self.buffer.push('\n');
        if self.buffer.len() >= CHUNK {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.hasher.update(self.buffer.as_bytes());
        if let Some(kept) = &mut self.kept {
            kept.push_str(&self.buffer);
        }
        self.buffer.clear();
    }

    fn value(&mut self, walk: &mut Walk, value: &Value) {
        if matches!(value.data, Data::Part(Part::Table, _)) {
            walk.tables.push((walk.path.clone(), value.span));
        }
        let (here, items, entries) = (walk.path.len(), value.items(), sorted(value));
        for (index, item) in items.iter().enumerate() {
            let _ = write!(walk.path, "[{index}]");
            self.value(walk, &item.value);
            walk.path.truncate(here);
        }
        for (key, value) in &entries {
            walk.path.push('.');
            push_key(&mut walk.path, key);
            self.value(walk, value);
            walk.path.truncate(here);
        }
        if items.is_empty() && entries.is_empty() {
            self.line(format_args!("{} = {}", walk.path, Scalar(value)));
        }
    }
}

/// The way through the content: where it is, and the tables that it came by.
#[derive(Debug, Default)]
struct Walk {
    path: String,
    tables: Vec<(String, Span)>,
}

/// The entries of a mapping in the order of their keys.
fn sorted(value: &Value) -> Vec<(&str, &Value)> {
    let entries = value.entries().iter();
    let mut entries: Vec<_> = entries.map(|e| (e.key.as_str(), &e.value)).collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

/// Adds a key to a path, in quotation marks if it has other signs than those of ordinary keys.
pub(super) fn push_key(path: &mut String, key: &str) {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    if !key.is_empty() && key.chars().all(plain) {
        path.push_str(key);
    } else {
        let _ = write!(path, "{}", Quoted(key));
    }
}

/// The digest of bytes: of a file that was made, or of a record.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Hex(&Sha256::digest(bytes).into()).to_string()
}

/// The record that the text of a file is, if it has this digest.
///
/// Git may have given the file the ends of lines of Windows (`autocrlf`). A record has none of its
/// own: in its texts they are escapes.
#[must_use]
pub fn sound(text: &str, wanted: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n");
    (digest(text.as_bytes()) == wanted).then_some(text)
}

/// Where the record with a digest is kept: `approvals/<id>/<the first digits>.txt` beside the
/// document.
#[must_use]
pub fn path(document: &Path, id: &str, digest: &str) -> PathBuf {
    let digits = digest.trim_start_matches("sha256:");
    let name = digits.get(..16).unwrap_or(digits);
    super::folder(document).join(id).join(format!("{name}.txt"))
}

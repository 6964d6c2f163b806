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
//! lines, line ends, spaces at the edges of a cell, columns and sheets of a data file that no table
//! takes, what checks weigh (`checks`), the look, the version of the program, and what the kind
//! does not print. **What counts**: every other value, every row of data, every byte of a picture,
//! and every word that is printed, as on a draft: an approval does not change what it is given to.
//! In the last part a run of spaces of any sort is one space, and soft hyphens are left out.

mod text;

use std::fmt::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::content::{Content, Data, Part, Value};
use crate::data::Attachments;
use crate::document::Document;

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
}

impl Recorder {
    /// Starts a record; `keep` asks for its text besides the digest.
    #[must_use]
    pub fn new(keep: bool) -> Self {
        let mut recorder = Self {
            hasher: Sha256::new(),
            kept: keep.then(String::new),
        };
        recorder.line(format_args!("{HEADING}"));
        recorder
    }

    /// Records what the document and its files say.
    pub fn content(&mut self, content: &Content, attachments: &Attachments) {
        self.part("content");
        let mut path = String::new();
        for (key, value) in sorted(&content.root) {
            // How much a check weighs is nothing that is approved.
            if key != "checks" {
                push_key(&mut path, key);
                self.value(&mut path, value);
                path.clear();
            }
        }
        self.part("rows");
        for (path, table) in content.root.parts(Part::Table) {
            let rows = attachments.rows.get(&table.span);
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

    /// Records what the kind makes of the content, on a draft, and ends the record.
    #[must_use]
    pub fn text(mut self, draft: &Document) -> Record {
        self.part("text");
        text::lines(draft, &mut |line| self.line(format_args!("{line}")));
        let digest: [u8; 32] = self.hasher.finalize().into();
        Record {
            digest: Hex(&digest).to_string(),
            text: self.kept,
        }
    }

    fn part(&mut self, name: &str) {
        self.line(format_args!("\n{name}"));
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Neither memory nor a digest can fail.
        let _ = self.write_fmt(line);
        let _ = self.write_char('\n');
    }

    fn value(&mut self, path: &mut String, value: &Value) {
        let (here, items, entries) = (path.len(), value.items(), sorted(value));
        for (index, item) in items.iter().enumerate() {
            let _ = write!(path, "[{index}]");
            self.value(path, &item.value);
            path.truncate(here);
        }
        for (key, value) in &entries {
            path.push('.');
            push_key(path, key);
            self.value(path, value);
            path.truncate(here);
        }
        if items.is_empty() && entries.is_empty() {
            self.line(format_args!("{path} = {}", Scalar(value)));
        }
    }
}

impl Write for Recorder {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.hasher.update(text.as_bytes());
        if let Some(kept) = &mut self.kept {
            kept.push_str(text);
        }
        Ok(())
    }
}

/// The entries of a mapping in the order of their keys.
fn sorted(value: &Value) -> Vec<(&str, &Value)> {
    let entries = value.entries().iter();
    let mut entries: Vec<_> = entries.map(|e| (e.key.as_str(), &e.value)).collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

/// Adds a key to a path, quoted if it has signs that a path is made of.
fn push_key(path: &mut String, key: &str) {
    let plain = |sign: char| sign.is_alphanumeric() || sign == '-' || sign == '_';
    if !key.is_empty() && key.chars().all(plain) {
        path.push_str(key);
    } else {
        let _ = write!(path, "{}", Quoted(key));
    }
}

/// A value that holds no others, as a record writes it: a text is quoted, all else is bare.
pub struct Scalar<'a>(pub &'a Value);

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.data {
            Data::When(when) => write!(out, "{when}"),
            Data::Period(term) => write!(out, "{term}"),
            Data::Date(moment) => write!(out, "{moment}"),
            Data::Decimal(number) => write!(out, "{number}"),
            Data::Boolean(yes) => write!(out, "{yes}"),
            Data::Nothing => out.write_str("~"),
            Data::List(_) => out.write_str("[]"),
            Data::Map(_) | Data::Part(..) => out.write_str("{}"),
            _ => write!(out, "{}", Quoted(self.0.as_str().unwrap_or_default())),
        }
    }
}

/// A text in quotation marks on one line, escaped as in JSON and YAML.
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_char('"')?;
        for sign in self.0.chars() {
            match sign {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                // A line break of any program ends no line of the record.
                sign if sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}') => {
                    write!(out, "\\u{:04x}", sign as u32)?;
                }
                sign => out.write_char(sign)?,
            }
        }
        out.write_char('"')
    }
}

/// A SHA-256 as it is written.
pub struct Hex<'a>(pub &'a [u8; 32]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// The digest of bytes: of a file that was made, or of a record.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Hex(&Sha256::digest(bytes).into()).to_string()
}

/// Where the record with a digest is kept: `approvals/<id>/<the first digits>.txt` beside the
/// document.
#[must_use]
pub fn path(document: &Path, id: &str, digest: &str) -> PathBuf {
    let digits = digest.trim_start_matches("sha256:");
    let name = digits.get(..16).unwrap_or(digits);
    super::folder(document).join(id).join(format!("{name}.txt"))
}

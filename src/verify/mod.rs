//! Verify: what a file is, that somebody has found or was sent.
//!
//! A file that `aktas` made says what it was made from, and has a seal. [`read`] takes both from
//! its bytes, with its words, whoever made it: nothing here trusts a file, and no file makes it
//! fail, wait or take more memory than the [`limits`] allow. [`judge()`] then says what the
//! file is, by the ledgers of a [`Project`] if there is one. What the file claims of itself is a lead and
//! no proof: anybody can make a seal. What is recorded is known by the digest of its bytes, and
//! what is not is compared with the document made again, word by word.

mod differences;
mod docx;
mod docx_lists;
mod docx_odd;
mod docx_shown;
mod judge;
mod originals;
mod pdf;
mod pdf_drawing;
mod pdf_text;
mod standing;

use std::collections::BTreeSet;

use crate::diagnostics::Message;
use crate::document::Provenance;
pub use crate::readers::limits;

pub use differences::{Difference, Differences};
pub use judge::{Finding, Project, Verdict, judge};
pub use standing::{Given, Standing};

/// The formats of files that tell where they are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A DOCX, or at least a zip file.
    Docx,
    /// A PDF.
    Pdf,
}

impl Format {
    /// The format of a file, by its first bytes: its name may be anything.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        // Programs look for the mark of a PDF in the first kilobyte (ISO 32000-1, annex H, 3.4.1).
        let head = &bytes[..bytes.len().min(1024)];
        if head.starts_with(b"PK") {
            Some(Self::Docx)
        } else if head.windows(5).any(|mark| mark == b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }
}

/// Where a line of a file stands; all numbers are from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A paragraph by its number among those outside of tables.
    Paragraph(usize),
    /// A cell: table, row, column.
    Cell(usize, usize, usize),
    /// A note.
    Note(usize),
    /// What stands at the edges of pages, and in charts.
    Outside,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub place: Place,
    /// The number of its page, where the file has pages.
    pub page: Option<usize>,
    /// Its words.
    pub text: String,
}

/// The words of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// In reading order.
    pub lines: Vec<Line>,
    /// What stands outside of that order, each once.
    pub others: BTreeSet<String>,
    /// Whether the file tells the order and the lines; else the lines are its pages.
    pub tagged: bool,
}

/// What the seal of a file says, as far as it can be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seal {
    /// The file has none.
    Missing,
    /// It is as it was made.
    Whole,
    /// It was written anew, by another program; its words are those of then.
    SameWords,
    /// It is not as it was made: these parts have changed, if it has parts.
    Broken(Vec<String>),
}

/// What a file tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The id of the document.
    pub document: String,
    /// What it was made from.
    pub provenance: Provenance,
    /// Its title.
    pub title: String,
}

impl Told {
    /// What a ledger knows of a file that tells nothing of itself.
    fn recorded(document: &str, digest: &str) -> Self {
        Self {
            document: document.to_owned(),
            provenance: Provenance {
                digest: digest.to_owned(),
                ..Provenance::default()
            },
            title: String::new(),
        }
    }
}

/// A file, read.
#[derive(Debug)]
pub struct Read {
    /// Its format.
    pub format: Format,
    /// What it tells of itself; none if it tells nothing.
    pub told: Option<Told>,
    /// What its seal says.
    pub seal: Seal,
    /// Its words, or why they cannot be read.
    pub words: Result<Words, Message>,
}

/// Reads a file; `None` if it is neither a DOCX nor a PDF.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Read> {
    Some(match Format::of(bytes)? {
        Format::Docx => docx::read(bytes),
        Format::Pdf => pdf::read(bytes),
    })
}

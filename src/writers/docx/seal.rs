//! The seal: what a file was made of, so that it can tell by itself whether it is as it was made.
//!
//! The part of the [provenance](super::provenance) holds the SHA-256 of every other part, of its
//! bytes before they are deflated, and that of the words ([`super::reading`]). The seal leaves out
//! the part that it stands in, and nothing else: a part is deflated in this way or that, and a zip
//! file tells times and systems, but none of that is the document.
//!
//! Who changes a part can make a new seal, too. It finds accidents and careless changes; whether
//! the file is what was approved is for the ledger to say.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

pub use super::deflated::options as packing;
use super::reading::{Line, Reader};
use crate::approval::record;

/// The part that has the words of the document.
pub const TEXT: &str = "word/document.xml";

/// The part that has its notes.
const NOTES: &str = "word/footnotes.xml";

/// The part that has the seal.
pub const HOME: &str = "customXml/item1.xml";

/// What a file was made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seal {
    /// The digests of the parts by their names.
    pub parts: BTreeMap<String, String>,
    /// The digest of the words.
    pub text: String,
}

/// Whether a part has words of the document.
#[must_use]
pub fn has_words(name: &str) -> bool {
    let inside = |folder: &str| {
        name.strip_prefix("word/")
            .is_some_and(|n| n.starts_with(folder))
    };
    let looks = [
        "styles.xml",
        "settings.xml",
        "numbering.xml",
        "fontTable.xml",
        "webSettings.xml",
    ];
    let xml = name
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("xml"));
    let about = ["docProps/", "customXml/", "_xmlsignatures/"];
    xml && name != "[Content_Types].xml"
        && !about.iter().any(|folder| name.starts_with(folder))
        && !looks.iter().any(|look| inside(look))
        && !inside("theme/")
        && !inside("glossary/")
}

/// The words of a whole file: those of the text and of the notes in order, those of other parts once each.
///
/// Programs part what runs at the edges of pages in ways of their own.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Those of the text.
    pub text: Vec<Line>,
    /// Those of the notes.
    pub notes: Vec<Line>,
    /// Those at the edges of the pages and in charts.
    pub others: BTreeSet<String>,
}

impl Words {
    /// Adds the lines of a part.
    pub fn add(&mut self, part: &str, lines: Vec<Line>) {
        match part {
            TEXT => self.text.extend(lines),
            NOTES => self.notes.extend(lines),
            _ => self.others.extend(lines.into_iter().map(|line| line.text)),
        }
    }

    /// Their digest.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut text = Sha256::new();
        self.text
            .iter()
            .for_each(|line| hash(&mut text, &line.text));
        self.digest_after(text)
    }

    /// As [`Words::digest`], where the words of the text are hashed already.
    fn digest_after(&self, text: Sha256) -> String {
        let (mut notes, mut others) = (Sha256::new(), Sha256::new());
        self.notes
            .iter()
            .for_each(|line| hash(&mut notes, &line.text));
        self.others.iter().for_each(|line| hash(&mut others, line));
        let parts =
            [text, notes, others].map(|part| record::Hex(&part.finalize().into()).to_string());
        record::digest(parts.join("\n").as_bytes())
    }
}

fn hash(hasher: &mut Sha256, line: &str) {
    hasher.update(line.as_bytes());
    hasher.update(b"\n");
}

/// What is known of a long part that is gone when the package is packed.
#[derive(Debug, Default)]
pub(super) struct Passed {
    bytes: Sha256,
    reader: Reader,
    words: Sha256,
}

impl Passed {
    /// Takes note of a piece, which ends where an element does.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.bytes.update(bytes);
        self.reader.feed(bytes)?;
        let words = &mut self.words;
        self.reader
            .lines
            .drain(..)
            .for_each(|line| hash(words, &line.text));
        Ok(())
    }
}

/// Makes the seal while the parts are packed.
#[derive(Debug, Default)]
pub(super) struct Sealer {
    parts: BTreeMap<String, String>,
    words: Words,
    /// The words of the text, if that was long.
    text: Option<Sha256>,
}

impl Sealer {
    /// Takes note of a part.
    pub(super) fn part(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        self.parts.insert(name.to_owned(), record::digest(bytes));
        if has_words(name) {
            let mut reader = Reader::default();
            reader.feed(bytes)?;
            self.words.add(name, reader.lines);
        }
        Ok(())
    }

    /// Takes note of the text, which was written piece by piece.
    pub(super) fn passed(&mut self, name: &str, passed: Passed) {
        let digest = record::Hex(&passed.bytes.finalize().into()).to_string();
        self.parts.insert(name.to_owned(), digest);
        self.text = Some(passed.words);
    }

    /// The seal.
    pub(super) fn finish(self) -> Seal {
        let text = match self.text {
            Some(text) => self.words.digest_after(text),
            None => self.words.digest(),
        };
        Seal {
            parts: self.parts,
            text,
        }
    }
}

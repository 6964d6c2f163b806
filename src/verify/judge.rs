//! The verdict: what a file is.

use super::differences::{self, Differences};
use super::originals::original;
use super::standing::{Given, given};
use super::{Format, Read, Seal, Told, Words, docx, docx_shown, pdf, pdf_drawing};
use crate::approval::{Ledger, record};
use crate::diagnostics::{Message, say};
use crate::signing::{self, Signature};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The very file that an entry of a ledger names.
    Recorded,
    /// What was approved, in other bytes.
    Rendering,
    /// Not what it was when it was made.
    Altered,
    /// Of no document here, a draft, or not made by `aktas`.
    Unknown,
}

impl Verdict {
    /// The word for it, for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Rendering => "rendering",
            Self::Altered => "altered",
            Self::Unknown => "unknown",
        }
    }
}

/// What is known of a file.
#[derive(Debug)]
pub struct Finding {
    /// What it is.
    pub verdict: Verdict,
    /// What it tells of itself; of a recorded file, what the ledger knows.
    pub told: Option<Told>,
    /// Who approved its text.
    pub given: Vec<Given>,
    /// Whether the content has changed since; none if it is not here.
    pub changed: Option<bool>,
    /// Why the verdict is that, a sentence each.
    pub reasons: Vec<Message>,
    /// The parts that are others.
    pub parts: Vec<String>,
    /// Where its words are others.
    pub differences: Differences,
    /// The signatures in it.
    pub signatures: Vec<Signature>,
}

/// What a file is looked up in: ledgers, and the documents that they are of.
pub trait Project {
    /// This program with its version, as ledgers name it.
    fn tool(&self) -> &str;

    /// The document whose ledger names a file with this digest.
    fn document_of(&mut self, digest: &str) -> Option<String>;

    /// The ledger of a document, empty if nothing happened to it; none if there is no such document.
    ///
    /// # Errors
    ///
    /// Says that it cannot be read.
    fn ledger(&mut self, id: &str) -> Result<Option<Ledger>, Message>;

    /// The digest of the record of the document as it is now; none if it has errors, or is gone.
    fn now(&mut self, id: &str) -> Option<String>;

    /// The file made again: of the content whose record has this digest, when the ledger had so
    /// many entries; none if that content is not to be had.
    fn remake(&mut self, id: &str, digest: &str, entries: usize, format: Format)
    -> Option<Vec<u8>>;
}

/// How many states of a document a file is compared with.
const STATES: usize = 12;

/// Says what a file is.
///
/// # Errors
///
/// Says that the ledger of its document cannot be read.
pub fn judge(bytes: &[u8], project: Option<&mut dyn Project>) -> Result<Finding, Message> {
    let mut finding = Finding {
        verdict: Verdict::Unknown,
        told: None,
        given: Vec::new(),
        changed: None,
        reasons: Vec::new(),
        parts: Vec::new(),
        differences: Differences::default(),
        signatures: Vec::new(),
    };
    let Some(mut read) = super::read(bytes) else {
        finding.because(say!("it is neither a DOCX nor a PDF"));
        return Ok(finding);
    };
    finding.told = read.told.take();
    let signatures = match read.format {
        Format::Docx => signing::docx::signatures(bytes),
        Format::Pdf => pdf::sound(|| signing::pdf::signatures(bytes)),
    };
    finding.signatures = signatures.unwrap_or_default();
    let judge = Judge {
        bytes,
        read,
        finding,
    };
    match project {
        Some(project) => judge.in_project(project),
        None => Ok(judge.alone()),
    }
}

impl Finding {
    fn because(&mut self, reason: Message) {
        self.reasons.push(reason);
    }
}

/// The document made again.
struct Made {
    file: Vec<u8>,
    /// How many entries the ledger had.
    entries: usize,
    /// Where the words of the file are others.
    differences: Differences,
}

struct Judge<'a> {
    bytes: &'a [u8],
    read: Read,
    finding: Finding,
}

impl Judge<'_> {
    fn verdict(mut self, verdict: Verdict, reason: Message) -> Finding {
        self.finding.verdict = verdict;
        self.finding.because(reason);
        self.finding
    }

    /// What the file proves by itself.
    fn alone(mut self) -> Finding {
        let as_made = self.as_made();
        let signed = as_made.is_some();
        if let Some(made) = as_made {
            self.read.seal = made.seal;
            self.finding.told = made.told;
        }
        if self.finding.told.is_none() {
            return self.stranger();
        }
        let finding = &mut self.finding;
        if let Err(fault) = &self.read.words {
            finding.because(fault.clone());
        }
        if let Seal::Broken(parts) = &self.read.seal
            && !docx::is_saved_anew(parts)
        {
            finding.parts.clone_from(parts);
        }
        let altered = self.read.words.is_err() || matches!(self.read.seal, Seal::Broken(_));
        finding.verdict = if altered {
            Verdict::Altered
        } else {
            Verdict::Unknown
        };
        finding.because(match &self.read.seal {
            Seal::Whole => say!("it is whole in itself: as it was made, by its own seal"),
            Seal::SameWords => say!(
                "another program has saved it; by its own seal its words are those that it was made with"
            ),
            Seal::Missing => say!("it has no seal, so it cannot be told whether it is as it was made"),
            Seal::Broken(_) => say!("it is not as it was made, by its own seal"),
        });
        if signed {
            self.signed();
        }
        if self.finding.verdict == Verdict::Unknown {
            self.finding.because(say!(
                "anybody can make a seal: only the ledger of the document can say whether this was approved"
            ));
        }
        self.finding
    }

    /// A PDF as it was made, before it was signed: its seal is over all of that, and knows nothing
    /// of what was added.
    fn as_made(&self) -> Option<Read> {
        let whole =
            &mut |before: &[u8]| (pdf::seal(before) == Seal::Whole).then(|| pdf::read(before));
        let other = self.read.format == Format::Pdf && self.read.seal != Seal::Whole;
        other.then(|| original(self.bytes, Format::Pdf, whole))?
    }

    /// A file that does not tell what it was made from.
    fn stranger(self) -> Finding {
        match self.read.words.clone() {
            Err(fault) => self.verdict(Verdict::Altered, fault),
            Ok(_) => self.verdict(
                Verdict::Unknown,
                say!("it does not say what it was made from: `aktas` did not make it, or that was taken out"),
            ),
        }
    }

    fn in_project(mut self, project: &mut dyn Project) -> Result<Finding, Message> {
        if self.recorded(project)? {
            return Ok(self.finding);
        }
        let Some(told) = self.finding.told.clone() else {
            return Ok(self.stranger());
        };
        let Some(ledger) = project.ledger(&told.document)? else {
            self.finding
                .because(say!("there is no document `{id}` here", id = told.document));
            return Ok(self.alone());
        };
        self.know(&ledger, &told.document, &told.provenance.digest, project);
        let words = match &self.read.words {
            Ok(words) => words.clone(),
            Err(fault) => {
                let fault = fault.clone();
                return Ok(self.verdict(Verdict::Altered, fault));
            }
        };
        let nearest = self.nearest(&told, &words, &ledger, project);
        let Some(Made {
            file,
            entries,
            differences,
        }) = nearest
        else {
            return Ok(self.unmade());
        };
        if differences.is_empty() {
            let by = ledger
                .entries
                .get(entries.wrapping_sub(1))
                .map(|one| &one.entry.tool);
            let by_us = by.unwrap_or(&told.provenance.tool) == project.tool();
            return Ok(self.same_words(&file, by_us, entries == 0));
        }
        self.finding.differences = differences;
        if let Seal::Broken(parts) = &self.read.seal
            && !docx::is_saved_anew(parts)
        {
            self.finding.parts.clone_from(parts);
        }
        Ok(self.verdict(
            Verdict::Altered,
            say!("its words are not those of the document"),
        ))
    }

    /// The state of the document whose words are nearest to those of the file.
    fn nearest(
        &self,
        told: &Told,
        words: &Words,
        ledger: &Ledger,
        project: &mut dyn Project,
    ) -> Option<Made> {
        let (id, digest) = (&told.document, &told.provenance.digest);
        let mut nearest: Option<Made> = None;
        for entries in states(ledger, digest) {
            let Some(file) = project.remake(id, digest, entries, self.read.format) else {
                continue;
            };
            let Some(Ok(wanted)) = super::read(&file).map(|read| read.words) else {
                continue;
            };
            let differences = differences::between(&wanted, words);
            let count = differences.count;
            if nearest
                .as_ref()
                .is_none_or(|old| count < old.differences.count)
            {
                nearest = Some(Made {
                    file,
                    entries,
                    differences,
                });
            }
            if count == 0 {
                break;
            }
        }
        nearest
    }

    /// The very file, if a ledger names it, or what it was before it was signed.
    fn recorded(&mut self, project: &mut dyn Project) -> Result<bool, Message> {
        let mut known = |bytes: &[u8]| {
            let digest = record::digest(bytes);
            project.document_of(&digest).map(|id| (id, digest))
        };
        let whole = known(self.bytes);
        let signed = whole.is_none();
        let found = whole.or_else(|| original(self.bytes, self.read.format, &mut known));
        let Some((id, file)) = found else {
            return Ok(false);
        };
        let Some(ledger) = project.ledger(&id)? else {
            return Ok(false);
        };
        let mut entries = ledger.entries.iter().map(|one| &one.entry);
        let Some(entry) = entries.find(|entry| entry.files.values().any(|one| *one == file)) else {
            return Ok(false);
        };
        let finding = &mut self.finding;
        if finding.told.is_none() {
            finding.told = Some(Told::recorded(&id, &entry.content));
        }
        self.know(&ledger, &id, &entry.content, project);
        let finding = &mut self.finding;
        finding.because(say!(
            "the ledger of `{id}` names its bytes, with act {number} of {date}",
            id,
            number = entry.act.number,
            date = entry.act.date
        ));
        finding.verdict = Verdict::Recorded;
        if signed {
            self.signed();
        }
        Ok(true)
    }

    /// A file as it was made to which something was added: it must be signatures.
    fn signed(&mut self) {
        let finding = &mut self.finding;
        let intact = finding.signatures.iter().all(|one| one.intact);
        let whole = finding.signatures.last().is_some_and(|one| one.whole);
        if intact && whole {
            return finding.because(say!("it was signed afterwards, and nothing else was added"));
        }
        finding.because(if intact {
            say!("something was added to it that is no signature")
        } else {
            say!("it was signed afterwards, and a signature is not intact")
        });
        finding.verdict = Verdict::Altered;
    }

    /// Takes note of what the ledger says of a text.
    fn know(&mut self, ledger: &Ledger, id: &str, digest: &str, project: &mut dyn Project) {
        self.finding.given = given(ledger, digest);
        self.finding.changed = project.now(id).map(|now| now != digest);
    }

    /// A file that cannot be compared with what it should be.
    fn unmade(mut self) -> Finding {
        self.finding.because(if self.finding.given.is_empty() {
            say!("the ledger knows nothing of the text that it says it was made from")
        } else {
            say!("it says that it was made from a text that was approved, and that text could not be made again here to compare")
        });
        self.alone()
    }

    /// A file that has the words of the document.
    fn same_words(mut self, made: &[u8], by_us: bool, draft: bool) -> Finding {
        let reason = match self.read.format {
            Format::Docx => self.docx_parts(made, by_us),
            Format::Pdf => self.pdf_pages(made, by_us),
        };
        match reason {
            Err(altered) => self.verdict(Verdict::Altered, altered),
            Ok(_) if self.finding.given.is_empty() => self.verdict(
                Verdict::Unknown,
                say!("it is a draft: nobody has approved this text"),
            ),
            // That it was another version is for the ledger to say; here the file says so itself.
            Ok(_) if draft && !by_us => self.verdict(
                Verdict::Unknown,
                say!("it has the words of a draft that another version of `aktas` made, and its pages cannot be compared"),
            ),
            Ok(same) => {
                if draft {
                    self.finding
                        .because(say!("it was made as a draft, before its text was approved"));
                }
                self.verdict(Verdict::Rendering, same)
            }
        }
    }

    /// What is to be said of the parts of a DOCX with the right words; else, what is wrong.
    fn docx_parts(&mut self, made: &[u8], by_us: bool) -> Result<Message, Message> {
        let (Some(parts), Some(wanted)) = (docx::digests_of(self.bytes), docx::digests_of(made))
        else {
            return Err(say!("it is damaged"));
        };
        let changed = docx::changed(&parts, &wanted);
        if changed.is_empty() {
            return Ok(say!(
                "its parts are those of the document, packed in other bytes"
            ));
        }
        if docx::is_saved_anew(&changed) {
            return self.shown(made);
        }
        match &self.read.seal {
            Seal::Whole if !by_us => Ok(say!(
                "another version of `aktas` made it, with the words of the document"
            )),
            Seal::Broken(parts) if !by_us => {
                self.finding.parts.clone_from(parts);
                Err(say!(
                    "its words are those of the document, but it was changed after it was made"
                ))
            }
            _ => {
                self.finding.parts = changed;
                Err(say!(
                    "its words are those of the document, but it was changed after it was made"
                ))
            }
        }
    }

    /// What is to be said of a DOCX that another program has saved, by what it shows beside its words.
    fn shown(&mut self, made: &[u8]) -> Result<Message, Message> {
        let (differences, parts) =
            docx_shown::compare(made, self.bytes).ok_or_else(|| say!("it is damaged"))?;
        if differences.is_empty() && parts.is_empty() {
            return Ok(say!(
                "another program has saved it: its words, numbers, pictures and charts are those of the document; fonts, sizes and spaces were not compared"
            ));
        }
        (self.finding.differences, self.finding.parts) = (differences, parts);
        Err(say!(
            "its words are those of the document, but it shows them otherwise"
        ))
    }

    /// The same of a PDF.
    fn pdf_pages(&mut self, made: &[u8], by_us: bool) -> Result<Message, Message> {
        let (wanted, found) = (pdf::load(made)?, pdf::load(self.bytes)?);
        let differs = pdf::sound(|| Ok(pdf_drawing::first_difference(&wanted, &found)))?;
        match (differs, &self.read.seal) {
            (None, _) => Ok(say!("its pages are those of the document, in other bytes")),
            (Some(_), Seal::Whole) if !by_us => Ok(say!(
                "another version of `aktas` made it, with the words of the document"
            )),
            (Some(0), _) => Err(say!(
                "its words are those of the document, but it does something when it is opened"
            )),
            (Some(page), _) => Err(say!(
                "its words are those of the document, but page {page} is drawn otherwise",
                page
            )),
        }
    }
}

/// The states of the document in which it had a text: after so many entries, the latest first; and
/// before all.
fn states(ledger: &Ledger, digest: &str) -> Vec<usize> {
    let entries = ledger.entries.iter().enumerate();
    let of_text = entries.filter(|(_, one)| one.entry.content == digest);
    let mut states: Vec<usize> = of_text.map(|(index, _)| index + 1).collect();
    states.reverse();
    states.truncate(STATES);
    states.push(0);
    states
}

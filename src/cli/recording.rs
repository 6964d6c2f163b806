//! Recording: an entry is added to a ledger whole or not at all, by one run at a time.
//!
//! The record of what an entry is about is written first, by the name that its digest gives it; then
//! the ledger is replaced by one renaming. Whoever does that holds the folder of the ledgers.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::lock;
use super::output::{self, prepare, unwritable};
use crate::Run;
use crate::approval::ledger::{self, Recorded};
use crate::approval::{self, Entry, Ledger, record};
use crate::diagnostics::{Code, Diagnostic, say};
use crate::kind::files::display;
use crate::yaml;

/// How long a run waits for another that records, in steps of [`PAUSE`].
const PAUSES: u32 = 40;

/// The length of a step.
const PAUSE: Duration = Duration::from_millis(50);

/// The folder of the ledgers of a document, held by this run.
pub(super) struct Held<'a> {
    document: &'a Path,
    /// Ends with the process.
    _folder: File,
}

/// What is to be recorded.
pub(super) struct Addition<'a> {
    /// The stable name of the document.
    pub(super) id: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// What happened until now, as it was read when this was decided.
    pub(super) before: &'a [Recorded],
    /// What is to be added.
    pub(super) entry: &'a Entry,
    /// The text of the record that the entry is about; none if it is kept already.
    pub(super) record: Option<&'a str>,
}

impl<'a> Held<'a> {
    /// Holds the folder of the ledgers of a document, and makes it if it is not there.
    pub(super) fn new(document: &'a Path) -> Result<Self, Diagnostic> {
        let folder = &approval::folder(document);
        let fault = |error: io::Error| not_recorded(folder, &error);
        fs::create_dir_all(folder).map_err(fault)?;
        for _ in 0..PAUSES {
            if let Some(held) = lock::try_hold(folder).map_err(fault)? {
                let held = Self {
                    document,
                    _folder: held,
                };
                remove_unfinished(folder);
                return Ok(held);
            }
            thread::sleep(PAUSE);
        }
        let message = say!("another `aktas` is recording in this ledger");
        Err(
            Diagnostic::file(Code::LedgerBusy, display(folder), message).hint(say!(
                "run the command again when the other has ended; nothing was recorded"
            )),
        )
    }

    /// Reads the ledger as it is now, and tells if it is not as it was when the addition was decided.
    pub(super) fn check(&self, addition: &Addition<'_>, run: &mut Run) {
        let now = crate::run::read_ledger(self.document, addition.id, run);
        if run.sink.has_errors() {
            return;
        }
        let is_new = |one: &&Recorded| {
            let entry = &one.entry;
            !addition.before.iter().any(|before| before.entry == *entry)
        };
        for Recorded { entry, span } in now.entries.iter().filter(is_new) {
            let message = say!(
                "meanwhile `{event}` was recorded by {recorder}: act {number} of {date}",
                event = entry.event.as_str(),
                recorder = entry.recorder,
                number = entry.act.number,
                date = entry.act.date,
            );
            run.sink
                .push(busy(Diagnostic::error(Code::LedgerBusy, *span, message)));
        }
        if !run.sink.has_errors() && now.entries.len() != addition.before.len() {
            let file = display(&ledger::path(self.document, addition.id));
            let message = say!("the ledger was changed meanwhile");
            run.sink
                .push(busy(Diagnostic::file(Code::LedgerBusy, file, message)));
        }
    }

    /// Writes the record, then the ledger with one more entry.
    pub(super) fn add(&self, addition: &Addition<'_>) -> Result<PathBuf, Diagnostic> {
        let path = ledger::path(self.document, addition.id);
        let fault = |error: io::Error| not_recorded(&path, &error);
        let old = match fs::read_to_string(&path) {
            Ok(old) => old,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(fault(error)),
        };
        let before = Ledger {
            entries: addition.before.to_vec(),
        };
        let text = before.with(&old, addition.id, addition.title, addition.entry);
        if !says(&text, addition) {
            return Err(not_a_list(&path));
        }
        let ledger = prepare(&path, text.as_bytes()).map_err(fault)?;
        if let Some(text) = addition.record {
            let path = record::path(self.document, addition.id, &addition.entry.content);
            let fault = |error: io::Error| not_recorded(&path, &error);
            let record = prepare(&path, text.as_bytes()).map_err(fault)?;
            place(record, &path).map_err(fault)?;
        }
        place(ledger, &path).map_err(fault)?;
        Ok(path)
    }
}

/// Takes away what runs left that were killed; whoever holds the folder knows of no other run.
fn remove_unfinished(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_unfinished(&path);
        } else if output::is_unfinished(&path) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether a text reads as the ledger with the addition: somebody may have given it another form.
fn says(text: &str, addition: &Addition<'_>) -> bool {
    let Run {
        mut sources,
        mut sink,
        ..
    } = Run::default();
    let file = sources.add("", text);
    let tree = yaml::parse(file, &sources, &mut sink);
    let read = tree.map(|tree| Ledger::read(&tree, addition.id, &mut sink));
    let entries = read.unwrap_or_default().entries;
    let entries = entries.iter().map(|one| &one.entry);
    let wanted = addition.before.iter().map(|one| &one.entry);
    !sink.has_errors() && entries.eq(wanted.chain([addition.entry]))
}

/// Moves a file to its place, and has the disk know it.
fn place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map_err(|error| error.error)?;
    #[cfg(unix)]
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

fn busy(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.hint(say!(
        "see `aktas status`, and run the command again if it is still needed; nothing was recorded"
    ))
}

fn not_a_list(path: &Path) -> Diagnostic {
    let message = say!("no entry can be added to the ledger as it is written");
    Diagnostic::file(Code::InvalidLedger, display(path), message).hint(say!(
        "restore the file from git: `aktas approve` writes every entry on lines of its own"
    ))
}

/// The message that something of a ledger cannot be written.
fn not_recorded(path: &Path, error: &io::Error) -> Diagnostic {
    let mut fault = unwritable(path, error);
    fault.hints = vec![say!(
        "nothing was recorded; run the command again when the folder can be written to"
    )];
    fault
}

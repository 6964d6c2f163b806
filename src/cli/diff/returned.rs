//! `aktas diff DOCUMENT RETURNED.docx`: what came back, line by line of the document.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::side::{self, Side};
use super::{DiffArgs, DiffFormat, print, screen, status};
use crate::Run;
use crate::approval::Wanted;
use crate::cli::ExitStatus;
use crate::cli::arguments::MessageFormat;
use crate::cli::past::Past;
use crate::cli::report::{Reporter, Stream, Voice};
use crate::compare::told::ToldReturned;
use crate::compare::{Form, Returned, carry_over, returned};
use crate::diagnostics::{Code, Diagnostic, Message, Severity, Sink, say};
use crate::kind::files::display;
use crate::readers::{docx, limits};
use crate::sign_off::Checked;
use crate::verify::{self, Told};

/// The first bytes of files that are no documents of ours in YAML: DOCX, old Word, PDF.
const MARKS: [&[u8]; 3] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF-"];

/// Whether a file is one that came back: by its content, since it may be called anything.
pub(super) fn is_returned(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut head));
    read.is_ok() && MARKS.iter().any(|mark| head.starts_with(mark))
}

/// Tells what came back.
pub(super) fn run(args: &DiffArgs, file: &Path, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    let found = match find(args, file, &mut reporter) {
        Ok(Some(found)) => found,
        Ok(None) => return reporter.status(),
        Err(fault) => return reporter.rejected(&[fault]),
    };
    let told = ToldReturned {
        returned: &found.returned,
        sources: &found.run.sources,
        document: &found.document,
        file: &display(file),
        base: &found.base,
        lang: &found.lang,
        language: voice.language,
    };
    let text = match args.format {
        DiffFormat::Human => told.human(screen()),
        DiffFormat::Json => told.json(),
        DiffFormat::Markdown => told.markdown(),
        DiffFormat::Html => told.html(),
    };
    print(&text);
    let changed = !(found.returned.edits.is_empty() && found.returned.notes.is_empty());
    status(args, changed, reporter)
}

/// What was found.
struct Found {
    returned: Returned,
    run: Run,
    /// What the document is called.
    document: String,
    /// What the file was made from, as far as it is known.
    base: Vec<Message>,
    /// The language of the document.
    lang: String,
}

/// Puts the file beside the document; `None` if that has errors, which are told.
fn find(
    args: &DiffArgs,
    file: &Path,
    reporter: &mut Reporter,
) -> Result<Option<Found>, Diagnostic> {
    let fault = |message| Diagnostic::file(Code::UnreadableFile, display(file), message);
    if args.redline.is_asked() {
        let message = say!("a redline is made of two documents, not of a file that came back");
        return Err(fault(message).hint(say!("leave out `--docx`, `--pdf` and `--html`")));
    }
    let bytes = bytes(file).map_err(fault)?;
    if bytes.starts_with(MARKS[2]) {
        let message = say!("a PDF does not say what was edited in it");
        return Err(fault(message).hint(say!("name the DOCX that came back")));
    }
    let foreign = docx::read(&bytes).map_err(fault)?;
    let now = side::side(&args.old, args)?;
    let made_from = verify::read(&bytes).and_then(|read| read.told);
    let mut run = Run {
        wanted: wanted(&now, made_from.as_ref()),
        ..Run::default()
    };
    let Some((form, checked)) = printed(&now, &mut run, reporter) else {
        return Ok(None);
    };
    let digest = checked.record.digest.clone();
    let mut base = base_of(made_from.as_ref(), &form.content.id);
    let sent = made_from.filter(|told| told.document == form.content.id);
    let changed = sent.filter(|told| told.provenance.digest != digest);
    let lang = form.lang().to_owned();
    let sent = changed
        .as_ref()
        .and_then(|told| sent_form(&now, told, args, &mut run));
    let returned = match sent {
        Some((side, (then, printed))) => {
            base.push(of_commit(&side));
            let mut back = returned(&printed.document, &then, &foreign, &run.sources);
            carry_over(&mut back, &then, &form, &run.sources);
            back
        }
        None => {
            if changed.is_some() {
                base.push(say!("the document has changed since the file was made, and git does not have the text of then: those changes are told, too"));
            }
            returned(&checked.document, &form, &foreign, &run.sources)
        }
    };
    Ok(Some(Found {
        returned,
        run,
        document: now.label.clone(),
        base,
        lang,
    }))
}

/// What there is to say of where the file is from.
fn base_of(told: Option<&Told>, id: &str) -> Vec<Message> {
    match told {
        None => vec![say!("the file does not say what it was made from")],
        Some(told) if told.document != id => vec![say!(
            "the file is of another document, `{id}`",
            id = told.document
        )],
        Some(_) => Vec::new(),
    }
}

fn of_commit(side: &Side) -> Message {
    match side.commit() {
        Some(commit) => say!(
            "the document has changed since the file was made from it, as of {commit}: what changed since is not told",
            commit
        ),
        None => say!(
            "the document has changed since the file was made from it: what changed since is not told"
        ),
    }
}

/// The form of a document with what it prints.
type Printed = (Form, Checked);

/// Whether the file was made as a draft: then it is compared with one, whatever was recorded since.
fn wanted(side: &Side, told: Option<&Told>) -> Wanted {
    // Only files of drafts tell a revision.
    let is_draft = told.is_some_and(|told| !told.provenance.revision.is_empty());
    let standing = || crate::run::standing(&side.path, &side.files(), &mut Run::default());
    if is_draft && standing().is_some_and(|standing| !standing.approvals.marks.is_empty()) {
        Wanted::Draft
    } else {
        Wanted::AsRecorded
    }
}

/// A form, printed; `None` if it has errors, which are told.
fn printed(side: &Side, run: &mut Run, reporter: &mut Reporter) -> Option<Printed> {
    let printed = crate::run::printed(&side.path, &side.files(), run);
    side.rename(&mut run.sources);
    let told = std::mem::take(&mut run.sink).into_sorted(&run.sources);
    if printed.is_none() {
        let errors = told.iter().filter(|one| one.severity == Severity::Error);
        errors.for_each(|error| reporter.tell(error, &run.sources));
    }
    printed
}

/// The form that was sent out, if git has it.
fn sent_form(now: &Side, told: &Told, args: &DiffArgs, run: &mut Run) -> Option<(Side, Printed)> {
    let digest = &told.provenance.digest;
    let past = Past::find(&now.path, &told.document, &args.templates, digest)?;
    let side = Side::past(past, now.label.clone());
    let printed = crate::run::printed(&side.path, &side.files(), run);
    side.rename(&mut run.sources);
    run.sink = Sink::default();
    printed.map(|printed| (side, printed))
}

/// The bytes of a file.
fn bytes(path: &Path) -> Result<Vec<u8>, Message> {
    let mut bytes = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(limits::FILE + 1).read_to_end(&mut bytes));
    read.map_err(|error| say!("the file cannot be read: {why}", why = error.to_string()))?;
    if bytes.len() as u64 > limits::FILE {
        return Err(say!("the file is larger than any document"));
    }
    Ok(bytes)
}

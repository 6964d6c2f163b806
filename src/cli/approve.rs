//! `aktas approve` and `aktas revoke`.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::arguments::{ActArgs, ApproveArgs, RevokeArgs};
use super::neighbours::Neighbours;
use super::recording::{Addition, Held};
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, build, columns, output, words};
use crate::approval::request::Words;
use crate::approval::{Entry, Event, Proposal, Request, record};
use crate::diagnostics::{Code, Diagnostic, Language, Message, say};
use crate::kind::files::{Files, display};
use crate::run::{Run, ToApprove};

/// Records that a mark was given to a document, and writes the files that say so.
pub(super) fn approve(args: &ApproveArgs, voice: Voice) -> ExitStatus {
    let language = voice.language;
    let ActArgs { file, .. } = &args.act;
    let mut reporter = Reporter::new(args.act.format, Stream::Error, voice);
    output::recover(&args.out);
    let mut run = Run {
        keep_record: true,
        ..super::new_run()
    };
    let request = request(&args.act, false, &mut run);
    tell_of_neighbours(file, &mut run);
    let formats = build::formats(&args.to);
    let ready = crate::run::approve(file, &args.act.files(), &request, &formats, &mut run);
    let ready = ready.filter(|_| !run.sink.has_errors());
    let since = ready.as_ref().and_then(|ready| {
        let since = ready.proof.checked.since.as_ref()?;
        Some(words::since(since, &run.sources, language))
    });
    reporter.run(run);
    let Some((ready, mut proposal)) = ready.and_then(|mut ready| {
        let proposal = ready.proof.checked.proposal.take()?;
        Some((ready, proposal))
    }) else {
        return reporter.status();
    };
    let ToApprove { proof, files } = ready;
    let (pages, mut checked) = (proof.layout.pages.len(), proof.checked);
    // The ledger of the document as it will be: it ends with what is to be recorded.
    checked.ledger.entries.pop();
    let outputs = build::named(file, &args.out, files);
    proposal.entry.files = outputs.iter().map(digest_of).collect();
    let properties = &checked.document.properties;
    let addition = Addition {
        id: &properties.id,
        title: &properties.title,
        before: &checked.ledger.entries,
        entry: &proposal.entry,
        record: checked.record.text.as_deref(),
    };
    let mut rows = vec![
        (say!("title"), properties.title.clone().into()),
        (
            say!("document"),
            format!("{} ({})", properties.id, checked.kind.name).into(),
        ),
    ];
    rows.extend(about(&proposal));
    rows.push((say!("pages"), pages.to_string().into()));
    rows.push((say!("warnings"), reporter.tally.warnings.to_string().into()));
    show(&reporter, rows, language);
    if let (Some(since), Some(before)) = (since, &proposal.before) {
        reporter.say(&say!(
            "changed since act {number} of {date}:",
            number = before.act.number,
            date = before.act.date
        ));
        reporter.say(&since.trim_end().into());
    }
    finish(&args.act, &addition, &outputs, reporter)
}

/// Records that a mark was taken back.
pub(super) fn revoke(args: &RevokeArgs, voice: Voice) -> ExitStatus {
    let language = voice.language;
    let ActArgs { file, .. } = &args.act;
    let mut reporter = Reporter::new(args.act.format, Stream::Error, voice);
    let mut run = Run::default();
    let request = request(&args.act, true, &mut run);
    tell_of_neighbours(file, &mut run);
    let ready = crate::run::revoke(file, &args.act.files(), &request, &mut run);
    let ready = ready.filter(|_| !run.sink.has_errors());
    reporter.run(run);
    let Some(ready) = ready else {
        return reporter.status();
    };
    let addition = Addition {
        id: &ready.id,
        title: &ready.title,
        before: &ready.ledger.entries,
        entry: &ready.proposal.entry,
        record: None,
    };
    let mut rows = vec![
        (say!("title"), ready.title.clone().into()),
        (say!("document"), ready.id.clone().into()),
    ];
    rows.extend(about(&ready.proposal));
    show(&reporter, rows, language);
    finish(&args.act, &addition, &[], reporter)
}

/// What is asked for on the command line; that nobody is named who records it is told.
fn request(args: &ActArgs, revoke: bool, run: &mut Run) -> Request {
    let by = args.by.clone().or_else(|| name_in_git(&args.file));
    if by.is_none() {
        let message = say!("it is not known who records the act");
        run.sink.push(
            Diagnostic::file(Code::UnknownRecorder, display(&args.file), message).hint(say!(
                "say it with `--by NAME`, or once with `git config user.name NAME`"
            )),
        );
    }
    let words = Words {
        revoke,
        mark: args.mark.as_deref(),
        number: &args.number,
        date: &args.date,
        // Nobody: that was told.
        by: by.as_deref().unwrap_or("?"),
        reason: args.reason.as_deref(),
    };
    Request::new(&words, &mut run.sources)
}

/// What is recorded of a document must be of no other.
fn tell_of_neighbours(document: &Path, run: &mut Run) {
    let neighbours = Neighbours::of(&[document.to_owned()]);
    neighbours
        .fault(document)
        .into_iter()
        .for_each(|fault| run.sink.push(fault));
}

/// The name by which git knows who works in the folder of a document.
pub(super) fn name_in_git(document: &Path) -> Option<String> {
    let folder = document.parent().filter(|path| path.is_dir());
    let mut git = Command::new("git");
    git.args(["config", "user.name"]);
    if let Some(folder) = folder {
        git.current_dir(folder);
    }
    let output = git.output().ok().filter(|output| output.status.success())?;
    let name = String::from_utf8(output.stdout).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The name of a file, and the digest of its bytes.
fn digest_of((path, bytes): &(PathBuf, Vec<u8>)) -> (String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    (name.into_owned(), record::digest(bytes))
}

/// What is recorded of a mark.
fn about(proposal: &Proposal) -> Vec<(Message, Message)> {
    let Entry {
        event,
        mark,
        body,
        act,
        ..
    } = &proposal.entry;
    let mut rows = vec![
        (say!("mark"), format!("`{mark}` ({body})").into()),
        (
            say!("act"),
            say!(
                "{sort} {number} of {date}",
                sort = words::act(&act.sort),
                number = act.number,
                date = act.date
            ),
        ),
    ];
    if let Some(before) = &proposal.before {
        let name = match event {
            Event::Revoked => say!("takes back"),
            _ => say!("amends"),
        };
        let of = say!(
            "{sort} {number} of {date}",
            sort = words::act(&before.act.sort),
            number = before.act.number,
            date = before.act.date
        );
        rows.push((name, of));
    }
    let entry = &proposal.entry;
    rows.push((say!("recorded by"), entry.recorder.clone().into()));
    if let Some(reason) = &entry.reason {
        rows.push((say!("reason"), reason.clone().into()));
    }
    rows.push((say!("content"), entry.content.clone().into()));
    rows
}

fn show(reporter: &Reporter, rows: Vec<(Message, Message)>, language: Language) {
    let rows = rows.into_iter().map(|(name, of)| {
        let name = name.text(language).into_owned();
        (name, of.text(language).into_owned())
    });
    let text = columns::pairs(rows.collect());
    reporter.say(&text.trim_end().into());
}

/// Records the entry, then moves the files to their places; writes nothing if that is not wanted.
fn finish(
    args: &ActArgs,
    addition: &Addition<'_>,
    outputs: &[(PathBuf, Vec<u8>)],
    mut reporter: Reporter,
) -> ExitStatus {
    if args.dry_run {
        reporter.say(&say!("nothing was recorded: this was a trial"));
        return reporter.status();
    }
    let mut run = Run::default();
    let outcome = record_and_write(&args.file, addition, outputs, &mut run, &reporter);
    if let Err(fault) = outcome {
        run.sink.push(fault);
    }
    reporter.run(run);
    reporter.status()
}

/// Nothing is in its place before all is known to fit: the files are whole beside their places
/// before the ledger has the entry, and in their places only after.
fn record_and_write(
    document: &Path,
    addition: &Addition<'_>,
    outputs: &[(PathBuf, Vec<u8>)],
    run: &mut Run,
    reporter: &Reporter,
) -> Result<(), Diagnostic> {
    let held = Held::new(document)?;
    held.check(addition, run);
    if run.sink.has_errors() {
        return Ok(());
    }
    let staged = match outputs {
        [] => None,
        files => Some(output::stage(files)?),
    };
    let ledger = held.add(addition)?;
    reporter.say(&say!("recorded in {path}", path = display(&ledger)));
    if addition.entry.event == Event::Revoked {
        reporter.say(&say!(
            "files that were made before still say that the mark was given: `aktas build` makes them anew"
        ));
    }
    let Some(staged) = staged else { return Ok(()) };
    let written = staged
        .commit()
        .map_err(|fault| fault.hint(say!("the act is recorded: `aktas build` writes its files")))?;
    for path in written {
        reporter.say(&say!("wrote {path}", path = display(&path)));
    }
    Ok(())
}

impl ActArgs {
    fn files(&self) -> Files {
        Files::new(Some(self.templates.clone()))
    }
}

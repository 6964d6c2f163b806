//! `aktas status`.

mod json;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::arguments::{ListFormat, MessageFormat, StatusArgs};
use super::neighbours::Neighbours;
use super::progress::{self, Progress};
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, columns, input, words};
use crate::approval::ledger::Recorded;
use crate::approval::{Act, Approvals, Mark, Record, ledger};
use crate::diagnostics::{Diagnostic, Language, Message, Severity, say};
use crate::kind::files::{Files, display};
use crate::run::{Run, Standing};
use crate::source::Sources;

/// What is known of a document.
struct Known {
    path: PathBuf,
    standing: Standing,
    /// What an approval of it would be given to; none if the document has errors.
    record: Option<Record>,
    /// Its marks, with their states if the document has no errors.
    approvals: Approvals,
    /// How many errors it has.
    errors: usize,
    /// The texts that places are in.
    sources: Sources,
}

/// Tells which documents are approved.
pub(super) fn run(args: &StatusArgs, voice: Voice) -> ExitStatus {
    let language = voice.language;
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    let documents = match input::documents(&args.paths) {
        Ok(documents) => documents,
        Err(faults) => return reporter.rejected(&faults),
    };
    let files = Files::new(Some(args.templates.clone()));
    let alone = documents.len() == 1 && args.paths.iter().all(|path| !path.is_dir());
    let is_human = args.format == ListFormat::Human;
    let progress = Progress::of(documents.len(), is_human, voice);
    let known = progress::every(&documents, args.jobs, &progress, |path| look(path, &files));
    drop(progress);
    let neighbours = Neighbours::of(&documents);
    let faults = documents.iter().filter_map(|path| neighbours.fault(path));
    faults.for_each(|fault| reporter.tell(&fault, &Sources::default()));
    let mut told = Vec::new();
    for one in known {
        match one {
            Ok(known) => told.push(known),
            Err(run) => reporter.run(run),
        }
    }
    let text = match args.format {
        ListFormat::Json => told.iter().map(json::line).collect(),
        ListFormat::Human => {
            let mut text = table(&told, language);
            if !alone {
                text.push_str(&lost(&neighbours, language));
            }
            if let ([one], true) = (told.as_slice(), alone) {
                text.push_str(&more(one, language));
            }
            text
        }
    };
    // A reader that has gone away (`aktas status | head`) has read enough.
    let _ = io::stdout().write_all(text.as_bytes());
    reporter.status()
}

/// Looks at a document; a run with messages if it or its ledger cannot be read.
fn look(path: &Path, files: &Files) -> Result<Known, Run> {
    let mut run = Run::default();
    let Some(standing) = crate::run::standing(path, files, &mut run) else {
        return Err(run);
    };
    let mut run = Run::default();
    let checked = crate::check(path, files, &mut run);
    let messages = run.sink.into_sorted(&run.sources);
    let is_error = |message: &&Diagnostic| message.severity == Severity::Error;
    let errors = messages.iter().filter(is_error).count();
    let (record, approvals) = match checked {
        Some(checked) => (Some(checked.record), checked.approvals),
        None => (None, standing.approvals.clone()),
    };
    Ok(Known {
        path: path.to_owned(),
        standing,
        record,
        approvals,
        errors,
        sources: run.sources,
    })
}

impl Known {
    /// What was last recorded of a mark, and not by mistake.
    fn last(&self, mark: &Mark) -> Option<&Recorded> {
        self.approvals.deciding(mark, &self.standing.ledger)
    }

    fn ledger(&self) -> PathBuf {
        ledger::path(&self.path, &self.standing.id)
    }
}

/// What each column has at least, where they are too wide together.
const SHARES: [usize; 6] = [28, 10, 18, 12, 10, 11];

/// The most of a path that is shown.
const PATH: usize = 40;

/// A line for every mark of every document.
fn table(told: &[Known], language: Language) -> String {
    let text = |message: Message| message.text(language).into_owned();
    let titles = [
        say!("Document"),
        say!("Mark"),
        say!("State"),
        say!("Act"),
        say!("Date"),
        say!("Recorded by"),
    ];
    let mut rows = vec![titles.into_iter().map(text).collect::<Vec<_>>()];
    for known in told {
        let mut name = shortened(&display(&known.path), PATH);
        if known.approvals.marks.is_empty() {
            rows.push(vec![name, text(say!("no marks"))]);
            continue;
        }
        let marks = known.approvals.marks.iter();
        for (mark, handle) in marks.zip(known.approvals.handles()) {
            let state = words::state(mark, known.record.is_some());
            let mut row = vec![std::mem::take(&mut name), handle, text(state)];
            if let Some(Recorded { entry, .. }) = known.last(mark) {
                row.push(entry.act.number.clone());
                row.push(entry.act.date.to_string());
                row.push(entry.recorder.clone());
            }
            rows.push(row);
        }
    }
    let mut table = columns::aligned(&rows, &SHARES);
    for known in told.iter().filter(|known| known.record.is_none()) {
        let line = say!(
            "{path} was not checked: it has {errors} {errors:error|errors}, which `aktas check` tells",
            path = display(&known.path),
            errors = known.errors
        );
        table.push_str(&format!("{}\n", text(line)));
    }
    table
}

/// A line for every ledger whose document is not there: what was recorded of it is in no table.
fn lost(neighbours: &Neighbours, language: Language) -> String {
    let line = |path: &PathBuf| {
        let line = say!(
            "{path} is of no document beside it: one was moved, removed, or given another `id`",
            path = display(path)
        );
        format!("{}\n", line.text(language))
    };
    neighbours.lost().iter().map(line).collect()
}

/// The end of a path, which tells documents apart.
fn shortened(path: &str, width: usize) -> String {
    let signs: Vec<char> = path.chars().collect();
    if signs.len() <= width {
        return path.to_owned();
    }
    let kept: String = signs[signs.len() + 1 - width..].iter().collect();
    format!("…{kept}")
}

/// What changed since a mark was given, and every entry of the ledger.
fn more(known: &Known, language: Language) -> String {
    let mut text = String::new();
    let mut say = |line: Message| {
        text.push_str(&line.text(language));
        text.push('\n');
    };
    for stale in &known.approvals.stale {
        say("".into());
        for act in stale.marks.iter().filter_map(|at| act_of(known, *at)) {
            say(say!(
                "changed since act {number} of {date}:",
                number = act.number,
                date = act.date
            ));
        }
        let since = words::since(&stale.since, &known.sources, language);
        say(since.trim_end().into());
    }
    if !known.standing.ledger.entries.is_empty() {
        say("".into());
        say(say!("recorded in {path}", path = display(&known.ledger())));
        say(entries(known, language).trim_end().into());
    }
    text
}

/// The act by which a mark was given last.
fn act_of(known: &Known, mark: usize) -> Option<&Act> {
    let mark = known.approvals.marks.get(mark)?;
    known.last(mark).map(|last| &last.entry.act)
}

/// A line for every entry, and one for its reason.
fn entries(known: &Known, language: Language) -> String {
    let entries = &known.standing.ledger.entries;
    let row = |Recorded { entry, .. }: &Recorded| {
        let mut event = words::event(entry.event).text(language).into_owned();
        if entry.event.as_str() != entry.mark {
            event = format!("{event} ({})", entry.mark);
        }
        vec![
            format!("  {}", entry.act.date),
            event,
            entry.act.number.clone(),
            entry.body.clone(),
            entry.recorder.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    let table = columns::aligned(&rows, &[12, 20, 12, 28, 14]);
    let mut text = String::new();
    for (line, Recorded { entry, .. }) in table.lines().zip(entries) {
        text.push_str(&format!("{line}\n"));
        if let Some(reason) = &entry.reason {
            text.push_str(&format!("              „{reason}“\n"));
        }
    }
    text
}

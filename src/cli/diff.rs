//! `aktas diff`.

mod redline;
mod returned;
mod side;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::side::{Old, Side};
use super::ExitStatus;
use super::arguments::MessageFormat;
use super::report::{Reporter, Stream, Voice};
use crate::Run;
use crate::compare::told::{Screen, Told};
use crate::compare::{Comparison, Form, compare};
use crate::content::Value;
use crate::diagnostics::{Diagnostic, Severity, Sink, say};

/// What `aktas diff` takes.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The old form; or the document, if it is named alone
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The new form
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// Compare the document with the text that was approved last
    #[arg(long, conflicts_with = "new")]
    since_approval: bool,
    /// The folder of the project's own kinds; of a revision, the one that it has
    #[arg(long, value_name = "DIR", default_value = "templates")]
    templates: PathBuf,
    /// How the changes are told
    #[arg(long, value_enum, default_value_t)]
    format: DiffFormat,
    /// End with the status 1 if anything changed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    redline: redline::RedlineArgs,
}

/// How changes are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// As one JSON object, for programs
    Json,
    /// As Markdown, for a merge request
    Markdown,
    /// As a page of HTML that stands alone
    Html,
}

/// How many letters a line has where nobody says it.
const WIDTH: usize = 100;

/// Tells what changed.
pub(super) fn run(args: &DiffArgs, voice: Voice) -> ExitStatus {
    if let Some(file) = args
        .new
        .as_deref()
        .filter(|file| returned::is_returned(file))
    {
        return returned::run(args, file, voice);
    }
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    let sides = side::find(args).and_then(|sides| {
        redline::guard(&args.redline, &sides)?;
        Ok(sides)
    });
    let (old, new) = match sides {
        Ok(sides) => sides,
        Err(fault) => return reporter.rejected(&[fault]),
    };
    let mut run = Run::default();
    let Some(compared) = compared(&old, &new, &mut run, &mut reporter) else {
        return reporter.status();
    };
    let told = Told {
        comparison: &compared.comparison,
        sources: &run.sources,
        old: old.label(),
        new: &new.label,
        lang: &compared.lang,
        language: voice.language,
    };
    let text = match args.format {
        DiffFormat::Human => told.human(screen()),
        DiffFormat::Json => told.json(),
        DiffFormat::Markdown => told.markdown(),
        DiffFormat::Html => told.html(),
    };
    print(&text);
    if args.redline.is_asked() {
        redline::write(&args.redline, &old, &new, &mut run, &mut reporter);
    }
    let changed = !compared.comparison.is_empty();
    status(args, changed, reporter)
}

/// Says what was found; a reader that has gone away (`aktas diff … | head`) has read enough.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// How the command ends, whether or not anything changed.
fn status(args: &DiffArgs, changed: bool, reporter: Reporter) -> ExitStatus {
    match reporter.status() {
        ExitStatus::Success if args.exit_code && changed => ExitStatus::Rejected,
        status => status,
    }
}

/// What was found.
struct Compared {
    comparison: Comparison,
    /// The language of the document.
    lang: String,
}

/// Compares the two forms; `None` if one of them cannot be read, which is told.
fn compared(old: &Old, new: &Side, run: &mut Run, reporter: &mut Reporter) -> Option<Compared> {
    let before = match old {
        Old::Side(side) => Some(read(side, run, reporter)?),
        Old::Record { .. } => None,
    };
    let after = read(new, run, reporter)?;
    let record = match (old, &before) {
        (Old::Record { text, .. }, _) => text,
        (_, Some(before)) => before.record.text.as_deref().unwrap_or_default(),
        _ => "",
    };
    if let Some(before) = &before {
        tell_of_others(before, &after, reporter);
    }
    let mut comparison = compare(record, before.as_ref(), &after, &run.sources);
    if comparison.changes.is_empty() {
        let was = match old {
            Old::Record { text, .. } => Some(text.clone()),
            Old::Side(side) => printed(side, run),
        };
        if let (Some(was), Some(is)) = (was, printed(new, run)) {
            comparison.add_printed(&was, &is);
        }
    }
    Some(Compared {
        comparison,
        lang: after.lang().to_owned(),
    })
}

/// Reads one form. That it has errors is told: what can be read of it is compared.
fn read(side: &Side, run: &mut Run, reporter: &mut Reporter) -> Option<Form> {
    let form = crate::run::form(&side.path, &side.files(), run);
    side.rename(&mut run.sources);
    let told = std::mem::take(&mut run.sink).into_sorted(&run.sources);
    let is_error = |message: &&Diagnostic| message.severity == Severity::Error;
    let errors: Vec<&Diagnostic> = told.iter().filter(is_error).collect();
    if form.is_none() {
        errors
            .iter()
            .for_each(|error| reporter.tell(error, &run.sources));
    } else if !errors.is_empty() {
        reporter.say(&say!(
            "{path} has {n} {n:error|errors}; what can be read of it is compared",
            path = side.label,
            n = errors.len()
        ));
    }
    form
}

/// Tells that the two are not two forms of one document.
fn tell_of_others(old: &Form, new: &Form, reporter: &Reporter) {
    let kind = |form: &Form| {
        let kind = form.content.root.get("kind").and_then(Value::as_str);
        kind.unwrap_or_default().to_owned()
    };
    if kind(old) != kind(new) {
        reporter.say(&say!(
            "these are documents of two kinds, `{old}` and `{new}`",
            old = kind(old),
            new = kind(new)
        ));
    }
    if old.content.id != new.content.id {
        reporter.say(&say!(
            "these are two documents, `{old}` and `{new}`",
            old = old.content.id,
            new = new.content.id
        ));
    }
}

/// The whole record of a document, with what its kind prints; none if it has errors.
fn printed(side: &Side, run: &mut Run) -> Option<String> {
    let mut own = Run {
        keep_record: true,
        sources: std::mem::take(&mut run.sources),
        ..Run::default()
    };
    let checked = crate::check(&side.path, &side.files(), &mut own);
    run.sources = own.sources;
    run.sink = Sink::default();
    side.rename(&mut run.sources);
    checked?.record.text
}

/// What the terminal is like, if it is one.
fn screen() -> Screen {
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let columns = std::env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.parse().ok());
    Screen {
        coloured: io::stdout().is_terminal() && !no_colour,
        width: columns.filter(|columns| *columns > 0).unwrap_or(WIDTH),
    }
}

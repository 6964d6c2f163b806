//! `aktas diff --docx`, `--pdf` and `--html`: the new document with what changed marked in it.

use std::env;
use std::fs;
use std::path::PathBuf;

use chrono::DateTime;
use clap::Args;

use super::side::{Old, Side};
use crate::Run;
use crate::cli::report::Reporter;
use crate::cli::{approve, output};
use crate::content::when::Moment;
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::document::Revisions;
use crate::kind::files::display;
use crate::shelf::is_yaml;
use crate::sign_off::Checked;
use crate::writers::Format;

/// What a redline is made with.
#[derive(Debug, Args)]
pub(super) struct RedlineArgs {
    /// Write the new document to this file with the changes tracked, for Word
    #[arg(long, value_name = "FILE")]
    docx: Option<PathBuf>,
    /// Write the new document to this file with the changes marked
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Write the new document to this file with the changes marked, for the web
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Who made the changes; by default who made the commit, or the name that git knows
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// When they were made, such as `2027-01-08`; by default when the commit was made, if it is one
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

impl RedlineArgs {
    pub(super) fn is_asked(&self) -> bool {
        self.files().next().is_some()
    }

    fn files(&self) -> impl Iterator<Item = (Format, &PathBuf)> {
        let files = [
            (Format::Docx, &self.docx),
            (Format::Pdf, &self.pdf),
            (Format::Html, &self.html),
        ];
        files
            .into_iter()
            .filter_map(|(format, file)| Some((format, file.as_ref()?)))
    }
}

/// The variable by which the time of the input is told, as seconds since 1970.
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Makes sure before any work that what is asked for can be written, and over no document.
pub(super) fn guard(args: &RedlineArgs, sides: &(Old, Side)) -> Result<(), Diagnostic> {
    date(args, &sides.1)?;
    for (_, file) in args.files() {
        let place = fs::canonicalize(file).ok();
        let is_new = place.is_some() && place == fs::canonicalize(&sides.1.path).ok();
        if is_new || is_yaml(file) {
            let message = say!("the redline would be written over a document");
            let fault = Diagnostic::file(Code::UnwritableFile, display(file), message);
            return Err(fault.hint(say!("name another file, such as `redline.docx`")));
        }
        if let Old::Record { label, .. } = &sides.0 {
            let message = say!(
                "a redline needs the old document, and of `{label}` only the record is there",
                label
            );
            let fault = Diagnostic::file(Code::NotApproved, display(&sides.1.path), message);
            return Err(fault.hint(say!(
                "commit the document together with its ledger whenever an act is recorded"
            )));
        }
    }
    Ok(())
}

/// Writes the files that were asked for, and says so.
pub(super) fn write(
    args: &RedlineArgs,
    old: &Old,
    new: &Side,
    run: &mut Run,
    reporter: &mut Reporter,
) {
    let Some(files) = make(args, old, new, run) else {
        let run = std::mem::take(run);
        return reporter.run(run);
    };
    for (path, bytes) in files {
        match output::write_all(&[(path.clone(), bytes)]) {
            Ok(_) => reporter.say(&say!("wrote {path}", path = display(&path))),
            Err(fault) => reporter.tell(&fault, &run.sources),
        }
    }
}

fn make(
    args: &RedlineArgs,
    old: &Old,
    new: &Side,
    run: &mut Run,
) -> Option<Vec<(PathBuf, Vec<u8>)>> {
    let Old::Side(old) = old else { return None };
    let before = checked(old, run)?;
    let after = checked(new, run)?;
    let revisions = Revisions {
        author: author(args, new),
        date: date(args, new).ok().flatten(),
    };
    let formats: Vec<Format> = args.files().map(|(format, _)| format).collect();
    let made = crate::run::redline(&new.path, before.document, after, revisions, &formats, run)?;
    let named = made.into_iter().filter_map(|(format, bytes)| {
        let (_, file) = args.files().find(|(asked, _)| *asked == format)?;
        Some((file.clone(), bytes))
    });
    Some(named.collect())
}

/// A document as it would be built. What is to be said of it besides errors was never asked here.
fn checked(side: &Side, run: &mut Run) -> Option<Checked> {
    let checked = crate::check(&side.path, &side.files(), run);
    side.rename(&mut run.sources);
    if checked.is_some() {
        run.sink = Sink::default();
    }
    checked
}

fn author(args: &RedlineArgs, new: &Side) -> String {
    let of_commit = || new.author.as_ref().map(|(name, _)| name.clone());
    let named = args.author.clone().or_else(of_commit);
    named
        .or_else(|| approve::name_in_git(&new.path))
        .unwrap_or_else(|| "aktas".to_owned())
}

/// When the changes were made; none if nobody says it.
fn date(args: &RedlineArgs, new: &Side) -> Result<Option<String>, Diagnostic> {
    if let Some(text) = &args.date {
        return moment(text).map(Some).ok_or_else(|| {
            let message = say!("`{text}` is no date", text);
            let fault = Diagnostic::file(Code::InvalidDate, "--date", message);
            fault.hint(say!("write it as `2027-01-08` or `2027-01-08T10:00:00Z`"))
        });
    }
    let epoch = env::var(SOURCE_DATE_EPOCH).ok();
    let epoch = epoch.and_then(|text| DateTime::from_timestamp(text.parse().ok()?, 0));
    let epoch = epoch.map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    Ok(epoch.or_else(|| new.author.as_ref().map(|(_, date)| date.clone())))
}

/// A day, or a moment of it, as files tell it.
fn moment(text: &str) -> Option<String> {
    let day = |text: &str| matches!(Moment::parse(text), Ok(Moment::Day(_)));
    if day(text) {
        return Some(format!("{text}T00:00:00Z"));
    }
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

//! `aktas eject`.

use std::fs;
use std::io;
use std::path::Path;

use super::arguments::{EjectArgs, MessageFormat};
use super::columns::pairs;
use super::output::{UNFINISHED, unwritable};
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, new};
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::kind::files::{Files, Origin, built_in, display};

/// The folder of what kinds share.
const COMMON: &str = "common";

/// Copies a kind into the project, for its author to change.
pub(super) fn run(args: &EjectArgs, voice: Voice) -> ExitStatus {
    let reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    match eject(args) {
        Ok(names) => {
            tell(args, &names, &reporter);
            ExitStatus::Success
        }
        Err(fault) => reporter.rejected(&[fault]),
    }
}

/// The names of the files that were copied.
fn eject(args: &EjectArgs) -> Result<Vec<String>, Diagnostic> {
    let kind = args.kind.as_str();
    let files = Files::new(Some(args.templates.clone()));
    let place = args.templates.join(kind);
    if kind != COMMON && !files.kinds().iter().any(|known| known == kind) {
        return Err(new::unknown(kind, &files));
    }
    if fs::symlink_metadata(&place).is_ok() {
        let message = match files.origin(kind) {
            Origin::Own => say!("the kind is the project's own: change it where it stands"),
            _ => say!("there is such a folder, and it stays as it is"),
        };
        let hint = say!("to copy the kind anew, give the folder another name first");
        let fault = Diagnostic::file(Code::UnwritableFile, display(&place), message);
        return Err(match files.origin(kind) {
            Origin::Own => fault,
            _ => fault.hint(hint),
        });
    }
    let copied: Vec<(String, &[u8])> = built_in(kind)
        .into_iter()
        .filter(|(name, _)| !is_manual(name))
        .collect();
    copy(&copied, &args.templates, &place).map_err(|error| {
        let hint = say!("choose another folder with `--templates`");
        Diagnostic {
            hints: vec![hint],
            ..unwritable(&place, &error)
        }
    })?;
    Ok(copied.into_iter().map(|(name, _)| name).collect())
}

/// Whether a file is for those who read about kinds, and no part of one.
fn is_manual(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "md")
}

/// Writes a folder beside its place, then moves it there: it appears whole or not at all.
fn copy(files: &[(String, &[u8])], templates: &Path, place: &Path) -> io::Result<()> {
    fs::create_dir_all(templates)?;
    let folder = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempdir_in(templates)?;
    let whole = folder.path().join("kind");
    fs::create_dir(&whole)?;
    for (name, bytes) in files {
        fs::write(whole.join(name), bytes)?;
    }
    fs::rename(whole, place)
}

/// Says what to change for what, and how to go back.
fn tell(args: &EjectArgs, names: &[String], reporter: &Reporter) {
    let language = reporter.language();
    let place = display(&args.templates.join(&args.kind));
    reporter.say(&say!("wrote {path}", path = format!("{place}/")));
    let rows = names.iter().filter_map(|name| {
        let does = purpose(name)?.text(language).into_owned();
        Some((format!("  {name}"), does))
    });
    reporter.say_plain(&pairs(rows.collect()));
    if args.kind == COMMON {
        reporter.say(&say!(
            "from now on all kinds take these files; the fonts stay in the program"
        ));
    } else {
        reporter.say(&say!(
            "what it does not have it takes from what all kinds share: `aktas eject common` copies that"
        ));
    }
    reporter.say(&say!(
        "to go back to what is built in, delete the folder `{place}`, or one file of it",
        place
    ));
}

/// What a file of a kind is changed for.
fn purpose(name: &str) -> Option<Message> {
    Some(match name {
        "schema.json" => say!("what a document may say, and what editors explain"),
        "document.html" => say!("what is printed, and in which order"),
        "parts.html" => say!("what kinds print alike: marks, tables, charts, pictures"),
        "style.yaml" => say!("looks: page, margins, fonts, spaces"),
        "figures.yaml" => say!("indicators and their formulas"),
        "checks.yaml" => say!("how much each check weighs"),
        name if name.starts_with("labels.") => say!("words that are printed, by language"),
        name if name.starts_with("starter.") => say!("what `aktas new` begins with, by language"),
        _ => return None,
    })
}

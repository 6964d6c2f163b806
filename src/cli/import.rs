//! `aktas import`.

use std::fs;
use std::path::{Path, PathBuf};

use super::ExitStatus;
use super::arguments::{ImportArgs, MessageFormat};
use super::clock;
use super::output;
use super::report::{Reporter, Stream, Voice, summary};
use crate::Run;
use crate::data::sheets;
use crate::diagnostics::{Code, Diagnostic, Language, Message, did_you_mean, say};
use crate::import::notes::Sort;
use crate::import::{Asked, Imported, KINDS, import, sheets as of_sheets};
use crate::kind::files::{Files, display};
use crate::readers::{Foreign, docx, limits};
use crate::source::Sources;

/// Makes a document that was written elsewhere the content of a kind.
pub(super) fn run(args: &ImportArgs, voice: Voice) -> ExitStatus {
    let language = voice.language;
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    let mut sources = Sources::default();
    let written = read(args, &mut sources).and_then(|foreign| {
        if foreign.is_silent() {
            let message = say!("the file says nothing");
            return Err(Diagnostic::file(
                Code::UnreadableFile,
                display(&args.file),
                message,
            ));
        }
        let imported = imported(&foreign, args, language);
        let path = place(args, &imported);
        write(&path, &imported).map(|()| (path, imported))
    });
    match written {
        Ok((path, imported)) => tell(&path, &imported, args, &mut reporter, language),
        Err(fault) => reporter.tell(&fault, &sources),
    }
    reporter.status()
}

fn imported(foreign: &Foreign, args: &ImportArgs, language: Language) -> Imported {
    let name = stem(&args.file);
    let asked = Asked {
        kind: args.kind.as_deref(),
        name: &name,
        language,
        year: clock::year(),
    };
    import(foreign, &asked)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Reads the file by the ending of its name.
fn read(args: &ImportArgs, sources: &mut Sources) -> Result<Foreign, Diagnostic> {
    if let Some(kind) = &args.kind
        && !KINDS.contains(&kind.as_str())
    {
        return Err(unknown(kind));
    }
    let name = display(&args.file);
    let ending = args
        .file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    if !["docx", "xlsx", "csv"].contains(&ending.as_str()) {
        let message = say!("only DOCX, XLSX and CSV files can be imported");
        let fault = Diagnostic::file(Code::UnreadableFile, name, message);
        return Err(fault.hint(say!(
            "open it in the office program and save it as DOCX or XLSX"
        )));
    }
    let bytes = bytes(&args.file)?;
    let sheets = match &*ending {
        "docx" => {
            return docx::read(&bytes)
                .map_err(|why| Diagnostic::file(Code::UnreadableFile, name, why));
        }
        "xlsx" => sheets::workbook(&name, bytes)?,
        _ => vec![sheets::csv(&name, bytes, sources).map_err(in_unicode)?],
    };
    Ok(of_sheets::foreign(&stem(&args.file), &sheets))
}

/// Says how a file that is no text of Unicode becomes one.
fn in_unicode(fault: Diagnostic) -> Diagnostic {
    if fault.code != Code::UnreadableFile {
        return fault;
    }
    fault.hint(say!(
        "open it in the spreadsheet program and save it as CSV in UTF-8"
    ))
}

fn bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |why: Message| Diagnostic::file(Code::UnreadableFile, display(path), why);
    let failed = |error: std::io::Error| {
        unreadable(say!(
            "the file cannot be read: {why}",
            why = error.to_string()
        ))
    };
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > limits::FILE {
        let most = limits::FILE >> 20;
        return Err(unreadable(say!("the file is larger than {most} MB", most)));
    }
    fs::read(path).map_err(failed)
}

fn unknown(kind: &str) -> Diagnostic {
    let hint = match did_you_mean(kind, KINDS) {
        Some(near) => say!("did you mean `{near}`?", near),
        None => say!("there are: {kinds}", kinds = KINDS.join(", ")),
    };
    let message = say!("nothing can be imported as `{kind}`", kind);
    Diagnostic::file(Code::UnknownKind, format!("templates/{kind}"), message).hint(hint)
}

/// Where the document is written.
fn place(args: &ImportArgs, imported: &Imported) -> PathBuf {
    let usual = || PathBuf::from(format!("content/{}.yaml", imported.id));
    args.out.clone().unwrap_or_else(usual)
}

/// Writes the pictures first: a document that stands has all that it names. Nothing that is there is
/// overwritten; a picture of the same bytes is the same.
fn write(path: &Path, imported: &Imported) -> Result<(), Diagnostic> {
    let hint = || say!("name another file: `--out FILE`");
    if path.exists() {
        return output::write_new(path, b"", hint());
    }
    let folder = path.parent().unwrap_or(Path::new("")).join("pictures");
    for (name, bytes) in &imported.pictures {
        let picture = folder.join(name);
        if fs::read(&picture).is_ok_and(|there| there == **bytes) {
            continue;
        }
        output::write_new(&picture, bytes, hint())?;
    }
    output::write_new(path, imported.yaml.as_bytes(), hint())
}

/// Tells what became of the source, and whether the document can be built.
fn tell(
    path: &Path,
    imported: &Imported,
    args: &ImportArgs,
    reporter: &mut Reporter,
    language: Language,
) {
    let shown = display(path);
    for sort in Sort::ALL {
        let lines = imported.notes.lines(sort, language);
        if !lines.is_empty() {
            let heading = sort.heading();
            list(&heading.text(language), &lines);
        }
    }
    let mut run = Run::default();
    crate::build(
        path,
        &Files::new(Some(args.templates.clone())),
        &[],
        &mut run,
    );
    reporter.run(run);
    let kind = imported.kind;
    let work = say!(
        "wrote {path}, of the kind `{kind}`",
        path = shown.clone(),
        kind
    );
    reporter.say(&summary(work, reporter.tally));
    reporter.say(&say!(
        "read it beside the original, then run `aktas check {path}`",
        path = shown
    ));
}

fn list(heading: &str, lines: &[String]) {
    use std::io::Write;
    let text: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    // A reader that has gone away (`aktas import … | head`) does not spoil the work.
    let _ = write!(std::io::stdout(), "{heading}\n{text}");
}

//! `aktas new`.

mod answers;

use std::fs;
use std::path::{Path, PathBuf};

use super::arguments::{MessageFormat, NewArgs};
use super::asking::{Interrupted, Questions};
use super::columns::pairs;
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, output};
use crate::diagnostics::{Code, Diagnostic, Language, Message, did_you_mean, say};
use crate::kind::editor::editor_schema;
use crate::kind::files::{Files, display};
use crate::project::{Beside, Place, beside};
use crate::source::Sources;
use answers::{Begun, kind, of_author};

/// Why nothing is written.
enum Stop {
    /// Something is wrong with what was asked for, or with the place.
    Fault(Diagnostic),
    /// The command line says too little, and there is nobody to ask.
    Usage(Diagnostic),
    /// The author ended the questions.
    Interrupted,
}

impl From<Diagnostic> for Stop {
    fn from(fault: Diagnostic) -> Self {
        Self::Fault(fault)
    }
}

impl From<Interrupted> for Stop {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

/// Writes the first form of a document, for its author to go on from, and what its editor needs.
pub(super) fn run(args: &NewArgs, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    match begin(args, voice.language, &reporter) {
        Ok(()) => ExitStatus::Success,
        Err(Stop::Fault(fault)) => {
            reporter.tell(&fault, &Sources::default());
            reporter.status()
        }
        Err(Stop::Usage(fault)) => {
            reporter.tell(&fault, &Sources::default());
            ExitStatus::Usage
        }
        Err(Stop::Interrupted) => {
            reporter.say(&say!("nothing was written"));
            ExitStatus::Usage
        }
    }
}

fn begin(args: &NewArgs, language: Language, reporter: &Reporter) -> Result<(), Stop> {
    let files = Files::new(Some(args.templates.clone()));
    if let Some(path) = args.file.as_deref().filter(|path| is_there(path)) {
        return Err(output::taken(path).hint(other_name()).into());
    }
    let questions = Questions::new(!args.yes, language);
    let kind = kind(args.kind.as_deref(), &files, questions, reporter)?;
    let begun = of_author(&kind, args, &files, questions)?;
    let place = Place::new(&begun.path, &kind, &begun.language);
    let schema = schema(&files, &kind, &begun.language)?;
    let renew = format!(
        "aktas schema {kind} --lang {} --out {}",
        editor_language(&begun.language).code(),
        display(&place.schema)
    );
    let beside = beside(&place, &kind, &files.kinds(), schema, &renew, language);
    let (there, new): (Vec<Beside>, Vec<Beside>) =
        beside.into_iter().partition(|file| is_there(&file.path));
    let document = begun
        .starter
        .document(&begun.answers, &place.schema_from_document());
    write(&begun.path, document, &new)?;
    tell(&begun, &new, &there, reporter);
    reporter.say_plain(&next(args, &begun.path, language));
    Ok(())
}

/// The schema of a kind, with the words of the language of the document.
fn schema(files: &Files, kind: &str, language: &str) -> Result<String, Diagnostic> {
    editor_schema(files, kind, editor_language(language)).map_err(|message| {
        Diagnostic::file(
            Code::InvalidKind,
            format!("templates/{kind}/schema.json"),
            message,
        )
    })
}

/// The language in which a schema speaks to the author of a document in this one.
fn editor_language(language: &str) -> Language {
    Language::parse(language).unwrap_or_default()
}

/// Whether there is something of this name, if only a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes everything or nothing; the document comes last, so that with it all is there.
fn write(path: &Path, document: String, beside: &[Beside]) -> Result<(), Diagnostic> {
    let beside = beside
        .iter()
        .map(|file| (file.path.clone(), file.text.clone().into_bytes()));
    let document = (path.to_owned(), document.into_bytes());
    let files: Vec<(PathBuf, Vec<u8>)> = beside.chain([document]).collect();
    output::write_all_new(&files, &other_name()).map_err(|fault| Diagnostic {
        // `new` has no other option for it.
        hints: vec![other_name()],
        ..fault
    })
}

fn other_name() -> Message {
    say!("name another file: `aktas new KIND FILE`")
}

/// Says what was written, and what to do about files that were there.
fn tell(begun: &Begun, new: &[Beside], there: &[Beside], reporter: &Reporter) {
    reporter.say(&say!("wrote {path}", path = display(&begun.path)));
    let names: Vec<String> = new.iter().map(|file| display(&file.path)).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        reporter.say(&say!("for editors and git: {names}", names));
    }
    for file in there {
        let text = fs::read(&file.path).unwrap_or_default();
        if let Some(advice) = file.advice(&String::from_utf8_lossy(&text)) {
            let path = display(&file.path);
            reporter.say(&say!(
                "{path} stays as it is: {advice}",
                path,
                advice = advice.clone()
            ));
        }
    }
    if begun.is_guessed {
        let genitive = &begun.answers.genitive;
        reporter.say(&say!(
            "took `{genitive}` for the genitive of the institution; if it is another, say it by `--genitive`",
            genitive
        ));
    }
}

/// The commands that come next, each with what it does.
fn next(args: &NewArgs, path: &Path, language: Language) -> String {
    let path = quoted(&display(path));
    let templates = match args.templates.as_path() {
        usual if usual == Path::new("templates") => String::new(),
        other => format!(" --templates {}", quoted(&display(other))),
    };
    let row = |command: &str, does: Message| {
        (
            format!("  aktas {command} {path}{templates}"),
            does.text(language).into_owned(),
        )
    };
    let rows = vec![
        row("preview", say!("shows its pages while you write")),
        row("check", say!("tells what is wrong with it")),
        row("build", say!("makes the DOCX and the PDF, in `out/`")),
    ];
    format!(
        "\n{}\n{}",
        say!("What to do next:").text(language),
        pairs(rows)
    )
}

/// A name as a shell takes it for one word.
fn quoted(name: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "/._-+@:,".contains(sign);
    if name.chars().all(is_plain) {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', r"'\''"))
}

/// That a kind does not exist, and which one may have been meant.
pub(super) fn unknown(kind: &str, files: &Files) -> Diagnostic {
    let kinds = files.kinds();
    let hint = match did_you_mean(kind, kinds.iter().map(String::as_str)) {
        Some(near) => say!("did you mean `{near}`?", near),
        None => say!("there are: {kinds}", kinds = kinds.join(", ")),
    };
    let message = say!("there is no kind `{kind}`", kind);
    Diagnostic::file(Code::UnknownKind, format!("templates/{kind}"), message).hint(hint)
}

//! `aktas new`.

use std::path::{Path, PathBuf};

use super::arguments::{MessageFormat, NewArgs};
use super::report::{Reporter, Stream};
use super::{ExitStatus, output};
use crate::diagnostics::{Code, Diagnostic, Language, Message, did_you_mean, say};
use crate::kind::files::{Files, display};
use crate::source::Sources;

/// Writes the first form of a document, for its author to go on from.
pub(super) fn run(args: &NewArgs, language: Language) -> ExitStatus {
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, language);
    let files = Files::new(Some(args.templates.clone()));
    let path = args.file.clone();
    let path = path.unwrap_or_else(|| PathBuf::from(format!("content/{}.yaml", args.kind)));
    match starter(&args.kind, &path, &files).and_then(|text| {
        let hint = say!("name another file: `aktas new KIND FILE`");
        output::write_new(&path, &text, hint)
    }) {
        Ok(()) => {
            let path = display(&path);
            reporter.say(&say!("wrote {path}", path));
            reporter.say(&say!(
                "write your own texts into it, then run `aktas check {path}`",
                path
            ));
        }
        Err(fault) => reporter.tell(&fault, &Sources::default()),
    }
    reporter.status()
}

/// The starter of a kind, with the name of the file as its id where that can be one.
fn starter(kind: &str, path: &Path, files: &Files) -> Result<Vec<u8>, Diagnostic> {
    let name = format!("{kind}/starter.yaml");
    let known = files.kinds().iter().any(|known| known == kind);
    let bytes = match files.bytes(&name) {
        Ok(Some((_, bytes))) if known => bytes,
        Ok(_) => return Err(unknown(kind, files)),
        Err(error) => {
            let message = say!("the file cannot be read: {why}", why = error.to_string());
            return Err(Diagnostic::file(Code::UnreadableFile, name, message));
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if !is_id(&stem) {
        return Ok(text.into_owned().into_bytes());
    }
    let lines = text.lines().map(|line| {
        let is_id = line.starts_with("id: ");
        let line = if is_id { &format!("id: {stem}") } else { line };
        format!("{line}\n")
    });
    Ok(lines.collect::<String>().into_bytes())
}

/// Whether a name is one that a document can be known by.
fn is_id(name: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.bytes().all(sign) && name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// That a kind does not exist, and which one may have been meant.
pub(super) fn unknown(kind: &str, files: &Files) -> Diagnostic {
    let kinds = files.kinds();
    let hint = match did_you_mean(kind, kinds.iter().map(String::as_str)) {
        Some(near) => say!("did you mean `{near}`?", near),
        None => say!("there are: {kinds}", kinds = kinds.join(", ")),
    };
    let message: Message = say!("there is no kind `{kind}`", kind);
    Diagnostic::file(Code::UnknownKind, format!("templates/{kind}"), message).hint(hint)
}

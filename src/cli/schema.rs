//! `aktas schema`.

use std::io::{self, Write};

use super::arguments::{MessageFormat, SchemaArgs};
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, new, output};
use crate::diagnostics::{Code, Diagnostic, Language};
use crate::kind::editor::editor_schema;
use crate::kind::files::Files;
use crate::source::Sources;

/// Prints the schema of a kind for an editor, or writes it to a file.
pub(super) fn run(args: &SchemaArgs, voice: Voice) -> ExitStatus {
    let mut reporter = Reporter::new(MessageFormat::Human, Stream::Error, voice);
    let written = schema(args, voice.language).and_then(|text| match &args.out {
        Some(path) => output::write_all(&[(path.clone(), text.into_bytes())]).map(drop),
        None => {
            // A reader that has gone away (`aktas schema KIND | head`) has read enough.
            let _ = io::stdout().write_all(text.as_bytes());
            Ok(())
        }
    });
    if let Err(fault) = written {
        reporter.tell(&fault, &Sources::default());
    }
    reporter.status()
}

fn schema(args: &SchemaArgs, language: Language) -> Result<String, Diagnostic> {
    let files = Files::new(Some(args.templates.clone()));
    let kind = &args.kind;
    if !files.kinds().contains(kind) {
        return Err(new::unknown(kind, &files));
    }
    editor_schema(&files, kind, language).map_err(|message| {
        let file = format!("templates/{kind}/schema.json");
        Diagnostic::file(Code::InvalidKind, file, message)
    })
}

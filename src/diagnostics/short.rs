//! Messages for editors and `grep`: one line each, `file:line:column: severity[code]: headline`.
//!
//! A place in a workbook is `file:sheet!cell`.

use super::{Diagnostic, Language, Place};
use crate::source::Sources;

/// Writes one message as one line.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, language: Language) -> String {
    let place = match &diagnostic.place {
        Place::Span(span) => sources.get(span.file).place(span.range().start),
        Place::File(name) => name.clone(),
    };
    let severity = language.translate(diagnostic.severity.as_str());
    format!(
        "{place}: {severity}[{}]: {}\n",
        diagnostic.code,
        diagnostic.message.text(language)
    )
}

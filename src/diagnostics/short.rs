//! Messages for editors and `grep`: one line each, `file:line:column: severity[code]: headline`.

use super::{Diagnostic, Place};
use crate::source::Sources;

/// Writes one message as one line.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = match &diagnostic.place {
        Place::Span(span) => {
            let source = sources.get(span.file);
            let at = source.line_column(span.range().start);
            format!("{}:{}:{}", source.name, at.line, at.column)
        }
        Place::File(name) => name.clone(),
    };
    let severity = diagnostic.severity.as_str();
    format!(
        "{place}: {severity}[{}]: {}\n",
        diagnostic.code, diagnostic.message
    )
}

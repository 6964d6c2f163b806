//! Messages for programs: one JSON object a line.

use serde_json::{Value, json};

use super::{Diagnostic, Language, Message, Place};
use crate::source::{Sources, Span};

/// Writes one message as one line of JSON.
///
/// Keys: `code`, `severity`, `message`, `file`; where the place is in a text also `start` and
/// `end` (`line`, `column` from 1, `offset` in bytes from 0), and where it is in a workbook `sheet`
/// and `cell` (`C7`); `path`, `label` (or null), `hints`, `related`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, language: Language) -> String {
    let text = |message: &Message| message.text(language).into_owned();
    let mut object = json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
        "message": text(&diagnostic.message),
        "label": diagnostic.label.as_ref().map(text),
        "path": diagnostic.path,
        "hints": diagnostic.hints.iter().map(text).collect::<Vec<_>>(),
    });
    match &diagnostic.place {
        Place::Span(span) => merge(&mut object, place(*span, sources)),
        Place::File(name) => object["file"] = json!(name),
    }
    let related = diagnostic.related.iter().map(|(span, words)| {
        let mut object = json!({ "message": text(words) });
        merge(&mut object, place(*span, sources));
        object
    });
    object["related"] = related.collect();
    format!("{object}\n")
}

fn place(span: Span, sources: &Sources) -> Value {
    let source = sources.get(span.file);
    if let Some(cell) = source.cell(span.range().start) {
        return json!({ "file": source.name, "sheet": source.sheet, "cell": cell });
    }
    let position = |offset: usize| {
        let at = source.line_column(offset);
        json!({ "line": at.line, "column": at.column, "offset": offset })
    };
    json!({
        "file": source.name,
        "start": position(span.range().start),
        "end": position(span.range().end),
    })
}

fn merge(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}

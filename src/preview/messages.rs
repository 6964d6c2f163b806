//! The messages about a document, as the page reads them.

use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, Language, Message, Place, Severity, say};
use crate::run::Places;
use crate::source::{Sources, Span};

/// The longest part of a line that is quoted, in letters.
const MAX_QUOTED: usize = 300;

/// What a message says, in a language.
pub(super) fn told(
    diagnostic: &Diagnostic,
    sources: &Sources,
    places: Places<'_>,
    language: Language,
) -> Value {
    let text = |message: &Message| message.text(language).into_owned();
    let (place, link, line) = match &diagnostic.place {
        Place::Span(span) => {
            let place = places.told(*span);
            (place.text, place.link, Some(line(*span, sources)))
        }
        Place::File(name) => (name.clone(), None, None),
    };
    let related = diagnostic.related.iter().map(|(span, words)| {
        let place = places.told(*span);
        json!({ "place": place.text, "message": text(words), "link": place.link })
    });
    json!({
        "severity": diagnostic.severity.as_str(),
        "code": diagnostic.code.as_str(),
        "message": text(&diagnostic.message),
        "label": diagnostic.label.as_ref().map(text),
        "path": diagnostic.path,
        "place": place,
        "link": link,
        "hints": diagnostic.hints.iter().map(text).collect::<Vec<_>>(),
        "line": line,
        "related": related.collect::<Vec<_>>(),
    })
}

/// The message that the program itself failed.
pub(super) fn bug(language: Language) -> Value {
    let message = say!("this is a bug in aktas; please report it with the document that shows it");
    json!({
        "severity": Severity::Error.as_str(),
        "code": "bug",
        "message": message.text(language),
        "label": null, "path": null, "place": null, "link": null,
        "hints": [], "line": null, "related": [],
    })
}

/// How many errors, warnings and notes there are; empty if there are none.
pub(super) fn summary(messages: &[Value], language: Language) -> String {
    let count = |severity: Severity| {
        let of_it = messages
            .iter()
            .filter(|told| told["severity"] == severity.as_str());
        of_it.count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let notes = count(Severity::Note);
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(say!("{n} {n:error|errors}", n = errors));
    }
    if warnings > 0 {
        parts.push(say!("{n} {n:warning|warnings}", n = warnings));
    }
    if notes > 0 {
        parts.push(say!("{n} {n:note|notes}", n = notes));
    }
    let parts: Vec<_> = parts.iter().map(|part| part.text(language)).collect();
    parts.join(", ")
}

/// The line that a place begins in, without what is far behind.
fn line(span: Span, sources: &Sources) -> String {
    let source = sources.get(span.file);
    let number = source.line_column(span.range().start).line;
    let line = source.line_start(number)..source.line_start(number + 1);
    let line = source.text.get(line).unwrap_or_default();
    line.trim_end().chars().take(MAX_QUOTED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_counts_what_there_is() {
        let told = |severities: &[&str]| {
            let told = severities.iter().map(|told| json!({ "severity": told }));
            summary(&told.collect::<Vec<_>>(), Language::English)
        };
        assert_eq!(told(&[]), "");
        assert_eq!(told(&["note"]), "1 note");
        let all = ["note", "error", "warning", "note", "error"];
        assert_eq!(told(&all), "2 errors, 1 warning, 2 notes");
    }
}

//! Messages for a person at a terminal: headline, quoted line, underline, hints.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place, Severity};
use crate::source::{Source, Sources, Span};

/// The widest a quoted line may be before its far ends are cut off.
const WIDTH: usize = 120;

/// Writes one message as several lines, with colours if `coloured`.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, coloured: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    match &diagnostic.place {
        Place::Span(span) => group = quote(group, diagnostic, sources, *span),
        Place::File(name) => group = group.element(Origin::path(name)),
    }
    if let Some(path) = &diagnostic.path {
        group = group.element(Level::NOTE.message(format!("at `{path}`")));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(hint));
    }
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let text = renderer.term_width(WIDTH).render(&[group]);
    let mut text = without_columns(text, diagnostic, sources);
    text.push('\n');
    text
}

/// Adds the quoted lines: those of the place itself, then those of related places.
fn quote<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    span: Span,
) -> Group<'a> {
    let source = sources.get(span.file);
    let mut snippet = quotation(source, span);
    let primary = AnnotationKind::Primary.span(visible(&source.text, span));
    snippet = snippet.annotation(primary.label(diagnostic.label.as_deref()));
    let (here, elsewhere): (Vec<_>, Vec<_>) = diagnostic
        .related
        .iter()
        .partition(|(related, _)| related.file == span.file);
    for (related, words) in here {
        let context = AnnotationKind::Context.span(visible(&source.text, *related));
        snippet = snippet.annotation(context.label(words.as_str()));
    }
    let mut group = group.element(snippet);
    for (related, words) in elsewhere {
        let other = sources.get(related.file);
        let context = AnnotationKind::Context
            .span(visible(&other.text, *related))
            .label(words.as_str());
        group = group.element(quotation(other, *related).annotation(context));
    }
    group
}

/// The quotation of a text, without what is underlined in it yet.
///
/// The renderer adds line and column to the path; [`without_columns`] takes them away from a cell.
fn quotation(source: &Source, span: Span) -> Snippet<'_, Annotation<'_>> {
    let path = match source.sheet {
        Some(_) => source.place(span.range().start),
        None => source.name.clone(),
    };
    Snippet::source(&*source.text).path(path)
}

/// The message with places in sheets as cells alone: `readers.xlsx:Readers!C7`.
fn without_columns(mut text: String, diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = match diagnostic.place {
        Place::Span(span) => Some(span),
        Place::File(_) => None,
    };
    let related = diagnostic.related.iter().map(|(span, _)| *span);
    for span in place.into_iter().chain(related) {
        let (source, start) = (sources.get(span.file), span.range().start);
        if source.sheet.is_some() {
            let (cell, at) = (source.place(start), source.line_column(start));
            text = text.replace(&format!("{cell}:{}:{}", at.line, at.column), &cell);
        }
    }
    text
}

/// The part of a span worth underlining: its first line, and at least one character if it has one.
fn visible(text: &str, span: Span) -> std::ops::Range<usize> {
    let range = span.range();
    let start = range.start.min(text.len());
    let end = range.end.min(text.len());
    let covered = text.get(start..end).unwrap_or_default();
    match covered.find('\n') {
        Some(line_end) if line_end > 0 => start..start + line_end,
        _ => start..end,
    }
}

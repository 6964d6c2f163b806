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
    let mut text = renderer.term_width(WIDTH).render(&[group]);
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
    let (mut group, mut snippet) = open(group, source, span);
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
    group = group.element(snippet);
    for (related, words) in elsewhere {
        let other = sources.get(related.file);
        let context = AnnotationKind::Context
            .span(visible(&other.text, *related))
            .label(words.as_str());
        let (opened, snippet) = open(group, other, *related);
        group = opened.element(snippet.annotation(context));
    }
    group
}

/// Starts the quotation of a text. Its name is told with the line and the column of the place,
/// for a sheet with the cell.
fn open<'a>(
    group: Group<'a>,
    source: &'a Source,
    span: Span,
) -> (Group<'a>, Snippet<'a, Annotation<'a>>) {
    let snippet = Snippet::source(&*source.text);
    if source.sheet.is_none() {
        return (group, snippet.path(&source.name));
    }
    let origin = Origin::path(source.place(span.range().start));
    (group.element(origin), snippet)
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

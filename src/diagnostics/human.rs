//! Messages for a person at a terminal: headline, quoted line, underline, hints.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Language, Message, Place, Severity, say};
use crate::source::{Source, Sources, Span};

/// The widest a quoted line may be before its far ends are cut off.
const WIDTH: usize = 120;

/// Writes one message as several lines, with colours if `coloured`.
#[must_use]
pub fn render(
    diagnostic: &Diagnostic,
    sources: &Sources,
    coloured: bool,
    language: Language,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let named = |level: Level<'static>, name| level.with_name(language.translate(name));
    let title = named(level, diagnostic.severity.as_str())
        .primary_title(diagnostic.message.text(language))
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    match &diagnostic.place {
        Place::Span(span) => group = quote(group, diagnostic, sources, *span, language),
        Place::File(name) => group = group.element(Origin::path(name)),
    }
    if let Some(path) = &diagnostic.path {
        let at = say!("at `{path}`", path);
        group = group.element(named(Level::NOTE, "note").message(at.text(language).into_owned()));
    }
    for hint in &diagnostic.hints {
        group = group.element(named(Level::HELP, "help").message(hint.text(language)));
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
    language: Language,
) -> Group<'a> {
    let text = |words: &'a Message| words.text(language);
    let (here, elsewhere): (Vec<_>, Vec<_>) = diagnostic
        .related
        .iter()
        .partition(|(related, _)| related.file == span.file);
    let others = here.iter().map(|(related, _)| *related);
    let quoted = Quoted::new(sources.get(span.file), span, others);
    let primary = AnnotationKind::Primary.span(quoted.visible(span));
    let mut snippet = quoted
        .snippet()
        .annotation(primary.label(diagnostic.label.as_ref().map(text)));
    for (related, words) in here {
        let context = AnnotationKind::Context.span(quoted.visible(*related));
        snippet = snippet.annotation(context.label(text(words)));
    }
    let mut group = group.element(snippet);
    for (related, words) in elsewhere {
        let quoted = Quoted::new(sources.get(related.file), *related, []);
        let context = AnnotationKind::Context
            .span(quoted.visible(*related))
            .label(text(words));
        group = group.element(quoted.snippet().annotation(context));
    }
    group
}

/// The lines of a file that a message needs. The renderer looks at every line that it is given,
/// and a file may have fifty thousand lines and as many messages.
struct Quoted<'a> {
    source: &'a Source,
    /// The number of the first line, from 1.
    line: usize,
    range: Range<usize>,
    /// The name of the file; in a sheet, the cell of the first place.
    path: String,
}

impl<'a> Quoted<'a> {
    /// The lines from the first of some places to the last; what the message is about is `at`.
    fn new(source: &'a Source, at: Span, others: impl IntoIterator<Item = Span>) -> Self {
        let (mut first, mut last) = (source.text.len(), 0);
        for place in std::iter::once(at).chain(others) {
            let visible = visible(&source.text, place);
            first = first.min(visible.start);
            last = last.max(visible.end);
        }
        let mut line = source.line_column(first).line;
        if line > 1 && source.line_start(line) == source.text.len() {
            // After the last line there is nothing to quote.
            line -= 1;
        }
        let end = source.line_start(source.line_column(last).line + 1);
        Self {
            source,
            line,
            range: source.line_start(line)..end,
            path: match source.sheet {
                Some(_) => source.place(at.range().start),
                None => source.name.clone(),
            },
        }
    }

    /// The quotation, without what is underlined in it yet.
    ///
    /// The renderer adds line and column to the path; [`without_columns`] takes them away from a
    /// cell.
    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        let text = self.source.text.get(self.range.clone()).unwrap_or_default();
        Snippet::source(text)
            .line_start(self.line)
            .path(self.path.clone())
    }

    /// What is underlined of a place, counted in the quoted lines.
    fn visible(&self, span: Span) -> Range<usize> {
        let Range { start, end } = visible(&self.source.text, span);
        let from = self.range.start;
        start.saturating_sub(from)..end.saturating_sub(from)
    }
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
fn visible(text: &str, span: Span) -> Range<usize> {
    let range = span.range();
    let start = range.start.min(text.len());
    let end = range.end.min(text.len());
    let covered = text.get(start..end).unwrap_or_default();
    match covered.find('\n') {
        Some(line_end) if line_end > 0 => start..start + line_end,
        _ => start..end,
    }
}

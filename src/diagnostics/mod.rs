//! Messages about the user's input, as data.
//!
//! A stage makes a [`Diagnostic`] and pushes it into a [`Sink`]; it goes on, so that one run
//! tells everything. Nothing is printed here: [`human`], [`short`] and [`json`] turn messages
//! into text, and `cli` decides where the text goes.
//!
//! How much a message weighs: a fault is always an error. A check (a [`Code`] with a level) weighs
//! what the document says under `checks`, else what its kind says in `checks.yaml`, else what is
//! built in; [`Sink::push`] sees to it.

mod codes;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
mod levels;
mod message;
mod said;
pub mod short;
mod unreadable;

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::source::{FileId, LineColumn, Sources, Span};

pub use codes::Code;
pub use levels::{Level, Levels, NoCheck};
pub(crate) use message::say;
pub use message::{Language, Message, entries};
pub use said::{Count, Said, day};

/// How much a message weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No document is written.
    Error,
    /// The document is written; the author should look.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word shown to the user.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Where a message points: into a text, or at a file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A range of a text.
    Span(Span),
    /// A file that has no text, because it could not be read or written.
    File(String),
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

/// One message about the user's input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[must_use = "a diagnostic that is not pushed into a sink is lost"]
pub struct Diagnostic {
    /// Which rule was broken.
    pub code: Code,
    /// Whether the document can still be written.
    pub severity: Severity,
    /// One line that can stand alone, in lower case and without a full stop.
    pub message: Message,
    /// What the message is about.
    pub place: Place,
    /// A few words drawn under the place, such as `found text`.
    pub label: Option<Message>,
    /// The path of the value in the document, such as `sections[1].goals[0].goal`.
    pub path: Option<String>,
    /// Other places that explain the first, each with its own few words.
    pub related: Vec<(Span, Message)>,
    /// What the user can do, one action each. Empty if there is no sure advice.
    pub hints: Vec<Message>,
    /// The part of the place that is meant, for a stage that knows it only by its letters.
    pub part: Option<String>,
}

impl Diagnostic {
    /// Makes an error: with it, no document is written.
    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<Message>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: place.into(),
            label: None,
            path: None,
            related: Vec::new(),
            hints: Vec::new(),
            part: None,
        }
    }

    /// Makes a message about a check, with its built-in weight.
    pub fn check(code: Code, place: impl Into<Place>, message: impl Into<Message>) -> Self {
        let severity = code.level().and_then(Level::severity);
        Self {
            severity: severity.unwrap_or(Severity::Error),
            ..Self::error(code, place, message)
        }
    }

    /// Makes a warning: the document is written all the same.
    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, message)
        }
    }

    /// Makes an error about a file as a whole.
    pub fn file(code: Code, file: impl Into<String>, message: impl Into<Message>) -> Self {
        Self::error(code, Place::File(file.into()), message)
    }

    /// The name of the file that the message is about.
    #[must_use]
    pub fn file_name<'a>(&'a self, sources: &'a Sources) -> &'a str {
        match &self.place {
            Place::Span(span) => &sources.get(span.file).name,
            Place::File(name) => name,
        }
    }

    /// Where the place begins and ends, if it is in a text with lines: a workbook has cells.
    fn lines(&self, sources: &Sources) -> Option<[LineColumn; 2]> {
        let Place::Span(span) = self.place else {
            return None;
        };
        let source = sources.get(span.file);
        let ends = [span.range().start, span.range().end];
        source
            .sheet
            .is_none()
            .then(|| ends.map(|at| source.line_column(at)))
    }

    /// The message in a line; where the place is in a workbook, with the cell before it.
    fn headline(&self, sources: &Sources, language: Language) -> String {
        let message = self.message.text(language);
        let cell = match self.place {
            Place::Span(span) => {
                let source = sources.get(span.file);
                let cell = source.cell(span.range().start);
                source.sheet.as_ref().zip(cell)
            }
            Place::File(_) => None,
        };
        match cell {
            Some((sheet, cell)) => format!("{sheet}!{cell}: {message}"),
            None => message.into_owned(),
        }
    }

    /// Adds the few words that are drawn under the place.
    pub fn label(mut self, label: impl Into<Message>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds the path of the value in the document; the empty path of the whole is left out.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into()).filter(|path| !path.is_empty());
        self
    }

    /// Adds another place that explains the first.
    pub fn related(mut self, span: Span, words: impl Into<Message>) -> Self {
        self.related.push((span, words.into()));
        self
    }

    /// Adds what the user can do: one action, in the imperative.
    pub fn hint(mut self, hint: impl Into<Message>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Narrows the place to where it first has these letters, if it has them as they are.
    pub fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }

    /// Finds the part of the place that is meant.
    fn narrow(&mut self, sources: &Sources) {
        if let (Place::Span(span), Some(part)) = (&mut self.place, self.part.take())
            && let Some(at) = sources.slice(*span).find(&part)
        {
            let start = span.range().start + at;
            *span = Span::new(span.file, start..start + part.len());
        }
    }

    /// Adds a hint if there is one.
    pub fn maybe_hint(self, hint: Option<impl Into<Message>>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
}

/// Collects the messages of a run.
///
/// A table of fifty thousand rows can have as many faults, so that neither taking a message nor
/// asking for one looks at all the others.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    /// The first message of each digest: of two that are equal, one is enough.
    known: HashMap<u64, usize>,
    /// The places of the errors by file and first byte, with the first byte after the shortest.
    errors: BTreeMap<(FileId, u32), u32>,
    levels: Levels,
    pedantic: bool,
    /// The codes whose warnings forbid what is to be done.
    forbidden: Vec<Code>,
}

impl Sink {
    /// Makes a sink that also takes what an author need not know: what is put right without them
    /// ([`Code::Typography`]), and what only paper shows ([`Code::CoarsePicture`]).
    #[must_use]
    pub fn pedantic(yes: bool) -> Self {
        Self {
            pedantic: yes,
            ..Self::default()
        }
    }

    /// Says how much each check weighs from now on.
    pub fn set_levels(&mut self, levels: Levels) {
        self.levels = levels;
    }

    /// Has messages of a code be errors from now on: a document that leaves something open may be
    /// written, but not approved.
    pub fn forbid(&mut self, code: Code) {
        self.forbidden.push(code);
    }

    /// Whether a message of this code would be taken: what it needs can be left undone if not.
    #[must_use]
    pub fn takes(&self, code: Code) -> bool {
        let is_pedantic = matches!(code, Code::Typography | Code::CoarsePicture);
        let wanted = self.pedantic || !is_pedantic;
        wanted && self.levels.of(code) != Some(Level::Off)
    }

    /// Takes a message, a check with the weight that it has here; one that is already there is
    /// not taken twice.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if !self.takes(diagnostic.code) {
            return;
        }
        if let Some(severity) = self.levels.of(diagnostic.code).and_then(Level::severity) {
            diagnostic.severity = severity;
        }
        if self.forbidden.contains(&diagnostic.code) {
            diagnostic.severity = Severity::Error;
        }
        // The hasher without a key, so that every run does the same.
        let digest = BuildHasherDefault::<DefaultHasher>::default().hash_one(&diagnostic);
        let first = *self.known.entry(digest).or_insert(self.diagnostics.len());
        match self.diagnostics.get(first) {
            Some(first) if *first == diagnostic => return,
            // Two digests meet by chance, once in a long time.
            Some(_) if self.diagnostics.contains(&diagnostic) => return,
            _ => {}
        }
        if let (Severity::Error, Place::Span(span)) = (diagnostic.severity, &diagnostic.place) {
            let end = self.errors.entry((span.file, span.start));
            let end = end.or_insert(span.end);
            *end = span.end.min(*end);
        }
        self.diagnostics.push(diagnostic);
    }

    /// Takes all messages of another sink.
    pub fn extend(&mut self, other: Self) {
        other
            .diagnostics
            .into_iter()
            .for_each(|diagnostic| self.push(diagnostic));
    }

    /// Whether a message forbids writing the document.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether an error was told at a place inside this one: what depends on it can be silent.
    #[must_use]
    pub fn has_error_in(&self, span: Span) -> bool {
        let starts = (span.file, span.start)..=(span.file, span.end.max(span.start));
        self.errors
            .range(starts)
            .any(|(_, shortest)| *shortest <= span.end)
    }

    /// The messages sorted by file name, place, severity and code: the same on every run.
    #[must_use]
    pub fn into_sorted(mut self, sources: &Sources) -> Vec<Diagnostic> {
        for diagnostic in &mut self.diagnostics {
            diagnostic.narrow(sources);
        }
        self.diagnostics.sort_by_cached_key(|diagnostic| {
            let (name, start) = match &diagnostic.place {
                Place::Span(span) => (sources.get(span.file).name.clone(), span.start),
                Place::File(name) => (name.clone(), 0),
            };
            (
                name,
                start,
                diagnostic.severity,
                diagnostic.code,
                diagnostic.message.to_string(),
            )
        });
        self.diagnostics
    }
}

/// The known name that the user most likely meant by `found`, if one is near enough.
///
/// One change is allowed for every three letters, and at least one: `mesures` is near
/// `measures`, `goal` is not near `text`.
#[must_use]
pub fn did_you_mean<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = found.to_lowercase();
    let allowed = (found.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_taken_once_and_an_error_is_found_in_what_holds_it() {
        let file = Sources::default().add("report.yaml", "");
        let span = |range| Span::new(file, range);
        let error = |range| Diagnostic::error(Code::WrongType, span(range), "wrong");
        let mut levels = Levels::default();
        levels.set(Code::StaleYear, Level::Error);
        levels.set(Code::SelfComparison, Level::Off);
        let mut sink = Sink::pedantic(true);
        sink.set_levels(levels);
        for _ in 0..2 {
            sink.push(error(10..20));
            sink.push(error(10..14));
            sink.push(Diagnostic::warning(Code::Typography, span(2..4), "odd"));
            sink.push(Diagnostic::warning(Code::StaleYear, span(40..44), "raised"));
            sink.push(Diagnostic::error(Code::SelfComparison, span(50..54), "off"));
        }
        assert_eq!(sink.diagnostics.len(), 4);
        for (inside, range) in [
            (true, 10..14),
            (true, 0..30),
            (true, 5..15),
            (false, 0..13),
            (false, 11..30),
            (false, 0..6),
            (true, 35..60),
            (false, 45..60),
        ] {
            assert_eq!(sink.has_error_in(span(range.clone())), inside, "{range:?}");
        }
    }
}

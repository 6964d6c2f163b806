//! Messages about the user's input, as data.
//!
//! A stage makes a [`Diagnostic`] and pushes it into a [`Sink`]; it goes on, so that one run
//! tells everything. Nothing is printed here: [`human`], [`short`] and [`json`] turn messages
//! into text, and `cli` decides where the text goes.

pub mod human;
pub mod json;
pub mod short;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::source::{FileId, Sources, Span};

/// Which rule was broken. Stable: tests, the manual and scripts rely on the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A file cannot be read: missing, a directory, no right, too large, not UTF-8.
    UnreadableFile,
    /// The YAML itself cannot be read.
    InvalidYaml,
    /// A mapping has the same key twice.
    DuplicateKey,
    /// The YAML uses something that a document has no use for: tags, several documents, merges.
    UnsupportedYaml,
    /// The document says a kind that does not exist, or none.
    UnknownKind,
    /// A key that the schema does not know at this place.
    UnknownKey,
    /// A key that the schema requires is not there.
    MissingKey,
    /// A value of another shape than the schema wants: text for a list, words for a number.
    WrongType,
    /// A value of the right shape that the schema does not allow.
    InvalidValue,
    /// A list or a text that must not be empty is.
    EmptyValue,
    /// A list where no item may stand twice has one twice.
    DuplicateItem,
    /// Two parts of the document have the same `id`.
    DuplicateId,
    /// A reference to somebody who is not in `people`, or to an id that no part has.
    UnknownReference,
    /// A date that the calendar does not have, or a term that cannot be read.
    InvalidDate,
    /// A term outside the period of the document.
    OutsidePeriod,
    /// Markdown that a document has no place for, such as raw HTML or a heading in a cell.
    UnsupportedMarkdown,
    /// A figure cannot be computed: an operand is missing, or the divisor is zero.
    Uncomputable,
    /// A formula names a figure, column, row or table that is not there.
    UnknownName,
    /// A formula of the document cannot be read.
    InvalidFormula,
    /// A figure depends on itself.
    CircularFormula,
    /// A formula divides by zero.
    DivisionByZero,
    /// A stated total is not the sum of its parts.
    WrongTotal,
    /// A stated indicator, share or change is not what its formula gives.
    WrongFigure,
    /// A part ("of which") is larger than its whole, or shares come to more than 100 %.
    PartExceedsWhole,
    /// The size of the amounts does not fit their unit, as euros under „tūkst. Eur“.
    UnitMagnitude,
    /// Two figures that the document relates do not agree, as income and expenses.
    Unbalanced,
    /// A cell that must have a value has none.
    EmptyCell,
    /// A table whose columns, rows and cells do not fit together.
    InvalidTable,
    /// A chart of values that it cannot show.
    InvalidChart,
    /// A data file that does not have what the table wants from it.
    InvalidData,
    /// A picture that cannot be shown: another format, broken, too large.
    InvalidPicture,
    /// The path of a file leads out of the folder of the document.
    OutsideProject,
    /// A text speaks of another year than the document is for.
    StaleYear,
    /// A text compares the year of the document with itself.
    SelfComparison,
    /// Typography that is put right in the output: quotes, dashes, spaces.
    Typography,
    /// The ledger of approvals cannot be understood, or contradicts the document.
    InvalidLedger,
    /// A document was approved, and has changed since.
    StaleApproval,
    /// An approval was given before the one that must precede it.
    ApprovalOrder,
    /// A file of the kind (schema, labels, style) is wrong.
    InvalidKind,
    /// The template cannot be read or rendered.
    TemplateError,
    /// The markup that a template writes is not of our vocabulary.
    InvalidMarkup,
    /// A sign that no bundled font has.
    MissingGlyph,
    /// A file cannot be written.
    UnwritableFile,
    /// Two documents would be written to the same file.
    OutputClash,
}

impl Code {
    /// The stable word for the rule, as `unknown-key`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable-file",
            Self::InvalidYaml => "invalid-yaml",
            Self::DuplicateKey => "duplicate-key",
            Self::UnsupportedYaml => "unsupported-yaml",
            Self::UnknownKind => "unknown-kind",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::WrongType => "wrong-type",
            Self::InvalidValue => "invalid-value",
            Self::EmptyValue => "empty-value",
            Self::DuplicateItem => "duplicate-item",
            Self::DuplicateId => "duplicate-id",
            Self::UnknownReference => "unknown-reference",
            Self::InvalidDate => "invalid-date",
            Self::OutsidePeriod => "outside-period",
            Self::UnsupportedMarkdown => "unsupported-markdown",
            Self::Uncomputable => "uncomputable",
            Self::UnknownName => "unknown-name",
            Self::InvalidFormula => "invalid-formula",
            Self::CircularFormula => "circular-formula",
            Self::DivisionByZero => "division-by-zero",
            Self::WrongTotal => "wrong-total",
            Self::WrongFigure => "wrong-figure",
            Self::PartExceedsWhole => "part-exceeds-whole",
            Self::UnitMagnitude => "unit-magnitude",
            Self::Unbalanced => "unbalanced",
            Self::EmptyCell => "empty-cell",
            Self::InvalidTable => "invalid-table",
            Self::InvalidChart => "invalid-chart",
            Self::InvalidData => "invalid-data",
            Self::InvalidPicture => "invalid-picture",
            Self::OutsideProject => "outside-project",
            Self::StaleYear => "stale-year",
            Self::SelfComparison => "self-comparison",
            Self::Typography => "typography",
            Self::InvalidLedger => "invalid-ledger",
            Self::StaleApproval => "stale-approval",
            Self::ApprovalOrder => "approval-order",
            Self::InvalidKind => "invalid-kind",
            Self::TemplateError => "template-error",
            Self::InvalidMarkup => "invalid-markup",
            Self::MissingGlyph => "missing-glyph",
            Self::UnwritableFile => "unwritable-file",
            Self::OutputClash => "output-clash",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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
    pub message: String,
    /// What the message is about.
    pub place: Place,
    /// A few words drawn under the place, such as `found text`.
    pub label: Option<String>,
    /// The path of the value in the document, such as `sections[1].goals[0].goal`.
    pub path: Option<String>,
    /// Other places that explain the first, each with its own few words.
    pub related: Vec<(Span, String)>,
    /// What the user can do, one action each. Empty if there is no sure advice.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Makes an error: with it, no document is written.
    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: place.into(),
            label: None,
            path: None,
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Makes a warning: the document is written all the same.
    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, message)
        }
    }

    /// Makes an error about a file as a whole.
    pub fn file(code: Code, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::error(code, Place::File(file.into()), message)
    }

    /// Adds the few words that are drawn under the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds the path of the value in the document; the empty path of the whole is left out.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into()).filter(|path| !path.is_empty());
        self
    }

    /// Adds another place that explains the first.
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }

    /// Adds what the user can do: one action, in the imperative.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
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
}

impl Sink {
    /// Takes a message; one that is already there is not taken twice.
    pub fn push(&mut self, diagnostic: Diagnostic) {
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
                diagnostic.message.clone(),
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
        let mut sink = Sink::default();
        for _ in 0..2 {
            sink.push(error(10..20));
            sink.push(error(10..14));
            sink.push(Diagnostic::warning(Code::Typography, span(2..4), "odd"));
        }
        assert_eq!(sink.diagnostics.len(), 3);
        for (inside, range) in [
            (true, 10..14),
            (true, 0..30),
            (true, 5..15),
            (false, 0..13),
            (false, 11..30),
            (false, 0..6),
        ] {
            assert_eq!(sink.has_error_in(span(range.clone())), inside, "{range:?}");
        }
    }
}

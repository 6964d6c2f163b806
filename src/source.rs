//! Files as texts with places.
//!
//! Every file that takes part in a run (content, ledgers, kinds) is added to one [`Sources`].
//! A [`Span`] is a file and a byte range in it; it travels with each value from the first byte
//! to the last message, and becomes a line and a column only when it is shown.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Which file of a [`Sources`] a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Makes a span of the bytes in `range`.
    ///
    /// Files are refused at [`MAX_BYTES`], so that offsets always fit.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self {
            file,
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    /// The byte range within its file.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span in few letters, for carrying it through markup; [`Span::from_token`] reads it.
    #[must_use]
    pub fn token(self) -> String {
        format!("{}.{}.{}", self.file.0, self.start, self.end)
    }

    /// Reads what [`Span::token`] wrote.
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        let mut numbers = token.split('.').map(|number| number.parse().ok());
        let span = Self {
            file: FileId(numbers.next()??),
            start: numbers.next()??,
            end: numbers.next()??,
        };
        numbers.next().is_none().then_some(span)
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub fn start(self) -> Self {
        Self {
            end: self.start,
            ..self
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.0, self.start, self.end)
    }
}

/// The largest file that is read, in bytes.
///
/// A plan with 50,000 rows has about 15 MB; more than this is a mistake, and is met with a
/// message instead of minutes of work.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// One file: the name shown to the user, and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user would write it.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    line_starts: Vec<u32>,
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    fn new(name: String, text: Arc<str>) -> Self {
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|(_, b)| *b == b'\n')
                    .map(|(i, _)| i as u32 + 1),
            )
            .collect();
        Self {
            name,
            text,
            line_starts,
        }
    }

    /// The line and column of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let line = self
            .line_starts
            .partition_point(|start| *start as usize <= offset)
            - 1;
        let start = self.line_starts[line] as usize;
        let before = self.text.get(start..offset).unwrap_or_default();
        LineColumn {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }

    /// The byte offset at which a line (from 1) starts; the end of the text for a line past it.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1));
        start.map_or(self.text.len(), |start| *start as usize)
    }
}

/// The files of one run.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its identity.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.files.push(Source::new(name.into(), text.into()));
        FileId(self.files.len() as u32 - 1)
    }

    /// The file with this identity.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The text a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .text
            .get(span.range())
            .unwrap_or_default()
    }
}

//! Files as texts with places.
//!
//! Every file that takes part in a run (content, ledgers, kinds) is added to one [`Sources`].
//! A [`Span`] is a file and a byte range in it; it travels with each value from the first byte
//! to the last message, and becomes a line and a column only when it is shown.

use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
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
///
/// A sheet of a workbook is a file too. Its text is a rendition: a line for each row from the
/// first, a tab between cells, no tab or line end inside one. Places in it are told as cells.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user would write it.
    pub name: String,
    /// The name of the sheet, if this is one.
    pub sheet: Option<String>,
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
    fn new(name: String, sheet: Option<String>, text: Arc<str>) -> Self {
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
            sheet,
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

    /// The cell of a byte offset, such as `C7`; `None` if this is no sheet.
    #[must_use]
    pub fn cell(&self, offset: usize) -> Option<String> {
        self.sheet.as_ref()?;
        let offset = offset.min(self.text.len());
        let line = self.line_column(offset).line;
        let before = self.text.get(self.line_start(line)..offset)?;
        let column = before.bytes().filter(|byte| *byte == b'\t').count() + 1;
        Some(format!("{}{line}", column_letters(column)))
    }

    /// Where a byte offset is, as a person would look for it: `plan.yaml:3:9`, or
    /// `readers.xlsx:Readers!C7` in a sheet.
    #[must_use]
    pub fn place(&self, offset: usize) -> String {
        match (&self.sheet, self.cell(offset)) {
            (Some(sheet), Some(cell)) => format!("{}:{sheet}!{cell}", self.name),
            _ => {
                let at = self.line_column(offset);
                format!("{}:{}:{}", self.name, at.line, at.column)
            }
        }
    }

    /// The byte offset at which a line (from 1) starts; the end of the text for a line past it.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1));
        start.map_or(self.text.len(), |start| *start as usize)
    }
}

/// The letters of a column of a sheet, counted from 1: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|byte| char::from(*byte)).collect()
}

/// The files of one run.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its identity.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(Source::new(name.into(), None, text.into()))
    }

    /// Adds the rendition of a sheet of a workbook and returns its identity.
    pub fn add_sheet(
        &mut self,
        name: impl Into<String>,
        sheet: impl Into<String>,
        text: impl Into<Arc<str>>,
    ) -> FileId {
        self.push(Source::new(name.into(), Some(sheet.into()), text.into()))
    }

    fn push(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(self.files.len() as u32 - 1)
    }

    /// Gives the files below a folder other names: `name` stands for the path of the folder and the
    /// `/` after it. What was unpacked for a moment is told as where it came from.
    pub fn rename(&mut self, folder: &str, name: &str) {
        for source in &mut self.files {
            if let Some(rest) = source.name.strip_prefix(folder)
                && let Some(rest) = rest.strip_prefix('/')
            {
                source.name = format!("{name}{rest}");
            }
        }
    }

    /// The file with this identity.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The names of the files; of a workbook, one for each of its sheets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|source| source.name.as_str())
    }

    /// The place of words in a span, at byte `from` of it or after: however they are spaced and
    /// broken into lines, and if their quotation marks are escaped.
    #[must_use]
    pub fn find(&self, words: &str, span: Span, from: usize) -> Option<Span> {
        let (text, start) = (self.slice(span), span.range().start);
        let mut places = text.char_indices().filter(|(at, _)| *at >= from);
        let found = places.find_map(|(at, _)| Some((start + at, length_of(words, &text[at..])?)));
        found.map(|(start, length)| Span::new(span.file, start..start + length))
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

/// How long words are at the start of a text, if they stand there; see [`Sources::find`].
fn length_of(words: &str, text: &str) -> Option<usize> {
    let (mut wanted, mut rest) = (words, text);
    while let Some(sign) = wanted.chars().next() {
        if sign.is_whitespace() {
            let after = rest.trim_start();
            if after.len() == rest.len() {
                return None;
            }
            (wanted, rest) = (wanted.trim_start(), after);
        } else {
            let escaped = sign == '"' && rest.starts_with("\\\"");
            rest = rest[usize::from(escaped)..].strip_prefix(sign)?;
            wanted = &wanted[sign.len_utf8()..];
        }
    }
    Some(text.len() - rest.len())
}

/// Why a file cannot be read; `diagnostics` has the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not there.
    Missing,
    /// It may not be read.
    NoRight,
    /// It is a folder.
    Folder,
    /// It is neither a file nor a folder, but a device or the like.
    NotOrdinary,
    /// It has so many bytes, more than [`MAX_BYTES`].
    TooLarge(u64),
    /// It has bytes in this line, from 1, that are not UTF-8.
    NotUtf8 {
        /// The line.
        line: usize,
    },
    /// What the system says of any other fault.
    Other(String),
}

/// Reads a file as text.
///
/// # Errors
///
/// Says why the file cannot be read: it is not there, is a folder, may not be read, is larger
/// than [`MAX_BYTES`], or is not UTF-8.
pub fn read(path: &Path) -> Result<String, Unreadable> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(Unreadable::Folder);
    }
    if !metadata.is_file() {
        return Err(Unreadable::NotOrdinary);
    }
    if metadata.len() > MAX_BYTES as u64 {
        return Err(Unreadable::TooLarge(metadata.len()));
    }
    decode(fs::read(path)?)
}

/// The text that the bytes of a file are.
///
/// # Errors
///
/// Says in which line the bytes are not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let lines = error.as_bytes()[..valid].iter();
        let line = lines.filter(|byte| **byte == b'\n').count() + 1;
        Unreadable::NotUtf8 { line }
    })
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::NoRight,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Other(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let letters = [1, 26, 27, 52, 702, 703, 16384].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn a_place_in_a_sheet_is_a_cell() {
        let mut sources = Sources::default();
        let file = sources.add_sheet("data/a.xlsx", "Ąžuolai", "\n\tąž\t1\n\n2");
        let source = sources.get(file);
        let places = [1, 2, 4, 7, 10].map(|offset| source.cell(offset).unwrap_or_default());
        assert_eq!(places, ["A2", "B2", "B2", "C2", "A4"]);
        assert_eq!(source.place(7), "data/a.xlsx:Ąžuolai!C2");
        let file = sources.add("plan.yaml", "a\nąb");
        assert_eq!(sources.get(file).place(4), "plan.yaml:2:2");
    }
}

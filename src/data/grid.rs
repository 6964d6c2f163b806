//! What a sheet or a CSV file holds: rows of cells, each with its place.

use std::ops::Range;

use crate::source::{FileId, Sources, Span};

/// The most rows that are read; a sheet has no more.
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// The most columns that are read. A cell farther to the right stands there by mistake.
pub(super) const MAX_COLUMNS: u32 = 1_000;
/// The most cells with something in them that are read.
pub(super) const MAX_CELLS: usize = 5_000_000;

/// The rows of a sheet or of a CSV file that have cells.
#[derive(Debug)]
pub(super) struct Grid {
    /// The text that the places are in.
    pub(super) file: FileId,
    /// The rows in order.
    pub(super) rows: Vec<Row>,
    /// The cells of all rows, in order.
    pub(super) cells: Vec<Cell>,
    /// Whether every row must have as many cells as the headings: in CSV, a row with another
    /// number has lost or gained a separator.
    pub(super) even: bool,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    /// The number that a spreadsheet program shows for it, from 1.
    pub(super) number: u32,
    /// The whole row.
    pub(super) span: Span,
    /// Which of the cells stand in it.
    pub(super) cells: Range<usize>,
}

/// A cell.
#[derive(Debug)]
pub(super) struct Cell {
    /// The number of its column, from 1.
    pub(super) column: u32,
    /// Where it stands.
    pub(super) span: Span,
    /// The text, if it is not what the span covers.
    pub(super) text: Option<Box<str>>,
    /// Why it has no value.
    pub(super) fault: Option<Fault>,
}

/// Why a cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The spreadsheet program could not compute it: `#REF!`.
    Error,
    /// A formula that nobody has computed.
    Formula,
}

impl Grid {
    /// The cells of a row.
    pub(super) fn cells(&self, row: &Row) -> &[Cell] {
        &self.cells[row.cells.clone()]
    }

    /// The row of this number, unless it has no cells.
    pub(super) fn row(&self, number: u32) -> Option<&Row> {
        let index = self.rows.binary_search_by_key(&number, |row| row.number);
        self.rows.get(index.ok()?)
    }

    /// The cell of a row in a column, if it has one there.
    pub(super) fn cell(&self, row: &Row, column: u32) -> Option<&Cell> {
        let cells = self.cells(row);
        let index = cells.binary_search_by_key(&column, |cell| cell.column);
        cells.get(index.ok()?)
    }

    /// Where a cell without anything in it stands: in the rendition of a sheet, after its tab.
    pub(super) fn place(&self, row: &Row, column: u32, sources: &Sources) -> Span {
        let tabs = sources.slice(row.span).match_indices('\t');
        let before = match column {
            1 => Some(0),
            _ => tabs.map(|(at, _)| at + 1).nth(column as usize - 2),
        };
        let at = row.span.range().start + before.unwrap_or(0);
        Span::new(self.file, at..at)
    }

    /// The number of the last column that has a cell.
    pub(super) fn width(&self) -> u32 {
        let columns = self.cells.iter().map(|cell| cell.column);
        columns.max().unwrap_or(0)
    }
}

impl Cell {
    /// The characters in it.
    pub(super) fn text<'a>(&'a self, sources: &'a Sources) -> &'a str {
        self.text
            .as_deref()
            .unwrap_or_else(|| sources.slice(self.span))
    }
}

/// A text in one line: what a cell can hold, but neither a table nor the rendition of a sheet.
pub(super) fn flat(text: &str) -> String {
    text.trim()
        .replace("\r\n", " ")
        .replace(['\n', '\r', '\t'], " ")
}

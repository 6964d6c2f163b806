//! Which header cells the cells of a table have.
//!
//! The rules are those of the HTML Standard (4.9.12.2, "Forming relationships between data cells
//! and header cells"), which say for HTML what ISO 32000-1, 14.8.5.7 leaves to the maker of a PDF:
//! a cell has the headers of its columns above it, those of its rows at its left, and those of the
//! group of rows it stands in. A header is hidden by one of the same columns (or rows) that stands
//! nearer, when other cells are between the two.
//!
//! Two rules are our own. A header of rows heads no columns, so it has none of theirs, wide as it
//! may be. And a cell has at most [`DEEPEST`] headers from each column and row, so that the work
//! and the memory grow with the table and not with its square.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use super::{Cell, Part, Row, Scope, Slot, Table};

/// How many headers a cell takes from one column, or from one row: more than anyone writes.
const DEEPEST: usize = 16;

/// A cell by its place in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAt {
    /// The row in which it starts, counted over all parts from 0.
    pub row: usize,
    /// Its index in that row.
    pub cell: usize,
}

impl Table {
    /// Whether the scopes of its header cells do not tell at once which cells they head: there is
    /// more than one row or column of them, or there are groups of rows.
    #[must_use]
    pub fn has_layered_headers(&self) -> bool {
        let is_below = |cell: &Cell| {
            matches!(
                cell.scope,
                Some(Scope::Column | Scope::ColumnGroup | Scope::RowGroup)
            )
        };
        let is_layered = |row: &Row| {
            let mut beside = row.cells.iter().filter(|cell| cell.is_row_header());
            let first = beside.next();
            first.is_some_and(|cell| cell.rows > 1) || beside.next().is_some()
        };
        self.head.len() > 1
            || self.rows().any(|(_, row)| is_layered(row))
            || (self.body.iter().chain(&self.foot)).any(|row| row.cells.iter().any(is_below))
    }

    /// Tells `tell` of every cell that has header cells which they are: those of its rows, then
    /// those of its columns, then that of the group of its row, each sort with the nearest first.
    ///
    /// `grid` is that of [`Table::grid`].
    pub fn headers(&self, grid: &[Vec<Slot>], mut tell: impl FnMut(CellAt, &[CellAt])) {
        let rows: Vec<(Part, &Row)> = self.rows().collect();
        let mut finder = Finder {
            rows: &rows,
            grid,
            columns: vec![Sight::default(); self.columns],
            group: Vec::new(),
            found: Vec::new(),
        };
        for row in 0..rows.len().min(grid.len()) {
            finder.enter(row);
            finder.tell_row(row, &mut tell);
            finder.leave(row);
        }
    }
}

impl Cell {
    fn is_row_header(&self) -> bool {
        self.scope == Some(Scope::Row)
    }

    fn is_column_header(&self) -> bool {
        matches!(self.scope, Some(Scope::Column | Scope::ColumnGroup))
    }
}

/// A header as it is met on the way along a column or a row.
#[derive(Debug, Clone, Copy)]
struct Header {
    at: CellAt,
    /// The row at which it is met in a column, the column in a row.
    place: usize,
    /// What it covers across the way: its first column and how many they are, or its rows.
    extent: (usize, usize),
}

/// The headers that the next cell of a column, or of a row, has.
#[derive(Debug, Clone, Default)]
struct Sight {
    headers: Vec<Header>,
    /// How many of them stand before the last headers in a row.
    before: usize,
    /// Whether the last cell was a header.
    is_open: bool,
}

impl Sight {
    fn pass_header(&mut self, header: Header) {
        if !self.is_open {
            self.is_open = true;
            self.before = self.headers.len();
        }
        let before = self.before;
        let mut index = 0;
        self.headers.retain(|other| {
            let is_hidden = index < before && other.extent == header.extent;
            index += 1;
            self.before -= usize::from(is_hidden);
            !is_hidden
        });
        if self.headers.len() == DEEPEST {
            self.headers.remove(0);
            self.before = self.before.saturating_sub(1);
        }
        self.headers.push(header);
    }

    fn pass_other(&mut self) {
        self.is_open = false;
    }
}

struct Finder<'t> {
    rows: &'t [(Part, &'t Row)],
    grid: &'t [Vec<Slot>],
    /// What is seen above in every column.
    columns: Vec<Sight>,
    /// The headers of the group of rows, with their columns.
    group: Vec<(CellAt, usize)>,
    found: Vec<Header>,
}

impl Finder<'_> {
    fn cell(&self, at: CellAt) -> &Cell {
        &self.rows[at.row].1.cells[at.cell]
    }

    /// A group ends where the next begins, and with its part of the table.
    fn enter(&mut self, row: usize) {
        let (part, content) = self.rows[row];
        let begins_part = row == 0 || self.rows[row - 1].0 != part;
        let is_group = |cell: &Cell| cell.scope == Some(Scope::RowGroup);
        let begins_group = content.cells.iter().any(is_group);
        if begins_part || begins_group {
            self.group.clear();
        }
        if !begins_group {
            return;
        }
        for (column, slot) in self.grid[row].iter().enumerate() {
            let Slot::Starts(cell) = *slot else { continue };
            if is_group(&content.cells[cell]) && says_something(&content.cells[cell]) {
                self.group.push((CellAt { row, cell }, column));
            }
        }
    }

    fn tell_row(&mut self, row: usize, tell: &mut impl FnMut(CellAt, &[CellAt])) {
        let mut left = Sight::default();
        let mut headers = Vec::new();
        for (column, slot) in self.grid[row].iter().enumerate() {
            if let Slot::Starts(cell) = *slot {
                let at = CellAt { row, cell };
                headers.clear();
                self.headers_of(at, column, &left, &mut headers);
                if !headers.is_empty() {
                    tell(at, &headers);
                }
            }
            self.pass_left(row, column, &mut left);
        }
    }

    /// The headers of a cell; `left` is what is seen at the left of it in its first row.
    fn headers_of(&mut self, at: CellAt, column: usize, left: &Sight, out: &mut Vec<CellAt>) {
        let (rows, columns, scope) = {
            let cell = self.cell(at);
            (cell.rows, cell.columns, cell.scope)
        };
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        found.extend(&left.headers);
        for row in at.row + 1..at.row + rows {
            let mut left = Sight::default();
            (0..column).for_each(|column| self.pass_left(row, column, &mut left));
            found.extend(&left.headers);
        }
        nearest_first(&mut found, out);
        if scope != Some(Scope::RowGroup) {
            found.clear();
            for above in &self.columns[column..column + columns] {
                found.extend(&above.headers);
            }
            nearest_first(&mut found, out);
            let group = self.group.iter().rev();
            let heads = |(header, first): &&(CellAt, usize)| header.row < at.row || *first < column;
            out.extend(group.filter(heads).map(|(header, _)| *header));
        }
        self.found = found;
    }

    /// Goes on to the right in a row.
    fn pass_left(&self, row: usize, column: usize, left: &mut Sight) {
        let at = match self.grid[row][column] {
            Slot::Starts(cell) => CellAt { row, cell },
            Slot::Above {
                row,
                cell,
                first: true,
            } => CellAt { row, cell },
            Slot::Left(_) | Slot::Above { first: false, .. } => return,
        };
        let cell = self.cell(at);
        if !cell.is_row_header() {
            left.pass_other();
        } else if says_something(cell) {
            left.pass_header(Header {
                at,
                place: column,
                extent: (at.row, cell.rows),
            });
        }
    }

    /// Goes on downwards in all columns.
    fn leave(&mut self, row: usize) {
        let mut first = 0;
        for column in 0..self.columns.len() {
            let at = match self.grid[row][column] {
                Slot::Starts(cell) => {
                    first = column;
                    CellAt { row, cell }
                }
                Slot::Left(cell) => CellAt { row, cell },
                Slot::Above { .. } => continue,
            };
            let cell = &self.rows[at.row].1.cells[at.cell];
            let above = &mut self.columns[column];
            if !cell.is_column_header() {
                above.pass_other();
            } else if says_something(cell) {
                above.pass_header(Header {
                    at,
                    place: row,
                    extent: (first, cell.columns),
                });
            }
        }
    }
}

/// An empty header cell heads nothing.
fn says_something(cell: &Cell) -> bool {
    !cell.blocks.is_empty()
}

/// Adds headers to those of a cell, each once, those met last first.
fn nearest_first(found: &mut Vec<Header>, out: &mut Vec<CellAt>) {
    found.sort_unstable_by_key(|header| (Reverse(header.place), header.at));
    found.dedup_by_key(|header| header.at);
    out.extend(found.iter().map(|header| header.at));
}

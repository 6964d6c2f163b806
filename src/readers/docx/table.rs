//! Tables: rows, and cells that cover several columns and rows (ECMA-376 Part 1, 17.4).

use std::collections::BTreeMap;

use super::Walk;
use super::block::{branch, is_aside};
use super::xml::Element;
use crate::diagnostics::say;
use crate::readers::{Block, Cell, Revised, Row, Table};

/// More columns than any table has.
const COLUMNS: usize = 1000;

impl Walk<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, element: &Element) -> Table {
        let mut grid = Grid::default();
        self.rows(element, None, &mut grid);
        Table { rows: grid.rows }
    }

    /// Reads the rows in an element, which may be wrapped.
    fn rows(&mut self, parent: &Element, revised: Option<&Revised>, grid: &mut Grid) {
        for element in parent.children() {
            match element.name.as_str() {
                "tr" => self.row(element, revised, grid),
                "ins" | "del" | "moveFrom" | "moveTo" => {
                    let own = self.moves.revised(element);
                    self.rows(element, own.as_ref().or(revised), grid);
                }
                "AlternateContent" => {
                    if let Some(branch) = branch(element) {
                        self.rows(branch, revised, grid);
                    }
                }
                "commentRangeStart" => self.comments.begin(element.told("id")),
                "commentRangeEnd" => drop(self.comments.end(element.told("id"))),
                name if name.starts_with("move") => self.moves.mark(element),
                name if is_aside(name) => {}
                _ => self.rows(element, revised, grid),
            }
        }
    }

    fn row(&mut self, element: &Element, revised: Option<&Revised>, grid: &mut Grid) {
        let properties = element.child("trPr");
        let switch = |name| properties.and_then(|one| one.switch(name)) == Some(true);
        let skipped = |name| properties.and_then(|one| one.number(name)).unwrap_or(0);
        let own = self.moves.of(properties);
        grid.begin(Row {
            head: switch("tblHeader"),
            cells: Vec::new(),
            revised: own.or_else(|| revised.cloned()),
        });
        grid.skip(skipped("gridBefore"));
        self.cells(element, grid);
        grid.skip(skipped("gridAfter"));
        grid.end();
    }

    fn cells(&mut self, parent: &Element, grid: &mut Grid) {
        for element in parent.children() {
            match element.name.as_str() {
                "tc" => self.cell(element, grid),
                "AlternateContent" => {
                    if let Some(branch) = branch(element) {
                        self.cells(branch, grid);
                    }
                }
                "commentRangeStart" => self.comments.begin(element.told("id")),
                "commentRangeEnd" => drop(self.comments.end(element.told("id"))),
                name if name.starts_with("move") => self.moves.mark(element),
                name if is_aside(name) => {}
                _ => self.cells(element, grid),
            }
        }
    }

    fn cell(&mut self, element: &Element, grid: &mut Grid) {
        let properties = element.child("tcPr");
        let value = |name| properties.and_then(|one| one.value(name));
        let columns = properties
            .and_then(|one| one.number("gridSpan"))
            .unwrap_or(1);
        let cell = Cell {
            columns,
            rows: 1,
            blocks: self.blocks(element),
            revised: self.moves.of(properties),
        };
        // Without a value, a mark of merging goes on.
        let goes_on = |value: Option<&str>| value.is_some_and(|value| value != "restart");
        let covered = if goes_on(value("hMerge")) {
            grid.widen(cell)
        } else if goes_on(value("vMerge")) {
            grid.go_on(cell)
        } else {
            grid.push(cell, value("vMerge").is_some())
        };
        let text = covered.map(|cell| said(&cell.blocks)).unwrap_or_default();
        if !text.trim().is_empty() {
            let text = text.trim();
            let told = say!("text in a cell that another one covers: `{text}`", text);
            self.unread.push(told);
        }
    }
}

/// A table as its rows come.
#[derive(Debug, Default)]
struct Grid {
    rows: Vec<Row>,
    /// The column of the next cell.
    column: usize,
    /// The cells that may go on below, by their columns: where each begins, and its last row.
    merged: BTreeMap<usize, (usize, usize)>,
    still: BTreeMap<usize, (usize, usize)>,
}

impl Grid {
    fn begin(&mut self, row: Row) {
        self.rows.push(row);
        self.column = 0;
    }

    fn end(&mut self) {
        self.merged = std::mem::take(&mut self.still);
    }

    /// Leaves columns at the edge of the row empty.
    fn skip(&mut self, columns: usize) {
        if columns > 0 {
            let empty = Cell {
                columns,
                rows: 1,
                ..Cell::default()
            };
            self.push(empty, false);
        }
    }

    fn push(&mut self, mut cell: Cell, may_go_on: bool) -> Option<Cell> {
        cell.columns = cell.columns.clamp(1, COLUMNS);
        let at = self.rows.len() - 1;
        let row = self.rows.last_mut()?;
        if may_go_on {
            self.still.insert(self.column, (at, row.cells.len()));
        }
        self.column += cell.columns;
        row.cells.push(cell);
        None
    }

    /// A cell that the one above covers; its text is not shown.
    fn go_on(&mut self, cell: Cell) -> Option<Cell> {
        let Some((row, place)) = self.merged.get(&self.column).copied() else {
            return self.push(cell, true);
        };
        let above = self.rows.get_mut(row)?.cells.get_mut(place)?;
        above.rows += 1;
        self.still.insert(self.column, (row, place));
        self.column += cell.columns.clamp(1, COLUMNS);
        Some(cell)
    }

    /// A cell that the one before it covers; its text is not shown.
    fn widen(&mut self, cell: Cell) -> Option<Cell> {
        let Some(before) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) else {
            return self.push(cell, false);
        };
        let columns = cell.columns.clamp(1, COLUMNS);
        before.columns += columns;
        self.column += columns;
        Some(cell)
    }
}

/// All characters of blocks.
fn said(blocks: &[Block]) -> String {
    let paragraphs = super::block::texts(blocks.to_vec());
    let runs = paragraphs.into_iter().flat_map(|paragraph| paragraph.runs);
    runs.map(|run| run.text).collect()
}

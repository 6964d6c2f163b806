//! Whole sheets, as an import takes them: every cell of a workbook or of a CSV file.

use super::csv;
use super::grid::Grid;
use super::xlsx::Workbook;
use crate::diagnostics::{Code, Diagnostic, Message};
use crate::source::{self, Sources};

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; empty for a CSV file.
    pub name: String,
    /// Its cells that hold something, row by row.
    pub cells: Vec<SheetCell>,
    /// The cells that are joined to one: first row and column, last row and column, from 1.
    pub merged: Vec<((u32, u32), (u32, u32))>,
    /// The formulas whose values stand in cells: the name of the cell and the formula.
    pub formulas: Vec<(String, String)>,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// Its row, from 1.
    pub row: u32,
    /// Its column, from 1.
    pub column: u32,
    /// The characters, numbers as a person would write them.
    pub text: String,
}

/// Reads the sheets of an XLSX workbook.
///
/// # Errors
///
/// Says why the workbook cannot be read, and what can be done.
pub fn workbook(name: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Diagnostic> {
    let fault = |message: Message, hint: Message| {
        Diagnostic::file(Code::InvalidData, name.to_owned(), message).hint(hint)
    };
    let mut sources = Sources::default();
    let mut book = Workbook::open(bytes).map_err(|why| fault(why.message, why.hint))?;
    let mut sheets = Vec::new();
    for sheet in book.sheets() {
        let grid = book.read(name, Some(&sheet), &mut sources);
        let grid = grid.map_err(|why| fault(why.message, why.hint))?;
        sheets.push(Sheet {
            cells: cells(&grid, &sources),
            merged: book.merged(&sheet),
            formulas: book.formulas(&sheet),
            name: sheet,
        });
    }
    Ok(sheets)
}

/// Reads a CSV file as the only sheet.
///
/// # Errors
///
/// Says what is wrong with the file.
pub fn csv(name: &str, bytes: Vec<u8>, sources: &mut Sources) -> Result<Sheet, Diagnostic> {
    let text = source::decode(bytes)
        .map_err(|why| Diagnostic::file(Code::UnreadableFile, name.to_owned(), why.message()))?;
    let separator = csv::separator(&text, 1);
    let file = sources.add(name.to_owned(), text);
    let grid = csv::read(file, separator, sources)?;
    Ok(Sheet {
        cells: cells(&grid, sources),
        ..Sheet::default()
    })
}

fn cells(grid: &Grid, sources: &Sources) -> Vec<SheetCell> {
    let rows = grid.rows.iter();
    let cells = rows.flat_map(|row| grid.cells(row).iter().map(move |cell| (row.number, cell)));
    let said = cells.map(|(row, cell)| SheetCell {
        row,
        column: cell.column,
        text: cell.text(sources).trim().to_owned(),
    });
    said.filter(|cell| !cell.text.is_empty()).collect()
}

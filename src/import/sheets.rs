//! Sheets as a foreign file: every sheet a section, every block of rows a table.

use std::collections::BTreeMap;

use crate::data::sheets::{Sheet, SheetCell};
use crate::diagnostics::say;
use crate::readers::{Block, Cell, Foreign, Paragraph, Row, Run, Table};

/// What sheets say; the name of their file is the title. Empty sheets say nothing.
#[must_use]
pub fn foreign(name: &str, sheets: &[Sheet]) -> Foreign {
    let mut foreign = Foreign::default();
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) {
        return foreign;
    }
    foreign.blocks.push(paragraph(name, Some(1), true));
    foreign
        .unread
        .push(say!("the title is the name of the file: `{name}`", name));
    for sheet in sheets.iter().filter(|sheet| !sheet.cells.is_empty()) {
        let heading = if sheet.name.is_empty() {
            name
        } else {
            &sheet.name
        };
        foreign.blocks.push(paragraph(heading, Some(2), true));
        for block in sheet.cells.chunk_by(|a, b| b.row - a.row < 2) {
            blocks(block, sheet, &mut foreign.blocks);
        }
        for (cell, formula) in &sheet.formulas {
            foreign.unread.push(say!(
                "`{cell}` of sheet `{sheet}` is computed by `{formula}`; its value is kept",
                cell,
                sheet = heading,
                formula
            ));
        }
    }
    foreign
}

fn paragraph(text: &str, heading: Option<u8>, strong: bool) -> Block {
    let run = Run {
        text: text.to_owned(),
        strong,
        ..Run::default()
    };
    Block::Paragraph(Paragraph {
        heading,
        runs: vec![run],
        ..Paragraph::default()
    })
}

/// Rows without an empty one between them: first those of one cell, as paragraphs, then a table.
fn blocks(cells: &[SheetCell], sheet: &Sheet, out: &mut Vec<Block>) {
    let mut rows: BTreeMap<u32, Vec<&SheetCell>> = BTreeMap::new();
    for cell in cells {
        rows.entry(cell.row).or_default().push(cell);
    }
    let is_table = rows.values().any(|row| row.len() > 1);
    while let Some((number, row)) = rows.first_key_value()
        && let [cell] = row[..]
        && !(is_table && reaches_down(cell, sheet))
    {
        // A line right above a table is its caption.
        out.push(paragraph(&cell.text, None, is_table && rows.len() > 1));
        let number = *number;
        rows.remove(&number);
    }
    if !rows.is_empty() {
        out.push(Block::Table(table(&rows, sheet)));
    }
}

/// Whether a cell alone in its row heads columns: cells below it are joined to it, or it to others.
fn reaches_down(cell: &SheetCell, sheet: &Sheet) -> bool {
    let region = region(sheet, cell.row, cell.column);
    region.is_some_and(|(first, last)| last.0 > first.0)
}

type Region = ((u32, u32), (u32, u32));

fn region(sheet: &Sheet, row: u32, column: u32) -> Option<Region> {
    let mut regions = sheet.merged.iter();
    let holds = |((top, left), (bottom, right)): &&Region| {
        (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
    };
    regions.find(holds).copied()
}

fn table(rows: &BTreeMap<u32, Vec<&SheetCell>>, sheet: &Sheet) -> Table {
    let all = || rows.values().flatten();
    let first = all().map(|cell| cell.column).min().unwrap_or(1);
    let last = all()
        .map(|cell| region(sheet, cell.row, cell.column).map_or(cell.column, |region| region.1.1));
    let last = last.max().unwrap_or(first);
    let end = rows.keys().max().copied().unwrap_or(1);
    let row = |(number, cells): (&u32, &Vec<&SheetCell>)| {
        let mut out = Vec::new();
        let mut column = first;
        while column <= last {
            let region = region(sheet, *number, column);
            let (top, left, bottom, right) = region
                .map_or((*number, column, *number, column), |(from, to)| {
                    (from.0, from.1, to.0.min(end), to.1.min(last))
                });
            if top == *number && left == column {
                let text = cells.iter().find(|cell| cell.column == column);
                out.push(Cell {
                    columns: (right - left + 1) as usize,
                    rows: (bottom - top + 1) as usize,
                    blocks: text
                        .map(|cell| paragraph(&cell.text, None, false))
                        .into_iter()
                        .collect(),
                    ..Cell::default()
                });
            }
            column = right.max(column) + 1;
        }
        Row {
            cells: out,
            ..Row::default()
        }
    };
    Table {
        rows: rows.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]], merged: &[Region]) -> Sheet {
        let mut cells = Vec::new();
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts
                .iter()
                .enumerate()
                .filter(|(_, text)| !text.is_empty())
            {
                cells.push(SheetCell {
                    row: row as u32 + 1,
                    column: column as u32 + 1,
                    text: (*text).to_owned(),
                });
            }
        }
        Sheet {
            name: "Lapas".to_owned(),
            cells,
            merged: merged.to_vec(),
            formulas: Vec::new(),
        }
    }

    #[test]
    fn merged_cells_keep_their_extent_and_empty_rows_divide() {
        let rows: [&[&str]; 5] = [
            &["Rūšis", "Metai", ""],
            &["", "2025", "2026"],
            &["a", "1", "2"],
            &[],
            &["Pastaba"],
        ];
        let merged = [((1, 1), (2, 1)), ((1, 2), (1, 3))];
        let foreign = foreign("failas", &[sheet(&rows, &merged)]);
        let [_, _, Block::Table(table), Block::Paragraph(_)] = &foreign.blocks[..] else {
            panic!("{:?}", foreign.blocks);
        };
        let sizes = |row: usize| {
            table.rows[row]
                .cells
                .iter()
                .map(|cell| (cell.columns, cell.rows))
                .collect::<Vec<_>>()
        };
        assert_eq!(sizes(0), [(1, 2), (2, 1)]);
        assert_eq!(sizes(1), [(1, 1), (1, 1)]);
        assert_eq!(sizes(2), [(1, 1), (1, 1), (1, 1)]);
    }
}

//! Tables, written straight.
//!
//! docx-rs repeats no header row, names no caption, writes borders over those of the style, and
//! moves kilobytes for every cell; it makes only what a cell holds besides plain text. Rows are
//! written one by one, so that a long table takes no more memory than a short one.

use std::borrow::Cow;

use crate::document::{Block, Cell, Inline, Part, Row, Scope, Slot, Table, plain_text};
use crate::kind::style::Style;
use crate::layout::page::TableColumns;
use crate::length::Length;
use crate::writers::divisible;
use crate::writers::docx::names;
use crate::writers::docx::styles::tables;
use crate::writers::docx::tracking::End;
use crate::writers::docx::xml::{Xml, clean};

use super::blocks::Context;
use super::built::line_height;
use super::cell::{self, Paragraph};

/// Writes a table; `stays` has its last row stay with what follows the table.
pub(super) fn write(
    context: &mut Context<'_>,
    xml: &mut Xml,
    table: &Table,
    measured: &TableColumns,
    (page_height, stays): (Length, bool),
) -> Result<(), String> {
    let grid = table
        .grid()
        .map_err(|fault| format!("a table is no grid: {fault:?}"))?;
    let columns = Columns::new(&measured.widths, table.columns)?;
    let first_row = FirstRow::of(table, context.style);
    xml.open("w:tbl", &[]);
    let name = context.names.table(&table.role);
    properties(xml, table, &columns, first_row, name);
    let rows: Vec<(Part, &Row)> = table.rows().collect();
    for (index, slots) in grid.iter().enumerate() {
        let writer = RowWriter {
            rows: &rows,
            index,
            slots,
            columns: &columns,
            decimals: &measured.decimals,
            page_height,
            stays,
            first_row,
        };
        writer.write(context, xml)?;
    }
    xml.close();
    Ok(())
}

/// The edges of the columns in twentieths of a point: a column ends where the next starts, and
/// no rounding adds up.
struct Columns {
    edges: Vec<i64>,
}

impl Columns {
    fn new(widths: &[Length], columns: usize) -> Result<Self, String> {
        if widths.len() != columns {
            return Err(format!(
                "a table of {columns} columns was laid out with {}",
                widths.len()
            ));
        }
        let mut edge = Length::ZERO;
        let edges = widths.iter().map(|width| {
            edge += *width;
            edge.to_twips()
        });
        Ok(Self {
            edges: [0].into_iter().chain(edges).collect(),
        })
    }

    /// The width of `count` columns from `first` on.
    fn width(&self, first: usize, count: usize) -> i64 {
        let edge = |index: usize| self.edges.get(index).copied().unwrap_or_default();
        (edge(first + count) - edge(first)).max(0)
    }

    fn total(&self) -> i64 {
        self.width(0, self.edges.len() - 1)
    }
}

/// Writes the properties in the order of ECMA-376 Part 1, 17.4.60, and the grid.
fn properties(
    xml: &mut Xml,
    table: &Table,
    columns: &Columns,
    first_row: FirstRow<'_>,
    name: &str,
) {
    xml.open("w:tblPr", &[]);
    xml.value("w:tblStyle", &names::table_id(&table.role));
    xml.leaf(
        "w:tblW",
        &[("w:w", &columns.total().to_string()), ("w:type", "dxa")],
    );
    xml.leaf("w:tblLayout", &[("w:type", "fixed")]);
    xml.leaf("w:tblLook", &look(table, first_row));
    told(xml, table, name);
    xml.close();
    xml.open("w:tblGrid", &[]);
    for column in 0..table.columns {
        xml.leaf(
            "w:gridCol",
            &[("w:w", &columns.width(column, 1).to_string())],
        );
    }
    xml.close();
}

/// Writes what a screen reader tells of a table before its cells: its title, which is its caption or
/// what its sort is called, and its description.
fn told(xml: &mut Xml, table: &Table, name: &str) {
    let caption = table.caption.as_deref().map(plain_text);
    let title = caption.as_deref().unwrap_or(name);
    xml.value("w:tblCaption", &clean(title));
    if let Some(description) = &table.description {
        xml.value("w:tblDescription", &clean(description));
    }
}

/// Which conditional looks of its style a table has (17.4.55); screen readers take the first row
/// and the first column for headers by it. Cells of totals say themselves how they look.
fn look(table: &Table, first_row: FirstRow<'_>) -> [(&'static str, &'static str); 7] {
    let flag = |yes: bool| if yes { "1" } else { "0" };
    let (head, labels) = (first_row != FirstRow::Plain, has_labels(table));
    let value = match (head, labels) {
        (true, true) => "06A0",
        (true, false) => "0620",
        (false, true) => "0680",
        (false, false) => "0600",
    };
    [
        ("w:val", value),
        ("w:firstRow", flag(head)),
        ("w:lastRow", "0"),
        ("w:firstColumn", flag(labels)),
        ("w:lastColumn", "0"),
        ("w:noHBand", "1"),
        ("w:noVBand", "1"),
    ]
}

/// What the style of the table does in its first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstRow<'a> {
    /// Nothing: the table has no header rows, or a cell of them looks otherwise.
    Plain,
    /// It is a header row, and its paragraphs look as their style says.
    Head,
    /// It makes the paragraphs of this role bold, and their style leaves that to it.
    Toggled(&'a str),
}

impl<'a> FirstRow<'a> {
    fn of(table: &Table, style: &'a Style) -> Self {
        let Some(first) = table.head.first() else {
            return Self::Plain;
        };
        let head = style
            .tables
            .get(&table.role)
            .and_then(|table| table.head.as_deref());
        let Some(role) = head.filter(|role| tables::first_row_look(style, role).is_some()) else {
            return Self::Head;
        };
        let mut cells = first.cells.iter();
        if cells.all(|cell| cell.blocks.iter().all(|block| is_of(block, role))) {
            Self::Toggled(role)
        } else {
            Self::Plain
        }
    }
}

/// Whether all text of a block is of a role.
fn is_of(block: &Block, role: &str) -> bool {
    match block.revised().1 {
        Block::Paragraph(paragraph) => &*paragraph.role == role,
        Block::List(list) => {
            let mut blocks = list.items.iter().flat_map(|item| &item.blocks);
            blocks.all(|block| is_of(block, role))
        }
        _ => false,
    }
}

/// Whether the first cells of the rows are headers of their rows.
fn has_labels(table: &Table) -> bool {
    let mut rows = table.body.iter().filter_map(|row| row.cells.first());
    rows.any(|cell| cell.scope == Some(Scope::Row))
}

/// About how many bytes a row of plain text takes.
const ROW: usize = 4096;

/// What a row is written from.
struct RowWriter<'r> {
    rows: &'r [(Part, &'r Row)],
    index: usize,
    slots: &'r [Slot],
    columns: &'r Columns,
    decimals: &'r [Option<Length>],
    page_height: Length,
    stays: bool,
    first_row: FirstRow<'r>,
}

impl RowWriter<'_> {
    /// Writes the row with its properties in the order of ECMA-376 Part 1, 17.4.82.
    fn write(&self, context: &mut Context<'_>, xml: &mut Xml) -> Result<(), String> {
        let row = self.rows[self.index].1;
        let of_table = context.revision;
        let revision = row
            .revision
            .map(|revision| context.tracking.settled(revision));
        context.revision = revision.or(of_table);
        let mut cells = Xml::fragment();
        // A buffer that grows with every row is moved again and again.
        cells.bytes().reserve(ROW);
        let tallest = self.cells(context, &mut cells)?;
        let is_now = std::mem::replace(&mut context.revision, of_table);
        // A row that may not split and does not fit leaves its page half empty, or is cut off.
        let whole = tallest <= self.page_height / 2;
        let head = self.part() == Part::Head;
        if let Some(revision) = revision {
            context.pen().write_edge(End::Start, revision, xml);
        }
        xml.open("w:tr", &[]);
        if whole || head || is_now.is_some() {
            xml.open("w:trPr", &[]);
            if whole {
                xml.toggle("w:cantSplit", true);
            }
            if head {
                xml.toggle("w:tblHeader", true);
            }
            if let Some(revision) = is_now {
                context.pen().write_row(revision, xml);
            }
            xml.close();
        }
        xml.bytes().extend(cells.finish());
        xml.close();
        if let Some(revision) = revision {
            context.pen().write_edge(End::End, revision, xml);
        }
        Ok(())
    }

    /// Writes the cells; tells about how tall the tallest is.
    fn cells(&self, context: &mut Context<'_>, xml: &mut Xml) -> Result<Length, String> {
        let mut tallest = Length::ZERO;
        for (column, slot) in self.slots.iter().enumerate() {
            let Some(cell) = self.cell(*slot) else {
                continue;
            };
            let covered = matches!(slot, Slot::Above { .. });
            let width = self.columns.width(column, cell.columns);
            context.width = Length::milli(width * 50);
            let blocks = match (covered, self.part()) {
                (true, _) => Cow::Borrowed([].as_slice()),
                (false, Part::Head) => Cow::Owned(header_blocks(cell, context)),
                (false, _) => Cow::Borrowed(cell.blocks.as_slice()),
            };
            let mut paragraphs = cell::paragraphs(context, &blocks)?;
            if cell.rows == 1 {
                tallest = tallest.max(height(&cell.blocks, &paragraphs, context.width));
            }
            let decimal = self.decimals.get(column).copied().flatten();
            if let Some(place) = decimal.filter(|_| cell.columns == 1) {
                paragraphs.iter_mut().for_each(|one| one.align(place));
            }
            if let FirstRow::Toggled(role) = self.first_row
                && self.index == 0
            {
                paragraphs.iter_mut().for_each(|one| one.in_first_row(role));
            }
            xml.open("w:tc", &[]);
            self.properties(xml, cell, covered, width);
            let row = self.rows[self.index].1;
            let is_last = self.index + 1 == self.rows.len();
            let keep = self.part() == Part::Head || row.keep_with_next || self.stays && is_last;
            cell::write(context, paragraphs, keep, xml)?;
            xml.close();
        }
        Ok(tallest)
    }

    /// Writes the properties of a cell in the order of 17.4.70.
    fn properties(&self, xml: &mut Xml, cell: &Cell, covered: bool, width: i64) {
        xml.open("w:tcPr", &[]);
        let width = width.to_string();
        xml.leaf("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
        if cell.columns > 1 {
            xml.value("w:gridSpan", &cell.columns.to_string());
        }
        if cell.rows > 1 {
            xml.value("w:vMerge", if covered { "continue" } else { "restart" });
        }
        if self.part() == Part::Head {
            xml.value("w:vAlign", "center");
        }
        xml.close();
    }

    fn part(&self) -> Part {
        self.rows[self.index].0
    }

    /// The cell whose first column is this slot, be it from here or from above.
    fn cell(&self, slot: Slot) -> Option<&Cell> {
        match slot {
            Slot::Starts(cell) => self.rows[self.index].1.cells.get(cell),
            Slot::Above {
                row,
                cell,
                first: true,
            } => self.rows.get(row)?.1.cells.get(cell),
            Slot::Left(_) | Slot::Above { first: false, .. } => None,
        }
    }
}

/// The blocks of a header cell, where words that are wider than the cell can be divided.
fn header_blocks(cell: &Cell, context: &Context<'_>) -> Vec<Block> {
    let style = cell.blocks.first().and_then(|block| match block {
        Block::Paragraph(paragraph) => context.style.paragraphs.get(&paragraph.role),
        _ => None,
    });
    let size = style.map_or(Length::pt(12), |style| style.size);
    // Letters of a narrow cell are counted sparingly: borders and padding take a part.
    let letters = context.width.to_milli() / size.per_mille(540).to_milli().max(1);
    let longest = usize::try_from(letters).unwrap_or_default();
    divisible(cell, context.style, context.lang, longest)
}

/// About how tall the text of a cell is. A letter is a little less than half as wide as its size.
fn height(blocks: &[Block], paragraphs: &[Paragraph<'_, '_>], width: Length) -> Length {
    let Some(style) = paragraphs.first().map(Paragraph::style) else {
        return Length::ZERO;
    };
    let letter = style.size.per_mille(460).to_milli().max(1);
    let letters_in_line = (width.to_milli() / letter).max(1);
    let lines = characters(blocks) / letters_in_line + count(paragraphs.len());
    line_height(style) * lines
}

fn characters(blocks: &[Block]) -> i64 {
    let text = |content: &[Inline]| count(plain_text(content).chars().count());
    let characters = |block: &Block| match block.revised().1 {
        Block::Heading(heading) => text(&heading.content),
        Block::Paragraph(paragraph) => text(&paragraph.content),
        Block::List(list) => list.items.iter().map(|item| characters(&item.blocks)).sum(),
        _ => 0,
    };
    blocks.iter().map(characters).sum()
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

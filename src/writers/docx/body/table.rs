//! Tables: the frame straight, the rows made with docx-rs.
//!
//! docx-rs repeats no header row, names no caption and writes borders over those of the style.
//! Rows are made and written one by one, so that a long table takes no more memory than a short one.

use docx_rs::{
    AlignmentType, BuildXML, Justification, Tab, TabValueType, TableCell, TableCellContent,
    TableRow, VAlignType, VMergeType, WidthType,
};

use crate::document::{Block, Cell, Inline, Part, Row, Scope, Slot, Table, plain_text};
use crate::kind::style::Align;
use crate::layout::page::TableColumns;
use crate::length::Length;
use crate::writers::divisible;
use crate::writers::docx::conform::{Addition, conform};
use crate::writers::docx::names;
use crate::writers::docx::xml::{Xml, clean};

use super::blocks::{Built, Context};

/// The role of the paragraph in a cell that says nothing.
const EMPTY_CELL: &str = "table-cell";

/// Writes a table.
pub(super) fn write(
    context: &mut Context<'_>,
    xml: &mut Xml,
    table: &Table,
    measured: &TableColumns,
    page_height: Length,
) -> Result<(), String> {
    let grid = table
        .grid()
        .map_err(|fault| format!("a table is no grid: {fault:?}"))?;
    let columns = Columns::new(&measured.widths, table.columns)?;
    xml.open("w:tbl", &[]);
    properties(xml, table, &columns);
    let rows: Vec<(Part, &Row)> = table.rows().collect();
    for (index, slots) in grid.iter().enumerate() {
        let writer = RowWriter {
            rows: &rows,
            index,
            slots,
            columns: &columns,
            decimals: &measured.decimals,
            page_height,
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
fn properties(xml: &mut Xml, table: &Table, columns: &Columns) {
    xml.open("w:tblPr", &[]);
    xml.value("w:tblStyle", &names::table_id(&table.role));
    xml.leaf(
        "w:tblW",
        &[("w:w", &columns.total().to_string()), ("w:type", "dxa")],
    );
    xml.leaf("w:tblLayout", &[("w:type", "fixed")]);
    xml.leaf("w:tblLook", &look(table));
    if let Some(caption) = &table.caption {
        let caption = clean(&plain_text(caption));
        xml.value("w:tblCaption", &caption);
        xml.value("w:tblDescription", &caption);
    }
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

/// Which conditional looks of its style a table has (17.4.55); screen readers take the first row
/// and the first column for headers by it.
fn look(table: &Table) -> [(&'static str, &'static str); 7] {
    let flag = |yes: bool| if yes { "1" } else { "0" };
    let (head, labels) = (!table.head.is_empty(), has_labels(table));
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

/// Whether the first cells of the rows are headers of their rows.
fn has_labels(table: &Table) -> bool {
    let mut rows = table.body.iter().filter_map(|row| row.cells.first());
    rows.any(|cell| cell.scope == Some(Scope::Row))
}

/// What a row is written from.
struct RowWriter<'r> {
    rows: &'r [(Part, &'r Row)],
    index: usize,
    slots: &'r [Slot],
    columns: &'r Columns,
    decimals: &'r [Option<Length>],
    page_height: Length,
}

impl RowWriter<'_> {
    fn write(&self, context: &mut Context<'_>, xml: &mut Xml) -> Result<(), String> {
        let (part, row) = self.rows[self.index];
        let mut cells = Vec::with_capacity(row.cells.len());
        let mut tallest = Length::ZERO;
        for (column, slot) in self.slots.iter().enumerate() {
            let covered = matches!(slot, Slot::Above { .. });
            let Some(cell) = self.cell(*slot) else {
                continue;
            };
            let width = self.columns.width(column, cell.columns);
            context.width = Length::milli(width * 50);
            let mut paragraphs = Vec::new();
            let head = part == Part::Head;
            match covered {
                true => {}
                false if head => {
                    let blocks = header_blocks(cell, context);
                    context.blocks(&blocks, 0, &mut paragraphs)?;
                }
                false => context.blocks(&cell.blocks, 0, &mut paragraphs)?,
            }
            if paragraphs.is_empty() {
                paragraphs.push(context.paragraph(EMPTY_CELL, &[])?);
            }
            if cell.rows == 1 {
                tallest = tallest.max(height(&cell.blocks, &paragraphs, context.width));
            }
            let decimal = self.decimals.get(column).copied().flatten();
            if let Some(place) = decimal.filter(|_| cell.columns == 1) {
                paragraphs.iter_mut().for_each(|built| align(built, place));
            }
            let keep = head || row.keep_with_next;
            let mut cell = finish(cell, covered, width, paragraphs, keep)?;
            if head {
                cell = cell.vertical_align(VAlignType::Center);
            }
            cells.push(cell);
        }
        let row = TableRow::new(cells);
        // A row that may not split and does not fit leaves its page half empty, or is cut off.
        let row = if tallest > self.page_height / 2 {
            row
        } else {
            row.cant_split()
        };
        let additions: &[Addition] = if part == Part::Head {
            &[Addition::RepeatedRow]
        } else {
            &[]
        };
        conform(&row.build(), additions, xml.bytes())
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

/// Aligns a number by its decimal sign: in a cell, the first tab stop does so without a tab sign
/// in a paragraph at the left (ECMA-376 Part 1, 17.3.1.37 and 17.18.84).
fn align(built: &mut Built<'_>, place: Length) {
    if built.style.align != Align::Decimal {
        return;
    }
    let at = place.to_twips().max(0) as usize;
    let stop = Tab::new().val(TabValueType::Decimal).pos(at);
    let property = &mut built.paragraph.property;
    property.tabs.push(stop);
    property.alignment = Some(Justification::new(AlignmentType::Left.to_string()));
}

/// The cell with its size and its paragraphs; it always ends with one (17.4.65).
fn finish(
    cell: &Cell,
    covered: bool,
    width: i64,
    paragraphs: Vec<Built<'_>>,
    keep: bool,
) -> Result<TableCell, String> {
    // Cells are made with docx-rs, which has no words for drawings.
    if paragraphs.iter().any(|built| !built.runs.is_empty()) {
        return Err("a picture or a chart stands within a cell".to_owned());
    }
    let mut made = TableCell::new().width(width as usize, WidthType::Dxa);
    if cell.columns > 1 {
        made = made.grid_span(cell.columns);
    }
    if cell.rows > 1 {
        made = made.vertical_merge(if covered {
            VMergeType::Continue
        } else {
            VMergeType::Restart
        });
    }
    made.children = paragraphs
        .into_iter()
        .map(|mut built| {
            let wanted = &mut built.paragraph.property.keep_next;
            *wanted = keep.then_some(true).or(*wanted);
            TableCellContent::Paragraph(built.finish())
        })
        .collect();
    Ok(made)
}

/// About how tall the text of a cell is. A letter is a little less than half as wide as its size.
fn height(blocks: &[Block], paragraphs: &[Built<'_>], width: Length) -> Length {
    let Some(style) = paragraphs.first().map(|built| built.style) else {
        return Length::ZERO;
    };
    let letter = style.size.per_mille(460).to_milli().max(1);
    let letters_in_line = (width.to_milli() / letter).max(1);
    let lines = characters(blocks) / letters_in_line + count(paragraphs.len());
    style.size.per_mille(1150).per_mille(style.leading) * lines
}

fn characters(blocks: &[Block]) -> i64 {
    let text = |content: &[Inline]| count(plain_text(content).chars().count());
    let characters = |block: &Block| match block {
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

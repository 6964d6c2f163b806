//! Tables: rows of cells become slabs.
//!
//! Cells are laid into the widths of their columns, rows get their heights, and the flags that
//! keep rows together are set. Rules are drawn later, when it is known which rows share a page.

use super::borders::{self, Band};
use super::cells::{CellPiece, RowPiece, TablePiece};
use super::columns;
use super::decimal;
use super::notes;
use super::page::{Item, Shape};
use super::slab::{self, Slab, SlabContent};
use super::stack::Stacker;
use crate::document::Slot;
use crate::length::Length;

/// What the pages need to know of a table beyond its rows.
#[derive(Debug, Default)]
pub(super) struct TableFrame {
    /// The edges of the columns, one more than columns.
    pub edges: Vec<Length>,
    /// The thickness of the rules.
    pub border: Length,
    /// What stands at each column of each row.
    pub grid: Vec<Vec<Slot>>,
    /// Whether a comparison marks each row as a whole.
    pub revised: Vec<bool>,
    /// How many rows are the head.
    pub head: usize,
    /// The heights of the head's rows, if it is repeated.
    pub head_heights: Vec<Length>,
    /// The content of the head, to be shown again; empty if it is not repeated.
    pub head_items: Vec<Item>,
    /// What stands above the rest of the table on another page.
    pub continued: Vec<Slab>,
}

/// A row, ready to stand on a page.
#[derive(Debug, Clone)]
pub(super) struct RowSlab {
    /// Its table, as an index into the frames.
    pub table: usize,
    /// Its number in the table.
    pub row: usize,
    /// The cells that start in it.
    pub cells: Vec<CellSlab>,
    /// The height it has when the rows below it are on another page.
    pub alone: Length,
    /// How far the text of cells that start above it reaches into it: that much is not divided.
    pub reached: Length,
    /// Whether it may be divided between pages.
    pub divisible: bool,
    /// Space between the rules and the text.
    pub padding: Length,
}

/// A cell, ready to stand in its row.
#[derive(Debug, Clone)]
pub(super) struct CellSlab {
    /// The left edge of its text.
    pub x: Length,
    /// How far its text starts below the padding, if it is centred.
    pub top: Length,
    /// What stands in it.
    pub slabs: Vec<Slab>,
}

impl RowSlab {
    /// The items of the row, from its upper left corner.
    pub(super) fn into_items(self) -> Vec<Item> {
        let padding = self.padding;
        let items = |cell: CellSlab| slab::items(cell.slabs, cell.x, padding + cell.top);
        self.cells.into_iter().flat_map(items).collect()
    }
}

/// The slabs of a table, with its caption.
pub(super) fn stack(table: TablePiece, stacker: &mut Stacker) -> Vec<Slab> {
    let columns = columns::needs(&table).columns(&table.style, stacker.width);
    let space = table.style.space;
    let mut slabs = Vec::new();
    let TablePiece {
        index,
        style,
        caption,
        continued,
        mut rows,
        head,
        grid,
        ..
    } = table;
    let edges = edges(&columns.widths);
    decimal::align(&mut rows, &columns.decimals);
    if let Some(caption) = caption {
        slabs.extend(stacker.paragraph(*caption));
    }
    let mut layout = TableLayout {
        frame: TableFrame {
            edges,
            border: style.border,
            grid,
            revised: rows.iter().map(|row| row.revised).collect(),
            head,
            ..TableFrame::default()
        },
        padding: (style.padding_x, style.padding_y),
        tall: stacker.page_height / 2,
        page: stacker.page_height,
        heights: Vec::new(),
        spans: Vec::new(),
    };
    stacker.keep_columns(index, columns);
    if let (Some(continued), true) = (continued, style.continued) {
        layout.frame.continued = stacker.paragraph(*continued);
    }
    let rows = layout.rows(rows, stacker);
    slabs.extend(rows);
    if let Some(first) = slabs.first_mut() {
        first.before = first.before.max(space);
    }
    if let Some(last) = slabs.last_mut() {
        last.after = last.after.max(space);
    }
    layout.remember_head(&slabs);
    stacker.frames.push(layout.frame);
    slabs
}

/// The edges of columns of these widths.
fn edges(widths: &[Length]) -> Vec<Length> {
    let mut edge = Length::ZERO;
    let mut edges = vec![edge];
    for width in widths {
        edge += *width;
        edges.push(edge);
    }
    edges
}

/// A cell over several rows.
struct Span {
    first: usize,
    rows: usize,
    height: Length,
}

struct TableLayout {
    frame: TableFrame,
    padding: (Length, Length),
    /// Rows higher than this may be divided.
    tall: Length,
    /// And those that are higher than this with their notes.
    page: Length,
    heights: Vec<Length>,
    spans: Vec<Span>,
}

impl TableLayout {
    fn rows(&mut self, rows: Vec<RowPiece>, stacker: &mut Stacker) -> Vec<Slab> {
        let mut keeps: Vec<bool> = rows.iter().map(|row| row.keep_with_next).collect();
        let mut laid: Vec<Vec<(CellSlab, Option<usize>)>> = Vec::with_capacity(rows.len());
        for (number, row) in rows.into_iter().enumerate() {
            self.heights.push(self.padding.1 * 2);
            let cells = row
                .cells
                .into_iter()
                .map(|cell| self.cell(number, cell, stacker))
                .collect();
            laid.push(cells);
        }
        self.stretch_to_spans();
        self.keep_spans(&mut keeps);
        for keep in keeps.iter_mut().take(self.frame.head) {
            *keep = true;
        }
        if let Some(last) = keeps.last_mut() {
            *last = false;
        }
        let (alone, reached) = (self.alone(), self.reached());
        let table = stacker.frames.len();
        let mut slabs = Vec::with_capacity(laid.len());
        for (row, cells) in laid.into_iter().enumerate() {
            let height = self.heights[row];
            let cells = cells
                .into_iter()
                .map(|(cell, rows)| self.centre(cell, row, rows))
                .collect();
            let mut content = RowSlab {
                table,
                row,
                cells,
                alone: alone[row],
                reached: reached[row],
                divisible: false,
                padding: self.padding.1,
            };
            content.alone = content.alone.max(content.height());
            let notes = notes::height_of(content.slabs(), &stacker.notes);
            content.divisible = height > self.tall || height + notes > self.page;
            let content = SlabContent::Row(content);
            slabs.push(Slab {
                keep: keeps[row],
                content,
                ..Slab::plain(height, Vec::new())
            });
        }
        slabs
    }

    /// Lays a cell out and makes its row high enough. Also gives the rows of a centred cell.
    fn cell(
        &mut self,
        row: usize,
        cell: CellPiece,
        stacker: &mut Stacker,
    ) -> (CellSlab, Option<usize>) {
        let edges = &self.frame.edges;
        let (left, right) = (edges[cell.column], edges[cell.column + cell.columns]);
        let (padding_x, padding_y) = self.padding;
        let width = (right - left - padding_x * 2).max(Length::milli(1));
        let slabs = stacker.inside(cell.pieces, width);
        let height = slab::height(&slabs) + padding_y * 2;
        // The text of a very high cell cannot wait for the rows below: its first row holds it.
        if cell.rows == 1 || height > self.tall {
            self.heights[row] = self.heights[row].max(height);
        } else {
            self.spans.push(Span {
                first: row,
                rows: cell.rows,
                height,
            });
        }
        let slab = CellSlab {
            x: left + padding_x,
            top: Length::ZERO,
            slabs,
        };
        (slab, cell.centred.then_some(cell.rows))
    }

    /// Makes the last row under a cell over several rows high enough for its text.
    fn stretch_to_spans(&mut self) {
        for span in &self.spans {
            let rows = &mut self.heights[span.first..span.first + span.rows];
            let missing = span.height.left_after(rows.iter().copied().sum());
            if let Some(last) = rows.last_mut() {
                *last += missing;
            }
        }
    }

    /// Keeps the rows of a cell together if they are not too high, and always those that its
    /// text reaches into.
    fn keep_spans(&self, keeps: &mut [bool]) {
        for span in &self.spans {
            let rows = span.first..span.first + span.rows;
            let all: Length = self.heights[rows.clone()].iter().copied().sum();
            let mut above = Length::ZERO;
            let but_last = rows.start..rows.end - 1;
            for (keep, height) in keeps[but_last.clone()]
                .iter_mut()
                .zip(&self.heights[but_last])
            {
                above += *height;
                *keep |= all <= self.tall || above < span.height;
            }
        }
    }

    /// The height of every row when the rows below it are on another page.
    fn alone(&self) -> Vec<Length> {
        let mut alone = self.heights.clone();
        for span in &self.spans {
            alone[span.first] = alone[span.first].max(span.height);
        }
        alone
    }

    /// How far the text of cells over several rows reaches into each row below their first.
    fn reached(&self) -> Vec<Length> {
        let mut reached = vec![Length::ZERO; self.heights.len()];
        for span in &self.spans {
            let mut left = span.height.left_after(self.heights[span.first]);
            let below = span.first + 1..span.first + span.rows;
            for (reached, height) in reached[below.clone()].iter_mut().zip(&self.heights[below]) {
                *reached = left.min(*height).max(*reached);
                left = left.left_after(*height);
            }
        }
        reached
    }

    /// Puts a cell (over `rows` rows, if it is one to centre) in the middle of its height; in that
    /// of its first row, if the others may be on another page.
    fn centre(&self, mut cell: CellSlab, row: usize, rows: Option<usize>) -> CellSlab {
        if let Some(rows) = rows {
            let all: Length = self.heights[row..row + rows].iter().copied().sum();
            let height = if all > self.tall {
                self.heights[row]
            } else {
                all
            };
            let used = slab::height(&cell.slabs) + self.padding.1 * 2;
            cell.top = height.left_after(used) / 2;
        }
        cell
    }

    /// Remembers the head for the pages to come, unless it would fill them.
    fn remember_head(&mut self, slabs: &[Slab]) {
        let heights = &self.heights[..self.frame.head];
        let height: Length = heights.iter().copied().sum();
        if height + slab::height(&self.frame.continued) > self.tall {
            self.frame.continued.clear();
        }
        if height > self.tall {
            return;
        }
        let rows = slabs.iter().filter_map(|slab| match &slab.content {
            SlabContent::Row(row) => Some(row),
            SlabContent::Items(_) => None,
        });
        let mut y = Length::ZERO;
        for (row, height) in rows.zip(heights) {
            let mut items = row.clone().into_items();
            slab::shift(&mut items, Length::ZERO, y);
            self.frame.head_items.append(&mut items);
            y += *height;
        }
        self.frame.head_heights = heights.to_vec();
    }
}

/// Turns the rows of a table inside a cell into slabs with rules of their own. A row higher than
/// `tall` becomes several, between which a page may end.
pub(super) fn closed_rows(slabs: Vec<Slab>, frames: &[TableFrame], tall: Length) -> Vec<Slab> {
    let mut closed = Vec::with_capacity(slabs.len());
    for slab in slabs {
        match slab.content {
            SlabContent::Items(_) => closed.push(slab),
            SlabContent::Row(row) => {
                let frame = &frames[row.table];
                let height = slab.height.max(row.alone);
                let outer = Slab {
                    content: SlabContent::Items(Vec::new()),
                    ..slab
                };
                if height > tall {
                    close_tall_row(row, frame, tall, &outer, &mut closed);
                } else {
                    closed.push(close_row(row, frame, height, (true, true), &outer));
                }
            }
        }
    }
    closed
}

/// A row with its rules, `ends` of which tell whether it has an upper and a lower one.
fn close_row(
    row: RowSlab,
    frame: &TableFrame,
    height: Length,
    ends: (bool, bool),
    outer: &Slab,
) -> Slab {
    let band = Band {
        row: row.row,
        top: Length::ZERO,
        bottom: height,
    };
    let mut rules = borders::rules(frame, &[band], Length::ZERO);
    rules.retain(|item| match &item.shape {
        Shape::Rule(rule) if rule.from.1 == rule.to.1 => {
            if rule.from.1 == band.top {
                ends.0
            } else {
                ends.1
            }
        }
        _ => true,
    });
    let mut items = row.into_items();
    items.append(&mut rules);
    Slab {
        before: outer.before,
        after: outer.after,
        keep: outer.keep,
        tied: outer.tied,
        ..Slab::plain(height, items)
    }
}

/// The parts of a row that no page may hold, each low enough to stand at the end of one.
fn close_tall_row(
    mut rest: RowSlab,
    frame: &TableFrame,
    tall: Length,
    outer: &Slab,
    out: &mut Vec<Slab>,
) {
    rest.start_at_top();
    rest.reached = Length::ZERO;
    let mut is_first = true;
    loop {
        let counts = rest.counts(tall / 4);
        let part = rest.take(&counts.unwrap_or_else(|| rest.least_counts()));
        let is_last = rest.slabs().next().is_none();
        let height = part.height();
        let zero = Length::ZERO;
        let around = Slab {
            before: if is_first { outer.before } else { zero },
            after: if is_last { outer.after } else { zero },
            keep: is_last && outer.keep,
            tied: is_last && outer.tied,
            ..Slab::plain(height, Vec::new())
        };
        out.push(close_row(part, frame, height, (is_first, is_last), &around));
        is_first = false;
        if is_last {
            return;
        }
    }
}

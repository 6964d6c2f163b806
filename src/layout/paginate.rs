//! Pages: slabs are put one below the other, and a new page begins where they do not fit.
//!
//! Slabs that keep with each other form a chain, which moves to a new page as a whole. A chain
//! that is higher than a page is broken anyway, so there is always progress.

use super::borders::{self, Band};
use super::page::{Artifact, Item, Owner, Page};
use super::slab::{self, Slab, SlabContent};
use super::table::{CellSlab, RowSlab, TableFrame};
use crate::kind::style::Sheet;
use crate::length::Length;

/// The rows of a table on the current page.
struct OpenTable {
    table: usize,
    bands: Vec<Band>,
}

/// Puts slabs on pages.
pub(super) struct Paginator {
    sheet: Sheet,
    pages: Vec<Page>,
    items: Vec<Item>,
    frames: Vec<TableFrame>,
    /// How much of the height of the text is used.
    used: Length,
    /// The space below the last slab of the page; none at the top.
    above: Option<Length>,
    open: Option<OpenTable>,
}

impl Paginator {
    pub(super) fn new(sheet: Sheet) -> Self {
        Self {
            sheet,
            pages: Vec::new(),
            items: Vec::new(),
            frames: Vec::new(),
            used: Length::ZERO,
            above: None,
            open: None,
        }
    }

    /// Goes on with pages of another kind, from a new page if any text is on this one.
    pub(super) fn turn(&mut self, sheet: Sheet) {
        if sheet != self.sheet {
            if self.above.is_some() {
                self.new_page();
            }
            self.sheet = sheet;
        }
    }

    /// Puts the slabs of a section on pages.
    pub(super) fn place(&mut self, mut slabs: Vec<Slab>, frames: Vec<TableFrame>) {
        self.frames = frames;
        let mut start = 0;
        while start < slabs.len() {
            let length = slabs[start..].iter().position(|slab| !slab.keep);
            let end = length.map_or(slabs.len(), |length| start + length + 1);
            self.place_chain(&mut slabs[start..end]);
            start = end;
        }
        self.close_table();
    }

    /// The pages, at least one.
    pub(super) fn finish(mut self) -> Vec<Page> {
        if self.above.is_some() || self.pages.is_empty() {
            self.new_page();
        }
        self.pages
    }

    fn place_chain(&mut self, chain: &mut [Slab]) {
        let room = self.sheet.text_height();
        if self.used + self.chain_height(chain, self.above) > room && self.above.is_some() {
            let open = self.open.take();
            let fits_a_page = self.chain_height(chain, None) <= room;
            self.open = open;
            if fits_a_page || self.used > room / 2 {
                self.new_page();
            }
        }
        let is_whole = self.used + self.chain_height(chain, self.above) <= room;
        for slab in chain {
            self.place_slab(slab, is_whole);
        }
    }

    /// The height that a chain needs: of a last row that may be divided, its first lines.
    fn chain_height(&self, chain: &[Slab], mut above: Option<Length>) -> Length {
        let mut height = chain
            .first()
            .map_or(Length::ZERO, |first| self.head_height(first));
        for (number, slab) in chain.iter().enumerate() {
            height += above.map_or(Length::ZERO, |after| after.max(slab.before));
            above = Some(slab.after);
            height += match &slab.content {
                SlabContent::Row(row) if row.divisible && number + 1 == chain.len() => {
                    slab.height.min(row.first_lines())
                }
                _ => slab.height,
            };
        }
        height
    }

    /// The height of the head that must be repeated before this slab.
    fn head_height(&self, slab: &Slab) -> Length {
        match &slab.content {
            SlabContent::Row(row) => self.head_height_of(row),
            SlabContent::Items(_) => Length::ZERO,
        }
    }

    fn is_open(&self, table: usize) -> bool {
        self.open.as_ref().is_some_and(|open| open.table == table)
    }

    /// Places a slab; if it is not part of a chain that fits, on a new page when it must be.
    fn place_slab(&mut self, slab: &mut Slab, is_in_whole: bool) {
        let content = std::mem::replace(&mut slab.content, SlabContent::Items(Vec::new()));
        match content {
            SlabContent::Items(items) => {
                self.close_table();
                if !is_in_whole
                    && self.used + self.gap(slab) + slab.height > self.sheet.text_height()
                {
                    self.break_page();
                }
                self.used += self.gap(slab);
                self.add(items, slab.height);
            }
            SlabContent::Row(row) => self.place_row(slab, row, is_in_whole),
        }
        self.above = Some(slab.after);
    }

    fn gap(&self, slab: &Slab) -> Length {
        self.above
            .map_or(Length::ZERO, |after| after.max(slab.before))
    }

    fn place_row(&mut self, slab: &Slab, row: RowSlab, is_in_whole: bool) {
        let height = if is_in_whole {
            slab.height
        } else {
            slab.height.max(row.alone)
        };
        let room = self.sheet.text_height();
        let needed = self.head_height_of(&row) + self.gap(slab);
        if self.used + needed + height > room {
            if row.divisible {
                return self.divide_row(slab, row, height);
            }
            self.break_page();
        }
        self.open_table(&row, slab);
        if self.used + height > room {
            // Not even a page of its own is high enough.
            return self.divide_row(slab, row, height);
        }
        self.add_row(row, height);
    }

    fn head_height_of(&self, row: &RowSlab) -> Length {
        if self.is_open(row.table) || row.row < self.frames[row.table].head {
            return Length::ZERO;
        }
        self.frames[row.table].head_heights.iter().copied().sum()
    }

    /// Divides a row between pages; every part holds at least one line of a cell.
    fn divide_row(&mut self, slab: &Slab, mut row: RowSlab, mut height: Length) {
        let room = self.sheet.text_height();
        let needed = self.head_height_of(&row) + self.gap(slab);
        if self.used + needed + row.first_lines() > room {
            self.break_page();
        }
        loop {
            self.open_table(&row, slab);
            let left = room.left_after(self.used);
            let is_empty = row.cells.iter().all(|cell| cell.slabs.is_empty());
            if is_empty || row.height() <= left {
                let height = row.height().max(height.min(left));
                return self.add_row(row, height);
            }
            let part = row.split(left);
            let part_height = part.height();
            height = height.left_after(part_height);
            self.add_row(part, part_height);
            self.new_page();
        }
    }

    /// Makes the table of a row the open one, with its head shown again if it was broken.
    fn open_table(&mut self, row: &RowSlab, slab: &Slab) {
        if self.is_open(row.table) {
            return;
        }
        self.close_table();
        self.used += self.gap(slab);
        self.open = Some(OpenTable {
            table: row.table,
            bands: Vec::new(),
        });
        let frame = &self.frames[row.table];
        if row.row < frame.head || frame.head_heights.is_empty() {
            return;
        }
        let mut items = frame.head_items.clone();
        for item in &mut items {
            item.owner = Owner::Artifact(Artifact::Pagination);
        }
        let heights = frame.head_heights.clone();
        slab::shift(
            &mut items,
            self.sheet.margins.left,
            self.sheet.margins.top + self.used,
        );
        self.items.append(&mut items);
        for (row, height) in heights.into_iter().enumerate() {
            self.band(row, height);
        }
    }

    fn add_row(&mut self, row: RowSlab, height: Length) {
        let number = row.row;
        let mut items = row.into_items();
        slab::shift(
            &mut items,
            self.sheet.margins.left,
            self.sheet.margins.top + self.used,
        );
        self.items.append(&mut items);
        self.band(number, height);
        self.above = Some(Length::ZERO);
    }

    fn band(&mut self, row: usize, height: Length) {
        let top = self.sheet.margins.top + self.used;
        self.used += height;
        if let Some(open) = &mut self.open {
            open.bands.push(Band {
                row,
                top,
                bottom: top + height,
            });
        }
    }

    fn add(&mut self, mut items: Vec<Item>, height: Length) {
        slab::shift(
            &mut items,
            self.sheet.margins.left,
            self.sheet.margins.top + self.used,
        );
        self.items.append(&mut items);
        self.used += height;
    }

    /// Draws the rules of the table on this page.
    fn close_table(&mut self) {
        if let Some(open) = self.open.take() {
            let rules = borders::rules(
                &self.frames[open.table],
                &open.bands,
                self.sheet.margins.left,
            );
            self.items.extend(rules);
        }
    }

    /// Begins a new page unless this one is still empty.
    fn break_page(&mut self) {
        if self.above.is_some() {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        self.close_table();
        let items = std::mem::take(&mut self.items);
        self.pages.push(Page {
            width: self.sheet.width,
            height: self.sheet.height,
            items,
        });
        self.used = Length::ZERO;
        self.above = None;
    }
}

impl RowSlab {
    /// The height that the text of the row needs.
    fn height(&self) -> Length {
        let text = self
            .cells
            .iter()
            .map(|cell| cell.top + slab::height(&cell.slabs))
            .max();
        text.unwrap_or_default() + self.padding * 2
    }

    /// The height of the first lines of every cell.
    fn first_lines(&self) -> Length {
        let first = |cell: &CellSlab| {
            let count = cell
                .slabs
                .iter()
                .position(|slab| !slab.keep)
                .map_or(cell.slabs.len(), |at| at + 1);
            slab::height(&cell.slabs[..count.min(2)])
        };
        self.cells.iter().map(first).max().unwrap_or_default() + self.padding * 2
    }

    /// Takes the part of the row that fits in `room`, and at least a line of a cell.
    fn split(&mut self, room: Length) -> Self {
        let inner = room.left_after(self.padding * 2);
        let mut counts: Vec<usize> = self
            .cells
            .iter()
            .map(|cell| fitting(&cell.slabs, inner))
            .collect();
        if counts.iter().all(|count| *count == 0) {
            for (count, cell) in counts.iter_mut().zip(&self.cells) {
                *count = cell.slabs.len().min(1);
            }
        }
        let take = |(cell, count): (&mut CellSlab, usize)| {
            let rest = cell.slabs.split_off(count);
            let slabs = std::mem::replace(&mut cell.slabs, rest);
            let top = std::mem::take(&mut cell.top);
            CellSlab {
                x: cell.x,
                top,
                slabs,
            }
        };
        let cells = self.cells.iter_mut().zip(counts).map(take).collect();
        Self {
            cells,
            ..self.clone_frame()
        }
    }

    /// The row without its cells.
    fn clone_frame(&self) -> Self {
        let Self {
            table,
            row,
            alone,
            divisible,
            padding,
            ..
        } = *self;
        Self {
            table,
            row,
            cells: Vec::new(),
            alone,
            divisible,
            padding,
        }
    }
}

/// How many slabs of a cell fit in `room`, preferably so that none is cut from what it keeps with.
fn fitting(slabs: &[Slab], room: Length) -> usize {
    let (mut used, mut above) = (Length::ZERO, None);
    let (mut fit, mut good) = (0, 0);
    for slab in slabs {
        used += slab::gap(above, slab) + slab.height;
        if used > room {
            break;
        }
        above = Some(slab);
        fit += 1;
        if !slab.keep {
            good = fit;
        }
    }
    if good > 0 { good } else { fit }
}

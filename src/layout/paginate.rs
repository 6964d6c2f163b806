//! Pages: slabs are put one below the other, and a new page begins where they do not fit.
//!
//! Slabs that keep with each other form a chain, which moves to a new page as a whole. A chain
//! that is higher than a page is broken anyway, so there is always progress.

use super::borders::{self, Band};
use super::notes::{self, Foot, Notes};
use super::page::{Artifact, Item, NodeId, Page};
use super::redline::Redline;
use super::slab::{self, Slab, SlabContent};
use super::table::{RowSlab, TableFrame};
use crate::kind::style::Sheet;
use crate::length::Length;

/// The rows of a table on the current page.
struct OpenTable {
    table: usize,
    bands: Vec<Band>,
}

/// Puts slabs on pages.
pub(super) struct Paginator<'a> {
    sheet: Sheet,
    redline: Redline<'a>,
    /// The upper and the lower edges of the marked rows of the page.
    revised: Vec<(Length, Length)>,
    pages: Vec<Page>,
    items: Vec<Item>,
    frames: Vec<TableFrame>,
    /// How much of the height of the text is used.
    used: Length,
    /// The space below the last slab of the page; none at the top.
    above: Option<Length>,
    open: Option<OpenTable>,
    /// The table that began last; what comes of it on another page continues it.
    begun: Option<usize>,
    foot: Foot,
}

impl<'a> Paginator<'a> {
    pub(super) fn new(sheet: Sheet, redline: Redline<'a>) -> Self {
        Self {
            sheet,
            redline,
            revised: Vec::new(),
            pages: Vec::new(),
            items: Vec::new(),
            frames: Vec::new(),
            used: Length::ZERO,
            above: None,
            open: None,
            begun: None,
            foot: Foot::default(),
        }
    }

    /// Goes on with pages of another kind, from a new page if anything is on this one.
    pub(super) fn turn(&mut self, sheet: Sheet) {
        if sheet != self.sheet {
            // Notes are as wide as the text of their section.
            while self.holds_anything() {
                self.new_page();
            }
            self.sheet = sheet;
        }
    }

    /// Puts the slabs of a section on pages.
    pub(super) fn place(&mut self, mut slabs: Vec<Slab>, frames: Vec<TableFrame>, notes: Notes) {
        self.frames = frames;
        self.foot.waiting.extend(notes);
        for chain in slabs.chunk_by_mut(|slab, _| slab.keep || slab.tied) {
            self.place_chain(chain);
        }
        self.close_table();
        self.begun = None;
    }

    /// The pages, at least one.
    pub(super) fn finish(mut self) -> Vec<Page> {
        self.foot.give_up();
        while self.holds_anything() || self.pages.is_empty() {
            self.new_page();
        }
        self.pages
    }

    /// Places slabs that stay together; if no page has room for all, at least those that must.
    fn place_chain(&mut self, chain: &mut [Slab]) {
        if chain.iter().any(|slab| slab.tied) && !self.fits_a_page(chain) {
            for part in chain.chunk_by_mut(|slab, _| slab.keep) {
                self.place_part(part);
            }
        } else {
            self.place_part(chain);
        }
    }

    fn place_part(&mut self, chain: &mut [Slab]) {
        let notes = self.notes_of(chain);
        let mut is_whole = self.fits(self.chain_height(chain, false), &notes);
        if !is_whole && (self.fits_a_page(chain) || self.used > self.sheet.text_height() / 2) {
            self.new_page_for(|pages| pages.chain_height(chain, false), &notes);
            is_whole = self.fits(self.chain_height(chain, false), &notes);
        }
        for slab in chain {
            self.place_slab(slab, is_whole);
        }
        self.foot.fill(self.foot_room());
    }

    /// Whether something so high fits on the page with the notes that it calls.
    fn fits(&self, height: Length, notes: &[NodeId]) -> bool {
        let foot = self.foot.need(notes);
        foot.is_some_and(|foot| self.used + height + foot <= self.sheet.text_height())
    }

    fn fits_a_page(&self, chain: &[Slab]) -> bool {
        let foot = self.foot.need_alone(&self.notes_of(chain));
        self.chain_height(chain, true) + foot <= self.sheet.text_height()
    }

    /// Begins new pages until something fits with its notes, or a page is empty.
    fn new_page_for(&mut self, height: impl Fn(&Self) -> Length, notes: &[NodeId]) {
        while !self.fits(height(self), notes) && self.holds_anything() {
            self.new_page();
        }
    }

    /// The height that a chain needs, on this page or on a fresh one: of a last row that may be
    /// divided, its first lines.
    fn chain_height(&self, chain: &[Slab], is_fresh: bool) -> Length {
        let mut above = if is_fresh { None } else { self.above };
        let mut height = match chain.first().map(|first| &first.content) {
            Some(SlabContent::Row(row)) => self.resumption(row, is_fresh),
            _ => Length::ZERO,
        };
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

    /// The notes that a chain calls: of a last row that may be divided, those of its first lines.
    fn notes_of(&self, chain: &[Slab]) -> Vec<NodeId> {
        let Some((last, others)) = chain.split_last() else {
            return Vec::new();
        };
        let mut notes = self.called(others);
        notes.append(&mut match &last.content {
            SlabContent::Row(row) if row.divisible => self.called(row.first_slabs()),
            _ => self.called([last]),
        });
        notes
    }

    fn called<'s>(&self, slabs: impl IntoIterator<Item = &'s Slab>) -> Vec<NodeId> {
        notes::called(slabs, &self.foot.waiting)
    }

    /// The height of what says again, before this row, which table it is of.
    fn resumption(&self, row: &RowSlab, is_fresh: bool) -> Length {
        if self.is_open(row.table) && !is_fresh {
            return Length::ZERO;
        }
        let frame = &self.frames[row.table];
        let mut height = Length::ZERO;
        if self.begun == Some(row.table) {
            height += slab::height(&frame.continued);
        }
        if row.row >= frame.head {
            height += frame.head_heights.iter().copied().sum();
        }
        height
    }

    fn is_open(&self, table: usize) -> bool {
        self.open.as_ref().is_some_and(|open| open.table == table)
    }

    /// Places a slab; if it is not part of a chain that fits, on a new page when it must be.
    fn place_slab(&mut self, slab: &mut Slab, is_in_whole: bool) {
        let called = self.called([&*slab]);
        let content = std::mem::replace(&mut slab.content, SlabContent::Items(Vec::new()));
        match content {
            SlabContent::Items(items) => {
                self.close_table();
                if !is_in_whole {
                    self.new_page_for(|pages| pages.gap(slab) + slab.height, &called);
                }
                self.used += self.gap(slab);
                self.foot.call(&called);
                self.add(items, slab.height);
            }
            SlabContent::Row(row) => self.place_row(slab, row, (is_in_whole, called)),
        }
        self.above = Some(slab.after);
    }

    fn gap(&self, slab: &Slab) -> Length {
        self.above
            .map_or(Length::ZERO, |after| after.max(slab.before))
    }

    fn place_row(&mut self, slab: &Slab, row: RowSlab, (is_in_whole, called): (bool, Vec<NodeId>)) {
        let height = if is_in_whole {
            slab.height
        } else {
            slab.height.max(row.alone)
        };
        let needed = |pages: &Self| pages.resumption(&row, false) + pages.gap(slab) + height;
        if !self.fits(needed(self), &called) {
            if row.divisible {
                return self.divide_row(slab, row, height);
            }
            self.new_page_for(needed, &called);
        }
        self.open_table(&row, slab);
        if !self.fits(height, &called) {
            // Not even a page of its own is high enough, with the head and the notes.
            return self.divide_row(slab, row, height);
        }
        self.foot.call(&called);
        self.add_row(row, height);
    }

    /// Divides a row between pages; every part holds at least one line of a cell.
    fn divide_row(&mut self, slab: &Slab, mut row: RowSlab, mut height: Length) {
        loop {
            let first = self.called(row.first_slabs());
            let needed =
                |pages: &Self| pages.resumption(&row, false) + pages.gap(slab) + row.first_lines();
            self.new_page_for(needed, &first);
            self.open_table(&row, slab);
            let all = self.called(row.slabs());
            if self.fits(row.height(), &all) {
                self.foot.call(&all);
                let height = row.height().max(height.min(self.room_left()));
                return self.add_row(row, height);
            }
            row.start_at_top();
            let counts = self.part(&row);
            let part = row.take(&counts);
            let part_height = part.height();
            height = height.left_after(part_height);
            let called = self.called(part.slabs());
            self.foot.call(&called);
            self.add_row(part, part_height);
            if row.slabs().next().is_none() {
                return;
            }
            self.new_page();
        }
    }

    /// How many slabs of every cell of a row fit on the page with the notes that they call.
    fn part(&self, row: &RowSlab) -> Vec<usize> {
        let mut room = self.room_left();
        while let Some(counts) = row.counts(room) {
            let height = row.height_of(&counts);
            if self.fits(height, &self.called(row.slabs_of(&counts))) {
                return counts;
            }
            // Less than this part is the next that may fit.
            room = row.text_of(&counts).min(room).left_after(Length::milli(1));
        }
        row.least_counts()
    }

    /// The height that text and notes leave on the page.
    fn room_left(&self) -> Length {
        let foot = self.foot.need(&[]).unwrap_or_default();
        self.foot_room().left_after(foot)
    }

    /// The height that the text leaves for notes.
    fn foot_room(&self) -> Length {
        self.sheet.text_height().left_after(self.used)
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
        if self.begun.replace(row.table) == Some(row.table) {
            self.add_continued(row.table);
        }
        let frame = &self.frames[row.table];
        if row.row < frame.head || frame.head_heights.is_empty() {
            return;
        }
        let mut items = frame.head_items.clone();
        slab::make_artifact(&mut items, Artifact::Repeated);
        let heights = frame.head_heights.clone();
        self.put(items);
        for (row, height) in heights.into_iter().enumerate() {
            self.band(row, height);
        }
    }

    /// Says above the rest of a table what it is the rest of.
    fn add_continued(&mut self, table: usize) {
        let lines = self.frames[table].continued.clone();
        let height = slab::height(&lines);
        let mut items = slab::items(lines, Length::ZERO, Length::ZERO);
        slab::make_artifact(&mut items, Artifact::Repeated);
        self.add(items, height);
    }

    fn add_row(&mut self, row: RowSlab, height: Length) {
        let number = row.row;
        self.put(row.into_items());
        self.band(number, height);
        self.above = Some(Length::ZERO);
    }

    fn band(&mut self, row: usize, height: Length) {
        let top = self.sheet.margins.top + self.used;
        self.used += height;
        if let Some(open) = &mut self.open {
            let bottom = top + height;
            open.bands.push(Band { row, top, bottom });
            if self.frames[open.table].revised[row] {
                self.revised.push((top, bottom));
            }
        }
    }

    /// Adds items of this height.
    fn add(&mut self, items: Vec<Item>, height: Length) {
        self.put(items);
        self.used += height;
    }

    /// Puts items below what stands on the page.
    fn put(&mut self, mut items: Vec<Item>) {
        let margins = self.sheet.margins;
        slab::shift(&mut items, margins.left, margins.top + self.used);
        self.items.append(&mut items);
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

    /// Whether text or notes stand on the page.
    fn holds_anything(&self) -> bool {
        self.above.is_some() || self.foot.holds_anything()
    }

    fn new_page(&mut self) {
        self.close_table();
        let Sheet {
            margins,
            width,
            height,
        } = self.sheet;
        let room = self.sheet.text_height();
        self.foot.fill(self.foot_room());
        self.foot.go_on(self.foot_room());
        self.items
            .extend(self.foot.set(margins.left, margins.top + room));
        let mut items = std::mem::take(&mut self.items);
        let revised = std::mem::take(&mut self.revised);
        self.redline.draw(&mut items, revised, self.sheet);
        self.pages.push(Page {
            width,
            height,
            items,
        });
        self.used = Length::ZERO;
        self.above = None;
        // The rest of a note leaves room for text.
        self.foot.begin(room * 2 / 3);
    }
}

//! Dividing: a row of a table that is too high for its page is parted between lines.

use super::slab::{self, Slab};
use super::table::{CellSlab, RowSlab};
use crate::length::Length;

impl RowSlab {
    /// What stands in the cells of the row.
    pub(super) fn slabs(&self) -> impl Iterator<Item = &Slab> {
        self.cells.iter().flat_map(|cell| &cell.slabs)
    }

    /// The height that the text of the row needs.
    pub(super) fn height(&self) -> Length {
        let text = self
            .cells
            .iter()
            .map(|cell| cell.top + slab::height(&cell.slabs))
            .max();
        (text.unwrap_or_default() + self.padding * 2).max(self.reached)
    }

    /// The first lines of every cell, with which the row begins on a page.
    pub(super) fn first_slabs(&self) -> impl Iterator<Item = &Slab> {
        self.cells.iter().flat_map(CellSlab::first)
    }

    /// The height of the first lines of every cell.
    pub(super) fn first_lines(&self) -> Length {
        let first = |cell: &CellSlab| slab::height(cell.first());
        let first = self.cells.iter().map(first).max().unwrap_or_default();
        (first + self.padding * 2).max(self.reached)
    }

    /// Text that stood in the middle of its cell starts at the top, as that of a divided row must.
    pub(super) fn start_at_top(&mut self) {
        for cell in &mut self.cells {
            cell.top = Length::ZERO;
        }
    }

    /// How many slabs of every cell fit in `room`; none if not even one of any does.
    pub(super) fn counts(&self, room: Length) -> Option<Vec<usize>> {
        let inner = room.left_after(self.padding * 2);
        let counts: Vec<usize> = self
            .cells
            .iter()
            .map(|cell| slab::fitting(&cell.slabs, inner, None))
            .collect();
        counts.iter().any(|count| *count > 0).then_some(counts)
    }

    /// One slab of every cell that has any: the least that a part of the row can hold.
    pub(super) fn least_counts(&self) -> Vec<usize> {
        let cells = self.cells.iter();
        cells.map(|cell| cell.slabs.len().min(1)).collect()
    }

    /// The part of the row with so many slabs of every cell.
    pub(super) fn slabs_of<'a>(&'a self, counts: &'a [usize]) -> impl Iterator<Item = &'a Slab> {
        let cells = self.cells.iter().zip(counts);
        cells.flat_map(|(cell, count)| &cell.slabs[..*count])
    }

    /// The height of the part of the row with so many slabs of every cell.
    pub(super) fn height_of(&self, counts: &[usize]) -> Length {
        self.text_of(counts).max(self.reached)
    }

    /// The height that so many slabs of every cell need.
    pub(super) fn text_of(&self, counts: &[usize]) -> Length {
        let cells = self.cells.iter().zip(counts);
        let heights = cells.map(|(cell, count)| slab::height(&cell.slabs[..*count]));
        heights.max().unwrap_or_default() + self.padding * 2
    }

    /// Takes so many slabs of every cell.
    pub(super) fn take(&mut self, counts: &[usize]) -> Self {
        let take = |(cell, count): (&mut CellSlab, &usize)| {
            let rest = cell.slabs.split_off(*count);
            let slabs = std::mem::replace(&mut cell.slabs, rest);
            let CellSlab { x, top, .. } = *cell;
            CellSlab { x, top, slabs }
        };
        let cells = self.cells.iter_mut().zip(counts).map(take).collect();
        let reached = std::mem::take(&mut self.reached);
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
            cells,
            alone,
            reached,
            divisible,
            padding,
        }
    }
}

impl CellSlab {
    /// The first lines: those that stay together, but no more than two.
    fn first(&self) -> &[Slab] {
        let end = self.slabs.iter().position(|slab| !slab.keep);
        let count = end.map_or(self.slabs.len(), |end| end + 1);
        &self.slabs[..count.min(2)]
    }
}

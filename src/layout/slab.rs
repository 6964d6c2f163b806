//! Slabs: what a column of text is made of, from top to bottom.
//!
//! A slab is never divided between pages, but for the rows of tables that are too high. Lines,
//! rules, signatures and rows are slabs; the paginator puts one below the other.

use super::page::{Artifact, Item, Outline, Owner, Segment, Shape};
use super::table::RowSlab;
use crate::document::Revision;
use crate::length::Length;

/// A piece of a column.
#[derive(Debug, Clone)]
pub(super) struct Slab {
    /// How high it is, without the space around it.
    pub height: Length,
    /// Space above; the larger of this and the one below the slab before it holds.
    pub before: Length,
    /// Space below.
    pub after: Length,
    /// Whether it must stay on the page of the next slab.
    pub keep: bool,
    /// Whether it stays there if one page has room for all that does.
    pub tied: bool,
    /// What stands in it.
    pub content: SlabContent,
}

/// What stands in a slab.
#[derive(Debug, Clone)]
pub(super) enum SlabContent {
    /// Items, placed from the upper left corner of the slab.
    Items(Vec<Item>),
    /// A row of a table.
    Row(RowSlab),
}

impl Slab {
    /// A slab with nothing around it.
    pub(super) fn plain(height: Length, items: Vec<Item>) -> Self {
        let zero = Length::ZERO;
        Self {
            height,
            before: zero,
            after: zero,
            keep: false,
            tied: false,
            content: SlabContent::Items(items),
        }
    }

    /// Marks what stands in it, unless it is a row.
    pub(super) fn mark(&mut self, revision: Option<Revision>) {
        if let SlabContent::Items(items) = &mut self.content {
            items.iter_mut().for_each(|item| item.revision = revision);
        }
    }

    /// How many lines stand below each other in it.
    pub(super) fn lines(&self) -> usize {
        match &self.content {
            SlabContent::Items(_) => 1,
            SlabContent::Row(row) => {
                let lines = row.cells.iter().map(|cell| cell.slabs.len());
                lines.max().unwrap_or(0)
            }
        }
    }
}

/// The gap between two slabs.
pub(super) fn gap(above: Option<&Slab>, below: &Slab) -> Length {
    above.map_or(below.before, |above| above.after.max(below.before))
}

/// The height of slabs one below the other, with the space before the first and after the last.
pub(super) fn height(slabs: &[Slab]) -> Length {
    let mut above = None;
    let mut height = Length::ZERO;
    for slab in slabs {
        height += gap(above, slab) + slab.height;
        above = Some(slab);
    }
    height + above.map_or(Length::ZERO, |last| last.after)
}

/// How many slabs fit in `room`, the first of them under `above`; preferably so that none is cut
/// from what it keeps with.
pub(super) fn fitting<'a>(slabs: &'a [Slab], room: Length, mut above: Option<&'a Slab>) -> usize {
    let mut used = Length::ZERO;
    let (mut fit, mut good) = (0, 0);
    for slab in slabs {
        used += gap(above, slab) + slab.height;
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

/// The items of slabs one below the other, from this place; the space before the first counts.
pub(super) fn items(slabs: impl IntoIterator<Item = Slab>, x: Length, mut y: Length) -> Vec<Item> {
    let mut items = Vec::new();
    let mut above: Option<Length> = None;
    for slab in slabs {
        y += above.map_or(slab.before, |after| after.max(slab.before));
        above = Some(slab.after);
        let mut inner = match slab.content {
            SlabContent::Items(items) => items,
            SlabContent::Row(row) => row.into_items(),
        };
        shift(&mut inner, x, y);
        items.append(&mut inner);
        y += slab.height;
    }
    items
}

/// Makes items what runs at the edges of pages or is shown on them again: no content.
pub(super) fn make_artifact(items: &mut [Item], artifact: Artifact) {
    for item in items {
        item.owner = Owner::Artifact(artifact);
    }
}

/// Moves items to the right and down.
pub(super) fn shift(items: &mut [Item], x: Length, y: Length) {
    for item in items {
        match &mut item.shape {
            Shape::Glyphs(run) => {
                run.x += x;
                run.y += y;
            }
            Shape::Picture {
                x: left, y: top, ..
            } => {
                *left += x;
                *top += y;
            }
            Shape::Rule(rule) => {
                for end in [&mut rule.from, &mut rule.to] {
                    end.0 += x;
                    end.1 += y;
                }
            }
            Shape::Path(path) => {
                for outline in &mut path.outlines {
                    outline.shift(x, y);
                }
            }
        }
    }
}

impl Outline {
    fn shift(&mut self, x: Length, y: Length) {
        let shift = |point: &mut (Length, Length)| {
            point.0 += x;
            point.1 += y;
        };
        shift(&mut self.start);
        for segment in &mut self.segments {
            match segment {
                Segment::Line(end) => shift(end),
                Segment::Curve(first, second, end) => {
                    [first, second, end].into_iter().for_each(shift);
                }
            }
        }
    }
}

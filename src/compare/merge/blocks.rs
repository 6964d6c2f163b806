//! Blocks, and what stands in them.

use std::sync::Arc;

use super::lines::{marked, merge_captions, merge_lines};
use super::sketch::Sketch;
use super::weave::{Woven, fill, weave};
use super::{Merger, rows};
use crate::document::{
    Block, Chart, Figure, Inline, List, ListItem, Mark, Paragraph, Picture, Revision,
};

/// Whether two blocks can be shown as one that changed.
pub(super) fn fit(old: &Block, new: &Block) -> bool {
    match (old, new) {
        (Block::Heading(old), Block::Heading(new)) => {
            (old.level, &old.role) == (new.level, &new.role)
        }
        (Block::Paragraph(old), Block::Paragraph(new)) => old.role == new.role,
        (Block::List(old), Block::List(new)) => old.marker == new.marker,
        (Block::Table(old), Block::Table(new)) => rows::tables_fit(old, new),
        (Block::Figure(old), Block::Figure(new)) => figures_fit(old, new),
        (Block::Chart(old), Block::Chart(new)) => charts_fit(old, new),
        (Block::Contents(old), Block::Contents(new)) => old == new,
        (Block::Mark(old), Block::Mark(new)) => old.role == new.role,
        (Block::Signature(old), Block::Signature(new)) => {
            (&old.role, old.digital) == (&new.role, new.digital)
        }
        (Block::ClosingRule(old), Block::ClosingRule(new)) => old == new,
        _ => false,
    }
}

/// A description is not seen: what differs in nothing else would be shown twice, and look the same.
fn figures_fit(old: &Figure, new: &Figure) -> bool {
    let same = |(old, new): (&Picture, &Picture)| {
        Arc::ptr_eq(&old.image, &new.image) || old.image == new.image
    };
    old.role == new.role
        && old.pictures.len() == new.pictures.len()
        && old.pictures.iter().zip(&new.pictures).all(same)
}

fn charts_fit(old: &Chart, new: &Chart) -> bool {
    let drawn = |chart: &Chart| (chart.role.clone(), chart.sort, chart.unit.clone());
    drawn(old) == drawn(new)
        && old.categories == new.categories
        && old.series == new.series
        && old.axis == new.axis
}

impl Merger {
    /// Two lists of blocks in one.
    pub(super) fn blocks(&mut self, old: Vec<Block>, new: Vec<Block>) -> Vec<Block> {
        let sketches = |blocks: &[Block]| blocks.iter().map(Sketch::of_block).collect();
        let fits = |was: usize, is: usize, _| fit(&old[was], &new[is]);
        let plan = match (old.as_slice(), new.as_slice()) {
            // Most cells: how much is alike does not matter.
            ([was], [is]) if fit(was, is) => vec![Woven::Stays(0, 0)],
            _ => weave(sketches(&old), sketches(&new), fits, Some(&mut self.moves)),
        };
        let mut merged = Vec::with_capacity(plan.len());
        for step in fill(plan, old, new) {
            self.push(step, &mut merged);
        }
        merged
    }

    /// Adds what became of a block.
    pub(super) fn push(&mut self, step: Woven<Block>, merged: &mut Vec<Block>) {
        let revised = |revision, block| Block::Revised(revision, Box::new(block));
        match step {
            Woven::Stays(old, new) => merged.push(self.block(old, new)),
            Woven::Replaced(old, new) => merged.extend([
                revised(Revision::Deleted, old),
                revised(Revision::Inserted, new),
            ]),
            Woven::Gone(old, number) => merged.push(revised(away(number), old)),
            Woven::New(new, number) => merged.push(revised(here(number), new)),
        }
    }

    /// Two blocks that [`fit`] in one.
    fn block(&mut self, old: Block, new: Block) -> Block {
        match (old, new) {
            (Block::Heading(old), Block::Heading(mut new)) => {
                new.content = merge_lines(old.content, new.content);
                Block::Heading(new)
            }
            (Block::Paragraph(old), Block::Paragraph(new)) => Block::Paragraph(Paragraph {
                content: merge_lines(old.content, new.content),
                role: new.role,
            }),
            (Block::List(old), Block::List(new)) => Block::List(List {
                items: self.items(old.items, new.items),
                marker: new.marker,
            }),
            (Block::Table(old), Block::Table(new)) => Block::Table(self.table(old, new)),
            (Block::Figure(old), Block::Figure(mut new)) => {
                new.caption = merge_captions(old.caption, new.caption);
                new.id = new.id.or(old.id);
                Block::Figure(new)
            }
            (Block::Chart(old), Block::Chart(mut new)) => {
                new.caption = merge_captions(old.caption, new.caption);
                new.id = new.id.or(old.id);
                Block::Chart(new)
            }
            (Block::Mark(old), Block::Mark(new)) => Block::Mark(Mark {
                lines: merge_mark(old.lines, new.lines),
                role: new.role,
            }),
            (Block::Signature(old), Block::Signature(mut new)) => {
                new.post = merge_lines(old.post, new.post);
                new.name = merge_lines(old.name, new.name);
                Block::Signature(new)
            }
            (_, new) => new,
        }
    }

    fn items(&mut self, old: Vec<ListItem>, new: Vec<ListItem>) -> Vec<ListItem> {
        let sketches = |items: &[ListItem]| items.iter().map(Sketch::of_item).collect();
        let moves = Some(&mut self.moves);
        let plan = weave(sketches(&old), sketches(&new), |_, _, _| true, moves);
        let mut merged = Vec::with_capacity(plan.len());
        let revised = |revision, blocks| ListItem {
            blocks,
            revision: Some(revision),
        };
        for step in fill(plan, old, new) {
            match step {
                Woven::Stays(old, new) | Woven::Replaced(old, new) => merged.push(ListItem {
                    blocks: self.blocks(old.blocks, new.blocks),
                    revision: None,
                }),
                Woven::Gone(old, number) => merged.push(revised(away(number), old.blocks)),
                Woven::New(new, number) => merged.push(revised(here(number), new.blocks)),
            }
        }
        merged
    }
}

/// The lines of a mark: each is one that changed, or is gone or new as a whole.
fn merge_mark(old: Vec<Vec<Inline>>, new: Vec<Vec<Inline>>) -> Vec<Vec<Inline>> {
    let sketches = |lines: &[Vec<Inline>]| lines.iter().map(|line| Sketch::of_line(line)).collect();
    let plan = weave(sketches(&old), sketches(&new), |_, _, _| true, None);
    let lines = fill(plan, old, new).map(|step| match step {
        Woven::Stays(old, new) | Woven::Replaced(old, new) => merge_lines(old, new),
        Woven::Gone(line, _) => marked(Revision::Deleted, line).collect(),
        Woven::New(line, _) => marked(Revision::Inserted, line).collect(),
    });
    lines.collect()
}

/// What became of what is gone from its place.
pub(super) fn away(number: Option<u32>) -> Revision {
    number.map_or(Revision::Deleted, Revision::MovedAway)
}

/// What became of what was not at its place.
pub(super) fn here(number: Option<u32>) -> Revision {
    number.map_or(Revision::Inserted, Revision::MovedHere)
}

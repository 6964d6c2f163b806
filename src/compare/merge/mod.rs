//! Two documents in one: all that stayed, all that is new, all that is gone, each in its place.
//!
//! The parts of both are paired by what they say ([`sketch`], [`weave`]): blocks, items of lists,
//! rows of tables ([`rows`]). Of a pair, the lines are compared word by word ([`lines`]). What
//! cannot be shown as one part that changed is shown as an old part that is gone beside a new one:
//! a paragraph with another role, a table with other columns, another picture.

mod blocks;
mod lines;
mod names;
mod rows;
mod sketch;
mod tokens;
mod walk;
mod weave;

use crate::document::{
    Block, Document, Inline, Orientation, Paragraph, Revision, Running, Section,
};
use lines::{marked, merge_lines};
use sketch::Sketch;
use weave::{Woven, fill, weave};

/// Puts two documents into one in which what changed is marked.
///
/// [`Document::accepted`] of it says what `new` says, [`Document::rejected`] what `old` says: the
/// same blocks, rows and cells with the same words in the same looks. What cannot be marked is that
/// of `new`: the sections, the properties, the shares of a table's columns, and what a table, a picture
/// and a chart are in words for those who do not see them.
/// Notes are counted anew, and what is gone gives up its name for links if something new has it.
///
/// Neither document may show changes already.
#[must_use]
pub fn merge(old: Document, new: Document) -> Document {
    let mut merger = Merger::default();
    let (mut was, mut is) = (Flat::of(old.sections), Flat::of(new.sections));
    let sketches = |flat: &Flat| flat.blocks.iter().map(Sketch::of_block).collect();
    let fits = |old, new, _| blocks::fit(&was.blocks[old], &is.blocks[new]);
    let plan = weave(sketches(&was), sketches(&is), fits, Some(&mut merger.moves));
    let mut running = old.running;
    names::part(&plan, &mut was.blocks, &mut is.blocks, &mut running);
    let mut merged = Document {
        running: merge_running(running, new.running),
        sections: merger.sections(plan, was, is),
        properties: new.properties,
    };
    names::number_notes(&mut merged);
    merged
}

/// Puts two documents into one.
#[derive(Default)]
struct Merger {
    /// How many parts were moved so far.
    moves: u32,
}

/// The blocks of all sections in one list: a block stays the same in whatever section it stands.
struct Flat {
    blocks: Vec<Block>,
    /// The section of each.
    section: Vec<usize>,
    /// How the pages of each section lie.
    turns: Vec<Orientation>,
}

impl Flat {
    fn of(sections: Vec<Section>) -> Self {
        let turns = sections.iter().map(|section| section.orientation).collect();
        let (mut blocks, mut of_block) = (Vec::new(), Vec::new());
        for (index, section) in sections.into_iter().enumerate() {
            of_block.resize(of_block.len() + section.blocks.len(), index);
            blocks.extend(section.blocks);
        }
        Self {
            blocks,
            section: of_block,
            turns,
        }
    }
}

impl Merger {
    /// The sections of the new document, each with its blocks and those that are gone.
    ///
    /// What is gone stands after what stood before it: in the section of that, or in a later one up
    /// to that of the next new block, if its pages lie as those did on which it stood.
    fn sections(&mut self, plan: Vec<Woven<usize>>, old: Flat, new: Flat) -> Vec<Section> {
        let shells = if new.turns.is_empty() {
            &old.turns
        } else {
            &new.turns
        };
        let mut sections: Vec<Section> = shells
            .iter()
            .map(|orientation| Section {
                orientation: *orientation,
                blocks: Vec::new(),
            })
            .collect();
        let last = sections.len().saturating_sub(1);
        let mut places = Vec::with_capacity(plan.len());
        let (mut at, mut next) = (0, 0);
        for step in &plan {
            let of_next = new.section.get(next).copied().unwrap_or(last);
            if let Woven::Gone(block, _) = step {
                let turn = old.turns[old.section[*block]];
                let alike = (at..=of_next).find(|section| shells[*section] == turn);
                at = alike.unwrap_or(at);
            } else {
                (at, next) = (of_next, next + 1);
            }
            places.push(at);
        }
        for (step, place) in fill(plan, old.blocks, new.blocks).zip(places) {
            self.push(step, &mut sections[place].blocks);
        }
        sections
    }
}

/// What runs at the edges of the pages, paragraph by paragraph: each has the look that it has now.
fn merge_running(old: Running, new: Running) -> Running {
    let edge = |old: Vec<Paragraph>, new: Vec<Paragraph>| {
        let (mut old, mut new) = (old.into_iter(), new.into_iter());
        let next = std::iter::from_fn(|| match (old.next(), new.next()) {
            (Some(old), Some(new)) => Some(Paragraph {
                content: merge_lines(old.content, new.content),
                role: new.role,
            }),
            (Some(old), None) => Some(whole(old, Revision::Deleted)),
            (None, new) => new.map(|new| whole(new, Revision::Inserted)),
        });
        next.collect()
    };
    Running {
        head: edge(old.head, new.head),
        foot: edge(old.foot, new.foot),
    }
}

fn whole(paragraph: Paragraph, revision: Revision) -> Paragraph {
    let content: Vec<Inline> = marked(revision, paragraph.content).collect();
    Paragraph {
        content,
        ..paragraph
    }
}

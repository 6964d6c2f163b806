//! Names and numbers that hold in the whole document, when two become one.

use std::collections::{BTreeMap, BTreeSet};

use super::walk::{anchor, each_block, each_piece, own_lines};
use super::weave::Woven;
use crate::document::{Anchor, Block, Document, Inline, Running, Target};

/// Gives the old blocks names that no new ones have, but for those that stay: they have the names
/// that they have now. The old links follow.
pub(super) fn part(
    plan: &[Woven<usize>],
    old: &mut [Block],
    new: &mut [Block],
    running: &mut Running,
) {
    let mut now = BTreeMap::new();
    for step in plan {
        if let Woven::Stays(was, is) = *step
            && let (Some(was), Some(is)) = (anchor(&mut old[was]), anchor(&mut new[is]))
        {
            now.insert(was.clone(), is.clone());
        }
    }
    let mut taken = BTreeSet::new();
    each_block(new, &mut |block| taken.extend(anchor(block).cloned()));
    each_block(old, &mut |block| {
        let Some(name) = anchor(block) else { return };
        let given = now
            .entry(name.clone())
            .or_insert_with(|| free(name, &taken));
        taken.insert(given.clone());
        *name = given.clone();
    });
    let mut lead = |line: &mut Vec<Inline>| {
        each_piece(line, &mut |piece| {
            if let Inline::Text(text) = piece
                && let Some(Target::Inside(name)) = &mut text.link
                && let Some(now) = now.get(name)
            {
                *name = now.clone();
            }
        });
    };
    each_block(old, &mut |block| own_lines(block, &mut lead));
    let edges = running.head.iter_mut().chain(&mut running.foot);
    edges.for_each(|paragraph| lead(&mut paragraph.content));
}

/// A name that is not taken, near the one that it was.
fn free(name: &Anchor, taken: &BTreeSet<Anchor>) -> Anchor {
    let others = (1..).map(|count| match count {
        1 => format!("{name}-was").into(),
        count => format!("{name}-was-{count}").into(),
    });
    let mut names = std::iter::once(name.clone()).chain(others);
    let free = names.find(|name| !taken.contains(name));
    free.unwrap_or_else(|| name.clone())
}

/// Counts the notes from 1 in reading order, those that are gone with the others.
pub(super) fn number_notes(document: &mut Document) {
    let mut count = 0;
    let mut number = |line: &mut Vec<Inline>| {
        each_piece(line, &mut |piece| {
            if let Inline::Note(note) = piece {
                count += 1;
                note.number = count;
            }
        });
    };
    for section in &mut document.sections {
        each_block(&mut section.blocks, &mut |block| {
            own_lines(block, &mut number);
        });
    }
}

//! What a comparison marks, told to who does not see it.
//!
//! A line through a text means nothing to a screen reader, and PDF has no structure type for what is
//! gone (ISO 32000-1, 14.8.4). What is shown by a look alone must be there as text, too (WCAG 2.1,
//! 1.3.1). So each marked part begins and ends with a space of no width that stands for words such
//! as „[išbraukta: “ and „]“ (`ActualText`, ISO 32000-1, 14.9.4). The text itself stays as it is: an
//! `ActualText` or an `Alt` for all of it would hide its links and notes, and `E` is for
//! abbreviations (14.9.5).

use std::collections::BTreeMap;

use super::fonts::Fonts;
use super::page::{Glyph, GlyphRun, Item, NodeId, NodeRole, Owner, Page, Shape, Structure};
use crate::kind::style::{Face, Font, RevisionWords};
use crate::length::Length;

/// How many times smaller than the text the spaces are that say words. A reader program takes them by
/// their width in the font, and must not find one to lie over the text or over another.
const SMALLER: i64 = 3;

/// An item of a page: the number of the page, and its own.
type At = (usize, usize);

/// Puts words before and after all marked parts of the pages.
pub(super) fn say(pages: &mut [Page], structure: &Structure, words: &RevisionWords, fonts: &Fonts) {
    let parts = parts(pages, structure);
    if parts.is_empty() {
        return;
    }
    let mut before: BTreeMap<At, NodeId> = BTreeMap::new();
    let mut after: BTreeMap<At, NodeId> = BTreeMap::new();
    for (node, (first, last)) in parts {
        before.insert(first, node);
        after.insert(last, node);
    }
    for (number, page) in pages.iter_mut().enumerate() {
        for (index, item) in std::mem::take(&mut page.items).into_iter().enumerate() {
            let at = (number, index);
            let first = before.get(&at).and_then(|node| {
                let text = words.around(item.revision?).0;
                mark(&item, text, *node, false, fonts)
            });
            let last = after.get(&at).and_then(|node| {
                let text = words.around(item.revision?).1;
                mark(&item, text, *node, true, fonts)
            });
            page.items.extend(first);
            page.items.push(item);
            page.items.extend(last);
        }
    }
}

/// The first and the last text of every marked part.
fn parts(pages: &[Page], structure: &Structure) -> BTreeMap<NodeId, (At, At)> {
    let mut parts: BTreeMap<NodeId, (At, At)> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for (index, item) in page.items.iter().enumerate() {
            let Some(node) = part_of(item, structure) else {
                continue;
            };
            let at = (number, index);
            parts.entry(node).or_insert((at, at)).1 = at;
        }
    }
    parts
}

/// The marked part that a text stands in.
fn part_of(item: &Item, structure: &Structure) -> Option<NodeId> {
    let (Shape::Glyphs(_), Owner::Node(owner), Some(_)) = (&item.shape, item.owner, item.revision)
    else {
        return None;
    };
    let mut next = Some(owner);
    while let Some(id) = next {
        let node = structure.get(id);
        if matches!(node.role, NodeRole::Revised(_)) {
            return Some(id);
        }
        next = node.parent;
    }
    None
}

/// A space of no width before or after a text, which says other words.
fn mark(item: &Item, text: &str, node: NodeId, is_after: bool, fonts: &Fonts) -> Option<Item> {
    let Shape::Glyphs(run) = &item.shape else {
        return None;
    };
    if text.is_empty() {
        return None;
    }
    let face = match run.font {
        Font::Face(face) => face,
        Font::Fallback(_) => Face::Regular,
    };
    let font = fonts.face(face);
    let size = run.size / SMALLER;
    let width = font.scale(font.advance(font.space), size);
    let end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum();
    let space = Glyph {
        id: font.space,
        advance: Length::ZERO,
        offset: (Length::ZERO, Length::ZERO),
        text: 0..text.len() as u32,
    };
    let run = GlyphRun {
        x: if is_after {
            end - width
        } else {
            run.x - width / 2
        },
        y: run.y,
        font: Font::Face(face),
        size,
        text: text.to_owned(),
        glyphs: vec![space],
    };
    Some(Item {
        shape: Shape::Glyphs(run),
        owner: Owner::Node(node),
        revision: item.revision,
    })
}

//! Room for too long words: what is wider than its line is made divisible.
//!
//! First non-breaking spaces become places where a line may end; what is still too wide is cut
//! after the letters that fit. Nothing is lost, and every cut has at least one letter.

use std::ops::Range;

use super::breaks::width;
use super::fonts::Fonts;
use super::look::Look;
use super::text::Item;
use crate::length::Length;

/// The items with places to break in all that is wider than `room`; none if nothing is.
pub(super) fn chop(
    items: &[Item],
    looks: &[Look],
    room: Length,
    fonts: &Fonts,
) -> Option<Vec<Item>> {
    if widest_piece(items, width) <= room {
        return None;
    }
    let pieces = pieces(items, false);
    let mut chopped = Chopper {
        looks,
        room,
        fonts,
        out: Vec::new(),
    };
    for piece in pieces {
        if piece_width(items, &piece) <= room {
            chopped
                .out
                .extend_from_slice(&items[piece.start..after(items, piece.end)]);
        } else {
            chopped.loosen(&items[piece.start..after(items, piece.end)]);
        }
    }
    Some(chopped.out)
}

/// The stretches of items within which no line may end, without the items at which one may.
/// With `loose`, lines may end at non-breaking spaces too.
fn pieces(items: &[Item], loose: bool) -> Vec<Range<usize>> {
    let is_end = |item: &Item| match item {
        Item::Box { .. } => false,
        Item::Glue { breakable, .. } => *breakable || loose,
        Item::Hyphen { .. } | Item::Break { .. } => true,
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    for (index, item) in items.iter().enumerate() {
        if is_end(item) {
            pieces.push(start..index);
            start = index + 1;
        }
    }
    pieces.push(start..items.len());
    pieces
}

/// The item after the one that a piece ends at.
fn after(items: &[Item], end: usize) -> usize {
    (end + 1).min(items.len())
}

/// The width of a piece with the hyphen that may end it.
fn piece_width(items: &[Item], piece: &Range<usize>) -> Length {
    let hyphen = match items.get(piece.end) {
        Some(Item::Hyphen { width, .. }) => *width,
        _ => Length::ZERO,
    };
    items[piece.clone()].iter().map(width).sum::<Length>() + hyphen
}

/// The widest stretch within which no line may end, with the hyphen that may end it.
fn widest_piece(items: &[Item], width: impl Fn(&Item) -> Length) -> Length {
    let (mut widest, mut run) = (Length::ZERO, Length::ZERO);
    for item in items {
        match item {
            Item::Glue {
                breakable: true, ..
            }
            | Item::Break { .. } => run = Length::ZERO,
            Item::Hyphen { width, .. } => {
                widest = widest.max(run + *width);
                run = Length::ZERO;
            }
            _ => run += width(item),
        }
        widest = widest.max(run);
    }
    widest
}

/// The widest stretches that stay together: with hyphens used, and without.
pub(super) fn widest(items: &[Item]) -> (Length, Length) {
    widest_by(items, width)
}

/// The same for items of other widths.
pub(super) fn widest_by(items: &[Item], width: impl Fn(&Item) -> Length) -> (Length, Length) {
    let (mut whole, mut run) = (Length::ZERO, Length::ZERO);
    for item in items {
        match item {
            Item::Glue {
                breakable: true, ..
            }
            | Item::Break { .. } => run = Length::ZERO,
            _ => run += width(item),
        }
        whole = whole.max(run);
    }
    (widest_piece(items, width), whole)
}

struct Chopper<'a> {
    looks: &'a [Look],
    room: Length,
    fonts: &'a Fonts<'a>,
    out: Vec<Item>,
}

impl Chopper<'_> {
    /// Adds items of which all non-breaking spaces may end a line, and cuts what is too wide.
    fn loosen(&mut self, items: &[Item]) {
        for piece in pieces(items, true) {
            if piece_width(items, &piece) <= self.room {
                self.out.extend_from_slice(&items[piece.clone()]);
            } else {
                self.cut(&items[piece.clone()]);
            }
            match items.get(piece.end) {
                Some(Item::Glue {
                    sign,
                    count,
                    look,
                    width,
                    ..
                }) => self.out.push(Item::Glue {
                    sign: *sign,
                    count: *count,
                    look: *look,
                    width: *width,
                    breakable: true,
                }),
                Some(item) => self.out.push(item.clone()),
                None => {}
            }
        }
    }

    /// Adds boxes cut so that each run of them between two breaks fits, if a letter does.
    fn cut(&mut self, boxes: &[Item]) {
        let mut used = Length::ZERO;
        for item in boxes {
            let Item::Box {
                word, glyphs, look, ..
            } = item
            else {
                self.out.push(item.clone());
                continue;
            };
            let size = self.looks[*look as usize].size;
            let (mut from, mut part) = (glyphs.start, Length::ZERO);
            for index in glyphs.clone() {
                let glyph = word.glyphs[index as usize];
                let advance = self.fonts.advance(&glyph, size);
                // A second glyph of a letter, such as an accent, stays with the first.
                let is_letter = glyph.end > glyph.start;
                if is_letter && used + part + advance > self.room && used + part > Length::ZERO {
                    self.push(item, from..index, part);
                    self.out.push(Item::Break { emergency: true });
                    (from, part, used) = (index, Length::ZERO, Length::ZERO);
                }
                part += advance;
            }
            self.push(item, from..glyphs.end, part);
            used += part;
        }
    }

    fn push(&mut self, item: &Item, glyphs: Range<u32>, width: Length) {
        if let (Item::Box { word, look, .. }, false) = (item, glyphs.is_empty()) {
            self.out.push(Item::Box {
                word: word.clone(),
                glyphs,
                look: *look,
                width,
            });
        }
    }
}

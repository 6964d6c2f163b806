//! Balance: the lines of a title are about equally long, and none is a word left over.

use super::breaks::{self, LineEnd, Room, width};
use super::text::Item;
use crate::length::Length;

/// Lines whose widths differ by less look equal.
const EQUAL: i64 = 500;

/// Breaks the items into as few lines as fill the room, but for the narrowest room in which there
/// are no more of them.
pub(super) fn lines(items: &[Item], room: Room) -> Vec<LineEnd> {
    let mut best = breaks::lines(items, room);
    if best.len() < 2 {
        return best;
    }
    let allowed = cuts(items, &best);
    // How much narrower the room may be: surely not at all, and surely not by its whole width.
    let (mut sure, mut refused) = (0, room.least().to_milli());
    while refused - sure > EQUAL {
        let middle = sure.midpoint(refused);
        let narrow = narrower(room, Length::milli(middle));
        let lines = breaks::lines(items, narrow);
        if lines.len() == best.len()
            && fits(items, &lines, narrow)
            && cuts(items, &lines) <= allowed
        {
            (best, sure) = (lines, middle);
        } else {
            refused = middle;
        }
    }
    best
}

fn narrower(room: Room, by: Length) -> Room {
    Room {
        first: room.first - by,
        other: room.other - by,
        ..room
    }
}

/// How many lines end within a word.
fn cuts(items: &[Item], lines: &[LineEnd]) -> usize {
    let is_cut = |line: &&LineEnd| {
        let end = items.get(line.end);
        matches!(
            end,
            Some(Item::Hyphen { .. } | Item::Break { emergency: true })
        )
    };
    lines.iter().filter(is_cut).count()
}

/// Whether no line is wider than the room.
fn fits(items: &[Item], lines: &[LineEnd], room: Room) -> bool {
    let is_within = |(number, line): (usize, &LineEnd)| {
        let hyphen = match items.get(line.end) {
            Some(Item::Hyphen { width, .. }) => *width,
            _ => Length::ZERO,
        };
        let natural: Length = items[line.start..line.end].iter().map(width).sum();
        natural + hyphen <= room.of_line(number)
    };
    lines.iter().enumerate().all(is_within)
}

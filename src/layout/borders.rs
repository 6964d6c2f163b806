//! Borders: the rules of the part of a table that stands on one page.
//!
//! Every edge is drawn once, and edges in one line are one rule.

use super::page::{Artifact, Item, Owner, Rule, Shape};
use super::table::TableFrame;
use crate::document::Slot;
use crate::length::Length;

/// A row of a table, or a part of one, between two heights of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Band {
    /// The row.
    pub row: usize,
    /// Its upper edge.
    pub top: Length,
    /// Its lower edge.
    pub bottom: Length,
}

/// A rule that guides the eye and means nothing.
pub(super) fn rule(from: (Length, Length), to: (Length, Length), thickness: Length) -> Item {
    Item {
        shape: Shape::Rule(Rule {
            from,
            to,
            thickness,
        }),
        owner: Owner::Artifact(Artifact::Layout),
        revision: None,
    }
}

/// The rules around and between bands one below the other; `left` is the edge of the table.
pub(super) fn rules(frame: &TableFrame, bands: &[Band], left: Length) -> Vec<Item> {
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        return Vec::new();
    };
    if frame.border <= Length::ZERO || frame.edges.len() < 2 {
        return Vec::new();
    }
    let mut rules = Vec::new();
    let columns = frame.edges.len() - 1;
    let mut across = |from: usize, to: usize, y: Length| {
        // Half the thickness further at both ends, so that corners are filled.
        let half = frame.border / 2;
        let (from, to) = (
            left + frame.edges[from] - half,
            left + frame.edges[to] + half,
        );
        rules.push(rule((from, y), (to, y), frame.border));
    };
    across(0, columns, first.top);
    for pair in bands.windows(2) {
        for (from, to) in stretches(columns, |column| {
            has_edge_above(frame, pair[0].row, pair[1].row, column)
        }) {
            across(from, to, pair[1].top);
        }
    }
    across(0, columns, last.bottom);
    for (number, edge) in frame.edges.iter().enumerate() {
        let x = left + *edge;
        for (from, to) in stretches(bands.len(), |band| has_wall(frame, bands[band].row, number)) {
            rules.push(rule(
                (x, bands[from].top),
                (x, bands[to - 1].bottom),
                frame.border,
            ));
        }
    }
    rules
}

/// Whether an edge runs between two rows that meet at a column.
fn has_edge_above(frame: &TableFrame, above: usize, below: usize, column: usize) -> bool {
    above != below && !matches!(frame.grid[below][column], Slot::Above { row, .. } if row <= above)
}

/// Whether a wall stands at the left of the column `number` (or at the right end) in a row.
fn has_wall(frame: &TableFrame, row: usize, number: usize) -> bool {
    match frame.grid[row].get(number) {
        Some(Slot::Left(_) | Slot::Above { first: false, .. }) => false,
        Some(_) | None => true,
    }
}

/// The stretches of numbers below `count` for which `is_in` holds, each without its end.
fn stretches(count: usize, is_in: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for number in (0..count).filter(|number| is_in(*number)) {
        match stretches.last_mut() {
            Some((_, end)) if *end == number => *end += 1,
            _ => stretches.push((number, number + 1)),
        }
    }
    stretches
}

//! The redline: lines below and through what a comparison marks, frames around pictures, and bars
//! in the margin.
//!
//! The shape says what became of a part, on a copier too: new text has a line below it, text that is
//! gone a line through it, and what moved has two. A picture has a frame, and what is gone of them is
//! struck out from corner to corner. All of it is drawn for the eye alone; [`super::said`] tells
//! the same to who does not see it.

use super::font::Stroke;
use super::fonts::Fonts;
use super::page::{Artifact, GlyphRun, Item, Owner, Point, Rule, Shape};
use crate::document::Revision;
use crate::kind::style::{RevisionStyle, Sheet};
use crate::length::Length;

/// The thickness of the frame of a picture.
const FRAME: Length = Length::milli(1500);
/// Bars that are no farther from each other are one.
const GAP: Length = Length::pt(4);

/// Draws what shows the changes of a page.
pub(super) struct Redline<'a> {
    fonts: &'a Fonts<'a>,
    style: &'a RevisionStyle,
}

impl<'a> Redline<'a> {
    pub(super) const fn new(fonts: &'a Fonts<'a>, style: &'a RevisionStyle) -> Self {
        Self { fonts, style }
    }

    /// Adds the lines, frames and bars of a page; `rows` are the edges of marked rows.
    pub(super) fn draw(&self, items: &mut Vec<Item>, rows: Vec<(Length, Length)>, sheet: Sheet) {
        let mut marked = items.iter().filter(|item| item.revision.is_some());
        if rows.is_empty() && marked.next().is_none() {
            return;
        }
        let mut changed = rows;
        let marked = items.iter().filter(|item| item.revision.is_some());
        changed.extend(marked.map(|item| {
            let [_, top, _, bottom] = item.shape.edges();
            (top, bottom)
        }));
        items.extend(self.lines(items));
        items.extend(self.bars(changed, sheet));
    }

    /// The lines of all texts and the frames of all pictures among items that are marked.
    pub(super) fn lines(&self, items: &[Item]) -> Vec<Item> {
        let mut lines: Vec<Item> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(revision) = item.revision else {
                continue;
            };
            match &item.shape {
                Shape::Glyphs(run) => {
                    let end = end_of(run, items.get(index + 1));
                    for rule in self.strokes(run, end, revision) {
                        go_on(&mut lines, rule, revision);
                    }
                }
                Shape::Picture { .. } => lines.extend(frame(item.shape.edges(), revision)),
                Shape::Rule(_) | Shape::Path(_) => {}
            }
        }
        lines
    }

    /// The lines of a text that ends there.
    fn strokes(&self, run: &GlyphRun, end: Length, revision: Revision) -> Vec<Rule> {
        let stroke = if revision.is_new() {
            Stroke::Below
        } else {
            Stroke::Through
        };
        let (position, thickness) = self.fonts.font(run.font).stroke(stroke, run.size);
        let y = run.y - position;
        let (heights, thickness) = match revision {
            Revision::Inserted | Revision::Deleted => (vec![y], thickness),
            // Two lines take the room of three, and look no heavier than one.
            Revision::MovedHere(_) => (vec![y, y + thickness * 2], thickness * 2 / 3),
            Revision::MovedAway(_) => (vec![y - thickness, y + thickness], thickness * 2 / 3),
        };
        let rule = |y: Length| Rule {
            from: (run.x, y),
            to: (end, y),
            thickness,
        };
        let is_seen = end > run.x;
        let heights = heights.into_iter().filter(|_| is_seen);
        heights.map(rule).collect()
    }

    /// The bars in the outer margin beside these heights of a page.
    fn bars(&self, mut changed: Vec<(Length, Length)>, sheet: Sheet) -> Vec<Item> {
        if self.style.bar <= Length::ZERO {
            return Vec::new();
        }
        changed.sort_unstable();
        let mut bars: Vec<(Length, Length)> = Vec::new();
        for (top, bottom) in changed {
            match bars.last_mut() {
                Some((_, end)) if top <= *end + GAP => *end = bottom.max(*end),
                _ => bars.push((top, bottom)),
            }
        }
        let margin = sheet.margins.right;
        let x = sheet.width - margin + self.style.distance.min(margin / 2);
        let bar = |(top, bottom)| line((x, top), (x, bottom), self.style.bar, None);
        bars.into_iter().map(bar).collect()
    }
}

/// Where a text ends for the eye: without the spaces behind it, unless the line goes on there.
fn end_of(run: &GlyphRun, next: Option<&Item>) -> Length {
    let mut end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum();
    let goes_on = next.is_some_and(
        |next| matches!(&next.shape, Shape::Glyphs(next) if next.x == end && next.text.trim() != ""),
    );
    if goes_on {
        return end;
    }
    for glyph in run.glyphs.iter().rev() {
        let shown = run
            .text
            .get(glyph.text.start as usize..glyph.text.end as usize);
        if !matches!(shown, Some(" " | "\u{a0}")) {
            break;
        }
        end -= glyph.advance;
    }
    end
}

/// Adds a line, or makes one longer that ends where it starts.
fn go_on(lines: &mut Vec<Item>, rule: Rule, revision: Revision) {
    // What moved has two lines, which come in turn.
    let mut last = lines.iter_mut().rev().take(2);
    let before = last.find_map(|item| match &mut item.shape {
        Shape::Rule(before) => {
            let same = (before.to, before.thickness) == (rule.from, rule.thickness);
            (same && item.revision == Some(revision)).then_some(before)
        }
        _ => None,
    });
    match before {
        Some(before) => before.to = rule.to,
        None => lines.push(line(rule.from, rule.to, rule.thickness, Some(revision))),
    }
}

/// The frame of a picture or a chart with these edges, struck out if it is gone.
pub(super) fn frame(
    [left, top, right, bottom]: [Length; 4],
    revision: Revision,
) -> impl Iterator<Item = Item> {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    let sides = [[0, 1], [1, 2], [2, 3], [3, 0]];
    let cross = [[0, 2], [1, 3]].into_iter();
    let cross = cross.filter(move |_| !revision.is_new());
    let lines = sides.into_iter().chain(cross);
    lines.map(move |[from, to]| line(corners[from], corners[to], FRAME, Some(revision)))
}

fn line(from: Point, to: Point, thickness: Length, revision: Option<Revision>) -> Item {
    Item {
        shape: Shape::Rule(Rule {
            from,
            to,
            thickness,
        }),
        owner: Owner::Artifact(Artifact::Layout),
        revision,
    }
}

//! A pie: slices clockwise from twelve o'clock, each named beside it.

use super::canvas::{Canvas, HAIR, Place, solid};
use super::geometry::{Area, circle, on_circle, through};
use super::texture::texture;
use super::{ChartPiece, axes};
use crate::kind::style::Align;
use crate::layout::factor;
use crate::layout::page::{Drawing, Point, Shade};
use crate::length::Length;

/// The most lines of a label.
const LINES: usize = 3;
/// The space between the circle and the bend of a leader, and between a leader and its label.
const LEADER: (Length, Length) = (Length::pt(7), Length::pt(3));
/// The space between two labels.
const APART: Length = Length::pt(2);

/// A slice, and the place of its label.
struct Slice {
    index: usize,
    /// Its edges, in turns clockwise from above.
    from: f64,
    to: f64,
    /// The lines of its label, and its upper edge.
    lines: usize,
    top: Length,
}

impl Slice {
    fn middle(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }

    fn is_at_right(&self) -> bool {
        self.middle() < 0.5
    }
}

/// Draws the pie.
pub(super) fn draw(piece: &ChartPiece, mut canvas: Canvas, width: Length, room: Length) -> Drawing {
    let top = axes::unit(piece, &mut canvas, width, Length::ZERO);
    let line = piece.line;
    let radius =
        (piece.style.height.left_after(top + line.height * 2) / 2).min(width.per_mille(240));
    let side = (width / 2)
        .left_after(radius + LEADER.0 * 2 + LEADER.1)
        .max(Length::pt(1));
    let mut slices = slices(piece, &canvas, side);
    let height_of = |slice: &Slice| line.height * factor(slice.lines) + APART;
    let needed = [true, false].map(|right| {
        let on_side = slices.iter().filter(|slice| slice.is_at_right() == right);
        on_side.map(height_of).sum::<Length>()
    });
    let height = piece
        .style
        .height
        .max(top + needed[0].max(needed[1]))
        .min(room);
    let radius = radius.min((height - top) / 2);
    let middle = (width / 2, top + (height - top) / 2);
    for right in [true, false] {
        let mut column: Vec<&mut Slice> = slices
            .iter_mut()
            .filter(|slice| slice.is_at_right() == right)
            .collect();
        // From the top downwards: at the left, slices go upwards.
        if !right {
            column.reverse();
        }
        place(&mut column, line.height, (middle, radius), (top, height));
    }

    let count = slices.len().max(2);
    for slice in &slices {
        let area = Area::Slice {
            middle,
            radius,
            from: slice.from,
            to: slice.to,
        };
        if slice.to > slice.from {
            canvas.area(&area, texture(slice.index, count));
        }
    }
    canvas.path(
        vec![circle(middle, radius)],
        None,
        Some(solid(HAIR * 2, Shade::Black)),
    );
    for slice in &slices {
        label(piece, &mut canvas, slice, (middle, radius), (width, side));
    }
    let (x, y) = middle;
    canvas.finish(Drawing {
        width,
        height,
        lying: false,
        with_values: true,
        every: 1,
        plot: [x - radius, y - radius, x + radius, y + radius],
        legend: Length::ZERO,
        gap: 0,
        items: Vec::new(),
    })
}

/// The slices that have a value.
fn slices(piece: &ChartPiece, canvas: &Canvas, side: Length) -> Vec<Slice> {
    let Some(values) = piece.values.first() else {
        return Vec::new();
    };
    let numbers = || {
        values
            .iter()
            .map(|mark| mark.as_ref().map(|mark| mark.value.max(0.0)))
    };
    let all: f64 = numbers().flatten().sum();
    let mut passed = 0.0;
    let mut slices = Vec::new();
    for (index, number) in numbers().enumerate() {
        let (Some(number), Some(text)) = (number, piece.slices.get(index)) else {
            continue;
        };
        let from = passed / all.max(f64::MIN_POSITIVE);
        passed += number;
        slices.push(Slice {
            index,
            from,
            to: passed / all.max(f64::MIN_POSITIVE),
            lines: canvas.count(text, side).min(LINES),
            top: Length::ZERO,
        });
    }
    slices
}

/// Gives the labels of one side their places: beside their slices, but none on another.
fn place(
    column: &mut [&mut Slice],
    line: Length,
    (middle, radius): (Point, Length),
    (top, bottom): (Length, Length),
) {
    let mut free = top;
    for slice in &mut *column {
        let height = line * factor(slice.lines);
        let (_, y) = on_circle(middle, radius + LEADER.0, slice.middle());
        slice.top = (y - height / 2).max(free);
        free = slice.top + height + APART;
    }
    let mut end = bottom;
    for slice in column.iter_mut().rev() {
        let height = line * factor(slice.lines);
        slice.top = slice.top.min(end - height);
        end = slice.top - APART;
    }
}

fn label(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    slice: &Slice,
    (middle, radius): (Point, Length),
    (width, side): (Length, Length),
) {
    let line = piece.line;
    let y = slice.top + line.height * factor(slice.lines) / 2;
    let turns = slice.middle();
    let (start, bend) = (
        on_circle(middle, radius, turns),
        on_circle(middle, radius + LEADER.0, turns),
    );
    let away = radius + LEADER.0 * 2;
    let (end, left, right, align) = if slice.is_at_right() {
        let end = middle.0 + away;
        (end, end + LEADER.1, width, Align::Left)
    } else {
        let end = middle.0 - away;
        (end, Length::ZERO, side.min(end - LEADER.1), Align::Right)
    };
    canvas.path(
        vec![through(&[start, bend, (end, y)])],
        None,
        Some(solid(HAIR, Shade::Black)),
    );
    let place = Place {
        left,
        right,
        align,
        top: slice.top,
        line,
        most: LINES,
    };
    canvas.text(&piece.slices[slice.index], place);
}

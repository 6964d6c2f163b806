//! The legend: the names of several series, each beside a sample of how it is drawn.

use super::ChartPiece;
use super::canvas::{Canvas, FINE, Place, solid};
use super::geometry::{Area, through};
use super::texture::{marker, stroke, texture};
use crate::document::ChartSort;
use crate::kind::style::Align;
use crate::layout::factor;
use crate::layout::page::Shade;
use crate::length::Length;

/// Space between a sample and its name, and between a name and the next sample.
const GAPS: (Length, Length) = (Length::pt(4), Length::pt(16));

/// Draws the legend from the upper left corner, in as many lines as it needs. Gives its height.
pub(super) fn draw(piece: &ChartPiece, canvas: &mut Canvas, width: Length) -> Length {
    if piece.names.len() < 2 {
        return Length::ZERO;
    }
    let is_line = piece.sort == ChartSort::Line;
    let sample = piece.style.size * if is_line { 3 } else { 2 };
    let line = piece.line;
    let (mut x, mut y) = (Length::ZERO, Length::ZERO);
    let mut lines = 1;
    for (index, name) in piece.names.iter().enumerate() {
        let room = width.left_after(sample + GAPS.0).max(Length::pt(1));
        let name_width = (name.width() + Length::milli(1)).min(room);
        let whole = sample + GAPS.0 + name_width;
        if x > Length::ZERO && x + whole > width {
            (x, y) = (Length::ZERO, y + line.height * factor(lines));
            lines = 1;
        }
        let middle = y + line.height - line.depth - piece.style.size.per_mille(330);
        if is_line {
            draw_line(canvas, index, (x, middle), sample);
        } else {
            let half = piece.style.size.per_mille(400);
            let edges = [x, middle - half, x + sample, middle + half];
            canvas.area(&Area::Box(edges), texture(index, piece.names.len()));
        }
        let left = x + sample + GAPS.0;
        let place = Place {
            left,
            right: left + name_width,
            align: Align::Left,
            top: y,
            line,
            most: 2,
        };
        lines = lines.max(canvas.text(name, place));
        x += whole + GAPS.1;
    }
    y + line.height * factor(lines) + Length::pt(5)
}

fn draw_line(canvas: &mut Canvas, index: usize, (x, y): (Length, Length), width: Length) {
    canvas.path(
        vec![through(&[(x, y), (x + width, y)])],
        None,
        Some(stroke(index)),
    );
    mark(canvas, index, (x + width / 2, y));
}

/// Draws the marker of a point.
pub(super) fn mark(canvas: &mut Canvas, index: usize, at: (Length, Length)) {
    let (outline, filling) = marker(index, at);
    let fill = outline.closed.then_some(filling);
    canvas.path(vec![outline], fill, Some(solid(FINE * 2, Shade::Black)));
}

//! Bars that lie: for categories with names too long, or too many, to stand below bars.

use super::axes::{self, ASIDE, Scale};
use super::canvas::{Canvas, Place, whole};
use super::geometry::Area;
use super::texture::texture;
use super::upright::{LINES, NUMBERED, axis_width, count};
use super::{ChartPiece, Mark, legend};
use crate::kind::style::Align;
use crate::layout::factor;
use crate::layout::page::Drawing;
use crate::layout::text::Content;
use crate::length::Length;

/// The share of the width that the names may take, in thousandths.
const NAMES: i64 = 400;
/// The share of its category that a group of bars takes, in thousandths.
const GROUP: i64 = 700;
/// The least and the greatest thickness of a bar, where there is room.
const BAR: (Length, Length) = (Length::pt(6), Length::pt(20));

/// Whether the names of the categories have no room below bars that stand.
pub(super) fn is_better(piece: &ChartPiece, canvas: &Canvas, width: Length) -> bool {
    let bands = factor(piece.categories.len().max(1));
    let band = (width - axis_width(piece, width)) / bands - ASIDE * 2;
    piece
        .categories
        .iter()
        .any(|name| whole(name) > band || canvas.count(name, band.max(Length::pt(1))) > LINES)
}

/// A category: its upper edge, its height.
type Band = (Length, Length);

/// Draws the bars.
pub(super) fn draw(piece: &ChartPiece, mut canvas: Canvas, width: Length, room: Length) -> Drawing {
    let natural = piece.categories.iter().map(Content::width).max();
    let names = (natural.unwrap_or_default() + Length::milli(1)).min(width.per_mille(NAMES));
    let left = names + ASIDE;
    let with_values = count(piece) <= NUMBERED.max(piece.categories.len());
    let values = piece.values.iter().flatten().flatten();
    let widest = values
        .map(|value| value.text.width())
        .max()
        .unwrap_or_default()
        + ASIDE;
    let number = if with_values {
        widest.min(width / 4)
    } else {
        ASIDE
    };
    let before = if piece.range().0 < 0.0 {
        number
    } else {
        Length::ZERO
    };

    let legend = legend::draw(piece, &mut canvas, width);
    let top = legend + axes::unit(piece, &mut canvas, width, legend) + ASIDE;
    let below = piece.line.height + ASIDE;
    let available = room.left_after(top + below);
    let bands = bands(
        piece,
        &canvas,
        names,
        (piece.style.height.left_after(top + below), available),
    );
    let bottom = top
        + bands
            .last()
            .map_or(Length::ZERO, |(start, height)| *start + *height);
    let scale = Scale::new(piece, left + before, (width - number).max(left + before));

    axes::grid(piece, &mut canvas, scale, (top, bottom), true);
    write_axis(piece, &mut canvas, scale, (left, width), bottom);
    let every = bands
        .first()
        .map_or(1, |(_, height)| axes::every(2, *height, piece.line.height));
    for (category, (start, height)) in bands.iter().enumerate() {
        let band = (top + *start, *height);
        if category % every == 0 {
            write_name(piece, &mut canvas, category, names, band);
        }
        bars(
            piece,
            &mut canvas,
            category,
            (scale, with_values.then_some(number)),
            band,
        );
    }
    axes::base(&mut canvas, scale, (top, bottom), true);
    canvas.finish(Drawing {
        width,
        height: bottom + below,
        lying: true,
        with_values,
        every,
        plot: [left, top, (width - number).max(left), bottom],
        legend,
        // What a group leaves of its category: 30 for 70.
        gap: factor(piece.values.len()) * 100 * (1000 - GROUP) / GROUP,
        items: Vec::new(),
    })
}

/// The categories one below the other: each as high as its name and its bars need, more if the
/// chart is to be higher, less if the page is not high enough.
fn bands(
    piece: &ChartPiece,
    canvas: &Canvas,
    names: Length,
    (wanted, available): (Length, Length),
) -> Vec<Band> {
    let bars = BAR.0 * factor(piece.values.len()) * 1000 / GROUP;
    let most = BAR.1 * factor(piece.values.len()) * 1000 / GROUP;
    let need = |lines: usize| bars.max(piece.line.height * factor(lines) + Length::pt(2));
    let mut heights: Vec<Length> = piece
        .categories
        .iter()
        .map(|name| need(canvas.count(name, names).min(LINES)))
        .collect();
    let count = factor(heights.len().max(1));
    let needed: Length = heights.iter().copied().sum();
    if needed > available {
        heights.fill(available / count);
    } else if needed < wanted {
        let more = (wanted.min(available) - needed) / count;
        for height in &mut heights {
            *height = (*height + more).min(most.max(*height));
        }
    }
    let mut start = Length::ZERO;
    let band = |height: Length| {
        let band = (start, height);
        start += height;
        band
    };
    heights.into_iter().map(band).collect()
}

fn write_name(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    category: usize,
    width: Length,
    (top, height): Band,
) {
    let name = &piece.categories[category];
    let room = (height.to_milli() / piece.line.height.to_milli().max(1)).max(1);
    let most = LINES.min(usize::try_from(room).unwrap_or(1));
    let lines = canvas.count(name, width).min(most);
    let place = Place {
        left: Length::ZERO,
        right: width,
        align: Align::Right,
        top: top + (height - piece.line.height * factor(lines)) / 2,
        line: piece.line,
        most,
    };
    canvas.text(name, place);
}

fn write_axis(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    scale: Scale,
    (left, right): (Length, Length),
    top: Length,
) {
    let widest = piece
        .marks
        .iter()
        .map(|mark| mark.text.width())
        .max()
        .unwrap_or_default();
    let ends = (piece.marks.first(), piece.marks.last());
    let room = match ends {
        (Some(first), Some(last)) => scale.at(last.value) - scale.at(first.value),
        _ => return,
    };
    let every = axes::every(piece.marks.len(), room, widest + ASIDE * 2);
    for mark in piece.marks.iter().step_by(every) {
        let middle = scale.at(mark.value);
        let half = (widest / 2 + Length::pt(1)).min(right - left);
        // The last number may not stand over the edge.
        let end = (middle + half).min(right);
        let place = Place {
            left: end - half * 2,
            right: end,
            align: Align::Center,
            top: top + ASIDE,
            line: piece.line,
            most: 1,
        };
        canvas.text(&mark.text, place);
    }
}

fn bars(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    category: usize,
    (scale, number): (Scale, Option<Length>),
    (top, height): Band,
) {
    let series = factor(piece.values.len().max(1));
    let bar = (height.per_mille(GROUP) / series).min(BAR.1);
    let start = top + (height - bar * series) / 2;
    for (index, values) in piece.values.iter().enumerate() {
        let Some(Some(mark)) = values.get(category) else {
            continue;
        };
        let y = start + bar * factor(index);
        let (end, base) = (scale.at(mark.value), scale.base());
        let edges = [end.min(base), y, end.max(base), y + bar];
        if edges[0] < edges[2] {
            canvas.area(&Area::Box(edges), texture(index, piece.values.len()));
        }
        if let Some(room) = number.filter(|_| bar >= piece.small.height.per_mille(700)) {
            write_value(piece, canvas, mark, (end, y + bar / 2), room);
        }
    }
}

/// Writes a number at the end of a bar: at the right, or at the left if it is negative.
fn write_value(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    mark: &Mark,
    (x, y): (Length, Length),
    room: Length,
) {
    let aside = Length::pt(3);
    let (left, right, align) = if mark.value < 0.0 {
        (x - room, x - aside, Align::Right)
    } else {
        (x + aside, x + room, Align::Left)
    };
    let place = Place {
        left,
        right,
        align,
        top: y + piece.style.size.per_mille(290) + piece.small.depth - piece.small.height,
        line: piece.small,
        most: 1,
    };
    canvas.number(&mark.text, place);
}

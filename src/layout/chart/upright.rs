//! Bars that stand, and lines: categories from left to right, values upwards.

use super::axes::{self, ASIDE, Scale};
use super::canvas::{Canvas, Place, whole};
use super::geometry::{Area, through};
use super::legend;
use super::texture::{stroke, texture};
use super::{ChartPiece, Mark};
use crate::document::ChartSort;
use crate::kind::style::Align;
use crate::layout::factor;
use crate::layout::page::{Drawing, Point};
use crate::length::Length;

/// The share of its category that a group of bars takes, in thousandths, and the widest bar.
const GROUP: (i64, Length) = (720, Length::pt(38));
/// The most lines of the name of a category.
pub(super) const LINES: usize = 3;
/// The most bars or points that have their numbers.
pub(super) const NUMBERED: usize = 24;
/// The least height of the part with the values.
const LEAST: Length = Length::mm(25);
/// The narrowest category of which every point has a marker.
const MARKED: Length = Length::pt(9);

/// The width beside the axis of values for its numbers.
pub(super) fn axis_width(piece: &ChartPiece, width: Length) -> Length {
    let widest = piece.marks.iter().map(|mark| mark.text.width()).max();
    (widest.unwrap_or_default() + ASIDE).min(width / 3)
}

/// How many numbers there would be.
pub(super) fn count(piece: &ChartPiece) -> usize {
    piece.values.iter().flatten().flatten().count()
}

/// The measures of a drawing.
struct Frame {
    left: Length,
    right: Length,
    scale: Scale,
    /// The width of a category.
    band: Length,
    with_values: bool,
}

impl Frame {
    /// The middle of a category.
    fn middle(&self, index: usize, count: usize) -> Length {
        self.left + (self.right - self.left).share(2 * factor(index) + 1, 2 * factor(count))
    }
}

/// Draws bars or lines.
pub(super) fn draw(piece: &ChartPiece, mut canvas: Canvas, width: Length, room: Length) -> Drawing {
    let count = piece.categories.len().max(1);
    let left = axis_width(piece, width);
    let band = (width - left) / factor(count);
    let names = Names::new(piece, &canvas, band);
    let with_values = has_room_for_values(piece, band);
    let number = if with_values {
        piece.small.height
    } else {
        Length::ZERO
    };
    let negative = piece.range().0 < 0.0;

    let legend = legend::draw(piece, &mut canvas, width);
    let mut top = legend + axes::unit(piece, &mut canvas, width, legend);
    top += (number + Length::pt(2)).max(piece.line.height / 2 + Length::pt(3));
    let below = names.height + ASIDE + if negative { number } else { Length::ZERO };
    let height = piece.style.height.max(top + below + LEAST).min(room);
    let bottom = (height - below).max(top + Length::pt(10));
    let frame = Frame {
        left,
        right: width,
        scale: Scale::new(piece, bottom, top),
        band,
        with_values,
    };

    axes::grid(piece, &mut canvas, frame.scale, (left, width), false);
    write_axis(piece, &mut canvas, &frame, bottom - top);
    match piece.sort {
        ChartSort::Line => lines(piece, &mut canvas, &frame),
        _ => bars(piece, &mut canvas, &frame),
    }
    axes::base(&mut canvas, frame.scale, (left, width), false);
    names.write(piece, &mut canvas, &frame, height - names.height);
    let bar = bar_width(piece, band).max(Length::milli(1));
    let group = bar * factor(piece.values.len());
    canvas.finish(Drawing {
        width,
        height,
        lying: false,
        with_values,
        every: names.every,
        plot: [left, top, width, bottom],
        legend,
        gap: (band - group).to_milli() * 100 / bar.to_milli(),
        items: Vec::new(),
    })
}

/// The names of the categories below a drawing.
struct Names {
    /// Every how many there is room for one.
    every: usize,
    /// The width of each.
    width: Length,
    height: Length,
}

impl Names {
    fn new(piece: &ChartPiece, canvas: &Canvas, band: Length) -> Self {
        let count = piece.categories.len();
        let widest = piece.categories.iter().map(whole).max().unwrap_or_default();
        let mut every = 1;
        while every < count && band * factor(every) < widest + ASIDE * 2 {
            every += 1;
        }
        // Far too long words are divided, and do not cost all other names.
        if every > count.div_ceil(3) {
            every = every.min(6);
        }
        let width = (band * factor(every) - ASIDE * 2).max(Length::pt(1));
        let shown = piece.categories.iter().step_by(every);
        let lines = shown
            .map(|name| canvas.count(name, width))
            .max()
            .unwrap_or(1);
        Self {
            every,
            width,
            height: piece.line.height * factor(lines.min(LINES)),
        }
    }

    fn write(&self, piece: &ChartPiece, canvas: &mut Canvas, frame: &Frame, top: Length) {
        let count = piece.categories.len();
        for (index, name) in piece.categories.iter().enumerate().step_by(self.every) {
            let middle = frame.middle(index, count);
            // At the edges there is no room outside.
            let left = (middle - self.width / 2).max(Length::ZERO);
            let right = (middle + self.width / 2).min(frame.right);
            let place = Place {
                left,
                right,
                align: Align::Center,
                top,
                line: piece.line,
                most: LINES,
            };
            canvas.text(name, place);
        }
    }
}

fn has_room_for_values(piece: &ChartPiece, band: Length) -> bool {
    let values = || piece.values.iter().flatten().flatten();
    let widest = values()
        .map(|value| value.text.width())
        .max()
        .unwrap_or_default();
    let room = match piece.sort {
        // The numbers of several lines would stand in each other's way.
        ChartSort::Line if piece.values.len() > 1 => return false,
        ChartSort::Line => band,
        _ if piece.values.len() == 1 => band,
        _ => bar_width(piece, band),
    };
    count(piece) <= NUMBERED && widest + Length::pt(1) <= room
}

/// The width of one bar in a category of this width.
fn bar_width(piece: &ChartPiece, band: Length) -> Length {
    (band.per_mille(GROUP.0) / factor(piece.values.len().max(1))).min(GROUP.1)
}

fn write_axis(piece: &ChartPiece, canvas: &mut Canvas, frame: &Frame, room: Length) {
    let every = axes::every(piece.marks.len(), room, piece.line.height);
    for mark in piece.marks.iter().step_by(every) {
        let middle = frame.scale.at(mark.value);
        let place = Place {
            left: Length::ZERO,
            right: frame.left - ASIDE,
            align: Align::Right,
            top: middle + piece.style.size.per_mille(330) + piece.line.depth - piece.line.height,
            line: piece.line,
            most: 1,
        };
        canvas.text(&mark.text, place);
    }
}

fn bars(piece: &ChartPiece, canvas: &mut Canvas, frame: &Frame) {
    let (series, categories) = (piece.values.len(), piece.categories.len());
    let bar = bar_width(piece, frame.band);
    for category in 0..categories {
        let start = frame.middle(category, categories) - bar * factor(series) / 2;
        for (index, values) in piece.values.iter().enumerate() {
            let Some(Some(mark)) = values.get(category) else {
                continue;
            };
            let left = start + bar * factor(index);
            let (end, base) = (frame.scale.at(mark.value), frame.scale.base());
            let edges = [left, end.min(base), left + bar, end.max(base)];
            if edges[1] < edges[3] {
                canvas.area(&Area::Box(edges), texture(index, series));
            }
            if frame.with_values {
                let room = if series == 1 { frame.band } else { bar };
                write_value(
                    piece,
                    canvas,
                    mark,
                    (left + bar / 2, end),
                    (room, mark.value < 0.0),
                );
            }
        }
    }
}

/// Whether the number of a point stands below it: where the line bends upwards by more than
/// `bend`, above is the line.
fn is_below(values: &[Option<Mark>], index: usize, bend: f64) -> bool {
    let value = |index: Option<usize>| {
        let mark = index.and_then(|index| values.get(index))?.as_ref()?;
        Some(mark.value)
    };
    let Some(own) = value(Some(index)) else {
        return false;
    };
    let (before, after) = (value(index.checked_sub(1)), value(Some(index + 1)));
    before
        .zip(after)
        .is_some_and(|(before, after)| f64::midpoint(before, after) - own > bend)
}

/// Writes a number above or below a place, in the middle of the room that it has.
fn write_value(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    mark: &Mark,
    (x, y): Point,
    (room, below): (Length, bool),
) {
    let small = piece.small;
    let top = if below {
        y + Length::milli(500)
    } else {
        y - small.height - Length::milli(500)
    };
    let half = room.max(mark.text.width() + Length::milli(2)) / 2;
    let place = Place {
        left: x - half,
        right: x + half,
        align: Align::Center,
        top,
        line: small,
        most: 1,
    };
    if piece.sort == ChartSort::Bar {
        canvas.number(&mark.text, place);
    } else {
        canvas.text(&mark.text, place);
    }
}

fn lines(piece: &ChartPiece, canvas: &mut Canvas, frame: &Frame) {
    let categories = piece.categories.len();
    let place = |(category, mark): (usize, &Option<Mark>)| {
        let mark = mark.as_ref()?;
        Some((
            frame.middle(category, categories),
            frame.scale.at(mark.value),
        ))
    };
    // Where categories are narrow, the markers of a line stand apart, each line's at other places.
    let every = if frame.band >= MARKED {
        1
    } else {
        (MARKED.to_milli() * 4 / frame.band.to_milli().max(1)) as usize
    };
    for (index, values) in piece.values.iter().enumerate() {
        let points: Vec<Option<Point>> = values.iter().enumerate().map(place).collect();
        let stretches = points.split(Option::is_none);
        for stretch in stretches {
            let stretch: Vec<Point> = stretch.iter().flatten().copied().collect();
            if stretch.len() > 1 {
                canvas.path(vec![through(&stretch)], None, Some(stroke(index)));
            }
        }
        // Between gaps, a point alone is no line, and its marker is all that is seen of it.
        let alone = |number: usize| {
            let missing = |at: Option<&Option<Point>>| at.is_none_or(Option::is_none);
            missing(number.checked_sub(1).and_then(|at| points.get(at)))
                && missing(points.get(number + 1))
        };
        for (number, point) in points.iter().enumerate() {
            let marked = (number + index).is_multiple_of(every) || alone(number);
            if let Some(point) = point.filter(|_| marked) {
                legend::mark(canvas, index, point);
            }
        }
    }
    let (low, high) = piece.range();
    let bend = (high - low) / 25.0;
    if let (true, Some(values)) = (frame.with_values, piece.values.first()) {
        for (category, mark) in values.iter().enumerate() {
            if let (Some(mark), Some((x, y))) = (mark, place((category, mark))) {
                let below = is_below(values, category, bend)
                    && y + piece.small.height * 2 < frame.scale.base();
                let away = if below { Length::pt(2) } else { -Length::pt(2) };
                write_value(piece, canvas, mark, (x, y + away), (frame.band, below));
            }
        }
    }
}

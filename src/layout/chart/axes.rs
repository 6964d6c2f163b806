//! The axis of values: from numbers to places, and the lines that one reads values by.

use super::canvas::{Canvas, FINE, HAIR, Place};
use super::{ChartPiece, part};
use crate::kind::style::Align;
use crate::layout::page::Shade;
use crate::length::Length;

/// The space between the axis and what is written beside it.
pub(super) const ASIDE: Length = Length::pt(4);

/// An axis: the places of its lowest and its highest number.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    range: (f64, f64),
    from: Length,
    to: Length,
}

impl Scale {
    pub(super) fn new(piece: &ChartPiece, from: Length, to: Length) -> Self {
        let range = piece.range();
        Self { range, from, to }
    }

    /// The place of a number.
    pub(super) fn at(&self, value: f64) -> Length {
        let (low, high) = self.range;
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        self.from + part(self.to - self.from, share)
    }

    /// Where bars start: zero, which is the end of an axis that has no zero.
    pub(super) fn base(&self) -> Length {
        self.at(0.0)
    }
}

/// Every how many of the marks there is room for one.
pub(super) fn every(count: usize, room: Length, each: Length) -> usize {
    let mut every = 1;
    while count > every
        && room * i64::try_from(every).unwrap_or(i64::MAX)
            < each * i64::try_from(count - 1).unwrap_or(1)
    {
        every += 1;
    }
    every
}

/// The unit, above the axis at the left. Gives its height.
pub(super) fn unit(piece: &ChartPiece, canvas: &mut Canvas, width: Length, top: Length) -> Length {
    let Some(unit) = &piece.unit else {
        return Length::ZERO;
    };
    let place = Place {
        left: Length::ZERO,
        right: width,
        align: Align::Left,
        top,
        line: piece.line,
        most: 2,
    };
    let count = canvas.text(unit, place);
    piece.line.height * i64::try_from(count).unwrap_or(1)
}

/// The lines across the drawing at the marks; `lying` bars have lines that stand.
pub(super) fn grid(
    piece: &ChartPiece,
    canvas: &mut Canvas,
    scale: Scale,
    (start, end): (Length, Length),
    lying: bool,
) {
    for mark in &piece.marks {
        let place = scale.at(mark.value);
        let (from, to) = if lying {
            ((place, start), (place, end))
        } else {
            ((start, place), (end, place))
        };
        canvas.line(from, to, (HAIR, Shade::Faint));
    }
}

/// The line that bars start at.
pub(super) fn base(canvas: &mut Canvas, scale: Scale, (start, end): (Length, Length), lying: bool) {
    let place = scale.base();
    let (from, to) = if lying {
        ((place, start), (place, end))
    } else {
        ((start, place), (end, place))
    };
    canvas.line(from, to, (FINE + HAIR, Shade::Black));
}

//! Drawings in the words of SVG, for the pages of the preview and for the charts of HTML alike.

use std::fmt::Write as _;

use crate::layout::page::{Outline, Point, Segment, Shade};
use crate::length::Length;

/// Outlines as the data of a path (SVG 2, 9.3).
pub(super) fn data(outlines: &[Outline]) -> String {
    let mut data = String::new();
    for outline in outlines {
        let _ = write!(data, "M{}", point(outline.start));
        for segment in &outline.segments {
            let _ = match *segment {
                Segment::Line(end) => write!(data, "L{}", point(end)),
                Segment::Curve(first, second, end) => {
                    write!(data, "C{} {} {}", point(first), point(second), point(end))
                }
            };
        }
        if outline.closed {
            data.push('Z');
        }
    }
    data
}

/// A point, across and down.
pub(super) fn point((x, y): Point) -> String {
    format!("{} {}", number(x), number(y))
}

/// A length in points, without a unit.
pub(super) fn number(length: Length) -> String {
    decimal(length.to_milli())
}

/// A number of thousandths, with two decimals at most: a screen shows no more.
pub(super) fn decimal(thousandths: i64) -> String {
    let hundredths = (thousandths + 5).div_euclid(10);
    let text = Length::milli(hundredths * 10).to_string();
    text.trim_end_matches("pt").to_owned()
}

/// The colour of a shade of ink on white paper.
pub(super) fn grey(shade: Shade) -> String {
    format!("#{0:02x}{0:02x}{0:02x}", shade.lightness())
}

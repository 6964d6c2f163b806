//! Textures and markers: what tells series apart without colours.

use super::geometry::{circle, polygon};
use crate::layout::page::{Outline, Point, Shade, Stroke};
use crate::length::Length;

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texture {
    /// The shade under the pattern.
    pub ground: Shade,
    /// What is drawn over it.
    pub pattern: Pattern,
}

/// What is drawn in an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Nothing.
    Plain,
    /// Lines that rise to the right.
    Rising,
    /// Lines that fall to the right.
    Falling,
    /// Lines of both sorts.
    Crossed,
    /// Lines that lie.
    Level,
    /// Lines that stand.
    Standing,
    /// Lines that lie and lines that stand.
    Squared,
    /// Dots.
    Dotted,
}

/// The textures of series and slices, in an order in which neighbours differ most. The writer of
/// word processor files names patterns of its own in the same order.
const TEXTURES: [Texture; 12] = [
    Texture {
        ground: Shade::Dark,
        pattern: Pattern::Plain,
    },
    Texture {
        ground: Shade::White,
        pattern: Pattern::Rising,
    },
    Texture {
        ground: Shade::Light,
        pattern: Pattern::Plain,
    },
    Texture {
        ground: Shade::White,
        pattern: Pattern::Dotted,
    },
    Texture {
        ground: Shade::Middle,
        pattern: Pattern::Plain,
    },
    Texture {
        ground: Shade::White,
        pattern: Pattern::Plain,
    },
    Texture {
        ground: Shade::White,
        pattern: Pattern::Crossed,
    },
    Texture {
        ground: Shade::Black,
        pattern: Pattern::Plain,
    },
    Texture {
        ground: Shade::White,
        pattern: Pattern::Level,
    },
    Texture {
        ground: Shade::Light,
        pattern: Pattern::Falling,
    },
    Texture {
        ground: Shade::White,
        pattern: Pattern::Standing,
    },
    Texture {
        ground: Shade::Light,
        pattern: Pattern::Squared,
    },
];

/// The texture of the series or the slice at `index`, of `count` in all. A chart of one series
/// of bars is of a middle tone: full black would be too heavy, and there is nothing to tell apart.
#[must_use]
pub fn texture(index: usize, count: usize) -> Texture {
    if count == 1 {
        return Texture {
            ground: Shade::Middle,
            pattern: Pattern::Plain,
        };
    }
    TEXTURES[index % TEXTURES.len()]
}

/// How the line of the series at `index` is drawn.
#[must_use]
pub fn stroke(index: usize) -> Stroke {
    const DASHES: [&[i64]; 6] = [
        &[],
        &[5_000, 2_500],
        &[1_200, 1_800],
        &[7_000, 2_000, 1_200, 2_000],
        &[10_000, 3_000],
        &[2_500, 1_500],
    ];
    let shade = if index < DASHES.len() {
        Shade::Black
    } else {
        Shade::Middle
    };
    Stroke {
        thickness: Length::milli(1_200),
        shade,
        dash: DASHES[index % DASHES.len()]
            .iter()
            .map(|length| Length::milli(*length))
            .collect(),
    }
}

/// The marker of a point of the series at `index`, and its filling.
pub(super) fn marker(index: usize, (x, y): Point) -> (Outline, Shade) {
    let unit = |length: i64| Length::milli(length * 100);
    let at = |points: &[(i64, i64)]| {
        let points: Vec<Point> = points
            .iter()
            .map(|(right, down)| (x + unit(*right), y + unit(*down)))
            .collect();
        polygon(&points)
    };
    let cross = Outline {
        closed: false,
        ..at(&[(-20, -20), (20, 20), (0, 0), (20, -20), (-20, 20)])
    };
    let round = circle((x, y), unit(21));
    let square = at(&[(-19, -19), (19, -19), (19, 19), (-19, 19)]);
    let triangle = at(&[(0, -26), (24, 17), (-24, 17)]);
    let diamond = at(&[(0, -28), (28, 0), (0, 28), (-28, 0)]);
    match index % 6 {
        0 => (round, Shade::Black),
        1 => (square, Shade::White),
        2 => (triangle, Shade::Black),
        3 => (diamond, Shade::White),
        4 => (cross, Shade::White),
        _ => (round, Shade::White),
    }
}

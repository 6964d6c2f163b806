//! Geometry: areas, arcs, and the lines that lie inside an area.
//!
//! Floating-point numbers are only added, multiplied and divided here: such steps have the same
//! result on every machine, which the functions of a system's library have not.

use super::texture::Pattern;
use crate::layout::page::{Outline, Point, Segment};
use crate::length::Length;

/// A place in thousandths of a point.
type Spot = (f64, f64);

/// An area of a drawing.
#[derive(Debug, Clone)]
pub(super) enum Area {
    /// A rectangle: left, upper, right and lower edge.
    Box([Length; 4]),
    /// A slice of a circle.
    Slice {
        /// The middle of the circle.
        middle: Point,
        /// Its radius.
        radius: Length,
        /// Where it starts and ends, in turns clockwise from above.
        from: f64,
        /// See `from`.
        to: f64,
    },
}

/// How many straight pieces stand for a whole circle where lines are cut off at it.
const CORNERS: f64 = 180.0;

impl Area {
    /// The line around it.
    pub(super) fn outline(&self) -> Outline {
        match *self {
            Self::Box([left, top, right, bottom]) => {
                polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)])
            }
            Self::Slice {
                middle,
                radius,
                from,
                to,
            } => {
                let start = on_circle(middle, radius, from);
                let mut segments = arc(middle, radius, from, to);
                // A whole circle has no cut to its middle.
                if to - from < 0.999_999 {
                    segments.push(Segment::Line(middle));
                }
                Outline {
                    start,
                    segments,
                    closed: true,
                }
            }
        }
    }

    /// Its corners, with many for a curve.
    fn corners(&self) -> Vec<Spot> {
        let spot = |(x, y): Point| (x.to_milli() as f64, y.to_milli() as f64);
        match *self {
            Self::Box([left, top, right, bottom]) => {
                [(left, top), (right, top), (right, bottom), (left, bottom)]
                    .map(spot)
                    .to_vec()
            }
            Self::Slice {
                middle,
                radius,
                from,
                to,
            } => {
                let count = ((to - from) * CORNERS).ceil().max(1.0) as u32;
                let at = |number: u32| from + (to - from) * f64::from(number) / f64::from(count);
                let mut corners: Vec<Spot> = (0..=count)
                    .map(|number| spot(on_circle(middle, radius, at(number))))
                    .collect();
                corners.push(spot(middle));
                corners
            }
        }
    }
}

/// A line through points.
pub(super) fn through(points: &[Point]) -> Outline {
    Outline {
        start: points.first().copied().unwrap_or_default(),
        segments: points
            .iter()
            .skip(1)
            .map(|point| Segment::Line(*point))
            .collect(),
        closed: false,
    }
}

/// A closed line through points.
pub(super) fn polygon(points: &[Point]) -> Outline {
    Outline {
        closed: true,
        ..through(points)
    }
}

/// A circle.
pub(super) fn circle(middle: Point, radius: Length) -> Outline {
    Outline {
        start: on_circle(middle, radius, 0.0),
        segments: arc(middle, radius, 0.0, 1.0),
        closed: true,
    }
}

/// The sine and the cosine of an angle in turns, by their series: exact to a billionth.
pub(super) fn sin_cos(turns: f64) -> (f64, f64) {
    let angle = (turns - turns.round()) * std::f64::consts::TAU;
    let series = |first: f64, start: f64| {
        let (mut sum, mut term, mut n) = (first, first, start);
        for _ in 0..14 {
            term *= -angle * angle / ((n + 1.0) * (n + 2.0));
            sum += term;
            n += 2.0;
        }
        sum
    };
    (series(angle, 1.0), series(1.0, 0.0))
}

/// A point of a circle, `turns` clockwise from above.
pub(super) fn on_circle((x, y): Point, radius: Length, turns: f64) -> Point {
    let (sin, cos) = sin_cos(turns);
    let radius = radius.to_milli() as f64;
    (x + rounded(radius * sin), y - rounded(radius * cos))
}

/// An arc as Bézier curves, none of more than a quarter of the circle.
fn arc(middle: Point, radius: Length, from: f64, to: f64) -> Vec<Segment> {
    let count = ((to - from) * 4.0 - 1e-9).ceil().max(1.0) as u32;
    let step = (to - from) / f64::from(count);
    let (sin, cos) = sin_cos(step / 4.0);
    // The handles lie on the tangents, at 4/3 tan(angle / 4) of the radius.
    let handle = radius.to_milli() as f64 * 4.0 / 3.0 * sin / cos;
    let tangent = |turns: f64, sign: f64| {
        let (x, y) = on_circle(middle, radius, turns);
        let (sin, cos) = sin_cos(turns);
        (
            x + rounded(sign * handle * cos),
            y + rounded(sign * handle * sin),
        )
    };
    let curve = |number: u32| {
        let start = from + step * f64::from(number);
        let end = start + step;
        Segment::Curve(
            tangent(start, 1.0),
            tangent(end, -1.0),
            on_circle(middle, radius, end),
        )
    };
    (0..count).map(curve).collect()
}

fn rounded(milli: f64) -> Length {
    Length::milli(milli.round() as i64)
}

/// What a pattern draws in an area: outlines, and whether they are filled.
pub(super) fn hatch(area: &Area, pattern: Pattern) -> Vec<(Vec<Outline>, bool)> {
    let corners = area.corners();
    let along = |direction: Spot, gap: f64| (strokes(&corners, direction, gap), false);
    let (up, down) = ((1.0, -1.0), (1.0, 1.0));
    match pattern {
        Pattern::Plain => Vec::new(),
        Pattern::Rising => vec![along(up, 3_800.0)],
        Pattern::Falling => vec![along(down, 3_800.0)],
        Pattern::Crossed => vec![along(up, 4_200.0), along(down, 4_200.0)],
        Pattern::Level => vec![along((1.0, 0.0), 2_400.0)],
        Pattern::Standing => vec![along((0.0, 1.0), 2_400.0)],
        Pattern::Squared => vec![along((1.0, 0.0), 2_800.0), along((0.0, 1.0), 2_800.0)],
        Pattern::Dotted => vec![(dots(&corners), true)],
    }
}

/// The pieces of parallel lines that lie in a polygon. `gap` is the distance of two lines, measured
/// as the direction's own length.
fn strokes(corners: &[Spot], (dx, dy): Spot, gap: f64) -> Vec<Outline> {
    // All points of one line have the same height over the direction.
    let height = |(x, y): Spot| x * -dy + y * dx;
    let heights = || corners.iter().map(|corner| height(*corner));
    let (low, high) = heights().fold((f64::MAX, f64::MIN), |(low, high), h| {
        (low.min(h), high.max(h))
    });
    let mut outlines = Vec::new();
    // A half, so that no line falls on an edge that stands at a multiple.
    let mut level = ((low / gap).floor() + 0.5) * gap;
    while level < high {
        let mut crossings: Vec<Spot> = Vec::new();
        for (index, &a) in corners.iter().enumerate() {
            let b = corners[(index + 1) % corners.len()];
            let (from, to) = (height(a), height(b));
            if (from < level) != (to < level) {
                let share = (level - from) / (to - from);
                crossings.push((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share));
            }
        }
        let position = |(x, y): &Spot| x * dx + y * dy;
        crossings.sort_by(|a, b| position(a).total_cmp(&position(b)));
        for pair in crossings.chunks_exact(2) {
            outlines.push(Outline {
                start: (rounded(pair[0].0), rounded(pair[0].1)),
                segments: vec![Segment::Line((rounded(pair[1].0), rounded(pair[1].1)))],
                closed: false,
            });
        }
        level += gap;
    }
    outlines
}

/// Dots that lie in a polygon, in rows of which every second one is moved.
fn dots(corners: &[Spot]) -> Vec<Outline> {
    const GAP: f64 = 3_000.0;
    const RADIUS: f64 = 650.0;
    let left = corners
        .iter()
        .map(|corner| corner.0)
        .fold(f64::MAX, f64::min);
    let right = corners
        .iter()
        .map(|corner| corner.0)
        .fold(f64::MIN, f64::max);
    let mut outlines = Vec::new();
    for (number, row) in strokes(corners, (1.0, 0.0), GAP / 2.0).iter().enumerate() {
        let y = row.start.1.to_milli() as f64;
        let mut x = left + if number % 2 == 0 { GAP / 2.0 } else { GAP };
        while x < right {
            let rim = [
                (x - RADIUS, y),
                (x + RADIUS, y),
                (x, y - RADIUS),
                (x, y + RADIUS),
            ];
            if rim.iter().all(|spot| holds(corners, *spot)) {
                outlines.push(circle((rounded(x), rounded(y)), rounded(RADIUS)));
            }
            x += GAP;
        }
    }
    outlines
}

/// Whether a polygon holds a place.
fn holds(corners: &[Spot], (x, y): Spot) -> bool {
    let mut inside = false;
    for (index, &a) in corners.iter().enumerate() {
        let b = corners[(index + 1) % corners.len()];
        if (a.1 < y) != (b.1 < y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1) {
            inside = !inside;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sine_and_cosine_are_exact_enough() {
        for number in -40..80 {
            let turns = f64::from(number) / 40.0;
            let (sin, cos) = sin_cos(turns);
            let (wanted_sin, wanted_cos) = (turns * std::f64::consts::TAU).sin_cos();
            assert!(
                (sin - wanted_sin).abs() < 1e-9 && (cos - wanted_cos).abs() < 1e-9,
                "{turns}"
            );
        }
    }

    #[test]
    fn hatching_stays_inside_its_area() {
        let middle = (Length::pt(50), Length::pt(50));
        let radius = Length::pt(40);
        let slice = Area::Slice {
            middle,
            radius,
            from: 0.1,
            to: 0.85,
        };
        let far = |(x, y): Point| {
            let (x, y) = ((x - middle.0).to_pt(), (y - middle.1).to_pt());
            x * x + y * y
        };
        for pattern in [
            Pattern::Rising,
            Pattern::Crossed,
            Pattern::Level,
            Pattern::Dotted,
        ] {
            let drawn = hatch(&slice, pattern);
            let outlines: Vec<Outline> = drawn
                .into_iter()
                .flat_map(|(outlines, _)| outlines)
                .collect();
            assert!(outlines.len() > 10, "{pattern:?}");
            for outline in outlines {
                assert!(far(outline.start) <= 1601.0, "{pattern:?}");
                let Some(Segment::Line(end)) = outline.segments.first() else {
                    continue;
                };
                assert!(far(*end) <= 1601.0, "{pattern:?}");
                // The middle of a stroke does not lie in the part that was cut out.
                let (x, y) = ((outline.start.0 + end.0) / 2, (outline.start.1 + end.1) / 2);
                let (right, down) = ((x - middle.0).to_pt(), (y - middle.1).to_pt());
                let in_gap = down < -1.0 && right < 0.0 && -down > 2.0 * -right;
                assert!(!in_gap, "{pattern:?} {right} {down}");
            }
        }
    }

    #[test]
    fn a_whole_circle_is_one_outline_that_ends_where_it_starts() {
        let ring = circle((Length::pt(5), Length::pt(5)), Length::pt(5));
        assert_eq!(ring.segments.len(), 4);
        let Some(Segment::Curve(_, _, end)) = ring.segments.last() else {
            panic!("no curve")
        };
        assert_eq!(*end, ring.start);
    }
}

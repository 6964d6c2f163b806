//! Drawings painted, for programs that do not know SVG.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::tiny_skia_path::PathSegment;
use resvg::usvg::{Group, Node, Options, Path, Rect, Size, Tree};

use crate::length::Length;

/// The pixels to the inch: what a printer of an office shows.
const RESOLUTION: f64 = 300.0;

/// The most pixels: half of a page in that resolution.
const MAX_PIXELS: f64 = 4_000_000.0;

/// The most work, in pixels painted over: a second of a processor. A drawing that would take more
/// is painted more coarsely; programs that show the pixels and not the drawing are few.
const MAX_WORK: f64 = 500_000_000.0;

/// How many pixels a row takes the time of that a line crosses.
const LINE: f64 = 8.0;

/// A drawing as a PNG file for this size, on no ground.
pub(super) fn paint(drawing: &[u8], size: (Length, Length)) -> Result<Vec<u8>, String> {
    let broken = |why: &str| format!("a drawing cannot be painted: {why}");
    let text = str::from_utf8(drawing).map_err(|error| broken(&error.to_string()))?;
    let tree = Tree::from_str(text, &Options::default());
    let tree = tree.map_err(|error| broken(&error.to_string()))?;
    let (width, height) = pixels(size, &Work::of(&tree));
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| broken("it is too large"))?;
    let scale = Transform::from_scale(
        width as f32 / tree.size().width(),
        height as f32 / tree.size().height(),
    );
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    let file = pixmap.encode_png();
    file.map_err(|error| broken(&error.to_string()))
}

/// How many pixels a drawing has that is shown in this size.
fn pixels((width, height): (Length, Length), work: &Work) -> (u32, u32) {
    let across = |length: Length| length.to_pt() / 72.0 * RESOLUTION;
    let all = across(width) * across(height);
    let by_areas = MAX_WORK / (work.areas * all);
    let by_lines = MAX_WORK / (work.lines * LINE * across(height));
    let scale = (MAX_PIXELS / all)
        .min(by_areas)
        .sqrt()
        .min(by_lines)
        .min(1.0);
    let whole = |length: Length| ((across(length) * scale).round() as u32).max(1);
    (whole(width), whole(height))
}

/// What there is to paint.
#[derive(Debug, Default)]
struct Work {
    /// All areas, in drawings.
    areas: f64,
    /// The heights of all lines, in heights of the drawing.
    lines: f64,
}

impl Work {
    fn of(tree: &Tree) -> Self {
        let mut work = Self::default();
        work.group(tree.root(), tree.size());
        work
    }

    fn group(&mut self, group: &Group, size: Size) {
        if let Some(clip) = group.clip_path() {
            // A mask is painted, and laid over the group.
            self.areas += 2.0;
            self.group(clip.root(), size);
        }
        if group.should_isolate() {
            self.areas += 2.0;
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, size),
                Node::Path(path) => self.path(path, size),
                // A plain drawing has none.
                Node::Image(_) | Node::Text(_) => {}
            }
        }
    }

    fn path(&mut self, path: &Path, size: Size) {
        let segments = path.data().segments().map(|segment| match segment {
            PathSegment::QuadTo(..) | PathSegment::CubicTo(..) => 4.0,
            _ => 1.0,
        });
        let segments: f64 = segments.sum();
        let (wide, high) = share(path.abs_stroke_bounding_box(), size);
        if path.fill().is_some() {
            self.areas += wide * high;
            self.lines += segments * high;
        }
        if path.stroke().is_some() {
            self.areas += wide * high;
            // The outline of a line has two sides and two ends.
            self.lines += 4.0 * segments * high;
        }
    }
}

/// How much of the width and the height of a drawing a part takes.
fn share(part: Rect, size: Size) -> (f64, f64) {
    let share = |from: f32, to: f32, all: f32| {
        let inside = to.min(all) - from.max(0.0);
        f64::from((inside / all).clamp(0.0, 1.0))
    };
    (
        share(part.left(), part.right(), size.width()),
        share(part.top(), part.bottom(), size.height()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_painted_for_paper_but_not_without_end() {
        let none = Work::default();
        assert_eq!(pixels((Length::pt(72), Length::pt(36)), &none), (300, 150));
        assert_eq!(pixels((Length::milli(1), Length::milli(1)), &none), (1, 1));
        let large = (Length::pt(1440), Length::pt(1440));
        assert_eq!(pixels(large, &none), (2000, 2000));
        let areas = Work {
            areas: 500.0,
            lines: 0.0,
        };
        assert_eq!(pixels(large, &areas), (1000, 1000));
    }

    #[test]
    fn the_work_of_a_drawing_is_that_of_its_parts() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'>\
                    <rect width='50' height='25'/><rect x='90' width='1000' height='50'/></svg>";
        let tree = Tree::from_str(text, &Options::default());
        let work = Work::of(&tree.unwrap_or_else(|error| panic!("{error}")));
        assert!((work.areas - 0.35).abs() < 0.001, "{work:?}");
        // Each has a start, three sides and an end.
        assert!((work.lines - 7.5).abs() < 0.001, "{work:?}");
    }
}

//! What a drawing shows once styles and references are resolved.

use resvg::usvg::tiny_skia_path::{PathSegment, Point};
use resvg::usvg::{
    BlendMode, Fill, FontFamily, Group, Node, Paint, Path, SpreadMethod, Stroke, Text, TextChunk,
    Tree,
};

use super::guard::{PATTERN, PIXELS, SHADOW, differs, too_deep};
use super::{BROKEN, MAX_DEPTH, SIMPLER};
use crate::data::images::Fault;
use crate::diagnostics::say;
use crate::kind::style::Typeface;

/// The most dashes of all lines together: a line of dots that nobody sees is an area.
const MAX_DASHES: f32 = 100_000.0;

/// The farthest from its origin that a drawing may have a point or a line of such thickness: what is
/// a million pixels away is no picture, and PDF keeps no number above 2,147,483,647 (ISO 19005-2,
/// 6.1.13).
const FARTHEST: f32 = 1_000_000.0;

/// Refuses what the formats cannot show alike. Hands out the first font that the drawing asks for
/// and that the document does not have.
pub(super) fn check(tree: &Tree, typeface: &Typeface) -> Result<Option<String>, Fault> {
    let mut shown = Shown {
        typeface,
        other_font: None,
        paths: 0,
        dashes: 0.0,
    };
    shown.group(tree.root(), 0)?;
    if shown.paths == 0 {
        return Err(Fault::new(say!("is a drawing that shows nothing"), BROKEN));
    }
    Ok(shown.other_font)
}

struct Shown<'a> {
    typeface: &'a Typeface,
    other_font: Option<String>,
    paths: usize,
    dashes: f32,
}

impl Shown<'_> {
    fn group(&mut self, group: &Group, depth: usize) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        if !group.filters().is_empty() {
            return Err(differs(&SHADOW));
        }
        if group.blend_mode() != BlendMode::Normal {
            return Err(differs(&say!("colours that blend with those below")));
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, depth + 1)?,
                Node::Path(path) => self.path(path)?,
                Node::Text(text) => {
                    self.text(text);
                    self.group(text.flattened(), depth + 1)?;
                }
                // A letter of a font that has pictures for letters.
                Node::Image(_) => return Err(differs(&PIXELS)),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &Path) -> Result<(), Fault> {
        self.paths += usize::from(path.is_visible());
        if !is_near(path) {
            let message = say!(
                "is a drawing with parts more than {most} pixels away or wide",
                most = FARTHEST.to_string()
            );
            return Err(Fault::new(message, SIMPLER));
        }
        let fill = path.fill().map(Fill::paint);
        let stroke = path.stroke().map(Stroke::paint);
        for paint in fill.into_iter().chain(stroke) {
            paint_of_one_way(paint)?;
        }
        let Some(dashes) = path.stroke().and_then(|stroke| stroke.dasharray()) else {
            return Ok(());
        };
        let period: f32 = dashes.iter().sum();
        self.dashes += length(path) / period * dashes.len() as f32;
        // Also if it is no number.
        if self.dashes < MAX_DASHES {
            return Ok(());
        }
        let message = say!(
            "is a drawing whose lines have more than {most} dashes",
            most = MAX_DASHES.to_string()
        );
        Err(Fault::new(message, SIMPLER))
    }

    fn text(&mut self, text: &Text) {
        let spans = text.chunks().iter().flat_map(TextChunk::spans);
        for span in spans {
            let first = span.font().families().first();
            if let Some(FontFamily::Named(name)) = first
                && !self.is_ours(name)
            {
                self.other_font.get_or_insert_with(|| name.clone());
            }
        }
    }

    /// Whether a font is that of the document, or one that looks as it does.
    fn is_ours(&self, name: &str) -> bool {
        [
            self.typeface.name.as_str(),
            "Times New Roman",
            "Liberation Serif",
        ]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name))
    }
}

/// Refuses the ways to fill an area that not all formats have.
fn paint_of_one_way(paint: &Paint) -> Result<(), Fault> {
    let spread = match paint {
        Paint::Color(_) => SpreadMethod::Pad,
        Paint::LinearGradient(gradient) => gradient.spread_method(),
        Paint::RadialGradient(gradient) => gradient.spread_method(),
        Paint::Pattern(_) => return Err(differs(&PATTERN)),
    };
    if spread == SpreadMethod::Pad {
        return Ok(());
    }
    Err(differs(&say!("a gradient that is repeated")))
}

/// Whether all of a path can be told in numbers that every program reads.
fn is_near(path: &Path) -> bool {
    let bounds = path.data().bounds();
    let stroke = path.stroke();
    let ends = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
    let widths = stroke.map(|stroke| [stroke.width().get(), stroke.miterlimit().get()]);
    ends.into_iter()
        .chain(widths.into_iter().flatten())
        .all(|length| length.abs() <= FARTHEST)
}

/// The length of a path, rather too long than too short.
fn length(path: &Path) -> f32 {
    let (mut start, mut from, mut length) = (Point::zero(), Point::zero(), 0.0);
    let mut go = |to: &[Point], from: &mut Point| {
        for point in to {
            length += from.distance(*point);
            *from = *point;
        }
    };
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(to) => (start, from) = (to, to),
            PathSegment::LineTo(to) => go(&[to], &mut from),
            PathSegment::QuadTo(by, to) => go(&[by, to], &mut from),
            PathSegment::CubicTo(first, second, to) => go(&[first, second, to], &mut from),
            PathSegment::Close => go(&[start], &mut from),
        }
    }
    length
}

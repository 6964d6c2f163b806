//! The canvas: where the parts of a drawing are put.

use super::geometry::{Area, hatch};
use super::texture::{Pattern, Texture};
use crate::kind::style::Align;
use crate::layout::chop;
use crate::layout::factor;
use crate::layout::fonts::{Fonts, Line};
use crate::layout::lines::{self, Frame};
use crate::layout::page::{
    Drawing, Item, NodeId, Outline, Owner, Path, Point, Segment, Shade, Shape, Stroke,
};
use crate::layout::slab;
use crate::layout::text::Content;
use crate::length::Length;

/// The thickness of outlines and axes.
pub(super) const FINE: Length = Length::milli(500);
/// The thickness of lines that guide the eye.
pub(super) const HAIR: Length = Length::milli(350);

/// A drawing under construction.
pub(super) struct Canvas<'a> {
    fonts: &'a Fonts<'a>,
    node: NodeId,
    ellipsis: &'a Content,
    items: Vec<Item>,
}

/// Where a text stands: its edges, its first line, and how many lines it may have.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub left: Length,
    pub right: Length,
    pub align: Align,
    pub top: Length,
    pub line: Line,
    pub most: usize,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(fonts: &'a Fonts<'a>, node: NodeId, ellipsis: &'a Content) -> Self {
        Self {
            fonts,
            node,
            ellipsis,
            items: Vec::new(),
        }
    }

    /// The drawing, of which `frame` tells everything but the items.
    pub(super) fn finish(self, mut frame: Drawing) -> Drawing {
        frame.items = self.items;
        frame
    }

    /// How many lines a text has in this width.
    pub(super) fn count(&self, content: &Content, width: Length) -> usize {
        self.set(content, Length::ZERO, width, Align::Left).len()
    }

    fn set(&self, content: &Content, left: Length, right: Length, align: Align) -> Vec<Vec<Item>> {
        let frame = Frame {
            left,
            first: Length::ZERO,
            right: right.max(left + Length::milli(1)),
            align,
        };
        lines::set(content, frame, self.fonts)
    }

    /// Writes a text, cut short if it has too many lines. Gives how many lines it has.
    pub(super) fn text(&mut self, content: &Content, place: Place) -> usize {
        let mut set = self.set(content, place.left, place.right, place.align);
        if set.len() > place.most {
            set = self.cut(content, place);
        }
        let count = set.len();
        for (number, mut items) in set.into_iter().enumerate() {
            let y = place.top + place.line.height * factor(number + 1) - place.line.depth;
            slab::shift(&mut items, Length::ZERO, y);
            self.items.append(&mut items);
        }
        count
    }

    /// The first lines of a text, the last with an ellipsis if there is room for one.
    fn cut(&self, content: &Content, place: Place) -> Vec<Vec<Item>> {
        let wanted = self.ellipsis.width();
        let has_room = place.right - place.left >= wanted * 2;
        let room = if has_room { wanted } else { Length::ZERO };
        let mut set = self.set(content, place.left, place.right - room, place.align);
        set.truncate(place.most);
        if let Some(last) = set.last_mut().filter(|_| has_room) {
            let end = last.last().map_or(place.left, |item| item.shape.edges()[2]);
            let end = end.min(place.right - room).max(place.left);
            let ellipsis = self.set(self.ellipsis, end, end + room, Align::Left);
            last.extend(ellipsis.into_iter().flatten());
        }
        set
    }

    /// Writes a number of one line on a ground of its own, which lines do not cross.
    pub(super) fn number(&mut self, content: &Content, place: Place) {
        let first = self.items.len();
        self.text(content, place);
        let Some(item) = self.items.get(first) else {
            return;
        };
        let (width, [left, ..]) = (content.width(), item.shape.edges());
        let baseline = place.top + place.line.height - place.line.depth;
        let ground = Area::Box([
            left - HAIR,
            baseline - place.line.height.per_mille(650),
            left + width + HAIR,
            baseline + HAIR,
        ]);
        self.path(vec![ground.outline()], Some(Shade::White), None);
        self.items[first..].rotate_right(1);
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, (thickness, shade): (Length, Shade)) {
        let outline = Outline {
            start: from,
            segments: vec![Segment::Line(to)],
            closed: false,
        };
        self.path(vec![outline], None, Some(solid(thickness, shade)));
    }

    /// An area filled with a texture and outlined.
    pub(super) fn area(&mut self, area: &Area, texture: Texture) {
        let outline = area.outline();
        let edge = solid(FINE, Shade::Black);
        if texture.pattern == Pattern::Plain {
            return self.path(vec![outline], Some(texture.ground), Some(edge));
        }
        self.path(vec![outline.clone()], Some(texture.ground), None);
        for (outlines, filled) in hatch(area, texture.pattern) {
            if outlines.is_empty() {
                continue;
            }
            if filled {
                self.path(outlines, Some(Shade::Black), None);
            } else {
                self.path(outlines, None, Some(solid(FINE, Shade::Black)));
            }
        }
        self.path(vec![outline], None, Some(edge));
    }

    /// Any path.
    pub(super) fn path(
        &mut self,
        outlines: Vec<Outline>,
        fill: Option<Shade>,
        stroke: Option<Stroke>,
    ) {
        let path = Path {
            outlines,
            fill,
            stroke,
        };
        self.items.push(Item {
            shape: Shape::Path(path),
            owner: Owner::Node(self.node),
            revision: None,
        });
    }
}

/// A line without gaps.
pub(super) fn solid(thickness: Length, shade: Shade) -> Stroke {
    Stroke {
        thickness,
        shade,
        dash: Vec::new(),
    }
}

/// The widest part of a text that no line end divides.
pub(super) fn whole(content: &Content) -> Length {
    let widths = content
        .segments
        .iter()
        .map(|segment| chop::widest(&segment.items).1);
    widths.max().unwrap_or_default()
}

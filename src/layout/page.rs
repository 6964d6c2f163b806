//! Pages: what stands where, and what it means.
//!
//! The result of layout, and all that the PDF writer reads. Positions are from the upper left
//! corner of the page, downwards. Every item belongs to a node of the [`Structure`], the tree
//! that a screen reader follows, or is an artifact that it passes over.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::document::{Anchor, Image, Lang, Revision, Scope, Target};
use crate::kind::style::Font;
use crate::length::Length;
use crate::source::Span;

/// A document that is laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// The pages in order; none where only the measures below were asked for.
    pub pages: Vec<Page>,
    /// What the items of the pages mean.
    pub structure: Structure,
    /// The columns of every table, in the order of the tables in the document.
    pub tables: Vec<TableColumns>,
    /// The drawing of every chart, in the order of the charts in the document.
    pub charts: Vec<Drawing>,
    /// The number of the page on which every heading stands, in the order of
    /// [`Document::headings`](crate::document::Document::headings).
    pub headings: Vec<usize>,
}

/// The columns of a table: the same for all formats that set their widths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableColumns {
    /// Their widths.
    pub widths: Vec<Length>,
    /// Where the decimal signs stand in each, from the left edge of the cells' text; none in a
    /// column whose numbers are not aligned by them.
    pub decimals: Vec<Option<Length>>,
}

impl TableColumns {
    /// The width of the text in a cell over `count` columns from `first` on, with this space
    /// beside it.
    pub(super) fn text_width(&self, first: usize, count: usize, padding: Length) -> Length {
        let width: Length = self.widths[first..first + count].iter().copied().sum();
        (width - padding * 2).max(Length::milli(1))
    }
}

/// A chart, drawn: the same for all formats, so that none shows what another does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
    /// Whether bars lie, because the names of their categories are too long to stand below them.
    pub lying: bool,
    /// Whether there was room for the numbers at the bars or points.
    pub with_values: bool,
    /// Every how many of the categories there was room for a name.
    pub every: usize,
    /// The left, upper, right and lower edge of the part that shows the values.
    pub plot: [Length; 4],
    /// The height of the legend at its upper edge.
    pub legend: Length,
    /// The space between two groups of bars, in hundredths of the thickness of a bar.
    pub gap: i64,
    /// What stands in it, from its upper left corner.
    pub items: Vec<Item>,
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Width as one reads it.
    pub width: Length,
    /// Height as one reads it.
    pub height: Length,
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
}

/// Something that stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is.
    pub shape: Shape,
    /// What it means.
    pub owner: Owner,
    /// What a comparison says of it: glyphs and rules have the colour of that.
    pub revision: Option<Revision>,
}

/// What an item means to a reader who does not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// It is content of this node.
    Node(NodeId),
    /// It means nothing beyond its place.
    Artifact(Artifact),
}

/// Things on a page that are not content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    /// The running head, or the number at the head of the page.
    Head,
    /// The running foot, or the number at the foot of the page.
    Foot,
    /// What is shown again of a table that goes on.
    Repeated,
    /// A rule of a table, or another line that only guides the eye.
    Layout,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Glyphs on one baseline.
    Glyphs(GlyphRun),
    /// A straight rule.
    Rule(Rule),
    /// A picture.
    Picture {
        /// What it shows.
        image: Arc<Image>,
        /// Its left edge.
        x: Length,
        /// Its upper edge.
        y: Length,
        /// Its width.
        width: Length,
        /// Its height.
        height: Length,
    },
    /// Lines and areas of a drawing.
    Path(Path),
}

/// A place: to the right, and down.
pub type Point = (Length, Length);

/// Lines and areas that are drawn together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The outlines. Areas are closed ones, and none lies in another.
    pub outlines: Vec<Outline>,
    /// What the areas are filled with.
    pub fill: Option<Shade>,
    /// How the lines are drawn.
    pub stroke: Option<Stroke>,
}

/// A line of straight and curved pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Where it starts.
    pub start: Point,
    /// The pieces, each from the end of the one before.
    pub segments: Vec<Segment>,
    /// Whether it goes back to its start.
    pub closed: bool,
}

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Straight to this place.
    Line(Point),
    /// A cubic Bézier curve: its two handles and its end.
    Curve(Point, Point, Point),
}

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stroke {
    /// Its thickness.
    pub thickness: Length,
    /// Its shade.
    pub shade: Shade,
    /// The lengths of dashes and gaps in turn; none for a line without gaps.
    pub dash: Vec<Length>,
}

/// A shade of grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shade {
    /// As the letters.
    Black,
    /// For areas that should look full.
    Dark,
    /// Between dark and light.
    Middle,
    /// For areas that should look light.
    Light,
    /// For lines that only guide the eye.
    Faint,
    /// As the paper.
    White,
}

impl Shade {
    /// All shades from the darkest.
    pub const ALL: [Self; 6] = [
        Self::Black,
        Self::Dark,
        Self::Middle,
        Self::Light,
        Self::Faint,
        Self::White,
    ];

    /// How light it is, from 0 for ink to 255 for paper.
    #[must_use]
    pub const fn lightness(self) -> u8 {
        match self {
            Self::Black => 0,
            Self::Dark => 70,
            Self::Middle => 150,
            Self::Light => 205,
            Self::Faint => 222,
            Self::White => 255,
        }
    }
}

impl Shape {
    /// The left, upper, right and lower edge of what is drawn; for glyphs, those of their line.
    #[must_use]
    pub fn edges(&self) -> [Length; 4] {
        match self {
            Self::Glyphs(run) => {
                let width = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                [run.x, run.y - run.size, run.x + width, run.y + run.size / 4]
            }
            Self::Picture {
                x,
                y,
                width,
                height,
                ..
            } => [*x, *y, *x + *width, *y + *height],
            Self::Rule(rule) => around(&[rule.from, rule.to], rule.thickness / 2),
            Self::Path(path) => {
                let half = path
                    .stroke
                    .as_ref()
                    .map_or(Length::ZERO, |line| line.thickness / 2);
                let points = |outline: &Outline| {
                    let mut points = vec![outline.start];
                    for segment in &outline.segments {
                        match *segment {
                            Segment::Line(end) => points.push(end),
                            Segment::Curve(first, second, end) => {
                                points.extend([first, second, end]);
                            }
                        }
                    }
                    points
                };
                let points: Vec<Point> = path.outlines.iter().flat_map(points).collect();
                around(&points, half)
            }
        }
    }
}

/// The edges of points, with this much room around them.
fn around(points: &[Point], room: Length) -> [Length; 4] {
    let across = || points.iter().map(|point| point.0);
    let down = || points.iter().map(|point| point.1);
    [
        across().min().unwrap_or_default() - room,
        down().min().unwrap_or_default() - room,
        across().max().unwrap_or_default() + room,
        down().max().unwrap_or_default() + room,
    ]
}

/// Glyphs of one font and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// Where the first glyph starts.
    pub x: Length,
    /// The baseline.
    pub y: Length,
    /// The font.
    pub font: Font,
    /// The size.
    pub size: Length,
    /// The characters that the glyphs show. A hyphen that only the line break made is U+00AD.
    pub text: String,
    /// The glyphs from left to right.
    pub glyphs: Vec<Glyph>,
}

/// One glyph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font file.
    pub id: u16,
    /// How far the next glyph starts from this one, with kerning and justification.
    pub advance: Length,
    /// How far the glyph is drawn from its place: to the right, and upwards.
    pub offset: (Length, Length),
    /// The bytes of the run's text that it shows; empty for a second glyph of the same text.
    pub text: Range<u32>,
}

/// A straight rule, whatever its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// One end.
    pub from: (Length, Length),
    /// The other end.
    pub to: (Length, Length),
    /// Thickness; half of it on either side.
    pub thickness: Length,
}

/// A node of a [`Structure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// The tree of what the items mean, in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Structure {
    /// The nodes; a parent stands before its children, siblings stand in reading order.
    pub nodes: Vec<Node>,
    /// The nodes that links within the document lead to.
    pub anchors: BTreeMap<Anchor, NodeId>,
    /// The header cells of a cell, nearest first, where its place alone does not tell them: in
    /// tables with several header rows or with groups of rows.
    pub headers: BTreeMap<NodeId, Vec<NodeId>>,
}

/// A part of the document as a screen reader tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub role: NodeRole,
    /// What it is a part of; none for the root.
    pub parent: Option<NodeId>,
    /// Where its texts were written, in their order; none for what only holds others.
    pub places: Box<[Span]>,
    /// Its language, if it is not that of the node it is a part of.
    pub lang: Option<Lang>,
}

/// What a node is; the names are those of the structure types of PDF (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeRole {
    /// The whole.
    Document,
    /// A section.
    Section,
    /// A heading of this level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List {
        /// Whether the labels are numbers.
        numbered: bool,
    },
    /// An item of a list.
    ListItem,
    /// The bullet or the number of an item.
    Label,
    /// What the item says.
    ListBody,
    /// A table.
    Table {
        /// What it is about and how it is read, if anyone says it.
        summary: Option<Arc<str>>,
    },
    /// A picture or a chart.
    Figure {
        /// What it shows in words.
        alt: Arc<str>,
    },
    /// Pictures that share a caption.
    Group,
    /// The text over a table or a chart, or under pictures.
    Caption,
    /// Header rows.
    TableHead,
    /// Ordinary rows.
    TableBody,
    /// Rows of totals.
    TableFoot,
    /// A row.
    Row,
    /// A cell.
    Cell {
        /// Whether and of what it is a header.
        scope: Option<Scope>,
        /// How many columns it covers.
        columns: usize,
        /// How many rows it covers.
        rows: usize,
    },
    /// A link.
    Link(Target),
    /// A footnote; it stands right after its reference.
    Note,
    /// What leads to something elsewhere in the document: the number of a footnote, an entry of the
    /// table of contents.
    Reference,
    /// The table of contents, or the part of it below an entry.
    Contents,
    /// An entry of the table of contents.
    ContentsItem,
    /// A part of a line in another language.
    Span,
    /// A part of a line that a comparison marks.
    Revised(Revision),
    /// The place for a signature with a certificate, in the empty part of its line.
    Form {
        /// Who is to sign.
        signer: Arc<str>,
    },
}

impl Structure {
    /// Adds a node and returns its identity.
    pub fn add(&mut self, role: NodeRole, parent: Option<NodeId>) -> NodeId {
        self.nodes.push(Node {
            role,
            parent,
            places: Box::default(),
            lang: None,
        });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// The node with this identity.
    #[must_use]
    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

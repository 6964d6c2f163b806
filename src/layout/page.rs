//! Pages: what stands where, and what it means.
//!
//! The result of layout, and all that the PDF writer reads. Positions are from the upper left
//! corner of the page, downwards. Every item belongs to a node of the [`Structure`], the tree
//! that a screen reader follows, or is an artifact that it passes over.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Image, Scope};
use crate::kind::style::Face;
use crate::length::Length;
use crate::source::Span;

/// A document that is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// What the items of the pages mean.
    pub structure: Structure,
    /// The widths of the columns of every table, in the order of the tables in the document.
    pub tables: Vec<Vec<Length>>,
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
    /// A page number or a header row shown again.
    Pagination,
    /// A rule of a table, or another line that only guides the eye.
    Layout,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Glyphs on one baseline.
    Glyphs(GlyphRun),
    /// A straight rule, horizontal or vertical.
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
}

/// Glyphs of one face and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// Where the first glyph starts.
    pub x: Length,
    /// The baseline.
    pub y: Length,
    /// The face.
    pub face: Face,
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

/// A straight rule.
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
}

/// A part of the document as a screen reader tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub role: NodeRole,
    /// What it is a part of; none for the root.
    pub parent: Option<NodeId>,
    /// Where its first text was written, if it has any.
    pub place: Option<Span>,
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
    Table,
    /// A picture.
    Figure {
        /// What it shows in words.
        alt: Arc<str>,
    },
    /// Pictures that share a caption.
    Group,
    /// The text over a table or under a picture.
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
    Link(Arc<str>),
}

impl Structure {
    /// Adds a node and returns its identity.
    pub fn add(&mut self, role: NodeRole, parent: Option<NodeId>) -> NodeId {
        self.nodes.push(Node {
            role,
            parent,
            place: None,
        });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// The node with this identity.
    #[must_use]
    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

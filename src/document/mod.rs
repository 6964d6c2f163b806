//! The document: what it says, in reading order.
//!
//! This is the waist of the program. A template makes a [`Document`]; layout and the writers
//! only read it. It knows no pages, sizes or colours: a block has a *role*, and the kind's style
//! says how the role looks. What the types cannot forbid, the reader of the markup has checked:
//! every role is known to the style, every table is a complete grid (see [`Table::grid`]), and
//! every span points into a file of the run.

mod dump;
mod headers;
mod inline;
mod lang;
mod revision;
mod table;

pub use dump::dump;
pub use headers::CellAt;
pub use inline::{
    Baseline, Blank, Emphasis, Field, Inline, Meaning, Note, Number, Target, Text, labelled,
    numbered, plain_text,
};
pub use lang::{is_within, language};
pub use revision::{Revision, Revisions, pieces, standing};
pub use table::{Cell, GridFault, Part, Row, Scope, Slot, Table};

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Span;

/// A whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What is told about the document outside its text.
    pub properties: Properties,
    /// What stands at the edges of the pages.
    pub running: Running,
    /// The parts, each with pages of its own orientation.
    pub sections: Vec<Section>,
}

impl Document {
    /// The blocks in reading order, but for those in lists and tables.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }

    /// The headings among them: what a table of contents lists.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.blocks().filter_map(|block| match block.standing()? {
            Block::Heading(heading) => Some(heading),
            _ => None,
        })
    }

    /// The tables of contents among them.
    pub fn contents(&self) -> impl Iterator<Item = Contents> {
        self.blocks().filter_map(|block| match block {
            Block::Contents(contents) => Some(*contents),
            _ => None,
        })
    }

    /// The roles of the lines of the tables of contents.
    pub fn contents_roles(&self) -> impl Iterator<Item = Role> {
        self.contents().flat_map(|contents| {
            let headings = self.headings();
            let listed = headings.filter(move |heading| contents.lists(heading));
            listed.map(move |heading| contents.role(heading))
        })
    }
}

/// What stands at the edges of the pages, from the page that the style's `numbered-from` names.
///
/// Without any of it, the number of the page stands in the middle of the upper edge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Running {
    /// At the upper edge.
    pub head: Vec<Paragraph>,
    /// At the lower edge.
    pub foot: Vec<Paragraph>,
}

impl Running {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.foot.is_empty()
    }
}

/// What is told about a document outside its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// The stable name that approvals and other documents use.
    pub id: String,
    /// The title, for the window of a reader program and for archives.
    pub title: String,
    /// The institution that issues the document.
    pub author: String,
    /// What sort of document it is, such as „Veiklos planas“.
    pub category: String,
    /// What it is called as long as it is not approved, such as „Projektas“; empty when it is.
    pub status: String,
    /// The language of the text as a BCP 47 tag, such as `lt-LT`.
    pub lang: String,
    /// What the document was made from.
    pub provenance: Provenance,
    /// Of a document that shows what changed: who changed it, and when.
    pub revisions: Option<Revisions>,
}

/// What a document was made from: a file can tell it when it is met again, outside of the project.
///
/// What is not known is empty. Nothing here is about a person or a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The name of the kind.
    pub kind: String,
    /// The digest of the content and the kind that approvals are given to, such as `sha256:…`.
    pub digest: String,
    /// The file of the content, as a path within the project.
    pub source: String,
    /// The revision of the content in its repository, of a draft.
    pub revision: String,
    /// The program and its version.
    pub tool: String,
}

/// A run of pages of one orientation.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// How the pages lie.
    pub orientation: Orientation,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
}

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Orientation {
    /// Taller than wide.
    #[default]
    Portrait,
    /// Wider than tall.
    Landscape,
}

/// The name of a look, such as `body` or `goal`; the style says what it means.
pub type Role = Arc<str>;

/// The name of a place in the document that links lead to; no two places have the same.
pub type Anchor = Arc<str>;

/// A language as a BCP 47 tag, such as `en` or `lt-LT`.
pub type Lang = Arc<str>;

/// A part of the text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list, bulleted or numbered.
    List(List),
    /// A table.
    Table(Table),
    /// Pictures in a row, with a caption.
    Figure(Figure),
    /// A chart.
    Chart(Chart),
    /// The table of contents.
    Contents(Contents),
    /// An approval mark: the word, the body, the act with its date and number.
    Mark(Mark),
    /// A line for a signature.
    Signature(Signature),
    /// The short rule that closes a document approved by an act.
    ClosingRule(Role),
    /// A block that a comparison marks as a whole; nothing in it is marked again.
    Revised(Revision, Box<Block>),
}

impl Block {
    /// The block itself, if it is there now: none if a comparison says that it is gone.
    #[must_use]
    pub fn standing(&self) -> Option<&Self> {
        match self {
            Self::Revised(revision, block) => revision.is_new().then_some(block),
            block => Some(block),
        }
    }

    /// The block itself, and what a comparison says of it.
    #[must_use]
    pub fn revised(&self) -> (Option<Revision>, &Self) {
        match self {
            Self::Revised(revision, block) => (Some(*revision), block),
            block => (None, block),
        }
    }

    /// Whether this is a paragraph that announces the list or the table after it by a colon at its
    /// end: it stays on the page of what it announces.
    #[must_use]
    pub fn announces(&self, next: Option<&Self>) -> bool {
        let (Self::Paragraph(paragraph), Some(Self::List(_) | Self::Table(_))) = (self, next)
        else {
            return false;
        };
        plain_text(&paragraph.content).trim_end().ends_with(':')
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 is the highest, 4 the lowest.
    pub level: u8,
    /// The look.
    pub role: Role,
    /// What links name it by. Every heading has one, since the table of contents leads to it.
    pub id: Anchor,
    /// The text.
    pub content: Vec<Inline>,
}

/// The table of contents: the headings of the document (see [`Document::headings`]), each with its
/// page and as a link. The roles of its lines are `contents-1` to `contents-4`, by level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// The highest level that it lists: 1, or 2 where the first is the document's own title.
    pub from: u8,
    /// The lowest level that it lists.
    pub to: u8,
}

impl Contents {
    /// Whether it lists a heading.
    #[must_use]
    pub fn lists(self, heading: &Heading) -> bool {
        (self.from..=self.to).contains(&heading.level)
    }

    /// The role of the line of a heading: the highest level listed has the first.
    #[must_use]
    pub fn role(self, heading: &Heading) -> Role {
        let depth = heading.level.saturating_sub(self.from).min(3);
        ["contents-1", "contents-2", "contents-3", "contents-4"][usize::from(depth)].into()
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// The look.
    pub role: Role,
    /// The text.
    pub content: Vec<Inline>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// What stands before the items.
    pub marker: Marker,
    /// The items in order, at least one.
    pub items: Vec<ListItem>,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A sign, the same for every item.
    Bullet,
    /// Numbers from `start`, with a dot.
    Number {
        /// The number of the first item.
        start: u32,
    },
}

impl Marker {
    /// The label of the item at `index` (from 0) in a list at `depth` (from 0): `–`, `2.`.
    #[must_use]
    pub fn label(self, index: usize, depth: usize) -> String {
        match self {
            Self::Bullet if depth.is_multiple_of(2) => "–".to_owned(),
            Self::Bullet => "•".to_owned(),
            Self::Number { start } => format!("{}.", start as usize + index),
        }
    }
}

/// An item of a list; it may hold lists again.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// Paragraphs and lists, at least one.
    pub blocks: Vec<Block>,
    /// What a comparison says of the item as a whole; then nothing in it is marked again.
    pub revision: Option<Revision>,
}

/// An approval mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The look.
    pub role: Role,
    /// The lines, each of which starts anew; they stay together on one page.
    pub lines: Vec<Vec<Inline>>,
}

/// A line for a signature: the post at the left, the name at the right, space to sign between.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The look.
    pub role: Role,
    /// Whether it is to be signed with a certificate: Word and readers of PDF know its place.
    pub digital: bool,
    /// The office of the person who signs.
    pub post: Vec<Inline>,
    /// The name of the person who signs.
    pub name: Vec<Inline>,
}

/// Pictures that stand in a row, such as one photograph or several logos.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The look: the style's figures say sizes by this name.
    pub role: Role,
    /// What links name it by.
    pub id: Option<Anchor>,
    /// The pictures from left to right, at least one.
    pub pictures: Vec<Picture>,
    /// The text under the pictures.
    pub caption: Option<Vec<Inline>>,
}

/// A picture in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it shows.
    pub image: Arc<Image>,
    /// What it shows in words, for those who do not see it.
    pub alt: String,
    /// Where the picture was named in the content.
    pub place: Span,
}

/// The picture of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Image {
    /// How the bytes are encoded.
    pub encoding: Encoding,
    /// The bytes of the file, or of the plain drawing that was made of it: they were decoded once,
    /// and are sound.
    pub bytes: Vec<u8>,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
}

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// JPEG in shades of grey or in YCbCr.
    Jpeg {
        /// Whether there are colours.
        colour: bool,
    },
    /// PNG of any sort.
    Png,
    /// SVG of plain lines and areas: without scripts, styles, letters and pictures, and with
    /// nothing from outside. Its pixels are of 96 to the inch.
    Svg,
}

/// A chart: values of one unit by category, in one or more series.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The look: the style's charts say sizes by this name.
    pub role: Role,
    /// What links name it by.
    pub id: Option<Anchor>,
    /// How the values are shown.
    pub sort: ChartSort,
    /// The text over the chart.
    pub caption: Option<Vec<Inline>>,
    /// The unit of all values, as it is printed.
    pub unit: String,
    /// What the values are of, from left to right.
    pub categories: Vec<String>,
    /// The values; at least one series, each with a value for every category.
    pub series: Vec<Series>,
    /// The marks of the axis of values, from the lowest, at least two; none for a pie.
    pub axis: Vec<Amount>,
    /// The chart in words, with its numbers.
    pub alt: String,
    /// Where the chart was written.
    pub place: Span,
}

/// How the values of a chart are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartSort {
    /// A bar for every category; with several series, bars side by side.
    Bar,
    /// A line for every series.
    Line,
    /// A circle with a slice for every category, of one series.
    Pie,
}

/// The values of a chart that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What they are called.
    pub name: String,
    /// One for every category; none where there is no value.
    pub values: Vec<Option<Amount>>,
}

/// A number and how it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The exact number.
    pub value: Decimal,
    /// How it is printed in the language of the document.
    pub text: String,
}

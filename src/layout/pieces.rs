//! Pieces: blocks that are shaped but have no width yet.

use super::cells::TablePiece;
use super::chart::ChartPiece;
use super::contents::EntryPiece;
use super::decimal::Figure;
use super::figure::FigurePiece;
use super::fonts::{Fonts, Line};
use super::text::Content;
use crate::document::Revision;
use crate::kind::style::{Align, ParagraphStyle};
use crate::length::Length;

/// A block that is shaped.
pub(super) enum Piece {
    /// A heading, a paragraph, a mark.
    Paragraph(ParagraphPiece),
    /// A table.
    Table(TablePiece),
    /// Pictures in a row.
    Figure(FigurePiece),
    /// A chart.
    Chart(Box<ChartPiece>),
    /// A line of the table of contents.
    Entry(EntryPiece),
    /// A line for a signature.
    Signature(SignaturePiece),
    /// The rule that closes a document: the space above it and below it, and what a comparison says
    /// of it.
    ClosingRule(Length, Length, Option<Revision>),
}

/// Text on lines of its own.
pub(super) struct ParagraphPiece {
    /// The text.
    pub content: Content,
    /// The measures of its lines.
    pub line: Line,
    /// How they are aligned.
    pub align: Align,
    /// The number that the text is, if it is one to be aligned by its decimal sign.
    pub figure: Option<Figure>,
    /// The left edge of all lines but the first.
    pub left: Length,
    /// How far the first line starts to the right of it.
    pub first: Length,
    /// Space above.
    pub before: Length,
    /// Space below.
    pub after: Length,
    /// Whether it stays on the page of what follows.
    pub keep_with_next: bool,
    /// Whether all lines stay on one page.
    pub whole: bool,
    /// Whether it closes a document when text stands above it, and then stays with that.
    pub closes: bool,
    /// The label of a list's item, with its left edge.
    pub label: Option<(Content, Length)>,
}

/// A line for a signature.
pub(super) struct SignaturePiece {
    /// The post, at the left.
    pub post: Content,
    /// The name, at the right.
    pub name: Content,
    /// The measures of the lines.
    pub line: Line,
    /// Space above.
    pub before: Length,
    /// Space below.
    pub after: Length,
}

impl Piece {
    /// Whether formats without pages take its measures: the columns of a table, a drawing.
    pub(super) const fn is_measured(&self) -> bool {
        matches!(self, Self::Table(_) | Self::Chart(_))
    }

    /// Whether it closes a document, and so does not stand alone on a page.
    pub(super) fn closes(&self) -> bool {
        match self {
            Self::Paragraph(paragraph) => paragraph.closes,
            Self::Signature(_) | Self::ClosingRule(..) => true,
            Self::Table(_) | Self::Figure(_) | Self::Chart(_) | Self::Entry(_) => false,
        }
    }
}

impl ParagraphPiece {
    pub(super) fn of(content: Content, style: &ParagraphStyle, fonts: &Fonts) -> Self {
        Self {
            content,
            line: fonts.line(style.size, style.leading),
            align: style.align,
            figure: None,
            left: style.indent,
            first: style.first_line,
            before: style.space_before,
            after: style.space_after,
            keep_with_next: style.keep_with_next,
            whole: false,
            closes: style.closes,
            label: None,
        }
    }

    /// Puts a label before the first line, at this distance from the left edge.
    pub(super) fn begin_with(&mut self, label: Content, at: Length, space: Length) {
        self.first = (at + label.width() + space).left_after(self.left);
        self.label = Some((label, at));
    }
}

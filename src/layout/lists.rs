//! Lists: the blocks of items become pieces, indented beside their labels; so do paragraphs whose
//! number hangs out.

use super::blocks::Composer;
use super::page::{NodeId, NodeRole};
use super::pieces::{ParagraphPiece, Piece};
use super::revised;
use super::text::{self, Content};
use crate::document::{Inline, List, ListItem, Marker, Revision};
use crate::kind::style::ParagraphStyle;
use crate::length::Length;

/// How deep in lists a block stands, and the label that its first line carries.
#[derive(Default)]
pub(super) struct Nesting {
    pub depth: usize,
    pub label: Option<Label>,
}

/// What stands before an item.
pub(super) struct Label {
    text: String,
    owner: NodeId,
    revision: Option<Revision>,
}

impl Composer<'_> {
    pub(super) fn list(
        &mut self,
        list: &List,
        parent: NodeId,
        nesting: &mut Nesting,
        out: &mut Vec<Piece>,
    ) {
        self.flush_label(nesting, out);
        let numbered = matches!(list.marker, Marker::Number { .. });
        let node = self
            .structure
            .add(NodeRole::List { numbered }, Some(parent));
        for (label, item) in list.labels(nesting.depth).into_iter().zip(&list.items) {
            self.within(item.revision, |composer| {
                composer.item((label, item), node, nesting.depth + 1, out);
            });
        }
    }

    fn item(
        &mut self,
        (text, item): (String, &ListItem),
        parent: NodeId,
        depth: usize,
        out: &mut Vec<Piece>,
    ) {
        let revision = self.revision();
        let node = self.structure.add(NodeRole::ListItem, Some(parent));
        let label = self.structure.add(NodeRole::Label, Some(node));
        let owner = self.marked_node(label, revision);
        let body = self.structure.add(NodeRole::ListBody, Some(node));
        let mut inner = Nesting {
            depth,
            label: Some(Label {
                text,
                owner,
                revision,
            }),
        };
        for index in 0..item.blocks.len() {
            self.block_before(&item.blocks[index..], body, &mut inner, out);
        }
        self.flush_label(&mut inner, out);
    }

    /// The label of an item, shaped.
    pub(super) fn item_label(&mut self, label: &Label, style: &ParagraphStyle) -> Content {
        let owner = (label.owner, label.revision);
        text::shape_label(&label.text, style, &mut self.shaper, owner)
    }

    /// Puts a paragraph of a list's item to the right of the label.
    pub(super) fn indent_item(
        &self,
        piece: &mut ParagraphPiece,
        style: &ParagraphStyle,
        depth: usize,
        label: Option<Content>,
    ) {
        // The item's own list is the one that the depth counts last.
        piece.left = style.list_indent(depth.saturating_sub(1));
        piece.first = Length::ZERO;
        if let Some(label) = label {
            self.put_label(piece, style, label);
        }
    }

    /// The lines of a text whose number stands as a label where its first line hangs out, if it has
    /// one; the number is a part of the text all the same.
    pub(super) fn labelled_lines(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
        node: NodeId,
    ) -> Option<ParagraphPiece> {
        if !style.hangs() {
            return None;
        }
        let (label, rest) = revised::labelled(content)?;
        let mut label = self.shape(&label, style, node);
        label.end_with_space = true;
        let text = self.shape(&rest, style, node);
        let mut piece = ParagraphPiece::of(text, style, self.fonts);
        self.put_label(&mut piece, style, label);
        Some(piece)
    }

    /// Puts a label where the first line of a style hangs out.
    fn put_label(&self, piece: &mut ParagraphPiece, style: &ParagraphStyle, label: Content) {
        let at = (piece.left + style.first_line.min(Length::ZERO)).max(Length::ZERO);
        let space = self.fonts.line(style.size, 250).height;
        piece.begin_with(label, at, space);
    }

    /// Gives a label that no paragraph took a line of its own, which stays with what follows.
    pub(super) fn flush_label(&mut self, nesting: &mut Nesting, out: &mut Vec<Piece>) {
        let Some(label) = nesting.label.take() else {
            return;
        };
        let mut style = self.look("list-item");
        style.keep_with_next = true;
        let label = self.item_label(&label, &style);
        let mut piece = ParagraphPiece::of(Content::empty(), &style, self.fonts);
        self.indent_item(&mut piece, &style, nesting.depth, Some(label));
        out.push(Piece::Paragraph(piece));
    }
}

//! Blocks: the document becomes pieces that are shaped but have no width yet.
//!
//! This walk is the one that makes the structure tree, so nodes stand in reading order. Pieces
//! can be measured, which the columns of tables need, and then be laid into a width.

use super::contents::Entries;
use super::decimal::Figure;
use super::fonts::Fonts;
use super::lists::Nesting;
use super::owners::{self, Owners};
use super::page::{NodeId, NodeRole, Structure};
use super::pieces::{ParagraphPiece, Piece, SignaturePiece};
use super::revised::Whole;
use super::shape::Shaper;
use super::text::{self, Content};
use crate::document::{
    Anchor, Block, Document, Heading, Inline, Lang, Mark, Signature, pieces, plain_text, standing,
};
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::source::Span;

/// The owner of what is no content, until whoever lays it makes an artifact of it.
pub(super) const NOBODY: NodeId = NodeId(0);

/// Walks over the document.
pub(super) struct Composer<'a> {
    pub(super) document: &'a Document,
    pub(super) style: &'a Style,
    pub(super) shaper: Shaper<'a>,
    pub(super) fonts: &'a Fonts<'a>,
    /// The language of the document.
    lang: Lang,
    /// The tree so far.
    pub structure: Structure,
    /// How many tables there are so far.
    pub tables: usize,
    /// How many charts there are so far.
    pub charts: usize,
    /// The notes so far, with the nodes of their numbers, until they are laid.
    pub notes: Vec<(NodeId, ParagraphPiece)>,
    /// The headings and the lines of the contents so far.
    pub entries: Entries,
    /// The marked block, item or row that the walk is in.
    pub whole: Option<Whole>,
    fallback: ParagraphStyle,
}

impl<'a> Composer<'a> {
    pub(super) fn new(document: &'a Document, style: &'a Style, shaper: Shaper<'a>) -> Self {
        let fonts = shaper.fonts;
        let (structure, fallback) = (Structure::default(), ParagraphStyle::default());
        Self {
            document,
            style,
            shaper,
            fonts,
            lang: document.properties.lang.as_str().into(),
            structure,
            tables: 0,
            charts: 0,
            notes: Vec::new(),
            entries: Entries::default(),
            whole: None,
            fallback,
        }
    }

    /// The blocks as pieces; their nodes become parts of `parent`.
    pub(super) fn blocks(&mut self, blocks: &[Block], parent: NodeId) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(blocks.len());
        for index in 0..blocks.len() {
            let nesting = &mut Nesting::default();
            self.block_before(&blocks[index..], parent, nesting, &mut pieces);
        }
        pieces
    }

    /// The block at an index among others as pieces.
    pub(super) fn block_at(
        &mut self,
        blocks: &[Block],
        index: usize,
        parent: NodeId,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let nesting = &mut Nesting::default();
        self.block_before(&blocks[index..], parent, nesting, &mut pieces);
        pieces
    }

    /// The first of some blocks, which stays with the second if it announces that.
    pub(super) fn block_before(
        &mut self,
        blocks: &[Block],
        parent: NodeId,
        nesting: &mut Nesting,
        out: &mut Vec<Piece>,
    ) {
        let [block, others @ ..] = blocks else {
            return;
        };
        self.block(block, parent, nesting, out);
        if let (true, Some(Piece::Paragraph(piece))) =
            (block.announces(others.first()), out.last_mut())
        {
            piece.keep_with_next = true;
        }
    }

    /// One text in one look.
    pub(super) fn label(&mut self, text: &str, style: &ParagraphStyle, owner: NodeId) -> Content {
        text::shape_label(text, style, &mut self.shaper, (owner, None))
    }

    pub(super) fn look(&self, role: &str) -> ParagraphStyle {
        let paragraphs = &self.style.paragraphs;
        let found = paragraphs.get(role).or_else(|| paragraphs.get("body"));
        found.unwrap_or(&self.fallback).clone()
    }

    fn block(
        &mut self,
        block: &Block,
        parent: NodeId,
        nesting: &mut Nesting,
        out: &mut Vec<Piece>,
    ) {
        match block {
            Block::Heading(heading) => out.push(self.heading(heading, parent, nesting)),
            Block::Paragraph(paragraph) => {
                let style = self.look(&paragraph.role);
                let role = NodeRole::Paragraph;
                out.push(self.paragraph(&paragraph.content, &style, (role, parent), nesting));
            }
            Block::List(list) => self.list(list, parent, nesting, out),
            Block::Table(table) => {
                self.flush_label(nesting, out);
                self.table(table, parent, out);
            }
            Block::Figure(figure) => {
                self.flush_label(nesting, out);
                let figure = self.figure(figure, parent);
                out.push(Piece::Figure(figure));
            }
            Block::Chart(chart) => {
                self.flush_label(nesting, out);
                out.push(Piece::Chart(Box::new(self.chart(chart, parent))));
            }
            Block::Contents(contents) => {
                self.flush_label(nesting, out);
                let entries = self.contents(*contents, parent);
                out.extend(entries.into_iter().map(Piece::Entry));
            }
            Block::Mark(mark) => out.push(self.mark(mark, parent, nesting)),
            Block::Signature(signature) => {
                self.flush_label(nesting, out);
                out.push(self.signature(signature, parent));
            }
            Block::ClosingRule(role) => {
                self.flush_label(nesting, out);
                let style = self.look(role);
                out.push(Piece::ClosingRule(
                    style.space_before,
                    style.space_after,
                    self.revision(),
                ));
            }
            Block::Revised(revision, block) => self.within(Some(*revision), |composer| {
                composer.block(block, parent, nesting, out);
            }),
        }
    }

    fn heading(&mut self, heading: &Heading, parent: NodeId, nesting: &mut Nesting) -> Piece {
        let mut style = self.look(&heading.role);
        style.keep_with_next = true;
        let role = NodeRole::Heading(heading.level);
        let node = self.anchored(role, parent, Some(&heading.id));
        if self.structure.get(parent).role == NodeRole::Section && !self.is_gone() {
            self.entries.headings.push(node);
        }
        self.describe(node, &heading.content);
        whole(self.lines(&heading.content, &style, node, nesting))
    }

    fn mark(&mut self, mark: &Mark, parent: NodeId, nesting: &mut Nesting) -> Piece {
        let style = self.look(&mark.role);
        let content = mark.lines.join(&Inline::Break);
        let mut piece = self.paragraph(&content, &style, (NodeRole::Paragraph, parent), nesting);
        if let Piece::Paragraph(paragraph) = &mut piece {
            paragraph.closes = true;
        }
        whole(piece)
    }

    fn paragraph(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
        (role, parent): (NodeRole, NodeId),
        nesting: &mut Nesting,
    ) -> Piece {
        let node = self.node(role, parent, content);
        self.lines(content, style, node, nesting)
    }

    /// The text of a paragraph, with the label of the item that it begins.
    fn lines(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
        node: NodeId,
        nesting: &mut Nesting,
    ) -> Piece {
        let content = self.marked(content);
        let content = &*content;
        if nesting.depth == 0
            && let Some(piece) = self.labelled_lines(content, style, node)
        {
            return Piece::Paragraph(piece);
        }
        let label = nesting.label.take();
        let label = label.map(|label| self.item_label(&label, style));
        let shaped = self.shape(content, style, node);
        let mut piece = ParagraphPiece::of(shaped, style, self.fonts);
        if style.align == Align::Decimal {
            piece.figure = Figure::of(&piece.content, self.shaper.decimal_sign(), self.fonts);
        }
        if nesting.depth > 0 {
            self.indent_item(&mut piece, style, nesting.depth, label);
        }
        Piece::Paragraph(piece)
    }

    fn signature(&mut self, signature: &Signature, parent: NodeId) -> Piece {
        let style = self.look(&signature.role);
        let node = self.node(NodeRole::Paragraph, parent, &signature.post);
        let both = signature.post.iter().chain(&signature.name).cloned();
        self.structure.nodes[node.0 as usize].places = places(&both.collect::<Vec<_>>());
        let content = self.marked(&signature.post);
        let mut post = self.shape(&content, &style, node);
        post.end_with_space = true;
        let content = self.marked(&signature.name);
        let name = self.shape(&content, &style, node);
        if signature.digital && !self.is_gone() {
            let signer = plain_text(&signature.name).into();
            self.structure.add(NodeRole::Form { signer }, Some(node));
        }
        Piece::Signature(SignaturePiece {
            post,
            name,
            line: self.fonts.line(style.size, style.leading),
            before: style.space_before,
            after: style.space_after,
        })
    }

    /// Shapes content that belongs to `node`; every link and note in it gets nodes of its own.
    pub(super) fn shape(
        &mut self,
        content: &[Inline],
        style: &ParagraphStyle,
        node: NodeId,
    ) -> Content {
        let mut owners = Owners::new(&mut self.structure, &self.lang, node);
        let shaped = text::shape(content, style, &mut self.shaper, |revision, inline| {
            owners.of(revision, inline)
        });
        let called = owners.finish();
        self.add_notes(content, called);
        shaped
    }

    /// Shapes text that is no content: whoever lays it makes an artifact of it. Notes are left out,
    /// since their place is where the text is content, and so is what is gone.
    pub(super) fn shape_artifact(&mut self, text: &[Inline], style: &ParagraphStyle) -> Content {
        let is_note = |inline: &&Inline| matches!(inline, Inline::Note(_));
        let text: Vec<Inline> = standing(text).filter(|it| !is_note(it)).cloned().collect();
        text::shape(&text, style, &mut self.shaper, |_, _| NOBODY)
    }

    pub(super) fn node(&mut self, role: NodeRole, parent: NodeId, content: &[Inline]) -> NodeId {
        let node = self.structure.add(role, Some(parent));
        self.describe(node, content);
        node
    }

    /// Tells of a node where its texts were written, and its language if it is one throughout.
    fn describe(&mut self, node: NodeId, content: &[Inline]) {
        let node = &mut self.structure.nodes[node.0 as usize];
        node.places = places(content);
        node.lang = owners::common_lang(content).cloned();
    }

    /// Adds a node that links lead to, if it has a name and is not gone.
    pub(super) fn anchored(
        &mut self,
        role: NodeRole,
        parent: NodeId,
        anchor: Option<&Anchor>,
    ) -> NodeId {
        let node = self.structure.add(role, Some(parent));
        if let Some(anchor) = anchor.filter(|_| !self.is_gone()) {
            self.structure.anchors.entry(anchor.clone()).or_insert(node);
        }
        node
    }

    /// The text over a table, or under pictures; it stays whole.
    pub(super) fn caption(
        &mut self,
        role: &str,
        caption: &[Inline],
        parent: NodeId,
    ) -> ParagraphPiece {
        let style = self.look(role);
        let node = self.node(NodeRole::Caption, parent, caption);
        let content = self.marked(caption);
        let content = self.shape(&content, &style, node);
        let mut piece = ParagraphPiece::of(content, &style, self.fonts);
        piece.whole = true;
        piece
    }

    /// The text over a table or a chart; it stays on the page of what it stands over.
    pub(super) fn caption_above(
        &mut self,
        role: &str,
        caption: &[Inline],
        whole: NodeId,
    ) -> ParagraphPiece {
        let mut piece = self.caption(role, caption, whole);
        piece.keep_with_next = true;
        piece
    }
}

fn whole(mut piece: Piece) -> Piece {
    if let Piece::Paragraph(paragraph) = &mut piece {
        paragraph.whole = true;
    }
    piece
}

/// Where the texts of a content were written, each place once where one follows the other.
fn places(content: &[Inline]) -> Box<[Span]> {
    let texts = pieces(content).filter_map(|(_, inline)| match inline {
        Inline::Text(text) => Some(text.place),
        Inline::Break | Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => None,
    });
    let mut places: Vec<Span> = texts.collect();
    places.dedup();
    places.into()
}

pub(super) fn first_place(content: &[Inline]) -> Option<Span> {
    content.iter().find_map(|inline| match inline {
        Inline::Text(text) => Some(text.place),
        Inline::Revised(_, pieces) => first_place(pieces),
        Inline::Break | Inline::Note(_) | Inline::Field(_) => None,
    })
}

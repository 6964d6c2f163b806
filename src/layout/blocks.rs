//! Blocks: the document becomes pieces that are shaped but have no width yet.
//!
//! This walk is the one that makes the structure tree, so nodes stand in reading order. Pieces
//! can be measured, which the columns of tables need, and then be laid into a width.

use super::chart::ChartPiece;
use super::contents::{Entries, EntryPiece};
use super::decimal::Figure;
use super::figure::FigurePiece;
use super::fonts::{Fonts, Line};
use super::owners::{self, Owners};
use super::page::{NodeId, NodeRole, Structure};
use super::shape::Shaper;
use super::text::{self, Content};
use crate::document::{
    Anchor, Block, Cell, CellAt, Chart, Document, Heading, Inline, Lang, List, Mark, Marker, Part,
    Row, Signature, Slot, Table, plain_text,
};
use crate::kind::style::{Align, ParagraphStyle, Style, TableStyle};
use crate::length::Length;
use crate::source::Span;

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
    /// The rule that closes a document, and the space above it and below it.
    ClosingRule(Length, Length),
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

/// A table, shaped.
pub(super) struct TablePiece {
    /// Its place among the tables of the document.
    pub index: usize,
    /// Its look.
    pub style: TableStyle,
    /// The number of columns.
    pub columns: usize,
    /// The text above it.
    pub caption: Option<Box<ParagraphPiece>>,
    /// The text above the rest of it on another page.
    pub continued: Option<Box<ParagraphPiece>>,
    /// The rows of all parts.
    pub rows: Vec<RowPiece>,
    /// How many of them are the head.
    pub head: usize,
    /// What stands at each column of each row.
    pub grid: Vec<Vec<Slot>>,
}

/// A row of a table.
pub(super) struct RowPiece {
    /// Whether it stays on the page of the next row.
    pub keep_with_next: bool,
    /// The cells that start in it.
    pub cells: Vec<CellPiece>,
}

/// A cell of a table.
pub(super) struct CellPiece {
    /// Its first column.
    pub column: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// How many rows it covers.
    pub rows: usize,
    /// What its text is content of.
    node: NodeId,
    /// Whether it stands in the middle of its height.
    pub centred: bool,
    /// What stands in it.
    pub pieces: Vec<Piece>,
}

impl Piece {
    /// Whether it closes a document, and so does not stand alone on a page.
    pub(super) fn closes(&self) -> bool {
        match self {
            Self::Paragraph(paragraph) => paragraph.closes,
            Self::Signature(_) | Self::ClosingRule(..) => true,
            Self::Table(_) | Self::Figure(_) | Self::Chart(_) | Self::Entry(_) => false,
        }
    }
}

/// How deep in lists a block stands, and the label that its first line carries.
#[derive(Default)]
struct Nesting {
    depth: usize,
    label: Option<(String, NodeId)>,
}

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
    charts: usize,
    /// The notes so far, with the nodes of their numbers, until they are laid.
    pub notes: Vec<(NodeId, ParagraphPiece)>,
    /// The headings and the lines of the contents so far.
    pub entries: Entries,
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
    fn block_before(
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
        if let (true, Some(Piece::Paragraph(piece))) = (announces(block, others), out.last_mut()) {
            piece.keep_with_next = true;
        }
    }

    /// One text in one look.
    pub(super) fn label(&mut self, text: &str, style: &ParagraphStyle, owner: NodeId) -> Content {
        text::shape_label(text, style, &mut self.shaper, owner)
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
                out.push(Piece::ClosingRule(style.space_before, style.space_after));
            }
        }
    }

    fn heading(&mut self, heading: &Heading, parent: NodeId, nesting: &mut Nesting) -> Piece {
        let mut style = self.look(&heading.role);
        style.keep_with_next = true;
        let role = NodeRole::Heading(heading.level);
        let node = self.anchored(role, parent, Some(&heading.id));
        if self.structure.get(parent).role == NodeRole::Section {
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
        let label = nesting.label.take();
        let label =
            label.map(|(label, owner)| text::shape_label(&label, style, &mut self.shaper, owner));
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

    /// Puts a paragraph of a list's item to the right of the label.
    fn indent_item(
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
            let at = (piece.left + style.first_line.min(Length::ZERO)).max(Length::ZERO);
            let space = self.fonts.line(style.size, 250).height;
            let end = at + label.width() + space;
            piece.first = end.left_after(piece.left);
            piece.label = Some((label, at));
        }
    }

    fn list(&mut self, list: &List, parent: NodeId, nesting: &mut Nesting, out: &mut Vec<Piece>) {
        self.flush_label(nesting, out);
        let numbered = matches!(list.marker, Marker::Number { .. });
        let node = self
            .structure
            .add(NodeRole::List { numbered }, Some(parent));
        for (index, item) in list.items.iter().enumerate() {
            let item_node = self.structure.add(NodeRole::ListItem, Some(node));
            let label_node = self.structure.add(NodeRole::Label, Some(item_node));
            let body = self.structure.add(NodeRole::ListBody, Some(item_node));
            let label = list.marker.label(index, nesting.depth);
            let mut inner = Nesting {
                depth: nesting.depth + 1,
                label: Some((label, label_node)),
            };
            for index in 0..item.blocks.len() {
                self.block_before(&item.blocks[index..], body, &mut inner, out);
            }
            self.flush_label(&mut inner, out);
        }
    }

    /// Gives a label that no paragraph took a line of its own, which stays with what follows.
    fn flush_label(&mut self, nesting: &mut Nesting, out: &mut Vec<Piece>) {
        let Some((label, owner)) = nesting.label.take() else {
            return;
        };
        let mut style = self.look("list-item");
        style.keep_with_next = true;
        let label = text::shape_label(&label, &style, &mut self.shaper, owner);
        let mut piece = ParagraphPiece::of(Content::empty(), &style, self.fonts);
        self.indent_item(&mut piece, &style, nesting.depth, Some(label));
        out.push(Piece::Paragraph(piece));
    }

    fn signature(&mut self, signature: &Signature, parent: NodeId) -> Piece {
        let style = self.look(&signature.role);
        let node = self.node(NodeRole::Paragraph, parent, &signature.post);
        let mut post = self.shape(&signature.post, &style, node);
        post.end_with_space = true;
        let name = self.shape(&signature.name, &style, node);
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
        let shaped = text::shape(content, style, &mut self.shaper, |inline| owners.of(inline));
        let called = owners.finish();
        self.add_notes(content, called);
        shaped
    }

    pub(super) fn node(&mut self, role: NodeRole, parent: NodeId, content: &[Inline]) -> NodeId {
        let node = self.structure.add(role, Some(parent));
        self.describe(node, content);
        node
    }

    /// Tells of a node where its text was written, and its language if it is one throughout.
    fn describe(&mut self, node: NodeId, content: &[Inline]) {
        let node = &mut self.structure.nodes[node.0 as usize];
        node.place = first_place(content);
        node.lang = owners::common_lang(content).cloned();
    }

    /// Adds a node that links lead to, if it has a name.
    pub(super) fn anchored(
        &mut self,
        role: NodeRole,
        parent: NodeId,
        anchor: Option<&Anchor>,
    ) -> NodeId {
        let node = self.structure.add(role, Some(parent));
        if let Some(anchor) = anchor {
            self.structure.anchors.entry(anchor.clone()).or_insert(node);
        }
        node
    }

    fn table(&mut self, table: &Table, parent: NodeId, out: &mut Vec<Piece>) {
        let node = self.anchored(NodeRole::Table, parent, table.id.as_ref());
        let index = self.tables;
        self.tables += 1;
        let caption = table
            .caption
            .as_ref()
            .map(|caption| self.caption_above("table-caption", caption, node));
        let rows = self.rows(table, node);
        let continued = table.continued.as_ref();
        let continued = continued.map(|text| self.artifact("table-continued", text));
        let Ok(grid) = table.grid() else {
            // The reader of the markup has refused such a table; its text is kept all the same.
            out.extend(caption.map(Piece::Paragraph));
            out.extend(
                rows.into_iter()
                    .flat_map(|row| row.cells)
                    .flat_map(|cell| cell.pieces),
            );
            return;
        };
        let style = self.style.tables.get(&table.role).cloned();
        let mut style = style.unwrap_or_else(fallback_table);
        if !table.shares.is_empty() {
            style.columns.clone_from(&table.shares);
        }
        let mut piece = TablePiece {
            index,
            style,
            columns: table.columns,
            caption: caption.map(Box::new),
            continued: continued.map(Box::new),
            rows,
            head: table.head.len(),
            grid,
        };
        piece.place_cells();
        self.head_cells(table, &piece);
        out.push(Piece::Table(piece));
    }

    /// Text that belongs to nothing, without notes.
    fn artifact(&mut self, role: &str, content: &[Inline]) -> ParagraphPiece {
        let style = self.look(role);
        let is_note = |inline: &&Inline| matches!(inline, Inline::Note(_));
        let content: Vec<Inline> = content
            .iter()
            .filter(|inline| !is_note(inline))
            .cloned()
            .collect();
        let content = text::shape(&content, &style, &mut self.shaper, |_| NodeId(0));
        ParagraphPiece::of(content, &style, self.fonts)
    }

    /// Tells of every cell which header cells it has, where scopes are not enough.
    fn head_cells(&mut self, table: &Table, piece: &TablePiece) {
        if !table.has_layered_headers() {
            return;
        }
        let node = |at: &CellAt| piece.rows[at.row].cells[at.cell].node;
        let told = &mut self.structure.headers;
        table.headers(&piece.grid, |at, headers| {
            told.insert(node(&at), headers.iter().map(node).collect());
        });
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
        let mut piece = ParagraphPiece::of(self.shape(caption, &style, node), &style, self.fonts);
        piece.whole = true;
        piece
    }

    /// The text over a table or a chart; it stays on the page of what it stands over.
    fn caption_above(&mut self, role: &str, caption: &[Inline], whole: NodeId) -> ParagraphPiece {
        let mut piece = self.caption(role, caption, whole);
        piece.keep_with_next = true;
        piece
    }

    /// A chart: one figure to who hears the document, with its caption as a part of it.
    fn chart(&mut self, chart: &Chart, parent: NodeId) -> ChartPiece {
        let alt = chart.alt.as_str().into();
        let node = self.anchored(NodeRole::Figure { alt }, parent, chart.id.as_ref());
        self.structure.nodes[node.0 as usize].place = Some(chart.place);
        let caption = chart
            .caption
            .as_ref()
            .map(|caption| self.caption_above("chart-caption", caption, node));
        let style = self.style.charts.get(&chart.role).cloned();
        let index = self.charts;
        self.charts += 1;
        let style = style.unwrap_or_default();
        ChartPiece::new(chart, style, (node, caption), index, &mut self.shaper)
    }

    fn rows(&mut self, table: &Table, node: NodeId) -> Vec<RowPiece> {
        let mut rows = Vec::new();
        // A head or a foot has a body beside it (ISO 14289-1, 7.2): what stands in for a body that
        // has no rows is told as one.
        let (mut head, mut foot) = (NodeRole::TableHead, NodeRole::TableFoot);
        if table.body.is_empty() {
            let last = if table.foot.is_empty() {
                &mut head
            } else {
                &mut foot
            };
            *last = NodeRole::TableBody;
        }
        let parts = [
            (Part::Head, head, &table.head),
            (Part::Body, NodeRole::TableBody, &table.body),
            (Part::Foot, foot, &table.foot),
        ];
        for (part, role, part_rows) in parts {
            if part_rows.is_empty() {
                continue;
            }
            let part_node = self.structure.add(role, Some(node));
            rows.extend(part_rows.iter().map(|row| self.row(row, part, part_node)));
        }
        rows
    }

    fn row(&mut self, row: &Row, part: Part, parent: NodeId) -> RowPiece {
        let node = self.structure.add(NodeRole::Row, Some(parent));
        RowPiece {
            keep_with_next: row.keep_with_next,
            cells: row
                .cells
                .iter()
                .map(|cell| self.cell(cell, part, node))
                .collect(),
        }
    }

    fn cell(&mut self, cell: &Cell, part: Part, parent: NodeId) -> CellPiece {
        let Cell {
            columns,
            rows,
            scope,
            ..
        } = *cell;
        let node = self.structure.add(
            NodeRole::Cell {
                scope,
                columns,
                rows,
            },
            Some(parent),
        );
        let pieces = self.blocks(&cell.blocks, node);
        let centred = part == Part::Head && scope.is_some();
        CellPiece {
            column: 0,
            columns,
            rows,
            node,
            centred,
            pieces,
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
            closes: false,
            label: None,
        }
    }
}

impl TablePiece {
    /// Tells every cell at which column it starts.
    fn place_cells(&mut self) {
        for (row, slots) in self.rows.iter_mut().zip(&self.grid) {
            for (column, slot) in slots.iter().enumerate() {
                if let Slot::Starts(cell) = slot {
                    row.cells[*cell].column = column;
                }
            }
        }
    }
}

fn whole(mut piece: Piece) -> Piece {
    if let Piece::Paragraph(paragraph) = &mut piece {
        paragraph.whole = true;
    }
    piece
}

/// Whether a paragraph ends in a colon before a list or a table.
fn announces(block: &Block, others: &[Block]) -> bool {
    let (Block::Paragraph(paragraph), Some(Block::List(_) | Block::Table(_))) =
        (block, others.first())
    else {
        return false;
    };
    plain_text(&paragraph.content).trim_end().ends_with(':')
}

pub(super) fn first_place(content: &[Inline]) -> Option<Span> {
    content.iter().find_map(|inline| match inline {
        Inline::Text(text) => Some(text.place),
        Inline::Break | Inline::Note(_) | Inline::Field(_) => None,
    })
}

/// The look of a table whose role no style has; the reader of styles refuses it.
fn fallback_table() -> TableStyle {
    TableStyle {
        columns: Vec::new(),
        border: Length::milli(500),
        padding_x: Length::mm(2),
        padding_y: Length::ZERO,
        space: Length::ZERO,
        continued: false,
    }
}

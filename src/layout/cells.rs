//! Cells: tables of the document become pieces, with the nodes of their parts, rows and cells.

use super::blocks::Composer;
use super::page::{NodeId, NodeRole};
use super::pieces::{ParagraphPiece, Piece};
use crate::document::{Cell, CellAt, Inline, Part, Row, Slot, Table};
use crate::kind::style::TableStyle;
use crate::length::Length;

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
    /// Whether a comparison marks it as a whole.
    pub revised: bool,
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

impl Composer<'_> {
    pub(super) fn table(&mut self, table: &Table, parent: NodeId, out: &mut Vec<Piece>) {
        let summary = table.description.as_deref().map(Into::into);
        let node = self.anchored(NodeRole::Table { summary }, parent, table.id.as_ref());
        let index = self.tables;
        self.tables += 1;
        let caption = table
            .caption
            .as_ref()
            .map(|caption| self.caption_above("table-caption", caption, node));
        let rows = self.rows(table, node);
        let continued = table.continued.as_ref();
        let continued = continued.map(|text| self.continued(text));
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
        let mut piece = TablePiece {
            index,
            style: self.table_style(table),
            columns: table.columns,
            caption: caption.map(Box::new),
            continued: continued.map(Box::new),
            rows,
            head: table.head.len(),
            grid,
        };
        for (row, slots) in piece.rows.iter_mut().zip(&piece.grid) {
            row.place_cells(slots);
        }
        self.head_cells(table, &piece);
        out.push(Piece::Table(piece));
    }

    /// The look of a table, with the shares of the width that the table itself gives.
    pub(super) fn table_style(&self, table: &Table) -> TableStyle {
        let style = self.style.tables.get(&table.role).cloned();
        let mut style = style.unwrap_or_else(fallback_table);
        if !table.shares.is_empty() {
            style.columns.clone_from(&table.shares);
        }
        style
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

    pub(super) fn row(&mut self, row: &Row, part: Part, parent: NodeId) -> RowPiece {
        let node = self.structure.add(NodeRole::Row, Some(parent));
        let cells = row.cells.iter();
        self.within(row.revision, |composer| RowPiece {
            keep_with_next: row.keep_with_next,
            revised: composer.revision().is_some(),
            cells: cells.map(|cell| composer.cell(cell, part, node)).collect(),
        })
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

    /// What stands above the rest of a table on another page.
    pub(super) fn continued(&mut self, content: &[Inline]) -> ParagraphPiece {
        let style = self.look("table-continued");
        let content = self.shape_artifact(content, &style);
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
}

impl CellPiece {
    /// Whether formats without pages take measures of what stands in it.
    pub(super) fn is_measured(&self) -> bool {
        self.pieces.iter().any(Piece::is_measured)
    }
}

impl RowPiece {
    /// Tells every cell at which column it starts.
    pub(super) fn place_cells(&mut self, slots: &[Slot]) {
        for (column, slot) in slots.iter().enumerate() {
            if let Slot::Starts(cell) = slot {
                self.cells[*cell].column = column;
            }
        }
    }
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
        head: None,
        total: None,
    }
}

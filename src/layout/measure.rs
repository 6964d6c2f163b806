//! Measures: what formats take from the layout that make no pages of their own here.
//!
//! Word breaks lines and pages itself, and a browser has no pages; both need only how wide the
//! columns of a table are, where the decimal signs stand in them, and how a chart is drawn. All text
//! is shaped as for pages, so that both tell the same faults and come to the same widths; but of
//! a table nothing is kept besides what its columns need, and a long one takes no more memory than
//! a short one.

use super::blocks::Composer;
use super::cells::CellPiece;
use super::columns::Needs;
use super::fonts::Fonts;
use super::page::{Layout, NodeId, NodeRole};
use super::pieces::Piece;
use super::running::Running;
use super::shape::Shaper;
use super::stack::Stacker;
use crate::diagnostics::Sink;
use crate::document::{Block, Document, Table};
use crate::kind::style::Style;

/// Lays a document out as far as the columns of its tables and the drawings of its charts: those
/// that [`lay_out`](super::lay_out) finds, without any pages.
///
/// Signs that no font has are reported as for pages.
pub fn measure(document: &Document, style: &Style, fonts: &Fonts, sink: &mut Sink) -> Layout {
    let shaper = Shaper::new(fonts, &document.properties.lang, sink);
    let mut composer = Composer::new(document, style, shaper);
    let root = composer.structure.add(NodeRole::Document, None);
    let running = Running::of(document, composer.legend(root));
    let mut stacker = Stacker::new(fonts);
    for section in &document.sections {
        stacker.turn(running.sheet(section.orientation, &mut composer));
        let node = composer.structure.add(NodeRole::Section, Some(root));
        for index in 0..section.blocks.len() {
            measure_block(&section.blocks, index, node, &mut composer, &mut stacker);
            composer.notes.clear();
        }
    }
    Layout {
        tables: stacker.tables,
        charts: stacker.charts,
        ..Layout::default()
    }
}

/// Measures a block among others; of its pieces, only tables and charts have measures.
fn measure_block(
    blocks: &[Block],
    index: usize,
    parent: NodeId,
    composer: &mut Composer,
    stacker: &mut Stacker,
) {
    if let Block::Table(table) = &blocks[index] {
        return measure_table(table, parent, composer, stacker);
    }
    let mut pieces = composer.block_at(blocks, index, parent);
    pieces.retain(Piece::is_measured);
    stacker.stack(pieces);
}

/// Measures a table row by row.
fn measure_table(table: &Table, parent: NodeId, composer: &mut Composer, stacker: &mut Stacker) {
    let index = composer.tables;
    composer.tables += 1;
    if let Some(caption) = &table.caption {
        composer.caption_above("table-caption", caption, parent);
    }
    if let Some(continued) = &table.continued {
        composer.continued(continued);
    }
    // The reader of the markup has refused a table that is no grid.
    let grid = table.grid().unwrap_or_default();
    let style = composer.table_style(table);
    let mut needs = Needs::new(table.columns, &style);
    let mut measured = Vec::new();
    for ((part, row), slots) in table.rows().zip(&grid) {
        let nodes = composer.structure.nodes.len();
        let mut piece = composer.row(row, part, parent);
        piece.place_cells(slots);
        needs.add(&piece);
        // Nobody asks what the text of a row means, and nothing else is kept of it.
        composer.structure.nodes.truncate(nodes);
        measured.extend(piece.cells.into_iter().filter(CellPiece::is_measured));
    }
    let columns = needs.columns(&style, stacker.width);
    for cell in measured {
        let width = columns.text_width(cell.column, cell.columns, style.padding_x);
        stacker.inside(cell.pieces, width);
    }
    stacker.keep_columns(index, columns);
}

//! Every block and every line of a document, in reading order, to be changed where it stands.

use crate::document::{Anchor, Block, Inline};

/// Visits blocks, each before those in it.
pub(super) fn each_block(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match block {
            Block::List(list) => {
                let items = list.items.iter_mut();
                items.for_each(|item| each_block(&mut item.blocks, visit));
            }
            Block::Table(table) => {
                let parts = [&mut table.head, &mut table.body, &mut table.foot];
                let cells = parts.into_iter().flatten().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| each_block(&mut cell.blocks, visit));
            }
            Block::Revised(_, inner) => each_block(std::slice::from_mut(inner), visit),
            _ => {}
        }
    }
}

/// Visits the lines that a block has itself, besides those of the blocks in it.
pub(super) fn own_lines(block: &mut Block, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    match block {
        Block::Heading(heading) => visit(&mut heading.content),
        Block::Paragraph(paragraph) => visit(&mut paragraph.content),
        Block::Table(table) => {
            let captions = table.caption.iter_mut().chain(&mut table.continued);
            captions.for_each(visit);
        }
        Block::Figure(figure) => figure.caption.iter_mut().for_each(visit),
        Block::Chart(chart) => chart.caption.iter_mut().for_each(visit),
        Block::Mark(mark) => mark.lines.iter_mut().for_each(visit),
        Block::Signature(signature) => {
            visit(&mut signature.post);
            visit(&mut signature.name);
        }
        Block::List(_) | Block::Contents(_) | Block::ClosingRule(_) | Block::Revised(..) => {}
    }
}

/// Visits the pieces of a line, and those that are marked, and those of its notes.
pub(super) fn each_piece(line: &mut [Inline], visit: &mut dyn FnMut(&mut Inline)) {
    for inline in line {
        visit(inline);
        match inline {
            Inline::Revised(_, pieces) => each_piece(pieces, visit),
            Inline::Note(note) => each_piece(&mut note.content, visit),
            Inline::Text(_) | Inline::Break | Inline::Field(_) => {}
        }
    }
}

/// The name of a block for links.
pub(super) fn anchor(block: &mut Block) -> Option<&mut Anchor> {
    match block {
        Block::Heading(heading) => Some(&mut heading.id),
        Block::Table(table) => table.id.as_mut(),
        Block::Figure(figure) => figure.id.as_mut(),
        Block::Chart(chart) => chart.id.as_mut(),
        _ => None,
    }
}

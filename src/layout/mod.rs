//! Layout: a document becomes pages.
//!
//! The work goes from small to large. The [`blocks`] of a section are shaped into pieces that
//! have no width yet; the [`stack`] lays them into the width of the text as slabs (lines, rows);
//! [`paginate`] puts the slabs on pages, and [`notes`] what they call at their feet. The tree of meaning is made in the first step, in
//! reading order, and the items of the pages point into it.
//!
//! All lengths are whole numbers, and nothing depends on the order of a hash map, so the same
//! document gives the same pages on every machine. Text is never lost: what fits nowhere is cut
//! or stands over its edge, but it is there.

mod balance;
mod blocks;
mod borders;
mod breaks;
mod cells;
pub mod chart;
mod chop;
mod columns;
mod contents;
mod decimal;
mod divide;
mod dump;
mod fallback;
mod figure;
mod font;
mod fonts;
mod hyphens;
mod language;
mod lines;
mod lists;
mod notes;
mod owners;
pub mod page;
mod paginate;
mod pieces;
#[cfg(test)]
mod properties;
mod running;
mod shape;
mod slab;
mod stack;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use dump::{dump, dump_structure};
pub use fonts::Fonts;
pub use hyphens::softened;

use self::blocks::Composer;
use self::page::{Layout, NodeRole};
use self::paginate::Paginator;
use self::running::Running;
use self::shape::Shaper;
use self::stack::Stacker;
use crate::diagnostics::Sink;
use crate::document::{Document, Orientation};
use crate::kind::style::Style;

/// Lays a document out on pages.
///
/// Signs that no font has are reported and shown by a substitute.
pub fn lay_out(document: &Document, style: &Style, fonts: &Fonts, sink: &mut Sink) -> Layout {
    let shaper = Shaper::new(fonts, &document.properties.lang, sink);
    let mut composer = Composer::new(document, style, shaper);
    let running = Running::of(document);
    let root = composer.structure.add(NodeRole::Document, None);
    let first = document
        .sections
        .first()
        .map_or(Orientation::Portrait, |section| section.orientation);
    let mut paginator = Paginator::new(running.sheet(first, &mut composer));
    let mut tables = Vec::new();
    let mut decimals = Vec::new();
    let mut charts = Vec::new();
    for section in &document.sections {
        let sheet = running.sheet(section.orientation, &mut composer);
        let node = composer.structure.add(NodeRole::Section, Some(root));
        let mut stacker = Stacker::new(fonts, &sheet, &mut tables, &mut decimals, &mut charts);
        let mut slabs = Vec::new();
        // One block after the other: the pieces of a long table take more memory than its slabs.
        for index in 0..section.blocks.len() {
            let pieces = composer.block_at(&section.blocks, index, node);
            stacker.tables.resize(composer.tables, Vec::new());
            stacker.lay_notes(std::mem::take(&mut composer.notes));
            stacker.decimals.resize(composer.tables, Vec::new());
            stacker.stack_on(pieces, &mut slabs);
        }
        let Stacker { frames, notes, .. } = stacker;
        paginator.turn(sheet);
        paginator.place(slabs, frames, notes);
    }
    let mut pages = paginator.finish();
    let headings = contents::pages_of(&composer.entries.headings, &pages);
    composer.number_contents(&mut pages, &headings);
    running.write(&mut pages, &mut composer);
    Layout {
        pages,
        structure: composer.structure,
        tables,
        decimals,
        charts,
        headings,
    }
}

/// A count as a factor of a length.
#[expect(
    clippy::cast_possible_wrap,
    reason = "nothing is counted that has more than 2^63 parts"
)]
const fn factor(count: usize) -> i64 {
    count as i64
}

//! Layout: a document becomes pages.
//!
//! The work goes from small to large. The [`blocks`] of a section are shaped into pieces that
//! have no width yet; the [`stack`] lays them into the width of the text as slabs (lines, rows);
//! [`paginate`] puts the slabs on pages. The tree of meaning is made in the first step, in
//! reading order, and the items of the pages point into it.
//!
//! All lengths are whole numbers, and nothing depends on the order of a hash map, so the same
//! document gives the same pages on every machine. Text is never lost: what fits nowhere is cut
//! or stands over its edge, but it is there.

mod balance;
mod blocks;
mod borders;
mod breaks;
pub mod chart;
mod chop;
mod columns;
mod decimal;
mod dump;
mod fallback;
mod figure;
mod font;
mod fonts;
mod hyphens;
mod language;
mod lines;
pub mod page;
mod paginate;
#[cfg(test)]
mod properties;
mod shape;
mod slab;
mod stack;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use dump::dump;
pub use fonts::Fonts;
pub use hyphens::softened;

use self::blocks::Composer;
use self::page::{Artifact, Item, Layout, NodeRole, Owner, Page};
use self::paginate::Paginator;
use self::shape::Shaper;
use self::stack::Stacker;
use crate::diagnostics::Sink;
use crate::document::{Document, Orientation};
use crate::kind::style::{Align, Style};
use crate::length::Length;

/// Lays a document out on pages.
///
/// Signs that no font has are reported and shown by a substitute.
pub fn lay_out(document: &Document, style: &Style, fonts: &Fonts, sink: &mut Sink) -> Layout {
    let shaper = Shaper::new(fonts, &document.properties.lang, sink);
    let mut composer = Composer::new(style, shaper);
    let root = composer.structure.add(NodeRole::Document, None);
    let first = document
        .sections
        .first()
        .map_or(Orientation::Portrait, |section| section.orientation);
    let mut paginator = Paginator::new(style.page.sheet(first));
    let mut tables = Vec::new();
    let mut decimals = Vec::new();
    let mut charts = Vec::new();
    for section in &document.sections {
        let sheet = style.page.sheet(section.orientation);
        let node = composer.structure.add(NodeRole::Section, Some(root));
        let mut stacker = Stacker {
            fonts,
            width: sheet.text_width(),
            page_height: sheet.text_height(),
            tables: &mut tables,
            decimals: &mut decimals,
            charts: &mut charts,
            frames: Vec::new(),
        };
        let mut slabs = Vec::new();
        // One block after the other: the pieces of a long table take more memory than its slabs.
        for block in &section.blocks {
            let pieces = composer.blocks(std::slice::from_ref(block), node);
            stacker.tables.resize(composer.tables, Vec::new());
            stacker.decimals.resize(composer.tables, Vec::new());
            stacker.stack_on(pieces, &mut slabs);
        }
        let frames = stacker.frames;
        paginator.turn(sheet);
        paginator.place(slabs, frames);
    }
    let mut pages = paginator.finish();
    number_pages(&mut pages, style, &mut composer, fonts);
    Layout {
        pages,
        structure: composer.structure,
        tables,
        decimals,
        charts,
        headings: Vec::new(),
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

/// Writes the numbers of the pages at their top, from the first that shows one.
fn number_pages(pages: &mut [Page], style: &Style, composer: &mut Composer, fonts: &Fonts) {
    for (index, page) in pages.iter_mut().enumerate() {
        let number = index + 1;
        if number < style.page.numbered_from {
            continue;
        }
        let is_portrait = page.width == style.page.width;
        let orientation = if is_portrait {
            Orientation::Portrait
        } else {
            Orientation::Landscape
        };
        let sheet = style.page.sheet(orientation);
        let (content, line) = composer.page_number(number);
        let frame = lines::Frame {
            left: sheet.margins.left,
            first: Length::ZERO,
            right: sheet.margins.left + sheet.text_width(),
            align: Align::Center,
        };
        let mut items: Vec<Item> = lines::set(&content, frame, fonts)
            .into_iter()
            .flatten()
            .collect();
        slab::shift(
            &mut items,
            Length::ZERO,
            style.page.number_top + line.height - line.depth,
        );
        for item in &mut items {
            item.owner = Owner::Artifact(Artifact::Pagination);
        }
        page.items.splice(0..0, items);
    }
}

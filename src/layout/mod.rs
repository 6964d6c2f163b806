//! Layout: a document becomes pages.
//!
//! The work goes from small to large, and every folder and file is a part of one of these steps:
//!
//! 1. [`blocks`] walks over the document and shapes it into [`pieces`], which have no width yet,
//!    and makes the tree of meaning in reading order: [`lists`], tables ([`cells`]), [`figure`]s,
//!    [`chart`]s, the table of [`contents`], [`notes`]. [`owners`] says which node a text belongs to.
//! 2. [`text`] turns words into items of a line, each with its [`look`], with [`bonds`] where it may not end. [`shape`] asks
//!    the font for glyphs ([`mod@font`], [`fonts`], [`fallback`]) as the [`language`] wants them, with
//!    its [`hyphens`].
//! 3. [`stack`] lays pieces into the width of the text as [`slab`]s, which are lines and rows.
//!    [`lines`] sets what [`breaks`] found best, or [`balance`] for titles; what fits nowhere,
//!    [`chop`] cuts. A [`table`] has its [`columns`], its numbers in [`decimal`] order.
//! 4. [`paginate`] puts slabs on pages with their notes at the foot, may [`divide`] high rows, and
//!    draws the [`borders`] of the rows that share a page.
//! 5. What needs the number of pages comes last: the pages in the contents, and what is [`running`]
//!    at the edges.
//!
//! Of a document that shows what changed, [`revised`] says what every part is, [`redline`] draws the
//! lines and bars, [`legend`] tells what they mean, and [`said`] tells it to who does not see them.
//!
//! The items of the [`page`]s point into the tree. What formats without pages need, [`measure()`]
//! finds alone.
//!
//! All lengths are whole numbers, and nothing depends on the order of a hash map, so the same
//! document gives the same pages on every machine. Text is never lost: what fits nowhere is cut
//! or stands over its edge, but it is there.

mod balance;
mod blocks;
mod bonds;
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
mod legend;
mod lines;
mod lists;
mod look;
mod measure;
mod notes;
mod owners;
pub mod page;
mod paginate;
mod pieces;
#[cfg(test)]
mod properties;
mod redline;
mod revised;
mod running;
mod said;
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
pub use measure::measure;

use std::mem::take;

use self::blocks::Composer;
use self::page::{Layout, NodeRole};
use self::paginate::Paginator;
use self::redline::Redline;
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
    let root = composer.structure.add(NodeRole::Document, None);
    let running = Running::of(document, composer.legend(root));
    let first = document
        .sections
        .first()
        .map_or(Orientation::Portrait, |section| section.orientation);
    let redline = Redline::new(fonts, &style.revisions);
    let mut paginator = Paginator::new(running.sheet(first, &mut composer), redline);
    let mut stacker = Stacker::new(fonts);
    for section in &document.sections {
        let sheet = running.sheet(section.orientation, &mut composer);
        let node = composer.structure.add(NodeRole::Section, Some(root));
        stacker.turn(sheet);
        let mut slabs = Vec::new();
        // One block after the other: the pieces of a long table take more memory than its slabs.
        for index in 0..section.blocks.len() {
            let pieces = composer.block_at(&section.blocks, index, node);
            stacker.lay_notes(take(&mut composer.notes));
            stacker.stack_on(pieces, &mut slabs);
        }
        paginator.turn(sheet);
        paginator.place(slabs, take(&mut stacker.frames), take(&mut stacker.notes));
    }
    let mut pages = paginator.finish();
    let headings = contents::pages_of(&composer.entries.headings, &pages);
    composer.number_contents(&mut pages, &headings);
    running.write(&mut pages, &mut composer);
    said::say(
        &mut pages,
        &composer.structure,
        &style.revisions.words,
        fonts,
    );
    Layout {
        pages,
        structure: composer.structure,
        tables: stacker.tables,
        charts: stacker.charts,
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

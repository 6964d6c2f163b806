//! PDF: the pages of a layout as the bytes of a file.
//!
//! The file is PDF 1.7 (ISO 32000-1), tagged, and made to be both PDF/A-2a (ISO 19005-2) for the
//! archive and PDF/UA-1 (ISO 14289-1) for readers who do not see it.
//!
//! The steps of [`write()`]:
//!
//! 1. What the pages use is gathered: the glyphs of [`fonts`], the [`images`], the [`tags`] of the
//!    nodes.
//! 2. `printpdf` draws: [`content`] hands it the [`pieces`] of glyph runs, which the [`pen`]
//!    writes, and the [`paths`] of charts, each marked with its node.
//! 3. What `printpdf` has no words for is added to the `lopdf` document that it hands out
//!    ([`mod@file`]): the [`drawings`]; the [`structure`] with its [`elements`], their [`identifiers`] and the areas of
//!    [`figures`]; [`links`], the [`fields`] for signatures and the [`outline`], which lead to [`places`]; the [`metadata`] with
//!    the colours ([`icc`]). What the [`standards`] ask of each of these is a table.
//! 4. [`pack`] writes the bytes, the [`seal`] is put over all of them, and `check` reads them again in builds for tests.
//!
//! Nothing is taken from a clock, a random number or the order of a hash map, so that the same pages
//! give the same bytes.

#[cfg(debug_assertions)]
mod check;
mod content;
mod drawings;
mod elements;
mod fields;
mod figures;
mod file;
mod fonts;
mod icc;
mod identifiers;
mod images;
mod links;
pub mod metadata;
mod outline;
mod pack;
mod paths;
mod pen;
mod pieces;
mod places;
pub mod seal;
mod standards;
mod structure;
mod tags;

// What is added to a finished file is written as the file is.
pub(crate) use file::text_string;
pub(crate) use pack::serialized;

use crate::document::Properties;
use crate::kind::style::Style;
use crate::layout::page::Layout;

use file::File;
use fonts::Fonts;
use links::Links;

/// Writes the pages.
///
/// # Errors
///
/// Says in one line why there can be no file: no page, a font file that cannot be read, or a glyph
/// that no font has.
pub fn write(layout: &Layout, properties: &Properties, style: &Style) -> Result<Vec<u8>, String> {
    if layout.pages.is_empty() {
        return Err("the document has no pages".to_owned());
    }
    let fonts = Fonts::of(layout, &style.typeface)?;
    let images = images::of(layout);
    let tags = tags::tags(&layout.structure);
    let mut sequences = Vec::new();
    let pages = content::draw(
        layout,
        &tags,
        &fonts,
        &images,
        &style.revisions,
        &mut sequences,
    );
    let mut file = File::start(pages, &fonts, &images)?;
    fonts.refine(&mut file)?;
    let links = Links::of(layout, &tags, &fonts);
    let root = structure::write(&mut file, layout, &tags, &sequences, &links)?;
    outline::write(&mut file, layout)?;
    metadata::write(&mut file, properties, root)?;
    let mut bytes = file.finish()?;
    seal::seal(&mut bytes);
    #[cfg(debug_assertions)]
    check::check(&bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod plan;
#[cfg(test)]
pub(crate) mod tests;

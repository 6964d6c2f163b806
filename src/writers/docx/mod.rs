//! DOCX: the document as native Word.
//!
//! A look that is named by a role becomes a style, a list is numbered by Word, header rows repeat,
//! and no part depends on the clock or on what else the process does. The body is made with
//! docx-rs in the subset that is sound, then conformed; the parts that docx-rs cannot make
//! soundly are written straight, each in its own file. [`lint`] finds what validators do not.

pub mod lint;

mod body;
mod chart;
mod conform;
mod drawing;
mod headers;
mod links;
mod names;
mod numbering;
mod package;
mod properties;
mod sections;
mod settings;
mod styles;
mod xml;

use crate::document::Document;
use crate::kind::style::{Style, StyleNames};
use crate::layout::page::Drawing;
use crate::length::Length;

use headers::Numbers;
use names::Names;
use package::{Kind, Package};

/// Writes a document as DOCX. `tables` are the widths of the columns of every table, in the order
/// of the tables in the document, and `charts` the drawings of the charts, as the layout found them.
///
/// # Errors
///
/// Tells what cannot be written: a role that the style does not know, a table that is no grid or
/// was not laid out. The readers before this stage have refused such a document.
pub fn write(
    document: &Document,
    style: &Style,
    (tables, charts): (&[Vec<Length>], &[Drawing]),
    names: &StyleNames,
) -> Result<Vec<u8>, String> {
    let outline = styles::outline(document, style);
    let body = body::write(document, style, &outline, (tables, charts))?;
    let names = Names::new(style, names);
    let numbers = Numbers::of(&style.page);
    let hyphenate = style
        .paragraphs
        .values()
        .any(|paragraph| paragraph.hyphenate);

    let mut parts = vec![
        (Kind::Document, body.part),
        (
            Kind::Styles,
            styles::write(style, &names, &outline, &document.properties.lang),
        ),
        (Kind::Settings, settings::settings(hyphenate)),
        (Kind::Fonts, settings::fonts(style)),
        (Kind::Header, headers::numbered(numbers)),
    ];
    parts.extend((numbers == Numbers::NotOnFirst).then(|| (Kind::FirstHeader, headers::blank())));
    parts.extend(body.numbering.write().map(|part| (Kind::Numbering, part)));
    let charts = body.charts.into_iter().enumerate();
    parts.extend(charts.map(|(index, part)| (Kind::Chart(index + 1), part)));
    parts.push((Kind::Core, properties::core(&document.properties)));
    parts.push((Kind::Extended, properties::extended()));
    Package {
        parts,
        links: body.links,
        images: body.images,
    }
    .pack()
}

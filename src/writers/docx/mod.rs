//! DOCX: the document as native Word.
//!
//! A look that is named by a role becomes a style, a list is numbered by Word, header rows repeat,
//! and no part depends on the clock or on what else the process does. From the text to the file:
//!
//! 1. The [`body`] writes the blocks of every one of the [`sections`]. Paragraphs are made with
//!    docx-rs in the subset that is sound, and [`mod@conform`]ed; tables are written straight.
//! 2. [`text`] writes what stands in a line: links that lead out ([`links`]) and to [`bookmarks`],
//!    [`fields`], [`notes`], and the [`controls`] that are filled in by hand. A [`drawing`] is a
//!    picture ([`media`], [`paint`]) or a [`chart`] with its [`workbook`]; a [`signature`] is a line
//!    to sign.
//! 3. What the document numbers, Word counts: lists and paragraphs by [`numbering`], captions by
//!    [`sequences`].
//! 4. What a comparison marks is a [`tracking`] change that a person accepts or rejects. Word is not
//!    told to track what that person types: those changes would have no end.
//! 5. The other parts are written straight: [`styles`], which go by their [`names`], [`settings`],
//!    [`headers`], [`properties`], [`provenance`] with the [`seal`] over all of them.
//! 6. Every part is [`xml`], a long one [`deflated`] at once, and all are one [`package`].
//!
//! [`lint`] finds what validators do not, and looks at every file that is written in builds for tests.
//!
//! Word makes its own pages, so it takes what holds on all of them and leaves what the layout
//! decided for one: a table repeats its header rows but does not say that it goes on, lines of a
//! title are as long as they come, and a sign that the typeface lacks is shown by a font of Word's.

pub mod lint;
pub mod provenance;
pub mod reading;
pub mod seal;

mod body;
mod bookmarks;
mod chart;
mod conform;
mod controls;
mod deflated;
mod drawing;
mod fields;
mod headers;
mod links;
mod media;
mod names;
mod notes;
mod numbering;
mod package;
mod paint;
mod placeholders;
mod properties;
mod sections;
mod sequences;
mod settings;
mod signature;
mod styles;
mod text;
mod tracking;
mod workbook;
mod xml;

use crate::document::Document;
use crate::kind::style::{Style, Words};
use crate::layout::page::{Drawing, Layout, TableColumns};

use names::Names;
use package::{Kind, Package, Part};
use tracking::Tracking;

/// What the layout found and the document cannot say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measures<'a> {
    /// The columns of every table, in the order of the tables in the document. Where the places of
    /// the decimal signs are not known, numbers stand at the right.
    pub tables: &'a [TableColumns],
    /// The drawings of the charts in order.
    pub charts: &'a [Drawing],
    /// The pages of the headings in order; the table of contents shows no number for those past
    /// its end.
    pub headings: &'a [usize],
}

impl<'a> From<&'a Layout> for Measures<'a> {
    fn from(layout: &'a Layout) -> Self {
        Self {
            tables: &layout.tables,
            charts: &layout.charts,
            headings: &layout.headings,
        }
    }
}

/// Writes a document as DOCX.
///
/// # Errors
///
/// Tells what cannot be written: a role that the style does not know, a table that is no grid or
/// was not laid out. The readers before this stage have refused such a document.
pub fn write(
    document: &Document,
    style: &Style,
    measures: Measures<'_>,
    words: &Words,
) -> Result<Vec<u8>, String> {
    let uses = styles::Uses::of(document, style);
    let names = Names::new(document, style, &words.styles);
    let tracking = Tracking::of(document);
    let shared = (&uses, &names, &tracking);
    let mut body = body::write(document, style, shared, measures, words)?;
    let properties = &document.properties;
    let settings = settings::Settings {
        style,
        lang: &properties.lang,
        decimal_sign: &words.decimal_sign,
        notes: body.notes.is_some(),
    };
    let styles = styles::write(style, &names, &uses, &body.numbering, &properties.lang);
    let (bookmarks, controls) = (&mut body.bookmarks, &mut body.controls);
    let headers = headers::parts(document, style, bookmarks, controls, &tracking)?;

    let mut parts = vec![
        body.part,
        Part::new(Kind::Styles, styles),
        Part::new(Kind::Settings, settings.write()),
        Part::new(Kind::Fonts, settings::fonts(style)),
    ];
    parts.extend(headers);
    parts.extend(body.notes);
    let blanks = body.controls.placeholders();
    let plain = styles::plain(style, &properties.lang);
    parts.extend(placeholders::parts(blanks, &document.properties.id, plain));
    let numbering = body.numbering.write();
    parts.extend(numbering.map(|part| Part::new(Kind::Numbering, part)));
    for (number, (chart, workbook)) in (1..).zip(body.charts) {
        parts.push(Part::new(Kind::Chart(number), chart));
        parts.push(Part::new(Kind::Workbook(number), workbook));
    }
    parts.push(Part::new(Kind::Core, properties::core(properties)));
    parts.push(Part::new(Kind::Extended, properties::extended(properties)));
    if provenance::is_told(properties) {
        let about = provenance::properties();
        parts.push(Part::new(Kind::ProvenanceProperties, about));
        // Its bytes are known when those of all other parts are.
        parts.push(Part::new(Kind::Provenance, Vec::new()));
    }
    let pictures = body.media.pictures()?;
    let package = Package {
        parts,
        pictures,
        properties,
    };
    let file = package.pack()?;
    #[cfg(debug_assertions)]
    lint::check(&file)?;
    Ok(file)
}

//! Writers: they translate a document or its pages into a format, and decide nothing.

pub mod docx;
pub mod html;
pub mod pdf;
pub mod svg;

mod drawing;
mod images;
mod run;

use std::panic::resume_unwind;

use crate::document::{Block, Cell, Document, Inline};
use crate::kind::Kind;
use crate::kind::style::Style;
use crate::layout::{self, page::Layout};

/// Whether a link of the document may be followed from the file that is written.
///
/// Only what opens a page or a letter: a document that is signed must not start programs or
/// reach for files of the reader's machine. Every other link stays as plain text.
#[must_use]
pub(crate) fn may_follow(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"]
        .iter()
        .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
}

/// The blocks of a header cell, in whose columns there is little room: words of more than `longest`
/// letters can be divided even where a program has no patterns for the language.
#[must_use]
pub(crate) fn divisible(cell: &Cell, style: &Style, lang: &str, longest: usize) -> Vec<Block> {
    let mut blocks = cell.blocks.clone();
    for block in &mut blocks {
        let block = match block {
            Block::Revised(_, block) => block.as_mut(),
            block => block,
        };
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        let style = style.paragraphs.get(&paragraph.role);
        if !style.is_some_and(|style| style.hyphenate) {
            continue;
        }
        soften(&mut paragraph.content, lang, longest);
    }
    blocks
}

fn soften(content: &mut [Inline], lang: &str, longest: usize) {
    for inline in content {
        match inline {
            Inline::Text(text) => text.text = layout::softened(&text.text, lang, longest),
            Inline::Revised(_, pieces) => soften(pieces, lang, longest),
            Inline::Break | Inline::Note(_) | Inline::Field(_) => {}
        }
    }
}

/// A format that documents are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Office Open XML, for Word.
    Docx,
    /// Portable Document Format.
    Pdf,
    /// One self-contained web page.
    Html,
}

impl Format {
    /// Whether a document is laid out on pages for it: a PDF is pages, and a table of contents in a
    /// DOCX tells the pages of the headings.
    #[must_use]
    pub fn needs_pages(self, document: &Document) -> bool {
        match self {
            Self::Pdf => true,
            Self::Docx => document.contents().next().is_some(),
            Self::Html => false,
        }
    }

    /// The ending of the file's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Html => "html",
        }
    }
}

/// Writes a document in a format; the layout has pages if the format [needs](Format::needs_pages) them.
///
/// # Errors
///
/// Says what cannot be written; the stages before this one refuse such a document, so an error
/// is a fault of the kind's fonts or of the tool.
pub fn write(
    format: Format,
    document: &Document,
    layout: &Layout,
    kind: &Kind,
) -> Result<Vec<u8>, String> {
    match format {
        Format::Docx => docx::write(document, &kind.style, layout.into(), &kind.words()),
        Format::Pdf => pdf::write(layout, &document.properties, &kind.style),
        Format::Html => Ok(html::write(document, &kind.style, &layout.charts).into_bytes()),
    }
}

/// Writes a document in several formats at once, each in a thread of its own.
///
/// A writer makes and drops millions of small things. In the memory of the thread that made the
/// document they would have to be fitted in between what is left of it, which takes longer and
/// longer; a thread of its own starts with memory of its own.
///
/// # Errors
///
/// As [`write()`].
pub fn write_all(
    formats: &[Format],
    document: &Document,
    layout: &Layout,
    kind: &Kind,
) -> Result<Vec<(Format, Vec<u8>)>, String> {
    std::thread::scope(|scope| {
        let writers: Vec<_> = formats
            .iter()
            .map(|format| scope.spawn(|| write(*format, document, layout, kind)))
            .collect();
        let written = formats.iter().zip(writers).map(|(format, writer)| {
            let bytes = writer.join().unwrap_or_else(|panic| resume_unwind(panic));
            bytes.map(|bytes| (*format, bytes))
        });
        written.collect()
    })
}

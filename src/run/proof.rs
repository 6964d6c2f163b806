//! The pages of a document, and the files that are written of them.

use std::path::Path;

use super::checking::check;
use super::{Places, Run};
use crate::compare;
use crate::diagnostics::{Code, Diagnostic, Message, Sink};
use crate::document::{Document, Revisions};
use crate::kind::Kind;
use crate::kind::files::{Files, display};
use crate::layout::page::Layout;
use crate::layout::{Fonts, lay_out, measure};
use crate::sign_off::Checked;
use crate::source::Span;
use crate::writers::svg::{self, FontFile};
use crate::writers::{self, Format};

/// The files of a document: in which format, and the bytes.
pub type Made = Vec<(Format, Vec<u8>)>;

/// A document on its pages, as one reads it before anything is written.
#[derive(Debug)]
pub struct Proof {
    /// The document.
    pub checked: Checked,
    /// Its pages.
    pub layout: Layout,
}

/// Checks a document and lays it out; `None` if it has errors, which are in the run.
pub fn proof(path: &Path, files: &Files, run: &mut Run) -> Option<Proof> {
    let checked = check(path, files, run)?;
    let layout = on_pages(path, &checked, run)?;
    Some(Proof { checked, layout })
}

impl Proof {
    /// Draws the pages, each as an SVG document of its own, with the places that the author wrote at.
    #[must_use]
    pub fn pages(&self, places: Places<'_>) -> Vec<String> {
        let Checked { kind, document, .. } = &self.checked;
        let place = |span: Span, words: &str| places.of_author(span, words);
        svg::pages(&self.layout, &document.properties, &kind.style, &place)
    }

    /// The font files that the drawn pages use.
    #[must_use]
    pub fn fonts(&self) -> Vec<FontFile<'_>> {
        svg::fonts(&self.layout, &self.checked.kind.style.typeface)
    }

    /// Makes files of the document; `None` if they cannot be made, which is told.
    pub fn files(&self, path: &Path, formats: &[Format], sink: &mut Sink) -> Option<Made> {
        let Checked { kind, document, .. } = &self.checked;
        write(path, formats, document, &self.layout, kind, sink)
    }
}

/// Makes the files of a document; `None` if it has errors, which are in the run.
pub fn build(path: &Path, files: &Files, formats: &[Format], run: &mut Run) -> Option<Made> {
    let Checked { kind, document, .. } = check(path, files, run)?;
    make(path, &kind, &document, formats, run)
}

/// Makes files that show what changed from one document to another; `None` if they cannot be made,
/// which is in the run. Both documents were checked in it.
pub fn redline(
    path: &Path,
    old: Document,
    new: Checked,
    revisions: Revisions,
    formats: &[Format],
    run: &mut Run,
) -> Option<Made> {
    let mut merged = compare::merge(old, new.document);
    merged.properties.revisions = Some(revisions);
    make(path, &new.kind, &merged, formats, run)
}

/// Makes files of a document, and lays out no more of it than they need.
fn make(
    path: &Path,
    kind: &Kind,
    document: &Document,
    formats: &[Format],
    run: &mut Run,
) -> Option<Made> {
    let is_paged = formats.iter().any(|format| format.needs_pages(document));
    let layout = set(path, kind, document, is_paged, &mut run.sink)?;
    write(path, formats, document, &layout, kind, &mut run.sink)
}

/// Lays a checked document out; `None` if that cannot be done, which is in the run.
pub(super) fn on_pages(path: &Path, checked: &Checked, run: &mut Run) -> Option<Layout> {
    set(path, &checked.kind, &checked.document, true, &mut run.sink)
}

/// Lays a document out, on pages or only to measure its tables and charts.
fn set(
    path: &Path,
    kind: &Kind,
    document: &Document,
    is_paged: bool,
    sink: &mut Sink,
) -> Option<Layout> {
    let fonts = Fonts::new(&kind.style.typeface);
    let fonts = fonts
        .map_err(|message| sink.push(fault(path, message)))
        .ok()?;
    let lay_out = if is_paged { lay_out } else { measure };
    let layout = lay_out(document, &kind.style, &fonts, sink);
    (!sink.has_errors()).then_some(layout)
}

/// Writes a document that is laid out.
fn write(
    path: &Path,
    formats: &[Format],
    document: &Document,
    layout: &Layout,
    kind: &Kind,
    sink: &mut Sink,
) -> Option<Made> {
    let files = writers::write_all(formats, document, layout, kind);
    files
        .map_err(|message| sink.push(fault(path, message)))
        .ok()
}

/// A fault that is none of the author's: the kind's files, or the tool itself.
fn fault(path: &Path, message: impl Into<Message>) -> Diagnostic {
    Diagnostic::file(Code::InvalidKind, display(path), message)
}

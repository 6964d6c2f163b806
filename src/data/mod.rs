//! Files beside the document: rows of tables, and pictures.
//!
//! A document may name files that lie in its folder or below it. They are read here, once, and
//! become texts with places like everything else: a sheet of a workbook is a [`mod@crate::source`]
//! too, so that a message about a cell names file, sheet and cell and quotes the row. What was
//! read counts into the digest of the document.

mod csv;
mod files;
mod grid;
mod images;
mod rows;
pub mod sheets;
mod xlsx;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::content::Content;
use crate::diagnostics::Sink;
use crate::document::Image;
use crate::kind::style::Typeface;
use crate::source::{Sources, Span};

/// What the files of a document hold.
#[derive(Debug, Clone, Default)]
pub struct Attachments {
    /// The rows of tables that take them from a file, by the place of the table in the document.
    ///
    /// They stand before the `rows` that the table itself has, such as that of the total. A table
    /// whose file has a fault is not here.
    pub rows: BTreeMap<Span, Vec<DataRow>>,
    /// The pictures, by the path that the document names them by.
    pub images: BTreeMap<String, Arc<Image>>,
    /// What was read, for the digest of the document: the path and the SHA-256 of the bytes.
    pub digests: BTreeMap<String, [u8; 32]>,
}

/// A row of a data file, with a field for every leaf column of the table, from left to right.
pub type DataRow = Vec<Field>;

/// What stands in one cell of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The characters, numbers as a person would write them: `1234.5`. Empty for an empty cell
    /// and for a column that the file does not have.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Reads the files that a document names; `folder` is the folder of the document, and `typeface`
/// what the texts of drawings are set in.
///
/// Faults go into the sink, and what has a fault is left out.
pub fn load(
    content: &Content,
    folder: &Path,
    typeface: &Typeface,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Attachments {
    let mut attachments = Attachments::default();
    rows::load(content, folder, &mut attachments, sources, sink);
    images::load(content, folder, typeface, &mut attachments, sink);
    attachments
}

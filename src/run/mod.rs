//! A run over one document: the stages joined, from the file to what is asked for.
//!
//! [`check`] goes as far as the document, [`proof`] as far as its pages, [`build`] to the bytes of its
//! files. Neither prints, exits or writes: that is the work of `cli`.

mod acting;
mod checking;
mod places;
mod proof;
mod reading;
mod rolling;

pub use acting::{ToApprove, ToRevoke, approve, revoke};
pub use checking::{check, explain, form, printed};
pub use places::Places;
pub use proof::{Made, Proof, build, proof, redline};
pub use reading::{Standing, read_ledger, standing};
pub use rolling::{RolledOver, roll_over};

use crate::approval::Wanted;
use crate::diagnostics::Sink;
use crate::shelf::Shelf;
use crate::source::Sources;

/// The program and its version, as files and ledgers name it.
pub const TOOL: &str = concat!("aktas ", env!("CARGO_PKG_VERSION"));

/// A run over one document: the files that were read, and what there is to say about them.
#[derive(Debug, Default)]
pub struct Run {
    /// The files.
    pub sources: Sources,
    /// The messages.
    pub sink: Sink,
    /// The revision of the content in its repository; empty if nobody told it.
    pub revision: String,
    /// What the document is to say of its approval.
    pub wanted: Wanted,
    /// Whether the text of the record is asked for, besides its digest.
    pub keep_record: bool,
    /// How many entries of the ledger count; all, but for a document as it once was.
    pub entries: Option<usize>,
    /// Where the documents are that this one may name; runs over many share it.
    pub shelf: Shelf,
}

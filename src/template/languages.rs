//! The languages of a document: its own, and those that parts of it are in.

use super::typography::Typography;
use crate::kind::Kind;

/// Tells how text in a language is put right.
#[derive(Clone, Copy)]
pub(super) struct Languages<'a> {
    kind: &'a Kind,
}

impl<'a> Languages<'a> {
    pub(super) fn new(kind: &'a Kind) -> Self {
        Self { kind }
    }

    /// The language of the document.
    pub(super) fn own(self) -> &'a str {
        self.kind.labels.lang()
    }

    /// The rules of a language; none if nothing is known of it, and its text stays as it is.
    pub(super) fn typography(self, lang: &str) -> Option<Typography> {
        let labels = self.kind.labels_in(lang)?;
        Some(Typography::new(&labels))
    }
}

//! Signing: a certificate's signature put into a finished file, and told again from one.
//!
//! A [`Seal`] is the key and the [`Certificate`] of who signs.
//!
//! Nothing here decides whom to trust: that a signature is intact says who held the key and that
//! nothing changed since, not that the name in the certificate is true.

pub mod algorithms;
pub mod certificate;
pub mod cms;
pub mod docx;
pub mod pdf;
pub mod seal;

use chrono::{DateTime, Utc};

use crate::diagnostics::Message;

pub use certificate::Certificate;
pub use seal::Seal;

/// What a file tells of one of its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who signed: the name in the certificate; empty if there is no certificate to be read.
    pub signer: String,
    /// Who issued the certificate.
    pub issuer: String,
    /// When it was made, as the signer's computer told it.
    pub at: Option<DateTime<Utc>>,
    /// Whether the signature is that of the certificate's key, over the bytes that it covers.
    pub intact: bool,
    /// Whether it covers the whole file, so that nothing was added or left out.
    ///
    /// An earlier signature of a PDF does not cover a later one: it is intact, but not whole.
    pub whole: bool,
    /// How many bytes from the start of the file it speaks of, in a format where later changes are
    /// added at the end (PDF). The file as it was signed is these bytes.
    pub revision: Option<usize>,
    /// Why it is not intact.
    pub fault: Option<Message>,
}

//! Approval: what was approved, what happened to a document since, and which of its marks hold.
//!
//! The document says who must approve it. What it says, with what its kind makes of it, is its
//! [`record`]; the [`ledger`] beside it says what happened, each entry bound to the digest of a
//! record. From both follows the [`state`] of every mark: an entry holds for exactly one text, and
//! a later change makes the mark stale: [`changes`] finds what changed, [`names`] has a reader's words
//! for it, and [`since`] tells where. What was corrected since the first approval, and why, is in
//! [`corrections`]. A [`request`] says what is to be recorded next, and whether it can be.

pub mod changes;
pub mod corrections;
pub mod ledger;
pub mod names;
mod number;
pub mod record;
pub mod request;
pub mod since;
pub mod state;

use std::path::{Path, PathBuf};

pub use corrections::{Commits, Correction};
pub use ledger::{Act, Entry, Event, Ledger};
pub use record::{Record, Recorder};
pub use request::{Proposal, Request};
pub use since::{Now, Since, Stale};
pub use state::{Approvals, Mark, Redaction, State, Wanted};

/// The folder of the ledgers, beside the documents that they are of.
pub const FOLDER: &str = "approvals";

/// The folder of the ledgers of a document.
#[must_use]
pub fn folder(document: &Path) -> PathBuf {
    document.parent().unwrap_or(Path::new("")).join(FOLDER)
}

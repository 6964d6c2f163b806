//! Acts upon a document: what is to be recorded of it, before anything is.

use std::path::Path;

use super::checking::check_with;
use super::proof::{Made, Proof, on_pages};
use super::reading::standing;
use super::{Run, TOOL};
use crate::approval::request::Known;
use crate::approval::{Ledger, Proposal, Request};
use crate::kind::files::Files;
use crate::writers::Format;

/// A document with the files that say what is to be recorded of it.
#[derive(Debug)]
pub struct ToApprove {
    /// The document on its pages; its ledger has the entry.
    pub proof: Proof,
    /// The files, as [`build`] will make them when the entry is recorded.
    pub files: Made,
}

/// Checks a document and what is to be recorded of it, and makes its files as they will be then;
/// `None` if anything forbids that, which is in the run. Nothing is recorded yet.
pub fn approve(
    path: &Path,
    files: &Files,
    request: &Request,
    formats: &[Format],
    run: &mut Run,
) -> Option<ToApprove> {
    let checked = check_with(path, files, Some(request), run);
    // Told at the end, so that what is wrong with the words hides nothing of the document.
    request.tell(&mut run.sink);
    let checked = checked.filter(|_| !run.sink.has_errors())?;
    let layout = on_pages(path, &checked, run)?;
    let proof = Proof { checked, layout };
    let files = proof.files(path, formats, &mut run.sink)?;
    Some(ToApprove { proof, files })
}

/// What is known of a mark that is to be taken back.
#[derive(Debug)]
pub struct ToRevoke {
    /// The stable name of the document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What happened to it until now.
    pub ledger: Ledger,
    /// What is to be recorded.
    pub proposal: Proposal,
}

/// Checks whether a mark of a document can be taken back; `None` if not, which is in the run.
///
/// The document may have changed since, and its figures be wrong: what is taken back was given to
/// the text of then.
pub fn revoke(path: &Path, files: &Files, request: &Request, run: &mut Run) -> Option<ToRevoke> {
    let standing = standing(path, files, run);
    request.tell(&mut run.sink);
    let standing = standing?;
    let known = Known {
        approvals: &standing.approvals,
        ledger: &standing.ledger,
        digest: None,
        period: None,
        tool: TOOL,
    };
    let proposal = request.decide(&known, &mut run.sink)?;
    if run.sink.has_errors() {
        return None;
    }
    Some(ToRevoke {
        id: standing.id,
        title: standing.title,
        ledger: standing.ledger,
        proposal,
    })
}

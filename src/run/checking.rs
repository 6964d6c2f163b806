//! Checking a document: what it says, printed with what its ledger says of its marks.

use std::fs;
use std::path::Path;

use super::reading::{ledger_of, plan_of, read, state};
use super::{Run, TOOL};
use crate::approval::{Request, Wanted};
use crate::compare::Form;
use crate::diagnostics::{Code, Message};
use crate::document::Provenance;
use crate::figures;
use crate::figures::explain::Step;
use crate::history;
use crate::kind::files::Files;
use crate::sign_off::{self, Asked, Checked, Stated};

/// Reads a document and checks all of it; `None` if it has errors, which are in the run.
pub fn check(path: &Path, files: &Files, run: &mut Run) -> Option<Checked> {
    check_with(path, files, None, run)
}

/// Reads a document and checks all of it, with what is to be recorded as if it were.
pub(super) fn check_with(
    path: &Path,
    files: &Files,
    request: Option<&Request>,
    run: &mut Run,
) -> Option<Checked> {
    if request.is_some() || run.wanted == Wanted::Approved {
        run.sink.forbid(Code::Undecided);
    }
    let stated = state(path, files, run)?;
    print(path, stated, request, run)
}

/// Reads one form of a document for a comparison, whether or not it has errors, which are in the
/// run; `None` if it cannot be read at all.
pub fn form(path: &Path, files: &Files, run: &mut Run) -> Option<Form> {
    state(path, files, run).map(Form::new)
}

/// Reads a document for a comparison with a file that came back, with the document as it is printed
/// now; `None` if it has errors, which are in the run.
pub fn printed(path: &Path, files: &Files, run: &mut Run) -> Option<(Form, Checked)> {
    let stated = state(path, files, run)?;
    let form = Form::new(stated.clone());
    let checked = print(path, stated, None, run)?;
    Some((form, checked))
}

/// Prints a document that was read, with what its ledger says, and checks the rest of it.
fn print(path: &Path, stated: Stated, request: Option<&Request>, run: &mut Run) -> Option<Checked> {
    let ledger = ledger_of(path, &stated.content, request, run)?;
    let asked = Asked {
        wanted: run.wanted,
        keep_record: run.keep_record,
        request,
        tool: TOOL,
        commits: &history::Blame::of(path),
    };
    let (sources, sink) = (&run.sources, &mut run.sink);
    let mut checked = sign_off::sign_off(path, stated, ledger, asked, sources, sink)?;
    if run.wanted == Wanted::Approved {
        checked.approvals.require(sink);
    }
    checked.document.properties.provenance = provenance(path, &checked, &run.revision);
    (!run.sink.has_errors()).then_some(checked)
}

/// What the files of a document tell of where they are from.
fn provenance(path: &Path, checked: &Checked, revision: &str) -> Provenance {
    let approvals = &checked.approvals;
    let is_approved = !approvals.is_draft() && !approvals.marks.is_empty();
    Provenance {
        kind: checked.kind.name.clone(),
        digest: checked.record.digest.clone(),
        source: within_project(path),
        // What was approved is told by its digest. The revision that recorded the approval is not yet
        // there when the approved files are made, and the next would give them other bytes.
        revision: if is_approved { "" } else { revision }.to_owned(),
        tool: TOOL.to_owned(),
    }
}

/// A path as a document may tell it, from the folder `content` on; else the name of the file.
///
/// It does not say where on the machine the project is, and is the same from wherever in it the
/// program was called, also by a link to the folder: so are the bytes of the files.
fn within_project(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let without_links = || within_content(&fs::canonicalize(path).ok()?);
    let name = || path.file_name().unwrap_or_default().to_string_lossy();
    within_content(&whole)
        .or_else(without_links)
        .unwrap_or_else(|| name().into_owned())
}

/// A path from its innermost folder `content` on.
fn within_content(path: &Path) -> Option<String> {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    let folders = &names[..names.len().saturating_sub(1)];
    let start = folders.iter().rposition(|name| name == "content")?;
    Some(names[start..].join("/"))
}

/// Tells the way of a figure of a document: its formula, its operands, where each stands.
///
/// # Errors
///
/// Says that the document has no such figure, with a hint if one is near. Faults of the document
/// are in the run; with them, there may be no answer at all.
pub fn explain(
    figure: &str,
    path: &Path,
    files: &Files,
    run: &mut Run,
) -> Option<Result<Step, (Message, Option<Message>)>> {
    let (kind, content, attachments) = read(path, files, run)?;
    let plan = plan_of(path, &content, &kind, files, run);
    let (targets, sources) = (plan.targets(), &run.sources);
    let step = figures::explain::explain(figure, &content, &attachments, &kind, targets, sources);
    Some(step)
}

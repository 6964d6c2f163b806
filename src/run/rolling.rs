//! Moving a document on to another year.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Run;
use super::checking::check;
use super::reading::{read, source};
use crate::content;
use crate::diagnostics::{Code, Diagnostic};
use crate::figures;
use crate::figures::targets::Targets;
use crate::kind::files::{Files, display};
use crate::rollover::{self, Rolled, Years};
use crate::yaml;

/// What became of a document that was moved on.
#[derive(Debug)]
pub struct RolledOver {
    /// The new text, and the name of the document in it.
    pub rolled: Rolled,
    /// Where it is to stand.
    pub path: PathBuf,
    /// What there is to say about it, above all what is to be decided.
    pub told: Run,
    /// The ids of its parts by their bytes in the new text; a part comes before what it holds.
    pub parts: Vec<(Range<usize>, String)>,
}

/// Moves a document on to the year or period `to`, into the file `out` or one beside it, which its new
/// name names; `None` if it has errors or cannot be moved there, which is in the run. Nothing is written.
pub fn roll_over(
    path: &Path,
    files: &Files,
    to: &str,
    out: Option<&Path>,
    run: &mut Run,
) -> Option<RolledOver> {
    check(path, files, run)?;
    // Read once more for what a checked document no longer holds: its tree.
    let mut again = Run::default();
    let file = source(path, &mut again.sources, &mut again.sink)?;
    let tree = yaml::parse(file, &again.sources, &mut again.sink)?;
    let (kind, content, attachments) = read(path, files, &mut again)?;
    let years = Years::of(&content, to).map_err(|(message, hint)| {
        run.sink
            .push(Diagnostic::file(Code::InvalidDate, display(path), message).hint(hint));
    });
    let value = |name: &str| {
        let (none, sources) = (Targets::default(), &again.sources);
        let step = figures::explain::explain(name, &content, &attachments, &kind, &none, sources);
        step.ok()?.value
    };
    let text = &again.sources.get(file).text;
    let rolled = rollover::roll(&tree, text, &kind, years.ok()?, &value);
    let new = out.map_or_else(|| beside(path, &rolled.id, to), Path::to_owned);
    let mut told = Run::default();
    let file = told.sources.add(display(&new), rolled.text.as_str());
    let tree = yaml::parse(file, &told.sources, &mut told.sink);
    let mut parts = Vec::new();
    if let Some(tree) = tree {
        content::read(&tree, &kind, &told.sources, &mut told.sink);
        parts = rollover::parts(&tree, &rolled.text);
    }
    Some(RolledOver {
        rolled,
        path: new,
        told,
        parts,
    })
}

/// The file beside another for a document of this name; without a name the old one and the new year.
fn beside(path: &Path, id: &str, to: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let own = || format!("{stem}-{to}.{ending}");
    path.with_file_name(if id.is_empty() {
        own()
    } else {
        format!("{id}.{ending}")
    })
}

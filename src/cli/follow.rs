//! `aktas build --watch`: documents are built anew as they are saved.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::arguments::BuildArgs;
use super::build::{self, Built};
use super::ending::{Ending, OFTEN};
use super::preview::{tell_of_polling, unwatchable, watched};
use super::report::{Reporter, Stream, Voice};
use super::{ExitStatus, input};
use crate::Run;
use crate::diagnostics::{Diagnostic, say};
use crate::watch::{Watch, whole};

/// Builds documents, and goes on with those that a save touches until it is ended.
pub(super) fn run(args: &BuildArgs, documents: &[PathBuf], voice: Voice) -> ExitStatus {
    let ending = Ending::awaited();
    let reporter = || Reporter::new(args.common.format, Stream::Error, voice);
    let folders = folders(args, documents);
    let mut watch = match Watch::new(&folders, std::slice::from_ref(&args.out), documents) {
        Ok(watch) => watch,
        Err(error) => return reporter().refuse(&unwatchable(&error.to_string())),
    };
    let mut follow = Follow {
        args,
        known: BTreeMap::new(),
    };
    follow.build(documents, documents, &mut reporter());
    tell_of_polling(&watch, &reporter());
    reporter().say(&say!("follows saves; end it with Ctrl+C"));
    while !ending.is_here() {
        let changed = watch.wait(OFTEN);
        if !changed.is_empty() {
            follow.saved(&changed, reporter());
        }
    }
    ExitStatus::Success
}

/// The folders that have what the documents depend on, and in which new documents may appear.
fn folders(args: &BuildArgs, documents: &[PathBuf]) -> Vec<PathBuf> {
    let named = args
        .common
        .paths
        .iter()
        .filter(|path| path.is_dir())
        .cloned();
    let beside = documents
        .iter()
        .flat_map(|path| watched(path, &args.common.templates));
    let folders: BTreeSet<PathBuf> = named.chain(beside).collect();
    folders.into_iter().collect()
}

/// What is known of the documents from when they were last built.
struct Follow<'a> {
    args: &'a BuildArgs,
    known: BTreeMap<PathBuf, Known>,
}

/// What is known of a document.
struct Known {
    /// The texts that were read for it, with those of its kind.
    texts: BTreeSet<PathBuf>,
    has_errors: bool,
}

impl Known {
    fn of(run: &Run) -> Self {
        let names = run.sources.names();
        Self {
            texts: names.map(|name| whole(Path::new(name))).collect(),
            has_errors: run.sink.has_errors(),
        }
    }
}

impl Follow<'_> {
    /// Builds what depends on files that changed.
    fn saved(&mut self, changed: &BTreeSet<PathBuf>, mut reporter: Reporter) {
        // There may be new documents.
        let documents = match self.documents() {
            Ok(documents) => documents,
            Err(faults) => {
                reporter.rejected(&faults);
                return;
            }
        };
        self.known.retain(|path, _| documents.contains(path));
        let is_due = |path: &&PathBuf| self.is_due(path, changed);
        let due: Vec<PathBuf> = documents.iter().filter(is_due).cloned().collect();
        if !due.is_empty() {
            self.build(&documents, &due, &mut reporter);
        }
    }

    fn documents(&self) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        input::documents(&self.args.common.paths).and_then(build::no_clash)
    }

    fn build(&mut self, all: &[PathBuf], due: &[PathBuf], reporter: &mut Reporter) {
        let built = build::build_all(self.args, all, due, reporter);
        for (path, Built { run, .. }) in due.iter().zip(&built) {
            self.known.insert(path.clone(), Known::of(run));
        }
        build::tell(reporter, built, due.len());
    }

    /// Whether a document depends on one of the files that changed. One with errors may lack any of them.
    fn is_due(&self, document: &Path, changed: &BTreeSet<PathBuf>) -> bool {
        let Some(known) = self.known.get(document).filter(|known| !known.has_errors) else {
            return true;
        };
        let linked = fs::canonicalize(document).ok();
        let is_own = |path: &PathBuf| {
            let is_itself = *path == whole(document) || Some(path) == linked.as_ref();
            is_itself || known.texts.contains(path) || self.may_be_of(path, document)
        };
        changed.iter().any(is_own)
    }

    /// Whether a file that was never read as a text, such as a picture or a new one, may be one of a document:
    /// it stands below it, or where kinds do.
    fn may_be_of(&self, path: &Path, document: &Path) -> bool {
        let is_text = self.known.values().any(|known| known.texts.contains(path));
        let is_document = self.known.keys().any(|document| whole(document) == path);
        let folder = whole(document).parent().map(Path::to_owned);
        let is_below = folder.is_some_and(|folder| path.starts_with(folder));
        let of_kinds = path.starts_with(whole(&self.args.common.templates));
        !is_text && !is_document && (is_below || of_kinds)
    }
}

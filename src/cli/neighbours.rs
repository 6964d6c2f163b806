//! Documents of one folder: the `id` of each names its ledger, so no two may have the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::approval::{self, ledger};
use crate::diagnostics::{Code, Diagnostic, say};
use crate::kind::files::display;
use crate::shelf::{id_of, is_yaml, likely_id};

/// The ids of all documents in the folders of some.
pub(super) struct Neighbours {
    /// The documents by folder and id.
    documents: BTreeMap<(PathBuf, String), Vec<PathBuf>>,
    folders: BTreeSet<PathBuf>,
}

impl Neighbours {
    /// Looks for the documents beside others. What cannot be read has no id here: that is told when
    /// it is read as a document.
    pub(super) fn of(documents: &[PathBuf]) -> Self {
        let folders: BTreeSet<PathBuf> = documents.iter().map(|path| folder_of(path)).collect();
        let beside: Vec<PathBuf> = folders.iter().flat_map(|folder| yaml_in(folder)).collect();
        let named = beside.into_par_iter().filter_map(|path| {
            let id = likely_id(&path)?;
            Some(((folder_of(&path), id), path))
        });
        let named: Vec<_> = named.collect();
        let mut documents: BTreeMap<_, Vec<PathBuf>> = BTreeMap::new();
        for (key, path) in named {
            documents.entry(key).or_default().push(path);
        }
        Self { documents, folders }
    }

    /// That a document has the `id` of another one.
    pub(super) fn fault(&self, document: &Path) -> Option<Diagnostic> {
        let mut shared = self.documents.iter();
        let ((_, id), paths) = shared.find(|(_, paths)| paths.iter().any(|one| one == document))?;
        let other = paths.iter().find(|one| *one != document)?;
        // A line that looks like the id of a document may be something else in it.
        let is_so = |path: &Path| id_of(path).as_ref() == Some(id);
        if !is_so(document) || !is_so(other) {
            return None;
        }
        let message = say!(
            "`{other}` has the same `id`, `{id}`: the two would share the ledger `{ledger}`",
            other = display(other),
            id,
            ledger = display(&ledger::path(document, id)),
        );
        Some(
            Diagnostic::file(Code::DuplicateId, display(document), message)
                .hint(say!("give the newer one another `id`")),
        )
    }

    /// The ledgers beside the documents that are of none of them.
    pub(super) fn lost(&self) -> Vec<PathBuf> {
        let is_lost = |folder: &Path, path: &Path| {
            let id = path.file_stem().unwrap_or_default().to_string_lossy();
            let key = (folder.to_owned(), id.into_owned());
            path.extension().is_some_and(|ending| ending == "yaml")
                && !self.documents.contains_key(&key)
        };
        let mut lost = Vec::new();
        for folder in &self.folders {
            let ledgers = folder.join(approval::FOLDER);
            let found = names_in(&ledgers)
                .into_iter()
                .map(|name| ledgers.join(name));
            lost.extend(found.filter(|path| is_lost(folder, path)));
        }
        lost.sort();
        lost
    }
}

fn folder_of(document: &Path) -> PathBuf {
    document.parent().unwrap_or(Path::new("")).to_owned()
}

/// The documents of a folder, by the paths that a command line gives them.
fn yaml_in(folder: &Path) -> Vec<PathBuf> {
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let names = names_in(here)
        .into_iter()
        .filter(|name| !name.to_string_lossy().starts_with('.') && is_yaml(Path::new(name)));
    names
        .map(|name| folder.join(name))
        .filter(|path| path.is_file())
        .collect()
}

fn names_in(folder: &Path) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    names.sort();
    names
}

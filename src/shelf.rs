//! The shelf: the documents of a project by their ids, for documents that refer to others.
//!
//! A document names another one by its `id`, never by a path. It stands in the innermost folder
//! `content` that the document itself stands in, or below it; of a document outside of such a
//! folder, in its own folder or below. Folders reached by links are not looked into, and a file that
//! leads out of the project is refused.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::approval::FOLDER as LEDGERS;
use crate::diagnostics::{Sink, did_you_mean};
use crate::source::{self, Sources};
use crate::yaml;

/// How deep folders are looked into.
const MAX_DEPTH: usize = 16;

/// The documents of folders, each folder looked through once in a run of the program.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<HashMap<PathBuf, Arc<ById>>>>);

/// The paths of documents by their ids, as a first look tells them.
type ById = BTreeMap<String, Vec<PathBuf>>;

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// No document has the id; the id that may have been meant.
    Nowhere(Option<String>),
    /// Several have it.
    Several(Vec<PathBuf>),
    /// A link leads out of the project.
    Outside(PathBuf),
}

impl Shelf {
    /// The document with an id, looked for from another document.
    ///
    /// # Errors
    ///
    /// Says why there is none, or not one.
    pub fn find(&self, from: &Path, id: &str) -> Result<PathBuf, NotFound> {
        let root = root(from);
        let documents = self.documents(&root);
        let named = documents.get(id).map(Vec::as_slice).unwrap_or_default();
        // A line that looks like the id of a document may be something else in it.
        let is_so = |path: &&PathBuf| id_of(path).is_none_or(|found| found == id);
        let found: Vec<PathBuf> = named.iter().filter(is_so).cloned().collect();
        match found.as_slice() {
            [] => {
                let known = documents.keys().map(String::as_str);
                Err(NotFound::Nowhere(
                    did_you_mean(id, known).map(str::to_owned),
                ))
            }
            [one] if leads_out(&root, one) => Err(NotFound::Outside(one.clone())),
            [one] => Ok(one.clone()),
            _ => Err(NotFound::Several(found)),
        }
    }

    fn documents(&self, root: &Path) -> Arc<ById> {
        let mut known = match self.0.lock() {
            Ok(known) => known,
            // Whoever panicked had not begun to change it.
            Err(poisoned) => poisoned.into_inner(),
        };
        let looked = known.entry(root.to_owned()).or_insert_with(|| {
            let mut found = ById::new();
            walk(root, 0, &mut found);
            Arc::new(found)
        });
        Arc::clone(looked)
    }
}

/// The folder in which the documents stand that a document can name.
#[must_use]
pub fn root(document: &Path) -> PathBuf {
    let folder = match document.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let content = |path: &Path| {
        let mut above = path.ancestors();
        let found = above.find(|one| one.file_name().is_some_and(|name| name == "content"));
        found.map(Path::to_owned)
    };
    let absolute = || content(&std::path::absolute(folder).ok()?);
    content(folder)
        .or_else(absolute)
        .unwrap_or_else(|| folder.to_owned())
}

/// What cannot be read has no id here: that is told when it is read as a document.
fn walk(folder: &Path, depth: usize, found: &mut ById) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut entries: Vec<fs::DirEntry> = entries.collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if is_folder && name != LEDGERS && depth < MAX_DEPTH {
            walk(&path, depth + 1, found);
        } else if !is_folder
            && is_yaml(&path)
            && let Some(id) = likely_id(&path)
        {
            found.entry(id).or_default().push(path);
        }
    }
}

fn leads_out(root: &Path, path: &Path) -> bool {
    let whole = |path: &Path| -> io::Result<PathBuf> { path.canonicalize() };
    match (whole(root), whole(path)) {
        (Ok(root), Ok(path)) => !path.starts_with(root),
        _ => false,
    }
}

/// Whether a file is a document by its name.
#[must_use]
pub fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// The id of a document as its line says it; only a document without such a line is read whole.
#[must_use]
pub fn likely_id(path: &Path) -> Option<String> {
    let text = source::read(path).ok()?;
    let said = text.lines().find_map(|line| line.strip_prefix("id:"));
    let Some(said) = said else {
        return id_in(text);
    };
    let said = said.split(" #").next().unwrap_or_default();
    Some(said.trim().trim_matches(['"', '\'']).to_owned())
}

/// The id that a document says it has, without reading it as a document.
#[must_use]
pub fn id_of(path: &Path) -> Option<String> {
    id_in(source::read(path).ok()?)
}

fn id_in(text: String) -> Option<String> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("", text);
    let tree = yaml::parse(file, &sources, &mut sink)?;
    tree.get("id")?.as_str().map(str::to_owned)
}

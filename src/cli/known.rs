//! What a project knows of files: the ledgers in its folder of content, and their documents.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::input;
use super::past::{Past, digest_now};
use crate::approval::{FOLDER, Ledger, ledger};
use crate::diagnostics::{Message, Severity, say};
use crate::kind::files::display;
use crate::shelf::id_of;
use crate::verify::{Format, Project};
use crate::{Run, writers};

/// How deep folders of ledgers are looked for.
const DEPTH: usize = 16;

/// The ledgers and documents of a folder.
pub(super) struct Known {
    templates: PathBuf,
    /// The documents by their ids.
    documents: BTreeMap<String, PathBuf>,
    /// The ledgers by the ids of their documents; or why one cannot be read.
    ledgers: BTreeMap<String, Result<Ledger, Message>>,
    /// Where a text was found, by its digest.
    found: HashMap<String, Option<Past>>,
    /// The digests of the documents as they are.
    now: HashMap<String, Option<String>>,
}

impl Known {
    /// Reads the ledgers of a folder, and which documents it has.
    pub(super) fn read(content: &Path, templates: &Path) -> Self {
        let documents = input::documents(&[content.to_owned()]).unwrap_or_default();
        let documents = documents
            .into_iter()
            .filter_map(|path| Some((id_of(&path)?, path)));
        let mut known = Self {
            templates: templates.to_owned(),
            documents: documents.collect(),
            ledgers: BTreeMap::new(),
            found: HashMap::new(),
            now: HashMap::new(),
        };
        known.walk(content, 0);
        known
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        let in_ledgers = folder.file_name().is_some_and(|name| name == FOLDER);
        for path in paths {
            let is_link = path.is_symlink();
            if path.is_dir() && !is_link && depth < DEPTH {
                self.walk(&path, depth + 1);
            } else if in_ledgers && path.extension().is_some_and(|ending| ending == "yaml") {
                let id = path
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                // Of a document that is gone, where it was.
                let beside = folder.parent().unwrap_or(folder).join(format!("{id}.yaml"));
                self.ledgers.insert(id.clone(), read(&beside, &id));
                self.documents.entry(id).or_insert(beside);
            }
        }
    }
}

/// Reads the ledger of a document; what is wrong with it is told in one message.
pub(super) fn read(document: &Path, id: &str) -> Result<Ledger, Message> {
    let mut run = Run::default();
    let ledger = crate::run::read_ledger(document, id, &mut run);
    let told = run.sink.into_sorted(&run.sources).into_iter();
    let mut errors = told.filter(|one| one.severity == Severity::Error);
    match errors.next() {
        None => Ok(ledger),
        Some(fault) => Err(say!(
            "the ledger `{path}` cannot be read: {why}",
            path = display(&ledger::path(document, id)),
            why = fault.message
        )),
    }
}

impl Project for Known {
    fn tool(&self) -> &str {
        crate::run::TOOL
    }

    fn document_of(&mut self, digest: &str) -> Option<String> {
        let names = |ledger: &Ledger| {
            let mut files = ledger
                .entries
                .iter()
                .flat_map(|one| one.entry.files.values());
            files.any(|file| file == digest)
        };
        let mut ledgers = self.ledgers.iter();
        let found = ledgers.find(|(_, ledger)| ledger.as_ref().is_ok_and(names));
        found.map(|(id, _)| id.clone())
    }

    fn ledger(&mut self, id: &str) -> Result<Option<Ledger>, Message> {
        match self.ledgers.get(id) {
            Some(ledger) => ledger.clone().map(Some),
            None => Ok(self.documents.contains_key(id).then(Ledger::default)),
        }
    }

    fn now(&mut self, id: &str) -> Option<String> {
        if !self.now.contains_key(id) {
            let path = self.documents.get(id);
            let digest = path.and_then(|path| digest_now(path, &self.templates));
            self.now.insert(id.to_owned(), digest);
        }
        self.now.get(id).cloned().flatten()
    }

    fn remake(
        &mut self,
        id: &str,
        digest: &str,
        entries: usize,
        format: Format,
    ) -> Option<Vec<u8>> {
        if !self.found.contains_key(digest) {
            let path = self.documents.get(id)?;
            let past = Past::find(path, id, &self.templates, digest);
            self.found.insert(digest.to_owned(), past);
        }
        let format = match format {
            Format::Docx => writers::Format::Docx,
            Format::Pdf => writers::Format::Pdf,
        };
        let past = self.found.get(digest)?.as_ref()?;
        let made = past.build(entries, &[format])?;
        made.into_iter().next().map(|(_, bytes)| bytes)
    }
}

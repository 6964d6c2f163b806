//! A document as it once was: its content now, or that of a commit.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Run;
use crate::approval::{Wanted, ledger};
use crate::history::{Repository, Unpacked};
use crate::kind::files::Files;
use crate::writers::Format;

/// How many commits are unpacked to look for a text.
const TRIES: usize = 12;

/// A document whose content has the text that was looked for.
#[derive(Debug)]
pub(super) struct Past {
    path: PathBuf,
    templates: PathBuf,
    /// What `path` is in, and the commit that this is, if it is one.
    unpacked: Option<(Unpacked, String)>,
}

impl Past {
    /// The document as it is.
    fn now(document: &Path, templates: &Path) -> Self {
        Self {
            path: document.to_owned(),
            templates: templates.to_owned(),
            unpacked: None,
        }
    }

    /// Looks for the content whose record has this digest: here, then in the commits in which the
    /// ledger first named it, then in those in which the content changed.
    pub(super) fn find(document: &Path, id: &str, templates: &Path, digest: &str) -> Option<Self> {
        let now = Self::now(document, templates);
        if now.digest().as_deref() == Some(digest) {
            return Some(now);
        }
        let folder = document.parent().filter(|folder| folder.is_dir())?;
        let repository = Repository::of(folder)?;
        let file = ledger::path(document, id);
        let (name, file_name) = (repository.name(document)?, repository.name(&file)?);
        let kinds = repository.name(templates);
        let names_it = |commit: &String| {
            let text = repository.file(commit, &file_name).unwrap_or_default();
            String::from_utf8_lossy(&text).contains(digest)
        };
        let mut recorded = repository.commits(&[&file_name]);
        recorded.reverse();
        let recorded = recorded.into_iter().filter(names_it).take(TRIES / 2);
        let folder = repository.name(folder)?;
        let changed: Vec<&Path> = [Some(folder.as_path()), kinds.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let all = recorded.chain(repository.commits(&changed)).take(TRIES);
        let unpacked = all.filter_map(|commit| Some((repository.unpack(&commit)?, commit)));
        let as_then = unpacked.map(|(unpacked, commit)| {
            let kinds = kinds.as_ref().map(|kinds| unpacked.path(kinds));
            let path = unpacked.path(&name);
            // What happened since is for the ledger of now to say.
            let ledger = ledger::path(&path, id);
            let _ = ledger.parent().map(fs::create_dir_all);
            let _ = fs::copy(&file, &ledger);
            Self {
                path,
                templates: kinds.unwrap_or_else(|| templates.to_owned()),
                unpacked: Some((unpacked, commit)),
            }
        });
        as_then
            .into_iter()
            .find(|past| past.digest().as_deref() == Some(digest))
    }

    /// Where the document is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the kinds that it has.
    pub(super) fn templates(&self) -> &Path {
        &self.templates
    }

    /// The folder that it was unpacked into, and the commit that it was unpacked from.
    pub(super) fn unpacked(&self) -> Option<(PathBuf, &str)> {
        let (unpacked, commit) = self.unpacked.as_ref()?;
        Some((unpacked.path(Path::new("")), commit))
    }

    /// The digest of the record; none if the document has errors.
    fn digest(&self) -> Option<String> {
        let mut run = Run {
            wanted: Wanted::Draft,
            ..Run::default()
        };
        let checked = crate::check(&self.path, &self.files(), &mut run)?;
        Some(checked.record.digest)
    }

    fn files(&self) -> Files {
        Files::new(Some(self.templates.clone()))
    }

    /// The files, as they were when the ledger had so many entries.
    pub(super) fn build(
        &self,
        entries: usize,
        formats: &[Format],
    ) -> Option<Vec<(Format, Vec<u8>)>> {
        let mut run = Run {
            entries: Some(entries),
            ..Run::default()
        };
        crate::build(&self.path, &self.files(), formats, &mut run)
    }
}

/// The digest of the record of a document as it is; none if it has errors.
pub(super) fn digest_now(document: &Path, templates: &Path) -> Option<String> {
    Past::now(document, templates).digest()
}

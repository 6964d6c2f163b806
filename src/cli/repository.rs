//! The repository that a project stands in, as those see it who show its files: GitHub and GitLab.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::kind::files::display;

/// The folder in which `.git` is, from the current one upwards.
#[derive(Debug)]
pub(super) struct Repository {
    root: Option<PathBuf>,
}

impl Repository {
    /// The repository of the current folder; without one, names stay as they are.
    pub(super) fn here() -> Self {
        let here = env::current_dir().and_then(fs::canonicalize).ok();
        let mut folders = here.iter().flat_map(|here| here.ancestors());
        // In a second working tree `.git` is a file.
        let root = folders.find(|folder| folder.join(".git").exists());
        Self {
            root: root.map(Path::to_owned),
        }
    }

    /// A file as it is named from the root of the repository, wherever in it the program was called.
    pub(super) fn name(&self, file: &str) -> String {
        let whole = fs::canonicalize(file).or_else(|_| {
            // The file of a kind that is built in, or one that is not there.
            let here = env::current_dir().and_then(fs::canonicalize);
            here.map(|here| here.join(file))
        });
        let inside = whole.ok().and_then(|whole| {
            let inside = whole.strip_prefix(self.root.as_ref()?).ok()?;
            Some(display(inside))
        });
        inside.unwrap_or_else(|| file.to_owned())
    }
}

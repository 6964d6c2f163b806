//! Which documents a command is about.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::approval::FOLDER as LEDGERS;
use crate::diagnostics::{Code, Diagnostic, say};
use crate::kind::files::display;
use crate::shelf::is_yaml;

/// How deep folders are looked into.
const MAX_DEPTH: usize = 16;

/// The documents at the paths, in order and each once; or what is wrong with the paths.
pub(super) fn documents(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        if is_missing_content(path) {
            faults.push(no_content(path));
            continue;
        }
        if !path.is_dir() {
            // Whether it can be read is told when it is read.
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        if let Err(fault) = walk(path, 0, &mut found) {
            faults.push(fault);
        } else if found.len() == before {
            let diagnostic = Diagnostic::file(
                Code::UnreadableFile,
                display(path),
                say!("the folder holds no documents"),
            );
            faults.push(diagnostic.hint(say!("put a YAML file into it, or name another folder")));
        }
    }
    found.sort();
    found.dedup();
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(faults)
    }
}

/// Whether the folder is not there that is taken where nobody names a path.
fn is_missing_content(path: &Path) -> bool {
    path == Path::new("content") && fs::symlink_metadata(path).is_err()
}

/// That there are no documents here: nobody has begun one, or this is another folder.
fn no_content(path: &Path) -> Diagnostic {
    let folder = display(path);
    let message = say!("there is no such folder");
    Diagnostic::file(Code::UnreadableFile, folder.clone(), message).hint(say!(
        "to begin a document: `aktas new`; if there are some, go to the folder in which `{folder}` is",
        folder
    ))
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    let unreadable = |error: io::Error| {
        let message = match error.kind() {
            io::ErrorKind::PermissionDenied => say!("you have no right to read the folder"),
            _ => say!(
                "the folder cannot be read: {error}",
                error = error.to_string()
            ),
        };
        Diagnostic::file(Code::UnreadableFile, display(folder), message)
    };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden && entry.file_name() != LEDGERS && depth < MAX_DEPTH {
            walk(&path, depth + 1, found)?;
        } else if !kind.is_dir() && !hidden && is_yaml(&path) {
            found.push(path);
        }
    }
    Ok(())
}

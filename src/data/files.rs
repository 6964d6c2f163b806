//! The files beside a document: which of them it may name, and their bytes.

use std::fs;
use std::path::{Component, Path};

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Span;

/// Reads a file that a document names; `None` if it may not or cannot be read, which is told.
///
/// The path leads from the folder of the document and stays in it: it is not absolute, has no
/// `..`, and no link on it leads out. `span` is where the document names it.
pub(super) fn read(
    folder: &Path,
    path: &str,
    span: Span,
    max_bytes: u64,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    match bytes(folder, path, max_bytes) {
        Ok(bytes) => Some(bytes),
        Err((code, message, hint)) => {
            sink.push(Diagnostic::error(code, span, message).hint(hint));
            None
        }
    }
}

type Fault = (Code, String, &'static str);

fn bytes(folder: &Path, path: &str, max_bytes: u64) -> Result<Vec<u8>, Fault> {
    let outside = |why: &str| {
        let message = format!("`{path}` leads out of the folder of the document: {why}");
        let hint = "put the file into the folder of the document, and write its path from there";
        (Code::OutsideProject, message, hint)
    };
    let unreadable = |why: &str, hint: &'static str| {
        let message = format!("`{path}` cannot be read: {why}");
        (Code::UnreadableFile, message, hint)
    };
    let relative = Path::new(path);
    for component in relative.components() {
        match component {
            Component::Normal(_) | Component::CurDir => {}
            Component::ParentDir => return Err(outside("it has `..`")),
            Component::RootDir | Component::Prefix(_) => return Err(outside("it is absolute")),
        }
    }
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let missing = |_| unreadable("there is no such file", "check the name and the folder");
    let home = folder.canonicalize().map_err(missing)?;
    let file = home.join(relative).canonicalize().map_err(missing)?;
    if !file.starts_with(&home) {
        return Err(outside("a link on it does"));
    }
    let metadata = fs::metadata(&file).map_err(missing)?;
    if !metadata.is_file() {
        return Err(unreadable("it is not a file", "name a file"));
    }
    if metadata.len() > max_bytes {
        let why = format!(
            "it has {} MB; {} MB is the most",
            metadata.len() >> 20,
            max_bytes >> 20
        );
        return Err(unreadable(&why, "check that this is the right file"));
    }
    fs::read(&file).map_err(|error| unreadable(&error.to_string(), "check the rights of the file"))
}

//! Writing files: whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::kind::files::display;

/// Writes the files of one document.
///
/// All are written beside their places first and moved there when all are whole, so that a full
/// disk or a kill leaves the old files.
pub(super) fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<Vec<PathBuf>, Diagnostic> {
    // What would stop a file from being moved to its place must not be found after another one was.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.is_dir()) {
        let error = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(unwritable(path, &error));
    }
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let temporary = prepare(path, bytes).map_err(|error| unwritable(path, &error))?;
        ready.push((temporary, path));
    }
    let mut written = Vec::new();
    for (temporary, path) in ready {
        temporary
            .persist(path)
            .map_err(|error| unwritable(path, &error.error))?;
        written.push(path.clone());
    }
    Ok(written)
}

/// Writes a file where there is none.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let temporary = prepare(path, bytes).map_err(|error| unwritable(path, &error))?;
    match temporary.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            let message = say!("there is such a file, and it stays as it is");
            let fault = Diagnostic::file(Code::UnwritableFile, display(path), message);
            Err(fault.hint(say!("name another file: `aktas new KIND FILE`")))
        }
        Err(error) => Err(unwritable(path, &error.error)),
    }
}

fn prepare(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".aktas-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Documents are for others to read, unlike other temporary files.
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file)
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let kind = error.kind();
    let error = error.to_string();
    let elsewhere = say!("choose another folder with `--out`");
    let (message, hint) = match kind {
        io::ErrorKind::PermissionDenied => (
            say!("you have no right to write this file ({error})", error),
            elsewhere,
        ),
        io::ErrorKind::StorageFull => (
            say!("the disk is full ({error})", error),
            say!("make room, and build again; the old file is unchanged"),
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => (
            say!("a file stands where the folder should be ({error})", error),
            elsewhere,
        ),
        io::ErrorKind::IsADirectory => (
            say!("a folder stands where the file should be ({error})", error),
            say!("remove the folder, or choose another with `--out`"),
        ),
        _ => (
            say!("the file cannot be written ({error})", error),
            elsewhere,
        ),
    };
    Diagnostic::file(Code::UnwritableFile, display(path), message).hint(hint)
}

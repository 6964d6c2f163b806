//! Writing files: whole or not at all.
//!
//! The files of one document belong together. They are written into a folder beside their places, all
//! of them; then one renaming says that the folder is [`READY`], and they are moved to their places. A
//! run that is killed before that leaves the old files. One that is killed after it leaves what is
//! still to be moved in the folder, by the names that it is to have, and the next run moves it: so
//! the files are all old or, after that run at the latest, all new. A run holds its folder by a lock,
//! which nobody has to take away: it ends with the process.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use super::lock;
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::kind::files::display;

/// How the name of everything begins that is not yet in its place.
pub(super) const UNFINISHED: &str = ".aktas-";

/// How the name of a folder ends whose files are whole and have yet to be moved to their places.
const READY: &str = ".ready";

/// How the name of a file ends that is moved to its place alone.
const ALONE: &str = ".tmp";

/// How often a new folder may be taken away by a run that takes it for one left behind.
const ATTEMPTS: usize = 100;

/// The files of a document, whole, beside their places.
pub(super) struct Staged {
    folder: TempDir,
    /// Ends with the process.
    _held: fs::File,
    places: Vec<PathBuf>,
}

/// Writes the files of one document, which are all of one folder, beside their places.
pub(super) fn stage(files: &[(PathBuf, Vec<u8>)]) -> Result<Staged, Diagnostic> {
    // What would stop a file from being moved to its place must not be found after another one was.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.is_dir()) {
        let error = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(unwritable(path, &error));
    }
    let first = files.first().map_or(Path::new(""), |(path, _)| path);
    let (folder, held) = folder_beside(first).map_err(|error| unwritable(first, &error))?;
    for (path, bytes) in files {
        let staged = folder.path().join(path.file_name().unwrap_or_default());
        fs::write(staged, bytes).map_err(|error| unwritable(path, &error))?;
    }
    Ok(Staged {
        folder,
        _held: held,
        places: files.iter().map(|(path, _)| path.clone()).collect(),
    })
}

impl Staged {
    /// Moves the files to their places.
    pub(super) fn commit(self) -> Result<Vec<PathBuf>, Diagnostic> {
        let fault = |error: &io::Error| {
            let first = self.places.first().map_or(Path::new(""), PathBuf::as_path);
            unwritable(first, error)
        };
        let mut ready = self.folder.path().as_os_str().to_owned();
        ready.push(READY);
        let ready = PathBuf::from(ready);
        fs::rename(self.folder.path(), &ready).map_err(|error| fault(&error))?;
        // What stands there from now on is no longer to be taken away with this run.
        let _ = self.folder.keep();
        for place in &self.places {
            let staged = ready.join(place.file_name().unwrap_or_default());
            fs::rename(staged, place).map_err(|error| unwritable(place, &error))?;
        }
        // The files are in their places; a folder that cannot be removed does no harm.
        let _ = fs::remove_dir_all(ready);
        Ok(self.places)
    }
}

/// Writes the files of one document to their places.
pub(super) fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<Vec<PathBuf>, Diagnostic> {
    stage(files)?.commit()
}

/// Writes a file where there is none; `hint` says how to name another.
pub(super) fn write_new(path: &Path, bytes: &[u8], hint: Message) -> Result<(), Diagnostic> {
    let temporary = prepare(path, bytes).map_err(|error| unwritable(path, &error))?;
    place_new(temporary, path, hint)
}

/// Writes files where there are none, in any folders: all of them, or none.
///
/// A run that is killed may leave the first ones, each of them whole.
pub(super) fn write_all_new(
    files: &[(PathBuf, Vec<u8>)],
    hint: &Message,
) -> Result<(), Diagnostic> {
    let folders = missing_folders(files);
    let mut placed: Vec<&Path> = Vec::new();
    let written = all_new(files, hint, &mut placed);
    if written.is_err() {
        // What cannot be taken away does no harm: it is whole, and what was to be written.
        placed.iter().for_each(|path| drop(fs::remove_file(path)));
        folders.iter().for_each(|path| drop(fs::remove_dir(path)));
    }
    written
}

fn all_new<'a>(
    files: &'a [(PathBuf, Vec<u8>)],
    hint: &Message,
    placed: &mut Vec<&'a Path>,
) -> Result<(), Diagnostic> {
    let mut prepared = Vec::new();
    for (path, bytes) in files {
        let temporary = prepare(path, bytes).map_err(|error| unwritable(path, &error))?;
        prepared.push((temporary, path));
    }
    for (temporary, path) in prepared {
        place_new(temporary, path, hint.clone())?;
        placed.push(path);
    }
    Ok(())
}

/// The folders that files need and that are not there, the innermost first.
fn missing_folders(files: &[(PathBuf, Vec<u8>)]) -> Vec<PathBuf> {
    let above = files.iter().flat_map(|(path, _)| path.ancestors().skip(1));
    let missing = above.filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.sort_by_key(|folder| std::cmp::Reverse(folder.components().count()));
    missing.dedup();
    missing
}

/// Moves a file to its place if there is none.
fn place_new(temporary: NamedTempFile, path: &Path, hint: Message) -> Result<(), Diagnostic> {
    match temporary.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(taken(path).hint(hint))
        }
        Err(error) => Err(unwritable(path, &error.error)),
    }
}

/// The message that a file is there already.
pub(super) fn taken(path: &Path) -> Diagnostic {
    let message = say!("there is such a file, and it stays as it is");
    Diagnostic::file(Code::UnwritableFile, display(path), message)
}

/// Writes one file beside its place, down to the disk.
pub(super) fn prepare(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED).suffix(ALONE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // It is for others to read, unlike other temporary files.
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Whether a file is one that [`prepare`] made, and not yet in its place.
pub(super) fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(UNFINISHED) && name.ends_with(ALONE)
}

/// Brings to an end what runs began that were killed while they wrote into a folder.
///
/// What cannot be done is left to the next run: it keeps nobody from writing.
pub(super) fn recover(out: &Path) {
    let entries = fs::read_dir(out).into_iter().flatten().flatten();
    let unfinished = entries.filter(|entry| {
        let name = entry.file_name();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_folder && name.to_string_lossy().starts_with(UNFINISHED)
    });
    for folder in unfinished.map(|entry| entry.path()) {
        if let Ok(Some(_held)) = lock::try_hold(&folder) {
            if folder.to_string_lossy().ends_with(READY) {
                move_all(&folder, out);
            }
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn move_all(ready: &Path, out: &Path) {
    for entry in fs::read_dir(ready).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(UNFINISHED) {
            let _ = fs::rename(entry.path(), out.join(name));
        }
    }
}

/// A new folder beside a file, and the lock by which it is known to be somebody's.
fn folder_beside(path: &Path) -> io::Result<(TempDir, fs::File)> {
    let beside = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(beside)?;
    for _ in 0..ATTEMPTS {
        let folder = tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempdir_in(beside)?;
        // Before it is held, another run may take it for one left behind.
        match lock::try_hold(folder.path()) {
            Ok(Some(held)) if folder.path().exists() => return Ok((folder, held)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// The message that a file cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let elsewhere = say!("choose another folder with `--out`");
    let (message, hint) = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            (say!("you have no right to write this file"), elsewhere)
        }
        io::ErrorKind::StorageFull => (
            say!("the disk is full"),
            say!("make room, and build again; the old file is unchanged"),
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            (say!("a file stands where the folder should be"), elsewhere)
        }
        io::ErrorKind::IsADirectory => (
            say!("a folder stands where the file should be"),
            say!("remove the folder, or choose another with `--out`"),
        ),
        _ => (
            say!(
                "the file cannot be written ({error})",
                error = error.to_string()
            ),
            elsewhere,
        ),
    };
    Diagnostic::file(Code::UnwritableFile, display(path), message).hint(hint)
}

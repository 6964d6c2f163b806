//! Locks on folders: whoever writes into one holds it.
//!
//! A lock ends with the process that has it, however that ends, so none is ever left behind.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Holds a folder until the file that is returned is dropped; `None` if another process holds it.
pub(super) fn try_hold(folder: &Path) -> io::Result<Option<File>> {
    let file = open(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The folder itself.
#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// A file in the folder, where a folder cannot be opened.
#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    let name = format!("{}lock", super::output::UNFINISHED);
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    options.open(folder.join(name))
}

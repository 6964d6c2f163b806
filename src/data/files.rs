//! Files beside the document, read as bytes: only those in its folder or below it.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Span;

/// Reads the file that a document names by `path`, from the folder of the document.
///
/// A path that leads out of the folder, also by a symbolic link, is refused; so is a file of more
/// than `max_bytes`. What is wrong is told at `span`, the place of the path in the document.
pub(super) fn read(
    folder: &Path,
    path: &str,
    span: Span,
    max_bytes: u64,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    let file = match find(folder, path) {
        Ok(file) => file,
        Err(fault) => {
            sink.push(fault.diagnostic(span));
            return None;
        }
    };
    match bytes(&file, path, max_bytes) {
        Ok(bytes) => Some(bytes),
        Err(fault) => {
            sink.push(fault.diagnostic(span));
            None
        }
    }
}

/// Why there are no bytes.
struct Fault {
    code: Code,
    message: String,
    hint: Option<String>,
}

impl Fault {
    fn outside(message: String) -> Self {
        let hint = "copy the file into the folder of the document and name it from there";
        Self {
            code: Code::OutsideProject,
            message,
            hint: Some(hint.to_owned()),
        }
    }

    fn unreadable(path: &str, error: &std::io::Error) -> Self {
        let (message, hint) = match error.kind() {
            ErrorKind::NotFound => (
                format!("there is no file `{path}`"),
                Some("check the name; it counts from the folder of the document"),
            ),
            ErrorKind::PermissionDenied => (
                format!("you have no right to read `{path}`"),
                Some("ask the owner of the file for the right to read it"),
            ),
            _ => (format!("`{path}` cannot be read: {error}"), None),
        };
        Self {
            code: Code::UnreadableFile,
            message,
            hint: hint.map(str::to_owned),
        }
    }

    fn diagnostic(self, span: Span) -> Diagnostic {
        Diagnostic::error(self.code, span, self.message).maybe_hint(self.hint)
    }
}

/// The place of the file on this machine, if it is in the folder.
fn find(folder: &Path, path: &str) -> Result<PathBuf, Fault> {
    // A document is to mean the same on every machine: `\` and `C:` are paths only on some.
    if path.contains('\\') {
        return Err(Fault {
            code: Code::UnreadableFile,
            message: format!("`{path}` is not a path that every machine can read"),
            hint: Some("write `/` between the folders".to_owned()),
        });
    }
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || is_drive {
        let message = format!("`{path}` is not a path from the folder of the document");
        return Err(Fault::outside(message));
    }
    let mut parts = Path::new(path).components();
    if parts.any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        let message = format!("`{path}` leads out of the folder of the document");
        return Err(Fault::outside(message));
    }
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let unreadable = |error| Fault::unreadable(path, &error);
    let folder = folder.canonicalize().map_err(unreadable)?;
    let file = folder.join(path).canonicalize().map_err(unreadable)?;
    if !file.starts_with(&folder) {
        let message = format!("`{path}` is a link that leads out of the folder of the document");
        return Err(Fault::outside(message));
    }
    Ok(file)
}

fn bytes(file: &Path, path: &str, max_bytes: u64) -> Result<Vec<u8>, Fault> {
    let fault = |message: String, hint: &str| Fault {
        code: Code::UnreadableFile,
        message,
        hint: Some(hint.to_owned()),
    };
    let unreadable = |error| Fault::unreadable(path, &error);
    let metadata = fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() {
        let message = format!("`{path}` is not a file");
        return Err(fault(message, "name a file in that folder"));
    }
    let opened = fs::File::open(file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that grew since its size was asked for.
    opened
        .take(max_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > max_bytes {
        let most = max_bytes >> 20;
        let message = format!("`{path}` is larger than {most} MB, which is the most");
        return Err(fault(message, "make the file smaller"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn told(folder: &Path, path: &str) -> (Option<Vec<u8>>, Vec<(Code, String)>) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let span = Span::new(sources.add("a.yaml", "x"), 0..1);
        let bytes = read(folder, path, span, 8, &mut sink);
        let messages = sink.into_sorted(&sources).into_iter();
        (
            bytes,
            messages.map(|told| (told.code, told.message)).collect(),
        )
    }

    #[test]
    fn only_files_of_the_folder_are_read() {
        let outer = tempfile::tempdir().expect("a folder can be made");
        let folder = outer.path().join("documents");
        fs::create_dir_all(folder.join("inner")).expect("a folder can be made");
        fs::write(outer.path().join("secret"), "secret").expect("a file can be written");
        fs::write(folder.join("inner/a"), "12345678").expect("a file can be written");
        fs::write(folder.join("long"), "123456789").expect("a file can be written");
        let code = |path: &str| told(&folder, path).1.first().map(|(code, _)| *code);
        assert_eq!(told(&folder, "./inner/a").0, Some(b"12345678".to_vec()));
        assert_eq!(code("../secret"), Some(Code::OutsideProject));
        assert_eq!(code("inner/../../secret"), Some(Code::OutsideProject));
        assert_eq!(code("/etc/hostname"), Some(Code::OutsideProject));
        assert_eq!(code("C:secret"), Some(Code::OutsideProject));
        assert_eq!(code("inner\\a"), Some(Code::UnreadableFile));
        assert_eq!(code("inner"), Some(Code::UnreadableFile));
        assert_eq!(code("missing"), Some(Code::UnreadableFile));
        assert_eq!(code("long"), Some(Code::UnreadableFile));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_only_within_the_folder() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().expect("a folder can be made");
        let folder = outer.path().join("documents");
        fs::create_dir_all(&folder).expect("a folder can be made");
        fs::write(outer.path().join("secret"), "secret").expect("a file can be written");
        fs::write(folder.join("a"), "a").expect("a file can be written");
        symlink(outer.path().join("secret"), folder.join("out")).expect("a link can be made");
        symlink(outer.path(), folder.join("up")).expect("a link can be made");
        symlink(folder.join("a"), folder.join("in")).expect("a link can be made");
        assert_eq!(told(&folder, "in").0, Some(b"a".to_vec()));
        for path in ["out", "up/secret"] {
            let (bytes, messages) = told(&folder, path);
            assert_eq!(bytes, None);
            assert_eq!(messages[0].0, Code::OutsideProject, "{messages:?}");
        }
    }
}

//! Files beside the document, read as bytes: only those in its folder or below it.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
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
    let bytes = find(folder, path).and_then(|file| bytes(&file, path, max_bytes));
    match bytes {
        Ok(bytes) => Some(bytes),
        Err(fault) => {
            let Fault {
                code,
                message,
                hint,
            } = fault;
            sink.push(Diagnostic::error(code, span, message).hint(hint));
            None
        }
    }
}

/// Why there are no bytes.
struct Fault {
    code: Code,
    message: Message,
    hint: Message,
}

impl Fault {
    fn outside(path: &str, why: &Message) -> Self {
        Self {
            code: Code::OutsideProject,
            message: say!(
                "`{path}` leads out of the folder of the document: {why}",
                path,
                why
            ),
            hint: say!(
                "put the file into the folder of the document, and write its path from there"
            ),
        }
    }

    fn unreadable(path: &str, why: &Message, hint: Message) -> Self {
        Self {
            code: Code::UnreadableFile,
            message: say!("`{path}` cannot be read: {why}", path, why),
            hint,
        }
    }

    fn of(path: &str, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::unreadable(
                path,
                &say!("there is no such file"),
                say!("check the name; the path leads from the folder of the document"),
            ),
            ErrorKind::PermissionDenied => Self::unreadable(
                path,
                &say!("you have no right to read it"),
                say!("ask the owner of the file for the right to read it"),
            ),
            _ => Self::unreadable(
                path,
                &error.to_string().into(),
                say!("check that the file can be opened on this machine"),
            ),
        }
    }
}

/// The place of the file on this machine, if it is in the folder.
fn find(folder: &Path, path: &str) -> Result<PathBuf, Fault> {
    // A document is to mean the same on every machine: `\` and `C:` are paths only on some.
    if path.contains('\\') {
        let why = say!("`\\` stands between folders only on some machines");
        return Err(Fault::unreadable(
            path,
            &why,
            say!("write `/` between the folders"),
        ));
    }
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || is_drive {
        return Err(Fault::outside(path, &say!("it is absolute")));
    }
    for part in Path::new(path).components() {
        match part {
            Component::Normal(_) | Component::CurDir => {}
            Component::ParentDir => return Err(Fault::outside(path, &say!("it has `..`"))),
            Component::RootDir | Component::Prefix(_) => {
                return Err(Fault::outside(path, &say!("it is absolute")));
            }
        }
    }
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let fault = |error: std::io::Error| Fault::of(path, &error);
    let folder = folder.canonicalize().map_err(fault)?;
    let file = folder.join(path).canonicalize().map_err(fault)?;
    if !file.starts_with(&folder) {
        return Err(Fault::outside(path, &say!("a link on it does")));
    }
    Ok(file)
}

fn bytes(file: &Path, path: &str, max_bytes: u64) -> Result<Vec<u8>, Fault> {
    let fault = |error: std::io::Error| Fault::of(path, &error);
    let metadata = fs::metadata(file).map_err(fault)?;
    if !metadata.is_file() {
        return Err(Fault::unreadable(
            path,
            &say!("it is not a file"),
            say!("name a file"),
        ));
    }
    let opened = fs::File::open(file).map_err(fault)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that grew since its size was asked for.
    opened
        .take(max_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(fault)?;
    if bytes.len() as u64 > max_bytes {
        let why = say!(
            "it is larger than {most} MB, which is the most",
            most = max_bytes >> 20
        );
        return Err(Fault::unreadable(
            path,
            &why,
            say!("check that it is the right file, or make it smaller"),
        ));
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
            messages
                .map(|told| (told.code, told.message.to_string()))
                .collect(),
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

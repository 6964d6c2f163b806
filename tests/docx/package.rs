//! A package taken apart, and put together again with a change.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn open(file: &[u8]) -> ZipArchive<Cursor<&[u8]>> {
    ZipArchive::new(Cursor::new(file)).expect("the file is a package")
}

/// The names of the parts in order.
pub(crate) fn names(file: &[u8]) -> Vec<String> {
    let mut zip = open(file);
    (0..zip.len())
        .map(|index| {
            zip.by_index(index)
                .expect("the part is there")
                .name()
                .to_owned()
        })
        .collect()
}

/// The bytes of a part.
pub(crate) fn bytes(file: &[u8], name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    open(file)
        .by_name(name)
        .expect("the part is there")
        .read_to_end(&mut bytes)
        .expect("the part is whole");
    bytes
}

/// The text of a part.
pub(crate) fn part(file: &[u8], name: &str) -> String {
    String::from_utf8(bytes(file, name)).expect("the part is text")
}

/// The file with the first `from` in a part replaced.
pub(crate) fn replaced(file: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part_name in names(file) {
        let mut data = bytes(file, &part_name);
        if part_name == name {
            let text = part(file, name);
            assert!(text.contains(from), "{from} is not in {name}");
            data = text.replacen(from, to, 1).into_bytes();
        }
        zip.start_file(&part_name, SimpleFileOptions::default())
            .expect("memory takes a part");
        zip.write_all(&data).expect("memory takes a part");
    }
    zip.finish().expect("memory takes the file").into_inner()
}

/// The file with one part more.
pub(crate) fn added(file: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(file.to_vec())).expect("the file is a package");
    zip.start_file(name, SimpleFileOptions::default())
        .expect("memory takes a part");
    zip.write_all(text.as_bytes()).expect("memory takes a part");
    zip.finish().expect("memory takes the file").into_inner()
}

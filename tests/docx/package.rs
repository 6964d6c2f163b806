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

/// The text of a part.
pub(crate) fn part(file: &[u8], name: &str) -> String {
    let mut text = String::new();
    open(file)
        .by_name(name)
        .expect("the part is there")
        .read_to_string(&mut text)
        .expect("the part is text");
    text
}

/// The file with the first `from` in a part replaced.
pub(crate) fn replaced(file: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part_name in names(file) {
        let mut text = part(file, &part_name);
        if part_name == name {
            assert!(text.contains(from), "{from} is not in {name}");
            text = text.replacen(from, to, 1);
        }
        zip.start_file(&part_name, SimpleFileOptions::default())
            .expect("memory takes a part");
        zip.write_all(text.as_bytes()).expect("memory takes a part");
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

//! What a file was before somebody signed it.
//!
//! A signature of a PDF is added behind its last byte (ISO 32000-1, 7.5.6), so the file as it was
//! is the beginning of the file as it is. That of a DOCX is a few parts more, and entries for them
//! in two others: without these it has its old bytes, if the other parts are still packed as they
//! were, or our writer packs them so again.

use std::io::{Cursor, Write};

use zip::{ZipArchive, ZipWriter};

use super::docx::{SIGNATURES, without_signatures};
use super::{Format, pdf, pdf_drawing};
use crate::readers::package::Package;
use crate::writers::docx::seal::packing;

/// The end of a PDF, and of each file that it once was.
const END: &[u8] = b"%%EOF";

/// How many times a file may have been signed.
const TIMES: usize = 64;

/// What is known of the file that this one was before it was signed: what `known` says of its bytes.
pub(super) fn original<T>(
    bytes: &[u8],
    format: Format,
    known: &mut dyn FnMut(&[u8]) -> Option<T>,
) -> Option<T> {
    match format {
        Format::Docx => {
            let ways = [Packed::AsItIs, Packed::Anew].into_iter();
            ways.filter_map(|packed| unsigned(bytes, packed))
                .find_map(|before| known(&before))
        }
        Format::Pdf => {
            let first = bytes.windows(END.len()).enumerate();
            let ends = first.filter(|(_, window)| *window == END).take(TIMES);
            ends.map(|(at, _)| at + END.len()).find_map(|end| {
                let rest = &bytes[end..];
                let line_end = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| matches!(byte, b'\r' | b'\n'));
                let before = &bytes[..end + line_end.count()];
                (before.len() < bytes.len())
                    .then(|| known(before))
                    .flatten()
                    .filter(|_| adds_nothing_to_see(before, bytes))
            })
        }
    }
}

/// Whether what stands behind the first file leaves its pages as they were.
fn adds_nothing_to_see(before: &[u8], after: &[u8]) -> bool {
    let files = pdf::load(before).and_then(|before| Ok((before, pdf::load(after)?)));
    files.is_ok_and(|(before, after)| {
        pdf::sound(|| Ok(pdf_drawing::first_difference(&before, &after))) == Ok(None)
    })
}

/// How the parts of a package that stay get into another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    /// As `aktas sign` does it. A part that was packed while it was written has other bytes than
    /// if it is packed in one piece.
    AsItIs,
    /// For programs that pack all parts again when they sign.
    Anew,
}

/// The DOCX without its signatures; none if it has none.
fn unsigned(bytes: &[u8], packed: Packed) -> Option<Vec<u8>> {
    let Package {
        parts,
        names,
        fault: None,
    } = Package::open(bytes).ok()?
    else {
        return None;
    };
    if !names.iter().any(|name| name.starts_with(SIGNATURES)) {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, name) in names.iter().enumerate() {
        if name.starts_with(SIGNATURES) {
            continue;
        }
        let old = parts.get(name)?;
        let part = without_signatures(name, old)?;
        if packed == Packed::AsItIs && part == *old {
            zip.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?;
        } else {
            zip.start_file(name, packing()).ok()?;
            zip.write_all(&part).ok()?;
        }
    }
    Some(zip.finish().ok()?.into_inner())
}

//! What a PDF tells of itself, whether that still holds, and its words.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions, Object};
use quick_xml::events::Event;

use super::{Format, Read, Seal, Told, limits, pdf_text};
use crate::diagnostics::{Message, say};
use crate::document::Provenance;
use crate::writers::docx::reading::{plain, resolved};
use crate::writers::pdf::seal;

/// What the seal over all of the file says.
pub(super) fn seal(bytes: &[u8]) -> Seal {
    match seal::check(bytes) {
        seal::Seal::Missing => Seal::Missing,
        seal::Seal::Whole => Seal::Whole,
        seal::Seal::Broken => Seal::Broken(Vec::new()),
    }
}

pub(super) fn read(bytes: &[u8]) -> Read {
    let document = load(bytes);
    let told = document.as_ref().ok().and_then(told);
    Read {
        format: Format::Pdf,
        // Of a file that is too damaged to be read as a PDF, the metadata may still stand there.
        told: told.or_else(|| parse(packet(bytes)?)),
        seal: seal(bytes),
        words: document.and_then(|document| sound(|| pdf_text::words(&document))),
    }
}

/// Reads the objects of a file that anybody may have made.
pub(super) fn load(bytes: &[u8]) -> Result<Document, Message> {
    let options = LoadOptions {
        max_decompressed_size: Some(limits::PART),
        ..LoadOptions::default()
    };
    let document = sound(|| {
        let loaded = Document::load_mem_with_options(bytes, options);
        loaded.map_err(|error| say!("it is damaged: {error}", error = error.to_string()))
    })?;
    if document.is_encrypted() {
        return Err(say!("it is encrypted"));
    }
    Ok(document)
}

/// Does work on a file; where the library gives up on what nobody foresaw, the file is damaged.
pub(super) fn sound<T>(work: impl FnOnce() -> Result<T, Message>) -> Result<T, Message> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(say!("it is damaged beyond what can be read")))
}

/// What the metadata of the file says.
fn told(document: &Document) -> Option<Told> {
    let metadata = document.catalog().ok()?.get(b"Metadata").ok()?;
    let (_, metadata) = document.dereference(metadata).ok()?;
    let Object::Stream(stream) = metadata else {
        return None;
    };
    let xmp = stream.decompressed_content_with_limit(limits::PART).ok()?;
    parse(&xmp)
}

/// The metadata where they stand in the bytes: they are not compressed.
fn packet(bytes: &[u8]) -> Option<&[u8]> {
    let find = |from: usize, what: &[u8]| {
        let mut windows = bytes.get(from..)?.windows(what.len());
        Some(from + windows.position(|window| window == what)?)
    };
    let start = find(0, b"<x:xmpmeta")?;
    let end = find(start, b"</x:xmpmeta>")?;
    bytes.get(start..end + b"</x:xmpmeta>".len())
}

/// The values of our namespace, by the prefix that we write: programs keep it.
fn parse(xmp: &[u8]) -> Option<Told> {
    let (mut reader, mut told) = (
        quick_xml::Reader::from_reader(xmp),
        Told {
            document: String::new(),
            provenance: Provenance::default(),
            title: String::new(),
        },
    );
    let mut inside = Vec::new();
    loop {
        let text = match reader.read_event().ok()? {
            Event::Start(element) => {
                inside.push(element.name().as_ref().to_vec());
                continue;
            }
            Event::End(_) => {
                inside.pop();
                continue;
            }
            Event::Text(text) => text.decode().ok()?.into_owned(),
            Event::GeneralRef(reference) => resolved(&reference).ok()?,
            Event::Eof => break,
            _ => continue,
        };
        let Provenance {
            kind,
            digest,
            source,
            tool,
            ..
        } = &mut told.provenance;
        let value = match inside.last().map(Vec::as_slice) {
            Some(b"aktas:document") => &mut told.document,
            Some(b"aktas:kind") => kind,
            Some(b"aktas:digest") => digest,
            Some(b"aktas:source") => source,
            Some(b"aktas:tool") => tool,
            Some(_) if inside.iter().any(|name| name == b"dc:title") => &mut told.title,
            _ => continue,
        };
        value.push_str(&text);
    }
    told.title = plain(&told.title);
    (!told.provenance.digest.is_empty()).then_some(told)
}

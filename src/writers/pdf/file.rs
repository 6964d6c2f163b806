//! The file while it is finished: the objects that `printpdf` made, and those still added.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, SaveOptions, Stream, StringFormat};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};
use sha2::{Digest, Sha256};

use super::fonts::Fonts;
use super::images;
use crate::writers::images::Images;

/// The usual level of deflation.
const LEVEL: u32 = 6;

/// Objects of a file that is not saved yet.
pub(super) struct File {
    pub(super) document: lopdf::Document,
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
    catalog: ObjectId,
}

/// Stands for the identifier of the file until its bytes are known. The letters are no
/// hexadecimal digits on purpose: as a name they can occur nowhere else in such a file.
const IDENTIFIER: &[u8; 16] = b"aktas identifier";

impl File {
    /// Has `printpdf` draw the pages.
    pub(super) fn start(
        pages: Vec<PdfPage>,
        fonts: &Fonts,
        images: &Images,
    ) -> Result<Self, String> {
        let mut source = PdfDocument::new("");
        fonts.install(&mut source)?;
        images::install(images, &mut source)?;
        source.pages = pages;
        let mut document =
            printpdf::serialize::to_lopdf_doc(&source, &PdfSaveOptions::default(), &mut Vec::new());
        "1.7".clone_into(&mut document.version);
        let catalog = document
            .trailer
            .get(b"Root")
            .and_then(Object::as_reference)
            .map_err(broken)?;
        let tree = document
            .catalog()
            .and_then(|catalog| catalog.get(b"Pages"))
            .and_then(Object::as_reference);
        let tree = tree
            .and_then(|id| document.get_dictionary(id))
            .map_err(broken)?;
        let kids = tree
            .get(b"Kids")
            .and_then(Object::as_array)
            .map_err(broken)?;
        let pages = kids
            .iter()
            .filter_map(|kid| kid.as_reference().ok())
            .collect();
        Ok(Self {
            document,
            pages,
            catalog,
        })
    }

    /// A dictionary to change.
    pub(super) fn dictionary(&mut self, id: ObjectId) -> Result<&mut Dictionary, String> {
        self.document.get_dictionary_mut(id).map_err(broken)
    }

    /// The root of the file.
    pub(super) fn catalog(&mut self) -> Result<&mut Dictionary, String> {
        self.dictionary(self.catalog)
    }

    /// The part of a composite font that holds its glyphs (ISO 32000-1, 9.7.1).
    pub(super) fn descendant_font(&mut self, resource: &str) -> Result<&mut Dictionary, String> {
        let find = || {
            let page = self.document.get_dictionary(*self.pages.first()?).ok()?;
            let resources = self.document.get_dict_in_dict(page, b"Resources").ok()?;
            let fonts = self.document.get_dict_in_dict(resources, b"Font").ok()?;
            fonts
                .get(resource.as_bytes())
                .and_then(Object::as_reference)
                .ok()
        };
        let id = find().ok_or_else(|| format!("the font `{resource}` is not in the file"))?;
        let descendants = self
            .dictionary(id)?
            .get_mut(b"DescendantFonts")
            .and_then(Object::as_array_mut);
        descendants
            .map_err(broken)?
            .first_mut()
            .ok_or("a font is empty")?
            .as_dict_mut()
            .map_err(broken)
    }

    /// Saves the file, small: everything but pictures, fonts and pages goes into object streams.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, String> {
        let identifier = Object::String(IDENTIFIER.to_vec(), StringFormat::Hexadecimal);
        self.document
            .trailer
            .set("ID", vec![identifier.clone(), identifier]);
        for object in self.document.objects.values_mut() {
            if let Object::Stream(stream) = object {
                deflate(stream)?;
            }
        }
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true);
        let options = options
            .max_objects_per_stream(200)
            .compression_level(LEVEL)
            .build();
        let mut bytes = Vec::new();
        self.document
            .save_with_options(&mut bytes, options)
            .map_err(|error| error.to_string())?;
        identify(&mut bytes);
        Ok(bytes)
    }
}

/// Deflates a stream at the usual level: the highest, which lopdf would take, costs twice the time
/// and makes a file of the same size to a hundredth.
fn deflate(stream: &mut Stream) -> Result<(), String> {
    if !stream.allows_compression || stream.dict.has(b"Filter") {
        return Ok(());
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    let deflated = encoder
        .write_all(&stream.content)
        .and_then(|()| encoder.finish());
    let deflated = deflated.map_err(|error| error.to_string())?;
    if deflated.len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(deflated);
    }
    Ok(())
}

/// Gives the file its identifier: a digest of all its other bytes (ISO 32000-1, 14.4), so that
/// the same content has the same identifier and other content another.
fn identify(bytes: &mut [u8]) {
    let digest = hexadecimal(&Sha256::digest(&*bytes)[..IDENTIFIER.len()]);
    let stand_in = hexadecimal(IDENTIFIER);
    // It stands in the last dictionary of the file: look from the end, and only there.
    let from = bytes.len().saturating_sub(4096 + bytes.len() / 2);
    let mut at = from;
    while let Some(found) = bytes[at..]
        .windows(stand_in.len())
        .position(|part| part.eq_ignore_ascii_case(&stand_in))
    {
        bytes[at + found..at + found + digest.len()].copy_from_slice(&digest);
        at += found + digest.len();
    }
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .flat_map(|byte| format!("{byte:02X}").into_bytes())
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn broken(error: lopdf::Error) -> String {
    format!("the file cannot be finished: {error}")
}

/// The characters as PDF wants them outside pages: UTF-16 with a byte order mark (7.9.2.2).
pub(super) fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

/// A text string.
pub(super) fn text_string(text: &str) -> Object {
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// A name.
pub(super) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A number of things as the integer of an object.
pub(super) fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

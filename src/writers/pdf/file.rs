//! The file while it is finished: the objects that `printpdf` made, and those still added.

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};

use super::fonts::Fonts;
use super::pack::{Deflater, Output, Packer, serialized};
use super::{drawings, images};
use crate::writers::images::Images;

/// Objects of a file that is not saved yet.
pub(super) struct File {
    pub(super) document: lopdf::Document,
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
    catalog: ObjectId,
    /// The objects that are written already.
    packer: Packer,
    deflater: Deflater,
}

/// How many pages `printpdf` has in hand at once. An operation takes a hundred times the memory of
/// its bytes in the file.
const BATCH: usize = 64;

impl File {
    /// Has `printpdf` draw the pages.
    pub(super) fn start(
        pages: impl Iterator<Item = PdfPage>,
        fonts: &Fonts,
        images: &Images,
    ) -> Result<Self, String> {
        let mut source = PdfDocument::new("");
        fonts.install(&mut source)?;
        let (mut blanks, mut contents) = (Vec::new(), Vec::new());
        let (mut pages, mut deflater) = (pages.peekable(), Deflater::new());
        loop {
            source.pages = pages.by_ref().take(BATCH).collect();
            if pages.peek().is_none() {
                break;
            }
            contents.extend(page_contents(&source, &mut deflater)?);
            blanks.extend(source.pages.drain(..).map(|page| PdfPage {
                ops: Vec::new(),
                ..page
            }));
        }
        if let Some(first) = blanks.first_mut() {
            first.ops = fonts.specimen();
        }
        // The last are drawn with the document itself.
        blanks.append(&mut source.pages);
        source.pages = blanks;
        // Not before, since each batch would have them all again.
        images::install(images, &mut source)?;
        let mut document = drawn(&source);
        "1.7".clone_into(&mut document.version);
        // It tells of a document without a name, made in 1970; ours is another.
        if let Some(Object::Reference(information)) = document.trailer.remove(b"Info") {
            document.objects.remove(&information);
        }
        let catalog = document.trailer.get(b"Root");
        let catalog = catalog.and_then(Object::as_reference).map_err(broken)?;
        let pages = page_ids(&document).map_err(broken)?;
        for (page, content) in pages.iter().zip(contents) {
            let id = content_id(&document, *page).map_err(broken)?;
            document.objects.insert(id, Object::Stream(content));
        }
        if let Some(page) = pages.first() {
            drawings::install(images, &mut document, *page)?;
        }
        Ok(Self {
            document,
            pages,
            catalog,
            packer: Packer::default(),
            deflater,
        })
    }

    /// Writes an object that nobody will change, in the syntax of PDF.
    pub(super) fn pack(&mut self, id: ObjectId, object: &[u8]) -> Result<(), String> {
        self.packer.add(id.0, object, &mut self.deflater)
    }

    /// As [`File::pack`], under a new number.
    pub(super) fn add_packed(&mut self, object: &[u8]) -> Result<ObjectId, String> {
        let id = self.document.new_object_id();
        self.pack(id, object)?;
        Ok(id)
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
    pub(super) fn finish(self) -> Result<Vec<u8>, String> {
        let Self {
            mut document,
            mut packer,
            mut deflater,
            ..
        } = self;
        let mut out = Output::new(&document.version);
        for ((number, _), object) in std::mem::take(&mut document.objects) {
            match object {
                Object::Stream(mut stream) => {
                    deflate(&mut stream, &mut deflater)?;
                    out.stream(number, stream)?;
                }
                object => packer.add(number, &serialized(object)?, &mut deflater)?,
            }
        }
        for stream in packer.finish(&mut deflater)? {
            document.max_id += 1;
            out.packed(document.max_id, stream)?;
        }
        out.finish(document.max_id + 1, document.trailer, &mut deflater)
    }
}

fn drawn(source: &PdfDocument) -> lopdf::Document {
    printpdf::serialize::to_lopdf_doc(source, &PdfSaveOptions::default(), &mut Vec::new())
}

/// The content of the pages, deflated.
fn page_contents(source: &PdfDocument, deflater: &mut Deflater) -> Result<Vec<Stream>, String> {
    let mut document = drawn(source);
    let pages = page_ids(&document).map_err(broken)?;
    let contents = pages.into_iter().map(|page| {
        let id = content_id(&document, page).map_err(broken)?;
        match document.objects.remove(&id) {
            Some(Object::Stream(mut stream)) => deflate(&mut stream, deflater).map(|()| stream),
            _ => Err("a page has no content".to_owned()),
        }
    });
    contents.collect()
}

fn page_ids(document: &lopdf::Document) -> lopdf::Result<Vec<ObjectId>> {
    let tree = document.catalog()?.get(b"Pages")?.as_reference()?;
    let kids = document.get_dictionary(tree)?.get(b"Kids")?.as_array()?;
    kids.iter().map(Object::as_reference).collect()
}

fn content_id(document: &lopdf::Document, page: ObjectId) -> lopdf::Result<ObjectId> {
    let page = document.get_dictionary(page)?;
    page.get(b"Contents")?.as_reference()
}

/// Deflates a stream, if that makes it smaller.
fn deflate(stream: &mut Stream, deflater: &mut Deflater) -> Result<(), String> {
    if !stream.allows_compression || stream.dict.has(b"Filter") {
        return Ok(());
    }
    let deflated = deflater.deflated(&stream.content)?;
    if deflated.len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(deflated);
    }
    Ok(())
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
pub(crate) fn text_string(text: &str) -> Object {
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// A name.
pub(super) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A reference to an object as text.
pub(super) fn reference((number, generation): ObjectId) -> String {
    format!("{number} {generation} R")
}

/// A number of things as the integer of an object.
pub(super) fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

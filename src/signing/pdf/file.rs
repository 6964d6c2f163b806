//! A file that was read, and found sound enough to be added to.

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::diagnostics::{Message, say};

/// How many bytes a stream of objects may unpack to; more is not a document, but an attack.
const ROOM: usize = 256 << 20;

/// A PDF: its bytes, and what stands there.
pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) document: Document,
}

impl<'a> File<'a> {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Says that it is no PDF, damaged, or encrypted.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Message> {
        if !bytes.starts_with(b"%PDF-") {
            return Err(say!("the file is not a PDF"));
        }
        let options = LoadOptions {
            max_decompressed_size: Some(ROOM),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(bytes, options).map_err(|_| damaged())?;
        if document.is_encrypted() || document.was_encrypted() {
            return Err(say!("the PDF is encrypted"));
        }
        let file = Self { bytes, document };
        if file.is_complete() {
            Ok(file)
        } else {
            Err(damaged())
        }
    }

    /// Whether every object that the file lists is there, and the pages are.
    fn is_complete(&self) -> bool {
        let table = &self.document.reference_table.entries;
        let all = table.iter().all(|(number, entry)| match entry {
            XrefEntry::Normal { generation, .. } => {
                self.document.has_object((*number, *generation))
            }
            XrefEntry::Compressed { .. } => self.document.has_object((*number, 0)),
            XrefEntry::Free | XrefEntry::UnusableFree => true,
        });
        all && self.document.catalog().is_ok() && self.document.page_iter().next().is_some()
    }

    /// The root of the file, and its number.
    pub(super) fn catalog(&self) -> Result<(ObjectId, &Dictionary), Message> {
        let id = self.document.trailer.get(b"Root");
        let id = id.and_then(Object::as_reference).map_err(|_| damaged())?;
        let catalog = self.document.get_dictionary(id).map_err(|_| damaged())?;
        Ok((id, catalog))
    }

    /// What an entry of a dictionary is or leads to; none if it is not there, or null.
    pub(super) fn entry<'b>(&'b self, dictionary: &'b Dictionary, key: &str) -> Option<&'b Object> {
        let object = dictionary.get(key.as_bytes()).ok()?;
        let (_, object) = self.document.dereference(object).ok()?;
        (!object.is_null()).then_some(object)
    }

    /// As [`File::entry`], where it is a dictionary.
    pub(super) fn dictionary<'b>(
        &'b self,
        dictionary: &'b Dictionary,
        key: &str,
    ) -> Option<&'b Dictionary> {
        self.entry(dictionary, key)?.as_dict().ok()
    }

    /// As [`File::entry`], where it is an array; what stands in it, followed.
    pub(super) fn array<'b>(&'b self, dictionary: &'b Dictionary, key: &str) -> Vec<&'b Object> {
        let array = self.entry(dictionary, key);
        let array = array.and_then(|array| array.as_array().ok());
        let items = array.into_iter().flatten();
        items
            .filter_map(|item| self.document.dereference(item).ok())
            .map(|(_, item)| item)
            .collect()
    }
}

/// Whether an entry is this name.
pub(super) fn is_name(object: Option<&Object>, name: &str) -> bool {
    object.is_some_and(|object| object.as_name().is_ok_and(|found| found == name.as_bytes()))
}

pub(super) fn damaged() -> Message {
    say!("the PDF is damaged, or is written in a way that is not sound")
}

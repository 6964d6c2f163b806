//! An update: objects that are new or stand for old ones, added at the end of a file
//! (ISO 32000-1, 7.5.6).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::file::{File, damaged};
use crate::diagnostics::{Message, say};
use crate::signing::algorithms::Hash;
use crate::writers::pdf::serialized;

/// What is added to a file.
pub(super) struct Update<'a> {
    pub(super) file: &'a File<'a>,
    /// The objects in the syntax of PDF.
    objects: BTreeMap<ObjectId, Vec<u8>>,
    next: u32,
}

impl<'a> Update<'a> {
    /// Nothing yet.
    pub(super) fn of(file: &'a File) -> Self {
        let size = file.document.trailer.get(b"Size").and_then(Object::as_i64);
        let size = size.ok().and_then(|size| u32::try_from(size).ok());
        Self {
            file,
            objects: BTreeMap::new(),
            next: size.unwrap_or_default().max(file.document.max_id + 1),
        }
    }

    /// The number of a new object.
    pub(super) fn new_id(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// Sets an object, new or old.
    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) -> Result<(), Message> {
        let text = serialized(object.into()).map_err(|error| unwritable(&error))?;
        self.set_text(id, text);
        Ok(())
    }

    /// As [`Update::set`], in the syntax of PDF.
    pub(super) fn set_text(&mut self, id: ObjectId, text: Vec<u8>) {
        self.objects.insert(id, text);
    }

    /// The file with the update, and the place in it where the `wanted` object starts.
    pub(super) fn finish(mut self, wanted: ObjectId) -> Result<(Vec<u8>, usize), Message> {
        let kind = self.check_end()?;
        let mut bytes = self.file.bytes.to_vec();
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        let mut rows = BTreeMap::new();
        let mut place = None;
        for (id, text) in std::mem::take(&mut self.objects) {
            rows.insert(id.0, Row::of(bytes.len(), id.1)?);
            bytes.extend_from_slice(format!("{} {} obj\n", id.0, id.1).as_bytes());
            if id == wanted {
                place = Some(bytes.len());
            }
            bytes.extend_from_slice(&text);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = bytes.len();
        match kind {
            XrefType::CrossReferenceTable => self.table(&mut bytes, &rows)?,
            XrefType::CrossReferenceStream => self.stream(&mut bytes, rows)?,
        }
        bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok((bytes, place.ok_or_else(damaged)?))
    }

    /// The end of the file must be what it should be; tells how it lists its objects.
    fn check_end(&self) -> Result<XrefType, Message> {
        let start = self.file.document.xref_start;
        let end = format!("startxref\n{start}\n%%EOF");
        let tail: Vec<u8> = self.file.bytes[start..]
            .split(|byte| *byte == b'\r' || *byte == b'\n')
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(&b'\n');
        // A file that has both kinds of lists (7.5.8.4) would need both in the update.
        let both = tail.windows(8).any(|part| part == b"/XRefStm");
        if !tail.trim_ascii_end().ends_with(end.as_bytes()) || both {
            return Err(damaged());
        }
        Ok(if tail.starts_with(b"xref") {
            XrefType::CrossReferenceTable
        } else {
            XrefType::CrossReferenceStream
        })
    }

    /// The entries of the trailer (7.5.5).
    fn trailer(&self) -> Dictionary {
        let old = &self.file.document.trailer;
        let kept = ["Root", "Info"].into_iter().filter_map(|key| {
            let value = old.get(key.as_bytes()).ok()?.clone();
            Some((key, value))
        });
        let mut trailer: Dictionary = kept.collect();
        trailer.set("Size", i64::from(self.next));
        trailer.set("Prev", self.file.document.xref_start as i64);
        // The first is the same as long as the file lives, the second changes (14.4).
        if let Ok([first, _]) = old.get(b"ID").and_then(Object::as_array).map(Vec::as_slice) {
            let digest = Hash::Sha256.digest(&[self.file.bytes]);
            let second = Object::String(digest[..16].to_vec(), StringFormat::Hexadecimal);
            trailer.set("ID", vec![first.clone(), second]);
        }
        trailer
    }

    /// A cross-reference table (7.5.4).
    fn table(&self, bytes: &mut Vec<u8>, rows: &BTreeMap<u32, Row>) -> Result<(), Message> {
        let mut text = String::from("xref\n");
        for (first, rows) in sections(rows) {
            let _ = writeln!(text, "{first} {}", rows.len());
            for Row { offset, generation } in rows {
                let _ = writeln!(text, "{offset:010} {generation:05} n ");
            }
        }
        bytes.extend_from_slice(text.as_bytes());
        let trailer = serialized(self.trailer().into()).map_err(|error| unwritable(&error))?;
        bytes.extend_from_slice(b"trailer\n");
        bytes.extend_from_slice(&trailer);
        bytes.push(b'\n');
        Ok(())
    }

    /// A cross-reference stream (7.5.8), which lists itself too.
    fn stream(&mut self, bytes: &mut Vec<u8>, mut rows: BTreeMap<u32, Row>) -> Result<(), Message> {
        let (number, generation) = self.new_id();
        rows.insert(number, Row::of(bytes.len(), generation)?);
        let (mut index, mut table): (Vec<Object>, _) = (Vec::new(), Vec::new());
        for (first, rows) in sections(&rows) {
            index.extend([i64::from(first).into(), (rows.len() as i64).into()]);
            for row in rows {
                table.push(1);
                table.extend_from_slice(&row.offset.to_be_bytes());
                table.extend_from_slice(&row.generation.to_be_bytes());
            }
        }
        let mut entries = self.trailer();
        entries.set("Type", Object::Name(b"XRef".to_vec()));
        entries.set("W", vec![1.into(), 4.into(), 2.into()]);
        entries.set("Index", index);
        entries.set("Length", table.len() as i64);
        let entries = serialized(entries.into()).map_err(|error| unwritable(&error))?;
        let number = format!("{number} {generation} obj\n");
        for piece in [
            number.as_bytes(),
            &entries,
            b"\nstream\n",
            &table,
            b"\nendstream\nendobj\n",
        ] {
            bytes.extend_from_slice(piece);
        }
        Ok(())
    }
}

/// Where an object is.
#[derive(Clone, Copy)]
struct Row {
    offset: u32,
    generation: u16,
}

impl Row {
    fn of(offset: usize, generation: u16) -> Result<Self, Message> {
        let offset = u32::try_from(offset);
        offset
            .map(|offset| Self { offset, generation })
            .map_err(|_| say!("the PDF is too large to be signed"))
    }
}

/// The rows whose numbers follow each other, with the first number.
fn sections(rows: &BTreeMap<u32, Row>) -> Vec<(u32, Vec<Row>)> {
    let mut sections: Vec<(u32, Vec<Row>)> = Vec::new();
    for (number, row) in rows {
        match sections.last_mut() {
            Some((first, rows)) if *first + rows.len() as u32 == *number => rows.push(*row),
            _ => sections.push((*number, vec![*row])),
        }
    }
    sections
}

fn unwritable(error: &str) -> Message {
    say!("the signed file cannot be written: {error}", error)
}

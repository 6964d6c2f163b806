//! Packing: objects become the bytes of a file.
//!
//! `lopdf` would copy all objects before it writes them, and those of the structure are a million
//! in a long report. Here an object that is finished is written into an object stream at once
//! (ISO 32000-1, 7.5.7) and takes a few bytes from then on.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, ObjectStream, Stream, StringFormat};
use sha2::{Digest, Sha256};

/// The level of deflation.
const LEVEL: u32 = 6;

/// How many objects an object stream holds at most.
const IN_STREAM: usize = 200;

/// Stands for the identifier of the file until its bytes are known.
const IDENTIFIER: &[u8; 16] = b"aktas identifier";

/// Puts objects into object streams.
#[derive(Default)]
pub(super) struct Packer {
    full: Vec<Packed>,
    /// The numbers of the objects that wait, and where each starts among them.
    waiting: Vec<(u32, usize)>,
    body: Vec<u8>,
}

/// An object stream.
pub(super) struct Packed {
    /// The numbers of its objects.
    numbers: Vec<u32>,
    /// Where the first object starts, after the table of the numbers and starts.
    first: usize,
    deflated: Vec<u8>,
}

impl Packer {
    /// Adds an object in the syntax of PDF, which is no stream.
    pub(super) fn add(
        &mut self,
        number: u32,
        object: &[u8],
        deflater: &mut Deflater,
    ) -> Result<(), String> {
        self.waiting.push((number, self.body.len()));
        self.body.extend_from_slice(object);
        self.body.push(b' ');
        if self.waiting.len() == IN_STREAM {
            self.pack(deflater)?;
        }
        Ok(())
    }

    fn pack(&mut self, deflater: &mut Deflater) -> Result<(), String> {
        let waiting = self.waiting.iter();
        let table: String = waiting
            .map(|(number, start)| format!("{number} {start} "))
            .collect();
        let first = table.len();
        let mut content = table.into_bytes();
        content.append(&mut self.body);
        let numbers = self.waiting.drain(..).map(|(number, _)| number);
        self.full.push(Packed {
            numbers: numbers.collect(),
            first,
            deflated: deflater.deflated(&content)?,
        });
        Ok(())
    }

    /// The object streams.
    pub(super) fn finish(mut self, deflater: &mut Deflater) -> Result<Vec<Packed>, String> {
        if !self.waiting.is_empty() {
            self.pack(deflater)?;
        }
        Ok(self.full)
    }
}

/// Where an object is: a row of the cross-reference stream (ISO 32000-1, 7.5.8.3).
#[derive(Clone, Copy)]
enum Entry {
    Free,
    /// At this byte of the file.
    At(usize),
    /// In the object stream of this number, at this index.
    In(u32, usize),
}

/// A file that is written from its first byte to its last.
pub(super) struct Output {
    bytes: Vec<u8>,
    /// By the number of the object.
    entries: Vec<Entry>,
}

impl Output {
    /// Starts a file of this version. Four bytes above 127 tell that it is not text (7.5.2).
    pub(super) fn new(version: &str) -> Self {
        let mut bytes = format!("%PDF-{version}\n%").into_bytes();
        bytes.extend_from_slice(b"\xBB\xAD\xC0\xDE\n");
        Self {
            bytes,
            entries: Vec::new(),
        }
    }

    fn enter(&mut self, number: u32, entry: Entry) {
        let index = number as usize;
        if self.entries.len() <= index {
            self.entries.resize(index + 1, Entry::Free);
        }
        self.entries[index] = entry;
    }

    /// Writes a stream.
    pub(super) fn stream(&mut self, number: u32, stream: Stream) -> Result<(), String> {
        let dictionary = serialized(Object::Dictionary(stream.dict))?;
        self.enter(number, Entry::At(self.bytes.len()));
        let number = format!("{number} 0 obj\n");
        for piece in [
            number.as_bytes(),
            &dictionary,
            b"stream\n",
            &stream.content,
            b"\nendstream\nendobj\n",
        ] {
            self.bytes.extend_from_slice(piece);
        }
        Ok(())
    }

    /// Writes an object stream.
    pub(super) fn packed(&mut self, number: u32, packed: Packed) -> Result<(), String> {
        for (index, object) in packed.numbers.iter().enumerate() {
            self.enter(*object, Entry::In(number, index));
        }
        let entries = Dictionary::from_iter([
            ("Type", Object::from("ObjStm")),
            ("N", Object::from(packed.numbers.len() as i64)),
            ("First", Object::from(packed.first as i64)),
            ("Filter", Object::from("FlateDecode")),
        ]);
        self.stream(number, Stream::new(entries, packed.deflated))
    }

    /// Writes the cross-reference stream, with the entries of the trailer, as the object of this
    /// number, and hands the file out.
    pub(super) fn finish(
        mut self,
        number: u32,
        mut trailer: Dictionary,
        deflater: &mut Deflater,
    ) -> Result<Vec<u8>, String> {
        let start = self.bytes.len();
        self.enter(number, Entry::At(start));
        let mut table = Vec::with_capacity(self.entries.len() * 7);
        for entry in &self.entries {
            let (sort, second, third) = match *entry {
                Entry::Free => (0, 0, u16::MAX),
                Entry::At(offset) => (1, offset as u32, 0),
                Entry::In(stream, index) => (2, stream, index as u16),
            };
            table.push(sort);
            table.extend_from_slice(&second.to_be_bytes());
            table.extend_from_slice(&third.to_be_bytes());
        }
        let identifier = Object::String(IDENTIFIER.to_vec(), StringFormat::Hexadecimal);
        trailer.set("ID", vec![identifier.clone(), identifier]);
        trailer.set("Type", Object::from("XRef"));
        trailer.set("Size", self.entries.len() as i64);
        trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
        trailer.set("Filter", Object::from("FlateDecode"));
        self.stream(number, Stream::new(trailer, deflater.deflated(&table)?))?;
        self.bytes
            .extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        identify(&mut self.bytes, start);
        Ok(self.bytes)
    }
}

/// An object in the syntax of PDF.
pub(crate) fn serialized(object: Object) -> Result<Vec<u8>, String> {
    // `lopdf` writes single objects only as the content of an object stream, after the number and
    // the start of each and before a space.
    let mut stream = ObjectStream::builder().max_objects(1).build();
    stream.objects.insert((0, 0), object);
    let content = stream
        .build_stream_content()
        .map_err(|error| error.to_string())?;
    let content = content.strip_prefix(b"0 0 ").unwrap_or(&content);
    Ok(content.strip_suffix(b" ").unwrap_or(content).to_vec())
}

/// Deflates streams one after the other.
///
/// It is made once for a file: its tables are larger than most streams, and to make them anew for
/// each takes a quarter of the time of deflating.
pub(super) struct Deflater {
    state: Compress,
}

impl Deflater {
    /// A deflater at the usual level: the highest, which `lopdf` would take, costs twice the time
    /// and makes a file of the same size to a hundredth.
    pub(super) fn new() -> Self {
        Self {
            state: Compress::new(Compression::new(LEVEL), true),
        }
    }

    /// The bytes deflated.
    pub(super) fn deflated(&mut self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        self.state.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let rest = &bytes[self.state.total_in() as usize..];
            let status = self
                .state
                .compress_vec(rest, &mut out, FlushCompress::Finish);
            if status.map_err(|error| error.to_string())? == Status::StreamEnd {
                return Ok(out);
            }
            out.reserve(out.capacity().max(64));
        }
    }
}

/// Gives the file its identifier: a digest of all its other bytes (ISO 32000-1, 14.4), so that
/// the same content has the same identifier and other content another. It stands in the
/// dictionary that starts at `from`.
fn identify(bytes: &mut [u8], from: usize) {
    let digest = hexadecimal(&Sha256::digest(&*bytes)[..IDENTIFIER.len()]);
    let stand_in = hexadecimal(IDENTIFIER);
    for _ in 0..2 {
        let mut windows = bytes[from..].windows(stand_in.len());
        if let Some(found) = windows.position(|part| part == stand_in.as_bytes()) {
            bytes[from + found..from + found + digest.len()].copy_from_slice(digest.as_bytes());
        }
    }
}

/// The digits of a string in the syntax of PDF (7.3.4.3).
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

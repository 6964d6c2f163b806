//! The parts of a zip file that anybody may have made.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits;
use crate::diagnostics::{Message, say};

/// The parts of a file.
#[derive(Debug, Default)]
pub struct Package {
    /// Those that are whole, by their names, unpacked.
    pub parts: BTreeMap<String, Vec<u8>>,
    /// The names in the order of the file.
    pub names: Vec<String>,
    /// Why the first of the others is not.
    pub fault: Option<Message>,
}

impl Package {
    /// Unpacks a file.
    ///
    /// A part whose bytes do not fit its checksum is damaged: a flipped bit shows here first.
    ///
    /// # Errors
    ///
    /// Says that this is no zip file, or one of more parts than [`limits::PARTS`].
    pub fn open(bytes: &[u8]) -> Result<Self, Message> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > limits::PARTS {
            return Err(say!("it has more parts than any document"));
        }
        let (mut package, mut left) = (Self::default(), limits::ALL);
        if archive.offset() != 0
            || listed(bytes, archive.central_directory_start()) != archive.len()
        {
            package.fault = Some(say!("it holds more than it lists"));
        }
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).unwrap_or_default().to_owned();
            // Names that differ in case only are the same: which part is shown, nobody can say.
            if package
                .names
                .iter()
                .any(|other| other.eq_ignore_ascii_case(&name))
            {
                let fault = say!("it holds `{name}` twice", name);
                package.fault.get_or_insert(fault);
                continue;
            }
            match unpacked(&mut archive, index, left.min(limits::PART)) {
                Ok(bytes) => {
                    left -= bytes.len();
                    package.names.push(name.clone());
                    package.parts.insert(name, bytes);
                }
                Err(error) => {
                    let fault = say!("its part `{name}` is damaged: {error}", name, error);
                    package.fault.get_or_insert(fault);
                }
            }
        }
        Ok(package)
    }
}

/// How many parts the directory lists (APPNOTE 4.3.12): of two with one name, a program takes one or the other.
fn listed(bytes: &[u8], start: u64) -> usize {
    let mut at = usize::try_from(start).unwrap_or(usize::MAX);
    let mut count = 0;
    while let Some(head) = bytes.get(at..at.saturating_add(46))
        && head.starts_with(b"PK\x01\x02")
    {
        let length = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        at += 46 + length(28) + length(30) + length(32);
        count += 1;
    }
    count
}

/// A part; what the file says of its size is not to be believed.
fn unpacked(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    limit: usize,
) -> Result<Vec<u8>, Message> {
    let part = archive
        .by_index(index)
        .map_err(|error| Message::from(error.to_string()))?;
    let mut bytes = Vec::new();
    let read = part.take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Message::from(error.to_string()))?;
    if bytes.len() > limit {
        return Err(say!("it is larger than any document"));
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn broken(error: zip::result::ZipError) -> Message {
    say!("it is damaged: {error}", error = error.to_string())
}

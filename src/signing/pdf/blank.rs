//! The signature dictionary (ISO 32000-1, 12.8.1), which is written with room for the signature and
//! filled when all the other bytes of the file are known.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::dates;
use crate::diagnostics::{Message, say};
use crate::signing::{Seal, cms};
use crate::writers::pdf::{serialized, text_string};

/// The numbers of an ECDSA signature may be some bytes shorter than those of another.
const SLACK: usize = 64;

/// Stands for a number of the range until it is known.
const NUMBER: &str = "0000000000";

/// A signature dictionary with room.
pub(super) struct Blank {
    text: Vec<u8>,
    /// The numbers of `ByteRange` but the first, which is 0.
    numbers: Range<usize>,
    /// The string of `Contents` with its brackets.
    contents: Range<usize>,
}

impl Blank {
    /// A dictionary for the signature of a seal.
    pub(super) fn new(seal: &Seal, at: DateTime<Utc>) -> Result<Self, Message> {
        let room = cms::sign(&[], seal)?.len() + SLACK;
        let name = text_string(&seal.certificate().subject());
        let name = serialized(name)
            .map_err(|error| say!("the signed file cannot be written: {error}", error))?;
        let mut text = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached".to_vec();
        text.extend_from_slice(format!("/M({})/Name", dates::written(at)).as_bytes());
        text.extend_from_slice(&name);
        text.extend_from_slice(b"/ByteRange[0 ");
        let numbers = text.len();
        text.extend_from_slice([NUMBER; 3].join(" ").as_bytes());
        let numbers = numbers..text.len();
        text.extend_from_slice(b"]/Contents");
        let contents = text.len();
        text.extend_from_slice(format!("<{}>", "00".repeat(room)).as_bytes());
        let contents = contents..text.len();
        text.extend_from_slice(b">>");
        Ok(Self {
            text,
            numbers,
            contents,
        })
    }

    /// The dictionary in the syntax of PDF.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Signs the file in which the dictionary starts at `start`.
    pub(super) fn fill(&self, bytes: &mut [u8], start: usize, seal: &Seal) -> Result<(), Message> {
        let (before, after) = (start + self.contents.start, start + self.contents.end);
        let numbers = [before, after, bytes.len() - after];
        let numbers = numbers.map(|number| format!("{number:010}")).join(" ");
        let place = start + self.numbers.start..start + self.numbers.end;
        bytes[place].copy_from_slice(numbers.as_bytes());
        let signature = cms::sign(&[&bytes[..before], &bytes[after..]], seal)?;
        let digits: String = signature.iter().map(|byte| format!("{byte:02X}")).collect();
        if digits.len() + 2 > self.contents.len() {
            return Err(say!("the private key does not work"));
        }
        bytes[before + 1..][..digits.len()].copy_from_slice(digits.as_bytes());
        Ok(())
    }
}

//! What a file tells of its signatures.

use lopdf::{Dictionary, Object};

use super::file::{File, is_name};
use super::{dates, fields};
use crate::diagnostics::{Message, say};
use crate::signing::cms::{self, Checked};
use crate::signing::{Certificate, Signature};

/// The signatures of a PDF, in the order in which they were made.
///
/// # Errors
///
/// Says that it is no PDF, damaged, or encrypted.
pub fn signatures(pdf: &[u8]) -> Result<Vec<Signature>, Message> {
    of(&File::open(pdf)?)
}

/// The signatures of a file.
pub(super) fn of(file: &File) -> Result<Vec<Signature>, Message> {
    let fields = fields::fields(file)?;
    let filled = fields.iter().filter_map(|field| field.signature);
    let mut told: Vec<Signature> = filled.map(|entries| signature(file, entries)).collect();
    told.sort_by_key(|signature| signature.revision);
    Ok(told)
}

fn signature(file: &File, entries: &Dictionary) -> Signature {
    let at = file.entry(entries, "M").and_then(|at| at.as_str().ok());
    let range = Range::of(file, entries);
    let Checked { certificate, fault } = match &range {
        Some(range) => range.check(file, entries),
        None => Checked {
            certificate: None,
            fault: Some(say!("the signature does not tell soundly what it covers")),
        },
    };
    let named = |name: fn(&Certificate) -> String| certificate.as_ref().map(name);
    Signature {
        signer: named(Certificate::subject).unwrap_or_default(),
        issuer: named(Certificate::issuer).unwrap_or_default(),
        at: at.and_then(dates::read),
        intact: fault.is_none(),
        whole: range
            .as_ref()
            .is_some_and(|range| range.end == file.bytes.len()),
        revision: range.map(|range| range.end),
        fault,
    }
}

/// The bytes that a signature covers: all up to its end but its own string.
///
/// Whatever else was left out, or stood in the gap beside the string, could be changed after
/// signing.
struct Range {
    /// Where the string of the signature starts, with its bracket.
    gap: usize,
    /// Where the bytes after it start.
    after: usize,
    end: usize,
}

impl Range {
    fn of(file: &File, entries: &Dictionary) -> Option<Self> {
        let numbers = file.array(entries, "ByteRange");
        let [first, gap, after, rest] = numbers.as_slice() else {
            return None;
        };
        let number = |object: &Object| usize::try_from(object.as_i64().ok()?).ok();
        let (gap, after) = (number(gap)?, number(after)?);
        let range = Self {
            gap,
            after,
            end: after.checked_add(number(rest)?)?,
        };
        let string = file.bytes.get(gap..after)?;
        let whole = number(first)? == 0 && range.end <= file.bytes.len();
        let contents = file.entry(entries, "Contents")?.as_str().ok()?;
        (whole && hexadecimal(string)? == contents).then_some(range)
    }

    fn check(&self, file: &File, entries: &Dictionary) -> Checked {
        let known = ["ETSI.CAdES.detached", "adbe.pkcs7.detached"];
        let kind = file.entry(entries, "SubFilter");
        if !known.iter().any(|name| is_name(kind, name)) {
            return Checked {
                certificate: None,
                fault: Some(say!(
                    "the signature is of a kind that cannot be checked here"
                )),
            };
        }
        let contents = file.entry(entries, "Contents");
        let contents = contents.and_then(|contents| contents.as_str().ok());
        let pieces = [&file.bytes[..self.gap], &file.bytes[self.after..self.end]];
        cms::check(contents.unwrap_or_default(), &pieces)
    }
}

/// The bytes of a string of hexadecimal digits in its brackets, and nothing else.
fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digit = |digit: u8| char::from(digit).to_digit(16).map(|digit| digit as u8);
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect()
}

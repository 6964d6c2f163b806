//! Whether two PDFs draw the same pages, in whatever bytes.
//!
//! Words that are the same are not enough: a map of a font can tell another text than its glyphs
//! show. A program that writes a file anew (`qpdf`, `mutool`) numbers and packs its objects
//! otherwise, but leaves what they say.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::limits;

/// What a page is drawn by.
const OF_PAGE: [&[u8]; 6] = [
    b"MediaBox",
    b"CropBox",
    b"Rotate",
    b"UserUnit",
    b"Contents",
    b"Resources",
];

/// What of the root of a file may show something else, or do something.
const OF_ROOT: [&[u8]; 4] = [b"OCProperties", b"OpenAction", b"AA", b"Names"];

/// What says where an object stands, or how it is packed.
const NOT_DRAWN: [&[u8]; 9] = [
    b"Parent",
    b"P",
    b"StructParent",
    b"StructParents",
    b"Length",
    b"Filter",
    b"DecodeParms",
    b"Pg",
    b"StructTreeRoot",
];

/// Which page is the first to be drawn otherwise, from 1; 0 if it is what the file does beside its pages.
pub(super) fn first_difference(one: &Document, other: &Document) -> Option<usize> {
    let (ones, others): (Vec<_>, Vec<_>) = (one.page_iter().collect(), other.page_iter().collect());
    let mut compare = Compare {
        one,
        other,
        pages: ones.iter().copied().zip(others.iter().copied()).collect(),
        assumed: HashSet::new(),
        left: limits::ALL,
    };
    let root = |file: &Document| file.catalog().cloned().unwrap_or_default();
    if !OF_ROOT
        .iter()
        .all(|key| compare.entries(&root(one), &root(other), key))
    {
        return Some(0);
    }
    let differs = |(one, other): (&ObjectId, &ObjectId)| !compare.page(*one, *other);
    let mut pairs = ones.iter().zip(&others);
    let first = pairs.by_ref().position({
        let mut differs = differs;
        move |pair| differs(pair)
    });
    match first {
        Some(index) => Some(index + 1),
        None if ones.len() != others.len() => Some(ones.len().min(others.len()) + 1),
        None => None,
    }
}

struct Compare<'a> {
    one: &'a Document,
    other: &'a Document,
    /// The pages of one, and those of the other by the same number.
    pages: HashMap<ObjectId, ObjectId>,
    /// Pairs that are being compared, or were found to be the same.
    assumed: HashSet<(ObjectId, ObjectId)>,
    /// How many bytes may still be unpacked.
    left: usize,
}

impl Compare<'_> {
    fn page(&mut self, one: ObjectId, other: ObjectId) -> bool {
        let (Ok(one), Ok(other)) = (
            self.one.get_dictionary(one),
            self.other.get_dictionary(other),
        ) else {
            return false;
        };
        OF_PAGE.iter().all(|key| self.entries(one, other, key)) && self.annotations(one, other)
    }

    /// The annotations, but for signatures that show nothing.
    fn annotations(&mut self, one: &Dictionary, other: &Dictionary) -> bool {
        let ones = shown(self.one, one);
        let others = shown(self.other, other);
        ones.len() == others.len()
            && ones
                .iter()
                .zip(&others)
                .all(|(one, other)| self.objects(one, other, 0))
    }

    fn entries(&mut self, one: &Dictionary, other: &Dictionary, key: &[u8]) -> bool {
        match (one.get(key), other.get(key)) {
            (Ok(one), Ok(other)) => self.objects(one, other, 0),
            (one, other) => one.is_err() && other.is_err(),
        }
    }

    fn objects(&mut self, one: &Object, other: &Object, depth: usize) -> bool {
        if depth > limits::DEPTH {
            return false;
        }
        if let (Object::Reference(one), Object::Reference(other)) = (one, other) {
            // Where a link leads to a page, it is enough that it is that one: all are compared.
            if let Some(page) = self.pages.get(one) {
                return page == other;
            }
            if !self.assumed.insert((*one, *other)) {
                return true;
            }
        }
        let (Ok((_, one)), Ok((_, other))) =
            (self.one.dereference(one), self.other.dereference(other))
        else {
            return false;
        };
        match (one, other) {
            (Object::Array(one), Object::Array(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| self.objects(one, other, depth + 1))
            }
            (Object::Dictionary(one), Object::Dictionary(other)) => {
                self.dictionaries(one, other, depth)
            }
            (Object::Stream(one), Object::Stream(other)) => {
                self.dictionaries(&one.dict, &other.dict, depth) && self.contents(one, other)
            }
            (Object::String(one, _), Object::String(other, _)) => one == other,
            (one, other) => one == other,
        }
    }

    fn dictionaries(&mut self, one: &Dictionary, other: &Dictionary, depth: usize) -> bool {
        let drawn = |entry: &(&Vec<u8>, &Object)| !NOT_DRAWN.contains(&entry.0.as_slice());
        let ones: Vec<_> = one.iter().filter(drawn).collect();
        ones.len() == other.iter().filter(drawn).count()
            && ones.into_iter().all(|(key, one)| {
                let other = other.get(key);
                other.is_ok_and(|other| self.objects(one, other, depth + 1))
            })
    }

    fn contents(&mut self, one: &Stream, other: &Stream) -> bool {
        let (one, other) = (self.unpacked(one), self.unpacked(other));
        one.is_some() && one == other
    }

    /// What a stream holds; pictures of JPEG as they are.
    fn unpacked(&mut self, stream: &Stream) -> Option<Vec<u8>> {
        let limit = limits::PART.min(self.left);
        let content = match stream.decompressed_content_with_limit(limit) {
            Ok(content) => content,
            Err(lopdf::Error::Unimplemented(_)) => stream.content.clone(),
            Err(_) => return None,
        };
        self.left = self.left.checked_sub(content.len())?;
        Some(content)
    }
}

/// The annotations of a page that show something.
fn shown<'a>(file: &'a Document, page: &'a Dictionary) -> Vec<&'a Object> {
    let annotations = page.get(b"Annots").ok();
    let annotations = annotations.and_then(|list| file.dereference(list).ok());
    let Some((_, Object::Array(list))) = annotations else {
        return Vec::new();
    };
    list.iter()
        .filter(|one| !is_silent_signature(file, one))
        .collect()
}

/// Whether this is the field of a signature, whose appearance draws nothing.
fn is_silent_signature(file: &Document, annotation: &Object) -> bool {
    let Ok((_, Object::Dictionary(annotation))) = file.dereference(annotation) else {
        return false;
    };
    let is_field = annotation
        .get(b"FT")
        .and_then(Object::as_name)
        .is_ok_and(|kind| kind == b"Sig");
    let appearance = annotation
        .get(b"AP")
        .ok()
        .and_then(|look| file.dereference(look).ok());
    let normal = match appearance {
        None => return is_field,
        Some((_, Object::Dictionary(looks))) => {
            looks.get(b"N").and_then(|look| file.dereference(look))
        }
        Some(_) => return false,
    };
    let Ok((_, Object::Stream(normal))) = normal else {
        return false;
    };
    let drawn = normal.decompressed_content_with_limit(limits::PART);
    is_field && drawn.is_ok_and(|drawn| drawn.iter().all(u8::is_ascii_whitespace))
}

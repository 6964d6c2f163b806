//! Whether two PDFs draw the same pages, in whatever bytes.
//!
//! Words that are the same are not enough: a map of a font can tell another text than its glyphs
//! show. A program that writes a file anew (`qpdf`, `mutool`) numbers and packs its objects
//! otherwise, but leaves what they say.

use std::collections::{BTreeSet, HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::limits;

/// What a page takes from the nodes above it, where it says nothing itself (ISO 32000-1, 7.7.3.4).
const INHERITED: [&[u8]; 4] = [b"MediaBox", b"CropBox", b"Rotate", b"Resources"];

/// What of a page is compared in another way, or neither shows nor does anything.
const NOT_OF_PAGE: [&[u8]; 5] = [
    b"Annots",
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"Tabs",
];

/// What of the root of a file is compared in another way, or neither shows nor does anything:
/// signatures bring some of it.
const NOT_OF_ROOT: [&[u8]; 9] = [
    b"Pages",
    b"AcroForm",
    b"Metadata",
    b"Extensions",
    b"Version",
    b"DSS",
    b"Perms",
    b"MarkInfo",
    b"PieceInfo",
];

/// What of the form of a file makes programs draw fields anew, or do something.
const OF_FORM: [&[u8]; 3] = [b"NeedAppearances", b"XFA", b"CO"];

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
    if !compare.roots(&root(one), &root(other)) {
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
        let inherited = |key: &&[u8]| match (
            inherited(self.one, one, key),
            inherited(self.other, other, key),
        ) {
            (Some(one), Some(other)) => self.objects(one, other, 0),
            (one, other) => one.is_none() && other.is_none(),
        };
        INHERITED.iter().all(inherited)
            && self.all_but(one, other, &[&NOT_OF_PAGE[..], &INHERITED].concat())
            && self.annotations(one, other)
    }

    fn roots(&mut self, one: &Dictionary, other: &Dictionary) -> bool {
        let form = |file: &Document, root: &Dictionary| {
            let form = root
                .get(b"AcroForm")
                .and_then(|form| file.dereference(form));
            form.and_then(|(_, form)| form.as_dict().cloned())
                .unwrap_or_default()
        };
        let (ones, others) = (form(self.one, one), form(self.other, other));
        self.all_but(one, other, &NOT_OF_ROOT)
            && OF_FORM.iter().all(|key| self.entries(&ones, &others, key))
    }

    /// Whether all entries are the same but these, and what tells where things stand.
    fn all_but(&mut self, one: &Dictionary, other: &Dictionary, but: &[&[u8]]) -> bool {
        let keys = one
            .iter()
            .chain(other.iter())
            .map(|(key, _)| key.as_slice());
        let keys: BTreeSet<&[u8]> = keys
            .filter(|key| !but.contains(key) && !NOT_DRAWN.contains(key))
            .collect();
        keys.into_iter().all(|key| self.entries(one, other, key))
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

/// What a page says or takes from the nodes above it.
fn inherited<'a>(file: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..limits::DEPTH {
        if let Ok(found) = node.get(key) {
            return Some(found);
        }
        let parent = node.get(b"Parent").and_then(Object::as_reference).ok()?;
        node = file.get_dictionary(parent).ok()?;
    }
    None
}

/// What a field of a signature may have that shows nothing: what it is of in words (`Contents`,
/// `TU`) is read out, not drawn. An annotation of another kind shows something, whatever it says
/// of itself.
const OF_SIGNATURE: [&[u8]; 16] = [
    b"Type",
    b"Subtype",
    b"FT",
    b"T",
    b"TU",
    b"Contents",
    b"V",
    b"Rect",
    b"F",
    b"P",
    b"AP",
    b"StructParent",
    b"Lock",
    b"SV",
    b"Ff",
    b"Parent",
];

/// Whether this is the field of a signature, whose appearance draws nothing.
fn is_silent_signature(file: &Document, annotation: &Object) -> bool {
    let Ok((_, Object::Dictionary(annotation))) = file.dereference(annotation) else {
        return false;
    };
    let is = |key: &[u8], wanted: &[u8]| {
        let name = annotation.get(key).and_then(Object::as_name);
        name.is_ok_and(|name| name == wanted)
    };
    let plain = annotation
        .iter()
        .all(|(key, _)| OF_SIGNATURE.contains(&key.as_slice()));
    if !(plain && is(b"Subtype", b"Widget") && is(b"FT", b"Sig")) {
        return false;
    }
    let appearance = annotation
        .get(b"AP")
        .ok()
        .and_then(|look| file.dereference(look).ok());
    let normal = match appearance {
        None => return true,
        // Nothing is drawn under the mouse, either.
        Some((_, Object::Dictionary(looks))) if looks.len() == 1 => {
            looks.get(b"N").and_then(|look| file.dereference(look))
        }
        Some(_) => return false,
    };
    let Ok((_, Object::Stream(normal))) = normal else {
        return false;
    };
    let drawn = normal.decompressed_content_with_limit(limits::PART);
    drawn.is_ok_and(|drawn| drawn.iter().all(u8::is_ascii_whitespace))
}

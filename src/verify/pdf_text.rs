//! The words of a PDF: by its structure tree, its marked content and the `ToUnicode` maps of its
//! fonts (ISO 32000-1, 9.10 and 14.7).
//!
//! What is drawn outside of the structure (what repeats on pages, and what a forger might put
//! beside it) is read, too, but without an order. A file without a structure is read page by page.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{Line, Place, Words, limits};
use crate::diagnostics::{Message, say};
use crate::writers::docx::reading::plain;

/// Reads the words.
pub(super) fn words(file: &Document) -> Result<Words, Message> {
    let mut pages: HashMap<ObjectId, Page> = HashMap::new();
    let (mut order, mut left) = (Vec::new(), limits::ALL);
    for id in file.page_iter() {
        if let Entry::Vacant(page) = pages.entry(id) {
            order.push(id);
            page.insert(Page::read(file, id, order.len(), &mut left)?);
        }
    }
    let root = file
        .catalog()
        .ok()
        .and_then(|root| root.get(b"StructTreeRoot").ok());
    let root = root.and_then(|root| dictionary(file, root));
    let mut words = match root {
        Some(root) => {
            let mut walk = Walk::new(file, &pages);
            walk.kids(root, None, 0);
            walk.flush();
            Words {
                lines: walk.lines,
                others: BTreeSet::new(),
                tagged: true,
            }
        }
        None => Words {
            lines: order.iter().flat_map(|id| pages[id].lines()).collect(),
            ..Words::default()
        },
    };
    if words.tagged {
        let outside = pages.values().flat_map(|page| &page.outside);
        let outside = outside.map(|text| plain(text));
        // Pages are counted.
        let told = outside.filter(|text| text.bytes().any(|byte| !byte.is_ascii_digit()));
        words.others = told.collect();
    }
    Ok(words)
}

/// An object, looked up if it is a reference.
fn resolved<'a>(file: &'a Document, object: &'a Object) -> Option<&'a Object> {
    file.dereference(object).ok().map(|(_, object)| object)
}

fn dictionary<'a>(file: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    match resolved(file, object)? {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// What a page says.
#[derive(Default)]
struct Page {
    /// Its number, from 1.
    number: usize,
    /// The texts of the marked-content sequences by their numbers.
    sequences: BTreeMap<i64, String>,
    /// The texts of what is in none.
    outside: Vec<String>,
}

impl Page {
    fn read(
        file: &Document,
        id: ObjectId,
        number: usize,
        left: &mut usize,
    ) -> Result<Self, Message> {
        let limit = limits::PART.min(*left);
        let unreadable = |error: lopdf::Error| {
            say!(
                "its page {number} cannot be read: {error}",
                number,
                error = error.to_string()
            )
        };
        let content = file
            .get_page_content_with_limit(id, limit)
            .map_err(unreadable)?;
        *left = left.saturating_sub(content.len());
        let fonts = file.get_page_fonts(id).unwrap_or_default();
        let fonts: BTreeMap<_, _> = fonts
            .into_iter()
            .map(|(name, font)| (name, Font::read(file, font)))
            .collect();
        let mut reader = Reader {
            fonts: &fonts,
            font: None,
            open: Vec::new(),
            page: Self {
                number,
                ..Self::default()
            },
        };
        for operation in Content::decode(&content).map_err(unreadable)?.operations {
            reader.operation(&operation.operator, &operation.operands);
        }
        Ok(reader.page)
    }

    /// All of it, in the order in which it is drawn.
    fn lines(&self) -> impl Iterator<Item = Line> {
        let texts = self
            .sequences
            .values()
            .chain(&self.outside)
            .map(|text| plain(text));
        let texts = texts.filter(|text| !text.is_empty());
        texts.enumerate().map(|(index, text)| Line {
            place: Place::Paragraph(index + 1),
            page: Some(self.number),
            text,
        })
    }
}

/// The texts of the codes of a font.
struct Font {
    /// How many bytes a code has.
    width: usize,
    texts: HashMap<u32, String>,
}

impl Font {
    fn read(file: &Document, font: &Dictionary) -> Self {
        let composite = font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0");
        let map = font
            .get(b"ToUnicode")
            .ok()
            .and_then(|map| resolved(file, map));
        let texts = match map {
            Some(Object::Stream(map)) => map
                .decompressed_content_with_limit(limits::PART)
                .map(|map| to_unicode(&String::from_utf8_lossy(&map)))
                .unwrap_or_default(),
            _ => HashMap::new(),
        };
        Self {
            width: if composite { 2 } else { 1 },
            texts,
        }
    }

    fn text(&self, codes: &[u8], said: &mut String) {
        for code in codes.chunks(self.width) {
            match self.texts.get(&number(code)) {
                Some(text) => said.push_str(text),
                // What shows something that nobody can read is noticed.
                None => said.push('\u{FFFD}'),
            }
        }
    }
}

/// Follows the operators of a page (ISO 32000-1, annex A).
struct Reader<'a> {
    fonts: &'a BTreeMap<Vec<u8>, Font>,
    font: Option<&'a Font>,
    /// The sequences that are open: a number, and the text that stands for all in it.
    open: Vec<(Option<i64>, Option<String>)>,
    page: Page,
}

impl Reader<'_> {
    fn operation(&mut self, operator: &str, operands: &[Object]) {
        match operator {
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.font = name.and_then(|name| self.fonts.get(name));
            }
            "Tj" | "TJ" | "'" | "\"" => operands.iter().for_each(|shown| self.show(shown)),
            "BMC" => self.open.push((None, None)),
            "BDC" => self.begin(operands.get(1)),
            "EMC" => self.end(),
            _ => {}
        }
    }

    fn begin(&mut self, properties: Option<&Object>) {
        let properties = properties.and_then(|properties| properties.as_dict().ok());
        let get = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
        let number = get(b"MCID").and_then(|number| number.as_i64().ok());
        let text = get(b"ActualText").and_then(|text| text.as_str().ok());
        if number.is_none() && self.number().is_none() {
            self.page.outside.push(String::new());
        }
        self.open.push((number, text.map(utf16)));
    }

    fn end(&mut self) {
        let Some((number, text)) = self.open.pop() else {
            return;
        };
        if let (Some(number), Some(text)) = (number, text) {
            self.page.sequences.insert(number, text);
        }
    }

    /// The sequence that is open.
    fn number(&self) -> Option<i64> {
        self.open.iter().rev().find_map(|(number, _)| *number)
    }

    fn show(&mut self, shown: &Object) {
        match shown {
            Object::Array(parts) => {
                let strings = parts
                    .iter()
                    .filter(|part| matches!(part, Object::String(..)));
                strings.for_each(|part| self.show(part));
            }
            Object::String(codes, _) => {
                let number = self.number();
                let page = &mut self.page;
                let said = match number {
                    Some(number) => page.sequences.entry(number).or_default(),
                    None => {
                        let starts = self.open.is_empty() || page.outside.is_empty();
                        let last = if starts { None } else { page.outside.pop() };
                        page.outside.push(last.unwrap_or_default());
                        let last = page.outside.len() - 1;
                        &mut page.outside[last]
                    }
                };
                match self.font {
                    Some(font) => font.text(codes, said),
                    None => said.push('\u{FFFD}'),
                }
            }
            _ => {}
        }
    }
}

/// Text of the form `FE FF`, two bytes a unit (ISO 32000-1, 7.9.2.2).
fn utf16(bytes: &[u8]) -> String {
    units(bytes.strip_prefix(&[0xFE, 0xFF]).unwrap_or(bytes))
}

fn units(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|unit| number(unit) as u16).collect();
    String::from_utf16_lossy(&units)
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The texts between `beginbfchar` and `endbfchar`, and those between `beginbfrange` and
/// `endbfrange` (ISO 32000-1, 9.10.3).
fn to_unicode(map: &str) -> HashMap<u32, String> {
    let mut texts = HashMap::new();
    for part in between(map, "beginbfchar", "endbfchar") {
        let strings: Vec<Vec<u8>> = between(part, "<", ">").map(hexadecimal).collect();
        for pair in strings.chunks_exact(2) {
            texts.insert(number(&pair[0]), units(&pair[1]));
        }
    }
    for part in between(map, "beginbfrange", "endbfrange") {
        let strings: Vec<Vec<u8>> = between(part, "<", ">").map(hexadecimal).collect();
        for triple in strings.chunks_exact(3) {
            let (first, last) = (number(&triple[0]), number(&triple[1]));
            // A range is within one last byte.
            for code in first..=last.min(first.saturating_add(255)) {
                let mut text = triple[2].clone();
                if let Some(end) = text.last_mut() {
                    *end = end.wrapping_add((code - first) as u8);
                }
                texts.insert(code, units(&text));
            }
        }
    }
    texts
}

/// The pieces of a text between two marks.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .map(move |piece| piece.split(end).next().unwrap_or_default())
}

fn hexadecimal(digits: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let digits: Vec<u32> = digits.bytes().filter_map(digit).collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit as u8))
        .collect()
}

/// Elements that stand in a line (ISO 32000-1, 14.8.4.4).
const IN_LINE: [&[u8]; 8] = [
    b"Span",
    b"Link",
    b"Reference",
    b"Quote",
    b"Em",
    b"Strong",
    b"Code",
    b"Lbl",
];

/// Goes through the structure tree.
struct Walk<'a> {
    file: &'a Document,
    pages: &'a HashMap<ObjectId, Page>,
    /// The elements that were seen: a tree that leads back into itself is none.
    seen: BTreeSet<ObjectId>,
    lines: Vec<Line>,
    text: String,
    page: Option<usize>,
    paragraphs: usize,
    tables: usize,
    /// Table, row and column, where the walk is in a table.
    cell: Option<(usize, usize, usize)>,
    notes: usize,
    in_note: bool,
}

impl<'a> Walk<'a> {
    fn new(file: &'a Document, pages: &'a HashMap<ObjectId, Page>) -> Self {
        Self {
            file,
            pages,
            seen: BTreeSet::new(),
            lines: Vec::new(),
            text: String::new(),
            page: None,
            paragraphs: 0,
            tables: 0,
            cell: None,
            notes: 0,
            in_note: false,
        }
    }

    fn kids(&mut self, element: &Dictionary, page: Option<ObjectId>, depth: usize) {
        let own = element.get(b"Pg").and_then(Object::as_reference).ok();
        let page = own.or(page);
        let kids = element.get(b"K").ok();
        match kids.and_then(|kids| resolved(self.file, kids)) {
            Some(Object::Array(kids)) => kids.iter().for_each(|kid| self.kid(kid, page, depth)),
            // The reference itself, to know it again.
            Some(_) => kids.into_iter().for_each(|kid| self.kid(kid, page, depth)),
            None => {}
        }
    }

    fn kid(&mut self, kid: &Object, page: Option<ObjectId>, depth: usize) {
        if let Ok(id) = kid.as_reference()
            && !self.seen.insert(id)
        {
            return;
        }
        let element = match resolved(self.file, kid) {
            Some(Object::Integer(number)) => return self.sequence(*number, page),
            Some(Object::Dictionary(element)) if depth < limits::DEPTH => element,
            _ => return,
        };
        if let Ok(role) = element.get(b"S").and_then(Object::as_name) {
            self.element(role, element, page, depth);
        } else if let Ok(number) = element.get(b"MCID").and_then(Object::as_i64) {
            let own = element.get(b"Pg").and_then(Object::as_reference).ok();
            self.sequence(number, own.or(page));
        }
    }

    fn element(&mut self, role: &[u8], element: &Dictionary, page: Option<ObjectId>, depth: usize) {
        if IN_LINE.contains(&role) {
            return self.kids(element, page, depth + 1);
        }
        self.flush();
        let (cell, in_note) = (self.cell, self.in_note);
        match role {
            b"Table" => {
                self.tables += 1;
                self.cell = Some((self.tables, 0, 0));
            }
            b"Note" => {
                self.notes += 1;
                self.in_note = true;
            }
            _ => {}
        }
        if let Some((_, row, column)) = &mut self.cell {
            match role {
                b"TR" => (*row, *column) = (*row + 1, 0),
                b"TD" | b"TH" => *column += 1,
                _ => {}
            }
        }
        self.kids(element, page, depth + 1);
        self.flush();
        self.in_note = in_note;
        if role == b"Table" {
            self.cell = cell;
        }
    }

    fn sequence(&mut self, number: i64, page: Option<ObjectId>) {
        let page = page.and_then(|page| self.pages.get(&page));
        let text = page.and_then(|page| Some((page.number, page.sequences.get(&number)?)));
        if let Some((page, text)) = text {
            self.page.get_or_insert(page);
            self.text.push_str(text);
        }
    }

    /// Ends a line.
    fn flush(&mut self) {
        let (text, page) = (plain(&std::mem::take(&mut self.text)), self.page.take());
        if text.is_empty() {
            return;
        }
        let place = if self.in_note {
            Place::Note(self.notes)
        } else if let Some((table, row, column)) = self.cell {
            Place::Cell(table, row, column)
        } else {
            self.paragraphs += 1;
            Place::Paragraph(self.paragraphs)
        };
        self.lines.push(Line { place, page, text });
    }
}

//! The text of a PDF as a reader program finds it: by its structure tree, its marked content and
//! the `ToUnicode` maps of its fonts (ISO 32000-1, 9.10 and 14.7). Nothing of our writer is used.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// The texts of the structure elements in the order of the tree.
pub(crate) struct Told {
    /// The role of the element and of those it stands in, such as `Table TR TD P`, and a text.
    pub(crate) texts: Vec<(String, String)>,
}

/// What the elements of a file say.
pub(crate) fn read(bytes: &[u8]) -> Told {
    let file = Document::load_mem(bytes).expect("the file can be read");
    let pages: BTreeMap<ObjectId, BTreeMap<i64, String>> = file
        .page_iter()
        .map(|page| (page, sequences(&file, page)))
        .collect();
    let root = file
        .catalog()
        .and_then(|catalog| catalog.get(b"StructTreeRoot"));
    let root = dictionary(&file, root.expect("the file is tagged"));
    let mut walk = Walk {
        file: &file,
        pages: &pages,
        texts: Vec::new(),
    };
    walk.kids(root, "", None);
    Told { texts: walk.texts }
}

/// An object, looked up if it is a reference.
fn resolved<'a>(file: &'a Document, object: &'a Object) -> &'a Object {
    file.dereference(object)
        .expect("a reference leads somewhere")
        .1
}

fn dictionary<'a>(file: &'a Document, object: &'a Object) -> &'a Dictionary {
    match resolved(file, object) {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        other => panic!("{other:?} is no dictionary"),
    }
}

/// Goes through the structure tree.
struct Walk<'a> {
    file: &'a Document,
    pages: &'a BTreeMap<ObjectId, BTreeMap<i64, String>>,
    texts: Vec<(String, String)>,
}

impl Walk<'_> {
    fn kids(&mut self, element: &Dictionary, roles: &str, page: Option<ObjectId>) {
        let page = element
            .get(b"Pg")
            .and_then(Object::as_reference)
            .ok()
            .or(page);
        let Ok(kids) = element.get(b"K") else { return };
        match resolved(self.file, kids) {
            Object::Array(kids) => kids.iter().for_each(|kid| self.kid(kid, roles, page)),
            kid => self.kid(kid, roles, page),
        }
    }

    fn kid(&mut self, kid: &Object, roles: &str, page: Option<ObjectId>) {
        let element = match resolved(self.file, kid) {
            Object::Integer(number) => return self.sequence(*number, roles, page),
            Object::Dictionary(element) => element,
            other => panic!("{other:?} is no part of the tree"),
        };
        if let Ok(role) = element.get(b"S").and_then(Object::as_name) {
            let roles = format!("{roles} {}", String::from_utf8_lossy(role));
            return self.kids(element, &roles, page);
        }
        if let Ok(number) = element.get(b"MCID").and_then(Object::as_i64) {
            let own = element.get(b"Pg").and_then(Object::as_reference).ok();
            self.sequence(number, roles, own.or(page));
        }
    }

    fn sequence(&mut self, number: i64, roles: &str, page: Option<ObjectId>) {
        let page = page.expect("content stands on a page");
        let text = self.pages[&page].get(&number);
        let text = text.unwrap_or_else(|| panic!("no content {number} on its page"));
        self.texts.push((roles.trim().to_owned(), text.clone()));
    }
}

/// The text of the marked-content sequences of a page by their numbers.
fn sequences(file: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts = file.get_page_fonts(page).expect("a page has fonts");
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = fonts
        .into_iter()
        .map(|(name, font)| (name, to_unicode(file, font)))
        .collect();
    let content = file.get_page_content(page);
    let mut reader = Reader {
        fonts: &fonts,
        font: &BTreeMap::new(),
        open: Vec::new(),
        texts: BTreeMap::new(),
    };
    for operation in Content::decode(&content)
        .expect("content is sound")
        .operations
    {
        reader.operation(&operation);
    }
    assert!(reader.open.is_empty(), "a marked-content sequence is open");
    reader.texts
}

/// Follows the operators of a page (ISO 32000-1, annex A).
struct Reader<'a> {
    fonts: &'a BTreeMap<Vec<u8>, BTreeMap<u16, String>>,
    font: &'a BTreeMap<u16, String>,
    /// The sequences that are open: a number, and the text that stands for all in it.
    open: Vec<(Option<i64>, Option<String>)>,
    texts: BTreeMap<i64, String>,
}

impl Reader<'_> {
    fn operation(&mut self, operation: &Operation) {
        match operation.operator.as_str() {
            "Tf" => {
                let name = operation.operands[0].as_name().expect("a font has a name");
                self.font = &self.fonts[name];
            }
            "Tj" | "TJ" => operation.operands.iter().for_each(|shown| self.show(shown)),
            "BMC" => self.open.push((None, None)),
            "BDC" => self.begin(&operation.operands[1]),
            "EMC" => self.end(),
            "'" | "\"" => panic!("an operator that is not read here"),
            _ => {}
        }
    }

    fn begin(&mut self, properties: &Object) {
        let properties = properties
            .as_dict()
            .expect("properties stand in the content");
        let number = properties.get(b"MCID").and_then(Object::as_i64).ok();
        let text = properties.get(b"ActualText").and_then(Object::as_str).ok();
        self.open.push((number, text.map(utf16)));
    }

    fn end(&mut self) {
        let (number, text) = self.open.pop().expect("what ends has begun");
        if let Some(number) = number {
            let said = self.texts.entry(number).or_default();
            if let Some(text) = text {
                *said = text;
            }
        }
    }

    fn show(&mut self, shown: &Object) {
        match shown {
            Object::Array(parts) => parts.iter().for_each(|part| self.show(part)),
            Object::String(codes, _) => {
                let number = self.open.iter().rev().find_map(|(number, _)| *number);
                let Some(number) = number else { return };
                let said = self.texts.entry(number).or_default();
                for code in codes.chunks(2) {
                    let code = u16::from_be_bytes([code[0], code[1]]);
                    said.push_str(self.font.get(&code).expect("every code has a text"));
                }
            }
            _ => {}
        }
    }
}

/// Text of the form `FE FF`, two bytes a unit (ISO 32000-1, 7.9.2.2).
fn utf16(bytes: &[u8]) -> String {
    let bytes = bytes
        .strip_prefix(&[0xFE, 0xFF])
        .expect("text is in UTF-16");
    units(bytes)
}

fn units(bytes: &[u8]) -> String {
    let units = bytes
        .chunks(2)
        .map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
    char::decode_utf16(units)
        .map(|sign| sign.expect("text is sound"))
        .collect()
}

/// The texts of the codes of a font: the lines between `beginbfchar` and `endbfchar`, and those
/// between `beginbfrange` and `endbfrange` (ISO 32000-1, 9.10.3).
fn to_unicode(file: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let map = font
        .get(b"ToUnicode")
        .expect("a font says what its codes mean");
    let Object::Stream(map) = resolved(file, map) else {
        panic!("the map is a stream");
    };
    let map = map
        .decompressed_content()
        .unwrap_or_else(|_| map.content.clone());
    let map = String::from_utf8_lossy(&map).into_owned();
    let mut texts = BTreeMap::new();
    for part in between(&map, "beginbfchar", "endbfchar") {
        let strings: Vec<Vec<u8>> = between(part, "<", ">").map(hexadecimal).collect();
        for pair in strings.chunks(2) {
            texts.insert(code(&pair[0]), units(&pair[1]));
        }
    }
    for part in between(&map, "beginbfrange", "endbfrange") {
        assert!(!part.contains('['), "a form that is not read here");
        let strings: Vec<Vec<u8>> = between(part, "<", ">").map(hexadecimal).collect();
        for triple in strings.chunks(3) {
            let (first, last) = (code(&triple[0]), code(&triple[1]));
            for (step, code) in (first..=last).enumerate() {
                let mut text = triple[2].clone();
                let end = text.len() - 1;
                text[end] += u8::try_from(step).expect("a range ends with its last byte");
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
    let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits.chunks(2).map(|pair| String::from_utf8_lossy(pair));
    pairs
        .map(|pair| u8::from_str_radix(&pair, 16).expect("digits"))
        .collect()
}

fn code(bytes: &[u8]) -> u16 {
    bytes
        .iter()
        .fold(0, |code, byte| code << 8 | u16::from(*byte))
}

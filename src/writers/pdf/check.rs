//! A check of finished files against what the standards ask, where faults of our own must show.
//!
//! It reads the bytes again and goes over the tables of [`super::standards`], so that it believes
//! nothing that the writer believes. That takes longer than the writing; it is there in builds for
//! tests, and veraPDF judges the files of the others.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::standards::{ENTRIES, On, PARENTS, PROPERTIES, Told, Value, WORDS};
use super::tags::{Levels, Tag};

/// Says which clause a file breaks first.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let document = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    let checker = Checker {
        document: &document,
    };
    checker
        .check()
        .map_err(|fault| format!("the file breaks {fault}"))
}

/// A fault if something does not hold: the clause first, then what is wrong.
fn must(holds: bool, source: &str, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds {
        return Ok(());
    }
    Err(format!("{source}: {}", what()))
}

const TREE: &str = "ISO 32000-1, 14.7.4";

struct Checker<'a> {
    document: &'a Document,
}

/// An element of the structure tree, and what it holds.
struct Element<'a> {
    id: ObjectId,
    entries: &'a Dictionary,
    tag: &'a [u8],
}

impl<'a> Checker<'a> {
    fn check(&self) -> Result<(), String> {
        let document = self.document;
        let catalog = document.catalog().map_err(|error| error.to_string())?;
        Self::entries(On::Catalog, catalog, "the root of the file")?;
        self.properties(catalog)?;
        let root = self.follow(catalog.get(b"StructTreeRoot").ok());
        let root = root.ok_or("the structure is not in the file")?;
        let parents = self.numbers(root);
        let mut elements = Vec::new();
        self.gather(root, &mut elements);
        let mut marked = BTreeMap::new();
        for (number, id) in document.get_pages() {
            let page = document
                .get_dictionary(id)
                .map_err(|error| error.to_string())?;
            let what = format!("page {number}");
            Self::entries(On::Page, page, &what)?;
            self.content(id, page, &parents, &mut marked)
                .map_err(|fault| format!("{fault} on {what}"))?;
            self.annotations(page, &parents)
                .map_err(|fault| format!("{fault} on {what}"))?;
        }
        Self::owners(&elements, &marked)?;
        let mut levels = Levels::default();
        for element in &elements {
            self.element(element, &mut levels)?;
        }
        self.identifiers(root, &elements)
    }

    /// The dictionary that an object is or leads to.
    fn follow(&self, object: Option<&'a Object>) -> Option<&'a Dictionary> {
        let (_, object) = self.document.dereference(object?).ok()?;
        object.as_dict().ok()
    }

    fn entries(on: On, dictionary: &Dictionary, what: &str) -> Result<(), String> {
        for entry in ENTRIES.iter().filter(|entry| entry.on == on) {
            let value = dictionary.get(entry.key.as_bytes()).ok();
            let right = value.is_some_and(|value| match entry.value {
                Value::Name(name) => value.as_name().is_ok_and(|found| found == name.as_bytes()),
                Value::Number(number) => value.as_i64().is_ok_and(|found| found == number),
                Value::Flag(flag) => value
                    .as_dict()
                    .and_then(|value| value.get(flag.as_bytes()))
                    .and_then(Object::as_bool)
                    .unwrap_or(false),
                Value::Own => true,
            });
            must(right, entry.source, || format!("`{}` of {what}", entry.key))?;
        }
        Ok(())
    }

    /// Every property that is always told stands in XMP, and what stands in the information
    /// dictionary too.
    fn properties(&self, catalog: &'a Dictionary) -> Result<(), String> {
        let source = "ISO 19005-2, 6.6";
        let metadata = self
            .document
            .dereference(catalog.get(b"Metadata").map_err(told)?);
        let (_, metadata) = metadata.map_err(told)?;
        let xmp = String::from_utf8_lossy(&metadata.as_stream().map_err(told)?.content);
        let info = self.follow(self.document.trailer.get(b"Info").ok());
        for property in &PROPERTIES {
            let key = property.xmp;
            let is_there = xmp.contains(&format!("<{key}>"));
            let in_info = property.info.zip(info);
            let in_info = in_info.map(|(key, info)| info.has(key.as_bytes()));
            must(in_info.is_none_or(|told| told == is_there), source, || {
                format!("XMP and the information dictionary differ in `{key}`")
            })?;
            if let Told::Always(text) = property.told {
                let holds = xmp.contains(&format!("<{key}>{text}</{key}>"));
                must(holds, source, || format!("`{key}` is not „{text}“"))?;
            }
        }
        Ok(())
    }

    /// The parent tree: what stands under each key.
    fn numbers(&self, root: &'a Dictionary) -> BTreeMap<i64, &'a Object> {
        let tree = self.follow(root.get(b"ParentTree").ok());
        let numbers = tree.and_then(|tree| tree.get(b"Nums").and_then(Object::as_array).ok());
        let pairs = numbers.map(Vec::as_slice).unwrap_or_default().chunks(2);
        let pairs = pairs.filter_map(|pair| Some((pair[0].as_i64().ok()?, pair.get(1)?)));
        pairs.collect()
    }

    /// All elements, each before those that it holds.
    fn gather(&self, holder: &'a Dictionary, elements: &mut Vec<Element<'a>>) {
        for kid in kids(holder) {
            let (Ok(id), Some(entries)) = (kid.as_reference(), self.follow(Some(kid))) else {
                continue;
            };
            if let Ok(tag) = entries.get(b"S").and_then(Object::as_name) {
                elements.push(Element { id, entries, tag });
                self.gather(entries, elements);
            }
        }
    }

    /// All that a page shows is an artifact or has an element, and no glyph stands for a missing
    /// one. The element of each number goes to `marked`.
    fn content(
        &self,
        id: ObjectId,
        page: &Dictionary,
        parents: &BTreeMap<i64, &'a Object>,
        marked: &mut BTreeMap<(ObjectId, i64), ObjectId>,
    ) -> Result<(), String> {
        let key = page.get(b"StructParents").and_then(Object::as_i64).ok();
        let elements = key.and_then(|key| self.document.dereference(parents.get(&key)?).ok());
        let elements = elements.and_then(|(_, elements)| elements.as_array().ok());
        let content = self
            .document
            .get_and_decode_page_content(id)
            .map_err(told)?;
        let mut depth = 0;
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" | "BMC" => {
                    must(depth == 0, TREE, || {
                        "marked content in marked content".to_owned()
                    })?;
                    depth += 1;
                    let mark = operation
                        .operands
                        .get(1)
                        .and_then(|mark| mark.as_dict().ok());
                    let number =
                        mark.and_then(|mark| mark.get(b"MCID").and_then(Object::as_i64).ok());
                    let Some(number) = number else { continue };
                    let parent = elements.and_then(|list| list.get(number as usize));
                    let parent = parent.and_then(|parent| parent.as_reference().ok());
                    let missing = || format!("{TREE}: marked content {number} without an element");
                    marked.insert((id, number), parent.ok_or_else(missing)?);
                }
                "EMC" => depth -= 1,
                "Tj" | "TJ" | "S" | "s" | "f" | "f*" | "B" | "Do" => {
                    let source = "ISO 14289-1, 7.1; ISO 19005-2, 6.7.3.2";
                    must(depth == 1, source, || {
                        "something drawn without a meaning".to_owned()
                    })?;
                    let shown = operation.operands.first();
                    must(
                        !shown.is_some_and(shows_missing),
                        "ISO 19005-2, 6.2.11.8",
                        || "a glyph that stands for a missing one".to_owned(),
                    )?;
                }
                _ => {}
            }
        }
        must(depth == 0, TREE, || {
            "marked content that does not end".to_owned()
        })
    }

    /// Every annotation has what it must have, and the element that its key leads to has it.
    fn annotations(
        &self,
        page: &'a Dictionary,
        parents: &BTreeMap<i64, &'a Object>,
    ) -> Result<(), String> {
        let annotations = page.get(b"Annots").and_then(Object::as_array).ok();
        for reference in annotations.into_iter().flatten() {
            let annotation = self
                .follow(Some(reference))
                .ok_or("an annotation is missing")?;
            Self::entries(On::Annotation, annotation, "an annotation")?;
            let key = annotation
                .get(b"StructParent")
                .and_then(Object::as_i64)
                .ok();
            let element = key.and_then(|key| self.follow(parents.get(&key).copied()));
            let is_in = |wanted: Tag| {
                element.is_some_and(|element| {
                    let tag = element.get(b"S").and_then(Object::as_name);
                    let holds = |kid: &Object| {
                        let kid = kid.as_dict().and_then(|kid| kid.get(b"Obj"));
                        kid.is_ok_and(|kid| kid == reference)
                    };
                    tag.is_ok_and(|tag| tag == wanted.name().as_bytes()) && kids(element).any(holds)
                })
            };
            let kind = annotation.get(b"Subtype").and_then(Object::as_name);
            if kind.is_ok_and(|kind| kind == b"Widget") {
                must(is_in(Tag::Form), "ISO 14289-1, 7.18.4", || {
                    "a field in no form".to_owned()
                })?;
                must(annotation.has(b"TU"), "ISO 14289-1, 7.18.1", || {
                    "a field without words".to_owned()
                })?;
                must(annotation.has(b"AP"), "ISO 19005-2, 6.3.3", || {
                    "a field without an appearance".to_owned()
                })?;
                continue;
            }
            must(is_in(Tag::Link), "ISO 14289-1, 7.18.5", || {
                "an annotation in no link".to_owned()
            })?;
            let leads = annotation.has(b"A") || annotation.has(b"Dest");
            must(leads, "ISO 32000-1, 12.5.6.5", || {
                "a link that leads nowhere".to_owned()
            })?;
        }
        Ok(())
    }

    /// Elements hold exactly the marked content that names them.
    fn owners(
        elements: &[Element<'a>],
        marked: &BTreeMap<(ObjectId, i64), ObjectId>,
    ) -> Result<(), String> {
        let mut held = 0;
        for element in elements {
            let page = element
                .entries
                .get(b"Pg")
                .and_then(Object::as_reference)
                .ok();
            for kid in kids(element.entries) {
                let own = |kid: &Dictionary| {
                    let page = kid.get(b"Pg").and_then(Object::as_reference);
                    let number = kid.get(b"MCID").and_then(Object::as_i64);
                    page.ok().zip(number.ok())
                };
                let on_page = page.zip(kid.as_i64().ok());
                let Some(key) = on_page.or_else(|| kid.as_dict().ok().and_then(own)) else {
                    continue;
                };
                held += 1;
                must(marked.get(&key) == Some(&element.id), TREE, || {
                    format!("marked content {} with two elements", key.1)
                })?;
            }
        }
        must(held == marked.len(), TREE, || {
            "marked content that no element holds".to_owned()
        })
    }

    /// Identifiers are unique, the tree of names leads to each, and header cells are there.
    fn identifiers(&self, root: &'a Dictionary, elements: &[Element<'a>]) -> Result<(), String> {
        let mut named = BTreeMap::new();
        for element in elements {
            if let Ok(name) = element.entries.get(b"ID").and_then(Object::as_str) {
                must(
                    named.insert(name, element).is_none(),
                    "ISO 14289-1, 7.9",
                    || "two elements with one `ID`".to_owned(),
                )?;
            }
        }
        let mut found = Vec::new();
        let tree = self.follow(root.get(b"IDTree").ok());
        for leaf in tree.map(|tree| list(tree, b"Kids")).unwrap_or_default() {
            let leaf = self
                .follow(Some(leaf))
                .ok_or("a leaf of the tree of names is missing")?;
            found.extend(list(leaf, b"Names").chunks(2).filter_map(|pair| {
                Some((pair[0].as_str().ok()?, pair.get(1)?.as_reference().ok()?))
            }));
        }
        let wanted: Vec<(&[u8], ObjectId)> =
            named.iter().map(|(name, of)| (*name, of.id)).collect();
        must(found == wanted, "ISO 32000-1, 14.7.2", || {
            "the `IDTree` is wrong".to_owned()
        })?;
        for name in elements.iter().flat_map(|element| headers(element.entries)) {
            let header = named.get(name).is_some_and(|header| header.tag == b"TH");
            must(header, "ISO 32000-1, 14.8.5.7", || {
                "`Headers` name no header cell".to_owned()
            })?;
        }
        Ok(())
    }

    /// An element stands where it may, says what it must, and is no heading that jumps.
    fn element(&self, element: &Element<'a>, levels: &mut Levels) -> Result<(), String> {
        let tag = String::from_utf8_lossy(element.tag);
        for word in WORDS.iter().filter(|word| word.tag.name() == tag) {
            let attributes = element.entries.get(b"A").and_then(Object::as_dict);
            let said = element.entries.has(word.key.as_bytes())
                || attributes.is_ok_and(|attributes| attributes.has(word.key.as_bytes()))
                // A figure of which nothing is drawn has no place.
                || (word.key == "BBox" && kids(element.entries).next().is_none());
            must(said, word.source, || {
                format!("a `{tag}` without `{}`", word.key)
            })?;
        }
        let parent = self.follow(element.entries.get(b"P").ok());
        let parent = parent.and_then(|parent| parent.get(b"S").and_then(Object::as_name).ok());
        let parent = String::from_utf8_lossy(parent.unwrap_or_default());
        for (_, allowed) in PARENTS.iter().filter(|(child, _)| child.name() == tag) {
            let names: BTreeSet<&str> = allowed.iter().map(|tag| tag.name()).collect();
            must(names.contains(&*parent), "ISO 14289-1, 7.2", || {
                format!("a `{tag}` in a `{parent}`")
            })?;
        }
        if let Some(level) = tag
            .strip_prefix('H')
            .and_then(|level| level.parse::<u8>().ok())
        {
            let wanted = levels.enter(level);
            must(level == wanted, "ISO 14289-1, 7.4.2", || {
                format!("a heading of level {level} where {wanted} is the next")
            })?;
        }
        Ok(())
    }
}

/// What an element holds.
fn kids(holder: &Dictionary) -> impl Iterator<Item = &Object> {
    let kids = holder.get(b"K").ok();
    kids.into_iter().flat_map(|kids| match kids {
        Object::Array(kids) => kids.as_slice(),
        kid => std::slice::from_ref(kid),
    })
}

fn list<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    let list = dictionary.get(key).and_then(Object::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

/// The names of the header cells of a cell.
fn headers(element: &Dictionary) -> impl Iterator<Item = &[u8]> {
    let attributes = element.get(b"A").and_then(Object::as_dict).ok();
    let names = attributes.map(|attributes| list(attributes, b"Headers"));
    let names = names.unwrap_or_default().iter();
    names.filter_map(|name| name.as_str().ok())
}

/// Whether a show-text operation shows glyph 0 of a composite font.
fn shows_missing(shown: &Object) -> bool {
    match shown {
        Object::String(codes, _) => codes.chunks(2).any(|code| code == [0, 0]),
        Object::Array(pieces) => pieces.iter().any(shows_missing),
        _ => false,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn told(error: lopdf::Error) -> String {
    error.to_string()
}

//! The package that a DOCX is: parts in a zip file, what they are, and how they relate
//! (ECMA-376 Part 2).

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::xml::{self, Element};
use crate::diagnostics::{Message, say};

/// The part that says of what kind the parts are (Part 2, 7.2.3.2).
pub(super) const CONTENT_TYPES: &str = "[Content_Types].xml";

/// The kind of the parts that tell relationships.
pub(super) const RELATIONSHIPS_TYPE: &str =
    "application/vnd.openxmlformats-package.relationships+xml";

/// The namespace of the elements of [`CONTENT_TYPES`].
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// The namespace of the elements of a part that tells relationships.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// How many bytes all parts may have; more is not a document, but an attack.
const ROOM: u64 = 1 << 30;

/// What a file begins with that Office encrypted with a password (MS-CFB, 2.2).
const ENCRYPTED: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A package.
pub(super) struct Package<'a> {
    file: &'a [u8],
    parts: Vec<(String, Vec<u8>)>,
    /// Kinds by endings of names, in lower case.
    defaults: Vec<(String, String)>,
    /// Kinds by names, which begin with `/`.
    overrides: Vec<(String, String)>,
}

/// A relationship of a part, or of the package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Relationship {
    /// Its name within the part that tells it.
    pub(super) id: String,
    /// What it means.
    pub(super) kind: String,
    /// Where it leads.
    pub(super) target: String,
    /// Whether that is `Internal` or `External`, of the package.
    pub(super) mode: String,
}

impl<'a> Package<'a> {
    /// Reads a package.
    ///
    /// # Errors
    ///
    /// Says that the file is no package, or one that two programs could read in two ways.
    pub(super) fn open(file: &'a [u8]) -> Result<Self, Message> {
        if file.starts_with(ENCRYPTED) {
            return Err(say!(
                "the file is locked with a password, or is older than DOCX"
            ));
        }
        let mut archive = ZipArchive::new(Cursor::new(file))
            .map_err(|_| say!("the file is damaged, or is not a DOCX"))?;
        if !tells_all(file, &archive) {
            return Err(say!("the file is damaged: it holds more than it lists"));
        }
        let (mut parts, mut names, mut room) = (Vec::new(), BTreeSet::new(), ROOM);
        for number in 0..archive.len() {
            let damaged = |_| say!("the file is damaged, or is not a DOCX");
            let mut entry = archive.by_index(number).map_err(damaged)?;
            if entry.is_dir() {
                continue;
            }
            let name = entry.name().to_owned();
            let mut bytes = Vec::new();
            let read = entry.by_ref().take(room + 1).read_to_end(&mut bytes);
            let read = read.map_err(|_| say!("the part `{name}` is damaged", name))?;
            room = room
                .checked_sub(read as u64)
                .ok_or_else(|| say!("the file unpacks to more than a gibibyte"))?;
            // Names that differ in case only are the same (Part 2, 6.2.2.3).
            if !names.insert(name.to_ascii_lowercase()) {
                return Err(say!("the file holds `{name}` twice", name));
            }
            parts.push((name, bytes));
        }
        let mut package = Self {
            file,
            parts,
            defaults: Vec::new(),
            overrides: Vec::new(),
        };
        package.read_types()?;
        Ok(package)
    }

    fn read_types(&mut self) -> Result<(), Message> {
        let types = self.part(CONTENT_TYPES);
        let types = types.ok_or_else(|| say!("the file is not a DOCX"))?;
        let types = xml::parse(types).map_err(|fault| of(CONTENT_TYPES, &fault))?;
        for element in types.elements() {
            let attribute = |name| element.attribute(name).unwrap_or_default();
            let kind = attribute("ContentType").to_owned();
            if element.is(TYPES, "Default") {
                let ending = attribute("Extension").to_ascii_lowercase();
                self.defaults.push((ending, kind));
            } else if element.is(TYPES, "Override") {
                self.overrides
                    .push((attribute("PartName").to_owned(), kind));
            }
        }
        Ok(())
    }

    /// The names of the parts, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// What a part holds.
    pub(super) fn part(&self, name: &str) -> Option<&[u8]> {
        let mut parts = self.parts.iter();
        let found = parts.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, bytes)| bytes.as_slice())
    }

    /// Of what kind a part is, as its content type (Part 2, 7.2.3.5).
    pub(super) fn content_type(&self, name: &str) -> Option<&str> {
        let mut overrides = self.overrides.iter();
        let named = |part: &str| {
            part.strip_prefix('/')
                .is_some_and(|part| part.eq_ignore_ascii_case(name))
        };
        let found = overrides.find(|(part, _)| named(part)).or_else(|| {
            let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
            self.defaults.iter().find(|(other, _)| *other == ending)
        });
        found.map(|(_, kind)| kind.as_str())
    }

    /// The relationships that a part tells; there are none if it is not there.
    pub(super) fn relationships(&self, name: &str) -> Result<Vec<Relationship>, Message> {
        let Some(bytes) = self.part(name) else {
            return Ok(Vec::new());
        };
        let fault = |fault: &Message| of(name, fault);
        let root = xml::parse(bytes).map_err(|it| fault(&it))?;
        let odd = || fault(&say!("it holds what is not a relationship"));
        if !root.is(RELATIONS, "Relationships") {
            return Err(odd());
        }
        let all = root.elements().map(|it| relationship(it).ok_or_else(odd));
        let all = all.collect::<Result<Vec<_>, _>>()?;
        let ids: BTreeSet<_> = all.iter().map(|relationship| &relationship.id).collect();
        if ids.len() < all.len() {
            return Err(fault(&say!("two relationships have one name")));
        }
        Ok(all)
    }

    /// The part that a part, or the package (an empty name), relates to as this kind, if any.
    pub(super) fn related(&self, owner: &str, kind: &str) -> Result<Vec<String>, Message> {
        let relationships = self.relationships(&relationships_of(owner))?;
        let inside = relationships
            .into_iter()
            .filter(|it| it.kind == kind && it.mode == "Internal");
        Ok(inside.map(|it| resolve(owner, &it.target)).collect())
    }

    /// The file with some parts changed or added; the bytes of all others are copied as they are.
    ///
    /// # Errors
    ///
    /// Says that the file cannot be packed.
    pub(super) fn with(&self, new: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Message> {
        let unpacked = |_| say!("the file cannot be packed again");
        let mut archive = ZipArchive::new(Cursor::new(self.file)).map_err(unpacked)?;
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(self.file.len() + 8192)));
        let mut left: Vec<_> = new.iter().collect();
        for number in 0..archive.len() {
            let entry = archive.by_index_raw(number).map_err(unpacked)?;
            let name = entry.name().to_owned();
            match left.iter().position(|(other, _)| *other == name) {
                Some(at) => add(&mut out, &name, &left.remove(at).1)?,
                None => out.raw_copy_file(entry).map_err(unpacked)?,
            }
        }
        for (name, bytes) in left {
            add(&mut out, name, bytes)?;
        }
        Ok(out.finish().map_err(unpacked)?.into_inner())
    }
}

/// Whether what the file lists at its end is all that stands in it, as far as the list tells: a
/// name that is listed twice leads two programs to two parts.
fn tells_all(file: &[u8], archive: &ZipArchive<Cursor<&[u8]>>) -> bool {
    // The last record (APPNOTE 4.3.16): its mark, and at 10 how many entries there are.
    let record = (22 + archive.comment().len() <= file.len())
        .then(|| &file[file.len() - 22 - archive.comment().len()..]);
    record.is_some_and(|record| {
        let count = u16::from_le_bytes([record[10], record[11]]);
        record.starts_with(b"PK\x05\x06") && usize::from(count) == archive.len()
    }) && archive.offset() == 0
}

/// Adds a part as all writers of ours do: deflated, without a time.
fn add(out: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), Message> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Unix);
    let started = out.start_file(name, options).is_ok();
    if started && out.write_all(bytes).is_ok() {
        return Ok(());
    }
    Err(say!("the file cannot be packed again"))
}

fn relationship(element: &Element) -> Option<Relationship> {
    if !element.is(RELATIONS, "Relationship") || element.elements().next().is_some() {
        return None;
    }
    let known = ["Id", "Type", "Target", "TargetMode"];
    if !element.attributes().all(|(name, _)| known.contains(&name)) {
        return None;
    }
    let text = |name| element.attribute(name).map(str::to_owned);
    Some(Relationship {
        id: text("Id")?,
        kind: text("Type")?,
        target: text("Target")?,
        mode: text("TargetMode").unwrap_or_else(|| "Internal".to_owned()),
    })
}

/// The fault of a part.
pub(super) fn of(name: &str, fault: &Message) -> Message {
    say!("the part `{name}`: {fault}", name, fault)
}

/// The name of the part that tells the relationships of a part (Part 2, 6.5.3).
pub(super) fn relationships_of(owner: &str) -> String {
    match owner.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{owner}.rels"),
    }
}

/// The part whose relationships a part tells; empty for the package, `None` for other parts.
pub(super) fn owner_of(name: &str) -> Option<String> {
    let (folder, name) = name.rsplit_once('/')?;
    let name = name.strip_suffix(".rels")?;
    match folder.rsplit_once('/') {
        Some((folder, "_rels")) => Some(format!("{folder}/{name}")),
        None if folder == "_rels" => Some(name.to_owned()),
        _ => None,
    }
}

/// The part that a target names, seen from a part (Part 2, 6.4).
fn resolve(owner: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut names: Vec<_> = owner.split('/').collect();
    names.pop();
    for name in target.split('/') {
        match name {
            "." => {}
            ".." => _ = names.pop(),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The text of a part with an element added at the end of its root.
///
/// # Errors
///
/// Says that the root has no end of its own.
pub(super) fn appended(name: &str, part: &[u8], leaves: &[Leaf]) -> Result<Vec<u8>, Message> {
    let root = xml::parse(part).map_err(|fault| of(name, &fault))?;
    let fault = || of(name, &say!("nothing can be added to it"));
    let text = str::from_utf8(part).map_err(|_| fault())?;
    let end = text.rfind("</").ok_or_else(fault)?;
    // Behind the root there may be a comment, with anything in it.
    let rest = text[end + 2..].trim_end();
    if rest.contains("-->") || rest.contains("?>") {
        return Err(fault());
    }
    let mut out = text[..end].to_owned();
    for (leaf, attributes) in leaves {
        let leaf = format!("{}{leaf}", root.prefix());
        let attributes = attributes
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        out.push_str(&xml::element(&leaf, &attributes.collect::<Vec<_>>(), ""));
    }
    out.push_str(&text[end..]);
    Ok(out.into_bytes())
}

/// An element without content: its name, and its attributes.
pub(super) type Leaf = (&'static str, Vec<(&'static str, String)>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_their_relationships_find_each_other() {
        for (owner, rels) in [
            ("", "_rels/.rels"),
            ("a.xml", "_rels/a.xml.rels"),
            ("word/document.xml", "word/_rels/document.xml.rels"),
        ] {
            assert_eq!(relationships_of(owner), rels);
            assert_eq!(owner_of(rels).as_deref(), Some(owner));
        }
        assert_eq!(owner_of("word/document.xml.rels"), None);
        assert_eq!(owner_of("word/_rels/document.xml"), None);
    }

    #[test]
    fn targets_are_seen_from_their_part() {
        let from = |target| resolve("word/document.xml", target);
        assert_eq!(from("media/a.png"), "word/media/a.png");
        assert_eq!(from("../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(from("/docProps/core.xml"), "docProps/core.xml");
        assert_eq!(resolve("", "./word/document.xml"), "word/document.xml");
    }

    #[test]
    fn what_is_added_stands_at_the_end_and_is_named_as_the_rest() {
        let add = |text: &str| {
            let out = appended("a", text.as_bytes(), &[("b", vec![("c", "<".to_owned())])]);
            out.map(|out| String::from_utf8(out).expect("UTF-8"))
        };
        assert_eq!(
            add("<a><d/></a>"),
            Ok("<a><d/><b c=\"&lt;\"></b></a>".to_owned())
        );
        assert_eq!(
            add("<p:a xmlns:p=\"u\"></p:a>\n"),
            Ok("<p:a xmlns:p=\"u\"><p:b c=\"&lt;\"></p:b></p:a>\n".to_owned())
        );
        assert!(add("<a></a><!-- </a> -->").is_err());
        assert!(add("<a/>").is_err());
    }
}

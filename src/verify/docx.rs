//! What a DOCX tells of itself, whether that still holds, and its words.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::{Format, Line, Place, Read, Seal, Told, Words};
use crate::approval::record;
use crate::diagnostics::{Message, say};
use crate::document::Provenance;
use crate::readers::package::Package;
use crate::writers::docx::provenance::NAMESPACE;
use crate::writers::docx::reading::{self, Reader, plain};
use crate::writers::docx::seal;

/// The parts that a program writes anew whenever it saves a document.
const ALWAYS_WRITTEN: [&str; 3] = [seal::TEXT, "word/styles.xml", "word/settings.xml"];

/// The folder of the signatures of a package (ECMA-376 Part 2, 12.2).
pub(super) const SIGNATURES: &str = "_xmlsignatures/";

pub(super) fn read(bytes: &[u8]) -> Read {
    match Package::open(bytes) {
        Ok(package) => of(package),
        Err(fault) => Read {
            format: Format::Docx,
            told: None,
            seal: Seal::Missing,
            words: Err(fault),
        },
    }
}

/// The parts by their names, unpacked.
type Parts = BTreeMap<String, Vec<u8>>;

fn of(package: Package) -> Read {
    let Package { parts, fault, .. } = package;
    let parts = &parts;
    let words = fault.map_or_else(|| words(parts), Err);
    let item = item(parts);
    let seal = match &item {
        Some((_, sealed)) => check(parts, sealed, words.as_ref().ok()),
        None => Seal::Missing,
    };
    Read {
        format: Format::Docx,
        told: item.map(|(told, _)| told),
        seal,
        words: words.map(|words| lines(&words)),
    }
}

/// What changed from what a file was made of to what it is made of now: the names of the parts.
pub(super) fn changed(
    parts: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> Vec<String> {
    let gone = wanted
        .iter()
        .filter(|(name, digest)| parts.get(*name) != Some(digest));
    let added = parts.keys().filter(|name| !wanted.contains_key(*name));
    let mut names: Vec<String> = gone.map(|(name, _)| name).chain(added).cloned().collect();
    names.sort();
    names
}

/// Whether another program has written the file anew, by the parts that changed.
pub(super) fn is_saved_anew(changed: &[String]) -> bool {
    ALWAYS_WRITTEN
        .iter()
        .all(|part| changed.iter().any(|name| name == part))
}

/// The digests of the parts, without the one that has the seal, and without signatures.
pub(super) fn digests(parts: &Parts) -> BTreeMap<String, String> {
    let sealed = parts
        .iter()
        .filter(|(name, _)| *name != seal::HOME && !name.starts_with(SIGNATURES));
    let digest = |name: &str, bytes: &[u8]| match without_signatures(name, bytes) {
        Some(bytes) => record::digest(&bytes),
        None => record::digest(bytes),
    };
    sealed
        .map(|(name, bytes)| (name.clone(), digest(name, bytes)))
        .collect()
}

/// A part without what only signatures need: two of the parts tell of all others.
pub(super) fn without_signatures(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if !matches!(name, "[Content_Types].xml" | "_rels/.rels") {
        return Some(bytes.to_vec());
    }
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let (mut kept, mut from, mut inside) = (Vec::with_capacity(bytes.len()), 0, false);
    loop {
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        let dropped = inside
            || match &event {
                Event::Empty(element) => of_signatures(element),
                Event::Start(element) => {
                    inside = of_signatures(element);
                    inside
                }
                Event::Eof => return Some(kept),
                _ => false,
            };
        if matches!(event, Event::End(_)) {
            inside = false;
        }
        if !dropped {
            kept.extend_from_slice(bytes.get(from..to)?);
        }
        from = to;
    }
}

/// Whether an element tells of parts that have signatures, and of nothing else.
fn of_signatures(element: &BytesStart<'_>) -> bool {
    let value = |name: &str| {
        reading::attribute(element, name)
            .ok()
            .flatten()
            .unwrap_or_default()
    };
    value("Extension") == "sigs"
        || value("PartName")
            .trim_start_matches('/')
            .starts_with(SIGNATURES)
        || value("Type") == ORIGIN
}

/// The relationship of a package to where its signatures are found (ECMA-376 Part 2, 12.2).
const ORIGIN: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin";

/// The digests of the parts of a file.
pub(super) fn digests_of(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    Package::open(bytes)
        .ok()
        .map(|package| digests(&package.parts))
}

fn check(parts: &Parts, sealed: &seal::Seal, words: Option<&seal::Words>) -> Seal {
    let changed = changed(&digests(parts), &sealed.parts);
    if changed.is_empty() {
        Seal::Whole
    } else if is_saved_anew(&changed) && words.is_some_and(|words| words.digest() == sealed.text) {
        Seal::SameWords
    } else {
        Seal::Broken(changed)
    }
}

/// The words of all parts that have some.
fn words(parts: &Parts) -> Result<seal::Words, Message> {
    let mut words = seal::Words::default();
    if !parts.contains_key(seal::TEXT) {
        return Err(say!(
            "it is no DOCX: it has no part `{name}`",
            name = seal::TEXT
        ));
    }
    let elsewhere = elsewhere(parts);
    for (name, bytes) in parts.iter().filter(|(name, _)| seal::has_words(name)) {
        let mut reader = Reader::default();
        reader
            .feed(bytes)
            .map_err(|error| say!("its part `{name}` cannot be read: {error}", name, error))?;
        words.add(name, reader.lines);
    }
    words.others.extend(elsewhere);
    Ok(words)
}

/// Where programs find the text, if that is not where it is looked for here.
fn elsewhere(parts: &Parts) -> Option<String> {
    let rels = parts
        .get("_rels/.rels")
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut reader = quick_xml::Reader::from_reader(rels);
    while let Ok(event) = reader.read_event() {
        let (Event::Start(element) | Event::Empty(element)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let value = |key: &str| reading::attribute(&element, key).ok().flatten();
        let kind = value("Type").unwrap_or_default();
        let target = value("Target").unwrap_or_default();
        if kind.ends_with("/officeDocument") && target.trim_start_matches('/') != seal::TEXT {
            return Some(format!("[{target}]"));
        }
    }
    None
}

fn lines(words: &seal::Words) -> Words {
    let line = |line: &reading::Line| Line {
        place: match line.place {
            reading::Place::Paragraph(number) => Place::Paragraph(number),
            reading::Place::Cell(table, row, column) => Place::Cell(table, row, column),
            reading::Place::Note(number) => Place::Note(number),
        },
        page: None,
        text: line.text.clone(),
    };
    Words {
        lines: words.text.iter().chain(&words.notes).map(line).collect(),
        others: words.others.clone(),
        tagged: true,
    }
}

/// What the file says of itself: any part of custom XML may, for programs give it other names.
fn item(parts: &Parts) -> Option<(Told, seal::Seal)> {
    let custom = parts
        .iter()
        .filter(|(name, _)| name.starts_with("customXml/"));
    let mut found = custom.filter_map(|(_, bytes)| parse(bytes));
    let (mut told, seal) = found.next()?;
    told.title = parts
        .get("docProps/core.xml")
        .map(|core| title(core))
        .unwrap_or_default();
    Some((told, seal))
}

fn parse(bytes: &[u8]) -> Option<(Told, seal::Seal)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let (mut name, mut seal, mut ours) = (String::new(), seal::Seal::default(), false);
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => {
                let attribute = |key: &str| reading::attribute(&element, key).ok().flatten();
                name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
                let xmlns = element.try_get_attribute("xmlns").ok().flatten();
                ours |= name == "provenance"
                    && xmlns.is_some_and(|value| value.value.as_ref() == NAMESPACE.as_bytes());
                if let (Some(part), Some(digest)) = (attribute("name"), attribute("digest")) {
                    seal.parts.insert(part, digest);
                }
            }
            Event::Text(piece) => {
                let piece = piece.decode().ok()?;
                values.entry(name.clone()).or_default().push_str(&piece);
            }
            Event::GeneralRef(reference) => {
                let piece = reading::resolved(&reference).ok()?;
                values.entry(name.clone()).or_default().push_str(&piece);
            }
            Event::End(_) => name.clear(),
            Event::Eof => break,
            _ => {}
        }
    }
    let mut take = |key: &str| values.remove(key).unwrap_or_default();
    seal.text = take("text");
    let told = Told {
        document: take("document"),
        provenance: Provenance {
            kind: take("kind"),
            digest: take("digest"),
            source: take("source"),
            revision: take("revision"),
            tool: take("tool"),
        },
        title: String::new(),
    };
    (ours && !told.provenance.digest.is_empty()).then_some((told, seal))
}

/// The title among the properties of a file.
fn title(core: &[u8]) -> String {
    let (mut reader, mut inside, mut title) =
        (quick_xml::Reader::from_reader(core), false, String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => inside = element.local_name().as_ref() == b"title",
            Ok(Event::End(_)) => inside = false,
            Ok(Event::Text(text)) if inside => title.push_str(&text.decode().unwrap_or_default()),
            Ok(Event::GeneralRef(reference)) if inside => {
                title.push_str(&reading::resolved(&reference).unwrap_or_default());
            }
            Ok(Event::Eof) | Err(_) => return plain(&title),
            _ => {}
        }
    }
}

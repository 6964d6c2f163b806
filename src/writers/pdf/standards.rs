//! Standards: what PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask of a file, as tables.
//!
//! Every line says where it stands, what it is and which clause asks for it. [`complete`] puts the
//! entries into the dictionaries, [`super::metadata`] tells the properties, and the check of
//! finished files goes over the same lines.

use lopdf::{Dictionary, Object};

use super::file::name;
#[cfg(debug_assertions)]
use super::tags::Tag;

/// A sort of dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// The root of the file.
    Catalog,
    /// A page.
    Page,
    /// An annotation.
    Annotation,
}

/// What an entry is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    /// This name.
    Name(&'static str),
    /// This number.
    Number(i64),
    /// A dictionary in which this is true.
    Flag(&'static str),
    /// Something that is another in each dictionary.
    Own,
}

/// An entry that every dictionary of a sort must have.
pub(super) struct Entry {
    pub(super) on: On,
    pub(super) key: &'static str,
    pub(super) value: Value,
    pub(super) source: &'static str,
}

/// All entries that are asked for.
pub(super) const ENTRIES: [Entry; 11] = [
    entry(
        On::Catalog,
        "MarkInfo",
        Value::Flag("Marked"),
        "ISO 19005-2, 6.7.2.2; ISO 14289-1, 6.2",
    ),
    entry(
        On::Catalog,
        "StructTreeRoot",
        Value::Own,
        "ISO 19005-2, 6.7.3.3; ISO 14289-1, 7.1",
    ),
    entry(
        On::Catalog,
        "Lang",
        Value::Own,
        "ISO 19005-2, 6.7.4; ISO 14289-1, 7.2",
    ),
    entry(
        On::Catalog,
        "ViewerPreferences",
        Value::Flag("DisplayDocTitle"),
        "ISO 14289-1, 7.1",
    ),
    entry(
        On::Catalog,
        "Metadata",
        Value::Own,
        "ISO 19005-2, 6.6.2.1; ISO 14289-1, 7.1",
    ),
    // Black text needs it too: without it a device could take any ink for black.
    entry(
        On::Catalog,
        "OutputIntents",
        Value::Own,
        "ISO 19005-2, 6.2.3",
    ),
    // The order of the tabulator key is that of the structure.
    entry(On::Page, "Tabs", Value::Name("S"), "ISO 14289-1, 7.18.3"),
    entry(
        On::Page,
        "StructParents",
        Value::Own,
        "ISO 32000-1, 14.7.4.4",
    ),
    entry(
        On::Annotation,
        "StructParent",
        Value::Own,
        "ISO 14289-1, 7.18.1; ISO 32000-1, 14.7.4.4",
    ),
    entry(
        On::Annotation,
        "Contents",
        Value::Own,
        "ISO 14289-1, 7.18.5",
    ),
    // It is printed, and neither hidden nor without a view.
    entry(On::Annotation, "F", Value::Number(4), "ISO 19005-2, 6.3.2"),
];

const fn entry(on: On, key: &'static str, value: Value, source: &'static str) -> Entry {
    Entry {
        on,
        key,
        value,
        source,
    }
}

/// Adds to a dictionary what is asked of its sort. `own` has the values that are its own.
///
/// # Errors
///
/// Says which value is missing, and by which clause it must be there.
pub(super) fn complete(
    on: On,
    dictionary: &mut Dictionary,
    own: &[(&str, Object)],
) -> Result<(), String> {
    for entry in ENTRIES.iter().filter(|entry| entry.on == on) {
        let value = match entry.value {
            Value::Name(text) => name(text),
            Value::Number(number) => number.into(),
            Value::Flag(flag) => Dictionary::from_iter([(flag, true.into())]).into(),
            Value::Own => {
                let found = own.iter().find(|(key, _)| *key == entry.key);
                let missing = || format!("nothing to put into `{}` ({})", entry.key, entry.source);
                found.ok_or_else(missing)?.1.clone()
            }
        };
        dictionary.set(entry.key, value);
    }
    Ok(())
}

/// What a document tells about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Its title.
    Title,
    /// Who made it.
    Author,
    /// Its language.
    Language,
    /// The same in all documents.
    Always(&'static str),
}

/// How XMP holds a property (ISO 16684-1, 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One value.
    Simple,
    /// The value in several languages, of which one is there.
    Languages,
    /// Values in an order.
    Ordered,
    /// Values in no order.
    Unordered,
}

/// A property of the document.
pub(super) struct Property {
    /// Its name in XMP.
    pub(super) xmp: &'static str,
    pub(super) form: Form,
    /// Its key in the information dictionary, if it is there too.
    pub(super) info: Option<&'static str>,
    pub(super) told: Told,
}

/// All properties. What stands in the information dictionary and in XMP is one line, so that they
/// agree (ISO 19005-2, 6.6.3). PDF/UA asks for the title (ISO 14289-1, 7.1) and its own mark (5),
/// PDF/A for its own (ISO 19005-2, 6.6.4).
pub(super) const PROPERTIES: [Property; 8] = [
    property(
        "dc:format",
        Form::Simple,
        None,
        Told::Always("application/pdf"),
    ),
    property("dc:title", Form::Languages, Some("Title"), Told::Title),
    property("dc:creator", Form::Ordered, Some("Author"), Told::Author),
    property("dc:language", Form::Unordered, None, Told::Language),
    property(
        "pdf:Producer",
        Form::Simple,
        Some("Producer"),
        Told::Always("aktas"),
    ),
    property("pdfaid:part", Form::Simple, None, Told::Always("2")),
    property("pdfaid:conformance", Form::Simple, None, Told::Always("A")),
    property("pdfuaid:part", Form::Simple, None, Told::Always("1")),
];

const fn property(
    xmp: &'static str,
    form: Form,
    info: Option<&'static str>,
    told: Told,
) -> Property {
    Property {
        xmp,
        form,
        info,
        told,
    }
}

/// Something that every element with a tag must say.
#[cfg(debug_assertions)]
pub(super) struct Word {
    pub(super) tag: Tag,
    /// The key in the element, or in its attributes.
    pub(super) key: &'static str,
    pub(super) source: &'static str,
}

/// What elements must say.
#[cfg(debug_assertions)]
pub(super) const WORDS: [Word; 4] = [
    word(Tag::Figure, "Alt", "ISO 14289-1, 7.3; ISO 19005-2, 6.7.5"),
    word(Tag::Figure, "BBox", "ISO 32000-1, table 344"),
    word(Tag::HeaderCell, "Scope", "ISO 14289-1, 7.5"),
    word(Tag::Note, "ID", "ISO 14289-1, 7.9"),
];

#[cfg(debug_assertions)]
const fn word(tag: Tag, key: &'static str, source: &'static str) -> Word {
    Word { tag, key, source }
}

/// Tags that stand only in others, and which those are (ISO 32000-1, 14.8.4.3; ISO 14289-1, 7.2).
#[cfg(debug_assertions)]
pub(super) const PARENTS: [(Tag, &[Tag]); 9] = [
    (Tag::ContentsItem, &[Tag::Contents]),
    (Tag::ListItem, &[Tag::List]),
    (Tag::ListBody, &[Tag::ListItem]),
    (Tag::TableHead, &[Tag::Table]),
    (Tag::TableBody, &[Tag::Table]),
    (Tag::TableFoot, &[Tag::Table]),
    (
        Tag::Row,
        &[Tag::Table, Tag::TableHead, Tag::TableBody, Tag::TableFoot],
    ),
    (Tag::HeaderCell, &[Tag::Row]),
    (Tag::Cell, &[Tag::Row]),
];

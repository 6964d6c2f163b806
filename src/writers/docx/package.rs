//! The package: the parts, what they are and how they relate, in one zip file.
//!
//! ECMA-376 Part 2. The packer of docx-rs stores the parts uncompressed in the order of a hash
//! map; this one deflates them in a fixed order and with a fixed time, so that the same document
//! is the same file everywhere.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use zip::ZipWriter;

use crate::document::Properties;

use super::chart;
use super::deflated::{Deflated, options};
use super::headers;
use super::links::Links;
use super::media::{ENDINGS, Picture};
use super::provenance;
use super::seal::{HOME, Sealer};
use super::xml::Xml;

/// The namespace of what a package says of its parts.
pub(super) const CONTENT_TYPES: &str =
    "http://schemas.openxmlformats.org/package/2006/content-types";
/// The namespace of relationships.
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/";

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text.
    Document,
    /// How the roles look.
    Styles,
    /// How Word treats the document.
    Settings,
    /// The fonts.
    Fonts,
    /// What controls show until they are filled in.
    Glossary,
    /// How that looks.
    GlossaryStyles,
    /// The lists.
    Numbering,
    /// The footnotes.
    Notes,
    /// The header.
    Header,
    /// The header of the first page.
    FirstHeader,
    /// The footer.
    Footer,
    /// The footer of the first page.
    FirstFooter,
    /// The chart with this number, from 1.
    Chart(usize),
    /// The workbook behind that chart.
    Workbook(usize),
    /// Title, author, language.
    Core,
    /// The program.
    Extended,
    /// What the document was made from.
    Provenance,
    /// What that part is.
    ProvenanceProperties,
}

/// Where a part stands, what it is, and how it is reached.
struct Facts {
    /// The path in the package.
    path: Cow<'static, str>,
    /// The part that relates to it.
    owner: Owner,
    /// The identity and the type of its relationship.
    relationship: (Cow<'static, str>, String),
    /// What it is.
    content_type: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Package,
    Document,
    Glossary,
    Chart(usize),
    Provenance,
}

impl Owner {
    /// The folders around it, the nearest first: from that, its relationships tell their targets.
    const fn folders(self) -> &'static [&'static str] {
        match self {
            Self::Package => &[],
            Self::Document => &["word/"],
            Self::Glossary => &["word/glossary/", "word/"],
            Self::Chart(_) => &["word/charts/", "word/"],
            Self::Provenance => &["customXml/"],
        }
    }

    /// A path in the package, told from its folder.
    fn target(self, path: &str) -> String {
        let folders = self.folders();
        let inside = |folder: &&str| path.strip_prefix(folder);
        let up = folders.iter().take_while(|folder| inside(folder).is_none());
        let up = up.count();
        let rest = folders.get(up).and_then(inside).unwrap_or(path);
        format!("{}{rest}", "../".repeat(up))
    }
}

impl Kind {
    /// The path in the package.
    pub(super) fn path(self) -> Cow<'static, str> {
        self.facts().path
    }

    fn facts(self) -> Facts {
        match self {
            Self::Document => Facts {
                owner: Owner::Package,
                relationship: ("rId1".into(), format!("{OFFICE}officeDocument")),
                ..word("word/document.xml", "", "document.main")
            },
            Self::Styles => word("word/styles.xml", "rIdStyles", "styles"),
            Self::Settings => word("word/settings.xml", "rIdSettings", "settings"),
            Self::Fonts => word("word/fontTable.xml", "rIdFonts", "fontTable"),
            Self::Glossary => Facts {
                relationship: ("rIdGlossary".into(), format!("{OFFICE}glossaryDocument")),
                ..word("word/glossary/document.xml", "", "document.glossary")
            },
            Self::GlossaryStyles => Facts {
                owner: Owner::Glossary,
                ..word("word/glossary/styles.xml", "rId1", "styles")
            },
            Self::Numbering => word("word/numbering.xml", "rIdNumbering", "numbering"),
            Self::Notes => word("word/footnotes.xml", "rIdNotes", "footnotes"),
            Self::Header => word("word/header1.xml", headers::HEADER, "header"),
            Self::FirstHeader => word("word/header2.xml", headers::FIRST_HEADER, "header"),
            Self::Footer => word("word/footer1.xml", headers::FOOTER, "footer"),
            Self::FirstFooter => word("word/footer2.xml", headers::FIRST_FOOTER, "footer"),
            Self::Chart(number) => Facts {
                path: format!("word/charts/chart{number}.xml").into(),
                owner: Owner::Document,
                relationship: (chart::relationship(number).into(), format!("{OFFICE}chart")),
                content_type: "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
                    .to_owned(),
            },
            Self::Workbook(number) => Facts {
                path: format!("word/embeddings/Microsoft_Excel_Sheet{number}.xlsx").into(),
                owner: Owner::Chart(number),
                relationship: (chart::WORKBOOK.into(), format!("{OFFICE}package")),
                content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    .to_owned(),
            },
            Self::Core => Facts {
                path: "docProps/core.xml".into(),
                owner: Owner::Package,
                relationship: ("rId2".into(), format!("{PACKAGE}core-properties")),
                content_type: "application/vnd.openxmlformats-package.core-properties+xml"
                    .to_owned(),
            },
            Self::Extended => Facts {
                path: "docProps/app.xml".into(),
                owner: Owner::Package,
                relationship: ("rId3".into(), format!("{OFFICE}extended-properties")),
                content_type:
                    "application/vnd.openxmlformats-officedocument.extended-properties+xml"
                        .to_owned(),
            },
            Self::Provenance => Facts {
                path: HOME.into(),
                owner: Owner::Document,
                relationship: ("rIdProvenance".into(), format!("{OFFICE}customXml")),
                content_type: "application/xml".to_owned(),
            },
            Self::ProvenanceProperties => Facts {
                path: "customXml/itemProps1.xml".into(),
                owner: Owner::Provenance,
                relationship: ("rId1".into(), format!("{OFFICE}customXmlProps")),
                content_type:
                    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
                        .to_owned(),
            },
        }
    }

    /// The owner that the part is of other parts, if it has relationships of its own.
    const fn owns(self) -> Option<Owner> {
        match self {
            Self::Document => Some(Owner::Document),
            Self::Glossary => Some(Owner::Glossary),
            Self::Chart(number) => Some(Owner::Chart(number)),
            Self::Provenance => Some(Owner::Provenance),
            _ => None,
        }
    }
}

/// A part that the text relates to; its relationship and its content type share a word.
fn word(path: &'static str, id: &'static str, kind: &str) -> Facts {
    Facts {
        path: path.into(),
        owner: Owner::Document,
        relationship: (id.into(), format!("{OFFICE}{kind}")),
        content_type: format!(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        ),
    }
}

/// What a part holds.
pub(super) enum Bytes {
    /// Bytes that are deflated when all parts are packed.
    Plain(Vec<u8>),
    /// Bytes that were deflated when they were written.
    Deflated(Box<Deflated>),
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Plain(Vec::new())
    }
}

/// A part, written.
pub(super) struct Part {
    /// What it is.
    pub(super) kind: Kind,
    /// What it holds.
    pub(super) bytes: Bytes,
    /// The addresses that its text leads to.
    pub(super) links: Links,
}

impl Part {
    /// A part that leads nowhere.
    pub(super) fn new(kind: Kind, bytes: Vec<u8>) -> Self {
        Self {
            kind,
            bytes: Bytes::Plain(bytes),
            links: Links::default(),
        }
    }
}

/// Adds a part to a package.
pub(super) fn add(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    path: &str,
    bytes: &[u8],
) -> Result<(), String> {
    zip.start_file(path, options())
        .map_err(|error| format!("{path}: {error}"))?;
    zip.write_all(bytes)
        .map_err(|error| format!("{path}: {error}"))
}

/// The parts of a document in the order in which they are packed.
pub(super) struct Package<'a> {
    /// The parts.
    pub(super) parts: Vec<Part>,
    /// The pictures of the text.
    pub(super) pictures: Vec<Picture<'a>>,
    /// What is told of the document.
    pub(super) properties: &'a Properties,
}

/// A package while it is packed.
struct Packing {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    sealer: Sealer,
}

impl Packing {
    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        self.sealer.part(path, bytes)?;
        add(&mut self.zip, path, bytes)
    }
}

impl Package<'_> {
    /// Packs the parts into one file.
    pub(super) fn pack(mut self) -> Result<Vec<u8>, String> {
        let mut packing = Packing {
            zip: ZipWriter::new(Cursor::new(Vec::with_capacity(32 * 1024))),
            sealer: Sealer::default(),
        };
        packing.add("[Content_Types].xml", &self.content_types())?;
        packing.add("_rels/.rels", &self.relationships(Owner::Package))?;
        for part in &mut self.parts {
            let path = part.kind.path();
            match std::mem::take(&mut part.bytes) {
                _ if part.kind == Kind::Provenance => {}
                Bytes::Plain(bytes) => packing.add(&path, &bytes)?,
                Bytes::Deflated(part) => {
                    let passed = part.move_to(&mut packing.zip);
                    let passed = passed.map_err(|error| format!("{path}: {error}"))?;
                    packing.sealer.passed(&path, passed);
                }
            }
        }
        for picture in &self.pictures {
            packing.add(&format!("word/{}", picture.path), &picture.bytes)?;
        }
        for part in &self.parts {
            let rels = relationships_of(&part.kind.facts().path);
            if let Some(owner) = part.kind.owns() {
                packing.add(&rels, &self.relationships(owner))?;
            } else if !part.links.is_empty() {
                let mut xml = Xml::part("Relationships", &[("xmlns", RELATIONSHIPS)]);
                links(&mut xml, &part.links);
                packing.add(&rels, &xml.finish())?;
            }
        }
        self.seal(packing)
    }

    /// Adds the part that has the seal, if there is one, and ends the file.
    fn seal(&self, packing: Packing) -> Result<Vec<u8>, String> {
        let Packing { mut zip, sealer } = packing;
        if provenance::is_told(self.properties) {
            let item = provenance::item(self.properties, &sealer.finish());
            add(&mut zip, &Kind::Provenance.path(), &item)?;
        }
        let file = zip.finish().map_err(|error| error.to_string())?;
        Ok(file.into_inner())
    }

    fn content_types(&self) -> Vec<u8> {
        let mut xml = Xml::part("Types", &[("xmlns", CONTENT_TYPES)]);
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        xml.leaf("Default", &[("Extension", "rels"), ("ContentType", rels)]);
        xml.leaf(
            "Default",
            &[("Extension", "xml"), ("ContentType", "application/xml")],
        );
        for (ending, kind) in ENDINGS {
            let mut paths = self.pictures.iter().map(|picture| &picture.path);
            if paths.any(|path| path.ends_with(ending)) {
                xml.leaf("Default", &[("Extension", ending), ("ContentType", kind)]);
            }
        }
        for facts in self.parts.iter().map(|part| part.kind.facts()) {
            let path = format!("/{}", facts.path);
            xml.leaf(
                "Override",
                &[("PartName", &path), ("ContentType", &facts.content_type)],
            );
        }
        xml.finish()
    }

    fn relationships(&self, owner: Owner) -> Vec<u8> {
        let mut xml = Xml::part("Relationships", &[("xmlns", RELATIONSHIPS)]);
        let facts = self.parts.iter().map(|part| part.kind.facts());
        for Facts {
            path,
            relationship: (id, kind),
            ..
        } in facts.filter(|facts| facts.owner == owner)
        {
            relationship(&mut xml, &id, &kind, &owner.target(&path), false);
        }
        if owner == Owner::Document {
            let document = self.parts.iter().filter(|part| part.kind == Kind::Document);
            document.for_each(|part| links(&mut xml, &part.links));
            for picture in &self.pictures {
                let (id, target) = (&picture.relationship, &picture.path);
                relationship(&mut xml, id, &format!("{OFFICE}image"), target, false);
            }
        }
        xml.finish()
    }
}

/// The path of the part that tells the relationships of the part at a path (Part 2, 6.5.3).
fn relationships_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/_rels/{name}.rels")
}

fn links(xml: &mut Xml, links: &Links) {
    for (id, address) in links.iter() {
        relationship(xml, &id, &format!("{OFFICE}hyperlink"), address, true);
    }
}

fn relationship(xml: &mut Xml, id: &str, kind: &str, target: &str, external: bool) {
    let attributes = [
        ("Id", id),
        ("Type", kind),
        ("Target", target),
        ("TargetMode", "External"),
    ];
    xml.leaf("Relationship", &attributes[..if external { 4 } else { 3 }]);
}

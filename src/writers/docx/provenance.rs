//! What the document was made from, as data that Word keeps with it.
//!
//! A custom XML part (ECMA-376 Part 1, 15.2.5) holds what a program asks who meets the file again;
//! Word shows nothing of it, and writes it again as it was when a person saves the document. Its
//! properties (15.2.6) name the part by an identity, and the namespace of what it holds.
//!
//! It holds the [seal](super::seal) of the file, too.

use crate::document::Properties;

use super::seal::Seal;
use super::xml::{Xml, clean};

/// The namespace of the part; the number changes when what stands there changes its meaning.
pub const NAMESPACE: &str = "urn:aktas:provenance:1";

/// The identity of the part among those of a document, the same in all documents.
const ITEM: &str = "{B7C0C8E4-5A52-4C5D-9B0E-6F1D8A3E2C71}";

const PROPERTIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";

/// Whether a document tells where it is from; one that does not has no such part.
pub(super) fn is_told(properties: &Properties) -> bool {
    !properties.provenance.digest.is_empty()
}

/// Writes the part.
pub(super) fn item(properties: &Properties, seal: &Seal) -> Vec<u8> {
    let provenance = &properties.provenance;
    let told = [
        ("document", &properties.id),
        ("kind", &provenance.kind),
        ("digest", &provenance.digest),
        ("source", &provenance.source),
        ("revision", &provenance.revision),
        ("tool", &provenance.tool),
    ];
    let mut xml = Xml::part("provenance", &[("xmlns", NAMESPACE)]);
    for (name, value) in told.into_iter().filter(|(_, value)| !value.is_empty()) {
        xml.text(name, &[], &clean(value));
    }
    xml.text("text", &[], &seal.text);
    xml.open("parts", &[]);
    for (name, digest) in &seal.parts {
        xml.leaf("part", &[("name", name), ("digest", digest)]);
    }
    xml.finish()
}

/// Writes the properties of the part (22.5).
pub(super) fn properties() -> Vec<u8> {
    let attributes = [("ds:itemID", ITEM), ("xmlns:ds", PROPERTIES)];
    let mut xml = Xml::part("ds:datastoreItem", &attributes);
    xml.open("ds:schemaRefs", &[]);
    xml.leaf("ds:schemaRef", &[("ds:uri", NAMESPACE)]);
    xml.finish()
}

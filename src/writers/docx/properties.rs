//! `core.xml` and `app.xml`: what is told about the document outside its text.
//!
//! No dates: a document made again from the same content has the same bytes.

use crate::document::Properties;

use super::xml::{Xml, clean};

/// Writes the core properties (ECMA-376 Part 2, 11; Dublin Core).
pub(super) fn core(properties: &Properties) -> Vec<u8> {
    let mut xml = Xml::part(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    let told = [
        ("dc:title", &properties.title),
        ("dc:creator", &properties.author),
        ("dc:identifier", &properties.id),
        ("dc:language", &properties.lang),
        ("cp:category", &properties.category),
        ("cp:contentStatus", &properties.status),
    ];
    for (name, value) in told.into_iter().filter(|(_, value)| !value.is_empty()) {
        xml.text(name, &[], &clean(value));
    }
    xml.finish()
}

/// Writes the extended properties (ECMA-376 Part 1, 22.2): the institution once more, by the word
/// that Word has for it, since what it shows as the author can be a person.
pub(super) fn extended(properties: &Properties) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Xml::part("Properties", &[("xmlns", namespace)]);
    xml.text("Application", &[], "aktas");
    if !properties.author.is_empty() {
        xml.text("Company", &[], &clean(&properties.author));
    }
    xml.finish()
}

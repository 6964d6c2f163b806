//! What the file tells about itself: title and author, the standards it keeps, its colours.
//!
//! Everything is said twice, in the information dictionary for older programs and in XMP for
//! archives, from one table ([`PROPERTIES`]). There are no dates: a document is dated by its
//! approval, and a file by whoever keeps it.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

use super::file::{File, name, text_string};
use super::icc;
use super::standards::{self, Form, On, PROPERTIES, Property, Told};
use crate::document::Properties;

/// Stands for a language that nobody told (BCP 47, 2.2.1).
const UNDETERMINED: &str = "und";

/// Writes the metadata, and all that the root of the file must have.
pub(super) fn write(
    file: &mut File,
    properties: &Properties,
    structure: ObjectId,
) -> Result<(), String> {
    let info = file.document.add_object(information(properties));
    file.document.trailer.set("Info", info);
    let entries = Dictionary::from_iter([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    // Not compressed, so that programs that know no PDF can find it.
    let xmp = Stream::new(entries, xmp(properties).into_bytes()).with_compression(false);
    let xmp = file.document.add_object(xmp);
    let intent = output_intent(file);
    let own = [
        ("StructTreeRoot", Object::Reference(structure)),
        ("Lang", text_string(told(Told::Language, properties))),
        ("Metadata", Object::Reference(xmp)),
        ("OutputIntents", vec![Object::Dictionary(intent)].into()),
    ];
    standards::complete(On::Catalog, file.catalog()?, &own)
}

/// What is told of the document.
fn told(what: Told, properties: &Properties) -> &str {
    match what {
        Told::Title if properties.title.is_empty() => &properties.id,
        Told::Title => &properties.title,
        Told::Author => &properties.author,
        Told::Language if properties.lang.is_empty() => UNDETERMINED,
        Told::Language => &properties.lang,
        Told::Always(text) => text,
    }
}

/// The properties that are told.
fn all(properties: &Properties) -> impl Iterator<Item = (&'static Property, String)> {
    let told = PROPERTIES.iter().map(|property| {
        let text = told(property.told, properties).chars();
        let text: String = text.filter(|c| !c.is_control()).collect();
        (property, text)
    });
    told.filter(|(_, text)| !text.is_empty())
}

fn information(properties: &Properties) -> Dictionary {
    let keys = all(properties).filter_map(|(property, text)| Some((property.info?, text)));
    keys.map(|(key, text)| (key, text_string(&text))).collect()
}

/// Says that colours are those of sRGB (ISO 19005-2, 6.2.3).
fn output_intent(file: &mut File) -> Dictionary {
    let profile = Stream::new(Dictionary::from_iter([("N", 3.into())]), icc::srgb());
    let profile = file.document.add_object(profile);
    let text = |text: &str| Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    Dictionary::from_iter([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text("sRGB")),
        ("Info", text("sRGB IEC61966-2.1")),
        ("DestOutputProfile", Object::Reference(profile)),
    ])
}

/// The metadata as XMP (ISO 16684-1).
fn xmp(properties: &Properties) -> String {
    let mut xmp = String::from(OPENING);
    for (property, text) in all(properties) {
        let (before, after) = match property.form {
            Form::Simple => ("", ""),
            Form::Languages => (
                "<rdf:Alt><rdf:li xml:lang=\"x-default\">",
                "</rdf:li></rdf:Alt>",
            ),
            Form::Ordered => ("<rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq>"),
            Form::Unordered => ("<rdf:Bag><rdf:li>", "</rdf:li></rdf:Bag>"),
        };
        let (key, text) = (property.xmp, escaped(&text));
        let _ = writeln!(xmp, "   <{key}>{before}{text}{after}</{key}>");
    }
    xmp.push_str(CLOSING);
    xmp
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

const OPENING: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
"#;

/// PDF/A knows no schema for the mark of PDF/UA, so the file describes it (ISO 19005-2, 6.6.2.3).
const CLOSING: &str = r#"   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xmp_escapes_and_leaves_out_what_is_not_told() {
        let properties = Properties {
            lang: "lt-LT".to_owned(),
            title: "A & B <C>".to_owned(),
            ..Properties::default()
        };
        let xmp = xmp(&properties);
        assert!(xmp.contains("A &amp; B &lt;C&gt;"), "{xmp}");
        assert!(!xmp.contains("dc:creator"), "{xmp}");
        roxmltree::Document::parse(xmp.trim_start_matches('\u{FEFF}'))
            .unwrap_or_else(|error| panic!("{error}"));
    }
}

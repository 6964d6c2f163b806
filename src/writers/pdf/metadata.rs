//! What the file tells about itself: title and author, the standards it keeps, its colours.
//!
//! Everything is said twice, in the information dictionary for older programs and in XMP for
//! archives, and must agree (ISO 19005-2, 6.6.3). There are no dates: a document is dated by
//! its approval, and a file by whoever keeps it.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, Stream, StringFormat};

use super::file::{File, name, text_string};
use super::icc;
use crate::document::Properties;

const PRODUCER: &str = "aktas";

/// Writes the metadata.
pub(super) fn write(file: &mut File, properties: &Properties) -> Result<(), String> {
    let title = if properties.title.is_empty() {
        &properties.id
    } else {
        &properties.title
    };
    let info = file.document.add_object(information(title, properties));
    file.document.trailer.set("Info", info);
    let entries = Dictionary::from_iter([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    // Not compressed, so that programs that know no PDF can find it.
    let xmp = Stream::new(entries, xmp(title, properties).into_bytes()).with_compression(false);
    let xmp = file.document.add_object(xmp);
    let intent = output_intent(file);

    let catalog = file.catalog()?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    if !properties.lang.is_empty() {
        catalog.set("Lang", text_string(&properties.lang));
    }
    catalog.set(
        "ViewerPreferences",
        Dictionary::from_iter([("DisplayDocTitle", true.into())]),
    );
    Ok(())
}

fn information(title: &str, properties: &Properties) -> Dictionary {
    let entries = [
        ("Title", title),
        ("Author", &properties.author),
        ("Producer", PRODUCER),
    ];
    let told = entries.into_iter().filter(|(_, text)| !text.is_empty());
    told.map(|(key, text)| (key, text_string(text))).collect()
}

/// Says that colours are those of sRGB (ISO 19005-2, 6.2.3). Black text needs it too: without
/// it a device could take any ink for black.
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
fn xmp(title: &str, properties: &Properties) -> String {
    let mut xmp = String::from(OPENING);
    let mut tell = |before: &str, text: &str, after: &str| {
        if !text.is_empty() {
            let _ = writeln!(xmp, "{before}{}{after}", escaped(text));
        }
    };
    tell(
        "   <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
        title,
        "</rdf:li></rdf:Alt></dc:title>",
    );
    tell(
        "   <dc:creator><rdf:Seq><rdf:li>",
        &properties.author,
        "</rdf:li></rdf:Seq></dc:creator>",
    );
    tell(
        "   <dc:language><rdf:Bag><rdf:li>",
        &properties.lang,
        "</rdf:li></rdf:Bag></dc:language>",
    );
    tell("   <pdf:Producer>", PRODUCER, "</pdf:Producer>");
    xmp.push_str(CLOSING);
    xmp
}

fn escaped(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    clean
        .replace('&', "&amp;")
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
   <dc:format>application/pdf</dc:format>
"#;

/// PDF/A knows no schema for the mark of PDF/UA, so the file describes it (ISO 19005-2, 6.6.2.3).
const CLOSING: &str = r#"   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
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
            ..Properties::default()
        };
        let xmp = xmp("A & B <C>", &properties);
        assert!(xmp.contains("A &amp; B &lt;C&gt;"), "{xmp}");
        assert!(!xmp.contains("dc:creator"), "{xmp}");
        roxmltree::Document::parse(xmp.trim_start_matches('\u{FEFF}'))
            .unwrap_or_else(|error| panic!("{error}"));
    }
}

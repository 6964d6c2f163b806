//! What the file tells about itself: title and author, the standards it keeps, its colours.
//!
//! Everything is said twice, in the information dictionary for older programs and in XMP for
//! archives, from one table ([`PROPERTIES`]). There are no dates: a document is dated by its
//! approval, and a file by whoever keeps it. XMP also tells what the file was made from, and has
//! its [`seal`].

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

use super::file::{File, name, text_string};
use super::icc;
use super::seal;
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
    let provenance = &properties.provenance;
    let told = !provenance.digest.is_empty();
    if told {
        for (name, _) in MADE_FROM {
            let text = match name {
                "document" => &properties.id,
                "kind" => &provenance.kind,
                "digest" => &provenance.digest,
                "source" => &provenance.source,
                "tool" => &provenance.tool,
                _ => continue,
            };
            let text: String = text.chars().filter(|c| !c.is_control()).collect();
            let _ = writeln!(xmp, "   <aktas:{name}>{}</aktas:{name}>", escaped(&text));
        }
        let _ = writeln!(xmp, "   {}", seal::blank());
    }
    xmp.push_str("   <pdfaExtension:schemas><rdf:Bag>\n");
    xmp.push_str(&schema(&UNIVERSAL_ACCESS));
    if told {
        xmp.push_str(&schema(&PROVENANCE));
    }
    xmp.push_str(CLOSING);
    xmp
}

/// A schema that PDF/A does not know, which a file that uses it must describe (ISO 19005-2,
/// 6.6.2.3).
struct Schema {
    name: &'static str,
    namespace: &'static str,
    prefix: &'static str,
    /// The type of its properties.
    value: &'static str,
    /// The names of its properties, and what they are.
    properties: &'static [(&'static str, &'static str)],
}

/// The mark of PDF/UA (ISO 14289-1, 5).
const UNIVERSAL_ACCESS: Schema = Schema {
    name: "PDF/UA identification schema",
    namespace: "http://www.aiim.org/pdfua/ns/id/",
    prefix: "pdfuaid",
    value: "Integer",
    properties: &[("part", "Part of ISO 14289 that the file keeps")],
};

/// What the file was made from.
const PROVENANCE: Schema = Schema {
    name: "Provenance of the document",
    namespace: NAMESPACE,
    prefix: "aktas",
    value: "Text",
    properties: &MADE_FROM,
};

/// The namespace of the provenance. A name is put right behind it (ISO 16684-1, 6.2), so it ends
/// with a sign that parts the two; the number changes when what stands there changes its meaning.
pub const NAMESPACE: &str = "urn:aktas:provenance:1#";

/// What is told of what the file was made from.
const MADE_FROM: [(&str, &str); 6] = [
    ("document", "Stable name of the document"),
    ("kind", "Kind of the document"),
    ("digest", "SHA-256 of what approvals are given to"),
    ("source", "File of the content, within its project"),
    ("tool", "Program that made the file, and its version"),
    ("seal", "SHA-256 of the file, with these digits as zeros"),
];

fn schema(schema: &Schema) -> String {
    let Schema {
        name,
        namespace,
        prefix,
        value,
        properties,
    } = schema;
    let mut xmp = format!(
        "    <rdf:li rdf:parseType=\"Resource\">\n     \
         <pdfaSchema:schema>{name}</pdfaSchema:schema>\n     \
         <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>\n     \
         <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\n     \
         <pdfaSchema:property><rdf:Seq>\n"
    );
    for (name, description) in *properties {
        let _ = writeln!(
            xmp,
            "      <rdf:li rdf:parseType=\"Resource\">\n       \
             <pdfaProperty:name>{name}</pdfaProperty:name>\n       \
             <pdfaProperty:valueType>{value}</pdfaProperty:valueType>\n       \
             <pdfaProperty:category>internal</pdfaProperty:category>\n       \
             <pdfaProperty:description>{description}</pdfaProperty:description>\n      </rdf:li>"
        );
    }
    xmp.push_str("     </rdf:Seq></pdfaSchema:property>\n    </rdf:li>\n");
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
    xmlns:aktas="urn:aktas:provenance:1#"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
"#;

const CLOSING: &str = r#"   </rdf:Bag></pdfaExtension:schemas>
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
        assert!(!xmp.contains("<aktas:"), "{xmp}");
        assert!(
            xmp.contains(&format!("xmlns:aktas=\"{NAMESPACE}\"")),
            "{xmp}"
        );
        roxmltree::Document::parse(xmp.trim_start_matches('\u{FEFF}'))
            .unwrap_or_else(|error| panic!("{error}"));
    }
}

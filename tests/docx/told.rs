//! What a file tells of itself and of what it was made from, and what Word is told of it.

use std::collections::BTreeMap;
use std::path::Path;

use aktas::Run;
use aktas::approval::record::digest;
use aktas::document::Provenance;
use aktas::kind::files::Files;

use super::package::part;
use super::{package, plan, sample, written};

#[test]
fn the_file_tells_what_it_was_made_from() {
    let digest = sample::provenance().digest;
    let wanted = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <provenance xmlns=\"urn:aktas:provenance:1\">\
         <document>library-plan-2027</document><kind>activity-plan</kind>\
         <digest>{digest}</digest><source>content/library-plan-2027.yaml</source>\
         <revision>5f2c1e9</revision><tool>aktas 0.1.0</tool><text>sha256:"
    );
    let told = part(&plan(), "customXml/item1.xml");
    assert!(told.starts_with(&wanted), "{told}");
}

/// The seal: the digest of every part but the one that it stands in.
#[test]
fn the_file_tells_what_its_parts_were() {
    let file = plan();
    let told = part(&file, "customXml/item1.xml");
    let told = roxmltree::Document::parse(&told).expect("XML");
    let parts = told
        .descendants()
        .filter(|node| node.has_tag_name(("urn:aktas:provenance:1", "part")));
    let sealed: BTreeMap<_, _> = parts
        .filter_map(|part| Some((part.attribute("name")?, part.attribute("digest")?)))
        .collect();
    let names = package::names(&file);
    assert_eq!(sealed.len(), names.len() - 1);
    for name in names.iter().filter(|name| *name != "customXml/item1.xml") {
        let bytes = package::bytes(&file, name);
        assert_eq!(sealed[name.as_str()], digest(&bytes), "{name}");
    }
}

/// What archives and the window of Word show; no dates, so that the file is the same every time.
#[test]
fn the_file_tells_what_it_is() {
    let core = part(&plan(), "docProps/core.xml");
    for told in [
        "<dc:title>Bibliotekos 2027 metų veiklos planas</dc:title>",
        "<dc:creator>Pavyzdžio gimnazija</dc:creator>",
        "<dc:identifier>library-plan-2027</dc:identifier>",
        "<dc:language>lt-LT</dc:language>",
        "<cp:category>Veiklos planas</cp:category>",
        "<cp:contentStatus>Projektas</cp:contentStatus>",
    ] {
        assert!(core.contains(told), "{core}");
    }
    assert!(!core.contains("dcterms"), "{core}");
    let app = part(&plan(), "docProps/app.xml");
    assert!(
        app.contains("<Company>Pavyzdžio gimnazija</Company>"),
        "{app}"
    );
}

/// Word divides words as our pages do, reads numbers as the document writes them, and gives a table
/// that a person adds the look of ours.
#[test]
fn word_is_told_how_the_document_is_made() {
    let settings = part(&plan(), "word/settings.xml");
    for told in [
        "<w:autoHyphenation/><w:consecutiveHyphenLimit w:val=\"2\"/><w:doNotHyphenateCaps/>",
        "<w:defaultTableStyle w:val=\"Table-table\"/>",
        "<w:themeFontLang w:val=\"lt-LT\"/>",
        "<w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/>",
    ] {
        assert!(settings.contains(told), "{settings}");
    }
    // It would ask to update the fields when the file is opened.
    assert!(!settings.contains("updateFields"), "{settings}");
}

/// The part is reached from the text, and its properties from the part.
#[test]
fn the_part_of_the_provenance_is_where_word_looks_for_it() {
    let file = plan();
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    let leads = |rels: &str, kind: &str, target: &str| {
        let wanted = format!("Type=\"{office}{kind}\" Target=\"{target}\"/>");
        assert!(part(&file, rels).contains(&wanted), "{kind} in {rels}");
    };
    leads(
        "word/_rels/document.xml.rels",
        "customXml",
        "../customXml/item1.xml",
    );
    leads(
        "customXml/_rels/item1.xml.rels",
        "customXmlProps",
        "itemProps1.xml",
    );
    let about = part(&file, "customXml/itemProps1.xml");
    assert!(
        about.contains("ds:uri=\"urn:aktas:provenance:1\""),
        "{about}"
    );
    let types = part(&file, "[Content_Types].xml");
    assert!(types.contains("customXmlProperties+xml"), "{types}");
}

#[test]
fn a_document_from_nowhere_has_no_part_that_tells_where_from() {
    let mut document = sample::plan(1);
    document.properties.provenance = Provenance::default();
    let names = package::names(&written(&document, &sample::style()));
    assert!(
        names.iter().all(|name| !name.starts_with("customXml/")),
        "{names:?}"
    );
}

/// Wherever the project is on the machine, the file tells only where in it the content is.
#[test]
fn the_provenance_names_the_source_and_not_the_machine() {
    let path = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let checked = |path: &Path| {
        let mut run = Run {
            revision: "r1".to_owned(),
            ..Run::default()
        };
        let checked = aktas::check(path, &Files::new(None), &mut run);
        checked.expect("the plan has no fault").document.properties
    };
    // Tests run in the folder of the package.
    let relative = checked(Path::new("./content/library-plan-2027.yaml"));
    let absolute = checked(&path("content/library-plan-2027.yaml"));
    let roundabout = checked(Path::new("src/../content/library-plan-2027.yaml"));
    let told = &relative.provenance;
    assert_eq!(told.source, "content/library-plan-2027.yaml");
    assert_eq!(roundabout.provenance.source, told.source);
    assert_eq!(absolute.provenance.source, told.source);
    assert_eq!(
        (told.kind.as_str(), told.revision.as_str()),
        ("activity-plan", "r1")
    );
    let digest = told.digest.strip_prefix("sha256:").unwrap_or_default();
    assert_eq!(digest.len(), 64, "{}", told.digest);
    assert_eq!(told.digest, absolute.provenance.digest);
    let version = told.tool.strip_prefix("aktas ").unwrap_or_default();
    assert!(
        version.starts_with(|c: char| c.is_ascii_digit()),
        "{version}"
    );
}

//! What is changed in a file after it was made is found.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use aktas::approval::record::digest;
use aktas::verify::{Verdict, judge};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::scene::Scene;

/// The parts of a package in order.
pub(crate) fn parts(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(file)).expect("a package");
    let part = |index| {
        let mut part = zip.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("it is whole");
        (part.name().to_owned(), bytes)
    };
    (0..zip_len(file)).map(part).collect()
}

fn zip_len(file: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(file)).expect("a package").len()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let started = zip.start_file(name, SimpleFileOptions::default());
        started.expect("a part can be started");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

/// The DOCX with the first `from` of a part replaced.
fn replaced(file: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = parts(file);
    let part = parts
        .iter_mut()
        .find(|(part, _)| part == name)
        .expect("the part");
    let text = String::from_utf8(part.1.clone()).expect("XML");
    assert!(text.contains(from), "{from} is not in {name}");
    part.1 = text.replacen(from, to, 1).into_bytes();
    packed(&parts)
}

/// The DOCX with a seal that fits what its parts are now.
fn sealed_again(file: &[u8]) -> Vec<u8> {
    let mut parts = parts(file);
    let digests: BTreeMap<String, String> = parts
        .iter()
        .map(|(name, bytes)| (name.clone(), digest(bytes)))
        .collect();
    let item = parts
        .iter_mut()
        .find(|(name, _)| name == "customXml/item1.xml");
    let item = &mut item.expect("the part of the seal").1;
    let mut text = String::from_utf8(item.clone()).expect("XML");
    for (name, digest) in digests {
        let start = format!("<part name=\"{name}\" digest=\"");
        if let Some(at) = text.find(&start) {
            let from = at + start.len();
            text.replace_range(from..from + digest.len(), &digest);
        }
    }
    *item = text.into_bytes();
    packed(&parts)
}

/// The verdict without a project.
fn alone(file: &[u8]) -> Verdict {
    judge(file, None)
        .expect("there is no ledger to be read")
        .verdict
}

#[test]
fn a_changed_word_is_told_with_its_place_and_what_it_was() {
    let scene = Scene::approved();
    let file = replaced(
        &scene.file("docx"),
        "word/document.xml",
        "Išvyka į 3",
        "Išvyka į 8",
    );
    for (name, file) in [("a.docx", file.clone()), ("b.docx", sealed_again(&file))] {
        scene.project.write(name, file);
        let (status, told) = scene.verify(name);
        assert_eq!(status, Some(4), "{told}");
        assert_eq!(told["differences-in-all"], 1, "{told}");
        let difference = &told["differences"][0];
        assert_eq!(difference["place"], "table 1, row 3, column 2");
        assert_eq!(difference["wanted"], "Išvyka į 3 bibliotekas");
        assert_eq!(difference["found"], "Išvyka į 8 bibliotekas");
    }
}

/// The seal of the forger fits: only the comparison with the document made again finds it.
#[test]
fn a_forged_seal_does_not_help() {
    let scene = Scene::approved();
    let forged = sealed_again(&replaced(
        &scene.file("docx"),
        "word/document.xml",
        "14 mok",
        "41 mok",
    ));
    assert_eq!(alone(&forged), Verdict::Unknown);
    let looks = sealed_again(&replaced(
        &scene.file("docx"),
        "word/styles.xml",
        "w:sz ",
        "w:szz ",
    ));
    assert_eq!(alone(&looks), Verdict::Unknown);
    for (name, file, part) in [
        ("forged.docx", &forged, None),
        ("looks.docx", &looks, Some("word/styles.xml")),
    ] {
        scene.project.write(name, file);
        let (status, told) = scene.verify(name);
        assert_eq!(status, Some(4), "{told}");
        assert_eq!(told["parts"][0].as_str(), part, "{told}");
    }
}

/// Which text a file claims to be of is no proof either.
#[test]
fn a_file_that_claims_another_text_is_not_of_that() {
    let scene = Scene::approved();
    let of = |text: &str| {
        let from = text.find("<digest>sha256:").expect("a digest") + "<digest>".len();
        text[from..from + "sha256:".len() + 64].to_owned()
    };
    let item = |file: &[u8]| {
        let parts: BTreeMap<_, _> = parts(file).into_iter().collect();
        String::from_utf8(parts["customXml/item1.xml"].clone()).expect("XML")
    };
    let old = scene.file("docx");
    scene.write(&crate::scene::PLAN.replace("14 mokyklų", "41 mokyklos"));
    scene.build();
    let draft = scene.file("docx");
    let claim = replaced(
        &draft,
        "customXml/item1.xml",
        &of(&item(&draft)),
        &of(&item(&old)),
    );
    scene.write(crate::scene::PLAN);
    scene.project.write("claim.docx", claim);
    let (status, told) = scene.verify("claim.docx");
    assert_eq!(status, Some(4), "{told}");
    assert!(
        told["differences"].to_string().contains("41 mokyklos"),
        "{told}"
    );
}

#[test]
fn text_in_a_part_that_nobody_expects_is_found() {
    let scene = Scene::approved();
    let mut all = parts(&scene.file("docx"));
    let text = "<w:hdr xmlns:w=\"x\"><w:p><w:r><w:t>Negalioja</w:t></w:r></w:p></w:hdr>";
    all.push(("word/header9.xml".to_owned(), text.as_bytes().to_vec()));
    scene.project.write("a.docx", sealed_again(&packed(&all)));
    let (status, told) = scene.verify("a.docx");
    assert_eq!(status, Some(4));
    assert_eq!(told["differences"][0]["found"], "Negalioja", "{told}");
}

/// A digit on a page of the PDF, in its content and with a seal that fits.
#[test]
fn a_changed_digit_of_a_page_is_found() {
    let scene = Scene::approved();
    let mut document = lopdf::Document::load_mem(&scene.file("pdf")).expect("a PDF");
    let page = document.page_iter().next().expect("a page");
    let id = document.get_page_contents(page)[0];
    let content = document.get_page_content(page);
    let mut content = lopdf::content::Content::decode(&content).expect("content");
    let shown = content
        .operations
        .iter_mut()
        .flat_map(|operation| &mut operation.operands);
    let mut strings: Vec<&mut Vec<u8>> = shown
        .filter_map(|operand| operand.as_array_mut().ok())
        .flatten()
        .filter_map(|part| match part {
            lopdf::Object::String(codes, _) if codes.len() > 8 => Some(codes),
            _ => None,
        })
        .collect();
    // Two glyphs change places.
    let codes = strings
        .iter_mut()
        .find(|codes| codes[..2] != codes[2..4])
        .expect("words");
    codes.swap(0, 2);
    codes.swap(1, 3);
    let stream = document
        .get_object_mut(id)
        .expect("the content")
        .as_stream_mut();
    stream
        .expect("a stream")
        .set_plain_content(content.encode().expect("content"));
    let mut file = Vec::new();
    document.save_to(&mut file).expect("memory takes it");
    scene.project.write("a.pdf", file);
    let (status, told) = scene.verify("a.pdf");
    assert_eq!(status, Some(4), "{told}");
    assert_eq!(told["differences-in-all"], 1, "{told}");
    assert_eq!(told["differences"][0]["page"], 1);
}

/// A map of a font that tells another text than its glyphs show: the words are right, the page is
/// not.
#[test]
fn a_page_that_shows_other_glyphs_is_found() {
    let scene = Scene::approved();
    let mut document = lopdf::Document::load_mem(&scene.file("pdf")).expect("a PDF");
    let fonts = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok());
    let font = fonts
        .filter(|stream| stream.dict.has(b"Length1") || stream.dict.has(b"Subtype"))
        .find(|stream| {
            stream
                .dict
                .get(b"Subtype")
                .is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"OpenType"))
                || stream.dict.has(b"Length1")
        })
        .expect("a font file");
    let mut content = font
        .decompressed_content()
        .unwrap_or_else(|_| font.content.clone());
    let last = content.len() - 1;
    content[last] ^= 1;
    font.set_plain_content(content);
    let mut file = Vec::new();
    document.save_to(&mut file).expect("memory takes it");
    scene.project.write("a.pdf", file);
    let (status, told) = scene.verify("a.pdf");
    assert_eq!(status, Some(4), "{told}");
    assert!(
        told["reasons"].to_string().contains("drawn otherwise"),
        "{told}"
    );
}

/// The DOCX with its parts changed, and with those that every program writes anew when it saves.
fn saved_anew(file: &[u8], changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut parts = parts(file);
    for (name, bytes) in &mut parts {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for (_, from, to) in changes.iter().filter(|(part, ..)| part == name) {
            assert!(text.contains(from), "{from} is not in {name}");
            text = text.replacen(from, to, 1);
        }
        if ["word/document.xml", "word/styles.xml", "word/settings.xml"].contains(&name.as_str()) {
            text.push_str("<!-- saved -->");
        }
        *bytes = text.into_bytes();
    }
    packed(&parts)
}

/// What shows the same words otherwise does not pass for what another program has saved.
#[test]
fn what_hides_covers_or_renumbers_words_is_found() {
    let scene = Scene::approved();
    let file = scene.file("docx");
    scene.project.write("saved.docx", saved_anew(&file, &[]));
    let (status, told) = scene.verify("saved.docx");
    assert_eq!(status, Some(3), "{told}");
    let (text, styles) = ("word/document.xml", "word/styles.xml");
    let run = "<w:r><w:t xml:space=\"preserve\">PATVIRTINTA</w:t></w:r>";
    let with = |look: &str| run.replace("<w:t ", &format!("<w:rPr>{look}</w:rPr><w:t "));
    let around = |start: &str, end: &str| format!("{start}{run}{end}");
    let in_text = [
        with("<w:color w:val=\"FFFFFF\"/>"),
        with("<w:sz w:val=\"2\"/>"),
        with("<w:vanish x:val=\"0\"/>"),
        with("<w:highlight w:val=\"black\"/>"),
        with("<w:shd w:val=\"clear\" w:fill=\"000000\"/>"),
        with("<w:rtl/>"),
        around("<w:moveFrom>", "</w:moveFrom>"),
        around("<w:fldSimple w:instr=\" = 99 \">", "</w:fldSimple>"),
        around(
            "",
            "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>9</w:t></w:r></w:fldSimple>",
        ),
        around(
            "<w:r><w:pict><v:rect fillcolor=\"white\"/></w:pict></w:r>",
            "",
        ),
        around(
            "<mc:AlternateContent><mc:Choice Requires=\"x\">",
            "</mc:Choice></mc:AlternateContent>",
        ),
    ];
    let in_text = in_text.iter().map(|to| (text, run, to.as_str()));
    let hidden = (
        styles,
        "</w:rPr></w:style>",
        "<w:vanish/></w:rPr></w:style>",
    );
    let numbered = ("word/numbering.xml", "w:val=\"%1.\"", "w:val=\"1%1.\"");
    let led = (
        "word/_rels/document.xml.rels",
        "\"styles.xml\"",
        "\"../styles.xml\"",
    );
    for change in in_text.chain([hidden, numbered, led]) {
        scene.project.write("a.docx", saved_anew(&file, &[change]));
        let (status, told) = scene.verify("a.docx");
        assert_eq!(status, Some(4), "{change:?}: {told}");
        assert_ne!(told["differences-in-all"], 0, "{change:?}: {told}");
    }
}

/// A name that a package lists twice leads two programs to two parts.
#[test]
fn a_part_that_is_there_twice_is_found() {
    let scene = Scene::approved();
    let mut all = parts(&scene.file("docx"));
    let text = all.iter().find(|(name, _)| name == "word/document.xml");
    let (_, text) = text.expect("the text").clone();
    all.push(("word/DOCUMENT.xml".to_owned(), text));
    scene.project.write("a.docx", packed(&all));
    let (status, told) = scene.verify("a.docx");
    assert_eq!(status, Some(4), "{told}");
    let mut same = packed(&all);
    // The directory and the part itself get the name of the other.
    let found: Vec<usize> = (0..same.len() - 17)
        .filter(|at| &same[*at..at + 17] == b"word/DOCUMENT.xml")
        .collect();
    found
        .iter()
        .for_each(|at| same[*at..at + 17].copy_from_slice(b"word/document.xml"));
    scene.project.write("a.docx", same);
    let (status, told) = scene.verify("a.docx");
    assert_eq!((found.len(), status), (2, Some(4)), "{told}");
}

/// What a page takes from elsewhere, or what is drawn over it, or instead of all pages.
#[test]
fn what_shows_the_same_pages_otherwise_is_found() {
    use lopdf::{Document, Object, dictionary};
    type Change = Box<dyn Fn(&mut Document)>;
    let scene = Scene::approved();
    let pages = |file: &Document| {
        let pages = file.catalog().and_then(|root| root.get(b"Pages"));
        pages.and_then(Object::as_reference).expect("pages")
    };
    let all: Vec<(&str, Change)> = vec![
        ("nothing", Box::new(|_: &mut Document| {})),
        (
            "what is turned",
            Box::new(move |file| {
                let node = file.get_dictionary_mut(pages(file)).expect("pages");
                node.set("Rotate", 90);
            }),
        ),
        (
            "what is said to be a signature",
            Box::new(|file| {
                let note = file.add_object(dictionary! {
                    "Type" => "Annot", "Subtype" => "FreeText", "FT" => "Sig",
                    "Contents" => Object::string_literal("Negalioja"),
                    "Rect" => vec![0.into(), 0.into(), 500.into(), 800.into()],
                });
                let page = file.page_iter().next().expect("a page");
                let page = file.get_dictionary_mut(page).expect("a page");
                let mut notes = page
                    .get(b"Annots")
                    .and_then(Object::as_array)
                    .cloned()
                    .unwrap_or_default();
                notes.push(note.into());
                page.set("Annots", notes);
            }),
        ),
        (
            "a form instead of the pages",
            Box::new(|file| {
                let form = dictionary! { "XFA" => Object::string_literal("<xdp/>") };
                file.catalog_mut().expect("a root").set("AcroForm", form);
            }),
        ),
        (
            "attachments instead of the pages",
            Box::new(|file| {
                let files = dictionary! { "View" => "D" };
                file.catalog_mut().expect("a root").set("Collection", files);
            }),
        ),
    ];
    for (what, change) in all {
        let mut file = Document::load_mem(&scene.file("pdf")).expect("a PDF");
        change(&mut file);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).expect("memory takes it");
        scene.project.write("a.pdf", bytes);
        let (status, told) = scene.verify("a.pdf");
        let wanted = if what == "nothing" { 3 } else { 4 };
        assert_eq!(status, Some(wanted), "{what}: {told}");
    }
}

//! DOCX files as other programs see them.

#[path = "docx/broken.rs"]
mod broken;
#[path = "docx/controls.rs"]
mod controls;
#[path = "docx/direct.rs"]
mod direct;
#[path = "docx/drawings.rs"]
mod drawings;
#[path = "docx/package.rs"]
mod package;
#[path = "docx/references.rs"]
mod references;
#[path = "docx/sample.rs"]
mod sample;
#[path = "docx/sections.rs"]
mod sections;
#[path = "docx/styles.rs"]
mod styles;
#[path = "docx/tables.rs"]
mod tables;
#[path = "docx/told.rs"]
mod told;

use std::path::Path;
use std::{fs, thread};

use aktas::Run;
use aktas::document::{Block, Document, Inline, Orientation, Section};
use aktas::kind::files::Files;
use aktas::kind::style::Style;
use aktas::writers::Format;
use aktas::writers::docx::lint::lint;
use aktas::writers::docx::{Measures, write};

use drawings::charts;
use package::part;

fn plan() -> Vec<u8> {
    written(&sample::plan(60), &sample::style())
}

fn written(document: &Document, style: &Style) -> Vec<u8> {
    let measures = Measures {
        tables: &sample::columns(),
        headings: &[1, 1, 2, 3],
        ..Measures::default()
    };
    write(document, style, measures, &sample::words()).expect("the plan can be written")
}

fn one_section(blocks: Vec<Block>) -> Document {
    let sections = vec![Section {
        orientation: Orientation::Portrait,
        blocks,
    }];
    Document {
        sections,
        ..sample::plan(0)
    }
}

/// What the DOCX takes from the layout is found without pages if no other format needs them.
#[test]
fn a_docx_is_the_same_beside_a_pdf() {
    for entry in fs::read_dir("content").expect("the content is there") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let docx = |formats: &[Format]| {
            let built = aktas::build(&path, &Files::new(None), formats, &mut Run::default());
            built.expect("it is sound").swap_remove(0).1
        };
        let same = docx(&[Format::Docx]) == docx(&[Format::Docx, Format::Pdf]);
        assert!(same, "{}", path.display());
    }
}

/// Keeps the file for the judges outside: `target/tmp/plan.docx`.
#[test]
fn the_plan_has_no_fault() {
    let file = plan();
    fs::write(
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("plan.docx"),
        &file,
    )
    .expect("the file can be kept");
    assert_eq!(lint(&file), Ok(Vec::new()));
}

/// Eight threads write the same document and others at once, each twice.
#[test]
fn every_thread_writes_the_same_bytes() {
    let alone: Vec<_> = (0..3).map(written_of).collect();
    let threads: Vec<_> = (0..8)
        .map(|first| {
            thread::spawn(move || {
                (0..6)
                    .map(|next| (first + next) % 3)
                    .map(|n| (n, written_of(n)))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    for thread in threads {
        for (number, file) in thread.join().expect("the thread ends well") {
            assert!(file == alone[number], "two files of one document differ");
        }
    }
}

/// Documents of several lengths, with pictures and charts in some.
fn written_of(number: usize) -> Vec<u8> {
    match number {
        0 => plan(),
        1 => written(&sample::plan(7), &sample::style()),
        _ => charts(),
    }
}

#[test]
fn every_part_is_xml() {
    let names = package::names(&plan()).into_iter();
    for name in names.filter(|name| !name.starts_with("word/media/")) {
        let text = part(&plan(), &name);
        assert!(roxmltree::Document::parse(&text).is_ok(), "{name}");
    }
}

#[test]
fn parts_are_packed_in_a_fixed_order() {
    let wanted = [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/footnotes.xml",
        "word/glossary/document.xml",
        "word/glossary/styles.xml",
        "word/numbering.xml",
        "docProps/core.xml",
        "docProps/app.xml",
        "customXml/itemProps1.xml",
        "word/media/image1.png",
        "word/_rels/document.xml.rels",
        "word/_rels/header1.xml.rels",
        "word/_rels/footnotes.xml.rels",
        "word/glossary/_rels/document.xml.rels",
        "customXml/_rels/item1.xml.rels",
        // The seal is over all the others.
        "customXml/item1.xml",
    ];
    assert_eq!(package::names(&plan()), wanted);
}

#[test]
fn a_document_without_text_is_still_a_document() {
    let file = written(
        &Document {
            sections: vec![],
            ..sample::plan(0)
        },
        &sample::style(),
    );
    assert_eq!(lint(&file), Ok(Vec::new()));
}

#[test]
fn what_the_style_does_not_know_is_told() {
    let document = one_section(vec![sample::para("nowhere", sample::line("x"))]);
    let error = write(
        &document,
        &sample::style(),
        Measures::default(),
        &sample::words(),
    );
    assert_eq!(error, Err("the style knows no role `nowhere`".to_owned()));
}

#[test]
fn awkward_characters_arrive() {
    let text = part(&plan(), "word/document.xml");
    let parsed = roxmltree::Document::parse(&text).expect("the part is XML");
    let words: String = parsed
        .descendants()
        .filter_map(|node| node.text().filter(|_| node.is_text()))
        .collect();
    assert!(
        words
            .contains("  & < > \" ' ]]> &amp; 😀 e\u{301} a\u{328}\u{301} nematomas X1    galas  "),
        "{words}"
    );
    let line = |content: Vec<Inline>| {
        written(
            &one_section(vec![sample::para("body", content)]),
            &sample::style(),
        )
    };
    assert!(
        part(&line(vec![Inline::Break]), "word/document.xml")
            .contains("<w:br w:type=\"textWrapping\"/>")
    );
}

/// The text of what a program shows that does not work fields out, one paragraph a line.
fn shown(part: &str) -> String {
    let parsed = roxmltree::Document::parse(part).expect("the part is XML");
    let text = |node: roxmltree::Node<'_, '_>| match node.tag_name().name() {
        "t" => node.text().unwrap_or_default().to_owned(),
        "tab"
            if node
                .parent()
                .is_some_and(|node| node.tag_name().name() == "r") =>
        {
            "\t".to_owned()
        }
        _ => String::new(),
    };
    let line = |p: roxmltree::Node<'_, '_>| p.descendants().map(text).collect::<String>();
    let paragraphs = parsed
        .descendants()
        .filter(|node| node.tag_name().name() == "p");
    paragraphs.map(|p| line(p) + "\n").collect()
}

//! Tests of whole files, and helpers that shape real text.

mod pictures;
mod sample;
mod standards;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use self::sample::sample;
use super::plan::{laid_out, plan};
use super::*;
use crate::document::{Block, ChartSort, Encoding, Image, Scope, Target};
use crate::kind::style::{ChartStyle, Face, Font, PageStyle, RevisionStyle, Sides, Typeface};
use crate::layout::page::{
    Artifact, Glyph, GlyphRun, Item, NodeId, NodeRole, Owner, Page, Rule, Shape, Structure,
};
use crate::length::Length;

static FILES: [&[u8]; 4] = [
    include_bytes!("../../../templates/common/fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../../../templates/common/fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../../../templates/common/fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../../../templates/common/fonts/LiberationSerif-BoldItalic.ttf"),
];

pub(super) fn typeface() -> Typeface {
    Typeface {
        fallbacks: Vec::new(),
        ligatures: false,
        name: "Liberation Serif".to_owned(),
        files: FILES.map(Cow::Borrowed),
    }
}

pub(crate) fn style() -> Style {
    let page = PageStyle {
        width: Length::mm(210),
        height: Length::mm(297),
        margins: Sides::default(),
        number_top: Length::ZERO,
        numbered_from: 2,
    };
    Style {
        page,
        typeface: typeface(),
        paragraphs: BTreeMap::new(),
        tables: BTreeMap::new(),
        figures: BTreeMap::new(),
        charts: BTreeMap::from([("chart".into(), ChartStyle::default())]),
        revisions: RevisionStyle::default(),
    }
}

/// Shapes text at the upper left corner of a page.
pub(crate) fn run(face: Face, size: Length, text: &str) -> GlyphRun {
    let font = Font::Face(face);
    GlyphRun {
        font,
        ..shaped(FILES[face as usize], size, text)
    }
}

/// The same with any font, told as that of the upright face.
fn shaped(file: &[u8], size: Length, text: &str) -> GlyphRun {
    let font = rustybuzz::Face::from_slice(file, 0).unwrap_or_else(|| panic!("font"));
    let units = i64::from(font.units_per_em());
    let scale = |value: i32| Length::milli(i64::from(value) * size.to_milli() / units);
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    let shaped = rustybuzz::shape(&font, &[], buffer);
    let starts: Vec<u32> = shaped
        .glyph_infos()
        .iter()
        .map(|info| info.cluster)
        .collect();
    let glyphs = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .enumerate()
        .map(|(index, (info, at))| {
            let repeated = index > 0 && starts[index - 1] == info.cluster;
            let next = starts[index..].iter().find(|start| **start > info.cluster);
            let end = if repeated {
                info.cluster
            } else {
                next.copied().unwrap_or(text.len() as u32)
            };
            Glyph {
                id: info.glyph_id as u16,
                advance: scale(at.x_advance),
                offset: (scale(at.x_offset), scale(at.y_offset)),
                text: info.cluster..end,
            }
        });
    let (x, y) = (Length::mm(30), Length::mm(20));
    GlyphRun {
        x,
        y,
        font: Font::Face(Face::Regular),
        size,
        text: text.to_owned(),
        glyphs: glyphs.collect(),
    }
}

/// Pages of one run each, all in one paragraph.
pub(super) fn layout_of(runs: Vec<GlyphRun>) -> Layout {
    let mut structure = Structure::default();
    let document = structure.add(NodeRole::Document, None);
    let paragraph = structure.add(NodeRole::Paragraph, Some(document));
    let page = |run| {
        let items = vec![Item {
            shape: Shape::Glyphs(run),
            owner: Owner::Node(paragraph),
            revision: None,
        }];
        Page {
            width: Length::mm(210),
            height: Length::mm(297),
            items,
        }
    };
    Layout {
        pages: runs.into_iter().map(page).collect(),
        structure,
        tables: Vec::new(),
        charts: Vec::new(),
        headings: Vec::new(),
    }
}

pub(super) fn properties() -> Properties {
    Properties {
        id: "library-plan-2027".to_owned(),
        title: "Bibliotekos 2027 metų veiklos planas".to_owned(),
        author: "Pavyzdžio gimnazija".to_owned(),
        lang: "lt-LT".to_owned(),
        ..Properties::default()
    }
}

fn written(layout: &Layout) -> Vec<u8> {
    write(layout, &properties(), &style()).unwrap_or_else(|error| panic!("{error}"))
}

/// Keeps a file for a look with other tools, if `AKTAS_KEEP` names a folder.
fn keep(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("AKTAS_KEEP") {
        let _ = std::fs::write(format!("{folder}/{name}"), bytes);
    }
}

#[test]
fn the_same_pages_give_the_same_bytes_in_every_thread() {
    let layout = Arc::new(sample());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let layout = Arc::clone(&layout);
            std::thread::spawn(move || written(&layout))
        })
        .collect();
    let first = written(&layout);
    keep("sample.pdf", &first);
    for thread in threads {
        assert!(thread.join().is_ok_and(|bytes| bytes == first));
    }
    assert!(first.starts_with(b"%PDF-1.7"));
}

#[test]
fn other_content_has_another_identifier() {
    let identifier = |text: &str| {
        let bytes = written(&layout_of(vec![run(Face::Regular, Length::pt(12), text)]));
        let document = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
        document
            .trailer
            .get(b"ID")
            .cloned()
            .unwrap_or_else(|error| panic!("{error}"))
    };
    assert_eq!(identifier("Planas"), identifier("Planas"));
    assert_ne!(identifier("Planas"), identifier("Planai"));
}

#[test]
fn text_comes_back() {
    let text = "Ąžuolai čiurliai ęėįšųūž – final affluent";
    let bytes = written(&layout_of(vec![run(Face::Regular, Length::pt(12), text)]));
    let document = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let found = document
        .extract_text(&[1])
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.trim(), text);
}

/// Pages are drawn in batches; the last of them with the document.
#[test]
fn every_page_of_a_long_document_has_its_own_text() {
    let words = |number: usize| format!("Puslapis {number}, {}", ["ąčę", "„x“"][number % 2]);
    let runs = (0..130).map(|number| run(Face::Regular, Length::pt(12), &words(number)));
    let bytes = written(&layout_of(runs.collect()));
    let document = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    for number in [0, 1, 63, 64, 127, 128, 129] {
        let found = document.extract_text(&[number as u32 + 1]);
        assert_eq!(found.unwrap_or_default().trim(), words(number));
    }
}

#[test]
fn a_broken_layout_is_no_panic() {
    let mut layout = sample();
    layout.structure.nodes[2].parent = Some(NodeId(99_999));
    layout.structure.nodes[3].parent = Some(NodeId(3));
    for (index, item) in layout.pages[0].items.iter_mut().enumerate() {
        if let Shape::Glyphs(run) = &mut item.shape {
            run.glyphs[0].text = 1..9999;
            run.glyphs[0].advance = Length::milli(1 << 40);
            run.size = Length::milli([0, -5, 1, 12_000][index % 4]);
        }
        if index % 5 == 0 {
            item.owner = Owner::Node(NodeId(77_777));
        }
    }
    let _ = written(&layout);
    for missing in [0, 65_535] {
        let mut lacking = sample();
        if let Shape::Glyphs(run) = &mut lacking.pages[0].items[0].shape {
            run.glyphs[0].id = missing;
        }
        let fault = write(&lacking, &properties(), &style());
        assert!(fault.is_err_and(|fault| fault.contains("6.2.11.8")));
    }
    layout.pages.clear();
    assert!(write(&layout, &properties(), &style()).is_err());
    let mut style = style();
    style.typeface.files[0] = Cow::Borrowed(b"no font");
    assert!(
        write(&sample(), &properties(), &style)
            .is_err_and(|error| error.contains("Liberation Serif"))
    );
}

#[test]
fn a_plan_comes_back_as_its_text() {
    let document = plan(60);
    let (layout, style) = laid_out(&document);
    let bytes =
        write(&layout, &document.properties, &style).unwrap_or_else(|error| panic!("{error}"));
    keep("plan.pdf", &bytes);
    keep(
        "plan.html",
        crate::writers::html::write(&document, &style, &layout.charts).as_bytes(),
    );
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let text = file
        .extract_text(&[1])
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(text.contains("PATVIRTINTA"), "{text}");
    assert_eq!(file.get_pages().len(), layout.pages.len());
}

/// The integer of a dictionary.
fn number(dictionary: &lopdf::Dictionary, key: &str) -> usize {
    let number = dictionary
        .get(key.as_bytes())
        .and_then(lopdf::Object::as_i64);
    number.map_or(usize::MAX, |number| number as usize)
}

#[test]
fn everything_marked_has_its_element() {
    let document = plan(20);
    let (layout, style) = laid_out(&document);
    let bytes =
        write(&layout, &document.properties, &style).unwrap_or_else(|error| panic!("{error}"));
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let get = |from: &lopdf::Dictionary, key: &str| {
        let found = file.get_dict_in_dict(from, key.as_bytes());
        found
            .cloned()
            .unwrap_or_else(|error| panic!("{key}: {error}"))
    };
    let catalog = file.catalog().unwrap_or_else(|error| panic!("{error}"));
    let tree = get(&get(catalog, "StructTreeRoot"), "ParentTree");
    let numbers = tree
        .get(b"Nums")
        .and_then(lopdf::Object::as_array)
        .unwrap_or_else(|error| panic!("{error}"));
    let parent = |key: usize| {
        let value = numbers[2 * key + 1]
            .as_reference()
            .and_then(|id| file.get_object(id));
        value.unwrap_or_else(|error| panic!("{error}"))
    };
    for id in file.get_pages().into_values() {
        let page = file
            .get_dictionary(id)
            .unwrap_or_else(|error| panic!("{error}"));
        let content = file
            .get_and_decode_page_content(id)
            .unwrap_or_else(|error| panic!("{error}"));
        let marks = content
            .operations
            .iter()
            .filter(|operation| operation.operator == "BDC");
        let marks = marks.filter_map(|operation| operation.operands[1].as_dict().ok());
        let mcids: Vec<usize> = marks
            .filter(|mark| mark.has(b"MCID"))
            .map(|mark| number(mark, "MCID"))
            .collect();
        let elements = parent(number(page, "StructParents"))
            .as_array()
            .map_or(0, Vec::len);
        assert_eq!(mcids, (0..elements).collect::<Vec<_>>());
    }
    let links = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let links: Vec<_> = links
        .filter(|dictionary| dictionary.has(b"StructParent"))
        .collect();
    assert_eq!(links.len(), 1);
    let element = parent(number(links[0], "StructParent"))
        .as_dict()
        .and_then(|element| element.get(b"S"));
    assert!(
        element
            .and_then(lopdf::Object::as_name)
            .is_ok_and(|name| name == b"Link")
    );
}

/// ISO 14289-1, 7.8: running heads and feet are told apart from what else is no content.
/// ISO 32000-1, 14.8.5.7.
#[test]
fn a_table_has_a_summary() {
    let bytes = written(&sample());
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let elements = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let attributes =
        elements.filter_map(|element| element.get(b"A").and_then(lopdf::Object::as_dict).ok());
    let summaries = attributes.filter_map(|attributes| attributes.get(b"Summary").ok());
    let summaries: Vec<_> = summaries
        .filter_map(|summary| summary.as_str().ok())
        .collect();
    assert_eq!(summaries, [file::utf16("Lentelė žodžiais")]);
}

#[test]
fn what_is_no_content_says_what_it_is() {
    let mut layout = sample();
    let artifacts = [
        (Artifact::Head, "Pagination Header"),
        (Artifact::Foot, "Pagination Footer"),
        (Artifact::Repeated, "Pagination"),
        (Artifact::Layout, "Layout"),
    ];
    let mut items = layout.pages[0].items.clone();
    items.truncate(artifacts.len());
    for (item, (artifact, _)) in items.iter_mut().zip(artifacts) {
        item.owner = Owner::Artifact(artifact);
    }
    layout.pages[0].items = items;
    let file =
        lopdf::Document::load_mem(&written(&layout)).unwrap_or_else(|error| panic!("{error}"));
    let page = file.get_pages()[&1];
    let content = file
        .get_and_decode_page_content(page)
        .unwrap_or_else(|error| panic!("{error}"));
    let marks = content.operations.iter().filter(|operation| {
        operation.operator == "BDC"
            && operation.operands[0]
                .as_name()
                .is_ok_and(|tag| tag == b"Artifact")
    });
    let told: Vec<String> = marks
        .map(|mark| {
            let mark = mark.operands[1]
                .as_dict()
                .unwrap_or_else(|error| panic!("{error}"));
            let names = [&b"Type"[..], b"Subtype"]
                .map(|key| mark.get(key).and_then(lopdf::Object::as_name));
            let names = names.into_iter().filter_map(Result::ok);
            let names: Vec<_> = names.map(String::from_utf8_lossy).collect();
            names.join(" ")
        })
        .collect();
    assert_eq!(told, artifacts.map(|(_, wanted)| wanted));
}

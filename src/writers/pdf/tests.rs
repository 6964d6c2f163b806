//! Tests of whole files, and helpers that shape real text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::plan::{laid_out, plan};
use super::*;
use crate::document::{Block, ChartSort, Encoding, Image, Scope, Target};
use crate::kind::style::{ChartStyle, Face, Font, PageStyle, Sides, Typeface};
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
    }
}

/// Shapes text at the upper left corner of a page.
pub(super) fn run(face: Face, size: Length, text: &str) -> GlyphRun {
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
        decimals: Vec::new(),
        charts: Vec::new(),
        headings: Vec::new(),
    }
}

mod standards;

/// Builds a page line by line.
struct Sheet {
    structure: Structure,
    items: Vec<Item>,
    y: Length,
}

impl Sheet {
    fn text(&mut self, owner: Owner, face: Face, x: i64, text: &str) {
        let mut run = run(face, Length::pt(12), text);
        (run.x, run.y) = (Length::mm(x), self.y);
        self.items.push(Item {
            shape: Shape::Glyphs(run),
            owner,
        });
    }

    fn line(&mut self) {
        self.y += Length::pt(15);
    }

    fn node(&mut self, role: NodeRole, parent: NodeId) -> NodeId {
        self.structure.add(role, Some(parent))
    }
}

/// One page with a bit of everything.
fn sample() -> Layout {
    let mut sheet = Sheet {
        structure: Structure::default(),
        items: Vec::new(),
        y: Length::mm(20),
    };
    let root = sheet.structure.add(NodeRole::Document, None);
    let section = sheet.node(NodeRole::Section, root);
    heading(&mut sheet, section);
    paragraph(&mut sheet, section);
    list(&mut sheet, section);
    table(&mut sheet, section);
    sheet.text(
        Owner::Artifact(Artifact::Pagination),
        Face::Regular,
        105,
        "2",
    );
    let first = Page {
        width: Length::mm(210),
        height: Length::mm(297),
        items: sheet.items,
    };
    let mut second = first.clone();
    second.items.truncate(3);
    (second.width, second.height) = (first.height, first.width);
    Layout {
        pages: vec![first, second],
        structure: sheet.structure,
        tables: Vec::new(),
        decimals: Vec::new(),
        charts: Vec::new(),
        headings: Vec::new(),
    }
}

fn heading(sheet: &mut Sheet, section: NodeId) {
    let heading = Owner::Node(sheet.node(NodeRole::Heading(1), section));
    sheet.text(
        heading,
        Face::Bold,
        30,
        "BIBLIOTEKOS 2027 METŲ VEIKLOS PLA\u{AD}",
    );
    sheet.line();
    sheet.text(heading, Face::Bold, 30, "NAS");
    sheet.line();
}

fn paragraph(sheet: &mut Sheet, section: NodeId) {
    let id = sheet.node(NodeRole::Paragraph, section);
    let owner = Owner::Node(id);
    sheet.text(
        owner,
        Face::Regular,
        30,
        "Ąžuolai, čiurliai, ęėįšųūž ĄČĘĖĮŠŲŪŽ „Skaitymo“ – 2027\u{A0}m. final affluent ",
    );
    sheet.line();
    sheet.text(owner, Face::Italic, 30, "spalvin\u{AD}");
    sheet.line();
    sheet.text(
        owner,
        Face::BoldItalic,
        30,
        "gas ė\u{301}jo ir U+2010: a\u{2010}b, plačiau ",
    );
    let link = sheet.node(NodeRole::Link(Target::of("https://www.example.lt/ąč")), id);
    sheet.text(Owner::Node(link), Face::Regular, 100, "svetainėje");
    sheet.text(owner, Face::Regular, 120, ". Pabaiga.");
    sheet.line();
}

fn list(sheet: &mut Sheet, section: NodeId) {
    let list = sheet.node(NodeRole::List { numbered: true }, section);
    for (label, text) in [("1.", "pirmas;"), ("2.", "antras.")] {
        let item = sheet.node(NodeRole::ListItem, list);
        let label_node = sheet.node(NodeRole::Label, item);
        sheet.text(Owner::Node(label_node), Face::Regular, 30, label);
        let body = sheet.node(NodeRole::ListBody, item);
        let body = sheet.node(NodeRole::Paragraph, body);
        sheet.text(Owner::Node(body), Face::Regular, 40, text);
        sheet.line();
    }
}

fn table(sheet: &mut Sheet, section: NodeId) {
    let table = sheet.node(NodeRole::Table, section);
    let caption = sheet.node(NodeRole::Caption, table);
    sheet.text(
        Owner::Node(caption),
        Face::Regular,
        30,
        "1 lentelė. Rodikliai",
    );
    sheet.line();
    let head = sheet.node(NodeRole::TableHead, table);
    row(sheet, head, &[(Some(Scope::ColumnGroup), 2, "Rodiklis")]);
    row(
        sheet,
        head,
        &[
            (Some(Scope::Column), 1, "Pavadinimas"),
            (Some(Scope::Column), 1, "Reikšmė"),
        ],
    );
    let body = sheet.node(NodeRole::TableBody, table);
    row(
        sheet,
        body,
        &[(Some(Scope::Row), 1, "Skaitytojai"), (None, 1, "634")],
    );
    row(
        sheet,
        body,
        &[(Some(Scope::Row), 1, "Lankytojai"), (None, 1, "")],
    );
}

fn row(sheet: &mut Sheet, part: NodeId, cells: &[(Option<Scope>, usize, &str)]) {
    let row = sheet.node(NodeRole::Row, part);
    for (index, (scope, columns, text)) in (0..).zip(cells) {
        let role = NodeRole::Cell {
            scope: *scope,
            columns: *columns,
            rows: 1,
        };
        let cell = sheet.node(role, row);
        if !text.is_empty() {
            let paragraph = sheet.node(NodeRole::Paragraph, cell);
            sheet.text(Owner::Node(paragraph), Face::Regular, 30 + 60 * index, text);
        }
    }
    sheet.line();
    let rule = Rule {
        from: (Length::mm(30), sheet.y),
        to: (Length::mm(150), sheet.y),
        thickness: Length::milli(500),
    };
    sheet.items.push(Item {
        shape: Shape::Rule(rule),
        owner: Owner::Artifact(Artifact::Layout),
    });
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

/// A picture on a page is a figure with words and a box; each picture is in the file once.
#[test]
fn pictures_are_figures_and_in_the_file_once() {
    let decode = |digits: &str| {
        use base64::Engine as _;
        let bytes = base64::engine::general_purpose::STANDARD.decode(digits);
        bytes.unwrap_or_else(|error| panic!("{error}"))
    };
    let image = |encoding, digits, width, height| {
        Arc::new(Image {
            encoding,
            bytes: decode(digits),
            width,
            height,
        })
    };
    let dot = image(Encoding::Png, DOT, 4, 2);
    let photo = image(Encoding::Jpeg { colour: true }, PHOTO, 8, 8);
    let mut layout = layout_of(vec![run(Face::Regular, Length::pt(12), "Tekstas")]);
    let alt: Arc<str> = "Raudona dėmė".into();
    for (number, image) in [&dot, &photo, &dot].into_iter().enumerate() {
        let role = NodeRole::Figure { alt: alt.clone() };
        let owner = layout.structure.add(role, Some(NodeId(0)));
        layout.pages[0].items.push(Item {
            shape: Shape::Picture {
                image: image.clone(),
                x: Length::pt(10),
                y: Length::pt(20 + 100 * number as i64),
                width: Length::pt(40),
                height: Length::pt(30),
            },
            owner: Owner::Node(owner),
        });
    }
    let bytes = write(&layout, &properties(), &style()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(Ok(&bytes), write(&layout, &properties(), &style()).as_ref());
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let name_of = |dictionary: &lopdf::Dictionary, key: &[u8]| {
        let value = dictionary.get(key).and_then(|value| value.as_name());
        value.map_or(String::new(), |name| {
            String::from_utf8_lossy(name).into_owned()
        })
    };
    let streams = file
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let images: Vec<_> = streams
        .filter(|stream| name_of(&stream.dict, b"Subtype") == "Image")
        .collect();
    // The picture with transparency, its mask, and the photograph as it was.
    assert_eq!(images.len(), 3);
    let masked = images.iter().filter(|stream| stream.dict.has(b"SMask"));
    assert_eq!(masked.count(), 1);
    let photos: Vec<_> = images
        .iter()
        .filter(|stream| name_of(&stream.dict, b"Filter") == "DCTDecode")
        .collect();
    assert_eq!(photos.len(), 1);
    assert_eq!(photos[0].content, photo.bytes);
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let figures: Vec<_> = dictionaries
        .filter(|element| name_of(element, b"S") == "Figure")
        .collect();
    assert_eq!(figures.len(), 3);
    for figure in figures {
        assert!(figure.has(b"Alt"));
        let attributes = figure.get(b"A").and_then(|value| value.as_dict());
        assert!(attributes.is_ok_and(|attributes| attributes.has(b"BBox")));
    }
}

/// Four by two pixels of a red that lets half of the ground through.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAYAAAB/qH1jAAAAE0lEQVR4nGM8ISfXwIAEmBjQAAAwkAGI8IYynwAAAABJRU5ErkJggg==";

/// Eight by eight blue pixels.
const PHOTO: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAIAAgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDLooor0jzz/9k=";

#[test]
fn a_chart_is_a_figure_with_its_words_and_its_place() {
    use crate::layout::chart::tests::chart;
    let mut document = plan(0);
    let bars = chart(
        ChartSort::Bar,
        &["a", "b"],
        &[&[Some(1), Some(2)], &[Some(3), None]],
    );
    document.sections[0].blocks = vec![Block::Chart(bars)];
    let (layout, style) = laid_out(&document);
    let bytes =
        write(&layout, &document.properties, &style).unwrap_or_else(|error| panic!("{error}"));
    let file = lopdf::Document::load_mem(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let is_figure = |object: &&lopdf::Dictionary| {
        object
            .get(b"S")
            .and_then(lopdf::Object::as_name)
            .is_ok_and(|name| name == b"Figure")
    };
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let figures: Vec<&lopdf::Dictionary> = dictionaries.filter(is_figure).collect();
    let [figure] = figures[..] else {
        panic!("{} figures", figures.len())
    };
    let alt = figure
        .get(b"Alt")
        .and_then(lopdf::Object::as_str)
        .unwrap_or_default();
    assert_eq!(alt, file::utf16("Stulpelinė diagrama „Apsilankymai“."));
    let attributes = figure.get(b"A").and_then(lopdf::Object::as_dict);
    let area = attributes
        .and_then(|attributes| attributes.get(b"BBox"))
        .and_then(lopdf::Object::as_array);
    let area: Vec<f32> = area.map_or(Vec::new(), |area| {
        area.iter()
            .filter_map(|edge| edge.as_float().ok())
            .collect()
    });
    let [left, lower, right, upper] = area[..] else {
        panic!("{area:?}")
    };
    assert!(
        left > 80.0 && right < 570.0 && right - left > 470.0 && upper - lower > 150.0,
        "{area:?}"
    );
}

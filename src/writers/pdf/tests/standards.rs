//! What the standards ask: notes, contents, links within the document, languages, header cells,
//! the text of every glyph, and the check that sees when something is missing.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::sample::Sheet;
use super::*;
use crate::writers::pdf::check::check;

/// Adds a line of a new node.
fn line(sheet: &mut Sheet, role: NodeRole, parent: NodeId, words: &str) -> NodeId {
    let node = sheet.node(role, parent);
    if !words.is_empty() {
        sheet.text(Owner::Node(node), Face::Regular, 30, words);
        sheet.line();
    }
    node
}

fn inside(anchor: &str) -> NodeRole {
    NodeRole::Link(Target::Inside(anchor.into()))
}

/// An entry of a table of contents.
fn entry(sheet: &mut Sheet, contents: NodeId, anchor: &str, words: &str) -> NodeId {
    let item = sheet.node(NodeRole::ContentsItem, contents);
    let reference = sheet.node(NodeRole::Reference, item);
    let link = sheet.node(inside(anchor), reference);
    sheet.text(Owner::Node(link), Face::Regular, 30, words);
    sheet.text(
        Owner::Artifact(Artifact::Layout),
        Face::Regular,
        120,
        ". . .",
    );
    sheet.text(Owner::Node(link), Face::Regular, 170, "2");
    sheet.line();
    item
}

/// Two pages: contents on the first; on the second headings of which one jumps and one is empty,
/// a note, words in English and a table of two header rows.
fn referring() -> Layout {
    let (mut sheet, section) = Sheet::new();
    line(&mut sheet, NodeRole::Heading(1), section, "Ataskaita");
    let contents = sheet.node(NodeRole::Contents, section);
    let item = entry(&mut sheet, contents, "heading-2", "Bendra");
    let nested = sheet.node(NodeRole::Contents, item);
    entry(&mut sheet, nested, "heading-3", "Tuščia");
    let first = std::mem::take(&mut sheet.items);
    sheet.y = Length::mm(50);
    let heading = line(&mut sheet, NodeRole::Heading(3), section, "Bendra");
    note(&mut sheet, heading);
    let empty = line(&mut sheet, NodeRole::Heading(3), section, "");
    sheet.y = Length::mm(100);
    let paragraph = line(&mut sheet, NodeRole::Paragraph, section, "Šventė ");
    let english = line(&mut sheet, NodeRole::Span, paragraph, "Games Week ");
    sheet.structure.nodes[english.0 as usize].lang = Some("en".into());
    let there = line(&mut sheet, inside("nowhere"), paragraph, "niekur");
    assert_eq!(sheet.structure.get(there).parent, Some(paragraph));
    grouped_table(&mut sheet, section);
    let anchors = [("heading-2", heading), ("heading-3", empty)];
    let anchors = anchors.map(|(anchor, node)| (anchor.into(), node));
    sheet.structure.anchors.extend(anchors);
    let page = |items| Page {
        width: Length::mm(210),
        height: Length::mm(297),
        items,
    };
    Layout {
        pages: vec![page(first), page(sheet.items)],
        structure: sheet.structure,
        tables: Vec::new(),
        charts: Vec::new(),
        headings: Vec::new(),
    }
}

fn note(sheet: &mut Sheet, holder: NodeId) {
    let reference = sheet.node(NodeRole::Reference, holder);
    let link = line(sheet, inside("note-1"), reference, "1");
    assert_eq!(sheet.structure.get(link).parent, Some(reference));
    let note = sheet.node(NodeRole::Note, holder);
    let (above, foot) = (sheet.y, Length::mm(270));
    sheet.y = foot;
    line(sheet, NodeRole::Label, note, "1");
    sheet.text(Owner::Node(note), Face::Regular, 40, "Pastaba.");
    sheet.y = above;
    sheet.structure.anchors.insert("note-1".into(), note);
}

fn grouped_table(sheet: &mut Sheet, section: NodeId) {
    let table = sheet.node(
        NodeRole::Table {
            summary: Some("Lentelė žodžiais".into()),
        },
        section,
    );
    let head = sheet.node(NodeRole::TableHead, table);
    let mut cell = |part, scope, words: &str| {
        let row = sheet.node(NodeRole::Row, part);
        let role = NodeRole::Cell {
            scope,
            columns: 1,
            rows: 1,
        };
        let cell = sheet.node(role, row);
        line(sheet, NodeRole::Paragraph, cell, words);
        cell
    };
    let upper = cell(head, Some(Scope::ColumnGroup), "Fondas");
    let lower = cell(head, Some(Scope::Column), "Gauta");
    let body = table_body(sheet, table);
    let headers = &mut sheet.structure.headers;
    headers.insert(lower, vec![upper]);
    headers.insert(body, vec![lower, upper]);
}

fn table_body(sheet: &mut Sheet, table: NodeId) -> NodeId {
    let body = sheet.node(NodeRole::TableBody, table);
    let row = sheet.node(NodeRole::Row, body);
    let role = NodeRole::Cell {
        scope: None,
        columns: 1,
        rows: 1,
    };
    let cell = sheet.node(role, row);
    line(sheet, NodeRole::Paragraph, cell, "634");
    cell
}

fn loaded(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn is(dictionary: &Dictionary, key: &str, wanted: &str) -> bool {
    let name = dictionary.get(key.as_bytes()).and_then(Object::as_name);
    name.is_ok_and(|name| name == wanted.as_bytes())
}

/// The elements with a tag, in the order of their numbers.
fn elements<'a>(file: &'a Document, tag: &str) -> Vec<&'a Dictionary> {
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    dictionaries
        .filter(|element| is(element, "S", tag))
        .collect()
}

fn text_of(dictionary: &Dictionary, key: &str) -> String {
    let bytes = dictionary.get(key.as_bytes()).and_then(Object::as_str);
    let bytes = bytes.unwrap_or_else(|error| panic!("{key}: {error}"));
    let units = bytes[2..]
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    String::from_utf16_lossy(&units.collect::<Vec<_>>())
}

/// The number of the page of a destination, and how far its view is from the upper edge.
fn destination(file: &Document, holder: &Dictionary) -> (u32, i64) {
    let destination = holder.get(b"Dest").and_then(Object::as_array);
    let destination = destination.unwrap_or_else(|error| panic!("{error}"));
    let page = destination[0].as_reference().unwrap_or_default();
    let number = file.get_pages().into_iter().find(|(_, id)| *id == page);
    let top = destination[3].as_float().unwrap_or_default();
    let from_top = Length::mm(297).to_pt() - f64::from(top);
    (
        number.map_or(0, |(number, _)| number),
        from_top.round() as i64,
    )
}

/// The annotations in order: what each says and where it leads.
fn links(file: &Document) -> Vec<(String, (u32, i64))> {
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let links = dictionaries.filter(|annotation| is(annotation, "Subtype", "Link"));
    links
        .map(|link| (text_of(link, "Contents"), destination(file, link)))
        .collect()
}

/// From the upper edge to the upper edge of a line of 12 points, in whole points.
fn line_at(baseline: Length) -> i64 {
    (baseline - Length::pt(12)).to_pt().round() as i64
}

#[test]
fn links_within_the_document_lead_to_what_they_name() {
    let bytes = written(&referring());
    keep("referring.pdf", &bytes);
    let heading = (2, line_at(Length::mm(50)));
    let note = (2, line_at(Length::mm(270)));
    // The empty heading is where the next content is.
    let next = (2, line_at(Length::mm(100)));
    let expected = [("Bendra 2", heading), ("Tuščia 2", next), ("1", note)];
    let expected = expected.map(|(words, place)| (words.to_owned(), place));
    assert_eq!(links(&loaded(&bytes)), expected);
}

#[test]
fn bookmarks_lead_to_the_headings_and_leave_out_their_notes() {
    let file = loaded(&written(&referring()));
    let dictionaries = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let bookmarks = dictionaries.filter(|entry| entry.has(b"Title") && entry.has(b"Dest"));
    let bookmarks: Vec<_> = bookmarks
        .map(|entry| (text_of(entry, "Title"), destination(&file, entry)))
        .collect();
    let expected = [
        ("Ataskaita".to_owned(), (1, line_at(Length::mm(20)))),
        ("Bendra".to_owned(), (2, line_at(Length::mm(50)))),
    ];
    assert_eq!(bookmarks, expected);
}

#[test]
fn what_the_document_says_has_its_own_tags() {
    let file = loaded(&written(&referring()));
    let count = |tag: &str| elements(&file, tag).len();
    // A heading of level 3 under one of level 1 is of level 2.
    for (tag, wanted) in [
        ("TOC", 2),
        ("TOCI", 2),
        ("Reference", 3),
        ("Note", 1),
        ("Link", 3),
        ("Span", 2),
        ("H2", 2),
        ("H3", 0),
    ] {
        assert_eq!(count(tag), wanted, "{tag}");
    }
    let spans = elements(&file, "Span");
    let languages: Vec<_> = spans.iter().filter(|span| span.has(b"Lang")).collect();
    assert_eq!(languages.len(), 1);
    assert_eq!(text_of(languages[0], "Lang"), "en");
}

#[test]
fn a_note_is_read_where_its_number_stands() {
    let (mut sheet, section) = Sheet::new();
    let paragraph = line(&mut sheet, NodeRole::Paragraph, section, "Šventė");
    note(&mut sheet, paragraph);
    let foot = sheet.items.split_off(sheet.items.len() - 2);
    sheet.text(Owner::Node(paragraph), Face::Regular, 30, " vyko ");
    line(&mut sheet, NodeRole::Span, paragraph, "gegužę");
    sheet.items.extend(foot);
    let page = Page {
        width: Length::mm(210),
        height: Length::mm(297),
        items: sheet.items,
    };
    let layout = Layout {
        pages: vec![page],
        structure: sheet.structure,
        ..referring()
    };
    let file = loaded(&written(&layout));
    let kids = elements(&file, "P")[0].get(b"K").and_then(Object::as_array);
    let tags = kids.into_iter().flatten().map(|kid| {
        let element = kid.as_reference().and_then(|id| file.get_dictionary(id));
        let tag = element.and_then(|element| element.get(b"S")?.as_name());
        tag.map_or_else(
            |_| String::new(),
            |tag| String::from_utf8_lossy(tag).into_owned(),
        )
    });
    assert_eq!(
        tags.collect::<Vec<_>>(),
        ["", "Reference", "Note", "", "Span"]
    );
}

#[test]
fn cells_name_their_header_cells() {
    let file = loaded(&written(&referring()));
    let headers = |cell: &Dictionary| {
        let attributes = cell.get(b"A").and_then(Object::as_dict);
        let headers = attributes.and_then(|attributes| attributes.get(b"Headers"));
        let headers = headers.and_then(Object::as_array).cloned();
        headers.unwrap_or_default()
    };
    let identifier = |cell: &Dictionary| {
        let identifier = cell.get(b"ID").cloned();
        identifier.unwrap_or_else(|error| panic!("{error}"))
    };
    let heads = elements(&file, "TH");
    let (upper, lower) = (identifier(heads[0]), identifier(heads[1]));
    assert_eq!(headers(heads[0]), []);
    assert_eq!(headers(heads[1]), std::slice::from_ref(&upper));
    assert_eq!(headers(elements(&file, "TD")[0]), [lower, upper]);
}

/// A change to one of the dictionaries that hold it.
type Change = fn(&mut Dictionary) -> bool;

fn removes(dictionary: &mut Dictionary, tag: &str, key: &[u8]) -> bool {
    is(dictionary, "S", tag) && dictionary.remove(key).is_some()
}

fn renames(dictionary: &mut Dictionary, tag: &str, to: &[u8]) -> bool {
    let found = is(dictionary, "S", tag);
    if found {
        dictionary.set("S", Object::Name(to.to_vec()));
    }
    found
}

/// Each change breaks the clause that the check then names.
const BROKEN: [(&str, Change); 14] = [
    ("6.7.2.2", |root| root.remove(b"MarkInfo").is_some()),
    ("ISO 14289-1, 7.2", |root| {
        root.has(b"MarkInfo") && root.remove(b"Lang").is_some()
    }),
    ("ISO 14289-1, 7.1", |root| {
        root.remove(b"ViewerPreferences").is_some()
    }),
    ("6.2.3", |root| root.remove(b"OutputIntents").is_some()),
    ("6.6", |info| info.remove(b"Producer").is_some()),
    ("7.18.3", |page| page.remove(b"Tabs").is_some()),
    ("7.18.5", |link| {
        is(link, "Subtype", "Link") && link.remove(b"Contents").is_some()
    }),
    ("6.3.2", |link| link.remove(b"F").is_some()),
    ("7.9", |note| removes(note, "Note", b"ID")),
    ("7.5", |cell| removes(cell, "TH", b"A")),
    ("14.7.4", |element| removes(element, "Lbl", b"K")),
    ("14.7.2", |root| root.remove(b"IDTree").is_some()),
    ("7.4.2", |heading| renames(heading, "H2", b"H4")),
    ("7.2", |contents| renames(contents, "TOC", b"Div")),
];

#[test]
fn the_check_names_the_clause_that_is_broken() {
    let bytes = written(&referring());
    for (clause, change) in BROKEN {
        let mut file = loaded(&bytes);
        let ids: Vec<ObjectId> = file.objects.keys().copied().collect();
        let changed = ids.into_iter().any(|id| {
            let dictionary = file.get_dictionary_mut(id);
            dictionary.is_ok_and(change)
        });
        assert!(changed, "{clause}: nothing to break");
        let mut broken = Vec::new();
        file.save_to(&mut broken)
            .unwrap_or_else(|error| panic!("{error}"));
        let fault = check(&broken).err().unwrap_or_default();
        assert!(fault.contains(clause), "{clause}: {fault}");
    }
}

/// The text that `ToUnicode` gives for the glyphs of one run.
fn text_back(face: Font, files: Typeface, text: &str) -> String {
    let file = files.file(face).unwrap_or_default().to_vec();
    let mut layout = layout_of(vec![shaped(&file, Length::pt(12), text)]);
    if let Shape::Glyphs(run) = &mut layout.pages[0].items[0].shape {
        run.font = face;
    }
    let style = Style {
        typeface: files,
        ..style()
    };
    let bytes = write(&layout, &properties(), &style).unwrap_or_else(|error| panic!("{error}"));
    let found = loaded(&bytes).extract_text(&[1]);
    found.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn fallback_fonts_ligatures_and_marks_tell_their_text() {
    let emoji: &[u8] = include_bytes!("../../../../templates/common/fonts/NotoEmoji-Regular.ttf");
    let signs: &[u8] = include_bytes!("../../../../templates/common/fonts/DejaVuSans.ttf");
    let fallbacks = [emoji, signs].map(Cow::Borrowed).to_vec();
    let files = Typeface {
        fallbacks,
        ..typeface()
    };
    for (font, text) in [
        (
            Font::Face(Face::Regular),
            "ofisas, fiksuoti, flora, e\u{301}jo",
        ),
        (Font::Fallback(0), "\u{1F4F7}\u{1F4DA}"),
        (Font::Fallback(1), "→ ≥ ✓ ☐ Ω я"),
    ] {
        assert_eq!(text_back(font, files.clone(), text).trim(), text);
    }
}

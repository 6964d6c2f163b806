//! Tests of footnotes.

use super::*;
use crate::document::Note;
use crate::layout::page::{NodeId, Page};

pub(in crate::layout) fn note(number: u32, words: &str) -> Inline {
    Inline::Note(Note {
        number,
        content: vec![text(words)],
        place: place(),
    })
}

fn paragraph(role: &str, content: Vec<Inline>) -> Block {
    let role = role.into();
    Block::Paragraph(Paragraph { role, content })
}

fn lines(count: usize) -> Vec<Block> {
    (0..count).map(|_| para("cell", "eilutė")).collect()
}

/// A cell with a note to its text.
fn noted(words: &str, number: u32, content: &str) -> Cell {
    let content = vec![text(words), note(number, content)];
    Cell {
        blocks: vec![paragraph("cell", content)],
        ..cell("")
    }
}

/// Whether the node is a note, or a part of one.
fn is_in_note(layout: &Layout, mut node: NodeId) -> bool {
    loop {
        let found = layout.structure.get(node);
        match (&found.role, found.parent) {
            (NodeRole::Note, _) => return true,
            (_, Some(parent)) => node = parent,
            (_, None) => return false,
        }
    }
}

/// The page on which something with such an owner first stands.
fn first_page(layout: &Layout, is_it: impl Fn(NodeId) -> bool) -> Option<usize> {
    let mut runs = runs(layout).into_iter();
    runs.find_map(|(page, _, owner)| match owner {
        Owner::Node(node) if is_it(node) => Some(page),
        _ => None,
    })
}

/// For every note, the page of its number and that on which it starts.
fn pages_of_notes(layout: &Layout) -> Vec<(usize, usize)> {
    pages_of_those(layout, |_| true)
}

/// The pages of notes that are not called in the head of a table. A head is never divided: if it
/// calls more notes than there is room for beside it, some of them start on the next page.
pub(in crate::layout) fn pages_of_notes_of_text(layout: &Layout) -> Vec<(usize, usize)> {
    let node = |id: NodeId| layout.structure.get(id);
    pages_of_those(layout, |note| {
        let mut around = std::iter::successors(Some(note), |id| node(*id).parent);
        around.all(|id| node(id).role != NodeRole::TableHead)
    })
}

fn pages_of_those(layout: &Layout, is_meant: impl Fn(NodeId) -> bool) -> Vec<(usize, usize)> {
    let nodes = &layout.structure.nodes;
    let notes = (0..nodes.len())
        .filter(|node| nodes[*node].role == NodeRole::Note && is_meant(NodeId(*node as u32)));
    let pages = notes.map(|note| {
        let is_part = |node: NodeId| {
            let parent = layout.structure.get(node).parent;
            node.0 as usize == note || parent.is_some_and(|parent| parent.0 as usize == note)
        };
        // The number is the node before its note.
        let number = first_page(layout, |node| node.0 as usize + 1 == note);
        (
            number.expect("the number is shown"),
            first_page(layout, is_part).expect("the note is shown"),
        )
    });
    pages.collect()
}

/// The pages that have a note.
fn pages_with_notes(layout: &Layout) -> Vec<usize> {
    let is_note = |owner| matches!(owner, Owner::Node(node) if is_in_note(layout, node));
    let notes = runs(layout)
        .into_iter()
        .filter(|(_, _, owner)| is_note(*owner));
    let mut pages: Vec<usize> = notes.map(|(page, ..)| page).collect();
    pages.dedup();
    pages
}

/// Whether text and notes are apart on all pages, and inside the margins.
pub(in crate::layout) fn is_tidy(layout: &Layout) -> bool {
    layout.pages.iter().all(|page| is_tidy_page(layout, page))
}

fn is_tidy_page(layout: &Layout, page: &Page) -> bool {
    let orientation = if page.width < page.height {
        Orientation::Portrait
    } else {
        Orientation::Landscape
    };
    let bottom = page.height - style().page.sheet(orientation).margins.bottom;
    let (mut text, mut foot) = (Length::ZERO, bottom);
    for item in &page.items {
        let Shape::Glyphs(run) = &item.shape else {
            continue;
        };
        match item.owner {
            Owner::Node(node) if is_in_note(layout, node) => {
                foot = foot.min(run.y - run.size);
                if run.y > bottom {
                    return false;
                }
            }
            _ => text = text.max(run.y),
        }
    }
    text <= foot
}

#[test]
fn a_note_stands_at_the_foot_and_right_after_its_number_in_the_tree() {
    let content = vec![
        text("Fondas"),
        note(1, "Be periodinių leidinių."),
        text(" auga."),
    ];
    let layout = lay(&document(vec![paragraph("body", content)]), &style());
    let expected = "page 1, 595x842pt portrait\n\
        30.00 23.95 regular 12pt p \"Fondas\"\n\
        42.23 22.54 regular 6.96pt p/reference/link #note-1 \"1\"\n\
        43.46 23.95 regular 12pt p \" auga.\"\n\
        30.00 271.44 rule to 80.00 271.44 0.5pt\n\
        30.00 275.06 regular 5.8pt p/note/label \"1\"\n\
        32.04 276.24 regular 10pt p/note \"Be periodinių leidinių.\"\n";
    assert_eq!(dump(&layout), expected);
    let anchors: Vec<&str> = layout
        .structure
        .anchors
        .keys()
        .map(|name| &**name)
        .collect();
    assert_eq!(anchors, ["note-1", "note-1-back"]);
}

#[test]
fn the_number_of_a_note_never_begins_a_line() {
    let words = PLAN.split(' ').enumerate();
    let content = words
        .flat_map(|(number, word)| [text(&format!("{word} ")), note(number as u32, "pastaba")])
        .collect();
    let layout = lay(&document(vec![paragraph("body", content)]), &style());
    let runs = runs(&layout);
    let mut numbers = 0;
    for pair in runs.windows(2) {
        let is_number = pair[1].1.size == Length::milli(6960);
        if is_number {
            numbers += 1;
            assert_eq!(
                pair[0].1.y - Length::pt(4),
                pair[1].1.y,
                "{}",
                pair[1].1.text
            );
        }
    }
    assert_eq!(numbers, PLAN.split(' ').count());
}

#[test]
fn a_line_goes_with_its_note_to_the_next_page() {
    let mut moved = 0;
    for count in 30..60 {
        let mut blocks = lines(count);
        let content = vec![text("Eilutė su pastaba"), note(1, PLAN)];
        blocks.push(paragraph("cell", content));
        blocks.extend(lines(50));
        let layout = lay(&document(blocks), &style());
        assert!(is_tidy(&layout), "{count}");
        let pages = pages_of_notes(&layout);
        assert_eq!(pages[0].0, pages[0].1, "{count}");
        assert_eq!(pages_with_notes(&layout).len(), 1, "{count}");
        moved += pages[0].0;
    }
    assert!(moved > 0 && moved < 30);
}

#[test]
fn a_long_note_goes_on_at_the_foot_of_the_next_pages() {
    let mut blocks = lines(40);
    let long = PLAN.repeat(30);
    let content = vec![text("Eilutė"), note(1, &long), text(" toliau")];
    blocks.push(paragraph("cell", content));
    blocks.push(paragraph("cell", vec![text("Kita"), note(2, "Trumpa.")]));
    blocks.extend(lines(80));
    let layout = lay(&document(blocks), &style());
    assert!(is_tidy(&layout));
    assert_eq!(pages_with_notes(&layout), [0, 1, 2]);
    let pages = pages_of_notes(&layout);
    assert_eq!(pages[0], (0, 0));
    assert_eq!(pages[1].0, pages[1].1);
    assert!(letters(&layout).contains(&long.replace(' ', "")[..60]));
}

#[test]
fn the_rest_of_a_note_has_pages_of_its_own_at_the_end() {
    let long = PLAN.repeat(80);
    let mut document = document(vec![paragraph("body", vec![text("A"), note(1, &long)])]);
    document.sections.push(Section {
        orientation: Orientation::Landscape,
        blocks: vec![paragraph("body", vec![text("B"), note(2, &long)])],
    });
    let layout = lay(&document, &style());
    assert!(is_tidy(&layout));
    assert_eq!(pages_with_notes(&layout).len(), layout.pages.len());
    let expected = 2 * long.replace(' ', "").chars().count() + "A1B2".len();
    assert_eq!(letters(&layout).chars().count(), expected);
}

#[test]
fn notes_of_rows_stand_on_the_page_of_their_row() {
    let rows = (1..=60).map(|number| {
        let content = format!("pastaba {number}");
        row(vec![cell("a"), noted(&PLAN[..90], number, &content)])
    });
    let table = table(2, vec![row(vec![th("Nr."), th("Kas")])], rows.collect());
    let layout = lay(&document(vec![Block::Table(table)]), &style());
    assert!(is_tidy(&layout) && layout.pages.len() > 2);
    let pages = pages_of_notes(&layout);
    assert_eq!(pages.len(), 60);
    assert!(pages.iter().all(|(number, note)| number == note));
}

#[test]
fn notes_of_a_divided_row_stand_on_the_page_of_their_line() {
    let content = (1..=40).flat_map(|number| [text(PLAN), note(number, "Pastaba.")]);
    let tall = Cell {
        blocks: vec![paragraph("cell", content.collect())],
        ..cell("")
    };
    let other = noted("Kita", 41, PLAN);
    let body = vec![row(vec![cell("1."), tall, other])];
    let table = table(3, vec![row(vec![th("Nr."), th("Kas"), th("Dar")])], body);
    let layout = lay(&document(vec![Block::Table(table)]), &style());
    assert!(is_tidy(&layout) && layout.pages.len() > 2);
    let pages = pages_of_notes(&layout);
    assert!(pages.iter().all(|(number, note)| number == note));
}

#[test]
fn a_row_with_too_many_notes_for_a_page_is_divided() {
    let content = (1..=30).flat_map(|number| [text("Žodis žodis "), note(number, PLAN)]);
    let cell = Cell {
        blocks: vec![paragraph("cell", content.collect())],
        ..cell("")
    };
    let table = table(1, Vec::new(), vec![row(vec![cell])]);
    let layout = lay(&document(vec![Block::Table(table)]), &style());
    assert!(is_tidy(&layout) && layout.pages.len() > 1);
    let pages = pages_of_notes(&layout);
    assert!(pages.iter().all(|(number, note)| number == note));
}

#[test]
fn a_cell_over_rows_has_its_note_where_it_starts() {
    for count in 30..56 {
        let group = Cell {
            rows: 3,
            ..noted("grupė", 1, PLAN)
        };
        let mut rows = vec![row(vec![group, cell("a")])];
        rows.extend((0..2).map(|_| row(vec![noted("b", 2, "Trumpa.")])));
        let mut blocks = lines(count);
        blocks.push(Block::Table(table(2, Vec::new(), rows)));
        let layout = lay(&document(blocks), &style());
        assert!(is_tidy(&layout), "{count}");
        let pages = pages_of_notes(&layout);
        assert!(pages.iter().all(|(number, note)| number == note), "{count}");
    }
}

#[test]
fn a_head_that_is_repeated_has_its_note_once() {
    let mut table = long_table();
    table.head[0].cells[1] = Cell {
        scope: Some(Scope::Column),
        ..noted("Priemonė", 1, "Iš plano.")
    };
    let layout = lay(&document(vec![Block::Table(table)]), &style());
    assert!(is_tidy(&layout) && layout.pages.len() > 3);
    assert_eq!(pages_with_notes(&layout), [0]);
    let numbers = runs(&layout);
    let numbers = numbers.iter().filter(|(_, run, _)| run.text == "1");
    let shown: Vec<_> = numbers.map(|(page, _, owner)| (*page, *owner)).collect();
    // The number in the head and before the note, and then the repeated one.
    assert_eq!(shown.len(), 1 + layout.pages.len());
    let again = |(page, owner): &(usize, Owner)| {
        *page == 0 || *owner == Owner::Artifact(Artifact::Repeated)
    };
    assert!(shown.iter().all(again));
}

#[test]
fn a_row_below_a_high_head_is_on_the_page_of_its_notes() {
    for count in 10..26 {
        let mut noted = lines(count);
        let notes = (1..=12).map(|number| note(number, "Trumpa."));
        noted.push(paragraph("cell", notes.collect()));
        let of = |blocks: Vec<Block>| Cell { blocks, ..cell("") };
        let head = row(vec![of(lines(26))]);
        let body = vec![row(vec![of(lines(20))]), row(vec![of(noted)])];
        let layout = lay(
            &document(vec![Block::Table(table(1, vec![head], body))]),
            &style(),
        );
        assert!(is_tidy(&layout), "{count}");
        let pages = pages_of_notes(&layout);
        assert!(pages.iter().all(|(number, note)| number == note), "{count}");
    }
}

#[test]
fn the_note_of_a_caption_stands_with_the_table() {
    for count in 30..60 {
        let mut blocks = lines(count);
        let mut table = table(1, Vec::new(), vec![row(vec![cell("a")])]);
        table.caption = Some(vec![text("1 lentelė"), note(1, PLAN)]);
        blocks.push(Block::Table(table));
        let layout = lay(&document(blocks), &style());
        assert!(is_tidy(&layout), "{count}");
        let page = first_page(&layout, |node| {
            matches!(layout.structure.get(node).parent, Some(parent)
                if matches!(layout.structure.get(parent).role, NodeRole::Cell { .. }))
        });
        let (number, note) = pages_of_notes(&layout)[0];
        assert_eq!((Some(number), Some(note)), (page, page), "{count}");
    }
}

#[test]
fn notes_in_marks_signatures_and_lists_are_shown() {
    let line = |words: &str, number: u32| vec![text(words), note(number, "Pastaba.")];
    let item = ListItem {
        revision: None,
        blocks: vec![paragraph("list-item", line("Punktas", 2))],
    };
    let blocks = vec![
        Block::Mark(Mark {
            role: "mark".into(),
            lines: vec![line("PATVIRTINTA", 1)],
        }),
        Block::List(List {
            marker: Marker::Number { start: 1 },
            items: vec![item],
        }),
        Block::Signature(Signature {
            digital: false,
            role: "signature".into(),
            post: line("Vedėja", 3),
            name: line("V. Pavardė", 4),
        }),
    ];
    let layout = lay(&document(blocks), &style());
    assert!(is_tidy(&layout));
    assert_eq!(pages_of_notes(&layout), [(0, 0); 4]);
    let words = "PATVIRTINTA1Punktas2Vedėja3V.Pavardė4Pastaba.Pastaba.Pastaba.Pastaba.";
    assert_eq!(letters(&layout), words);
}

//! Properties of layout that must hold for every document, however odd.

use proptest::prelude::*;

use super::page::{NodeId, Owner, Shape};
use super::tests::notes::{is_tidy, note, pages_of_notes_of_text};
use super::tests::{
    document, is_space, lay, letters, para, picture, place, row, style, table, text,
};
use super::{Fonts, dump, lay_out, measure};
use crate::diagnostics::Sink;
use crate::document::{
    Block, Cell, Document, Emphasis, Figure, Inline, List, ListItem, Mark, Marker, Orientation,
    Paragraph, Row, Scope, Section, Signature, Table, Target, Text,
};
use crate::length::Length;
use crate::source::Sources;

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-ząčęėįšųūž]{1,12}",
        1 => "[a-z]{500}",
        1 => "[0-9]{1,4}\u{a0}m\\.",
        1 => "(ab\u{a0}){1,30}c",
        1 => Just("pėda-/\u{ad}rašas".to_owned()),
        1 => "[ -~]{1,5}",
    ];
    proptest::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let piece = (words(), any::<bool>(), any::<bool>(), 0..8u8).prop_map(
        |(words, strong, stressed, kind)| {
            let emphasis = Emphasis {
                strong,
                stressed,
                ..Emphasis::default()
            };
            let link = (kind == 1).then(|| Target::of("https://pavyzdys.lt"));
            if kind == 0 {
                Inline::Break
            } else {
                Inline::Text(Text {
                    text: words,
                    emphasis,
                    link,
                    lang: None,
                    meaning: None,
                    place: place(),
                })
            }
        },
    );
    proptest::collection::vec(piece, 0..4)
}

/// Content with notes in it. They do not stand in reading order on the page.
fn noted(words: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Inline>> {
    let notes = proptest::collection::vec(proptest::option::of(words), 0..4);
    (content(), notes).prop_map(|(mut content, notes)| {
        for (number, words) in (1..).zip(notes) {
            if let Some(words) = words {
                let at = content.len().min(number as usize);
                content.insert(at, note(number, &words));
            }
        }
        content
    })
}

fn paragraph() -> impl Strategy<Value = Block> {
    let role = prop_oneof![
        Just("body"),
        Just("cell"),
        Just("list-item"),
        Just("title"),
        Just("unknown")
    ];
    (role, noted(words())).prop_map(|(role, content)| {
        Block::Paragraph(Paragraph {
            role: role.into(),
            content,
        })
    })
}

fn block() -> impl Strategy<Value = Block> {
    let signature = (noted(words()), noted(words())).prop_map(|(post, name)| {
        Block::Signature(Signature {
            digital: false,
            role: "signature".into(),
            post,
            name,
        })
    });
    let mark = proptest::collection::vec(noted(words()), 1..4).prop_map(|lines| {
        Block::Mark(Mark {
            role: "mark".into(),
            lines,
        })
    });
    let pictures = proptest::collection::vec((1..9000_u32, 1..9000_u32), 1..5);
    let figure =
        (pictures, proptest::option::of(noted(words()))).prop_map(|(pictures, caption)| {
            let pictures = pictures.into_iter().map(|(x, y)| picture(x, y)).collect();
            let role = "photo".into();
            Block::Figure(Figure {
                id: None,
                role,
                pictures,
                caption,
            })
        });
    let leaf = prop_oneof![
        8 => paragraph(),
        1 => figure,
        1 => signature,
        1 => mark,
        1 => Just(Block::ClosingRule("closing".into())),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let blocks = proptest::collection::vec(inner, 0..3);
        prop_oneof![list(blocks.clone()), any_table(blocks)]
    })
}

fn list(blocks: impl Strategy<Value = Vec<Block>>) -> impl Strategy<Value = Block> {
    let items = proptest::collection::vec(
        blocks.prop_map(|blocks| ListItem {
            blocks,
            revision: None,
        }),
        1..4,
    );
    items.prop_map(|items| {
        Block::List(List {
            marker: Marker::Number { start: 9 },
            items,
        })
    })
}

/// A table of random spans: cells take the first free place and what is free beside and below.
fn any_table(blocks: impl Strategy<Value = Vec<Block>> + Clone) -> impl Strategy<Value = Block> {
    let cells = proptest::collection::vec((blocks, 1..4usize, 1..4usize, any::<bool>()), 12);
    (1..6usize, 0..3usize, 0..5usize, cells).prop_map(|(columns, head, body, mut cells)| {
        let mut table = table(columns, Vec::new(), Vec::new());
        table.head = part(columns, head, &mut cells);
        table.body = part(columns, body, &mut cells);
        assert!(table.grid().is_ok());
        Block::Table(table)
    })
}

fn part(
    columns: usize,
    count: usize,
    cells: &mut Vec<(Vec<Block>, usize, usize, bool)>,
) -> Vec<Row> {
    let mut taken = vec![vec![false; columns]; count];
    let mut rows = Vec::new();
    for number in 0..count {
        let mut made = Vec::new();
        for column in 0..columns {
            if taken[number][column] {
                continue;
            }
            let (blocks, wide, high, flag) = cells.pop().unwrap_or_default();
            let free = taken[number][column..]
                .iter()
                .take_while(|taken| !**taken)
                .count();
            let (wide, high) = (wide.clamp(1, free), high.clamp(1, count - number));
            for line in &mut taken[number..number + high] {
                line[column..column + wide].fill(true);
            }
            made.push(Cell {
                columns: wide,
                rows: high,
                scope: flag.then_some(Scope::Column),
                blocks,
            });
        }
        rows.push(Row {
            revision: None,
            keep_with_next: number % 2 == 0,
            cells: made,
        });
    }
    rows
}

/// Paragraphs, lists and tables of which none is higher than a page, but for rows.
fn simple() -> impl Strategy<Value = Vec<Block>> {
    let role = prop_oneof![Just("body"), Just("cell"), Just("list-item")];
    let paragraph = (role, noted("[a-z]{1,9}( [a-z]{1,9}){0,30}")).prop_map(|(role, content)| {
        Block::Paragraph(Paragraph {
            role: role.into(),
            content,
        })
    });
    let paragraph = paragraph.boxed();
    let some = proptest::collection::vec(paragraph.clone(), 0..3).boxed();
    let block = prop_oneof![
        4 => paragraph,
        1 => list(some.clone()),
        2 => any_table(some),
    ];
    proptest::collection::vec(block, 1..40)
}

fn sections() -> impl Strategy<Value = Document> {
    let section =
        (any::<bool>(), proptest::collection::vec(block(), 0..6)).prop_map(|(turned, blocks)| {
            let orientation = if turned {
                Orientation::Landscape
            } else {
                Orientation::Portrait
            };
            Section {
                orientation,
                blocks,
            }
        });
    proptest::collection::vec(section, 0..4).prop_map(|sections| Document {
        sections,
        ..document(Vec::new())
    })
}

/// The text of blocks in reading order, as it is shown.
fn said(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(heading) => inlines(&heading.content, false, out),
            Block::Paragraph(paragraph) => {
                inlines(&paragraph.content, &*paragraph.role == "title", out);
            }
            Block::List(list) => list.items.iter().for_each(|item| said(&item.blocks, out)),
            Block::Table(table) => said_by_table(table, out),
            Block::Mark(mark) => mark.lines.iter().for_each(|line| inlines(line, false, out)),
            Block::Signature(signature) => {
                inlines(&signature.post, false, out);
                inlines(&signature.name, false, out);
            }
            Block::Figure(figure) => {
                let caption = figure.caption.as_deref().unwrap_or_default();
                inlines(caption, false, out);
            }
            Block::ClosingRule(_) | Block::Chart(_) | Block::Contents(_) => {}
            Block::Revised(_, block) => said(std::slice::from_ref(block), out),
        }
    }
}

fn said_by_table(table: &Table, out: &mut String) {
    for (_, row) in table.rows() {
        row.cells.iter().for_each(|cell| said(&cell.blocks, out));
    }
}

fn inlines(content: &[Inline], capitals: bool, out: &mut String) {
    for inline in content {
        let shown = match inline {
            Inline::Text(text) if capitals => text.text.to_uppercase(),
            Inline::Text(text) => text.text.clone(),
            Inline::Note(note) => {
                inlines(&note.content, false, out);
                note.number.to_string()
            }
            Inline::Revised(_, pieces) => {
                inlines(pieces, capitals, out);
                continue;
            }
            Inline::Break | Inline::Field(_) => continue,
        };
        out.extend(shown.chars().filter(|c| !is_space(*c)));
    }
}

/// Letters sorted, for where text is divided and cells of one row take turns over two pages.
fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_lost_in_any_document(document in sections()) {
        let layout = lay(&document, &style());
        let mut expected = String::new();
        document.sections.iter().for_each(|section| said(&section.blocks, &mut expected));
        prop_assert_eq!(sorted(&letters(&layout)), sorted(&expected));
        prop_assert_eq!(&layout, &lay(&document, &style()));
        for node in layout.structure.nodes.iter().enumerate() {
            prop_assert!(node.1.parent.is_none_or(|parent| (parent.0 as usize) < node.0));
        }
    }

    #[test]
    fn notes_stand_on_the_page_of_their_number(blocks in simple()) {
        let layout = lay(&document(blocks), &style());
        prop_assert!(is_tidy(&layout), "{}", dump(&layout));
        for (number, note) in pages_of_notes_of_text(&layout) {
            prop_assert_eq!(number, note);
        }
    }

    /// A DOCX is the same whether or not a PDF is made beside it.
    #[test]
    fn measures_are_those_of_the_pages(document in sections()) {
        let style = style();
        let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
        let (mut of_pages, mut of_measures) = (Sink::default(), Sink::default());
        let layout = lay_out(&document, &style, &fonts, &mut of_pages);
        let measures = measure(&document, &style, &fonts, &mut of_measures);
        prop_assert!(measures.pages.is_empty());
        prop_assert_eq!(measures.tables, layout.tables);
        prop_assert_eq!(measures.charts, layout.charts);
        let sources = Sources::default();
        prop_assert_eq!(of_measures.into_sorted(&sources), of_pages.into_sorted(&sources));
    }

    #[test]
    fn paragraphs_are_read_in_order(contents in proptest::collection::vec(content(), 1..8)) {
        let paragraph = |content| Block::Paragraph(Paragraph { role: "body".into(), content });
        let blocks: Vec<Block> = contents.into_iter().map(paragraph).collect();
        let mut expected = String::new();
        said(&blocks, &mut expected);
        let layout = lay(&document(blocks), &style());
        prop_assert_eq!(letters(&layout), expected);
    }

    #[test]
    fn glyphs_and_bytes_of_a_run_agree(contents in content()) {
        let block = Block::Paragraph(Paragraph { role: "body".into(), content: contents });
        let layout = lay(&document(vec![block]), &style());
        for item in layout.pages.iter().flat_map(|page| &page.items) {
            let Shape::Glyphs(run) = &item.shape else { continue };
            let mut end = 0;
            for glyph in &run.glyphs {
                prop_assert!(glyph.text.start == end && glyph.text.end >= end);
                end = glyph.text.end;
            }
            prop_assert_eq!(end as usize, run.text.len());
            prop_assert!(run.x >= Length::mm(30) && item.owner != Owner::Node(NodeId(0)));
            let trailing = run.text.chars().rev().take_while(|c| is_space(*c) && *c != '\u{ad}').count();
            let shown = &run.glyphs[..run.glyphs.len() - trailing];
            let right = run.x + shown.iter().map(|glyph| glyph.advance).sum();
            prop_assert!(right <= Length::mm(200) + Length::pt(1), "{} {right}", run.text);
        }
    }
}

#[test]
fn columns_narrower_than_a_letter_lose_nothing() {
    let cells: Vec<Cell> = (0..120)
        .map(|_| Cell {
            blocks: vec![para("cell", "bendradarbiavimas")],
            ..super::tests::cell("")
        })
        .collect();
    let layout = lay(
        &document(vec![Block::Table(table(120, Vec::new(), vec![row(cells)]))]),
        &style(),
    );
    assert_eq!(letters(&layout).len(), 120 * "bendradarbiavimas".len());
}

#[test]
fn long_text_takes_time_in_proportion() {
    let words = "bendradarbiavimas su biblioteka ".repeat(3_500);
    let content = vec![
        text(&words),
        text(&"x".repeat(100_000)),
        text(&"\u{200b}".repeat(50_000)),
    ];
    let block = Block::Paragraph(Paragraph {
        role: "body".into(),
        content,
    });
    let layout = lay(&document(vec![block]), &style());
    assert!(layout.pages.len() > 20);
}

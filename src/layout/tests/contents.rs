//! Tests of the table of contents.

use proptest::prelude::*;

use super::{branch, cell, document, in_lang, lay, link, para, row, runs, style, table, text};
use crate::document::{
    Block, Contents, Document, Emphasis, Heading, Inline, Note, Orientation, Section, Text,
};
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::layout::page::{Artifact, NodeRole, Owner};
use crate::layout::{dump, dump_structure};
use crate::length::Length;

/// The style of the tests, with lines of the contents that begin 6 mm further to the right on each
/// level.
fn with_contents() -> Style {
    let mut style = style();
    for level in 1..=4 {
        let line = ParagraphStyle {
            align: Align::Left,
            indent: Length::mm(6 * level),
            first_line: -Length::mm(6),
            space_after: Length::pt(3),
            ..ParagraphStyle::default()
        };
        let role = format!("contents-{level}");
        style.paragraphs.insert(role.as_str().into(), line);
    }
    style
}

fn heading(level: u8, id: &str, content: Vec<Inline>) -> Block {
    Block::Heading(Heading {
        id: id.into(),
        level,
        role: "heading".into(),
        content,
    })
}

pub(super) fn plain(level: u8, words: &str) -> Block {
    heading(level, &words.to_lowercase(), vec![text(words)])
}

fn contents() -> Block {
    Block::Contents(Contents { from: 1, to: 3 })
}

/// Paragraphs that fill some pages and a bit.
fn fill(pages: usize) -> Vec<Block> {
    let lines = pages * 38 + 3;
    (0..lines).map(|_| para("body", "eilutė")).collect()
}

#[test]
fn entries_hold_those_of_the_headings_below_them() {
    let mut blocks = vec![contents(), plain(1, "Pirmas")];
    blocks.extend([plain(3, "Gilus"), plain(2, "Vidurinis"), plain(3, "Vėl")]);
    blocks.extend([plain(4, "Nerodomas"), plain(1, "Antras")]);
    let layout = lay(&document(blocks), &with_contents());
    let wanted = "contents
  entry
    reference
      link #pirmas \"Pirmas 1\"
    contents
      entry
        reference
          link #gilus \"Gilus 1\"
      entry
        reference
          link #vidurinis \"Vidurinis 1\"
        contents
          entry
            reference
              link #vėl \"Vėl 1\"
  entry
    reference
      link #antras \"Antras 1\"
";
    assert_eq!(branch(&layout, "contents"), wanted);
}

#[test]
fn the_numbers_are_those_of_the_pages() {
    let mut blocks = vec![contents()];
    let ends = ["Pirmas", "Antras", "Trečias", "Ketvirtas"];
    for words in ends {
        blocks.push(plain(1, words));
        blocks.extend(fill(3));
    }
    let mut document = document(blocks);
    document.sections.push(Section {
        orientation: Orientation::Landscape,
        blocks: vec![plain(1, "Gulsčias"), heading(1, "empty", Vec::new())],
    });
    let layout = lay(&document, &with_contents());
    let all = runs(&layout);
    let is_heading = |owner: Owner| match owner {
        Owner::Node(node) => layout.structure.get(node).role == NodeRole::Heading(1),
        Owner::Artifact(_) => false,
    };
    let stands_on = |words: &str| {
        let found = all
            .iter()
            .find(|run| run.1.text.contains(words) && is_heading(run.2));
        found.map(|run| run.0 + 1)
    };
    let pages: Vec<usize> = ends
        .iter()
        .chain(&["Gulsčias"])
        .filter_map(|words| stands_on(words))
        .collect();
    assert_eq!(layout.headings[..5], pages);
    assert_eq!(layout.headings[5], layout.pages.len());
    assert!(pages[3] > 9, "{pages:?}");
    let tree = branch(&layout, "contents");
    for (words, page) in ends.iter().zip(&pages) {
        assert!(tree.contains(&format!("{words} {page}\"")), "{tree}");
    }
}

#[test]
fn the_numbers_end_at_the_edge_and_dots_stand_below_dots() {
    let long = "Labai ilga antraštė apie bibliotekos veiklos prioritetus ".repeat(3);
    let mut blocks = vec![contents(), plain(1, &long), plain(2, "Trumpa")];
    blocks.extend(fill(11));
    blocks.push(plain(1, "Pabaiga"));
    let layout = lay(&document(blocks), &with_contents());
    let edge = Length::mm(210) - Length::mm(10);
    let first: Vec<_> = runs(&layout).into_iter().filter(|run| run.0 == 0).collect();
    let end = |run: &crate::layout::page::GlyphRun| {
        run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum()
    };
    let (mut numbers, mut dots) = (0, Vec::new());
    for (_, run, owner) in &first {
        if run.text.chars().all(|sign| sign.is_ascii_digit()) {
            assert_eq!(end(run), edge);
            numbers += 1;
        }
        if run.text.starts_with("..") {
            assert_eq!(*owner, Owner::Artifact(Artifact::Layout));
            assert!(
                run.glyphs
                    .iter()
                    .all(|glyph| glyph.advance == run.glyphs[0].advance)
            );
            dots.push(end(run));
        }
    }
    assert_eq!((numbers, dots.len()), (3, 3));
    assert!(dots.windows(2).all(|pair| pair[0] == pair[1]), "{dots:?}");
    // The number of a long heading stands on its last line, and no line reaches below numbers.
    let link = first[0].2;
    let entry: Vec<_> = first.iter().filter(|run| run.2 == link).collect();
    let [above @ .., last, number] = entry.as_slice() else {
        panic!("{entry:?}");
    };
    assert_eq!((number.1.text.as_str(), number.1.y), ("1", last.1.y));
    assert!(!above.is_empty() && above.iter().all(|line| line.1.y < number.1.y));
    assert!(above.iter().all(|line| end(line.1) < edge - Length::pt(30)));
}

#[test]
fn an_entry_has_the_words_of_its_heading_without_notes_links_and_breaks() {
    let note = Inline::Note(Note {
        number: 1,
        content: vec![text("pastaba")],
        place: super::place(),
    });
    let emphasis = Emphasis {
        stressed: true,
        ..Emphasis::default()
    };
    let stressed = match text("Library") {
        Inline::Text(text) => Inline::Text(Text { emphasis, ..text }),
        other => other,
    };
    let content = vec![
        text("I SKYRIUS"),
        note,
        Inline::Break,
        link("Nuostatos", "https://pavyzdys.lt"),
        text(" "),
        stressed,
    ];
    let layout = lay(
        &document(vec![contents(), heading(1, "nuostatos", content)]),
        &with_contents(),
    );
    let tree = branch(&layout, "contents");
    assert!(
        tree.contains("link #nuostatos \"I SKYRIUS Nuostatos Library 1\"\n"),
        "{tree}"
    );
    let shown = dump(&layout);
    let line = |line: &&str| line.contains("entry/reference");
    let lines: Vec<&str> = shown.lines().filter(line).collect();
    assert!(
        lines[0].contains(" regular ") && lines[1].contains(" italic "),
        "{shown}"
    );
}

#[test]
fn contents_that_list_nothing_are_nothing() {
    let layout = lay(
        &document(vec![contents(), plain(4, "Per gilus")]),
        &with_contents(),
    );
    assert!(!dump_structure(&layout).contains("contents"));
    assert_eq!(layout.headings, [1]);
}

#[test]
fn an_entry_stays_on_the_page_of_the_one_below_it() {
    for lines in 30..45 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("body", "eilutė")).collect();
        blocks.extend([contents(), plain(1, "Viršus"), plain(2, "Apačia")]);
        let layout = lay(&document(blocks), &with_contents());
        let entries = runs(&layout).into_iter().filter(|(_, run, owner)| {
            let Owner::Node(node) = owner else {
                return false;
            };
            matches!(layout.structure.get(*node).role, NodeRole::Link(_)) && run.text.len() > 2
        });
        let pages: Vec<usize> = entries.map(|entry| entry.0).collect();
        assert!(
            pages.len() == 2 && pages[0] == pages[1],
            "{lines}: {pages:?}"
        );
    }
}

#[test]
fn an_entry_speaks_the_language_of_its_heading() {
    let blocks = vec![
        contents(),
        heading(1, "week", vec![in_lang("Games Week", "en")]),
    ];
    let layout = lay(&document(blocks), &with_contents());
    let tree = dump_structure(&layout);
    assert!(tree.contains("link #week (en) \"Games Week 1\""), "{tree}");
    assert!(tree.contains("h1 (en) #week \"Games Week\""), "{tree}");
}

#[test]
fn contents_in_a_cell_fill_the_cell() {
    let inner = crate::document::Cell {
        blocks: vec![contents()],
        ..cell("")
    };
    let blocks = vec![
        Block::Table(table(2, Vec::new(), vec![row(vec![inner, cell("x")])])),
        plain(1, "Antraštė"),
    ];
    let document: Document = document(blocks);
    let layout = lay(&document, &with_contents());
    assert!(dump_structure(&layout).contains("\"Antraštė 1\""));
    let wall = Length::mm(30) + layout.tables[0].widths[0];
    let number = runs(&layout).into_iter().find(|run| run.1.text == "1");
    assert!(number.is_some_and(|run| run.1.x < wall));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_levels_every_heading_listed_has_its_entry(
        levels in proptest::collection::vec(1..5_u8, 1..24),
        (from, depth) in (1..4_u8, 0..4_u8),
        lines in 0..60_usize,
    ) {
        let listing = Contents { from, to: from + depth };
        let mut blocks = vec![Block::Contents(listing)];
        for (number, level) in levels.iter().enumerate() {
            blocks.push(plain(*level, &format!("Nr{number}")));
            blocks.extend((0..lines).map(|_| para("body", "eilutė")));
        }
        let document = document(blocks);
        let layout = lay(&document, &with_contents());
        let tree = dump_structure(&layout);
        let entries: Vec<&str> = tree.lines().filter(|line| line.contains("link #nr")).collect();
        let listed: Vec<_> = document.headings().zip(&layout.headings).filter(|it| listing.lists(it.0)).collect();
        prop_assert_eq!(entries.len(), listed.len());
        for (entry, (heading, page)) in entries.iter().zip(listed) {
            let words = crate::document::plain_text(&heading.content);
            prop_assert!(entry.ends_with(&format!("\"{words} {page}\"")), "{entry}: {page}");
        }
        let empty = runs(&layout).into_iter().filter(|run| run.1.text.is_empty());
        prop_assert_eq!(empty.count(), 0);
    }
}

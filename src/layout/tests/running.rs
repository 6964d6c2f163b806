//! Tests of what runs at the edges of the pages, and of how these lie.

use super::{body, document, lay, para, runs, style, text};
use crate::document::{
    Block, Document, Field, Inline, Note, Orientation, Paragraph, Running, Section,
};
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::layout::dump;
use crate::layout::page::{Artifact, Layout, Owner};
use crate::length::Length;

fn edge(words: &str) -> Paragraph {
    Paragraph {
        role: "edge".into(),
        content: vec![text(words)],
    }
}

fn page_of_pages() -> Paragraph {
    let fields = [Inline::Field(Field::Page), Inline::Field(Field::Pages)];
    let [page, pages] = fields;
    Paragraph {
        role: "edge".into(),
        content: vec![page, text(" puslapis iš "), pages],
    }
}

fn with_edges() -> Style {
    let mut style = style();
    let look = ParagraphStyle {
        align: Align::Left,
        space_after: Length::ZERO,
        ..body()
    };
    style.paragraphs.insert("edge".into(), look);
    style
}

/// Three pages, the last in landscape.
fn long(head: Vec<Paragraph>, foot: Vec<Paragraph>) -> Document {
    let lines: Vec<Block> = (0..60).map(|_| para("body", "eilutė")).collect();
    let mut document = document(lines);
    document.running = Running { head, foot };
    document.sections.push(Section {
        orientation: Orientation::Landscape,
        blocks: vec![para("body", "eilutė")],
    });
    document
}

/// The text at the edges of each page, with its baseline.
fn edges(layout: &Layout) -> Vec<Vec<(String, Length)>> {
    let mut pages = vec![Vec::new(); layout.pages.len()];
    for (page, run, owner) in runs(layout) {
        if matches!(owner, Owner::Artifact(Artifact::Head | Artifact::Foot)) {
            pages[page].push((run.text.clone(), run.y));
        }
    }
    pages
}

/// The baselines of the first and the last line of the text of a page.
fn text_of(layout: &Layout, page: usize) -> (Length, Length) {
    let lines = runs(layout).into_iter();
    let lines = lines.filter(|run| run.0 == page && matches!(run.2, Owner::Node(_)));
    let lines: Vec<Length> = lines.map(|run| run.1.y).collect();
    (lines[0], lines[lines.len() - 1])
}

#[test]
fn the_number_of_the_page_stands_above_where_nothing_is_said() {
    let layout = lay(&long(Vec::new(), Vec::new()), &with_edges());
    let words: Vec<Vec<String>> = edges(&layout)
        .into_iter()
        .map(|page| page.into_iter().map(|line| line.0).collect())
        .collect();
    assert_eq!(words, [vec![], vec!["2".to_owned()], vec!["3".to_owned()]]);
}

#[test]
fn heads_and_feet_stand_on_all_pages_from_the_one_that_the_style_says() {
    let document = long(vec![edge("Planas")], vec![page_of_pages()]);
    let layout = lay(&document, &with_edges());
    let told = edges(&layout);
    assert_eq!(told.len(), 3);
    assert!(told[0].is_empty());
    for (number, page) in told.iter().enumerate().skip(1) {
        let words: Vec<&str> = page.iter().map(|line| line.0.as_str()).collect();
        assert_eq!(
            words,
            ["Planas".to_owned(), format!("{} puslapis iš 3", number + 1)]
        );
        let height = layout.pages[number].height;
        // As far from the upper edge as from the lower.
        assert!(page[0].1 > Length::mm(10) && page[0].1 < Length::mm(15));
        assert!(page[1].1 < height - Length::mm(10) && page[1].1 > height - Length::mm(15));
    }
    let mut style = with_edges();
    style.page.numbered_from = 1;
    assert_eq!(edges(&lay(&document, &style))[0].len(), 2);
}

#[test]
fn the_text_keeps_off_a_high_head_and_a_high_foot() {
    let high = |words: &str| (0..5).map(|_| edge(words)).collect::<Vec<_>>();
    let usual = lay(&long(vec![edge("Planas")], Vec::new()), &with_edges());
    let pushed = lay(&long(high("Planas"), high("Adresas")), &with_edges());
    assert_eq!(
        text_of(&usual, 1).0,
        text_of(&lay(&long(Vec::new(), Vec::new()), &with_edges()), 1).0
    );
    for page in 1..pushed.pages.len() {
        let lines = &edges(&pushed)[page];
        let (first, last) = text_of(&pushed, page);
        let line = Length::pt(12);
        assert!(lines[4].1 + line < first, "{page}");
        assert!(last + line < lines[5].1, "{page}");
    }
    assert!(pushed.pages.len() >= usual.pages.len());
}

#[test]
fn a_long_head_goes_on_on_further_lines() {
    let words = "Pavyzdžio gimnazijos bibliotekos veiklos planas ".repeat(4);
    let layout = lay(&long(vec![edge(words.trim())], Vec::new()), &with_edges());
    let lines = &edges(&layout)[1];
    assert!(lines.len() > 1);
    assert!(lines[lines.len() - 1].1 < text_of(&layout, 1).0);
    let said: String = lines.iter().map(|line| line.0.as_str()).collect();
    assert_eq!(said, words.trim());
}

#[test]
fn a_head_higher_than_the_page_leaves_room_for_the_text() {
    let layout = lay(
        &long(vec![edge("x"); 200], vec![edge("y"); 200]),
        &with_edges(),
    );
    assert!(layout.pages.len() < 8);
}

#[test]
fn a_foot_of_nothing_but_fields_has_numbers() {
    let foot = Paragraph {
        role: "edge".into(),
        content: vec![
            Inline::Field(Field::Page),
            Inline::Break,
            Inline::Field(Field::Pages),
        ],
    };
    let layout = lay(&long(Vec::new(), vec![foot]), &with_edges());
    assert_eq!(edges(&layout)[1][0].0, "2 3");
}

#[test]
fn what_runs_at_the_edges_has_no_notes() {
    let mut head = edge("Planas");
    head.content.push(Inline::Note(Note {
        number: 7,
        content: vec![text("pastaba")],
        place: super::place(),
    }));
    let layout = lay(&long(vec![head], Vec::new()), &with_edges());
    assert_eq!(edges(&layout)[1][0].0, "Planas");
}

#[test]
fn a_landscape_page_is_the_portrait_page_turned() {
    let mut document = document(vec![para("body", "a")]);
    document.sections.push(Section {
        orientation: Orientation::Landscape,
        blocks: vec![para("cell", "b")],
    });
    let layout = lay(&document, &style());
    let expected = "page 1, 595x842pt portrait\n30.00 23.95 regular 12pt p \"a\"\n\
        page 2, 842x595pt landscape\n147.44 13.95 regular 12pt pagination \"2\"\n20.00 33.62 regular 11pt p \"b\"\n";
    assert_eq!(dump(&layout), expected);
}

//! Tests of redlines: the lines and bars of what a comparison marks, and what is said of it.

use super::{cell, document, lay, para, picture, row, runs, style, table, text};
use crate::document::{
    Block, Contents, Document, Figure, Heading, Inline, List, ListItem, Marker, Meaning, Number,
    Paragraph, Revision, Revisions, Row, Text,
};
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::layout::page::{Artifact, GlyphRun, Item, Layout, NodeRole, Owner, Rule, Shape};
use crate::length::Length;

use Revision::{Deleted, Inserted, MovedAway, MovedHere};

fn telling() -> Style {
    let mut style = style();
    let words = &mut style.revisions.words;
    words.inserted = "Įterpta".into();
    words.deleted = "Išbraukta".into();
    words.moved = "Perkelta".into();
    words.place = "perkelta {number}".into();
    words.said = ["+", "-", ">", "<"].map(|sign| format!("[{sign}{{text}}]"));
    style
}

fn revised(revision: Revision, words: &str) -> Inline {
    Inline::Revised(revision, vec![text(words)])
}

fn paragraph(role: &str, content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph {
        role: role.into(),
        content,
    })
}

fn whole(revision: Revision, block: Block) -> Block {
    Block::Revised(revision, Box::new(block))
}

/// The rules of a page that are drawn in a colour, with what they mark.
fn lines(layout: &Layout, page: usize) -> Vec<(Revision, Rule)> {
    let items = layout.pages[page].items.iter();
    let lines = items.filter_map(|item| match &item.shape {
        Shape::Rule(rule) => Some((item.revision?, *rule)),
        _ => None,
    });
    lines.collect()
}

/// The upper and lower ends of the bars of a page.
fn bars(layout: &Layout, page: usize) -> Vec<(Length, Length)> {
    let edge = Length::mm(201);
    let is_bar = |rule: &&Rule| rule.from.0 == rule.to.0 && rule.from.0 > edge;
    let items = layout.pages[page].items.iter();
    let rules = items.filter_map(|item| match &item.shape {
        Shape::Rule(rule) => Some(rule),
        _ => None,
    });
    let bars = rules.filter(is_bar);
    bars.map(|bar| (bar.from.1, bar.to.1)).collect()
}

fn run<'a>(layout: &'a Layout, text: &str) -> &'a GlyphRun {
    let found = runs(layout).into_iter();
    let mut found = found.filter(|(_, run, _)| run.text.trim() == text);
    found.next().expect("the text is on a page").1
}

fn width(run: &GlyphRun) -> Length {
    run.glyphs.iter().map(|glyph| glyph.advance).sum()
}

#[test]
fn the_shape_of_a_line_tells_what_became_of_a_text() {
    for (revision, count, is_through) in [
        (Inserted, 1, false),
        (Deleted, 1, true),
        (MovedHere(3), 2, false),
        (MovedAway(3), 2, true),
    ] {
        let content = vec![text("kas "), revised(revision, "žodis"), text(" liko")];
        let layout = lay(&document(vec![paragraph("body", content)]), &style());
        let marked = run(&layout, "žodis");
        let lines = lines(&layout, 0);
        assert_eq!(lines.len(), count, "{revision:?}");
        for (of, line) in lines {
            assert_eq!(of, revision);
            assert_eq!(
                (line.from.0, line.to.0),
                (marked.x, marked.x + width(marked))
            );
            assert_eq!(line.from.1 < marked.y, is_through, "{revision:?}");
            assert!(
                line.from.1 > marked.y - marked.size / 2
                    && line.from.1 < marked.y + marked.size / 3
            );
        }
    }
}

#[test]
fn lines_go_on_over_looks_and_end_with_the_letters() {
    let content = vec![Inline::Revised(
        Inserted,
        vec![text("pirmas "), super::strong("antras "), text("trečias ")],
    )];
    let layout = lay(&document(vec![paragraph("body", content)]), &style());
    let all = lines(&layout, 0);
    let last = run(&layout, "trečias");
    let space = last
        .glyphs
        .last()
        .map_or(Length::ZERO, |glyph| glyph.advance);
    assert_eq!(
        all.first().map(|(_, line)| line.from.0),
        Some(run(&layout, "pirmas").x)
    );
    assert_eq!(
        all.last().map(|(_, line)| line.to.0),
        Some(last.x + width(last) - space)
    );
    let joined = all
        .windows(2)
        .all(|pair| pair[0].1.to.0 == pair[1].1.from.0);
    assert!(joined, "{all:?}");
}

#[test]
fn a_bar_stands_beside_every_line_that_changed_and_no_other() {
    let long = "žodis ".repeat(60);
    let blocks = vec![
        para("body", &long),
        paragraph("body", vec![text("kas "), revised(Deleted, "buvo")]),
        para("body", &long),
        whole(Inserted, para("body", &long)),
    ];
    let layout = lay(&document(blocks), &style());
    let bars = bars(&layout, 0);
    assert_eq!(bars.len(), 2, "{bars:?}");
    let line = run(&layout, "buvo").y;
    assert!(bars[0].0 < line && line < bars[0].1);
    let lines = lines(&layout, 0).into_iter();
    let heights: Vec<Length> = lines
        .filter(|(revision, _)| *revision == Inserted)
        .map(|(_, line)| line.from.1)
        .collect();
    assert!(heights.len() > 1);
    assert!(heights.iter().all(|y| bars[1].0 < *y && *y < bars[1].1));
}

#[test]
fn a_marked_row_without_text_has_its_bar() {
    let marked = Row {
        revision: Some(Deleted),
        ..row(vec![cell(""), cell("")])
    };
    let rows = vec![row(vec![cell("viena"), cell("kita")]), marked];
    let layout = lay(
        &document(vec![Block::Table(table(2, Vec::new(), rows))]),
        &style(),
    );
    let bars = bars(&layout, 0);
    assert_eq!(bars.len(), 1);
    assert!(bars[0].0 > run(&layout, "viena").y && bars[0].1 > bars[0].0);
}

#[test]
fn a_head_that_is_shown_again_is_marked_again() {
    let head = row(vec![super::Cell {
        blocks: vec![paragraph(
            "cell-head",
            vec![revised(Deleted, "senas"), revised(Inserted, "naujas")],
        )],
        ..cell("")
    }]);
    let rows = (0..80).map(|number| row(vec![cell(&number.to_string())]));
    let table = table(1, vec![head], rows.collect());
    let layout = lay(&document(vec![Block::Table(table)]), &style());
    assert!(layout.pages.len() > 1);
    for page in 0..layout.pages.len() {
        let marks: Vec<Revision> = lines(&layout, page).iter().map(|line| line.0).collect();
        assert_eq!(marks, [Deleted, Inserted]);
        assert_eq!(bars(&layout, page).len(), 1);
    }
}

fn number(words: &str) -> Inline {
    let Inline::Text(text) = text(words) else {
        unreachable!("it is a text")
    };
    let series = "goals".into();
    let values = vec![1];
    Inline::Text(Text {
        meaning: Some(Meaning::Number(Number { series, values }).into()),
        ..text
    })
}

#[test]
fn a_number_in_the_place_of_another_hangs_out_with_it() {
    let numbers = vec![
        Inline::Revised(Deleted, vec![number("2.")]),
        Inline::Revised(Inserted, vec![number("1.")]),
    ];
    let rest = " žodis".repeat(60);
    let content = [numbers, vec![text(&rest)]].concat();
    let whole_one = vec![Inline::Revised(Inserted, vec![number("3."), text(&rest)])];
    for (content, labels) in [(content, ["2.", "1."]), (whole_one, ["3.", "3."])] {
        let layout = lay(&document(vec![paragraph("list-item", content)]), &style());
        let left = Length::mm(30);
        assert_eq!(run(&layout, labels[0]).x, left + Length::mm(2));
        let all = runs(&layout);
        let second = all.iter().find(|(_, run, _)| run.y > all[0].1.y);
        let second = second.expect("it has several lines").1;
        assert_eq!(second.x, left + Length::mm(8));
        assert_eq!(run(&layout, labels[1]).y, all[0].1.y);
    }
}

#[test]
fn the_items_of_a_list_have_the_labels_that_they_had_and_have() {
    let item = |words: &str, revision| ListItem {
        blocks: vec![para("list-item", words)],
        revision,
    };
    let list = List {
        marker: Marker::Number { start: 1 },
        items: vec![
            item("a", None),
            item("b", Some(Deleted)),
            item("c", Some(Inserted)),
        ],
    };
    let layout = lay(&document(vec![Block::List(list)]), &style());
    let texts: Vec<&str> = runs(&layout).iter().map(|run| run.1.text.trim()).collect();
    assert_eq!(texts, ["1.", "a", "2.", "b", "2.", "c"]);
    let marks: Vec<Revision> = lines(&layout, 0).iter().map(|line| line.0).collect();
    assert_eq!(marks, [Deleted, Deleted, Inserted, Inserted]);
}

#[test]
fn numbers_are_aligned_by_what_they_are_now() {
    let mut style = style();
    let figure = ParagraphStyle {
        align: Align::Decimal,
        ..style.paragraphs["cell"].clone()
    };
    style.paragraphs.insert("figure".into(), figure);
    let figures = |content| super::Cell {
        blocks: vec![paragraph("figure", content)],
        ..cell("")
    };
    let changed = figures(vec![revised(Deleted, "7,25"), revised(Inserted, "12,5")]);
    let rows = vec![row(vec![figures(vec![text("10,5")])]), row(vec![changed])];
    let layout = lay(
        &document(vec![Block::Table(table(1, Vec::new(), rows))]),
        &style,
    );
    assert_eq!(run(&layout, "12,5").x, run(&layout, "10,5").x);
}

fn shown(mut document: Document) -> Document {
    document.properties.revisions = Some(Revisions {
        author: "Vardenė Pavardenė".into(),
        date: Some("2027-01-08T09:30:00Z".into()),
    });
    document
}

#[test]
fn the_legend_stands_over_the_text_names_the_looks_there_are_and_moves_nothing() {
    let blocks = vec![
        para("body", "kas liko"),
        paragraph(
            "body",
            vec![revised(Inserted, "nauja"), revised(MovedAway(2), "sena")],
        ),
    ];
    let plain = lay(&document(blocks.clone()), &telling());
    let layout = lay(&shown(document(blocks)), &telling());
    let first = run(&layout, "kas liko");
    assert_eq!(first.y, run(&plain, "kas liko").y);
    let legend = runs(&layout)
        .into_iter()
        .filter(|(_, run, _)| run.y < first.y);
    let legend: String = legend.map(|(_, run, _)| run.text.as_str()).collect();
    assert_eq!(legend, "Įterpta · Perkelta · Vardenė Pavardenė, 2027-01-08");
    let unchanged = lay(&shown(document(vec![para("body", "kas liko")])), &telling());
    assert_eq!(runs(&unchanged).len(), 1);
}

#[test]
fn what_became_of_a_text_is_said_around_it_and_what_moved_has_its_number() {
    let content = vec![
        revised(Deleted, "buvo"),
        revised(Inserted, "yra"),
        text(" "),
        revised(MovedHere(4), "čia"),
    ];
    let layout = lay(&document(vec![paragraph("body", content)]), &telling());
    let said: String = runs(&layout)
        .iter()
        .map(|run| run.1.text.as_str())
        .collect();
    assert_eq!(said, "[-buvo][+yra] [>čia]\u{a0}perkelta 4");
}

#[test]
fn a_whole_block_that_moved_says_so_once() {
    let rows = vec![row(vec![cell("viena"), cell("kita")])];
    let block = whole(MovedAway(5), Block::Table(table(2, Vec::new(), rows)));
    let layout = lay(&document(vec![block]), &telling());
    let said: String = runs(&layout)
        .iter()
        .map(|run| run.1.text.as_str())
        .collect();
    assert_eq!(said, "[<viena]\u{a0}perkelta 5[<kita]");
}

#[test]
fn a_picture_that_is_gone_is_framed_and_struck_out() {
    for (revision, count, alt) in [(Inserted, 4, "[+Lentyna]"), (Deleted, 6, "[-Lentyna]")] {
        let mut picture = picture(200, 100);
        picture.alt = "Lentyna".into();
        let figure = Block::Figure(Figure {
            id: None,
            role: "photo".into(),
            pictures: vec![picture],
            caption: None,
        });
        let layout = lay(&document(vec![whole(revision, figure)]), &telling());
        assert_eq!(lines(&layout, 0).len(), count);
        let told = layout
            .structure
            .nodes
            .iter()
            .find_map(|node| match &node.role {
                NodeRole::Figure { alt } => Some(&**alt),
                _ => None,
            });
        assert_eq!(told, Some(alt));
    }
}

#[test]
fn the_contents_list_what_is_there_now() {
    let heading = |content| {
        Block::Heading(Heading {
            level: 1,
            role: "heading".into(),
            id: "tikslai".into(),
            content,
        })
    };
    let blocks = vec![
        Block::Contents(Contents { from: 1, to: 1 }),
        whole(Deleted, heading(vec![text("Uždaviniai")])),
        heading(vec![revised(Deleted, "Seni "), text("tikslai")]),
    ];
    let layout = lay(&document(blocks), &style());
    assert_eq!(layout.headings.len(), 1);
    let mut entries = runs(&layout).into_iter();
    let entry = entries.find(|(_, run, _)| !run.text.is_empty());
    assert_eq!(entry.map(|(_, run, _)| run.text.trim()), Some("tikslai"));
    let target = layout.structure.anchors["tikslai"];
    let is_of_target = |item: &&Item| item.owner == Owner::Node(target);
    let items = layout.pages[0].items.iter().filter(is_of_target);
    let words: Vec<&Shape> = items.map(|item| &item.shape).collect();
    assert!(matches!(words[..], [Shape::Glyphs(run)] if run.text == "tikslai"));
}

#[test]
fn what_runs_at_the_edges_is_as_it_is_now() {
    let mut document = document(vec![para("body", &"žodis ".repeat(1500))]);
    document.running.head = vec![Paragraph {
        role: "page-number".into(),
        content: vec![revised(Deleted, "senas"), revised(Inserted, "naujas")],
    }];
    let layout = lay(&document, &style());
    let head = layout.pages[1].items.first().expect("a head");
    assert_eq!(head.owner, Owner::Artifact(Artifact::Head));
    assert_eq!(head.revision, None);
    assert!(matches!(&head.shape, Shape::Glyphs(run) if run.text == "naujas"));
}

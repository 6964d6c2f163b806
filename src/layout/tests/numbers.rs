//! Tests of the numbers that begin a text: they hang out where their style does, and else stay with
//! the word behind them.

use std::sync::Arc;

use super::{branch, cell, document, lay, row, runs, style, table, text};
use crate::document::{Block, Cell, Contents, Heading, Inline, Meaning, Number, Paragraph, Text};
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::layout::page::GlyphRun;
use crate::length::Length;

const LONG: &str = " Stiprinti biblioteką kaip informacinio raštingumo ugdymo ir mokymosi centrą, \
    kuriame kiekvienas mokinys randa reikiamą šaltinį, ramią vietą mokytis ir žmogų, kuris padeda.";

fn number(written: &str) -> Inline {
    let values = written.trim_end_matches('.').split('.');
    let number = Number {
        series: "goals".into(),
        values: values
            .map(|value| value.parse().expect("a number"))
            .collect(),
    };
    match text(written) {
        Inline::Text(text) => Inline::Text(Text {
            meaning: Some(Arc::new(Meaning::Number(number))),
            ..text
        }),
        other => other,
    }
}

fn numbered(role: &str, written: &str, words: &str) -> Block {
    Block::Paragraph(Paragraph {
        role: role.into(),
        content: vec![number(written), text(words)],
    })
}

/// Where the left margin is, where the text begins to the right of it, and how far its first line
/// hangs out.
const MARGIN: Length = Length::mm(30);
const INDENT: Length = Length::mm(11);
const HANGING: Length = Length::mm(9);

fn hanging(align: Align) -> Style {
    let mut style = style();
    let goal = ParagraphStyle {
        indent: INDENT,
        first_line: -HANGING,
        align,
        ..ParagraphStyle::default()
    };
    style.paragraphs.insert("goal".into(), goal);
    style
}

/// The runs of a paragraph in that style.
fn set(style: &Style, block: Block) -> Vec<GlyphRun> {
    let layout = lay(&document(vec![block]), style);
    runs(&layout)
        .into_iter()
        .map(|(_, run, _)| run.clone())
        .collect()
}

#[test]
fn a_number_hangs_out_and_the_lines_begin_below_each_other() {
    for align in [Align::Left, Align::Justify] {
        let found = set(&hanging(align), numbered("goal", "1.2.", LONG));
        let starts: Vec<Length> = found.iter().map(|run| run.x).collect();
        let text = MARGIN + INDENT;
        assert_eq!(starts, [text - HANGING, text, text]);
        assert_eq!(found[0].text, "1.2. ");
        assert!(found[1].text.starts_with("Stiprinti"), "{}", found[1].text);
        assert_eq!(found[0].y, found[1].y);
    }
}

#[test]
fn a_number_that_is_wider_than_its_place_has_a_space_behind_it() {
    let found = set(&hanging(Align::Left), numbered("goal", "1.10.10.", LONG));
    let digits = &found[0].glyphs[.."1.10.10.".len()];
    let width: Length = digits.iter().map(|glyph| glyph.advance).sum();
    let space = found[1].x - found[0].x - width;
    assert!(
        width > HANGING && space >= Length::pt(3) && space < Length::pt(4),
        "{space:?}"
    );
    assert_eq!(found[2].x, MARGIN + INDENT);
}

#[test]
fn what_stands_in_the_middle_does_not_hang() {
    let found = set(&hanging(Align::Center), numbered("goal", "1.", " žodis"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, "1. žodis");
}

#[test]
fn a_number_is_part_of_what_it_numbers() {
    let block = numbered("goal", "1.", " Tikslas");
    let layout = lay(&document(vec![block]), &hanging(Align::Left));
    assert_eq!(branch(&layout, "p"), "p \"1. Tikslas\"\n");
}

#[test]
fn a_line_of_the_contents_has_the_number_before_its_text() {
    let mut style = hanging(Align::Left);
    let line = style.paragraphs["goal"].clone();
    style.paragraphs.insert("contents-1".into(), line);
    let heading = Block::Heading(Heading {
        level: 1,
        role: "heading".into(),
        id: "tikslas".into(),
        content: vec![number("1."), text(" Tikslas")],
    });
    let contents = Block::Contents(Contents { from: 1, to: 1 });
    let layout = lay(&document(vec![contents, heading]), &style);
    let found = runs(&layout);
    let places: Vec<_> = found[..2]
        .iter()
        .map(|(_, run, _)| (run.x, run.text.as_str()))
        .collect();
    let text = MARGIN + INDENT;
    assert_eq!(places, [(text - HANGING, "1. "), (text, "Tikslas ")]);
    assert_eq!(
        branch(&layout, "contents"),
        "contents\n  entry\n    reference\n      link #tikslas \"1. Tikslas 1\"\n"
    );
}

/// The words of the lines of a cell so wide.
fn lines(width: Length, block: Block) -> Vec<String> {
    let mut columns = table(2, Vec::new(), Vec::new());
    let rest = Length::mm(170) - width;
    columns.shares = vec![width.to_milli(), rest.to_milli()];
    let filled = Cell {
        blocks: vec![block],
        ..cell("")
    };
    columns.body = vec![row(vec![filled, cell("")])];
    let mut lines: Vec<(Length, String)> = Vec::new();
    for run in set(&style(), Block::Table(columns)) {
        match lines.last_mut() {
            Some((y, line)) if *y == run.y => line.push_str(&run.text),
            _ => lines.push((run.y, run.text)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn no_line_ends_between_a_number_and_its_first_word() {
    for width in 16..40 {
        let found = lines(
            Length::mm(width),
            numbered("cell", "1.1.", " Mokyti ir skaityti"),
        );
        assert!(found[0].starts_with("1.1. Mokyti"), "{width} mm: {found:?}");
        // What begins with the same signs and is no number may end its line behind them.
        let plain = lines(
            Length::mm(width),
            super::para("cell", "1.1. Mokyti ir skaityti"),
        );
        assert_eq!(found.concat().trim_end(), plain.concat().trim_end());
    }
    let narrow = lines(
        Length::mm(17),
        super::para("cell", "1.1. Mokyti ir skaityti"),
    );
    assert!(narrow.len() > 1, "{narrow:?}");
}

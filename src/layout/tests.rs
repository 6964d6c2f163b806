//! Tests of layout on documents made by hand, and what they are made of.

mod contents;
mod keeping;
mod letters;
mod lines;
pub(super) mod notes;
mod numbers;
mod pictures;
mod revisions;
mod running;
mod tables;
mod tree;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::{Artifact, GlyphRun, Layout, NodeRole, Owner, Shape};
use super::{Fonts, dump, dump_structure, lay_out};
use crate::diagnostics::Sink;
use crate::document::{
    Block, Cell, Document, Emphasis, Encoding, Figure, Heading, Image, Inline, List, ListItem,
    Mark, Marker, Orientation, Paragraph, Picture, Properties, Row, Scope, Section, Signature,
    Table, Target, Text,
};
use crate::kind::style::{
    Align, ChartStyle, FigureStyle, PageStyle, ParagraphStyle, RevisionStyle, Sides, Style,
    TableStyle, Typeface,
};
use crate::length::Length;
use crate::source::{Sources, Span};

fn typeface() -> Typeface {
    macro_rules! file {
        ($name:literal) => {
            Cow::Borrowed(include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/templates/common/fonts/LiberationSerif-",
                $name,
                ".ttf"
            )) as &[u8])
        };
    }
    let files = [
        file!("Regular"),
        file!("Bold"),
        file!("Italic"),
        file!("BoldItalic"),
    ];
    Typeface {
        fallbacks: Vec::new(),
        ligatures: false,
        name: "Times New Roman".into(),
        files,
    }
}

fn body() -> ParagraphStyle {
    ParagraphStyle {
        balance: false,
        base: None,
        size: Length::pt(12),
        leading: 1000,
        align: Align::Justify,
        indent: Length::ZERO,
        first_line: Length::ZERO,
        space_before: Length::ZERO,
        space_after: Length::pt(6),
        strong: false,
        stressed: false,
        capitals: false,
        hyphenate: true,
        keep_with_next: false,
        closes: false,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "a list of roles, one after the other"
)]
pub(super) fn style() -> Style {
    let cell = ParagraphStyle {
        size: Length::pt(11),
        align: Align::Left,
        space_after: Length::ZERO,
        ..body()
    };
    let paragraphs = [
        ("body", body()),
        (
            "list-item",
            ParagraphStyle {
                indent: Length::mm(8),
                first_line: -Length::mm(6),
                ..body()
            },
        ),
        (
            "title",
            ParagraphStyle {
                strong: true,
                capitals: true,
                hyphenate: false,
                align: Align::Center,
                space_before: Length::pt(24),
                space_after: Length::pt(12),
                ..body()
            },
        ),
        (
            "heading",
            ParagraphStyle {
                strong: true,
                hyphenate: false,
                align: Align::Center,
                space_before: Length::pt(12),
                ..body()
            },
        ),
        (
            "mark",
            ParagraphStyle {
                indent: Length::mm(95),
                align: Align::Left,
                hyphenate: false,
                ..body()
            },
        ),
        ("cell", cell.clone()),
        (
            "cell-head",
            ParagraphStyle {
                strong: true,
                align: Align::Center,
                ..cell.clone()
            },
        ),
        (
            "cell-goal",
            ParagraphStyle {
                strong: true,
                ..cell
            },
        ),
        (
            "table-caption",
            ParagraphStyle {
                keep_with_next: true,
                ..body()
            },
        ),
        (
            "footnote",
            ParagraphStyle {
                size: Length::pt(10),
                space_after: Length::pt(2),
                ..body()
            },
        ),
        (
            "table-continued",
            ParagraphStyle {
                size: Length::pt(10),
                align: Align::Right,
                stressed: true,
                space_after: Length::pt(3),
                ..body()
            },
        ),
        (
            "page-number",
            ParagraphStyle {
                align: Align::Center,
                ..body()
            },
        ),
        (
            "closing",
            ParagraphStyle {
                space_before: Length::pt(24),
                ..body()
            },
        ),
        (
            "announces-the-end",
            ParagraphStyle {
                keep_with_next: true,
                closes: true,
                ..body()
            },
        ),
        (
            "signature",
            ParagraphStyle {
                align: Align::Left,
                space_before: Length::pt(24),
                ..body()
            },
        ),
    ];
    let table = TableStyle {
        head: None,
        total: None,
        continued: false,
        columns: Vec::new(),
        border: Length::milli(500),
        padding_x: Length::mm(2),
        padding_y: Length::milli(1000),
        space: Length::pt(6),
    };
    let plan = TableStyle {
        columns: vec![1, 5, 3, 2, 2, 3],
        ..table.clone()
    };
    let margins = Sides {
        top: Length::mm(20),
        right: Length::mm(10),
        bottom: Length::mm(20),
        left: Length::mm(30),
    };
    Style {
        page: PageStyle {
            width: Length::mm(210),
            height: Length::mm(297),
            margins,
            number_top: Length::mm(10),
            numbered_from: 2,
        },
        typeface: typeface(),
        paragraphs: paragraphs
            .into_iter()
            .map(|(role, style)| (role.into(), style))
            .collect(),
        tables: BTreeMap::from([("table".into(), table), ("plan".into(), plan)]),
        figures: BTreeMap::from([("photo".into(), photo())]),
        charts: BTreeMap::from([("chart".into(), ChartStyle::default())]),
        revisions: RevisionStyle::default(),
    }
}

/// Photographs: no higher than 300 pt, 10 pt apart.
fn photo() -> FigureStyle {
    FigureStyle {
        line: ParagraphStyle {
            align: Align::Center,
            space_before: Length::pt(6),
            space_after: Length::pt(6),
            ..ParagraphStyle::default()
        },
        height: Some(Length::pt(300)),
        gap: Length::pt(10),
        ..FigureStyle::default()
    }
}

pub(super) fn place() -> Span {
    Span::new(Sources::default().add("content.yaml", ""), 0..0)
}

pub(super) fn text(words: &str) -> Inline {
    Inline::Text(Text {
        text: words.into(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place: place(),
    })
}

fn strong(words: &str) -> Inline {
    let emphasis = Emphasis {
        strong: true,
        ..Emphasis::default()
    };
    Inline::Text(Text {
        text: words.into(),
        emphasis,
        link: None,
        lang: None,
        meaning: None,
        place: place(),
    })
}

fn link(words: &str, target: &str) -> Inline {
    let emphasis = Emphasis::default();
    Inline::Text(Text {
        text: words.into(),
        emphasis,
        link: Some(Target::of(target)),
        lang: None,
        meaning: None,
        place: place(),
    })
}

pub(super) fn para(role: &str, words: &str) -> Block {
    Block::Paragraph(Paragraph {
        role: role.into(),
        content: vec![text(words)],
    })
}

fn heading(words: &str) -> Block {
    Block::Heading(Heading {
        id: "heading".into(),
        level: 1,
        role: "heading".into(),
        content: vec![text(words)],
    })
}

pub(super) fn cell(words: &str) -> Cell {
    let blocks = if words.is_empty() {
        Vec::new()
    } else {
        vec![para("cell", words)]
    };
    Cell {
        columns: 1,
        rows: 1,
        scope: None,
        blocks,
    }
}

fn th(words: &str) -> Cell {
    Cell {
        scope: Some(Scope::Column),
        blocks: vec![para("cell-head", words)],
        ..cell("")
    }
}

pub(super) fn row(cells: Vec<Cell>) -> Row {
    Row {
        revision: None,
        keep_with_next: false,
        cells,
    }
}

pub(super) fn table(columns: usize, head: Vec<Row>, body: Vec<Row>) -> Table {
    Table {
        description: None,
        id: None,
        continued: None,
        role: "table".into(),
        columns,
        shares: Vec::new(),
        caption: None,
        head,
        body,
        foot: Vec::new(),
    }
}

pub(super) fn document(blocks: Vec<Block>) -> Document {
    let section = Section {
        orientation: Orientation::Portrait,
        blocks,
    };
    let properties = Properties {
        lang: "lt-LT".into(),
        ..Properties::default()
    };
    Document {
        running: crate::document::Running::default(),
        properties,
        sections: vec![section],
    }
}

pub(super) fn lay(document: &Document, style: &Style) -> Layout {
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    lay_out(document, style, &fonts, &mut Sink::default())
}

pub(super) fn runs(layout: &Layout) -> Vec<(usize, &GlyphRun, Owner)> {
    let pages = layout.pages.iter().enumerate();
    pages
        .flat_map(|(page, content)| content.items.iter().map(move |item| (page, item)))
        .filter_map(|(page, item)| match &item.shape {
            Shape::Glyphs(run) => Some((page, run, item.owner)),
            Shape::Rule(_) | Shape::Picture { .. } | Shape::Path(_) => None,
        })
        .collect()
}

/// The text that belongs to nodes other than labels, without spaces and soft hyphens.
pub(super) fn letters(layout: &Layout) -> String {
    let is_content = |owner: &Owner| match owner {
        Owner::Node(id) => layout.structure.get(*id).role != NodeRole::Label,
        Owner::Artifact(_) => false,
    };
    let shown = runs(layout)
        .into_iter()
        .filter(|(_, _, owner)| is_content(owner));
    shown
        .flat_map(|(_, run, _)| run.text.chars())
        .filter(|c| !is_space(*c))
        .collect()
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{ad}')
}

const PLAN: &str = "Kauno Veršvų gimnazijos biblioteka-informacinis centras – tai vieta, kurioje \
    suteikiamos aukštos kokybės informacinės, ugdymo, ugdymosi paslaugos, leidžiančios \
    įgyvendinti priešmokyklinio, pradinio, pagrindinio ir gimnazinio ugdymo programas. Mokiniai \
    bei mokytojai ir specialistai čia gali plėtoti savo gabumus dalykinėje, kultūrinėje srityse.";

pub(super) fn picture(width: u32, height: u32) -> Picture {
    Picture {
        image: Arc::new(Image {
            encoding: Encoding::Png,
            bytes: Vec::new(),
            width,
            height,
        }),
        alt: "Knygos".into(),
        place: place(),
    }
}

fn in_lang(words: &str, lang: &str) -> Inline {
    match text(words) {
        Inline::Text(text) => Inline::Text(Text {
            lang: Some(lang.into()),
            ..text
        }),
        other => other,
    }
}

/// The part of the tree of the structure from the line that begins so, up to one as little indented.
fn branch(layout: &Layout, start: &str) -> String {
    let tree = dump_structure(layout);
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = tree
        .lines()
        .skip_while(|line| !line.trim_start().starts_with(start));
    let first = lines.next().unwrap_or_default();
    let cut = depth(first);
    let others = lines.take_while(|line| depth(line) > cut);
    let all = std::iter::once(first).chain(others);
    all.map(|line| format!("{}\n", &line[cut..])).collect()
}

/// A table of many pages.
fn long_table() -> Table {
    let head = vec![row(["Nr.", "Priemonė", "Data"].map(th).to_vec())];
    let body = (1..=80)
        .map(|number| {
            row(vec![
                cell(&format!("{number}.")),
                cell(PLAN),
                cell("2027 m."),
            ])
        })
        .collect();
    table(3, head, body)
}

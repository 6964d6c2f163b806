//! A plan of real size, laid out: what the writers meet every day.

use crate::diagnostics::Sink;
use crate::document::*;
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::layout::{Fonts, lay_out, page::Layout};
use crate::length::Length;
use crate::source::{Sources, Span};
use crate::writers::html::tests::style as base_style;

const WORDS: &str = "Bibliotekos informacinio centro veikla – tai vieta, kurioje 2027 m.\u{A0}rugsėjo mėn. \
    teikiamos aukštos kokybės ugdymo paslaugos, leidžiančios įgyvendinti „Skaitymo skatinimo“ programą. ";

fn style() -> Style {
    let mut style = base_style();
    let body = style.paragraphs["body"].clone();
    let cell = ParagraphStyle {
        size: Length::pt(11),
        first_line: Length::ZERO,
        align: Align::Left,
        ..body.clone()
    };
    let plain = ParagraphStyle {
        first_line: Length::ZERO,
        ..cell.clone()
    };
    for (role, look) in [
        ("cell", cell.clone()),
        (
            "cell-head",
            ParagraphStyle {
                strong: true,
                align: Align::Center,
                ..cell
            },
        ),
        (
            "mark",
            ParagraphStyle {
                indent: Length::mm(90),
                ..plain.clone()
            },
        ),
        ("signature", plain.clone()),
        (
            "list-item",
            ParagraphStyle {
                indent: Length::mm(8),
                first_line: -Length::mm(6),
                ..plain.clone()
            },
        ),
        ("closing", plain.clone()),
        ("table-caption", plain),
    ] {
        style.paragraphs.insert(role.into(), look);
    }
    style
}

fn text(words: &str) -> Inline {
    let place = Span::new(Sources::default().add("plan.yaml", ""), 0..0);
    Inline::Text(Text {
        text: words.to_owned(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place,
    })
}

fn link(words: &str, target: &str) -> Inline {
    let Inline::Text(text) = text(words) else {
        return Inline::Break;
    };
    let emphasis = Emphasis {
        stressed: true,
        ..Emphasis::default()
    };
    Inline::Text(Text {
        link: Some(Target::of(target)),
        lang: None,
        emphasis,
        ..text
    })
}

fn paragraph(role: &str, content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph {
        role: role.into(),
        content,
    })
}

fn heading(level: u8, words: &str) -> Block {
    Block::Heading(Heading {
        id: "heading".into(),
        level,
        role: "title".into(),
        content: vec![text(words)],
    })
}

fn cell(scope: Option<Scope>, columns: usize, rows: usize, words: &str) -> Cell {
    let role = if scope.is_some() { "cell-head" } else { "cell" };
    let blocks = if words.is_empty() {
        Vec::new()
    } else {
        vec![paragraph(role, vec![text(words)])]
    };
    Cell {
        columns,
        rows,
        scope,
        blocks,
    }
}

fn table(count: usize) -> Block {
    let row = |cells| Row {
        revision: None,
        keep_with_next: false,
        cells,
    };
    let head = |words| cell(Some(Scope::Column), 1, 1, words);
    let group = Some(Scope::ColumnGroup);
    let first = vec![
        cell(Some(Scope::Column), 1, 2, "Nr."),
        cell(group, 2, 1, "Priemonė"),
        cell(group, 2, 1, "Eiga"),
    ];
    let second = vec![head("Turinys"), head("Kas"), head("Kada"), head("")];
    let line = |index: usize| {
        row(vec![
            cell(Some(Scope::Row), 1, 1, &format!("{}.", index + 1)),
            cell(None, 1, 1, &WORDS.repeat(1 + index % 2)),
            cell(None, 1, 1, "V. Pavardė"),
            cell(None, 1, 1, "2027 m. IV ketv."),
            cell(
                None,
                1,
                1,
                if index.is_multiple_of(3) {
                    ""
                } else {
                    "mokyklos lėšos"
                },
            ),
        ])
    };
    Block::Table(Table {
        description: None,
        role: "plan".into(),
        id: None,
        continued: None,
        columns: 5,
        shares: Vec::new(),
        caption: Some(vec![text("1 lentelė. Priemonės")]),
        head: vec![row(first), row(second)],
        body: (0..count).map(line).collect(),
        foot: vec![row(vec![
            cell(Some(Scope::Row), 4, 1, "Iš viso"),
            cell(None, 1, 1, "1 200,00"),
        ])],
    })
}

fn mark() -> Block {
    let lines = [
        "PATVIRTINTA",
        "Pavyzdžio gimnazijos direktoriaus",
        "2027-01-08 įsakymu Nr. V-12",
    ];
    Block::Mark(Mark {
        role: "mark".into(),
        lines: lines.iter().map(|line| vec![text(line)]).collect(),
    })
}

fn list() -> Block {
    let item = |words: &str| ListItem {
        revision: None,
        blocks: vec![paragraph("list-item", vec![text(words)])],
    };
    let inner = Block::List(List {
        marker: Marker::Bullet,
        items: vec![item("vidinis;")],
    });
    let mut outer = vec![item("pirmas uždavinys;"), item(WORDS)];
    outer[1].blocks.push(inner);
    Block::List(List {
        marker: Marker::Number { start: 1 },
        items: outer,
    })
}

/// A plan with a table of this many rows.
pub(super) fn plan(rows: usize) -> Document {
    let role: Role = "signature".into();
    let blocks = vec![
        mark(),
        heading(1, "Bibliotekos 2027 metų veiklos planas"),
        heading(2, "Bendrosios nuostatos"),
        paragraph(
            "body",
            vec![
                text(&WORDS.repeat(6)),
                link("svetainėje", "https://www.example.lt/"),
                text("."),
            ],
        ),
        list(),
        paragraph("body", vec![text(&WORDS.repeat(8))]),
        heading(2, "Tikslai ir priemonės"),
    ];
    let end = vec![
        Block::Signature(Signature {
            digital: false,
            role: role.clone(),
            post: vec![text("Direktorė")],
            name: vec![text("V. Pavardė")],
        }),
        Block::ClosingRule("closing".into()),
    ];
    let section = |orientation, blocks| Section {
        orientation,
        blocks,
    };
    Document {
        running: Running::default(),
        properties: super::tests::properties(),
        sections: vec![
            section(Orientation::Portrait, blocks),
            section(Orientation::Landscape, vec![table(rows)]),
            section(Orientation::Portrait, end),
        ],
    }
}

/// The plan on pages, and its style.
pub(super) fn laid_out(document: &Document) -> (Layout, Style) {
    let style = style();
    let fonts = Fonts::new(&style.typeface).unwrap_or_else(|error| panic!("{error}"));
    let layout = lay_out(document, &style, &fonts, &mut Sink::default());
    (layout, style)
}

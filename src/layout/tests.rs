//! Tests of layout on documents made by hand.

mod contents;
mod keeping;
mod letters;
mod lines;
pub(super) mod notes;
mod running;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::{Artifact, GlyphRun, Layout, NodeRole, Owner, Shape};
use super::{Fonts, dump, lay_out};
use crate::diagnostics::Sink;
use crate::document::{
    Block, Cell, Document, Emphasis, Encoding, Figure, Heading, Image, Inline, List, ListItem,
    Mark, Marker, Orientation, Paragraph, Picture, Properties, Row, Scope, Section, Signature,
    Table, Target, Text,
};
use crate::kind::style::{
    Align, ChartStyle, FigureStyle, PageStyle, ParagraphStyle, Sides, Style, TableStyle, Typeface,
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
            "signature",
            ParagraphStyle {
                align: Align::Left,
                space_before: Length::pt(24),
                ..body()
            },
        ),
    ];
    let table = TableStyle {
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
        keep_with_next: false,
        cells,
    }
}

pub(super) fn table(columns: usize, head: Vec<Row>, body: Vec<Row>) -> Table {
    Table {
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

#[test]
fn justified_lines_end_at_the_edge() {
    let layout = lay(&document(vec![para("body", PLAN)]), &style());
    let lines = runs(&layout);
    assert!(lines.len() > 3);
    for (_, run, _) in &lines[..lines.len() - 1] {
        let glyphs = run.glyphs.len() - usize::from(run.text.ends_with(' '));
        let end = run.x + run.glyphs[..glyphs].iter().map(|glyph| glyph.advance).sum();
        assert_eq!(end, Length::mm(210) - Length::mm(10), "{}", run.text);
    }
}

#[test]
fn a_word_is_divided_with_a_soft_hyphen_in_its_text() {
    let words = "bendradarbiavimas bibliotekininkystė pasididžiavimas nepriklausomybė ".repeat(8);
    let layout = lay(&document(vec![para("body", &words)]), &style());
    let divided: Vec<&str> = runs(&layout)
        .iter()
        .map(|run| run.1.text.as_str())
        .filter(|text| text.ends_with('\u{ad}'))
        .collect();
    assert!(!divided.is_empty());
    assert_eq!(letters(&layout), words.replace(' ', ""));
}

#[test]
fn an_f_may_stand_before_any_letter() {
    let words = "fėja šfžš afėra cofš fą filė fflė";
    let mut style = style();
    style.typeface.ligatures = true;
    let layout = lay(&document(vec![para("body", words)]), &style);
    assert_eq!(letters(&layout), words.replace(' ', ""));
}

#[test]
fn single_spacing_is_that_of_word_processors() {
    let style = style();
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    let line = fonts.line(Length::pt(12), 1000);
    assert_eq!(line.height, Length::milli(13_799));
}

#[test]
fn a_non_breaking_space_never_ends_a_line() {
    let words = "2027 m. rugsėjo 19 d. "
        .replace("m. ", "m.\u{a0}")
        .repeat(60);
    let layout = lay(&document(vec![para("body", &words)]), &style());
    assert!(
        runs(&layout)
            .iter()
            .all(|run| !run.1.text.ends_with('\u{a0}') && !run.1.text.trim_end().ends_with("m."))
    );
}

#[test]
fn links_and_labels_have_nodes_of_their_own() {
    let item = ListItem {
        blocks: vec![Block::Paragraph(Paragraph {
            role: "list-item".into(),
            content: vec![
                text("Žr. "),
                link("svetainę", "https://pavyzdys.lt"),
                text("."),
            ],
        })],
    };
    let list = Block::List(List {
        marker: Marker::Number { start: 3 },
        items: vec![item],
    });
    let layout = lay(&document(vec![list]), &style());
    let shown = dump(&layout);
    assert!(shown.contains("list/item/label \"3.\""), "{shown}");
    assert!(
        shown.contains("list/item/body/p/link https://pavyzdys.lt \"svetainę\""),
        "{shown}"
    );
}

#[test]
fn a_sign_without_a_glyph_is_told_once() {
    let style = style();
    let fonts = Fonts::new(&style.typeface).expect("the bundled fonts are fonts");
    let mut sink = Sink::default();
    let layout = lay_out(
        &document(vec![para("body", "📷 ir vėl 📷")]),
        &style,
        &fonts,
        &mut sink,
    );
    let told = sink.into_sorted(&{
        let mut sources = Sources::default();
        sources.add("content.yaml", "");
        sources
    });
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].message, "no bundled font has the sign `📷`");
    assert!(
        runs(&layout)
            .iter()
            .all(|run| run.1.glyphs.iter().all(|glyph| glyph.id != 0))
    );
    assert_eq!(letters(&layout), "📷irvėl📷");
}

#[test]
fn a_heading_stays_with_its_text() {
    // Enough lines that the heading alone would stand last on its page.
    for lines in 40..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        blocks.extend([heading("Antraštė"), para("body", PLAN)]);
        let layout = lay(&document(blocks), &style());
        let all = runs(&layout);
        let at = all
            .iter()
            .position(|run| run.1.text.contains("Antraštė"))
            .expect("it is there");
        assert_eq!(all[at].0, all[at + 1].0, "{lines}");
        assert_eq!(all[at].0, all[at + 2].0, "{lines}");
    }
}

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

#[test]
fn the_head_of_a_table_is_repeated_as_an_artifact() {
    let layout = lay(&document(vec![Block::Table(long_table())]), &style());
    assert!(layout.pages.len() > 3);
    for (number, page) in layout.pages.iter().enumerate() {
        let owners: Vec<Owner> = page
            .items
            .iter()
            .filter_map(|item| match &item.shape {
                Shape::Glyphs(run) if run.text == "Priemonė" => Some(item.owner),
                _ => None,
            })
            .collect();
        assert_eq!(owners.len(), 1);
        assert_eq!(number > 0, owners[0] == Owner::Artifact(Artifact::Repeated));
    }
}

#[test]
fn columns_fill_the_width_and_no_word_is_cut() {
    let layout = lay(&document(vec![Block::Table(long_table())]), &style());
    assert_eq!(layout.tables.len(), 1);
    assert_eq!(
        layout.tables[0].iter().copied().sum::<Length>(),
        Length::mm(210) - Length::mm(30) - Length::mm(10)
    );
}

#[test]
fn rules_in_one_line_are_drawn_once() {
    let layout = lay(
        &document(vec![Block::Table(table(
            2,
            Vec::new(),
            (0..20).map(|_| row(vec![cell("a"), cell("b")])).collect(),
        ))]),
        &style(),
    );
    let rules = layout.pages[0]
        .items
        .iter()
        .filter(|item| matches!(item.shape, Shape::Rule(_)))
        .count();
    assert_eq!(rules, 21 + 3);
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

#[test]
fn a_row_higher_than_a_page_is_divided_between_lines() {
    let words = PLAN.repeat(60);
    let body = vec![
        row(vec![cell("1."), cell(&words)]),
        row(vec![cell("2."), cell("b")]),
    ];
    let layout = lay(
        &document(vec![Block::Table(table(
            2,
            vec![row(vec![th("Nr."), th("Tekstas")])],
            body,
        ))]),
        &style(),
    );
    assert!(layout.pages.len() >= 3);
    assert_eq!(
        letters(&layout),
        format!("Nr.Tekstas1.{words}2.b").replace(' ', "")
    );
}

#[test]
fn fonts_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Fonts>();
}

/// A table whose first column covers every `span` rows, with a long text in the second one.
fn spanned(span: usize, rows: usize) -> Table {
    let tall = PLAN.repeat(2);
    let one = |number: usize| {
        let mut cells = vec![cell(&tall)];
        if number.is_multiple_of(span) {
            cells.insert(
                0,
                Cell {
                    rows: span,
                    ..cell("grupė")
                },
            );
        }
        row(cells)
    };
    table(
        2,
        vec![row(vec![th("Grupė"), th("Tekstas")])],
        (0..rows).map(one).collect(),
    )
}

#[test]
fn rows_of_a_small_group_stay_on_one_page() {
    let layout = lay(&document(vec![Block::Table(spanned(2, 16))]), &style());
    let groups = runs(&layout)
        .into_iter()
        .filter(|run| run.1.text == "grupė");
    let pages: Vec<usize> = groups.map(|run| run.0).collect();
    let starts = runs(&layout)
        .into_iter()
        .filter(|run| run.1.text.starts_with("Kauno Veršvų"))
        .map(|run| run.0);
    let rows: Vec<usize> = starts.collect();
    assert_eq!((pages.len(), rows.len()), (8, 16));
    for (group, page) in pages.iter().enumerate() {
        assert_eq!([*page; 2], [rows[2 * group], rows[2 * group + 1]]);
    }
}

#[test]
fn a_high_group_is_broken_between_rows_and_closed_on_every_page() {
    let layout = lay(&document(vec![Block::Table(spanned(16, 16))]), &style());
    assert!(layout.pages.len() > 1);
    for page in &layout.pages {
        let lines = page.items.iter().filter_map(|item| match &item.shape {
            Shape::Rule(rule) if rule.from.1 == rule.to.1 => Some(*rule),
            _ => None,
        });
        let widest = |rule: &crate::layout::page::Rule| rule.to.0 - rule.from.0 > Length::mm(169);
        assert!(lines.clone().next().is_some_and(|first| widest(&first)));
        assert!(lines.clone().next_back().is_some_and(|last| widest(&last)));
        assert!(lines.filter(|rule| !widest(rule)).count() >= 1);
    }
}

#[test]
fn a_goal_stays_with_its_first_measure() {
    for lines in 40..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        let goal = Cell {
            columns: 2,
            ..cell("tikslas")
        };
        let goal = Row {
            keep_with_next: true,
            cells: vec![goal],
        };
        let head = row(vec![th("Nr."), th("Priemonė")]);
        blocks.push(Block::Table(table(
            2,
            vec![head],
            vec![goal, row(vec![cell("1."), cell("priemonė")])],
        )));
        let layout = lay(&document(blocks), &style());
        let page = |words: &str| {
            runs(&layout)
                .into_iter()
                .find(|run| run.1.text == words)
                .map(|run| run.0)
        };
        assert_eq!(page("tikslas"), page("priemonė"), "{lines}");
        assert_eq!(page("Nr."), page("priemonė"), "{lines}");
    }
}

#[test]
fn marks_signatures_and_the_closing_rule_stay_whole() {
    let line = |words: &str| vec![text(words)];
    for lines in 40..60 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| para("cell", "eilutė")).collect();
        blocks.push(Block::Mark(Mark {
            role: "mark".into(),
            lines: vec![line("PATVIRTINTA"), line("direktoriaus")],
        }));
        blocks.push(para("cell", "pabaiga"));
        blocks.push(Block::Signature(Signature {
            role: "signature".into(),
            post: line("Vedėja"),
            name: line("V. Pavardė"),
        }));
        blocks.push(Block::ClosingRule("closing".into()));
        let layout = lay(&document(blocks), &style());
        let page = |words: &str| {
            runs(&layout)
                .into_iter()
                .find(|run| run.1.text.trim_end() == words)
                .map(|run| run.0)
        };
        assert_eq!(page("PATVIRTINTA"), page("direktoriaus"), "{lines}");
        assert_eq!(page("pabaiga"), page("V. Pavardė"), "{lines}");
        let ruled = layout.pages.iter().position(|page| {
            page.items
                .iter()
                .any(|item| matches!(item.shape, Shape::Rule(_)))
        });
        assert_eq!(ruled, page("V. Pavardė"), "{lines}");
    }
}

#[test]
fn a_bold_word_is_a_run_of_its_own() {
    let content = vec![text("Tai "), strong("svarbu"), text(" visiems")];
    let layout = lay(
        &document(vec![Block::Paragraph(Paragraph {
            role: "body".into(),
            content,
        })]),
        &style(),
    );
    let texts: Vec<&str> = runs(&layout)
        .iter()
        .map(|run| run.1.text.as_str())
        .collect();
    assert_eq!(texts, ["Tai ", "svarbu", " visiems"]);
}

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

fn figure(pictures: Vec<Picture>, caption: &str) -> Block {
    Block::Figure(Figure {
        id: None,
        role: "photo".into(),
        pictures,
        caption: Some(vec![text(caption)]),
    })
}

/// The pictures of the pages: page, left, top, width and height in whole points.
fn pictures(layout: &Layout) -> Vec<(usize, [i64; 4])> {
    let mut found = Vec::new();
    for (index, page) in layout.pages.iter().enumerate() {
        for item in &page.items {
            if let Shape::Picture {
                x,
                y,
                width,
                height,
                ..
            } = &item.shape
            {
                let points = [x, y, width, height].map(|length| length.to_milli() / 1000);
                found.push((index, points));
            }
        }
    }
    found
}

#[test]
fn pictures_stand_in_the_middle_of_the_text() {
    let blocks = vec![figure(vec![picture(200, 100), picture(200, 200)], "Knygos")];
    let layout = lay(&document(blocks), &style());
    // The text is 481 pt wide from 85 pt; the lower edges of both are on one line.
    let wanted = [(0, [170, 131, 150, 75]), (0, [330, 56, 150, 150])];
    assert_eq!(pictures(&layout), wanted);
}

#[test]
fn a_picture_goes_to_the_next_page_with_its_caption() {
    let mut blocks: Vec<Block> = (0..30).map(|_| para("body", "Eilutė")).collect();
    blocks.push(figure(vec![picture(400, 400)], "Parašas"));
    let layout = lay(&document(blocks), &style());
    assert_eq!(pictures(&layout).len(), 1);
    let page = pictures(&layout)[0].0;
    assert_eq!(page, 1);
    let caption = runs(&layout)
        .into_iter()
        .find(|(_, run, _)| run.text.contains("Parašas"));
    assert_eq!(caption.map(|(page, ..)| page), Some(page));
}

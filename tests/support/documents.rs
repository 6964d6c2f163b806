//! Random documents, as odd as the model allows.

use std::sync::Arc;

use aktas::document::{
    Amount, Anchor, Block, Cell, Chart, ChartSort, Contents, Document, Emphasis, Encoding, Figure,
    Heading, Image, Inline, List, ListItem, Mark, Marker, Meaning, Number, Orientation, Paragraph,
    Picture, Properties, Revision, Row, Running, Scope, Section, Series, Signature, Table, Target,
    Text,
};
use aktas::source::{Sources, Span};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

const PICTURE: &[u8] = include_bytes!("../../content/pictures/shelf.png");

/// Documents of several sections, upright and turned.
pub(crate) fn documents() -> impl Strategy<Value = Document> {
    let orientation = prop_oneof![
        3 => Just(Orientation::Portrait),
        1 => Just(Orientation::Landscape),
    ];
    let section = (orientation, vec(block(), 0..7)).prop_map(|(orientation, blocks)| Section {
        orientation,
        blocks,
    });
    vec(section, 1..4).prop_map(|sections| {
        let mut document = Document {
            properties: Properties {
                id: "random".to_owned(),
                title: "Bandymas".to_owned(),
                lang: "lt-LT".to_owned(),
                ..Properties::default()
            },
            running: Running::default(),
            sections,
        };
        number(&mut document);
        document
    })
}

/// Gives every heading the anchor that no other has.
pub(crate) fn number(document: &mut Document) {
    let blocks = document.sections.iter_mut();
    for (index, block) in blocks.flat_map(|section| &mut section.blocks).enumerate() {
        if let Block::Heading(heading) = block {
            heading.id = anchor(index);
        }
    }
}

fn anchor(index: usize) -> Anchor {
    format!("h-{index}").into()
}

/// Where texts of random documents were written: nowhere.
fn place() -> Span {
    Span::new(Sources::default().add("random.yaml", ""), 0..0)
}

/// Words of all lengths, with signs that bind, divide, combine or have no glyph in a text font.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-ząčęėįšųūžA-ZĄČĘĖĮŠŲŪŽ]{1,12}",
        1 => "[a-zė]{500}",
        1 => "[0-9]{1,4}\u{a0}m\\.",
        1 => "(ab\u{a0}){1,30}c",
        1 => "(fi|ffl|ff|AV|To){1,6}",
        1 => Just("ger\u{117}\u{301}ja a\u{328}\u{301} i\u{307}\u{301}".to_owned()),
        1 => Just("pėda-/\u{ad}rašas".to_owned()),
        1 => "[☑→≥Ωд中😀\u{200b}]{1,3}",
        1 => "[ -~]{1,5}",
    ];
    vec(word, 0..12).prop_map(|words| words.join(" "))
}

/// The content of a line: pieces of several looks and languages, links, forced breaks.
fn content() -> impl Strategy<Value = Vec<Inline>> {
    let emphasis = (any::<bool>(), any::<bool>()).prop_map(|(strong, stressed)| Emphasis {
        strong,
        stressed,
        ..Emphasis::default()
    });
    let link = option::weighted(0.1, Just(Target::of("https://pavyzdys.lt")));
    let lang = option::weighted(
        0.2,
        prop_oneof![Just("en".into()), Just("de-DE".into()), Just("xx".into())],
    );
    let text = (words(), emphasis, link, lang).prop_map(|(text, emphasis, link, lang)| {
        Inline::Text(Text {
            text,
            emphasis,
            link,
            lang,
            meaning: None,
            place: place(),
        })
    });
    vec(prop_oneof![6 => text, 1 => Just(Inline::Break)], 0..4)
}

/// A line that a number may begin.
fn numbered() -> impl Strategy<Value = Vec<Inline>> {
    let number = (vec(1..30_u32, 1..4), prop_oneof![Just(" "), Just("")]);
    (option::weighted(0.3, number), content()).prop_map(|(number, mut content)| {
        if let Some((values, space)) = number {
            let digits: Vec<String> = values.iter().map(ToString::to_string).collect();
            let series = "goals".into();
            let meaning = Meaning::Number(Number { series, values });
            let text = |text: String, meaning| {
                Inline::Text(Text {
                    text,
                    emphasis: Emphasis::default(),
                    link: None,
                    lang: None,
                    meaning,
                    place: place(),
                })
            };
            let number = text(digits.join(".") + ".", Some(Arc::new(meaning)));
            content.splice(0..0, [number, text(space.to_owned(), None)]);
        }
        content
    })
}

/// A block: most are leaves, some hold others.
fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        8 => paragraph(),
        2 => heading(),
        1 => figure(),
        1 => chart(),
        1 => signature(),
        1 => mark(),
        1 => Just(Block::ClosingRule("closing-rule".into())),
        1 => Just(Block::Contents(Contents { from: 1, to: 3 })),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let blocks = vec(inner.prop_filter("an outline has no cells", is_inner), 0..3);
        prop_oneof![list(blocks.clone()), table(blocks)]
    })
}

/// Whether a block may stand in a list or a cell.
fn is_inner(block: &Block) -> bool {
    !matches!(block, Block::Heading(_) | Block::Contents(_))
}

fn paragraph() -> impl Strategy<Value = Block> {
    let role = prop_oneof![
        Just("body"),
        Just("lead-in"),
        Just("table-cell"),
        Just("statistics-figure"),
        Just("list-item"),
        Just("title"),
        Just("unknown")
    ];
    (role, numbered()).prop_map(|(role, content)| {
        Block::Paragraph(Paragraph {
            role: role.into(),
            content,
        })
    })
}

fn heading() -> impl Strategy<Value = Block> {
    (1..=4_u8, numbered()).prop_map(|(level, content)| {
        Block::Heading(Heading {
            level,
            role: format!("heading-{level}").into(),
            id: anchor(0),
            content,
        })
    })
}

fn signature() -> impl Strategy<Value = Block> {
    (content(), content()).prop_map(|(post, name)| {
        Block::Signature(Signature {
            digital: false,
            role: "signature".into(),
            post,
            name,
        })
    })
}

fn mark() -> impl Strategy<Value = Block> {
    vec(content(), 1..4).prop_map(|lines| {
        Block::Mark(Mark {
            role: "mark".into(),
            lines,
        })
    })
}

/// As `data` writes drawings: a shelf, half of it pale.
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"30\" \
    viewBox=\"0 0 60 30\"><path fill=\"#17406d\" d=\"M 0 20 L 60 20 L 60 26 L 0 26 Z\"/>\
    <g opacity=\"0.5\"><path fill=\"#812c2c\" d=\"M 10 2 L 18 2 L 18 20 L 10 20 Z\"/></g></svg>";

fn figure() -> impl Strategy<Value = Block> {
    let photograph = Arc::new(Image {
        encoding: Encoding::Png,
        bytes: PICTURE.to_vec(),
        width: u32::from_be_bytes([PICTURE[16], PICTURE[17], PICTURE[18], PICTURE[19]]),
        height: u32::from_be_bytes([PICTURE[20], PICTURE[21], PICTURE[22], PICTURE[23]]),
    });
    let drawing = Arc::new(Image {
        encoding: Encoding::Svg,
        bytes: DRAWING.as_bytes().to_vec(),
        width: 60,
        height: 30,
    });
    let picture = prop_oneof![Just(photograph), Just(drawing)].prop_map(|image| Picture {
        image,
        alt: "Lentyna".to_owned(),
        place: place(),
    });
    (vec(picture, 1..5), option::of(content())).prop_map(|(pictures, caption)| {
        Block::Figure(Figure {
            id: None,
            role: "photo".into(),
            pictures,
            caption,
        })
    })
}

fn chart() -> impl Strategy<Value = Block> {
    let sort = prop_oneof![
        Just(ChartSort::Bar),
        Just(ChartSort::Line),
        Just(ChartSort::Pie)
    ];
    let values = vec(option::weighted(0.9, 0..5_000_u32), 1..9);
    (sort, values, option::of(content())).prop_map(|(sort, values, caption)| {
        let amount = |value: u32| Amount {
            value: Decimal::from(value),
            text: value.to_string(),
        };
        Block::Chart(Chart {
            role: "chart".into(),
            id: None,
            sort,
            caption,
            unit: "vnt.".to_owned(),
            categories: (0..values.len()).map(|year| format!("{year} m.")).collect(),
            axis: [0, 2_500, 5_000].map(amount).to_vec(),
            series: vec![Series {
                name: "Knygos".to_owned(),
                values: values.into_iter().map(|value| value.map(amount)).collect(),
            }],
            alt: "Knygos".to_owned(),
            place: place(),
        })
    })
}

fn list(blocks: impl Strategy<Value = Vec<Block>>) -> impl Strategy<Value = Block> {
    let marker = prop_oneof![Just(Marker::Bullet), Just(Marker::Number { start: 9 })];
    let items = vec(
        blocks.prop_map(|blocks| ListItem {
            blocks,
            revision: None,
        }),
        1..4,
    );
    (marker, items).prop_map(|(marker, items)| Block::List(List { marker, items }))
}

/// What is drawn for a cell: its blocks, how many columns and rows it would like, its scope.
type Drawn = (Vec<Block>, usize, usize, Option<Scope>);

/// A table of random spans: cells take the first free place and what is free beside and below,
/// but for the last of a row.
/// Now and then its columns are narrower than a letter.
fn table(blocks: impl Strategy<Value = Vec<Block>>) -> impl Strategy<Value = Block> {
    let scope = option::of(prop_oneof![
        Just(Scope::Column),
        Just(Scope::ColumnGroup),
        Just(Scope::Row),
        Just(Scope::RowGroup)
    ]);
    let cells = vec((blocks, 1..4_usize, 1..4_usize, scope), 14);
    let columns = prop_oneof![8 => 1..6_usize, 1 => 90..100_usize];
    let rows = (0..3_usize, 1..5_usize, 0..2_usize);
    (columns, rows, cells, option::weighted(0.3, content())).prop_map(
        |(columns, (head, body, foot), mut cells, caption)| {
            Block::Table(Table {
                description: None,
                role: "table".into(),
                id: None,
                columns,
                shares: Vec::new(),
                continued: caption.clone(),
                caption,
                head: part(columns, head, &mut cells),
                body: part(columns, body, &mut cells),
                foot: part(columns, foot, &mut cells),
            })
        },
    )
}

fn part(columns: usize, count: usize, cells: &mut Vec<Drawn>) -> Vec<Row> {
    let mut taken = vec![vec![false; columns]; count];
    let mut rows = Vec::new();
    for number in 0..count {
        let mut made = Vec::new();
        for column in 0..columns {
            if taken[number][column] {
                continue;
            }
            let (blocks, wide, high, scope) = cells.pop().unwrap_or_default();
            let free = taken[number][column..].iter();
            let free = free.take_while(|taken| !**taken).count();
            let wide = wide.clamp(1, free);
            // Every row has a cell of its own: PDF/UA-1 knows no others.
            let ends_row = column + wide == columns;
            let high = if ends_row {
                1
            } else {
                high.clamp(1, count - number)
            };
            for line in &mut taken[number..number + high] {
                line[column..column + wide].fill(true);
            }
            made.push(Cell {
                columns: wide,
                rows: high,
                scope,
                blocks,
            });
        }
        rows.push(Row {
            keep_with_next: number % 2 == 0,
            cells: made,
            revision: None,
        });
    }
    rows
}

/// Documents as a comparison marks them: some of their texts, blocks, items and rows.
#[allow(dead_code, reason = "not every test that uses this file needs them")]
pub(crate) fn redlines() -> impl Strategy<Value = Document> {
    let revision = prop_oneof![
        Just(Revision::Inserted),
        Just(Revision::Deleted),
        (1..20_u32).prop_map(Revision::MovedHere),
        (1..20_u32).prop_map(Revision::MovedAway),
    ];
    let drawn = vec(option::weighted(0.3, revision), 1..60);
    (documents(), drawn).prop_map(|(mut document, drawn)| {
        let mut marks = Marks(drawn.into_iter().cycle());
        for section in &mut document.sections {
            marks.blocks(&mut section.blocks);
        }
        document
    })
}

/// Marks the parts of a document by what was drawn, in turn.
struct Marks<I>(I);

impl<I: Iterator<Item = Option<Revision>>> Marks<I> {
    fn next(&mut self) -> Option<Revision> {
        self.0.next().flatten()
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match self.next() {
                Some(revision) => {
                    let inner = std::mem::replace(block, Block::ClosingRule("body".into()));
                    *block = Block::Revised(revision, Box::new(inner));
                }
                None => self.block(block),
            }
        }
    }

    /// Nothing that is marked holds anything else that is.
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading(heading) => self.line(&mut heading.content),
            Block::Paragraph(paragraph) => self.line(&mut paragraph.content),
            Block::List(list) => {
                for item in &mut list.items {
                    item.revision = self.next();
                    if item.revision.is_none() {
                        self.blocks(&mut item.blocks);
                    }
                }
            }
            Block::Table(table) => {
                table.caption.iter_mut().for_each(|text| self.line(text));
                let parts = [&mut table.head, &mut table.body, &mut table.foot];
                for row in parts.into_iter().flatten() {
                    row.revision = self.next();
                    if row.revision.is_none() {
                        let cells = row.cells.iter_mut();
                        cells.for_each(|cell| self.blocks(&mut cell.blocks));
                    }
                }
            }
            Block::Figure(figure) => figure.caption.iter_mut().for_each(|text| self.line(text)),
            Block::Chart(chart) => chart.caption.iter_mut().for_each(|text| self.line(text)),
            Block::Mark(mark) => mark.lines.iter_mut().for_each(|line| self.line(line)),
            Block::Signature(signature) => {
                self.line(&mut signature.post);
                self.line(&mut signature.name);
            }
            Block::Contents(_) | Block::ClosingRule(_) | Block::Revised(..) => {}
        }
    }

    fn line(&mut self, content: &mut [Inline]) {
        for inline in content {
            if let Some(revision) = self.next() {
                let piece = std::mem::replace(inline, Inline::Break);
                *inline = Inline::Revised(revision, vec![piece]);
            }
        }
    }
}

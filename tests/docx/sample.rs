//! A plan as a library writes it, made by hand: everything that the model can say, once.

use std::borrow::Cow;
use std::sync::Arc;

use aktas::document::{
    Baseline, Blank, Block, Cell, Contents, Document, Emphasis, Encoding, Field, Figure, Heading,
    Image, Inline, List, ListItem, Mark, Marker, Meaning, Note, Orientation, Paragraph, Picture,
    Properties, Provenance, Row, Running, Scope, Section, Signature, Table, Target, Text,
};
use aktas::kind::style::{
    Align, ChartStyle, FigureStyle, PageStyle, ParagraphStyle, RevisionStyle, Sides, Style,
    TableStyle, Typeface, Words,
};
use aktas::layout::page::TableColumns;
use aktas::length::Length;
use aktas::source::{Sources, Span};

fn plain(text: &str) -> Text {
    let place = Span::new(Sources::default().add("sample", ""), 0..0);
    Text {
        text: text.to_owned(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place,
    }
}

/// A line of plain text.
pub(crate) fn line(text: &str) -> Vec<Inline> {
    vec![Inline::Text(plain(text))]
}

fn looks(text: &str, strong: bool, stressed: bool, baseline: Baseline) -> Inline {
    Inline::Text(Text {
        emphasis: Emphasis {
            strong,
            stressed,
            baseline,
        },
        ..plain(text)
    })
}

fn link(text: &str, to: &str) -> Inline {
    Inline::Text(Text {
        link: Some(Target::of(to)),
        ..plain(text)
    })
}

/// A text in another language.
pub(crate) fn foreign(text: &str, lang: &str) -> Inline {
    Inline::Text(Text {
        lang: Some(lang.into()),
        ..plain(text)
    })
}

/// A footnote.
pub(crate) fn note(number: u32, content: Vec<Inline>) -> Inline {
    Inline::Note(Note {
        number,
        content,
        place: plain("").place,
    })
}

/// A picture of so many pixels; DOCX takes the bytes as they are.
pub(crate) fn picture(encoding: Encoding, bytes: &[u8], width: u32, height: u32) -> Picture {
    Picture {
        image: Arc::new(Image {
            encoding,
            bytes: bytes.to_vec(),
            width,
            height,
        }),
        alt: "Septyni <žmonės> & knygos".to_owned(),
        place: plain("").place,
    }
}

/// A figure of the role `photo`.
pub(crate) fn figure(pictures: Vec<Picture>, caption: Option<&str>) -> Block {
    Block::Figure(Figure {
        id: None,
        role: "photo".into(),
        pictures,
        caption: caption.map(line),
    })
}

/// A paragraph of a role.
pub(crate) fn para(role: &str, content: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph {
        role: role.into(),
        content,
    })
}

/// A heading, named by its text.
pub(crate) fn heading(level: u8, role: &str, text: &str) -> Block {
    Block::Heading(Heading {
        id: text.to_lowercase().replace(' ', "-").into(),
        level,
        role: role.into(),
        content: line(text),
    })
}

pub(crate) fn item(text: &str, more: Vec<Block>) -> ListItem {
    let mut blocks = vec![para("list-item", line(text))];
    blocks.extend(more);
    ListItem {
        blocks,
        revision: None,
    }
}

pub(crate) fn list(marker: Marker, items: Vec<ListItem>) -> Block {
    Block::List(List { marker, items })
}

/// A cell that covers some columns and rows.
pub(crate) fn cell(text: &str, columns: usize, rows: usize, scope: Option<Scope>) -> Cell {
    let role = if scope == Some(Scope::Column) {
        "table-head"
    } else {
        "table-cell"
    };
    let blocks = if text.is_empty() {
        Vec::new()
    } else {
        vec![para(role, line(text))]
    };
    Cell {
        columns,
        rows,
        scope,
        blocks,
    }
}

/// A row of cells.
pub(crate) fn row(keep_with_next: bool, cells: Vec<Cell>) -> Row {
    Row {
        revision: None,
        keep_with_next,
        cells,
    }
}

fn heads(texts: &[&str]) -> Row {
    row(
        false,
        texts
            .iter()
            .map(|text| cell(text, 1, 1, Some(Scope::Column)))
            .collect(),
    )
}

fn mark(lines: &[&str]) -> Block {
    Block::Mark(Mark {
        role: "mark".into(),
        lines: lines.iter().map(|text| line(text)).collect(),
    })
}

/// A mark that waits for its act.
pub(crate) fn draft_mark() -> Block {
    let act = vec![
        blank("2027 m. ______________ d.", Blank::Date),
        Inline::Text(plain(" įsakymu Nr. ")),
        blank("______", Blank::Number),
    ];
    Block::Mark(Mark {
        role: "mark".into(),
        lines: vec![
            line("PATVIRTINTA"),
            line("Pavyzdžio gimnazijos direktoriaus"),
            act,
        ],
    })
}

/// A text that stands for what is filled in by hand.
pub(crate) fn blank(text: &str, blank: Blank) -> Inline {
    Inline::Text(Text {
        meaning: Some(Arc::new(Meaning::Blank(blank))),
        ..plain(text)
    })
}

/// A table without rows.
pub(crate) fn table(columns: usize) -> Table {
    Table {
        description: Some("Lentelė <žodžiais>".to_owned()),
        id: None,
        continued: None,
        role: "table".into(),
        columns,
        shares: Vec::new(),
        caption: None,
        head: vec![],
        body: vec![],
        foot: vec![],
    }
}

/// What the plan was made from.
pub(crate) fn provenance() -> Provenance {
    Provenance {
        kind: "activity-plan".into(),
        digest: format!("sha256:{}", "0123456789abcdef".repeat(4)),
        source: "content/library-plan-2027.yaml".into(),
        revision: "5f2c1e9".into(),
        tool: "aktas 0.1.0".into(),
    }
}

/// The plan: a portrait part, a landscape one with a table of that many measures, a portrait one.
pub(crate) fn plan(measures: usize) -> Document {
    Document {
        running: running(),
        properties: Properties {
            revisions: None,
            id: "library-plan-2027".into(),
            title: "Bibliotekos 2027 metų veiklos planas".into(),
            author: "Pavyzdžio gimnazija".into(),
            category: "Veiklos planas".into(),
            status: "Projektas".into(),
            lang: "lt-LT".into(),
            provenance: provenance(),
        },
        sections: vec![
            Section {
                orientation: Orientation::Portrait,
                blocks: opening(),
            },
            Section {
                orientation: Orientation::Landscape,
                blocks: vec![measures_heading(), measures_table(measures)],
            },
            Section {
                orientation: Orientation::Portrait,
                blocks: ending(),
            },
        ],
    }
}

/// What stands at the edges of the pages: a link above, the number of the page below.
fn running() -> Running {
    let edge = |content| Paragraph {
        role: "edge".into(),
        content,
    };
    let field = Inline::Field;
    let mut foot = line("p. ");
    foot.extend([
        field(Field::Page),
        Inline::Text(plain(" iš ")),
        field(Field::Pages),
    ]);
    Running {
        head: vec![
            edge(line("Bibliotekos „planas“")),
            edge(vec![link("e-tar", "https://www.e-tar.lt/")]),
        ],
        foot: vec![edge(foot)],
    }
}

fn opening() -> Vec<Block> {
    let mut blocks = vec![
        draft_mark(),
        heading(
            1,
            "title",
            "Pavyzdžio gimnazijos bibliotekos 2027 metų veiklos planas",
        ),
        para("contents-title", line("Turinys")),
        Block::Contents(Contents { from: 2, to: 3 }),
        heading(2, "heading-1", "I skyrius. Bendrosios nuostatos"),
        emphasised(),
        referring(),
        para("body", line(LONG)),
        awkward(),
        heading(3, "heading-2", "Uždaviniai"),
    ];
    blocks.extend(lists());
    blocks.push(statistics());
    blocks.push(Block::Table(two_columns()));
    blocks
}

const LONG: &str = "Biblioteka yra gimnazijos struktūrinis padalinys, kuris kaupia, tvarko ir saugo ugdymo procesui \
    reikalingus dokumentus, užtikrina prieigą prie jų gimnazijos bendruomenei ir ugdo mokinių informacinius \
    gebėjimus. Nebendradarbiaujančių institucijų nepakankamai išnaudojamos galimybės aptariamos kas ketvirtį.";

fn emphasised() -> Block {
    let content = vec![
        looks("Paryškintai", true, false, Baseline::Normal),
        Inline::Text(plain(", ")),
        looks("pasvirai", false, true, Baseline::Normal),
        Inline::Text(plain(", H")),
        looks("2", false, false, Baseline::Lowered),
        Inline::Text(plain("O, 10 m")),
        looks("2", true, true, Baseline::Raised),
        Inline::Text(plain("; nuoroda: ")),
        link("teisės aktų ", "https://www.e-tar.lt/portal/?a=1&b=ž š"),
        link("registras", "https://www.e-tar.lt/portal/?a=1&b=ž š"),
        Inline::Text(plain(", ")),
        link("ne nuoroda", "javascript:alert(1)"),
        Inline::Break,
        Inline::Text(plain("nauja eilutė, 1\u{a0}200,00\u{a0}Eur.")),
    ];
    para("body", content)
}

/// Links within the document, notes, another language.
fn referring() -> Block {
    let told = vec![
        Inline::Text(plain("Žr. ")),
        link("įstatymo", "https://www.e-tar.lt/portal/?a=2"),
        Inline::Text(plain(" 5 straipsnį ir ")),
        link("lentelę", "#readers"),
        Inline::Text(plain("; ")),
        foreign("see Article 5", "en-GB"),
        Inline::Text(plain(".")),
    ];
    let content = vec![
        Inline::Text(plain("Žr. ")),
        link("uždavinius", "#uždaviniai"),
        Inline::Text(plain(", ")),
        link("1 lentelę", "#readers"),
        Inline::Text(plain(" ir ")),
        link("2 lentelę", "#other"),
        note(1, told),
        Inline::Text(plain("; tarptautinė žaidimų savaitė (")),
        foreign("International Games Week", "en"),
        Inline::Text(plain(")")),
        note(2, line("Antra pastaba.")),
        Inline::Text(plain(".")),
    ];
    para("body", content)
}

fn awkward() -> Block {
    para(
        "body",
        line(
            "  & < > \" ' ]]> &amp; 😀 e\u{301} a\u{328}\u{301} ne\u{ad}matomas X\u{2011}1 \u{1}\u{b}\u{fffe} galas  ",
        ),
    )
}

fn lists() -> Vec<Block> {
    let nested = list(
        Marker::Bullet,
        vec![
            item("skaitymo valandėlės;", vec![]),
            item("parodos.", vec![]),
        ],
    );
    let steps = list(
        Marker::Number { start: 1 },
        vec![
            item("pirmas žingsnis;", vec![]),
            item("antras žingsnis.", vec![]),
        ],
    );
    vec![
        list(
            Marker::Bullet,
            vec![
                item("Ugdyti skaitymo įgūdžius:", vec![nested]),
                item("Atnaujinti fondą.", vec![steps]),
            ],
        ),
        list(
            Marker::Number { start: 3 },
            vec![
                item("Trečias.", vec![para("list-item", line("Tęsinys po juo."))]),
                item("Ketvirtas.", vec![]),
            ],
        ),
        list(
            Marker::Number { start: 1 },
            vec![item("Vėl nuo pradžių.", vec![])],
        ),
    ]
}

/// Two header rows, cells over rows and columns, an empty cell, totals.
fn statistics() -> Block {
    let column = Some(Scope::Column);
    let noted = |text: &str, number: u32, scope| {
        let mut content = line(text);
        content.push(note(number, line("Pastaba lentelėje.")));
        Cell {
            blocks: vec![para("table-head", content)],
            ..cell("", 1, 2, scope)
        }
    };
    let number = |text: &str| Cell {
        blocks: vec![para("table-number", line(text))],
        ..cell("", 1, 1, None)
    };
    Block::Table(Table {
        id: Some("readers".into()),
        caption: Some(line("1 lentelė. Skaitytojai ir <išduotis>")),
        head: vec![
            row(
                false,
                vec![
                    noted("Metai", 3, column),
                    cell("Skaitytojai", 2, 1, column),
                    cell("Išduotis", 1, 2, column),
                ],
            ),
            row(
                false,
                vec![
                    cell("Mokiniai", 1, 1, column),
                    cell("Mokytojai", 1, 1, column),
                ],
            ),
        ],
        body: vec![
            row(
                false,
                vec![
                    cell("2025–2026", 1, 2, None),
                    number("560"),
                    number("74"),
                    number("2615"),
                ],
            ),
            row(
                false,
                vec![number("566"), cell("", 1, 1, None), number("5000")],
            ),
        ],
        foot: vec![row(
            false,
            vec![
                cell("Iš viso", 1, 1, None),
                number("1126"),
                number("74"),
                number("7615"),
            ],
        )],
        ..table(4)
    })
}

fn two_columns() -> Table {
    let list = list(Marker::Bullet, vec![item("punktas lentelėje", vec![])]);
    let listed = Cell {
        blocks: vec![list],
        ..cell("", 1, 1, None)
    };
    Table {
        id: Some("other".into()),
        body: vec![row(false, vec![cell("Kita lentelė", 1, 1, None), listed])],
        ..table(2)
    }
}

fn measures_heading() -> Block {
    heading(
        2,
        "heading-1",
        "II skyrius. Tikslai, uždaviniai ir priemonės",
    )
}

/// Six columns, with a full-width row of a goal before every ten measures.
fn measures_table(measures: usize) -> Block {
    let mut body = Vec::new();
    for number in 0..measures {
        if number % 10 == 0 {
            let goal = format!("{}. Tikslas: ugdyti skaitymo kultūrą", number / 10 + 1);
            body.push(row(true, vec![cell(&goal, 6, 1, Some(Scope::RowGroup))]));
        }
        let label = format!("{}.{}.", number / 10 + 1, number % 10 + 1);
        let texts = [
            &label,
            "Organizuoti susitikimą su rašytoju & aptarti knygas",
            "V. Pavardė, bibliotekininkė",
            "2027 m. rugsėjo mėn.",
            "Žmogiškieji ištekliai",
            "Dalyvaus ne mažiau kaip 60 mokinių",
        ];
        body.push(row(
            false,
            texts.iter().map(|text| cell(text, 1, 1, None)).collect(),
        ));
    }
    let head = vec![
        heads(&[
            "Nr.",
            "Priemonė",
            "Vykdytojas",
            "Data",
            "Ištekliai",
            "Laukiamas rezultatas",
        ]),
        heads(&["1", "2", "3", "4", "5", "6"]),
    ];
    Block::Table(Table {
        head,
        body,
        ..table(6)
    })
}

fn ending() -> Vec<Block> {
    let post = line("Direktorius");
    vec![
        heading(2, "heading-1", "III skyrius. Baigiamosios nuostatos"),
        para("body", line(LONG)),
        Block::Signature(Signature {
            digital: true,
            role: "signature".into(),
            post,
            name: line("Vardenis Pavardenis"),
        }),
        mark(&[
            "SUDERINTA",
            "Pavyzdžio gimnazijos tarybos",
            "2027 m. sausio 5 d. posėdžio protokoliniu nutarimu Nr. T-1",
        ]),
        Block::ClosingRule("closing-rule".into()),
    ]
}

/// The columns of the plan's tables, as a layout would give them.
pub(crate) fn columns() -> Vec<TableColumns> {
    let of = |widths: &[i64]| TableColumns {
        widths: widths.iter().map(|mm| Length::mm(*mm)).collect(),
        decimals: vec![None; widths.len()],
    };
    let mut tables = vec![
        of(&[40, 42, 42, 46]),
        of(&[70, 100]),
        of(&[15, 75, 45, 37, 35, 50]),
    ];
    tables[0].decimals[1] = Some(Length::mm(20));
    tables
}

/// A style as official documents have it.
pub(crate) fn style() -> Style {
    let page = PageStyle {
        width: Length::mm(210),
        height: Length::mm(297),
        margins: Sides {
            top: Length::mm(20),
            right: Length::mm(10),
            bottom: Length::mm(20),
            left: Length::mm(30),
        },
        number_top: Length::mm(10),
        numbered_from: 2,
    };
    let files = [const { Cow::Borrowed([].as_slice()) }; 4];
    let typeface = Typeface {
        fallbacks: Vec::new(),
        ligatures: false,
        name: "Times New Roman".into(),
        files,
    };
    let tables = TableStyle {
        head: Some("table-head".into()),
        total: None,
        continued: false,
        columns: Vec::new(),
        border: Length::milli(500),
        padding_x: Length::mm(2),
        padding_y: Length::milli(1000),
        space: Length::pt(6),
    };
    let paragraphs = paragraphs()
        .into_iter()
        .map(|(role, style)| (role.into(), style))
        .collect();
    Style {
        page,
        typeface,
        paragraphs,
        tables: [("table".into(), tables)].into(),
        figures: [("photo".into(), FigureStyle::default())].into(),
        charts: [("chart".into(), ChartStyle::default())].into(),
        revisions: RevisionStyle::default(),
    }
}

#[expect(clippy::too_many_lines, reason = "it is one table of looks")]
fn paragraphs() -> Vec<(&'static str, ParagraphStyle)> {
    let body = ParagraphStyle {
        balance: false,
        closes: false,
        base: None,
        size: Length::pt(12),
        leading: 1150,
        align: Align::Justify,
        indent: Length::ZERO,
        first_line: Length::mm(15),
        space_before: Length::ZERO,
        space_after: Length::ZERO,
        strong: false,
        stressed: false,
        capitals: false,
        hyphenate: true,
        keep_with_next: false,
    };
    let on_body = ParagraphStyle {
        base: Some("body".into()),
        first_line: Length::ZERO,
        ..body.clone()
    };
    let left = ParagraphStyle {
        align: Align::Left,
        hyphenate: false,
        ..on_body.clone()
    };
    let heading = ParagraphStyle {
        align: Align::Center,
        strong: true,
        capitals: true,
        keep_with_next: true,
        space_before: Length::pt(12),
        space_after: Length::pt(6),
        ..left.clone()
    };
    let heading_2 = ParagraphStyle {
        base: Some("heading-1".into()),
        capitals: false,
        ..heading.clone()
    };
    let cell = ParagraphStyle {
        size: Length::pt(11),
        leading: 1000,
        ..left.clone()
    };
    let on_cell = ParagraphStyle {
        base: Some("table-cell".into()),
        ..cell.clone()
    };
    vec![
        (
            "title",
            ParagraphStyle {
                space_before: Length::pt(24),
                size: Length::pt(14),
                ..heading.clone()
            },
        ),
        ("heading-1", heading.clone()),
        ("heading-2", heading_2),
        (
            "list-item",
            ParagraphStyle {
                indent: Length::mm(8),
                first_line: -Length::mm(6),
                ..on_body.clone()
            },
        ),
        (
            "mark",
            ParagraphStyle {
                indent: Length::mm(85),
                space_before: Length::pt(12),
                ..left.clone()
            },
        ),
        (
            "signature",
            ParagraphStyle {
                space_before: Length::pt(36),
                ..left.clone()
            },
        ),
        (
            "closing-rule",
            ParagraphStyle {
                align: Align::Center,
                space_before: Length::pt(24),
                ..left.clone()
            },
        ),
        ("figure-caption", left.clone()),
        (
            "table-caption",
            ParagraphStyle {
                strong: true,
                space_before: Length::pt(6),
                space_after: Length::pt(3),
                ..left.clone()
            },
        ),
        ("chart-caption", left.clone()),
        ("chart", left.clone()),
        (
            "table-head",
            ParagraphStyle {
                strong: true,
                align: Align::Center,
                ..on_cell.clone()
            },
        ),
        (
            "table-number",
            ParagraphStyle {
                align: Align::Decimal,
                ..on_cell
            },
        ),
        ("table-cell", cell),
        ("body", body.clone()),
        (
            "edge",
            ParagraphStyle {
                align: Align::Right,
                ..left.clone()
            },
        ),
        (
            "footnote",
            ParagraphStyle {
                size: Length::pt(10),
                ..body.clone()
            },
        ),
        (
            "contents-title",
            ParagraphStyle {
                align: Align::Center,
                ..left.clone()
            },
        ),
        ("contents-1", left.clone()),
        (
            "contents-2",
            ParagraphStyle {
                indent: Length::mm(6),
                ..left
            },
        ),
    ]
}

/// The words around a document, and the names of some roles.
pub(crate) fn words() -> Words {
    let styles = [
        ("body", "Tekstas"),
        ("title", "Pavadinimas"),
        ("table", "Lentelė"),
    ];
    Words {
        styles: styles.map(|(role, name)| (role.into(), name.into())).into(),
        blank_date: "Akto data".to_owned(),
        blank_number: "Akto numeris".to_owned(),
        date_format: "yyyy 'm.' MMMM d 'd.'".to_owned(),
        decimal_sign: ",".to_owned(),
        signature: "Vieta parašui: {name}".to_owned(),
    }
}

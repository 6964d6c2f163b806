//! Whatever a file of another program says stands in the content, which is checked without an error.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/project.rs"]
mod project;

use std::collections::BTreeSet;

use aktas::Run;
use aktas::diagnostics::{Language, Severity};
use aktas::document::{Baseline, Revision};
use aktas::import::notes::{Sort, words};
use aktas::import::{Asked, Imported, KINDS, import};
use aktas::kind::files::Files;
use aktas::readers::{
    Block, Cell, Comment, Foreign, Paragraph, Picture, Revised, Row, Run as Part, Table,
};
use project::{Project, tests};
use proptest::prelude::*;

/// What stands around a word; each may mean something to YAML or to Markdown.
const SIGNS: [&str; 26] = [
    "{}",
    "{}:",
    "#{}",
    "# {}",
    "#? {}",
    "- {}",
    "*{}*",
    "_{}",
    "[{}](",
    "^[{}",
    "{{}}",
    "'{}",
    "\"{}\"",
    "{}\\",
    "&{}",
    "%{}",
    "@{}",
    "`{}",
    "| {}",
    "> {}",
    "1. {}",
    "<b>{}",
    "{}\u{feff}",
    "{}\t{}",
    "{}-\n{}",
    "~ {}",
];

/// What heads the columns of plans and tables.
const HEADS: [&str; 10] = [
    "Eil. Nr.",
    "Priemonė",
    "Atsakingas",
    "Data",
    "Lėšos, Eur",
    "Rodiklis",
    "2026",
    "2027",
    "Pastabos",
    "",
];

/// What begins paragraphs of documents.
const LEADS: [&str; 10] = [
    "",
    "",
    "",
    "PATVIRTINTA\n",
    "I SKYRIUS\n",
    "1 tikslas. ",
    "1.1. uždavinys: ",
    "Prioritetai: ",
    "Iš viso ",
    "2027-01-20 Nr. 3 ",
];

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let run = (0..SIGNS.len(), any::<[bool; 3]>(), 0..3u8).prop_map(
        |(sign, [strong, stressed, note], shift)| Part {
            text: format!("{} ", SIGNS[sign]),
            strong,
            stressed,
            baseline: [Baseline::Normal, Baseline::Raised, Baseline::Lowered][usize::from(shift)],
            note: (note && strong).then(|| vec![plain("{}")]),
            ..Part::default()
        },
    );
    let shape = (
        proptest::option::weighted(0.2, 1..4u8),
        proptest::option::weighted(0.3, 0..3u8),
        0..LEADS.len(),
        any::<bool>(),
    );
    (proptest::collection::vec(run, 1..4), shape).prop_map(
        |(runs, (heading, depth, lead, centred))| {
            let lead = Part {
                text: LEADS[lead].to_owned(),
                ..Part::default()
            };
            let label = if depth.is_some() { "•" } else { "" };
            Paragraph {
                heading: heading.filter(|_| depth.is_none()),
                label: label.to_owned(),
                depth,
                centred,
                runs: [vec![lead], runs].concat(),
                ..Paragraph::default()
            }
        },
    )
}

fn plain(text: &str) -> Paragraph {
    let run = Part {
        text: text.to_owned(),
        ..Part::default()
    };
    Paragraph {
        runs: vec![run],
        ..Paragraph::default()
    }
}

/// A table with heads above; some cells join two columns or reach down over two rows.
fn table() -> impl Strategy<Value = Block> {
    let heads = proptest::collection::vec(0..HEADS.len(), 2..7);
    let rows = proptest::collection::vec(proptest::collection::vec((paragraph(), 0..6u8), 7), 0..4);
    (heads, rows).prop_map(|(heads, rows)| {
        let width = heads.len();
        let cell = |paragraph: Paragraph, columns, rows| Cell {
            columns,
            rows,
            blocks: vec![Block::Paragraph(paragraph)],
            revised: None,
        };
        let row = |cells| Row {
            cells,
            ..Row::default()
        };
        let head = heads
            .iter()
            .map(|head| cell(plain(HEADS[*head]), 1, 1))
            .collect();
        let mut table = vec![row(head)];
        let (count, mut covered) = (rows.len(), vec![false; width]);
        for (index, given) in rows.into_iter().enumerate() {
            let (mut cells, mut next, mut at) = (Vec::new(), vec![false; width], 0);
            for (paragraph, shape) in given {
                while at < width && covered[at] {
                    at += 1;
                }
                if at >= width {
                    break;
                }
                let wide = shape == 1 && at + 1 < width && !covered[at + 1];
                let deep = shape == 2 && index + 1 < count;
                next[at] = deep;
                let text = if shape == 3 { plain("") } else { paragraph };
                cells.push(cell(text, 1 + usize::from(wide), 1 + usize::from(deep)));
                at += 1 + usize::from(wide);
            }
            covered = next;
            table.push(row(cells));
        }
        Block::Table(Table { rows: table })
    })
}

fn foreign() -> impl Strategy<Value = Foreign> {
    let block = prop_oneof![4 => paragraph().prop_map(Block::Paragraph), 1 => table()];
    let blocks = proptest::collection::vec(block, 1..12);
    (blocks, proptest::option::of(paragraph())).prop_map(|(blocks, running)| {
        let mut foreign = Foreign {
            blocks,
            running: running.into_iter().collect(),
            ..Foreign::default()
        };
        foreign.comments.push(Comment {
            text: "pastaba {}\n# {}".to_owned(),
            ..Comment::default()
        });
        let mut count = 0;
        foreign
            .blocks
            .iter_mut()
            .for_each(|block| number(block, &mut count));
        foreign
            .running
            .iter_mut()
            .for_each(|paragraph| number_in(paragraph, &mut count));
        fill(&mut foreign.comments[0].text, &mut count);
        foreign
    })
}

/// Puts a word that stands nowhere else in every gap.
fn fill(text: &mut String, count: &mut usize) {
    while text.contains("{}") {
        *count += 1;
        *text = text.replacen("{}", &format!("žodis{count}a"), 1);
    }
}

fn number_in(paragraph: &mut Paragraph, count: &mut usize) {
    for run in &mut paragraph.runs {
        fill(&mut run.text, count);
        run.note
            .iter_mut()
            .flatten()
            .for_each(|note| number_in(note, count));
    }
}

fn number(block: &mut Block, count: &mut usize) {
    match block {
        Block::Paragraph(paragraph) => number_in(paragraph, count),
        Block::Picture(_) => {}
        Block::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            cells
                .flat_map(|cell| &mut cell.blocks)
                .for_each(|block| number(block, count));
        }
    }
}

fn said(paragraph: &Paragraph) -> String {
    let notes = paragraph
        .runs
        .iter()
        .flat_map(|run| run.note.iter().flatten());
    let notes: String = notes.map(|note| said(note) + " ").collect();
    let text: String = paragraph
        .runs
        .iter()
        .map(|run| run.text.replace('\u{feff}', ""))
        .collect();
    format!("{text} {notes}")
}

fn told(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => said(paragraph),
        Block::Picture(picture) => picture.alt.clone(),
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells
                .flat_map(|cell| &cell.blocks)
                .map(|block| told(block) + " ")
                .collect()
        }
    }
}

fn imported(foreign: &Foreign, kind: Option<&str>) -> Imported {
    let asked = Asked {
        kind,
        name: "iš kitur",
        language: Language::Lithuanian,
        year: 2027,
    };
    import(foreign, &asked)
}

/// The words that neither the content nor the list of what was left out has.
fn lost(foreign: &Foreign, imported: &Imported) -> Vec<String> {
    let mut kept: BTreeSet<String> = words(&imported.yaml.replace('*', "")).collect();
    let left_out = |sort| !matches!(sort, Sort::Kept | Sort::Derived | Sort::Missing);
    let notes = imported.notes.0.iter().filter(|note| left_out(note.sort));
    kept.extend(notes.flat_map(|note| words(&note.text).collect::<Vec<_>>()));
    let mut texts: Vec<String> = foreign.blocks.iter().map(told).collect();
    texts.extend(foreign.running.iter().map(said));
    texts.extend(foreign.comments.iter().map(|comment| comment.text.clone()));
    let wanted = texts
        .iter()
        .flat_map(|text| words(text).collect::<Vec<_>>());
    // A word of a head that a hyphen divides is there as a whole, and digits may be raised.
    wanted
        .filter(|word| word.starts_with("žodis") && !kept.contains(word))
        .collect()
}

/// The errors of checking what was imported.
fn errors(imported: &Imported) -> Vec<String> {
    let project = Project::new();
    project.write("content/x.yaml", &imported.yaml);
    for (name, bytes) in &imported.pictures {
        project.write(&format!("content/pictures/{name}"), bytes);
    }
    let mut run = Run::default();
    aktas::check(&project.path("content/x.yaml"), &Files::new(None), &mut run);
    let all = run.sink.into_sorted(&run.sources);
    let errors = all
        .into_iter()
        .filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("{}", one.message)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, rng_seed: proptest::test_runner::RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_stands_and_nothing_is_wrong(foreign in foreign(), kind in 0..=KINDS.len()) {
        let imported = imported(&foreign, KINDS.get(kind).copied());
        prop_assert_eq!(lost(&foreign, &imported), Vec::<String>::new(), "{}", imported.yaml);
        prop_assert_eq!(errors(&imported), Vec::<String>::new(), "{}", imported.yaml);
    }
}

#[test]
fn what_stands_beside_the_text_is_kept() {
    let mut text = plain("Buvo geras ");
    let revised = |revision| {
        Some(Revised {
            revision,
            author: "A".to_owned(),
            date: String::new(),
        })
    };
    text.runs.push(Part {
        text: "blogas".to_owned(),
        revised: revised(Revision::Deleted),
        ..Part::default()
    });
    text.runs.push(Part {
        text: "vakaras.".to_owned(),
        revised: revised(Revision::Inserted),
        ..Part::default()
    });
    let picture = Picture {
        name: "image1.png".to_owned(),
        alt: "Salė\u{feff} su žvakėmis".to_owned(),
        bytes: std::fs::read(tests().join("import/candle.png"))
            .unwrap()
            .into(),
    };
    let blocks = vec![
        Block::Paragraph(Paragraph {
            heading: Some(1),
            ..plain("Advento vakaras")
        }),
        Block::Paragraph(text),
        Block::Picture(picture),
    ];
    let foreign = Foreign {
        blocks,
        running: vec![plain("Girios biblioteka"), plain("3")],
        comments: vec![Comment {
            author: "Ona".to_owned(),
            text: "Ar tikrai?".to_owned(),
            ..Comment::default()
        }],
        ..Foreign::default()
    };
    let imported = imported(&foreign, Some("notice"));
    for wanted in [
        "Buvo geras vakaras.",
        "alt: Salė su žvakėmis",
        "# komentaras: Ona: Ar tikrai?",
        "Girios biblioteka",
    ] {
        assert!(
            imported.yaml.contains(wanted),
            "{wanted}\n{}",
            imported.yaml
        );
    }
    assert!(!imported.yaml.contains("blogas"), "{}", imported.yaml);
    let told: String = Sort::ALL
        .iter()
        .flat_map(|sort| imported.notes.lines(*sort, Language::English))
        .collect();
    assert!(
        told.contains("tracked changes") && told.contains("`3`"),
        "{told}"
    );
    assert_eq!(errors(&imported), [""; 0]);
}

/// A plan whose table has these rows; cells are divided by `|`, and `^` is covered from above.
fn plan(rows: &[&str]) -> String {
    let lines: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
    let row = |(at, cells): (usize, &Vec<&str>)| {
        let cells = cells.iter().enumerate().filter(|(_, cell)| **cell != "^");
        let cell = |(column, text): (usize, &&str)| Cell {
            columns: 1,
            rows: 1 + lines[at + 1..]
                .iter()
                .take_while(|below| below[column] == "^")
                .count(),
            blocks: vec![Block::Paragraph(plain(text))],
            revised: None,
        };
        Row {
            cells: cells.map(cell).collect(),
            ..Row::default()
        }
    };
    let rows = lines.iter().enumerate().map(row).collect();
    let title = Paragraph {
        heading: Some(1),
        ..plain("GIRIOS BIBLIOTEKA")
    };
    let loud = |text: &str| {
        Block::Paragraph(Paragraph {
            centred: true,
            ..plain(text)
        })
    };
    let blocks = vec![
        Block::Paragraph(Paragraph {
            heading: None,
            centred: true,
            ..title
        }),
        loud("2027 METŲ VEIKLOS PLANAS"),
        loud("2027-01-20 Nr. 3"),
        loud("I SKYRIUS"),
        loud("VEIKLA"),
        Block::Paragraph(plain("1 tikslas. Skaityti")),
        Block::Paragraph(plain("1.1. uždavinys. Rengti vakarus")),
        Block::Table(Table { rows }),
    ];
    let imported = imported(
        &Foreign {
            blocks,
            ..Foreign::default()
        },
        None,
    );
    assert_eq!(errors(&imported), [""; 0], "{}", imported.yaml);
    imported.yaml
}

#[test]
fn a_plan_is_read_as_people_write_it() {
    let yaml = plan(&[
        "Eil. Nr.|Priemonė|Data|Atsakingas|Lėšos, Eur|Rodiklis",
        "1.|Vakaras|kovo mėn.|V. Liūtė|150,00|20",
        "2.|Paroda|^|^|nėra|",
        "|Iš viso:|||150,00|",
    ]);
    for wanted in [
        "name: Girios biblioteka\n  genitive: Girios bibliotekos # sudaryta iš vardininko",
        "title: 2027 metų veiklos planas",
        "- heading: Veikla\n",
        "goal: Skaityti",
        "objective: Rengti vakarus",
        "resources: 150,00 Eur",
        "resources: nėra",
        "Iš viso: 150,00",
    ] {
        assert!(yaml.contains(wanted), "{wanted}\n{yaml}");
    }
    assert_eq!(yaml.matches("when: 2027-03").count(), 2, "{yaml}");
    assert_eq!(yaml.matches("- id: ").count(), 2, "{yaml}");
}

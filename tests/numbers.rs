//! Word counts to what the document says: a DOCX file is read back as Word shows it, with all numbers
//! counted and all fields worked out anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/project.rs"]
mod project;
#[path = "support/word.rs"]
mod word;

use std::path::Path;
use std::sync::LazyLock;

use aktas::diagnostics::Sink;
use aktas::document::{
    Block, Cell, Contents, Document, Emphasis, Heading, Inline, List, ListItem, Marker, Meaning,
    Number, Orientation, Paragraph, Properties, Row, Running, Section, Table, Target, Text,
};
use aktas::kind::files::Files;
use aktas::kind::{self, Kind};
use aktas::layout::{Fonts, lay_out};
use aktas::source::{Sources, Span};
use aktas::writers::docx::lint::lint;
use aktas::writers::{Format, write};
use aktas::{Run, yaml};
use proptest::prelude::*;

/// The kind whose style has all roles.
static KIND: LazyLock<Kind> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("random.yaml", "kind: activity-report\n");
    let tree = yaml::parse(file, &sources, &mut sink).unwrap();
    kind::load(&tree, &Files::new(None), &mut sources, &mut sink).unwrap()
});

// --- What the document says -----------------------------------------------------------------------

/// The lines of a document that are not empty, in their order.
#[derive(Default)]
struct Said {
    lines: Vec<String>,
    /// How many numbers Word could count.
    numbers: usize,
}

impl Said {
    fn of(document: &Document) -> Self {
        let mut said = Self::default();
        for section in &document.sections {
            said.blocks(&section.blocks);
        }
        said.lines.retain(|line| !line.is_empty());
        said
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.numbered(&heading.content),
                Block::Paragraph(paragraph) => self.numbered(&paragraph.content),
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                Block::Table(table) => self.table(table),
                Block::Mark(mark) => mark.lines.iter().for_each(|line| self.line(line)),
                Block::Signature(signature) => {
                    let line = [text(&signature.post), text(&signature.name)].join(" ");
                    self.lines.push(folded(&line));
                }
                Block::Figure(figure) => self.line(figure.caption.as_deref().unwrap_or_default()),
                Block::Chart(chart) => self.line(chart.caption.as_deref().unwrap_or_default()),
                Block::ClosingRule(_) | Block::Contents(_) => {}
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.line(table.caption.as_deref().unwrap_or_default());
        for cell in table.rows().flat_map(|(_, row)| &row.cells) {
            self.blocks(&cell.blocks);
        }
    }

    fn numbered(&mut self, content: &[Inline]) {
        self.numbers += usize::from(aktas::document::numbered(content).is_some());
        self.line(content);
    }

    fn line(&mut self, content: &[Inline]) {
        self.lines.push(folded(&text(content)));
    }
}

fn text(content: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) => text.text.clone(),
        Inline::Break => " ".to_owned(),
        Inline::Note(_) | Inline::Field(_) => String::new(),
    };
    content.iter().map(text).collect()
}

/// A text with every white space as one space, and without what only line breaks need.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('\u{ad}', "")
}

/// The lines that Word shows, but those of tables of contents; and how many numbers it counts.
fn shown(docx: &[u8]) -> (Vec<String>, usize) {
    let paragraphs = word::paragraphs(docx).into_iter();
    let paragraphs: Vec<_> = paragraphs.filter(|it| !it.in_contents).collect();
    let lines = paragraphs
        .iter()
        .map(|it| folded(&format!("{}{}", it.number, it.text)));
    let numbers = paragraphs.iter().filter(|it| !it.number.is_empty()).count();
    (lines.filter(|line| !line.is_empty()).collect(), numbers)
}

/// The answers of fields that are not what Word would work out.
fn stale(docx: &[u8]) -> Vec<(String, String)> {
    let paragraphs = word::paragraphs(docx).into_iter();
    let stale = paragraphs.filter(|it| it.text != it.stored);
    stale.map(|it| (it.text, it.stored)).collect()
}

// --- The documents of the project -----------------------------------------------------------------

#[track_caller]
fn holds(content: &Path, files: &Files) {
    let mut run = Run::default();
    let (_, document) = aktas::check(content, files, &mut run).unwrap();
    let built = aktas::build(content, files, &[Format::Docx], &mut run).unwrap();
    let (said, docx) = (Said::of(&document), &built[0].1);
    let (lines, numbers) = shown(docx);
    assert_eq!(lines, said.lines);
    assert_eq!(
        numbers, said.numbers,
        "every number is one that Word counts"
    );
    assert_eq!(stale(docx), []);
}

#[test]
fn word_counts_the_documents_of_the_project() {
    let folder = project::tests().with_file_name("content");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    assert!(paths.len() > 3);
    for path in paths {
        holds(&path, &Files::new(None));
    }
}

#[test]
fn word_counts_the_document_with_everything() {
    let project = project::tests().join("everything");
    let files = Files::new(Some(project.join("templates")));
    holds(&project.join("content/everything.yaml"), &files);
}

// --- Random numbers -------------------------------------------------------------------------------

/// What a number is after the one before it.
#[derive(Debug, Clone, Copy)]
enum Change {
    Next,
    Jump,
    Anew,
    None,
}

/// Where a number stands.
#[derive(Debug, Clone, Copy)]
enum Ground {
    Heading,
    Body,
    Hanging,
    Cell,
    Item,
    Caption,
}

/// A paragraph with a number.
#[derive(Debug, Clone)]
struct Step {
    series: usize,
    level: usize,
    change: Change,
    ground: Ground,
    after: &'static str,
}

fn step() -> impl Strategy<Value = Step> {
    let change = prop_oneof![
        12 => Just(Change::Next),
        1 => Just(Change::Jump),
        1 => Just(Change::Anew),
        1 => Just(Change::None),
    ];
    let ground = prop_oneof![
        3 => Just(Ground::Heading),
        3 => Just(Ground::Body),
        2 => Just(Ground::Hanging),
        3 => Just(Ground::Cell),
        1 => Just(Ground::Item),
        2 => Just(Ground::Caption),
    ];
    let after = prop_oneof![6 => Just(" žodis"), 2 => Just(""), 1 => Just("žodis"), 1 => Just(" ")];
    (0..3_usize, 0..3_usize, change, ground, after).prop_map(
        |(series, level, change, ground, after)| Step {
            series,
            level,
            change,
            ground,
            after,
        },
    )
}

/// Makes the document of some steps: their numbers, and references to them before all.
#[derive(Default)]
struct Maker {
    counted: [Vec<u32>; 3],
    blocks: Vec<Block>,
    references: Vec<Block>,
}

fn plain(text: &str) -> Text {
    Text {
        text: text.to_owned(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place: Span::new(Sources::default().add("random.yaml", ""), 0..0),
    }
}

fn para(role: &str, content: Vec<Inline>) -> Block {
    let role = role.into();
    Block::Paragraph(Paragraph { role, content })
}

fn table(caption: Option<Vec<Inline>>, id: Option<&str>, content: Vec<Inline>) -> Block {
    let cell = Cell {
        columns: 1,
        rows: 1,
        scope: None,
        blocks: vec![para("table-cell", content)],
    };
    let row = Row {
        keep_with_next: false,
        cells: vec![cell],
    };
    Block::Table(Table {
        role: "table".into(),
        id: id.map(Into::into),
        columns: 1,
        shares: Vec::new(),
        caption,
        description: None,
        continued: None,
        head: Vec::new(),
        body: vec![row],
        foot: Vec::new(),
    })
}

impl Maker {
    /// The values of the next number of a step; none for a paragraph without one.
    fn values(&mut self, step: &Step) -> Option<Vec<u32>> {
        let counted = &mut self.counted[step.series];
        let level = match step.ground {
            Ground::Caption => 0,
            _ => step.level.min(counted.len()),
        };
        let by = match step.change {
            Change::Next => 1,
            Change::Jump => 2,
            Change::None => return None,
            Change::Anew => {
                *counted = vec![1];
                return Some(counted.clone());
            }
        };
        counted.truncate(level + 1);
        if counted.len() == level {
            counted.push(0);
        }
        counted[level] += by;
        Some(counted.clone())
    }

    fn add(&mut self, step: &Step) {
        let values = self.values(step).unwrap_or_default();
        let level = values.len().clamp(1, 4);
        let digits: Vec<String> = values.iter().map(ToString::to_string).collect();
        let end = if step.series == 2 { ")" } else { "." };
        let number = digits.join(".") + end;
        let mut content = vec![Inline::Text(plain(step.after))];
        if !values.is_empty() {
            let series = ["goals", "sections", "1 priedas"][step.series].into();
            let meaning = Meaning::Number(Number { series, values });
            let meaning = Some(meaning.into());
            content.insert(
                0,
                Inline::Text(Text {
                    meaning,
                    ..plain(&number)
                }),
            );
        }
        let name = format!("p-{}", self.blocks.len());
        self.blocks.push(match step.ground {
            Ground::Body => para("body", content),
            Ground::Hanging => para("contents-2", content),
            Ground::Cell => table(None, None, content),
            Ground::Caption => table(Some(content), Some(&name), Vec::new()),
            Ground::Heading => Block::Heading(Heading {
                level: u8::try_from(level).unwrap(),
                role: format!("heading-{level}").into(),
                id: name.as_str().into(),
                content,
            }),
            Ground::Item => Block::List(List {
                marker: Marker::Number { start: 3 },
                items: vec![ListItem {
                    blocks: vec![para("list-item", content)],
                }],
            }),
        });
        if matches!(step.ground, Ground::Heading | Ground::Caption) && number.len() > 1 {
            self.refer(&name, &number);
        }
    }

    /// Refers to a number as it stands, and without the sign at its end.
    fn refer(&mut self, name: &str, number: &str) {
        for said in [number, &number[..number.len() - 1]] {
            let reference = Text {
                link: Some(Target::Inside(name.into())),
                meaning: Some(Meaning::Reference.into()),
                ..plain(said)
            };
            let content = vec![
                Inline::Text(plain("Žr. ")),
                Inline::Text(reference),
                Inline::Text(plain(" vietą.")),
            ];
            self.references.push(para("body", content));
        }
    }

    fn finish(self) -> Document {
        let mut blocks = vec![Block::Contents(Contents { from: 1, to: 4 })];
        blocks.extend(self.references);
        blocks.extend(self.blocks);
        let orientation = Orientation::Portrait;
        Document {
            properties: Properties {
                id: "random".to_owned(),
                title: "Bandymas".to_owned(),
                lang: "lt-LT".to_owned(),
                ..Properties::default()
            },
            running: Running::default(),
            sections: vec![Section {
                orientation,
                blocks,
            }],
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn word_counts_whatever_a_document_counts(steps in prop::collection::vec(step(), 1..40)) {
        let mut maker = Maker::default();
        steps.iter().for_each(|step| maker.add(step));
        let document = maker.finish();
        let fonts = Fonts::new(&KIND.style.typeface).unwrap();
        let layout = lay_out(&document, &KIND.style, &fonts, &mut Sink::default());
        let docx = write(Format::Docx, &document, &layout, &KIND).unwrap();
        prop_assert_eq!(shown(&docx).0, Said::of(&document).lines);
        prop_assert_eq!(stale(&docx), []);
        prop_assert_eq!(lint(&docx), Ok(Vec::new()));
    }
}

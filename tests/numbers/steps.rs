//! Random documents in which much is counted, and not always as one would.

use aktas::document::{
    Block, Cell, Contents, Document, Emphasis, Heading, Inline, List, ListItem, Marker, Meaning,
    Number, Orientation, Paragraph, Properties, Row, Running, Section, Table, Target, Text,
};
use aktas::source::{Sources, Span};
use proptest::prelude::*;

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
pub(crate) struct Step {
    series: usize,
    level: usize,
    change: Change,
    ground: Ground,
    after: &'static str,
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
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
pub(crate) struct Maker {
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
        revision: None,
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

    pub(crate) fn add(&mut self, step: &Step) {
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
                    revision: None,
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

    pub(crate) fn finish(self) -> Document {
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

//! What a part of a document says, in short: enough to find it again in another document.
//!
//! Numbers that are counted are left out, and so are references to them: a measure is the same when
//! one was put in before it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use crate::document::{Block, Cell, Inline, ListItem, Meaning, Row, Text, plain_text};
use crate::likeness::Item;

/// So many words of a part are compared: the first ones of a long table tell which it is.
const MOST_WORDS: usize = 200;

/// What has fewer letters is not told as moved: „Iš viso“ elsewhere is another one.
const WORTH_MOVING: usize = 15;

/// A part in short.
#[derive(Debug, Clone)]
pub(super) struct Sketch {
    /// What all of it says.
    pub key: u64,
    /// What sort of part it is, and its role: others are not like it.
    look: u64,
    /// What it is named by in its text or its markup: parts with one title are alike.
    title: Option<String>,
    /// Whether its title may stand for it among others.
    has_name: bool,
    /// Its words by their digests, sorted.
    words: Vec<u32>,
    /// How many letters and digits it has.
    letters: usize,
}

impl Sketch {
    /// Of a block.
    pub(super) fn of_block(block: &Block) -> Self {
        let mut sketcher = Sketcher::default();
        sketcher.block(block);
        let (id, role) = match block {
            Block::Heading(heading) => (Some(&heading.id), &*heading.role),
            Block::Paragraph(paragraph) => (None, &*paragraph.role),
            Block::Table(table) => (table.id.as_ref(), &*table.role),
            Block::Figure(figure) => (figure.id.as_ref(), &*figure.role),
            Block::Chart(chart) => (chart.id.as_ref(), &*chart.role),
            _ => (None, ""),
        };
        // Headings without a name are counted.
        let title = id.filter(|id| !id.starts_with("heading-"));
        Self {
            look: digest(&(discriminant(block), role)),
            title: title.map(ToString::to_string),
            ..sketcher.finish()
        }
    }

    /// Of an item of a list.
    pub(super) fn of_item(item: &ListItem) -> Self {
        let mut sketcher = Sketcher::default();
        sketcher.blocks(&item.blocks);
        sketcher.finish()
    }

    /// Of rows that belong together. The first cell that says more than a number is their title.
    pub(super) fn of_rows(rows: &[Row]) -> Self {
        let mut sketcher = Sketcher::default();
        for cell in rows.iter().flat_map(|row| &row.cells) {
            cell.scope.is_some().hash(&mut sketcher.key);
            sketcher.blocks(&cell.blocks);
        }
        let mut cells = rows.iter().take(1).flat_map(|row| &row.cells);
        let title = cells.find_map(|cell| Some(title(cell)).filter(|title| !title.is_empty()));
        Self {
            has_name: title.is_some(),
            title,
            ..sketcher.finish()
        }
    }

    /// Of a line.
    pub(super) fn of_line(line: &[Inline]) -> Self {
        let mut sketcher = Sketcher::default();
        sketcher.line(line);
        sketcher.finish()
    }

    /// Makes it the one that follows another: their keys tell it from those that say the same.
    pub(super) fn follow(&mut self, before: u64) {
        self.key = digest(&(self.key, before));
    }

    /// Whether it is so long that its move is told.
    pub(super) fn is_worth_moving(&self) -> bool {
        self.letters >= WORTH_MOVING
    }
}

impl PartialEq for Sketch {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Sketch {}

impl Hash for Sketch {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Item for Sketch {
    fn name(&self) -> Option<&str> {
        self.title.as_deref().filter(|_| self.has_name)
    }

    type Sketch<'a> = &'a Self;

    fn sketch(&self) -> &Self {
        self
    }

    /// The share of the words that are in both, in whatever order; with one title, at least a half.
    fn likeness(old: &&Self, new: &&Self) -> f32 {
        if old.look != new.look {
            return 0.0;
        }
        let all = old.words.len() + new.words.len();
        let share = match all {
            0 => 1.0,
            all => 2.0 * common(&old.words, &new.words) as f32 / all as f32,
        };
        if old.title.is_some() && old.title == new.title {
            return 0.5 + share / 2.0;
        }
        share
    }
}

/// How many entries two sorted lists have in common.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        count += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    count
}

fn digest(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The text of a cell without the numbers that are counted.
fn title(cell: &Cell) -> String {
    let lines = cell.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&paragraph.content),
        _ => None,
    });
    let mut title = String::new();
    for line in lines {
        let words = line.iter().filter(|inline| !is_counted(inline));
        title += &plain_text(&words.cloned().collect::<Vec<_>>());
    }
    title.trim().to_owned()
}

fn is_counted(inline: &Inline) -> bool {
    let meaning = match inline {
        Inline::Text(Text { meaning, .. }) => meaning.as_deref(),
        _ => None,
    };
    matches!(meaning, Some(Meaning::Number(_) | Meaning::Reference))
}

#[derive(Default)]
struct Sketcher {
    key: DefaultHasher,
    words: Vec<u32>,
    letters: usize,
}

impl Sketcher {
    fn finish(mut self) -> Sketch {
        self.words.sort_unstable();
        Sketch {
            key: self.key.finish(),
            look: 0,
            title: None,
            has_name: false,
            words: self.words,
            letters: self.letters,
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.len().hash(&mut self.key);
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        discriminant(block).hash(&mut self.key);
        match block {
            Block::Heading(heading) => self.spoken(&heading.role, [&heading.content]),
            Block::Paragraph(paragraph) => self.spoken(&paragraph.role, [&paragraph.content]),
            Block::List(list) => {
                discriminant(&list.marker).hash(&mut self.key);
                list.items.iter().for_each(|item| self.blocks(&item.blocks));
            }
            Block::Table(table) => {
                self.spoken(&table.role, &table.caption);
                for (_, row) in table.rows() {
                    row.cells.iter().for_each(|cell| self.blocks(&cell.blocks));
                }
            }
            Block::Figure(figure) => {
                self.spoken(&figure.role, &figure.caption);
                figure
                    .pictures
                    .iter()
                    .for_each(|picture| self.text(&picture.alt));
            }
            Block::Chart(chart) => {
                self.spoken(&chart.role, &chart.caption);
                self.text(&chart.alt);
            }
            Block::Contents(contents) => (contents.from, contents.to).hash(&mut self.key),
            Block::Mark(mark) => self.spoken(&mark.role, &mark.lines),
            Block::Signature(signature) => {
                self.spoken(&signature.role, [&signature.post, &signature.name]);
            }
            Block::ClosingRule(role) => role.hash(&mut self.key),
            Block::Revised(_, block) => self.block(block),
        }
    }

    fn spoken<'l>(&mut self, role: &str, lines: impl IntoIterator<Item = &'l Vec<Inline>>) {
        role.hash(&mut self.key);
        lines.into_iter().for_each(|line| self.line(line));
    }

    fn line(&mut self, line: &[Inline]) {
        for inline in line.iter().filter(|inline| !is_counted(inline)) {
            match inline {
                Inline::Text(text) => self.text(&text.text),
                Inline::Break => self.text(" "),
                Inline::Note(note) => self.line(&note.content),
                Inline::Field(_) => {}
                Inline::Revised(_, pieces) => self.line(pieces),
            }
        }
        0xff_u8.hash(&mut self.key);
    }

    fn text(&mut self, text: &str) {
        self.key.write(text.as_bytes());
        let words = text.split(|sign: char| !sign.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            self.letters += word.chars().count();
            if self.words.len() < MOST_WORDS {
                self.words.push(digest(&word) as u32);
            }
        }
    }
}

//! Lines: what two documents say, in the same terms and without looks.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use crate::likeness::{self, Item};
use crate::readers::Revised;
use crate::source::Span;

/// A part of a text: a line, or a table of lines.
#[derive(Debug)]
pub(super) enum Node<L> {
    Line(L),
    Table(Vec<Row<L>>),
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row<L> {
    pub(super) cells: Vec<Cell<L>>,
    /// What tracked changes say of the row as a whole.
    pub(super) revised: Option<Revised>,
}

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell<L> {
    pub(super) lines: Vec<L>,
    pub(super) revised: Option<Revised>,
}

/// A line of our document.
#[derive(Debug, Default)]
pub(super) struct Ours {
    pub(super) text: Plain,
    /// Where its parts were written.
    pub(super) parts: Vec<(Range<usize>, Written)>,
    /// The addresses that it links to.
    pub(super) links: Vec<String>,
}

/// Where a part of a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) place: Span,
    /// Whether it is filled in when an act is recorded.
    pub(super) is_blank: bool,
}

/// A line of the file that came back.
#[derive(Debug, Default)]
pub(super) struct Theirs {
    /// As it was before tracked changes, and as it is after.
    pub(super) was: Plain,
    pub(super) is: Plain,
    /// The tracked changes, with their places in what it is.
    pub(super) marks: Vec<(Range<usize>, Mark)>,
    /// The comments about parts of what it is, by their places in the file.
    pub(super) comments: Vec<(Range<usize>, usize)>,
    pub(super) links: Vec<String>,
    /// Who took its end out, so that the next line goes on in it.
    pub(super) joined: Option<Revised>,
}

/// What was done to a part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Tracked(Revised),
    /// It was struck out by its look.
    Struck,
}

/// Words as they are compared: one space between them, without signs that nobody sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plain(String);

impl Plain {
    pub(super) fn as_str(&self) -> &str {
        self.0.trim_end()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds words, and tells where they stand now.
    pub(super) fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.0.len();
        for sign in text.chars() {
            match sign {
                '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {}
                // Programs write a hyphen that does not break as a sign or as an element.
                '\u{2011}' => self.0.push('-'),
                sign if sign.is_whitespace() => {
                    if !self.0.is_empty() && !self.0.ends_with(' ') {
                        self.0.push(' ');
                    }
                }
                sign => self.0.push(sign),
            }
        }
        start..self.0.len()
    }
}

/// What lines and tables are known by when two texts are put beside each other.
pub(super) struct Unit {
    words: String,
    is_table: bool,
}

/// So many bytes of a table say how much it is like another.
const ENOUGH: usize = 4000;

impl Unit {
    pub(super) fn of_line(text: &str) -> Self {
        Self {
            words: text.to_owned(),
            is_table: false,
        }
    }

    pub(super) fn of_row<L: Known>(row: &Row<L>) -> Self {
        Self {
            words: words_of(row),
            is_table: false,
        }
    }

    pub(super) fn of_node<L: Known>(node: &Node<L>) -> Self {
        match node {
            Node::Line(line) => Self::of_line(line.known_by()),
            Node::Table(rows) => Self {
                words: rows.iter().map(words_of).collect::<Vec<_>>().join("\n"),
                is_table: true,
            },
        }
    }
}

/// What a row says.
pub(super) fn words_of<L: Known>(row: &Row<L>) -> String {
    let cells = row.cells.iter().map(|cell| {
        let lines = cell.lines.iter().map(Known::known_by);
        lines.collect::<Vec<_>>().join(" ")
    });
    beside_each_other(cells)
}

/// What the cells of a row say that are not empty.
pub(super) fn beside_each_other(cells: impl Iterator<Item = String>) -> String {
    let said: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    said.join(" | ")
}

/// What a line is known by.
pub(super) trait Known {
    fn known_by(&self) -> &str;
}

impl Known for Ours {
    fn known_by(&self) -> &str {
        self.text.as_str()
    }
}

/// By what it was: that is what was sent out, as far as changes were tracked.
impl Known for Theirs {
    fn known_by(&self) -> &str {
        self.was.as_str()
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        (self.is_table, &self.words) == (other.is_table, &other.words)
    }
}

impl Eq for Unit {}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.is_table, &self.words).hash(state);
    }
}

impl Item for Unit {
    fn name(&self) -> Option<&str> {
        None
    }

    fn likeness(&self, other: &Self) -> f32 {
        if self.is_table != other.is_table {
            return 0.0;
        }
        let start = |words: &str| -> String { words.chars().take(ENOUGH).collect() };
        likeness::of_texts(&start(&self.words), &start(&other.words))
    }
}

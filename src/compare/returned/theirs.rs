//! The lines of the file that came back, with what tracked changes and comments say of them.

use super::line::{Cell, Mark, Node, Row, Theirs};
use super::ours::{flat, picture_words};
use crate::document::Revision;
use crate::readers::{self, Block, Paragraph, Revised, Run};

/// The lines of a file in reading order.
pub(super) fn lines(blocks: &[Block]) -> Vec<Node<Theirs>> {
    let (mut nodes, mut open) = (Vec::new(), None);
    for block in blocks {
        open = match block {
            Block::Paragraph(paragraph) => add(&mut nodes, open, paragraph),
            Block::Table(table) => {
                nodes.push(of_table(table));
                None
            }
            Block::Picture(picture) => {
                let mut line = Theirs::default();
                line.was.push(&picture_words(&picture.alt));
                line.is.push(&picture_words(&picture.alt));
                nodes.push(Node::Line(line));
                None
            }
        };
    }
    nodes
}

/// A line whose end was put in, so that it was one with the next, or taken out, so that it is now.
struct Open {
    at: usize,
    end: Revised,
}

/// Adds the lines of a paragraph to those before it.
fn add(nodes: &mut Vec<Node<Theirs>>, open: Option<Open>, paragraph: &Paragraph) -> Option<Open> {
    let mut lines = of_paragraph(paragraph).into_iter();
    let at = match lines.next() {
        Some(line) => Some(add_line(nodes, open, line)),
        None => open.map(|open| open.at),
    };
    nodes.extend(lines.map(Node::Line));
    let end = paragraph.end.clone()?;
    let is_end = matches!(end.revision, Revision::Inserted | Revision::Deleted);
    at.filter(|_| is_end).map(|at| Open { at, end })
}

/// Adds a line; the place of the one that goes on after it.
fn add_line(nodes: &mut Vec<Node<Theirs>>, open: Option<Open>, line: Theirs) -> usize {
    let mut at = nodes.len();
    if let Some(Open { at: before, end }) = open
        && let Some(Node::Line(first)) = nodes.get_mut(before)
        && was_there(first, &line)
    {
        if end.revision.is_new() {
            first.append(&line);
            return before;
        }
        match (first.is.is_empty(), line.is.is_empty()) {
            (false, false) => first.joined = Some(end),
            // What is gone does not part the line before it from the one after.
            (false, true) => at = before,
            _ => {}
        }
    }
    nodes.push(Node::Line(line));
    at
}

/// The lines at the edges of the pages, without the numbers of pages.
pub(super) fn running(paragraphs: &[Paragraph]) -> Vec<Theirs> {
    let lines = paragraphs.iter().flat_map(of_paragraph);
    let is_number = |line: &Theirs| line.is.as_str().bytes().all(|sign| sign.is_ascii_digit());
    lines.filter(|line| !is_number(line)).collect()
}

fn of_table(table: &readers::Table) -> Node<Theirs> {
    let row = |row: &readers::Row| Row {
        cells: row.cells.iter().map(of_cell).collect(),
        revised: row.revised.clone(),
    };
    Node::Table(table.rows.iter().map(row).collect())
}

fn of_cell(cell: &readers::Cell) -> Cell<Theirs> {
    Cell {
        lines: flat(lines(&cell.blocks)),
        revised: cell.revised.clone(),
    }
}

/// Whether both lines have words that were there before.
fn was_there(before: &Theirs, line: &Theirs) -> bool {
    !before.was.is_empty() && !line.was.is_empty()
}

/// A paragraph and the notes that it calls; nothing of one that says nothing, and of a line of the
/// table of contents, which every program makes by itself.
fn of_paragraph(paragraph: &Paragraph) -> Vec<Theirs> {
    if is_of_contents(&paragraph.style) {
        return Vec::new();
    }
    let (mut line, mut notes) = (Theirs::default(), Vec::new());
    for run in &paragraph.runs {
        line.add(run);
        let note = run.note.iter().flatten().flat_map(of_paragraph);
        notes.extend(note.map(|note| note.of_run(run)));
    }
    let mut lines = vec![line];
    lines.extend(notes);
    lines.retain(|line| !(line.was.is_empty() && line.is.is_empty() && line.comments.is_empty()));
    lines
}

/// Whether a style is that of the lines of a table of contents.
fn is_of_contents(style: &str) -> bool {
    let style = style.to_lowercase();
    let level = style
        .strip_prefix("toc ")
        .or_else(|| style.strip_prefix("contents "));
    level.is_some_and(|level| level.parse::<u8>().is_ok())
}

impl Theirs {
    fn add(&mut self, run: &Run) {
        let revised = run.revised.as_ref();
        let is_new = revised.is_some_and(|revised| revised.revision.is_new());
        let is_gone = revised.is_some_and(|revised| !revised.revision.is_new());
        if !is_new {
            self.was.push(&run.text);
        }
        let range = if is_gone || run.struck {
            self.is.len()..self.is.len()
        } else {
            self.is.push(&run.text)
        };
        let mark = match revised {
            Some(revised) => Some(Mark::Tracked(revised.clone())),
            None => run.struck.then_some(Mark::Struck),
        };
        self.marks.extend(mark.map(|mark| (range.clone(), mark)));
        for comment in &run.comments {
            match self.comments.iter_mut().find(|(_, place)| place == comment) {
                Some((about, _)) => about.end = range.end,
                None => self.comments.push((range.clone(), *comment)),
            }
        }
        if let Some(link) = &run.link
            && !link.starts_with('#')
            && self.links.last() != Some(link)
        {
            self.links.push(link.clone());
        }
    }

    /// Puts the line behind this one of which it was a part.
    fn append(&mut self, other: &Self) {
        self.was.push(" ");
        self.was.push(other.was.as_str());
        self.is.push(" ¶ ");
        let start = self.is.len();
        self.is.push(other.is.as_str());
        let here = |range: &std::ops::Range<usize>| range.start + start..range.end + start;
        let marks = other
            .marks
            .iter()
            .map(|(range, mark)| (here(range), mark.clone()));
        self.marks.extend(marks);
        let comments = other.comments.iter();
        self.comments
            .extend(comments.map(|(range, comment)| (here(range), *comment)));
        self.links.extend(other.links.iter().cloned());
    }

    /// A line of a note: one whose sign is gone is gone.
    fn of_run(mut self, run: &Run) -> Self {
        if let Some(revised) = &run.revised {
            if revised.revision.is_new() {
                self.was = super::line::Plain::default();
            } else {
                self.is = super::line::Plain::default();
            }
            let range = 0..self.is.len();
            self.marks.push((range, Mark::Tracked(revised.clone())));
        }
        self
    }

    /// What became of the line as a whole; none if it was there before and still is.
    pub(super) fn fate(&self) -> Option<Fate> {
        match (self.was.is_empty(), self.is.is_empty()) {
            (true, false) => Some(Fate::New),
            (false, true) => Some(Fate::Gone),
            _ => None,
        }
    }

    /// Whether the line is a picture without words.
    pub(super) fn is_bare_picture(&self) -> bool {
        self.is.as_str() == picture_words("").trim_end()
    }

    /// The tracked changes of the line.
    pub(super) fn hands(&self) -> impl Iterator<Item = &Revised> {
        self.marks.iter().filter_map(|(_, mark)| match mark {
            Mark::Tracked(revised) => Some(revised),
            Mark::Struck => None,
        })
    }
}

/// What became of a line or a row as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    New,
    Gone,
}

impl Row<Theirs> {
    /// What became of the row as a whole, by tracked changes.
    pub(super) fn fate(&self) -> Option<Fate> {
        let by_mark = self.revised.as_ref().map(|revised| {
            if revised.revision.is_new() {
                Fate::New
            } else {
                Fate::Gone
            }
        });
        by_mark.or_else(|| of_all(self.lines()))
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Theirs> {
        self.cells.iter().flat_map(|cell| &cell.lines)
    }
}

/// What became of all lines, if it is the same; none if there are none.
pub(super) fn of_all<'a>(mut lines: impl Iterator<Item = &'a Theirs>) -> Option<Fate> {
    let first = lines.next()?.fate();
    lines.all(|line| line.fate() == first).then_some(first)?
}

//! What a document says in print, line by line.
//!
//! A paragraph, a caption and a line of a mark are each a line of the record, in quotation marks;
//! a row is one too, its cells parted by `|`, and what stands in a cell on lines of its own by `/`.
//! Runs of spaces of any sort are one space, and what only typesetting adds is left out. Besides
//! the escapes of [`super::Quoted`] there are `\[` and `\]` around a note, `\^` and `\_` on both
//! sides of what is raised and lowered, and `\{page}` and `\{pages}`: no character of a text is
//! written so.

use super::Recorder;
use super::spelling::escape;
use crate::document::{Baseline, Block, Document, Field, Inline, List, Row, Table};

/// Records every line of the document: its paragraphs, rows, captions and marks in reading order,
/// after what runs at the edges of its pages.
pub(super) fn record(document: &Document, recorder: &mut Recorder) {
    let mut teller = Teller {
        recorder,
        in_cell: None,
    };
    let running = &document.running;
    for paragraph in running.head.iter().chain(&running.foot) {
        teller.tell("", &paragraph.content);
    }
    for section in &document.sections {
        section.blocks.iter().for_each(|block| teller.block(block));
    }
}

struct Teller<'a> {
    recorder: &'a mut Recorder,
    /// In a cell, where in the buffer it begins.
    in_cell: Option<usize>,
}

impl Teller<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.tell("", &heading.content),
            Block::Paragraph(paragraph) => self.tell("", &paragraph.content),
            Block::List(list) => self.list(list, 0),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                for picture in &figure.pictures {
                    self.tell(&picture.alt, &[]);
                }
                self.tell("", figure.caption.as_deref().unwrap_or_default());
            }
            Block::Chart(chart) => {
                self.tell("", chart.caption.as_deref().unwrap_or_default());
                self.tell(&chart.alt, &[]);
            }
            Block::Mark(mark) => mark.lines.iter().for_each(|line| self.tell("", line)),
            Block::Signature(signature) => self.line(|line| {
                line.quoted("", &signature.post);
                line.buffer.push_str(" | ");
                line.quoted("", &signature.name);
                true
            }),
            // It says what the headings say, and a rule says nothing.
            Block::Contents(_) | Block::ClosingRule(_) => {}
            Block::Revised(_, block) => self.block(block),
        }
    }

    fn list(&mut self, list: &List, depth: usize) {
        for (label, item) in list.labels(depth).into_iter().zip(&list.items) {
            let mut label = label + " ";
            for block in &item.blocks {
                match block {
                    Block::Paragraph(paragraph) => {
                        self.tell(&label, &paragraph.content);
                        label.clear();
                    }
                    Block::List(list) => self.list(list, depth + 1),
                    other => self.block(other),
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.tell("", table.caption.as_deref().unwrap_or_default());
        self.tell("", table.continued.as_deref().unwrap_or_default());
        for (_, row) in table.rows() {
            self.row(row);
        }
    }

    fn row(&mut self, row: &Row) {
        // A table in a cell has rows of its own; they are not lines of the cell.
        let outer = self.begin();
        let nested = outer.is_some();
        self.recorder.buffer.push_str(if nested { "(" } else { "" });
        for (index, cell) in row.cells.iter().enumerate() {
            let between = if index > 0 { " | " } else { "" };
            self.recorder.buffer.push_str(between);
            let start = self.recorder.buffer.len();
            self.in_cell = Some(start);
            cell.blocks.iter().for_each(|block| self.block(block));
            if self.recorder.buffer.len() == start {
                self.recorder.buffer.push_str("\"\"");
            }
        }
        self.recorder.buffer.push_str(if nested { ")" } else { "" });
        self.in_cell = outer;
        self.end();
    }

    /// Tells a line, unless it says nothing.
    fn tell(&mut self, label: &str, content: &[Inline]) {
        if !(label.is_empty() && content.is_empty()) {
            self.line(|line| line.quoted(label, content));
        }
    }

    /// Writes a line; if it turns out to say nothing, it is no line.
    fn line(&mut self, write: impl FnOnce(&mut Line<'_>) -> bool) {
        let start = self.recorder.buffer.len();
        self.begin();
        let said = write(&mut Line::new(&mut self.recorder.buffer));
        if said {
            self.end();
        } else {
            self.recorder.buffer.truncate(start);
        }
    }

    /// Parts a line from the one before it in the same cell.
    fn begin(&mut self) -> Option<usize> {
        if self
            .in_cell
            .is_some_and(|start| self.recorder.buffer.len() > start)
        {
            self.recorder.buffer.push_str(" / ");
        }
        self.in_cell
    }

    fn end(&mut self) {
        if self.in_cell.is_none() {
            self.recorder.end_line();
        }
    }
}

/// The words of a line as they come, with one space between two.
struct Line<'a> {
    buffer: &'a mut String,
    /// Whether words stand in the quotation marks already.
    has_words: bool,
    /// Whether a space is due before the next word.
    is_parted: bool,
}

impl<'a> Line<'a> {
    fn new(buffer: &'a mut String) -> Self {
        Self {
            buffer,
            has_words: false,
            is_parted: false,
        }
    }

    /// Writes a label and a content in quotation marks; says whether there are words in it.
    fn quoted(&mut self, label: &str, content: &[Inline]) -> bool {
        (self.has_words, self.is_parted) = (false, false);
        self.buffer.push('"');
        self.words(label);
        self.inlines(content);
        self.buffer.push('"');
        self.has_words
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) => {
                    let sign = match text.emphasis.baseline {
                        Baseline::Normal => "",
                        Baseline::Raised => "\\^",
                        Baseline::Lowered => "\\_",
                    };
                    self.sign(sign);
                    self.words(&text.text);
                    self.sign(sign);
                }
                Inline::Break => self.is_parted = true,
                Inline::Note(note) => {
                    self.sign("\\[");
                    self.inlines(&note.content);
                    self.is_parted = false;
                    self.sign("\\]");
                }
                Inline::Field(Field::Page) => self.sign("\\{page}"),
                Inline::Field(Field::Pages) => self.sign("\\{pages}"),
                // What shows changes is never what is approved.
                Inline::Revised(_, pieces) => self.inlines(pieces),
            }
        }
    }

    /// Writes a text: a run of spaces is one, and none stands at the edges of the line.
    fn words(&mut self, text: &str) {
        self.is_parted |= text.starts_with(char::is_whitespace);
        for (index, word) in text.split_whitespace().enumerate() {
            self.is_parted |= index > 0;
            for part in word.split('\u{ad}').filter(|part| !part.is_empty()) {
                self.part_words();
                // Neither memory nor a digest can fail.
                let _ = escape(part, self.buffer);
            }
        }
        self.is_parted |= text.ends_with(char::is_whitespace);
    }

    fn sign(&mut self, sign: &str) {
        if !sign.is_empty() {
            self.part_words();
            self.buffer.push_str(sign);
        }
    }

    fn part_words(&mut self) {
        if self.is_parted && self.has_words {
            self.buffer.push(' ');
        }
        (self.has_words, self.is_parted) = (true, false);
    }
}

//! What a document says in print, line by line.

use crate::document::{Block, Document, Inline, List, Row, Table};

/// Calls `line` with every line of the document: its paragraphs, rows, captions and marks in reading
/// order, after what runs at the edges of its pages.
pub(super) fn lines(document: &Document, line: &mut dyn FnMut(&str)) {
    let mut teller = Teller { line };
    let running = &document.running;
    for paragraph in running.head.iter().chain(&running.foot) {
        teller.tell(&paragraph.content);
    }
    for section in &document.sections {
        section.blocks.iter().for_each(|block| teller.block(block));
    }
}

struct Teller<'a> {
    line: &'a mut dyn FnMut(&str),
}

impl Teller<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.tell(&heading.content),
            Block::Paragraph(paragraph) => self.tell(&paragraph.content),
            Block::List(list) => self.list(list, 0),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                for picture in &figure.pictures {
                    self.say(&picture.alt);
                }
                self.tell(figure.caption.as_deref().unwrap_or_default());
            }
            Block::Chart(chart) => {
                self.tell(chart.caption.as_deref().unwrap_or_default());
                self.say(&chart.alt);
            }
            Block::Mark(mark) => mark.lines.iter().for_each(|line| self.tell(line)),
            Block::Signature(signature) => {
                self.say(&format!(
                    "{} | {}",
                    words(&signature.post),
                    words(&signature.name)
                ));
            }
            // It says what the headings say, and a rule says nothing.
            Block::Contents(_) | Block::ClosingRule(_) => {}
        }
    }

    fn list(&mut self, list: &List, depth: usize) {
        for (index, item) in list.items.iter().enumerate() {
            let mut label = list.marker.label(index, depth);
            for block in &item.blocks {
                match block {
                    Block::Paragraph(paragraph) => {
                        self.say(&format!("{label} {}", words(&paragraph.content)));
                        label.clear();
                    }
                    Block::List(list) => self.list(list, depth + 1),
                    other => self.block(other),
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.tell(table.caption.as_deref().unwrap_or_default());
        for (_, row) in table.rows() {
            self.row(row);
        }
    }

    /// A row is one line; what stands in a cell on lines of its own is parted by `/`.
    fn row(&mut self, row: &Row) {
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let mut inside = Vec::new();
            let mut line = |text: &str| inside.push(text.to_owned());
            let mut teller = Teller { line: &mut line };
            cell.blocks.iter().for_each(|block| teller.block(block));
            cells.push(inside.join(" / "));
        }
        self.say(&cells.join(" | "));
    }

    fn tell(&mut self, content: &[Inline]) {
        self.say(&words(content));
    }

    fn say(&mut self, text: &str) {
        let text = plain(text);
        if !text.is_empty() {
            (self.line)(&text);
        }
    }
}

/// The words of a line, with its notes where they are called.
fn words(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            Inline::Text(piece) => text.push_str(&piece.text),
            Inline::Break => text.push(' '),
            Inline::Note(note) => text.push_str(&format!("[{}]", words(&note.content))),
            Inline::Field(_) => {}
        }
    }
    text
}

/// A text without what only typesetting adds: runs of spaces as one, no soft hyphens.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().filter(|sign| *sign != '\u{AD}'));
    }
    plain
}

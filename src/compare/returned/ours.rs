//! The lines of our document, with the places where they were written.

use super::line::{Cell, Node, Ours, Row, Written};
use crate::document::{
    Block, Chart, Document, Inline, List, Meaning, Paragraph, Signature, Target, Text, numbered,
    plain_text,
};

/// The lines of a document in reading order.
pub(super) fn lines(document: &Document) -> Vec<Node<Ours>> {
    let mut nodes = Vec::new();
    document
        .blocks()
        .for_each(|block| of_block(block, &mut nodes));
    nodes
}

/// The lines at the edges of its pages, without the numbers of pages.
pub(super) fn running(document: &Document) -> Vec<Ours> {
    let running = &document.running;
    let paragraphs = running.head.iter().chain(&running.foot);
    let lines = paragraphs.flat_map(|paragraph| of_content(&paragraph.content));
    lines.filter(|line| !line.text.is_empty()).collect()
}

fn of_block(block: &Block, nodes: &mut Vec<Node<Ours>>) {
    let mut add = |lines: Vec<Ours>| nodes.extend(lines.into_iter().map(Node::Line));
    match block {
        Block::Heading(heading) => add(counted(&heading.content)),
        Block::Paragraph(Paragraph { content, .. }) => add(counted(content)),
        Block::List(list) => of_list(list, nodes),
        Block::Table(table) => {
            add(table.caption.as_deref().map(of_content).unwrap_or_default());
            nodes.push(Node::Table(
                table.rows().map(|(_, row)| of_row(row)).collect(),
            ));
        }
        Block::Figure(figure) => {
            for picture in &figure.pictures {
                let mut line = Ours::default();
                let range = line.text.push(&picture_words(&picture.alt));
                let written = Written {
                    place: picture.place,
                    is_blank: false,
                };
                line.parts.push((range, written));
                add(vec![line]);
            }
            add(figure
                .caption
                .as_deref()
                .map(of_content)
                .unwrap_or_default());
        }
        Block::Chart(chart) => add(chart.caption.as_deref().map(of_content).unwrap_or_default()),
        Block::Mark(mark) => mark.lines.iter().for_each(|line| add(of_content(line))),
        Block::Signature(signature) => {
            let mut lines = of_content(&signature.post);
            let name = of_content(&signature.name);
            match (lines.first_mut(), name.into_iter().next()) {
                (Some(line), Some(name)) => line.append(name),
                (None, Some(name)) => lines.push(name),
                _ => {}
            }
            add(lines);
        }
        Block::Revised(_, block) => of_block(block, nodes),
        Block::Contents(_) | Block::ClosingRule(_) => {}
    }
}

/// What stands for a picture among the lines.
pub(super) fn picture_words(alt: &str) -> String {
    format!("\u{FFFC} {alt}")
}

fn of_list(list: &List, nodes: &mut Vec<Node<Ours>>) {
    for item in &list.items {
        item.blocks.iter().for_each(|block| of_block(block, nodes));
    }
}

fn of_row(row: &crate::document::Row) -> Row<Ours> {
    let cells = row.cells.iter().map(|cell| {
        let mut nodes = Vec::new();
        cell.blocks
            .iter()
            .for_each(|block| of_block(block, &mut nodes));
        Cell {
            lines: flat(nodes),
            revised: None,
        }
    });
    Row {
        cells: cells.collect(),
        revised: None,
    }
}

/// The lines of nodes, also those of tables.
pub(super) fn flat<L>(nodes: Vec<Node<L>>) -> Vec<L> {
    let mut lines = Vec::new();
    for node in nodes {
        match node {
            Node::Line(line) => lines.push(line),
            Node::Table(rows) => {
                let cells = rows.into_iter().flat_map(|row| row.cells);
                lines.extend(cells.flat_map(|cell| cell.lines));
            }
        }
    }
    lines
}

/// A line without the number that it begins with, which every program counts by itself.
fn counted(content: &[Inline]) -> Vec<Ours> {
    of_content(numbered(content).map_or(content, |(_, _, rest)| rest))
}

/// A line, and after it the notes that it calls.
fn of_content(content: &[Inline]) -> Vec<Ours> {
    let (mut line, mut notes) = (Ours::default(), Vec::new());
    for inline in content {
        line.add(inline, &mut notes);
    }
    let mut lines = vec![line];
    lines.extend(notes);
    lines.retain(|line| !line.text.is_empty());
    lines
}

impl Ours {
    fn add(&mut self, inline: &Inline, notes: &mut Vec<Self>) {
        match inline {
            Inline::Text(text) => self.say(text),
            Inline::Break => {
                self.text.push(" ");
            }
            Inline::Note(note) => notes.extend(of_content(&note.content)),
            Inline::Field(_) => {}
            Inline::Revised(_, pieces) => {
                pieces.iter().for_each(|piece| self.add(piece, notes));
            }
        }
    }

    fn say(&mut self, text: &Text) {
        let range = self.text.push(&text.text);
        let written = Written {
            place: text.place,
            is_blank: matches!(text.meaning.as_deref(), Some(Meaning::Blank(_))),
        };
        self.parts.push((range, written));
        if let Some(Target::Outside(address)) = &text.link
            && self.links.last().map(String::as_str) != Some(address)
        {
            self.links.push(address.to_string());
        }
    }

    /// Puts another line behind this one.
    fn append(&mut self, other: Self) {
        self.text.push(" ");
        let start = self.text.len();
        self.text.push(other.text.as_str());
        let moved = |(range, written): (std::ops::Range<usize>, Written)| {
            (range.start + start..range.end + start, written)
        };
        self.parts.extend(other.parts.into_iter().map(moved));
        self.links.extend(other.links);
    }
}

/// How many places to sign with a certificate a document has.
pub(super) fn to_sign(document: &Document) -> usize {
    let is_place =
        |block: &&Block| matches!(block, Block::Signature(Signature { digital: true, .. }));
    document.blocks().filter(is_place).count()
}

/// Whether a block is what a reader only tells of: a chart by its words, or by its values where a
/// program has kept no words; a place to sign by the name.
pub(super) fn is_told(block: &Block, told: &str) -> bool {
    match block {
        Block::Chart(chart) => told.contains(&chart.alt) || has_values(chart, told),
        Block::Signature(signature) if signature.digital => {
            told.contains(&plain_text(&signature.name))
        }
        _ => false,
    }
}

/// Whether words have all values of a chart in their order.
fn has_values(chart: &Chart, told: &str) -> bool {
    chart.series.iter().all(|series| {
        let values = series.values.iter().flatten();
        let values = values.map(|amount| amount.value.normalize().to_string());
        let of_series = chart.categories.iter().cloned().chain(values);
        told.contains(&of_series.collect::<Vec<_>>().join(" "))
    })
}

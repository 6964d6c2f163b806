//! Blocks: paragraphs, tables and what stands around them.

use super::Walk;
use super::line::{Around, Line};
use super::xml::Element;
use crate::diagnostics::say;
use crate::document::Revision;
use crate::readers::{Block, Paragraph, Revised};

impl Walk<'_> {
    /// What the elements in an element say, which hold lines of their own.
    pub(super) fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.blocks_of(parent, None, &mut blocks);
        blocks
    }

    fn blocks_of(&mut self, parent: &Element, revised: Option<&Revised>, blocks: &mut Vec<Block>) {
        for element in parent.children() {
            match element.name.as_str() {
                "p" => self.paragraph(element, revised, blocks),
                "tbl" => {
                    let table = self.table(element);
                    blocks.push(Block::Table(table));
                }
                "AlternateContent" => {
                    if let Some(branch) = branch(element) {
                        self.blocks_of(branch, revised, blocks);
                    }
                }
                "altChunk" | "subDoc" => self.elsewhere(element),
                "ins" | "del" | "moveFrom" | "moveTo" => {
                    let own = self.moves.revised(element);
                    self.blocks_of(element, own.as_ref().or(revised), blocks);
                }
                name if self.mark(name, element, blocks) || is_aside(name) => {}
                _ => self.blocks_of(element, revised, blocks),
            }
        }
    }

    /// Takes note of a mark at a place of the text; `false` if it is none.
    fn mark(&mut self, name: &str, element: &Element, blocks: &mut [Block]) -> bool {
        match name {
            "commentRangeStart" => self.comments.begin(element.told("id")),
            "commentRangeEnd" => {
                let lost = self.comments.end(element.told("id"));
                if let (Some(place), Some(Block::Paragraph(last))) = (lost, blocks.last_mut())
                    && let Some(run) = last.runs.last_mut()
                {
                    run.comments.push(place);
                }
            }
            "moveFromRangeStart" | "moveFromRangeEnd" | "moveToRangeStart" | "moveToRangeEnd" => {
                self.moves.mark(element);
            }
            _ => return false,
        }
        true
    }

    fn paragraph(&mut self, element: &Element, revised: Option<&Revised>, blocks: &mut Vec<Block>) {
        let properties = element.child("pPr");
        let told = self.styles.paragraph(properties);
        let mut line = Line::default();
        let around = Around {
            paragraph: &told.look,
            link: None,
            revised: revised.cloned(),
            passing: false,
        };
        self.line(element, &around, &mut line);
        let mark = properties.and_then(|properties| properties.child("rPr"));
        let end = self.moves.of(mark).map(|end| moved_with(end, &line));
        let (label, depth) = match self.label(&told, end.as_ref().map(|end| end.revision)) {
            Some((label, depth)) => (label, Some(depth)),
            None => (String::new(), None),
        };
        self.tell(&mut line);
        // A paragraph that only holds a picture is that picture.
        let is_drawn = !line.before.is_empty() && line.runs.is_empty() && label.is_empty();
        blocks.append(&mut line.before);
        if is_drawn {
            return;
        }
        blocks.push(Block::Paragraph(Paragraph {
            style: told.style,
            heading: told.heading,
            label,
            depth,
            centred: told.centred,
            new_page: told.new_page || line.new_page,
            runs: line.runs,
            end,
        }));
        blocks.append(&mut line.after);
    }

    /// The label of a paragraph. One that is gone has the label that it had, and counts for none
    /// that is there now.
    fn label(
        &mut self,
        paragraph: &super::styles::OfParagraph,
        revision: Option<Revision>,
    ) -> Option<(String, u8)> {
        let is_gone = revision.is_some_and(|revision| !revision.is_new());
        let is_new = revision.is_some_and(Revision::is_new);
        let was = if is_new {
            None
        } else {
            self.was.label(paragraph)
        };
        let is = if is_gone {
            None
        } else {
            self.is.label(paragraph)
        };
        is.or(was)
    }

    /// Tells what nobody sees in a paragraph.
    fn tell(&mut self, line: &mut Line) {
        if !line.hidden.trim().is_empty() {
            let text = line.hidden.trim();
            self.unread.push(say!("hidden text: `{text}`", text));
        }
        if !line.passing.trim().is_empty() {
            let text = line.passing.trim();
            let told = say!("text that was put in and taken out again: `{text}`", text);
            self.unread.push(told);
        }
    }

    /// Tells of text that stands in another file.
    fn elsewhere(&mut self, element: &Element) {
        let target = self.relations.get(element.told("id"));
        let target = target.map_or("", |related| &related.target).to_owned();
        self.unread
            .push(say!("text of another file: `{target}`", target));
    }

    /// Tells of what was never ended.
    pub(super) fn finish(&mut self) {
        for field in std::mem::take(&mut self.fields) {
            if !field.unseen.trim().is_empty() {
                let text = field.unseen.trim();
                let told = say!("text in a field that does not end: `{text}`", text);
                self.unread.push(told);
            }
        }
    }
}

/// The mark of a paragraph that moved belongs to the move of its text.
fn moved_with(mut end: Revised, line: &Line) -> Revised {
    let mut revisions = line
        .runs
        .iter()
        .rev()
        .filter_map(|run| run.revised.as_ref());
    let moved = revisions.find_map(|revised| match revised.revision {
        Revision::MovedHere(_) if end.revision.is_new() => Some(revised.revision),
        Revision::MovedAway(_) if !end.revision.is_new() => Some(revised.revision),
        _ => None,
    });
    end.revision = moved.unwrap_or(end.revision);
    end
}

/// The branch of what is written in two ways, for programs that know more and that know less.
pub(super) fn branch(element: &Element) -> Option<&Element> {
    element
        .child("Choice")
        .or_else(|| element.child("Fallback"))
}

/// Whether an element is about the text, and none of it.
pub(super) fn is_aside(name: &str) -> bool {
    matches!(
        name,
        "pPr"
            | "rPr"
            | "tblPr"
            | "tblPrEx"
            | "tblGrid"
            | "trPr"
            | "tcPr"
            | "sectPr"
            | "sdtPr"
            | "sdtEndPr"
            | "customXmlPr"
            | "smartTagPr"
            | "ctrlPr"
            | "oMathParaPr"
            | "rubyPr"
            | "ffData"
            | "fldData"
    )
}

/// All paragraphs of blocks, also those in tables.
pub(super) fn texts(blocks: Vec<Block>) -> Vec<Paragraph> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.push(paragraph),
            Block::Table(table) => {
                let cells = table.rows.into_iter().flat_map(|row| row.cells);
                found.extend(cells.flat_map(|cell| texts(cell.blocks)));
            }
            Block::Picture(_) => {}
        }
    }
    found
}

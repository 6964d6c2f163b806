//! Names and numbers that hold in the whole document: of headings, tables, figures, charts and
//! notes, and the links to them.

use std::collections::BTreeMap;

use super::Builder;
use crate::diagnostics::{Code, Diagnostic, did_you_mean, say};
use crate::document::{Anchor, Block, Contents, Inline, Section, Table};
use crate::source::Span;
use crate::template::markup::Element;

/// What was named, and what leads there.
#[derive(Default)]
pub(super) struct Names {
    /// The names that elements were given, each with its place.
    pub given: BTreeMap<Anchor, Span>,
    /// What links name, each with its place.
    pub links: Vec<(Anchor, Span)>,
    /// The tables of contents, each with its place.
    pub contents: Vec<(Contents, Span)>,
    /// The level of the heading that was read last; 0 before the first.
    pub level: u8,
}

impl Builder<'_> {
    /// The name that an element is given.
    pub(super) fn id(&mut self, element: &Element<'_>) -> Option<Anchor> {
        let written = element.attribute("id")?;
        if !is_name(written) {
            let message = say!(
                "`id` must be a name of `a-z`, `0-9` and `-` that starts with a letter, found `{written}`",
                written
            );
            self.fault(element.place, message);
            return None;
        }
        if written.starts_with("note-") {
            let message = say!("`{written}` is a name that footnotes have", written);
            self.sink.push(
                Diagnostic::error(Code::InvalidMarkup, element.place, message)
                    .hint(say!("give another `id`, which does not begin with `note-`")),
            );
            return None;
        }
        let anchor: Anchor = written.into();
        if let Some(first) = self.names.given.get(&anchor) {
            let message = say!("two elements have the `id` `{written}`", written);
            let diagnostic = Diagnostic::error(Code::InvalidMarkup, element.place, message);
            self.sink
                .push(diagnostic.related(*first, say!("the first")));
            return None;
        }
        self.names.given.insert(anchor.clone(), element.place);
        Some(anchor)
    }

    /// Tells a heading that skips a level: a screen reader tells the level, and a listener would
    /// look for what was left out (PDF/UA-1, 7.4.2).
    pub(super) fn follows(&mut self, level: u8, place: Span) {
        let before = std::mem::replace(&mut self.names.level, level);
        if level <= before + 1 {
            return;
        }
        let message = if before == 0 {
            say!("the first heading of the document is `<h{level}>`", level)
        } else {
            say!(
                "`<h{level}>` follows `<h{before}>`: a level is left out",
                level,
                before
            )
        };
        self.sink.push(
            Diagnostic::error(Code::InvalidMarkup, place, message)
                .hint(say!("write `<h{before}>`", before = before + 1)),
        );
    }

    /// `<toc from to/>`.
    pub(super) fn contents(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["from", "to"]);
        self.empty(element);
        let from = self.contents_level(element, "from", 1)?;
        let to = self.contents_level(element, "to", 3.max(from))?;
        if from > to {
            let message = say!(
                "`from` must not be lower than `to`, found {from} and {to}",
                from,
                to
            );
            self.fault(element.place, message);
            return None;
        }
        let contents = Contents { from, to };
        self.names.contents.push((contents, element.place));
        Some(Block::Contents(contents))
    }

    fn contents_level(&mut self, element: &Element<'_>, name: &str, other: u8) -> Option<u8> {
        let Some(written) = element.attribute(name) else {
            return Some(other);
        };
        let level = written.parse().ok().filter(|level| (1..=4).contains(level));
        if level.is_none() {
            let message = say!(
                "`{name}` must be a level from 1 to 4, found `{written}`",
                name,
                written
            );
            self.fault(element.place, message);
        }
        level
    }

    /// Tells what leads nowhere, then names the headings that have no name and counts the notes.
    pub(super) fn refer(&mut self, sections: &mut [Section]) {
        for (anchor, place) in std::mem::take(&mut self.names.links) {
            if !self.names.given.contains_key(&anchor) {
                self.leads_nowhere(&anchor, place);
            }
        }
        for (contents, place) in std::mem::take(&mut self.names.contents) {
            let blocks = sections.iter().flat_map(|section| &section.blocks);
            let mut headings = blocks.filter_map(|block| match block {
                Block::Heading(heading) => Some(heading),
                _ => None,
            });
            if !headings.any(|heading| contents.lists(heading)) {
                let Contents { from, to } = contents;
                let message = say!(
                    "there is no heading of the levels {from} to {to} to list",
                    from,
                    to
                );
                self.fault(place, message);
            }
        }
        let mut numbers = Numbers {
            given: &self.names.given,
            headings: 0,
            notes: 0,
        };
        for section in sections {
            numbers.blocks(&mut section.blocks);
        }
    }

    fn leads_nowhere(&mut self, anchor: &Anchor, place: Span) {
        let near = did_you_mean(anchor, self.names.given.keys().map(|name| &**name));
        let hint = near.map_or_else(
            || {
                say!(
                    "give what it leads to `id=\"{anchor}\"` in the template",
                    anchor
                )
            },
            |near| say!("did you mean `#{near}`?", near),
        );
        let message = say!("nothing in the document has the `id` `{anchor}`", anchor);
        self.sink
            .push(Diagnostic::error(Code::UnknownReference, place, message).hint(hint));
    }
}

/// Whether a text can be a name: the same as an `id` in content.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Names and counts in reading order.
struct Numbers<'a> {
    given: &'a BTreeMap<Anchor, Span>,
    headings: usize,
    notes: u32,
}

impl Numbers<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    if heading.id.is_empty() {
                        heading.id = self.name();
                    }
                    self.line(&mut heading.content);
                }
                Block::Paragraph(paragraph) => self.line(&mut paragraph.content),
                Block::List(list) => {
                    for item in &mut list.items {
                        self.blocks(&mut item.blocks);
                    }
                }
                Block::Table(table) => self.table(table),
                Block::Figure(figure) => self.lines(&mut figure.caption),
                Block::Chart(chart) => self.lines(&mut chart.caption),
                Block::Mark(mark) => self.lines(&mut mark.lines),
                Block::Signature(signature) => {
                    self.line(&mut signature.post);
                    self.line(&mut signature.name);
                }
                // No template makes what a comparison does.
                Block::Contents(_) | Block::ClosingRule(_) | Block::Revised(..) => {}
            }
        }
    }

    fn table(&mut self, table: &mut Table) {
        self.lines(&mut table.caption);
        for rows in [&mut table.head, &mut table.body, &mut table.foot] {
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                self.blocks(&mut cell.blocks);
            }
        }
    }

    fn lines<'l>(&mut self, lines: impl IntoIterator<Item = &'l mut Vec<Inline>>) {
        for line in lines {
            self.line(line);
        }
    }

    fn line(&mut self, line: &mut [Inline]) {
        for inline in line {
            if let Inline::Note(note) = inline {
                self.notes += 1;
                note.number = self.notes;
            }
        }
    }

    /// The next name `heading-1`, `heading-2` … that nothing was given.
    fn name(&mut self) -> Anchor {
        loop {
            self.headings += 1;
            let name: Anchor = format!("heading-{}", self.headings).into();
            if !self.given.contains_key(&name) {
                return name;
            }
        }
    }
}

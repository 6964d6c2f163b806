//! What must be known of the numbers before the first paragraph is written: which roles are always
//! numbered, and which number each place has that a reference may name.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Anchor, Block, Document, Inline, List, Role, Table, Text, numbered};
use crate::kind::style::Style;
use crate::writers::docx::bookmarks::{self, Shown};
use crate::writers::docx::notes;
use crate::writers::docx::sequences;

use super::counting::{Counter, Place};

/// What was found.
#[derive(Default)]
pub(in crate::writers::docx) struct Survey {
    /// The roles whose every paragraph has a number of one list and level.
    pub(in crate::writers::docx) links: BTreeMap<Role, Place>,
    /// The numbers that places show.
    pub(in crate::writers::docx) shown: BTreeMap<Anchor, Shown>,
}

impl Survey {
    /// Looks at all of a document.
    pub(in crate::writers::docx) fn of(document: &Document, style: &Style) -> Self {
        let mut surveyor = Surveyor {
            style,
            counter: Counter::default(),
            places: BTreeMap::new(),
            plain: ["page-number", notes::ROLE].map(Role::from).into(),
            captions: 0,
            found: Self::default(),
        };
        let running = document.running.head.iter().chain(&document.running.foot);
        for line in running {
            surveyor.plain(&line.role);
        }
        for block in document.blocks() {
            surveyor.block(block);
        }
        for role in document.contents_roles() {
            surveyor.plain(&role);
        }
        surveyor.finish()
    }
}

struct Surveyor<'a> {
    style: &'a Style,
    /// Counts as the writer will.
    counter: Counter,
    /// The place of the numbers of each role, as long as they share one.
    places: BTreeMap<Role, Place>,
    /// The roles of which some paragraph has no number, or one of another list or level.
    plain: BTreeSet<Role>,
    /// How many captions have a number and a name.
    captions: usize,
    found: Survey,
}

impl Surveyor<'_> {
    fn finish(mut self) -> Survey {
        self.places.retain(|role, _| !self.plain.contains(role));
        self.found.links = self.places;
        self.found
    }

    /// Remembers that a paragraph of a role has no number.
    fn plain(&mut self, role: &str) {
        if !self.plain.contains(role) {
            self.plain.insert(role.into());
        }
    }

    /// Counts the number of a paragraph, if it can be counted; gives its text.
    fn count<'c>(&mut self, role: &Role, content: &'c [Inline]) -> Option<&'c Text> {
        let placed = numbered(content).and_then(|(number, ..)| {
            let style = self.style.paragraphs.get(role)?;
            let (place, _) = self.counter.place(role, style, content)?;
            Some((number, place))
        });
        let Some((number, place)) = placed else {
            self.plain(role);
            return None;
        };
        if *self.places.entry(role.clone()).or_insert(place) != place {
            self.plain(role);
        }
        Some(number)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                if let Some(number) = self.count(&heading.role, &heading.content) {
                    let shown = Shown::of_paragraph(&number.text);
                    self.found.shown.insert(heading.id.clone(), shown);
                }
            }
            Block::Paragraph(paragraph) => {
                self.count(&paragraph.role, &paragraph.content);
            }
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                self.caption(
                    "figure-caption",
                    figure.id.as_ref(),
                    figure.caption.as_deref(),
                );
            }
            Block::Chart(chart) => {
                self.plain("chart");
                self.caption("chart-caption", chart.id.as_ref(), chart.caption.as_deref());
            }
            Block::Mark(mark) => self.plain(&mark.role),
            Block::Signature(signature) => self.plain(&signature.role),
            Block::ClosingRule(role) => self.plain(role),
            Block::Contents(_) => {}
            Block::Revised(_, block) => self.block(block),
        }
    }

    /// The paragraphs of items have the labels of their lists.
    fn list(&mut self, list: &List) {
        self.plain("body");
        for block in list.items.iter().flat_map(|item| &item.blocks) {
            match block {
                Block::Paragraph(paragraph) => self.plain(&paragraph.role),
                block => self.block(block),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        // What Word wants in a cell that is empty or covered.
        self.plain("table-cell");
        self.caption("table-caption", table.id.as_ref(), table.caption.as_deref());
        for cell in table.rows().flat_map(|(_, row)| &row.cells) {
            self.blocks(&cell.blocks);
        }
    }

    fn caption(&mut self, role: &str, anchor: Option<&Anchor>, caption: Option<&[Inline]>) {
        self.plain(role);
        let number = caption.and_then(sequences::number);
        if let (Some(anchor), Some((_, number))) = (anchor, number) {
            self.captions += 1;
            let name = bookmarks::of_caption(self.captions);
            let shown = Shown::Caption {
                name,
                digits: number.digits.to_owned(),
            };
            self.found.shown.insert(anchor.clone(), shown);
        }
    }
}

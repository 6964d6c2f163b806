//! What must be known of the numbers before the first paragraph is written: which roles are always
//! numbered, and which number each place has that a reference may name.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Anchor, Block, Document, Inline, List, Revision, Role, Table, Text};
use crate::kind::style::Style;
use crate::writers::docx::bookmarks::{self, Shown};
use crate::writers::docx::notes;
use crate::writers::docx::sequences;
use crate::writers::docx::tracking::Form;

use super::counting::{Counter, Place, standing_number};

/// What was found.
#[derive(Default)]
pub(in crate::writers::docx) struct Survey {
    /// The roles whose every paragraph has a number of one list and level.
    pub(in crate::writers::docx) links: BTreeMap<Role, Place>,
    /// The numbers that places show.
    pub(in crate::writers::docx) shown: BTreeMap<Anchor, Shown>,
    /// The places of a document that shows what changed: whether each is there now.
    pub(in crate::writers::docx) places: Option<BTreeMap<Anchor, bool>>,
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
            revision: None,
            found: Self::default(),
        };
        surveyor.found.places = document
            .properties
            .revisions
            .as_ref()
            .map(|_| BTreeMap::new());
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
    /// What a comparison says of what is being looked at.
    revision: Option<Revision>,
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
    fn count(&mut self, role: &Role, content: &[Inline]) -> Option<Text> {
        let style = self.style.paragraphs.get(role);
        let placed = style.and_then(|style| {
            let (place, _) = self.counter.place(role, style, content, self.revision)?;
            Some(place)
        });
        let Some(place) = placed else {
            self.plain(role);
            return None;
        };
        if *self.places.entry(role.clone()).or_insert(place) != place {
            self.plain(role);
        }
        standing_number(content, self.revision)
    }

    /// Remembers a place that links lead to.
    fn place(&mut self, anchor: Option<&Anchor>) {
        if let (Some(places), Some(anchor)) = (&mut self.found.places, anchor) {
            let stands = self.revision.is_none_or(Revision::is_new);
            *places.entry(anchor.clone()).or_default() |= stands;
        }
    }

    /// Looks at what a comparison marks as a whole.
    fn revised(&mut self, revision: Option<Revision>, look: impl FnOnce(&mut Self)) {
        let around = self.revision;
        self.revision = revision.or(around);
        look(self);
        self.revision = around;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.place(Some(&heading.id));
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
            Block::Revised(revision, block) => {
                self.revised(Some(*revision), |it| it.block(block));
            }
        }
    }

    /// The paragraphs of items have the labels of their lists.
    fn list(&mut self, list: &List) {
        self.plain("body");
        for item in &list.items {
            self.revised(item.revision, |it| it.item(&item.blocks));
        }
    }

    fn item(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block.revised().1 {
                Block::Paragraph(paragraph) => self.plain(&paragraph.role),
                _ => self.block(block),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        // What Word wants in a cell that is empty or covered.
        self.plain("table-cell");
        self.caption("table-caption", table.id.as_ref(), table.caption.as_deref());
        for (_, row) in table.rows() {
            let cells = |it: &mut Self| row.cells.iter().for_each(|cell| it.blocks(&cell.blocks));
            self.revised(row.revision, cells);
        }
    }

    fn caption(&mut self, role: &str, anchor: Option<&Anchor>, caption: Option<&[Inline]>) {
        self.plain(role);
        self.place(anchor);
        if self.revision.is_some_and(|revision| !revision.is_new()) {
            return;
        }
        let caption = caption.map(|caption| Form::Is.of(caption));
        let number = caption.as_deref().and_then(sequences::number);
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

//! Revisions: what became of the parts of a document from one form of it to another.
//!
//! A document that shows what changed is one document: all that stayed, all that is new, and all
//! that is gone, each in its place, and what is new or gone is marked. Leaving out what is gone
//! gives the new document ([`Document::accepted`]), leaving out what is new gives the old one
//! ([`Document::rejected`]). Nothing that is marked holds anything else that is. A cell covers the
//! rows that are gone, too; the row in which it starts is gone only if all rows are that it covers.

use super::{Block, Cell, Document, Inline, List, ListItem, Row, Section, Table};

/// What became of a part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Revision {
    /// It is new.
    Inserted,
    /// It is gone.
    Deleted,
    /// It stood elsewhere; this is where it is now. Both places of what was moved have its number.
    MovedHere(u32),
    /// It stands elsewhere; this is where it was.
    MovedAway(u32),
}

impl Revision {
    /// Whether the part belongs to the new form of the document, and not to the old one.
    #[must_use]
    pub const fn is_new(self) -> bool {
        matches!(self, Self::Inserted | Self::MovedHere(_))
    }
}

/// Who made the changes that a document shows, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revisions {
    /// The name of the person.
    pub author: String,
    /// The moment, as `2027-01-08T00:00:00Z`; it may be unknown.
    pub date: Option<String>,
}

/// The pieces of a line one by one, each with what a comparison says of it.
pub fn pieces(content: &[Inline]) -> impl Iterator<Item = (Option<Revision>, &Inline)> {
    content.iter().flat_map(|inline| {
        let (revision, pieces) = match inline {
            Inline::Revised(revision, inner) => (Some(*revision), inner.as_slice()),
            inline => (None, std::slice::from_ref(inline)),
        };
        pieces.iter().map(move |piece| (revision, piece))
    })
}

/// The pieces of a line as it is now: without what is gone.
pub fn standing(content: &[Inline]) -> impl Iterator<Item = &Inline> {
    pieces(content)
        .filter(|(revision, _)| revision.is_none_or(Revision::is_new))
        .map(|(_, piece)| piece)
}

impl Document {
    /// The new form of a document that shows what changed: what is gone is left out.
    #[must_use]
    pub fn accepted(&self) -> Self {
        self.form(Revision::is_new)
    }

    /// The old form of a document that shows what changed: what is new is left out.
    #[must_use]
    pub fn rejected(&self) -> Self {
        self.form(|revision| !revision.is_new())
    }

    fn form(&self, keeps: fn(Revision) -> bool) -> Self {
        let mut form = self.clone();
        form.properties.revisions = None;
        for edge in [&mut form.running.head, &mut form.running.foot] {
            edge.retain_mut(|paragraph| stands(&mut paragraph.content, keeps));
        }
        for Section { blocks, .. } in &mut form.sections {
            settle_blocks(blocks, keeps);
        }
        form
    }
}

/// Leaves out what is not kept, and takes the marks off the rest.
fn settle(content: &mut Vec<Inline>, keeps: fn(Revision) -> bool) {
    let settled = content.drain(..).flat_map(|inline| match inline {
        Inline::Revised(revision, pieces) if keeps(revision) => pieces,
        Inline::Revised(..) => Vec::new(),
        Inline::Note(mut note) => {
            settle(&mut note.content, keeps);
            vec![Inline::Note(note)]
        }
        inline => vec![inline],
    });
    *content = settled.collect();
}

/// Settles a line, and says whether it stands: it does, unless all of it was marked and is left out.
fn stands(content: &mut Vec<Inline>, keeps: fn(Revision) -> bool) -> bool {
    let was_marked = content
        .iter()
        .any(|inline| matches!(inline, Inline::Revised(..)));
    settle(content, keeps);
    !was_marked || !content.is_empty()
}

/// A caption that does not stand is none.
fn settle_caption(caption: &mut Option<Vec<Inline>>, keeps: fn(Revision) -> bool) {
    caption.take_if(|text| !stands(text, keeps));
}

fn settle_blocks(blocks: &mut Vec<Block>, keeps: fn(Revision) -> bool) {
    let settled = blocks.drain(..).filter_map(|block| match block {
        Block::Revised(revision, block) => keeps(revision).then_some(*block),
        block => Some(block),
    });
    *blocks = settled.collect();
    for block in blocks {
        settle_block(block, keeps);
    }
}

fn settle_block(block: &mut Block, keeps: fn(Revision) -> bool) {
    match block {
        Block::Heading(heading) => settle(&mut heading.content, keeps),
        Block::Paragraph(paragraph) => settle(&mut paragraph.content, keeps),
        Block::List(List { items, .. }) => {
            items.retain(|item| item.revision.is_none_or(keeps));
            for ListItem { blocks, revision } in items {
                *revision = None;
                settle_blocks(blocks, keeps);
            }
        }
        Block::Table(table) => settle_table(table, keeps),
        Block::Figure(figure) => settle_caption(&mut figure.caption, keeps),
        Block::Chart(chart) => settle_caption(&mut chart.caption, keeps),
        Block::Mark(mark) => mark.lines.retain_mut(|line| stands(line, keeps)),
        Block::Signature(signature) => {
            settle(&mut signature.post, keeps);
            settle(&mut signature.name, keeps);
        }
        Block::Contents(_) | Block::ClosingRule(_) | Block::Revised(..) => {}
    }
}

fn settle_table(table: &mut Table, keeps: fn(Revision) -> bool) {
    settle_caption(&mut table.caption, keeps);
    settle_caption(&mut table.continued, keeps);
    for part in [&mut table.head, &mut table.body, &mut table.foot] {
        let stays: Vec<bool> = part
            .iter()
            .map(|row| row.revision.is_none_or(keeps))
            .collect();
        for (at, Row { cells, .. }) in part.iter_mut().enumerate() {
            for Cell { rows, .. } in cells {
                let covered = &stays[at..(at + *rows).min(stays.len())];
                *rows = covered.iter().filter(|stays| **stays).count();
            }
        }
        let mut stays = stays.into_iter();
        part.retain(|_| stays.next().unwrap_or(true));
        for Row {
            revision, cells, ..
        } in part
        {
            *revision = None;
            for cell in cells {
                settle_blocks(&mut cell.blocks, keeps);
            }
        }
    }
}

impl List {
    /// The labels of its items, in a list at `depth` (from 0). An item that is gone has the label
    /// that it had, and counts for no item that is there now.
    #[must_use]
    pub fn labels(&self, depth: usize) -> Vec<String> {
        let (mut was, mut is) = (0, 0);
        let label = |item: &ListItem| {
            let index = match item.revision {
                Some(revision) if !revision.is_new() => was,
                _ => is,
            };
            was += usize::from(item.revision.is_none_or(|revision| !revision.is_new()));
            is += usize::from(item.revision.is_none_or(Revision::is_new));
            self.marker.label(index, depth)
        };
        self.items.iter().map(label).collect()
    }
}

//! Tracked changes: what a comparison marks, as a person accepts or rejects it in Word (ECMA-376
//! Part 1, 17.13.5).
//!
//! Runs stand in an element that says what became of them; docx-rs writes an insertion as a stand-in,
//! and [the pass](mod@super::conform) gives it its name. What was moved has a range around each of its
//! two places, with one name: where one place cannot have a range, it is an insertion and a deletion.

use std::collections::BTreeMap;

use docx_rs::{
    BookmarkStart, Hyperlink, Insert, InsertChild, ParagraphChild, ParagraphProperty, Run,
};

use crate::document::{
    Block, Document, Inline, List, ListItem, Revision, Revisions, Section, Table, pieces,
};

use super::bookmarks::Bookmarks;
use super::conform::Additions;
use super::xml::{Xml, clean};

/// What is known of the changes of a document before they are written.
#[derive(Default)]
pub(super) struct Tracking {
    by: Option<Revisions>,
    moves: Moves,
}

/// One of the two forms of a document that shows what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With all changes rejected.
    Was,
    /// With all changes accepted.
    Is,
}

impl Form {
    /// Both.
    pub(super) const BOTH: [Self; 2] = [Self::Was, Self::Is];

    /// Whether what a comparison marks so is there.
    pub(super) fn has(self, revision: Option<Revision>) -> bool {
        revision.is_none_or(|revision| revision.is_new() == (self == Self::Is))
    }

    /// The pieces of a line that are there.
    pub(super) fn of(self, content: &[Inline]) -> Vec<Inline> {
        let there = pieces(content).filter(|(revision, _)| self.has(*revision));
        there.map(|(_, piece)| piece.clone()).collect()
    }
}

/// One end of a range of what was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// What a change needs to be written.
pub(super) struct Pen<'r> {
    /// What is known of the changes.
    pub(super) tracking: &'r Tracking,
    /// Gives identities: bookmarks and changes are annotations both (17.13).
    pub(super) bookmarks: &'r mut Bookmarks,
    /// What docx-rs has no words for.
    pub(super) additions: &'r mut Additions,
}

impl Tracking {
    /// Looks at all of a document.
    pub(super) fn of(document: &Document) -> Self {
        let by = document.properties.revisions.as_ref();
        Self {
            by: by.map(|by| Revisions {
                author: clean(&by.author).into_owned(),
                date: by.date.clone(),
            }),
            moves: Moves::of(document),
        }
    }

    /// Whether the document shows what changed.
    pub(super) fn is_told(&self) -> bool {
        self.by.is_some()
    }

    /// A change as it can be told: a move of which one place has no range of its own is an insertion
    /// or a deletion, and so is one at an unknown time, for a range says when (17.13.5.24).
    pub(super) fn settled(&self, revision: Revision) -> Revision {
        let is_dated = self.by.as_ref().is_some_and(|by| by.date.is_some());
        match revision {
            Revision::MovedHere(number) | Revision::MovedAway(number)
                if !is_dated || !self.moves.have(number) =>
            {
                plain(revision)
            }
            revision => revision,
        }
    }

    /// The attributes of a change: who made it, and when if that is known (17.13.5).
    pub(super) fn attributes<'s>(&'s self, id: &'s str) -> Vec<(&'static str, &'s str)> {
        let author = self.by.as_ref().map_or("", |by| by.author.as_str());
        let date = self.by.as_ref().and_then(|by| by.date.as_deref());
        let date = date.map(|date| ("w:date", date));
        let always = [("w:id", id), ("w:author", author)];
        always.into_iter().chain(date).collect()
    }
}

/// A change without what it says of a move.
pub(super) fn plain(revision: Revision) -> Revision {
    if revision.is_new() {
        Revision::Inserted
    } else {
        Revision::Deleted
    }
}

/// The element of a change.
fn element(revision: Revision) -> &'static str {
    match revision {
        Revision::Inserted => "w:ins",
        Revision::Deleted => "w:del",
        Revision::MovedHere(_) => "w:moveTo",
        Revision::MovedAway(_) => "w:moveFrom",
    }
}

/// The name of a range of what was moved: both places have it.
fn name(number: u32) -> String {
    format!("move{number}")
}

impl Pen<'_> {
    /// The identity of the next change.
    fn id(&mut self) -> String {
        self.bookmarks.next().to_string()
    }

    /// A change that holds nothing yet, as docx-rs writes its stand-in.
    fn change(&mut self, revision: Revision) -> Insert {
        let id = self.id();
        let mut xml = Xml::fragment();
        xml.attributes(&self.tracking.attributes(&id));
        let addition = self.additions.own(element(revision), xml.finish());
        Insert::new_with_empty().author(addition)
    }

    /// What becomes of the mark of a paragraph (17.13.5.15, 17.13.5.20).
    pub(super) fn mark(&mut self, revision: Revision, property: &mut ParagraphProperty) {
        property.run_property.ins = Some(self.change(revision));
    }

    /// Tells the properties that a paragraph had (17.13.5.29); `was` is their XML.
    pub(super) fn had(&mut self, was: &[u8], property: &mut ParagraphProperty) {
        let id = self.id();
        let mut xml = Xml::fragment();
        xml.open("w:pPrChange", &self.tracking.attributes(&id));
        if was.is_empty() {
            xml.leaf("w:pPr", &[]);
        }
        xml.bytes().extend_from_slice(was);
        let addition = self.additions.own("w:pPrChange", xml.finish());
        property.run_property.style = Some(docx_rs::RunStyle::new(&addition));
    }

    /// The pieces of a line with all their runs in a change; those that are in one stay.
    pub(super) fn wrap(
        &mut self,
        children: Vec<ParagraphChild>,
        revision: Revision,
    ) -> Vec<ParagraphChild> {
        let mut wrapped: Vec<ParagraphChild> = Vec::with_capacity(children.len());
        let mut open = false;
        for child in children {
            let was_open = std::mem::take(&mut open);
            match child {
                ParagraphChild::Run(run) => {
                    match wrapped.last_mut() {
                        Some(ParagraphChild::Insert(change)) if was_open => add(change, run),
                        _ => {
                            let mut change = self.change(revision);
                            add(&mut change, run);
                            wrapped.push(ParagraphChild::Insert(change));
                        }
                    }
                    open = true;
                }
                // A link holds changes, and no change holds a link.
                ParagraphChild::Hyperlink(link) => {
                    let children = self.wrap(link.children, revision);
                    wrapped.push(ParagraphChild::Hyperlink(Hyperlink { children, ..link }));
                }
                other => wrapped.push(other),
            }
        }
        wrapped
    }

    /// One end of the range of what was moved, as a piece of a line.
    pub(super) fn edge(&mut self, end: End, revision: Revision) -> Option<ParagraphChild> {
        let mut xml = Xml::fragment();
        let element = self.write_edge(end, revision, &mut xml)?;
        let addition = self.additions.own(element, xml.finish());
        let stand_in = BookmarkStart::new(0, addition);
        Some(ParagraphChild::BookmarkStart(stand_in))
    }

    /// Writes one end of the range of what was moved (17.13.5.24, 17.13.5.28); gives its element, if
    /// that is what became of it.
    pub(super) fn write_edge(
        &mut self,
        end: End,
        revision: Revision,
        xml: &mut Xml,
    ) -> Option<&'static str> {
        let (number, [start, stop]) = match revision {
            Revision::MovedHere(number) => (number, ["w:moveToRangeStart", "w:moveToRangeEnd"]),
            Revision::MovedAway(number) => (number, ["w:moveFromRangeStart", "w:moveFromRangeEnd"]),
            Revision::Inserted | Revision::Deleted => return None,
        };
        // The two ends of a range share an identity.
        match end {
            End::Start => {
                let (id, name) = (self.id(), name(number));
                self.bookmarks.ranges.push((revision, id.clone()));
                let mut attributes = self.tracking.attributes(&id);
                attributes.insert(1, ("w:name", &name));
                xml.leaf(start, &attributes);
                Some(start)
            }
            End::End => {
                let ranges = &mut self.bookmarks.ranges;
                let open = ranges.iter().position(|(of, _)| *of == revision)?;
                let (_, id) = ranges.swap_remove(open);
                xml.leaf(stop, &[("w:id", &id)]);
                Some(stop)
            }
        }
    }

    /// Writes what became of a row (17.13.5.14, 17.13.5.19): a moved one is new in one place and gone
    /// in the other, and what it holds is moved.
    pub(super) fn write_row(&mut self, revision: Revision, xml: &mut Xml) {
        let id = self.id();
        xml.leaf(element(plain(revision)), &self.tracking.attributes(&id));
    }
}

fn add(change: &mut Insert, run: Box<Run>) {
    change.children.push(InsertChild::Run(run));
}

/// The moves of a document: how many places each number has, and whether all can have a range.
#[derive(Default)]
struct Moves(BTreeMap<u32, Places>);

#[derive(Debug, Clone, Copy, Default)]
struct Places {
    here: usize,
    away: usize,
    /// How many of them stand where there are no ranges.
    apart: usize,
}

impl Moves {
    fn of(document: &Document) -> Self {
        let mut moves = Self::default();
        if document.properties.revisions.is_none() {
            return moves;
        }
        let edges = document.running.head.iter().chain(&document.running.foot);
        edges.for_each(|line| moves.apart(&line.content));
        for Section { blocks, .. } in &document.sections {
            moves.blocks(blocks);
        }
        moves
    }

    /// Whether a move has a range at each of its two places.
    fn have(&self, number: u32) -> bool {
        let Some(places) = self.0.get(&number) else {
            return false;
        };
        (places.here, places.away, places.apart) == (1, 1, 0)
    }

    fn meet(&mut self, revision: Option<Revision>, apart: bool) {
        let (number, here) = match revision {
            Some(Revision::MovedHere(number)) => (number, 1),
            Some(Revision::MovedAway(number)) => (number, 0),
            _ => return,
        };
        let places = self.0.entry(number).or_default();
        places.here += here;
        places.away += 1 - here;
        places.apart += usize::from(apart);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.line(&heading.content),
                Block::Paragraph(paragraph) => self.line(&paragraph.content),
                Block::List(List { items, .. }) => {
                    for ListItem { blocks, revision } in items {
                        self.meet(*revision, false);
                        self.blocks(blocks);
                    }
                }
                Block::Table(table) => self.table(table),
                Block::Figure(figure) => figure.caption.iter().for_each(|text| self.line(text)),
                Block::Chart(chart) => chart.caption.iter().for_each(|text| self.line(text)),
                Block::Mark(mark) => mark.lines.iter().for_each(|line| self.line(line)),
                Block::Signature(signature) => {
                    self.line(&signature.post);
                    self.line(&signature.name);
                }
                Block::Contents(_) | Block::ClosingRule(_) => {}
                Block::Revised(revision, block) => {
                    // The rows of a table and its caption have no range in common.
                    let apart = matches!(**block, Block::Table(_) | Block::Contents(_));
                    self.meet(Some(*revision), apart);
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        table.caption.iter().for_each(|text| self.line(text));
        for (_, row) in table.rows() {
            self.meet(row.revision, false);
            row.cells.iter().for_each(|cell| self.blocks(&cell.blocks));
        }
    }

    fn line(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Revised(revision, _) => self.meet(Some(*revision), false),
                Inline::Note(note) => self.apart(&note.content),
                _ => {}
            }
        }
    }

    /// Meets what stands in another part of the file than the text.
    fn apart(&mut self, content: &[Inline]) {
        for inline in content {
            if let Inline::Revised(revision, _) = inline {
                self.meet(Some(*revision), true);
            }
        }
    }
}

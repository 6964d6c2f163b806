//! Footnotes: the number in the text, and the note at the foot of the page that holds it.
//!
//! A note is called by the glyphs of its number: whoever puts them on a page calls the note, and
//! the page keeps room for it. Only a note longer than a few lines is divided, and never so that
//! a line of it stands alone; what does not fit goes on at the foot of the next page.

use std::collections::BTreeMap;

use super::blocks::Composer;
use super::borders;
use super::page::{Item, NodeId, NodeRole, Owner, Structure};
use super::pieces::ParagraphPiece;
use super::revised::wrapped;
use super::slab::{self, Slab, SlabContent};
use super::stack::Stacker;
use super::text;
use crate::document::{Anchor, Baseline, Emphasis, Inline, Note, Revision, Target, Text, pieces};
use crate::length::Length;

/// The rule over the notes, as in word processors: its length and its thickness.
const RULE: (Length, Length) = (Length::mm(50), Length::milli(500));
/// The space between the text and the rule.
const ABOVE_RULE: Length = Length::pt(6);
/// The space between the rule and the notes.
const BELOW_RULE: Length = Length::pt(4);
/// A note of so few lines is not divided between pages.
const SHORT: usize = 5;

/// The nodes of a note.
pub(super) struct Called {
    /// The number in the text, which leads to the note.
    pub number: NodeId,
    /// The note.
    pub note: NodeId,
    /// The number at the start of the note.
    label: NodeId,
}

impl Called {
    /// Adds the nodes of a note: the reference to it as a part of the first of two nodes, and right
    /// after that the note as a part of the other. A note that is gone has a name of its own, since
    /// another may have its number now.
    pub(super) fn add(
        note: &Note,
        revision: Option<Revision>,
        (around, parent): (NodeId, NodeId),
        structure: &mut Structure,
    ) -> Self {
        let is_gone = revision.is_some_and(|revision| !revision.is_new());
        let was = if is_gone { "was-" } else { "" };
        let anchor: Anchor = format!("note-{was}{}", note.number).into();
        let reference = structure.add(NodeRole::Reference, Some(around));
        let target = NodeRole::Link(Target::Inside(anchor.clone()));
        let number = structure.add(target, Some(reference));
        let body = structure.add(NodeRole::Note, Some(parent));
        let label = structure.add(NodeRole::Label, Some(body));
        for node in [reference, number, body, label] {
            structure.nodes[node.0 as usize].places = Box::new([note.place]);
        }
        let back = format!("{anchor}-back").into();
        structure.anchors.insert(anchor, body);
        structure.anchors.insert(back, reference);
        Self {
            number,
            note: body,
            label,
        }
    }
}

/// The number of a note as it stands in the text and before the note.
pub(super) fn number(note: &Note) -> Text {
    let emphasis = Emphasis {
        baseline: Baseline::Raised,
        ..Emphasis::default()
    };
    Text {
        text: note.number.to_string(),
        emphasis,
        link: None,
        lang: None,
        meaning: None,
        place: note.place,
    }
}

impl Composer<'_> {
    /// Shapes the notes of a content, which were called in this order.
    pub(super) fn add_notes(&mut self, content: &[Inline], called: Vec<Called>) {
        let notes = pieces(content).filter_map(|(revision, inline)| match inline {
            Inline::Note(note) => Some((revision, note)),
            _ => None,
        });
        for ((revision, note), called) in notes.zip(called) {
            let piece = self.note(note, revision, &called);
            self.notes.push((called.number, piece));
        }
    }

    /// A note, with its number on its first line.
    fn note(&mut self, note: &Note, revision: Option<Revision>, called: &Called) -> ParagraphPiece {
        let style = self.look("footnote");
        let mark = wrapped(vec![Inline::Text(number(note))], revision);
        let owner = self.marked_node(called.label, revision);
        let label = text::shape(&mark, &style, &mut self.shaper, |_, _| owner);
        let content = match revision {
            Some(_) => wrapped(note.content.clone(), revision),
            None => self.marked(&note.content).into_owned(),
        };
        let content = self.shape(&content, &style, called.note);
        let mut piece = ParagraphPiece::of(content, &style, self.fonts);
        let at = (style.indent + style.first_line).max(Length::ZERO);
        let space = self.fonts.line(style.size, 250).height;
        piece.begin_with(label, at, space);
        piece
    }
}

impl Stacker<'_> {
    /// Lays notes into the width of the text.
    pub(super) fn lay_notes(&mut self, notes: Vec<(NodeId, ParagraphPiece)>) {
        for (number, piece) in notes {
            let mut lines = self.paragraph(piece);
            let is_short = lines.len() <= SHORT;
            if let Some((last, others)) = lines.split_last_mut() {
                others.iter_mut().for_each(|line| line.keep |= is_short);
                last.keep = false;
            }
            self.notes.insert(number, lines);
        }
    }
}

/// The notes of a section by the nodes of their numbers.
pub(super) type Notes = BTreeMap<NodeId, Vec<Slab>>;

/// The notes that slabs call, in their order.
pub(super) fn called<'a>(slabs: impl IntoIterator<Item = &'a Slab>, notes: &Notes) -> Vec<NodeId> {
    let mut found = Vec::new();
    // Most documents have none.
    if !notes.is_empty() {
        for slab in slabs {
            find(slab, notes, &mut found);
        }
    }
    found
}

/// The height that the notes of slabs take at the foot of a page of their own.
pub(super) fn height_of<'a>(slabs: impl IntoIterator<Item = &'a Slab>, notes: &Notes) -> Length {
    let called = called(slabs, notes);
    height(called.iter().filter_map(|note| notes.get(note)).flatten())
}

fn find(slab: &Slab, notes: &Notes, found: &mut Vec<NodeId>) {
    match &slab.content {
        SlabContent::Items(items) => {
            for item in items {
                // A long number in a narrow column may stand on two lines.
                if let Owner::Node(node) = item.owner
                    && notes.contains_key(&node)
                    && found.last() != Some(&node)
                {
                    found.push(node);
                }
            }
        }
        SlabContent::Row(row) => row.slabs().for_each(|slab| find(slab, notes, found)),
    }
}

/// The foot of a page.
#[derive(Default)]
pub(super) struct Foot {
    /// The notes that no page has called yet.
    pub waiting: Notes,
    /// The notes that this page calls, but for those that are in their place already.
    called: Vec<Vec<Slab>>,
    /// What stands at the foot of this page.
    lines: Vec<Slab>,
    /// What goes on at the foot of the next page.
    rest: Vec<Slab>,
}

impl Foot {
    /// Whether a note stands here, or waits for a page.
    pub(super) fn holds_anything(&self) -> bool {
        !(self.lines.is_empty() && self.called.is_empty() && self.rest.is_empty())
    }

    /// The height that is needed when these notes are called too: all of them, but of the last
    /// one only its first lines. None if they must wait for the rest of those before them.
    pub(super) fn need(&self, notes: &[NodeId]) -> Option<Length> {
        if !notes.is_empty() && !self.rest.is_empty() {
            return None;
        }
        let mut all: Vec<&Vec<Slab>> = self.called.iter().collect();
        all.extend(self.waiting(notes));
        Some(height(self.lines.iter().chain(least(all))))
    }

    /// The height that these notes need on a page without others.
    pub(super) fn need_alone(&self, notes: &[NodeId]) -> Length {
        let all: Vec<&Vec<Slab>> = self.waiting(notes).collect();
        height(least(all))
    }

    fn waiting(&self, notes: &[NodeId]) -> impl Iterator<Item = &Vec<Slab>> {
        notes.iter().filter_map(|note| self.waiting.get(note))
    }

    /// The numbers of these notes are on the page now.
    pub(super) fn call(&mut self, notes: &[NodeId]) {
        let waiting = &mut self.waiting;
        let called = notes.iter().filter_map(|note| waiting.remove(note));
        self.called.extend(called);
    }

    /// Puts the notes that were called into the room that the text leaves.
    pub(super) fn fill(&mut self, room: Length) {
        let called = std::mem::take(&mut self.called);
        let mut kept: Length = called.iter().map(|note| extent(opening(note))).sum();
        for note in called {
            // Of every note the page has at least the first lines, if that can be.
            kept -= extent(opening(&note));
            self.lay(note, room.left_after(kept));
        }
    }

    /// Begins a page with what those before it had no room for, and gives that at least a line.
    pub(super) fn begin(&mut self, room: Length) {
        self.go_on(room);
        if self.lines.is_empty() && !self.rest.is_empty() {
            self.lines.push(self.rest.remove(0));
        }
    }

    /// Goes on with what the pages before had no room for.
    pub(super) fn go_on(&mut self, room: Length) {
        let rest = std::mem::take(&mut self.rest);
        self.lay(rest, room);
    }

    /// Adds the lines that fit; the others are the rest.
    fn lay(&mut self, mut lines: Vec<Slab>, room: Length) {
        let count = if self.lines.is_empty() {
            slab::fitting(&lines, room.left_after(separator()), None)
        } else {
            let used = separator() + extent(&self.lines);
            slab::fitting(&lines, room.left_after(used), self.lines.last())
        };
        self.rest.extend(lines.split_off(count));
        self.lines.append(&mut lines);
    }

    /// All notes that no page has called go on too, so that no text can be lost.
    pub(super) fn give_up(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.rest.extend(waiting.into_values().flatten());
    }

    /// What stands at the foot of the page, under its rule; `bottom` is the edge of the text.
    pub(super) fn set(&mut self, left: Length, bottom: Length) -> Vec<Item> {
        let lines = std::mem::take(&mut self.lines);
        if lines.is_empty() {
            return Vec::new();
        }
        let mut y = bottom - height(&lines) + ABOVE_RULE;
        let (width, thickness) = RULE;
        let rule = (left, y + thickness / 2);
        let mut items = vec![borders::rule(rule, (left + width, rule.1), thickness)];
        y += thickness + BELOW_RULE;
        items.extend(slab::items(lines, left, y));
        items
    }
}

/// All lines of notes, but of the last one only the first.
fn least(mut notes: Vec<&Vec<Slab>>) -> impl Iterator<Item = &Slab> {
    let last = notes.pop();
    let first = last.into_iter().flat_map(|note| opening(note));
    notes.into_iter().flatten().chain(first)
}

/// The lines of a note that stay with its first.
fn opening(note: &[Slab]) -> &[Slab] {
    let end = note.iter().position(|line| !line.keep);
    &note[..end.map_or(note.len(), |end| end + 1)]
}

/// The space over the notes, with the rule in it.
const fn separator() -> Length {
    Length::milli(ABOVE_RULE.to_milli() + RULE.1.to_milli() + BELOW_RULE.to_milli())
}

/// The height of the foot of a page with these lines.
fn height<'a>(lines: impl IntoIterator<Item = &'a Slab>) -> Length {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_none() {
        return Length::ZERO;
    }
    separator() + extent(lines)
}

/// The height of lines without the space below the last, which nothing follows.
fn extent<'a>(lines: impl IntoIterator<Item = &'a Slab>) -> Length {
    let (mut extent, mut above) = (Length::ZERO, None);
    for line in lines {
        extent += slab::gap(above, line) + line.height;
        above = Some(line);
    }
    extent
}

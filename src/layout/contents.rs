//! The table of contents: a line for each heading, with leader dots and the number of its page.
//!
//! The numbers are known when all is on pages. Until then a line holds a room from the end of
//! its text to the edge, where dots and number fit whatever they will be; so putting them in moves
//! nothing, and one pass over the pages is enough.

use std::collections::BTreeMap;

use super::blocks::Composer;
use super::columns::Need;
use super::fonts::Fonts;
use super::lines::{self, Frame};
use super::page::{
    Artifact, Glyph, GlyphRun, Item, NodeId, NodeRole, Owner, Page, Shape, Structure,
};
use super::pieces::ParagraphPiece;
use super::slab::{self, Slab, SlabContent};
use super::stack::Stacker;
use super::text::Content;
use crate::document::{Contents, Heading, Inline, Target, Text, standing};
use crate::kind::style::{Align, Face, Font, ParagraphStyle};
use crate::length::Length;

/// What a number is wide at most: a document of more pages is no document.
const WIDEST_NUMBER: &str = "000000";
/// The distance of two leader dots, the same for all lines, so that dots stand below each other.
const DOT_STEP: Length = Length::pt(6);
/// The distance of the dots from the text and from the numbers.
const GAP: Length = Length::pt(4);

/// A line of the table of contents, shaped.
pub(super) struct EntryPiece {
    /// The text of the heading.
    pub paragraph: ParagraphPiece,
    /// What the number will be content of.
    link: NodeId,
    /// The width of the widest number.
    number: Length,
}

impl EntryPiece {
    /// What a column needs for it, where its text needs so much.
    pub(super) fn need(&self, text: Need) -> Need {
        text.plus(self.number + GAP)
    }
}

/// A line of the table of contents whose number is not known yet.
pub(super) struct Entry {
    /// The heading, by its place among those of the document.
    heading: usize,
    /// How the number looks.
    style: ParagraphStyle,
}

/// The headings of the document, and the lines of its contents, as the walk over it meets them.
#[derive(Default)]
pub(super) struct Entries {
    /// The nodes of the headings that a table of contents may list.
    pub headings: Vec<NodeId>,
    /// The lines, by the nodes of their links.
    waiting: BTreeMap<NodeId, Entry>,
}

impl Composer<'_> {
    /// The lines of a table of contents. An entry holds those of the headings below it.
    pub(super) fn contents(&mut self, contents: Contents, parent: NodeId) -> Vec<EntryPiece> {
        let document = self.document;
        let mut listed = document
            .headings()
            .enumerate()
            .filter(|(_, heading)| contents.lists(heading))
            .peekable();
        let (mut above, mut pieces) = (Vec::new(), Vec::new());
        if listed.peek().is_none() {
            return pieces;
        }
        let whole = self.structure.add(NodeRole::Contents, Some(parent));
        while let Some((number, heading)) = listed.next() {
            let holder = holder(&mut self.structure, &mut above, heading.level, whole);
            let item = self.structure.add(NodeRole::ContentsItem, Some(holder));
            above.push(Level {
                depth: heading.level,
                item,
                below: None,
            });
            let mut piece = self.entry(contents, (number, heading), item);
            let next = listed.peek();
            piece.paragraph.keep_with_next |=
                next.is_some_and(|(_, next)| next.level > heading.level);
            pieces.push(piece);
        }
        if let Some(EntryPiece { paragraph, .. }) = pieces.last_mut() {
            // An empty line parts the contents from the text.
            paragraph.after = paragraph.after.max(paragraph.line.height);
        }
        pieces
    }

    fn entry(
        &mut self,
        contents: Contents,
        (number, heading): (usize, &Heading),
        item: NodeId,
    ) -> EntryPiece {
        let style = self.look(&contents.role(heading));
        let words = words(&heading.content);
        let reference = self.structure.add(NodeRole::Reference, Some(item));
        let role = NodeRole::Link(Target::Inside(heading.id.clone()));
        let link = self.node(role, reference, &words);
        let mut paragraph = match self.labelled_lines(&words, &style, link) {
            Some(paragraph) => paragraph,
            None => ParagraphPiece::of(self.shape(&words, &style, link), &style, self.fonts),
        };
        // The number follows.
        paragraph.content.end_with_space = true;
        paragraph.whole = true;
        let number_width = self.label(WIDEST_NUMBER, &style, link).width();
        let entry = Entry {
            heading: number,
            style,
        };
        self.entries.waiting.insert(link, entry);
        EntryPiece {
            paragraph,
            link,
            number: number_width,
        }
    }

    /// Puts the dots and the numbers into the lines of all tables of contents.
    pub(super) fn number_contents(&mut self, pages: &mut [Page], headings: &[usize]) {
        let waiting = std::mem::take(&mut self.entries.waiting);
        if waiting.is_empty() {
            return;
        }
        let mut numbers = BTreeMap::new();
        for (link, entry) in waiting {
            let page = headings.get(entry.heading).copied().unwrap_or_default();
            let dot = ParagraphStyle {
                strong: false,
                stressed: false,
                ..entry.style.clone()
            };
            let number = Number {
                number: self.label(&page.to_string(), &entry.style, link),
                dot: self.label(".", &dot, link),
            };
            numbers.insert(link, number);
        }
        let column = numbers.values().map(|number| number.number.width()).max();
        let column = column.unwrap_or_default();
        for page in pages {
            if !page.items.iter().any(|item| open_room(item).is_some()) {
                continue;
            }
            for item in std::mem::take(&mut page.items) {
                match open_room(&item).and_then(|(link, run)| Some((numbers.get(&link)?, run))) {
                    Some((number, run)) => page.items.extend(number.set(run, column, self.fonts)),
                    None => page.items.push(item),
                }
            }
        }
    }
}

impl Stacker<'_> {
    /// The lines of an entry, the last with the room for dots and number.
    pub(super) fn entry(&mut self, entry: EntryPiece) -> Vec<Slab> {
        let EntryPiece {
            paragraph,
            link,
            number,
        } = entry;
        let line = paragraph.line;
        let right = self.width;
        // In a narrow column the text has half of it all the same.
        self.width -= (number + GAP).min(right / 2);
        let left = paragraph.left.min(self.width);
        let mut slabs = self.paragraph(paragraph);
        self.width = right;
        if let Some(Slab {
            content: SlabContent::Items(items),
            ..
        }) = slabs.last_mut()
        {
            let end = items.iter().filter_map(end_of).max().unwrap_or(left);
            let mut room = vec![self.room(link, end, right.left_after(end))];
            slab::shift(&mut room, Length::ZERO, line.height - line.depth);
            items.append(&mut room);
        }
        slabs
    }

    /// The room for dots and number: a space that shows no text.
    fn room(&self, link: NodeId, x: Length, width: Length) -> Item {
        let space = Glyph {
            id: self.fonts.face(Face::Regular).space,
            advance: width,
            offset: (Length::ZERO, Length::ZERO),
            text: 0..0,
        };
        let run = GlyphRun {
            x,
            y: Length::ZERO,
            font: Font::Face(Face::Regular),
            size: Length::pt(1),
            text: String::new(),
            glyphs: vec![space],
        };
        Item {
            shape: Shape::Glyphs(run),
            owner: Owner::Node(link),
            revision: None,
        }
    }
}

/// The room that an item is, and the link that it belongs to.
fn open_room(item: &Item) -> Option<(NodeId, &GlyphRun)> {
    match (&item.shape, item.owner) {
        (Shape::Glyphs(run), Owner::Node(link)) if run.text.is_empty() => Some((link, run)),
        _ => None,
    }
}

/// The right end of glyphs.
fn end_of(item: &Item) -> Option<Length> {
    match &item.shape {
        Shape::Glyphs(run) => Some(run.x + width_of(run)),
        _ => None,
    }
}

fn width_of(run: &GlyphRun) -> Length {
    run.glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// A number and the dots before it, shaped.
struct Number {
    number: Content,
    dot: Content,
}

impl Number {
    /// The items that fill a room; numbers stand in a column of this width at its right.
    fn set(&self, room: &GlyphRun, column: Length, fonts: &Fonts) -> Vec<Item> {
        let right = room.x + width_of(room);
        let frame = |left: Length, right: Length| Frame {
            left,
            first: Length::ZERO,
            right,
            align: Align::Right,
        };
        let number = right - self.number.width();
        let mut items: Vec<Item> = lines::set(&self.dot, frame(room.x, right), fonts)
            .into_iter()
            .flatten()
            .collect();
        items.retain_mut(|dot| lead(dot, room.x, right - column - GAP));
        let number = lines::set(&self.number, frame(number, right), fonts);
        items.extend(number.into_iter().flatten());
        slab::shift(&mut items, Length::ZERO, room.y);
        items
    }
}

/// Repeats a dot up to `end`, from which all dots are counted; false if there is room for none.
fn lead(item: &mut Item, start: Length, end: Length) -> bool {
    item.owner = Owner::Artifact(Artifact::Layout);
    let count = end.left_after(start).to_milli() / DOT_STEP.to_milli();
    let Shape::Glyphs(run) = &mut item.shape else {
        return false;
    };
    let Some(dot) = run.glyphs.first().cloned() else {
        return false;
    };
    run.x = end - DOT_STEP * count;
    run.text = ".".repeat(count as usize);
    let glyph = |number: u32| Glyph {
        advance: DOT_STEP,
        text: number..number + 1,
        ..dot.clone()
    };
    run.glyphs = (0..count as u32).map(glyph).collect();
    count > 0
}

/// An entry that entries below it may be added to.
struct Level {
    depth: u8,
    item: NodeId,
    /// The part of the contents that it holds, once there is one.
    below: Option<NodeId>,
}

/// What holds the entry of a heading of this level: the entry of the last heading above it.
fn holder(structure: &mut Structure, above: &mut Vec<Level>, level: u8, whole: NodeId) -> NodeId {
    while above.last().is_some_and(|last| last.depth >= level) {
        above.pop();
    }
    let Some(last) = above.last_mut() else {
        return whole;
    };
    let item = last.item;
    let below = last.below;
    let below = below.unwrap_or_else(|| structure.add(NodeRole::Contents, Some(item)));
    last.below = Some(below);
    below
}

/// The words of a heading on one line, without notes and links: the line is itself a link.
fn words(content: &[Inline]) -> Vec<Inline> {
    let mut words: Vec<Text> = Vec::with_capacity(content.len());
    for inline in standing(content) {
        match inline {
            Inline::Text(text) => words.push(Text {
                link: None,
                ..text.clone()
            }),
            Inline::Break => {
                if let Some(last) = words.last_mut().filter(|last| !last.text.ends_with(' ')) {
                    last.text.push(' ');
                }
            }
            Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => {}
        }
    }
    words.into_iter().map(Inline::Text).collect()
}

/// The number of the page, from 1, on which each heading stands; one without text counts as
/// standing where the next text is.
///
/// Nodes stand in reading order and so do pages, so a heading is on the first page with anything
/// that is not before it.
pub(super) fn pages_of(headings: &[NodeId], pages: &[Page]) -> Vec<usize> {
    let mut found = Vec::with_capacity(headings.len());
    for (index, page) in pages.iter().enumerate() {
        if found.len() == headings.len() {
            break;
        }
        let last = page.items.iter().filter_map(|item| match item.owner {
            Owner::Node(node) => Some(node),
            Owner::Artifact(_) => None,
        });
        let last = last.max();
        while headings
            .get(found.len())
            .is_some_and(|heading| Some(*heading) <= last)
        {
            found.push(index + 1);
        }
    }
    found.resize(headings.len(), pages.len());
    found
}

//! The legend: what the looks of changes mean, who made the changes and when, in one line at the
//! head of the first page, where it is read before the text and moves none of it.

use super::blocks::{Composer, first_place};
use super::lines::{self, Frame};
use super::page::{Item, NodeId, NodeRole, Page};
use super::redline::Redline;
use super::slab;
use super::text::shape;
use crate::document::{Block, Emphasis, Inline, Revision, Revisions, Text};
use crate::kind::style::{Align, ParagraphStyle, Sheet};
use crate::length::Length;
use crate::source::Span;

/// What stands between its words.
const BETWEEN: &str = " · ";

/// The revisions that have a look of their own, as an example of each.
const LOOKS: [Revision; 3] = [
    Revision::Inserted,
    Revision::Deleted,
    Revision::MovedHere(0),
];

impl Composer<'_> {
    /// The node of the legend, if the document shows what changed: it is read before the text.
    pub(super) fn legend(&mut self, root: NodeId) -> Option<NodeId> {
        let shown = self.document.properties.revisions.as_ref()?;
        let place = self.document.blocks().find_map(place_of)?;
        legend(self, shown, &LOOKS, place)?;
        Some(self.structure.add(NodeRole::Paragraph, Some(root)))
    }

    /// The lines of the legend from their upper edge, and their height: the words for these looks.
    pub(super) fn legend_lines(
        &mut self,
        node: NodeId,
        looks: &[Revision],
        sheet: Sheet,
    ) -> (Vec<Item>, Length) {
        let shown = self.document.properties.revisions.as_ref();
        let place = self.document.blocks().find_map(place_of);
        let content = shown.zip(place);
        let Some(content) = content.and_then(|(shown, place)| legend(self, shown, looks, place))
        else {
            return (Vec::new(), Length::ZERO);
        };
        let style = ParagraphStyle {
            size: self.style.revisions.legend,
            ..ParagraphStyle::default()
        };
        let line = self.fonts.line(style.size, style.leading);
        let content = shape(&content, &style, &mut self.shaper, |_, _| node);
        let frame = Frame {
            left: sheet.margins.left,
            first: Length::ZERO,
            right: sheet.margins.left + sheet.text_width(),
            align: Align::Left,
        };
        let (mut items, mut y) = (Vec::new(), Length::ZERO);
        for mut set in lines::set(&content, frame, self.fonts) {
            slab::shift(&mut set, Length::ZERO, y + line.height - line.depth);
            items.append(&mut set);
            y += line.height;
        }
        let lines = Redline::new(self.fonts, &self.style.revisions).lines(&items);
        items.extend(lines);
        (items, y)
    }
}

/// The looks that any legend may explain.
pub(super) const fn all() -> &'static [Revision] {
    &LOOKS
}

/// The looks that pages have.
pub(super) fn looks_of(pages: &[Page]) -> Vec<Revision> {
    let items = pages.iter().flat_map(|page| &page.items);
    let found: Vec<usize> = items.filter_map(|item| item.revision.map(look)).collect();
    let looks = LOOKS.into_iter().enumerate();
    let looks = looks.filter(|(number, _)| found.contains(number));
    looks.map(|(_, revision)| revision).collect()
}

/// The look of a revision, by its place among all.
const fn look(revision: Revision) -> usize {
    match revision {
        Revision::Inserted => 0,
        Revision::Deleted => 1,
        Revision::MovedHere(_) | Revision::MovedAway(_) => 2,
    }
}

/// The legend of these looks; none if there is nothing to say.
fn legend(
    composer: &Composer,
    shown: &Revisions,
    looks: &[Revision],
    place: Span,
) -> Option<Vec<Inline>> {
    let words = &composer.style.revisions.words;
    let names = [&words.inserted, &words.deleted, &words.moved];
    let looks = looks.iter();
    let named = looks.map(|revision| (Some(*revision), names[look(*revision)].as_str()));
    let day = shown.date.as_deref().map(day);
    let who = [shown.author.as_str(), day.unwrap_or_default()];
    let who: Vec<&str> = who.into_iter().filter(|part| !part.is_empty()).collect();
    let who = who.join(", ");
    let mut said: Vec<Inline> = Vec::new();
    for (revision, word) in named.chain([(None, who.as_str())]) {
        if word.is_empty() {
            continue;
        }
        if !said.is_empty() {
            said.push(text(BETWEEN, place));
        }
        let word = text(word, place);
        said.push(match revision {
            Some(revision) => Inline::Revised(revision, vec![word]),
            None => word,
        });
    }
    (!said.is_empty()).then_some(said)
}

/// The day of a moment such as `2027-01-08T00:00:00Z`.
fn day(moment: &str) -> &str {
    moment.split('T').next().unwrap_or(moment)
}

/// Where a block was written: a sign of the legend that no font has is told at the first text.
fn place_of(block: &Block) -> Option<Span> {
    match block {
        Block::Heading(heading) => first_place(&heading.content),
        Block::Paragraph(paragraph) => first_place(&paragraph.content),
        Block::Mark(mark) => mark.lines.iter().find_map(|line| first_place(line)),
        Block::Signature(signature) => first_place(&signature.post),
        Block::Table(table) => {
            let cells = table.rows().flat_map(|(_, row)| &row.cells);
            cells.flat_map(|cell| &cell.blocks).find_map(place_of)
        }
        Block::List(list) => {
            let items = list.items.iter();
            items.flat_map(|item| &item.blocks).find_map(place_of)
        }
        Block::Figure(figure) => figure.pictures.first().map(|picture| picture.place),
        Block::Chart(chart) => Some(chart.place),
        Block::Revised(_, block) => place_of(block),
        Block::Contents(_) | Block::ClosingRule(_) => None,
    }
}

fn text(words: &str, place: Span) -> Inline {
    Inline::Text(Text {
        text: words.to_owned(),
        emphasis: Emphasis::default(),
        link: None,
        lang: None,
        meaning: None,
        place,
    })
}

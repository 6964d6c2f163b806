//! Revisions in the walk over the document: which part a comparison marks, what stands beside what
//! moved, and what is said instead of a picture.
//!
//! A block, an item or a row that is marked as a whole has its texts marked one by one, so that
//! whatever comes later knows marked texts alone.

use std::borrow::Cow;
use std::sync::Arc;

use super::blocks::{Composer, first_place};
use super::page::{NodeId, NodeRole};
use crate::document::{self, Baseline, Emphasis, Inline, Revision, Text, pieces};

/// A block, an item or a row that a comparison marks.
pub(super) struct Whole {
    revision: Revision,
    /// Whether it is said already where it moved.
    told: bool,
}

impl Composer<'_> {
    /// Walks over a part that is marked so; nothing in it is marked again.
    pub(super) fn within<T>(
        &mut self,
        revision: Option<Revision>,
        walk: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let Some(revision) = revision else {
            return walk(self);
        };
        let told = false;
        let around = self.whole.replace(Whole { revision, told });
        let walked = walk(self);
        self.whole = around;
        walked
    }

    /// What a comparison says of the part that the walk is in.
    pub(super) fn revision(&self) -> Option<Revision> {
        self.whole.as_ref().map(|whole| whole.revision)
    }

    /// Whether the part that the walk is in is not in the document any more.
    pub(super) fn is_gone(&self) -> bool {
        self.revision().is_some_and(|revision| !revision.is_new())
    }

    /// The node of a label that is marked so: a part of that of the label.
    pub(super) fn marked_node(&mut self, label: NodeId, revision: Option<Revision>) -> NodeId {
        revision.map_or(label, |revision| {
            let role = NodeRole::Revised(revision);
            self.structure.add(role, Some(label))
        })
    }

    /// The content of a line as it is shown: marked if the part is that it stands in, and with the
    /// number of what moved behind that.
    pub(super) fn marked<'c>(&mut self, content: &'c [Inline]) -> Cow<'c, [Inline]> {
        let words = &self.style.revisions.words;
        let place = |revision: Revision, content: &[Inline]| {
            let text = format!("\u{a0}{}", words.place(revision)?);
            let place = first_place(content)?;
            Some(raised(text, place))
        };
        if let Some(whole) = &mut self.whole {
            let revision = whole.revision;
            let mut marked = wrapped(content.to_vec(), Some(revision));
            if !whole.told
                && let Some(place) = place(revision, content)
            {
                whole.told = true;
                marked.push(place);
            }
            return marked.into();
        }
        if !is_marked(content) {
            return content.into();
        }
        let with_place = |inline: &Inline| {
            let place = match inline {
                Inline::Revised(revision, inner) => place(*revision, inner),
                _ => None,
            };
            [Some(inline.clone()), place].into_iter().flatten()
        };
        content.iter().flat_map(with_place).collect()
    }

    /// What a picture shows in words, and what became of it.
    pub(super) fn told(&self, alt: &str) -> Arc<str> {
        let words = &self.style.revisions.words;
        let around = self.revision().map(|revision| words.around(revision));
        around.map_or_else(
            || alt.into(),
            |(before, after)| format!("{before}{alt}{after}").into(),
        )
    }
}

/// A small raised text that is no part of the document.
fn raised(text: String, place: crate::source::Span) -> Inline {
    let emphasis = Emphasis {
        baseline: Baseline::Raised,
        ..Emphasis::default()
    };
    Inline::Text(Text {
        text,
        emphasis,
        link: None,
        lang: None,
        meaning: None,
        place,
    })
}

/// Pieces that a comparison marks so.
pub(super) fn wrapped(content: Vec<Inline>, revision: Option<Revision>) -> Vec<Inline> {
    match revision {
        Some(revision) if !content.is_empty() => vec![Inline::Revised(revision, content)],
        _ => content,
    }
}

fn is_marked(content: &[Inline]) -> bool {
    let mut inlines = content.iter();
    inlines.any(|inline| matches!(inline, Inline::Revised(..)))
}

/// The numbers that a heading or a paragraph begins with, if a space parts them from what follows,
/// and that, without the space. There are several where one takes the place of another.
pub(super) fn labelled(content: &[Inline]) -> Option<(Vec<Inline>, Vec<Inline>)> {
    if !is_marked(content) {
        let (_, rest) = document::labelled(content)?;
        return Some((content[..1].to_vec(), rest));
    }
    let is_number =
        |inline: &Inline| matches!(inline, Inline::Text(text) if text.number().is_some());
    let pieces: Vec<_> = pieces(content)
        .filter(|(_, piece)| !piece.is_empty())
        .collect();
    let numbers = pieces.iter().take_while(|(_, piece)| is_number(piece));
    let (label, rest) = pieces.split_at(numbers.count());
    let ((revision, Inline::Text(first)), rest) = rest.split_first()? else {
        return None;
    };
    let words = first.text.strip_prefix(' ')?;
    if label.is_empty() {
        return None;
    }
    let own = |(revision, piece): &(Option<Revision>, &Inline)| {
        wrapped(vec![(*piece).clone()], *revision)
    };
    let first = Text {
        text: words.to_owned(),
        ..first.clone()
    };
    let mut words = wrapped(vec![Inline::Text(first)], *revision);
    words.extend(rest.iter().flat_map(own));
    Some((label.iter().flat_map(own).collect(), words))
}

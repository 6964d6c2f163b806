//! Bookmarks: the places that links within the document lead to.

use std::collections::{BTreeMap, BTreeSet};

use docx_rs::{BookmarkEnd, BookmarkStart, ParagraphChild};

use crate::document::{Anchor, Revision};

/// Word takes no longer name.
const LONGEST: usize = 40;

/// The number that a place has, as a reference may show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// That of a heading which Word counts, without the full stop at its end.
    Paragraph(String),
    /// The digits in a caption, in a bookmark of their own.
    Caption {
        /// The bookmark.
        name: String,
        /// What stands in it.
        digits: String,
    },
}

impl Shown {
    /// What Word shows of the number of a paragraph: it leaves out the full stop (ECMA-376 Part 1,
    /// 17.16.5.51).
    pub(super) fn of_paragraph(number: &str) -> Self {
        Self::Paragraph(number.trim_end_matches('.').to_owned())
    }
}

/// The names of the places, and how many bookmarks there are.
#[derive(Default)]
pub(super) struct Bookmarks {
    /// The numbers that places have.
    shown: BTreeMap<Anchor, Shown>,
    /// The places of a document that shows what changed: whether each is there now.
    places: Option<BTreeMap<Anchor, bool>>,
    names: BTreeMap<Anchor, String>,
    /// In lower case, for Word takes `a` and `A` for one.
    taken: BTreeSet<String>,
    count: usize,
    /// What was moved from or to the place that is being written, with the identity of its range.
    pub(super) ranges: Vec<(Revision, String)>,
}

impl Bookmarks {
    /// No bookmarks yet; these places have numbers, and a document that shows what changed has
    /// these places, of which some are there now and some are gone.
    pub(super) fn new(
        shown: BTreeMap<Anchor, Shown>,
        places: Option<BTreeMap<Anchor, bool>>,
    ) -> Self {
        Self {
            shown,
            places,
            ..Self::default()
        }
    }

    /// Whether a place has a bookmark: one that is gone, only if no other is named so now.
    pub(super) fn marks(&self, anchor: &Anchor, revision: Option<Revision>) -> bool {
        let (places, gone) = (&self.places, revision.is_some_and(|is| !is.is_new()));
        !gone
            || places
                .as_ref()
                .is_some_and(|places| places.get(anchor) == Some(&false))
    }

    /// Whether a link can lead to a place: it is there, or what is gone shows it.
    pub(super) fn leads_to(&self, anchor: &Anchor) -> bool {
        let places = self.places.as_ref();
        places.is_none_or(|places| places.contains_key(anchor))
    }

    /// The number that a place has.
    pub(super) fn shown(&self, anchor: &Anchor) -> Option<&Shown> {
        self.shown.get(anchor)
    }

    /// Whether a place is a heading whose number Word counts.
    pub(super) fn is_counted(&self, anchor: &Anchor) -> bool {
        matches!(self.shown(anchor), Some(Shown::Paragraph(_)))
    }

    /// What asks for the number of a place (17.16.5.51), and how much of what a text says of it is
    /// the answer; none if the text says something else.
    pub(super) fn reference(&mut self, anchor: &Anchor, said: &str) -> Option<(String, usize)> {
        let (name, digits, switches) = match self.shown.get(anchor)?.clone() {
            Shown::Caption { name, digits } => (name, digits, ""),
            Shown::Paragraph(number) => (self.name(anchor), number, "\\r "),
        };
        let rest = said.strip_prefix(digits.as_str())?;
        let ends = !rest.contains(char::is_alphanumeric) && rest.chars().nth(1).is_none();
        ends.then(|| (format!(" REF {name} {switches}\\h "), digits.len()))
    }

    /// The name of a place: its own, as far as Word allows.
    pub(super) fn name(&mut self, anchor: &Anchor) -> String {
        if let Some(name) = self.names.get(anchor) {
            return name.clone();
        }
        let plain = plain(anchor);
        let numbered = (2..).map(|number| {
            let end = format!("_{number}");
            format!("{}{end}", cut(&plain, LONGEST - end.len()))
        });
        let mut names = [cut(&plain, LONGEST).to_owned()]
            .into_iter()
            .chain(numbered);
        let name = names.find(|name| self.taken.insert(name.to_lowercase()));
        let name = name.unwrap_or(plain);
        self.names.insert(anchor.clone(), name.clone());
        name
    }

    /// Puts the bookmark of that name around pieces of a paragraph.
    pub(super) fn around(&mut self, name: String, children: &mut Vec<ParagraphChild>) {
        let id = self.next();
        let start = ParagraphChild::BookmarkStart(BookmarkStart::new(id, name));
        children.insert(0, start);
        children.push(ParagraphChild::BookmarkEnd(BookmarkEnd::new(id)));
    }

    /// The identity of a bookmark to be written, or of a tracked change: no two annotations share
    /// one (17.13).
    pub(super) fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }
}

/// The name by which a table of contents knows a heading, by its number from 0.
///
/// Word makes such names itself when the table is updated, hides them, and counts on the start.
pub(super) fn of_contents(heading: usize) -> String {
    format!("_Toc{:09}", heading + 1)
}

/// The name by which references know the number of a caption, by its number from 1, as Word makes
/// and hides them too.
pub(super) fn of_caption(caption: usize) -> String {
    format!("_Ref{caption:09}")
}

/// Letters, digits and `_`, a letter first; so it is never one of [`of_contents`].
fn plain(anchor: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = anchor.chars().map(safe).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("p_{name}")
    }
}

/// The start of a name of ASCII letters.
fn cut(name: &str, longest: usize) -> &str {
    &name[..name.len().min(longest)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_word_takes_and_never_meet() {
        let long = format!("{}-a", "x".repeat(50));
        let mut bookmarks = Bookmarks::default();
        let mut name = |anchor: &str| bookmarks.name(&anchor.into());
        assert_eq!(name("stock-2027"), "stock_2027");
        assert_eq!(name("stock_2027"), "stock_2027_2");
        assert_eq!(name("Stock-2027"), "Stock_2027_3");
        assert_eq!(name("stock-2027"), "stock_2027");
        assert_eq!(name("2027"), "p_2027");
        assert_eq!(name("_Toc000000001"), "p__Toc000000001");
        assert_eq!(name("ž"), "p__");
        assert_eq!(name(&long), "x".repeat(40));
        assert_eq!(name(&"x".repeat(60)), format!("{}_2", "x".repeat(38)));
    }
}

//! Numbers in captions: Word counts them by fields, one sequence for each sort of captions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use docx_rs::ParagraphChild;

use crate::document::{Anchor, Inline, Revision, Text};
use crate::kind::style::ParagraphStyle;

use super::bookmarks::Shown;
use super::fields;
use super::text::{References, child, part};
use super::tracking::Form;

/// Word takes no longer name of a sequence.
const LONGEST: usize = 40;

/// The sequences of a document.
#[derive(Default)]
pub(super) struct Sequences {
    known: BTreeMap<Arc<str>, Sequence>,
    /// In lower case, for Word takes `a` and `A` for one.
    taken: BTreeSet<String>,
}

struct Sequence {
    name: String,
    /// The number that was counted last in each form of the document.
    last: [u32; 2],
}

/// The number in a caption.
pub(super) struct Number<'t> {
    text: &'t Text,
    /// What is counted.
    series: &'t Arc<str>,
    value: u32,
    /// The number as it is printed.
    pub(super) digits: &'t str,
    /// Where in its text it starts.
    start: usize,
}

impl<'t> Number<'t> {
    /// The number that a text is, if it is one of one level.
    fn of(text: &'t Text) -> Option<Self> {
        let number = text.number()?;
        let [value] = number.values[..] else {
            return None;
        };
        let start = text.text.find(char::is_numeric)?;
        let digits = text.text[start..].split(|c: char| !c.is_numeric()).next()?;
        (digits == value.to_string()).then_some(Self {
            text,
            series: &number.series,
            value,
            digits,
            start,
        })
    }

    /// The text with the number as children of a caption: the field that asks for it, in the
    /// bookmark that references to the place of the caption ask for.
    pub(super) fn children(
        &self,
        instruction: &str,
        style: &ParagraphStyle,
        place: Option<&Anchor>,
        references: &mut References<'_, '_, '_>,
    ) -> Vec<ParagraphChild> {
        let (text, end) = (self.text, self.start + self.digits.len());
        let (bookmarks, additions) = (&mut *references.bookmarks, &mut *references.additions);
        let mut piece = |range: Range<usize>| part(text, range, style, additions);
        let field = fields::field(instruction, piece(self.start..end));
        let mut children: Vec<ParagraphChild> = field.into_iter().map(child).collect();
        if let Some(Shown::Caption { name, .. }) = place.and_then(|place| bookmarks.shown(place)) {
            bookmarks.around(name.clone(), &mut children);
        }
        if self.start > 0 {
            children.insert(0, child(piece(0..self.start)));
        }
        if end < text.text.len() {
            children.push(child(piece(end..text.text.len())));
        }
        children
    }
}

/// The number of a caption, and which of its pieces it is.
pub(super) fn number(caption: &[Inline]) -> Option<(usize, Number<'_>)> {
    let mut numbers = caption.iter().enumerate();
    numbers.find_map(|(index, inline)| match inline {
        Inline::Text(text) => Some((index, Number::of(text)?)),
        _ => None,
    })
}

/// Whether a comparison marks a piece of a caption that holds a number.
pub(super) fn is_counted(inline: &Inline) -> bool {
    matches!(inline, Inline::Revised(_, pieces) if number(pieces).is_some())
}

impl Sequences {
    /// What asks for the next number of a series (ECMA-376 Part 1, 17.16.5.56), or for this one if it
    /// is another in one of the forms in which it is there.
    pub(super) fn instruction(
        &mut self,
        number: &Number<'_>,
        revision: Option<Revision>,
    ) -> String {
        let taken = &mut self.taken;
        let sequence = self.known.entry(number.series.clone());
        let sequence = sequence.or_insert_with(|| Sequence {
            name: name(number.series, taken),
            last: [0; 2],
        });
        let mut follows = true;
        for form in Form::BOTH.into_iter().filter(|form| form.has(revision)) {
            let last = &mut sequence.last[form as usize];
            follows &= last.checked_add(1) == Some(number.value);
            *last = number.value;
        }
        let name = &sequence.name;
        if follows {
            format!(" SEQ {name} \\* ARABIC ")
        } else {
            format!(" SEQ {name} \\* ARABIC \\r {} ", number.value)
        }
    }
}

/// A name that Word takes for a sequence and that no other has: letters, digits and `_`, a letter
/// first.
fn name(series: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let plain: String = series.chars().map(safe).collect();
    let mut plain = plain.trim_end_matches('_').to_owned();
    if !plain.starts_with(char::is_alphabetic) {
        plain.insert(0, 's');
    }
    let cut = |longest: usize| plain.chars().take(longest).collect::<String>();
    let numbered = (2..).map(|number| {
        let end = format!("_{number}");
        cut(LONGEST - end.len()) + &end
    });
    let mut names = std::iter::once(cut(LONGEST)).chain(numbered);
    let found = names.find(|name| taken.insert(name.to_lowercase()));
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_word_takes_and_never_meet() {
        let mut taken = BTreeSet::new();
        let mut name = |series: &str| name(series, &mut taken);
        assert_eq!(name("lentelė"), "lentelė");
        assert_eq!(name("Lentelė"), "Lentelė_2");
        assert_eq!(name("pav."), "pav");
        assert_eq!(name("1 priedas"), "s1_priedas");
        assert_eq!(name(""), "s");
        assert_eq!(name(&"ž".repeat(50)), "ž".repeat(40));
        assert_eq!(name(&"ž".repeat(60)), format!("{}_2", "ž".repeat(38)));
    }
}

//! What stands in lines: text, breaks, notes and fields.

use std::fmt;
use std::sync::Arc;

use super::{Anchor, Lang, Revision, standing};
use crate::source::Span;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text in one look.
    Text(Text),
    /// The line ends here.
    Break,
    /// A footnote: its number stands here, its text at the foot of the page.
    Note(Note),
    /// Something that is known only when the pages are made; only in what runs at their edges.
    Field(Field),
    /// Pieces that a comparison marks, at least one; none of them is marked again.
    Revised(Revision, Vec<Inline>),
}

/// A footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its number: the notes of a document are counted from 1 in reading order.
    pub number: u32,
    /// Its text, which holds no notes and no fields.
    pub content: Vec<Inline>,
    /// Where it was written.
    pub place: Span,
}

/// What is known only when the pages are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The number of the page.
    Page,
    /// How many pages there are.
    Pages,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// To an address outside the document.
    Outside(Arc<str>),
    /// To a heading, table, figure or chart of the document.
    Inside(Anchor),
}

impl Target {
    /// The target that is written so: what starts with `#` is in the document.
    #[must_use]
    pub fn of(written: &str) -> Self {
        match written.strip_prefix('#') {
            Some(anchor) => Self::Inside(anchor.into()),
            None => Self::Outside(written.into()),
        }
    }

    /// The address, if it is outside the document.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Outside(address) => Some(address),
            Self::Inside(_) => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside(address) => out.write_str(address),
            Self::Inside(anchor) => write!(out, "#{anchor}"),
        }
    }
}

/// Text in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters: no control characters, no line ends.
    pub text: String,
    /// How it differs from the text around it.
    pub emphasis: Emphasis,
    /// Where it leads, if it is a link.
    pub link: Option<Target>,
    /// Its language, if it is not that of the document.
    pub lang: Option<Lang>,
    /// What it is besides words, if it is more.
    pub meaning: Option<Arc<Meaning>>,
    /// Where it was written: in the content, or in the template.
    pub place: Span,
}

impl Inline {
    /// Whether a comparison marks it.
    #[must_use]
    pub fn is_revised(&self) -> bool {
        matches!(self, Self::Revised(..))
    }

    /// Whether it is a text that says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.text.is_empty())
    }
}

/// What a text is besides words. A word processor can keep it right when the document changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A number that is counted. It begins a heading or a paragraph, or stands in a caption.
    Number(Number),
    /// The number of what its link leads to.
    Reference,
    /// A place that is filled in by hand until the tool knows what stands there.
    Blank(Blank),
}

/// A number that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// What is counted, such as `goals`.
    pub series: Arc<str>,
    /// The number at each level from the highest, at least one: 1, 2 and 3 in `1.2.3.`
    pub values: Vec<u32>,
}

impl Number {
    /// The most levels: no word processor counts more (ECMA-376 Part 1, 17.9.3).
    pub const MOST_LEVELS: usize = 9;
    /// The largest number at a level: Word keeps them in 16 bits.
    pub const LARGEST: u32 = 32_767;
}

/// What is filled in by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blank {
    /// The date of an act.
    Date,
    /// The number of an act.
    Number,
}

impl Text {
    /// The number that it is, if it is one that is counted.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        match self.meaning.as_deref() {
            Some(Meaning::Number(number)) => Some(number),
            _ => None,
        }
    }
}

/// The number that a heading or a paragraph begins with, if it does, and what follows it.
#[must_use]
pub fn numbered(content: &[Inline]) -> Option<(&Text, &Number, &[Inline])> {
    match content {
        [Inline::Text(text), rest @ ..] => Some((text, text.number()?, rest)),
        _ => None,
    }
}

/// The number that a heading or a paragraph begins with, if a space parts it from what follows;
/// and that, without the space.
#[must_use]
pub fn labelled(content: &[Inline]) -> Option<(&Text, Vec<Inline>)> {
    let (text, _, rest) = numbered(content)?;
    let words = rest.iter().position(|inline| !inline.is_empty())?;
    match &rest[words] {
        Inline::Text(first) if first.text.starts_with(' ') => {}
        _ => return None,
    }
    let mut rest = rest[words..].to_vec();
    if let Some(Inline::Text(first)) = rest.first_mut() {
        first.text.remove(0);
    }
    Some((text, rest))
}

/// How a piece of text differs from the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Emphasis {
    /// Bold (`strong`).
    pub strong: bool,
    /// Italic (`em`).
    pub stressed: bool,
    /// Raised or lowered.
    pub baseline: Baseline,
}

/// Where a piece of text stands in the height of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Baseline {
    /// On the line.
    #[default]
    Normal,
    /// Raised and smaller (`sup`).
    Raised,
    /// Lowered and smaller (`sub`).
    Lowered,
}

/// The characters of a line's pieces as they are now, a break as a space, without notes and fields.
#[must_use]
pub fn plain_text(content: &[Inline]) -> String {
    standing(content)
        .map(|inline| match inline {
            Inline::Text(text) => text.text.as_str(),
            Inline::Break => " ",
            Inline::Note(_) | Inline::Field(_) | Inline::Revised(..) => "",
        })
        .collect()
}

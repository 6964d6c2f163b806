//! How a document looks: pages, typefaces, and what each role means.
//!
//! Read from `style.yaml` of the common templates and of the kind; a kind says only what
//! differs. All inheritance is resolved here, so that layout and writers look a role up once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::Role;
use crate::length::Length;

/// The look of a kind of document.
#[derive(Debug, Clone)]
pub struct Style {
    /// Page size, margins and numbers.
    pub page: PageStyle,
    /// The typeface of all text.
    pub typeface: Typeface,
    /// How each role of a paragraph looks.
    pub paragraphs: BTreeMap<Role, ParagraphStyle>,
    /// How each role of a table looks.
    pub tables: BTreeMap<Role, TableStyle>,
}

/// What a person calls each role, in the language of the document: `heading-1` is shown by its
/// own word in the list of styles of a word processor. A role without a name is shown as it is.
pub type StyleNames = BTreeMap<Role, String>;

/// Page size, margins and numbers.
#[derive(Debug, Clone)]
pub struct PageStyle {
    /// Width of a page in portrait.
    pub width: Length,
    /// Height of a page in portrait.
    pub height: Length,
    /// Empty space around the text in portrait. A landscape page is a portrait page turned to the
    /// left: its top margin is the portrait page's left one, so that a bound sheet reads well.
    pub margins: Sides,
    /// The distance from the upper edge of the page to the top of the page number.
    pub number_top: Length,
    /// The first page that shows its number; pages before it show none.
    pub numbered_from: usize,
}

/// Four lengths around a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides {
    /// Above.
    pub top: Length,
    /// At the right.
    pub right: Length,
    /// Below.
    pub bottom: Length,
    /// At the left.
    pub left: Length,
}

/// A family of four faces.
#[derive(Debug, Clone)]
pub struct Typeface {
    /// The name that a word processor finds it by on most machines: `Times New Roman`.
    pub name: String,
    /// The font files in the order of [`Face`].
    pub files: [Cow<'static, [u8]>; 4],
}

/// Which of the four faces of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Upright.
    Regular,
    /// Upright, bold.
    Bold,
    /// Italic.
    Italic,
    /// Italic, bold.
    BoldItalic,
}

impl Face {
    /// All faces, in the order of [`Typeface::files`].
    pub const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// The face for a weight and a slope.
    #[must_use]
    pub const fn of(strong: bool, stressed: bool) -> Self {
        match (strong, stressed) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }
}

/// How a role of a paragraph looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphStyle {
    /// The role this one was derived from, if any.
    pub base: Option<Role>,
    /// The size of the type.
    pub size: Length,
    /// The distance of lines, in thousandths of the typeface's own (ascent, descent, gap): 1150.
    pub leading: i64,
    /// How the lines are aligned.
    pub align: Align,
    /// Distance of all lines from the left edge of the text.
    pub indent: Length,
    /// Distance of the first line from the others; negative for one that hangs out.
    pub first_line: Length,
    /// Space above; dropped at the top of a page. Between two paragraphs the larger of the one's
    /// space below and the other's space above holds, not their sum.
    pub space_before: Length,
    /// Space below.
    pub space_after: Length,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub stressed: bool,
    /// Shown in capitals; the text itself stays as it was written.
    pub capitals: bool,
    /// Words may be broken at line ends.
    pub hyphenate: bool,
    /// Stays on the page of what follows.
    pub keep_with_next: bool,
}

/// How the lines of a paragraph are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
    /// At both edges; the last line at the left.
    Justify,
}

/// How a role of a table looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableStyle {
    /// The shares of the width that the columns take. Empty: by what stands in them. For a table
    /// with another number of columns they do not apply.
    pub columns: Vec<i64>,
    /// The thickness of the rules; zero for none.
    pub border: Length,
    /// Space between a rule and the text beside it.
    pub padding_x: Length,
    /// Space between a rule and the text below or above it.
    pub padding_y: Length,
    /// The distance to the blocks above and below.
    pub space: Length,
}

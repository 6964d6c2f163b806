//! How a document looks: pages, typefaces, and what each role means.
//!
//! Read from `style.yaml` of the common templates and of the kind; a kind says only what
//! differs. All inheritance is resolved here, so that layout and writers look a role up once.

mod figure;
mod reader;
mod revision;

pub(super) use self::reader::read;
pub use figure::{FigureStyle, PictureRow};
pub use revision::{Colour, RevisionStyle, RevisionWords};

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::{Orientation, Role};
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
    /// How each role of a figure looks.
    pub figures: BTreeMap<Role, FigureStyle>,
    /// How each role of a chart looks.
    pub charts: BTreeMap<Role, ChartStyle>,
    /// How what a comparison marks looks.
    pub revisions: RevisionStyle,
}

/// What a person calls each role, in the language of the document: `heading-1` is shown by its
/// own word in the list of styles of a word processor. A role without a name is shown as it is.
pub type StyleNames = BTreeMap<Role, String>;

/// The words that a word processor shows around a document, in the language of the document. What
/// is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The names of the roles.
    pub styles: StyleNames,
    /// What the date of an act is called where it is to be filled in.
    pub blank_date: String,
    /// What the number of an act is called there.
    pub blank_number: String,
    /// How a date is written that is picked there, in the letters of ECMA-376 Part 1, 17.16.4.1.
    pub date_format: String,
    /// The sign before the decimals of a number.
    pub decimal_sign: String,
    /// What is said of a line that is signed with a certificate; `{name}` stands for the person.
    pub signature: String,
}

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

impl PageStyle {
    /// A page as it lies. Landscape is the portrait page turned: its top is what was left.
    #[must_use]
    pub fn sheet(&self, orientation: Orientation) -> Sheet {
        let Sides {
            top,
            right,
            bottom,
            left,
        } = self.margins;
        match orientation {
            Orientation::Portrait => Sheet {
                width: self.width,
                height: self.height,
                margins: self.margins,
            },
            Orientation::Landscape => Sheet {
                width: self.height,
                height: self.width,
                margins: Sides {
                    top: left,
                    right: top,
                    bottom: right,
                    left: bottom,
                },
            },
        }
    }
}

/// The size of a page as it lies, and the space around its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Width as one reads it.
    pub width: Length,
    /// Height as one reads it.
    pub height: Length,
    /// Space around the text.
    pub margins: Sides,
}

impl Sheet {
    /// The width of the text, which is never nothing.
    #[must_use]
    pub fn text_width(self) -> Length {
        (self.width - self.margins.left - self.margins.right).max(Length::pt(1))
    }

    /// The height of the text, which is never nothing.
    #[must_use]
    pub fn text_height(self) -> Length {
        (self.height - self.margins.top - self.margins.bottom).max(Length::pt(1))
    }
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
    /// The font files that are asked in turn for a sign that the face lacks.
    pub fallbacks: Vec<Cow<'static, [u8]>>,
    /// Whether letters such as „fi“ are joined.
    pub ligatures: bool,
}

impl Typeface {
    /// The file of a font; none for a fallback that there is not.
    #[must_use]
    pub fn file(&self, font: Font) -> Option<&[u8]> {
        match font {
            Font::Face(face) => Some(&self.files[face as usize]),
            Font::Fallback(index) => self.fallbacks.get(usize::from(index)).map(|file| &**file),
        }
    }
}

/// Which of the font files of a typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Font {
    /// That of a face.
    Face(Face),
    /// The fallback at this index.
    Fallback(u8),
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own in the file"
)]
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
    /// Begins what closes a document: stays on the page of the text above it.
    pub closes: bool,
    /// Lines that are not justified are about equally long, as those of a title should be.
    pub balance: bool,
}

impl Default for ParagraphStyle {
    /// What a paragraph is like when nothing is said.
    fn default() -> Self {
        Self {
            base: None,
            size: Length::pt(12),
            leading: 1000,
            align: Align::Left,
            indent: Length::ZERO,
            first_line: Length::ZERO,
            space_before: Length::ZERO,
            space_after: Length::ZERO,
            strong: false,
            stressed: false,
            capitals: false,
            hyphenate: false,
            keep_with_next: false,
            closes: false,
            balance: false,
        }
    }
}

impl ParagraphStyle {
    /// Whether the first line hangs out to the left of the others, so that a number which begins
    /// the text stands there as a label.
    #[must_use]
    pub fn hangs(&self) -> bool {
        self.first_line < Length::ZERO && matches!(self.align, Align::Left | Align::Justify)
    }

    /// Where the text of a list's item stands, `depth` lists around it not counting its own.
    ///
    /// An inner list puts its labels below the text of the outer one, so each level is as far
    /// from the last as a label hangs out.
    #[must_use]
    pub fn list_indent(&self, depth: usize) -> Length {
        let hanging = -self.first_line;
        let step = if hanging > Length::ZERO {
            hanging
        } else {
            self.indent
        };
        // No document has lists so deep that this would not be exact.
        self.indent + step * i64::from(u16::try_from(depth).unwrap_or(u16::MAX))
    }
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
    /// Numbers of a column of a table with their decimal signs below each other, the widest in the
    /// middle of the column. Outside a table, and for what is no number, as [`Align::Right`].
    Decimal,
}

/// How a role of a table looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// Whether a table that goes on on another page says so there.
    pub continued: bool,
    /// The role that the cells of header rows have, by which a word processor shows the first row
    /// of a table that a person adds.
    pub head: Option<Role>,
    /// The role that the cells of the row of totals have, for the same purpose.
    pub total: Option<Role>,
}

/// How a role of a chart looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartStyle {
    /// How wide it is; none for the width of the text, which is also the most.
    pub width: Option<Length>,
    /// How high it is, without its caption. A chart of many bars may be higher.
    pub height: Length,
    /// The size of its letters.
    pub size: Length,
    /// Space above.
    pub space_before: Length,
    /// Space below.
    pub space_after: Length,
}

impl Default for ChartStyle {
    /// What a chart is like when nothing is said.
    fn default() -> Self {
        Self {
            width: None,
            height: Length::mm(70),
            size: Length::pt(9),
            space_before: Length::ZERO,
            space_after: Length::ZERO,
        }
    }
}

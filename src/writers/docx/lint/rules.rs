//! The rules, and what Word does with a file that breaks them.

use std::fmt;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A cell does not end with a paragraph: Word calls the file broken.
    CellWithoutParagraph,
    /// The cells of a row do not fill the columns of the table: Word draws the row with a hole.
    RowOffGrid,
    /// A cell goes on from above, where none starts or one of another width: Word parts it.
    MergeWithoutStart,
    /// A header row stands below an ordinary one: Word does not repeat it.
    HeaderRowBelow,
    /// A table or a cell is as wide as other columns than those it has: Word takes one of the two,
    /// LibreOffice the other.
    WidthOffGrid,
    /// The body ends with a table: Word adds a paragraph, or calls the file broken.
    TableAtEnd,
    /// Two bookmarks have one name or one identity: Word drops one.
    DuplicateBookmark,
    /// A bookmark ends where none began, or does not end: Word drops it.
    UnpairedBookmark,
    /// A bookmark has a name that Word does not take: it drops it.
    BookmarkName,
    /// A link or a field leads to a bookmark that is not there: Word prints an error message when it
    /// works the field out anew.
    DanglingAnchor,
    /// A note and its number in the text are not one to one: Word calls the file broken, or shows a
    /// note that nothing leads to.
    LooseNote,
    /// A style is used that is not defined: Word takes „Normal“.
    UnknownStyle,
    /// A style is used where styles of another type stand, such as that of a table for a paragraph:
    /// Word takes „Normal“.
    StyleOfAnotherType,
    /// A style is based on itself, maybe by others: Word bases it on none.
    StyleCircle,
    /// Two styles have one name: Word drops one.
    DuplicateStyleName,
    /// A field is not closed, or closed and not opened: Word takes the rest of the text for it.
    UnclosedField,
    /// A paragraph is numbered by a list that is not defined: Word shows no number.
    UnknownNumbering,
    /// A list is of a definition that is not there: Word numbers it in its own way.
    UnknownDefinition,
    /// A paragraph stands at a level that its list does not have: Word shows no number.
    LevelBeyondList,
    /// A list does not say how all nine levels look (17.9.1): who moves a paragraph a level deeper in
    /// Word sees no number.
    LevelsMissing,
    /// A list or a definition is there and nothing uses it: it stands among the lists of the document
    /// for ever.
    UnusedNumbering,
    /// An identity leads to no relationship, or a relationship to no part: Word calls the file broken.
    DanglingRelationship,
    /// A relationship leads to a part of another kind than it says: Word calls the file broken.
    WrongPart,
    /// Nothing names a relationship to a picture, a link or the edge of a page, or nothing relates to
    /// a part: Word drops it when it saves the file, and what should show it does not.
    UnusedPart,
    /// A part has no content type, or there is one for a part that is not there: Word calls the file
    /// broken.
    ContentType,
    /// Two parts have names that differ in capitals only: for a package they are one (Part 2, 6.2.2.3).
    DuplicatePart,
    /// A section does not say how large its pages are: Word takes those of its own template.
    SectionWithoutSize,
    /// A section names no header or footer where another does, or two for the same pages: Word shows
    /// that of the section before, or one of the two.
    HeaderOfAnotherSection,
    /// A header is named for first pages and the section has none of their own, or the other way
    /// round: Word shows the wrong one, or none.
    FirstPage,
    /// A tab stop of a line lies outside of the text of its section: what it places is cut off, or
    /// stands where the margin of another section is.
    TabBeyondMargin,
    /// Two drawings, or two lines to be signed, have one identity: Word calls the file broken, or
    /// takes the signature of one line for that of the other.
    DuplicateDrawing,
    /// A drawing has no words for those who do not see it.
    DrawingWithoutWords,
    /// Two content controls have one identity: Word gives one of them another, and what was filled
    /// in by its identity is filled in elsewhere.
    DuplicateControl,
    /// A control names a text to be filled in that the glossary does not hold: Word shows a prompt of
    /// its own, in its own language, when what was filled in is deleted.
    PlaceholderMissing,
    /// Text stands outside of a run: Word calls the file broken, or drops it.
    LooseText,
    /// Text starts or ends with a blank and does not say that it counts: Word drops the blank, and
    /// two words are one.
    LostBlank,
    /// Two tracked changes have one identity: Word takes a decision about one for the other.
    DuplicateChange,
    /// A tracked change does not say who made it: Word calls the file broken.
    ChangeWithoutAuthor,
    /// Text in a deletion is not called deleted, or other text is: Word calls the file broken, or
    /// shows what is gone.
    DeletedText,
    /// The range of what was moved does not end, or has no counterpart of its name: Word takes the
    /// move for an insertion or a deletion, or calls the file broken.
    UnpairedMove,
    /// The mark of the last paragraph of a cell, a note or a section is tracked: it cannot go, and an
    /// empty paragraph stays.
    LastMark,
}

/// A fault, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The part of the package.
    pub part: String,
    /// What is wrong.
    pub rule: Rule,
    /// Which one.
    pub detail: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}: {}", self.part, self.rule, self.detail)
    }
}

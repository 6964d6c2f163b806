//! Readers: what files say that other programs wrote.
//!
//! A file comes back from Word, or was written before there was `aktas`. A reader tells what it
//! says in reading order, with what Word knows of it: headings, labels of lists, tables with their
//! merged cells, tracked changes and comments. It decides nothing: what a table means is the work
//! of who imports it, and what an edit means that of who compares it. Nothing that a person sees is
//! left out without being told (see [`Foreign::unread`]).

pub mod docx;
pub mod package;

use std::sync::Arc;

use crate::diagnostics::Message;
use crate::document::{Baseline, Revision};

/// How much work a file may make.
pub mod limits {
    /// The largest file that is read, in bytes.
    pub const FILE: u64 = 256 * 1024 * 1024;
    /// The largest part of a package and stream of a PDF, unpacked.
    pub const PART: usize = 256 * 1024 * 1024;
    /// All parts or streams together, unpacked.
    pub const ALL: usize = 1024 * 1024 * 1024;
    /// The parts of a package.
    pub const PARTS: usize = 10_000;
    /// How deep a tree is followed.
    pub const DEPTH: usize = 100;
}

/// What a file says that another program wrote.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Foreign {
    /// The title among its properties; often empty, or of another document.
    pub title: String,
    /// The author among its properties.
    pub author: String,
    /// The language of most of its text as a BCP 47 tag; empty if it is not told.
    pub lang: String,
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
    /// What runs at the edges of its pages, each text once.
    pub running: Vec<Paragraph>,
    /// What people noted at its text; [`Run::comments`] has their places here.
    pub comments: Vec<Comment>,
    /// What it has besides and this cannot tell, such as a drawing: each in a few words.
    pub unread: Vec<Message>,
}

impl Foreign {
    /// Whether there is neither text nor a picture in it; a table without words says nothing.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        let mut edges = self.running.iter();
        self.blocks.iter().all(Block::is_silent) && edges.all(Paragraph::is_silent)
    }
}

impl Block {
    fn is_silent(&self) -> bool {
        match self {
            Self::Paragraph(paragraph) => paragraph.is_silent(),
            Self::Picture(_) => false,
            Self::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| &cell.blocks).all(Self::is_silent)
            }
        }
    }
}

impl Paragraph {
    fn is_silent(&self) -> bool {
        let silent = |run: &Run| run.text.trim().is_empty() && run.note.is_none();
        self.runs.iter().all(silent)
    }
}

/// A part of the text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph, also one that is empty.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A picture, with its alternative text.
    Picture(Picture),
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// The name of its style, as its users see it, such as `Heading 1` or „Antraštė 1“.
    pub style: String,
    /// Its level among the headings, from 1, if it is one.
    pub heading: Option<u8>,
    /// The number or sign that the program puts before it, such as `1.2.`; empty if none.
    pub label: String,
    /// How deep in a list it stands, from 0, if it does.
    pub depth: Option<u8>,
    /// Whether it stands in the middle of the line.
    pub centred: bool,
    /// Whether somebody had a page begin with it, or within it.
    pub new_page: bool,
    /// Its text.
    pub runs: Vec<Run>,
    /// What tracked changes say of the end of the paragraph: one that is inserted, or deleted, is
    /// so as a whole if all its runs are.
    pub end: Option<Revised>,
}

/// Text in one look, without line ends but those within the paragraph (`\n`) and with tabs (`\t`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Whether it is bold.
    pub strong: bool,
    /// Whether it is italic.
    pub stressed: bool,
    /// Whether it is struck out by its look, as some do who do not track changes.
    pub struck: bool,
    /// Whether it is raised or lowered.
    pub baseline: Baseline,
    /// Where it leads, if it is a link out of the document.
    pub link: Option<String>,
    /// The text of the footnote or endnote whose number stands here; the run has no characters,
    /// as notes are counted.
    pub note: Option<Vec<Paragraph>>,
    /// What tracked changes say of it.
    pub revised: Option<Revised>,
    /// The comments that are about it, by their places in [`Foreign::comments`].
    pub comments: Vec<usize>,
}

/// A tracked change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// What became of the text.
    pub revision: Revision,
    /// Who changed it; may be empty.
    pub author: String,
    /// When, as the file says it, such as `2027-01-08T10:30:00Z`; may be empty.
    pub date: String,
}

/// What somebody noted at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comment {
    /// Who noted it; may be empty.
    pub author: String,
    /// When; may be empty.
    pub date: String,
    /// What is noted, a line for every paragraph.
    pub text: String,
    /// The comment that it answers, by its place in [`Foreign::comments`].
    pub answers: Option<usize>,
    /// Whether somebody marked it as settled.
    pub is_settled: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The rows; together their cells fill the columns, as far as the file is sound.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Whether it is repeated at the head of every page.
    pub head: bool,
    /// The cells that start in this row; places covered from above are left out.
    pub cells: Vec<Cell>,
    /// What tracked changes say of the row as a whole.
    pub revised: Option<Revised>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// How many columns it covers, at least 1.
    pub columns: usize,
    /// How many rows it covers, at least 1.
    pub rows: usize,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What tracked changes say of the cell as a whole.
    pub revised: Option<Revised>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// The name of the file in the package, such as `image1.png`.
    pub name: String,
    /// What it shows in words; may be empty.
    pub alt: String,
    /// The bytes of the file, which may be shown at many places.
    pub bytes: Arc<[u8]>,
}

//! What a foreign file says, as far as an import needs it: texts, tables by their places, pictures.

use std::sync::Arc;

use crate::readers::{Block, Foreign, Picture, Table};

use super::chapters::labelled;
use super::notes::Place;
use super::signs::visible;
use super::text::{Text, texts};

/// A part of the file in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A paragraph.
    Text(Text),
    /// A table.
    Table(Grid),
    /// A picture.
    Picture(Shown),
}

/// A picture and its place among them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// The name of its file.
    pub name: String,
    /// What it shows in words; may be empty.
    pub alt: String,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

/// A table, each cell with the column that it starts in.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Grid {
    /// Which table of the file it is, from 1.
    pub number: usize,
    /// How many columns it has.
    pub width: usize,
    /// The rows.
    pub rows: Vec<GridRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct GridRow {
    /// Which row of the table it is, from 1.
    pub number: usize,
    /// Whether it is repeated at the head of every page.
    pub head: bool,
    /// The cells that start in it.
    pub cells: Vec<GridCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct GridCell {
    /// The column that it starts in, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// How many rows it covers.
    pub rows: usize,
    /// Its paragraphs that are not empty.
    pub texts: Vec<Text>,
}

/// The parts of a file; pictures in cells follow their table.
#[must_use]
pub(super) fn outline(foreign: &Foreign) -> Vec<Part> {
    let (mut parts, mut paragraphs, mut tables) = (Vec::new(), 0, 0);
    for block in &foreign.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                paragraphs += 1;
                parts.extend(Text::of(paragraph, paragraphs).map(Part::Text));
            }
            Block::Table(table) => {
                tables += 1;
                parts.push(Part::Table(grid(table, tables)));
                let mut pictures = Vec::new();
                pictures_in(block, &mut pictures);
                parts.extend(pictures.into_iter().map(Part::Picture));
            }
            Block::Picture(picture) => parts.push(Part::Picture(shown(picture))),
        }
    }
    labelled(parts)
}

fn shown(picture: &Picture) -> Shown {
    Shown {
        name: picture.name.clone(),
        alt: visible(&picture.alt).replace('\n', " "),
        bytes: Arc::clone(&picture.bytes),
    }
}

fn pictures_in(block: &Block, out: &mut Vec<Shown>) {
    match block {
        Block::Paragraph(_) => {}
        Block::Picture(picture) => out.push(shown(picture)),
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let blocks = cells.flat_map(|cell| &cell.blocks);
            blocks.for_each(|block| pictures_in(block, out));
        }
    }
}

/// The cells of a table by their columns; rows and cells that a tracked change takes away are left
/// out.
fn grid(table: &Table, number: usize) -> Grid {
    let mut grid = Grid {
        number,
        ..Grid::default()
    };
    // For every column, how many rows are still covered from above.
    let mut covered: Vec<usize> = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let gone = |by: &Option<crate::readers::Revised>| {
            by.as_ref().is_some_and(|by| !by.revision.is_new())
        };
        let (mut column, mut cells) = (0, Vec::new());
        let mut next = covered
            .iter()
            .map(|rows| rows.saturating_sub(1))
            .collect::<Vec<_>>();
        for cell in &row.cells {
            while covered.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let (columns, rows) = (cell.columns.max(1), cell.rows.max(1));
            if next.len() < column + columns {
                next.resize(column + columns, 0);
            }
            next[column..column + columns].fill(rows - 1);
            let blocks = if gone(&cell.revised) {
                &[][..]
            } else {
                &cell.blocks
            };
            cells.push(GridCell {
                column,
                columns,
                rows,
                texts: texts(blocks),
            });
            column += columns;
        }
        covered = next;
        grid.width = grid.width.max(covered.len());
        if !gone(&row.revised) {
            grid.rows.push(GridRow {
                number: index + 1,
                head: row.head,
                cells,
            });
        }
    }
    grid
}

impl Grid {
    /// The cell of an earlier row that reaches down to this one.
    #[must_use]
    pub(super) fn above(&self, row: &GridRow, column: usize) -> Option<&GridCell> {
        let rows = self.rows.iter().filter(|other| other.number < row.number);
        let mut reaching = rows.filter_map(|other| {
            let cell = other.cell(column)?;
            (other.number + cell.rows > row.number).then_some(cell)
        });
        reaching.next_back()
    }

    /// The place of a cell.
    #[must_use]
    pub(super) fn place(&self, row: &GridRow, cell: Option<&GridCell>) -> Place {
        Place::Cell {
            table: self.number,
            row: row.number,
            column: cell.map(|cell| cell.column + 1),
        }
    }
}

impl GridRow {
    /// The cells that say something.
    pub(super) fn said(&self) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(|cell| !cell.texts.is_empty())
    }

    /// The cell that covers a column.
    #[must_use]
    pub(super) fn cell(&self, column: usize) -> Option<&GridCell> {
        let mut cells = self.cells.iter();
        cells.find(|cell| (cell.column..cell.column + cell.columns).contains(&column))
    }

    /// The only cell that says anything, if it stands alone: it covers several columns, or all
    /// others are empty.
    #[must_use]
    pub(super) fn alone(&self) -> Option<&GridCell> {
        let mut said = self.said();
        let first = said.next()?;
        said.next().is_none().then_some(first)
    }
}

impl GridCell {
    /// Its paragraphs in one line.
    #[must_use]
    pub(super) fn plain(&self) -> String {
        joined(&self.texts, Text::plain)
    }

    /// Its paragraphs in one line of Markdown.
    #[must_use]
    pub(super) fn line(&self) -> String {
        joined(&self.texts, |text| {
            let line = text.line();
            if text.label.contains(char::is_alphanumeric) {
                format!("{} {line}", super::text::escaped(&text.label))
            } else {
                line
            }
        })
    }
}

fn joined(texts: &[Text], say: impl Fn(&Text) -> String) -> String {
    let texts: Vec<String> = texts.iter().map(say).collect();
    texts.join(" ")
}

/// Every text of the parts with its place: what must be accounted for.
#[must_use]
pub(super) fn sources(parts: &[Part]) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for part in parts {
        match part {
            Part::Text(text) => found.push((Place::Paragraph(text.number), text.whole())),
            Part::Picture(picture) => {
                found.push((Place::Picture(picture.name.clone()), picture.alt.clone()));
            }
            Part::Table(grid) => {
                for row in &grid.rows {
                    for cell in row.said() {
                        let text: Vec<String> = cell.texts.iter().map(Text::whole).collect();
                        found.push((grid.place(row, Some(cell)), text.join(" ")));
                    }
                }
            }
        }
    }
    found
}

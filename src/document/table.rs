//! Tables: rows of cells, and the grid that they fill.

use super::{Anchor, Block, Inline, Revision, Role};

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The look: the style's tables say widths, borders and padding by this name.
    pub role: Role,
    /// What links name it by.
    pub id: Option<Anchor>,
    /// The number of columns.
    pub columns: usize,
    /// How the columns share the width, one number for each; empty if the style or what stands in
    /// the columns says it.
    pub shares: Vec<i64>,
    /// The text over the table.
    pub caption: Option<Vec<Inline>>,
    /// What the table is about and how it is read, for those who do not see it.
    pub description: Option<String>,
    /// What stands over the rest of the table on the pages after its first, if the style of the
    /// table shows it.
    pub continued: Option<Vec<Inline>>,
    /// Header rows; they are repeated on every page.
    pub head: Vec<Row>,
    /// The rows.
    pub body: Vec<Row>,
    /// Rows of totals.
    pub foot: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whether the row must stay on the page of the row after it, as a goal with its first measure.
    pub keep_with_next: bool,
    /// The cells that start in this row; places covered from above are left out.
    pub cells: Vec<Cell>,
    /// What a comparison says of the row as a whole; then nothing in it is marked again.
    pub revision: Option<Revision>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// How many columns it covers, at least 1.
    pub columns: usize,
    /// How many rows it covers, at least 1; never past its part (head, body or foot).
    pub rows: usize,
    /// What it is a header of, if it is one.
    pub scope: Option<Scope>,
    /// Paragraphs and lists; empty for an empty cell.
    pub blocks: Vec<Block>,
}

/// What a header cell is a header of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The column below.
    Column,
    /// The columns below that the cell covers.
    ColumnGroup,
    /// The row.
    Row,
    /// The rows that follow, up to the next such cell.
    RowGroup,
}

/// Which part of a table a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Header rows.
    Head,
    /// Ordinary rows.
    Body,
    /// Rows of totals.
    Foot,
}

impl Table {
    /// The rows of all parts in order.
    pub fn rows(&self) -> impl Iterator<Item = (Part, &Row)> {
        let head = self.head.iter().map(|row| (Part::Head, row));
        let body = self.body.iter().map(|row| (Part::Body, row));
        head.chain(body)
            .chain(self.foot.iter().map(|row| (Part::Foot, row)))
    }

    /// For every row of all parts, what stands at each column.
    ///
    /// # Errors
    ///
    /// Tells the first row (from 0) whose cells do not fill the columns exactly, and how many
    /// columns they fill; or a cell that reaches below its part.
    pub fn grid(&self) -> Result<Vec<Vec<Slot>>, GridFault> {
        let mut grid = Vec::new();
        for part in [&self.head, &self.body, &self.foot] {
            let first = grid.len();
            grid.extend(part_grid(part, self.columns, first)?);
        }
        Ok(grid)
    }
}

/// What stands at one column of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The cell of this row with this index starts here.
    Starts(usize),
    /// The cell that starts further left in this row reaches here.
    Left(usize),
    /// The cell `cell` of the earlier row `row` reaches here; `first` is true at its first column.
    Above {
        /// The row in which the cell starts, counted over all parts from 0.
        row: usize,
        /// The index of the cell in that row.
        cell: usize,
        /// Whether this is the cell's first column.
        first: bool,
    },
}

/// How a table fails to be a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridFault {
    /// A row whose cells fill `found` columns.
    Columns {
        /// The row, counted over all parts from 0.
        row: usize,
        /// The columns that its cells and those from above fill.
        found: usize,
    },
    /// A cell that covers more rows than its part has.
    Rows {
        /// The row of the cell, counted over all parts from 0.
        row: usize,
        /// The index of the cell.
        cell: usize,
    },
}

fn part_grid(rows: &[Row], columns: usize, first: usize) -> Result<Vec<Vec<Slot>>, GridFault> {
    // For each column: the cell from above that covers it, and for how many rows more.
    let mut above: Vec<Option<(Slot, usize)>> = vec![None; columns];
    let mut grid = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let number = first + index;
        let mut slots: Vec<Slot> = above
            .iter()
            .map(|cover| cover.map_or(Slot::Left(0), |c| c.0))
            .collect();
        let taken: Vec<bool> = above.iter().map(Option::is_some).collect();
        for cover in &mut above {
            *cover = cover.and_then(|(slot, left)| (left > 1).then_some((slot, left - 1)));
        }
        let mut column = 0;
        for (cell_index, cell) in row.cells.iter().enumerate() {
            while column < columns && taken[column] {
                column += 1;
            }
            if cell.rows > rows.len() - index {
                return Err(GridFault::Rows {
                    row: number,
                    cell: cell_index,
                });
            }
            for offset in 0..cell.columns {
                if column >= columns || taken[column] {
                    let found =
                        filled(&taken) + row.cells.iter().map(|cell| cell.columns).sum::<usize>();
                    return Err(GridFault::Columns { row: number, found });
                }
                slots[column] = if offset == 0 {
                    Slot::Starts(cell_index)
                } else {
                    Slot::Left(cell_index)
                };
                if cell.rows > 1 {
                    let slot = Slot::Above {
                        row: number,
                        cell: cell_index,
                        first: offset == 0,
                    };
                    above[column] = Some((slot, cell.rows - 1));
                }
                column += 1;
            }
        }
        let found = filled(&taken) + row.cells.iter().map(|cell| cell.columns).sum::<usize>();
        if found != columns {
            return Err(GridFault::Columns { row: number, found });
        }
        grid.push(slots);
    }
    Ok(grid)
}

fn filled(taken: &[bool]) -> usize {
    taken.iter().filter(|taken| **taken).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: usize, rows: &[&[(usize, usize)]]) -> Table {
        let cell = |&(columns, rows): &(usize, usize)| Cell {
            columns,
            rows,
            scope: None,
            blocks: Vec::new(),
        };
        let row = |cells: &&[(usize, usize)]| Row {
            revision: None,
            keep_with_next: false,
            cells: cells.iter().map(cell).collect(),
        };
        Table {
            role: "table".into(),
            id: None,
            columns,
            shares: Vec::new(),
            caption: None,
            description: None,
            continued: None,
            head: Vec::new(),
            body: rows.iter().map(row).collect(),
            foot: Vec::new(),
        }
    }

    #[test]
    fn a_grid_knows_what_covers_each_place() {
        let above = Slot::Above {
            row: 0,
            cell: 0,
            first: true,
        };
        let grid = table(3, &[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)]]).grid();
        assert_eq!(
            grid,
            Ok(vec![
                vec![Slot::Starts(0), Slot::Starts(1), Slot::Left(1)],
                vec![above, Slot::Starts(0), Slot::Starts(1)],
            ])
        );
    }

    #[test]
    fn a_row_that_is_short_or_long_is_told() {
        assert_eq!(
            table(3, &[&[(2, 1)]]).grid(),
            Err(GridFault::Columns { row: 0, found: 2 })
        );
        assert_eq!(
            table(1, &[&[(1, 1)], &[(1, 1), (1, 1)]]).grid(),
            Err(GridFault::Columns { row: 1, found: 2 })
        );
        assert_eq!(
            table(2, &[&[(1, 2), (1, 1)], &[(2, 1)]]).grid(),
            Err(GridFault::Columns { row: 1, found: 3 })
        );
        assert_eq!(
            table(1, &[&[(1, 2)]]).grid(),
            Err(GridFault::Rows { row: 0, cell: 0 })
        );
    }
}

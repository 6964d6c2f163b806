//! Tables: rows beside rows, and cell by cell where their cells are the same.
//!
//! Rows that a cell joins are one band: they stay, go and move together. Within a band that stays,
//! rows below its first may be gone or new; the cell that joins them covers all of them.

use super::Merger;
use super::blocks::{away, here};
use super::lines::merge_captions;
use super::sketch::Sketch;
use super::weave::{Woven, fill, weave};
use crate::document::{Cell, Revision, Row, Table};

/// How much of two bands must be alike for one to be the other, changed: from 0 to 1.
const ALIKE: f32 = 0.34;

/// Whether two tables can be shown as one that changed: their columns and headers are the same.
pub(super) fn tables_fit(old: &Table, new: &Table) -> bool {
    old.role == new.role
        && old.columns == new.columns
        && old.head.len() == new.head.len()
        && old.head.iter().zip(&new.head).all(|(old, new)| {
            let heights = |row: &Row| row.cells.iter().map(|cell| cell.rows).collect::<Vec<_>>();
            rows_fit(old, new) && heights(old) == heights(new)
        })
}

/// Whether the cells of two rows stand in the same columns.
fn rows_fit(old: &Row, new: &Row) -> bool {
    let fit = |(old, new): (&Cell, &Cell)| (old.columns, old.scope) == (new.columns, new.scope);
    old.cells.len() == new.cells.len() && old.cells.iter().zip(&new.cells).all(fit)
}

impl Merger {
    /// Two tables that [fit](tables_fit) in one.
    pub(super) fn table(&mut self, old: Table, new: Table) -> Table {
        let head = old.head.into_iter().zip(new.head);
        let head = head.map(|(old, new)| {
            let heights: Vec<usize> = new.cells.iter().map(|cell| cell.rows).collect();
            self.row(old, new, &heights)
        });
        Table {
            head: head.collect(),
            caption: merge_captions(old.caption, new.caption),
            continued: merge_captions(old.continued, new.continued),
            body: self.rows(old.body, new.body),
            foot: self.rows(old.foot, new.foot),
            id: new.id.or(old.id),
            ..new
        }
    }

    fn rows(&mut self, old: Vec<Row>, new: Vec<Row>) -> Vec<Row> {
        let (old, new) = (bands(old), bands(new));
        let sketches =
            |bands: &[Vec<Row>]| bands.iter().map(|band| Sketch::of_rows(band)).collect();
        let fits = |was: usize, is: usize, like| {
            like >= ALIKE && Seam::between(&old[was], &new[is]).is_some()
        };
        let plan = weave(sketches(&old), sketches(&new), fits, Some(&mut self.moves));
        let mut merged = Vec::new();
        for step in fill(plan, old, new) {
            match step {
                Woven::Stays(old, new) => self.band(old, new, &mut merged),
                Woven::Replaced(old, new) => {
                    merged.extend(revised(old, Revision::Deleted));
                    merged.extend(revised(new, Revision::Inserted));
                }
                Woven::Gone(band, number) => merged.extend(revised(band, away(number))),
                Woven::New(band, number) => merged.extend(revised(band, here(number))),
            }
        }
        merged
    }

    fn band(&mut self, old: Vec<Row>, new: Vec<Row>, merged: &mut Vec<Row>) {
        let Some(Seam { plan, heights }) = Seam::between(&old, &new) else {
            merged.extend(revised(old, Revision::Deleted));
            merged.extend(revised(new, Revision::Inserted));
            return;
        };
        let mut heights = heights.into_iter();
        for step in fill(plan, old, new) {
            match step {
                Woven::Stays(old, new) => {
                    merged.push(self.row(old, new, &heights.next().unwrap_or_default()));
                }
                Woven::Replaced(old, new) => {
                    merged.extend(revised(vec![old], Revision::Deleted));
                    merged.extend(revised(vec![new], Revision::Inserted));
                }
                Woven::Gone(row, _) => merged.extend(revised(vec![row], Revision::Deleted)),
                Woven::New(row, _) => merged.extend(revised(vec![row], Revision::Inserted)),
            }
        }
    }

    /// Two rows in one, whose cells cover so many rows.
    fn row(&mut self, old: Row, new: Row, heights: &[usize]) -> Row {
        let cells = old.cells.into_iter().zip(new.cells).zip(heights);
        let cells = cells.map(|((old, new), rows)| Cell {
            blocks: self.blocks(old.blocks, new.blocks),
            rows: *rows,
            ..new
        });
        Row {
            cells: cells.collect(),
            ..new
        }
    }
}

fn revised(rows: Vec<Row>, revision: Revision) -> impl Iterator<Item = Row> {
    rows.into_iter().map(move |row| Row {
        revision: Some(revision),
        ..row
    })
}

/// Rows by the cells that join them.
fn bands(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut bands: Vec<Vec<Row>> = Vec::new();
    let mut end = 0;
    for (at, row) in rows.into_iter().enumerate() {
        let reach = row.cells.iter().map(|cell| at + cell.rows).max();
        match bands.last_mut() {
            Some(band) if at < end => band.push(row),
            _ => bands.push(vec![row]),
        }
        end = end.max(reach.unwrap_or(0));
    }
    bands
}

/// How the rows of two bands become those of one.
struct Seam {
    plan: Vec<Woven<usize>>,
    /// For each row that stays, how many rows its cells cover.
    heights: Vec<Vec<usize>>,
}

impl Seam {
    /// `None` if a cell would have to cover rows that it does not cover in one of the documents.
    fn between(old: &[Row], new: &[Row]) -> Option<Self> {
        let (first_old, first_new) = (old.first()?, new.first()?);
        if !rows_fit(first_old, first_new) {
            return None;
        }
        let mut plan = vec![Woven::Stays(0, 0)];
        plan.extend(rest(old, new));
        let places = Places::of(&plan, old.len(), new.len());
        let mut heights = Vec::new();
        for step in &plan {
            match *step {
                Woven::Stays(was, is) => {
                    heights.push(places.joint_heights((was, &old[was]), (is, &new[is]))?);
                }
                Woven::Replaced(was, is) => {
                    places.stands_alone(&places.old, was, &old[was])?;
                    places.stands_alone(&places.new, is, &new[is])?;
                }
                Woven::Gone(was, _) => places.stands_alone(&places.old, was, &old[was])?,
                Woven::New(is, _) => places.stands_alone(&places.new, is, &new[is])?,
            }
        }
        Some(Self { plan, heights })
    }
}

/// The plan of the rows below the first.
fn rest(old: &[Row], new: &[Row]) -> impl Iterator<Item = Woven<usize>> {
    let sketches = |rows: &[Row]| -> Vec<Sketch> {
        let rows = rows[1..].iter();
        rows.map(|row| Sketch::of_rows(std::slice::from_ref(row)))
            .collect()
    };
    let fits = |was: usize, is: usize, like| like >= ALIKE && rows_fit(&old[was + 1], &new[is + 1]);
    let plan = weave(sketches(old), sketches(new), fits, None);
    plan.into_iter().map(|step| match step {
        Woven::Stays(was, is) => Woven::Stays(was + 1, is + 1),
        Woven::Replaced(was, is) => Woven::Replaced(was + 1, is + 1),
        Woven::Gone(was, number) => Woven::Gone(was + 1, number),
        Woven::New(is, number) => Woven::New(is + 1, number),
    })
}

/// Where the rows of a plan stand in the band that is made of them.
struct Places {
    old: Vec<usize>,
    new: Vec<usize>,
    /// For each row of the band, whether it stays.
    stays: Vec<bool>,
}

impl Places {
    fn of(plan: &[Woven<usize>], old: usize, new: usize) -> Self {
        let mut places = Self {
            old: Vec::with_capacity(old),
            new: Vec::with_capacity(new),
            stays: Vec::with_capacity(plan.len()),
        };
        for step in plan {
            let at = places.stays.len();
            match step {
                Woven::Stays(..) => {
                    places.old.push(at);
                    places.new.push(at);
                    places.stays.push(true);
                }
                Woven::Replaced(..) => {
                    places.old.push(at);
                    places.new.push(at + 1);
                    places.stays.extend([false, false]);
                }
                Woven::Gone(..) => {
                    places.old.push(at);
                    places.stays.push(false);
                }
                Woven::New(..) => {
                    places.new.push(at);
                    places.stays.push(false);
                }
            }
        }
        places
    }

    /// How many rows the cells of a row cover that is in both: those of either, and no other.
    fn joint_heights(&self, old: (usize, &Row), new: (usize, &Row)) -> Option<Vec<usize>> {
        let start = self.old[old.0];
        let covered = |places: &[usize], end: usize| {
            let upto = places.partition_point(|place| *place <= end);
            upto - places.partition_point(|place| *place < start)
        };
        let cells = old.1.cells.iter().zip(&new.1.cells);
        let heights = cells.map(|(was, is)| {
            let end_old = *self.old.get(old.0 + was.rows - 1)?;
            let end = end_old.max(*self.new.get(new.0 + is.rows - 1)?);
            let fits = covered(&self.old, end) == was.rows && covered(&self.new, end) == is.rows;
            fits.then_some(end - start + 1)
        });
        heights.collect()
    }

    /// Whether the cells of a row that is gone or new cover only such rows, and no others.
    fn stands_alone(&self, places: &[usize], at: usize, row: &Row) -> Option<()> {
        let alone = row.cells.iter().all(|cell| {
            let (start, end) = (places[at], places.get(at + cell.rows - 1));
            let covered = end.and_then(|end| self.stays.get(start..=*end));
            covered.is_some_and(|rows| rows.len() == cell.rows && !rows.contains(&true))
        });
        alone.then_some(())
    }
}

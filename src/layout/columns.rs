//! Columns: how wide the columns of a table are.
//!
//! A kind may give shares of the width; otherwise columns are as wide as what stands in them
//! asks for. In both cases a column that is too narrow for its longest word takes from those
//! that have more than they need. The widths always add up to the width of the text.

use std::ops::Range;

use super::breaks::width;
use super::cells::{RowPiece, TablePiece};
use super::chop::widest_by;
use super::decimal::Blocks;
use super::factor;
use super::look::Look;
use super::page::TableColumns;
use super::pieces::{ParagraphPiece, Piece};
use super::text::{Content, Item};
use crate::kind::style::TableStyle;
use crate::length::Length;

/// What a column has beyond its widest word.
const SLACK: Length = Length::milli(600);

/// How much width something needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// So that nothing is cut, with words divided at hyphens.
    pub divided: Length,
    /// So that no word is divided.
    pub whole: Length,
    /// So that no line is broken.
    pub unbroken: Length,
}

impl Need {
    fn widen(&mut self, other: Self) {
        self.divided = self.divided.max(other.divided);
        self.whole = self.whole.max(other.whole);
        self.unbroken = self.unbroken.max(other.unbroken);
    }

    pub(super) fn plus(self, extra: Length) -> Self {
        Self {
            divided: self.divided + extra,
            whole: self.whole + extra,
            unbroken: self.unbroken + extra,
        }
    }
}

/// What the columns of a table need, gathered cell by cell.
pub(super) struct Needs {
    columns: Vec<Need>,
    /// What a column needs beside its text.
    padding: Length,
    /// What cells over several columns need: those ask only that their words fit, and last.
    wide: Vec<(Range<usize>, Need)>,
    /// The numbers that are aligned.
    figures: Blocks,
}

impl Needs {
    pub(super) fn new(columns: usize, style: &TableStyle) -> Self {
        // A little more than nothing: other programs measure the same word a hair wider.
        let padding = style.padding_x * 2 + SLACK;
        Self {
            columns: vec![Need::default().plus(padding); columns],
            padding,
            wide: Vec::new(),
            figures: Blocks::new(columns),
        }
    }

    /// Gathers what the cells that start in a row need.
    pub(super) fn add(&mut self, row: &RowPiece) {
        for cell in &row.cells {
            let need = pieces_need(&cell.pieces).plus(self.padding);
            if cell.columns == 1 {
                self.columns[cell.column].widen(need);
                self.figures.add(cell);
            } else {
                self.wide
                    .push((cell.column..cell.column + cell.columns, need));
            }
        }
    }

    /// What every column needs.
    fn of_columns(&self) -> Vec<Need> {
        let mut columns = self.columns.clone();
        for (need, figures) in columns.iter_mut().zip(self.figures.widths()) {
            let all = Need {
                divided: Length::ZERO,
                whole: figures,
                unbroken: figures,
            };
            need.widen(all.plus(self.padding));
        }
        for (covered, need) in &self.wide {
            spread(*need, &mut columns[covered.clone()]);
        }
        columns
    }

    /// The columns in `room`, to which their widths add up.
    pub(super) fn columns(&self, style: &TableStyle, room: Length) -> TableColumns {
        let widths = widths(&self.of_columns(), &style.columns, room);
        let mut columns = TableColumns {
            decimals: Vec::new(),
            widths,
        };
        let text = |column| columns.text_width(column, 1, style.padding_x);
        let texts: Vec<Length> = (0..columns.widths.len()).map(text).collect();
        columns.decimals = self.figures.places(&texts);
        columns
    }
}

/// The widths of columns of these needs and shares in `room`; they add up to it.
fn widths(needs: &[Need], shared: &[i64], room: Length) -> Vec<Length> {
    if needs.is_empty() {
        return Vec::new();
    }
    let least = least(needs, room);
    let wished = if shared.len() == needs.len() {
        shares(shared, room)
    } else {
        by_content(needs, &least, room)
    };
    raise(&wished, &least, room)
}

/// What the columns of a table need.
pub(super) fn needs(table: &TablePiece) -> Needs {
    let mut needs = Needs::new(table.columns, &table.style);
    table.rows.iter().for_each(|row| needs.add(row));
    needs
}

/// What every column must have: its longest word if there is room for that in all columns, else
/// the longest part of a word.
fn least(needs: &[Need], room: Length) -> Vec<Length> {
    let whole: Vec<Length> = needs.iter().map(|need| need.whole).collect();
    if whole.iter().copied().sum::<Length>() <= room {
        return whole;
    }
    needs.iter().map(|need| need.divided).collect()
}

/// The room divided by shares.
fn shares(shares: &[i64], room: Length) -> Vec<Length> {
    let shares: Vec<i64> = shares.iter().map(|share| (*share).max(0)).collect();
    portion(&shares, room)
}

/// `room` divided in proportion to `parts`, without a remainder.
fn portion(parts: &[i64], room: Length) -> Vec<Length> {
    let all: i64 = parts.iter().sum();
    let mut passed = 0;
    let mut widths = Vec::with_capacity(parts.len());
    for part in parts {
        let before = room.share(passed, all);
        passed += part;
        widths.push(room.share(passed, all) - before);
    }
    widths
}

/// Widths between the least and the unbroken ones, and more if there is more room.
fn by_content(needs: &[Need], least: &[Length], room: Length) -> Vec<Length> {
    let unbroken: Vec<Length> = needs
        .iter()
        .zip(least)
        .map(|(need, least)| need.unbroken.min(room).max(*least))
        .collect();
    let wants: Vec<i64> = unbroken
        .iter()
        .zip(least)
        .map(|(most, least)| (*most - *least).to_milli())
        .collect();
    let spare = room.left_after(least.iter().copied().sum());
    let wanted: Length = wants.iter().map(|want| Length::milli(*want)).sum();
    if wanted > spare {
        let extra = portion(&wants, spare);
        return least
            .iter()
            .zip(extra)
            .map(|(least, extra)| *least + extra)
            .collect();
    }
    let parts: Vec<i64> = unbroken
        .iter()
        .map(|width| width.to_milli().max(1))
        .collect();
    let extra = portion(&parts, room.left_after(unbroken.iter().copied().sum()));
    unbroken
        .iter()
        .zip(extra)
        .map(|(width, extra)| *width + extra)
        .collect()
}

/// Raises columns to their least width at the cost of the others, and fills the room exactly.
fn raise(wished: &[Length], least: &[Length], room: Length) -> Vec<Length> {
    let needed: Length = least.iter().copied().sum();
    if needed >= room {
        let parts: Vec<i64> = least.iter().map(|least| least.to_milli().max(1)).collect();
        return portion(&parts, room);
    }
    // What each column would have above its least width; together at least what is spare.
    let above: Vec<i64> = wished
        .iter()
        .zip(least)
        .map(|(wish, least)| wish.left_after(*least).to_milli())
        .collect();
    let spare = room - needed;
    let extra = if above.iter().sum::<i64>() > 0 {
        portion(&above, spare)
    } else {
        portion(&vec![1; least.len()], spare)
    };
    least
        .iter()
        .zip(extra)
        .map(|(least, extra)| *least + extra)
        .collect()
}

/// Widens the columns under a cell evenly until its longest word fits.
fn spread(need: Need, covered: &mut [Need]) {
    let count = factor(covered.len());
    let widen = |have: Length, want: Length| want.left_after(have).to_milli().div_euclid(count);
    let divided = widen(covered.iter().map(|need| need.divided).sum(), need.divided);
    let whole = widen(covered.iter().map(|need| need.whole).sum(), need.whole);
    if divided == 0 && whole == 0 {
        return;
    }
    for column in covered {
        // One thousandth more makes up for the remainder of the division.
        column.divided += Length::milli(divided + i64::from(divided > 0));
        column.whole += Length::milli(whole + i64::from(whole > 0));
        column.whole = column.whole.max(column.divided);
        column.unbroken = column.unbroken.max(column.whole);
    }
}

fn pieces_need(pieces: &[Piece]) -> Need {
    let mut need = Need::default();
    for piece in pieces {
        need.widen(piece_need(piece));
    }
    need
}

fn piece_need(piece: &Piece) -> Need {
    match piece {
        Piece::Paragraph(paragraph) => paragraph_need(paragraph),
        Piece::Entry(entry) => entry.need(paragraph_need(&entry.paragraph)),
        Piece::Table(table) => table_need(table),
        Piece::Chart(chart) => chart.need(),
        Piece::Signature(signature) => {
            let width = signature.post.width() + signature.name.width();
            Need {
                divided: width,
                whole: width,
                unbroken: width,
            }
        }
        // Pictures take the width that there is.
        Piece::Figure(_) | Piece::ClosingRule(..) => Need::default(),
    }
}

fn paragraph_need(paragraph: &ParagraphPiece) -> Need {
    let mut need = Need::default();
    let Content {
        looks, segments, ..
    } = &paragraph.content;
    for segment in segments {
        let width = |item: &Item| apart(item, looks);
        let (divided, whole) = widest_by(&segment.items, width);
        let unbroken = segment.items.iter().map(width).sum();
        need.widen(Need {
            divided,
            whole,
            unbroken,
        });
    }
    need.plus(paragraph.left + paragraph.first.max(Length::ZERO))
}

/// The width of an item in a program that joins no letters, as word processors do not.
fn apart(item: &Item, looks: &[Look]) -> Length {
    let joined = match item {
        Item::Box { word, look, .. } => looks[*look as usize].size.per_mille(word.joined),
        _ => Length::ZERO,
    };
    width(item) + joined
}

fn table_need(table: &TablePiece) -> Need {
    let mut sum = Need::default();
    for need in needs(table).of_columns() {
        sum.divided += need.divided;
        sum.whole += need.whole;
        sum.unbroken += need.unbroken;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(points: &[i64]) -> Vec<Length> {
        points.iter().map(|point| Length::pt(*point)).collect()
    }

    #[test]
    fn a_narrow_column_takes_from_the_others() {
        let widths = raise(&lengths(&[10, 90]), &lengths(&[30, 20]), Length::pt(100));
        assert_eq!(widths, lengths(&[30, 70]));
    }

    #[test]
    fn widths_fill_the_room_even_without_enough_of_it() {
        let widths = raise(&lengths(&[10, 90]), &lengths(&[300, 100]), Length::pt(100));
        assert_eq!(widths, lengths(&[75, 25]));
        assert_eq!(
            portion(&[1, 1, 1], Length::milli(100))
                .iter()
                .copied()
                .sum::<Length>(),
            Length::milli(100)
        );
    }
}

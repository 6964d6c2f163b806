//! Columns: how wide the columns of a table are.
//!
//! A kind may give shares of the width; otherwise columns are as wide as what stands in them
//! asks for. In both cases a column that is too narrow for its longest word takes from those
//! that have more than they need. The widths always add up to the width of the text.

use super::breaks::width;
use super::cells::{CellPiece, RowPiece, TablePiece};
use super::chop::widest_by;
use super::decimal;
use super::factor;
use super::pieces::{ParagraphPiece, Piece};
use super::text::{Content, Item, Look};
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

/// The widths of the columns of a table in `room`; they add up to it.
pub(super) fn widths(table: &TablePiece, room: Length) -> Vec<Length> {
    if table.columns == 0 {
        return Vec::new();
    }
    let needs = needs(table);
    let least = least(&needs, room);
    let wished = if table.style.columns.len() == table.columns {
        shares(&table.style.columns, room)
    } else {
        by_content(&needs, &least, room)
    };
    raise(&wished, &least, room)
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

/// What every column needs. Cells over several columns only ask that their words fit.
fn needs(table: &TablePiece) -> Vec<Need> {
    let mut needs = vec![Need::default(); table.columns];
    // A little more than nothing: other programs measure the same word a hair wider.
    let padding = table.style.padding_x * 2 + SLACK;
    for need in &mut needs {
        *need = need.plus(padding);
    }
    let cells = || table.rows.iter().flat_map(|row: &RowPiece| &row.cells);
    for cell in cells().filter(|cell| cell.columns == 1) {
        needs[cell.column].widen(pieces_need(&cell.pieces).plus(padding));
    }
    let figures = decimal::needs(&table.rows, table.columns);
    for (need, figures) in needs.iter_mut().zip(figures) {
        let all = Need {
            divided: Length::ZERO,
            whole: figures,
            unbroken: figures,
        };
        need.widen(all.plus(padding));
    }
    for cell in cells().filter(|cell| cell.columns > 1) {
        let need = pieces_need(&cell.pieces).plus(padding);
        spread(cell, need, &mut needs);
    }
    needs
}

/// Widens the columns under a cell evenly until its longest word fits.
fn spread(cell: &CellPiece, need: Need, needs: &mut [Need]) {
    let covered = &mut needs[cell.column..cell.column + cell.columns];
    let count = factor(cell.columns);
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
    for need in needs(table) {
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

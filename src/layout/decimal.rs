//! Decimal alignment: the numbers of a column stand with their decimal signs below each other.
//!
//! A number without a sign stands as if it followed its last digit, and so does a dash that
//! stands for a number. The block of all numbers is in the middle of the column. Raised note
//! signs hang out of it, so that one of them does not push the numbers aside.

use super::cells::{CellPiece, RowPiece};
use super::fonts::Fonts;
use super::lines::Frame;
use super::pieces::{ParagraphPiece, Piece};
use super::text::{Content, Item};
use crate::kind::style::Align;
use crate::length::Length;

/// A number that is to be aligned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Figure {
    /// The width of what stands before the decimal sign.
    before: Length,
    /// The width of the sign and what follows, without raised signs.
    after: Length,
    /// The width of all that follows.
    hanging: Length,
    /// Where it starts from the left edge of the text of its cell, once that is known.
    start: Option<Length>,
}

impl Figure {
    /// The number that a content is; none if it is words, or has several lines.
    ///
    /// What a comparison says is gone is no part of it, if anything else is there: it hangs out.
    pub(super) fn of(content: &Content, sign: char, fonts: &Fonts) -> Option<Self> {
        let [segment] = content.segments.as_slice() else {
            return None;
        };
        let is_raised = |item: &Item| {
            look(item).is_some_and(|look| content.looks[look as usize].rise > Length::ZERO)
        };
        let is_gone = |item: &Item| {
            let revision = look(item).and_then(|look| content.looks[look as usize].revision);
            revision.is_some_and(|revision| !revision.is_new())
        };
        let stands = segment.items.iter().any(|item| !is_gone(item));
        let is_gone = |item: &Item| stands && is_gone(item);
        // The digits of a raised sign are not digits of the number that it touches.
        let number = segment.items.iter().filter(|item| !is_gone(item));
        let number = number.take_while(|item| !is_raised(item));
        let text: String = number.map(shown).collect();
        let at = place(&text, sign)?;
        let mut figure = Self::default();
        let mut passed = 0;
        for item in &segment.items {
            let (is_raised, is_gone) = (is_raised(item), is_gone(item));
            for (length, width) in parts(item, content, fonts) {
                let length = if is_gone { 0 } else { length };
                if passed < at {
                    figure.before += width;
                } else {
                    figure.hanging += width;
                }
                if passed >= at && !is_raised && !is_gone {
                    figure.after = figure.hanging;
                }
                passed += length;
            }
        }
        Some(figure)
    }
}

/// The characters of an item.
fn shown(item: &Item) -> String {
    match item {
        Item::Box { word, glyphs, .. } => {
            let glyphs = &word.glyphs[glyphs.start as usize..glyphs.end as usize];
            match (glyphs.first(), glyphs.last()) {
                (Some(first), Some(last)) => {
                    word.text[first.start as usize..last.end as usize].to_owned()
                }
                _ => String::new(),
            }
        }
        Item::Glue { sign, count, .. } => sign.to_string().repeat(*count as usize),
        Item::Hyphen { .. } | Item::Break { .. } => String::new(),
    }
}

/// The parts of an item: how many bytes of text each shows, and how wide it is.
fn parts(item: &Item, content: &Content, fonts: &Fonts) -> Vec<(usize, Length)> {
    match item {
        Item::Box {
            word, glyphs, look, ..
        } => {
            let size = content.looks[*look as usize].size;
            let glyphs = &word.glyphs[glyphs.start as usize..glyphs.end as usize];
            let part = |glyph: &super::shape::WordGlyph| {
                let length = (glyph.end - glyph.start) as usize;
                (length, fonts.advance(glyph, size))
            };
            glyphs.iter().map(part).collect()
        }
        Item::Glue {
            sign, count, width, ..
        } => vec![(sign.len_utf8() * *count as usize, *width)],
        Item::Hyphen { .. } | Item::Break { .. } => Vec::new(),
    }
}

fn look(item: &Item) -> Option<u32> {
    match item {
        Item::Box { look, .. } | Item::Glue { look, .. } | Item::Hyphen { look, .. } => Some(*look),
        Item::Break { .. } => None,
    }
}

/// Where the decimal sign of a text stands or would stand; none for words. Of a range, such as
/// „5–10“, the second number counts.
fn place(text: &str, sign: char) -> Option<usize> {
    let Some(mut start) = text.find(|c: char| c.is_ascii_digit()) else {
        let is_words = text.chars().any(char::is_alphanumeric);
        return (!is_words).then(|| text.trim_end().len());
    };
    loop {
        let end = start + number_length(&text[start..]);
        match next_of_range(&text[end..]) {
            Some(next) => start = end + next,
            None => return Some(start + whole_length(&text[start..end], sign)),
        }
    }
}

/// How many bytes of a text are its first number: digits, points and commas between digits, and
/// spaces before groups of three digits.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    while let Some(next) = text[end..].chars().next() {
        let rest = &text[end + next.len_utf8()..];
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let goes_on = match next {
            '0'..='9' => true,
            ',' | '.' => digits > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => digits == 3,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += next.len_utf8();
    }
    end
}

/// Where the second number of a range starts in what follows the first.
fn next_of_range(rest: &str) -> Option<usize> {
    let spaces = [' ', '\u{a0}'];
    let dash = rest.trim_start_matches(spaces).strip_prefix(['–', '-'])?;
    let number = dash.trim_start_matches(spaces);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    is_number.then_some(rest.len() - number.len())
}

/// How many bytes of a number stand before its decimal sign.
fn whole_length(number: &str, sign: char) -> usize {
    let other = if sign == ',' { '.' } else { ',' };
    let only = |sign: char| match number.match_indices(sign).collect::<Vec<_>>()[..] {
        [(at, _)] => Some(at),
        _ => None,
    };
    let is_group = |at: &usize| number.len() - at == 4;
    let at = if number.contains(sign) {
        only(sign)
    } else {
        only(other).filter(|at| !is_group(at))
    };
    at.unwrap_or(number.len())
}

/// The block that the numbers of a column make: the widest parts of all.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    before: Length,
    after: Length,
    hanging: Length,
}

impl Block {
    /// Where the decimal signs stand in this width, if there is room.
    fn place(self, width: Length) -> Option<Length> {
        let spare = width - self.before - self.after;
        let place = (self.before + spare / 2).min(width - self.hanging);
        (spare >= Length::ZERO && place >= self.before).then_some(place)
    }
}

/// The blocks of the columns of a table, gathered cell by cell; none for a column without numbers.
pub(super) struct Blocks(Vec<Option<Block>>);

impl Blocks {
    pub(super) fn new(columns: usize) -> Self {
        Self(vec![None; columns])
    }

    /// Gathers the numbers of a cell in one column.
    pub(super) fn add(&mut self, cell: &CellPiece) {
        for piece in &cell.pieces {
            let Piece::Paragraph(ParagraphPiece {
                figure: Some(figure),
                ..
            }) = piece
            else {
                continue;
            };
            let block = self.0[cell.column].get_or_insert_default();
            block.before = block.before.max(figure.before);
            block.after = block.after.max(figure.after);
            block.hanging = block.hanging.max(figure.hanging);
        }
    }

    /// The room that the numbers of every column need, so that they can be aligned.
    pub(super) fn widths(&self) -> impl Iterator<Item = Length> {
        let width = |block: &Block| block.before + block.after.max(block.hanging);
        self.0
            .iter()
            .map(move |block| block.as_ref().map_or(Length::ZERO, width))
    }

    /// The places of the decimal signs from the left edges of the cells' texts, whose widths are
    /// given.
    pub(super) fn places(&self, widths: &[Length]) -> Vec<Option<Length>> {
        let blocks = self.0.iter().zip(widths);
        blocks
            .map(|(block, width)| block.and_then(|block| block.place(*width)))
            .collect()
    }
}

/// Says of all numbers where they start, so that their decimal signs stand at these places.
pub(super) fn align(rows: &mut [RowPiece], places: &[Option<Length>]) {
    let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
    // The numbers of cells over several columns are not aligned.
    for cell in cells.filter(|cell| cell.columns == 1) {
        let place = places[cell.column];
        for piece in &mut cell.pieces {
            if let Piece::Paragraph(ParagraphPiece {
                figure: Some(figure),
                ..
            }) = piece
            {
                figure.start = place.map(|place| place - figure.before);
            }
        }
    }
}

/// The frame of a paragraph: that of its number, if it is one that is aligned.
pub(super) fn frame(figure: Option<Figure>, frame: Frame) -> Frame {
    match figure.and_then(|figure| figure.start) {
        Some(left) => Frame {
            left,
            first: Length::ZERO,
            align: Align::Left,
            ..frame
        },
        None => frame,
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    /// The text with a bar where the decimal sign stands.
    fn marked(text: &str, sign: char) -> String {
        match place(text, sign) {
            Some(at) => format!("{}|{}", &text[..at], &text[at..]),
            None => format!("{text} (words)"),
        }
    }

    #[test]
    fn the_decimal_sign_is_found_in_the_way_of_the_language() {
        for wanted in [
            "12|,5",
            "12|",
            "−3|,25",
            "1\u{a0}234\u{a0}567|,80",
            "1.234.567|,80",
            "12|.5",
            "1.234|",
            "1.1.2|",
            "12|,5\u{a0}proc.",
            "12\u{a0}345|\u{a0}6",
            "5–10|",
            "1,5 – 2|,25",
            "apie 30|\u{a0}val.",
            "–|",
            "|",
            "nėra (words)",
        ] {
            let text = wanted.replace('|', "").replace(" (words)", "");
            assert_eq!(marked(&text, ','), wanted);
        }
        for wanted in ["1,234|.50", "1,234|", "12|.5", "12|,5"] {
            assert_eq!(marked(&wanted.replace('|', ""), '.'), wanted);
        }
    }
}

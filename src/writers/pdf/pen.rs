//! The pen: glyphs of one font and size as one show-text operation, each where layout wants it.
//!
//! A reader program moves its pen by the width of each glyph. Where layout wants another
//! distance (kerning, justified lines), an adjustment stands between two glyphs.

use printpdf::{Op, TextItem};

use super::fonts::{CodedGlyph, FaceFont};
use crate::layout::page::Glyph;
use crate::length::Length;

/// How far a glyph may stand from its place before the pen is put right: 0.004 pt, which no
/// printer shows.
const TOLERANCE: i128 = 4 * UNITS_PER_MILLI;

/// The pen counts in millionths of a thousandth of a point: a width in millionths of an em times
/// a size in thousandths of a point is a whole number of them.
const UNITS_PER_MILLI: i128 = 1_000_000;

/// Draws the glyphs of one piece.
pub(super) struct RunPen<'a> {
    font: &'a FaceFont,
    size: i128,
    operations: &'a mut Vec<Op>,
    /// What the next operation shows: pieces, and the last piece while it grows.
    items: Vec<TextItem>,
    text: String,
    /// Where a reader program has its pen, and where it should be, in units of the pen.
    pen: i128,
    wanted: i128,
    /// How far the glyphs are raised.
    rise: Length,
}

impl<'a> RunPen<'a> {
    /// A pen that adds to `operations`.
    pub(super) fn new(font: &'a FaceFont, size: Length, operations: &'a mut Vec<Op>) -> Self {
        let size = i128::from(size.to_milli());
        let (items, text) = (Vec::new(), String::new());
        Self {
            font,
            size,
            operations,
            items,
            text,
            pen: 0,
            wanted: 0,
            rise: Length::ZERO,
        }
    }

    /// Draws the glyphs from where the cursor is.
    pub(super) fn draw(mut self, glyphs: &[Glyph]) {
        for glyph in glyphs {
            self.raise(glyph.offset.1);
            self.move_to(self.wanted + i128::from(glyph.offset.0.to_milli()) * UNITS_PER_MILLI);
            let coded = self.font.glyph(glyph.id);
            self.show(coded);
            self.pen += i128::from(coded.width) * self.size;
            self.wanted += i128::from(glyph.advance.to_milli()) * UNITS_PER_MILLI;
        }
        self.raise(Length::ZERO);
        self.flush();
    }

    /// Moves the pen if it is too far from `target`. An adjustment is a number of thousandths of
    /// an em to the left (ISO 32000-1, 9.4.3); one decimal is enough and keeps the file small.
    /// What rounding leaves is part of the next distance, so errors do not add up.
    fn move_to(&mut self, target: i128) {
        let distance = target - self.pen;
        if distance.abs() <= TOLERANCE {
            return;
        }
        let tenth = self.size * 100;
        let tenths = (-distance + tenth / 2).div_euclid(tenth);
        if tenths == 0 {
            return;
        }
        self.end_text();
        self.items
            .push(TextItem::Offset((tenths as f64 / 10.0) as f32));
        self.pen -= tenths * tenth;
    }

    fn show(&mut self, glyph: &CodedGlyph) {
        if let Some(character) = glyph.character {
            self.text.push(character);
            return;
        }
        self.end_text();
        self.items.push(glyph.shown());
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.items
                .push(TextItem::Text(std::mem::take(&mut self.text)));
        }
    }

    fn flush(&mut self) {
        self.end_text();
        if !self.items.is_empty() {
            self.operations.push(Op::ShowText {
                items: std::mem::take(&mut self.items),
            });
        }
    }

    fn raise(&mut self, rise: Length) {
        if self.rise != rise {
            self.flush();
            self.rise = rise;
            self.operations.push(Op::SetLineOffset {
                multiplier: rise.to_pt() as f32,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::style::{Face, Font, RevisionStyle};
    use crate::writers::images::Images;
    use crate::writers::pdf::content::draw;
    use crate::writers::pdf::fonts::Fonts;
    use crate::writers::pdf::tests::{layout_of, run, typeface};

    /// Where the pen of a reader program ends after the operations of one run, in points.
    fn end_of(operations: &[Op], font: &FaceFont, size: f64) -> f64 {
        let by_character = |c: char| {
            font.glyphs()
                .iter()
                .find(|glyph| glyph.character == Some(c))
        };
        let mut em = 0.0;
        for operation in operations {
            let Op::ShowText { items } = operation else {
                continue;
            };
            for item in items {
                match item {
                    TextItem::Offset(number) => em -= f64::from(*number) / 1e3,
                    TextItem::Text(text) => {
                        let widths = text
                            .chars()
                            .filter_map(by_character)
                            .map(|glyph| glyph.width);
                        em += widths.sum::<i64>() as f64 / 1e6;
                    }
                    TextItem::GlyphIds(ids) => {
                        let widths = ids
                            .iter()
                            .map(|id| font.glyphs()[usize::from(id.gid)].width);
                        em += widths.sum::<i64>() as f64 / 1e6;
                    }
                }
            }
        }
        em * size
    }

    #[test]
    fn errors_of_rounding_do_not_add_up() {
        for size in [Length::milli(7_300), Length::pt(12), Length::milli(33_333)] {
            let mut long = run(
                Face::Regular,
                size,
                &"Bibliotekos veiklos planas, ąčęėįšųūž „2027“ ".repeat(40),
            );
            for (index, glyph) in (0..).zip(&mut long.glyphs) {
                glyph.advance += Length::milli(index % 7 * 13);
            }
            let sum: Length = long.glyphs[..long.glyphs.len() - 1]
                .iter()
                .map(|glyph| glyph.advance)
                .sum();
            let layout = layout_of(vec![long]);
            let fonts = Fonts::of(&layout, &typeface()).unwrap_or_else(|error| panic!("{error}"));
            let font = fonts
                .get(Font::Face(Face::Regular))
                .unwrap_or_else(|| panic!("no font"));
            let mut sequences = Vec::new();
            let images = Images::default();
            let page = draw(
                &layout,
                &[],
                &fonts,
                &images,
                &RevisionStyle::default(),
                &mut sequences,
            )
            .next();
            let operations = page.map(|page| page.ops).unwrap_or_default();
            let last = font
                .glyphs()
                .iter()
                .find(|glyph| glyph.text == " ")
                .map_or(0, |glyph| glyph.width);
            let end = end_of(&operations, font, size.to_pt()) - last as f64 / 1e6 * size.to_pt();
            assert!(
                (end - sum.to_pt()).abs() < 0.01,
                "{end} is not {}",
                sum.to_pt()
            );
        }
    }
}

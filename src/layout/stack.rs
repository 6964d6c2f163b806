//! Stacking: pieces are laid into a width and become slabs, one below the other.

use super::borders;
use super::chart;
use super::decimal;
use super::factor;
use super::fonts::Fonts;
use super::lines::{self, Frame};
use super::notes::Notes;
use super::page::{Drawing, Item};
use super::pieces::{ParagraphPiece, Piece, SignaturePiece};
use super::slab::{self, Slab};
use super::table::{self, TableFrame};
use crate::kind::style::{Align, Sheet};
use crate::length::Length;

/// Fewest lines of a paragraph on either side of a page break.
const TOGETHER: usize = 2;
/// The rule that closes a document.
const CLOSING_RULE: (Length, Length) = (Length::mm(35), Length::milli(500));
/// The share of the width that the post and the name of a signature may take, in thousandths.
const SIGNATURE_SHARE: i64 = 480;

/// Lays pieces into a width.
pub(super) struct Stacker<'a> {
    /// The faces.
    pub fonts: &'a Fonts<'a>,
    /// The width of the text.
    pub width: Length,
    /// The height of the text on a page.
    pub page_height: Length,
    /// The widths of the columns of all tables of the document.
    pub tables: &'a mut Vec<Vec<Length>>,
    /// The places of the decimal signs in the columns of all tables of the document.
    pub decimals: &'a mut Vec<Vec<Option<Length>>>,
    /// The drawings of all charts of the document.
    pub charts: &'a mut Vec<Drawing>,
    /// The frames of the tables so far.
    pub frames: Vec<TableFrame>,
    /// The notes of the section so far.
    pub notes: Notes,
    /// How many slabs there are up to the last of a signature, a mark or the closing rule.
    closed: usize,
}

impl<'a> Stacker<'a> {
    /// Lays pieces into the width of the text of a sheet.
    pub(super) fn new(
        fonts: &'a Fonts<'a>,
        sheet: &Sheet,
        tables: &'a mut Vec<Vec<Length>>,
        decimals: &'a mut Vec<Vec<Option<Length>>>,
        charts: &'a mut Vec<Drawing>,
    ) -> Self {
        Self {
            fonts,
            width: sheet.text_width(),
            page_height: sheet.text_height(),
            tables,
            decimals,
            charts,
            frames: Vec::new(),
            notes: Notes::new(),
            closed: 0,
        }
    }

    /// The slabs of pieces.
    pub(super) fn stack(&mut self, pieces: Vec<Piece>) -> Vec<Slab> {
        let mut slabs: Vec<Slab> = Vec::with_capacity(pieces.len());
        self.stack_on(pieces, &mut slabs);
        slabs
    }

    /// Adds the slabs of pieces to those above them.
    pub(super) fn stack_on(&mut self, pieces: Vec<Piece>, slabs: &mut Vec<Slab>) {
        for piece in pieces {
            let closes = piece.closes();
            if closes {
                self.tie_to_text(slabs);
            }
            match piece {
                Piece::Paragraph(paragraph) => slabs.extend(self.paragraph(paragraph)),
                Piece::Figure(figure) => slabs.extend(self.figure(figure)),
                Piece::Table(piece) => slabs.extend(table::stack(piece, self)),
                Piece::Chart(piece) => slabs.extend(chart::stack(*piece, self)),
                Piece::Entry(entry) => slabs.extend(self.entry(entry)),
                Piece::Signature(signature) => slabs.push(self.signature(&signature)),
                Piece::ClosingRule(before, after) => slabs.push(self.closing_rule(before, after)),
            }
            if closes {
                self.closed = slabs.len();
            }
        }
    }

    /// Keeps the text above what closes a document on its page, and ties it to what closes it
    /// further up.
    fn tie_to_text(&self, slabs: &mut [Slab]) {
        let (above, text) = slabs.split_at_mut(self.closed.min(slabs.len()));
        let mut lines = 0;
        for slab in text.iter_mut().rev() {
            slab.keep = true;
            lines += slab.lines();
            if lines >= TOGETHER {
                return;
            }
        }
        if let Some(last) = above.last_mut() {
            last.tied = true;
        }
    }

    /// The slabs of pieces inside a cell; tables in it draw their own rules.
    pub(super) fn inside(&mut self, pieces: Vec<Piece>, width: Length) -> Vec<Slab> {
        let outer = std::mem::replace(&mut self.width, width);
        let frames = std::mem::take(&mut self.frames);
        let closed = std::mem::take(&mut self.closed);
        let slabs = self.stack(pieces);
        let slabs = table::closed_rows(slabs, &self.frames);
        self.closed = closed;
        self.frames = frames;
        self.width = outer;
        slabs
    }

    /// The lines of a paragraph.
    pub(super) fn paragraph(&mut self, mut paragraph: ParagraphPiece) -> Vec<Slab> {
        self.move_left(&mut paragraph);
        let ParagraphPiece {
            content,
            line,
            left,
            first,
            align,
            ..
        } = &paragraph;
        let frame = Frame {
            left: *left,
            first: *first,
            right: self.width,
            align: *align,
        };
        let frame = decimal::frame(paragraph.figure, frame);
        let mut lines = lines::set(content, frame, self.fonts);
        if let (Some((label, x)), Some(line)) = (&paragraph.label, lines.first_mut()) {
            let frame = Frame {
                left: *x,
                first: Length::ZERO,
                right: *x + label.width(),
                align: Align::Left,
            };
            let label = lines::set(label, frame, self.fonts);
            line.splice(0..0, label.into_iter().flatten());
        }
        let count = lines.len();
        let slab = |(number, mut items): (usize, Vec<Item>)| {
            slab::shift(&mut items, Length::ZERO, line.height - line.depth);
            let is_last = number + 1 == count;
            let divides =
                !paragraph.whole && number + 1 >= TOGETHER && number + 1 + TOGETHER <= count;
            Slab {
                before: if number == 0 {
                    paragraph.before
                } else {
                    Length::ZERO
                },
                after: if is_last {
                    paragraph.after
                } else {
                    Length::ZERO
                },
                keep: if is_last {
                    paragraph.keep_with_next
                } else {
                    !divides
                },
                ..Slab::plain(line.height, items)
            }
        };
        lines.into_iter().enumerate().map(slab).collect()
    }

    /// Moves a paragraph that is indented over most of a narrow width back to the left.
    fn move_left(&self, paragraph: &mut ParagraphPiece) {
        let excess = paragraph.left.left_after(self.width * 2 / 3);
        paragraph.left -= excess;
        paragraph.first = paragraph.first.min(self.width / 3).max(-paragraph.left);
        if let Some((_, x)) = &mut paragraph.label {
            *x = x.left_after(excess);
        }
    }

    /// A signature: the post at the left, the name at the right of its last line.
    fn signature(&mut self, signature: &SignaturePiece) -> Slab {
        let (line, width) = (signature.line, self.width);
        let share = width.per_mille(SIGNATURE_SHARE);
        let part = |left: Length, right: Length, align: Align| Frame {
            left,
            first: Length::ZERO,
            right,
            align,
        };
        let post = lines::set(
            &signature.post,
            part(Length::ZERO, share, Align::Left),
            self.fonts,
        );
        let name = lines::set(
            &signature.name,
            part(width - share, width, Align::Right),
            self.fonts,
        );
        let count = post.len().max(name.len());
        let mut items = Vec::new();
        for side in [post, name] {
            let above = count - side.len();
            for (number, mut part) in side.into_iter().enumerate() {
                let top = line.height * factor(above + number);
                slab::shift(&mut part, Length::ZERO, top + line.height - line.depth);
                items.append(&mut part);
            }
        }
        let (before, after) = (signature.before, signature.after);
        Slab {
            before,
            after,
            ..Slab::plain(line.height * factor(count), items)
        }
    }

    fn closing_rule(&mut self, before: Length, after: Length) -> Slab {
        let (width, thickness) = CLOSING_RULE;
        let width = width.min(self.width);
        let left = (self.width - width) / 2;
        let y = thickness / 2;
        let items = vec![borders::rule((left, y), (left + width, y), thickness)];
        Slab {
            before,
            after,
            ..Slab::plain(thickness, items)
        }
    }
}

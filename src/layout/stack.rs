//! Stacking: pieces are laid into a width and become slabs, one below the other.

use super::borders;
use super::chart;
use super::decimal;
use super::factor;
use super::fonts::Fonts;
use super::lines::{self, Frame};
use super::notes::Notes;
use super::page::{Drawing, Item, TableColumns};
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
    /// The columns of the tables of the document so far.
    pub tables: Vec<TableColumns>,
    /// The drawings of the charts of the document so far.
    pub charts: Vec<Drawing>,
    /// The frames of the tables of the section so far.
    pub frames: Vec<TableFrame>,
    /// The notes of the section so far.
    pub notes: Notes,
    /// How many slabs of the section there are up to the last of a signature, a mark or the closing rule.
    closed: usize,
}

impl<'a> Stacker<'a> {
    pub(super) fn new(fonts: &'a Fonts<'a>) -> Self {
        Self {
            fonts,
            width: Length::ZERO,
            page_height: Length::ZERO,
            tables: Vec::new(),
            charts: Vec::new(),
            frames: Vec::new(),
            notes: Notes::new(),
            closed: 0,
        }
    }

    /// Goes on with a section, whose pages are such sheets.
    pub(super) fn turn(&mut self, sheet: Sheet) {
        (self.width, self.page_height) = (sheet.text_width(), sheet.text_height());
        self.frames.clear();
        self.notes.clear();
        self.closed = 0;
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
                Piece::Signature(signature) => slabs.extend(self.signature(&signature)),
                Piece::ClosingRule(before, after, revision) => {
                    let mut slab = self.closing_rule(before, after);
                    slab.mark(revision);
                    slabs.push(slab);
                }
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

    /// Remembers the columns of the table at this place among those of the document.
    pub(super) fn keep_columns(&mut self, index: usize, columns: TableColumns) {
        put(&mut self.tables, index, columns);
    }

    /// Remembers the drawing of the chart at this place among those of the document.
    pub(super) fn keep_drawing(&mut self, index: usize, drawing: Drawing) {
        put(&mut self.charts, index, drawing);
    }

    /// The slabs of pieces inside a cell; tables in it draw their own rules.
    pub(super) fn inside(&mut self, pieces: Vec<Piece>, width: Length) -> Vec<Slab> {
        let outer = std::mem::replace(&mut self.width, width);
        let frames = std::mem::take(&mut self.frames);
        let closed = std::mem::take(&mut self.closed);
        let slabs = self.stack(pieces);
        let slabs = table::closed_rows(slabs, &self.frames, self.page_height / 2);
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

    /// A signature: the post at the left, the name at the right of its last line. In a cell so narrow
    /// that no page would hold it, the lines of the name stand below those of the post.
    fn signature(&mut self, signature: &SignaturePiece) -> Vec<Slab> {
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
        let height = line.height * factor(count);
        let mut slabs = if height > self.page_height / 2 {
            let lines = post.into_iter().chain(name);
            let slab = |mut items: Vec<Item>| {
                slab::shift(&mut items, Length::ZERO, line.height - line.depth);
                Slab::plain(line.height, items)
            };
            lines.map(slab).collect()
        } else {
            let mut items = Vec::new();
            for side in [post, name] {
                let above = count - side.len();
                for (number, mut part) in side.into_iter().enumerate() {
                    let top = line.height * factor(above + number);
                    slab::shift(&mut part, Length::ZERO, top + line.height - line.depth);
                    items.append(&mut part);
                }
            }
            vec![Slab::plain(height, items)]
        };
        if let Some(first) = slabs.first_mut() {
            first.before = signature.before;
        }
        if let Some(last) = slabs.last_mut() {
            last.after = signature.after;
        }
        slabs
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

/// Puts something at its place in a list, which may be past its end.
fn put<T: Clone + Default>(list: &mut Vec<T>, index: usize, item: T) {
    if list.len() <= index {
        list.resize(index + 1, T::default());
    }
    list[index] = item;
}

//! The content of the pages: glyphs and rules as drawing operations, marked with their meaning.
//!
//! Neighbouring items of one owner become one marked-content sequence (ISO 32000-1, 14.6). Its
//! number on the page (MCID) ties it to the structure; what means nothing is an artifact.

use printpdf::{
    Codepoint, DictItem, Line, LinePoint, Op, PdfFontHandle, PdfPage, Point, Pt, Rect, TextItem,
};

use super::file::utf16;
use super::fonts::{CodedGlyph, FaceFont, Fonts, resource};
use super::run::{Cluster, clusters, glyphs_of};
use super::structure::role_name;
use crate::kind::style::Face;
use crate::layout::page::{
    Artifact, Glyph, GlyphRun, Layout, NodeId, NodeRole, Owner, Page, Rule, Shape, Structure,
};
use crate::length::Length;

/// How far a glyph may stand from its place before the pen is put right: 0.004 pt, which no
/// printer shows.
const TOLERANCE: i128 = 4 * UNITS_PER_MILLI;

/// The pen counts in millionths of a thousandth of a point: a width in millionths of an em times
/// a size in thousandths of a point is a whole number of them.
const UNITS_PER_MILLI: i128 = 1_000_000;

/// The pages as `printpdf` takes them, and what their marked content belongs to.
pub(super) struct Drawing {
    /// The pages in order.
    pub(super) pages: Vec<PdfPage>,
    /// The marked-content sequences in order, without artifacts.
    pub(super) sequences: Vec<Sequence>,
}

/// A marked-content sequence.
pub(super) struct Sequence {
    /// The index of its page.
    pub(super) page: usize,
    /// Its number on the page, from 0.
    pub(super) mcid: usize,
    /// What it belongs to.
    pub(super) node: NodeId,
}

/// Draws all pages.
pub(super) fn draw(layout: &Layout, fonts: &Fonts) -> Drawing {
    let mut sequences = Vec::new();
    let pages = layout.pages.iter().enumerate().map(|(index, page)| {
        let mut pen = PagePen::new(page, fonts);
        pen.draw(index, &layout.structure, &mut sequences);
        PdfPage {
            ops: pen.operations,
            ..blank(page)
        }
    });
    Drawing {
        pages: pages.collect(),
        sequences,
    }
}

fn blank(page: &Page) -> PdfPage {
    let whole = Rect::from_wh(pt(page.width), pt(page.height));
    PdfPage {
        media_box: whole.clone(),
        trim_box: whole.clone(),
        crop_box: whole,
        ops: Vec::new(),
    }
}

fn pt(length: Length) -> Pt {
    Pt(length.to_pt() as f32)
}

/// Draws one page.
struct PagePen<'a> {
    page: &'a Page,
    fonts: &'a Fonts,
    operations: Vec<Op>,
    /// The font and the thickness that hold, so that they are set only when they change.
    font: Option<(Face, Length)>,
    thickness: Option<Length>,
}

impl<'a> PagePen<'a> {
    fn new(page: &'a Page, fonts: &'a Fonts) -> Self {
        Self {
            page,
            fonts,
            operations: Vec::new(),
            font: None,
            thickness: None,
        }
    }

    fn draw(&mut self, index: usize, structure: &Structure, sequences: &mut Vec<Sequence>) {
        let pieces = pieces(self.page, self.fonts);
        let mut mcid = 0;
        for pieces in pieces.chunk_by(Piece::goes_on_in) {
            match pieces[0].owner {
                Owner::Node(node) if structure.nodes.get(node.0 as usize).is_some() => {
                    self.open_content(
                        mcid,
                        &structure.get(node).role,
                        pieces[0].actual_text.as_deref(),
                    );
                    sequences.push(Sequence {
                        page: index,
                        mcid,
                        node,
                    });
                    mcid += 1;
                }
                Owner::Artifact(Artifact::Pagination) => self.open_artifact("Pagination"),
                Owner::Artifact(Artifact::Layout) | Owner::Node(_) => self.open_artifact("Layout"),
            }
            pieces.iter().for_each(|piece| self.piece(piece));
            self.operations.push(Op::EndMarkedContent);
        }
    }

    /// Opens a sequence of a node. The text that its glyphs cannot tell stands at the sequence
    /// itself (ISO 32000-1, 14.9.4) and not in one inside it: poppler drops what follows such.
    fn open_content(&mut self, mcid: usize, role: &NodeRole, actual_text: Option<&str>) {
        let mut properties = vec![("MCID", DictItem::Int(mcid as i64))];
        let mut tag = role_name(role);
        if let Some(text) = actual_text {
            properties.push((
                "ActualText",
                DictItem::String {
                    data: utf16(text),
                    literal: false,
                },
            ));
            tag = "Span";
        }
        self.open(tag, properties);
    }

    fn open_artifact(&mut self, kind: &str) {
        self.open("Artifact", vec![("Type", DictItem::Name(kind.into()))]);
    }

    fn open(&mut self, tag: &str, properties: Vec<(&str, DictItem)>) {
        let map = properties
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let properties = DictItem::Dict { map };
        self.operations.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties,
        });
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece.drawing {
            Stroke::Rule(rule) => self.rule(rule),
            Stroke::Glyphs { run, x, glyphs } => self.glyphs(run, x, glyphs),
        }
    }

    fn rule(&mut self, rule: &Rule) {
        if self.thickness != Some(rule.thickness) {
            self.thickness = Some(rule.thickness);
            self.operations.push(Op::SetOutlineThickness {
                pt: pt(rule.thickness),
            });
        }
        let points = [rule.from, rule.to].map(|(x, y)| LinePoint {
            p: self.point(x, y),
            bezier: false,
        });
        self.operations.push(Op::DrawLine {
            line: Line {
                points: points.to_vec(),
                is_closed: false,
            },
        });
    }

    fn glyphs(&mut self, run: &GlyphRun, x: Length, glyphs: &[Glyph]) {
        let Some(font) = self.fonts.get(run.face) else {
            return;
        };
        self.operations.push(Op::StartTextSection);
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            let font = PdfFontHandle::External(resource(run.face));
            self.operations.push(Op::SetFont {
                font,
                size: pt(run.size),
            });
        }
        // The cursor, not the text matrix: after a matrix `printpdf` computes kerns of its own.
        self.operations.push(Op::SetTextCursor {
            pos: self.point(x, run.y),
        });
        RunPen::new(font, run.size, &mut self.operations).draw(glyphs);
        self.operations.push(Op::EndTextSection);
    }

    /// A place on the page as PDF counts: from the lower left corner.
    fn point(&self, x: Length, y: Length) -> Point {
        Point {
            x: pt(x),
            y: pt(self.page.height - y),
        }
    }
}

/// What one operation or a few draw: a rule, or glyphs with one way to tell their text.
struct Piece<'a> {
    owner: Owner,
    drawing: Stroke<'a>,
    /// What the glyphs show, if the ToUnicode map gives something else.
    actual_text: Option<String>,
}

enum Stroke<'a> {
    Rule(&'a Rule),
    Glyphs {
        run: &'a GlyphRun,
        x: Length,
        glyphs: &'a [Glyph],
    },
}

impl Piece<'_> {
    /// Whether `next` belongs to the same sequence.
    fn goes_on_in(&self, next: &Self) -> bool {
        self.owner == next.owner && self.actual_text.is_none() && next.actual_text.is_none()
    }
}

/// What the page draws, in order; nothing that leaves no trace.
fn pieces<'a>(page: &'a Page, fonts: &Fonts) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(page.items.len());
    for item in &page.items {
        if let Shape::Rule(rule) = &item.shape {
            pieces.push(Piece {
                owner: item.owner,
                drawing: Stroke::Rule(rule),
                actual_text: None,
            });
        }
        if let Some(run) = glyphs_of(item)
            && let Some(font) = fonts.get(run.face)
        {
            run_pieces(item.owner, run, font, &mut pieces);
        }
    }
    pieces
}

/// Cuts a run where its glyphs begin or cease to tell their text. In artifacts nobody asks.
fn run_pieces<'a>(owner: Owner, run: &'a GlyphRun, font: &FaceFont, pieces: &mut Vec<Piece<'a>>) {
    let is_told = |cluster: &Cluster<'_>| {
        matches!(owner, Owner::Artifact(_)) || is_told_by_glyphs(*cluster, font)
    };
    let (mut x, mut rest) = (run.x, run.glyphs.as_slice());
    let mut clusters = clusters(run).peekable();
    while let Some(first) = clusters.next() {
        let told = is_told(&first);
        let (mut count, mut text) = (first.glyphs.len(), first.text.to_owned());
        while let Some(next) = clusters.next_if(|next| is_told(next) == told) {
            count += next.glyphs.len();
            if !told {
                text.push_str(next.text);
            }
        }
        let (glyphs, left) = rest.split_at(count);
        rest = left;
        let actual_text = (!told).then_some(text);
        pieces.push(Piece {
            owner,
            drawing: Stroke::Glyphs { run, x, glyphs },
            actual_text,
        });
        x += glyphs.iter().map(|glyph| glyph.advance).sum();
    }
}

/// Whether the ToUnicode map gives the right text for the cluster.
fn is_told_by_glyphs(cluster: Cluster<'_>, font: &FaceFont) -> bool {
    let told = |(index, glyph): (usize, &Glyph)| font.glyph(glyph.id).text == cluster.share(index);
    cluster.divides() && cluster.glyphs.iter().enumerate().all(told)
}

/// Draws the glyphs of one piece.
struct RunPen<'a> {
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
    fn new(font: &'a FaceFont, size: Length, operations: &'a mut Vec<Op>) -> Self {
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

    fn draw(mut self, glyphs: &[Glyph]) {
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
        let code = Codepoint {
            gid: glyph.code,
            offset: 0.0,
            cid: Some(glyph.text.clone()),
        };
        self.items.push(TextItem::GlyphIds(vec![code]));
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
                multiplier: pt(rise).0,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            for (index, glyph) in long.glyphs.iter_mut().enumerate() {
                glyph.advance += Length::milli(index as i64 % 7 * 13);
            }
            let sum: Length = long.glyphs[..long.glyphs.len() - 1]
                .iter()
                .map(|glyph| glyph.advance)
                .sum();
            let layout = layout_of(vec![long]);
            let fonts = Fonts::of(&layout, &typeface()).unwrap_or_else(|error| panic!("{error}"));
            let font = fonts
                .get(Face::Regular)
                .unwrap_or_else(|| panic!("no font"));
            let drawing = draw(&layout, &fonts);
            let last = font
                .glyphs()
                .iter()
                .find(|glyph| glyph.text == " ")
                .map_or(0, |glyph| glyph.width);
            let end = end_of(&drawing.pages[0].ops, font, size.to_pt())
                - last as f64 / 1e6 * size.to_pt();
            assert!(
                (end - sum.to_pt()).abs() < 0.01,
                "{end} is not {}",
                sum.to_pt()
            );
        }
    }
}

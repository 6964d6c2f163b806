//! The content of the pages: glyphs and rules as drawing operations, marked with their meaning.
//!
//! Neighbouring items of one owner become one marked-content sequence (ISO 32000-1, 14.6). Its
//! number on the page (MCID) ties it to the structure; what means nothing is an artifact.

use printpdf::{
    Color, DictItem, Greyscale, Line, LinePoint, Op, PdfFontHandle, PdfPage, Point, Pt, Rect, Rgb,
};

use super::file::{count, utf16};
use super::fonts::{Fonts, resource};
use super::images;
use super::paths;
use super::pen::RunPen;
use super::pieces::{Piece, Stroke, pieces};
use super::tags::Tag;
use crate::document::Revision;
use crate::kind::style::{Colour, Font, RevisionStyle};
use crate::layout::page::{Artifact, Glyph, GlyphRun, Layout, NodeId, Owner, Page, Rule};
use crate::length::Length;
use crate::writers::images::Images;

/// A marked-content sequence.
pub(super) struct Sequence {
    /// The index of its page.
    pub(super) page: usize,
    /// Its number on the page, from 0.
    pub(super) mcid: usize,
    /// What it belongs to.
    pub(super) node: NodeId,
}

/// Draws the pages one after the other, as `printpdf` takes them. Their marked-content sequences
/// are added in order, without artifacts.
pub(super) fn draw<'a>(
    layout: &'a Layout,
    tags: &'a [Tag],
    fonts: &'a Fonts,
    images: &'a Images,
    revisions: &'a RevisionStyle,
    sequences: &'a mut Vec<Sequence>,
) -> impl Iterator<Item = PdfPage> + 'a {
    let pages = layout.pages.iter().enumerate();
    pages.map(move |(index, page)| {
        let mut pen = PagePen::new(page, fonts, images, revisions);
        pen.draw(index, tags, sequences);
        PdfPage {
            ops: pen.operations,
            ..blank(page)
        }
    })
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

pub(super) fn pt(length: Length) -> Pt {
    Pt(length.to_pt() as f32)
}

/// A colour of the device, which the output intent says to be sRGB.
fn rgb(Colour(red, green, blue): Colour) -> Color {
    let [r, g, b] = [red, green, blue].map(|part| f32::from(part) / 255.0);
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}

/// Draws one page.
struct PagePen<'a> {
    page: &'a Page,
    fonts: &'a Fonts,
    images: &'a Images,
    revisions: &'a RevisionStyle,
    operations: Vec<Op>,
    /// The font and the thickness that hold, so that they are set only when they change.
    font: Option<(Font, Length)>,
    thickness: Option<Length>,
    /// What the colour that holds says of what is drawn.
    ink: Option<Revision>,
}

impl<'a> PagePen<'a> {
    fn new(
        page: &'a Page,
        fonts: &'a Fonts,
        images: &'a Images,
        revisions: &'a RevisionStyle,
    ) -> Self {
        Self {
            page,
            fonts,
            images,
            revisions,
            operations: Vec::new(),
            font: None,
            thickness: None,
            ink: None,
        }
    }

    fn draw(&mut self, index: usize, tags: &[Tag], sequences: &mut Vec<Sequence>) {
        let pieces = pieces(self.page, self.fonts);
        let mut mcid = 0;
        for pieces in pieces.chunk_by(Piece::goes_on_in) {
            match pieces[0].owner {
                Owner::Node(node) if (node.0 as usize) < tags.len() => {
                    let tag = tags[node.0 as usize];
                    self.open_content(mcid, tag, pieces[0].actual_text.as_deref());
                    sequences.push(Sequence {
                        page: index,
                        mcid,
                        node,
                    });
                    mcid += 1;
                }
                Owner::Artifact(artifact) => self.open_artifact(artifact),
                Owner::Node(_) => self.open_artifact(Artifact::Layout),
            }
            for piece in pieces {
                self.piece(piece);
            }
            self.operations.push(Op::EndMarkedContent);
        }
    }

    /// Opens a sequence of a node. The text that its glyphs cannot tell stands at the sequence
    /// itself (ISO 32000-1, 14.9.4) and not in one inside it: poppler drops what follows such.
    fn open_content(&mut self, mcid: usize, tag: Tag, actual_text: Option<&str>) {
        let mut properties = vec![("MCID", DictItem::Int(count(mcid)))];
        let mut tag = tag.name();
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

    /// Opens an artifact, of the types of ISO 32000-1, table 330. Heads and feet have subtypes
    /// (ISO 14289-1, 7.8).
    fn open_artifact(&mut self, artifact: Artifact) {
        let (kind, subtype) = match artifact {
            Artifact::Head => ("Pagination", Some("Header")),
            Artifact::Foot => ("Pagination", Some("Footer")),
            Artifact::Repeated => ("Pagination", None),
            Artifact::Layout => ("Layout", None),
        };
        let name = |(key, name): (&'static str, &str)| (key, DictItem::Name(name.into()));
        let entries = [("Type", Some(kind)), ("Subtype", subtype)];
        let entries = entries
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        self.open("Artifact", entries.map(name).collect());
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
        self.ink(match piece.drawing {
            Stroke::Rule(_) | Stroke::Glyphs { .. } => piece.revision,
            // Pictures have colours of their own.
            Stroke::Picture { .. } | Stroke::Path(_) => None,
        });
        match piece.drawing {
            Stroke::Rule(rule) => self.rule(rule),
            Stroke::Picture { image, place, size } => {
                if let Some(number) = self.images.find(image) {
                    let bottom = self.page.height - place.1 - size.1;
                    self.operations
                        .push(images::draw(number, (place.0, bottom), size));
                }
            }
            Stroke::Path(path) => {
                let height = self.page.height;
                paths::draw(path, height, &mut self.operations);
            }
            Stroke::Glyphs { run, x, glyphs } => self.glyphs(run, x, glyphs),
        }
    }

    /// Sets the colour of letters and rules: black, or that of what a comparison says of them.
    fn ink(&mut self, revision: Option<Revision>) {
        if self.ink == revision {
            return;
        }
        self.ink = revision;
        let col = match revision.map(|revision| self.revisions.colour(revision)) {
            Some(colour) => rgb(colour),
            None => Color::Greyscale(Greyscale {
                percent: 0.0,
                icc_profile: None,
            }),
        };
        self.operations.push(Op::SetFillColor { col: col.clone() });
        self.operations.push(Op::SetOutlineColor { col });
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
        let Some(font) = self.fonts.get(run.font) else {
            return;
        };
        self.operations.push(Op::StartTextSection);
        if self.font != Some((run.font, run.size)) {
            self.font = Some((run.font, run.size));
            let font = PdfFontHandle::External(resource(run.font));
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

//! Fonts: the four faces of a typeface, read once and used for every document.
//!
//! A face knows how to shape text and how high its lines are. All measures here are in *font
//! units*; [`FontFace::scale`] turns them into lengths at a size of type.

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Feature, GlyphBuffer, ShapePlan, UnicodeBuffer, script};

use crate::kind::style::{Face, Typeface};
use crate::length::Length;

/// The faces of a typeface, ready to shape.
pub struct Fonts<'a> {
    faces: [FontFace<'a>; 4],
}

impl<'a> Fonts<'a> {
    /// Reads the files of a typeface.
    ///
    /// # Errors
    ///
    /// Says which of the files is not a font, or has no glyph that could stand for others.
    pub fn new(typeface: &'a Typeface) -> Result<Self, String> {
        let read = |face: Face| {
            FontFace::new(&typeface.files[face as usize]).ok_or_else(|| {
                format!(
                    "the file for {face:?} of `{}` is not a usable font",
                    typeface.name
                )
            })
        };
        Ok(Self {
            faces: [
                read(Face::Regular)?,
                read(Face::Bold)?,
                read(Face::Italic)?,
                read(Face::BoldItalic)?,
            ],
        })
    }

    /// One of the faces.
    #[must_use]
    pub(super) fn face(&self, face: Face) -> &FontFace<'a> {
        &self.faces[face as usize]
    }

    /// The distance of two baselines at this size, and how deep letters reach below the line.
    ///
    /// This is the line of word processors: ascent, descent and gap of the upright face, times
    /// `leading` thousandths. What is more than ascent and descent stands above the letters.
    #[must_use]
    pub(super) fn line(&self, size: Length, leading: i64) -> Line {
        let face = self.face(Face::Regular);
        let natural = face.ascent + face.descent + face.gap;
        Line {
            height: face.scale(natural, size).per_mille(leading),
            depth: face.scale(face.descent, size),
        }
    }
}

/// The vertical measures of a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// From the top of the line to the top of the next.
    pub height: Length,
    /// From the baseline to the bottom of the line.
    pub depth: Length,
}

/// One face.
pub(super) struct FontFace<'a> {
    face: rustybuzz::Face<'a>,
    plan: ShapePlan,
    units_per_em: i64,
    ascent: i64,
    descent: i64,
    gap: i64,
    /// The glyph of the hyphen at a line end.
    pub hyphen: u16,
    /// The glyph for signs that the face does not have.
    pub substitute: u16,
    /// The glyph of a space.
    pub space: u16,
}

/// Ligatures are off: a line then is as wide as the word processor makes it, and every letter
/// keeps its own glyph, so that a word can be broken after any letter.
fn features() -> [Feature; 2] {
    [b"liga", b"clig"].map(|tag| Feature::new(rustybuzz::ttf_parser::Tag::from_bytes(tag), 0, ..))
}

impl<'a> FontFace<'a> {
    fn new(file: &'a [u8]) -> Option<Self> {
        let face = rustybuzz::Face::from_slice(file, 0)?;
        let glyph = |sign: char| face.glyph_index(sign).map(|id| id.0);
        let hyphen = glyph('\u{2010}').or_else(|| glyph('-'))?;
        let substitute = glyph('\u{fffd}').or_else(|| glyph('?'))?;
        let space = glyph(' ')?;
        let plan = plan(&face, script::LATIN);
        Some(Self {
            units_per_em: i64::from(face.units_per_em()).max(1),
            ascent: i64::from(face.ascender()),
            descent: -i64::from(face.descender()),
            gap: i64::from(face.line_gap()),
            face,
            plan,
            hyphen,
            substitute,
            space,
        })
    }

    /// Whether the face has a glyph for this sign.
    pub(super) fn has(&self, sign: char) -> bool {
        self.face.glyph_index(sign).is_some()
    }

    /// The advance of a glyph, in font units.
    pub(super) fn advance(&self, glyph: u16) -> i64 {
        i64::from(self.face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0))
    }

    /// Font units at a size of type, rounded to the nearest.
    pub(super) fn scale(&self, units: i64, size: Length) -> Length {
        let twice = 2 * units * size.to_milli() + self.units_per_em;
        Length::milli(twice.div_euclid(2 * self.units_per_em))
    }

    /// Shapes a word; every script is written from left to right.
    pub(super) fn shape(&self, text: &str, mut buffer: UnicodeBuffer) -> GlyphBuffer {
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let script = buffer.script();
        if [
            script::LATIN,
            script::COMMON,
            script::INHERITED,
            script::UNKNOWN,
        ]
        .contains(&script)
        {
            buffer.set_script(script::LATIN);
            return rustybuzz::shape_with_plan(&self.face, &self.plan, buffer);
        }
        rustybuzz::shape_with_plan(&self.face, &plan(&self.face, script), buffer)
    }
}

fn plan(face: &rustybuzz::Face, script: rustybuzz::Script) -> ShapePlan {
    ShapePlan::new(
        face,
        Direction::LeftToRight,
        Some(script),
        None,
        &features(),
    )
}

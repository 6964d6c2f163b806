//! A font: how it shapes text, and how high its lines are.
//!
//! All measures here are in *font units*; [`FontFace::scale`] turns them into lengths at a size of
//! type.

use std::sync::{Arc, Mutex, PoisonError};

use rustybuzz::ttf_parser::{GlyphId, Tag};
use rustybuzz::{
    BufferFlags, Direction, Feature, GlyphBuffer, Script, ShapePlan, UnicodeBuffer, script,
};

use super::language::Language;
use crate::length::Length;

/// The hyphen at which no line ends.
const FIRM_HYPHEN: char = '\u{2011}';
/// The sign that keeps the letters beside it from being joined.
const NON_JOINER: char = '\u{200c}';
/// The tag of the letters that a font always joins.
const STANDARD_LIGATURES: Tag = Tag::from_bytes(b"liga");

/// One font.
pub(super) struct FontFace<'a> {
    face: rustybuzz::Face<'a>,
    plans: Mutex<Vec<(Manner, Arc<ShapePlan>)>>,
    units_per_em: i64,
    /// How far letters reach above the baseline.
    pub ascent: i64,
    /// How far they reach below it.
    pub descent: i64,
    /// The space between two lines.
    pub gap: i64,
    /// The glyph of the hyphen at a line end; 0 if there is none.
    pub hyphen: u16,
    /// The glyph for signs that no font has; 0 if there is none.
    pub substitute: u16,
    /// The glyph of a space; 0 if there is none.
    pub space: u16,
    /// Joined letters that the font has as signs of their own but does not put in by itself.
    joined: Vec<(&'static str, char)>,
}

/// Letters that have a sign of their own when they are joined (Unicode, Alphabetic Presentation
/// Forms), the longer first.
const JOINED: [(&str, char); 5] = [
    ("ffi", '\u{fb03}'),
    ("ffl", '\u{fb04}'),
    ("ff", '\u{fb00}'),
    ("fi", '\u{fb01}'),
    ("fl", '\u{fb02}'),
];

/// A line that marks text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// Below it.
    Below,
    /// Through it.
    Through,
}

/// What a text asks of the shaper.
pub(super) struct Request<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Whether letters such as „fi“ are joined.
    pub ligatures: bool,
    /// The byte offsets at which it may be divided: no letters are joined over them.
    pub apart: &'a [u32],
    /// Whether the rules of the font are kept from joining them too. Signs that are never seen then
    /// get no glyph at all, rather than one without width.
    pub strict: bool,
}

/// How a text is shaped: what a plan is made for.
#[derive(Debug, Clone, PartialEq)]
struct Manner {
    script: Script,
    language: Option<rustybuzz::Language>,
    ligatures: bool,
}

impl<'a> FontFace<'a> {
    /// Reads a font file; none if it is not one.
    pub(super) fn new(file: &'a [u8]) -> Option<Self> {
        let face = rustybuzz::Face::from_slice(file, 0)?;
        let glyph = |sign: char| face.glyph_index(sign).map(|id| id.0);
        let hyphen = glyph('\u{2010}').or_else(|| glyph('-')).unwrap_or(0);
        let substitute = glyph('\u{fffd}').or_else(|| glyph('?')).unwrap_or(0);
        let space = glyph(' ').unwrap_or(0);
        Some(Self {
            units_per_em: i64::from(face.units_per_em()).max(1),
            ascent: i64::from(face.ascender()),
            descent: -i64::from(face.descender()),
            gap: i64::from(face.line_gap()),
            joined: joined(&face),
            face,
            plans: Mutex::default(),
            hyphen,
            substitute,
            space,
        })
    }

    /// Whether it has the glyphs that a text cannot do without.
    pub(super) fn can_stand_alone(&self) -> bool {
        self.hyphen != 0 && self.substitute != 0 && self.space != 0
    }

    /// Where a line below or through text of a size stands above its baseline, in the middle of its
    /// thickness, and that thickness. A font that does not say it has usual values.
    pub(super) fn stroke(&self, stroke: Stroke, size: Length) -> (Length, Length) {
        let em = self.units_per_em;
        let (found, usual) = match stroke {
            Stroke::Below => (self.face.underline_metrics(), -em / 10),
            Stroke::Through => (self.face.strikeout_metrics(), em / 4),
        };
        let (position, thickness) = found.map_or((usual, em / 20), |metrics| {
            (i64::from(metrics.position), i64::from(metrics.thickness))
        });
        // The tables of a font say where the upper edge is.
        let thickness = self.scale(thickness, size);
        (self.scale(position, size) - thickness / 2, thickness)
    }

    /// Whether the font has a glyph for this sign.
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

    /// Font units in thousandths of the size of type, rounded up.
    pub(super) fn thousandths(&self, units: i64) -> i64 {
        (units * 1000 + self.units_per_em - 1).div_euclid(self.units_per_em)
    }

    /// Shapes a word; every script is written from left to right.
    pub(super) fn shape(&self, request: &Request, mut buffer: UnicodeBuffer) -> GlyphBuffer {
        self.fill(&mut buffer, request);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let known = match buffer.script() {
            script::COMMON | script::INHERITED | script::UNKNOWN => script::LATIN,
            other => other,
        };
        buffer.set_script(known);
        if request.strict {
            buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        }
        let plan = self.plan(Manner {
            script: known,
            language: request.language.shaping.clone(),
            ligatures: request.ligatures,
        });
        rustybuzz::shape_with_plan(&self.face, &plan, buffer)
    }

    /// Puts the signs of a text into a buffer, each with its byte offset.
    fn fill(&self, buffer: &mut UnicodeBuffer, request: &Request) {
        let Request { text, apart, .. } = request;
        let (mut at, mut before) = (0, 0);
        while let Some(sign) = text[at..].chars().next() {
            if request.strict && apart.binary_search(&(at as u32)).is_ok() {
                buffer.add(NON_JOINER, before);
            }
            let (shown, length) = match self.join(at, request) {
                Some((letters, joined)) => (joined, letters.len()),
                None if sign == FIRM_HYPHEN => (self.firm_hyphen(), sign.len_utf8()),
                None => (sign, sign.len_utf8()),
            };
            before = at as u32;
            buffer.add(shown, before);
            at += length;
        }
    }

    /// The letters at a place that have a sign of their own, and this sign.
    fn join(&self, at: usize, request: &Request) -> Option<(&'static str, char)> {
        let rest = &request.text[at..];
        if !request.ligatures || !rest.starts_with('f') {
            return None;
        }
        let fits = |(letters, _): &&(&str, char)| {
            let (start, end) = (at as u32, (at + letters.len()) as u32);
            let Some(after) = rest.strip_prefix(letters) else {
                return false;
            };
            let next = after.chars().next();
            (!letters.ends_with('i') || request.language.joins_i())
                && !request.apart.iter().any(|at| start < *at && *at < end)
                && !next.is_some_and(super::fallback::extends)
        };
        self.joined.iter().find(fits).copied()
    }

    /// The sign that shows a hyphen at which no line ends.
    fn firm_hyphen(&self) -> char {
        let signs = [FIRM_HYPHEN, '\u{2010}', '-'];
        let shown = signs.into_iter().find(|sign| self.has(*sign));
        shown.unwrap_or(FIRM_HYPHEN)
    }

    /// The plan for a manner; making one takes longer than shaping a word.
    fn plan(&self, manner: Manner) -> Arc<ShapePlan> {
        // A thread that failed cannot have left half a plan behind.
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, plan)) = plans.iter().find(|(known, _)| *known == manner) {
            return Arc::clone(plan);
        }
        let off = |tag| Feature::new(tag, 0, ..);
        let features = [STANDARD_LIGATURES, Tag::from_bytes(b"clig")].map(off);
        let plan = Arc::new(ShapePlan::new(
            &self.face,
            Direction::LeftToRight,
            Some(manner.script),
            manner.language.as_ref(),
            if manner.ligatures { &[] } else { &features },
        ));
        plans.push((manner, Arc::clone(&plan)));
        plan
    }
}

/// The signs of joined letters, in a font that has them but no rule that puts them in.
fn joined(face: &rustybuzz::Face<'_>) -> Vec<(&'static str, char)> {
    let mut features = face.tables().gsub.iter().flat_map(|rules| rules.features);
    if features.any(|feature| feature.tag == STANDARD_LIGATURES) {
        return Vec::new();
    }
    let has = |(_, sign): &(&str, char)| face.glyph_index(*sign).is_some();
    JOINED.into_iter().filter(has).collect()
}

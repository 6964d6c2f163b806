//! Shaping: which glyphs a browser takes for a text, by the algorithm that browsers have.
//!
//! Browsers shape with HarfBuzz, of which `rustybuzz` is a translation. Layout asks for more than a
//! browser would (joined letters that no rule of the font puts in, hyphens, signs in place of
//! others), so its glyphs are compared with those of plain text.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::str::FromStr;

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use rustybuzz::{Direction, Face, Language, ShapePlan, UnicodeBuffer, script};

use crate::document::Lang;
use crate::kind::style::{Font, Typeface};
use crate::layout::page::Glyph;
use crate::length::Length;
use crate::writers::drawing::decimal;

/// How far a glyph may stand from its place: less than a hundredth of a millimetre.
const TOLERANCE: i64 = 20;

/// The fonts of the pages, read when they are first asked for.
pub(super) struct Shaping<'a> {
    typeface: &'a Typeface,
    fonts: BTreeMap<Font, Option<Shaper<'a>>>,
}

/// A font, and what it made of texts so far.
struct Shaper<'a> {
    face: Face<'a>,
    space: u16,
    languages: BTreeMap<Lang, Vocabulary>,
}

/// What a font makes of the words of a language. They are only looked up, never iterated.
#[derive(Default)]
struct Vocabulary {
    /// How Latin letters are shaped: making a plan takes longer than shaping a word.
    plan: Option<ShapePlan>,
    words: HashMap<Box<str>, Rc<[Natural]>>,
}

/// A glyph that leaves a trace, as a browser takes it; all in font units.
struct Natural {
    id: u16,
    /// Where it is drawn, from the start of the text: to the right, and upwards.
    at: (i64, i64),
}

impl<'a> Shaping<'a> {
    pub(super) fn new(typeface: &'a Typeface) -> Self {
        Self {
            typeface,
            fonts: BTreeMap::new(),
        }
    }

    /// Whether a browser shows these glyphs, each at its place, for this text.
    pub(super) fn is_plain(
        &mut self,
        (font, size): (Font, Length),
        lang: &Lang,
        text: &str,
        glyphs: &[Glyph],
    ) -> bool {
        let Some(shaper) = self.shaper(font) else {
            return false;
        };
        let natural = shaper.natural(text, lang);
        let units = i64::from(shaper.face.units_per_em()).max(1);
        let near = |units_wide: i64, wanted: Length| {
            let there = units_wide * size.to_milli() / units;
            (there - wanted.to_milli()).abs() <= TOLERANCE
        };
        let mut natural = natural.iter();
        let mut pen = Length::ZERO;
        for glyph in glyphs {
            let at = pen + glyph.offset.0;
            pen += glyph.advance;
            if glyph.id == shaper.space && glyph.advance == Length::ZERO {
                continue;
            }
            let fits = |it: &Natural| {
                it.id == glyph.id && near(it.at.0, at) && near(it.at.1, glyph.offset.1)
            };
            if !natural.next().is_some_and(fits) {
                return false;
            }
        }
        natural.next().is_none()
    }

    /// Adds the outline of a glyph at a place of the page to the data of a path.
    pub(super) fn outline(
        &mut self,
        (font, size): (Font, Length),
        id: u16,
        origin: (Length, Length),
        data: &mut String,
    ) {
        let Some(shaper) = self.shaper(font) else {
            return;
        };
        let units = f64::from(shaper.face.units_per_em().max(1));
        let mut pen = Pen {
            scale: size.to_milli() as f64 / units,
            origin: (origin.0.to_milli() as f64, origin.1.to_milli() as f64),
            data,
        };
        shaper.face.outline_glyph(GlyphId(id), &mut pen);
    }

    fn shaper(&mut self, font: Font) -> Option<&mut Shaper<'a>> {
        let typeface = self.typeface;
        let shaper = self.fonts.entry(font).or_insert_with(|| {
            let face = Face::from_slice(typeface.file(font)?, 0)?;
            let space = face.glyph_index(' ').map_or(0, |id| id.0);
            Some(Shaper {
                face,
                space,
                languages: BTreeMap::new(),
            })
        });
        shaper.as_mut()
    }
}

impl Shaper<'_> {
    /// The glyphs of a text that leave a trace.
    fn natural(&mut self, text: &str, lang: &Lang) -> Rc<[Natural]> {
        let known = self.languages.get(lang);
        if let Some(known) = known.and_then(|vocabulary| vocabulary.words.get(text)) {
            return Rc::clone(known);
        }
        let shaped = self.shape(text, lang);
        let vocabulary = self.languages.entry(lang.clone()).or_default();
        vocabulary.words.insert(text.into(), Rc::clone(&shaped));
        shaped
    }

    fn shape(&mut self, text: &str, lang: &Lang) -> Rc<[Natural]> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let language = Language::from_str(lang).ok();
        let shaped = if buffer.script() == script::LATIN {
            let vocabulary = self.languages.entry(lang.clone()).or_default();
            let plan = vocabulary.plan.get_or_insert_with(|| {
                let (script, language) = (Some(script::LATIN), language.as_ref());
                ShapePlan::new(&self.face, Direction::LeftToRight, script, language, &[])
            });
            rustybuzz::shape_with_plan(&self.face, plan, buffer)
        } else {
            if let Some(language) = language {
                buffer.set_language(language);
            }
            rustybuzz::shape(&self.face, &[], buffer)
        };
        let mut pen = 0;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let placed = glyphs.map(|(info, position)| {
            let at = (
                pen + i64::from(position.x_offset),
                i64::from(position.y_offset),
            );
            pen += i64::from(position.x_advance);
            let id = info.glyph_id as u16;
            let leaves_trace = id != self.space || position.x_advance != 0;
            leaves_trace.then_some(Natural { id, at })
        });
        placed.flatten().collect()
    }
}

/// Writes an outline in the words of SVG.
struct Pen<'a> {
    /// Thousandths of a point to the unit of the font.
    scale: f64,
    /// The place of the glyph, in thousandths of a point.
    origin: (f64, f64),
    data: &'a mut String,
}

impl Pen<'_> {
    fn add(&mut self, word: char, points: &[(f32, f32)]) {
        self.data.push(word);
        for (index, (x, y)) in points.iter().enumerate() {
            if index > 0 {
                self.data.push(' ');
            }
            let x = self.origin.0 + f64::from(*x) * self.scale;
            let y = self.origin.1 - f64::from(*y) * self.scale;
            let [x, y] = [x, y].map(|at| decimal(at.round() as i64));
            self.data.push_str(&x);
            self.data.push(' ');
            self.data.push_str(&y);
        }
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.data.push('Z');
    }
}

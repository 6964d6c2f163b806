//! Shaping: words become glyphs.
//!
//! A word is shaped once for each face and language, whatever its size, and then taken from a
//! cache: the measures are in font units. Words are what stands between spaces, so kerning with a
//! space is lost; the bundled typeface has none.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use rustybuzz::{GlyphBuffer, GlyphInfo, UnicodeBuffer};

use super::fallback::{extends, is_a_wish, is_hidden, is_leftward, stretches};
use super::font::Request;
use super::fonts::Fonts;
use super::language::Language;
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::document::Lang;
use crate::kind::style::{Face, Font};
use crate::source::Span;

/// A shaped word.
#[derive(Debug)]
pub(super) struct Word {
    /// Its characters.
    pub text: Box<str>,
    /// Its glyphs from left to right.
    pub glyphs: Box<[WordGlyph]>,
    /// The byte offsets at which a hyphen may stand.
    pub hyphens: Box<[u32]>,
    /// How much wider it is in a program that joins no letters, in thousandths of its size.
    pub joined: i64,
    /// The signs that no font has.
    missing: Box<[char]>,
}

/// A glyph with its measures in units of its font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordGlyph {
    /// Its number in the font file.
    pub id: u16,
    /// Its font.
    pub font: Font,
    /// How far the next glyph is.
    pub advance: i32,
    /// How far it is drawn from its place: to the right, and upwards.
    pub offset: (i32, i32),
    /// The bytes of the word's text that it shows; empty for a second glyph of the same text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A language that the document uses, as an index into those of its [`Shaper`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LanguageId(usize);

impl LanguageId {
    /// The language of the document.
    pub(super) const MAIN: Self = Self(0);
}

/// The words of a language: one cache for each face. They are only looked up, never iterated.
struct Vocabulary {
    language: Language,
    words: [HashMap<Box<str>, Rc<Word>>; 4],
}

/// Shapes the words of one document.
pub(super) struct Shaper<'a> {
    /// The fonts.
    pub fonts: &'a Fonts<'a>,
    /// By [`LanguageId`]; that of the document is the first.
    vocabularies: Vec<Vocabulary>,
    buffer: Option<UnicodeBuffer>,
    reported: BTreeSet<(char, Span)>,
    sink: &'a mut Sink,
}

impl<'a> Shaper<'a> {
    pub(super) fn new(fonts: &'a Fonts<'a>, lang: &str, sink: &'a mut Sink) -> Self {
        Self {
            fonts,
            vocabularies: vec![Vocabulary::new(lang)],
            buffer: None,
            reported: BTreeSet::new(),
            sink,
        }
    }

    /// The language of a tag; that of the document for none.
    pub(super) fn language(&mut self, tag: Option<&Lang>) -> LanguageId {
        let Some(tag) = tag else {
            return LanguageId::MAIN;
        };
        let mut known = self.vocabularies.iter();
        if let Some(index) = known.position(|vocabulary| vocabulary.language.is(tag)) {
            return LanguageId(index);
        }
        self.vocabularies.push(Vocabulary::new(tag));
        LanguageId(self.vocabularies.len() - 1)
    }

    /// The sign between the whole part of a number and its decimals in the document's language.
    pub(super) fn decimal_sign(&self) -> char {
        self.vocabularies[0].language.decimal_sign()
    }

    /// The glyphs of a word; signs that no font has are reported at `place`.
    pub(super) fn word(
        &mut self,
        face: Face,
        language: LanguageId,
        text: &str,
        place: Option<Span>,
    ) -> Rc<Word> {
        let words = &self.vocabularies[language.0].words[face as usize];
        let word = match words.get(text) {
            Some(word) => Rc::clone(word),
            None => self.shape(face, language, text),
        };
        if let Some(place) = place {
            self.report(&word, place);
        }
        word
    }

    fn shape(&mut self, face: Face, language: LanguageId, text: &str) -> Rc<Word> {
        let vocabulary = &mut self.vocabularies[language.0];
        let mut points = vocabulary.language.hyphens(text);
        let mut shaping = Shaping {
            fonts: self.fonts,
            face,
            language: &vocabulary.language,
            points: &points,
            text,
            buffer: self.buffer.take().unwrap_or_default(),
            glyphs: Vec::with_capacity(text.len()),
            missing: Vec::new(),
            joined: 0,
        };
        shaping.run();
        let Shaping {
            glyphs,
            mut missing,
            joined,
            buffer,
            ..
        } = shaping;
        // One tells of its whole word: lines are set from left to right only.
        missing.extend(text.chars().find(|sign| is_leftward(*sign)));
        self.buffer = Some(buffer);
        points.retain(|point| glyphs.iter().any(|glyph| glyph.start == *point));
        let word = Rc::new(Word {
            text: text.into(),
            glyphs: glyphs.into(),
            hyphens: points.into(),
            joined,
            missing: missing.into(),
        });
        vocabulary.words[face as usize].insert(text.into(), Rc::clone(&word));
        word
    }

    fn report(&mut self, word: &Word, place: Span) {
        for &sign in &word.missing {
            // A text that is written from right to left is told by its first letter.
            let same = if is_leftward(sign) { '\u{5d0}' } else { sign };
            if self.reported.insert((same, place)) {
                let (message, hint) = if is_leftward(sign) {
                    let message = say!("the letter `{sign}` is written from right to left", sign);
                    (message, say!("write the words in Latin letters"))
                } else {
                    let message = say!("no bundled font has the sign `{sign}`", sign);
                    (message, say!("write it in words, or remove it"))
                };
                let diagnostic = Diagnostic::error(Code::MissingGlyph, place, message);
                self.sink.push(diagnostic.part(sign).hint(hint));
            }
        }
    }
}

impl Vocabulary {
    fn new(lang: &str) -> Self {
        Self {
            language: Language::new(lang),
            words: Default::default(),
        }
    }
}

/// The shaping of one word.
struct Shaping<'a> {
    fonts: &'a Fonts<'a>,
    face: Face,
    language: &'a Language,
    /// Where it may be divided.
    points: &'a [u32],
    text: &'a str,
    buffer: UnicodeBuffer,
    glyphs: Vec<WordGlyph>,
    missing: Vec<char>,
    joined: i64,
}

impl Shaping<'_> {
    /// Shapes the word by its face, and if that lacks a sign, in stretches of one font each.
    fn run(&mut self) {
        let font = Font::Face(self.face);
        self.stretch(font, 0..self.text.len());
        if !self.missing.is_empty() || self.glyphs.iter().any(|glyph| glyph.id == 0) {
            self.glyphs.clear();
            self.missing.clear();
            self.joined = 0;
            for (range, font) in stretches(self.text, self.face, self.language, self.fonts) {
                self.stretch(font, range);
            }
        }
    }

    /// Adds the glyphs of a stretch of the word by one font.
    fn stretch(&mut self, font: Font, range: Range<usize>) {
        let (from, to) = (range.start as u32, range.end as u32);
        let inside = self.points.iter().filter(|at| (from..to).contains(*at));
        let apart: Vec<u32> = inside.map(|at| at - from).collect();
        let mut request = Request {
            text: &self.text[range],
            language: self.language,
            ligatures: self.fonts.ligatures,
            apart: &apart,
            strict: matches!(font, Font::Fallback(_)),
        };
        let mut shaped = self.ask(font, &request);
        if !request.strict && spans_a_point(&shaped, &request) {
            request.strict = true;
            self.buffer = shaped.clear();
            shaped = self.ask(font, &request);
        }
        let first = self.glyphs.len();
        self.collect(font, request.text, &shaped, from);
        self.buffer = shaped.clear();
        if self.glyphs[first..].iter().any(|glyph| self.joins(glyph)) {
            request.ligatures = false;
            let apart = self.ask(font, &request);
            let width: i64 = positions_width(&apart);
            self.buffer = apart.clear();
            let joined: i64 = self.glyphs[first..]
                .iter()
                .map(|glyph| i64::from(glyph.advance))
                .sum();
            self.joined += self.fonts.font(font).thousandths((width - joined).max(0));
        }
    }

    fn ask(&mut self, font: Font, request: &Request) -> GlyphBuffer {
        let buffer = std::mem::take(&mut self.buffer);
        self.fonts.font(font).shape(request, buffer)
    }

    /// Whether a glyph shows several letters.
    fn joins(&self, glyph: &WordGlyph) -> bool {
        let shown = &self.text[glyph.start as usize..glyph.end as usize];
        shown.chars().filter(|sign| !extends(*sign)).count() > 1
    }

    /// The glyphs with the bytes that each shows, and the signs without a glyph.
    fn collect(&mut self, font: Font, text: &str, shaped: &GlyphBuffer, base: u32) {
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let mut letters = clusters(infos, text);
        let mut cluster = 0..0;
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let is_first = index == 0 || infos[index - 1].cluster != info.cluster;
            if is_first {
                cluster = letters.next().unwrap_or(cluster);
            }
            let start = if is_first { cluster.start } else { cluster.end };
            let mut glyph = WordGlyph {
                id: info.glyph_id as u16,
                font,
                advance: position.x_advance,
                offset: (position.x_offset, position.y_offset),
                start: base + start as u32,
                end: base + cluster.end as u32,
            };
            if glyph.id == 0 {
                self.stand_in(&mut glyph, &text[cluster.clone()]);
            }
            self.glyphs.push(glyph);
        }
    }

    /// Puts a sign that all can see in the place of one that the font lacks, and nothing in the
    /// place of one that is never seen.
    fn stand_in(&mut self, glyph: &mut WordGlyph, cluster: &str) {
        let font = self.fonts.font(glyph.font);
        let is_lacking = |(at, sign): &(usize, char)| {
            let is_silent = if *at == 0 { is_hidden } else { is_a_wish };
            !is_silent(*sign) && !font.has(*sign)
        };
        let lacking = cluster.char_indices().filter(is_lacking);
        let before = self.missing.len();
        self.missing.extend(lacking.map(|(_, sign)| sign));
        let face = self.fonts.face(self.face);
        glyph.font = Font::Face(self.face);
        glyph.offset = (0, 0);
        (glyph.id, glyph.advance) = if self.missing.len() > before {
            (face.substitute, face.advance(face.substitute) as i32)
        } else {
            (face.space, 0)
        };
    }
}

/// Whether a glyph shows letters on both sides of a place where the text may be divided.
fn spans_a_point(shaped: &GlyphBuffer, request: &Request) -> bool {
    let spans = |Range { start, end }: Range<usize>| {
        let mut points = request.apart.iter().map(|at| *at as usize);
        points.any(|at| start < at && at < end)
    };
    !request.apart.is_empty() && clusters(shaped.glyph_infos(), request.text).any(spans)
}

fn positions_width(shaped: &GlyphBuffer) -> i64 {
    let advances = shaped.glyph_positions().iter();
    advances.map(|position| i64::from(position.x_advance)).sum()
}

/// The bytes of each letter with its marks, in order; each may have several glyphs.
fn clusters(infos: &[GlyphInfo], text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut glyphs = infos.chunk_by(|a, b| a.cluster == b.cluster).peekable();
    std::iter::from_fn(move || {
        let start = glyphs.next()?.first()?.cluster as usize;
        let next = glyphs.peek().and_then(|glyphs| glyphs.first());
        Some(start..next.map_or(text.len(), |info| info.cluster as usize))
    })
}

//! Shaping: words become glyphs.
//!
//! A word is shaped once for each face, whatever its size, and then taken from a cache: the
//! measures are in font units. Words are what stands between spaces, so kerning with a space is
//! lost; the bundled typeface has none.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use hypher::Lang;
use rustybuzz::{GlyphBuffer, GlyphInfo, UnicodeBuffer};

use super::fonts::{FontFace, Fonts};
use super::hyphens;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::kind::style::Face;
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
    /// The signs that the face does not have.
    missing: Box<[char]>,
}

/// A glyph with its measures in font units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordGlyph {
    /// Its number in the font file.
    pub id: u16,
    /// How far the next glyph is.
    pub advance: i32,
    /// How far it is drawn from its place: to the right, and upwards.
    pub offset: (i32, i32),
    /// The bytes of the word's text that it shows; empty for a second glyph of the same text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// Shapes the words of one document.
pub(super) struct Shaper<'a> {
    /// The faces.
    pub fonts: &'a Fonts<'a>,
    lang: Option<Lang>,
    /// One cache for each face. They are only looked up, never iterated.
    words: [HashMap<Box<str>, Rc<Word>>; 4],
    buffer: Option<UnicodeBuffer>,
    reported: BTreeSet<(char, Span)>,
    sink: &'a mut Sink,
}

impl<'a> Shaper<'a> {
    pub(super) fn new(fonts: &'a Fonts<'a>, lang: &str, sink: &'a mut Sink) -> Self {
        Self {
            fonts,
            lang: hyphens::patterns(lang),
            words: Default::default(),
            buffer: None,
            reported: BTreeSet::new(),
            sink,
        }
    }

    /// The glyphs of a word; signs that the face lacks are reported at `place`.
    pub(super) fn word(&mut self, face: Face, text: &str, place: Option<Span>) -> Rc<Word> {
        let word = match self.words[face as usize].get(text) {
            Some(word) => Rc::clone(word),
            None => self.shape(face, text),
        };
        if let Some(place) = place {
            self.report(&word, place);
        }
        word
    }

    fn shape(&mut self, face: Face, text: &str) -> Rc<Word> {
        let font = self.fonts.face(face);
        let shaped = font.shape(text, self.buffer.take().unwrap_or_default());
        let (glyphs, missing) = collect(font, text, &shaped);
        self.buffer = Some(shaped.clear());
        let mut points = self
            .lang
            .map_or_else(Vec::new, |lang| hyphens::points(text, lang));
        points.retain(|point| glyphs.iter().any(|glyph| glyph.start == *point));
        let word = Rc::new(Word {
            text: text.into(),
            glyphs: glyphs.into(),
            hyphens: points.into(),
            missing: missing.into(),
        });
        self.words[face as usize].insert(text.into(), Rc::clone(&word));
        word
    }

    fn report(&mut self, word: &Word, place: Span) {
        for &sign in &word.missing {
            if self.reported.insert((sign, place)) {
                let message = format!("no bundled font has the sign `{sign}`");
                self.sink.push(
                    Diagnostic::error(Code::MissingGlyph, place, message)
                        .hint("write it in words, or remove it"),
                );
            }
        }
    }
}

/// The glyphs with the bytes that each shows, and the signs without a glyph.
fn collect(font: &FontFace, text: &str, shaped: &GlyphBuffer) -> (Vec<WordGlyph>, Vec<char>) {
    let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
    let mut glyphs: Vec<WordGlyph> = Vec::with_capacity(infos.len());
    let mut missing = Vec::new();
    for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
        let cluster = cluster(infos, index, text);
        let is_first = index == 0 || infos[index - 1].cluster != info.cluster;
        let mut glyph = WordGlyph {
            id: info.glyph_id as u16,
            advance: position.x_advance,
            offset: (position.x_offset, position.y_offset),
            start: if is_first { cluster.start } else { cluster.end } as u32,
            end: cluster.end as u32,
        };
        if glyph.id == 0 {
            glyph.id = font.substitute;
            glyph.advance = font.advance(font.substitute) as i32;
            missing.extend(
                text[cluster]
                    .chars()
                    .filter(|sign| !is_hidden(*sign) && !font.has(*sign)),
            );
        }
        glyphs.push(glyph);
    }
    (glyphs, missing)
}

/// The bytes of the letter (with its marks) that the glyph at `index` belongs to.
fn cluster(infos: &[GlyphInfo], index: usize, text: &str) -> Range<usize> {
    let start = infos[index].cluster;
    let next = infos[index + 1..]
        .iter()
        .map(|info| info.cluster)
        .find(|cluster| *cluster != start);
    start as usize..next.map_or(text.len(), |next| next as usize)
}

/// Whether a sign only steers the shaping and is never seen: joiners and selectors of a variant.
fn is_hidden(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

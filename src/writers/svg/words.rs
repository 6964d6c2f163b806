//! Words: the pieces of a run that start at a place of their own, and whether plain text shows them.

use super::shaping::Shaping;
use crate::document::Lang;
use crate::kind::style::{Font, Typeface};
use crate::layout::page::{Glyph, GlyphRun};
use crate::length::Length;
use crate::writers::run::{Cluster, clusters};

/// The hyphen that only the line break made: its text has no trace in a browser.
const SOFT_HYPHEN: &str = "\u{ad}";

/// A word or a part of one, with the spaces after it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    /// Where it starts.
    pub(super) x: Length,
    /// What it says.
    pub(super) text: String,
    /// What it looks like in the words of SVG, if plain text does not look so.
    pub(super) outline: String,
}

/// Divides runs into words.
pub(super) struct Words<'a> {
    shaping: Shaping<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(typeface: &'a Typeface) -> Self {
        Self {
            shaping: Shaping::new(typeface),
        }
    }

    /// The words of a run from left to right; their texts are its text.
    pub(super) fn of(&mut self, run: &GlyphRun, lang: &Lang) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let (mut x, mut rest) = (run.x, run.glyphs.as_slice());
        let clusters: Vec<Cluster<'_>> = clusters(run).collect();
        for part in clusters.chunk_by(|one, next| sort(*one) == sort(*next)) {
            let count = part.iter().map(|cluster| cluster.glyphs.len()).sum();
            let (glyphs, left) = rest.split_at(count);
            rest = left;
            if sort(part[0]) == Sort::Space {
                if words.is_empty() {
                    let (text, outline) = (String::new(), String::new());
                    words.push(Word { x, text, outline });
                }
                let last = words.len() - 1;
                words[last].text.extend(part.iter().map(|_| ' '));
            } else {
                self.word(run, lang, (x, glyphs, part), &mut words);
            }
            x += width(glyphs);
        }
        words
    }

    /// A word as a whole if plain text shows it, else cluster by cluster.
    fn word(
        &mut self,
        run: &GlyphRun,
        lang: &Lang,
        (mut x, glyphs, clusters): (Length, &[Glyph], &[Cluster<'_>]),
        words: &mut Vec<Word>,
    ) {
        let text: String = clusters.iter().map(|cluster| cluster.text).collect();
        if self.is_plain(run, lang, &text, glyphs) {
            let outline = String::new();
            words.push(Word { x, text, outline });
            return;
        }
        for cluster in clusters {
            let mut outline = String::new();
            if !self.is_plain(run, lang, cluster.text, cluster.glyphs) {
                self.outline(run, x, cluster.glyphs, &mut outline);
            }
            let text = cluster.text.to_owned();
            words.push(Word { x, text, outline });
            x += width(cluster.glyphs);
        }
    }

    fn is_plain(&mut self, run: &GlyphRun, lang: &Lang, text: &str, glyphs: &[Glyph]) -> bool {
        !may_be_coloured(run.font, text)
            && (self.shaping).is_plain((run.font, run.size), lang, text, glyphs)
    }

    fn outline(&mut self, run: &GlyphRun, mut x: Length, glyphs: &[Glyph], data: &mut String) {
        for glyph in glyphs {
            let origin = (x + glyph.offset.0, run.y - glyph.offset.1);
            let look = (run.font, run.size);
            self.shaping.outline(look, glyph.id, origin, data);
            x += glyph.advance;
        }
    }
}

/// What parts of a run are told apart by.
#[derive(PartialEq, Eq)]
enum Sort {
    Letters,
    Space,
    Hyphen,
}

fn sort(cluster: Cluster<'_>) -> Sort {
    match cluster.text {
        " " | "\u{a0}" => Sort::Space,
        SOFT_HYPHEN => Sort::Hyphen,
        _ => Sort::Letters,
    }
}

/// Whether a browser may take a sign from a font of coloured pictures, whatever font it is told:
/// those of a fallback that are no letters.
fn may_be_coloured(font: Font, text: &str) -> bool {
    matches!(font, Font::Fallback(_)) && !text.chars().any(char::is_alphabetic)
}

fn width(glyphs: &[Glyph]) -> Length {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

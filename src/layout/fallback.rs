//! Fallback: which font shows a sign that the face lacks.
//!
//! What a reader takes for one sign (a letter with its accents, an emoji with its variant, colour
//! and companions) is never torn between fonts: all of it is shown by the first font that has all
//! of it, else by the first that has the sign itself.

use std::ops::Range;

use rustybuzz::UnicodeBuffer;
use unicode_linebreak::{BreakClass, break_property};

use super::font::{FontFace, Request};
use super::fonts::Fonts;
use super::language::Language;
use crate::kind::style::{Face, Font};

/// The stretches of a text, each with the font that shows it.
pub(super) fn stretches(
    text: &str,
    face: Face,
    language: &Language,
    fonts: &Fonts,
) -> Vec<(Range<usize>, Font)> {
    let mut stretches: Vec<(Range<usize>, Font)> = Vec::new();
    for cluster in clusters(text) {
        let font = font_for(&text[cluster.clone()], face, language, fonts);
        match stretches.last_mut() {
            Some((last, same)) if *same == font => last.end = cluster.end,
            _ => stretches.push((cluster, font)),
        }
    }
    stretches
}

/// The font for a cluster; the face for one that no font has.
fn font_for(cluster: &str, face: Face, language: &Language, fonts: &Fonts) -> Font {
    let whole = |(_, font): &(Font, &FontFace)| shows(font, cluster, language);
    let sign = cluster.chars().next();
    let part = |(_, font): &(Font, &FontFace)| sign.is_some_and(|sign| font.has(sign));
    let found = fonts.asked(face).find(whole);
    let found = found.or_else(|| fonts.asked(face).find(part));
    found.map_or(Font::Face(face), |(font, _)| font)
}

/// Whether a font has a glyph for every sign of a cluster, or knows how to do without.
fn shows(font: &FontFace, cluster: &str, language: &Language) -> bool {
    let request = Request {
        text: cluster,
        language,
        ligatures: false,
        apart: &[],
        strict: false,
    };
    let shaped = font.shape(&request, UnicodeBuffer::new());
    shaped.glyph_infos().iter().all(|info| info.glyph_id != 0)
}

/// The signs of a text as a reader counts them (Unicode, UAX #29, as far as the classes of line
/// breaking tell it).
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let cluster = start..start + cluster_length(rest);
        start = cluster.end;
        Some(cluster)
    })
}

/// How many bytes the first cluster of a text has.
fn cluster_length(text: &str) -> usize {
    let mut before: Option<char> = None;
    let mut flags = 0;
    for (at, sign) in text.char_indices() {
        let is_flag = class(sign) == BreakClass::RegionalIndicator;
        let is_joined = before.is_some_and(|before| class(before) == BreakClass::ZeroWidthJoiner);
        let is_second_half = is_flag && flags == 1;
        if before.is_some() && !extends(sign) && !is_joined && !is_second_half {
            return at;
        }
        flags += usize::from(is_flag);
        before = Some(sign);
    }
    text.len()
}

/// Whether a sign is part of the one before it: an accent, a selector, a joiner, a skin tone.
pub(super) fn extends(sign: char) -> bool {
    !sign.is_ascii()
        && matches!(
            class(sign),
            BreakClass::CombiningMark | BreakClass::ZeroWidthJoiner | BreakClass::EmojiModifier
        )
}

fn class(sign: char) -> BreakClass {
    break_property(sign.into())
}

/// Whether a letter is written from right to left: the blocks that have this direction by default
/// (Unicode, UAX #9 and `DerivedBidiClass.txt`).
pub(super) fn is_leftward(sign: char) -> bool {
    matches!(
        sign,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// Whether a sign only steers how others are shown and is never seen itself: joiners, selectors of
/// a variant, marks of direction.
pub(super) fn is_hidden(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a sign of a cluster may be left out in silence: it only says which look is wanted.
pub(super) fn is_a_wish(sign: char) -> bool {
    is_hidden(sign) || class(sign) == BreakClass::EmojiModifier
}

#[cfg(test)]
mod tests {
    use super::clusters;

    #[test]
    fn what_looks_like_one_sign_is_one_cluster() {
        for (text, wanted) in [
            ("ab", 2),
            ("e\u{301}\u{328}x", 2),
            ("❤\u{fe0f}❤", 2),
            ("👩\u{1f3fd}\u{200d}💻.", 2),
            ("🇱🇹🇱🇻", 2),
            ("1\u{fe0f}\u{20e3}", 1),
            ("\u{301}", 1),
            ("", 0),
        ] {
            let found: Vec<&str> = clusters(text).map(|range| &text[range]).collect();
            assert_eq!(found.len(), wanted, "{found:?}");
            assert_eq!(found.concat(), text);
        }
    }
}

//! Hyphenation: where a word may be divided.
//!
//! The patterns are those of TeX. The Lithuanian ones allow a part without a vowel
//! („bi-b-lio-te-ka“), which is wrong; such a part is joined to the one before it.

use hypher::Lang;

/// Fewest letters before a hyphen.
const BEFORE: usize = 2;
/// Fewest letters after a hyphen: two letters on a line of their own read badly.
const AFTER: usize = 3;

/// The patterns for a language tag such as `lt-LT`, if there are any.
pub(super) fn patterns(lang: &str) -> Option<Lang> {
    match primary(lang) {
        "lt" => Some(Lang::Lithuanian),
        "en" => Some(Lang::English),
        _ => None,
    }
}

/// The part of a language tag that names the language: `lt` of `lt-LT`.
pub(super) fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}

/// A text with soft hyphens (U+00AD) where its words of more than `longest` letters may be divided,
/// for a program that may have no patterns of the language.
#[must_use]
pub fn softened(text: &str, lang: &str, longest: usize) -> String {
    let Some(lang) = patterns(lang) else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for word in text.split_inclusive(' ') {
        let points = if word.chars().count() > longest {
            points(word, lang)
        } else {
            Vec::new()
        };
        let mut from = 0;
        for point in points {
            out.push_str(&word[from..point as usize]);
            out.push('\u{ad}');
            from = point as usize;
        }
        out.push_str(&word[from..]);
    }
    out
}

/// The byte offsets in `text`, a word with the signs around it, at which a hyphen may stand.
///
/// Addresses, numbers and words all in capitals are left whole.
pub(super) fn points(text: &str, lang: Lang) -> Vec<u32> {
    if !is_plain(text) {
        return Vec::new();
    }
    let mut points = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        if word.chars().any(char::is_lowercase) {
            divide(word, start, lang, &mut points);
        }
        start += part.len();
    }
    points
}

/// Whether a word is words, not an address or a code.
fn is_plain(text: &str) -> bool {
    let strange = |c: char| c.is_numeric() || matches!(c, '@' | '/' | '\\' | '_');
    let inside = text.trim_matches(|c: char| !c.is_alphabetic());
    !text.contains(strange) && !inside.contains('.')
}

fn divide(word: &str, start: usize, lang: Lang, points: &mut Vec<u32>) {
    let mut offset = 0;
    let mut since_last = 0;
    let mut syllables = hypher::hyphenate_bounded(word, lang, BEFORE, AFTER).peekable();
    while let Some(syllable) = syllables.next() {
        offset += syllable.len();
        let Some(next) = syllables.peek() else { break };
        if has_vowel(&word[since_last..offset]) && has_vowel(next) {
            points.push((start + offset) as u32);
            since_last = offset;
        }
    }
}

fn has_vowel(part: &str) -> bool {
    part.chars()
        .flat_map(char::to_lowercase)
        .any(|c| "aąeęėiįyouųūáàãéèẽíìĩóòõúùũý".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str) -> String {
        let mut out = text.to_owned();
        for point in points(text, Lang::Lithuanian).into_iter().rev() {
            out.insert(point as usize, '|');
        }
        out
    }

    #[test]
    fn every_part_has_a_vowel() {
        assert_eq!(divided("bibliotekos"), "bib|lio|te|kos");
        assert_eq!(divided("bendradarbiavimas"), "bend|ra|dar|bia|vi|mas");
    }

    #[test]
    fn signs_around_a_word_do_not_count_as_letters() {
        assert_eq!(divided("„bibliotekos“,"), "„bib|lio|te|kos“,");
        assert_eq!(divided("šis"), "šis");
    }

    #[test]
    fn addresses_codes_and_capitals_stay_whole() {
        for whole in [
            "LITEXPO",
            "biblioteka@pavyzdys.lt",
            "www.biblioteka.lt",
            "V-361",
            "bibliotekos2",
        ] {
            assert_eq!(divided(whole), whole);
        }
    }
}

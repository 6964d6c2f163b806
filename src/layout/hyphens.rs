//! Hyphenation: where a word may be divided.
//!
//! The patterns are those of TeX. The rules of the State Commission of the Lithuanian Language ask
//! for more: every part has a vowel (the patterns allow „bi-b-lio-te-ka“) and two letters (they
//! allow „iš-a-nalizuoti“), and a word is divided where its prefix ends rather than one consonant
//! later (they allow „pag-rindinis“). [`divide`] and [`onset`] see to it.

use std::ops::Range;

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

/// Adds the places in a word, which starts at `start`, at which a hyphen may stand.
fn divide(word: &str, start: usize, lang: Lang, points: &mut Vec<u32>) {
    let mut ends: Vec<usize> = Vec::new();
    for syllable in hypher::hyphenate_bounded(word, lang, BEFORE, AFTER) {
        ends.push(ends.last().unwrap_or(&0) + syllable.len());
    }
    if let Some(onset) = onset(word).filter(|_| lang == Lang::Lithuanian) {
        ends.retain(|at| *at <= onset.start || onset.end <= *at);
        ends.push(onset.start);
        ends.sort_unstable();
        ends.dedup();
    }
    let mut from = 0;
    for pair in ends.windows(2) {
        let (part, next) = (&word[from..pair[0]], &word[pair[0]..pair[1]]);
        let has_letters = part.chars().nth(1).is_some();
        if has_letters && has_vowel(part) && has_vowel(next) {
            points.push((start + pair[0]) as u32);
            from = pair[0];
        }
    }
}

/// Prefixes that end in a vowel.
const PREFIXES: [&str; 8] = ["prie", "pra", "pri", "ne", "be", "pa", "su", "nu"];

/// The consonants after a prefix, where they can begin a root: [s, š, z, ž] and a stop and `l`, `r`
/// or `v`. They go down together, which is right also where the word only seems to have a prefix.
/// After „pa-“, `s` and a stop are enough: „paskelbti“.
fn onset(word: &str) -> Option<Range<usize>> {
    let lower = word.to_lowercase();
    let prefix = PREFIXES.iter().find(|prefix| lower.starts_with(**prefix))?;
    let rest = &lower[prefix.len()..];
    let length = rest.find(is_vowel)?;
    let cluster = &rest[..length];
    let stop = cluster
        .strip_prefix(['s', 'š', 'z', 'ž'])
        .unwrap_or(cluster);
    let is_root = match stop.strip_prefix(['p', 'b', 't', 'd', 'k', 'g']) {
        Some("l" | "r" | "v") => true,
        Some("") => *prefix == "pa" && cluster.starts_with('s'),
        _ => false,
    };
    // A word in capitals may have other lengths in small letters, but then it is not divided.
    let fits = is_root && lower.len() == word.len() && rest.chars().count() >= AFTER;
    fits.then(|| prefix.len()..prefix.len() + length)
}

fn has_vowel(part: &str) -> bool {
    part.chars().flat_map(char::to_lowercase).any(is_vowel)
}

fn is_vowel(letter: char) -> bool {
    "aąeęėiįyouųūáàãéèẽíìĩóòõúùũý".contains(letter)
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

    /// Common words of plans and reports, with all places at which they may be divided: every part
    /// has a vowel and two letters, the last three; `dz`, `dž`, `ch` and the vowels of `ai`, `au`,
    /// `ei`, `ui`, `uo`, `ie` stay together, and so does an `i` that only softens a consonant.
    const WORDS: &str = "\
        bib|lio|te|kos bend|ra|dar|bia|vi|mas įgy|ven|dinti prie|mo|nės už|da|vi|niai veik|los \
        pla|nas mo|ky|to|jai mo|ki|niai gim|na|zi|jos di|rek|to|riaus įsa|ky|mas pa|tvir|tinta \
        at|sa|kin|gas iš|tek|lių or|ga|ni|zuoti už|si|ėmi|mai skai|ty|to|jai edu|ka|ci|nės \
        ren|gi|niai bend|ruo|me|nės tarp|tau|ti|nės tech|no|lo|gi|jos kom|pe|ten|ci|jos \
        pa|galba at|nau|jinti nuo|lat va|do|vė|liai li|te|ra|tū|ros ap|si|lan|ky|mai \
        sa|vi|val|dy|bės švie|timo įstai|gos vi|suo|me|nės pa|sie|ki|mai ver|ti|ni|mas \
        fi|nan|sa|vi|mas iš|lai|dos pra|ne|ši|mas ata|skaita įvyk|dy|mas ap|žvalga kraš|to|tyra \
        me|džiaga žai|džiame žem|džių psi|cho|lo|gas ar|chy|vas spe|cia|lis|tai lie|tu|vių \
        uos|tas biu|dže|tas gruo|džio ket|vir|tis rug|sėjo są|skai|tos vie|šųjų";
    /// Words whose prefix the patterns do not know.
    const PREFIXED: &str = "\
        iš|ana|li|zuoti už|au|ginti nu|eiti at|ėjo iš|eiti pri|imti su|or|ga|ni|zuoti per|imti \
        pa|grin|di|nis pa|skelbti pa|skai|tos su|kviesti ne|bran|gus pra|plėsti pa|stan|gos \
        ne|pri|klau|so|mas po|ezija";

    #[test]
    fn common_words_are_divided_by_the_rules_of_the_language() {
        for word in WORDS.split_whitespace().chain(PREFIXED.split_whitespace()) {
            assert_eq!(divided(&word.replace('|', "")), word);
        }
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

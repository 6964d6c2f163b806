//! Languages: what the letters of a language ask of the one who sets them.

use std::str::FromStr;

use hypher::Lang;

use super::hyphens;

/// How a language is set.
pub(super) struct Language {
    /// Its BCP 47 tag.
    tag: Box<str>,
    /// Its patterns of hyphenation, if there are any.
    patterns: Option<Lang>,
    /// Its name for the shaper: a font may have forms of letters for it.
    pub shaping: Option<rustybuzz::Language>,
}

impl Language {
    /// The language of a tag such as `lt-LT`.
    pub(super) fn new(tag: &str) -> Self {
        Self {
            tag: tag.into(),
            patterns: hyphens::patterns(tag),
            shaping: rustybuzz::Language::from_str(tag).ok(),
        }
    }

    /// Whether this is the language of a tag.
    pub(super) fn is(&self, tag: &str) -> bool {
        *self.tag == *tag
    }

    /// The byte offsets of a word at which a hyphen may stand; none without patterns.
    pub(super) fn hyphens(&self, word: &str) -> Vec<u32> {
        let points = |patterns| hyphens::points(word, patterns);
        self.patterns.map_or_else(Vec::new, points)
    }

    /// Whether „fi“ may be set as one sign. Where `i` and `ı` are two letters, its dot must stay.
    pub(super) fn joins_i(&self) -> bool {
        !["tr", "az", "crh", "gag", "tt"].contains(&hyphens::primary(&self.tag))
    }

    /// The sign between the whole part of a number and its decimals (CLDR: `decimal`).
    pub(super) fn decimal_sign(&self) -> char {
        match hyphens::primary(&self.tag) {
            "en" | "ga" | "mt" | "he" | "zh" | "ja" | "ko" | "th" => '.',
            _ => ',',
        }
    }
}

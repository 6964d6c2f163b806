//! The signs of a text as content can carry them.

use crate::content::control_character;
use crate::document::Baseline;
use crate::readers::Run;

/// Digits and signs on the line, raised and lowered.
const SHIFTED: [(char, char, char); 12] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
];

/// A run whose text says by its signs alone what it says: `12` with a raised `3` after it is not
/// the number 123, and what nobody sees is left out.
#[must_use]
pub(super) fn carried(run: &Run) -> Run {
    let shifted: Option<String> = match run.baseline {
        Baseline::Normal => None,
        by => run.text.chars().map(|sign| shift(sign, by)).collect(),
    };
    Run {
        text: visible(shifted.as_deref().unwrap_or(&run.text)),
        ..run.clone()
    }
}

/// The text without characters that no document may hold.
#[must_use]
pub(super) fn visible(text: &str) -> String {
    let mut sign = [0; 4];
    let holds = |c: &char| *c == '\u{85}' || control_character(c.encode_utf8(&mut sign)).is_none();
    let spaced = |c: char| match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c => c,
    };
    text.chars().filter(holds).map(spaced).collect()
}

/// A sign raised or lowered; `None` if there is none.
fn shift(sign: char, by: Baseline) -> Option<char> {
    if sign.is_whitespace() {
        return Some(sign);
    }
    let found = SHIFTED.iter().find(|(normal, ..)| *normal == sign);
    found.map(|(_, raised, lowered)| match by {
        Baseline::Lowered => *lowered,
        _ => *raised,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_digit_is_no_part_of_the_number_before_it() {
        let of = |text: &str, baseline| {
            let run = Run {
                text: text.to_owned(),
                baseline,
                ..Run::default()
            };
            carried(&run).text
        };
        assert_eq!(of("12", Baseline::Raised), "¹²");
        assert_eq!(of("2", Baseline::Lowered), "₂");
        assert_eq!(of("2", Baseline::Normal), "2");
        assert_eq!(of("a2", Baseline::Raised), "a2");
        assert_eq!(of("a\u{feff}b\u{2028}c\u{1}", Baseline::Normal), "ab\nc");
    }
}

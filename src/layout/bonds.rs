//! Places at which no line ends although Unicode would allow it.

use crate::document::Inline;

/// Which of its neighbours a piece of a line stays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// None.
    None,
    /// The number of a note: what it is about.
    Before,
    /// A number that is counted: what it counts.
    Behind,
}

impl Bond {
    pub(super) fn of(inline: &Inline) -> Self {
        match inline {
            Inline::Note(_) => Self::Before,
            Inline::Text(text) if text.number().is_some() => Self::Behind,
            Inline::Text(_) | Inline::Break | Inline::Field(_) | Inline::Revised(..) => Self::None,
        }
    }

    /// Where in a text no line ends for a piece that goes from `start` to `end`.
    pub(super) fn place(self, text: &str, (start, end): (usize, usize)) -> Option<usize> {
        match self {
            Self::None => None,
            Self::Before => Some(start),
            Self::Behind => {
                let rest = &text[end..];
                Some(text.len() - rest.trim_start_matches([' ', '\u{a0}']).len())
            }
        }
    }
}

/// Whether a text ends in the dash or hyphen of „16–20“, „II–III“ or „11-oji“, at which no line ends
/// though Unicode would allow it.
pub(super) fn after_number(text: &str) -> bool {
    let Some(before) = text.strip_suffix(['–', '-']) else {
        return false;
    };
    let word = before
        .rsplit(|sign: char| !sign.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_roman = !word.is_empty() && word.chars().all(|sign| "IVXLC".contains(sign));
    is_roman || word.ends_with(|sign: char| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::after_number;

    #[test]
    fn a_line_may_end_at_a_dash_but_not_inside_a_number() {
        for inside in ["spalio 16–", "Sausio 13-", "2026–", "„II–"] {
            assert!(after_number(inside), "{inside}");
        }
        for between in ["sausio–", "Miglytė-", "AVI–", "16 –", "–", "16"] {
            assert!(!after_number(between), "{between}");
        }
    }
}

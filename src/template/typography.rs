//! Small typography, put right silently: quotation marks and spaces that must not break.
//!
//! The rules are those of the language file: which marks quote, which abbreviations keep to the
//! number before or after them. Nothing is taken away or reordered, so what was written can
//! still be found.

use crate::kind::labels::Labels;

const NBSP: char = '\u{a0}';

/// The rules of one language.
pub(super) struct Typography {
    quotes: Option<(String, String)>,
    after_number: Vec<String>,
    after_word: Vec<String>,
    before_number: Vec<String>,
}

impl Typography {
    pub(super) fn new(labels: &Labels) -> Self {
        let list = |path: &str| -> Vec<String> {
            (0..)
                .map_while(|index| labels.item(path, index))
                .map(str::to_owned)
                .collect()
        };
        let quotes = list("typography.quotes");
        Self {
            quotes: quotes.first().cloned().zip(quotes.get(1).cloned()),
            after_number: list("typography.after-number"),
            after_word: list("typography.after-word"),
            before_number: list("typography.before-number"),
        }
    }

    /// Puts one piece of text right.
    pub(super) fn apply(&self, text: &str) -> String {
        let text = self.quote(text);
        self.glue(&text)
    }

    /// Straight quotation marks become those of the language.
    fn quote(&self, text: &str) -> String {
        let Some((open, close)) = &self.quotes else {
            return text.to_owned();
        };
        if !text.contains('"') {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + 8);
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '"' if before.is_whitespace() || "([{–—/-„".contains(before) => {
                    out.push_str(open);
                }
                '"' => out.push_str(close),
                c => out.push(c),
            }
            before = c;
        }
        out
    }

    /// Spaces at which a line must not break become non-breaking ones.
    fn glue(&self, text: &str) -> String {
        if !text.contains(' ') {
            return text.to_owned();
        }
        let words: Vec<&str> = text.split(' ').collect();
        let mut out = String::with_capacity(text.len() + 16);
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                out.push(if self.keeps(&words, index) { NBSP } else { ' ' });
            }
            out.push_str(word);
        }
        out
    }

    /// Whether the space before the word at `index` must not break.
    fn keeps(&self, words: &[&str], index: usize) -> bool {
        let (left, right) = (words[index - 1], words[index]);
        let left = left.rsplit(NBSP).next().unwrap_or(left);
        if left.is_empty() || right.is_empty() {
            return false;
        }
        let left_open = left.trim_start_matches(['(', '[', '„', '«']);
        let right_bare = right.trim_end_matches([',', ';', ':', ')', ']', '“', '!', '?']);
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        let number_before = ends_with_number(left);
        let after_number = number_before
            && (is(&self.after_number, right_bare)
                || is(&self.after_number, right_bare.trim_end_matches('.')));
        let before_number = is(&self.before_number, left_open)
            && right.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let repeated = left == right_bare
            && is(&self.after_number, left)
            && index > 1
            && ends_with_number(words[index - 2]);
        after_number
            || is(&self.after_word, right_bare)
            || before_number
            || repeated
            || initial(left_open, right)
            || dash(right)
            || group(left_open, right_bare)
    }
}

fn ends_with_number(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ')']);
    let roman = |word: &str| !word.is_empty() && word.chars().all(|c| "IVX".contains(c));
    word.ends_with(|c: char| c.is_ascii_digit())
        || roman(word.rsplit('–').next().unwrap_or(word))
        || (bare != word && roman(bare))
}

/// „V. Pavardė“: an initial keeps to the name after it.
fn initial(left: &str, right: &str) -> bool {
    let letters = left.strip_suffix('.').unwrap_or_default();
    let mut letters = letters.chars();
    let capital = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase() && !"IVX".contains(c) || c.is_uppercase() && right.chars().count() > 2);
    capital && right.starts_with(char::is_uppercase)
}

/// A dash never starts a line.
fn dash(right: &str) -> bool {
    right == "–" || right == "—"
}

/// „25 006“: groups of three digits are one number.
fn group(left: &str, right: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = right.split([',', '.']).next().unwrap_or_default();
    digits(left) && left.len() <= 3 && !left.starts_with('0') && whole.len() == 3 && digits(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lithuanian(text: &str) -> String {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let rules = Typography {
            quotes: Some(("„".to_owned(), "“".to_owned())),
            after_number: list(&["m.", "d.", "proc.", "%", "vnt.", "ketv."]),
            after_word: list(&["mėn."]),
            before_number: list(&["Nr.", "p."]),
        };
        rules.apply(text).replace(NBSP, "~")
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let cases = [
            (
                "2027 m. rugsėjo 19 d. įsakymu Nr. V-12",
                "2027~m. rugsėjo 19~d. įsakymu Nr.~V-12",
            ),
            (
                "V. Pavardė ir A. B. Pavardaitė",
                "V.~Pavardė ir A.~B.~Pavardaitė",
            ),
            (
                "fonde 25 006 vnt., iš jų 12 proc.",
                "fonde 25~006~vnt., iš jų 12~proc.",
            ),
            ("planas – tikslas", "planas~– tikslas"),
            ("2026–2027 m. m. planas", "2026–2027~m.~m. planas"),
            ("2027 m. IV ketv.", "2027~m. IV~ketv."),
            (
                "2027 m. birželio mėn. posėdis",
                "2027~m. birželio~mėn. posėdis",
            ),
            ("1 klasė, 2027 metai", "1 klasė, 2027 metai"),
            ("2027 100 vnt.", "2027 100~vnt."),
        ];
        for (text, wanted) in cases {
            assert_eq!(lithuanian(text), wanted);
        }
    }

    #[test]
    fn straight_quotation_marks_become_those_of_the_language() {
        assert_eq!(
            lithuanian("konkursas \"Metų knyga\" (\"Mano knyga\")"),
            "konkursas „Metų knyga“ („Mano knyga“)"
        );
    }
}

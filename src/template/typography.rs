//! Small typography, put right silently: quotation marks, dashes, and the spaces of numbers.
//!
//! The rules are those of the language file: which marks quote, which abbreviations keep to the
//! number before or after them. Signs take the place of others and a space may be added; nothing
//! is taken away or reordered, so what was written can still be found. What is put right can be
//! told ([`tell`]), but for spaces that must not break: no author can be asked to type those.

mod faults;
#[cfg(test)]
mod tests;

pub(super) use faults::tell;

use std::ops::Range;

use crate::kind::labels::Labels;

const NBSP: char = '\u{a0}';

/// Years, for telling a range of them from other numbers with a hyphen.
const YEARS: Range<u64> = 1900..2100;

/// The rules of one language.
pub(super) struct Typography {
    quotes: Option<(String, String)>,
    after_number: Vec<String>,
    after_word: Vec<String>,
    before_number: Vec<String>,
    /// The months as they stand before a day, in lower case.
    months: Vec<String>,
}

/// What is put right at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Quotes,
    Dash,
    Range,
    Space,
}

/// A change of some signs.
struct Mend {
    place: Range<usize>,
    by: String,
    sort: Sort,
}

impl Typography {
    pub(super) fn new(labels: &Labels) -> Self {
        let list = |path: &str| -> Vec<String> {
            labels.list(path).into_iter().map(str::to_owned).collect()
        };
        let quotes = list("typography.quotes");
        Self {
            quotes: quotes.first().cloned().zip(quotes.get(1).cloned()),
            after_number: list("typography.after-number"),
            after_word: list("typography.after-word"),
            before_number: list("typography.before-number"),
            months: list("months-genitive")
                .iter()
                .map(|month| month.to_lowercase())
                .collect(),
        }
    }

    /// Puts one piece of text right; `before` is the character before it, a space at the start.
    pub(super) fn apply(&self, text: &str, before: char) -> String {
        let mends = self.mends(text, before);
        if mends.is_empty() {
            return self.glue(text);
        }
        self.glue(&mended(text, &mends, 0..text.len()))
    }

    /// What is put right in a piece of text, but for spaces that must not break; in order.
    fn mends(&self, text: &str, before: char) -> Vec<Mend> {
        let mut mends = Vec::new();
        self.quotes(text, before, &mut mends);
        if text.contains(|c: char| c == '-' || c.is_ascii_digit()) {
            self.words(text, &mut mends);
        }
        mends.sort_by_key(|mend| mend.place.start);
        mends
    }

    /// Quotation marks of the keyboard and of other languages become those of the language.
    fn quotes(&self, text: &str, mut before: char, mends: &mut Vec<Mend>) {
        const MARKS: [char; 4] = ['"', '“', '”', '„'];
        let Some((open, close)) = &self.quotes else {
            return;
        };
        if !text.contains(MARKS) {
            return;
        }
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let after = chars.peek().map(|(_, c)| *c);
            let can_open = before.is_whitespace() || "([{–—/-„".contains(before);
            let wordlike = after.is_some_and(|c| c.is_alphanumeric() || MARKS.contains(&c));
            let by = match c {
                '"' if can_open => Some(open),
                '"' => Some(close),
                // A mark that has a side is turned only where the other side is sure.
                _ if MARKS.contains(&c) && can_open && wordlike => Some(open),
                _ if MARKS.contains(&c) && !before.is_whitespace() && !wordlike => Some(close),
                _ => None,
            };
            if let Some(by) = by
                && !by.starts_with(c)
            {
                mends.push(Mend {
                    place: at..at + c.len_utf8(),
                    by: by.clone(),
                    sort: Sort::Quotes,
                });
            }
            before = c;
        }
    }

    /// Hyphens become dashes between words and in ranges; a unit gets its space.
    fn words(&self, text: &str, mends: &mut Vec<Mend>) {
        let words = words(text);
        for (index, place) in words.iter().enumerate() {
            let word = &text[place.clone()];
            if word == "-" && place.start > 0 && place.end < text.len() {
                mends.push(Mend {
                    place: place.clone(),
                    by: "–".to_owned(),
                    sort: Sort::Dash,
                });
                continue;
            }
            let before = index
                .checked_sub(1)
                .map(|index| &text[words[index].clone()]);
            let after = words.get(index + 1).map(|place| &text[place.clone()]);
            self.number(word, place.start, before, after, mends);
        }
    }

    /// A number, or two with a hyphen between them, and the unit that may touch them.
    fn number(
        &self,
        word: &str,
        start: usize,
        before: Option<&str>,
        after: Option<&str>,
        mends: &mut Vec<Mend>,
    ) {
        let bare = word.trim_start_matches(OPENING);
        let first = number_length(bare);
        if first == 0 {
            return;
        }
        let start = start + word.len() - bare.len();
        let mut unit = &bare[first..];
        let dash = unit.chars().next().filter(|c| matches!(c, '-' | '–'));
        if let Some(dash) = dash {
            let second = &unit[dash.len_utf8()..];
            let length = number_length(second);
            unit = &second[length..];
            let whole = |number: &str| -> Option<u64> {
                number
                    .split([',', '.'])
                    .next()
                    .and_then(|whole| whole.parse().ok())
            };
            let (Some(low), Some(high)) = (whole(&bare[..first]), whole(&second[..length])) else {
                return;
            };
            let ends = !unit.contains(|c: char| c.is_alphanumeric() || c == '-');
            let years = YEARS.contains(&low) && YEARS.contains(&high) && ends;
            let counted = self.is_unit(unit)
                || (unit.is_empty() && after.is_some_and(|after| self.is_unit(after)));
            // „Nr. 5-216“ is the number of one act.
            let numbered = before.is_some_and(|before| {
                self.before_number
                    .iter()
                    .any(|known| known == before.trim_start_matches(OPENING))
            });
            if dash == '-' && low < high && (years || counted) && !numbered {
                mends.push(Mend {
                    place: start + first..start + first + 1,
                    by: "–".to_owned(),
                    sort: Sort::Range,
                });
            }
        }
        if !unit.is_empty() && self.is_unit(unit) {
            let at = start + bare.len() - unit.len();
            mends.push(Mend {
                place: at..at,
                by: " ".to_owned(),
                sort: Sort::Space,
            });
        }
    }

    /// Whether a word is a month as it stands before a day.
    fn is_month(&self, word: &str) -> bool {
        self.months.contains(&word.to_lowercase())
    }

    /// Whether a word is an abbreviation or a sign that keeps to the number before it.
    fn is_unit(&self, word: &str) -> bool {
        let bare = word.trim_end_matches(CLOSING);
        let is = |word: &str| self.after_number.iter().any(|known| known == word);
        is(bare) || is(bare.trim_end_matches('.'))
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
        let left_open = left.trim_start_matches(OPENING);
        let right_bare = right.trim_end_matches(CLOSING);
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        let after_number = ends_with_number(left) && self.is_unit(right);
        let before_number = is(&self.before_number, left_open)
            && right.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        // „2026–2027 m. m.“, „3,5 tūkst. Eur“
        let second_unit = self.is_unit(left)
            && self.is_unit(right)
            && index > 1
            && ends_with_number(words[index - 2]);
        let compared = COMPARING.contains(&left_open)
            && right.starts_with(|c: char| c.is_ascii_digit() || c == '−');
        after_number
            || is(&self.after_word, right_bare)
            || before_number
            || starts_with_day(right) && self.is_month(left_open)
            || second_unit
            || compared
            || initial(left_open, right)
            || dash(right)
            || group(left_open, right_bare)
    }
}

/// Signs that may stand before a word.
const OPENING: [char; 6] = ['(', '[', '„', '«', '"', '“'];

/// Signs that may stand after a word, but for the full stop, which may be part of it.
const CLOSING: [char; 10] = [',', ';', ':', ')', ']', '“', '!', '?', '"', '”'];

/// Signs that keep to the number after them.
const COMPARING: [&str; 6] = ["<", ">", "≤", "≥", "±", "≈"];

/// The words of a text: what stands between white space.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        let begin = text.len() - rest.len() + start;
        let word = rest[start..].split(char::is_whitespace).next();
        let end = begin + word.map_or(0, str::len);
        words.push(begin..end);
        rest = &text[end..];
    }
    words
}

/// A part of a text with the changes that are in it.
fn mended(text: &str, mends: &[Mend], part: Range<usize>) -> String {
    let mut out = String::with_capacity(part.len() + 16);
    let mut at = part.start;
    for mend in mends {
        if part.start <= mend.place.start && mend.place.end <= part.end {
            out.push_str(&text[at..mend.place.start]);
            out.push_str(&mend.by);
            at = mend.place.end;
        }
    }
    out.push_str(&text[at..part.end]);
    out
}

/// The length of the number at the start of a text: digits, and decimals after a comma or point.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let decimals = match text[whole..].strip_prefix([',', '.']) {
        Some(rest) if whole > 0 => digits(rest),
        _ => 0,
    };
    if decimals > 0 {
        whole + 1 + decimals
    } else {
        whole
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

/// „Kovo 11-oji“, „rugsėjo 19 d.“: a day keeps to the month before it.
fn starts_with_day(right: &str) -> bool {
    let end = right.find(|c: char| !c.is_ascii_digit());
    let day = right[..end.unwrap_or(right.len())].parse::<u8>();
    day.is_ok_and(|day| (1..=31).contains(&day))
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

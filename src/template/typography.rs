//! Small typography, put right silently: quotation marks, dashes, and the spaces of numbers.
//!
//! The rules are those of the language file: which marks quote, which abbreviations keep to the
//! number before or after them. Signs take the place of others and a space may be added; nothing
//! is taken away or reordered, so what was written can still be found. What is put right can be
//! told ([`tell`]), but for spaces that must not break: no author can be asked to type those.

use std::ops::Range;

use crate::content::markdown::{self, Part, Piece};
use crate::content::{Content, Data, Value, inline, parse_decimal};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::kind::labels::Labels;
use crate::source::{Sources, Span};

const NBSP: char = '\u{a0}';

/// The longest place that is quoted in a message, in bytes.
const MAX_QUOTED: usize = 80;

/// Years, for telling a range of them from other numbers with a hyphen.
const YEARS: Range<u64> = 1900..2100;

/// The rules of one language.
pub(super) struct Typography {
    quotes: Option<(String, String)>,
    after_number: Vec<String>,
    after_word: Vec<String>,
    before_number: Vec<String>,
    /// The months as they stand before a day.
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

/// A place where a text was put right, with whole words around it.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    place: Range<usize>,
    wanted: String,
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
            months: list("months-genitive"),
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

    /// Whether a word is an abbreviation or a sign that keeps to the number before it.
    fn is_month(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.months.iter().any(|month| month.to_lowercase() == word)
    }

    fn is_unit(&self, word: &str) -> bool {
        let bare = word.trim_end_matches(CLOSING);
        let is = |word: &str| self.after_number.iter().any(|known| known == word);
        is(bare) || is(bare.trim_end_matches('.'))
    }

    /// The places where a piece of text is put right, each once.
    fn faults(&self, text: &str, before: char) -> Vec<Fault> {
        let mends = self.mends(text, before);
        let words = words(text);
        let quotes: Vec<&Mend> = mends
            .iter()
            .filter(|mend| mend.sort == Sort::Quotes)
            .collect();
        let mut places: Vec<(Range<usize>, Sort)> = Vec::new();
        for mend in &mends {
            let pair = quotes.iter().position(|quote| quote.place == mend.place);
            let closing = pair
                .filter(|_| {
                    self.quotes
                        .as_ref()
                        .is_some_and(|(open, _)| mend.by == *open)
                })
                .and_then(|index| quotes.get(index + 1))
                .filter(|next| {
                    self.quotes
                        .as_ref()
                        .is_some_and(|(_, close)| next.by == *close)
                });
            let around = |first: usize, last: usize| {
                let first = words.iter().rev().find(|word| word.start <= first);
                let last = words.iter().find(|word| last <= word.end);
                first.map_or(mend.place.start, |word| word.start)
                    ..last.map_or(mend.place.end, |word| word.end)
            };
            let place = match (mend.sort, closing) {
                (Sort::Quotes, Some(closing)) => mend.place.start..closing.place.end,
                (Sort::Dash, _) => around(mend.place.start - 1, mend.place.end + 1),
                _ => around(mend.place.start, mend.place.end),
            };
            let place = if place.len() > MAX_QUOTED {
                mend.place.clone()
            } else {
                place
            };
            // The closing mark of a pair was told with the opening one.
            let told = places.iter().any(|(other, sort)| {
                let inside =
                    |inner: &Range<usize>| other.start <= inner.start && inner.end <= other.end;
                inside(&place) || (*sort == mend.sort && inside(&mend.place))
            });
            if !told {
                places.push((place, mend.sort));
            }
        }
        places
            .into_iter()
            .map(|(place, sort)| Fault {
                wanted: mended(text, &mends, place.clone()),
                place,
                sort,
            })
            .collect()
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
            || self.is_month(left_open) && starts_with_day(right)
            || second_unit
            || compared
            || initial(left_open, right)
            || dash(right)
            || group(left_open, right_bare)
    }
}

/// Tells every place where the texts of a document were put right, each at its words.
pub(super) fn tell(content: &Content, rules: &Typography, sources: &Sources, sink: &mut Sink) {
    let mut teller = Teller {
        rules,
        sources,
        sink,
    };
    teller.walk(&content.root, "");
}

/// A text without the formulas in it and the words of other languages: other rules print them.
fn without_formulas(text: &str) -> String {
    let (mut out, mut languages) = (String::with_capacity(text.len()), 0_usize);
    for piece in inline::pieces(text) {
        match piece {
            inline::Piece::Language { .. } => languages += 1,
            inline::Piece::End { .. } => languages -= 1,
            inline::Piece::Words(words) if languages == 0 => {
                out.push_str(words);
                continue;
            }
            _ => {}
        }
        if languages == 0 {
            out.push('0');
        }
    }
    out
}

struct Teller<'a> {
    rules: &'a Typography,
    sources: &'a Sources,
    sink: &'a mut Sink,
}

impl Teller<'_> {
    fn walk(&mut self, value: &Value, path: &str) {
        match &value.data {
            Data::Text(text) => {
                self.pieces(&markdown::line(&without_formulas(text)), value.span, path);
            }
            Data::Cell(text) if !text.starts_with('=') && parse_decimal(text).is_none() => {
                self.pieces(&markdown::line(&without_formulas(text)), value.span, path);
            }
            Data::Markdown(text) => {
                self.pieces(&markdown::blocks(&without_formulas(text)), value.span, path);
            }
            Data::Plain(text) => self.pieces(&[Piece::Text(text.clone())], value.span, path),
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&item.value, &format!("{path}[{index}]"));
                }
            }
            Data::Map(entries) | Data::Part(_, entries) => {
                for entry in entries {
                    let dot = if path.is_empty() { "" } else { "." };
                    self.walk(&entry.value, &format!("{path}{dot}{}", entry.key));
                }
            }
            _ => {}
        }
    }

    fn pieces(&mut self, pieces: &[Piece], span: Span, path: &str) {
        // The marks around a quoted value are not the author's; each place comes after the last.
        let mut from = usize::from(self.sources.slice(span).starts_with(['"', '\'']));
        let mut before = ' ';
        for piece in pieces {
            let Piece::Text(text) = piece else {
                if starts_line(piece) {
                    before = ' ';
                }
                continue;
            };
            let faults = self.rules.faults(text, before);
            before = text.chars().next_back().unwrap_or(before);
            for fault in faults {
                let found = &text[fault.place.clone()];
                let place = self.sources.find(found, span, from);
                if let Some(place) = place {
                    from = place.range().start - span.range().start + 1;
                }
                let message = format!("`{found}` is printed as `{}`", fault.wanted);
                let label = match fault.sort {
                    Sort::Quotes => "other quotation marks",
                    Sort::Dash => "a hyphen for a dash",
                    Sort::Range => "a hyphen in a range",
                    Sort::Space => "no space before the unit",
                };
                self.tell(place.unwrap_or(span), message, label, path);
            }
            for (range, wanted) in wrong_groups(text) {
                let found = &text[range];
                let message = format!("`{found}` is no number in groups of three");
                let place = self.sources.find(found, span, 0).unwrap_or(span);
                let label = format!("`{wanted}`, or another?");
                self.tell(place, message, &label, path);
            }
        }
    }

    fn tell(&mut self, place: Span, message: String, label: &str, path: &str) {
        let diagnostic = Diagnostic::check(Code::Typography, place, message);
        self.sink.push(diagnostic.label(label).path(path));
    }
}

/// Whether a piece of Markdown begins a line, a cell or a note.
fn starts_line(piece: &Piece) -> bool {
    let stays = |part: &Part| matches!(part, Part::Emphasis | Part::Strong | Part::Link(_));
    !matches!(piece, Piece::Open(part) | Piece::Close(part) if stays(part))
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

/// Numbers whose digits are not in groups of three, as „16 0421“, each with the same digits in
/// such groups. A group that starts with zero is no number of its own.
fn wrong_groups(text: &str) -> Vec<(Range<usize>, String)> {
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let words = words(text);
    let at = |index: usize| words.get(index).map(|place| &text[place.clone()]);
    let mut found = Vec::new();
    for index in 1..words.len() {
        let (Some(first), Some(second)) = (at(index - 1), at(index)) else {
            continue;
        };
        let first = first.trim_start_matches(OPENING);
        let second = second.trim_end_matches(|c| c == '.' || CLOSING.contains(&c));
        let before = index.checked_sub(2).and_then(at);
        let wrong = digits(first)
            && first.len() <= 3
            && !first.starts_with('0')
            && digits(second)
            && second.len() > 3
            && second.starts_with('0')
            && !before.is_some_and(digits);
        if wrong {
            let all: Vec<char> = first.chars().chain(second.chars()).collect();
            let groups: Vec<String> = all
                .rchunks(3)
                .rev()
                .map(|group| group.iter().collect())
                .collect();
            let (first, second) = (
                words[index - 1].end - first.len(),
                words[index].start + second.len(),
            );
            found.push((first..second, groups.join(" ")));
        }
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lithuanian() -> Typography {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Typography {
            quotes: Some(("„".to_owned(), "“".to_owned())),
            after_number: list(&["m.", "mėn.", "d.", "val.", "proc.", "%", "vnt.", "ketv."]),
            after_word: list(&["mėn."]),
            months: list(&["kovo", "rugsėjo"]),
            before_number: list(&["Nr.", "p."]),
        }
    }

    fn printed(text: &str) -> String {
        lithuanian().apply(text, ' ').replace(NBSP, "~")
    }

    /// What is told, as `found → wanted`.
    fn told(text: &str) -> Vec<String> {
        let faults = lithuanian().faults(text, ' ').into_iter();
        faults
            .map(|fault| format!("{} → {}", &text[fault.place], fault.wanted))
            .collect()
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let cases = [
            (
                "2027 m. rugsėjo 19 d. įsakymu Nr. V-12",
                "2027~m. rugsėjo~19~d. įsakymu Nr.~V-12",
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
            (
                "Kovo 11-oji, gegužės 120 knygų",
                "Kovo~11-oji, gegužės 120 knygų",
            ),
            ("1 klasė, 2027 metai", "1 klasė, 2027 metai"),
            ("2027 100 vnt.", "2027 100~vnt."),
            ("laukiama < 2 dienas, ≥ 5 m.", "laukiama <~2 dienas, ≥~5~m."),
        ];
        for (text, wanted) in cases {
            assert_eq!(printed(text), wanted, "{text}");
        }
    }

    #[test]
    fn quotation_marks_become_those_of_the_language() {
        let cases = [
            (
                "konkursas \"Metų knyga\" (\"Mano knyga\")",
                "konkursas „Metų knyga“ („Mano knyga“)",
            ),
            (
                "konkursas “Metų knyga”, “Ruduo”.",
                "konkursas „Metų knyga“, „Ruduo“.",
            ),
            ("„Jau gerai“ ir „pusiau\"", "„Jau gerai“ ir „pusiau“"),
            ("„Konkursas „Metų knyga““", "„Konkursas „Metų knyga““"),
            // After emphasis, a piece of text starts with the closing mark.
            ("“ rinkimai", "“ rinkimai"),
        ];
        for (text, wanted) in cases {
            assert_eq!(printed(text), wanted);
        }
    }

    #[test]
    fn hyphens_become_dashes_where_one_is_meant() {
        let cases = [
            ("planas - tikslas", "planas~– tikslas"),
            ("2018-2020 m. ir (2018-2020)", "2018–2020~m. ir (2018–2020)"),
            (
                "10-12 val., 03-12mėn., 2,5-3 proc.",
                "10–12~val., 03–12~mėn., 2,5–3~proc.",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(printed(text), wanted, "{text}");
        }
        for text in [
            "- pradžia",
            "2020-12-31",
            "2020-12 m",
            "Nr. 2018-2020",
            "tel. 8-37-123456",
            "12-10 vnt. ne",
            "5-216",
            "A-B, Nida-Klaipėda, 2-oji",
            "2020-2018",
        ] {
            assert_eq!(printed(text).replace('~', " "), text);
            assert_eq!(told(text), Vec::<String>::new());
        }
    }

    #[test]
    fn a_unit_gets_its_space() {
        let cases = [
            ("2022m. planuojama", "2022~m. planuojama"),
            ("(33,45%), 12proc.", "(33,45~%), 12~proc."),
            ("2d klasė, 5a, 3D, 1.1. m", "2d klasė, 5a, 3D, 1.1. m"),
        ];
        for (text, wanted) in cases {
            assert_eq!(printed(text), wanted);
        }
    }

    #[test]
    fn each_place_is_told_once_and_what_is_right_is_not() {
        assert_eq!(
            told("Renginys \"Knygų šventė\" - 2026-2027m., „pusiau\" 33,45%"),
            [
                "\"Knygų šventė\" → „Knygų šventė“",
                "šventė\" - 2026-2027m., → šventė“ – 2026–2027 m.,",
                "„pusiau\" → „pusiau“",
                "33,45% → 33,45 %",
            ]
        );
        assert_eq!(
            told("Nr. V-12, 25 006 vnt. – „gerai“"),
            Vec::<String>::new()
        );
        let long = "ilgas".repeat(100);
        assert_eq!(told(&format!("{long} - {long}")), ["- → –"]);
    }

    #[test]
    fn groups_that_are_not_of_three_are_found() {
        let found = |text: &str| -> Vec<String> {
            let found = wrong_groups(text).into_iter();
            found
                .map(|(range, wanted)| format!("{} {wanted}", &text[range]))
                .collect()
        };
        assert_eq!(found("iš viso (16 0421)."), ["16 0421 160 421"]);
        for text in [
            "16 042",
            "spalio 5 2027",
            "tel. 8 614 01234",
            "2022 01 13",
            "16 0421a",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}

//! Checks of prose: years that were left over from another document, and comparisons of a year
//! with itself.
//!
//! Which words make a comparison or say what a document is for stands in the language file, under
//! `checks`. A phrase there is words with `{year}` among them; the last word is the beginning of
//! one, so that „m“ stands for „m.“, „metais“ and „metų“. The phrases are chosen to be silent in
//! doubt: a plan may speak of the plan of last year, and a report of what comes after.

use std::ops::Range;

use super::{Content, Data, Value};
use crate::diagnostics::{Code, Diagnostic, Sink, say};
use crate::kind::labels::Labels;
use crate::source::{Sources, Span};

/// Years that a text is taken to speak of; other numbers of four digits count something.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;

/// As close as this many bytes, two phrases are „nei 2026 m., nei 2027 m.“: neither, nor.
const NEITHER_NOR: usize = 12;

/// Tells what the prose of a document says of years that cannot be meant.
pub(super) fn check(content: &Content, labels: &Labels, sources: &Sources, sink: &mut Sink) {
    let period = content.root.get("period");
    let (Some(term), Some(period)) = (content.period, period) else {
        return;
    };
    let phrases = |name: &str| -> Vec<Phrase> {
        let list = labels.list(&format!("checks.{name}")).into_iter();
        list.map(Phrase::new).collect()
    };
    let words = |name: &str| -> Vec<String> {
        let list = labels.list(name).into_iter();
        list.map(str::to_lowercase).collect()
    };
    let mut parts_of_years = words("checks.comparison-except");
    parts_of_years.extend(words("months-genitive"));
    let mut prose = Prose {
        years: term.years(),
        calendar_year: term.calendar_year(),
        period: period.span,
        comparison: phrases("comparison"),
        parts_of_years,
        purpose: phrases("purpose"),
        past: words("checks.purpose-except"),
        sources,
        sink,
    };
    for entry in content.root.entries() {
        match &entry.value.data {
            Data::Text(title) if entry.key == "title" => prose.title(title, entry.value.span),
            _ => prose.walk(&entry.value, &entry.key),
        }
    }
}

struct Prose<'a> {
    /// The years of the first and the last day of the period.
    years: (i32, i32),
    /// The year of the period, if that is a calendar year: only then can a text compare with it.
    calendar_year: Option<i32>,
    period: Span,
    comparison: Vec<Phrase>,
    /// What follows a year of which only a part is meant, or what was planned for it.
    parts_of_years: Vec<String>,
    purpose: Vec<Phrase>,
    /// What follows a plan that was carried out.
    past: Vec<String>,
    sources: &'a Sources,
    sink: &'a mut Sink,
}

impl Prose<'_> {
    fn walk(&mut self, value: &Value, path: &str) {
        match &value.data {
            Data::Text(text) | Data::Markdown(text) => self.text(text, value.span, path),
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&item.value, &format!("{path}[{index}]"));
                }
            }
            Data::Map(entries) | Data::Part(_, entries) => {
                for entry in entries {
                    self.walk(&entry.value, &format!("{path}.{}", entry.key));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span, path: &str) {
        // Most texts of a plan name no year.
        if !may_name_year(text) {
            return;
        }
        for (place, year) in self.said(&self.comparison, &self.parts_of_years, text, span) {
            if Some(year) == self.calendar_year {
                let message = say!(
                    "{year} is compared with {year}, the year of the document",
                    year
                );
                let diagnostic = Diagnostic::check(Code::SelfComparison, place, message)
                    .label(say!("the year of the document itself"));
                self.tell(
                    diagnostic.hint(say!("name the year that is compared with")),
                    path,
                );
            }
        }
        for (place, year) in self.said(&self.purpose, &self.past, text, span) {
            // What is for a later year may be a work of this one.
            if year < self.years.0 {
                let years = self.written_years();
                let message = say!(
                    "the document is said to be for {year}, and is for {years}",
                    year,
                    years
                );
                let diagnostic = Diagnostic::check(Code::StaleYear, place, message)
                    .label(say!("left over from another year?"));
                self.tell(diagnostic.hint(say!("write `{years}`", years)), path);
            }
        }
    }

    /// The years in the title: all must be of the period, but for ranges that it lies in.
    fn title(&mut self, title: &str, span: Span) {
        let inside = |year: i32| (self.years.0..=self.years.1).contains(&year);
        let find = |text: &str| -> Vec<(Range<usize>, i32)> {
            ranges_of_years(text)
                .into_iter()
                .filter(|(_, first, last)| {
                    let around = *first <= self.years.0 && self.years.1 <= *last;
                    !(around || inside(*first) && inside(*last))
                })
                .map(|(range, first, last)| (range, if inside(first) { last } else { first }))
                .collect()
        };
        for (place, year) in self.placed(find(title), span, find) {
            let years = self.written_years();
            let message = say!(
                "the title says {year}, and the document is for {years}",
                year,
                years
            );
            let diagnostic = Diagnostic::check(Code::StaleYear, place, message)
                .label(say!("left over from another year?"));
            self.tell(diagnostic.hint(say!("write `{years}`", years)), "title");
        }
    }

    fn tell(&mut self, diagnostic: Diagnostic, path: &str) {
        self.sink.push(
            diagnostic
                .path(path)
                .related(self.period, say!("the period")),
        );
    }

    fn written_years(&self) -> String {
        match self.years {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}–{last}"),
        }
    }

    /// Every year that is said by a phrase, unless a word of `except` follows.
    fn said(
        &self,
        phrases: &[Phrase],
        except: &[String],
        text: &str,
        span: Span,
    ) -> Vec<(Span, i32)> {
        let mut said: Vec<(Span, i32)> = Vec::new();
        for phrase in phrases {
            let find = |text: &str| phrase.find_unless(text, except);
            said.extend(self.placed(find(text), span, find));
        }
        said.sort();
        said.dedup();
        said
    }

    /// The places in the file of what was found in a text: of the words if they can be found
    /// there in the same number, else of the whole.
    fn placed(
        &self,
        found: Vec<(Range<usize>, i32)>,
        span: Span,
        find: impl Fn(&str) -> Vec<(Range<usize>, i32)>,
    ) -> Vec<(Span, i32)> {
        if found.is_empty() {
            return Vec::new();
        }
        let written = find(self.sources.slice(span));
        let start = span.range().start;
        let same = written.len() == found.len();
        let places = found.into_iter().enumerate().map(|(index, (_, year))| {
            let place = written
                .get(index)
                .filter(|_| same)
                .map_or(span, |(range, _)| {
                    Span::new(span.file, start + range.start..start + range.end)
                });
            (place, year)
        });
        places.collect()
    }
}

/// Words with a year among them.
struct Phrase {
    words: Vec<Word>,
}

enum Word {
    Year,
    /// In lower case.
    Text(String),
}

impl Phrase {
    fn new(phrase: &str) -> Self {
        let words = phrase.split_whitespace().map(|word| match word {
            "{year}" => Word::Year,
            word => Word::Text(word.to_lowercase()),
        });
        Self {
            words: words.collect(),
        }
    }

    /// Where the phrase stands and which year it names, unless a word of `except` follows.
    fn find_unless(&self, text: &str, except: &[String]) -> Vec<(Range<usize>, i32)> {
        let mut found = Vec::new();
        let mut end = 0;
        for (start, _) in text.char_indices() {
            if start >= end
                && starts_word(text, start)
                && let Some((length, year)) = self.length(&text[start..])
            {
                end = start + length;
                found.push((start..end, year));
            }
        }
        let all = found.clone();
        found.retain(|(range, _)| {
            let beside = |other: &Range<usize>| {
                other != range
                    && (other.start.abs_diff(range.end) < NEITHER_NOR
                        || range.start.abs_diff(other.end) < NEITHER_NOR)
            };
            !is_followed(&text[range.end..], except) && !all.iter().any(|(other, _)| beside(other))
        });
        found
    }

    /// How long the phrase is at the start of a text, and the year in it.
    fn length(&self, text: &str) -> Option<(usize, i32)> {
        let (mut at, mut year) = (0, None);
        for (index, word) in self.words.iter().enumerate() {
            let gap = if index == 0 { 0 } else { gap(&text[at..]) };
            // „2027m.“ is a fault of typing, and says the same.
            let may_touch = index == 0 || matches!(self.words[index - 1], Word::Year);
            if gap == 0 && !may_touch {
                return None;
            }
            at += gap;
            let rest = &text[at..];
            at += match word {
                Word::Year => {
                    year = Some(year_at(rest)?);
                    4
                }
                Word::Text(word) => beginning(rest, word)?,
            };
        }
        if matches!(self.words.last(), Some(Word::Text(_))) {
            let rest = &text[at..];
            at += rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
        }
        Some((at, year?))
    }
}

/// Whether one of these words begins what follows, past a number: „… 2027 m. I ketv.“.
fn is_followed(rest: &str, words: &[String]) -> bool {
    let mut next = rest
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .skip_while(|word| {
            word.chars()
                .all(|c| c.is_ascii_digit() || "IVX".contains(c))
        });
    // A sentence that ends here is followed by another matter.
    let sentence_ends = rest.trim_start_matches('.').starts_with(['!', '?', ';']);
    let next = next.next().filter(|_| !sentence_ends);
    next.is_some_and(|next| words.iter().any(|word| beginning(next, word).is_some()))
}

/// The length of the beginning of a text that is this word, whatever its letters' case.
fn beginning(text: &str, word: &str) -> Option<usize> {
    let mut chars = text.chars();
    let mut length = 0;
    for wanted in word.chars() {
        let found = chars.next()?;
        if !found.to_lowercase().eq([wanted]) {
            return None;
        }
        length += found.len_utf8();
    }
    Some(length)
}

/// The length of the white space at the start, and of marks of emphasis in it.
fn gap(text: &str) -> usize {
    let length = text
        .find(|c: char| !(c.is_whitespace() || c == '*'))
        .unwrap_or(text.len());
    if text[..length].contains(char::is_whitespace) {
        length
    } else {
        0
    }
}

fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(char::is_alphanumeric)
}

/// Whether the digits of a year of [`YEARS`] stand anywhere in a text.
fn may_name_year(text: &str) -> bool {
    let mut fours = text.as_bytes().windows(4);
    fours.any(|four| {
        let century = matches!(four, [b'1', b'9', ..] | [b'2', b'0', ..]);
        century && four.iter().all(u8::is_ascii_digit)
    })
}

/// The year at the start of a text, if one year is all that stands there: no date, no range.
fn year_at(text: &str) -> Option<i32> {
    let digits = text.get(..4)?;
    let mut after = text[4..].chars();
    let goes_on = match after.next() {
        Some(c) if c.is_ascii_digit() => true,
        Some('-' | '–' | '/' | '.') => after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    let numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
    let year = digits.parse().ok().filter(|year| YEARS.contains(year));
    year.filter(|_| numeric && !goes_on)
}

/// The years of a text and the ranges of years, each with its place, first and last.
fn ranges_of_years(text: &str) -> Vec<(Range<usize>, i32, i32)> {
    let year = |at: usize| -> Option<i32> {
        let digits = text.get(at..at + 4)?;
        let alone = starts_word(text, at)
            && !text[at + 4..].starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let year = digits.parse().ok().filter(|year| YEARS.contains(year));
        year.filter(|_| alone)
    };
    let mut found: Vec<(Range<usize>, i32, i32)> = Vec::new();
    for (at, _) in text.char_indices() {
        let Some(year) = year(at) else { continue };
        match found.last_mut() {
            Some((range, _, last)) if is_dash(&text[range.end..at]) => {
                range.end = at + 4;
                *last = year;
            }
            _ => found.push((at..at + 4, year, year)),
        }
    }
    found
}

/// Whether a text is a dash, with or without spaces.
fn is_dash(text: &str) -> bool {
    matches!(text.trim(), "-" | "–" | "—")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, text: &str) -> Vec<(String, i32)> {
        let found = Phrase::new(phrase).find_unless(text, &["pradži".to_owned()]);
        found
            .into_iter()
            .map(|(range, year)| (text[range].to_owned(), year))
            .collect()
    }

    #[test]
    fn a_phrase_is_found_however_it_is_spaced_and_cased() {
        let phrase = "Lyginant su {year} m";
        for text in [
            "lyginant su 2027 m.",
            "LYGINANT\n    su\u{a0}2027m.",
            "(lyginant su **2027** metais)",
        ] {
            assert_eq!(found(phrase, text).len(), 1, "{text}");
        }
        for text in [
            "palyginant su 2027 m.",
            "lyginantsu 2027 m.",
            "lyginant su 2026–2027 m.",
            "lyginant su 2027-01 m.",
            "lyginant su 20270 m.",
            "lyginant su 2027 knyga",
            "lyginant su 1027 m.",
            "lyginant su 2027 m. pradžia",
            "lyginant su 2027 m. I pradžia",
            "lyginant su 2027",
            "lyginant su \u{105}27 m.",
        ] {
            assert_eq!(found(phrase, text), [], "{text}");
        }
        assert_eq!(
            found("nei {year} m", "nei 2026 metais, nei 2027 m."),
            [],
            "neither, nor"
        );
        assert_eq!(
            found(
                "nei {year} m",
                "Nei 2026 metais. Ir dar kartą daugiau nei 2027 m."
            ),
            [
                ("Nei 2026 metais".to_owned(), 2026),
                ("nei 2027 m".to_owned(), 2027)
            ]
        );
    }

    #[test]
    fn years_are_told_from_other_numbers() {
        let found = ranges_of_years("2026–2027 m., 2028 - 2030, V2021, 12027, 2031m. ir 1984");
        let years: Vec<(i32, i32)> = found.into_iter().map(|(_, a, b)| (a, b)).collect();
        assert_eq!(years, [(2026, 2027), (2028, 2030), (2031, 2031)]);
    }
}

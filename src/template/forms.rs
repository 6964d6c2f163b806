//! How terms, dates and numbers print, by the words and patterns of the language file.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::texts::escaped;
use crate::content::when::{Moment, Term, When};
use crate::kind::labels::Labels;

/// Prints values in the language of the labels.
#[derive(Clone, Copy)]
pub(super) struct Forms<'a> {
    labels: &'a Labels,
    /// The period of the document: what `whole-period` is called depends on it.
    period: Option<Term>,
}

impl<'a> Forms<'a> {
    pub(super) fn new(labels: &'a Labels, period: Option<Term>) -> Self {
        Self { labels, period }
    }

    /// A term: „2027 m. rugsėjo 19 d.“, „nuolat“.
    pub(super) fn when(self, when: &When) -> String {
        match when {
            When::At(term) => self.term(*term),
            When::Until(moment) => self.fill("dates.until", &[("term", &self.moment(*moment))]),
            When::Either(first, second) => self.either(*first, *second),
            When::Word(word) => self.word(word),
        }
    }

    /// A time or a range, in the shortest form that fits.
    pub(super) fn term(self, term: Term) -> String {
        let (first, last) = match term {
            Term::One(moment) => return self.moment(moment),
            Term::Range(first, last) => (first, last),
        };
        if let Some(years) = school_year(term) {
            return self.fill(
                "dates.school-year",
                &[("from-year", &years.0), ("to-year", &years.1)],
            );
        }
        match (first, last) {
            (Moment::Year(from), Moment::Year(to)) => self.fill(
                "dates.years",
                &[
                    ("from-year", &from.to_string()),
                    ("to-year", &to.to_string()),
                ],
            ),
            _ => self
                .pair(first, last, ["from", "to"], "")
                .unwrap_or_else(|| {
                    self.fill(
                        "dates.range",
                        &[("from", &self.moment(first)), ("to", &self.moment(last))],
                    )
                }),
        }
    }

    fn either(self, first: Term, second: Term) -> String {
        let compact = match (first, second) {
            (Term::One(first), Term::One(second)) => {
                self.pair(first, second, ["first", "second"], "or-")
            }
            _ => None,
        };
        compact.unwrap_or_else(|| {
            self.fill(
                "dates.or",
                &[("first", &self.term(first)), ("second", &self.term(second))],
            )
        })
    }

    /// Two times of one month or year, said together: „2027 m. spalio 4–8 d.“
    fn pair(self, first: Moment, last: Moment, names: [&str; 2], prefix: &str) -> Option<String> {
        let [one, other] = names;
        let year = first.year().to_string();
        if first.year() != last.year() {
            return None;
        }
        let pattern = |name: &str| format!("dates.{prefix}{name}");
        let name = |which: &str, part: &str| format!("{which}-{part}");
        let (form, values) = match (first, last) {
            (Moment::Day(a), Moment::Day(b)) if a.month() == b.month() => (
                pattern("days-in-month"),
                vec![
                    ("month".to_owned(), self.month(a.month())),
                    (name(one, "day"), a.day().to_string()),
                    (name(other, "day"), b.day().to_string()),
                ],
            ),
            (Moment::Day(a), Moment::Day(b)) => (
                pattern("days-in-year"),
                vec![
                    (name(one, "month"), self.month(a.month())),
                    (name(one, "day"), a.day().to_string()),
                    (name(other, "month"), self.month(b.month())),
                    (name(other, "day"), b.day().to_string()),
                ],
            ),
            (Moment::Month(_, a), Moment::Month(_, b)) => (
                pattern("months-in-year"),
                vec![
                    (name(one, "month"), self.month(a)),
                    (name(other, "month"), self.month(b)),
                ],
            ),
            (Moment::Quarter(_, a), Moment::Quarter(_, b)) => (
                pattern("quarters-in-year"),
                vec![
                    (name(one, "quarter"), self.item("quarters", a)),
                    (name(other, "quarter"), self.item("quarters", b)),
                ],
            ),
            _ => return None,
        };
        self.labels.get(&form)?;
        let mut filled: Vec<(&str, &str)> = vec![("year", &year)];
        filled.extend(
            values
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        Some(self.fill(&form, &filled))
    }

    /// One piece of the calendar.
    pub(super) fn moment(self, moment: Moment) -> String {
        let year = moment.year().to_string();
        match moment {
            Moment::Day(date) => self.fill(
                "dates.day",
                &[
                    ("year", &year),
                    ("month", &self.month(date.month())),
                    ("day", &date.day().to_string()),
                ],
            ),
            Moment::Month(_, month) => self.fill(
                "dates.month",
                &[("year", &year), ("month", &self.month(month))],
            ),
            Moment::Quarter(_, quarter) => self.fill(
                "dates.quarter",
                &[
                    ("year", &year),
                    ("quarter", &self.item("quarters", quarter)),
                ],
            ),
            Moment::Half(_, half) => self.fill(
                "dates.half",
                &[("year", &year), ("half", &self.item("halves", half))],
            ),
            Moment::Year(_) => self.fill("dates.year", &[("year", &year)]),
        }
    }

    fn word(self, word: &str) -> String {
        let path = format!("terms.{word}");
        if let Some(form) = self.labels.get(&path) {
            return form.to_owned();
        }
        let period = match self.period {
            Some(Term::One(Moment::Year(_))) => "year",
            Some(term) if school_year(term).is_some() => "school-year",
            _ => "other",
        };
        self.labels
            .get(&format!("{path}.{period}"))
            .unwrap_or(word)
            .to_owned()
    }

    /// A number with the decimal sign and the groups of the language; decimals stay as they are.
    pub(super) fn number(self, number: Decimal) -> String {
        let text = number.abs().to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let label = |path: &str, other: &'a str| self.labels.get(path).unwrap_or(other);
        let groups: Vec<&str> = groups_of_three(whole);
        let sign = if number.is_sign_negative() && !number.is_zero() {
            label("numbers.minus", "\u{2212}")
        } else {
            ""
        };
        let point = if decimals.is_empty() {
            ""
        } else {
            self.decimal_sign()
        };
        format!(
            "{sign}{}{point}{decimals}",
            groups.join(label("numbers.group", "\u{a0}"))
        )
    }

    /// The sign between the whole part of a number and its decimals.
    pub(super) fn decimal_sign(self) -> &'a str {
        self.labels.get("numbers.decimal").unwrap_or(".")
    }

    /// A number with its sign, as a change is printed: `+5`.
    pub(super) fn signed(self, number: Decimal) -> String {
        let text = self.number(number);
        if number > Decimal::ZERO {
            format!("{}{text}", self.labels.get("numbers.plus").unwrap_or("+"))
        } else {
            text
        }
    }

    /// What is printed where there is no number, so that it cannot be taken for a zero.
    pub(super) fn nothing(self) -> String {
        self.labels.get("numbers.nothing").unwrap_or("–").to_owned()
    }

    /// The pattern at a path with its names in braces filled in.
    pub(super) fn fill(self, path: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.labels.get(path).unwrap_or(path).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// The pattern at a path as markup: what is filled in is markup already.
    pub(super) fn fill_markup(self, path: &str, values: &[(&str, &str)]) -> String {
        let mut text = escaped(self.labels.get(path).unwrap_or(path));
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    fn month(self, month: u32) -> String {
        self.item("months-genitive", month)
    }

    /// The item of a list of words, counted from 1.
    fn item(self, path: &str, index: u32) -> String {
        self.labels
            .item(path, index as usize - 1)
            .map_or_else(|| index.to_string(), str::to_owned)
    }
}

/// The two years of a range from September to August.
fn school_year(term: Term) -> Option<(String, String)> {
    match term {
        Term::Range(Moment::Month(from, 9), Moment::Month(to, 8)) if to == from + 1 => {
            Some((from.to_string(), to.to_string()))
        }
        _ => None,
    }
}

fn groups_of_three(digits: &str) -> Vec<&str> {
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let head = (!head.is_empty()).then_some(head);
    head.into_iter()
        .chain((0..tail.len() / 3).map(|group| &tail[group * 3..group * 3 + 3]))
        .collect()
}

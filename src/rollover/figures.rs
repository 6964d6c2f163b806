//! Figures by year: what was planned for the year that is over, what it came to, what comes.
//!
//! A plan says in `figures` what its years came to or are planned to come to. Of a year that is over
//! in the new plan, what was planned goes to `planned`, and what it came to is open (`~`). Where a
//! kind has no `planned`, as a report, what is said of a year stays said. A formula of a year that is
//! over becomes the number that it gave: its tables tell of another year from now on.

use rust_decimal::Decimal;

use super::edits::Edits;
use super::tree::{each_scalar, end, end_of_line, is_flow, line_break, start_of_line};
use super::years::Years;
use crate::yaml::{Entry, Node};

/// What a figure of a year is, by its name: `figures.2026.loans`.
pub(super) type Value<'a> = dyn Fn(&str) -> Option<Decimal> + 'a;

pub(super) struct Figures<'a> {
    pub(super) years: Years,
    pub(super) text: &'a str,
    pub(super) value: &'a Value<'a>,
    /// Whether the kind has `planned`.
    pub(super) plans: bool,
    /// What stands before decimals.
    pub(super) decimal: &'a str,
}

impl Figures<'_> {
    /// Moves `figures` of a document on.
    pub(super) fn roll(&self, document: &Node, edits: &mut Edits) {
        let Some(figures) = document.get("figures") else {
            return;
        };
        let year = |entry: &Entry| entry.key.parse::<i32>().ok();
        let mut planned = Vec::new();
        for entry in figures.entries() {
            let Some(year) = year(entry).filter(|year| *year < self.years.next()) else {
                continue;
            };
            if self.plans && year >= self.years.first {
                planned.push(self.frozen(entry));
                // From the key on, so that a remark after it goes along with the numbers.
                let place = entry.key_span.range().end..end(&entry.value, self.text);
                edits.replace(place, self.opened("", entry, false));
            } else {
                self.freeze(entry, edits);
            }
        }
        self.add(figures, edits);
        self.keep(&planned, document, figures, edits);
    }

    /// Adds the years that come, with the figures of the last one open.
    fn add(&self, figures: &Node, edits: &mut Edits) {
        let has = |year: i32| {
            figures
                .entries()
                .iter()
                .any(|entry| entry.key == year.to_string())
        };
        let own = figures.entries().iter();
        let of = |entry: &&Entry| entry.key.parse().is_ok_and(|year| self.years.holds(year));
        let Some(last) = own
            .filter(of)
            .max_by_key(|entry| entry.key.parse::<i32>().ok())
        else {
            return;
        };
        let from = last.key.parse::<i32>().unwrap_or(self.years.last) + 1;
        let to = last.key.parse::<i32>().unwrap_or(self.years.last) + self.years.by;
        let place = figures
            .entries()
            .last()
            .map_or(0, |entry| end(&entry.value, self.text));
        for year in (from..=to).filter(|year| !has(*year)) {
            let key = self.key(last).replace(&last.key, &year.to_string());
            self.put(
                &self.opened(&key, last, year == to),
                last,
                figures,
                place,
                edits,
            );
        }
    }

    /// Puts what was planned under `planned`, which comes after `figures` if it is not there.
    fn keep(&self, planned: &[String], document: &Node, figures: &Node, edits: &mut Edits) {
        let (Some(first), Some(last)) = (figures.entries().first(), figures.entries().last())
        else {
            return;
        };
        if let Some(before) = document.get("planned") {
            let place = before
                .entries()
                .last()
                .map_or(0, |entry| end(&entry.value, self.text));
            for entry in planned {
                self.put(entry, first, before, place, edits);
            }
        } else if !planned.is_empty() {
            let line = line_break(self.text);
            let indent = if is_flow(figures, self.text) {
                "  ".to_owned()
            } else {
                self.indent(first)
            };
            let entries: String = planned
                .iter()
                .map(|entry| format!("{line}{indent}{entry}"))
                .collect();
            let place = end_of_line(
                end(figures, self.text).max(end(&last.value, self.text)),
                self.text,
            );
            edits.insert(place, &format!("{line}{line}planned:{entries}"));
        }
    }

    /// Puts an entry after the last one of a mapping, written as its neighbours are.
    fn put(&self, entry: &str, like: &Entry, into: &Node, place: usize, edits: &mut Edits) {
        if is_flow(into, self.text) {
            edits.insert(place, &format!(", {entry}"));
        } else {
            let words = format!("{}{}{entry}", line_break(self.text), self.indent(like));
            edits.insert(end_of_line(place, self.text), &words);
        }
    }

    fn indent(&self, entry: &Entry) -> String {
        let start = entry.key_span.range().start;
        " ".repeat(start - start_of_line(start, self.text))
    }

    fn key(&self, entry: &Entry) -> &str {
        &self.text[entry.key_span.range()]
    }

    /// A year with its figures open; formulas go on to the last of the new years.
    fn opened(&self, key: &str, entry: &Entry, with_formulas: bool) -> String {
        let figures = self.open(entry, with_formulas);
        match entry.value.entries().first() {
            Some(first) if !is_flow(&entry.value, self.text) => {
                format!(
                    "{key}:{}{}{figures}",
                    line_break(self.text),
                    self.indent(first)
                )
            }
            _ => format!("{key}: {figures}"),
        }
    }

    /// The figures of a year without their numbers, from the first on.
    fn open(&self, entry: &Entry, with_formulas: bool) -> String {
        let figure = |figure: &Entry| {
            let formula = figure
                .value
                .as_str()
                .is_some_and(|text| text.trim_start().starts_with('='));
            let value = if with_formulas && formula {
                self.years.formula(&self.text[figure.value.span.range()])
            } else {
                "~".to_owned()
            };
            format!("{}: {value}", self.key(figure))
        };
        let figures: Vec<String> = entry.value.entries().iter().map(figure).collect();
        match entry.value.entries().first() {
            Some(first) if !is_flow(&entry.value, self.text) => {
                figures.join(&format!("{}{}", line_break(self.text), self.indent(first)))
            }
            _ => format!("{{ {} }}", figures.join(", ")),
        }
    }

    /// A year as it was written, with numbers in the place of formulas.
    fn frozen(&self, entry: &Entry) -> String {
        let start = entry.key_span.range().start;
        let mut words = self.text[start..end(&entry.value, self.text)].to_owned();
        let mut numbers = self.numbers(entry);
        numbers.reverse();
        for (range, number) in numbers {
            words.replace_range(range.start - start..range.end - start, &number);
        }
        words
    }

    fn freeze(&self, entry: &Entry, edits: &mut Edits) {
        for (range, number) in self.numbers(entry) {
            edits.replace(range, number);
        }
    }

    /// A number as the language of the document has it.
    fn written(&self, number: Decimal) -> String {
        let number = number.normalize();
        match self.decimal {
            _ if number.scale() == 0 => number.to_string(),
            "," => format!("\"{}\"", number.to_string().replace('.', ",")),
            _ => number.to_string(),
        }
    }

    /// The formulas of a year, each with the number that it gave.
    fn numbers(&self, entry: &Entry) -> Vec<(std::ops::Range<usize>, String)> {
        let mut numbers = Vec::new();
        for figure in entry.value.entries() {
            each_scalar(&figure.value, &mut |node| {
                let formula = node
                    .as_str()
                    .is_some_and(|text| text.trim_start().starts_with('='));
                let name = format!("figures.{}.{}", entry.key, figure.key);
                if let (true, Some(number)) = (formula, (self.value)(&name)) {
                    numbers.push((node.span.range(), self.written(number)));
                }
            });
        }
        numbers
    }
}

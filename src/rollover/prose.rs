//! Years in running text: where one stands, and what stands around it.

use std::ops::Range;

use super::around::{begins, enclosure, is_address, is_dash, is_roman, numeric_date, short_end};
use super::years::{Years, fours, moved};
use crate::kind::labels::Labels;

/// A year in a text, or a range of years, and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The year; of a range the first.
    pub(super) first: i32,
    /// The year; of a range the last.
    pub(super) last: i32,
    /// What it is a part of.
    pub(super) sort: Sort,
}

/// What a year of a text is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A year, or years.
    Year,
    /// A month of a year.
    Month,
    /// A day of a year.
    Day,
    /// The date of an act, which its number follows.
    Act,
    /// Words between quotation marks, or an address: names that belong to others.
    Name,
    /// A formula, or the name of a table.
    Formula,
    /// A number of four digits that no word calls a year.
    Number,
}

/// What becomes of a year in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It moves on.
    Moves,
    /// It moves on, and is a day, which somebody has to look at.
    MovesDay,
    /// It stays.
    Stays,
    /// It stays, and somebody has to say whether it should.
    StaysAsked,
}

impl Mention {
    /// The words of the years moved on, of a text in which they stand.
    pub(super) fn moved(&self, text: &str, by: i32) -> String {
        let words = moved(&text[self.range.clone()], by);
        match words.len().checked_sub(2) {
            Some(at) if self.first != self.last && fours(&words).count() == 1 => {
                format!("{}{:02}", &words[..at], (self.last + by) % 100)
            }
            _ => words,
        }
    }

    /// What becomes of the year; `docs/ROLLOVER.md` tells the rule.
    pub(super) fn fate(&self, years: Years) -> Fate {
        let is_range = self.first != self.last;
        match self.sort {
            Sort::Formula if !years.slides && years.holds(self.first) => Fate::Moves,
            Sort::Number if years.holds(self.first) => Fate::StaysAsked,
            Sort::Name if years.is_near(self.first) => Fate::StaysAsked,
            Sort::Act | Sort::Formula | Sort::Number | Sort::Name => Fate::Stays,
            _ if is_range => self.fate_of_range(years),
            _ if !years.is_near(self.first) => Fate::Stays,
            _ if years.slides && years.will_hold(self.first) => Fate::Stays,
            _ if years.slides || !years.holds(self.first) => Fate::StaysAsked,
            // A month or a day of the year before has passed, and what happened then stays so.
            Sort::Month | Sort::Day if self.first == years.before() => Fate::StaysAsked,
            Sort::Day => Fate::MovesDay,
            Sort::Year | Sort::Month => Fate::Moves,
        }
    }

    /// The period itself and school years move, and not the years of a strategy.
    fn fate_of_range(&self, years: Years) -> Fate {
        let is_period = (self.first, self.last) == (years.first, years.last);
        let is_school_year = self.last == self.first + 1 && years.holds(self.first);
        let stays = years.will_hold(self.first) && years.will_hold(self.last);
        if is_period || is_school_year && !years.slides {
            if self.sort == Sort::Day {
                Fate::MovesDay
            } else {
                Fate::Moves
            }
        } else if years.slides && stays || !years.is_near(self.first) && !years.is_near(self.last) {
            Fate::Stays
        } else {
            Fate::StaysAsked
        }
    }
}

/// The words by which years are known in a language.
pub(super) struct Words<'a> {
    /// How words begin that follow a year; if there are none, every number may be a year.
    years: Vec<&'a str>,
    /// What stands before the number of an act.
    acts: Vec<&'a str>,
    /// What joins years that follow each other, besides a dash and a comma.
    joins: Vec<&'a str>,
    months: Vec<&'a str>,
}

impl<'a> Words<'a> {
    pub(super) fn new(labels: &'a Labels) -> Self {
        Self {
            years: labels.list("rollover.year-words"),
            acts: labels.list("rollover.act-words"),
            joins: labels.list("rollover.joining-words"),
            months: labels.list("months-genitive"),
        }
    }

    /// The years that a text names, in its order.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        for (at, year) in fours(text) {
            if let Some(last) = found.last_mut()
                && self.goes_on(last, &text[last.range.end..at], year)
            {
                last.range.end = at + 4;
                last.last = year;
                last.sort = self.sort(text, &last.range);
                continue;
            }
            if let Some(end) = short_end(text, at, year) {
                let range = at..end;
                let sort = self.sort(text, &range);
                found.push(Mention {
                    range,
                    first: year,
                    last: year + 1,
                    sort,
                });
                continue;
            }
            let range = at..at + 4;
            let sort = self.sort(text, &range);
            found.push(Mention {
                range,
                first: year,
                last: year,
                sort,
            });
        }
        found
    }

    /// Whether a year goes on with those before it: after a dash, or as the next one of some that
    /// are told one by one, so that „2027 ir 2028 metais“ moves as a whole.
    fn goes_on(&self, last: &Mention, between: &str, year: i32) -> bool {
        let is_year = |word: &str| self.years.iter().any(|known| begins(word, known));
        let joined = self.joins.iter().find_map(|join| {
            let before = between.trim_end().strip_suffix(join)?;
            before.ends_with(char::is_whitespace).then_some(before)
        });
        let joined = joined.or_else(|| between.trim_end().strip_suffix(','));
        let is_next = || joined.is_some_and(|words| words.split_whitespace().all(is_year));
        last.first == last.last && is_dash(between) && year > last.first
            || year == last.last + 1 && is_next()
    }

    fn sort(&self, text: &str, range: &Range<usize>) -> Sort {
        let (before, after) = (&text[..range.start], &text[range.end..]);
        match enclosure(before) {
            Some('{') => return Sort::Formula,
            Some(_) => return Sort::Name,
            None if is_address(before, after) => return Sort::Name,
            None => {}
        }
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '-') {
            return Sort::Number;
        }
        if let Some(is_day) = numeric_date(after) {
            return self.dated(after, is_day);
        }
        let mut words = after
            .split_whitespace()
            .map(|word| word.trim_start_matches('*'));
        let next = words.next().unwrap_or_default();
        let is_touched = after.starts_with(char::is_alphabetic);
        let spaced = after.starts_with(char::is_whitespace);
        let starts = |word: &str, known: &[&str]| known.iter().any(|known| begins(word, known));
        let follows = (spaced || is_touched) && starts(next, &self.years);
        let follows = follows
            || spaced && is_roman(next) && {
                let part = words.clone().next();
                part.is_some_and(|part| starts(part, &self.years))
            };
        let month = if follows {
            words.next().unwrap_or_default()
        } else {
            next
        };
        if spaced && starts(month, &self.months) {
            let day = words.next().unwrap_or_default();
            return self.dated(after, day.starts_with(|c: char| c.is_ascii_digit()));
        }
        let last = before.split_whitespace().next_back().unwrap_or_default();
        if starts(last, &self.months) {
            let rest = before.trim_end().trim_end_matches(last).trim_end();
            return self.dated(after, rest.ends_with(|c: char| c.is_ascii_digit()));
        }
        let is_word = (spaced || is_touched) && next.starts_with(char::is_alphabetic);
        if !follows && (is_word && !self.years.is_empty() || self.is_counted(before, last)) {
            Sort::Number
        } else {
            Sort::Year
        }
    }

    /// Whether what stands before a number says that it is none of a year: a telephone, a number of an act.
    fn is_counted(&self, before: &str, last: &str) -> bool {
        let is_sign = before.trim_end().ends_with(['§', '+', '№']);
        let is_number = before.ends_with(char::is_whitespace)
            && last
                .trim_end_matches(')')
                .ends_with(|c: char| c.is_ascii_digit());
        is_sign || is_number || self.acts.contains(&last)
    }

    /// A month or a day, unless the number of an act follows before any other matter.
    fn dated(&self, after: &str, is_day: bool) -> Sort {
        let length = after
            .find([',', ';', ':', '(', ')', '„', '“', '\u{201d}'])
            .unwrap_or(after.len());
        let matter = &after[..length];
        let is_act = matter
            .split_whitespace()
            .any(|word| self.acts.contains(&word));
        let other = fours(matter).next().is_some();
        match is_day {
            true if is_act && !other => Sort::Act,
            true => Sort::Day,
            false => Sort::Month,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: fn() -> Words<'static> = || Words {
        years: vec!["m.", "met", "moksl", "ketv", "pabaig", "vasarą"],
        acts: vec!["Nr."],
        joins: vec!["ir", "iki"],
        months: vec!["vasario", "gegužės", "birželio", "rugpjūčio", "spalio"],
    };

    /// The years of a plan for 2027 that is moved on by one, each as it stands in the new text; `!`
    /// before what is asked.
    fn moved(text: &str, years: Years) -> Vec<String> {
        let told = |mention: &Mention| match mention.fate(years) {
            Fate::Moves => mention.moved(text, years.by),
            Fate::MovesDay => format!("!{}", mention.moved(text, years.by)),
            Fate::Stays => text[mention.range.clone()].to_owned(),
            Fate::StaysAsked => format!("!={}", &text[mention.range.clone()]),
        };
        WORDS().mentions(text).iter().map(told).collect()
    }

    #[test]
    fn years_of_a_yearly_plan_move_as_the_page_says() {
        let years = Years {
            first: 2027,
            last: 2027,
            by: 1,
            slides: false,
        };
        let cases: &[(&str, &[&str])] = &[
            (
                "Bibliotekos 2027 metų planas, 2026 m. analizė",
                &["2028", "2027"],
            ),
            ("Planas 2027", &["2028"]),
            (
                "2026–2027 m. m. ir 2027/2028 mokslo metai",
                &["2027–2028", "2028/2029"],
            ),
            ("2026/27 m. m.", &["2027/28"]),
            ("2027 m. birželio mėn.", &["2028"]),
            ("2027 m. birželio 7–18 d.", &["!2028"]),
            ("2027-06-07", &["!2028"]),
            ("2026 m. spalio mėn. pasirašytas", &["!=2026"]),
            ("2026 m. gegužės 25 d. sprendimu Nr. TS-118", &["2026"]),
            ("2027 m. rugpjūčio 30 d.; pagal formą Nr. 5", &["!2028"]),
            ("strateginis 2025–2027 metų planas", &["!=2025–2027"]),
            ("nuo 1998 metų", &["1998"]),
            ("nuo 2024 metų iki 2029 m.", &["!=2024", "!=2029"]),
            ("iki 2040 metų", &["2040"]),
            ("projektas „Knyga 2027“ ir 2027 m.", &["!=2027", "2028"]),
            ("https://www.example.org/2027/planas", &["!=2027"]),
            ("išduota 2027 knygos, 2025 knygos", &["!=2027", "2025"]),
            ("{= figures.2027.loans} ir {2 027 = a}", &["2028"]),
            ("forma V2027, 12027, 20270", &["!=2027"]),
            ("2026 ir 2027 metai", &["2027 ir 2028"]),
            ("2026 m. ir 2027 m., ir", &["2027 m. ir 2028"]),
            (
                "nuo 2026 m. iki 2027 m. birželio 1 d.",
                &["!2027 m. iki 2028"],
            ),
            ("nuo 2027 iki 2028 m.", &["2028 iki 2029"]),
            ("2027, 2028 ir 2029 m.", &["!=2027, 2028 ir 2029"]),
            ("2027 iki 2030 m.", &["!=2027", "2030"]),
            ("2026 ir 2027 knygos", &["!=2026 ir 2027"]),
            ("2026-10-08, 2027 m.", &["!=2026", "2028"]),
            ("tel. 8 2027, (8 37) 2027, § 2027, Nr. 2027", &["!=2027"; 4]),
            (
                "2027 IV ketv., IV ketv. 2027 m., 2027 pabaigoje",
                &["2028"; 3],
            ),
            ("2027 vasario 16 d., 2027 vasarą", &["!2028", "2028"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(moved(text, years), *wanted, "{text}");
        }
    }

    #[test]
    fn years_of_overlapping_periods_stay_where_they_are_still_ahead() {
        let years = Years {
            first: 2027,
            last: 2029,
            by: 1,
            slides: true,
        };
        let cases: &[(&str, &[&str])] = &[
            ("strategijos 2027–2029 metams priedas", &["2028–2030"]),
            ("projektas (2028 m.)", &["2028"]),
            ("projektas (2027 m.)", &["!=2027"]),
            ("2026 metais", &["!=2026"]),
            ("2028–2029 m. m.", &["2028–2029"]),
            ("{= totals.2027}", &["2027"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(moved(text, years), *wanted, "{text}");
        }
    }
}

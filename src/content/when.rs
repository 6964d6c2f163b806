//! Terms: when something is done.
//!
//! A term is written in the form of ISO 8601 as far as that goes (`2027-09-19`, `2027-09`,
//! `2027`), with quarters (`2027-Q4`), half-years (`2027-H1`), ranges (`2027-03..2027-12`), two
//! possibilities (`2027-10 or 2027-11`) and deadlines (`until 2027-12-15`). Terms without a date
//! (`continuous`, `as-needed`) are words; the language file lists them.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::diagnostics::{Message, Said, day, say};

/// When something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// At one time.
    At(Term),
    /// At one of two times.
    Either(Term, Term),
    /// Up to a time.
    Until(Moment),
    /// A word of the language file, such as `continuous`.
    Word(String),
}

/// A time, or all between two times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// One time.
    One(Moment),
    /// From the first day of the one to the last day of the other.
    Range(Moment, Moment),
}

/// A piece of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day.
    Day(NaiveDate),
    /// A month: year and month (1 to 12).
    Month(i32, u32),
    /// A quarter: year and quarter (1 to 4).
    Quarter(i32, u32),
    /// A half-year: year and half (1 or 2).
    Half(i32, u32),
    /// A year.
    Year(i32),
}

impl When {
    /// Reads a term; `is_word` knows the words of the language.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text.
    pub fn parse(text: &str, is_word: impl Fn(&str) -> bool) -> Result<Self, NoTime> {
        let text = text.trim();
        if is_word(text) {
            return Ok(Self::Word(text.to_owned()));
        }
        if let Some(deadline) = text.strip_prefix("until ") {
            return Ok(Self::Until(Moment::parse(deadline.trim())?));
        }
        if let Some((first, second)) = text.split_once(" or ") {
            return Ok(Self::Either(
                Term::parse(first.trim())?,
                Term::parse(second.trim())?,
            ));
        }
        Ok(Self::At(Term::parse(text)?))
    }

    /// Whether the term is said in whole years.
    #[must_use]
    pub fn in_years(&self) -> bool {
        matches!(
            self,
            Self::At(Term::One(Moment::Year(_)) | Term::Range(Moment::Year(_), Moment::Year(_)))
        )
    }

    /// The first and the last day, if the term has a date.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::At(term) => Some(term.days()),
            Self::Either(first, second) => {
                let (one, other) = (first.days(), second.days());
                Some((one.0.min(other.0), one.1.max(other.1)))
            }
            Self::Until(moment) => Some((moment.last(), moment.last())),
            Self::Word(_) => None,
        }
    }
}

/// As it is written: what [`When::parse`] reads.
impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(term) => write!(out, "{term}"),
            Self::Either(first, second) => write!(out, "{first} or {second}"),
            Self::Until(moment) => write!(out, "until {moment}"),
            Self::Word(word) => out.write_str(word),
        }
    }
}

/// As it is written: what [`Term::parse`] reads.
impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(moment) => write!(out, "{moment}"),
            Self::Range(first, last) => write!(out, "{first}..{last}"),
        }
    }
}

/// As it is written: what [`Moment::parse`] reads.
impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(out, "{date}"),
            Self::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => write!(out, "{year:04}-Q{quarter}"),
            Self::Half(year, half) => write!(out, "{year:04}-H{half}"),
            Self::Year(year) => write!(out, "{year:04}"),
        }
    }
}

/// As it is read in a sentence: `8 January 2027`. What is quoted is told by `Display`.
impl Said for Moment {
    fn said(&self) -> Message {
        let worded = match self {
            Self::Day(date) => day(date.year(), date.month(), date.day()),
            _ => None,
        };
        worded.unwrap_or_else(|| self.to_string().into())
    }
}

impl Term {
    /// The year of the first day and that of the last.
    #[must_use]
    pub fn years(self) -> (i32, i32) {
        let (first, last) = self.days();
        (first.year(), last.year())
    }

    /// The year, if this is all of one.
    #[must_use]
    pub fn calendar_year(self) -> Option<i32> {
        let year = self.years().0;
        (self.days() == Self::One(Moment::Year(year)).days()).then_some(year)
    }

    /// Reads a time or a range.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, NoTime> {
        let Some((first, last)) = text.split_once("..") else {
            return Ok(Self::One(Moment::parse(text)?));
        };
        let (first, last) = (Moment::parse(first.trim())?, Moment::parse(last.trim())?);
        if first.first() > last.last() {
            return Err(NoTime::Reversed);
        }
        Ok(Self::Range(first, last))
    }

    /// The first and the last day.
    #[must_use]
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::One(moment) => (moment.first(), moment.last()),
            Self::Range(first, last) => (first.first(), last.last()),
        }
    }
}

impl Moment {
    /// Reads a piece of the calendar.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, NoTime> {
        let (year, rest) = text.split_at_checked(4).ok_or(NoTime::Unreadable)?;
        let year: i32 = digits(year, 4).ok_or(NoTime::Unreadable)? as i32;
        if rest.is_empty() {
            return Ok(Self::Year(year));
        }
        let rest = rest.strip_prefix('-').ok_or(NoTime::Unreadable)?;
        if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter = digits(quarter, 1).ok_or(NoTime::Unreadable)?;
            let quarter = in_range(quarter, 4, NoTime::Quarter)?;
            return Ok(Self::Quarter(year, quarter));
        }
        if let Some(half) = rest.strip_prefix('H') {
            let half = digits(half, 1).ok_or(NoTime::Unreadable)?;
            let half = in_range(half, 2, NoTime::Half)?;
            return Ok(Self::Half(year, half));
        }
        let (month, day) = rest
            .split_once('-')
            .map_or((rest, None), |(month, day)| (month, Some(day)));
        let month = digits(month, 2).ok_or(NoTime::Unreadable)?;
        let month = in_range(month, 12, NoTime::Month)?;
        let Some(day) = day else {
            return Ok(Self::Month(year, month));
        };
        let day = digits(day, 2).ok_or(NoTime::Unreadable)?;
        let last = Self::Month(year, month).last().day();
        let day = in_range(day, last, NoTime::Day { year, month, last })?;
        NaiveDate::from_ymd_opt(year, month, day)
            .map(Self::Day)
            .ok_or(NoTime::Unreadable)
    }

    /// The first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        let (year, month) = match self {
            Self::Day(date) => return date,
            Self::Month(year, month) => (year, month),
            Self::Quarter(year, quarter) => (year, quarter * 3 - 2),
            Self::Half(year, half) => (year, half * 6 - 5),
            Self::Year(year) => (year, 1),
        };
        // Years have four digits and months are checked, so the date exists.
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
    }

    /// The last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        let months = match self {
            Self::Day(date) => return date,
            Self::Month(..) => 1,
            Self::Quarter(..) => 3,
            Self::Half(..) => 6,
            Self::Year(_) => 12,
        };
        self.first() + Months::new(months) - Days::new(1)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.first().year()
    }
}

/// Why a text is no time, or not the one that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTime {
    /// It has not the form of a time.
    Unreadable,
    /// It is a month or a year where a day is wanted.
    NotADay,
    /// A range ends before it starts.
    Reversed,
    /// A year has no such quarter.
    Quarter,
    /// A year has no such half.
    Half,
    /// A year has no such month.
    Month,
    /// A month has no such day.
    Day {
        /// The year.
        year: i32,
        /// The month, from 1.
        month: u32,
        /// The last day that it has.
        last: u32,
    },
}

impl NoTime {
    /// What to say of the text.
    #[must_use]
    pub fn message(self, text: &str) -> Message {
        match self {
            Self::Unreadable => say!("`{text}` cannot be read as a time", text),
            Self::NotADay => say!("`{text}` is not a day", text),
            Self::Reversed => say!("`{text}` ends before it starts", text),
            Self::Quarter => say!(
                "`{text}` is not in the calendar: a year has quarters `Q1` to `Q4`",
                text
            ),
            Self::Half => say!(
                "`{text}` is not in the calendar: a year has halves `H1` and `H2`",
                text
            ),
            Self::Month => say!(
                "`{text}` is not in the calendar: a year has months `01` to `12`",
                text
            ),
            Self::Day { year, month, last } => say!(
                "`{text}` is not in the calendar: {month} has days `01` to `{last}`",
                text,
                month = format!("{year}-{month:02}"),
                last
            ),
        }
    }

    /// Whether the author needs to be told how times are written: what is written well and does
    /// not exist needs no lesson in writing.
    pub(super) fn is_of_writing(self) -> bool {
        matches!(self, Self::Unreadable | Self::NotADay)
    }
}

/// The time that was meant, if it was only written in another way: `2027.9.1`, `2027–2029`.
pub(crate) fn respelt(text: &str) -> Option<String> {
    if let Some((first, last)) = text.trim().split_once(['-', '–'])
        && let (Some(from), Some(to)) = (digits(first.trim(), 4), digits(last.trim(), 4))
        && from < to
    {
        return Some(format!("{from}..{to}"));
    }
    let parts: Vec<&str> = text.trim().split(['.', '-', '/', ' ']).collect();
    let (year, rest) = parts.split_first()?;
    let mut moment = digits(year, 4).map(|_| (*year).to_owned())?;
    for part in rest {
        let number = digits(part, 2).or_else(|| digits(part, 1))?;
        moment.push_str(&format!("-{number:02}"));
    }
    let parsed = Moment::parse(&moment);
    (moment != text && matches!(parsed, Ok(Moment::Day(_) | Moment::Month(..)))).then_some(moment)
}

/// A number of exactly `count` digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn in_range(number: u32, last: u32, fault: NoTime) -> Result<u32, NoTime> {
    if (1..=last).contains(&number) {
        Ok(number)
    } else {
        Err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<String> {
        let when = When::parse(text, |word| word == "continuous").ok()?;
        when.days().map(|(first, last)| format!("{first} {last}"))
    }

    #[test]
    fn terms_cover_their_days() {
        let cases = [
            ("2027-09-19", "2027-09-19 2027-09-19"),
            ("2028-02", "2028-02-01 2028-02-29"),
            ("2027-Q4", "2027-10-01 2027-12-31"),
            ("2027-H1", "2027-01-01 2027-06-30"),
            ("2027", "2027-01-01 2027-12-31"),
            ("2026-09..2027-08", "2026-09-01 2027-08-31"),
            ("2027-10 or 2027-11", "2027-10-01 2027-11-30"),
            ("until 2027-12-15", "2027-12-15 2027-12-15"),
        ];
        for (text, wanted) in cases {
            assert_eq!(days(text).as_deref(), Some(wanted), "{text}");
            let written = When::parse(text, |_| false).map(|when| when.to_string());
            assert_eq!(written.as_deref(), Ok(text));
        }
        assert_eq!(
            When::parse("continuous", |_| true),
            Ok(When::Word("continuous".to_owned()))
        );
    }

    #[test]
    fn days_of_other_spellings_are_understood() {
        assert_eq!(respelt("2027.9.1").as_deref(), Some("2027-09-01"));
        assert_eq!(respelt("2027/10").as_deref(), Some("2027-10"));
        for text in [
            "2027-09-01",
            "2027.13.1",
            "27.9.1",
            "2027",
            "2027 m. rugsėjis",
        ] {
            assert_eq!(respelt(text), None, "{text}");
        }
    }

    #[test]
    fn wrong_terms_say_why() {
        let why = |text: &str| When::parse(text, |_| false).expect_err(text);
        let day = NoTime::Day {
            year: 2027,
            month: 2,
            last: 28,
        };
        assert_eq!(why("2027-02-30"), day);
        assert_eq!(
            day.message("2027-02-30").to_string(),
            "`2027-02-30` is not in the calendar: 2027-02 has days `01` to `28`"
        );
        assert_eq!(why("2027-13"), NoTime::Month);
        assert_eq!(why("2027-12..2027-03"), NoTime::Reversed);
        for text in [
            "",
            "22 01 13",
            "2027m.",
            "2027-9-1",
            "rugsėjis",
            "2027-Q",
            "ąčęė-01",
            "+027",
            "2027-09-19-1",
        ] {
            assert_eq!(why(text), NoTime::Unreadable, "{text}");
        }
    }
}

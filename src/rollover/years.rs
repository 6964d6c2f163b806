//! The years of a document and how they move on.

use crate::content::Content;
use crate::content::when::{Moment, Term};
use crate::diagnostics::{Message, say};

/// The years of the old document, and by how many it moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The year of the first day of its period.
    pub first: i32,
    /// The year of the last day.
    pub last: i32,
    /// By how many years it moves on; at least one.
    pub by: i32,
    /// Whether the new period begins within the old one: a plan of several years, of which some stay.
    pub slides: bool,
}

impl Years {
    /// The years of a document that is to be moved on to the year or period `to`.
    ///
    /// # Errors
    ///
    /// Says why it cannot be moved there, and what can be done.
    pub fn of(content: &Content, to: &str) -> Result<Self, (Message, Message)> {
        let unreadable = || {
            let hint = say!("name its first year: `--to 2028`");
            (say!("`{to}` cannot be read as the new period", to), hint)
        };
        let target = Term::parse(to.trim()).map_err(|_| unreadable())?;
        let period = match content.period {
            Some(period) => period,
            None => Term::One(Moment::Year(year_of_id(&content.id).ok_or_else(no_year)?)),
        };
        let ((first, last), (from, _)) = (period.years(), target.years());
        let by = from - first;
        if by < 1 {
            let message = say!(
                "`{to}` is not after the period of the document, {period}",
                to,
                period = period.to_string()
            );
            return Err((
                message,
                say!("name a later year: `--to {year}`", year = first + 1),
            ));
        }
        let is_year = matches!(target, Term::One(Moment::Year(_)));
        let moved = moved(&period.to_string(), by);
        if !is_year && target.to_string() != moved {
            let message = say!(
                "`{to}` is not the period of the document in another year",
                to
            );
            return Err((
                message,
                say!("write `--to {moved}`, or only its first year", moved),
            ));
        }
        if !(1990..=2099).contains(&(last + by)) {
            return Err(unreadable());
        }
        let (start, end) = period.days();
        let is_long = start
            .checked_add_months(chrono::Months::new(12))
            .is_some_and(|next| next <= end);
        Ok(Self {
            first,
            last,
            by,
            slides: is_long && first + by <= last,
        })
    }

    /// The year before the period.
    pub(super) fn before(self) -> i32 {
        self.first - 1
    }

    /// Whether a year moves by rule where nothing speaks against it: one of the period, or the one before.
    pub(super) fn holds(self, year: i32) -> bool {
        (self.before()..=self.last).contains(&year)
    }

    /// Whether a year is so near that it may be meant.
    pub(super) fn is_near(self, year: i32) -> bool {
        (self.first - 3..=self.last + 2).contains(&year)
    }

    /// Whether a year is of the new period.
    pub(super) fn will_hold(self, year: i32) -> bool {
        (self.first + self.by..=self.last + self.by).contains(&year)
    }

    /// A formula with the years of its names moved on: `figures.2027.loans`, and not the number 2027.
    pub(super) fn formula(self, formula: &str) -> String {
        let mut moved = formula.to_owned();
        for (at, year) in fours(formula).filter(|(_, year)| !self.slides && self.holds(*year)) {
            let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
            let name = formula[..at]
                .rsplit(|c| !is_sign(c))
                .next()
                .unwrap_or_default();
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                moved.replace_range(at..at + 4, &(year + self.by).to_string());
            }
        }
        moved
    }

    /// The first year of the new period.
    pub(super) fn next(self) -> i32 {
        self.first + self.by
    }
}

fn no_year() -> (Message, Message) {
    (
        say!("the document has no `period`, and its `id` names no year"),
        say!("copy it by hand, and write the new years into it"),
    )
}

/// The year that the name of a document without a period ends with or holds.
fn year_of_id(id: &str) -> Option<i32> {
    let years = fours(id).map(|(_, year)| year);
    years.last()
}

/// A text with all its years moved on: for texts that are nothing but a time.
pub(super) fn moved(text: &str, by: i32) -> String {
    let mut out = text.to_owned();
    for (at, year) in fours(text).collect::<Vec<_>>() {
        out.replace_range(at..at + 4, &format!("{:04}", year + by));
    }
    out
}

/// The numbers of four digits that may be years, each with its place.
pub(crate) fn fours(text: &str) -> impl Iterator<Item = (usize, i32)> {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).filter_map(move |at| {
        let four = bytes[at..at + 4].iter().all(u8::is_ascii_digit);
        let alone =
            !digit(at.checked_sub(1).and_then(|at| bytes.get(at))) && !digit(bytes.get(at + 4));
        let year = text
            .get(at..at + 4)
            .filter(|_| four && alone)?
            .parse()
            .ok()?;
        (1900..=2099).contains(&year).then_some((at, year))
    })
}

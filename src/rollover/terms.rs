//! Terms moved on: what recurs or is a month moves silently, what is a day is asked for.

use chrono::NaiveDate;

use super::calendar::{is_free, told};
use super::years::{Years, fours, moved};
use crate::content::when::{Moment, Term, When};
use crate::diagnostics::{Message, say};
use crate::kind::labels::Labels;

/// A term as it is written in the new document, and what is to be decided of it.
pub(super) struct Moved {
    pub(super) text: String,
    pub(super) question: Option<Message>,
}

/// Moves a term on; none if it stays as it is.
pub(super) fn term(text: &str, years: Years, labels: &Labels) -> Option<Moved> {
    let old = When::parse(text, |_| false).ok()?;
    let (first, last) = old.days()?;
    let stays = years.slides && years_of(text).all(|year| years.will_hold(year));
    if stays {
        return None;
    }
    let text = in_calendar(text, years.by);
    let new = When::parse(&text, |_| false).ok()?;
    let question = match (is_dated(&old), new.days()) {
        (true, Some((from, to))) => Some(days((first, last), (from, to), labels)),
        _ if years.slides => {
            let (old, new) = (old.to_string(), new.to_string());
            Some(say!(
                "was {old}, before the new period: is now {new}",
                old,
                new
            ))
        }
        _ => None,
    };
    Some(Moved { text, question })
}

fn years_of(text: &str) -> impl Iterator<Item = i32> {
    fours(text).map(|(_, year)| year)
}

/// A term of other years that the calendar has: of the 29th of February the 28th is made.
fn in_calendar(text: &str, by: i32) -> String {
    let moved = moved(text, by);
    if When::parse(&moved, |_| false).is_ok() {
        return moved;
    }
    moved.replace("-02-29", "-02-28")
}

/// Whether a term is of days, so that another year has them on other days of the week.
fn is_dated(when: &When) -> bool {
    let day = |moment: &Moment| matches!(moment, Moment::Day(_));
    let days = |term: &Term| match term {
        Term::One(moment) => day(moment),
        Term::Range(first, last) => day(first) || day(last),
    };
    match when {
        When::At(term) => days(term),
        When::Either(first, second) => days(first) || days(second),
        When::Until(moment) => day(moment),
        When::Word(_) => false,
    }
}

/// What is asked of days that moved on.
fn days(old: (NaiveDate, NaiveDate), new: (NaiveDate, NaiveDate), labels: &Labels) -> Message {
    let told = |(first, last): (NaiveDate, NaiveDate)| {
        if first == last {
            told(first, labels)
        } else {
            say!(
                "{first} to {last}",
                first = told(first, labels),
                last = told(last, labels)
            )
        }
    };
    let is_free = is_free(new.0, labels) || is_free(new.1, labels);
    let (old, new) = (told(old), told(new));
    if is_free {
        say!(
            "once only: was {old}, is now {new}, when nobody works; move it, or take it out",
            old,
            new
        )
    } else {
        say!(
            "once only: was {old}, is now {new}; keep it, move it, or take it out",
            old,
            new
        )
    }
}

//! Days: of the week, and those on which nobody works.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::diagnostics::{Message, say};
use crate::kind::labels::Labels;

/// A day with its name in the week, and that of the holiday if it is one: `2028-02-16 (Wednesday, …)`.
pub(super) fn told(day: NaiveDate, labels: &Labels) -> Message {
    let (date, weekday) = (day.to_string(), weekday(day));
    match holiday(day, labels) {
        Some(holiday) => say!("{date} ({weekday}, {holiday})", date, weekday, holiday),
        None => say!("{date} ({weekday})", date, weekday),
    }
}

/// Whether nobody works on a day: at the end of the week, or on a holiday.
pub(super) fn is_free(day: NaiveDate, labels: &Labels) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || holiday(day, labels).is_some()
}

/// The holiday of a day; the language file lists them under `holidays`, as `02-16` or as so many days
/// after Easter: `easter+1`.
fn holiday(day: NaiveDate, labels: &Labels) -> Option<&str> {
    let is_it = |key: &str| match key.strip_prefix("easter") {
        Some(after) => {
            let days = after.trim_start_matches('+').parse().unwrap_or(0);
            easter(day.year()).and_then(|easter| easter.checked_add_days(Days::new(days)))
                == Some(day)
        }
        None => day.format("%m-%d").to_string() == key,
    };
    let found = labels
        .entries("holidays")
        .iter()
        .find(|entry| is_it(&entry.key));
    found.and_then(|entry| entry.value.as_str())
}

/// Easter Sunday by the Gregorian computus (the rule of Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let lunar = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - lunar + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, (days / 31) as u32, (days % 31 + 1) as u32)
}

fn weekday(day: NaiveDate) -> Message {
    match day.weekday() {
        Weekday::Mon => say!("Monday"),
        Weekday::Tue => say!("Tuesday"),
        Weekday::Wed => say!("Wednesday"),
        Weekday::Thu => say!("Thursday"),
        Weekday::Fri => say!("Friday"),
        Weekday::Sat => say!("Saturday"),
        Weekday::Sun => say!("Sunday"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_tables_have_it() {
        for day in [
            "2024-03-31",
            "2025-04-20",
            "2027-03-28",
            "2028-04-16",
            "2038-04-25",
            "2049-04-18",
        ] {
            let day: NaiveDate = day.parse().expect("a day");
            assert_eq!(easter(day.year()), Some(day));
        }
    }
}

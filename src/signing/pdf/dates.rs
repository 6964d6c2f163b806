//! Dates of PDF (ISO 32000-1, 7.9.4).

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};

/// A time in the syntax of PDF, in UTC.
pub(super) fn written(at: DateTime<Utc>) -> String {
    at.format("D:%Y%m%d%H%M%SZ").to_string()
}

/// The time of a text such as `D:20260228103000+02'00'`. What is left out at the end is the first
/// of its kind; a time without a zone is taken to be UTC.
pub(super) fn read(text: &[u8]) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_prefix("D:").unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, zone) = text.split_at(end.unwrap_or(text.len()));
    let number = |from: usize, to: usize, missing: u32| match digits.get(from..to) {
        Some(digits) => digits.parse().ok(),
        None => (digits.len() <= from).then_some(missing),
    };
    let year = i32::try_from(number(0, 4, 0)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(4, 6, 1)?, number(6, 8, 1)?)?;
    let time = date.and_hms_opt(number(8, 10, 0)?, number(10, 12, 0)?, number(12, 14, 0)?)?;
    let local = offset(zone)?.from_local_datetime(&time).single()?;
    (digits.len() >= 4).then(|| local.with_timezone(&Utc))
}

/// `Z`, `+02'00'`, `-05'30`, or nothing.
fn offset(zone: &str) -> Option<FixedOffset> {
    let mut characters = zone.chars();
    let sign = match characters.next() {
        None | Some('Z') => return FixedOffset::east_opt(0),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let mut parts = characters.as_str().split('\'');
    let hours: i32 = parts.next()?.parse().ok()?;
    let minutes: i32 = match parts.next() {
        None | Some("") => 0,
        Some(minutes) => minutes.parse().ok()?,
    };
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written_and_in_other_zones() {
        let at = Utc.with_ymd_and_hms(2026, 2, 28, 10, 30, 5).unwrap();
        assert_eq!(written(at), "D:20260228103005Z");
        for text in [
            "D:20260228103005Z",
            "D:20260228123005+02'00'",
            "20260228053005-05'00",
            "D:20260228103005",
            "D:20260228103005Z00'00'",
        ] {
            assert_eq!(read(text.as_bytes()), Some(at), "{text}");
        }
        let year = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
        assert_eq!(read(b"D:2026"), Some(year));
        for text in [
            "",
            "D:",
            "D:2026022",
            "D:20261328",
            "D:20260101x",
            "ž",
            "D:2026+99'00'",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}

//! Lengths on the page.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

/// A length, kept as a whole number of thousandths of a point (1 pt = 1/72 inch).
///
/// Whole numbers make layout the same on every machine: sums have no rounding error, so a line
/// that fits here fits there.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// No length.
    pub const ZERO: Self = Self(0);

    /// Makes a length from thousandths of a point.
    #[must_use]
    pub const fn milli(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// Makes a length from whole points.
    #[must_use]
    pub const fn pt(points: i64) -> Self {
        Self(points * 1000)
    }

    /// Makes a length from whole millimetres, rounded to the nearest thousandth of a point.
    #[must_use]
    pub const fn mm(millimetres: i64) -> Self {
        Self((millimetres * 720_000 + 127) / 254)
    }

    /// In thousandths of a point.
    #[must_use]
    pub const fn to_milli(self) -> i64 {
        self.0
    }

    /// In points, for libraries that take floating-point numbers.
    #[must_use]
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// In twentieths of a point, the unit of most lengths in WordprocessingML, to the nearest.
    #[must_use]
    pub const fn to_twips(self) -> i64 {
        (self.0 * 20 + 500).div_euclid(1000)
    }

    /// This many thousandths of the length, as for a line height of 1.15 (`1150`).
    #[must_use]
    pub const fn per_mille(self, thousandths: i64) -> Self {
        Self((self.0 * thousandths + 500).div_euclid(1000))
    }

    /// What `used` leaves of this length, or zero if it leaves none.
    #[must_use]
    pub fn left_after(self, used: Self) -> Self {
        Self((self.0 - used.0).max(0))
    }

    /// The share `part / whole` of this length; zero if `whole` is not positive.
    #[must_use]
    pub fn share(self, part: i64, whole: i64) -> Self {
        if whole <= 0 {
            return Self::ZERO;
        }
        Self((i128::from(self.0) * i128::from(part) / i128::from(whole)) as i64)
    }
}

impl fmt::Display for Length {
    /// Writes points with up to three decimals, such as `12pt` and `0.567pt`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 1000, self.0.abs() % 1000);
        let digits = format!("{rest:03}");
        let decimals = digits.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{decimals}pt")
    }
}

impl FromStr for Length {
    type Err = String;

    /// Reads a number with a unit: `12pt`, `2.5mm`, `1.5cm`, `0`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || format!("`{text}` is not a length; write a number with `pt`, `mm` or `cm`");
        let text_trimmed = text.trim();
        if text_trimmed == "0" {
            return Ok(Self::ZERO);
        }
        let split = text_trimmed
            .find(|c: char| c.is_ascii_alphabetic())
            .ok_or_else(wanted)?;
        let (number, unit) = text_trimmed.split_at(split);
        let thousandths = parse_thousandths(number).ok_or_else(wanted)?;
        match unit {
            "pt" => Ok(Self(thousandths)),
            "mm" => Ok(Self((thousandths * 720 + 127).div_euclid(254))),
            "cm" => Ok(Self((thousandths * 7200 + 127).div_euclid(254))),
            _ => Err(wanted()),
        }
    }
}

/// Reads `1.15` as 1150; at most three decimals and six digits before them.
#[must_use]
pub fn parse_thousandths(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 6
        || decimals.len() > 3
        || !numeric(whole)
        || !numeric(decimals)
    {
        return None;
    }
    let fraction: i64 = format!("{decimals:0<3}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 1000 + fraction))
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }
}

impl Div<i64> for Length {
    type Output = Self;
    fn div(self, divisor: i64) -> Self {
        Self(self.0 / divisor)
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        Self(lengths.map(|length| length.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_units_exactly() {
        assert_eq!("12pt".parse(), Ok(Length::pt(12)));
        assert_eq!("25.4mm".parse(), Ok(Length::pt(72)));
        assert_eq!("2.54cm".parse(), Ok(Length::pt(72)));
        assert_eq!("0".parse(), Ok(Length::ZERO));
        assert_eq!("30mm".parse(), Ok(Length::mm(30)));
        for wrong in ["", "12", "pt", "1.2345pt", "1,5mm", "12px", "--1pt"] {
            assert!(wrong.parse::<Length>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn turns_into_the_units_of_the_formats() {
        assert_eq!(Length::pt(12).to_twips(), 240);
        assert_eq!(Length::mm(30).to_twips(), 1701);
        assert_eq!(Length::milli(12_567).to_string(), "12.567pt");
        assert_eq!(Length::pt(-3).to_string(), "-3pt");
        assert_eq!(Length::pt(12).per_mille(1150), Length::milli(13_800));
    }
}

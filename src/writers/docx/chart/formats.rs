//! How the numbers of a chart are printed: the codes by which Word formats numbers.

use super::Writer;
use crate::document::Amount;

impl Writer<'_> {
    /// The format of numbers: grouped, with as many decimals as are printed.
    pub(super) fn format<'n>(&self, amounts: impl Iterator<Item = &'n Amount>) -> String {
        let amounts: Vec<&Amount> = amounts.collect();
        let decimals = amounts
            .iter()
            .map(|amount| decimals(amount))
            .max()
            .unwrap_or(0);
        let point = if decimals > 0 { "." } else { "" };
        let (locale, rest) = (
            locale(self.lang),
            format!("{point}{}", "0".repeat(decimals)),
        );
        // Not every program takes a space for the sign of groups in this language, so it is written.
        let whole = match amounts.iter().find_map(|amount| group(amount)) {
            None => "0",
            Some(sign) if !sign.is_whitespace() => "#,##0",
            Some(_) => {
                let space = "\"\u{a0}\"";
                return format!(
                    "[>=1000000]{locale}#{space}###{space}##0{rest};\
                     [>=1000]{locale}#{space}##0{rest};{locale}0{rest}"
                );
            }
        };
        format!("{locale}{whole}{rest}")
    }
}

/// The sign between the groups of digits of a number, if it is printed with one.
fn group(amount: &Amount) -> Option<char> {
    let text = amount
        .text
        .trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let whole = amount.value.trunc().abs().normalize().to_string().len();
    text[digits..].chars().next().filter(|_| digits < whole)
}

/// The language of numbers, in the words of a format code ([MS-LCID]); else that of the machine.
fn locale(lang: &str) -> &'static str {
    match lang.split('-').next() {
        Some("lt") => "[$-427]",
        Some("en") => "[$-409]",
        _ => "",
    }
}

/// How many decimals a number is printed with: the digits of the text that are not those before
/// the sign of decimals, whatever that sign is.
fn decimals(amount: &Amount) -> usize {
    let digits = amount.text.chars().filter(char::is_ascii_digit).count();
    let whole = amount.value.trunc().abs().normalize().to_string().len();
    digits.saturating_sub(whole).min(28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_that_are_printed() {
        let printed = |value: &str, text: &str| {
            let value = value.parse().unwrap_or_default();
            decimals(&Amount {
                value,
                text: text.to_owned(),
            })
        };
        assert_eq!(printed("5092", "5 092"), 0);
        assert_eq!(printed("1234.5", "1 234,5"), 1);
        assert_eq!(printed("-0.25", "−0,25"), 2);
        assert_eq!(printed("3", "3,00"), 2);
        assert_eq!(printed("0", "0"), 0);
    }
}

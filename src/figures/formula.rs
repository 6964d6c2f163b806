//! Formulas: exact arithmetic over named figures.
//!
//! ```text
//! formula = term { ("+" | "-") term }
//! term    = factor { ("*" | "/") factor }
//! factor  = number | name | "(" formula ")"
//! ```
//!
//! A name is `a-z`, `0-9` and `-`, starting with a letter, so a minus sign needs spaces around
//! it. `−`, `×` and `÷` may be written for `-`, `*` and `/`.

use rust_decimal::Decimal;

/// How deep parentheses may be nested.
const MAX_DEPTH: usize = 32;

/// Computes a formula; `operand` gives the value of a name.
///
/// # Errors
///
/// Says why there is no value: an unknown name, a division by zero, a number too large, or
/// what cannot be read.
pub fn evaluate(
    formula: &str,
    operand: &dyn Fn(&str) -> Option<Decimal>,
) -> Result<Decimal, String> {
    let mut parser = Parser {
        rest: formula.trim_start(),
        operand,
        depth: 0,
    };
    let value = parser.sum()?;
    if parser.rest.is_empty() {
        Ok(value)
    } else {
        Err(format!("`{}` is too much in the formula", parser.rest))
    }
}

struct Parser<'a> {
    rest: &'a str,
    operand: &'a dyn Fn(&str) -> Option<Decimal>,
    depth: usize,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<Decimal, String> {
        let mut value = self.product()?;
        loop {
            value = if self.take(&['+']) {
                value.checked_add(self.product()?)
            } else if self.take(&['-', '\u{2212}']) {
                value.checked_sub(self.product()?)
            } else {
                return Ok(value);
            }
            .ok_or_else(too_large)?;
        }
    }

    fn product(&mut self) -> Result<Decimal, String> {
        let mut value = self.factor()?;
        loop {
            value = if self.take(&['*', '×']) {
                value.checked_mul(self.factor()?).ok_or_else(too_large)?
            } else if self.take(&['/', '÷']) {
                let divisor = self.factor()?;
                if divisor.is_zero() {
                    return Err("the divisor is zero".to_owned());
                }
                value.checked_div(divisor).ok_or_else(too_large)?
            } else {
                return Ok(value);
            };
        }
    }

    fn factor(&mut self) -> Result<Decimal, String> {
        if self.take(&['(']) {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(format!(
                    "parentheses are nested deeper than {MAX_DEPTH} levels"
                ));
            }
            let value = self.sum()?;
            self.depth -= 1;
            return if self.take(&[')']) {
                Ok(value)
            } else {
                Err("a `)` is missing".to_owned())
            };
        }
        let length = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
        let (word, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        if word.is_empty() {
            return Err("a figure or a number is missing in the formula".to_owned());
        }
        self.rest = rest.trim_start();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word
                .parse()
                .map_err(|_| format!("`{word}` is not a number"));
        }
        (self.operand)(word).ok_or_else(|| format!("there is no figure `{word}`"))
    }

    fn take(&mut self, signs: &[char]) -> bool {
        let rest = self.rest.strip_prefix(signs);
        if let Some(rest) = rest {
            self.rest = rest.trim_start();
        }
        rest.is_some()
    }
}

fn too_large() -> String {
    "the result has more digits than can be kept exactly".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(formula: &str) -> Result<String, String> {
        let operand = |name: &str| match name {
            "loans" => Some(Decimal::from(5000)),
            "stock" => Some(Decimal::from(24000)),
            "none" => Some(Decimal::ZERO),
            _ => None,
        };
        evaluate(formula, &operand).map(|value| value.to_string())
    }

    #[test]
    fn arithmetic_has_the_usual_order() {
        assert_eq!(value("1 + 2 * 3"), Ok("7".to_owned()));
        assert_eq!(value("(1 + 2) × 3 − 4 ÷ 2"), Ok("7".to_owned()));
        assert_eq!(value("0.1 + 0.2"), Ok("0.3".to_owned()));
        assert_eq!(
            value("loans / stock * 100").map(|v| v[..7].to_owned()),
            Ok("20.8333".to_owned())
        );
    }

    #[test]
    fn what_has_no_value_says_why() {
        assert_eq!(value("loans / none"), Err("the divisor is zero".to_owned()));
        assert_eq!(
            value("loan / stock"),
            Err("there is no figure `loan`".to_owned())
        );
        assert_eq!(value("(loans"), Err("a `)` is missing".to_owned()));
        assert_eq!(
            value("loans stock"),
            Err("`stock` is too much in the formula".to_owned())
        );
        assert_eq!(
            value("loans /"),
            Err("a figure or a number is missing in the formula".to_owned())
        );
        assert!(value(&"(".repeat(100)).is_err());
    }
}

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

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The formula itself cannot be read, whatever the figures are.
    Formula(String),
    /// The figures do not allow it: one is missing, the divisor is zero, a number is too large.
    Figures(String),
}

/// Computes a formula; `operand` gives the value of a name.
///
/// # Errors
///
/// Says why there is no value.
pub fn evaluate(
    formula: &str,
    operand: &dyn Fn(&str) -> Option<Decimal>,
) -> Result<Decimal, Fault> {
    let mut parser = Parser {
        rest: formula.trim_start(),
        operand,
        depth: 0,
    };
    let value = parser.sum()?;
    if parser.rest.is_empty() {
        Ok(value)
    } else {
        Err(unreadable(format!("`{}` is too much in it", parser.rest)))
    }
}

struct Parser<'a> {
    rest: &'a str,
    operand: &'a dyn Fn(&str) -> Option<Decimal>,
    depth: usize,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<Decimal, Fault> {
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

    fn product(&mut self) -> Result<Decimal, Fault> {
        let mut value = self.factor()?;
        loop {
            value = if self.take(&['*', '×']) {
                value.checked_mul(self.factor()?).ok_or_else(too_large)?
            } else if self.take(&['/', '÷']) {
                let written = self.rest;
                let divisor = self.factor()?;
                if divisor.is_zero() {
                    let name = written[..written.len() - self.rest.len()].trim();
                    return Err(Fault::Figures(format!("the divisor `{name}` is zero")));
                }
                value.checked_div(divisor).ok_or_else(too_large)?
            } else {
                return Ok(value);
            };
        }
    }

    fn factor(&mut self) -> Result<Decimal, Fault> {
        if self.take(&['(']) {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(unreadable(format!(
                    "parentheses are nested deeper than {MAX_DEPTH} levels"
                )));
            }
            let value = self.sum()?;
            self.depth -= 1;
            return if self.take(&[')']) {
                Ok(value)
            } else {
                Err(unreadable("a `)` is missing".to_owned()))
            };
        }
        let length = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
        let (word, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        if word.is_empty() {
            return Err(unreadable(
                "a figure or a number is missing in it".to_owned(),
            ));
        }
        self.rest = rest.trim_start();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word
                .parse()
                .map_err(|_| unreadable(format!("`{word}` is not a number")));
        }
        (self.operand)(word).ok_or_else(|| Fault::Figures(format!("there is no figure `{word}`")))
    }

    fn take(&mut self, signs: &[char]) -> bool {
        let rest = self.rest.strip_prefix(signs);
        if let Some(rest) = rest {
            self.rest = rest.trim_start();
        }
        rest.is_some()
    }
}

fn too_large() -> Fault {
    Fault::Figures("the result has more digits than can be kept exactly".to_owned())
}

fn unreadable(why: String) -> Fault {
    Fault::Formula(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(formula: &str) -> Result<String, Fault> {
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
        assert_eq!(
            value("loans / none"),
            Err(Fault::Figures("the divisor `none` is zero".to_owned()))
        );
        assert_eq!(
            value("loan / stock"),
            Err(Fault::Figures("there is no figure `loan`".to_owned()))
        );
        assert_eq!(
            value("(loans"),
            Err(unreadable("a `)` is missing".to_owned()))
        );
        assert_eq!(
            value("loans stock"),
            Err(unreadable("`stock` is too much in it".to_owned()))
        );
        assert_eq!(
            value("loans /"),
            Err(unreadable(
                "a figure or a number is missing in it".to_owned()
            ))
        );
        assert!(value(&"(".repeat(100)).is_err());
    }
}

//! Figures: the numbers that a document computes from its content.
//!
//! The document states figures by year; the kind says which indicators follow from them. All
//! numbers are exact decimals, rounded half up only where an indicator says to how many
//! decimals. An indicator that cannot be computed is told at the figures it lacks.

pub mod formula;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::content::{Content, Data, Entry, Value};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::kind::Kind;
use crate::kind::indicator::Indicator;
use formula::Fault;

/// The figures of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// One for each entry of `figures`, in the order of the document.
    pub series: Vec<Series>,
}

/// The figures of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The key in the document, such as `2027`.
    pub key: String,
    /// What was computed, each with the name of its indicator.
    pub indicators: Vec<(String, Decimal)>,
}

/// Computes the indicators of the kind for every year of the document.
pub fn compute(content: &Content, kind: &Kind, sink: &mut Sink) -> Figures {
    let years = content
        .root
        .get("figures")
        .map(Value::entries)
        .unwrap_or_default();
    let series = years.iter().map(|year| Year::new(year, sink).compute(kind));
    Figures {
        series: series.collect(),
    }
}

/// The figures that a document states for one year.
struct Year<'a> {
    key: &'a str,
    stated: &'a Value,
    /// What is wrong with the figures themselves has been told; what follows from it is not.
    silent: bool,
    /// Why indicators cannot be computed: each is told once, at the first indicator.
    told: Vec<String>,
    sink: &'a mut Sink,
}

impl<'a> Year<'a> {
    fn new(year: &'a Entry, sink: &'a mut Sink) -> Self {
        Self {
            key: &year.key,
            stated: &year.value,
            silent: sink.has_error_in(year.value.span),
            told: Vec::new(),
            sink,
        }
    }

    fn compute(mut self, kind: &Kind) -> Series {
        let indicators = kind.indicators.iter();
        Series {
            key: self.key.to_owned(),
            indicators: indicators
                .filter_map(|indicator| self.indicator(indicator))
                .collect(),
        }
    }

    fn indicator(&mut self, indicator: &Indicator) -> Option<(String, Decimal)> {
        let operand = |name: &str| match self.stated.get(name)?.data {
            Data::Decimal(number) => Some(number),
            _ => None,
        };
        match formula::evaluate(&indicator.formula, &operand) {
            Ok(value) => return Some((indicator.id.clone(), round(value, indicator.decimals))),
            Err(Fault::Formula(why)) => {
                let message = format!("the formula cannot be read: {why}");
                let diagnostic = Diagnostic::error(Code::InvalidKind, indicator.place, message);
                self.sink.push(diagnostic);
            }
            Err(Fault::Figures(why)) if !self.silent && !self.told.contains(&why) => {
                let (id, formula) = (&indicator.id, &indicator.formula);
                let message = format!("`{id}` of {} cannot be computed: {why}", self.key);
                self.sink.push(
                    Diagnostic::error(Code::Uncomputable, self.stated.span, message)
                        .label(format!("{id} = {formula}"))
                        .path(format!("figures.{}", self.key)),
                );
                self.told.push(why);
            }
            Err(Fault::Figures(_)) => {}
        }
        None
    }
}

/// Rounds half up (away from zero) and keeps exactly this many decimals.
#[must_use]
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut rounded =
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_up_and_keeps_zeros() {
        let ratio = |a: i64, b: i64| round(Decimal::from(a) / Decimal::from(b), 2).to_string();
        assert_eq!(ratio(5000, 24000), "0.21");
        assert_eq!(ratio(5092, 634), "8.03");
        assert_eq!(ratio(1, 8), "0.13");
        assert_eq!(ratio(24000, 640), "37.50");
        assert_eq!(ratio(-1, 8), "-0.13");
    }
}

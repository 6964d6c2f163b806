//! Figures: the numbers that a document computes from its content.
//!
//! The document states figures by year; the kind says which indicators follow from them. All
//! numbers are exact decimals, rounded half up only where an indicator says to how many
//! decimals. An indicator that cannot be computed is told at the figures it lacks.

pub mod formula;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::content::{Content, Data, Value};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::kind::Kind;
use crate::kind::indicator::Indicator;

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
    let series = years.iter().map(|year| Series {
        key: year.key.clone(),
        indicators: kind
            .indicators
            .iter()
            .filter_map(|indicator| one(indicator, &year.key, &year.value, sink))
            .collect(),
    });
    Figures {
        series: series.collect(),
    }
}

fn one(
    indicator: &Indicator,
    year: &str,
    stated: &Value,
    sink: &mut Sink,
) -> Option<(String, Decimal)> {
    let operand = |name: &str| match stated.get(name)?.data {
        Data::Decimal(number) => Some(number),
        _ => None,
    };
    match formula::evaluate(&indicator.formula, &operand) {
        Ok(value) => Some((indicator.id.clone(), round(value, indicator.decimals))),
        Err(why) => {
            let message = format!("`{}` of {year} cannot be computed: {why}", indicator.id);
            sink.push(
                Diagnostic::error(Code::Uncomputable, stated.span, message)
                    .label(format!("{} = {}", indicator.id, indicator.formula))
                    .path(format!("figures.{year}")),
            );
            None
        }
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

//! Tests of the marks of axes and of charts in words.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Words, alt, ticks};
use crate::document::ChartSort;
use crate::kind::labels::Labels;
use crate::source::Sources;

fn marks(lowest: &str, highest: &str) -> String {
    let number = |text: &str| {
        text.parse::<Decimal>()
            .unwrap_or_else(|error| panic!("{error}"))
    };
    let marks = ticks(number(lowest), number(highest));
    marks
        .iter()
        .map(Decimal::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn marks_are_round_numbers_from_zero() {
    assert_eq!(marks("5092", "10550"), "0 2500 5000 7500 10000 12500");
    assert_eq!(marks("3", "5"), "0 1 2 3 4 5");
    assert_eq!(marks("0.02", "0.07"), "0 0.02 0.04 0.06 0.08");
    assert_eq!(marks("-3.5", "12"), "-5 0 5 10 15");
    assert_eq!(marks("-40", "-10"), "-40 -30 -20 -10 0");
    assert_eq!(marks("0", "0"), "0 1");
}

proptest! {
    #[test]
    fn marks_hold_all_values_at_even_steps(a in -10_i64.pow(15)..10_i64.pow(15), b in -10_i64.pow(15)..10_i64.pow(15), scale in 0..12_u32) {
        let (a, b) = (Decimal::new(a, scale), Decimal::new(b, scale));
        let marks = ticks(a.min(b), a.max(b));
        prop_assert!((4..=8).contains(&marks.len()) || (a.is_zero() && b.is_zero()));
        let step = marks[1] - marks[0];
        prop_assert!(marks.windows(2).all(|pair| pair[1] - pair[0] == step));
        prop_assert!(marks.iter().any(Decimal::is_zero));
        let (first, last) = (marks[0], marks[marks.len() - 1]);
        prop_assert!(first <= a.min(b) && last >= a.max(b));
        // Not a whole step is wasted at either end.
        prop_assert!(first.is_zero() || first + step > a.min(b));
        prop_assert!(last.is_zero() || last - step < a.max(b));
        let digits = step.mantissa().to_string();
        prop_assert!(["1", "2", "25", "5"].contains(&digits.trim_end_matches('0')), "{step}");
    }

    #[test]
    fn no_number_is_too_large_or_too_small(mantissa in any::<i64>(), high in any::<u32>(), scale in 0..=28_u32) {
        let value = Decimal::from_parts(mantissa as u32, (mantissa >> 32) as u32, high, mantissa < 0, scale);
        let marks = ticks(value, value);
        prop_assert!(marks.len() >= 2 && marks.is_sorted());
    }
}

fn labels() -> Labels {
    let text = include_str!("../../../templates/common/labels.lt.yaml");
    let (mut sources, mut sink) = (Sources::default(), crate::diagnostics::Sink::default());
    let file = sources.add("labels.lt.yaml", text);
    let root = crate::yaml::parse(file, &sources, &mut sink);
    Labels::new(root.unwrap_or_else(|| panic!("the labels are sound")))
}

fn told(caption: &str, unit: &str, series: &[(&str, [Option<&str>; 2])]) -> String {
    let own = |(name, values): &(&str, [Option<&str>; 2])| {
        let values = values
            .iter()
            .map(|value| value.map(str::to_owned))
            .collect();
        ((*name).to_owned(), values)
    };
    let words = Words {
        sort: ChartSort::Bar,
        caption,
        unit,
        categories: &["2025 m.".to_owned(), "2026 m.".to_owned()],
        series: &series.iter().map(own).collect::<Vec<_>>(),
    };
    alt(&words, &labels())
}

#[test]
fn a_chart_is_told_with_all_its_numbers() {
    assert_eq!(
        told(
            "Apsilankymai",
            "vnt.",
            &[("", [Some("5 092"), Some("10 550")])]
        ),
        "Stulpelinė diagrama „Apsilankymai“ (vnt.). 2025 m.: 5 092; 2026 m.: 10 550."
    );
    let series = [
        ("lankytojai", [Some("5 092"), None]),
        ("išduota {value}", [Some("2 615"), Some("3 000")]),
    ];
    assert_eq!(
        told("", "", &series),
        "Stulpelinė diagrama. 2025 m.: lankytojai 5 092, išduota {value} 2 615; \
         2026 m.: lankytojai nėra duomenų, išduota {value} 3 000."
    );
}

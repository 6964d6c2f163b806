//! Charts: the marks of their axes, and what they say in words.

use rust_decimal::Decimal;
use tera::Value;

use super::values::{Viewer, counted, map};
use crate::content::inline;
use crate::document::ChartSort;
use crate::figures::chart::Chart;
use crate::kind::labels::Labels;

/// A chart as a value of Tera: `{ sort, unit, caption, number, alt, ticks, categories, series }`.
pub(super) fn value(viewer: &Viewer<'_>, chart: &Chart) -> Value {
    let sort = match chart.sort.as_str() {
        "line" => ChartSort::Line,
        "pie" => ChartSort::Pie,
        _ => ChartSort::Bar,
    };
    let series: Vec<(String, Vec<Option<String>>)> = chart
        .series
        .iter()
        .map(|(name, values)| {
            let values = values.iter();
            let printed = values.map(|value| value.map(|value| viewer.forms.number(value)));
            (viewer.figure_name(name), printed.collect())
        })
        .collect();
    let caption = chart.caption.as_ref();
    let plain = caption.and_then(|caption| caption.as_str());
    let plain = plain.map(inline::plain).unwrap_or_default();
    let words = Words {
        sort,
        caption: &plain,
        unit: &chart.unit,
        categories: &chart.categories,
        series: &series,
    };
    let number = counted(
        &viewer.forms.fill("charts.counted", &[]),
        &chart.number.to_string(),
    );
    let number = viewer
        .forms
        .fill_markup("charts.label", &[("number", &number)]);
    let names = chart.categories.iter();
    let names: Vec<Value> = names.map(|name| Value::normal_string(name)).collect();
    let of_series = chart.series.iter().zip(&series);
    let of_series: Vec<Value> = of_series
        .map(|((_, exact), (name, printed))| {
            let amounts = exact.iter().zip(printed).map(|amount| match amount {
                (Some(value), Some(text)) => amount_value(*value, text),
                _ => Value::none(),
            });
            map([
                ("name", Value::normal_string(name)),
                ("values", Value::from(amounts.collect::<Vec<_>>())),
            ])
        })
        .collect();
    map([
        (
            "id",
            chart
                .id
                .as_ref()
                .map_or_else(Value::none, |id| Value::normal_string(id)),
        ),
        ("sort", Value::normal_string(&chart.sort)),
        ("unit", Value::normal_string(&chart.unit)),
        (
            "caption",
            caption.map_or_else(Value::none, |caption| viewer.value(caption)),
        ),
        ("number", Value::safe_string(&number)),
        ("alt", Value::normal_string(&alt(&words, viewer.labels()))),
        ("ticks", axis(viewer, chart, sort)),
        ("categories", Value::from(names)),
        ("series", Value::from(of_series)),
    ])
}

/// The marks of the axis; none for a pie.
fn axis(viewer: &Viewer<'_>, chart: &Chart, sort: ChartSort) -> Value {
    if sort == ChartSort::Pie {
        return Value::none();
    }
    let values = || {
        chart
            .series
            .iter()
            .flat_map(|(_, values)| values.iter().flatten())
    };
    let (lowest, highest) = (values().min().copied(), values().max().copied());
    let marks = ticks(lowest.unwrap_or_default(), highest.unwrap_or_default()).into_iter();
    let marks = marks.map(|mark| amount_value(mark, &viewer.forms.number(mark)));
    Value::from(marks.collect::<Vec<_>>())
}

fn amount_value(value: Decimal, text: &str) -> Value {
    map([
        ("value", Value::normal_string(&value.to_string())),
        ("text", Value::normal_string(text)),
    ])
}

/// The fewest and the most marks of an axis.
const MARKS: std::ops::RangeInclusive<usize> = 4..=8;
/// How many marks please the eye most.
const PLEASING: usize = 6;

/// The marks of an axis for values from `lowest` to `highest`: multiples of a step that people
/// count in (1, 2, 2.5 or 5 times a power of ten), from 0 unless there are values below it.
///
/// There are 4 to 8 of them, from the last below all values to the first above. Numbers at the
/// limits of what can be counted have fewer marks, but two at least.
pub(super) fn ticks(lowest: Decimal, highest: Decimal) -> Vec<Decimal> {
    let low = lowest.min(highest).min(Decimal::ZERO);
    let high = highest.max(lowest).max(Decimal::ZERO);
    if low == high {
        return vec![Decimal::ZERO, Decimal::ONE];
    }
    let candidates = steps(low, high).into_iter();
    let marked = candidates.filter_map(|step| marks(low, high, step));
    let fitting = marked.filter(|marks| MARKS.contains(&marks.len()));
    fitting
        .min_by_key(|marks| marks.len().abs_diff(PLEASING))
        .unwrap_or_else(|| vec![low, high])
}

/// Steps from the narrowest that could do.
fn steps(low: Decimal, high: Decimal) -> Vec<Decimal> {
    let reach = high.max(-low);
    let mut power = Decimal::ONE;
    while let Some(next) = power
        .checked_mul(Decimal::TEN)
        .filter(|next| *next <= reach)
    {
        power = next;
    }
    while power > reach && power.scale() < 26 {
        power /= Decimal::TEN;
    }
    let factors = [1, 2, 25, 5].map(|factor| Decimal::new(factor, u32::from(factor == 25)));
    let powers = [power / Decimal::TEN, power];
    let steps = powers
        .iter()
        .flat_map(|power| factors.iter().map(|factor| power.checked_mul(*factor)));
    steps
        .flatten()
        .map(|step| step.normalize())
        .filter(|step| !step.is_zero())
        .collect()
}

/// The multiples of `step` around all values; none if there are too many or too large ones.
fn marks(low: Decimal, high: Decimal, step: Decimal) -> Option<Vec<Decimal>> {
    let first = low.checked_div(step)?.floor();
    let last = high.checked_div(step)?.ceil();
    let mut marks = Vec::new();
    let mut number = first;
    while number <= last {
        if marks.len() == *MARKS.end() {
            return None;
        }
        marks.push(number.checked_mul(step)?.normalize());
        number = number.checked_add(Decimal::ONE)?;
    }
    Some(marks)
}

/// What a chart shows, in the words that it prints.
pub(super) struct Words<'a> {
    /// How it shows values.
    pub sort: ChartSort,
    /// Its caption without a number, if it has one.
    pub caption: &'a str,
    /// The unit, if it has one.
    pub unit: &'a str,
    /// What the values are of.
    pub categories: &'a [String],
    /// The name of every series, and its values; none where there is no value.
    pub series: &'a [(String, Vec<Option<String>>)],
}

/// A chart in words with all its numbers, by the patterns of the language.
pub(super) fn alt(words: &Words<'_>, labels: &Labels) -> String {
    let label = |key: &str| labels.get(&format!("charts.{key}")).unwrap_or_default();
    let part = |key: &str, text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            label(key).replace(&format!("{{{key}}}"), text)
        }
    };
    let sort = label(match words.sort {
        ChartSort::Bar => "bar",
        ChartSort::Line => "line",
        ChartSort::Pie => "pie",
    });
    let values = |index: usize| {
        let told = words.series.iter().map(|(name, values)| {
            let value = values.get(index).and_then(Option::as_deref);
            let value = value.unwrap_or_else(|| label("missing"));
            if words.series.len() == 1 {
                value.to_owned()
            } else {
                fill(label("series"), &[("name", name), ("value", value)])
            }
        });
        told.collect::<Vec<_>>().join(label("series-separator"))
    };
    let categories = words
        .categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            fill(
                label("category"),
                &[("category", category), ("values", &values(index))],
            )
        });
    let values = categories.collect::<Vec<_>>().join(label("separator"));
    fill(
        label("whole"),
        &[
            ("sort", sort),
            ("caption", &part("caption", words.caption)),
            ("unit", &part("unit", words.unit)),
            ("values", &values),
        ],
    )
}

/// A pattern with its gaps filled, in one pass: what is put in is not searched again.
fn fill(pattern: &str, gaps: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        let gap = rest[start..].find('}').map(|end| start + end);
        let found = gap.and_then(|end| {
            let name = &rest[start + 1..end];
            gaps.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, text)| (*text, end))
        });
        let Some((text, end)) = found else {
            out.push_str(&rest[..=start]);
            rest = &rest[start + 1..];
            continue;
        };
        out.push_str(&rest[..start]);
        out.push_str(text);
        rest = &rest[end + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests;

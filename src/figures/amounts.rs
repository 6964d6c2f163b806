//! Amounts of money: by year and by source, added up to every level of the document.

use std::collections::BTreeMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::content::{Content, Data, Part, Value};
use crate::diagnostics::{Code, Diagnostic, Sink, did_you_mean, say};
use crate::source::Span;

/// The amounts of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Amounts {
    /// The years of the amounts in order: those of the period, and others that have amounts.
    pub years: Vec<String>,
    /// The sums, by the place of the mapping that they are the sums of.
    pub sums: BTreeMap<Span, Sum>,
    /// The amounts themselves, in the order of the document.
    pub leaves: Vec<Leaf>,
    /// The sums by source; amounts that are not divided stand under all their sources together.
    pub sources: Vec<(Vec<String>, Sum)>,
}

/// An amount as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its path in the document, such as `goals[0].money.2027`.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// The index of its year.
    pub year: usize,
    /// The sources that it is of: one, or several that it is not divided among.
    pub sources: Vec<String>,
    /// How much it is.
    pub amount: Decimal,
}

/// The sum of the amounts of a part of the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sum {
    /// One for each of the years; none for a year without any amount.
    pub years: Vec<Option<Decimal>>,
}

impl Sum {
    /// The sum over all years.
    #[must_use]
    pub fn all(&self) -> Decimal {
        let years = self.years.iter().flatten();
        years.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(*amount))
    }

    fn add(&mut self, year: usize, amount: Decimal) {
        if self.years.len() <= year {
            self.years.resize(year + 1, None);
        }
        let sum = &mut self.years[year];
        *sum = Some(sum.unwrap_or_default().saturating_add(amount));
    }

    fn join(&mut self, other: &Self) {
        for (year, amount) in other.years.iter().enumerate() {
            if let Some(amount) = amount {
                self.add(year, *amount);
            }
        }
    }
}

impl Amounts {
    /// The total of a year (by its index), or of all years, over the whole document.
    #[must_use]
    pub fn total(&self, year: Option<usize>) -> Decimal {
        let sums = self.sources.iter().map(|(_, sum)| match year {
            Some(year) => sum.years.get(year).copied().flatten().unwrap_or_default(),
            None => sum.all(),
        });
        sums.fold(Decimal::ZERO, Decimal::saturating_add)
    }
}

impl Amounts {
    /// Gives all sums as many decimals as the finest of them has: they stand under one another.
    fn even(&mut self) {
        let sources = self.sources.iter_mut().map(|(_, sum)| sum);
        let sums = self.sums.values_mut().chain(sources);
        let mut amounts: Vec<&mut Decimal> = sums
            .flat_map(|sum| sum.years.iter_mut().flatten())
            .collect();
        let finest = amounts.iter().map(|amount| amount.scale()).max();
        for amount in &mut amounts {
            amount.rescale(finest.unwrap_or_default());
        }
    }
}

/// Adds up the amounts of a document.
pub(super) fn read(content: &Content, sink: &mut Sink) -> Amounts {
    let parts = content.root.parts(Part::Amounts);
    if parts.is_empty() {
        return Amounts::default();
    }
    let known = content
        .root
        .get("sources")
        .map(Value::entries)
        .unwrap_or_default();
    let known: Vec<String> = known.iter().map(|entry| entry.key.clone()).collect();
    let mut gatherer = Gatherer {
        amounts: Amounts {
            years: years(content, &parts),
            // In the order of the document's own list.
            sources: known
                .iter()
                .map(|key| (vec![key.clone()], Sum::default()))
                .collect(),
            ..Amounts::default()
        },
        known,
        sink,
    };
    gatherer.value(&content.root, "", &[]);
    let period = content.period.map(|period| {
        let (first, last) = period.days();
        (first.year(), last.year())
    });
    if let Some((first, last)) = period {
        gatherer.outside(&parts, first, last);
    }
    let mut amounts = gatherer.amounts;
    amounts.sources.retain(|(_, sum)| !sum.years.is_empty());
    let count = amounts.years.len();
    for sum in amounts.sums.values_mut() {
        sum.years.resize(count, None);
    }
    for (_, sum) in &mut amounts.sources {
        sum.years.resize(count, None);
    }
    amounts.even();
    amounts
}

/// The years of the period, then those of amounts outside it, in order.
fn years(content: &Content, parts: &[(String, &Value)]) -> Vec<String> {
    let mut years: Vec<i32> = content.period.map_or_else(Vec::new, |period| {
        let (first, last) = period.days();
        (first.year()..=last.year()).collect()
    });
    let keys = parts.iter().flat_map(|(_, value)| value.entries());
    years.extend(keys.filter_map(|entry| entry.key.parse::<i32>().ok()));
    years.sort_unstable();
    years.dedup();
    years.iter().map(i32::to_string).collect()
}

struct Gatherer<'a> {
    amounts: Amounts,
    /// The sources that the document lists.
    known: Vec<String>,
    sink: &'a mut Sink,
}

impl Gatherer<'_> {
    /// The sum of what a value holds, remembered under its place; `sources` are those that the
    /// mapping around names.
    fn value(&mut self, value: &Value, path: &str, sources: &[(String, Span)]) -> Option<Sum> {
        if let Data::Part(Part::Amounts, _) = value.data {
            let sum = self.leaf(value, path, sources);
            self.amounts.sums.insert(value.span, sum.clone());
            return Some(sum);
        }
        let own: Vec<(String, Span)> = value.get("sources").map_or_else(
            || sources.to_vec(),
            |list| {
                let items = list.items().iter().map(|item| &item.value);
                items
                    .filter_map(|item| Some((item.as_str()?.to_owned(), item.span)))
                    .collect()
            },
        );
        let mut sum: Option<Sum> = None;
        let mut join = |inner: Option<Sum>| {
            if let Some(inner) = inner {
                sum.get_or_insert_default().join(&inner);
            }
        };
        for (index, item) in value.items().iter().enumerate() {
            join(self.value(&item.value, &format!("{path}[{index}]"), &own));
        }
        for entry in value.entries() {
            let dot = if path.is_empty() { "" } else { "." };
            join(self.value(&entry.value, &format!("{path}{dot}{}", entry.key), &own));
        }
        if let (Some(sum), Data::Map(_)) = (&sum, &value.data) {
            self.amounts.sums.insert(value.span, sum.clone());
        }
        sum
    }

    fn leaf(&mut self, value: &Value, path: &str, sources: &[(String, Span)]) -> Sum {
        for (source, span) in sources {
            self.source(source, *span, path);
        }
        let together: Vec<String> = sources.iter().map(|(source, _)| source.clone()).collect();
        let mut sum = Sum::default();
        for entry in value.entries() {
            let Some(year) = self
                .amounts
                .years
                .iter()
                .position(|year| *year == entry.key)
            else {
                continue;
            };
            if let Some(amount) = entry.value.as_decimal() {
                sum.add(year, amount);
                self.by_source(&together).add(year, amount);
                self.amounts.leaves.push(Leaf {
                    path: format!("{path}.{}", entry.key),
                    span: entry.value.span,
                    year,
                    sources: together.clone(),
                    amount,
                });
            }
            for part in entry.value.entries() {
                self.source(&part.key, part.key_span, path);
                if let Some(amount) = part.value.as_decimal() {
                    sum.add(year, amount);
                    self.by_source(std::slice::from_ref(&part.key))
                        .add(year, amount);
                    self.amounts.leaves.push(Leaf {
                        path: format!("{path}.{}.{}", entry.key, part.key),
                        span: part.value.span,
                        year,
                        sources: vec![part.key.clone()],
                        amount,
                    });
                }
            }
        }
        sum
    }

    fn by_source(&mut self, sources: &[String]) -> &mut Sum {
        let list = &mut self.amounts.sources;
        let index = list.iter().position(|(known, _)| known == sources);
        let index = index.unwrap_or_else(|| {
            list.push((sources.to_vec(), Sum::default()));
            list.len() - 1
        });
        &mut list[index].1
    }

    fn source(&mut self, source: &str, span: Span, path: &str) {
        if self.known.is_empty() || self.known.iter().any(|known| known == source) {
            return;
        }
        let message = say!("`{key}` is not in `{part}`", key = source, part = "sources");
        let near = did_you_mean(source, self.known.iter().map(String::as_str));
        let hint = near.map_or_else(
            || say!("add `{key}` to `{part}`", key = source, part = "sources"),
            |near| say!("did you mean `{near}`?", near),
        );
        self.sink.push(
            Diagnostic::error(Code::UnknownReference, span, message)
                .label(say!("no such key"))
                .path(path)
                .hint(hint),
        );
    }

    /// Tells amounts of years outside the period.
    fn outside(&mut self, parts: &[(String, &Value)], first: i32, last: i32) {
        for (path, value) in parts {
            for entry in value.entries() {
                let outside = entry
                    .key
                    .parse::<i32>()
                    .is_ok_and(|year| year < first || year > last);
                if outside {
                    let message = say!(
                        "the amount is of a year outside the period of the document, {first} to {last}",
                        first,
                        last
                    );
                    self.sink.push(
                        Diagnostic::error(Code::OutsidePeriod, entry.key_span, message)
                            .label(say!("outside the period"))
                            .path(format!("{path}.{}", entry.key))
                            .hint(say!("correct the year")),
                    );
                }
            }
        }
    }
}

//! Figures: the numbers that a document computes from its content.
//!
//! A document states figures by year, statistics tables and amounts of money; formulas make
//! totals, shares and indicators of them. All numbers are exact decimals, rounded half up only
//! where a figure says to how many decimals. What is stated where a formula stands too is
//! verified, and the difference is told at its place: a figure is computed, or it is right.

pub mod amounts;
pub mod chart;
mod engine;
pub mod explain;
pub mod formula;
pub mod index;
pub mod table;
pub mod targets;
pub mod tree;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::content::inline::{self, Piece};
use crate::content::{Content, Data, Part, Value};
use crate::data::Attachments;
use crate::diagnostics::{Code, Diagnostic, Sink, did_you_mean, say};
use crate::kind::Kind;
use crate::kind::indicator::Rounding;
use crate::source::{Sources, Span};
use amounts::Amounts;
use chart::Chart;
use engine::{Context, Engine, Indicator, Node, Stating, Year};
use formula::Name;
use table::{Formula, Stated, Table};
use targets::{Comparison, Targets};

/// The figures of a document.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// One for each entry of `figures`, in the order of the document.
    pub series: Vec<Series>,
    /// One for each entry of `planned`: years that are over, as they were planned.
    pub planned: Vec<Series>,
    /// The statistics tables, in the order of the document.
    pub tables: Vec<Computed>,
    /// The charts, in the order of the document.
    pub charts: Vec<Chart>,
    /// The amounts of money.
    pub amounts: Amounts,
    /// What was planned beside what was achieved, in the order of the plan.
    pub comparisons: Vec<Comparison>,
    /// What stands for the figures and references in a text, by the place of the text.
    pub texts: BTreeMap<Span, Vec<Inline>>,
}

/// The figures of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The key in the document, such as `2027`.
    pub key: String,
    /// What was computed, in the order of the kind, then in that of the document.
    pub indicators: Vec<Reckoned>,
}

/// An indicator of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The name; labels are found by it.
    pub id: String,
    /// The words for it, if the document defines it.
    pub name: Option<String>,
    /// Its unit, if the document defines it.
    pub unit: Option<String>,
    /// The rounded value.
    pub value: Decimal,
}

/// A statistics table with its values.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The table as it was written.
    pub table: Table,
    /// The rounded values of the cells row by row; none for words, headings and empty cells.
    pub values: Vec<Option<Decimal>>,
    /// For every column the formula in numbers of columns, where the header shows it: `4+5+6`.
    pub notes: Vec<Option<String>>,
}

impl Computed {
    /// The value of a cell.
    #[must_use]
    pub fn value(&self, row: usize, column: usize) -> Option<Decimal> {
        self.values[row * self.table.columns.len() + column]
    }
}

/// What stands for a piece in braces of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// A number; none if it cannot be computed, which is told.
    Figure(Option<Decimal>),
    /// The number of a table.
    Table(usize),
    /// The number of a chart.
    Chart(usize),
    /// Nothing that the document has, which is told.
    Unknown,
}

impl Figures {
    /// The table that stands at a place in the document.
    #[must_use]
    pub fn table(&self, span: Span) -> Option<&Computed> {
        self.tables
            .iter()
            .find(|computed| computed.table.span == span)
    }

    /// The chart that stands at a place in the document.
    #[must_use]
    pub fn chart(&self, span: Span) -> Option<&Chart> {
        self.charts.iter().find(|chart| chart.span == span)
    }
}

/// Computes and verifies the figures of a document; `targets` are those of the plan that it reports
/// on.
pub fn compute(
    content: &Content,
    attachments: &Attachments,
    kind: &Kind,
    targets: &Targets,
    sources: &Sources,
    sink: &mut Sink,
) -> Figures {
    let statement = Statement::read(content, attachments, kind, sources, sink);
    let mut engine = statement.engine(targets, sink);
    verify::tables(&mut engine, kind, sources);
    verify::years(&mut engine, sources);
    verify::relations(&mut engine, content, sources);
    asked_indicators(&content.root, &mut engine);
    own_indicators(&mut engine);
    let charts: Vec<Chart> = content
        .root
        .parts(Part::Chart)
        .iter()
        .enumerate()
        .filter_map(|(index, (path, value))| chart::read(path, value, index + 1, &mut engine))
        .collect();
    let mut texts = Texts {
        engine: &mut engine,
        sources,
        charts: chart_ids(content),
        found: BTreeMap::new(),
    };
    texts.value(&content.root, "");
    let texts = texts.found;
    let series = series(&mut engine);
    let comparisons = targets::compare(content, &mut engine);
    let values: Vec<Vec<Option<Decimal>>> = (0..statement.tables.len())
        .map(|table| printed_values(&mut engine, table))
        .collect();
    let planned = planned(content, &statement, sources, sink);
    amount_units(content, kind, sources, sink);
    let Statement {
        tables, amounts, ..
    } = statement;
    let tables = tables
        .into_iter()
        .zip(values)
        .map(|(table, values)| Computed {
            notes: notes(&table),
            table,
            values,
        });
    Figures {
        series,
        planned,
        tables: tables.collect(),
        charts,
        amounts,
        comparisons,
        texts,
    }
}

/// What a document states, before anything is computed.
struct Statement {
    years: Vec<Year>,
    indicators: Vec<Indicator>,
    tables: Vec<Table>,
    amounts: Amounts,
}

impl Statement {
    fn read(
        content: &Content,
        attachments: &Attachments,
        kind: &Kind,
        sources: &Sources,
        sink: &mut Sink,
    ) -> Self {
        let years = years("figures", content, sources, sink);
        let indicators = indicators(content, kind, sources, sink);
        let mut numbered = 0;
        let mut tables: Vec<Table> = Vec::new();
        for (path, value) in content.root.parts(Part::Table) {
            let Some(mut table) =
                table::read(&path, value, attachments, sources, &kind.labels, sink)
            else {
                continue;
            };
            if table.caption.is_some() {
                numbered += 1;
                table.number = Some(numbered);
            }
            tables.push(table);
        }
        Self {
            years,
            indicators,
            tables,
            amounts: amounts::read(content, sink),
        }
    }

    fn engine<'a>(&'a self, targets: &'a Targets, sink: &'a mut Sink) -> Engine<'a> {
        Engine::new(
            &self.years,
            &self.indicators,
            &self.tables,
            &self.amounts,
            targets,
            sink,
        )
    }
}

/// The years that are planned, computed as those of `figures` are.
fn planned(
    content: &Content,
    statement: &Statement,
    sources: &Sources,
    sink: &mut Sink,
) -> Vec<Series> {
    let years = years("planned", content, sources, sink);
    let Statement {
        indicators,
        tables,
        amounts,
        ..
    } = statement;
    let none = Targets::default();
    series(&mut Engine::new(
        &years, indicators, tables, amounts, &none, sink,
    ))
}

/// The figures of the years of a part of the document.
fn years(part: &str, content: &Content, sources: &Sources, sink: &mut Sink) -> Vec<Year> {
    let entries = content
        .root
        .get(part)
        .map(Value::entries)
        .unwrap_or_default();
    let mut years = Vec::new();
    for entry in entries {
        let has_fault = sink.has_error_in(entry.value.span);
        let mut figures = Vec::new();
        for figure in entry.value.entries() {
            let span = figure.value.span;
            let value = match &figure.value.data {
                Data::Decimal(number) => Stated::Number(*number),
                Data::Nothing => Stated::Nothing,
                Data::Formula(text) => {
                    let read = Formula::read(text, span, Code::InvalidFormula, sources, sink);
                    read.map_or(Stated::Unreadable, Stated::Formula)
                }
                _ => continue,
            };
            figures.push(Stating {
                name: figure.key.clone(),
                name_span: figure.key_span,
                span,
                value,
            });
        }
        years.push(Year {
            key: entry.key.clone(),
            span: entry.value.span,
            has_fault,
            figures,
        });
    }
    years
}

/// The indicators of the kind and then those of the document, which may replace them.
fn indicators(
    content: &Content,
    kind: &Kind,
    sources: &Sources,
    sink: &mut Sink,
) -> Vec<Indicator> {
    let own = content
        .root
        .get("indicators")
        .map(Value::items)
        .unwrap_or_default();
    let own: Vec<Indicator> = own
        .iter()
        .filter_map(|item| own_indicator(&item.value, sources, sink))
        .collect();
    let mut all: Vec<Indicator> = kind
        .indicators
        .iter()
        .filter(|indicator| own.iter().all(|own| own.id != indicator.id))
        .filter_map(|indicator| {
            let (text, place) = (&indicator.formula, indicator.place);
            Some(Indicator {
                id: indicator.id.clone(),
                formula: Formula::read(text, place, Code::InvalidKind, sources, sink)?,
                decimals: indicator.decimals,
                rounding: indicator.rounding,
                name: None,
                unit: None,
                is_own: false,
            })
        })
        .collect();
    all.extend(own);
    all
}

fn own_indicator(value: &Value, sources: &Sources, sink: &mut Sink) -> Option<Indicator> {
    let word = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let formula = value.get("formula")?;
    let Data::Formula(text) = &formula.data else {
        return None;
    };
    let decimals = value.get("decimals").and_then(Value::as_decimal);
    Some(Indicator {
        id: word("id")?,
        formula: Formula::read(text, formula.span, Code::InvalidFormula, sources, sink)?,
        decimals: decimals
            .and_then(|n| u32::try_from(n.mantissa()).ok())
            .unwrap_or(2),
        rounding: word("rounding")
            .and_then(|name| Rounding::named(&name))
            .unwrap_or_default(),
        name: word("name"),
        unit: word("unit"),
        is_own: true,
    })
}

/// The indicators that can be computed, year by year.
fn series(engine: &mut Engine<'_>) -> Vec<Series> {
    let (years, indicators) = (engine.years, engine.indicators);
    let mut all = Vec::with_capacity(years.len());
    for (year, of) in years.iter().enumerate() {
        let mut reckoned = Vec::new();
        for (index, indicator) in indicators.iter().enumerate() {
            let node = Node::Indicator { year, index };
            if let Ok(Some(value)) = engine.value(node) {
                reckoned.push(Reckoned {
                    id: indicator.id.clone(),
                    name: indicator.name.clone(),
                    unit: indicator.unit.clone(),
                    value: engine.printed(node, value),
                });
            }
        }
        all.push(Series {
            key: of.key.clone(),
            indicators: reckoned,
        });
    }
    all
}

/// Tells indicators that a part of the document wants to print and that cannot be computed.
fn asked_indicators(value: &Value, engine: &mut Engine<'_>) {
    let inner = value.items().iter().map(|item| &item.value);
    for inner in inner.chain(value.entries().iter().map(|entry| &entry.value)) {
        asked_indicators(inner, engine);
        let Data::Series(key) = &inner.data else {
            continue;
        };
        let Some(year) = engine.years.iter().position(|year| year.key == *key) else {
            continue;
        };
        match value.get("show") {
            Some(show) => {
                for item in show.items() {
                    asked(&item.value, year, engine);
                }
            }
            None => any(inner.span, year, engine),
        }
    }
}

/// Tells an indicator of the document's own that can be computed in no year.
fn own_indicators(engine: &mut Engine<'_>) {
    let (years, indicators) = (engine.years, engine.indicators);
    let own = indicators.iter().enumerate().filter(|(_, of)| of.is_own);
    for (index, indicator) in own {
        let mut nodes = (0..years.len()).map(|year| Node::Indicator { year, index });
        let has_value = nodes.any(|node| engine.value(node).is_ok());
        let (Some(year), false) = (years.len().checked_sub(1), has_value) else {
            continue;
        };
        if years.iter().any(|year| year.has_fault) {
            continue;
        }
        if let Err(fault) = engine.compute(&indicator.formula, Context::Year(year)) {
            let name = engine.name(Node::Indicator { year, index });
            engine.tell(&fault, &indicator.formula, &name);
        }
    }
}

fn asked(item: &Value, year: usize, engine: &mut Engine<'_>) {
    let name = item.as_str().unwrap_or_default();
    let indicators = engine.indicators;
    let Some(index) = indicators.iter().position(|indicator| indicator.id == name) else {
        let near = did_you_mean(
            name,
            indicators.iter().map(|indicator| indicator.id.as_str()),
        );
        let message = say!("there is no indicator `{name}`", name);
        let diagnostic = Diagnostic::error(Code::UnknownName, item.span, message);
        let hint = near.map(|near| say!("did you mean `{near}`?", near));
        engine.sink.push(diagnostic.maybe_hint(hint));
        return;
    };
    if !matches!(engine.value(Node::Indicator { year, index }), Ok(Some(_))) {
        uncomputable(item.span, name, index, year, engine);
    }
}

/// A year whose indicators are printed has at least one.
fn any(span: Span, year: usize, engine: &mut Engine<'_>) {
    let count = engine.indicators.len();
    let mut nodes = (0..count).map(|index| Node::Indicator { year, index });
    if count == 0 || nodes.any(|node| matches!(engine.value(node), Ok(Some(_)))) {
        return;
    }
    let name = engine.indicators[0].id.clone();
    uncomputable(span, &name, 0, year, engine);
}

fn uncomputable(span: Span, name: &str, index: usize, year: usize, engine: &mut Engine<'_>) {
    let of = &engine.years[year];
    // A number that is yet to come is told where it is to stand.
    let is_open = of
        .figures
        .iter()
        .any(|figure| figure.value == Stated::Nothing);
    if is_open || engine.sink.has_error_in(of.span) {
        return;
    }
    let names = engine.indicators[index].formula.expression.names();
    let missing: Vec<String> = names
        .iter()
        .filter(|name| of.figure(&name.text).is_none())
        .map(|name| format!("`{}`", name.text))
        .collect();
    let message = say!("`{name}` of {year} cannot be computed", name, year = of.key);
    let mut diagnostic = Diagnostic::error(Code::Uncomputable, span, message)
        .label(say!(
            "{name} = {formula}",
            name,
            formula = engine.indicators[index].formula.text
        ))
        .related(of.span.start(), say!("the figures of the year"));
    if !missing.is_empty() {
        diagnostic = diagnostic.hint(say!("state {list} among them", list = missing.join(", ")));
    }
    engine.sink.push(diagnostic);
}

/// The rounded values of a table, row by row.
fn printed_values(engine: &mut Engine<'_>, table: usize) -> Vec<Option<Decimal>> {
    let of = &engine.tables[table];
    let mut values = Vec::with_capacity(of.rows.len() * of.columns.len());
    for (row, of_row) in of.rows.iter().enumerate() {
        for (column, of_column) in of.columns.iter().enumerate() {
            if of_column.is_text || of_row.heading.is_some() {
                values.push(None);
                continue;
            }
            let node = Node::Cell { table, row, column };
            let value = engine.value(node).ok().flatten();
            values.push(value.map(|value| engine.printed(node, value)));
        }
    }
    values
}

/// The notes of the formulas of columns, in numbers of columns.
fn notes(table: &Table) -> Vec<Option<String>> {
    let number = |name: &Name| table.column(&name.text);
    let spell = |name: &Name, to: Option<&Name>| {
        let (from, to) = (number(name)?, number(to.unwrap_or(name))?);
        let all: Vec<String> = (from..=to)
            .filter(|column| !table.columns[*column].is_text)
            .map(|column| (column + 1).to_string())
            .collect();
        Some(all.join("+"))
    };
    let columns = table.columns.iter();
    columns
        .map(|column| {
            let formula = column.formula.as_ref().filter(|_| table.numbered)?;
            formula.expression.worked(&spell, "")
        })
        .collect()
}

/// Tells amounts that do not fit the unit of the document's money.
fn amount_units(content: &Content, kind: &Kind, sources: &Sources, sink: &mut Sink) {
    let Some(unit) = content.root.get("money-unit") else {
        return;
    };
    let words = unit.as_str().unwrap_or_default();
    for (path, value) in content.root.parts(Part::Amounts) {
        for entry in value.entries() {
            let inner = entry.value.entries().iter().map(|part| &part.value);
            for amount in std::iter::once(&entry.value).chain(inner) {
                let Some(number) = amount.as_decimal() else {
                    continue;
                };
                if verify::too_large(number, words, kind) {
                    let path = format!("{path}.{}", entry.key);
                    let name = format!("`{path}`").into();
                    let told = verify::misfit(number, words, amount.span, &name, kind, sources);
                    sink.push(told.related(unit.span, say!("the unit")).path(path));
                    return;
                }
            }
        }
    }
}

/// The ids of the charts with their numbers.
fn chart_ids(content: &Content) -> Vec<(String, usize)> {
    let charts = content.root.parts(Part::Chart);
    let ids = charts.iter().enumerate();
    ids.filter_map(|(index, (_, chart))| Some((chart.get("id")?.as_str()?.to_owned(), index + 1)))
        .collect()
}

/// Computes the figures inside the texts of a document.
struct Texts<'e, 'a> {
    engine: &'e mut Engine<'a>,
    sources: &'e Sources,
    charts: Vec<(String, usize)>,
    found: BTreeMap<Span, Vec<Inline>>,
}

impl Texts<'_, '_> {
    fn value(&mut self, value: &Value, path: &str) {
        match &value.data {
            Data::Text(text) | Data::Markdown(text) | Data::Cell(text) if text.contains('{') => {
                self.text(text, value.span, path);
            }
            _ => {}
        }
        for (index, item) in value.items().iter().enumerate() {
            self.value(&item.value, &format!("{path}[{index}]"));
        }
        for entry in value.entries() {
            let dot = if path.is_empty() { "" } else { "." };
            self.value(&entry.value, &format!("{path}{dot}{}", entry.key));
        }
    }

    fn text(&mut self, text: &str, span: Span, path: &str) {
        let mut inlines = Vec::new();
        let mut from = 0;
        for piece in inline::pieces(text) {
            match piece {
                Piece::Words(_) | Piece::Language { .. } | Piece::End { .. } => {}
                Piece::Figure {
                    stated,
                    formula,
                    range,
                } => {
                    let place = self.place(&text[range], span, &mut from);
                    let read = Formula::read(
                        formula,
                        place,
                        Code::InvalidFormula,
                        self.sources,
                        self.engine.sink,
                    );
                    let value = read.and_then(|formula| {
                        verify::inline(self.engine, stated, &formula, place, path)
                    });
                    inlines.push(Inline::Figure(value));
                }
                Piece::Reference { id, range } => {
                    let place = self.place(&text[range], span, &mut from);
                    inlines.push(self.reference(id, place, path));
                }
            }
        }
        if !inlines.is_empty() {
            self.found.insert(span, inlines);
        }
    }

    /// Where a piece stands in the file, if it stands there letter by letter, looked for from the
    /// piece before.
    fn place(&self, piece: &str, span: Span, from: &mut usize) -> Span {
        let written = self.sources.slice(span);
        match written.get(*from..).and_then(|rest| rest.find(piece)) {
            Some(at) => {
                let start = *from + at;
                *from = start + piece.len();
                let first = span.range().start + start;
                Span::new(span.file, first..first + piece.len())
            }
            None => span,
        }
    }

    fn reference(&mut self, id: &str, place: Span, path: &str) -> Inline {
        let tables = self.engine.tables;
        if let Some(table) = tables.iter().find(|table| table.id == id) {
            if let Some(number) = table.number {
                return Inline::Table(number);
            }
            let message = say!("the table `{id}` has no caption, and so no number", id);
            let diagnostic = Diagnostic::error(Code::UnknownReference, place, message);
            self.engine.sink.push(
                diagnostic
                    .path(path)
                    .hint(say!("give the table a `caption`")),
            );
            return Inline::Unknown;
        }
        if let Some((_, number)) = self.charts.iter().find(|(known, _)| known == id) {
            return Inline::Chart(*number);
        }
        let known: BTreeSet<&str> = tables
            .iter()
            .map(|table| table.id.as_str())
            .chain(self.charts.iter().map(|(id, _)| id.as_str()))
            .collect();
        let near = did_you_mean(id, known).map(|near| say!("did you mean `{near}`?", near));
        let message = say!("there is no table or chart `{id}`", id);
        let diagnostic = Diagnostic::error(Code::UnknownReference, place, message);
        self.engine
            .sink
            .push(diagnostic.path(path).maybe_hint(near));
        Inline::Unknown
    }
}

/// Rounds half up (away from zero) and keeps exactly this many decimals.
#[must_use]
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    Rounding::HalfUp.apply(value, decimals)
}

/// A number in a message, written the way of the author: with a comma if `like` has one, in
/// groups of three if `like` has spaces.
#[must_use]
pub fn spelled(value: Decimal, like: &str) -> String {
    let text = value.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut out = sign.to_owned();
    let grouped = like.trim_end().contains([' ', '\u{a0}', '\u{202f}']);
    for (index, digit) in digits.char_indices() {
        if grouped && index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(if like.contains('.') { '.' } else { ',' });
        out.push_str(decimals);
    }
    out
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

    #[test]
    fn numbers_in_messages_are_written_the_way_of_the_author() {
        let number = Decimal::new(17_421_450, 2);
        assert_eq!(spelled(number, "174214"), "174214,50");
        assert_eq!(spelled(number, "174 214,5"), "174 214,50");
        assert_eq!(spelled(number, "174214.5"), "174214.50");
        assert_eq!(spelled(-number, "1 000"), "-174 214,50");
        assert_eq!(spelled(Decimal::from(999), " "), "999");
    }
}

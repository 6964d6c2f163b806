//! Charts: which values of a table or of the figures by year are shown.

use rust_decimal::Decimal;

use super::engine::{Engine, Node};
use super::table::{Stated, Table};
use crate::content::{Value, inline};
use crate::diagnostics::{Code, Diagnostic, Message, did_you_mean, say};
use crate::source::Span;

/// The values of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Where it stands in the document.
    pub span: Span,
    /// `bar`, `line` or `pie`.
    pub sort: String,
    /// The name for references.
    pub id: Option<String>,
    /// The number that is printed.
    pub number: usize,
    /// The text over it.
    pub caption: Option<Value>,
    /// The unit of the values.
    pub unit: String,
    /// What the values are of.
    pub categories: Vec<String>,
    /// The values of each series by category, with the name of the series.
    pub series: Vec<(String, Vec<Option<Decimal>>)>,
    /// The figures that the values are of, series by series.
    pub(super) nodes: Vec<Vec<Option<Node>>>,
}

/// Reads a chart of the document; `None` if it has nothing to show, which is told.
pub(super) fn read(
    path: &str,
    value: &Value,
    number: usize,
    engine: &mut Engine<'_>,
) -> Option<Chart> {
    let (id, figures) = (value.get("table"), value.get("figures"));
    let shown = match (id, figures) {
        (Some(id), None) => of_table(path, value, id, engine)?,
        (None, Some(figures)) => of_years(path, value, figures, engine)?,
        _ => {
            let message = say!("a chart shows either a `table` or `figures`");
            fault(
                engine,
                value.span.start(),
                path,
                message,
                Some(say!("write one of the two")),
            );
            return None;
        }
    };
    let sort = value.get("type").and_then(Value::as_str)?.to_owned();
    let chart = Chart {
        span: value.span,
        sort,
        id: value.get("id").and_then(Value::as_str).map(str::to_owned),
        number,
        caption: value.get("caption").cloned(),
        unit: value
            .get("unit")
            .and_then(Value::as_str)
            .map_or(shown.unit, str::to_owned),
        categories: shown.categories,
        series: shown.series,
        nodes: shown.nodes,
    };
    sound(&chart, path, engine).then_some(chart)
}

/// What a chart shows before its own words are added.
struct Shown {
    unit: String,
    categories: Vec<String>,
    series: Vec<(String, Vec<Option<Decimal>>)>,
    nodes: Vec<Vec<Option<Node>>>,
}

fn of_table(path: &str, value: &Value, id: &Value, engine: &mut Engine<'_>) -> Option<Shown> {
    let name = id.as_str()?;
    let tables = engine.tables;
    let Some(index) = tables.iter().position(|table| table.id == name) else {
        let near = did_you_mean(name, tables.iter().map(|table| table.id.as_str()));
        let hint = near.map(|near| say!("did you mean `{near}`?", near));
        let message = say!("there is no table `{name}`", name);
        engine.sink.push(
            Diagnostic::error(Code::UnknownName, id.span, message)
                .path(path)
                .maybe_hint(hint),
        );
        return None;
    };
    let table = &tables[index];
    let columns = chosen(path, value, "columns", table, engine)?;
    let rows = chosen(path, value, "rows", table, engine)?;
    let unit = shared_unit(table, &columns);
    let cell = |row: usize, column: usize| {
        Some(Node::Cell {
            table: index,
            row,
            column,
        })
    };
    let row_names: Vec<String> = rows.iter().map(|row| row_label(table, *row)).collect();
    let column_names: Vec<String> = columns
        .iter()
        .map(|column| plain(&table.columns[*column].head))
        .collect();
    let by_rows = value.get("series").and_then(Value::as_str) == Some("rows");
    let (categories, names, nodes): (_, _, Vec<Vec<Option<Node>>>) = if by_rows {
        let of_row = |row: &usize| columns.iter().map(|column| cell(*row, *column)).collect();
        (column_names, row_names, rows.iter().map(of_row).collect())
    } else {
        let of_column = |column: &usize| rows.iter().map(|row| cell(*row, *column)).collect();
        (
            row_names,
            column_names,
            columns.iter().map(of_column).collect(),
        )
    };
    let values = nodes.iter().map(|nodes| printed(nodes, engine));
    Some(Shown {
        unit,
        categories,
        series: names.into_iter().zip(values).collect(),
        nodes,
    })
}

/// The values of figures as they are printed.
fn printed(nodes: &[Option<Node>], engine: &mut Engine<'_>) -> Vec<Option<Decimal>> {
    let nodes = nodes.iter().map(|node| {
        let node = (*node)?;
        let value = engine.value(node).ok().flatten()?;
        Some(engine.printed(node, value))
    });
    nodes.collect()
}

/// The columns or rows that a chart names; all without formulas if it names none.
fn chosen(
    path: &str,
    value: &Value,
    key: &str,
    table: &Table,
    engine: &mut Engine<'_>,
) -> Option<Vec<usize>> {
    let of_columns = key == "columns";
    let Some(list) = value.get(key) else {
        let all = if of_columns {
            let columns = table.columns.iter().enumerate();
            columns
                .filter(|(_, column)| !column.is_text && column.formula.is_none())
                .map(|(index, _)| index)
                .collect()
        } else {
            let rows = table.rows.iter().enumerate();
            rows.filter(|(_, row)| row.formula.is_none() && row.heading.is_none())
                .map(|(index, _)| index)
                .collect()
        };
        return Some(all);
    };
    let mut found = Vec::new();
    let mut whole = true;
    for item in list.items() {
        let name = item.value.as_str().unwrap_or_default();
        let (index, message) = if of_columns {
            let numbers = table
                .column(name)
                .filter(|index| !table.columns[*index].is_text);
            (
                numbers,
                say!(
                    "the table `{table}` has no column of numbers `{name}`",
                    table = table.id,
                    name
                ),
            )
        } else {
            (
                table.row(name),
                say!(
                    "the table `{table}` has no row `{row}`",
                    table = table.id,
                    row = name
                ),
            )
        };
        if let Some(index) = index {
            found.push(index);
            continue;
        }
        whole = false;
        let near = if of_columns {
            did_you_mean(name, table.column_ids())
        } else {
            did_you_mean(name, table.row_ids())
        };
        let hint = near
            .filter(|near| *near != name)
            .map(|near| say!("did you mean `{near}`?", near));
        engine.sink.push(
            Diagnostic::error(Code::UnknownName, item.value.span, message)
                .path(path)
                .maybe_hint(hint),
        );
    }
    whole.then_some(found)
}

/// The unit of the columns if they have the same.
fn shared_unit(table: &Table, columns: &[usize]) -> String {
    let mut units = columns.iter().map(|column| {
        table.columns[*column]
            .unit
            .as_ref()
            .map_or("", |(unit, _)| unit)
    });
    let first = units.next().unwrap_or_default();
    if units.all(|unit| unit == first) {
        first.to_owned()
    } else {
        String::new()
    }
}

fn of_years(path: &str, value: &Value, figures: &Value, engine: &mut Engine<'_>) -> Option<Shown> {
    let years = engine.years;
    let mut order: Vec<usize> = (0..years.len()).collect();
    order.sort_by_key(|year| years[*year].key.parse::<i32>().unwrap_or_default());
    let (mut series, mut all_nodes) = (Vec::new(), Vec::new());
    for item in figures.items() {
        let name = item.value.as_str()?;
        let node = |year: usize| {
            let indicator = engine
                .indicators
                .iter()
                .position(|indicator| indicator.id == name);
            match indicator {
                Some(index) => Some(Node::Indicator { year, index }),
                None => years[year]
                    .figure(name)
                    .map(|index| Node::Figure { year, index }),
            }
        };
        let nodes: Vec<Option<Node>> = order.iter().map(|year| node(*year)).collect();
        if nodes.iter().all(Option::is_none) {
            let known = years
                .iter()
                .flat_map(|year| &year.figures)
                .map(|figure| figure.name.as_str());
            let known = known.chain(
                engine
                    .indicators
                    .iter()
                    .map(|indicator| indicator.id.as_str()),
            );
            let near = did_you_mean(name, known);
            let hint = near.map(|near| say!("did you mean `{near}`?", near));
            let message = say!("there is no figure `{name}` in any year", name);
            engine.sink.push(
                Diagnostic::error(Code::UnknownName, item.value.span, message)
                    .path(path)
                    .maybe_hint(hint),
            );
            continue;
        }
        series.push((name.to_owned(), printed(&nodes, engine)));
        all_nodes.push(nodes);
    }
    let unit = value
        .get("unit")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let categories = order.iter().map(|year| years[*year].key.clone()).collect();
    (!series.is_empty()).then_some(Shown {
        unit,
        categories,
        series,
        nodes: all_nodes,
    })
}

/// Tells what a chart of this sort cannot show.
fn sound(chart: &Chart, path: &str, engine: &mut Engine<'_>) -> bool {
    let values = || {
        chart
            .series
            .iter()
            .flat_map(|(_, values)| values.iter().flatten())
    };
    let (message, hint) = if values().next().is_none() {
        (
            say!("the chart has no values"),
            say!("name rows and columns that have numbers"),
        )
    } else if chart.sort == "pie" && chart.series.len() > 1 {
        let message = say!(
            "a pie shows one series, found {found}",
            found = chart.series.len()
        );
        (
            message,
            say!("name one column with `columns`, or choose `bar`"),
        )
    } else if chart.sort == "pie" && values().any(Decimal::is_sign_negative) {
        (
            say!("a pie cannot show a negative value"),
            say!("choose `bar`"),
        )
    } else if chart.sort == "pie" && values().all(Decimal::is_zero) {
        (
            say!("a pie of nothing but zeros shows nothing"),
            say!("leave the chart out"),
        )
    } else if chart.sort == "line" && chart.categories.len() < 2 {
        (say!("a line needs two values"), say!("choose `bar`"))
    } else if chart.series.len() > MAX_SERIES || chart.categories.len() > MAX_CATEGORIES {
        let message = say!(
            "the chart has {series} series of {values} values; {most_series} of {most_values} is the most that can be read",
            series = chart.series.len(),
            values = chart.categories.len(),
            most_series = MAX_SERIES,
            most_values = MAX_CATEGORIES
        );
        (message, say!("name fewer with `rows` and `columns`"))
    } else {
        return true;
    };
    fault(engine, chart.span.start(), path, message, Some(hint));
    false
}

/// How many series can be told apart.
const MAX_SERIES: usize = 12;

/// How many categories fit a page.
const MAX_CATEGORIES: usize = 60;

fn fault(
    engine: &mut Engine<'_>,
    place: Span,
    path: &str,
    message: Message,
    hint: Option<Message>,
) {
    let diagnostic = Diagnostic::error(Code::InvalidChart, place, message);
    engine.sink.push(diagnostic.path(path).maybe_hint(hint));
}

/// What a row is called: its first words.
fn row_label(table: &Table, row: usize) -> String {
    let cells = table.rows[row].cells.iter();
    let mut words = cells.filter_map(|cell| match &cell.stated {
        Stated::Text(text) => Some(text),
        _ => None,
    });
    words
        .next()
        .map_or_else(|| (row + 1).to_string(), |text| inline::plain(text))
}

fn plain(value: &Value) -> String {
    inline::plain(value.as_str().unwrap_or_default())
}

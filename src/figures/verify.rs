//! What is stated against what is computed, and figures against each other.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::engine::{Context, Engine, MAX_DECIMALS, Node};
use super::formula::{Comparison, Expression, Function, Name};
use super::table::{Formula, Row, Stated, Table, base, unreadable, within};
use super::{round, spelled};
use crate::content::{Content, Data, Value};
use crate::diagnostics::{Code, Diagnostic, Message, did_you_mean, say};
use crate::kind::Kind;
use crate::source::{Sources, Span};

/// How many values a message shows of a long sum.
const SHOWN: usize = 8;

/// How many cells of a table are told by the same rule; a fault of the whole table needs no more.
const TOLD: usize = 20;

/// Verifies the cells of all tables.
pub(super) fn tables(engine: &mut Engine<'_>, kind: &Kind, sources: &Sources) {
    let tables = engine.tables;
    for (index, table) in tables.iter().enumerate() {
        let mut told = 0;
        for row in 0..table.rows.len() {
            if table.rows[row].heading.is_some() {
                continue;
            }
            for column in 0..table.columns.len() {
                let cell = Node::Cell {
                    table: index,
                    row,
                    column,
                };
                if !table.columns[column].is_text {
                    told += usize::from(stated(engine, cell, table, sources, told));
                    told += parts(engine, (index, row, column), sources, told);
                }
            }
            empty(engine, index, row);
        }
        if told > TOLD {
            let message = say!(
                "the table `{table}` has {n} more {n:fault|faults} of this sort",
                table = table.id,
                n = told - TOLD
            );
            let diagnostic = Diagnostic::error(Code::WrongTotal, table.span.start(), message);
            engine.sink.push(diagnostic.path(&table.path));
        }
        counted_twice(engine, index);
        magnitude(engine, table, kind, sources);
    }
}

/// Tells a row of a data file that is itself the total of the rows above it, where the document
/// adds up the rows of the file: everything would be counted twice.
fn counted_twice(engine: &mut Engine<'_>, index: usize) {
    let table = &engine.tables[index];
    let totals = || table.rows[table.from_file..].iter();
    let Some(total) = totals().find(|row| row.formula.is_some()) else {
        return;
    };
    let labels: Vec<String> = totals().filter_map(label).collect();
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|column| {
            let column = &table.columns[*column];
            !column.is_text && column.additive && column.formula.is_none()
        })
        .collect();
    let mut sums = vec![Decimal::ZERO; columns.len()];
    for (number, row) in table.rows[..table.from_file].iter().enumerate() {
        let mut same = 0;
        let mut differs = false;
        for (sum, column) in sums.iter_mut().zip(&columns) {
            let Stated::Number(value) = row.cells[*column].stated else {
                continue;
            };
            differs |= value != *sum;
            same += usize::from(value == *sum && !value.is_zero());
            *sum = sum.checked_add(value).unwrap_or_default();
        }
        let named = number > 1 && label(row).is_some_and(|label| labels.contains(&label));
        // Without its name a row is known by its numbers only if that is no chance.
        let known = number > 2 && same > 1 && number + 1 == table.from_file;
        if same == 0 || differs || !(named || known) {
            continue;
        }
        let name = table.row_name(number);
        let message = say!(
            "`{name}` is the total of the rows above it, and is added to them",
            name
        );
        let diagnostic = Diagnostic::error(Code::WrongTotal, row.span, message)
            .label(say!("a total among the rows"))
            .related(total.span, say!("the document adds up the rows here"))
            .path(&table.path)
            .hint(say!(
                "delete the row in the file: the document computes the total"
            ));
        engine.sink.push(diagnostic);
        return;
    }
}

/// The words of a row, as they are compared: of letters of one size, without a colon after them.
fn label(row: &Row) -> Option<String> {
    row.cells.iter().find_map(|cell| match &cell.stated {
        Stated::Text(text) => Some(text.trim_end_matches([':', ' ']).to_lowercase()),
        _ => None,
    })
}

/// Verifies the number that is stated where a formula stands too; says whether it is wrong.
fn stated(
    engine: &mut Engine<'_>,
    node: Node,
    table: &Table,
    sources: &Sources,
    told: usize,
) -> bool {
    let Node::Cell { row, column, .. } = node else {
        return false;
    };
    let cell = &table.rows[row].cells[column];
    let Some((formula, context)) = engine.formula(node) else {
        return false;
    };
    let Ok(Some(value)) = engine.value(node) else {
        return false;
    };
    let too_large = excess_share(engine, &formula, value, cell.span, table, told);
    let Some(stated) = engine.stated(node) else {
        return too_large;
    };
    let decimals = table.rows[row].decimals.or(table.columns[column].decimals);
    if engine.sink.has_error_in(cell.span) {
        return false;
    }
    let written = sources.slice(cell.span).trim_matches(['"', '\'']).trim();
    let of = Verified {
        name: cell_name(table, row, column),
        path: &table.path,
        span: cell.span,
        stated,
        written,
        decimals,
    };
    if told >= TOLD {
        return differs(&of, &formula, value).is_some();
    }
    compare(engine, &of, &formula, context, value) || too_large
}

/// A number that is stated where a formula gives one.
struct Verified<'a> {
    /// What a message calls the figure.
    name: Message,
    path: &'a str,
    span: Span,
    stated: Decimal,
    /// The number as the author wrote it.
    written: &'a str,
    /// The decimals of the figure, if they are fixed.
    decimals: Option<u32>,
}

/// The right number, if the stated one is another.
///
/// What was divided is compared as exactly as it was stated; a sum must be right to the last digit
/// unless the decimals are fixed.
fn differs(of: &Verified<'_>, formula: &Formula, value: Decimal) -> Option<Decimal> {
    let right = match of.decimals {
        Some(decimals) => round(value, decimals),
        None if formula.expression.divides() || value.normalize().scale() > MAX_DECIMALS => {
            round(value, of.stated.scale())
        }
        None => {
            let mut exact = value.normalize();
            exact.rescale(exact.scale().max(of.stated.scale()));
            exact
        }
    };
    (right != of.stated).then_some(right)
}

fn wrong_figure(name: &Message, found: &str, wanted: &str) -> Message {
    say!(
        "`{found}` is stated for {name}, the formula gives `{wanted}`",
        found,
        name,
        wanted
    )
}

/// What a message calls a cell.
fn cell_name(table: &Table, row: usize, column: usize) -> Message {
    say!(
        "`{column}` of `{row}`",
        column = table.columns[column].id,
        row = table.row_name(row)
    )
}

fn compare(
    engine: &mut Engine<'_>,
    of: &Verified<'_>,
    formula: &Formula,
    context: Context,
    value: Decimal,
) -> bool {
    let Some(right) = differs(of, formula, value) else {
        return false;
    };
    let written = of.written;
    let (found, wanted) = (spelled(of.stated, written), spelled(right, written));
    let is_total = formula.expression.is_total();
    let name = &of.name;
    let (code, message) = if is_total {
        let message = say!(
            "`{found}` is stated for {name}, the parts add up to `{wanted}`",
            found,
            name,
            wanted
        );
        (Code::WrongTotal, message)
    } else {
        (Code::WrongFigure, wrong_figure(name, &found, &wanted))
    };
    // Numbers without names are worked as they are written.
    let has_names = !formula.expression.names().is_empty();
    let worked = has_names.then(|| worked(engine, formula, context, written));
    let mut label = worked.flatten().map_or_else(
        || Message::from(formula.text.as_str()),
        |worked| say!("{formula} = {worked}", formula = formula.text, worked),
    );
    if value != right {
        label = say!(
            "{formula} = {exact}…",
            formula = label,
            exact = spelled(value.trunc_with_scale(right.scale() + 4), written)
        );
    }
    let hint = if is_total {
        say!("write `{wanted}`, or correct the parts", wanted)
    } else {
        say!("write `{wanted}`, or leave the number out", wanted)
    };
    engine.sink.push(
        Diagnostic::error(code, of.span, message)
            .label(label)
            .path(of.path)
            .hint(hint),
    );
    true
}

/// A formula with the values of its names: „169005 + 3 + 313“.
pub(super) fn worked(
    engine: &mut Engine<'_>,
    formula: &Formula,
    context: Context,
    like: &str,
) -> Option<Message> {
    let mut values = Vec::new();
    for (name, nodes) in operands(engine, &formula.expression, context) {
        let mut words: Vec<String> = Vec::new();
        let count = nodes.len();
        for node in nodes.into_iter().take(SHOWN) {
            if let Ok(Some(value)) = engine.value(node) {
                let value = super::engine::natural(value, true);
                words.push(spelled(value, like));
            } else if count == 1 {
                words.push("–".to_owned());
            }
        }
        if count > SHOWN {
            words.push(format!("{MANY}{count}{MANY}"));
        }
        values.push((name.range.start, words.join(" + ")));
    }
    let spell = |name: &Name, _: Option<&Name>| {
        let found = values.iter().find(|(start, _)| *start == name.range.start);
        found.map(|(_, words)| words.clone())
    };
    let worked = formula.expression.worked(&spell, " ")?;
    Some(with_many(&worked))
}

/// Stands before and after how many values a name has that are not written out; no text holds it.
const MANY: char = '\u{fdd0}';

/// Words with the numbers in them that [`MANY`] marks.
fn with_many(worked: &str) -> Message {
    let (first, rest) = worked.split_once(MANY).unwrap_or((worked, ""));
    match rest.split_once(MANY) {
        Some((n, rest)) => say!(
            "{first}… ({n} values){rest}",
            first,
            n,
            rest = with_many(rest)
        ),
        None => first.into(),
    }
}

/// The figures that each name of a formula stands for.
pub(super) fn operands(
    engine: &Engine<'_>,
    expression: &Expression,
    context: Context,
) -> Vec<(Name, Vec<Node>)> {
    let mut found = Vec::new();
    let mut ranges = Vec::new();
    expression.ranges(&mut ranges);
    for name in expression.names() {
        if ranges.iter().any(|(_, to)| to.range == name.range) {
            continue;
        }
        let range = ranges.iter().find(|(from, _)| from.range == name.range);
        let nodes = match range {
            Some((from, to)) => engine.between(from, to, context),
            None => match engine.members(name, context) {
                Ok(Some(nodes)) => Ok(nodes),
                _ => engine.resolve(name, context).map(|node| vec![node]),
            },
        };
        if let Ok(nodes) = nodes {
            found.push((name.clone(), nodes));
        }
    }
    found
}

/// Whether a formula waits for a figure of a year that is yet to come.
fn is_open(engine: &Engine<'_>, expression: &Expression, context: Context) -> bool {
    let operands = operands(engine, expression, context).into_iter();
    let mut nodes = operands.flat_map(|(_, nodes)| nodes);
    nodes.any(|node| match node {
        Node::Figure { year, index } => engine.years[year].figures[index].value == Stated::Nothing,
        Node::Indicator { year, index } => {
            let formula = &engine.indicators[index].formula.expression;
            is_open(engine, formula, Context::Year(year))
        }
        _ => false,
    })
}

/// A share above 100 % has a part that is larger than its whole.
fn excess_share(
    engine: &mut Engine<'_>,
    formula: &Formula,
    value: Decimal,
    place: Span,
    table: &Table,
    told: usize,
) -> bool {
    let is_share = matches!(formula.expression, Expression::Call(Function::Share, _));
    if !is_share || value <= Decimal::ONE_HUNDRED {
        return false;
    }
    if told >= TOLD {
        return true;
    }
    let message = say!(
        "the share comes to {value} %: the part is more than its whole",
        value = spelled(super::engine::natural(value, true), ",")
    );
    engine.sink.push(
        Diagnostic::error(Code::PartExceedsWhole, place, message)
            .label(formula.text.clone())
            .path(&table.path)
            .hint(say!("correct the part or the whole"))
            .hint(say!(
                "if the first is no part of the second, write `a / b * 100`"
            )),
    );
    true
}

/// Tells a cell that is more than what its column or its row is a part of; returns how often.
fn parts(
    engine: &mut Engine<'_>,
    (table, row, column): (usize, usize, usize),
    sources: &Sources,
    told: usize,
) -> usize {
    let tables = engine.tables;
    let of = &tables[table];
    let of_column = of.columns[column].of.as_ref();
    let of_column = of_column.and_then(|(id, _)| Some((row, of.column(id)?)));
    let of_row = of.rows[row].of.as_ref();
    let of_row = of_row.and_then(|(id, _)| Some((of.row(id)?, column)));
    let mut found = 0;
    for whole in [of_column, of_row].into_iter().flatten() {
        let is_heading = of.rows[whole.0].heading.is_some();
        // A part of a count may change more than the whole, or have a larger share.
        if is_heading || !adds(of, row, column) || !adds(of, whole.0, whole.1) {
            continue;
        }
        let part = Node::Cell { table, row, column };
        let whole = Node::Cell {
            table,
            row: whole.0,
            column: whole.1,
        };
        found += usize::from(exceeds(engine, part, whole, sources, told + found));
    }
    found
}

/// Whether a cell is stated, or only adds what is.
fn adds(table: &Table, row: usize, column: usize) -> bool {
    let formula = table.formula(row, column);
    formula.is_none_or(|(formula, _)| formula.expression.adds())
}

fn exceeds(
    engine: &mut Engine<'_>,
    part: Node,
    whole: Node,
    sources: &Sources,
    told: usize,
) -> bool {
    let (Ok(Some(part_value)), Ok(Some(whole_value))) = (engine.value(part), engine.value(whole))
    else {
        return false;
    };
    if part_value <= whole_value || whole_value < Decimal::ZERO {
        return false;
    }
    if told < TOLD {
        let (span, whole_span) = (
            cell_span(engine.tables, part),
            cell_span(engine.tables, whole),
        );
        let written = sources.slice(span);
        let path = cell_path(engine.tables, part);
        let message = say!(
            "`{part}` is more than `{whole}`, which it is a part of",
            part = spelled(part_value, written),
            whole = spelled(whole_value, written)
        );
        let (part, whole) = (engine.name(part), engine.name(whole));
        engine.sink.push(
            Diagnostic::error(Code::PartExceedsWhole, span, message)
                .label(say!("{part} is a part of {whole}", part, whole))
                .related(whole_span, say!("the whole"))
                .path(path)
                .hint(say!("correct the part or the whole")),
        );
    }
    true
}

fn cell_path(tables: &[Table], node: Node) -> String {
    match node {
        Node::Cell { table, .. } => tables[table].path.clone(),
        _ => String::new(),
    }
}

fn cell_span(tables: &[Table], node: Node) -> Span {
    match node {
        Node::Cell { table, row, column } => {
            let row = &tables[table].rows[row];
            row.cells.get(column).map_or(row.span, |cell| cell.span)
        }
        // Only cells are parts of cells.
        _ => tables[0].span,
    }
}

/// Tells the cells of a row that must have a value and have none: those that are written, and
/// those that are computed if nothing else of the row was told.
fn empty(engine: &mut Engine<'_>, table: usize, row: usize) {
    let table_of = &engine.tables[table];
    let columns = 0..table_of.columns.len();
    let (computed, written): (Vec<usize>, Vec<usize>) =
        columns.partition(|column| table_of.formula(row, *column).is_some());
    for column in written {
        empty_cell(engine, table, row, column);
    }
    if !engine.sink.has_error_in(table_of.rows[row].span) {
        for column in computed {
            empty_cell(engine, table, row, column);
        }
    }
}

fn empty_cell(engine: &mut Engine<'_>, table: usize, row: usize, column: usize) {
    let table_of = &engine.tables[table];
    let column_of = &table_of.columns[column];
    if !column_of.required {
        return;
    }
    let cell = &table_of.rows[row].cells[column];
    let has_value = if column_of.is_text {
        cell.stated != Stated::Nothing
    } else {
        !matches!(engine.value(Node::Cell { table, row, column }), Ok(None))
    };
    if !has_value && !engine.sink.has_error_in(cell.span) {
        let message = say!(
            "the column `{column}` must have a value in the row `{row}`",
            column = column_of.id,
            row = table_of.row_name(row)
        );
        let (span, path) = (cell.span, &table_of.path);
        let diagnostic = Diagnostic::error(Code::EmptyCell, span, message);
        engine.sink.push(
            diagnostic
                .path(path)
                .hint(say!("write a value; `0` if there was none")),
        );
    }
}

/// Tells amounts that are far too large for their unit: euros under „tūkst. Eur“.
///
/// An amount in thousands is written with one decimal or none, and is rarely above a hundred
/// million; cents under thousands of euros would be tens of euros.
fn magnitude(engine: &mut Engine<'_>, table: &Table, kind: &Kind, sources: &Sources) {
    let mut told = BTreeSet::new();
    for (row, of_row) in table.rows.iter().enumerate() {
        for (column, cell) in of_row.cells.iter().enumerate() {
            let of_column = table.columns[column].unit.as_ref();
            let of_row = of_row
                .unit
                .as_ref()
                .filter(|_| !table.columns[column].is_text);
            let unit = of_row.or(of_column);
            let Some((unit, unit_span)) = unit else {
                continue;
            };
            let Stated::Number(number) = cell.stated else {
                continue;
            };
            if told.contains(unit_span) || !too_large(number, unit, kind) {
                continue;
            }
            told.insert(*unit_span);
            let name = cell_name(table, row, column);
            let diagnostic = misfit(number, unit, cell.span, &name, kind, sources);
            engine.sink.push(
                diagnostic
                    .related(*unit_span, say!("the unit"))
                    .path(&table.path),
            );
        }
    }
}

/// How many of the smallest a unit is: 1000 for „tūkst. Eur“; 1 for one that is not known.
fn scale(unit: &str, kind: &Kind) -> Decimal {
    let units = kind.labels.entries("units").iter();
    let mut found = units.filter(|entry| entry.key == unit);
    found
        .next()
        .and_then(|entry| entry.value.as_str()?.parse().ok())
        .unwrap_or(Decimal::ONE)
}

pub(super) fn too_large(number: Decimal, unit: &str, kind: &Kind) -> bool {
    let scale = scale(unit, kind);
    if scale <= Decimal::ONE {
        return false;
    }
    let number = number.abs();
    let has_cents = number.normalize().scale() >= 2;
    (has_cents && number >= Decimal::from(10_000))
        || number.saturating_mul(scale) >= Decimal::from(100_000_000)
}

pub(super) fn misfit(
    number: Decimal,
    unit: &str,
    span: Span,
    name: &Message,
    kind: &Kind,
    sources: &Sources,
) -> Diagnostic {
    let written = sources.slice(span);
    let whole = number.checked_mul(scale(unit, kind));
    // The unit of which it is so many: „Eur“ of „tūkst. Eur“.
    let units = kind.labels.entries("units").iter();
    let mut ones = units.filter(|entry| entry.value.as_str() == Some("1"));
    let one = ones.find(|entry| unit.split(' ').any(|word| word == entry.key));
    let base = one.map_or(unit, |entry| entry.key.as_str());
    let found = spelled(number, written);
    let message = match whole {
        Some(whole) => say!(
            "`{found}` for {name} under `{unit}` would be {whole} {base}",
            found,
            name,
            unit,
            whole = spelled(whole.normalize(), " ,"),
            base
        ),
        None => say!(
            "`{found}` for {name} is too large under `{unit}`",
            found,
            name,
            unit
        ),
    };
    Diagnostic::warning(Code::UnitMagnitude, span, message)
        .label(say!("looks like {base}", base))
        .hint(say!(
            "write the unit `{base}`, or divide the amounts by {scale}",
            base,
            scale = scale(unit, kind).to_string()
        ))
}

/// Verifies stated indicators, and tells figures that nothing uses and that look misspelt.
pub(super) fn years(engine: &mut Engine<'_>, sources: &Sources) {
    let years = engine.years;
    for (index, year) in years.iter().enumerate() {
        // Figures with formulas are computed though nothing may ask for them.
        for figure in 0..year.figures.len() {
            let _ = engine.value(Node::Figure {
                year: index,
                index: figure,
            });
        }
        for number in 0..engine.indicators.len() {
            indicator(engine, index, number, sources);
        }
        let operands: BTreeSet<&str> = engine
            .indicators
            .iter()
            .flat_map(|indicator| indicator.formula.expression.names())
            .map(|name| name.text.as_str())
            .collect();
        for figure in &year.figures {
            let known = operands.contains(figure.name.as_str())
                || engine
                    .indicators
                    .iter()
                    .any(|indicator| indicator.id == figure.name);
            let unused = operands
                .iter()
                .copied()
                .filter(|name| year.figure(name).is_none());
            let near = did_you_mean(&figure.name, unused);
            if let (false, Some(near)) = (known, near) {
                let message = say!(
                    "no indicator uses the figure `{figure}`",
                    figure = figure.name
                );
                engine.sink.push(
                    Diagnostic::warning(Code::UnknownName, figure.name_span, message)
                        .path(format!("figures.{}.{}", year.key, figure.name))
                        .hint(say!("did you mean `{near}`?", near)),
                );
            }
        }
    }
}

fn indicator(engine: &mut Engine<'_>, year: usize, index: usize, sources: &Sources) {
    let node = Node::Indicator { year, index };
    let Ok(Some(value)) = engine.value(node) else {
        return;
    };
    let indicators = engine.indicators;
    let of = &indicators[index];
    let years = engine.years;
    let Some(stated) = years[year]
        .figure(&of.id)
        .map(|index| &years[year].figures[index])
    else {
        return;
    };
    // A figure of the name of an indicator may have a formula of its own: it must say the same.
    let own = years[year].figure(&of.id);
    let number = match (&stated.value, own) {
        (Stated::Number(number), _) => *number,
        (Stated::Formula(_), Some(figure)) => {
            let own = Node::Figure {
                year,
                index: figure,
            };
            match engine.value(own) {
                Ok(Some(value)) => of.rounding.apply(value, of.decimals),
                _ => return,
            }
        }
        _ => return,
    };
    let path = format!("figures.{}.{}", years[year].key, of.id);
    let right = of.rounding.apply(value, of.decimals);
    let verified = Verified {
        name: format!("`{}`", of.id).into(),
        path: &path,
        span: stated.span,
        stated: number,
        written: sources.slice(stated.span).trim_matches(['"', '\'']),
        decimals: None,
    };
    if right != number {
        // The value as it is rounded by the indicator, whatever its own way of rounding is.
        report_indicator(
            engine,
            &verified,
            &of.formula,
            Context::Year(year),
            value,
            right,
        );
    }
}

fn report_indicator(
    engine: &mut Engine<'_>,
    of: &Verified<'_>,
    formula: &Formula,
    context: Context,
    value: Decimal,
    right: Decimal,
) {
    let written = of.written;
    let (found, wanted) = (spelled(of.stated, written), spelled(right, written));
    let message = wrong_figure(&of.name, &found, &wanted);
    let worked = worked(engine, formula, context, written);
    let worked = worked.unwrap_or_else(|| "".into());
    let exact = spelled(value.trunc_with_scale(right.scale() + 4), written);
    engine.sink.push(
        Diagnostic::error(Code::WrongFigure, of.span, message)
            .label(say!(
                "{formula} = {worked} = {exact}",
                formula = formula.text,
                worked,
                exact
            ))
            .path(of.path)
            .hint(say!("write `{wanted}`, or leave the number out", wanted)),
    );
}

/// Verifies a figure inside a text; returns the value to print.
pub(super) fn inline(
    engine: &mut Engine<'_>,
    stated: Option<&str>,
    formula: &Formula,
    place: Span,
    path: &str,
) -> Option<Decimal> {
    let value = match engine.compute(formula, Context::Text) {
        Ok(Some(value)) => value,
        // A number that is yet to come is told where it is to stand.
        Ok(None) if is_open(engine, &formula.expression, Context::Text) => return None,
        Ok(None) => {
            let message = say!("`{formula}` has no value", formula = formula.text);
            let diagnostic = Diagnostic::error(Code::Uncomputable, place, message)
                .label(say!("all that it names is empty"))
                .path(path);
            let hint = say!("state the figures, or leave the formula out of the text");
            engine.sink.push(diagnostic.hint(hint));
            return None;
        }
        Err(fault) => {
            engine.tell(&fault, formula, &formula.text);
            return None;
        }
    };
    let Some(number) = stated.and_then(crate::content::parse_decimal) else {
        let single = match &formula.expression {
            Expression::Name(name) => engine.resolve(name, Context::Text).ok(),
            _ => None,
        };
        return Some(single.map_or_else(
            || super::engine::natural(value, formula.expression.divides()),
            |node| engine.printed(node, value),
        ));
    };
    let of = Verified {
        name: format!("`{}`", formula.text).into(),
        path,
        span: place,
        stated: number,
        written: stated.unwrap_or_default(),
        decimals: None,
    };
    compare(engine, &of, formula, Context::Text, value);
    Some(number)
}

/// Verifies the relations that a document says must hold.
pub(super) fn relations(engine: &mut Engine<'_>, content: &Content, sources: &Sources) {
    let items = content
        .root
        .get("relations")
        .map(Value::items)
        .unwrap_or_default();
    for (index, item) in items.iter().enumerate() {
        let Some(that) = item.value.get("that") else {
            continue;
        };
        let Data::Formula(text) = &that.data else {
            continue;
        };
        let path = format!("relations[{index}].that");
        let (left, comparison, right) = match Expression::parse_relation(text) {
            Ok(relation) => relation,
            Err(fault) => {
                let place = within(that.span, base(text, that.span, sources), &fault.range);
                let diagnostic = unreadable(Code::InvalidFormula, place, &fault.why);
                engine.sink.push(diagnostic.path(path));
                continue;
            }
        };
        let formula = |expression| Formula::of(expression, text, that.span, sources);
        let why = item.value.get("why").and_then(Value::as_str);
        relation(
            engine,
            (&formula(left), comparison, &formula(right)),
            that.span,
            &path,
            why,
        );
    }
}

fn relation(
    engine: &mut Engine<'_>,
    (left, comparison, right): (&Formula, Comparison, &Formula),
    span: Span,
    path: &str,
    why: Option<&str>,
) {
    let mut side = |formula: &Formula| match engine.compute(formula, Context::Text) {
        Ok(value) => value,
        Err(fault) => {
            engine.tell(&fault, formula, &formula.expression.to_string());
            None
        }
    };
    let (Some(a), Some(b)) = (side(left), side(right)) else {
        return;
    };
    if comparison.holds(a, b) {
        return;
    }
    let (a_words, b_words) = (spelled(a, " ,"), spelled(b, " ,"));
    let relation = format!(
        "{} {} {}",
        left.expression,
        comparison.sign(),
        right.expression
    );
    let message = match why {
        Some(why) => say!(
            "`{relation}` does not hold ({why}): {left} and {right}",
            relation,
            why,
            left = a_words,
            right = b_words
        ),
        None => say!(
            "`{relation}` does not hold: {left} and {right}",
            relation,
            left = a_words,
            right = b_words
        ),
    };
    engine.sink.push(
        Diagnostic::warning(Code::Unbalanced, span, message)
            .label(say!(
                "the difference is {difference}",
                difference = spelled(a.saturating_sub(b).abs(), " ,")
            ))
            .path(path)
            .hint(say!(
                "correct the figures, or explain the difference in the text"
            )),
    );
}

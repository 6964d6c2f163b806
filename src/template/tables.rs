//! Statistics tables as values of Tera: header rows, rows and cells with all their words.
//!
//! A table is `{ id, label, caption, description, continued, unit, landscape, shares, prose, head, numbers, rows, foot,
//! notes, note }`, where `prose` says that it has more words than labels and `foot` which row is the first
//! of those that sum up all groups. `head` is a list of rows of
//! `{ text, unit, formula, columns, rows }`, the unit with what joins it; `rows` is one of
//! `{ heading, is_total, cells }` with cells `{ text, sort }`, and `sign` of a note, of the sorts `label`, `text`
//! and `figure`; `notes` is one of `{ sign, text }`.

mod description;

use tera::Value;

use super::texts::printed;
use super::values::{Viewer, counted, map, record};
use crate::figures::Computed;
use crate::figures::formula::{Expression, Name};
use crate::figures::table::{Column, Head, Row, Stated};

/// The value of a table.
pub(super) fn value(viewer: &Viewer<'_>, computed: &Computed) -> Value {
    let table = &computed.table;
    let mut notes = Vec::new();
    let scales = scales(viewer, computed);
    let head: Vec<Value> = table
        .head
        .iter()
        .map(|row| {
            Value::from(
                row.iter()
                    .map(|head| cell_of_head(viewer, head, computed))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    let rows: Vec<Value> = (0..table.rows.len())
        .map(|row| value_of_row(viewer, computed, row, &scales, &mut notes))
        .collect();
    let label = table.number.map_or_else(String::new, |number| {
        let number = counted(
            &viewer.forms.fill("tables.counted", &[]),
            &number.to_string(),
        );
        viewer
            .forms
            .fill_markup("tables.label", &[("number", &number)])
    });
    let continued = table.number.map(|number| {
        let number = number.to_string();
        viewer
            .forms
            .fill("tables.continued", &[("number", &number)])
    });
    let numbers: Vec<Value> = (1..=table.columns.len())
        .map(|number| Value::normal_string(&number.to_string()))
        .collect();
    let shares: Option<Vec<String>> = table
        .columns
        .iter()
        .map(|column| column.width.map(|width| width.to_string()))
        .collect();
    let optional =
        |text: Option<String>| text.map_or_else(Value::none, |text| Value::normal_string(&text));
    map([
        ("id", Value::normal_string(&table.id)),
        ("label", Value::safe_string(&label)),
        (
            "caption",
            table
                .caption
                .as_ref()
                .map_or_else(Value::none, |caption| viewer.value(caption)),
        ),
        (
            "description",
            Value::normal_string(&description::of(viewer, table)),
        ),
        ("continued", optional(continued)),
        ("unit", optional(table.unit.clone())),
        ("landscape", Value::from(table.landscape)),
        ("shares", optional(shares.map(|shares| shares.join(" ")))),
        ("columns", Value::from(table.columns.len() as u64)),
        (
            "prose",
            Value::from(table.columns.iter().filter(|column| column.is_text).count() > 1),
        ),
        ("head", Value::from(head)),
        (
            "numbers",
            if table.numbered {
                Value::from(numbers)
            } else {
                Value::none()
            },
        ),
        ("rows", Value::from(rows)),
        (
            "foot",
            foot(&table.rows).map_or_else(Value::none, |row| Value::from(row as u64)),
        ),
        ("notes", Value::from(notes)),
        (
            "note",
            table
                .note
                .as_ref()
                .map_or_else(Value::none, |note| viewer.value(note)),
        ),
    ])
}

/// The first of the last rows that sum up more than the group they stand in, and so belong to none.
fn foot(rows: &[Row]) -> Option<usize> {
    let last_group = rows.iter().rposition(|row| row.heading.is_some())?;
    let (before, group) = rows.split_at(last_group);
    let names_one_of = |expression: &Expression, rows: &[Row]| {
        let is_one = |name: &Name| rows.iter().any(|row| row.id.as_ref() == Some(&name.text));
        expression.names().into_iter().any(is_one)
    };
    let sums_up = |row: &&Row| {
        row.formula.as_ref().is_some_and(|formula| {
            let of = &formula.expression;
            of.is_total() && names_one_of(of, before) && names_one_of(of, group)
        })
    };
    let last = group.iter().rev().take_while(sums_up).count();
    (last > 0).then(|| rows.len() - last)
}

fn cell_of_head(viewer: &Viewer<'_>, head: &Head, computed: &Computed) -> Value {
    let formula = head
        .column
        .and_then(|column| computed.notes[column].as_deref())
        // A point stands in a note only as that of a number.
        .map(|note| note.replace('.', viewer.forms.decimal_sign()));
    // A formula that starts with brackets of its own needs no others.
    let formula = formula.map(|formula| {
        if formula.starts_with('(') {
            formula
        } else {
            format!("({formula})")
        }
    });
    let optional =
        |text: Option<&String>| text.map_or_else(Value::none, |text| Value::normal_string(text));
    let words = head.text.as_str().unwrap_or_default();
    let joint = if words.trim_end().ends_with(':') {
        " "
    } else {
        ", "
    };
    let unit = head.unit.as_ref().map(|unit| format!("{joint}{unit}"));
    map([
        ("text", viewer.value(&head.text)),
        ("unit", optional(unit.as_ref())),
        ("formula", optional(formula.as_ref())),
        ("columns", Value::from(head.columns as u64)),
        ("rows", Value::from(head.rows as u64)),
    ])
}

fn value_of_row(
    viewer: &Viewer<'_>,
    computed: &Computed,
    index: usize,
    scales: &[Option<u32>],
    notes: &mut Vec<Value>,
) -> Value {
    let row = &computed.table.rows[index];
    if let Some(heading) = &row.heading {
        return map([("heading", viewer.value(heading))]);
    }
    // The first column of words says what the row is about.
    let label = computed
        .table
        .columns
        .iter()
        .position(|column| column.is_text);
    let columns = computed.table.columns.iter().enumerate();
    let cells: Vec<Value> = columns
        .map(|(column, of)| {
            let cell = &row.cells[column];
            let sign = cell.note.as_ref().map(|note| {
                let sign = viewer.forms.fill(
                    "tables.note-sign",
                    &[("number", &(notes.len() + 1).to_string())],
                );
                notes.push(map([
                    ("sign", Value::normal_string(&sign)),
                    ("text", viewer.value(note)),
                ]));
                sign
            });
            let sort = match (of.is_text, label == Some(column)) {
                (_, true) => "label",
                (true, _) => "text",
                (false, _) => "figure",
            };
            let text = text_of_cell(viewer, computed, (index, column), row, scales);
            let (text, sort) = (("text", text), ("sort", Value::normal_string(sort)));
            // A long table has many cells and few notes.
            match sign {
                Some(sign) => record([text, sort, ("sign", Value::normal_string(&sign))]),
                None => record([text, sort]),
            }
        })
        .collect();
    record([
        ("heading", Value::none()),
        ("is_total", Value::from(row.formula.is_some())),
        (
            "unit",
            row.unit
                .as_ref()
                .map_or_else(Value::none, |(unit, _)| Value::normal_string(unit)),
        ),
        ("cells", Value::from(cells)),
    ])
}

/// How many decimals every number of a column has; none where each keeps its own.
///
/// Numbers that are added up are of one sort, and stand below each other digit by digit: „45,0“
/// over „10,5“. So are amounts of one unit of money, beside each other too.
fn scales(viewer: &Viewer<'_>, computed: &Computed) -> Vec<Option<u32>> {
    let table = &computed.table;
    let is_added = table.rows.iter().any(|row| {
        let formula = row.formula.as_ref();
        formula.is_some_and(|formula| formula.expression.is_total())
    });
    let money = |column: &Column| {
        let unit = column.unit.as_ref().map(|(unit, _)| unit.as_str());
        unit.filter(|unit| viewer.is_money(unit)).map(str::to_owned)
    };
    let own: Vec<Option<u32>> = (0..table.columns.len())
        .map(|column| {
            let values = (0..table.rows.len()).filter(|row| table.rows[*row].decimals.is_none());
            let values = values.filter_map(|row| computed.value(row, column));
            values.map(|value| value.scale()).max()
        })
        .collect();
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(index, column)| {
            let of_unit = money(column).and_then(|unit| {
                let alike = table.columns.iter().zip(&own);
                let alike = alike.filter(|(other, _)| money(other).as_deref() == Some(&*unit));
                alike.filter_map(|(_, scale)| *scale).max()
            });
            of_unit.or(own[index].filter(|_| is_added && column.additive))
        })
        .collect()
}

fn text_of_cell(
    viewer: &Viewer<'_>,
    computed: &Computed,
    (row, column): (usize, usize),
    of_row: &Row,
    scales: &[Option<u32>],
) -> Value {
    let of_column = &computed.table.columns[column];
    let cell = &of_row.cells[column];
    if of_column.is_text {
        return match &cell.stated {
            Stated::Text(text) => viewer.line(text, cell.span),
            _ => Value::normal_string(""),
        };
    }
    let value = computed.value(row, column);
    let value = value.map(|mut value| {
        if let Some(scale) = scales[column].filter(|_| of_row.decimals.is_none()) {
            value.rescale(scale);
        }
        value
    });
    let text = match value {
        Some(value) if of_column.signed => viewer.forms.signed(value),
        Some(value) => viewer.forms.number(value),
        None => viewer.forms.nothing(),
    };
    printed(&text, cell.span)
}

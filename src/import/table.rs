//! A table of the source as a statistics table: columns under merged heads, rows, kinds of columns.

use crate::content::parse_decimal;
use crate::diagnostics::say;

use super::notes::{Notes, Sort};
use super::outline::{Grid, GridCell, GridRow};
use super::yaml::{Node, Value};

/// What stands where a column has no head: the sign of an empty cell.
const NO_HEAD: &str = "–";

/// A column, or a group of columns.
struct Column {
    head: String,
    formula: Option<String>,
    /// The columns within; none if it is one.
    inner: Vec<Column>,
    /// The first column of the table that it covers.
    at: usize,
}

/// A table as the content says it; `None` if it has no rows below its head.
pub(super) fn statistics(
    grid: &Grid,
    id: &str,
    caption: Option<&str>,
    notes: &mut Notes,
) -> Option<Node> {
    let heads = head_rows(grid);
    let (head, body) = grid.rows.split_at(heads);
    let numbered = body.first().is_some_and(|row| counts(row, grid.width));
    if numbered {
        for cell in body[0].said() {
            notes.push(
                Sort::Recounted,
                grid.place(&body[0], Some(cell)),
                cell.plain(),
            );
        }
    }
    let body = &body[usize::from(numbered)..];
    let figures: Vec<bool> = (0..grid.width)
        .map(|column| is_figures(body, column))
        .collect();
    let said: Vec<&GridRow> = body
        .iter()
        .filter(|row| row.said().next().is_some())
        .collect();
    if said.is_empty() {
        return None;
    }
    let mut columns = columns(head, 0, 0..grid.width);
    for column in &mut columns {
        formulas(column, numbered, body, &figures, grid, notes);
        no_head(column, grid, head, notes);
    }
    let rows = said.iter().map(|row| row_node(grid, row, &figures, notes));
    let rows: Vec<Node> = rows.collect();
    let mut entries = vec![("id".to_owned(), Node::bare(id))];
    entries.extend(caption.map(|caption| ("caption".to_owned(), Node::words(caption))));
    if grid.width > 7 {
        entries.push(("landscape".to_owned(), Node::bare("true")));
    }
    entries.push((
        "numbered-columns".to_owned(),
        Node::bare(numbered.to_string()),
    ));
    let columns = columns
        .iter()
        .map(|column| column_node(column, &figures))
        .collect();
    entries.push(("columns".to_owned(), Value::List(columns).into()));
    entries.push(("rows".to_owned(), Value::List(rows).into()));
    Some(Value::Map(entries).into())
}

/// How many rows are the head: those that are repeated on every page, else those that the cells of
/// the first reach down to, and one more below cells that join columns.
#[must_use]
pub(super) fn head_rows(grid: &Grid) -> usize {
    let marked = grid.rows.iter().take_while(|row| row.head).count();
    if marked > 0 && marked < grid.rows.len() {
        let unnumbered = grid.rows[..marked]
            .iter()
            .rposition(|row| !counts(row, grid.width));
        return unnumbered.map_or(marked, |last| last + 1);
    }
    let mut heads = 1;
    let mut at = 0;
    while at < heads && at < grid.rows.len() {
        for cell in &grid.rows[at].cells {
            let below = usize::from(cell.columns > 1);
            heads = heads.max(at + cell.rows + below);
        }
        at += 1;
    }
    heads.min(grid.rows.len())
}

/// Whether a row only counts the columns.
fn counts(row: &GridRow, width: usize) -> bool {
    width > 1
        && row.cells.len() == width
        && row
            .cells
            .iter()
            .enumerate()
            .all(|(index, cell)| cell.plain().trim_end_matches('.') == (index + 1).to_string())
}

/// The columns within a range below a row of the head.
fn columns(head: &[GridRow], row: usize, range: std::ops::Range<usize>) -> Vec<Column> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let cell = head
            .get(row)
            .and_then(|row| row.cells.iter().find(|cell| cell.column == at));
        let Some(cell) = cell else {
            found.push(Column {
                head: String::new(),
                formula: None,
                inner: Vec::new(),
                at,
            });
            at += 1;
            continue;
        };
        let end = (at + cell.columns).min(range.end);
        let below = row + cell.rows;
        if below < head.len() {
            let inner = columns(head, below, at..end);
            found.extend(group(cell, inner, at));
        } else {
            found.push(Column {
                head: cell.line(),
                formula: None,
                inner: Vec::new(),
                at,
            });
            found.extend((at + 1..end).map(|at| Column {
                head: String::new(),
                formula: None,
                inner: Vec::new(),
                at,
            }));
        }
        at = end;
    }
    found
}

/// A head over columns; one that says nothing is none.
fn group(cell: &GridCell, mut inner: Vec<Column>, at: usize) -> Vec<Column> {
    let silent = |column: &Column| column.head.is_empty() && column.inner.is_empty();
    if cell.texts.is_empty() {
        return inner;
    }
    if inner.len() == 1 && silent(&inner[0]) {
        inner.clear();
    }
    vec![Column {
        head: cell.line(),
        formula: None,
        inner,
        at,
    }]
}

fn no_head(column: &mut Column, grid: &Grid, head: &[GridRow], notes: &mut Notes) {
    if column.head.is_empty() {
        NO_HEAD.clone_into(&mut column.head);
        let place = grid.place(head.first().unwrap_or(&grid.rows[0]), None);
        let message = say!("column {number} has no head", number = column.at + 1);
        notes.say(Sort::Derived, place, NO_HEAD, message);
    }
    for inner in &mut column.inner {
        no_head(inner, grid, head, notes);
    }
}

/// A note such as `(4+5+6)` in the head of a column becomes its formula, where all are numbers.
fn formulas(
    column: &mut Column,
    numbered: bool,
    body: &[GridRow],
    figures: &[bool],
    grid: &Grid,
    notes: &mut Notes,
) {
    for inner in &mut column.inner {
        formulas(inner, numbered, body, figures, grid, notes);
    }
    // A head over one column speaks of that.
    let of_one = column.inner.len() < 2
        && column
            .inner
            .iter()
            .all(|inner| inner.inner.is_empty() && inner.formula.is_none());
    let Some((range, parts)) = sum(&column.head).filter(|_| numbered && of_one) else {
        return;
    };
    let known = |part: &usize| {
        (1..=grid.width).contains(part)
            && *part != column.at + 1
            && figures[*part - 1]
            && body.iter().all(|row| {
                row.cell(*part - 1)
                    .is_some_and(|cell| parse_decimal(&cell.plain()).is_some())
            })
    };
    if !parts.iter().all(known) || !figures[column.at] {
        return;
    }
    let note = column.head[range.clone()].to_owned();
    let before = column.head[..range.start].trim_end();
    let after = column.head[range.end..].trim_start();
    let rest = match (before.strip_suffix('('), after.strip_prefix(')')) {
        (Some(before), Some(after)) => format!("{} {}", before.trim_end(), after.trim_start()),
        _ => format!("{before} {after}"),
    };
    let rest = rest.replace("( ", "(");
    if rest.trim().is_empty() {
        return;
    }
    rest.trim().clone_into(&mut column.head);
    let names: Vec<String> = parts.iter().map(|part| format!("c{part}")).collect();
    let formula = Some(names.join(" + "));
    match column.inner.first_mut() {
        Some(inner) => inner.formula = formula,
        None => column.formula = formula,
    }
    notes.push(Sort::Printed, grid.place(&grid.rows[0], None), note);
}

/// A sum of column numbers in a text: where it stands and which.
fn sum(text: &str) -> Option<(std::ops::Range<usize>, Vec<usize>)> {
    let sign = |c: char| c.is_ascii_digit() || c == '+' || c == ' ';
    let open = text.find('(')?;
    let inside = &text[open + 1..];
    let end = inside.find(|c| !sign(c)).unwrap_or(inside.len());
    let expression = inside[..end].trim();
    let parts: Option<Vec<usize>> = expression
        .split('+')
        .map(|part| part.trim().parse().ok())
        .collect();
    let parts = parts.filter(|parts| parts.len() > 1)?;
    let start = open + 1 + (inside.len() - inside.trim_start().len());
    Some((start..start + expression.len(), parts))
}

/// Whether all that stands in a column are numbers.
fn is_figures(body: &[GridRow], column: usize) -> bool {
    let mut any = false;
    for row in body {
        if row.alone().is_some_and(|cell| cell.columns > 1) {
            continue;
        }
        let Some(cell) = row.cells.iter().find(|cell| cell.column == column) else {
            continue;
        };
        let text = cell.plain();
        if text.is_empty() || is_dash(&text) {
            continue;
        }
        if cell.columns > 1 || parse_decimal(&text).is_none() {
            return false;
        }
        any = true;
    }
    any
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—")
}

fn column_node(column: &Column, figures: &[bool]) -> Node {
    let mut entries = vec![("head".to_owned(), Node::words(&column.head))];
    if !column.inner.is_empty() {
        let inner = column
            .inner
            .iter()
            .map(|column| column_node(column, figures));
        entries.push(("columns".to_owned(), Value::List(inner.collect()).into()));
        return Value::Map(entries).into();
    }
    if !figures[column.at] {
        entries.push(("type".to_owned(), Node::bare("text")));
    }
    if let Some(formula) = &column.formula {
        entries.push(("formula".to_owned(), Node::words(formula)));
    }
    Value::Line(entries).into()
}

fn row_node(grid: &Grid, row: &GridRow, figures: &[bool], notes: &mut Notes) -> Node {
    if let Some(cell) = row
        .alone()
        .filter(|cell| cell.columns == grid.width && grid.width > 1)
    {
        let heading = ("heading".to_owned(), Node::words(cell.line()));
        return Value::Line(vec![heading]).into();
    }
    let cells = (0..grid.width).map(|column| {
        let cell = row.cells.iter().find(|cell| cell.column == column);
        let Some(cell) = cell.filter(|cell| !cell.texts.is_empty()) else {
            return Value::Nothing.into();
        };
        if cell.columns > 1 || cell.rows > 1 {
            let message = say!("a cell over several stands in the first of them");
            notes.say(Sort::Told, grid.place(row, Some(cell)), "", message);
        }
        let text = cell.plain();
        if figures[column] && is_dash(&text) {
            Value::Nothing.into()
        } else if figures[column] {
            Node::bare(text)
        } else {
            Node::words(cell.line())
        }
    });
    let cells: Vec<Node> = cells.collect();
    let is_long =
        |node: &Node| matches!(&node.value, Value::Words(text) if text.chars().count() > 50);
    if cells.iter().any(is_long) {
        return Value::Map(vec![("cells".to_owned(), Value::List(cells).into())]).into();
    }
    Value::Row(cells).into()
}

/// Where the stated values do not fit a formula that was read from a head, a document is still to be
/// built: whether there is any formula.
#[must_use]
pub(super) fn has_formula(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) | Value::Line(entries) => entries
            .iter()
            .any(|(key, node)| key == "formula" || has_formula(node)),
        Value::List(items) | Value::Row(items) => items.iter().any(has_formula),
        _ => false,
    }
}

//! Statistics tables as they were written: columns, rows and cells, before anything is computed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::formula::Expression;
use crate::content::{Data, Entry, Item, Value, parse_decimal, sign_of_groups};
use crate::data::{Attachments, DataRow};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, did_you_mean, say};
use crate::kind::labels::Labels;
use crate::source::{Sources, Span};

/// A statistics table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The name that formulas, charts and references use.
    pub id: String,
    /// The number that is printed, counted over the tables with a caption.
    pub number: Option<usize>,
    /// Where it stands in the document.
    pub span: Span,
    /// The path in the document.
    pub path: String,
    /// The text over the table.
    pub caption: Option<Value>,
    /// What it is about and how it is read, if the author says it.
    pub description: Option<String>,
    /// The unit of all columns that have none of their own.
    pub unit: Option<String>,
    /// The text under the table.
    pub note: Option<Value>,
    /// Whether it stands on a landscape page.
    pub landscape: bool,
    /// Whether a row of column numbers is printed.
    pub numbered: bool,
    /// The header rows from the top.
    pub head: Vec<Vec<Head>>,
    /// The columns that hold cells, from left to right.
    pub columns: Vec<Column>,
    /// The rows in order.
    pub rows: Vec<Row>,
    /// How many of the rows, the first ones, were taken from a file.
    pub from_file: usize,
    /// Whether its rows stand in a file with a fault, which was told: nothing of it has a value.
    pub unread: bool,
    column_names: HashMap<String, usize>,
    row_names: HashMap<String, usize>,
}

/// A cell of a header row.
#[derive(Debug, Clone)]
pub struct Head {
    /// The text.
    pub text: Value,
    /// The unit that is printed after it, if it is the header's own.
    pub unit: Option<String>,
    /// The column it is the head of; none for a group.
    pub column: Option<usize>,
    /// How many columns it covers.
    pub columns: usize,
    /// How many header rows it covers.
    pub rows: usize,
}

/// A column that holds cells.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own in the document"
)]
#[derive(Debug, Clone)]
pub struct Column {
    /// The name.
    pub id: String,
    /// Its head.
    pub head: Value,
    /// The heads of the groups that it stands in, from the outside.
    pub groups: Vec<Value>,
    /// Where it stands.
    pub span: Span,
    /// Whether words stand in it.
    pub is_text: bool,
    /// The unit of its numbers, its own or that of its group or table, and where it was written.
    pub unit: Option<(String, Span)>,
    /// How many decimals are printed.
    pub decimals: Option<u32>,
    /// What its cells are computed from.
    pub formula: Option<Arc<Formula>>,
    /// The column that it is a part of.
    pub of: Option<(String, Span)>,
    /// Whether the formulas of rows hold for it.
    pub additive: bool,
    /// Whether an empty cell is an error.
    pub required: bool,
    /// Whether a plus is printed.
    pub signed: bool,
    /// The share of the width.
    pub width: Option<u32>,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// The name.
    pub id: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// The text of a row that is a heading over the whole width.
    pub heading: Option<Value>,
    /// One for every column, empty ones too; none in a heading.
    pub cells: Vec<Cell>,
    /// What its cells are computed from.
    pub formula: Option<Arc<Formula>>,
    /// The row that it is a part of.
    pub of: Option<(String, Span)>,
    /// How many decimals are printed, if not as many as the column says.
    pub decimals: Option<u32>,
    /// The unit that is printed after its label, and where it was written.
    pub unit: Option<(String, Span)>,
}

/// A cell as it was written.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Where it stands; the start of its row for one that was not written.
    pub span: Span,
    /// What was written.
    pub stated: Stated,
    /// The text of its footnote.
    pub note: Option<Box<Value>>,
}

/// What was written in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// Nothing, or a dash.
    Nothing,
    /// Words.
    Text(Box<str>),
    /// A number.
    Number(Decimal),
    /// A formula of the cell's own.
    Formula(Arc<Formula>),
    /// Something that cannot be read, which was told: what depends on it is not told again.
    Unreadable,
}

/// A formula of a document or a kind, with its place.
#[derive(Debug, PartialEq)]
pub struct Formula {
    /// What it says.
    pub expression: Expression,
    /// How it was written.
    pub text: String,
    /// Where the whole value stands.
    pub span: Span,
    /// Where the text of the formula starts in it, if it is there letter by letter.
    base: Option<u32>,
}

impl Formula {
    /// Reads a formula; a fault is told at its place with this code.
    pub fn read(
        text: &str,
        span: Span,
        code: Code,
        sources: &Sources,
        sink: &mut Sink,
    ) -> Option<Arc<Self>> {
        let base = base(text, span, sources);
        match Expression::parse(text) {
            Ok(expression) => Some(Arc::new(Self {
                expression,
                text: text.to_owned(),
                span,
                base,
            })),
            Err(fault) => {
                let place = within(span, base, &fault.range);
                sink.push(unreadable(code, place, &fault.why));
                None
            }
        }
    }

    /// A part of a longer text, such as one side of a relation, as a formula of its own.
    pub(super) fn of(expression: Expression, text: &str, span: Span, sources: &Sources) -> Self {
        Self {
            expression,
            text: text.to_owned(),
            span,
            base: base(text, span, sources),
        }
    }

    /// The place of a range of the formula's text.
    #[must_use]
    pub fn place(&self, range: &std::ops::Range<usize>) -> Span {
        within(self.span, self.base, range)
    }
}

/// A formula that cannot be read.
pub(super) fn unreadable(code: Code, place: Span, why: &Message) -> Diagnostic {
    Diagnostic::error(code, place, say!("the formula cannot be read: {why}", why))
}

/// Where a text starts in the value that it was read from.
pub(super) fn base(text: &str, span: Span, sources: &Sources) -> Option<u32> {
    let at = sources.slice(span).find(text)?;
    Some(span.start + at as u32)
}

/// A range of a text that starts at `base`; the whole span if that is not known.
pub(super) fn within(span: Span, base: Option<u32>, range: &std::ops::Range<usize>) -> Span {
    let Some(base) = base.filter(|_| !range.is_empty()) else {
        return span;
    };
    Span {
        start: base + range.start as u32,
        end: base + range.end as u32,
        ..span
    }
}

impl Table {
    /// The index of a column.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<usize> {
        self.column_names.get(id).copied()
    }

    /// The index of a row.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<usize> {
        self.row_names.get(id).copied()
    }

    /// The names of the columns.
    pub fn column_ids(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.id.as_str())
    }

    /// The names of the rows that have one.
    pub fn row_ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| row.id.as_deref())
    }

    /// What computes a cell: its own formula, else that of its column, else that of its row.
    ///
    /// A column that is not additive has no totals by rows.
    #[must_use]
    pub fn formula(&self, row: usize, column: usize) -> Option<(&Arc<Formula>, Bearer)> {
        let (of_row, of_column) = (&self.rows[row], &self.columns[column]);
        if of_column.is_text || of_row.heading.is_some() {
            return None;
        }
        if let Stated::Formula(formula) = &of_row.cells[column].stated {
            return Some((formula, Bearer::Cell));
        }
        if let Some(formula) = &of_column.formula {
            return Some((formula, Bearer::Column));
        }
        let formula = of_row.formula.as_ref().filter(|_| of_column.additive);
        formula.map(|formula| (formula, Bearer::Row))
    }

    /// What a person calls a row: its name, else the words of its first column of words, else its
    /// number.
    #[must_use]
    pub fn row_name(&self, row: usize) -> String {
        let row_of = &self.rows[row];
        if let Some(id) = &row_of.id {
            return id.clone();
        }
        let words = row_of.cells.iter().find_map(|cell| match &cell.stated {
            Stated::Text(text) => Some(text.to_string()),
            _ => None,
        });
        words.unwrap_or_else(|| format!("{}", row + 1))
    }
}

/// Whose formula computes a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// The cell's own.
    Cell,
    /// The column's: names are columns of the same row.
    Column,
    /// The row's: names are rows of the same column.
    Row,
}

/// The first words of names of figures that stand in no table.
const RESERVED: [&str; 4] = ["figures", "indicators", "totals", "previous"];

/// Reads a table of the document; `None` if it has no shape, which is told.
pub(super) fn read(
    path: &str,
    value: &Value,
    attachments: &Attachments,
    sources: &Sources,
    labels: &Labels,
    sink: &mut Sink,
) -> Option<Table> {
    let mut reader = Reader {
        sources,
        labels,
        sink,
        path,
        columns: Vec::new(),
        column_names: HashMap::new(),
        unreadable: BTreeSet::new(),
    };
    let id = value.get("id")?.as_str()?.to_owned();
    reader.not_reserved(&id, value.get("id")?.span);
    let unit = unit(value);
    let inherited = Inherited {
        unit: unit.clone(),
        decimals: whole(value, "decimals"),
        groups: Vec::new(),
    };
    let columns = value.get("columns")?.items();
    let depth = columns.iter().map(|item| depth(&item.value)).max()?;
    let mut head = vec![Vec::new(); depth];
    for column in columns {
        reader.column(&column.value, 0, &inherited, &mut head);
    }
    let (columns, column_names) = (
        std::mem::take(&mut reader.columns),
        std::mem::take(&mut reader.column_names),
    );
    if columns.is_empty() {
        return None;
    }
    reader.parts_of_columns(&columns, &column_names);
    let mut table = Table {
        id,
        number: None,
        span: value.span,
        path: path.to_owned(),
        caption: value.get("caption").cloned(),
        description: value
            .get("description")
            .and_then(|text| text.as_str())
            .map(str::to_owned),
        unit: unit.map(|(unit, _)| unit),
        note: value.get("note").cloned(),
        landscape: value.get("landscape").is_some_and(|yes| yes.is_true(false)),
        numbered: value.get("numbered-columns").map_or_else(
            || columns.iter().any(|column| column.formula.is_some()),
            |yes| yes.is_true(false),
        ),
        head,
        columns,
        rows: Vec::new(),
        from_file: 0,
        unread: value.get("data").is_some() && !attachments.rows.contains_key(&value.span),
        column_names,
        row_names: HashMap::new(),
    };
    let from_file = attachments.rows.get(&value.span);
    let written = value.get("rows").map(Value::items).unwrap_or_default();
    for row in from_file.into_iter().flatten() {
        let mut row = reader.data_row(row, &table);
        reader.unreadable_columns(&mut row, &table);
        table.rows.push(row);
    }
    table.from_file = table.rows.len();
    for item in written {
        let row = reader.row(item, &table);
        let Some(row) = row else { continue };
        if let Some(id) = &row.id {
            let index = table.rows.len();
            if let Some(first) = table.row_names.insert(id.clone(), index) {
                // The first holds, so that a formula of the second may mean it.
                table.row_names.insert(id.clone(), first);
                let message = say!("two rows of the table are called `{id}`", id);
                let hint = say!("give one of the two rows another id");
                reader.twice(row.span, table.rows[first].span, message, hint);
            }
        }
        table.rows.push(row);
    }
    reader.parts_of_rows(&table);
    let has_file = value.get("data").is_some();
    if written.is_empty() && !has_file {
        let message = say!(
            "the table `{table}` has neither `rows` nor `data`",
            table = table.id
        );
        let diagnostic = Diagnostic::error(Code::InvalidTable, value.span.start(), message);
        sink.push(
            diagnostic
                .path(path)
                .hint(say!("add `rows:` with a list of rows")),
        );
    }
    Some(table)
}

/// What columns take over from what they stand in.
#[derive(Clone)]
struct Inherited {
    unit: Option<(String, Span)>,
    decimals: Option<u32>,
    groups: Vec<Value>,
}

struct Reader<'a> {
    sources: &'a Sources,
    /// The words of the document's language: how it groups digits.
    labels: &'a Labels,
    sink: &'a mut Sink,
    path: &'a str,
    columns: Vec<Column>,
    column_names: HashMap<String, usize>,
    /// The columns whose formulas cannot be read.
    unreadable: BTreeSet<String>,
}

impl Reader<'_> {
    /// Reads a column or a group, at this depth of the header; returns how many leaves it has.
    fn column(
        &mut self,
        value: &Value,
        level: usize,
        inherited: &Inherited,
        head: &mut [Vec<Head>],
    ) -> usize {
        let Some(text) = value.get("head").cloned() else {
            return 0;
        };
        let own_unit = unit(value);
        let mut inner = Inherited {
            unit: own_unit.clone().or_else(|| inherited.unit.clone()),
            decimals: whole(value, "decimals").or(inherited.decimals),
            groups: inherited.groups.clone(),
        };
        let slot = head[level].len();
        let is_group = value.get("columns").is_some();
        head[level].push(Head {
            text: text.clone(),
            unit: own_unit.map(|(unit, _)| unit),
            column: (!is_group).then_some(self.columns.len()),
            columns: 1,
            rows: if is_group { 1 } else { head.len() - level },
        });
        if is_group {
            self.no_use_in_group(value);
            inner.groups.push(text);
            let items = value.get("columns").map(Value::items).unwrap_or_default();
            let leaves = items
                .iter()
                .map(|item| self.column(&item.value, level + 1, &inner, head))
                .sum();
            head[level][slot].columns = leaves;
            return leaves;
        }
        self.leaf(value, text, inner);
        1
    }

    fn leaf(&mut self, value: &Value, head: Value, inherited: Inherited) {
        let index = self.columns.len();
        let id = value.get("id").and_then(Value::as_str);
        let id = id.map_or_else(|| format!("c{}", index + 1), str::to_owned);
        if let Some(first) = self.column_names.insert(id.clone(), index) {
            let first = self.columns[first].span;
            let message = say!("two columns of the table are called `{id}`", id);
            let hint = say!("give one of the two columns another id");
            self.twice(value.span, first, message, hint);
        }
        let formula = self.formula(value);
        if formula.is_none() && value.get("formula").is_some() {
            self.unreadable.insert(id.clone());
        }
        let is_text = value.get("type").and_then(Value::as_str) == Some("text");
        if is_text && formula.is_some() {
            let message = say!(
                "the column `{id}` holds words and cannot have a formula",
                id
            );
            self.fault(
                value.span,
                message,
                say!("remove `type: text` or the formula"),
            );
        }
        let signed = value.get("signed").map_or_else(
            || {
                formula
                    .as_ref()
                    .is_some_and(|formula| formula.expression.is_change())
            },
            |yes| yes.is_true(false),
        );
        self.columns.push(Column {
            id,
            head,
            groups: inherited.groups,
            span: value.span,
            is_text,
            unit: inherited.unit.filter(|_| !is_text),
            decimals: inherited.decimals,
            formula: formula.filter(|_| !is_text),
            of: named(value, "of"),
            additive: value.get("additive").is_none_or(|yes| yes.is_true(true)),
            required: value.get("required").is_some_and(|yes| yes.is_true(false)),
            signed,
            width: whole(value, "width"),
        });
    }

    fn no_use_in_group(&mut self, value: &Value) {
        for key in [
            "id", "type", "formula", "of", "additive", "required", "signed", "width",
        ] {
            if let Some(entry) = value.entries().iter().find(|entry| entry.key == key) {
                let message = say!("a group of columns has no `{key}`", key);
                self.fault(
                    entry.key_span,
                    message,
                    say!("give it to the columns under the heading"),
                );
            }
        }
    }

    fn formula(&mut self, value: &Value) -> Option<Arc<Formula>> {
        let formula = value.get("formula")?;
        let Data::Formula(text) = &formula.data else {
            return None;
        };
        Formula::read(
            text,
            formula.span,
            Code::InvalidFormula,
            self.sources,
            self.sink,
        )
    }

    /// Tells an `of` that names no column, or the column itself.
    fn parts_of_columns(&mut self, columns: &[Column], names: &HashMap<String, usize>) {
        for column in columns {
            let Some((of, span)) = &column.of else {
                continue;
            };
            let whole = names.get(of).map(|index| &columns[*index]);
            if whole.is_some_and(|whole| !whole.is_text && whole.id != column.id) {
                continue;
            }
            if *of == column.id {
                self.fault(
                    *span,
                    say!("the column `{id}` cannot be a part of itself", id = of),
                    say!("name the column that it is a part of, or remove `of`"),
                );
                continue;
            }
            let known = columns.iter().filter(|other| !other.is_text);
            let known = known.map(|other| other.id.as_str());
            let others = known.filter(|id| *id != column.id);
            let message = say!("the table has no column of numbers `{name}`", name = of);
            self.unknown(of, *span, message, others);
        }
    }

    fn parts_of_rows(&mut self, table: &Table) {
        for row in &table.rows {
            let Some((of, span)) = &row.of else { continue };
            if row.id.as_ref() == Some(of) {
                self.fault(
                    *span,
                    say!("the row `{id}` cannot be a part of itself", id = of),
                    say!("name the row that it is a part of, or remove `of`"),
                );
            } else if table.row(of).is_none() {
                let others = table.row_ids().filter(|id| row.id.as_deref() != Some(id));
                let message = say!("the table has no row `{row}`", row = of);
                self.unknown(of, *span, message, others);
            }
        }
    }

    fn unknown<'k>(
        &mut self,
        name: &str,
        span: Span,
        message: Message,
        known: impl Iterator<Item = &'k str>,
    ) {
        let near = did_you_mean(name, known).filter(|near| *near != name);
        let near = near.map(|near| say!("did you mean `{near}`?", near));
        let diagnostic = Diagnostic::error(Code::UnknownName, span, message);
        self.sink.push(diagnostic.path(self.path).maybe_hint(near));
    }

    fn row(&mut self, item: &Item, table: &Table) -> Option<Row> {
        let value = &item.value;
        let mut row = Row {
            id: None,
            span: value.span,
            heading: None,
            cells: Vec::new(),
            formula: None,
            of: None,
            decimals: None,
            unit: None,
        };
        if let Data::List(items) = &value.data {
            row.cells = self.listed(items, value.span, table, &row);
            self.unreadable_columns(&mut row, table);
            return Some(row);
        }
        row.id = value.get("id").and_then(Value::as_str).map(str::to_owned);
        row.heading = value.get("heading").cloned();
        row.formula = self.formula(value);
        row.of = named(value, "of");
        row.decimals = whole(value, "decimals");
        row.unit = unit(value);
        if row.heading.is_some() {
            if value.get("cells").is_some() || row.formula.is_some() {
                let message = say!("a row with a `heading` has no cells and no formula");
                self.fault(
                    value.span.start(),
                    message,
                    say!("put the heading into a row of its own"),
                );
            }
            return Some(row);
        }
        match value.get("cells") {
            Some(Value {
                data: Data::List(items),
                span,
            }) => {
                row.cells = self.listed(items, *span, table, &row);
            }
            Some(cells) => row.cells = self.named_cells(cells.entries(), value.span, table, &row),
            None if value.get("formula").is_some() => {
                row.cells = vec![absent(value.span); table.columns.len()];
            }
            None => {
                let message = say!("a row needs `cells`, a `heading` or a `formula`");
                self.fault(
                    value.span.start(),
                    message,
                    say!("write the values of the row after `cells:`"),
                );
                return None;
            }
        }
        if row.formula.is_none() && value.get("formula").is_some() {
            no_value(&mut row.cells, |column| {
                !table.columns[column].is_text && table.columns[column].additive
            });
        }
        self.unreadable_columns(&mut row, table);
        Some(row)
    }

    /// What a formula that cannot be read would compute is not known, and not empty.
    fn unreadable_columns(&self, row: &mut Row, table: &Table) {
        if self.unreadable.is_empty() {
            return;
        }
        no_value(&mut row.cells, |column| {
            self.unreadable.contains(&table.columns[column].id)
        });
    }

    /// Cells from left to right. Those that are computed may be left out at the end.
    fn listed(&mut self, items: &[Item], span: Span, table: &Table, row: &Row) -> Vec<Cell> {
        let has_formula = row.formula.is_some();
        let wanted = table.columns.len();
        let found = items.len();
        let computed = |column: &Column| {
            column.formula.is_some() || (has_formula && !column.is_text && column.additive)
        };
        let whole =
            found == wanted || (found < wanted && table.columns[found..].iter().all(computed));
        // A cell with a fault of its shape is left out: the others then stand in other columns.
        let is_shifted = !whole || self.sink.has_error_in(span);
        if !whole && !self.sink.has_error_in(span) {
            let message = say!(
                "the row has {found} {found:cell|cells}, the table {wanted} columns",
                found,
                wanted
            );
            let comma = self.decimal_comma(span).filter(|_| found > wanted);
            let (place, hint) = match comma {
                Some(comma) => (
                    comma,
                    say!("put a number with a decimal comma in quotes: `\"12,5\"`"),
                ),
                None => (
                    span,
                    say!("write a value for every column, `~` for an empty one"),
                ),
            };
            self.fault(place, message, hint);
        }
        let mut cells: Vec<Cell> = items
            .iter()
            .zip(&table.columns)
            .map(|(item, column)| self.cell(&item.value, column, row.decimals))
            .collect();
        cells.resize(wanted, absent(span));
        if is_shifted {
            cells
                .iter_mut()
                .for_each(|cell| cell.stated = Stated::Unreadable);
        }
        cells
    }

    /// The first comma between two digits in a row: it parts cells, and was hardly meant to.
    fn decimal_comma(&self, span: Span) -> Option<Span> {
        let text = self.sources.slice(span).as_bytes();
        let at = text.windows(3).position(|window| {
            window[1] == b',' && window[0].is_ascii_digit() && window[2].is_ascii_digit()
        })?;
        let digits = |bytes: &mut dyn Iterator<Item = &u8>| {
            bytes.take_while(|byte| byte.is_ascii_digit()).count()
        };
        let start = at + 1 - digits(&mut text[..=at].iter().rev());
        let end = at + 2 + digits(&mut text[at + 2..].iter());
        let first = span.range().start;
        Some(Span::new(span.file, first + start..first + end))
    }

    fn named_cells(
        &mut self,
        entries: &[Entry],
        span: Span,
        table: &Table,
        row: &Row,
    ) -> Vec<Cell> {
        let mut is_whole = true;
        let mut by_column: BTreeMap<usize, Cell> = BTreeMap::new();
        for entry in entries {
            match table.column(&entry.key) {
                Some(index) => {
                    let cell = self.cell(&entry.value, &table.columns[index], row.decimals);
                    by_column.insert(index, cell);
                }
                None => {
                    is_whole = false;
                    let message = say!("the table has no column `{column}`", column = entry.key);
                    self.unknown(&entry.key, entry.key_span, message, table.column_ids());
                }
            }
        }
        let cells = (0..table.columns.len())
            .map(|index| by_column.remove(&index).unwrap_or_else(|| absent(span)));
        let mut cells: Vec<Cell> = cells.collect();
        if !is_whole {
            no_value(&mut cells, |_| true);
        }
        cells
    }

    fn cell(&mut self, value: &Value, column: &Column, decimals: Option<u32>) -> Cell {
        let (inner, note) = match value.get("value") {
            Some(inner) => (inner, value.get("note")),
            None => (value, None),
        };
        let stated = match &inner.data {
            Data::Cell(text) => self.stated(text, inner.span, column, decimals),
            _ => Stated::Nothing,
        };
        Cell {
            span: inner.span,
            stated,
            note: note.cloned().map(Box::new),
        }
    }

    fn data_row(&mut self, fields: &DataRow, table: &Table) -> Row {
        let span = fields.first().map_or(table.span, |field| field.span);
        let cells = fields
            .iter()
            .zip(&table.columns)
            .map(|(field, column)| Cell {
                span: field.span,
                stated: self.stated(&field.text, field.span, column, None),
                note: None,
            });
        Row {
            id: None,
            span,
            heading: None,
            cells: cells.collect(),
            formula: None,
            of: None,
            decimals: None,
            unit: None,
        }
    }

    /// What was written in a cell; `decimals` are those of the row, if it has its own.
    fn stated(&mut self, text: &str, span: Span, column: &Column, decimals: Option<u32>) -> Stated {
        let trimmed = text.trim();
        if trimmed.is_empty() || matches!(trimmed, "-" | "–" | "—") {
            return Stated::Nothing;
        }
        if column.is_text {
            return Stated::Text(text.into());
        }
        if let Some(formula) = trimmed.strip_prefix('=') {
            let read = Formula::read(
                formula.trim(),
                span,
                Code::InvalidFormula,
                self.sources,
                self.sink,
            );
            return read.map_or(Stated::Unreadable, Stated::Formula);
        }
        // A number of a workbook was never written by hand: its point is that of decimals.
        let by_hand = self.sources.get(span.file).sheet.is_none();
        let doubtful = sign_of_groups(trimmed, self.labels).filter(|_| by_hand);
        if let Some((message, hint)) = doubtful {
            let diagnostic = Diagnostic::error(Code::WrongType, span, message);
            self.sink.push(diagnostic.path(self.path).hint(hint));
            return Stated::Unreadable;
        }
        let Some(number) = parse_decimal(trimmed) else {
            let message = say!(
                "`{text}` is not a number, and stands in the column `{column}`",
                text = trimmed,
                column = column.id
            );
            let has_digit = trimmed.contains(|c: char| c.is_ascii_digit());
            let hint = if has_digit {
                say!("write digits only, for example `25006`, `12,5` or `1 200,00`")
            } else {
                say!("write a number, or give the column `type: text`")
            };
            let diagnostic = Diagnostic::error(Code::WrongType, span, message);
            self.sink.push(diagnostic.path(self.path).hint(hint));
            return Stated::Unreadable;
        };
        let has = number.normalize().scale();
        if let Some(takes) = decimals.or(column.decimals)
            && has > takes
        {
            let (message, hint) = match decimals {
                Some(_) => (
                    say!(
                        "`{number}` has {has} {has:decimal|decimals}, the row takes {takes}",
                        number = trimmed,
                        has,
                        takes
                    ),
                    say!("round the number, or raise `decimals` of the row"),
                ),
                None => (
                    say!(
                        "`{number}` has {has} {has:decimal|decimals}, the column `{column}` takes {takes}",
                        number = trimmed,
                        has,
                        column = column.id,
                        takes
                    ),
                    say!("round the number, or raise `decimals` of the column"),
                ),
            };
            let diagnostic = Diagnostic::error(Code::InvalidValue, span, message);
            self.sink.push(diagnostic.path(self.path).hint(hint));
        }
        Stated::Number(number)
    }

    fn not_reserved(&mut self, id: &str, span: Span) {
        if RESERVED.contains(&id) {
            let message = say!(
                "a table cannot be called `{id}`: formulas mean other figures by it",
                id
            );
            self.fault(span, message, say!("give the table another id"));
        }
    }

    fn twice(&mut self, span: Span, first: Span, message: Message, hint: Message) {
        self.sink.push(
            Diagnostic::error(Code::DuplicateId, span.start(), message)
                .label(say!("again here"))
                .path(self.path)
                .related(first.start(), say!("first here"))
                .hint(hint),
        );
    }

    fn fault(&mut self, place: Span, message: Message, hint: Message) {
        let diagnostic = Diagnostic::error(Code::InvalidTable, place, message);
        self.sink.push(diagnostic.path(self.path).hint(hint));
    }
}

/// Empty cells of these columns have a value that is not known.
fn no_value(cells: &mut [Cell], is_meant: impl Fn(usize) -> bool) {
    for (column, cell) in cells.iter_mut().enumerate() {
        if cell.stated == Stated::Nothing && is_meant(column) {
            cell.stated = Stated::Unreadable;
        }
    }
}

/// A cell that was not written.
fn absent(span: Span) -> Cell {
    Cell {
        span: span.start(),
        stated: Stated::Nothing,
        note: None,
    }
}

/// How many header rows a column needs.
fn depth(column: &Value) -> usize {
    let inner = column.get("columns").map(Value::items).unwrap_or_default();
    1 + inner
        .iter()
        .map(|item| depth(&item.value))
        .max()
        .unwrap_or(0)
}

fn unit(value: &Value) -> Option<(String, Span)> {
    let unit = value.get("unit")?;
    Some((unit.as_str()?.to_owned(), unit.span))
}

fn named(value: &Value, key: &str) -> Option<(String, Span)> {
    let name = value.get(key)?;
    Some((name.as_str()?.to_owned(), name.span))
}

fn whole(value: &Value, key: &str) -> Option<u32> {
    let number = value.get(key)?.as_decimal()?;
    u32::try_from(number.mantissa())
        .ok()
        .filter(|_| number.scale() == 0)
}

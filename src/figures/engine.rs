//! The engine: every figure of a document by its name, computed when it is asked for.
//!
//! A figure is stated, or computed from others; each is computed once. Where a formula and a
//! stated number stand together, the computed one goes on into other figures, so that one wrong
//! total is told once and not in everything that depends on it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::amounts::Amounts;
use super::formula::{Fault, Name, Scope};
use super::table::{Bearer, Formula, Stated, Table};
use super::targets::Targets;
use crate::diagnostics::{Code, Diagnostic, Message, Place, Sink, did_you_mean, say};
use crate::kind::indicator::Rounding;
use crate::source::Span;

/// The figures that a document states for one year.
#[derive(Debug)]
pub(super) struct Year {
    /// The key, such as `2027`.
    pub key: String,
    /// Where the figures stand.
    pub span: Span,
    /// Whether some of them were told to be no numbers, and are left out.
    pub has_fault: bool,
    /// The figures in the order of the file.
    pub figures: Vec<Stating>,
}

/// A figure that a document states.
#[derive(Debug)]
pub(super) struct Stating {
    pub name: String,
    pub name_span: Span,
    pub span: Span,
    pub value: Stated,
}

impl Year {
    /// The index of the figure of this name.
    pub(super) fn figure(&self, name: &str) -> Option<usize> {
        self.figures.iter().position(|figure| figure.name == name)
    }
}

/// A figure that follows from those of a year.
#[derive(Debug)]
pub(super) struct Indicator {
    pub id: String,
    pub formula: Arc<Formula>,
    pub decimals: u32,
    pub rounding: Rounding,
    /// The words for it that the document gives with its own indicators.
    pub name: Option<String>,
    pub unit: Option<String>,
    /// Whether the document itself defines it: then its operands must be there.
    pub is_own: bool,
}

/// A figure of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// A stated figure of a year.
    Figure { year: usize, index: usize },
    /// An indicator of a year.
    Indicator { year: usize, index: usize },
    /// A cell of a table.
    Cell {
        table: usize,
        row: usize,
        column: usize,
    },
    /// A total of the amounts of the whole document: of a year, or of all (none).
    Total { year: Option<usize> },
    /// A figure of the plan that the document reports on.
    Planned { target: usize },
    /// By how much a figure differs from what was planned.
    Difference { target: usize },
}

/// Where a formula stands, and so what its short names mean.
#[derive(Debug, Clone, Copy)]
pub(super) enum Context {
    /// In a year: figures and indicators of the year.
    Year(usize),
    /// In a table: columns of a row, rows of a column, or both.
    Table {
        table: usize,
        row: usize,
        column: usize,
        bearer: Bearer,
    },
    /// In a text: full names only.
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Memo {
    Unknown,
    Done(Option<Decimal>),
    Failed,
}

/// Computes the figures of a document.
pub(super) struct Engine<'a> {
    pub years: &'a [Year],
    pub indicators: &'a [Indicator],
    pub tables: &'a [Table],
    pub amounts: &'a Amounts,
    pub targets: &'a Targets,
    tables_by_name: HashMap<&'a str, usize>,
    cells: Vec<Vec<Memo>>,
    others: HashMap<Node, Memo>,
    /// What was told of a formula: once is enough, in however many rows.
    told: BTreeSet<(Span, Code)>,
    pub sink: &'a mut Sink,
}

impl<'a> Engine<'a> {
    pub(super) fn new(
        years: &'a [Year],
        indicators: &'a [Indicator],
        tables: &'a [Table],
        amounts: &'a Amounts,
        targets: &'a Targets,
        sink: &'a mut Sink,
    ) -> Self {
        let names = tables.iter().enumerate();
        Self {
            years,
            indicators,
            tables,
            amounts,
            targets,
            tables_by_name: names
                .map(|(index, table)| (table.id.as_str(), index))
                .collect(),
            cells: tables
                .iter()
                .map(|table| vec![Memo::Unknown; table.rows.len() * table.columns.len()])
                .collect(),
            others: HashMap::new(),
            told: BTreeSet::new(),
            sink,
        }
    }

    /// The formula of a figure and what its names mean; none for one that is only stated.
    pub(super) fn formula(&self, node: Node) -> Option<(Arc<Formula>, Context)> {
        match node {
            Node::Figure { year, index } => match &self.years[year].figures[index].value {
                Stated::Formula(formula) => Some((formula.clone(), Context::Year(year))),
                _ => None,
            },
            Node::Indicator { year, index } => {
                Some((self.indicators[index].formula.clone(), Context::Year(year)))
            }
            Node::Cell { table, row, column } => {
                let (formula, bearer) = self.tables[table].formula(row, column)?;
                let context = Context::Table {
                    table,
                    row,
                    column,
                    bearer,
                };
                Some((formula.clone(), context))
            }
            Node::Difference { target } => {
                let formula = self.targets.list[target].difference.clone();
                Some((formula, Context::Text))
            }
            Node::Total { .. } | Node::Planned { .. } => None,
        }
    }

    /// The number that the document states for a figure, if it does.
    pub(super) fn stated(&self, node: Node) -> Option<Decimal> {
        let stated = match node {
            Node::Figure { year, index } => &self.years[year].figures[index].value,
            Node::Indicator { year, index } => {
                let year = &self.years[year];
                &year.figures[year.figure(&self.indicators[index].id)?].value
            }
            Node::Cell { table, row, column } => {
                &self.tables[table].rows[row].cells.get(column)?.stated
            }
            Node::Total { .. } | Node::Planned { .. } | Node::Difference { .. } => return None,
        };
        match stated {
            Stated::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether what was written for a figure cannot be read, which was told.
    fn is_unreadable(&self, node: Node) -> bool {
        let stated = match node {
            Node::Figure { year, index } => &self.years[year].figures[index].value,
            Node::Cell { table, .. } if self.tables[table].unread => return true,
            Node::Cell { table, row, column } => {
                match self.tables[table].rows[row].cells.get(column) {
                    Some(cell) => &cell.stated,
                    None => return false,
                }
            }
            Node::Indicator { .. }
            | Node::Total { .. }
            | Node::Planned { .. }
            | Node::Difference { .. } => return false,
        };
        *stated == Stated::Unreadable
    }

    /// The value of a figure, exact; none if it has none.
    pub(super) fn value(&mut self, node: Node) -> Result<Option<Decimal>, Fault> {
        if let Node::Total { year } = node {
            return Ok(Some(self.amounts.total(year)));
        }
        if self.memo(node) == Memo::Unknown {
            self.settle(node);
        }
        match self.memo(node) {
            Memo::Done(value) => Ok(value),
            Memo::Failed | Memo::Unknown => Err(Fault::Told),
        }
    }

    /// Computes a figure and all that it is computed from, the first ones first: however long the
    /// way is, it takes no more of the stack. What leads back to a figure on the way is a circle.
    fn settle(&mut self, node: Node) {
        let mut way = vec![node];
        let mut entered = HashSet::new();
        while let Some(node) = way.last().copied() {
            if self.memo(node) != Memo::Unknown {
                way.pop();
                continue;
            }
            if entered.insert(node)
                && let Some((formula, context)) = self.formula(node)
            {
                let operands = super::verify::operands(self, &formula.expression, context);
                let unknown = |of: &&Node| self.memo(**of) == Memo::Unknown;
                let circle = operands.iter().find(|(_, nodes)| {
                    let mut unknown = nodes.iter().filter(unknown);
                    unknown.any(|of| entered.contains(of))
                });
                if let Some((name, _)) = circle {
                    let fault = Fault::Circular(name.clone());
                    let memo = self.failed(&fault, &formula, node);
                    self.remember(node, memo);
                    continue;
                }
                let next = operands
                    .iter()
                    .rev()
                    .flat_map(|(_, nodes)| nodes.iter().rev());
                way.extend(next.filter(unknown));
                continue;
            }
            way.pop();
            self.work_out(node);
        }
    }

    /// Computes a figure whose operands are known.
    fn work_out(&mut self, node: Node) {
        if self.is_unreadable(node) {
            self.remember(node, Memo::Failed);
            return;
        }
        let Some((formula, context)) = self.formula(node) else {
            let stated = self.stated(node);
            self.remember(node, Memo::Done(stated));
            return;
        };
        let computed = self.compute(&formula, context);
        let memo = match computed {
            Ok(computed) => Memo::Done(computed.or_else(|| self.stated(node))),
            Err(fault) => self.failed(&fault, &formula, node),
        };
        self.remember(node, memo);
    }

    /// Computes a formula where it stands.
    pub(super) fn compute(
        &mut self,
        formula: &Formula,
        context: Context,
    ) -> Result<Option<Decimal>, Fault> {
        formula.expression.evaluate(&mut At {
            engine: self,
            context,
        })
    }

    fn failed(&mut self, fault: &Fault, formula: &Formula, node: Node) -> Memo {
        // An indicator is computed where its figures are stated, and else left out of the year.
        if let (Fault::Missing(_), Node::Indicator { .. }) = (fault, node) {
            return Memo::Failed;
        }
        let name = self.name(node);
        if let (Fault::ZeroDivisor(_, divisor, soft), Node::Indicator { year, index }) =
            (fault, node)
            && !self.indicators[index].is_own
        {
            self.zero_figure(year, &name, formula, divisor);
            return if *soft {
                Memo::Done(None)
            } else {
                Memo::Failed
            };
        }
        self.tell(fault, formula, &name);
        // A share of nothing only has no value; that is no error.
        match fault {
            Fault::ZeroDivisor(_, _, true) => Memo::Done(None),
            _ => Memo::Failed,
        }
    }

    /// The formulas of a kind are not the author's: a divisor that is zero is told at the figure.
    fn zero_figure(&mut self, year: usize, name: &str, formula: &Formula, divisor: &str) {
        let of = &self.years[year];
        let figure = of.figure(divisor).map(|index| &of.figures[index]);
        let place = figure.map_or(of.span, |figure| figure.span);
        if self.told.insert((place, Code::DivisionByZero)) {
            let message = say!(
                "`{name}` cannot be computed: the divisor `{divisor}` is zero",
                name,
                divisor
            );
            self.sink.push(
                Diagnostic::error(Code::DivisionByZero, place, message)
                    .label(say!("zero"))
                    .path(format!("figures.{}", of.key))
                    .hint(say!(
                        "leave the figure out if it is not known: `{formula}` is then not printed",
                        formula = formula.text
                    )),
            );
        }
    }

    /// Tells why a formula has no value; `name` says of what.
    pub(super) fn tell(&mut self, fault: &Fault, formula: &Formula, name: &str) {
        let whole = 0..formula.text.len();
        let diagnostic = match fault {
            Fault::Told => return,
            Fault::UnknownName(name, why, hint) => {
                Diagnostic::error(Code::UnknownName, formula.place(&name.range), why.clone())
                    .label(say!("unknown name"))
                    .maybe_hint(hint.clone())
            }
            Fault::Missing(operand) => {
                let message = say!(
                    "`{name}` cannot be computed: there is no figure `{figure}`",
                    name,
                    figure = operand.text
                );
                Diagnostic::error(Code::Uncomputable, formula.place(&operand.range), message)
                    .label(say!("no such figure"))
                    .hint(match operand.text.strip_prefix("previous.") {
                        Some(one) => {
                            say!(
                                "state `{figure}` among the figures of the year before",
                                figure = one
                            )
                        }
                        None => say!(
                            "state `{figure}` among the figures of the year",
                            figure = operand.text
                        ),
                    })
            }
            Fault::ZeroDivisor(range, divisor, soft) => {
                let message = say!(
                    "`{name}` cannot be computed: the divisor `{divisor}` is zero",
                    name,
                    divisor
                );
                let place = formula.place(range);
                if *soft {
                    Diagnostic::warning(Code::DivisionByZero, place, message)
                        .label(say!("zero"))
                        .hint(say!(
                            "a dash is printed; write the figure in words if it needs one"
                        ))
                } else {
                    Diagnostic::error(Code::DivisionByZero, place, message)
                        .label(say!("zero"))
                        .hint(say!("leave the cell of the divisor empty (`~`) if there is nothing to divide by"))
                }
            }
            Fault::Circular(operand) => {
                let message = say!("`{name}` depends on itself", name);
                let place = formula.place(&operand.range);
                Diagnostic::error(Code::CircularFormula, place, message)
                    .label(say!("leads back to the figure"))
                    .hint(say!("let one of the figures in the circle be stated"))
            }
            Fault::TooLarge => {
                let message = say!(
                    "`{name}` cannot be computed: it has more digits than can be kept exactly",
                    name
                );
                Diagnostic::error(Code::Uncomputable, formula.place(&whole), message)
            }
        };
        let place = match diagnostic.place {
            Place::Span(span) => span,
            Place::File(_) => formula.span,
        };
        if self.told.insert((place, diagnostic.code)) {
            self.sink.push(diagnostic);
        }
    }

    /// The full name of a figure.
    pub(super) fn name(&self, node: Node) -> String {
        match node {
            Node::Figure { year, index } => {
                let year = &self.years[year];
                format!("figures.{}.{}", year.key, year.figures[index].name)
            }
            Node::Indicator { year, index } => {
                format!(
                    "indicators.{}.{}",
                    self.years[year].key, self.indicators[index].id
                )
            }
            Node::Cell { table, row, column } => {
                let table = &self.tables[table];
                let (row, column) = (table.row_name(row), &table.columns[column].id);
                format!("{}.{row}.{column}", table.id)
            }
            Node::Total { year } => {
                let year = year.and_then(|year| self.amounts.years.get(year));
                format!("totals.{}", year.map_or("all", String::as_str))
            }
            Node::Planned { target } => self.targets.list[target].full_name(),
            Node::Difference { target } => self.targets.list[target].difference_name(),
        }
    }

    /// The value that is printed: rounded as the figure says.
    pub(super) fn printed(&self, node: Node, value: Decimal) -> Decimal {
        match node {
            Node::Indicator { index, .. } => {
                let indicator = &self.indicators[index];
                indicator.rounding.apply(value, indicator.decimals)
            }
            Node::Cell { table, row, column } => {
                let table = &self.tables[table];
                let decimals = table.rows[row].decimals.or(table.columns[column].decimals);
                let formula = table.formula(row, column);
                match decimals {
                    Some(decimals) => super::round(value, decimals),
                    None => natural(value, formula.is_some_and(|(f, _)| f.expression.divides())),
                }
            }
            Node::Figure { year, index } => {
                let divides = match &self.years[year].figures[index].value {
                    Stated::Formula(formula) => formula.expression.divides(),
                    _ => false,
                };
                natural(value, divides)
            }
            Node::Total { .. } | Node::Planned { .. } | Node::Difference { .. } => value,
        }
    }

    fn memo(&self, node: Node) -> Memo {
        match node {
            Node::Planned { target } => Memo::Done(Some(self.targets.list[target].value)),
            Node::Cell { table, row, column } => {
                self.cells[table][row * self.tables[table].columns.len() + column]
            }
            node => self.others.get(&node).copied().unwrap_or(Memo::Unknown),
        }
    }

    fn remember(&mut self, node: Node, memo: Memo) {
        match node {
            Node::Cell { table, row, column } => {
                let columns = self.tables[table].columns.len();
                self.cells[table][row * columns + column] = memo;
            }
            node => {
                self.others.insert(node, memo);
            }
        }
    }

    /// The figure that a name means where it stands.
    pub(super) fn resolve(&self, name: &Name, context: Context) -> Result<Node, Fault> {
        let parts: Vec<&str> = name.text.split('.').collect();
        let local = match (context, parts.as_slice()) {
            (Context::Year(year), [one]) => Some(self.of_year(name, year, one)?),
            (Context::Year(year), ["previous", one]) => {
                let before = self.years[year].key.parse::<i32>().ok();
                let key = before.map(|year| (year - 1).to_string());
                let found = self
                    .years
                    .iter()
                    .position(|year| Some(&year.key) == key.as_ref());
                let Some(found) = found else {
                    return Err(Fault::Missing(name.clone()));
                };
                Some(self.of_year(name, found, one)?)
            }
            (
                Context::Table {
                    table,
                    row,
                    column,
                    bearer,
                },
                [one],
            ) => Some(self.of_table(name, table, (row, column), bearer, one)?),
            (Context::Table { table, .. }, [row, column]) => {
                let table_of = &self.tables[table];
                match (table_of.row(row), table_of.column(column)) {
                    (Some(row), Some(column)) => Some(Node::Cell { table, row, column }),
                    _ => None,
                }
            }
            _ => None,
        };
        match local {
            Some(node) => Ok(node),
            None => self.global(name, &parts),
        }
    }

    fn of_year(&self, name: &Name, year: usize, one: &str) -> Result<Node, Fault> {
        // A figure of the name of an indicator states the indicator; others go on with the
        // computed one.
        if let Some(index) = self
            .indicators
            .iter()
            .position(|indicator| indicator.id == one)
        {
            return Ok(Node::Indicator { year, index });
        }
        match self.years[year].figure(one) {
            Some(index) => Ok(Node::Figure { year, index }),
            None => Err(Fault::Missing(name.clone())),
        }
    }

    fn of_table(
        &self,
        name: &Name,
        table: usize,
        (row, column): (usize, usize),
        bearer: Bearer,
        one: &str,
    ) -> Result<Node, Fault> {
        let table_of = &self.tables[table];
        let by_column = table_of.column(one).filter(|_| bearer != Bearer::Row);
        if let Some(column) = by_column {
            return Ok(Node::Cell { table, row, column });
        }
        let by_row = table_of.row(one).filter(|_| bearer != Bearer::Column);
        if let Some(row) = by_row {
            return Ok(Node::Cell { table, row, column });
        }
        let id = &table_of.id;
        let is_row = bearer == Bearer::Row;
        let (why, known): (_, Vec<&str>) = if is_row {
            let why = say!(
                "`{name}` is no row of the table `{table}`",
                name = one,
                table = id
            );
            (why, table_of.row_ids().collect())
        } else {
            let why = say!(
                "`{name}` is no column of the table `{table}`",
                name = one,
                table = id
            );
            (why, table_of.column_ids().collect())
        };
        let near = did_you_mean(one, known.iter().copied());
        let hint = if bearer != Bearer::Column && matches!(one, "above" | "all") {
            say!("add up the rows, `sum({name})`", name = one)
        } else if is_row && table_of.column(one).is_some() {
            say!("it is a column; name a cell by row and column: `row.column`")
        } else if !is_row && table_of.row(one).is_some() {
            say!("it is a row; name a cell by row and column: `row.column`")
        } else if let Some(near) = near {
            say!("did you mean `{near}`?", near)
        } else if one.contains('-') {
            say!("put spaces around `-` if it is a minus sign")
        } else if is_row {
            say!("the rows are called {list}", list = listed(&known))
        } else {
            say!("the columns are called {list}", list = listed(&known))
        };
        Err(Fault::UnknownName(name.clone(), why, Some(hint)))
    }

    /// A full name: `figures.2027.loans`, `indicators.2027.stock-turnover`, `totals.2027`,
    /// `table.row.column`; of a report also `plan.figures.2027.loans` and `differences.2027.loans`.
    fn global(&self, name: &Name, parts: &[&str]) -> Result<Node, Fault> {
        let unknown =
            |why: Message, hint: Option<Message>| Fault::UnknownName(name.clone(), why, hint);
        match parts {
            ["figures" | "indicators", year, one] => {
                let Some(index) = self.years.iter().position(|known| known.key == *year) else {
                    return Err(unknown(say!("there are no figures of {year}", year), None));
                };
                self.of_year(name, index, one).map_err(|_| {
                    let known = self.years[index]
                        .figures
                        .iter()
                        .map(|figure| figure.name.as_str());
                    let known = known.chain(
                        self.indicators
                            .iter()
                            .map(|indicator| indicator.id.as_str()),
                    );
                    let near = did_you_mean(one, known);
                    unknown(
                        say!(
                            "there is no figure `{figure}` of {year}",
                            figure = one,
                            year
                        ),
                        near.map(|near| say!("did you mean `{near}`?", near)),
                    )
                })
            }
            ["totals", "all"] if !self.amounts.sources.is_empty() => Ok(Node::Total { year: None }),
            ["totals", "all"] => Err(unknown(say!("the document has no amounts"), None)),
            ["totals", year] => {
                let found = self.amounts.years.iter().position(|known| known == year);
                let year = found
                    .ok_or_else(|| unknown(say!("there are no amounts of {year}", year), None))?;
                Ok(Node::Total { year: Some(year) })
            }
            ["plan", "figures" | "indicators", year, one] => {
                let target = self.targets.named(name, year, one)?;
                Ok(Node::Planned { target })
            }
            ["differences", year, one] if !self.tables_by_name.contains_key("differences") => {
                let target = self.targets.named(name, year, one)?;
                Ok(Node::Difference { target })
            }
            [table, row, column] => {
                let index = self.table(name, table)?;
                let table = &self.tables[index];
                let found_row = table.row(row).ok_or_else(|| {
                    let near = did_you_mean(row, table.row_ids());
                    let hint = near.map_or_else(
                        || say!("give the row an `id`"),
                        |near| say!("did you mean `{near}`?", near),
                    );
                    unknown(
                        say!(
                            "the table `{table}` has no row `{row}`",
                            table = table.id,
                            row
                        ),
                        Some(hint),
                    )
                })?;
                let found_column = table.column(column).ok_or_else(|| {
                    let near = did_you_mean(column, table.column_ids());
                    unknown(
                        say!(
                            "the table `{table}` has no column `{column}`",
                            table = table.id,
                            column
                        ),
                        near.map(|near| say!("did you mean `{near}`?", near)),
                    )
                })?;
                Ok(Node::Cell {
                    table: index,
                    row: found_row,
                    column: found_column,
                })
            }
            [table, column] if self.tables_by_name.contains_key(table) => Err(unknown(
                say!("`{name}` is no single figure", name = name.text),
                Some(say!(
                    "name a cell, `{table}.row.{column}`, or add the column up, `sum({table}.{column})`",
                    table,
                    column
                )),
            )),
            _ => Err(unknown(
                say!("`{name}` is no figure of the document", name = name.text),
                Some(say!(
                    "write `table.row.column`, or `figures.2027.name` for a figure of a year"
                )),
            )),
        }
    }

    fn table(&self, name: &Name, id: &str) -> Result<usize, Fault> {
        self.tables_by_name.get(id).copied().ok_or_else(|| {
            let near = did_you_mean(id, self.tables.iter().map(|table| table.id.as_str()));
            Fault::UnknownName(
                name.clone(),
                say!("there is no table `{name}`", name = id),
                near.map(|near| say!("did you mean `{near}`?", near)),
            )
        })
    }

    /// The figures that a name for many stands for, as `above` and `all` in the formula of a row.
    pub(super) fn members(
        &self,
        name: &Name,
        context: Context,
    ) -> Result<Option<Vec<Node>>, Fault> {
        let parts: Vec<&str> = name.text.split('.').collect();
        match (context, parts.as_slice()) {
            (
                Context::Table {
                    table,
                    row,
                    column,
                    bearer,
                },
                [word @ ("above" | "all")],
            ) if bearer != Bearer::Column && self.tables[table].row(word).is_none() => {
                let rows = &self.tables[table].rows;
                let first = if *word == "above" {
                    let before = rows[..row].iter().rposition(|row| row.formula.is_some());
                    before.map_or(0, |before| before + 1)
                } else {
                    0
                };
                let last = if *word == "above" { row } else { rows.len() };
                let members = (first..last).filter(|index| {
                    let row = &rows[*index];
                    row.formula.is_none() && row.of.is_none() && row.heading.is_none()
                });
                Ok(Some(
                    members
                        .map(|row| Node::Cell { table, row, column })
                        .collect(),
                ))
            }
            (_, [table, column]) => {
                let own = match context {
                    Context::Table { table: own, .. } => self.tables[own].row(table).is_some(),
                    _ => false,
                };
                let Some(&table) = self.tables_by_name.get(table).filter(|_| !own) else {
                    return Ok(None);
                };
                let Some(column) = self.tables[table].column(column) else {
                    let near = did_you_mean(column, self.tables[table].column_ids());
                    return Err(Fault::UnknownName(
                        name.clone(),
                        say!(
                            "the table `{table}` has no column `{column}`",
                            table = self.tables[table].id,
                            column
                        ),
                        near.map(|near| say!("did you mean `{near}`?", near)),
                    ));
                };
                let rows = self.tables[table].rows.iter().enumerate();
                let members = rows.filter(|(_, row)| {
                    row.formula.is_none() && row.of.is_none() && row.heading.is_none()
                });
                Ok(Some(
                    members
                        .map(|(row, _)| Node::Cell { table, row, column })
                        .collect(),
                ))
            }
            _ => Ok(None),
        }
    }

    /// The figures from one name to another, in the order of the table.
    pub(super) fn between(
        &self,
        from: &Name,
        to: &Name,
        context: Context,
    ) -> Result<Vec<Node>, Fault> {
        let ends = (self.resolve(from, context)?, self.resolve(to, context)?);
        let (
            Node::Cell { table, row, column },
            Node::Cell {
                table: other,
                row: last_row,
                column: last_column,
            },
        ) = ends
        else {
            let why = say!("a range goes from one cell of a table to another");
            return Err(Fault::UnknownName(from.clone(), why, None));
        };
        let backwards = row > last_row || column > last_column;
        if table != other || (row != last_row && column != last_column) || backwards {
            let why = say!(
                "`{from}..{to}` is no range of one row or column",
                from = from.text,
                to = to.text
            );
            let hint = backwards.then(|| say!("write the first before the last"));
            let range = Range {
                start: from.range.start,
                end: to.range.end,
            };
            let whole = Name {
                text: from.text.clone(),
                range,
            };
            return Err(Fault::UnknownName(whole, why, hint));
        }
        let table_of = &self.tables[table];
        if row == last_row {
            let numbers =
                (column..=last_column).filter(|column| !table_of.columns[*column].is_text);
            return Ok(numbers
                .map(|column| Node::Cell { table, row, column })
                .collect());
        }
        let rows = (row..=last_row).filter(|row| table_of.rows[*row].heading.is_none());
        Ok(rows.map(|row| Node::Cell { table, row, column }).collect())
    }
}

/// The most decimals that a table can state; a value with more comes from a division.
pub(super) const MAX_DECIMALS: u32 = 6;

/// A value without decimals that mean nothing; what was divided keeps two.
pub(super) fn natural(value: Decimal, divides: bool) -> Decimal {
    let decimals = value.normalize().scale();
    if decimals > MAX_DECIMALS || (divides && decimals > 2) {
        super::round(value, 2)
    } else if value.scale() > MAX_DECIMALS {
        value.normalize()
    } else {
        value
    }
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(12)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if names.len() > shown.len() {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", shown.join(", "))
}

/// The engine where a formula stands.
struct At<'e, 'a> {
    engine: &'e mut Engine<'a>,
    context: Context,
}

impl At<'_, '_> {
    /// The value of a figure that a formula names.
    fn named(&mut self, node: Node, name: &Name) -> Result<Option<Decimal>, Fault> {
        // A heading has no cells, a column of words no numbers.
        if let Node::Cell { table, row, column } = node {
            let table = &self.engine.tables[table];
            if table.rows[row].heading.is_some() {
                return Ok(None);
            }
            if table.columns[column].is_text {
                let why = say!(
                    "`{column}` is a column of words",
                    column = table.columns[column].id
                );
                return Err(Fault::UnknownName(name.clone(), why, None));
            }
        }
        self.engine.value(node)
    }

    fn all(&mut self, nodes: Vec<Node>, name: &Name) -> Result<Vec<Option<Decimal>>, Fault> {
        nodes
            .into_iter()
            .map(|node| self.named(node, name))
            .collect()
    }
}

impl Scope for At<'_, '_> {
    fn value(&mut self, name: &Name) -> Result<Option<Decimal>, Fault> {
        let node = self.engine.resolve(name, self.context)?;
        self.named(node, name)
    }

    fn group(&mut self, name: &Name) -> Result<Option<Vec<Option<Decimal>>>, Fault> {
        match self.engine.members(name, self.context)? {
            Some(nodes) => self.all(nodes, name).map(Some),
            None => Ok(None),
        }
    }

    fn range(&mut self, from: &Name, to: &Name) -> Result<Vec<Option<Decimal>>, Fault> {
        let nodes = self.engine.between(from, to, self.context)?;
        self.all(nodes, from)
    }
}

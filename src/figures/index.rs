//! The index: every figure that a document computes, and which figures each is computed from.
//!
//! What is told of one figure by [`super::explain`] is here for all of them at once, as a graph: the
//! way of a correction from a number that is stated to every number that is printed because of it.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::engine::{Context, Engine, Node};
use super::formula::Expression;
use super::table::{Formula, Table};
use super::targets::Targets;
use super::{Statement, chart, verify};
use crate::content::inline::{self, Piece};
use crate::content::{Content, Data, Part, Value};
use crate::data::Attachments;
use crate::diagnostics::{Code, Sink};
use crate::kind::Kind;
use crate::source::{Sources, Span};

/// The figures of a document, and its tables.
#[derive(Debug, Default)]
pub struct Index {
    /// The figures that are computed, each after those of the same sort that stand before it, and
    /// those that are stated and that others are computed from.
    pub figures: Vec<Figure>,
    /// The statistics tables in the order of the document.
    pub tables: Vec<Table>,
}

/// A figure, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which figure it is.
    pub at: At,
    /// The number that is printed; none if there is no value.
    pub value: Option<Decimal>,
    /// The formula that computes it and where that stands, if there is one.
    pub formula: Option<(String, Span)>,
    /// Where it stands in the document; none for one that is only computed.
    pub place: Option<Span>,
    /// The figures that it is computed from, as indices of the index.
    pub operands: Vec<usize>,
}

/// Which figure of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum At {
    /// One that the document states; its place says where.
    Stated,
    /// A figure of a year: the key of the year, and its name.
    Figure(String, String),
    /// An indicator of a year: the key of the year, and its name.
    Indicator(String, String),
    /// A cell: the index of the table, the row, the column.
    Cell(usize, usize, usize),
    /// By how much a figure of a year differs from the plan: the key of the year, and its name.
    Difference(String, String),
    /// A total of all amounts: of a year, or of all.
    Total(Option<String>),
    /// A sum of amounts: of the part of the document at a path, of a year or of all.
    Sum(String, Option<String>),
    /// A sum of the amounts of sources, of a year or of all.
    Source(Vec<String>, Option<String>),
    /// A figure in the text at a path: its formula, and how many like it stand before it there.
    Text(String, String, usize),
    /// A value of the chart at a path: its series, and its category.
    Chart(String, String, String),
}

/// Finds all computed figures of a document. What is wrong with them is not told.
#[must_use]
pub fn index(
    content: &Content,
    attachments: &Attachments,
    kind: &Kind,
    targets: &Targets,
    sources: &Sources,
) -> Index {
    let mut sink = Sink::default();
    let statement = Statement::read(content, attachments, kind, sources, &mut sink);
    let mut gatherer = Gatherer {
        engine: statement.engine(targets, &mut sink),
        numbers: HashMap::new(),
        leaves: Vec::new(),
        waiting: Vec::new(),
        figures: Vec::new(),
    };
    gatherer.leaves();
    gatherer.computed();
    gatherer.differences(content);
    gatherer.sums(content);
    gatherer.charts(content);
    gatherer.texts(&content.root, "", sources);
    gatherer.operands();
    let figures = gatherer.figures;
    Index {
        figures,
        tables: statement.tables,
    }
}

struct Gatherer<'a> {
    engine: Engine<'a>,
    /// The place of each node in the index.
    numbers: HashMap<Node, usize>,
    /// The place of each amount in the index.
    leaves: Vec<usize>,
    /// The nodes whose operands have yet to be found, with their places.
    waiting: Vec<(Node, usize)>,
    figures: Vec<Figure>,
}

impl Gatherer<'_> {
    /// The amounts as they are stated.
    fn leaves(&mut self) {
        let leaves = &self.engine.amounts.leaves;
        let stated = leaves.iter().map(|leaf| Figure {
            at: At::Stated,
            value: Some(leaf.amount),
            formula: None,
            place: Some(leaf.span),
            operands: Vec::new(),
        });
        self.figures.extend(stated);
        self.leaves = (0..self.figures.len()).collect();
    }

    /// The figures of years and tables that have a formula and a value.
    fn computed(&mut self) {
        for year in 0..self.engine.years.len() {
            for index in 0..self.engine.years[year].figures.len() {
                self.if_computed(Node::Figure { year, index });
            }
            for index in 0..self.engine.indicators.len() {
                self.if_computed(Node::Indicator { year, index });
            }
        }
        for table in 0..self.engine.tables.len() {
            let of = &self.engine.tables[table];
            for row in 0..of.rows.len() {
                for column in 0..of.columns.len() {
                    self.if_computed(Node::Cell { table, row, column });
                }
            }
        }
    }

    /// The differences from the plan, where the document prints them.
    fn differences(&mut self, content: &Content) {
        if !content.root.parts(Part::Targets).is_empty() {
            for target in 0..self.engine.targets.list.len() {
                self.if_computed(Node::Difference { target });
            }
        }
    }

    fn if_computed(&mut self, node: Node) {
        let is_replaced = match node {
            // A figure of the name of an indicator states that one.
            Node::Figure { year, index } => {
                let name = &self.engine.years[year].figures[index].name;
                let mut indicators = self.engine.indicators.iter();
                indicators.any(|indicator| indicator.id == *name)
            }
            _ => false,
        };
        let computed = !is_replaced && self.engine.formula(node).is_some();
        if computed && !matches!(self.engine.value(node), Ok(None) | Err(_)) {
            self.number(node);
        }
    }

    /// The place of a figure in the index, which it gets if it has none.
    fn number(&mut self, node: Node) -> usize {
        if let Some(number) = self.numbers.get(&node) {
            return *number;
        }
        let engine = &mut self.engine;
        let value = engine.value(node).ok().flatten();
        let formula = engine.formula(node);
        let is_computed = formula.is_some() || matches!(node, Node::Total { .. });
        let figure = Figure {
            at: if is_computed {
                at(engine, node)
            } else {
                At::Stated
            },
            value: value.map(|value| engine.printed(node, value)),
            formula: formula.map(|(formula, _)| (formula.text.clone(), formula.span)),
            place: super::explain::place(engine, node),
            operands: Vec::new(),
        };
        let number = self.figures.len();
        self.figures.push(figure);
        self.numbers.insert(node, number);
        if is_computed {
            self.waiting.push((node, number));
        }
        number
    }

    /// Finds the operands of all figures, and theirs.
    fn operands(&mut self) {
        while let Some((node, number)) = self.waiting.pop() {
            self.figures[number].operands = match node {
                Node::Total { year } => self.amounts(|leaf| year.is_none_or(|y| leaf.year == y)),
                node => match self.engine.formula(node) {
                    Some((formula, context)) => self.of(&formula.expression, context),
                    None => Vec::new(),
                },
            };
        }
    }

    /// The places of the figures that an expression names.
    fn of(&mut self, expression: &Expression, context: Context) -> Vec<usize> {
        let named = verify::operands(&self.engine, expression, context);
        let nodes = named.into_iter().flat_map(|(_, nodes)| nodes);
        nodes.map(|node| self.number(node)).collect()
    }

    fn amounts(&self, is_meant: impl Fn(&super::amounts::Leaf) -> bool) -> Vec<usize> {
        let leaves = self.engine.amounts.leaves.iter().zip(&self.leaves);
        let meant = leaves.filter(|(leaf, _)| is_meant(leaf));
        meant.map(|(_, number)| *number).collect()
    }

    /// The sums of amounts by the parts of the document and by sources, and the totals.
    fn sums(&mut self, content: &Content) {
        let amounts = self.engine.amounts;
        if amounts.leaves.is_empty() {
            return;
        }
        let mut paths = Vec::new();
        holders(&content.root, "", &mut paths);
        let years = || (0..amounts.years.len()).map(Some).chain([None]);
        let key = |year: Option<usize>| year.map(|year| amounts.years[year].clone());
        for (path, span, has_own) in paths {
            let Some(sum) = amounts.sums.get(&span) else {
                continue;
            };
            let first = amounts
                .leaves
                .partition_point(|leaf| leaf.span.start < span.start);
            let inside: Vec<usize> = (first..amounts.leaves.len())
                .take_while(|leaf| amounts.leaves[*leaf].span.start < span.end)
                .collect();
            for year in years() {
                let of_year = |leaf: &&usize| {
                    let leaf = &amounts.leaves[**leaf];
                    year.is_none_or(|year| leaf.year == year)
                };
                let operands: Vec<usize> = inside.iter().filter(of_year).copied().collect();
                let value = match year {
                    Some(year) => sum.years.get(year).copied().flatten(),
                    None => Some(sum.all()),
                };
                // What has one amount of its own prints that, and no sum.
                if operands.len() > usize::from(has_own) {
                    self.push(
                        At::Sum(path.clone(), key(year)),
                        value,
                        None,
                        None,
                        operands,
                    );
                }
            }
        }
        for (names, sum) in &amounts.sources {
            for year in years() {
                let operands = self.amounts(|leaf| {
                    leaf.sources == *names && year.is_none_or(|year| leaf.year == year)
                });
                let value = match year {
                    Some(year) => sum.years.get(year).copied().flatten(),
                    None => Some(sum.all()),
                };
                if !operands.is_empty() {
                    self.push(
                        At::Source(names.clone(), key(year)),
                        value,
                        None,
                        None,
                        operands,
                    );
                }
            }
        }
        for year in years() {
            self.number(Node::Total { year });
        }
    }

    /// The values that charts show.
    fn charts(&mut self, content: &Content) {
        for (index, (path, value)) in content.root.parts(Part::Chart).into_iter().enumerate() {
            let Some(chart) = chart::read(&path, value, index + 1, &mut self.engine) else {
                continue;
            };
            for ((name, values), nodes) in chart.series.iter().zip(&chart.nodes) {
                let of_series = chart.categories.iter().zip(values.iter().zip(nodes));
                for (category, (value, node)) in of_series {
                    let Some(node) = *node else { continue };
                    let operands = vec![self.number(node)];
                    let at = At::Chart(path.clone(), name.clone(), category.clone());
                    self.push(at, *value, None, None, operands);
                }
            }
        }
    }

    /// The figures in the texts of a part of the document.
    fn texts(&mut self, value: &Value, path: &str, sources: &Sources) {
        match &value.data {
            Data::Text(text) | Data::Markdown(text) | Data::Cell(text) if text.contains('{') => {
                self.text(text, value.span, path, sources);
            }
            _ => {}
        }
        for (index, item) in value.items().iter().enumerate() {
            self.texts(&item.value, &format!("{path}[{index}]"), sources);
        }
        for entry in value.entries() {
            let dot = if path.is_empty() { "" } else { "." };
            self.texts(&entry.value, &format!("{path}{dot}{}", entry.key), sources);
        }
    }

    fn text(&mut self, text: &str, span: Span, path: &str, sources: &Sources) {
        let pieces = inline::pieces(text).into_iter();
        let formulas = pieces.filter_map(|piece| match piece {
            Piece::Figure {
                stated, formula, ..
            } => Some((stated, formula)),
            _ => None,
        });
        let mut seen: Vec<&str> = Vec::new();
        for (stated, formula) in formulas {
            let code = Code::InvalidFormula;
            let before = seen.iter().filter(|one| **one == formula).count();
            seen.push(formula);
            let Some(read) = Formula::read(formula, span, code, sources, self.engine.sink) else {
                continue;
            };
            let value = verify::inline(&mut self.engine, stated, &read, span, path);
            let operands = self.of(&read.expression, Context::Text);
            let at = At::Text(path.to_owned(), formula.trim().to_owned(), before);
            let formula = Some((formula.trim().to_owned(), span));
            self.push(at, value, formula, Some(span), operands);
        }
    }

    fn push(
        &mut self,
        at: At,
        value: Option<Decimal>,
        formula: Option<(String, Span)>,
        place: Option<Span>,
        operands: Vec<usize>,
    ) {
        self.figures.push(Figure {
            at,
            value,
            formula,
            place,
            operands,
        });
    }
}

fn at(engine: &Engine<'_>, node: Node) -> At {
    match node {
        Node::Figure { year, index } => {
            let of = &engine.years[year];
            At::Figure(of.key.clone(), of.figures[index].name.clone())
        }
        Node::Indicator { year, index } => {
            let id = engine.indicators[index].id.clone();
            At::Indicator(engine.years[year].key.clone(), id)
        }
        Node::Cell { table, row, column } => At::Cell(table, row, column),
        Node::Planned { .. } => At::Stated,
        Node::Difference { target } => {
            let target = &engine.targets.list[target];
            At::Difference(target.year.clone(), target.name.clone())
        }
        Node::Total { year } => {
            At::Total(year.and_then(|year| engine.amounts.years.get(year).cloned()))
        }
    }
}

/// The mappings of the content with their paths: what sums of amounts are of. The amounts
/// themselves are a part of what they are the amounts of; it is told of each whether it has some.
fn holders(value: &Value, path: &str, found: &mut Vec<(String, Span, bool)>) {
    if matches!(value.data, Data::Part(Part::Amounts, _)) {
        return;
    }
    if matches!(value.data, Data::Map(_)) && !path.is_empty() {
        let is_amounts = |value: &Value| matches!(value.data, Data::Part(Part::Amounts, _));
        let has_own = value.entries().iter().any(|entry| is_amounts(&entry.value));
        found.push((path.to_owned(), value.span, has_own));
    }
    for (index, item) in value.items().iter().enumerate() {
        holders(&item.value, &format!("{path}[{index}]"), found);
    }
    for entry in value.entries() {
        let dot = if path.is_empty() { "" } else { "." };
        holders(&entry.value, &format!("{path}{dot}{}", entry.key), found);
    }
}

//! The way of a figure: its formula, its operands, and where each of them stands.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::amounts::Leaf;
use super::engine::{Context, Engine, Node};
use super::formula::{Fault, Name};
use super::targets::Targets;
use super::{Statement, verify};
use crate::content::Content;
use crate::data::Attachments;
use crate::diagnostics::{Message, Sink, did_you_mean, say};
use crate::kind::Kind;
use crate::source::{Sources, Span};

/// A figure and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The full name, such as `indicators.2027.stock-turnover`.
    pub name: String,
    /// The number that is printed; none if there is no value.
    pub value: Option<Decimal>,
    /// The exact value, where it was rounded for printing.
    pub exact: Option<Decimal>,
    /// The number that the document states beside the formula.
    pub stated: Option<Decimal>,
    /// The formula, if the figure is computed, and the place where it stands.
    pub formula: Option<(String, Span)>,
    /// The formula with the values of its names.
    pub worked: Option<Message>,
    /// Where the figure stands in the document; none for an indicator that is only computed.
    pub place: Option<Span>,
    /// The figures of the formula, each with its own way.
    pub operands: Vec<Self>,
    /// How many operands more there are than are told.
    pub more: usize,
}

/// How many operands of one formula are told.
const SHOWN: usize = 60;

/// How many figures are told in all.
const TOLD: usize = 400;

/// How deep the ways of operands are followed.
const MAX_DEPTH: usize = 12;

/// Tells the way of a figure by its full name.
///
/// # Errors
///
/// Says that the document has no such figure, with a hint if one is near.
pub fn explain(
    name: &str,
    content: &Content,
    attachments: &Attachments,
    kind: &Kind,
    targets: &Targets,
    sources: &Sources,
) -> Result<Step, (Message, Option<Message>)> {
    let mut sink = Sink::default();
    let statement = Statement::read(content, attachments, kind, sources, &mut sink);
    let mut engine = statement.engine(targets, &mut sink);
    let full = Name {
        text: name.to_owned(),
        range: 0..name.len(),
    };
    let node = engine.resolve(&full, Context::Text);
    match node.or_else(|fault| labelled(&engine, name).ok_or(fault)) {
        Ok(node) => Ok(way(&mut engine, node)),
        Err(fault) => Err(unknown(&engine, name, fault)),
    }
}

/// The cell of a row that is known by its words, as `visits.March.all`: the way of a figure names
/// rows without an id so.
fn labelled(engine: &Engine<'_>, name: &str) -> Option<Node> {
    let mut tables = engine.tables.iter().enumerate();
    tables.find_map(|(table, of)| {
        let rest = name.strip_prefix(of.id.as_str())?.strip_prefix('.')?;
        let (label, column) = rest.rsplit_once('.')?;
        let column = of
            .column(column)
            .filter(|column| !of.columns[*column].is_text)?;
        let row = (0..of.rows.len()).find(|row| of.row_name(*row) == label)?;
        (of.rows[row].heading.is_none()).then_some(Node::Cell { table, row, column })
    })
}

/// Why there is no such figure. A short name is looked for in all years and tables.
fn unknown(engine: &Engine<'_>, name: &str, fault: Fault) -> (Message, Option<Message>) {
    let ending = format!(".{name}");
    let all = names(engine);
    let ends: Vec<&String> = all
        .iter()
        .filter(|full| full.ends_with(&ending))
        .take(6)
        .collect();
    if !ends.is_empty() {
        let list: Vec<String> = ends.iter().map(|full| format!("`{full}`")).collect();
        return (
            say!("`{name}` is not the full name of a figure", name),
            Some(say!("ask for one of {list}", list = list.join(", "))),
        );
    }
    match fault {
        Fault::UnknownName(_, why, Some(hint)) => (why, Some(hint)),
        _ => {
            let near = did_you_mean(name, all.iter().map(String::as_str));
            (
                say!("the document has no figure `{name}`", name),
                near.map(|near| say!("did you mean `{near}`?", near)),
            )
        }
    }
}

/// The full names of the figures of years and of the named rows of tables.
fn names(engine: &Engine<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for (year, of) in engine.years.iter().enumerate() {
        let figures = 0..of.figures.len();
        names.extend(figures.map(|index| engine.name(Node::Figure { year, index })));
        let indicators = 0..engine.indicators.len();
        names.extend(indicators.map(|index| engine.name(Node::Indicator { year, index })));
    }
    for target in 0..engine.targets.list.len() {
        names.push(engine.name(Node::Planned { target }));
        names.push(engine.name(Node::Difference { target }));
    }
    for (table, of) in engine.tables.iter().enumerate() {
        for (row, of_row) in of.rows.iter().enumerate() {
            if of_row.id.is_none() {
                continue;
            }
            let numbers = (0..of.columns.len()).filter(|column| !of.columns[*column].is_text);
            names.extend(numbers.map(|column| engine.name(Node::Cell { table, row, column })));
        }
    }
    names
}

/// The way of a figure of a document.
pub(super) fn way(engine: &mut Engine<'_>, node: Node) -> Step {
    let mut walk = Walk { engine, left: TOLD };
    walk.step(node, 0)
}

/// Follows a figure to what it is made of.
struct Walk<'e, 'a> {
    engine: &'e mut Engine<'a>,
    /// How many figures may still be told.
    left: usize,
}

impl Walk<'_, '_> {
    fn step(&mut self, node: Node, depth: usize) -> Step {
        let engine = &mut *self.engine;
        if let Node::Planned { target } = node {
            return engine.targets.list[target].way.clone();
        }
        let value = engine.value(node).ok().flatten();
        let printed = value.map(|value| engine.printed(node, value));
        let formula = engine.formula(node);
        let mut step = Step {
            name: engine.name(node),
            value: printed,
            exact: value.filter(|value| Some(*value) != printed),
            stated: formula.as_ref().and_then(|_| engine.stated(node)),
            formula: None,
            worked: None,
            place: place(engine, node),
            operands: Vec::new(),
            more: 0,
        };
        if let Some((formula, context)) = formula {
            step.worked = verify::worked(engine, &formula, context, " ,");
            step.formula = Some((formula.text.clone(), formula.span));
            let mut seen = HashSet::new();
            let mut nodes: Vec<Node> = verify::operands(engine, &formula.expression, context)
                .into_iter()
                .flat_map(|(_, nodes)| nodes)
                .filter(|node| seen.insert(*node))
                .collect();
            let told = self.told(nodes.len(), depth);
            step.more = nodes.len() - told;
            nodes.truncate(told);
            step.operands = nodes
                .into_iter()
                .map(|node| self.step(node, depth + 1))
                .collect();
        } else if let Node::Total { year } = node {
            let leaves = &engine.amounts.leaves;
            let leaves = leaves
                .iter()
                .filter(|leaf| year.is_none_or(|year| leaf.year == year));
            let mut operands: Vec<Step> = leaves.map(amount).collect();
            let told = self.told(operands.len(), depth);
            step.more = operands.len() - told;
            operands.truncate(told);
            step.operands = operands;
        }
        step
    }

    /// How many of so many operands are told.
    fn told(&mut self, count: usize, depth: usize) -> usize {
        let most = if depth < MAX_DEPTH {
            SHOWN.min(self.left)
        } else {
            0
        };
        let told = count.min(most);
        self.left -= told;
        told
    }
}

/// An amount of money as a step.
fn amount(leaf: &Leaf) -> Step {
    Step {
        name: leaf.path.clone(),
        value: Some(leaf.amount),
        exact: None,
        stated: None,
        formula: None,
        worked: None,
        place: Some(leaf.span),
        operands: Vec::new(),
        more: 0,
    }
}

pub(super) fn place(engine: &Engine<'_>, node: Node) -> Option<Span> {
    match node {
        Node::Figure { year, index } => Some(engine.years[year].figures[index].span),
        Node::Indicator { year, index } => {
            let year = &engine.years[year];
            let stated = year.figure(&engine.indicators[index].id)?;
            Some(year.figures[stated].span)
        }
        Node::Cell { table, row, column } => {
            let row = &engine.tables[table].rows[row];
            row.cells.get(column).map(|cell| cell.span)
        }
        Node::Planned { target } => engine.targets.list[target].way.place,
        Node::Total { .. } | Node::Difference { .. } => None,
    }
}

//! Targets: the figures of a plan, beside which a report puts what was achieved.
//!
//! They are figures of the report like others: `plan.figures.2027.visits` is what was planned, and
//! `differences.2027.visits` by how much what was achieved differs from it. Both are told with their
//! way, which leads into the file of the plan.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::engine::{Context, Engine, Indicator, Node};
use super::explain::{self, Step};
use super::formula::{Expression, Fault, Name};
use super::table::Formula;
use super::{Statement, round, spelled};
use crate::content::Content;
use crate::data::Attachments;
use crate::diagnostics::{Code, Diagnostic, Message, Sink, did_you_mean, say};
use crate::kind::Kind;
use crate::source::{Sources, Span};

/// The targets of a report.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    /// The figures and then the indicators of each year, in the order of the plan.
    pub list: Vec<Target>,
    /// Whether the report goes up to the end of the plan, so that each target should be met.
    pub are_due: bool,
    /// The years of which the plan does not say every figure yet, which is told.
    pub open: Vec<String>,
    /// Whether the plan cannot be read, which was told: its figures may be anything.
    pub unread: bool,
}

/// A figure of a plan.
#[derive(Debug, Clone)]
pub struct Target {
    /// The key of the year, such as `2027`.
    pub year: String,
    /// The name of the figure or the indicator.
    pub name: String,
    /// Whether it is computed by a formula of the kind or of the plan.
    pub is_indicator: bool,
    /// What the plan or its kind calls it.
    pub label: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// The value as the plan prints it.
    pub value: Decimal,
    /// How the value came about in the plan.
    pub way: Step,
    /// By how much the figure of the report differs.
    pub difference: Arc<Formula>,
}

/// What was planned beside what was achieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The key of the year.
    pub year: String,
    /// The name of the figure or the indicator; labels are found by it.
    pub name: String,
    /// The words for it: those of the report, if it defines the indicator, else those of the plan.
    pub label: Option<String>,
    /// Its unit, if one of them defines it.
    pub unit: Option<String>,
    /// What was planned.
    pub planned: Decimal,
    /// What was achieved; none if the report does not say.
    pub achieved: Option<Decimal>,
    /// What was achieved less what was planned.
    pub difference: Option<Decimal>,
    /// The difference in per cent of what was planned, with one decimal; none of zero.
    pub growth: Option<Decimal>,
}

impl Target {
    /// The name of what was planned, such as `plan.figures.2027.visits`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("plan.{}", self.name_of_achieved())
    }

    /// The name of the difference, such as `differences.2027.visits`.
    #[must_use]
    pub fn difference_name(&self) -> String {
        format!("differences.{}.{}", self.year, self.name)
    }

    /// The name of what was achieved, such as `figures.2027.visits`.
    fn name_of_achieved(&self) -> String {
        let part = part(self.is_indicator);
        format!("{part}.{}.{}", self.year, self.name)
    }
}

impl Targets {
    /// Of a report whose plan cannot be read.
    #[must_use]
    pub fn unread() -> Self {
        Self {
            unread: true,
            ..Self::default()
        }
    }

    /// Whether figures of a year are yet to come.
    #[must_use]
    pub fn is_open(&self, year: &str) -> bool {
        self.open.iter().any(|open| open == year)
    }

    /// The index of the target of a year that a formula names.
    pub(super) fn named(&self, name: &Name, year: &str, one: &str) -> Result<usize, Fault> {
        if self.unread {
            return Err(Fault::Told);
        }
        let of_year = |target: &&Target| target.year == year;
        let found = self
            .list
            .iter()
            .position(|target| target.name == one && target.year == year);
        if found.is_none() && self.is_open(year) {
            return Err(Fault::Told);
        }
        found.ok_or_else(|| {
            let known = self.list.iter().filter(of_year);
            let near = did_you_mean(one, known.map(|target| target.name.as_str()));
            let why = say!(
                "the plan has no figure `{figure}` of {year}",
                figure = one,
                year
            );
            let hint = near.map(|near| say!("did you mean `{near}`?", near));
            Fault::UnknownName(name.clone(), why, hint)
        })
    }
}

const fn part(is_indicator: bool) -> &'static str {
    if is_indicator {
        "indicators"
    } else {
        "figures"
    }
}

/// The figures of a plan that a report is compared with: those of the years for which `is_reported`.
/// `naming` is where the report names the plan.
#[must_use]
pub fn targets(
    content: &Content,
    attachments: &Attachments,
    kind: &Kind,
    is_reported: impl Fn(&str) -> bool,
    naming: Span,
    sources: &Sources,
) -> Vec<Target> {
    let (none, mut sink) = (Targets::default(), Sink::default());
    let statement = Statement::read(content, attachments, kind, sources, &mut sink);
    let mut engine = statement.engine(&none, &mut sink);
    let mut found = Vec::new();
    for year in 0..engine.years.len() {
        if is_reported(&engine.years[year].key) {
            let nodes = nodes(&engine, year);
            let of_year = nodes.into_iter();
            let target = |node| target(&mut engine, node, (naming, kind), sources);
            found.extend(of_year.filter_map(target));
        }
    }
    found
}

/// The figures of a year, then its indicators; a stated indicator is one of these only.
fn nodes(engine: &Engine<'_>, year: usize) -> Vec<Node> {
    let figures = engine.years[year].figures.iter().enumerate();
    let is_indicator = |name: &str| engine.indicators.iter().any(|one| one.id == name);
    let figures = figures.filter(|(_, figure)| !is_indicator(&figure.name));
    let figures = figures.map(|(index, _)| Node::Figure { year, index });
    let indicators = (0..engine.indicators.len()).map(|index| Node::Indicator { year, index });
    figures.chain(indicators).collect()
}

/// A figure of a plan as a target; none if it has no value.
fn target(
    engine: &mut Engine<'_>,
    node: Node,
    (naming, kind): (Span, &Kind),
    sources: &Sources,
) -> Option<Target> {
    let value = engine.value(node).ok().flatten()?;
    let value = engine.printed(node, value);
    let (year, name, indicator) = match node {
        Node::Figure { year, index } => (year, &engine.years[year].figures[index].name, None),
        Node::Indicator { year, index } => {
            let indicator = &engine.indicators[index];
            (year, &indicator.id, Some(indicator))
        }
        _ => return None,
    };
    let (year, name) = (engine.years[year].key.clone(), name.clone());
    let of = |field: fn(&Indicator) -> Option<&String>| indicator.and_then(field).cloned();
    // The plan's own words: a school library has readers, a public one has users.
    let words = |path: String| kind.labels.get(&path).map(str::to_owned);
    let of_kind = || match indicator {
        Some(_) => words(format!("indicators.{name}.name")),
        None => words(format!("figures.{name}")),
    };
    let label = of(|one| one.name.as_ref()).or_else(of_kind);
    let unit = of(|one| one.unit.as_ref());
    let unit = unit.or_else(|| words(format!("indicators.{name}.unit")));
    let achieved = format!("{}.{year}.{name}", part(indicator.is_some()));
    // What is printed is compared: who reads both numbers can check the third.
    let rounded = match indicator {
        Some(indicator) => format!("round({achieved}; {})", indicator.decimals),
        None => achieved.clone(),
    };
    let text = format!("change({rounded}; plan.{achieved})");
    let expression = Expression::parse(&text).ok()?;
    let is_indicator = indicator.is_some();
    let mut way = explain::way(engine, node);
    prefix(&mut way);
    Some(Target {
        year,
        name,
        is_indicator,
        label,
        unit,
        value,
        way,
        difference: Arc::new(Formula::of(expression, &text, naming, sources)),
    })
}

/// Says of every figure on the way that it is one of the plan.
fn prefix(way: &mut Step) {
    way.name = format!("plan.{}", way.name);
    way.operands.iter_mut().for_each(prefix);
}

/// Puts what was achieved beside what was planned, and tells what is missing or differs.
pub(super) fn compare(content: &Content, engine: &mut Engine<'_>) -> Vec<Comparison> {
    let mut found = Vec::new();
    let mut missing: Vec<&Target> = Vec::new();
    let targets = engine.targets;
    for (index, target) in targets.list.iter().enumerate() {
        let comparison = comparison(engine, index);
        if targets.are_due {
            match comparison.difference {
                None => missing.push(target),
                Some(difference) if !difference.is_zero() && !target.is_indicator => {
                    off_target(engine, target, &comparison, difference);
                }
                Some(_) => {}
            }
        }
        found.push(comparison);
    }
    unstated(content, engine, &missing);
    found
}

fn comparison(engine: &mut Engine<'_>, index: usize) -> Comparison {
    let target = &engine.targets.list[index];
    let node = achieved(engine, target);
    let value = node.and_then(|node| Some((node, engine.value(node).ok().flatten()?)));
    let achieved = value.map(|(node, value)| engine.printed(node, value));
    let difference = achieved.and_then(|_| {
        let node = Node::Difference { target: index };
        engine.value(node).ok().flatten()
    });
    let own = engine.indicators.iter().find(|own| own.id == target.name);
    let own = |field: fn(&Indicator) -> Option<&String>| own.and_then(field).cloned();
    Comparison {
        year: target.year.clone(),
        name: target.name.clone(),
        label: own(|one| one.name.as_ref()).or_else(|| target.label.clone()),
        unit: own(|one| one.unit.as_ref()).or_else(|| target.unit.clone()),
        planned: target.value,
        achieved,
        difference,
        growth: difference.and_then(|difference| growth(difference, target.value)),
    }
}

/// The figure of the report that a target is met by.
fn achieved(engine: &Engine<'_>, target: &Target) -> Option<Node> {
    let text = target.name_of_achieved();
    let range = 0..text.len();
    engine.resolve(&Name { text, range }, Context::Text).ok()
}

/// A difference in per cent of what was planned, with one decimal; none if nothing was planned.
#[must_use]
pub fn growth(difference: Decimal, planned: Decimal) -> Option<Decimal> {
    let part = difference.checked_div(planned)?;
    Some(round(part.checked_mul(Decimal::ONE_HUNDRED)?, 1))
}

/// Tells a figure that is not what was planned. What is computed from it differs, too, and is not told.
fn off_target(engine: &mut Engine<'_>, target: &Target, of: &Comparison, difference: Decimal) {
    let place = achieved(engine, target).and_then(|node| explain::place(engine, node));
    let (Some(place), Some(achieved)) = (place, of.achieved) else {
        return;
    };
    let message = differs(&target.name, of.planned, achieved, difference, of.growth);
    let told = Diagnostic::check(Code::OffTarget, place, message);
    let told = told.path(target.name_of_achieved());
    engine.sink.push(match target.way.place {
        Some(planned) => told.related(planned, say!("planned")),
        None => told,
    });
}

/// That what was achieved is not what was planned, and by how much.
#[must_use]
pub fn differs(
    name: &str,
    planned: Decimal,
    achieved: Decimal,
    difference: Decimal,
    growth: Option<Decimal>,
) -> Message {
    let number = |value: Decimal| spelled(value, " ,");
    let signed = |value: Decimal| {
        let plus = if value > Decimal::ZERO { "+" } else { "" };
        format!("{plus}{}", number(value))
    };
    let (planned, achieved) = (number(planned), number(achieved));
    match growth {
        Some(growth) => say!(
            "`{name}`: planned {planned}, achieved {achieved}, a difference of {difference} ({growth} %)",
            name,
            planned,
            achieved,
            difference = signed(difference),
            growth = signed(growth)
        ),
        None => say!(
            "`{name}`: planned {planned}, achieved {achieved}, a difference of {difference}",
            name,
            planned,
            achieved,
            difference = signed(difference)
        ),
    }
}

/// Tells the targets that the report says nothing of: once for each year.
fn unstated(content: &Content, engine: &mut Engine<'_>, missing: &[&Target]) {
    let Some(naming) = content.root.get("plan").map(|plan| plan.span) else {
        return;
    };
    let mut rest = missing;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|one| one.year == first.year).count();
        let (of_year, after) = rest.split_at(count);
        rest = after;
        let year = engine.years.iter().find(|year| year.key == first.year);
        if year.is_some_and(|year| year.has_fault || engine.sink.has_error_in(year.span)) {
            continue;
        }
        // Indicators follow from figures; if some of those are missing, they are what to state.
        let figures: Vec<&&Target> = of_year.iter().filter(|one| !one.is_indicator).collect();
        let asked = if figures.is_empty() {
            of_year.iter().collect()
        } else {
            figures
        };
        let names: Vec<String> = asked.iter().map(|one| format!("`{}`", one.name)).collect();
        let message = say!(
            "the plan has {list} for {year}, and the report does not say what was achieved",
            list = names.join(", "),
            year = first.year
        );
        let place = year.map_or(naming, |year| year.span.start());
        let mut told = Diagnostic::check(Code::MissingResult, place, message);
        if let Some(planned) = asked.first().and_then(|one| one.way.place) {
            told = told.related(planned, say!("planned"));
        }
        let hint = say!(
            "state {list} in `figures.{year}`",
            list = names.join(", "),
            year = first.year
        );
        engine.sink.push(told.hint(hint));
    }
}

//! What does not agree between a report and its plan.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::items::{Done, Item, Row, results, rows};
use super::{Named, Plan, is_whole, naming};
use crate::content::{Content, Data, Entry, Part, Value};
use crate::diagnostics::{Code, Diagnostic, Sink, did_you_mean, say};
use crate::figures::targets::{Targets, differs, growth};

/// How many measures a message names.
const NAMED: usize = 12;

/// How many places of a plan a message shows.
const SHOWN: usize = 3;

/// Tells results without a plan and measures without a result, and where the two differ.
pub fn check(report: &Content, named: &Named, sink: &mut Sink) {
    match named {
        Named::Unusable(_) => {}
        Named::None => without_plan(report, sink),
        Named::Plan(plan) => {
            let rows = rows(plan, report);
            let meant = strange(report, &rows, sink);
            let mut faults = Faults { plan, report, sink };
            faults.period();
            faults.missing(&rows, &meant);
            for row in &rows {
                faults.incomplete(row);
                faults.off_target(row);
            }
            printed(report, sink);
            open(report, &plan.targets, sink);
            shown(report, &plan.targets, sink);
        }
    }
}

/// What only a report on a plan can have.
fn without_plan(report: &Content, sink: &mut Sink) {
    let mut parts = report.root.parts(Part::Results);
    parts.extend(report.root.parts(Part::Targets));
    let results = report.root.entries().iter();
    let results = results.filter(|entry| entry.key == "results" && is_map(&entry.value));
    let places = results.map(|entry| ("results".to_owned(), entry.key_span));
    let places = places.chain(
        parts
            .into_iter()
            .map(|(path, part)| (path, part.span.start())),
    );
    if naming(report).is_none()
        && let Some((path, place)) = places.into_iter().next()
    {
        let message = say!("the report has results, and does not say of which plan");
        let told = Diagnostic::error(Code::MissingKey, place, message).path(path);
        sink.push(told.hint(say!("add `plan: ` and the id of the plan")));
    }
}

fn is_map(value: &Value) -> bool {
    matches!(value.data, Data::Map(_))
}

/// Every item of the plan is to be printed, and once: exactly one part prints the results.
fn printed(report: &Content, sink: &mut Sink) {
    let parts = report.root.parts(Part::Results);
    let Some((_, place)) = naming(report) else {
        return;
    };
    match parts.as_slice() {
        [_] => {}
        [] => {
            let message = say!("no part of the report prints the results of the plan");
            let told = Diagnostic::error(Code::MissingKey, place, message).path("plan");
            sink.push(told.hint(say!(
                "add `- results: {{ intro: … }}` to the `parts` of a section"
            )));
        }
        [(_, first), others @ ..] => {
            for (path, part) in others {
                let message = say!("the results of the plan are printed twice");
                let told = Diagnostic::error(Code::DuplicateItem, part.span, message);
                let told = told
                    .related(first.span.start(), say!("first here"))
                    .path(path);
                sink.push(told.hint(say!("remove one of the two")));
            }
        }
    }
}

/// A plan of which figures are yet to come cannot be reported on in full.
fn open(report: &Content, targets: &Targets, sink: &mut Sink) {
    let Some((_, place)) = naming(report) else {
        return;
    };
    for year in &targets.open {
        let message = say!("the plan does not say all figures of {year} yet", year);
        let told = Diagnostic::warning(Code::Undecided, place, message).path("plan");
        sink.push(told.hint(say!("write the numbers in place of `~` in the plan")));
    }
}

/// The figures that a part puts side by side are those of the plan.
fn shown(report: &Content, targets: &Targets, sink: &mut Sink) {
    for (path, part) in report.root.parts(Part::Targets) {
        let Some(year) = part.get("year") else {
            continue;
        };
        let key = year
            .as_decimal()
            .map(|year| year.to_string())
            .unwrap_or_default();
        let key = key.as_str();
        let of_year = targets.list.iter().filter(|target| target.year == key);
        let known: Vec<&str> = of_year.map(|target| target.name.as_str()).collect();
        if known.is_empty() && !targets.is_open(key) {
            let message = say!(
                "the plan has no figures of {year} to compare with",
                year = key
            );
            let told = Diagnostic::error(Code::UnknownName, year.span, message);
            sink.push(told.path(format!("{path}.year")));
            continue;
        }
        let names = part.get("show").map(Value::items).unwrap_or_default();
        for name in names {
            let (span, name) = (name.value.span, name.value.as_str().unwrap_or_default());
            if known.contains(&name) || targets.is_open(key) {
                continue;
            }
            let message = say!(
                "the plan has no figure `{figure}` of {year}",
                figure = name,
                year = key
            );
            let near = did_you_mean(name, known.iter().copied());
            let hint = near.map(|near| say!("did you mean `{near}`?", near));
            let told = Diagnostic::error(Code::UnknownName, span, message);
            sink.push(told.path(format!("{path}.show")).maybe_hint(hint));
        }
    }
}

/// Tells results of what the plan does not have, or has once; returns what was probably meant.
fn strange<'a>(report: &Content, rows: &[Row<'a>], sink: &mut Sink) -> BTreeSet<&'a str> {
    let mut meant = BTreeSet::new();
    let numbers = rows.iter().enumerate();
    let numbers = numbers.map(|(index, row)| (row.item.name_by_number(), index));
    let mut items: BTreeMap<&str, usize> = numbers.collect();
    let ids = rows.iter().enumerate();
    items.extend(ids.filter_map(|(index, row)| Some((row.item.id?, index))));
    let mut first: HashMap<usize, &Entry> = HashMap::new();
    for entry in results(report) {
        let path = format!("results.{}", entry.key);
        let Some(index) = items.get(entry.key.as_str()) else {
            let message = say!("the plan has no measure `{name}`", name = entry.key);
            let near = did_you_mean(&entry.key, items.keys().copied());
            meant.extend(near);
            let told = Diagnostic::error(Code::UnknownMeasure, entry.key_span, message);
            sink.push(told.label(say!("no such measure")).path(path).hint(match near {
                Some(near) => say!("did you mean `{near}`?", near),
                None => say!("write the `id` of a measure of the plan, or its number, such as `1.1.2`"),
            }));
            continue;
        };
        if let Some(other) = first.insert(*index, entry) {
            let message = say!(
                "`{name}` and `{other}` are the same item of the plan",
                name = entry.key,
                other = other.key
            );
            let told = Diagnostic::error(Code::DuplicateKey, entry.key_span, message).path(path);
            let told = told.related(other.key_span, say!("first here"));
            sink.push(told.hint(say!("keep one of the two")));
        }
    }
    meant
}

struct Faults<'a> {
    plan: &'a Plan,
    report: &'a Content,
    sink: &'a mut Sink,
}

impl Faults<'_> {
    /// A report is about a time of its plan.
    fn period(&mut self) {
        let (Some(report), Some(plan)) = (self.report.period, self.plan.content.period) else {
            return;
        };
        let ((first, last), (from, to)) = (report.days(), plan.days());
        if first <= to && from <= last {
            return;
        }
        let place = self.report.root.get("period").map(|period| period.span);
        let place = place.unwrap_or(self.report.root.span.start());
        let message = say!(
            "the report is about {first} to {last}, its plan about {from} to {to}",
            first = first.to_string(),
            last = last.to_string(),
            from = from.to_string(),
            to = to.to_string()
        );
        let mut told = Diagnostic::check(Code::OutsidePeriod, place, message).path("period");
        if let Some(period) = self.plan.content.root.get("period") {
            told = told.related(period.span, say!("the period of the plan"));
        }
        self.sink
            .push(told.hint(say!("name the plan of the same time")));
    }

    /// Measures that the report says nothing of: one message for all.
    /// A measure whose name was misspelt is told once, at that name.
    fn missing(&mut self, rows: &[Row<'_>], meant: &BTreeSet<&str>) {
        let is_meant = |item: &Item<'_>| {
            let names = [Some(item.name_by_number()), item.id];
            names.iter().flatten().any(|name| meant.contains(name))
        };
        let is_silent =
            |row: &&Row<'_>| row.item.is_measure && row.outcome.is_none() && !is_meant(&row.item);
        let silent = rows.iter().filter(is_silent).map(|row| row.item);
        let missing: Vec<Item<'_>> = silent.filter(|item| self.is_due(item)).collect();
        if missing.is_empty() {
            return;
        }
        let results = self.report.root.entries().iter();
        let results = results.filter(|entry| entry.key == "results");
        let place = results.map(|entry| entry.key_span).next();
        let Some(place) = place.or(naming(self.report).map(|(_, place)| place)) else {
            return;
        };
        let names: Vec<String> = missing.iter().take(NAMED).map(name).collect();
        let list = names.join(", ");
        let n = missing.len();
        let message = match n - names.len() {
            0 => say!(
                "{n} {n:measure|measures} of the plan without a result: {list}",
                n,
                list
            ),
            more => say!(
                "{n} {n:measure|measures} of the plan without a result: {list} and {more} more",
                n,
                list,
                more
            ),
        };
        let mut told = Diagnostic::check(Code::MissingResult, place, message).path("results");
        for item in missing.iter().take(SHOWN) {
            told = told.related(item.words.span, say!("planned"));
        }
        let key = missing[0].id.unwrap_or(missing[0].name_by_number());
        self.sink.push(told.hint(say!(
            "add to `results` what came of it: `{key}: {{ done: yes, result: … }}`",
            key
        )));
    }

    /// Whether a measure should have been carried out by the end of the time that is reported.
    fn is_due(&self, item: &Item<'_>) -> bool {
        let Some(report) = self.report.period else {
            return true;
        };
        let when = item.value.get("when").map(|when| &when.data);
        match when {
            Some(Data::When(when)) if when.days().is_some() => {
                when.days().is_none_or(|(_, last)| last <= report.days().1)
            }
            _ => is_whole(Some(report), self.plan.content.period),
        }
    }

    /// A result that leaves open what the reader asks next.
    fn incomplete(&mut self, row: &Row<'_>) {
        let Some(outcome) = row.outcome.filter(|_| row.item.is_measure) else {
            return;
        };
        let key = &outcome.entry.key;
        let no_words = outcome.result.is_none() && outcome.comment.is_none();
        let (message, hint) = match outcome.done {
            Some(Done::Yes | Done::Partly) if outcome.result.is_none() => (
                say!(
                    "`{key}` was carried out, and the report does not say what came of it",
                    key
                ),
                say!("add `result: ` and what came of it"),
            ),
            Some(Done::No) if no_words => (
                say!(
                    "`{key}` was not carried out, and the report does not say why",
                    key
                ),
                say!("add `comment: ` and the reason"),
            ),
            Some(Done::Moved) if outcome.to.is_none() && no_words => (
                say!(
                    "`{key}` was moved, and the report does not say to when",
                    key
                ),
                say!("add `to: ` and the new time, such as `2028-03`"),
            ),
            _ => return,
        };
        let place = outcome.entry.key_span;
        let told = Diagnostic::check(Code::MissingResult, place, message);
        let told = told.related(row.item.words.span, say!("planned"));
        self.sink
            .push(told.path(format!("results.{key}")).hint(hint));
    }

    /// A number that is not the one that was planned, that is missing, or that nobody planned.
    fn off_target(&mut self, row: &Row<'_>) {
        let (Some(outcome), target) = (row.outcome, row.item.value.get("target")) else {
            return;
        };
        let key = &outcome.entry.key;
        let was_done = matches!(outcome.done, Some(Done::Yes | Done::Partly));
        let told = match (target, outcome.achieved) {
            (Some(target), Some(place)) => {
                let Some([planned, achieved, difference]) = row.numbers() else {
                    return;
                };
                let growth = growth(difference, planned);
                if difference.is_zero() {
                    return;
                }
                let message = differs(key, planned, achieved, difference, growth);
                Diagnostic::check(Code::OffTarget, place.span, message)
                    .related(target.span, say!("planned"))
                    .path(format!("results.{key}.achieved"))
            }
            (Some(target), None) if was_done => {
                let message = say!(
                    "the plan has a target for `{key}`, and the report does not say what was achieved",
                    key
                );
                Diagnostic::check(Code::MissingResult, outcome.entry.key_span, message)
                    .related(target.span, say!("planned"))
                    .path(format!("results.{key}"))
                    .hint(say!("add `achieved: ` and the number"))
            }
            (None, Some(place)) => {
                let message = say!("the plan has no target for `{key}`", key);
                Diagnostic::error(Code::UnknownMeasure, place.span, message)
                    .related(row.item.words.span, say!("planned"))
                    .path(format!("results.{key}.achieved"))
                    .hint(say!("say the number in `result`"))
            }
            _ => return,
        };
        self.sink.push(told);
    }
}

/// A measure in a list: its number and its id.
fn name(item: &Item<'_>) -> String {
    match item.id {
        Some(id) => format!("{} `{id}`", item.number.text),
        None => item.number.text.clone(),
    }
}

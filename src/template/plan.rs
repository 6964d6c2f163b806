//! What a template may see of the plan of a report: its measures with what came of them, and its
//! figures beside what was achieved.
//!
//! The words of the plan are printed as the plan prints them: with its people, its figures, its
//! period. The words around them are those of the report.

use rust_decimal::Decimal;
use tera::Value;

use super::forms::Forms;
use super::texts::printed;
use super::values::{Viewer, counted, map};
use crate::approval::{Mark, State};
use crate::content::{Data, Value as Typed};
use crate::figures::targets::Comparison;
use crate::plan::{Done, Outcome, Plan, Row, rows};

impl<'a> Viewer<'a> {
    /// One who sees the plan as a part of the report.
    fn of_plan(&self, plan: &'a Plan) -> Self {
        Self {
            content: &plan.content,
            figures: &plan.figures,
            forms: Forms::new(&self.kind.labels, plan.content.period),
            kind: self.kind,
            plan: None,
            is_guest: true,
        }
    }
}

impl Viewer<'_> {
    /// The plan that the document names: its `title`, the `act` that approved it (none while it is a
    /// draft), and `text` of both; none if it names no plan.
    pub(super) fn plan_named(&self) -> Value {
        let Some(plan) = self.plan else {
            return Value::none();
        };
        let own = self.of_plan(plan);
        let title = plan.content.root.get("title");
        let title = title.map_or_else(Value::none, |title| own.value(title));
        let approved = plan
            .approvals
            .marks
            .iter()
            .find(|mark| mark.name == "approved");
        let act = approved.and_then(|mark| own.approved_by(mark));
        let mut gaps = vec![("title", title.as_str().unwrap_or_default())];
        gaps.extend(act.as_deref().map(|act| ("act", act)));
        let pattern = if act.is_some() {
            "plan.approved"
        } else {
            "plan.draft"
        };
        let text = self.forms.fill_markup(pattern, &gaps);
        map([
            ("title", title.clone()),
            (
                "act",
                act.as_deref().map_or_else(Value::none, Value::safe_string),
            ),
            ("text", Value::safe_string(&text)),
        ])
    }

    /// The body and the act that approved a document, and the act that gave it the redaction it has.
    fn approved_by(&self, mark: &Mark) -> Option<String> {
        let (first, last) = match &mark.state {
            State::Approved(act) => (act, None),
            State::Redaction { first, last } => (first, Some(last)),
            State::Draft | State::Stale { .. } | State::Revoked(_) => return None,
        };
        let body = printed(&mark.body, mark.place);
        let mut text = format!("{} {}", body.as_str()?, self.act(&mark.act, first));
        if let Some(last) = last {
            text += ", ";
            text += &self.act(&format!("{}-genitive", last.sort), last);
        }
        Some(text)
    }

    /// The part that prints the measures of the plan: what the part says, the `rows` in the order of the
    /// plan, `comments` if any has one, and `tally`, how many were carried out.
    pub(super) fn results(&self, part: &Typed) -> Value {
        let Some(plan) = self.plan else {
            return Value::none();
        };
        let own = self.of_plan(plan);
        let all = rows(plan, self.content);
        let said = part.entries().iter();
        let said = said.map(|entry| (entry.key.as_str(), self.value(&entry.value)));
        let has_comment = |row: &Row<'_>| row.outcome.is_some_and(|one| one.comment.is_some());
        let has_success = |row: &Row<'_>| {
            let value = row.item.value;
            value.get("success").or(value.get("result")).is_some()
        };
        let columns: Vec<&str> = match part.get("columns") {
            Some(columns) => columns
                .items()
                .iter()
                .filter_map(|one| one.value.as_str())
                .collect(),
            None if all.iter().any(has_success) => vec!["success"],
            None => Vec::new(),
        };
        let list: Vec<Value> = all.iter().map(|row| self.row(row, &own)).collect();
        map(said.chain([
            (
                "columns",
                map(columns.iter().map(|name| (*name, Value::from(true)))),
            ),
            (
                "width",
                Value::from(columns.len() + 3 + usize::from(all.iter().any(has_comment))),
            ),
            ("comments", Value::from(all.iter().any(has_comment))),
            ("tally", Value::normal_string(&self.tally(&all))),
            ("plan", self.plan_named()),
            ("rows", Value::from(list)),
        ]))
    }

    /// An item of the plan with what came of it.
    fn row(&self, row: &Row<'_>, own: &Viewer<'_>) -> Value {
        let item = &row.item;
        let key = item.key.unwrap_or_default();
        let word = self.kind.labels.get(&format!("plan.items.{key}"));
        map([
            (
                "number",
                Value::safe_string(&counted(&item.number.series, &item.number.text)),
            ),
            ("word", word.map_or_else(Value::none, Value::normal_string)),
            ("text", own.value(item.words)),
            ("depth", Value::from(item.depth)),
            ("is_measure", Value::from(item.is_measure)),
            ("item", own.value(item.value)),
            (
                "outcome",
                row.outcome
                    .map_or_else(Value::none, |one| self.outcome(&one, row)),
            ),
        ])
    }

    /// What came of an item: `done` in words, `result`, `comment`, and `figures`, the numbers.
    fn outcome(&self, outcome: &Outcome<'_>, row: &Row<'_>) -> Value {
        let value = |value: Option<&Typed>| value.map_or_else(Value::none, |one| self.value(one));
        let numbers = row.numbers().map(|numbers| self.numbers(numbers));
        let done = outcome.done.map(|done| self.done(done, outcome));
        map([
            (
                "done",
                done.map_or_else(Value::none, |words| Value::safe_string(&words)),
            ),
            ("result", value(outcome.result)),
            ("comment", value(outcome.comment)),
            (
                "figures",
                numbers.map_or_else(Value::none, |words| Value::normal_string(&words)),
            ),
        ])
    }

    /// „Įvykdyta“, with the time if the report says one.
    fn done(&self, done: Done, outcome: &Outcome<'_>) -> String {
        let words = self
            .forms
            .fill_markup(&format!("plan.done.{}", done.word()), &[]);
        let time = outcome.to.filter(|_| done == Done::Moved).or(outcome.when);
        match time.map(|time| self.time(time)) {
            Some(time) => {
                let gaps = [
                    ("done", words.as_str()),
                    ("when", time.as_str().unwrap_or_default()),
                ];
                self.forms.fill_markup("plan.done-when", &gaps)
            }
            None => words,
        }
    }

    /// A time in words.
    fn time(&self, time: &Typed) -> Value {
        match &time.data {
            Data::When(when) => printed(&self.forms.when(when), time.span),
            Data::Period(term) => printed(&self.forms.term(*term), time.span),
            _ => time
                .get("text")
                .map_or_else(Value::none, |text| self.value(text)),
        }
    }

    /// „planuota – 60, pasiekta – 64 (+4)“
    fn numbers(&self, [planned, achieved, difference]: [Decimal; 3]) -> String {
        let gaps = [
            ("planned", self.forms.number(planned)),
            ("achieved", self.forms.number(achieved)),
            ("difference", self.forms.signed(difference)),
        ];
        let gaps = gaps.each_ref().map(|(name, text)| (*name, text.as_str()));
        self.forms.fill("plan.figures", &gaps)
    }

    /// How many measures there are, and how many of them were carried out, or were not.
    fn tally(&self, rows: &[Row<'_>]) -> String {
        let measures: Vec<&Row<'_>> = rows.iter().filter(|row| row.item.is_measure).collect();
        let count = |done: Option<Done>| {
            let of = |row: &&&Row<'_>| row.outcome.and_then(|one| one.done) == done;
            measures.iter().filter(of).count()
        };
        let words = |name: &str, n: usize| {
            let n = self.forms.number(Decimal::from(n));
            self.forms.fill(&format!("plan.tally.{name}"), &[("n", &n)])
        };
        let states = Done::ALL
            .iter()
            .map(|(word, done)| (*word, count(Some(*done))));
        let states = states.chain([("none", count(None))]);
        let states = states
            .filter(|(_, n)| *n > 0)
            .map(|(name, n)| words(name, n));
        let states: Vec<String> = states.collect();
        format!("{}: {}.", words("all", measures.len()), states.join(", "))
    }

    /// The part that puts the figures of the plan beside what was achieved: what the part says, and
    /// `rows` with `name`, `unit`, `planned`, `achieved`, `difference` and `growth`.
    pub(super) fn targets(&self, part: &Typed) -> Value {
        let said = part.entries().iter();
        let said = said.map(|entry| (entry.key.as_str(), self.value(&entry.value)));
        let shown = self
            .figures
            .comparisons
            .iter()
            .filter(|one| is_shown(one, part));
        let rows: Vec<Value> = shown.map(|one| self.comparison(one)).collect();
        map(said.chain([("rows", Value::from(rows)), ("plan", self.plan_named())]))
    }

    fn comparison(&self, one: &Comparison) -> Value {
        let labels = &self.kind.labels;
        let label = |part: &str| labels.get(&format!("indicators.{}.{part}", one.name));
        let name = one
            .label
            .clone()
            .unwrap_or_else(|| self.figure_name(&one.name));
        let unit = one
            .unit
            .as_deref()
            .or_else(|| label("unit"))
            .unwrap_or_default();
        let nothing = || self.forms.nothing();
        let text = |text: String| Value::normal_string(&text);
        let number =
            |value: Option<Decimal>| text(value.map_or_else(nothing, |n| self.forms.number(n)));
        let signed =
            |value: Option<Decimal>| text(value.map_or_else(nothing, |n| self.forms.signed(n)));
        map([
            ("name", text(name)),
            ("unit", Value::normal_string(unit)),
            ("planned", number(Some(one.planned))),
            ("achieved", number(one.achieved)),
            ("difference", signed(one.difference)),
            ("growth", signed(one.growth)),
        ])
    }
}

/// Whether a part asks for a figure: by its year, and by its name if the part names any.
fn is_shown(one: &Comparison, part: &Typed) -> bool {
    let year = part.get("year").and_then(Typed::as_decimal);
    let of_year = year.is_none_or(|year| year.to_string() == one.year);
    let shown = part.get("show").map(Typed::items);
    of_year
        && shown.is_none_or(|shown| {
            shown
                .iter()
                .any(|name| name.value.as_str() == Some(&one.name))
        })
}

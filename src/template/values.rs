//! What a template may see: content, figures, marks and labels as values of Tera.
//!
//! Text becomes markup with its place, `<t at="…">`, and is not escaped again; everything else
//! is plain and is escaped where it is printed. A `-` in a key is a `_` in a template.

use chrono::Datelike;
use rust_decimal::Decimal;
use tera::{Context, Map, Value};

use super::Stated;
use super::forms::Forms;
use super::marked::AT;
use super::texts::{escaped, printed};
use super::{charts, tables};
use crate::content::{Content, Data, Entry, Item, Part as Sort, Value as Typed};
use crate::figures::Figures;
use crate::figures::amounts::Sum;
use crate::kind::Kind;
use crate::kind::labels::Labels;
use crate::plan::Plan;
use crate::source::Span;
use crate::yaml::{self, Node};

/// Makes the context of a template: `doc`, `indicators`, `marks`, `draft`,
/// `redactions`, `corrections`, `plan`, `labels`.
pub(super) fn context(stated: &Stated<'_>, kind: &Kind) -> Context {
    let Stated {
        content,
        figures,
        approvals,
        ..
    } = *stated;
    let viewer = Viewer::new(stated, kind);
    let mut context = Context::new();
    context.insert_value("doc", viewer.value(&content.root));
    context.insert_value("indicators", viewer.indicators(figures));
    context.insert_value("marks", viewer.marks(approvals));
    context.insert_value("draft", Value::from(approvals.is_draft()));
    context.insert_value("redactions", viewer.redactions(approvals));
    context.insert_value("corrections", viewer.corrections(approvals));
    context.insert_value("plan", viewer.plan_named());
    context.insert_value("labels", labels(kind.labels.root()));
    context
}

pub(super) struct Viewer<'a> {
    pub(super) content: &'a Content,
    pub(super) figures: &'a Figures,
    pub(super) forms: Forms<'a>,
    pub(super) kind: &'a Kind,
    pub(super) plan: Option<&'a Plan>,
    /// Whether the content is of another document than the one that is printed: there, its tables
    /// have no numbers to lead to.
    pub(super) is_guest: bool,
}

impl<'a> Viewer<'a> {
    pub(super) fn new(stated: &Stated<'a>, kind: &'a Kind) -> Self {
        let content = stated.content;
        Self {
            content,
            figures: stated.figures,
            forms: Forms::new(&kind.labels, content.period),
            kind,
            plan: stated.plan,
            is_guest: false,
        }
    }
}

impl Viewer<'_> {
    pub(super) fn value(&self, value: &Typed) -> Value {
        let span = value.span;
        match &value.data {
            Data::Text(text) => self.line(text, span),
            Data::Markdown(text) => self.paragraphs(text, span),
            Data::Plain(text) | Data::Cell(text) | Data::Formula(text) | Data::File(text) => {
                printed(text, span)
            }
            Data::Word(text) => Value::normal_string(text),
            Data::Boolean(yes) => Value::from(*yes),
            Data::Person(key) => self.named("people", key, span),
            Data::Institution(key) => self.named("institutions", key, span),
            Data::Source(key) | Data::Series(key) => Value::normal_string(key),
            Data::When(when) => map([("text", printed(&self.forms.when(when), span))]),
            Data::Period(term) => map([
                ("text", printed(&self.forms.term(*term), span)),
                (
                    "first_year",
                    Value::normal_string(&term.days().0.year().to_string()),
                ),
            ]),
            Data::Date(date) => map([("text", printed(&self.forms.moment(*date), span))]),
            Data::Decimal(number) => printed(&self.forms.number(*number), span),
            Data::List(items) => {
                Value::from(items.iter().map(|item| self.item(item)).collect::<Vec<_>>())
            }
            Data::Part(Sort::Picture, _) => self.picture(value),
            Data::Nothing => Value::none(),
            Data::Part(Sort::Table, _) => self
                .figures
                .table(span)
                .map_or_else(Value::none, |computed| tables::value(self, computed)),
            Data::Part(Sort::Chart, _) => self
                .figures
                .chart(span)
                .map_or_else(Value::none, |chart| charts::value(self, chart)),
            Data::Part(Sort::Results, _) => self.results(value),
            Data::Part(Sort::Targets, _) => self.targets(value),
            Data::Part(Sort::Amounts, _) => {
                let sum = self.figures.amounts.sums.get(&span);
                sum.map_or_else(Value::none, |sum| map(self.sum(sum, span)))
            }
            Data::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|entry| (entry.key.as_str(), self.value(&entry.value)));
                let totals = self.figures.amounts.sums.get(&span);
                let totals = totals.map(|sum| {
                    let mut parts = self.sum(sum, span);
                    if span == self.content.root.span {
                        parts.push(("sources", self.sources(span)));
                    }
                    ("totals", map(parts))
                });
                map(entries.chain(totals))
            }
        }
    }

    /// What a figure or an indicator of a year is called; words that are no name stay as they are.
    pub(super) fn figure_name(&self, name: &str) -> String {
        let own = self
            .figures
            .series
            .iter()
            .flat_map(|series| &series.indicators);
        let mut own = own.filter(|indicator| indicator.id == name);
        if let Some(words) = own.find_map(|indicator| indicator.name.clone()) {
            return words;
        }
        let labels = &self.kind.labels;
        let words = labels.get(&format!("figures.{name}"));
        let words = words.or_else(|| labels.get(&format!("indicators.{name}.name")));
        words.unwrap_or(name).to_owned()
    }

    /// Whether a unit is one of money.
    pub(super) fn is_money(&self, unit: &str) -> bool {
        let units = self.kind.labels.entries("units").iter();
        units.map(|entry| &entry.key).any(|known| known == unit)
    }

    /// The words that the kind prints.
    pub(super) fn labels(&self) -> &Labels {
        &self.kind.labels
    }

    /// Amounts by year: `years` with `year` and `text`, and `all`.
    fn sum(&self, sum: &Sum, span: Span) -> Vec<(&'static str, Value)> {
        let years = &self.figures.amounts.years;
        let years = years.iter().zip(&sum.years).map(|(year, amount)| {
            let text =
                amount.map_or_else(|| self.forms.nothing(), |amount| self.forms.number(amount));
            map([
                ("year", Value::normal_string(year)),
                ("text", printed(&text, span)),
            ])
        });
        let all = self.forms.number(sum.all());
        let list: Vec<Value> = years.collect();
        vec![("years", Value::from(list)), ("all", printed(&all, span))]
    }

    /// The sums by source, in the order of the document's list: `name`, and the amounts.
    fn sources(&self, span: Span) -> Value {
        let known = self.content.root.get("sources");
        let word = |source: &String, key: &str| {
            let words = known.and_then(|known| known.get(source)?.get(key)?.as_str());
            words.map(str::to_owned)
        };
        let list = self.figures.amounts.sources.iter().map(|(sources, sum)| {
            let name = match sources.as_slice() {
                [one] => word(one, "name").unwrap_or_else(|| one.clone()),
                many => {
                    let words: Vec<String> = many
                        .iter()
                        .map(|source| word(source, "genitive").unwrap_or_else(|| source.clone()))
                        .collect();
                    let separator = self.forms.fill("lists.separator", &[]);
                    let list = first_upper(&words.join(&separator));
                    self.forms.fill("sources", &[("sources", &list)])
                }
            };
            let mut entries = self.sum(sum, span);
            entries.push(("name", Value::normal_string(&name)));
            map(entries)
        });
        Value::from(list.collect::<Vec<_>>())
    }

    /// An item with a number is a mapping that has `number`; text gets one with `text` for it.
    fn item(&self, item: &Item) -> Value {
        let value = self.value(&item.value);
        let Some(number) = &item.number else {
            return value;
        };
        let mut object = match value.as_map() {
            Some(object) => object.clone(),
            None => Map::from_iter([("text".to_owned().into(), value)]),
        };
        let markup = counted(&number.series, &number.text);
        object.insert("number".to_owned().into(), Value::safe_string(&markup));
        Value::from(object)
    }

    /// A picture: the words `file` and `alt`, its `caption`, and as `img` the finished element,
    /// which knows its place in the content.
    fn picture(&self, picture: &Typed) -> Value {
        let word = |key: &str| picture.get(key).and_then(Typed::as_str).unwrap_or_default();
        let (file, alt) = (word("file"), word("alt"));
        let img = format!(
            "<img {AT}=\"{}\" src=\"{}\" alt=\"{}\"/>",
            picture.span.token(),
            escaped(file),
            escaped(alt)
        );
        let caption = picture.get("caption");
        map([
            ("file", Value::normal_string(file)),
            ("alt", Value::normal_string(alt)),
            (
                "caption",
                caption.map_or(Value::none(), |caption| self.value(caption)),
            ),
            ("img", Value::safe_string(&img)),
        ])
    }

    /// What a part such as `people` says of a key, with its place here; and as `text` the name.
    fn named(&self, part: &str, key: &str, span: Span) -> Value {
        let entries = self.content.root.get(part).and_then(|all| all.get(key));
        let entries = entries.map(Typed::entries).unwrap_or_default();
        let field = |entry: &Entry| match &entry.value.data {
            Data::Institution(key) => self.named("institutions", key, span),
            _ => printed(entry.value.as_str().unwrap_or_default(), span),
        };
        let name = entries.iter().filter(|entry| entry.key == "name");
        let text = name.map(|entry| ("text", field(entry)));
        let fields = entries
            .iter()
            .map(|entry| (entry.key.as_str(), field(entry)));
        map(text.chain(fields))
    }

    /// By year, the indicators in the order of the kind: `id`, `name`, `value`, `unit`, `text`.
    fn indicators(&self, figures: &Figures) -> Value {
        map(figures.series.iter().map(|series| {
            let list: Vec<Value> = series
                .indicators
                .iter()
                .map(|indicator| {
                    let id = &indicator.id;
                    let label =
                        |part: &str| self.kind.labels.get(&format!("indicators.{id}.{part}"));
                    let own = indicator.name.as_deref();
                    let name = own.or_else(|| label("name")).unwrap_or(id);
                    let number = self.forms.number(indicator.value);
                    let own = indicator.unit.as_deref();
                    let unit = own.or_else(|| label("unit")).unwrap_or_default();
                    let pattern = if unit.is_empty() {
                        "indicator"
                    } else {
                        "indicator-with-unit"
                    };
                    let text = self.forms.fill(
                        pattern,
                        &[("name", name), ("value", &number), ("unit", unit)],
                    );
                    let text = match planned(figures, &series.key, id) {
                        Some(planned) => {
                            let planned = self.forms.number(planned);
                            let gaps = [("text", text.as_str()), ("planned", &planned)];
                            self.forms.fill("indicator-with-plan", &gaps)
                        }
                        None => text,
                    };
                    map([
                        ("id", Value::normal_string(id)),
                        ("name", Value::normal_string(name)),
                        ("value", Value::normal_string(&number)),
                        ("unit", Value::normal_string(unit)),
                        ("text", Value::normal_string(&text)),
                    ])
                })
                .collect();
            (series.key.as_str(), Value::from(list))
        }))
    }
}

/// What an indicator of a year was planned to be.
fn planned(figures: &Figures, year: &str, indicator: &str) -> Option<Decimal> {
    let of = figures.planned.iter().find(|planned| planned.key == year)?;
    let found = of.indicators.iter().find(|planned| planned.id == indicator);
    found.map(|planned| planned.value)
}

/// A number that is counted, as markup.
pub(super) fn counted(series: &str, number: &str) -> String {
    format!(
        "<number series=\"{}\">{}</number>",
        escaped(series),
        escaped(number)
    )
}

/// A map whose keys are the program's own; it takes no memory for them.
pub(super) fn record<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    let entries = entries.map(|(key, value)| (key.into(), value));
    Value::from(Map::from_iter(entries))
}

pub(super) fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (key.replace('-', "_").into(), value));
    Value::from(entries.collect::<Map>())
}

/// The first letter as a capital.
fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// The labels as plain words.
fn labels(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::none(),
        yaml::Value::Scalar(text) => Value::normal_string(text),
        yaml::Value::List(items) => Value::from(items.iter().map(labels).collect::<Vec<_>>()),
        yaml::Value::Map(entries) => map(entries
            .iter()
            .map(|entry| (entry.key.as_str(), labels(&entry.value)))),
    }
}

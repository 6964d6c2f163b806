//! What a template may see: content, figures, marks and labels as values of Tera.
//!
//! Text becomes markup with its place, `<t at="…">`, and is not escaped again; everything else
//! is plain and is escaped where it is printed. A `-` in a key is a `_` in a template.

use chrono::Datelike;
use tera::{Context, Map, Value};

use super::Stated;
use super::forms::Forms;
use super::marked::AT;
use crate::approval::{Approvals, State};
use crate::content::markdown::{self, Part, Piece};
use crate::content::{Content, Data, Item, Part as Sort, Value as Typed};
use crate::figures::Figures;
use crate::kind::Kind;
use crate::source::Span;
use crate::yaml::{self, Node};

/// Makes the context of a template: `doc`, `indicators`, `marks`, `draft`, `labels`.
pub(super) fn context(stated: &Stated<'_>, kind: &Kind) -> Context {
    let Stated {
        content,
        figures,
        approvals,
        ..
    } = *stated;
    let viewer = Viewer {
        content,
        forms: Forms::new(&kind.labels, content.period),
        kind,
    };
    let mut context = Context::new();
    context.insert_value("doc", viewer.value(&content.root));
    context.insert_value("indicators", viewer.indicators(figures));
    context.insert_value("marks", viewer.marks(approvals));
    context.insert_value("draft", Value::from(approvals.is_draft()));
    context.insert_value("labels", labels(kind.labels.root()));
    context
}

struct Viewer<'a> {
    content: &'a Content,
    forms: Forms<'a>,
    kind: &'a Kind,
}

impl Viewer<'_> {
    fn value(&self, value: &Typed) -> Value {
        let span = value.span;
        match &value.data {
            Data::Text(text) => Value::safe_string(&markup(&markdown::line(text), span)),
            Data::Markdown(text) => Value::safe_string(&markup(&markdown::blocks(text), span)),
            Data::Plain(text) | Data::Cell(text) | Data::Formula(text) | Data::File(text) => {
                printed(text, span)
            }
            Data::Word(text) => Value::normal_string(text),
            Data::Boolean(yes) => Value::from(*yes),
            Data::Person(key) => self.person(key, span),
            Data::Series(key) => Value::normal_string(key),
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
            Data::Map(entries) | Data::Part(_, entries) => map(entries
                .iter()
                .map(|entry| (entry.key.as_str(), self.value(&entry.value)))),
        }
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
        object.insert("number".to_owned().into(), Value::normal_string(number));
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

    /// What `people` says of a key, with its place here; and as `text` the name.
    fn person(&self, key: &str, span: Span) -> Value {
        let people = self.content.root.get("people");
        let entries = people
            .and_then(|people| people.get(key))
            .map(Typed::entries)
            .unwrap_or_default();
        let field = |name: &str| {
            let value = entries.iter().find(|entry| entry.key == name);
            printed(
                value
                    .and_then(|entry| entry.value.as_str())
                    .unwrap_or_default(),
                span,
            )
        };
        map([("text", field("name")), ("post", field("post"))])
    }

    /// By year, the indicators in the order of the kind: `id`, `name`, `value`, `unit`, `text`.
    fn indicators(&self, figures: &Figures) -> Value {
        map(figures.series.iter().map(|series| {
            let list: Vec<Value> = series
                .indicators
                .iter()
                .map(|(id, value)| {
                    let label =
                        |part: &str| self.kind.labels.get(&format!("indicators.{id}.{part}"));
                    let (name, number) = (label("name").unwrap_or(id), self.forms.number(*value));
                    let unit = label("unit").unwrap_or_default();
                    let pattern = if unit.is_empty() {
                        "indicator"
                    } else {
                        "indicator-with-unit"
                    };
                    let text = self.forms.fill(
                        pattern,
                        &[("name", name), ("value", &number), ("unit", unit)],
                    );
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

    /// The marks in the order of the document: `place`, and the `lines` of each.
    fn marks(&self, approvals: &Approvals) -> Value {
        let marks = self
            .content
            .root
            .get("marks")
            .map(Typed::items)
            .unwrap_or_default();
        let list: Vec<Value> = marks
            .iter()
            .zip(&approvals.marks)
            .map(|(mark, state)| self.mark(&mark.value, state))
            .collect();
        Value::from(list)
    }

    fn mark(&self, mark: &Typed, state: &State) -> Value {
        let text = |key: &str| mark.get(key).and_then(Typed::as_str).unwrap_or_default();
        let (date, number) = match state {
            State::Approved(act) => (self.forms.moment(act.date), act.number.clone()),
            State::Draft | State::Stale(_) => {
                (self.blank_date(), self.forms.fill("blank-number", &[]))
            }
        };
        let act = self.forms.fill(
            &format!("acts.{}", text("act")),
            &[("date", &date), ("number", &number)],
        );
        let mut lines = vec![Value::normal_string(
            &self.forms.fill(&format!("marks.{}", text("mark")), &[]),
        )];
        match mark.get("body") {
            Some(body) if !body.items().is_empty() => {
                lines.extend(body.items().iter().map(|line| self.value(&line.value)));
            }
            Some(body) => lines.push(self.value(body)),
            None => {}
        }
        lines.push(Value::normal_string(&act));
        let place = if text("place").is_empty() {
            "start"
        } else {
            text("place")
        };
        map([
            ("place", Value::normal_string(place)),
            ("lines", Value::from(lines)),
        ])
    }

    fn blank_date(&self) -> String {
        let year = self
            .content
            .period
            .map_or(String::new(), |period| period.days().0.year().to_string());
        self.forms.fill("blank-date", &[("year", &year)])
    }
}

fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (key.replace('-', "_").into(), value));
    Value::from(entries.collect::<Map>())
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

/// Words that stand for the value at a place.
fn printed(text: &str, span: Span) -> Value {
    Value::safe_string(&markup(&[Piece::Text(text.to_owned())], span))
}

/// Markdown in the words of our markup, every text with the place of the whole.
fn markup(pieces: &[Piece], span: Span) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                out.push_str(&format!("<t at=\"{}\">", span.token()));
                out.push_str(&escaped(text));
                out.push_str("</t>");
            }
            Piece::Break => out.push_str("<br/>"),
            Piece::Open(part) => out.push_str(&opening(part)),
            Piece::Close(part) => out.push_str(&format!("</{}>", element(part))),
        }
    }
    out
}

fn opening(part: &Part) -> String {
    match part {
        Part::List(Some(start)) => format!("<ol start=\"{start}\">"),
        Part::Link(to) => format!("<a href=\"{}\">", escaped(to)),
        part => format!("<{}>", element(part)),
    }
}

fn element(part: &Part) -> &'static str {
    match part {
        Part::Paragraph => "p",
        Part::List(None) => "ul",
        Part::List(Some(_)) => "ol",
        Part::Item => "li",
        Part::Emphasis => "em",
        Part::Strong => "strong",
        Part::Link(_) => "a",
    }
}

fn escaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    // Writing to memory cannot fail, and what is escaped is still UTF-8.
    let _ = tera::escape_html(text, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

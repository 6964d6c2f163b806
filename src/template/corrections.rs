//! What a template may see of corrections: a row of a table for each.

use rust_decimal::Decimal;
use tera::Value as Told;

use super::texts::printed;
use super::values::{Viewer, map};
use crate::approval::changes::{Change, Part, Sort, edit, plain, steps};
use crate::approval::{Approvals, Correction, names};
use crate::content::when::When;
use crate::content::{Data, inline, parse_decimal};

impl Viewer<'_> {
    /// What the document says otherwise than when it was approved first: a `list` in its order, of each
    /// `what`, `was`, `is` and `why`; whether it `has_numbers`; and its `title` and `description` by the
    /// mark that was given. Computed figures are none of it: they follow.
    pub(super) fn corrections(&self, approvals: &Approvals) -> Told {
        let all = approvals.corrections.iter();
        let list: Vec<Told> = all.clone().map(|one| self.correction(one)).collect();
        let has_numbers = all.into_iter().any(|one| self.is_number(&one.change));
        let mark = approvals.corrected_since();
        let mark = mark.map_or("approved", |mark| mark.name.as_str());
        let title = self.forms.fill(&format!("corrections.titles.{mark}"), &[]);
        let gaps = [("title", title.as_str())];
        let description = self.forms.fill("corrections.description", &gaps);
        map([
            ("list", Told::from(list)),
            ("has_numbers", Told::from(has_numbers)),
            ("title", Told::from(title)),
            ("description", Told::from(description)),
        ])
    }

    fn correction(&self, one: &Correction) -> Told {
        let place = one.change.place.unwrap_or(self.content.root.span);
        let (was, is) = self.sides(&one.change);
        let why = one.why.clone().unwrap_or_else(|| self.forms.nothing());
        map([
            ("what", printed(&self.what(one), place)),
            ("was", printed(&was, place)),
            ("is", printed(&is, place)),
            ("why", printed(&inline::plain(&why), place)),
        ])
    }

    /// Whether a number was corrected.
    fn is_number(&self, change: &Change) -> bool {
        let sides = [&change.old, &change.new].into_iter().flatten();
        self.sort(change) == Value::Number && sides.into_iter().all(|text| number(text).is_some())
    }

    /// What was corrected, in a reader's words.
    fn what(&self, one: &Correction) -> String {
        let mut words = one.named.holders.clone();
        let keys: Vec<&str> = one.named.key.split('.').collect();
        match keys.as_slice() {
            ["figures", year, name] => {
                let name = self.figure_name(name);
                let gaps = [("name", name.as_str()), ("year", *year)];
                words.push(self.forms.fill("corrections.figure", &gaps));
            }
            [key, ..] if words.is_empty() => {
                let label = self.labels().get(&format!("corrections.keys.{key}"));
                let label = label.map_or_else(|| key.replace('-', " "), str::to_owned);
                words.push(label);
            }
            _ => {}
        }
        words.join(", ")
    }

    /// What it said, and what it says; of long texts, the words that differ.
    fn sides(&self, change: &Change) -> (String, String) {
        let (old, new) = (change.old.as_deref(), change.new.as_deref());
        let label = |name: &str| self.forms.fill(&format!("corrections.{name}"), &[]);
        let nothing = || self.forms.nothing();
        match (&change.sort, old, new) {
            (Sort::Moved { .. }, _, Some(new)) => (self.side(change, new), label("moved")),
            (Sort::Changed, ..) if change.part == Part::Pictures => {
                (nothing(), label("other-picture"))
            }
            (_, Some(old), Some(new)) => match (self.short(change, old), self.short(change, new)) {
                (Some(old), Some(new)) => (old, new),
                _ => {
                    let edit = edit(&words(old), &words(new));
                    (edit.old, edit.new)
                }
            },
            (_, Some(old), None) => (self.side(change, old), nothing()),
            (_, None, new) => (nothing(), self.side(change, new.unwrap_or_default())),
        }
    }

    fn side(&self, change: &Change, text: &str) -> String {
        let short = self.short(change, text);
        short.unwrap_or_else(|| edit(&words(text), "").old)
    }

    /// A number or a term as the document prints it, where the value is one.
    fn short(&self, change: &Change, text: &str) -> Option<String> {
        match self.sort(change) {
            Value::Number => Some(self.forms.number(number(text)?)),
            Value::Term => {
                let when = When::parse(text, |_| false).ok();
                when.map(|when| self.forms.when(&when))
            }
            Value::Words => None,
        }
    }

    /// What sort of value was corrected.
    fn sort(&self, change: &Change) -> Value {
        let (steps, _) = steps(&change.path);
        let value = steps.iter().try_fold(&self.content.root, names::follow);
        match value.map(|value| &value.data) {
            _ if change.part == Part::Rows => Value::Number,
            Some(Data::Decimal(_) | Data::Cell(_)) => Value::Number,
            Some(Data::When(_)) => Value::Term,
            _ => Value::Words,
        }
    }
}

/// What sort of value it is for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// It may be a number.
    Number,
    /// A term.
    Term,
    /// Anything else.
    Words,
}

fn number(text: &str) -> Option<Decimal> {
    let first = text.trim_start_matches('-').chars().next()?;
    parse_decimal(text).filter(|_| first.is_ascii_digit())
}

/// A text without its marks.
fn words(text: &str) -> String {
    inline::plain(&plain(text))
}

//! The items of a plan beside the results of its report.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::Plan;
use crate::content::{Content, Data, Entry, Number, Value};

/// What a plan has numbered: a goal, an objective, a measure.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its number.
    pub number: &'a Number,
    /// Its stable name, if it has one.
    pub id: Option<&'a str>,
    /// The key of its words, such as `goal` or `what`; none if it is words only.
    pub key: Option<&'a str>,
    /// Its words.
    pub words: &'a Value,
    /// All that the plan says of it.
    pub value: &'a Value,
    /// How many items it stands below.
    pub depth: usize,
    /// Whether it holds no other items: then it is what is done.
    pub is_measure: bool,
}

/// An item of the plan and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The item.
    pub item: Item<'a>,
    /// What the report says; none if it says nothing.
    pub outcome: Option<Outcome<'a>>,
}

/// What a report says of an item of its plan.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// Whether it was done; none where a goal is only summed up.
    pub done: Option<Done>,
    /// What came of it.
    pub result: Option<&'a Value>,
    /// What is thought of that.
    pub comment: Option<&'a Value>,
    /// When it was done.
    pub when: Option<&'a Value>,
    /// To when it was moved.
    pub to: Option<&'a Value>,
    /// The number that was achieved, where the plan has a target.
    pub achieved: Option<&'a Value>,
    /// The entry of the report.
    pub entry: &'a Entry,
}

impl Row<'_> {
    /// The number that was planned, the one that was achieved, and what the second is more; none if
    /// one of them is not stated.
    #[must_use]
    pub fn numbers(&self) -> Option<[Decimal; 3]> {
        let planned = self.item.target()?;
        let achieved = self.outcome?.achieved?.as_decimal()?;
        Some([planned, achieved, achieved.checked_sub(planned)?])
    }
}

/// Whether a measure was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// It was.
    Yes,
    /// A part of it was.
    Partly,
    /// It was not.
    No,
    /// It is to be done later.
    Moved,
}

impl Done {
    /// Every state with its word in documents and labels.
    pub const ALL: [(&'static str, Self); 4] = [
        ("yes", Self::Yes),
        ("partly", Self::Partly),
        ("no", Self::No),
        ("moved", Self::Moved),
    ];

    /// The word for it in documents and labels.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    fn named(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == word);
        found.map(|(_, done)| *done)
    }
}

impl<'a> Item<'a> {
    /// The number without its last dot, as a report names the item.
    #[must_use]
    pub fn name_by_number(&self) -> &'a str {
        self.number.text.trim_end_matches('.')
    }

    /// The number that the plan wants to be achieved, if it says one.
    #[must_use]
    pub fn target(&self) -> Option<Decimal> {
        self.value.get("target").and_then(Value::as_decimal)
    }
}

/// The items of a plan in its order.
#[must_use]
pub fn items(plan: &Content) -> Vec<Item<'_>> {
    let mut found = Vec::new();
    gather(&plan.root, 0, &mut found);
    found
}

/// Adds the numbered items of a value, each followed by those in it.
fn gather<'a>(value: &'a Value, depth: usize, found: &mut Vec<Item<'a>>) {
    for entry in value.entries() {
        gather(&entry.value, depth, found);
    }
    for item in value.items() {
        let Some(number) = &item.number else {
            gather(&item.value, depth, found);
            continue;
        };
        let own = found.len();
        found.push(read(number, &item.value, depth));
        gather(&item.value, depth + 1, found);
        found[own].is_measure = found.len() == own + 1;
    }
}

fn read<'a>(number: &'a Number, value: &'a Value, depth: usize) -> Item<'a> {
    let is_text = |entry: &&Entry| matches!(entry.value.data, Data::Text(_) | Data::Markdown(_));
    let words = value.entries().iter().find(is_text);
    Item {
        number,
        id: value.get("id").and_then(Value::as_str),
        key: words.map(|entry| entry.key.as_str()),
        words: words.map_or(value, |entry| &entry.value),
        value,
        depth,
        is_measure: true,
    }
}

/// The results of a report, entry by entry.
pub(super) fn results(report: &Content) -> &[Entry] {
    let results = report.root.get("results");
    results.map(Value::entries).unwrap_or_default()
}

/// The items of a plan, each with what the report says of it.
#[must_use]
pub fn rows<'a>(plan: &'a Plan, report: &'a Content) -> Vec<Row<'a>> {
    let mut said: HashMap<&str, &Entry> = HashMap::new();
    for entry in results(report) {
        said.insert(&entry.key, entry);
    }
    let of = |item: &Item<'_>| {
        let by_id = item.id.and_then(|id| said.get(id));
        by_id.or_else(|| said.get(item.name_by_number())).copied()
    };
    let items = items(&plan.content).into_iter();
    items
        .map(|item| Row {
            outcome: of(&item).map(|entry| outcome(entry, item.is_measure)),
            item,
        })
        .collect()
}

/// What an entry says. Words alone are the result of a measure that was carried out.
fn outcome(entry: &Entry, is_measure: bool) -> Outcome<'_> {
    let value = &entry.value;
    let field = |key: &str| value.get(key);
    let is_words = matches!(value.data, Data::Text(_) | Data::Markdown(_));
    let done = field("done").and_then(Value::as_str).and_then(Done::named);
    Outcome {
        done: done.or_else(|| (is_measure && is_words).then_some(Done::Yes)),
        result: if is_words {
            Some(value)
        } else {
            field("result")
        },
        comment: field("comment"),
        when: field("when"),
        to: field("to"),
        achieved: field("achieved"),
        entry,
    }
}

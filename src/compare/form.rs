//! One form of a document: what it says, and its figures.

use std::cell::OnceCell;

use crate::approval::changes::{Part, steps};
use crate::approval::names::{self, Names};
use crate::approval::record::Scalar;
use crate::approval::{Now, Record, Recorder};
use crate::content::{Content, Data, Value};
use crate::data::Attachments;
use crate::figures::index::{self, Index};
use crate::figures::table::Table;
use crate::kind::Kind;
use crate::plan::Named;
use crate::sign_off::Stated;
use crate::source::{Sources, Span};

/// One of the two forms of a document that are compared.
#[derive(Debug)]
pub struct Form {
    /// Its kind.
    pub kind: Kind,
    /// What it says.
    pub content: Content,
    /// What its files say.
    pub attachments: Attachments,
    /// The plan that it reports on, if it names one.
    pub plan: Named,
    /// The record of what it says, with its text, but without what its kind makes of that.
    pub record: Record,
    index: OnceCell<Index>,
}

impl Form {
    /// The form of a document that was read. It may have errors.
    #[must_use]
    pub fn new(stated: Stated) -> Self {
        let mut recorder = Recorder::new(true);
        recorder.content(&stated.content, &stated.attachments);
        Self {
            kind: stated.kind,
            content: stated.content,
            attachments: stated.attachments,
            plan: stated.plan,
            record: recorder.stated(),
            index: OnceCell::new(),
        }
    }

    /// Its figures. They are found when they are asked for the first time.
    pub fn figures(&self, sources: &Sources) -> &Index {
        let targets = self.plan.targets();
        self.index.get_or_init(|| {
            index::index(
                &self.content,
                &self.attachments,
                &self.kind,
                targets,
                sources,
            )
        })
    }

    /// The language of what it says, as `lt`.
    #[must_use]
    pub fn lang(&self) -> &str {
        let lang = self.content.root.get("lang").and_then(Value::as_str);
        lang.unwrap_or("lt")
    }

    /// This form as approvals see the document.
    #[must_use]
    pub fn now<'a>(&'a self, sources: &'a Sources) -> Now<'a> {
        Now {
            content: &self.content,
            attachments: &self.attachments,
            record: &self.record,
            sources,
        }
    }

    /// All that the value at a path says, in the order of the file; none if there is no such value.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let (steps, _) = steps(path);
        let value = steps.iter().try_fold(&self.content.root, names::follow)?;
        let mut words = Vec::new();
        gather(value, &mut words);
        Some(words.join("; "))
    }

    /// What a reader calls the value at a path: the parts that hold it, the outermost first, and
    /// last the key in the last of them, if it is not that itself.
    #[must_use]
    pub fn name(&self, part: Part, path: &str, sources: &Sources) -> Vec<String> {
        let names = Names {
            content: &self.content,
            tables: self.figures(sources).tables.iter().collect(),
        };
        let mut named = names.of(part, path);
        let keys: Vec<&str> = named.key.split('.').collect();
        if let (true, ["figures", year, name]) = (named.holders.is_empty(), &keys[..]) {
            named.key = self.of_year(name, year);
        }
        named.whole()
    }

    /// What a reader calls a figure or an indicator: by the document's own words, else by those of
    /// the kind, else by its key.
    pub(super) fn figure<'a>(&'a self, name: &'a str) -> &'a str {
        let own = self.content.root.get("indicators").map(Value::items);
        let mut own = own.unwrap_or_default().iter();
        let own = own.find(|item| item.value.get("id").and_then(Value::as_str) == Some(name));
        let own = own.and_then(|item| item.value.get("name")?.as_str());
        let labels = &self.kind.labels;
        let own = own.or_else(|| labels.get(&format!("figures.{name}")));
        let own = own.or_else(|| labels.get(&format!("indicators.{name}.name")));
        own.unwrap_or(name)
    }

    /// What a reader calls a figure or an indicator of a year.
    pub(super) fn of_year(&self, name: &str, year: &str) -> String {
        format!("{}, {year}", self.figure(name))
    }

    /// The table of an index.
    pub(super) fn table(&self, table: usize, sources: &Sources) -> Option<&Table> {
        self.figures(sources).tables.get(table)
    }
}

/// Gathers what the values in a value say.
fn gather(value: &Value, words: &mut Vec<String>) {
    let (items, entries) = (value.items(), value.entries());
    items.iter().for_each(|item| gather(&item.value, words));
    entries.iter().for_each(|entry| gather(&entry.value, words));
    // What is switched on or left empty says nothing without its key.
    let is_silent = matches!(value.data, Data::Boolean(_) | Data::Nothing);
    if items.is_empty() && entries.is_empty() && !is_silent {
        let text = match value.as_str() {
            Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            None => Scalar(value).to_string(),
        };
        words.push(text);
    }
}

/// The place of a whole value of a form, or of what leads to it.
pub(super) fn whole(form: &Form, path: &str, sources: &Sources) -> Option<Span> {
    form.now(sources).span(path, false)
}

//! One form of a document: what it says, and what a reader calls the parts of it.

use std::cell::OnceCell;

use crate::approval::changes::{Part, Step, steps};
use crate::approval::record::Scalar;
use crate::approval::{Now, Record, Recorder};
use crate::content::{self, Content, Data, Item, Value, inline};
use crate::data::Attachments;
use crate::figures::index::{self, Index};
use crate::figures::table::{Stated as Cell, Table};
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

/// How many letters of a text are enough to know it by.
const FIRST_WORDS: usize = 48;

/// Lists of the content whose entries have keys that the author chose.
const OF_AUTHOR: [&str; 3] = ["people", "institutions", "sources"];

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
        let value = steps.iter().try_fold(&self.content.root, follow)?;
        let mut words = Vec::new();
        gather(value, &mut words);
        Some(words.join("; "))
    }

    /// What a reader calls the value at a path: the parts that hold it, the outermost first, and
    /// last the key in the last of them, if it is not that itself.
    #[must_use]
    pub fn name(&self, part: Part, path: &str, sources: &Sources) -> Vec<String> {
        if part == Part::Pictures {
            return vec![path.to_owned()];
        }
        let (steps, _) = steps(path);
        let mut namer = Namer::default();
        let mut value = &self.content.root;
        for (at, step) in steps.iter().enumerate() {
            if let Data::Part(content::Part::Table, _) = value.data {
                let tables = &self.figures(sources).tables;
                if let Some(table) = tables.iter().find(|table| table.span == value.span) {
                    namer.table(table, &steps[at..]);
                    return namer.names();
                }
            }
            let before = at.checked_sub(1).and_then(|at| steps.get(at));
            let Some(next) = follow(value, step) else {
                namer.rest(&steps[at..]);
                break;
            };
            namer.step(value, step, before);
            value = next;
        }
        namer.names()
    }

    /// The table of an index.
    pub(super) fn table(&self, table: usize, sources: &Sources) -> Option<&Table> {
        self.figures(sources).tables.get(table)
    }
}

/// The value to which a step leads.
fn follow<'a>(value: &'a Value, step: &Step) -> Option<&'a Value> {
    match step {
        Step::Index(index) => value.items().get(*index).map(|item| &item.value),
        Step::Key(key) => value.get(key),
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

/// The names of what holds a value, gathered from the outside.
#[derive(Default)]
struct Namer {
    names: Vec<String>,
    /// The way from the last of them, as keys.
    key: String,
}

impl Namer {
    fn names(mut self) -> Vec<String> {
        if !self.key.is_empty() {
            self.names.push(self.key);
        }
        self.names
    }

    fn step(&mut self, holder: &Value, step: &Step, before: Option<&Step>) {
        match step {
            Step::Index(index) => {
                let item = &holder.items()[*index];
                match of_item(item) {
                    Some(name) => {
                        // A number says what the parts around are, too.
                        if item.number.is_some() {
                            self.names.clear();
                        }
                        self.named(name);
                    }
                    None => self.key.push_str(&format!(" {}", index + 1)),
                }
            }
            Step::Key(key) => {
                let is_of_author =
                    matches!(before, Some(Step::Key(list)) if OF_AUTHOR.contains(&list.as_str()));
                let words = is_of_author.then(|| words(holder.get(key)?)).flatten();
                match words {
                    Some(words) => self.named(format!("{key} {words}")),
                    None => self.add(key),
                }
            }
        }
    }

    fn named(&mut self, name: String) {
        self.names.push(name);
        self.key.clear();
    }

    fn add(&mut self, key: &str) {
        let dot = if self.key.is_empty() { "" } else { "." };
        self.key.push_str(dot);
        self.key.push_str(key);
    }

    /// Steps that lead to nothing any more.
    fn rest(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Key(key) => self.add(key),
                Step::Index(index) => self.key.push_str(&format!(" {}", index + 1)),
            }
        }
    }

    /// A part of a table: its row and its column by the words that are printed.
    fn table(&mut self, table: &Table, steps: &[Step]) {
        let caption = table.caption.as_ref().and_then(Value::as_str);
        let name = caption.map_or_else(|| table.id.clone(), first_words);
        self.named(name);
        let (row, rest) = match steps {
            [Step::Key(rows), Step::Index(row), rest @ ..] if rows == "rows" => (*row, rest),
            [Step::Index(row), rest @ ..] => (*row, rest),
            _ => return self.rest(steps),
        };
        if table.rows.len() <= row {
            return self.rest(steps);
        }
        self.named(of_row(table, row));
        let (column, rest) = match rest {
            [Step::Key(cells), Step::Index(column), rest @ ..] if cells == "cells" => {
                (Some(*column), rest)
            }
            [Step::Key(cells), Step::Key(column), rest @ ..] if cells == "cells" => {
                (table.column(column), rest)
            }
            [Step::Index(column), rest @ ..] => (Some(*column), rest),
            _ => (None, rest),
        };
        match column.and_then(|column| table.columns.get(column)) {
            Some(column) => {
                let head = inline::plain(column.head.as_str().unwrap_or_default());
                self.named(if head.is_empty() {
                    column.id.clone()
                } else {
                    head
                });
                self.rest(rest);
            }
            None => self.rest(rest),
        }
    }
}

/// What a reader calls a row: its first words, else its id, else its number.
pub(super) fn of_row(table: &Table, row: usize) -> String {
    let of = &table.rows[row];
    let heading = of.heading.as_ref().and_then(Value::as_str);
    let cell = || {
        let mut cells = of.cells.iter();
        cells.find_map(|cell| match &cell.stated {
            Cell::Text(text) => Some(inline::plain(text)),
            _ => None,
        })
    };
    let words = heading.map(inline::plain).or_else(cell);
    words.unwrap_or_else(|| table.row_name(row))
}

/// What a reader calls an item of a list: its number, its id, its first words.
fn of_item(item: &Item) -> Option<String> {
    let number = item.number.as_ref().map(|number| number.text.clone());
    let id = item.value.get("id").and_then(Value::as_str);
    let names = [number, id.map(str::to_owned), words(&item.value)];
    let names: Vec<String> = names.into_iter().flatten().collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// The first words of a mapping, in quotation marks.
fn words(value: &Value) -> Option<String> {
    let text = value
        .entries()
        .iter()
        .find_map(|entry| match &entry.value.data {
            Data::Text(text) | Data::Markdown(text) | Data::Plain(text) | Data::Cell(text) => {
                Some(text)
            }
            _ => None,
        })?;
    Some(format!("„{}“", first_words(text)))
}

/// The beginning of a text, without its marks.
fn first_words(text: &str) -> String {
    let text = inline::plain(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(FIRST_WORDS) {
        None => text,
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &text[..end])
        }
    }
}

/// The place of a whole value of a form, or of what leads to it.
pub(super) fn whole(form: &Form, path: &str, sources: &Sources) -> Option<Span> {
    form.now(sources).span(path, false)
}

//! What a reader calls the values of a document: not `sections[3].goals[0].measures[1].when`, but the
//! measure by its number, its id and its first words, and a cell by its table, row and column.

use super::changes::{Part, Step, steps};
use crate::content::{self, Content, Data, Item, Value, inline};
use crate::figures::table::{Stated as Cell, Table};

/// A document whose values are to be named.
#[derive(Debug)]
pub struct Names<'a> {
    /// What it says.
    pub content: &'a Content,
    /// Its statistics tables.
    pub tables: Vec<&'a Table>,
}

/// What a reader calls a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The parts that hold it, from the outside to the inside.
    pub holders: Vec<String>,
    /// The keys from the last of them to the value; empty if it is that part itself.
    pub key: String,
}

impl Named {
    /// The holders, and the key if there is one.
    #[must_use]
    pub fn whole(self) -> Vec<String> {
        let key = Some(self.key).filter(|key| !key.is_empty());
        self.holders.into_iter().chain(key).collect()
    }
}

/// How many letters of a text are enough to know it by.
const FIRST_WORDS: usize = 48;

/// Lists of the content whose entries have keys that the author chose.
const OF_AUTHOR: [&str; 3] = ["people", "institutions", "sources"];

impl Names<'_> {
    /// What a reader calls the value at a path of the record; a picture by its file.
    #[must_use]
    pub fn of(&self, part: Part, path: &str) -> Named {
        let mut namer = Namer::default();
        if part == Part::Pictures {
            namer.push(path.to_owned());
            return namer.named;
        }
        let (steps, _) = steps(path);
        let mut value = &self.content.root;
        for (at, step) in steps.iter().enumerate() {
            if let Some(table) = self.table(value) {
                namer.table(table, &steps[at..]);
                return namer.named;
            }
            let before = at.checked_sub(1).and_then(|at| steps.get(at));
            let Some(next) = follow(value, step) else {
                namer.rest(&steps[at..]);
                break;
            };
            namer.step(value, step, before);
            value = next;
        }
        namer.named
    }

    /// The words by which an author may mean the value at a path besides that: the ids of what holds
    /// it, and of a cell `table`, `table.row` and `table.row.column`.
    #[must_use]
    pub fn handles(&self, path: &str) -> Vec<String> {
        let (steps, _) = steps(path);
        let (mut value, mut handles) = (&self.content.root, Vec::new());
        for (at, step) in steps.iter().enumerate() {
            if let Some(table) = self.table(value) {
                handles.push(table.id.clone());
                let (row, column) = cell_of(table, &steps[at..]);
                let row = row.map(|row| format!("{}.{}", table.id, table.row_name(row)));
                let column = column.map(|column| &table.columns[column].id);
                handles.extend(row.iter().cloned());
                handles.extend(
                    row.zip(column)
                        .map(|(row, column)| format!("{row}.{column}")),
                );
                break;
            }
            let Some(next) = follow(value, step) else {
                break;
            };
            handles.extend(next.get("id").and_then(Value::as_str).map(str::to_owned));
            value = next;
        }
        handles
    }

    fn table(&self, value: &Value) -> Option<&Table> {
        let is_table = matches!(value.data, Data::Part(content::Part::Table, _));
        let mut tables = self.tables.iter().copied();
        tables.find(|table| is_table && table.span == value.span)
    }
}

/// The row and the column that steps from a table lead to.
fn cell_of(table: &Table, steps: &[Step]) -> (Option<usize>, Option<usize>) {
    let (row, rest) = match steps {
        [Step::Key(rows), Step::Index(row), rest @ ..] if rows == "rows" => (*row, rest),
        [Step::Index(row), rest @ ..] => (*row, rest),
        _ => return (None, None),
    };
    let column = match rest {
        [Step::Key(cells), Step::Index(column), ..] if cells == "cells" => Some(*column),
        [Step::Key(cells), Step::Key(column), ..] if cells == "cells" => table.column(column),
        [Step::Index(column), ..] => Some(*column),
        _ => None,
    };
    let column = column.filter(|column| *column < table.columns.len());
    if row < table.rows.len() {
        (Some(row), column)
    } else {
        (None, None)
    }
}

/// The value to which a step leads.
pub(crate) fn follow<'a>(value: &'a Value, step: &Step) -> Option<&'a Value> {
    match step {
        Step::Index(index) => value.items().get(*index).map(|item| &item.value),
        Step::Key(key) => value.get(key),
    }
}

/// The names of what holds a value, gathered from the outside.
#[derive(Default)]
struct Namer {
    named: Named,
    /// The key of the words by which the last part was named: they need no name besides.
    told: Option<String>,
}

impl Namer {
    fn step(&mut self, holder: &Value, step: &Step, before: Option<&Step>) {
        match step {
            Step::Index(index) => {
                let item = &holder.items()[*index];
                match of_item(item) {
                    Some(name) => {
                        // A number says what the parts around are, too.
                        if item.number.is_some() {
                            self.named.holders.clear();
                        }
                        self.push(name);
                        self.told = words(&item.value).map(|(key, _)| key.to_owned());
                    }
                    None => self.named.key.push_str(&format!(" {}", index + 1)),
                }
            }
            Step::Key(key) if self.told.take().as_ref() == Some(key) => {}
            Step::Key(key) => {
                let is_of_author =
                    matches!(before, Some(Step::Key(list)) if OF_AUTHOR.contains(&list.as_str()));
                let words = is_of_author.then(|| words(holder.get(key)?)).flatten();
                match words {
                    Some((told, words)) => {
                        self.push(words);
                        self.told = Some(told.to_owned());
                    }
                    None => self.add(key),
                }
            }
        }
    }

    fn push(&mut self, name: String) {
        self.named.holders.push(name);
        self.named.key.clear();
    }

    fn add(&mut self, key: &str) {
        let dot = if self.named.key.is_empty() { "" } else { "." };
        self.named.key.push_str(dot);
        self.named.key.push_str(key);
    }

    /// Steps that lead to nothing any more.
    fn rest(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Key(key) => self.add(key),
                Step::Index(index) => self.named.key.push_str(&format!(" {}", index + 1)),
            }
        }
    }

    /// A part of a table: its row and its column by the words that are printed.
    fn table(&mut self, table: &Table, steps: &[Step]) {
        let caption = table.caption.as_ref().and_then(Value::as_str);
        self.push(caption.map_or_else(|| table.id.clone(), first_words));
        let (Some(row), column) = cell_of(table, steps) else {
            return self.rest(steps);
        };
        path_of_row(table, row)
            .into_iter()
            .for_each(|name| self.push(name));
        let keyed = usize::from(matches!(steps.first(), Some(Step::Key(_))));
        let mut rest = steps.get(keyed + 1..).unwrap_or_default();
        if let Some(column) = column {
            path_of_column(table, column)
                .into_iter()
                .for_each(|name| self.push(name));
            rest = rest.get(keyed + 1..).unwrap_or_default();
        }
        self.rest(rest);
    }
}

/// What a reader calls a row: its own words, after those of the heading that it stands under if
/// another row says the same.
pub(crate) fn path_of_row(table: &Table, row: usize) -> Vec<String> {
    let own = of_row(table, row);
    let under = |row: &usize| table.rows[*row].heading.is_some();
    let heading = (0..row).rev().find(under);
    let is_alone =
        |row| (0..table.rows.len()).all(|other| other == row || of_row(table, other) != own);
    let heading = heading.filter(|_| !is_alone(row));
    let heading = heading.map(|heading| of_row(table, heading));
    heading.into_iter().chain([own]).collect()
}

/// What a reader calls a column: its head, after those of its groups if another column has the
/// same; a column without a head by its id.
pub(crate) fn path_of_column(table: &Table, column: usize) -> Vec<String> {
    let text = |head: &Value| inline::plain(head.as_str().unwrap_or_default());
    let of = &table.columns[column];
    let own = text(&of.head);
    let same = table
        .columns
        .iter()
        .filter(|other| text(&other.head) == own);
    let groups = if same.count() > 1 {
        &of.groups[..]
    } else {
        &[]
    };
    let own = if own.is_empty() { of.id.clone() } else { own };
    groups.iter().map(text).chain([own]).collect()
}

/// What a reader calls a row: its first words, else its id, else its number.
pub(crate) fn of_row(table: &Table, row: usize) -> String {
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
    let words = words(&item.value).map(|(_, words)| words);
    let names = [number, id.map(str::to_owned), words];
    let names: Vec<String> = names.into_iter().flatten().collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// The first words of a mapping, in quotation marks, and the key that leads to them. Those of a part
/// in it, such as a chart, are its own; a table is named by itself.
fn words(value: &Value) -> Option<(&str, String)> {
    let own = value.entries().iter().find_map(|entry| {
        let (Data::Text(text) | Data::Markdown(text) | Data::Plain(text) | Data::Cell(text)) =
            &entry.value.data
        else {
            return None;
        };
        Some((entry.key.as_str(), format!("„{}“", first_words(text))))
    });
    own.or_else(|| {
        let mut entries = value.entries().iter();
        entries.find_map(|entry| match entry.value.data {
            Data::Part(content::Part::Table, _) => None,
            Data::Part(..) => Some((entry.key.as_str(), words(&entry.value)?.1)),
            _ => None,
        })
    })
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

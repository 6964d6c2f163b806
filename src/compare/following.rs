//! What follows: the computed figures that differ, and the changes that they differ by.

mod causes;

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use self::causes::{Causes, Reached};
use super::form::{Form, whole};
use super::meaning::Difference;
use crate::approval::changes::{Sort, is_within};
use crate::approval::names::{of_row, path_of_column, path_of_row};
use crate::content::{Value, inline};
use crate::diagnostics::{Message, say};
use crate::figures::index::{At, Figure, Index};
use crate::figures::table::{Stated, Table};
use crate::likeness::{self, Item, Pair, align};
use crate::source::{Sources, Span};

/// A computed figure that is another than it was.
#[derive(Debug, Clone)]
pub struct Follow {
    /// Its full name, as `aktas explain` takes it where it has one.
    pub name: String,
    /// What a reader calls it.
    pub words: Message,
    /// What was printed; none if it is new.
    pub old: Option<Decimal>,
    /// What is printed; none if it is gone, or has no value any more.
    pub new: Option<Decimal>,
    /// The formula that computes it, unless it is a sum that needs none.
    pub formula: Option<String>,
    /// Where that stands.
    pub formula_place: Option<Span>,
    /// Where the figure stands in the document; none for one that is only computed.
    pub stands_at: Option<Span>,
    /// The changes that it follows from, by their places in the comparison; none if the kind
    /// computes it otherwise.
    pub from: Vec<usize>,
}

/// Finds the figures that follow from changes, in the order of the new form; those that are gone
/// come last.
pub(super) fn follow(
    changes: &[Difference],
    displaced: &BTreeMap<String, String>,
    before: &Form,
    new: &Form,
    sources: &Sources,
) -> Vec<Follow> {
    let (old_index, new_index) = (before.figures(sources), new.figures(sources));
    let pairing = Pairing::new(old_index, new_index, displaced);
    let mut old_figures: HashMap<At, (usize, &Figure)> = HashMap::new();
    for (number, figure) in computed(old_index) {
        if let Some(at) = pairing.now(&figure.at) {
            old_figures.entry(at).or_insert((number, figure));
        }
    }
    let causes = Causes {
        old: Reached::by(changes, old_index, |one| one.old_whole(before, sources)),
        new: Reached::by(changes, new_index, |one| one.new_whole(new, sources)),
        changes,
    };
    let told = Told { form: new, sources };
    let mut follows = Vec::new();
    for (number, figure) in computed(new_index) {
        let was = old_figures.remove(&figure.at);
        let old = was.and_then(|(_, was)| was.value);
        if printed(old) == printed(figure.value)
            || (was.is_none() && is_told(changes, figure, &figure.at, true))
        {
            continue;
        }
        let from = causes.of(was.map(|(number, _)| number), Some(number), &figure.at, new);
        follows.push(told.follow(figure, &figure.at, old, figure.value, from));
    }
    let mut gone: Vec<(usize, &Figure)> = old_figures.into_values().collect();
    gone.sort_by_key(|(number, _)| *number);
    for (number, figure) in gone {
        if figure.value.is_some() && !is_told(changes, figure, &figure.at, false) {
            let from = causes.of(Some(number), None, &figure.at, before);
            let told = Told {
                form: before,
                sources,
            };
            follows.push(told.follow(figure, &figure.at, figure.value, None, from));
        }
    }
    follows
}

fn computed(index: &Index) -> impl Iterator<Item = (usize, &Figure)> {
    let figures = index.figures.iter().enumerate();
    figures.filter(|(_, figure)| figure.at != At::Stated)
}

/// What is printed of a value: its decimals count.
fn printed(value: Option<Decimal>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// Whether a figure that is only in one form stands in a part that is told to be new or gone, or in
/// a text whose change is told.
fn is_told(changes: &[Difference], figure: &Figure, at: &At, new: bool) -> bool {
    let inside = |place: Option<Span>, span: Span| {
        place.is_some_and(|place| {
            place.file == span.file && place.start <= span.start && span.end <= place.end
        })
    };
    changes.iter().any(|one| {
        let sort = match one.change.sort {
            Sort::Added => new,
            Sort::Gone { .. } => !new,
            Sort::Changed => true,
            Sort::Moved { .. } => false,
        };
        let path = if new {
            &one.change.path
        } else {
            &one.change.old_path
        };
        let place = if new { one.new_place } else { one.old_place };
        let by_path = match at {
            At::Sum(own, _) | At::Text(own, ..) | At::Chart(own, ..) => is_within(own, path),
            _ => false,
        };
        sort && (by_path || figure.place.is_some_and(|span| inside(place, span)))
    })
}

impl Difference {
    /// The place of the whole value that it is of in the new form.
    fn new_whole(&self, form: &Form, sources: &Sources) -> Option<Span> {
        self.change.new.as_ref()?;
        whole(form, &self.change.path, sources)
    }

    /// The place of the whole value that it was of in the old form.
    fn old_whole(&self, form: &Form, sources: &Sources) -> Option<Span> {
        self.change.old.as_ref()?;
        whole(form, &self.change.old_path, sources)
    }
}

/// Which figures of the old form are which of the new one.
struct Pairing<'a> {
    displaced: &'a BTreeMap<String, String>,
    /// For each table of the old form, the one of the new form, its rows, and its columns.
    tables: Vec<Option<Now>>,
}

/// Where a table of the old form is now.
struct Now {
    table: usize,
    rows: Vec<Option<usize>>,
    columns: Vec<Option<usize>>,
}

impl<'a> Pairing<'a> {
    fn new(old: &Index, new: &Index, displaced: &'a BTreeMap<String, String>) -> Self {
        let now = |was: &Table| {
            let table = new.tables.iter().position(|is| is.id == was.id)?;
            let is = &new.tables[table];
            let columns = was.columns.iter().map(|column| is.column(&column.id));
            Some(Now {
                table,
                rows: rows(was, is),
                columns: columns.collect(),
            })
        };
        Self {
            displaced,
            tables: old.tables.iter().map(now).collect(),
        }
    }

    /// What a figure of the old form is now; none if it is gone.
    fn now(&self, at: &At) -> Option<At> {
        Some(match at {
            At::Cell(table, row, column) => {
                let now = self.tables[*table].as_ref()?;
                At::Cell(now.table, now.rows[*row]?, now.columns[*column]?)
            }
            At::Sum(path, year) => At::Sum(self.path(path), year.clone()),
            At::Text(path, formula, nth) => At::Text(self.path(path), formula.clone(), *nth),
            At::Chart(path, series, category) => {
                At::Chart(self.path(path), series.clone(), category.clone())
            }
            same => same.clone(),
        })
    }

    /// The path that a part of the old form has now.
    fn path(&self, path: &str) -> String {
        let holders = self.displaced.iter().rev();
        let holders = holders.filter(|(old, _)| is_within(path, old));
        match holders.max_by_key(|(old, _)| old.len()) {
            Some((old, new)) => format!("{new}{}", &path[old.len()..]),
            None => path.to_owned(),
        }
    }
}

/// A row of a table, for telling it from others.
#[derive(PartialEq, Eq, Hash)]
struct RowWords {
    name: Option<String>,
    cells: Vec<String>,
}

impl Item for RowWords {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    type Sketch<'a> = String;

    fn sketch(&self) -> String {
        self.cells.join(" ")
    }

    fn likeness(old: &String, new: &String) -> f32 {
        likeness::of_texts(old, new)
    }
}

/// Which row of the new table each row of the old one is.
fn rows(old: &Table, new: &Table) -> Vec<Option<usize>> {
    let words = |table: &Table| -> Vec<RowWords> {
        let rows = table.rows.iter().enumerate();
        let row = |(number, row): (usize, &crate::figures::table::Row)| RowWords {
            name: row
                .id
                .clone()
                .or_else(|| Some(of_row(table, number)))
                .filter(|name| *name != (number + 1).to_string()),
            cells: row
                .cells
                .iter()
                .map(|cell| cell_words(&cell.stated))
                .collect(),
        };
        rows.map(row).collect()
    };
    let mut now = vec![None; old.rows.len()];
    for pair in align(&words(old), &words(new)) {
        if let Pair::Both { old, new, .. } = pair {
            now[old] = Some(new);
        }
    }
    now
}

fn cell_words(stated: &Stated) -> String {
    match stated {
        Stated::Text(text) => text.to_string(),
        Stated::Number(number) => number.to_string(),
        Stated::Formula(formula) => formula.text.clone(),
        Stated::Nothing | Stated::Unreadable => String::new(),
    }
}

/// Says which figure it is.
struct Told<'a> {
    form: &'a Form,
    sources: &'a Sources,
}

impl Told<'_> {
    fn follow(
        &self,
        figure: &Figure,
        at: &At,
        old: Option<Decimal>,
        new: Option<Decimal>,
        from: Vec<usize>,
    ) -> Follow {
        let (name, words) = self.name(at);
        Follow {
            name,
            words,
            old,
            new,
            formula: figure.formula.as_ref().map(|(text, _)| text.clone()),
            formula_place: figure.formula.as_ref().map(|(_, place)| *place),
            stands_at: figure.place,
            from,
        }
    }

    /// The full name of a figure, and what a reader calls it.
    fn name(&self, at: &At) -> (String, Message) {
        let of = |path: &str| {
            let names = self
                .form
                .name(crate::approval::changes::Part::Content, path, self.sources);
            names.join(" › ")
        };
        match at {
            At::Stated => (String::new(), "".into()),
            At::Figure(year, name) => {
                let full = format!("figures.{year}.{name}");
                (full, self.form.of_year(name, year).into())
            }
            At::Indicator(year, id) => {
                let full = format!("indicators.{year}.{id}");
                (full, self.form.of_year(id, year).into())
            }
            At::Difference(year, name) => {
                let full = format!("differences.{year}.{name}");
                (
                    full,
                    say!(
                        "difference from the plan: {name}, {year}",
                        name = self.form.figure(name),
                        year
                    ),
                )
            }
            At::Cell(table, row, column) => self.cell(*table, *row, *column),
            At::Total(None) => ("totals.all".to_owned(), say!("the whole sum")),
            At::Total(Some(year)) => {
                let name = format!("totals.{year}");
                (name, say!("the whole sum of {year}", year))
            }
            At::Sum(path, None) => (
                format!("{path} (all)"),
                say!("the sum of {part}", part = of(path)),
            ),
            At::Sum(path, Some(year)) => (
                format!("{path} ({year})"),
                say!("the sum of {part}, {year}", part = of(path), year),
            ),
            At::Source(names, year) => {
                let path = format!("sources.{}", names.join("+"));
                let words: Vec<String> = names.iter().map(|name| self.source(name)).collect();
                let words = words.join(", ");
                match year {
                    None => (
                        format!("{path} (all)"),
                        say!("the sum of {part}", part = words),
                    ),
                    Some(year) => (
                        format!("{path} ({year})"),
                        say!("the sum of {part}, {year}", part = words, year),
                    ),
                }
            }
            At::Text(path, formula, _) => {
                let name = format!("{path} {{= {formula}}}");
                (name, say!("in the text {part}", part = of(path)))
            }
            At::Chart(path, series, category) => {
                let name = format!("{path} ({series}, {category})");
                let (chart, series) = (of(path), self.form.figure(series));
                (
                    name,
                    say!(
                        "in the chart {chart}: {series}, {category}",
                        chart,
                        series,
                        category
                    ),
                )
            }
        }
    }

    fn cell(&self, table: usize, row: usize, column: usize) -> (String, Message) {
        let Some(of) = self.form.table(table, self.sources) else {
            return (String::new(), "".into());
        };
        let head = &of.columns[column];
        let name = format!("{}.{}.{}", of.id, of.row_name(row), head.id);
        let caption = of.caption.as_ref().and_then(Value::as_str);
        let caption = caption.map_or_else(|| of.id.clone(), inline::plain);
        let words = [
            vec![caption],
            path_of_row(of, row),
            path_of_column(of, column),
        ];
        (name, words.concat().join(" › ").into())
    }

    fn source(&self, key: &str) -> String {
        let root = &self.form.content.root;
        let name = root
            .get("sources")
            .and_then(|all| all.get(key)?.get("name")?.as_str());
        name.unwrap_or(key).to_owned()
    }
}

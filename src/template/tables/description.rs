//! A statistics table in words, for those who do not see it: how large it is and how it is read.

use crate::content::inline;
use crate::figures::table::Table;
use crate::template::values::Viewer;

/// What the author says of a table, or else a few sentences by the patterns of the language.
pub(super) fn of(viewer: &Viewer<'_>, table: &Table) -> String {
    if let Some(description) = &table.description {
        return description.clone();
    }
    let of = |count: usize| count.to_string();
    let groups = table
        .rows
        .iter()
        .filter(|row| row.heading.is_some())
        .count();
    let totals = table.rows.iter().filter(|row| {
        let formula = row.formula.as_ref();
        formula.is_some_and(|formula| formula.expression.is_total())
    });
    let totals = totals.count();
    let label = table.columns.iter().find(|column| column.is_text);
    let label = label.map(|column| inline::plain(column.head.as_str().unwrap_or_default()));
    let size = [
        ("columns", of(table.columns.len())),
        ("rows", of(table.rows.len() - groups)),
    ];
    let mut told = sentence(viewer, "size", &size);
    let parts = [
        ("label", label.filter(|label| !label.trim().is_empty())),
        (
            "levels",
            Some(table.head.len()).filter(|levels| *levels > 1).map(of),
        ),
        ("groups", Some(groups).filter(|groups| *groups > 0).map(of)),
        ("totals", Some(totals).filter(|totals| *totals > 0).map(of)),
    ];
    for (part, value) in parts {
        if let Some(value) = value {
            told.push(' ');
            told.push_str(&sentence(viewer, part, &[(part, value)]));
        }
    }
    told
}

fn sentence(viewer: &Viewer<'_>, part: &str, values: &[(&str, String)]) -> String {
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    viewer
        .forms
        .fill(&format!("tables.in-words.{part}"), &values)
}

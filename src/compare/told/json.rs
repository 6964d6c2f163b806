//! A comparison as one JSON object; `docs/DIFF.md` has its schema.

use serde_json::{Value, json};

use super::super::following::Follow;
use super::super::meaning::Difference;
use super::super::words::{Fate, Piece};
use super::Told;
use crate::approval::changes::{Part, Sort};
use crate::source::{Sources, Span};

pub(super) fn render(told: &Told<'_>) -> String {
    let changes: Vec<Value> = told.changes().iter().map(|one| change(told, one)).collect();
    let follows: Vec<Value> = told
        .comparison
        .follows
        .iter()
        .map(|one| follow(told, one))
        .collect();
    let object = json!({
        "old": told.old,
        "new": told.new,
        "figures-known": told.comparison.has_figures,
        "changes": changes,
        "follows": follows,
    });
    format!("{object}\n")
}

fn change(told: &Told<'_>, one: &Difference) -> Value {
    let change = &one.change;
    let sort = match change.sort {
        Sort::Changed => "changed",
        Sort::Added => "added",
        Sort::Gone { .. } => "gone",
        Sort::Moved { .. } => "moved",
    };
    let part = match change.part {
        Part::Content => "content",
        Part::Rows => "rows",
        Part::Pictures => "pictures",
        Part::Text => "text",
    };
    let path = |path: &String, is_there: bool| (is_there && !path.is_empty()).then(|| path.clone());
    json!({
        "sort": sort,
        "part": part,
        "path": path(&change.path, change.new.is_some()),
        "old-path": path(&change.old_path, change.old.is_some()),
        "name": one.name,
        "old": change.old,
        "new": change.new,
        "words": one.words.iter().map(word).collect::<Vec<_>>(),
        "old-place": one.old_place.map(|span| place(told, span)),
        "new-place": one.new_place.map(|span| place(told, span)),
        "follows": one.follows,
    })
}

pub(super) fn word(Piece { fate, text }: &Piece) -> Value {
    match fate {
        Fate::Kept => json!({ "kept": text }),
        Fate::Gone => json!({ "gone": text }),
        Fate::New => json!({ "new": text }),
    }
}

fn follow(told: &Told<'_>, follow: &Follow) -> Value {
    json!({
        "figure": follow.name,
        "name": told.say(&follow.words),
        "old": follow.old.map(|value| value.to_string()),
        "new": follow.new.map(|value| value.to_string()),
        "formula": follow.formula,
        "formula-place": follow.formula_place.map(|span| place(told, span)),
        "follows-from": follow.from,
    })
}

fn place(told: &Told<'_>, span: Span) -> Value {
    at(told.sources, span)
}

/// A place as an object.
pub(super) fn at(sources: &Sources, span: Span) -> Value {
    let source = sources.get(span.file);
    if let Some(cell) = source.cell(span.range().start) {
        return json!({ "file": source.name, "sheet": source.sheet, "cell": cell });
    }
    let at = source.line_column(span.range().start);
    json!({ "file": source.name, "line": at.line, "column": at.column })
}

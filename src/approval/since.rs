//! What changed since a mark was given, told at its place in the document and its files.

use std::ops::Range;

use super::changes::{self, Change, Part, Sort, Step, edit};
use super::ledger::Recorded;
use super::record::{self, Record};
use super::state::Mark;
use crate::content::{self, Content, Data, Value};
use crate::data::Attachments;
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::source::{Sources, Span};

/// A text that marks were given to, and that the document no longer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The digest of its record.
    pub content: String,
    /// The marks, as indices of the marks of the document.
    pub marks: Vec<usize>,
    /// What changed.
    pub since: Since,
}

/// What changed since a mark was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// These values, each with its place.
    Changed(Vec<Change>),
    /// Nobody knows: the record is not where it was kept, in this file.
    Missing(String),
    /// Nobody knows: this file has not the record that the mark was given to.
    Altered(String),
}

impl Since {
    /// What changed, as far as it is known.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        match self {
            Self::Changed(changes) => changes,
            Self::Missing(_) | Self::Altered(_) => &[],
        }
    }
}

/// The document as it is now, for telling how it differs from what was approved.
#[derive(Debug, Clone, Copy)]
pub struct Now<'a> {
    /// What it says, with places.
    pub content: &'a Content,
    /// What its files say, with places.
    pub attachments: &'a Attachments,
    /// Its record, with its text.
    pub record: &'a Record,
    /// The texts that the places are in.
    pub sources: &'a Sources,
}

/// How many changes a message shows.
const SHOWN: usize = 8;

impl Now<'_> {
    /// What changed since the record with a digest, kept in a file, was that of the document.
    #[must_use]
    pub fn since(&self, digest: &str, file: String, kept: Option<String>) -> Since {
        match kept.map(|text| record::sound(&text, digest)) {
            None => Since::Missing(file),
            Some(None) => Since::Altered(file),
            Some(Some(old)) => Since::Changed(self.changes(&old)),
        }
    }

    /// What changed since an old record, each change with its place, in the order of the places.
    #[must_use]
    pub fn changes(&self, old: &str) -> Vec<Change> {
        let mut changes = changes::between(old, self.record.text.as_deref().unwrap_or_default());
        for change in &mut changes {
            change.place = self.place(change);
        }
        changes.sort_by_key(|change| (change.place.is_none(), change.place));
        changes
    }

    /// The message that marks no longer hold, which were given to one text.
    pub(super) fn tell(&self, marks: &[(&Mark, &Recorded)], since: &Since) -> Option<Diagnostic> {
        let (first, _) = marks.first()?;
        let given = marks.iter().map(|(mark, last)| {
            let act = &last.entry.act;
            say!(
                "`{mark}` by act {number} of {date}",
                mark = mark.name,
                number = act.number,
                date = act.date,
            )
        });
        let given = given.reduce(|before, next| say!("{before} and {next}", before, next))?;
        let message = say!("the document has changed since it was {given}", given);
        let then = then(&first.name);
        let shown = &since.changes()[..since.changes().len().min(SHOWN)];
        let mut labels = shown.iter().filter_map(|change| {
            let label = (change.part != Part::Text).then(|| label(change, &then))?;
            Some((change.place?, label))
        });
        let mut entries = marks.iter().map(|(_, last)| last.span);
        let mut told = match labels.next() {
            Some((place, label)) => {
                Diagnostic::check(Code::StaleApproval, place, message).label(label)
            }
            None => Diagnostic::check(Code::StaleApproval, entries.next()?, message)
                .label(say!("given to another text")),
        };
        for (place, label) in labels {
            told = told.related(place, label);
        }
        for entry in entries {
            told = told.related(entry, say!("given to another text"));
        }
        Some(hints(told, since, shown, self.sources))
    }

    /// Where a change is: what changed of the value; of what is gone, what stands there now.
    #[must_use]
    pub fn place(&self, change: &Change) -> Option<Span> {
        let root = &self.content.root;
        let place = match (change.part, &change.sort) {
            (Part::Text, _) => return root.get("kind").map(|kind| kind.span),
            (Part::Pictures, _) => {
                let pictures = root.parts(content::Part::Picture).into_iter();
                let mut files = pictures.filter_map(|(_, picture)| picture.get("file"));
                return files
                    .find(|file| file.as_str() == Some(&change.path))
                    .map(|file| file.span);
            }
            (_, Sort::Gone { near }) => self.span(near, ends_list(change))?,
            _ => self.span(&change.path, false)?,
        };
        Some(match (&change.sort, &change.old, &change.new) {
            (Sort::Changed, Some(old), Some(new)) => self.differing(place, old, new),
            _ => place,
        })
    }

    /// Where a path leads, or if it leads nowhere, what it leads through; `to_last` asks for the
    /// last item of the list that it leads to.
    #[must_use]
    pub fn span(&self, path: &str, to_last: bool) -> Option<Span> {
        let (steps, _) = changes::steps(path);
        let mut value = &self.content.root;
        for (at, step) in steps.iter().enumerate() {
            if let Some(span) = self.cell(value, &steps[at..]) {
                return Some(span);
            }
            let next = match step {
                Step::Index(index) => value.items().get(*index).map(|item| &item.value),
                Step::Key(key) => value.get(key),
            };
            let Some(next) = next else { break };
            value = next;
        }
        if to_last {
            let rows = self.attachments.rows.get(&value.span);
            let cell = rows.and_then(|rows| rows.last()?.first());
            let item = value.items().last().map(|item| item.value.span);
            return cell.map(|cell| cell.span).or(item).or(Some(value.span));
        }
        Some(value.span)
    }

    /// The cell of a data file that a row and a column of a table lead to.
    fn cell(&self, table: &Value, steps: &[Step]) -> Option<Span> {
        let (Data::Part(content::Part::Table, _), [Step::Index(row), rest @ ..]) =
            (&table.data, steps)
        else {
            return None;
        };
        let column = match rest {
            [Step::Index(column)] => *column,
            _ => 0,
        };
        let rows = self.attachments.rows.get(&table.span)?;
        Some(rows.get(*row)?.get(column)?.span)
    }

    /// The part of a place that is not as it was, if it stands there as the record has it.
    fn differing(&self, place: Span, old: &str, new: &str) -> Span {
        let mut differs = edit(old, new).differs;
        if differs.is_empty() {
            differs = word_at(new, differs.start);
        }
        let words = &new[differs.clone()];
        if words.is_empty() {
            return place;
        }
        let (mut found, mut from) = (None, 0);
        for _ in 0..=new[..differs.start].matches(words).count() {
            found = self.sources.find(words, place, from);
            let Some(span) = found else { break };
            from = span.range().end - place.range().start;
        }
        found.unwrap_or(place)
    }
}

/// Where something was taken out of a text: the word that stands there now, or the last one.
fn word_at(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(at);
    let start = before.rfind(char::is_whitespace).map_or(0, |space| {
        space + before[space..].chars().next().map_or(0, char::len_utf8)
    });
    let end = after.find(char::is_whitespace);
    start..end.map_or(text.len(), |end| at + end)
}

/// Whether the last item of a list is gone: nothing follows it.
fn ends_list(change: &Change) -> bool {
    let is_item = change.path.ends_with(']');
    let Sort::Gone { near } = &change.sort else {
        return false;
    };
    is_item && change.path.rfind('[').is_some_and(|at| at == near.len())
}

/// When a mark was given, in words.
fn then(mark: &str) -> Message {
    match mark {
        "endorsed" => say!("when it was endorsed"),
        "agreed" => say!("when it was agreed"),
        _ => say!("when it was approved"),
    }
}

/// The words at the place of a change.
fn label(change: &Change, then: &Message) -> Message {
    let old = change.old.as_deref().unwrap_or_default();
    match &change.sort {
        Sort::Changed if change.part == Part::Pictures => {
            say!("was another picture {then}", then)
        }
        Sort::Changed => {
            let old = edit(old, change.new.as_deref().unwrap_or_default()).old;
            say!("was „{old}“ {then}", old, then)
        }
        Sort::Added => say!("was not there {then}", then),
        Sort::Moved { from } => say!("stood at `{from}` {then}", from, then),
        Sort::Gone { .. } if change.path.ends_with(']') => {
            let old = edit(old, "").old;
            if ends_list(change) {
                say!("„{old}“ stood after this {then}", old, then)
            } else {
                say!("„{old}“ stood before this {then}", old, then)
            }
        }
        Sort::Gone { .. } => {
            let (path, old) = (&change.path, edit(old, "").old);
            say!("`{path}` was „{old}“ {then}", path, old, then)
        }
    }
}

/// Adds what has no place in the document, and what can be done.
fn hints(mut told: Diagnostic, since: &Since, shown: &[Change], sources: &Sources) -> Diagnostic {
    for change in shown {
        if change.part == Part::Text || change.place.is_none() {
            told = told.hint(changes::tell(change, sources));
        }
    }
    let more = since.changes().len() - shown.len();
    told = match since {
        Since::Missing(file) => told.hint(say!(
            "restore `{file}` from git: it has the text that was approved, and without it nobody can tell what changed",
            file
        )),
        Since::Altered(file) => told.hint(say!(
            "restore `{file}` from git: it is not the text that was approved, and without that nobody can tell what changed",
            file
        )),
        Since::Changed(_) if more > 0 => told.hint(say!(
            "{more} {more:more value has|more values have} changed: `aktas status FILE` tells all",
            more
        )),
        Since::Changed(_) => told,
    };
    told.hint(say!(
        "undo the change, or have the document approved again; until then it prints as a draft"
    ))
}

//! The comparison by meaning: which values changed, and which figures follow from them.

use super::following::{Follow, follow};
use super::form::{Form, whole};
use super::words::{Piece, words};
use crate::approval::changes::{self, Change, Part, Sort, plain};
use crate::source::{Sources, Span};

/// What differs between two forms of a document; empty if they say the same.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The values that changed, in the order of the new form.
    pub changes: Vec<Difference>,
    /// The computed figures that are others now, each once.
    pub follows: Vec<Follow>,
    /// Whether the figures of the old form are known: a kept record has none.
    pub has_figures: bool,
}

/// A value that changed.
#[derive(Debug, Clone)]
pub struct Difference {
    /// What happened to it.
    pub change: Change,
    /// What a reader calls it, from the outside to the inside.
    pub name: Vec<String>,
    /// Where it stood, if the old form is there with its places.
    pub old_place: Option<Span>,
    /// Where it stands; of what is gone, what stands there now.
    pub new_place: Option<Span>,
    /// What it says word by word, if it says something else than it did.
    pub words: Vec<Piece>,
    /// Whether it is a number stated beside the formula that computes it: it had to follow.
    pub follows: bool,
}

impl Comparison {
    /// Whether the two say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.follows.is_empty()
    }

    /// Adds what the kind prints otherwise, found in two whole records; to be asked when nothing
    /// else changed.
    pub fn add_printed(&mut self, old: &str, new: &str) {
        let printed = changes::between(old, new).into_iter();
        let printed = printed.filter(|change| change.part == Part::Text);
        self.changes.extend(printed.map(|mut change| {
            for text in [&mut change.old, &mut change.new].into_iter().flatten() {
                *text = plain(text);
            }
            Difference {
                name: Vec::new(),
                old_place: None,
                new_place: None,
                words: words_of(&change),
                follows: false,
                change,
            }
        }));
    }
}

/// Compares an old form of a document with a new one. Of the old form, the record is enough; with
/// `before`, which is the form that the record is of, places and figures are told, too.
#[must_use]
pub fn compare(old: &str, before: Option<&Form>, new: &Form, sources: &Sources) -> Comparison {
    let (found, displaced) = changes::compare(old, new.record.text.as_deref().unwrap_or_default());
    let now = new.now(sources);
    let mut all: Vec<Difference> = found
        .into_iter()
        .filter(|change| change.part != Part::Text)
        .map(|mut change| {
            change.place = now.place(&change);
            difference(change, before, new, sources)
        })
        .collect();
    all.sort_by_key(|one| (one.new_place.is_none(), one.new_place));
    let follows = before.map(|before| follow(&all, &displaced, before, new, sources));
    let mut comparison = Comparison {
        has_figures: follows.is_some(),
        follows: follows.unwrap_or_default(),
        changes: all,
    };
    comparison.mark_stated(new, sources);
    comparison
}

fn difference(
    mut change: Change,
    before: Option<&Form>,
    new: &Form,
    sources: &Sources,
) -> Difference {
    let is_gone = matches!(change.sort, Sort::Gone { .. });
    let old_path = change.old_path.as_str();
    let name = match (is_gone, before) {
        (true, Some(before)) => before.name(change.part, old_path, sources),
        _ => new.name(change.part, &change.path, sources),
    };
    let old_place = before
        .filter(|_| !old_path.is_empty())
        .and_then(|before| place_in(before, &change, sources));
    // A record has the keys in another order than the author.
    if change.part == Part::Content && !matches!(change.sort, Sort::Changed) {
        let was = before.and_then(|before| before.text(old_path));
        change.old = change.old.map(|text| was.unwrap_or(text));
        let is = new.text(&change.path);
        change.new = change.new.map(|text| is.unwrap_or(text));
    }
    for text in [&mut change.old, &mut change.new].into_iter().flatten() {
        *text = plain(text);
    }
    Difference {
        name,
        old_place,
        new_place: change.place,
        words: words_of(&change),
        follows: false,
        change,
    }
}

/// Where the old value of a change stood.
fn place_in(before: &Form, change: &Change, sources: &Sources) -> Option<Span> {
    let mirrored = Change {
        sort: Sort::Changed,
        path: if change.part == Part::Pictures {
            change.path.clone()
        } else {
            change.old_path.clone()
        },
        old: change.new.clone(),
        new: change.old.clone(),
        ..change.clone()
    };
    before.now(sources).place(&mirrored)
}

fn words_of(change: &Change) -> Vec<Piece> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match change.sort {
        Sort::Moved { .. } => Vec::new(),
        _ if change.part == Part::Pictures => Vec::new(),
        _ => words(&text(&change.old), &text(&change.new)),
    }
}

impl Comparison {
    /// Finds the numbers that the author states beside a formula, and that follow from other
    /// changes.
    fn mark_stated(&mut self, new: &Form, sources: &Sources) {
        for one in &mut self.changes {
            let Some(place) = whole(new, &one.change.path, sources) else {
                continue;
            };
            one.follows = one.change.sort == Sort::Changed
                && self.follows.iter().any(|follow| {
                    let beside = follow.formula_place != Some(place);
                    follow.stands_at == Some(place) && beside && !follow.from.is_empty()
                });
        }
    }
}

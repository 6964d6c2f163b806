//! Lines: word by word, so that a reader sees what was changed and not letters in confusion.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::tokens::{Said, Sort, Token, pieces, said, tokens};
use crate::document::{Inline, Revision, numbered};

/// Between changes, so few letters that stayed are shown as changed with what is around them.
const SHORT: usize = 3;

/// If fewer of its words stayed than one in so many, a text is replaced as a whole.
const FEW: usize = 3;

/// Pieces in one mark; none if there are none.
pub(super) fn marked(revision: Revision, pieces: Vec<Inline>) -> impl Iterator<Item = Inline> {
    let pieces: Vec<Inline> = pieces
        .into_iter()
        .filter(|piece| !piece.is_empty())
        .collect();
    let revised = (!pieces.is_empty()).then_some(Inline::Revised(revision, pieces));
    revised.into_iter()
}

/// Two captions in one. A caption of which all is gone stays as one of which all is marked.
pub(super) fn merge_captions(
    old: Option<Vec<Inline>>,
    new: Option<Vec<Inline>>,
) -> Option<Vec<Inline>> {
    match (old, new) {
        (None, None) => None,
        (old, new) => Some(merge_lines(
            old.unwrap_or_default(),
            new.unwrap_or_default(),
        )),
    }
}

/// Two lines in one.
///
/// The number that a line begins with is compared by itself and stands first, old before new: a
/// word processor that counts can go on counting.
pub(super) fn merge_lines(mut old: Vec<Inline>, mut new: Vec<Inline>) -> Vec<Inline> {
    let number = |line: &mut Vec<Inline>| -> Vec<Inline> {
        let length = usize::from(numbered(line).is_some());
        line.drain(..length).collect()
    };
    let (was, is) = (number(&mut old), number(&mut new));
    let mut merged = Vec::with_capacity(new.len());
    if was.is_empty() && is.is_empty() {
        merge_words(&old, &new, &mut merged);
        return merged;
    }
    if says_same(&was, &is) {
        merged.extend(is);
    } else {
        merged.extend(marked(Revision::Deleted, was));
        merged.extend(marked(Revision::Inserted, is));
    }
    merge_words(&old, &new, &mut merged);
    merged
}

/// Whether two lines say the same in the same looks, wherever they were written.
fn says_same(old: &[Inline], new: &[Inline]) -> bool {
    said(&tokens(old)) == said(&tokens(new))
}

fn merge_words(old: &[Inline], new: &[Inline], merged: &mut Vec<Inline>) {
    let (was, is) = (tokens(old), tokens(new));
    let runs = runs(&was, &is);
    for Run {
        stays,
        old: from,
        new: to,
    } in runs
    {
        if stays {
            stay(old, &was[from], new, &is[to], merged);
        } else {
            merged.extend(marked(Revision::Deleted, pieces(old, &was[from])));
            merged.extend(marked(Revision::Inserted, pieces(new, &is[to])));
        }
    }
}

/// Adds what stayed. A note that stayed may say something else.
fn stay(
    old: &[Inline],
    was: &[Token<'_>],
    new: &[Inline],
    is: &[Token<'_>],
    merged: &mut Vec<Inline>,
) {
    let is_note = |token: &&Token<'_>| token.said == Said::Note;
    let mut notes = was.iter().filter(is_note);
    let mut stayed = pieces(new, is);
    for piece in &mut stayed {
        if let Inline::Note(note) = piece
            && let Some(was) = notes.next()
            && let [Inline::Note(was)] = pieces(old, std::slice::from_ref(was)).as_mut_slice()
        {
            let (was, is) = (&mut was.content, &mut note.content);
            note.content = merge_lines(std::mem::take(was), std::mem::take(is));
        }
    }
    merged.extend(stayed);
}

/// Tokens in a row that stay, or that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    stays: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// What stays of two lines, and what changed between.
fn runs(old: &[Token<'_>], new: &[Token<'_>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &said(old), &said(new)) {
        let (tag, old, new) = step.as_tag_tuple();
        push(
            &mut runs,
            Run {
                stays: tag == DiffTag::Equal,
                old,
                new,
            },
        );
    }
    let runs = without_crumbs(runs, new);
    let words = |tokens: &[Token<'_>]| tokens.iter().filter(|token| is_word(token)).count();
    let stayed = runs.iter().filter(|run| run.stays);
    let stayed: usize = stayed.map(|run| words(&new[run.new.clone()])).sum();
    if stayed * FEW < words(old).max(words(new)) {
        return vec![Run {
            stays: false,
            old: 0..old.len(),
            new: 0..new.len(),
        }];
    }
    runs
}

/// Adds a run; changes beside each other are one.
fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.stays == run.stays => {
            last.old.end = run.old.end;
            last.new.end = run.new.end;
        }
        _ => runs.push(run),
    }
}

/// Takes what is too short to be read between two changes as part of them.
fn without_crumbs(runs: Vec<Run>, new: &[Token<'_>]) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    let mut runs = runs.into_iter().peekable();
    while let Some(mut run) = runs.next() {
        if let (Some(before), Some(after)) = (kept.last(), runs.peek())
            && run.stays
            && is_replaced(before, after)
            && is_crumb(&new[run.new.clone()])
        {
            run.stays = false;
        }
        push(&mut kept, run);
    }
    kept
}

/// Whether changes take something away and put something in, taken together.
fn is_replaced(before: &Run, after: &Run) -> bool {
    let is_some = |one: &Range<usize>, other: &Range<usize>| !one.is_empty() || !other.is_empty();
    is_some(&before.old, &after.old) && is_some(&before.new, &after.new)
}

/// Spaces and signs, with one short word at most.
fn is_crumb(tokens: &[Token<'_>]) -> bool {
    let mut words = tokens.iter().filter(|token| is_word(token));
    let is_short = words.next().is_none_or(|word| match word.said {
        Said::Text(text, _) => text.chars().count() <= SHORT,
        Said::Break | Said::Note | Said::Field(_) => false,
    });
    is_short && words.next().is_none()
}

/// What is no text counts as a word: it is seen.
fn is_word(token: &Token<'_>) -> bool {
    matches!(token.sort, Sort::Word | Sort::Other)
}

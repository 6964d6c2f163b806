//! What is left of a line whose number Word counts.

use std::borrow::Cow;

use crate::document::{Inline, Revision, pieces};
use crate::writers::docx::tracking::Form;

/// A piece of a line, and what a comparison says of it.
type Piece = (Option<Revision>, Inline);

/// A line without the number that it begins with in each of its forms, and, where Word writes it,
/// without the space behind the number. None if that would change one of the forms.
pub(super) fn without_number(content: &[Inline], spaced: bool) -> Option<Cow<'_, [Inline]>> {
    if !content.iter().any(Inline::is_revised) {
        let rest = content.get(1..)?;
        let begins = rest.iter().find(|inline| !inline.is_empty());
        if !spaced || !begins.is_some_and(begins_with_space) {
            return Some(rest.into());
        }
        let mut rest: Vec<Inline> = rest
            .iter()
            .skip_while(|inline| inline.is_empty())
            .cloned()
            .collect();
        rest.first_mut().map(drop_space);
        return Some(rest.into());
    }
    let mut line: Vec<Piece> = pieces(content)
        .map(|(is, piece)| (is, piece.clone()))
        .collect();
    drop_numbers(&mut line)?;
    if spaced {
        drop_spaces(&mut line);
    }
    Some(Cow::Owned(joined(line)))
}

/// The first pieces of each form that are more than nothing.
fn first(line: &[Piece], form: Form, counts: fn(&Inline) -> bool) -> Option<usize> {
    line.iter()
        .position(|(is, piece)| form.has(*is) && counts(piece))
}

/// Drops the number of each form: a piece of both must be the number of both.
fn drop_numbers(line: &mut Vec<Piece>) -> Option<()> {
    let mut found: Vec<usize> = Form::BOTH
        .into_iter()
        .filter_map(|form| first(line, form, |_| true))
        .collect();
    found.dedup();
    let of_one = found.iter().any(|at| line[*at].0.is_none());
    if of_one && found.len() > 1 {
        return None;
    }
    found.sort_unstable();
    for at in found.into_iter().rev() {
        line.remove(at);
    }
    Some(())
}

/// Drops the space that each form begins with. Where a piece of both begins only one of them, the
/// other keeps it.
fn drop_spaces(line: &mut Vec<Piece>) {
    let firsts = Form::BOTH.map(|form| {
        let at = first(line, form, |piece| !piece.is_empty())?;
        begins_with_space(&line[at].1).then_some(at)
    });
    let [was, is] = firsts;
    let mut found: Vec<usize> = firsts.into_iter().flatten().collect();
    found.sort_unstable();
    found.dedup();
    for at in found.into_iter().rev() {
        let (revision, piece) = &mut line[at];
        let mut space = piece.clone();
        drop_space(piece);
        let kept_by = match (revision, was == Some(at), is == Some(at)) {
            (None, true, false) => Revision::Inserted,
            (None, false, true) => Revision::Deleted,
            _ => continue,
        };
        if let Inline::Text(text) = &mut space {
            " ".clone_into(&mut text.text);
        }
        line.insert(at, (Some(kept_by), space));
    }
}

fn begins_with_space(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.text.starts_with(' '))
}

fn drop_space(inline: &mut Inline) {
    if let Inline::Text(text) = inline {
        text.text.remove(0);
    }
}

/// The pieces as a line: neighbours of one change stand in one.
fn joined(line: Vec<Piece>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::with_capacity(line.len());
    for (revision, piece) in line {
        match (revision, content.last_mut()) {
            (None, _) => content.push(piece),
            (Some(revision), Some(Inline::Revised(last, pieces))) if *last == revision => {
                pieces.push(piece);
            }
            (Some(revision), _) => content.push(Inline::Revised(revision, vec![piece])),
        }
    }
    content
}

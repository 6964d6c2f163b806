//! The edits of one line, value by value, and the comments on it.

use std::ops::Range;

use super::comparer::{Comparer, Noted, hands};
use super::line::{Mark, Ours, Theirs};
use super::{Edit, Size, Sort};
use crate::compare::words::{Fate, Piece, words};
use crate::document::Revision;

/// A piece with where it stands: in our line, and in the one that came back.
struct Placed {
    piece: Piece,
    ours: Range<usize>,
    theirs: Range<usize>,
}

impl Comparer<'_> {
    /// Tells the edits of a line, for every value in it that is no longer as it was.
    pub(super) fn edited(&mut self, our: &Ours, their: &Theirs) {
        let placed = placed(our.text.as_str(), their.is.as_str());
        let groups = self.groups(our);
        for (number, group) in groups.iter().enumerate() {
            let pieces = pieces_of(&placed, &groups, number, our);
            if pieces.iter().all(|one| one.piece.fate == Fate::Kept) {
                continue;
            }
            let first = pieces.iter().find(|one| one.piece.fate != Fate::Kept);
            let differs = first.map_or(group.range.start, |one| one.ours.start);
            let marks = touched(their, &pieces);
            let tracked = marks.iter().filter_map(|mark| match mark {
                Mark::Tracked(revised) => Some(revised),
                Mark::Struck => None,
            });
            let mut home = self.homes.of_part(our, group.part(differs), differs);
            let gone = pieces.iter().filter(|one| one.piece.fate == Fate::Gone);
            let gone = gone.map(|one| one.piece.text.as_str());
            self.homes
                .settle(&mut home, &gone.collect::<Vec<_>>().join(" "));
            let edit = Edit {
                sort: Sort::Changed,
                home: Some(home),
                by: hands(tracked),
                is_struck: marks.contains(&&Mark::Struck),
                pieces: joined(pieces),
            };
            self.edits.push(edit);
        }
        self.comments_on(our, their, &placed);
    }

    /// Tells that the next line goes on in a line, by the sign of its end that is gone.
    pub(super) fn joined(&mut self, our: &Ours, their: &Theirs) {
        let Some(end) = &their.joined else { return };
        let text = our.text.as_str();
        let last = our.parts.len().checked_sub(1);
        let piece = |fate, text: &str| Piece {
            fate,
            text: text.to_owned(),
        };
        self.edits.push(Edit {
            sort: Sort::Changed,
            home: last.map(|part| self.homes.of_part(our, part, text.len())),
            pieces: vec![piece(Fate::Kept, text), piece(Fate::Gone, " ¶")],
            by: hands([end]),
            is_struck: false,
        });
    }

    /// The values of a line: parts of it beside each other that were written at one place.
    fn groups(&self, our: &Ours) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (part, (range, written)) in our.parts.iter().enumerate() {
            let before = groups.last_mut().filter(|group| {
                let before = our.parts[group.first].1;
                self.homes.are_one(before, *written)
            });
            match before {
                Some(group) => {
                    group.range.end = range.end;
                    group.starts.push((range.start, part));
                }
                None => groups.push(Group {
                    first: part,
                    range: range.clone(),
                    starts: vec![(range.start, part)],
                    is_written: self.homes.is_written(*written),
                }),
            }
        }
        groups
    }

    /// Takes note of the comments on a line that is in both.
    fn comments_on(&mut self, our: &Ours, their: &Theirs, placed: &[Placed]) {
        for (about, comment) in &their.comments {
            let at = ours_at(placed, about.start);
            let within = |(range, _): &(Range<usize>, _)| range.start <= at && at < range.end;
            let part = our.parts.iter().position(within);
            let part = part.or_else(|| our.parts.len().checked_sub(1));
            let home = part.map(|part| self.homes.of_part(our, part, at));
            self.note(*comment, their, about, home);
        }
    }

    /// Takes note of the comments on lines that are in the file only, or are gone.
    pub(super) fn comments_at<'t>(&mut self, lines: impl IntoIterator<Item = &'t Theirs>) {
        for their in lines {
            for (about, comment) in &their.comments {
                let home = self.last.clone();
                self.note(*comment, their, about, home);
            }
        }
    }

    fn note(
        &mut self,
        comment: usize,
        their: &Theirs,
        about: &Range<usize>,
        home: Option<super::Home>,
    ) {
        let order = self.places.iter().flatten().count();
        let text = their.is.as_str();
        let end = about.end.min(text.len());
        let about = text
            .get(about.start.min(end)..end)
            .unwrap_or_default()
            .trim();
        let Some(place) = self.places.get_mut(comment) else {
            return;
        };
        match place {
            // A comment on several lines is at the first of them.
            Some(noted) => {
                noted.about.push(' ');
                noted.about.push_str(about);
            }
            None => {
                *place = Some(Noted {
                    order,
                    about: about.to_owned(),
                    home,
                });
            }
        }
    }

    /// Takes note of the moves that the last edit is a part of.
    pub(super) fn number_moves<'t>(&mut self, lines: impl IntoIterator<Item = &'t Theirs>) {
        let Some(edit) = self.edits.len().checked_sub(1) else {
            return;
        };
        let hands = lines.into_iter().flat_map(Theirs::hands);
        let number = hands
            .map(|revised| revised.revision)
            .find_map(|revision| match revision {
                Revision::MovedHere(number) | Revision::MovedAway(number) => Some(number),
                _ => None,
            });
        self.moves.extend(number.map(|number| (number, edit)));
    }

    /// Makes one edit of what is gone at one place and new at another: by its tracked move, or
    /// because it says the same.
    pub(super) fn join_moves(&mut self) {
        let mut dropped = Vec::new();
        for gone in 0..self.edits.len() {
            let Sort::Gone(size @ (Size::Line | Size::Row)) = self.edits[gone].sort else {
                continue;
            };
            let number = self.moves.iter().find(|(_, edit)| *edit == gone);
            let by_number = number.and_then(|(number, _)| {
                let other = |(other, edit): &&(u32, usize)| other == number && *edit != gone;
                self.moves.iter().find(other).map(|(_, edit)| *edit)
            });
            let new = by_number.or_else(|| self.same_words(gone, size, &dropped));
            let Some(new) = new.filter(|new| matches!(self.edits[*new].sort, Sort::Added(_)))
            else {
                continue;
            };
            let after = self.edits[new].home.clone();
            let (was, is) = (text(&self.edits[gone]), text(&self.edits[new]));
            self.edits[gone].sort = Sort::Moved(size, after);
            self.edits[gone].pieces = words(&was, &is);
            dropped.push(new);
        }
        let mut at = 0;
        self.edits.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }

    /// What is new and says the same as what is gone, if that is more than a word or two.
    fn same_words(&self, gone: usize, size: Size, dropped: &[usize]) -> Option<usize> {
        let said = text(&self.edits[gone]);
        if said.split_whitespace().filter(|word| *word != "|").count() < 3 {
            return None;
        }
        (0..self.edits.len()).find(|other| {
            let edit = &self.edits[*other];
            edit.sort == Sort::Added(size) && !dropped.contains(other) && text(edit) == said
        })
    }
}

/// Parts of a line that were written at one place.
struct Group {
    /// The first part.
    first: usize,
    range: Range<usize>,
    /// Where each of its parts starts.
    starts: Vec<(usize, usize)>,
    is_written: bool,
}

impl Group {
    /// The part in which a byte of the line is.
    fn part(&self, at: usize) -> usize {
        let before = self.starts.iter().rev().find(|(start, _)| *start <= at);
        before.map_or(self.first, |(_, part)| *part)
    }
}

/// The group that words at a byte of the line belong to: at the border of two, the one that its
/// author can change.
fn owner(groups: &[Group], at: usize, replaces: bool) -> usize {
    let inside = groups.iter().rposition(|group| group.range.start <= at);
    let inside = inside.unwrap_or(0);
    let begins = groups
        .get(inside)
        .is_some_and(|group| group.range.start >= at);
    let Some(before) = inside.checked_sub(1).filter(|_| begins && !replaces) else {
        return inside;
    };
    let only_this = groups[inside].is_written && !groups[before].is_written;
    if only_this { inside } else { before }
}

/// The pieces that belong to a group. What is put in between two belongs to what its author can
/// change.
fn pieces_of(placed: &[Placed], groups: &[Group], number: usize, our: &Ours) -> Vec<Placed> {
    let group = &groups[number];
    let end = match groups.get(number + 1) {
        Some(next) => next.range.start,
        None => our.text.as_str().len(),
    };
    let start = if number == 0 { 0 } else { group.range.start };
    let mut pieces = Vec::new();
    for (index, one) in placed.iter().enumerate() {
        if one.piece.fate == Fate::New {
            // New words stand where those were that they replace.
            let replaced = index.checked_sub(1).map(|before| &placed[before]);
            let replaced = replaced.filter(|before| before.piece.fate == Fate::Gone);
            let at = replaced.map_or(one.ours.start, |before| before.ours.start);
            if owner(groups, at, replaced.is_some()) == number {
                pieces.push(Placed {
                    piece: one.piece.clone(),
                    ours: one.ours.clone(),
                    theirs: one.theirs.clone(),
                });
            }
            continue;
        }
        let (from, to) = (one.ours.start.max(start), one.ours.end.min(end));
        if from >= to {
            continue;
        }
        let text = &one.piece.text[from - one.ours.start..to - one.ours.start];
        let theirs = match one.piece.fate {
            Fate::Kept => {
                let start = one.theirs.start + from - one.ours.start;
                start..start + text.len()
            }
            _ => one.theirs.clone(),
        };
        pieces.push(Placed {
            piece: Piece {
                fate: one.piece.fate,
                text: text.to_owned(),
            },
            ours: from..to,
            theirs,
        });
    }
    pieces
}

/// The words of both lines, with their places.
fn placed(our: &str, their: &str) -> Vec<Placed> {
    let (mut ours, mut theirs) = (0, 0);
    let placed = words(our, their).into_iter().map(|piece| {
        let length = piece.text.len();
        let (from_ours, from_theirs) = (ours, theirs);
        if piece.fate != Fate::New {
            ours += length;
        }
        if piece.fate != Fate::Gone {
            theirs += length;
        }
        Placed {
            piece,
            ours: from_ours..ours,
            theirs: from_theirs..theirs,
        }
    });
    placed.collect()
}

/// The byte of our line for a byte of the one that came back.
fn ours_at(placed: &[Placed], at: usize) -> usize {
    let piece = placed.iter().find(|one| one.theirs.contains(&at));
    piece.map_or_else(
        || placed.last().map_or(0, |one| one.ours.end),
        |one| match one.piece.fate {
            Fate::Kept => one.ours.start + at - one.theirs.start,
            _ => one.ours.start,
        },
    )
}

/// The marks of the words that are not as they were.
fn touched<'t>(their: &'t Theirs, pieces: &[Placed]) -> Vec<&'t Mark> {
    let edits = pieces.iter().filter(|one| one.piece.fate != Fate::Kept);
    let edits: Vec<&Range<usize>> = edits.map(|one| &one.theirs).collect();
    let touches = |range: &Range<usize>| {
        edits
            .iter()
            .any(|edit| range.start <= edit.end && edit.start <= range.end)
    };
    let marks = their.marks.iter().filter(|(range, _)| touches(range));
    marks.map(|(_, mark)| mark).collect()
}

/// Pieces of the same fate beside each other become one.
fn joined(pieces: Vec<Placed>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for Placed { piece, .. } in pieces {
        match joined.last_mut() {
            Some(last) if last.fate == piece.fate => last.text.push_str(&piece.text),
            _ => joined.push(piece),
        }
    }
    joined
}

/// What an edit of something as a whole says.
fn text(edit: &Edit) -> String {
    edit.pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect()
}

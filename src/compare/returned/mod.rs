//! What came back: a file that others have worked on, beside the document that it was made from.
//!
//! Every edit of the file is led back to the place where the author can take it over: the value in
//! the YAML file whose words they are. Tracked changes and others are told alike, those with who
//! made them and when. What the file says is put beside what it would say now; the text before
//! tracked changes helps to find which line is which, since that is what was sent out. Numbers that
//! programs count, and looks, are not compared.

mod carried;
mod comparer;
mod edited;
mod home;
mod line;
mod ours;
mod theirs;

pub use carried::carry_over;
pub use home::{Home, Origin};

use comparer::{Comparer, Noted};
use home::Homes;

use super::Form;
use super::words::Piece;
use crate::diagnostics::Message;
use crate::document::Document;
use crate::readers::{Comment, Foreign};
use crate::source::Sources;

/// What came back.
#[derive(Debug, Default)]
pub struct Returned {
    /// What was edited, in the order of the text.
    pub edits: Vec<Edit>,
    /// What was noted, in the order of the text; those that are about no text come last.
    pub notes: Vec<Note>,
    /// What the file has besides, and nobody can compare.
    pub unread: Vec<Message>,
}

/// An edit of the text.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What happened.
    pub sort: Sort,
    /// Where it was written; of what is new, the part that it follows. None at the very start, and
    /// for what stands in no part of the text.
    pub home: Option<Home>,
    /// What was and what is, word by word.
    pub pieces: Vec<Piece>,
    /// Who made the tracked changes, each with the moment; empty if the edit was not tracked.
    pub by: Vec<Hand>,
    /// Whether it was struck out by its look.
    pub is_struck: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// Words are others.
    Changed,
    /// A line or a row is new.
    Added(Size),
    /// A line or a row is gone.
    Gone(Size),
    /// A line or a row stands elsewhere: after this.
    Moved(Size, Option<Home>),
    /// A link leads elsewhere.
    Relinked,
}

/// How much was edited as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A line: a paragraph, a heading, an item of a list, a note.
    Line,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// A whole table.
    Table,
    /// What runs at the edges of the pages.
    Edge,
}

/// Who made a change, and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hand {
    /// The name; may be empty.
    pub author: String,
    /// The moment, as the file says it; may be empty.
    pub date: String,
}

/// A comment and where it stands.
#[derive(Debug, Clone)]
pub struct Note {
    /// The comment.
    pub comment: Comment,
    /// The words that it is about; empty if it is about a place.
    pub about: String,
    /// Where those were written; if they are new, the part that they follow.
    pub home: Option<Home>,
    /// The comments that answer it, in their order.
    pub answers: Vec<Comment>,
}

/// Puts a file that came back beside a document.
#[must_use]
pub fn returned(
    document: &Document,
    form: &Form,
    foreign: &Foreign,
    sources: &Sources,
) -> Returned {
    let homes = Homes::new(form, sources);
    let mut comparer = Comparer {
        homes: &homes,
        edits: Vec::new(),
        places: vec![None; foreign.comments.len()],
        moves: Vec::new(),
        last: None,
        to_sign: ours::to_sign(document),
    };
    comparer.nodes(&ours::lines(document), &theirs::lines(&foreign.blocks));
    comparer.join_moves();
    comparer.last = None;
    comparer.edges(ours::running(document), theirs::running(&foreign.running));
    let Comparer { edits, places, .. } = comparer;
    Returned {
        edits,
        notes: notes(&foreign.comments, places),
        unread: unread(document, foreign),
    }
}

/// What the file has besides, without what the document has too: charts, and places to sign.
fn unread(document: &Document, foreign: &Foreign) -> Vec<Message> {
    let unread = foreign.unread.iter().filter(|told| {
        let told = told.to_string();
        !document.blocks().any(|block| ours::is_told(block, &told))
    });
    unread.cloned().collect()
}

/// Comments with their places, those without any last; an answer stands with what it answers.
fn notes(comments: &[Comment], places: Vec<Option<Noted>>) -> Vec<Note> {
    let root = |mut place: usize| {
        for _ in 0..comments.len() {
            match comments[place].answers {
                Some(other) => place = other,
                None => break,
            }
        }
        place
    };
    let mut notes: Vec<(Option<usize>, Note)> = Vec::new();
    for (place, (comment, noted)) in comments.iter().zip(places).enumerate() {
        if root(place) != place {
            continue;
        }
        let answers = (0..comments.len()).filter(|other| *other != place && root(*other) == place);
        let order = noted.as_ref().map(|noted| noted.order);
        let note = Note {
            comment: comment.clone(),
            about: noted
                .as_ref()
                .map(|noted| noted.about.clone())
                .unwrap_or_default(),
            home: noted.and_then(|noted| noted.home),
            answers: answers.map(|other| comments[other].clone()).collect(),
        };
        notes.push((order, note));
    }
    notes.sort_by_key(|(order, _)| order.unwrap_or(usize::MAX));
    notes.into_iter().map(|(_, note)| note).collect()
}

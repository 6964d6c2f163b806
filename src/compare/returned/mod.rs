//! What came back: a file that others have worked on, beside the document that it was made from.
//!
//! Every edit of the file is led back to the place where the author can take it over: the value in
//! the YAML file whose words they are. Tracked changes and others are told alike, those with who
//! made them and when. What the file says is put beside what it would say now; the text before
//! tracked changes helps to find which line is which, since that is what was sent out. Numbers that
//! programs count, and looks, are not compared.

mod carried;
mod edited;
mod home;
mod line;
mod ours;
mod theirs;

pub use carried::carry_over;
pub use home::{Home, Origin};

use home::Homes;
use line::{Cell, Known, Mark, Node, Ours, Row, Theirs, Unit, words_of};
use theirs::Fate as Of;

use super::Form;
use super::words::{Fate, Piece};
use crate::diagnostics::Message;
use crate::document::Document;
use crate::likeness::{Pair, align};
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
    let known = document
        .blocks()
        .flat_map(ours::besides)
        .collect::<Vec<_>>();
    let unread = foreign.unread.iter().filter(|told| {
        let told = told.to_string();
        !known.iter().any(|known| told.contains(known.as_str()))
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

/// Where a comment stands.
#[derive(Debug, Clone)]
struct Noted {
    order: usize,
    about: String,
    home: Option<Home>,
}

struct Comparer<'a> {
    homes: &'a Homes<'a>,
    edits: Vec<Edit>,
    /// Where the comments stand, by their places in the file.
    places: Vec<Option<Noted>>,
    /// The tracked moves: their numbers and edits.
    moves: Vec<(u32, usize)>,
    /// The part of the document that was read last.
    last: Option<Home>,
    /// How many pictures of places to sign may be in the file: some programs keep only those.
    to_sign: usize,
}

/// What is beside what.
enum Beside<'t, T> {
    Both(usize, &'t T, bool),
    Gone(usize),
    New(&'t T),
}

/// Puts two lists beside each other: what is new by its tracked change is in none of the pairs.
fn beside<'t, T>(
    ours: &[Unit],
    theirs: &'t [T],
    is_new: impl Fn(&T) -> bool,
    unit: impl Fn(&T) -> Unit,
) -> Vec<Beside<'t, T>> {
    let kept: Vec<usize> = (0..theirs.len())
        .filter(|at| !is_new(&theirs[*at]))
        .collect();
    let units: Vec<Unit> = kept.iter().map(|at| unit(&theirs[*at])).collect();
    let (mut all, mut next) = (Vec::new(), 0);
    let new_until = |all: &mut Vec<_>, next: &mut usize, until: usize| {
        while *next < until {
            all.push(Beside::New(&theirs[*next]));
            *next += 1;
        }
        *next = until + 1;
    };
    for pair in align(ours, &units) {
        match pair {
            Pair::Both { old, new, moved } => {
                new_until(&mut all, &mut next, kept[new]);
                all.push(Beside::Both(old, &theirs[kept[new]], moved));
            }
            Pair::Gone { old, .. } => all.push(Beside::Gone(old)),
            Pair::Added(new) => {
                new_until(&mut all, &mut next, kept[new]);
                all.push(Beside::New(&theirs[kept[new]]));
            }
        }
    }
    new_until(&mut all, &mut next, theirs.len());
    all
}

impl Comparer<'_> {
    fn nodes(&mut self, ours: &[Node<Ours>], theirs: &[Node<Theirs>]) {
        let units: Vec<Unit> = ours.iter().map(Unit::of_node).collect();
        let is_new = |node: &Node<Theirs>| match node {
            Node::Line(line) => line.fate() == Some(Of::New),
            Node::Table(rows) => rows.iter().all(|row| row.fate() == Some(Of::New)),
        };
        for pair in beside(&units, theirs, is_new, Unit::of_node) {
            match pair {
                Beside::Both(our, their, moved) => self.node(&ours[our], their, moved),
                Beside::Gone(our) => self.gone_node(&ours[our]),
                Beside::New(their) => self.new_node(their),
            }
        }
    }

    fn node(&mut self, our: &Node<Ours>, their: &Node<Theirs>, moved: bool) {
        match (our, their) {
            (Node::Line(our), Node::Line(their)) => self.line(our, their, moved),
            (Node::Table(our), Node::Table(their)) => self.table(our, their, moved),
            (our, their) => {
                self.gone_node(our);
                self.new_node(their);
            }
        }
    }

    fn gone_node(&mut self, node: &Node<Ours>) {
        match node {
            Node::Line(line) => self.gone(Size::Line, std::slice::from_ref(line), Vec::new()),
            Node::Table(rows) => {
                let lines = rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .flat_map(|cell| &cell.lines);
                let text = rows.iter().map(words_of).collect::<Vec<_>>().join("\n");
                let home = self.homes.of_lines(lines);
                self.push(
                    Sort::Gone(Size::Table),
                    home,
                    vec![gone_piece(&text)],
                    Vec::new(),
                );
            }
        }
    }

    fn new_node(&mut self, node: &Node<Theirs>) {
        match node {
            Node::Line(line) if line.is_bare_picture() && self.to_sign > 0 => self.to_sign -= 1,
            Node::Line(line) => self.new(Size::Line, &[line], line.is.as_str().to_owned()),
            Node::Table(rows) => {
                let lines: Vec<&Theirs> = rows.iter().flat_map(Row::lines).collect();
                let text = rows.iter().map(said).collect::<Vec<_>>().join("\n");
                self.new(Size::Table, &lines, text);
            }
        }
    }

    fn table(&mut self, ours: &[Row<Ours>], theirs: &[Row<Theirs>], moved: bool) {
        if moved {
            let home = ours.first().and_then(|row| self.home_of_row(row));
            self.push(
                Sort::Moved(Size::Table, self.last.clone()),
                home,
                Vec::new(),
                Vec::new(),
            );
        }
        let units: Vec<Unit> = ours.iter().map(Unit::of_row).collect();
        let is_new = |row: &Row<Theirs>| row.fate() == Some(Of::New);
        for pair in beside(&units, theirs, is_new, Unit::of_row) {
            match pair {
                Beside::Both(our, their, moved) => self.row(&ours[our], their, moved),
                Beside::Gone(our) => self.gone_row(&ours[our], Vec::new()),
                Beside::New(their) => {
                    let lines: Vec<&Theirs> = their.lines().collect();
                    self.new(Size::Row, &lines, said(their));
                }
            }
        }
    }

    fn home_of_row(&self, row: &Row<Ours>) -> Option<Home> {
        self.homes
            .of_lines(row.cells.iter().flat_map(|cell| &cell.lines))
    }

    fn gone_row(&mut self, row: &Row<Ours>, by: Vec<Hand>) {
        let home = self.home_of_row(row);
        self.push(
            Sort::Gone(Size::Row),
            home,
            vec![gone_piece(&words_of(row))],
            by,
        );
    }

    fn row(&mut self, our: &Row<Ours>, their: &Row<Theirs>, moved: bool) {
        if their.fate() == Some(Of::Gone) {
            let by = hands(their.lines().flat_map(Theirs::hands).chain(&their.revised));
            self.gone_row(our, by);
            self.comments_at(their.lines());
            self.number_moves(their.lines());
            return;
        }
        let home = self.home_of_row(our);
        if moved {
            let text = piece(Fate::Kept, &words_of(our));
            self.push(
                Sort::Moved(Size::Row, self.last.clone()),
                home.clone(),
                vec![text],
                Vec::new(),
            );
        }
        if our.cells.len() == their.cells.len() {
            for (our, their) in our.cells.iter().zip(&their.cells) {
                self.cell(our, their);
            }
        } else {
            self.cells(our, their);
        }
        self.last = home.or(self.last.take());
    }

    /// Cells of a row that has more of them, or fewer.
    fn cells(&mut self, our: &Row<Ours>, their: &Row<Theirs>) {
        let units: Vec<Unit> = our.cells.iter().map(unit_of_cell).collect();
        let is_new = |cell: &Cell<Theirs>| {
            cell.revised
                .as_ref()
                .is_some_and(|revised| revised.revision.is_new())
        };
        for pair in beside(&units, &their.cells, is_new, unit_of_cell) {
            match pair {
                Beside::Both(at, their, _) => self.cell(&our.cells[at], their),
                Beside::Gone(at) => self.gone(Size::Cell, &our.cells[at].lines, Vec::new()),
                Beside::New(their) => {
                    let lines: Vec<&Theirs> = their.lines.iter().collect();
                    let text = lines.iter().map(|line| line.is.as_str());
                    let text = text.collect::<Vec<_>>().join(" ");
                    self.new(Size::Cell, &lines, text);
                }
            }
        }
    }

    fn cell(&mut self, our: &Cell<Ours>, their: &Cell<Theirs>) {
        let is_gone = their
            .revised
            .as_ref()
            .is_some_and(|one| !one.revision.is_new());
        if is_gone {
            let by = hands(&their.revised);
            return self.gone(Size::Cell, &our.lines, by);
        }
        let units: Vec<Unit> = our
            .lines
            .iter()
            .map(|line| Unit::of_line(line.known_by()))
            .collect();
        let is_new = |line: &Theirs| line.fate() == Some(Of::New);
        let unit = |line: &Theirs| Unit::of_line(line.known_by());
        for pair in beside(&units, &their.lines, is_new, unit) {
            match pair {
                Beside::Both(at, their, moved) => self.line(&our.lines[at], their, moved),
                Beside::Gone(at) => {
                    self.gone(Size::Line, std::slice::from_ref(&our.lines[at]), Vec::new());
                }
                Beside::New(their) => self.new(Size::Line, &[their], their.is.as_str().to_owned()),
            }
        }
    }

    fn gone(&mut self, size: Size, lines: &[Ours], by: Vec<Hand>) {
        let text = lines
            .iter()
            .map(Known::known_by)
            .collect::<Vec<_>>()
            .join(" ");
        let home = self.homes.of_lines(lines);
        self.push(Sort::Gone(size), home, vec![gone_piece(&text)], by);
    }

    /// What is new stands after what was read last.
    fn new(&mut self, size: Size, lines: &[&Theirs], text: String) {
        self.comments_at(lines.iter().copied());
        let is_there = !text.replace(['|', '\n', ' '], "").is_empty();
        if is_there || size == Size::Row {
            let by = hands(lines.iter().flat_map(|line| line.hands()));
            let home = self.last.clone();
            self.push(Sort::Added(size), home, vec![piece(Fate::New, &text)], by);
            self.number_moves(lines.iter().copied());
        }
    }

    fn line(&mut self, our: &Ours, their: &Theirs, moved: bool) {
        if their.fate() == Some(Of::Gone) {
            let by = hands(their.hands());
            self.gone(Size::Line, std::slice::from_ref(our), by);
            if let Some(edit) = self.edits.last_mut() {
                edit.is_struck = their.marks.iter().any(|(_, mark)| *mark == Mark::Struck);
            }
            self.comments_at([their]);
            self.number_moves([their]);
            return;
        }
        let home = self.homes.of_lines([our]);
        if moved {
            let text = piece(Fate::Kept, our.text.as_str());
            self.push(
                Sort::Moved(Size::Line, self.last.clone()),
                home.clone(),
                vec![text],
                Vec::new(),
            );
        }
        self.edited(our, their);
        if our.links != their.links {
            let link = |links: &[String]| links.join(" ");
            let pieces = vec![
                gone_piece(&link(&our.links)),
                piece(Fate::New, &link(&their.links)),
            ];
            self.push(Sort::Relinked, home.clone(), pieces, hands(their.hands()));
        }
        self.last = home.or(self.last.take());
    }

    fn edges(&mut self, ours: Vec<Ours>, theirs: Vec<Theirs>) {
        // The numbers of pages are other ones on every page and in every program.
        let key = |text: &str| -> String {
            let words = text.split_whitespace();
            words
                .filter(|word| !word.bytes().all(|sign| sign.is_ascii_digit()))
                .collect()
        };
        let are_one = |our: &Ours, their: &Theirs| {
            key(our.text.as_str()) == key(their.was.as_str()) && their.marks.is_empty()
        };
        let (ours, theirs): (Vec<Ours>, Vec<Theirs>) = {
            let known = |our: &Ours| theirs.iter().any(|their| are_one(our, their));
            let here: Vec<bool> = ours.iter().map(known).collect();
            let new = |their: &Theirs| ours.iter().any(|our| are_one(our, their));
            let there: Vec<bool> = theirs.iter().map(new).collect();
            let ours = ours.into_iter().zip(here).filter(|(_, known)| !known);
            let theirs = theirs.into_iter().zip(there).filter(|(_, known)| !known);
            (
                ours.map(|(line, _)| line).collect(),
                theirs.map(|(line, _)| line).collect(),
            )
        };
        let units: Vec<Unit> = ours
            .iter()
            .map(|line| Unit::of_line(line.known_by()))
            .collect();
        let unit = |line: &Theirs| Unit::of_line(line.known_by());
        let is_new = |line: &Theirs| line.fate() == Some(Of::New);
        for pair in beside(&units, &theirs, is_new, unit) {
            match pair {
                Beside::Both(at, their, _) => self.line(&ours[at], their, false),
                Beside::Gone(at) => {
                    self.gone(Size::Edge, std::slice::from_ref(&ours[at]), Vec::new());
                }
                Beside::New(their) => self.new(Size::Edge, &[their], their.is.as_str().to_owned()),
            }
        }
    }

    fn push(&mut self, sort: Sort, home: Option<Home>, pieces: Vec<Piece>, by: Vec<Hand>) {
        self.edits.push(Edit {
            sort,
            home,
            pieces,
            by,
            is_struck: false,
        });
    }
}

/// What a row says now.
fn said(row: &Row<Theirs>) -> String {
    let cells = row.cells.iter().map(|cell| {
        let lines = cell.lines.iter().map(|line| match line.label.as_str() {
            "" => line.is.as_str().to_owned(),
            label => format!("{label} {}", line.is.as_str())
                .trim_end()
                .to_owned(),
        });
        lines.collect::<Vec<_>>().join(" ")
    });
    cells.collect::<Vec<_>>().join(" | ")
}

fn unit_of_cell<L: Known>(cell: &Cell<L>) -> Unit {
    let lines = cell.lines.iter().map(Known::known_by);
    Unit::of_line(&lines.collect::<Vec<_>>().join(" "))
}

fn piece(fate: Fate, text: &str) -> Piece {
    Piece {
        fate,
        text: text.to_owned(),
    }
}

fn gone_piece(text: &str) -> Piece {
    piece(Fate::Gone, text)
}

/// Who made changes, each once.
fn hands<'a>(revised: impl IntoIterator<Item = &'a crate::readers::Revised>) -> Vec<Hand> {
    let mut hands: Vec<Hand> = Vec::new();
    for revised in revised {
        let hand = Hand {
            author: revised.author.clone(),
            date: revised.date.clone(),
        };
        if !hands.contains(&hand) {
            hands.push(hand);
        }
    }
    hands
}

//! The walk through a document and the file that came back: nodes, rows, cells and lines.

use super::home::Homes;
use super::line::{Cell, Known, Mark, Node, Ours, Row, Theirs, Unit, beside_each_other, words_of};
use super::theirs::Fate as Of;
use super::{Edit, Hand, Home, Size, Sort};
use crate::compare::words::{Fate, Piece};
use crate::likeness::{Pair, align};

/// Where a comment stands.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    pub(super) order: usize,
    pub(super) about: String,
    pub(super) home: Option<Home>,
}

/// Puts the lines of a file beside those of a document.
pub(super) struct Comparer<'a> {
    pub(super) homes: &'a Homes<'a>,
    pub(super) edits: Vec<Edit>,
    /// Where the comments stand, by their places in the file.
    pub(super) places: Vec<Option<Noted>>,
    /// The tracked moves: their numbers and edits.
    pub(super) moves: Vec<(u32, usize)>,
    /// The part of the document that was read last.
    pub(super) last: Option<Home>,
    /// How many pictures of places to sign may be in the file: some programs keep only those.
    pub(super) to_sign: usize,
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
    pub(super) fn nodes(&mut self, ours: &[Node<Ours>], theirs: &[Node<Theirs>]) {
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
            Node::Line(line) => self.add(Size::Line, &[line], line.is.as_str()),
            Node::Table(rows) => {
                let lines: Vec<&Theirs> = rows.iter().flat_map(Row::lines).collect();
                let text = rows.iter().map(said).collect::<Vec<_>>().join("\n");
                self.add(Size::Table, &lines, &text);
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
                    self.add(Size::Row, &lines, &said(their));
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
                    self.add(Size::Cell, &lines, &text);
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
                Beside::New(their) => self.add(Size::Line, &[their], their.is.as_str()),
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
    fn add(&mut self, size: Size, lines: &[&Theirs], text: &str) {
        self.comments_at(lines.iter().copied());
        let is_there = !text.replace(['|', '\n', ' '], "").is_empty();
        if is_there || size == Size::Row {
            let by = hands(lines.iter().flat_map(|line| line.hands()));
            let home = self.last.clone();
            self.push(Sort::Added(size), home, vec![piece(Fate::New, text)], by);
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
        self.joined(our, their);
        if our.links != their.links {
            let link = |links: &[String]| links.join(" ");
            let mut pieces = vec![gone_piece(&link(&our.links))];
            pieces.push(piece(Fate::New, &link(&their.links)));
            pieces.retain(|piece| !piece.text.is_empty());
            self.push(Sort::Relinked, home.clone(), pieces, hands(their.hands()));
        }
        self.last = home.or(self.last.take());
    }

    pub(super) fn edges(&mut self, ours: Vec<Ours>, theirs: Vec<Theirs>) {
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
                Beside::New(their) => self.add(Size::Edge, &[their], their.is.as_str()),
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
        let lines = cell.lines.iter().map(|line| line.is.as_str());
        lines.collect::<Vec<_>>().join(" ")
    });
    beside_each_other(cells)
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
pub(super) fn hands<'a>(
    revised: impl IntoIterator<Item = &'a crate::readers::Revised>,
) -> Vec<Hand> {
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

//! Lines: the runs of a paragraph.

use super::Walk;
use super::block::{branch, is_aside, texts};
use super::field::Field;
use super::styles::Look;
use super::symbols;
use super::xml::{Element, Node};
use crate::diagnostics::say;
use crate::readers::{Block, Revised, Run};

/// What a paragraph holds, as it is read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Pictures and text boxes that are anchored before its text, and in or after it.
    pub(super) before: Vec<Block>,
    pub(super) after: Vec<Block>,
    pub(super) new_page: bool,
    /// Text that nobody sees.
    pub(super) hidden: String,
    /// Text that is in neither form: one tracked change put it in, another took it out.
    pub(super) passing: String,
}

impl Line {
    /// Puts in what stands on lines of its own.
    pub(super) fn insert(&mut self, blocks: Vec<Block>) {
        let home = if self.runs.is_empty() {
            &mut self.before
        } else {
            &mut self.after
        };
        home.extend(blocks);
    }
}

/// What is around an element of a line.
#[derive(Debug, Clone)]
pub(super) struct Around<'a> {
    /// The look of the paragraph.
    pub(super) paragraph: &'a Look,
    pub(super) link: Option<String>,
    pub(super) revised: Option<Revised>,
    /// Whether the text was put in and taken out again.
    pub(super) passing: bool,
}

impl Walk<'_> {
    /// Reads the elements in an element.
    pub(super) fn line(&mut self, parent: &Element, around: &Around<'_>, line: &mut Line) {
        for element in parent.children() {
            self.piece(element, around, line);
        }
    }

    fn piece(&mut self, element: &Element, around: &Around<'_>, line: &mut Line) {
        match element.name.as_str() {
            "r" => self.run(element, around, line),
            "ins" | "del" | "moveFrom" | "moveTo" => {
                let around = self.within(element, around);
                self.line(element, &around, line);
            }
            "hyperlink" => {
                let related = self.relations.get(element.told("id"));
                let link = related.map(|related| related.target.clone());
                let around = Around {
                    link: link.or_else(|| around.link.clone()),
                    ..around.clone()
                };
                self.line(element, &around, line);
            }
            "fldSimple" => {
                self.fields.push(Field {
                    asked: element.told("instr").to_owned(),
                    answers: true,
                    ..Field::default()
                });
                self.line(element, around, line);
                self.fields.pop();
            }
            "commentRangeStart" => self.comments.begin(element.told("id")),
            "commentRangeEnd" | "commentReference" => self.end_comment(element.told("id"), line),
            "moveFromRangeStart" | "moveFromRangeEnd" | "moveToRangeStart" | "moveToRangeEnd" => {
                self.moves.mark(element);
            }
            "AlternateContent" => {
                if let Some(branch) = branch(element) {
                    self.line(branch, around, line);
                }
            }
            // A fraction in one line.
            "f" if element.child("num").is_some() => self.fraction(element, around, line),
            name if is_aside(name) => {}
            _ => self.line(element, around, line),
        }
    }

    /// What is around the text of a tracked change.
    fn within<'a>(&self, element: &Element, around: &Around<'a>) -> Around<'a> {
        let own = self.moves.revised(element);
        let is_new = |revised: &Revised| revised.revision.is_new();
        let was_new = around.revised.as_ref().is_some_and(is_new);
        let is_gone = own.as_ref().is_some_and(|own| !is_new(own));
        Around {
            passing: around.passing || (was_new && is_gone),
            revised: own.or_else(|| around.revised.clone()),
            ..around.clone()
        }
    }

    fn end_comment(&mut self, id: &str, line: &mut Line) {
        if let Some(place) = self.comments.end(id) {
            // A comment on no text is about what stands before it.
            match line.runs.last_mut() {
                Some(run) => run.comments.push(place),
                None => line.runs.push(Run {
                    comments: vec![place],
                    ..Run::default()
                }),
            }
        }
    }

    fn run(&mut self, element: &Element, around: &Around<'_>, line: &mut Line) {
        let look = self.styles.run(around.paragraph, element.child("rPr"));
        self.run_pieces(element, &look, around, line);
    }

    fn run_pieces(&mut self, parent: &Element, look: &Look, around: &Around<'_>, line: &mut Line) {
        for element in parent.children() {
            self.run_piece(element, look, around, line);
        }
    }

    fn run_piece(&mut self, element: &Element, look: &Look, around: &Around<'_>, line: &mut Line) {
        let mut say = |text: &str| self.say(text, look, around, line);
        match element.name.as_str() {
            "t" | "delText" => say(&characters(element)),
            "tab" | "ptab" => say("\t"),
            "br" if element.told("type") == "page" => line.new_page = true,
            "br" | "cr" => say("\n"),
            "noBreakHyphen" => say("\u{2011}"),
            "softHyphen" => say("\u{AD}"),
            "sym" => self.symbol(element, look, around, line),
            "instrText" | "delInstrText" => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.answers) {
                    field.asked.push_str(&element.text());
                }
            }
            "fldChar" => self.field(element, look, around, line),
            "footnoteReference" => self.note(false, element, look, around, line),
            "endnoteReference" => self.note(true, element, look, around, line),
            "drawing" | "pict" | "object" => self.drawing(element, line),
            "AlternateContent" => {
                if let Some(branch) = branch(element) {
                    self.run_pieces(branch, look, around, line);
                }
            }
            "ruby" => self.ruby(element, look, around, line),
            // Comments are referred to within runs, and smart tags may hold runs.
            "commentReference" | "r" => self.piece(element, around, line),
            name if is_aside(name) => {}
            _ => self.run_pieces(element, look, around, line),
        }
    }

    /// Says text at the place that is read.
    fn say(&mut self, text: &str, look: &Look, around: &Around<'_>, line: &mut Line) {
        if text.is_empty() {
            return;
        }
        if let Some(field) = self.fields.iter_mut().rev().find(|field| !field.answers) {
            field.unseen.push_str(text);
        } else if look.hidden == Some(true) {
            line.hidden.push_str(text);
        } else if around.passing {
            line.passing.push_str(text);
        } else {
            if let Some(lang) = &look.lang {
                let letters = text.chars().filter(|sign| sign.is_alphabetic()).count();
                *self.languages.entry(lang.clone()).or_default() += letters;
            }
            let run = self.looking(look, around);
            match line.runs.last_mut() {
                Some(last) if is_alike(last, &run) => last.text.push_str(text),
                _ => line.runs.push(Run {
                    text: text.to_owned(),
                    ..run
                }),
            }
        }
    }

    /// A run without characters that looks so.
    fn looking(&mut self, look: &Look, around: &Around<'_>) -> Run {
        let of_field = || self.fields.iter().rev().find_map(Field::link);
        Run {
            text: String::new(),
            strong: look.strong == Some(true),
            stressed: look.stressed == Some(true),
            struck: look.struck == Some(true),
            baseline: look.baseline.unwrap_or_default(),
            link: around.link.clone().or_else(of_field),
            note: None,
            revised: around.revised.clone(),
            comments: self.comments.here(),
        }
    }

    fn field(&mut self, element: &Element, look: &Look, around: &Around<'_>, line: &mut Line) {
        match element.told("fldCharType") {
            "begin" => self.fields.push(Field::begin(element)),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.answers = true;
                }
            }
            _ => {
                let shown = self.fields.pop().and_then(|field| field.shown);
                self.say(&shown.unwrap_or_default(), look, around, line);
            }
        }
    }

    fn symbol(&mut self, element: &Element, look: &Look, around: &Around<'_>, line: &mut Line) {
        let code = u32::from_str_radix(element.told("char"), 16).unwrap_or_default();
        let font = element.told("font");
        match symbols::of_font(font, code) {
            Some(sign) => self.say(&sign.to_string(), look, around, line),
            None => {
                let code = element.told("char");
                self.say("\u{FFFD}", look, around, line);
                let told = say!("a sign of the font `{font}`: {code}", font, code);
                self.unread.push(told);
            }
        }
    }

    fn note(
        &mut self,
        at_end: bool,
        element: &Element,
        look: &Look,
        around: &Around<'_>,
        line: &mut Line,
    ) {
        let note = self.notes.remove(&(at_end, element.told("id").to_owned()));
        let Some(note) = note.filter(|_| !self.in_note) else {
            self.unread.push(say!("a note whose text is missing"));
            return;
        };
        let of_notes = self.of_notes[usize::from(at_end)].clone();
        let relations = std::mem::replace(&mut self.relations, of_notes);
        let fields = std::mem::take(&mut self.fields);
        self.in_note = true;
        let mut text = texts(self.blocks(&note));
        // Between the number of a note and its text stands a space or a tab.
        if let Some(run) = text.first_mut().and_then(|line| line.runs.first_mut()) {
            run.text = run.text.trim_start().to_owned();
        }
        self.looks(&note);
        self.in_note = false;
        (self.relations, self.fields) = (relations, fields);
        let run = self.looking(look, around);
        line.runs.push(Run {
            note: Some(text),
            ..run
        });
    }

    /// Letters with their reading above them: the reading follows in brackets.
    fn ruby(&mut self, element: &Element, look: &Look, around: &Around<'_>, line: &mut Line) {
        if let Some(base) = element.child("rubyBase") {
            self.line(base, around, line);
        }
        if let Some(reading) = element.child("rt") {
            self.say("(", look, around, line);
            self.line(reading, around, line);
            self.say(")", look, around, line);
        }
    }

    fn fraction(&mut self, element: &Element, around: &Around<'_>, line: &mut Line) {
        let parts = ["num", "den"].map(|part| element.child(part));
        for (place, part) in parts.into_iter().flatten().enumerate() {
            if place > 0 {
                let look = self.styles.run(around.paragraph, None);
                self.say("/", &look, around, line);
            }
            self.line(part, around, line);
        }
    }
}

/// Whether two runs differ in their characters only.
fn is_alike(one: &Run, other: &Run) -> bool {
    one.note.is_none()
        && other.note.is_none()
        && (one.strong, one.stressed, one.struck, one.baseline)
            == (other.strong, other.stressed, other.struck, other.baseline)
        && one.link == other.link
        && one.revised == other.revised
        && one.comments == other.comments
}

/// The characters of a text as programs show them: line ends are spaces, and those at the edges
/// count only where they are said to (17.3.3.31).
fn characters(element: &Element) -> String {
    let said = element.nodes.iter().filter_map(|node| match node {
        Node::Text(said) => Some(said.as_str()),
        Node::Element(_) => None,
    });
    let text = said.collect::<String>().replace(['\n', '\r', '\t'], " ");
    if element.told("space") == "preserve" {
        text
    } else {
        text.trim_matches(' ').to_owned()
    }
}

//! A comparison for a person at a terminal.

use super::super::following::Follow;
use super::super::meaning::Difference;
use super::super::words::{Fate, Piece, abridged};
use super::{Told, number, sign};
use crate::diagnostics::say;

/// What the text is shown on.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Whether colours are understood; else signs stand around what is gone and what is new.
    pub coloured: bool,
    /// How many letters a line has room for.
    pub width: usize,
}

pub(super) fn render(told: &Told<'_>, screen: Screen) -> String {
    let mut page = Page {
        told,
        paper: Paper::new(screen),
    };
    page.paper.line(0, &format!("{} → {}", told.old, told.new));
    page.paper.line(0, &told.say(&told.summary()));
    if let Some(caveat) = told.caveat() {
        page.paper.line(0, &told.say(&caveat));
    }
    for (number, one) in told.changes().iter().enumerate() {
        page.paper.text.push('\n');
        page.change(number, one);
        for follow in told.below(number) {
            page.follow(follow);
        }
    }
    let mut of_kind = told.of_kind().peekable();
    if of_kind.peek().is_some() {
        page.paper.text.push('\n');
        page.paper
            .line(0, &told.say(&say!("the kind computes otherwise:")));
        of_kind.for_each(|follow| page.follow(follow));
    }
    page.paper.text
}

struct Page<'a> {
    told: &'a Told<'a>,
    paper: Paper,
}

impl Page<'_> {
    fn change(&mut self, number: usize, one: &Difference) {
        let told = self.told;
        let head = format!(
            "{} {}. {}",
            sign(&one.change.sort),
            number + 1,
            told.name(one)
        );
        let event = Told::event(one).map(|event| format!(" ({})", told.say(&event)));
        let event = event.unwrap_or_default();
        let head = self.paper.styled("1", &head);
        self.paper.line(0, &format!("{head}{event}"));
        let places = told.places(one);
        let places: Vec<String> = places.iter().map(|place| told.say(place)).collect();
        if !places.is_empty() {
            let places = self.paper.styled("2", &places.join(", "));
            self.paper.line(4, &places);
        }
        let words = self.paper.words(&one.words);
        if !words.is_empty() {
            self.paper.line(4, &words);
        }
    }

    fn follow(&mut self, follow: &Follow) {
        let told = self.told;
        let formula = follow
            .formula
            .as_ref()
            .map(|formula| format!(" = {formula}"));
        let others = Told::others(follow).map(|others| format!("; {}", told.say(&others)));
        let words = told.say(&follow.words);
        let value = format!("{} → {}", number(follow.old), number(follow.new));
        let line = format!(
            "↳ {words}: {}{}",
            self.paper.styled("1", &value),
            others.unwrap_or_default()
        );
        self.paper.line(4, &line);
        let name = format!("{}{}", follow.name, formula.unwrap_or_default());
        let name = self.paper.styled("2", &name);
        self.paper.line(6, &name);
    }
}

/// What is told to a person, line by line.
pub(super) struct Paper {
    screen: Screen,
    pub(super) text: String,
}

impl Paper {
    pub(super) fn new(screen: Screen) -> Self {
        Self {
            screen,
            text: String::new(),
        }
    }

    /// Pieces of a text; what is gone and what is new is marked.
    pub(super) fn words(&self, pieces: &[Piece]) -> String {
        let marked = abridged(pieces).into_iter().map(|Piece { fate, text }| {
            let (colour, marks) = match fate {
                Fate::Kept => return text,
                // Struck out and underlined: a colour alone is not seen by all.
                Fate::Gone => ("9;31", ("[-", "-]")),
                Fate::New => ("4;32", ("{+", "+}")),
            };
            if self.screen.coloured {
                self.styled(colour, &text)
            } else {
                format!("{}{text}{}", marks.0, marks.1)
            }
        });
        marked.collect()
    }

    pub(super) fn styled(&self, style: &str, text: &str) -> String {
        if self.screen.coloured {
            // At each space anew: a line may be broken there.
            let words = text
                .split(' ')
                .map(|word| format!("\u{1b}[{style}m{word}\u{1b}[0m"));
            words
                .collect::<Vec<_>>()
                .join(&format!("\u{1b}[{style}m \u{1b}[0m"))
        } else {
            text.to_owned()
        }
    }

    /// Adds a text, broken into lines where it is too long, each after so many spaces.
    pub(super) fn line(&mut self, indent: usize, text: &str) {
        let room = self.screen.width.saturating_sub(indent).max(20);
        let (mut line, mut used) = (String::new(), 0);
        let mut lines = Vec::new();
        for word in text.split(' ') {
            let wide = width(word);
            if used > 0 && used + 1 + wide > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += wide;
        }
        lines.push(line);
        for (number, line) in lines.iter().enumerate() {
            let more = if number > 0 && indent == 0 { 4 } else { 0 };
            let line = format!("{}{line}", " ".repeat(indent + more));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}

/// How many places of a terminal a word takes, without the codes of colours.
fn width(word: &str) -> usize {
    let mut in_code = false;
    let seen = word.chars().filter(|sign| {
        let is_code = in_code || *sign == '\u{1b}';
        in_code = is_code && *sign != 'm';
        !is_code
    });
    seen.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_colours_take_no_place() {
        assert_eq!(width("\u{1b}[1mžym\u{1b}[0m"), 3);
        assert_eq!(width("mm"), 2);
    }
}

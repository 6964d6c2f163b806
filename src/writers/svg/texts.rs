//! Texts: the words of one part of a page as one text of SVG, so that a browser finds and copies
//! them over the ends of lines.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::fonts::family;
use super::words::{Word, Words};
use crate::document::Lang;
use crate::kind::style::{Colour, Font};
use crate::layout::page::GlyphRun;
use crate::length::Length;
use crate::writers::drawing::number;

/// How words look, and the language that they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look<'a> {
    pub(super) font: Font,
    pub(super) size: Length,
    /// Black if there is none.
    pub(super) colour: Option<Colour>,
    pub(super) lang: &'a Lang,
}

impl Look<'_> {
    /// The attributes in which a look differs from the one around it.
    fn attributes(&self, around: &Self, out: &mut String) {
        if self.font != around.font {
            let _ = write!(out, " font-family=\"{}\"", family(self.font));
        }
        if self.size != around.size {
            let _ = write!(out, " font-size=\"{}\"", number(self.size));
        }
        if self.colour != around.colour {
            let fill = self.colour.map_or("#000".to_owned(), hex);
            let _ = write!(out, " fill=\"{fill}\"");
        }
        if self.lang != around.lang {
            let _ = write!(out, " lang=\"{}\"", escape(&**self.lang));
        }
    }
}

/// A colour in the words of SVG.
pub(super) fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text that grows run by run.
pub(super) struct Text<'a> {
    look: Look<'a>,
    /// The baseline of the last run, where it ends, and the last sign.
    y: Length,
    end: Length,
    words: String,
    /// What is drawn over it.
    outlines: String,
    /// Whether a screen reader passes over it.
    is_passed: bool,
}

impl<'a> Text<'a> {
    /// A text without words, in which most has this look; a screen reader may pass over it.
    pub(super) fn new(look: Look<'a>, is_passed: bool) -> Self {
        let (y, end) = (Length::milli(i64::MIN / 4), Length::ZERO);
        let (words, outlines) = (String::new(), String::new());
        Self {
            look,
            y,
            end,
            words,
            outlines,
            is_passed,
        }
    }

    /// Adds a run. What stands apart on the same line is another word.
    pub(super) fn add(&mut self, run: &GlyphRun, look: &Look<'a>, words: &mut Words<'_>) {
        let is_apart = run.y == self.y && run.x > self.end + run.size / 5;
        if is_apart && !self.words.ends_with(" </tspan>") {
            self.words.push_str("<tspan> </tspan>");
        }
        for word in words.of(run, look.lang) {
            self.word(&word, run.y, look);
        }
        let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        self.end = run.x + width;
    }

    fn word(&mut self, word: &Word, y: Length, look: &Look<'a>) {
        let _ = write!(self.words, "<tspan x=\"{}\"", number(word.x));
        if y != self.y {
            let _ = write!(self.words, " y=\"{}\"", number(y));
            self.y = y;
        }
        look.attributes(&self.look, &mut self.words);
        if !word.outline.is_empty() {
            // It can be marked and clicked on, as text without any fill could not.
            self.words.push_str(" fill-opacity=\"0\"");
            let _ = write!(self.outlines, "<path d=\"{}\"", word.outline);
            if let Some(colour) = look.colour {
                let _ = write!(self.outlines, " fill=\"{}\"", hex(colour));
            }
            self.outlines.push_str("/>");
        }
        let _ = write!(self.words, ">{}</tspan>", escape(&word.text));
    }

    /// Writes the text, which stands among what has the look `around`.
    pub(super) fn write(self, around: &Look<'a>, out: &mut String) {
        if self.words.is_empty() {
            return;
        }
        out.push_str("<text");
        if self.is_passed {
            out.push_str(" aria-hidden=\"true\"");
        }
        self.look.attributes(around, out);
        let _ = write!(out, ">{}</text>{}", self.words, self.outlines);
    }
}

//! Texts of content as markup: Markdown, and what stands in braces.
//!
//! A figure may hold signs that Markdown knows, and Markdown may stand in the words of another
//! language. So what stands in braces is printed first, with marks where a language or a reference
//! begins and ends; then Markdown is read; then the marks become attributes and links of the
//! pieces, so that emphasis may begin inside a language and end outside of it.

use std::borrow::Cow;

use tera::Value;

use super::marked::AT;
use super::values::Viewer;
use crate::content::inline;
use crate::content::markdown::{self, Part, Piece};
use crate::figures::Inline;
use crate::source::Span;

/// A language begins; its tag follows up to [`SAID`]. No text holds these characters: see
/// [`control_character`](crate::content::control_character).
const LANGUAGE: char = '\u{fdd0}';
/// A reference begins; its id follows up to [`SAID`].
const REFERENCE: char = '\u{fdd1}';
/// Here ends what follows the two.
const SAID: char = '\u{fdd2}';
/// What began last ends.
const END: char = '\u{fdd3}';
/// The number of a reference begins.
const NUMBER: char = '\u{fdd4}';

impl Viewer<'_> {
    /// One line of Markdown with its figures.
    pub(super) fn line(&self, text: &str, span: Span) -> Value {
        let text = self.filled(text, span);
        Value::safe_string(&markup(&markdown::line(&text), span))
    }

    /// Paragraphs and lists of Markdown with their figures.
    pub(super) fn paragraphs(&self, text: &str, span: Span) -> Value {
        let text = self.filled(text, span);
        Value::safe_string(&markup(&markdown::blocks(&text), span))
    }

    /// The characters of a line with its figures, without its markup and its notes.
    pub(super) fn plain(&self, text: &str, span: Span) -> String {
        let filled = markdown::plain(&self.filled(text, span));
        let mut words = String::with_capacity(filled.len());
        for (index, part) in filled.split([LANGUAGE, REFERENCE]).enumerate() {
            // What a mark says is not printed.
            let said = part.split_once(SAID).filter(|_| index > 0);
            words.extend(said.map_or(part, |(_, words)| words).split([END, NUMBER]));
        }
        // A space that holds words together on a page says nothing where there are no lines.
        words.replace('\u{a0}', " ")
    }

    /// A text with the figures and references in it printed, and its languages marked.
    fn filled<'t>(&self, text: &'t str, span: Span) -> Cow<'t, str> {
        if !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let found = self.figures.texts.get(&span);
        let mut inlines = found.map(Vec::as_slice).unwrap_or_default().iter();
        let mut out = String::with_capacity(text.len());
        for piece in inline::pieces(text) {
            match piece {
                inline::Piece::Words(words) => out.push_str(words),
                inline::Piece::Language { lang, .. } => {
                    out.extend([LANGUAGE]);
                    out.push_str(&lang);
                    out.push(SAID);
                }
                inline::Piece::End { .. } => out.push(END),
                // A text of a file has no figures: what looks like one is only braces.
                inline::Piece::Figure { range, .. } | inline::Piece::Reference { range, .. }
                    if found.is_none() =>
                {
                    out.push_str(&text[range]);
                }
                inline::Piece::Figure { .. } => self.figure(inlines.next(), &mut out),
                inline::Piece::Reference { id, .. } => {
                    self.reference(id, inlines.next(), &mut out);
                }
            }
        }
        Cow::Owned(out)
    }

    fn figure(&self, figure: Option<&Inline>, out: &mut String) {
        // What cannot be printed was told as an error.
        if let Some(Inline::Figure(value)) = figure {
            let nothing = || self.forms.nothing();
            out.push_str(&value.map_or_else(nothing, |value| self.forms.number(value)));
        }
    }

    fn reference(&self, id: &str, reference: Option<&Inline>, out: &mut String) {
        let (path, number) = match reference {
            Some(Inline::Table(number)) => ("references.table", number),
            Some(Inline::Chart(number)) => ("references.chart", number),
            _ => return,
        };
        let number = format!("{NUMBER}{number}{END}");
        if self.is_guest {
            // The number alone would be that of another table here.
            return out.push_str(id);
        }
        let words = self.forms.fill(path, &[("number", &number)]);
        out.extend([REFERENCE]);
        out.push_str(id);
        out.push(SAID);
        out.push_str(&words);
        out.push(END);
    }
}

/// Markdown in the words of our markup, every text with the place of the whole.
fn markup(pieces: &[Piece], span: Span) -> String {
    let mut writer = Writer {
        out: String::new(),
        place: span.token(),
        open: Vec::new(),
        links: 0,
    };
    for piece in pieces {
        writer.piece(piece);
    }
    writer.out
}

struct Writer {
    out: String,
    /// The place of the whole, as it is written.
    place: String,
    /// The languages and references that are open.
    open: Vec<Open>,
    /// How many links of Markdown are open.
    links: usize,
}

/// What began and has not ended.
enum Open {
    /// A language.
    Language(String),
    /// A reference that is a link.
    Link,
    /// The number of such a reference.
    Number,
    /// A reference within a link, or its number.
    Nothing,
}

impl Writer {
    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Break => self.out.push_str("<br/>"),
            Piece::Open(part) => {
                self.links += usize::from(matches!(part, Part::Link(_)));
                self.opening(part);
            }
            Piece::Close(part) => {
                self.links -= usize::from(matches!(part, Part::Link(_)));
                self.out += &format!("</{}>", element(part));
            }
        }
    }

    fn opening(&mut self, part: &Part) {
        let place = &self.place;
        self.out += &match part {
            Part::List(Some(start)) => format!("<ol start=\"{start}\">"),
            Part::Link(to) => {
                let to = escaped(&without_marks(to));
                format!("<a {AT}=\"{place}\" href=\"{to}\">")
            }
            Part::Note => format!("<footnote {AT}=\"{place}\">"),
            part => format!("<{}>", element(part)),
        };
    }

    /// Text with marks in it.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find([LANGUAGE, REFERENCE, NUMBER, END]) {
            self.words(&rest[..at]);
            let mut chars = rest[at..].chars();
            let mark = chars.next();
            rest = chars.as_str();
            if mark == Some(END) {
                self.end();
                continue;
            }
            if mark == Some(NUMBER) {
                self.number();
                continue;
            }
            let (said, words) = rest.split_once(SAID).unwrap_or((rest, ""));
            rest = words;
            if mark == Some(LANGUAGE) {
                self.open.push(Open::Language(said.to_owned()));
            } else if self.links > 0 {
                self.open.push(Open::Nothing);
            } else {
                self.out += &format!("<a {AT}=\"{}\" href=\"#{said}\">", self.place);
                self.open.push(Open::Link);
            }
        }
        self.words(rest);
    }

    fn number(&mut self) {
        if let Some(Open::Link) = self.open.last() {
            self.out.push_str("<number>");
            self.open.push(Open::Number);
        } else {
            self.open.push(Open::Nothing);
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Link) => self.out.push_str("</a>"),
            Some(Open::Number) => self.out.push_str("</number>"),
            Some(Open::Language(_) | Open::Nothing) | None => {}
        }
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let language = self.open.iter().rev().find_map(|open| match open {
            Open::Language(tag) => Some(tag.as_str()),
            Open::Link | Open::Number | Open::Nothing => None,
        });
        words_at(words, &self.place, language, &mut self.out);
    }
}

/// An address without the marks of what is no language or reference in it.
fn without_marks(to: &str) -> String {
    let marks = [LANGUAGE, REFERENCE, SAID, NUMBER, END];
    to.chars().filter(|c| !marks.contains(c)).collect()
}

fn element(part: &Part) -> &'static str {
    match part {
        Part::Paragraph => "p",
        Part::List(None) => "ul",
        Part::List(Some(_)) => "ol",
        Part::Item => "li",
        Part::Emphasis => "em",
        Part::Strong => "strong",
        Part::Link(_) => "a",
        Part::Note => "footnote",
    }
}

/// Words that stand for the value at a place.
pub(super) fn printed(text: &str, span: Span) -> Value {
    let mut out = String::new();
    words_at(text, &span.token(), None, &mut out);
    Value::safe_string(&out)
}

fn words_at(text: &str, place: &str, language: Option<&str>, out: &mut String) {
    out.push_str("<t ");
    out.push_str(AT);
    out.push_str("=\"");
    out.push_str(place);
    if let Some(tag) = language {
        out.push_str("\" lang=\"");
        out.push_str(tag);
    }
    out.push_str("\">");
    out.push_str(&escaped(text));
    out.push_str("</t>");
}

/// Text as it stands between tags and in attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    // Writing to memory cannot fail, and what is escaped is still UTF-8.
    let _ = tera::escape_html(text, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

//! Markdown in content: emphasis, links, notes, paragraphs and lists.
//!
//! The only file that knows the Markdown library. CommonMark with notes: `word^[the note]` (see
//! [`super::notes`]) everywhere; and where there are paragraphs, also `word[^name]` with a paragraph
//! `[^name]: the note`. HTML is text, so that `<` in a plan prints as it was written.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::notes;

mod faults;

pub use faults::{Fault, faults, faults_of_line};

/// A piece of Markdown in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Something opens.
    Open(Part),
    /// The same closes.
    Close(Part),
    /// Characters.
    Text(String),
    /// The line ends here.
    Break,
}

/// What may open and close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Paragraph,
    /// A list; with the first number if it is numbered.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// Italic.
    Emphasis,
    /// Bold.
    Strong,
    /// A link and where it leads.
    Link(String),
    /// A footnote, at the place of its sign.
    Note,
}

/// A character that nobody sees: with it before a line, the line is no list, heading or code.
const GUARD: char = '\u{2060}';

/// Reads one line: emphasis, links and notes. Line ends are spaces; `1.`, `-` and `#` at its start
/// are characters like others.
#[must_use]
pub fn line(text: &str) -> Vec<Piece> {
    let words: Vec<&str> = text
        .split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect();
    // As an entity, the guard counts as punctuation where the rules of emphasis look at it.
    let guarded = format!("&#x2060;{}", words.join(" "));
    let mut pieces = with_notes(&guarded, |text| pieces(text, Options::empty()));
    pieces.retain(|piece| !is_paragraph(piece));
    for piece in &mut pieces {
        if let Piece::Text(text) = piece {
            text.retain(|c| c != GUARD);
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    pieces
}

/// The characters of a line without its markup and its notes.
#[must_use]
pub fn plain(text: &str) -> String {
    let (mut plain, mut notes) = (String::new(), 0_usize);
    for piece in line(text) {
        match piece {
            Piece::Open(Part::Note) => notes += 1,
            Piece::Close(Part::Note) => notes = notes.saturating_sub(1),
            Piece::Text(text) if notes == 0 => plain.push_str(&text),
            _ => {}
        }
    }
    plain
}

/// Reads paragraphs and lists.
#[must_use]
pub fn blocks(text: &str) -> Vec<Piece> {
    with_notes(text, |text| pieces(text, WITH_NOTES))
}

/// What stands for a note while the text around it is read: two characters that no text holds, with
/// its number between. The first is an entity, since what follows it counts as punctuation.
const NOTE: (&str, char, char) = ("&#xFDD4;", '\u{fdd4}', '\u{fdd5}');

/// Reads a text and puts its notes, each read as a line, back where they were.
fn with_notes(text: &str, read: impl Fn(&str) -> Vec<Piece>) -> Vec<Piece> {
    let (text, notes) = notes::take(text, |number| format!("{}{number}{}", NOTE.0, NOTE.2));
    let pieces = read(&text);
    if notes.is_empty() {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) => put_back(&text, &notes, &mut out),
            Piece::Open(Part::Link(to)) => out.push(Piece::Open(Part::Link(written(&to, &notes)))),
            Piece::Close(Part::Link(to)) => {
                out.push(Piece::Close(Part::Link(written(&to, &notes))));
            }
            piece => out.push(piece),
        }
    }
    out
}

/// A text with the marks of notes in it, as pieces.
fn put_back(text: &str, notes: &[&str], out: &mut Vec<Piece>) {
    for (words, note) in marked(text) {
        if !words.is_empty() {
            out.push(Piece::Text(words.to_owned()));
        }
        if let Some(note) = note.and_then(|note| notes.get(note)) {
            out.push(Piece::Open(Part::Note));
            out.extend(line(note));
            out.push(Piece::Close(Part::Note));
        }
    }
}

/// An address in which a note seems to stand, as it was written.
fn written(to: &str, notes: &[&str]) -> String {
    let mut out = String::with_capacity(to.len());
    for (words, note) in marked(to) {
        out.push_str(words);
        if let Some(note) = note.and_then(|note| notes.get(note)) {
            out += &format!("^[{note}]");
        }
    }
    out
}

/// The words before every mark of a note with its number, and those after the last.
fn marked(text: &str) -> Vec<(&str, Option<usize>)> {
    let mut parts = text.split(NOTE.2);
    let last = parts.next_back().unwrap_or_default();
    let mut marked: Vec<(&str, Option<usize>)> = parts
        .map(|part| {
            let (words, number) = part.rsplit_once(NOTE.1).unwrap_or((part, ""));
            (words, number.parse().ok())
        })
        .collect();
    marked.push((last, None));
    marked
}

/// The options for texts that may have paragraphs of notes.
const WITH_NOTES: Options = Options::ENABLE_FOOTNOTES;

fn is_paragraph(piece: &Piece) -> bool {
    matches!(
        piece,
        Piece::Open(Part::Paragraph) | Piece::Close(Part::Paragraph)
    )
}

/// Reads Markdown; the notes that stand in paragraphs of their own come where they are named.
fn pieces(text: &str, options: Options) -> Vec<Piece> {
    let Read { text, notes, named } = read(text, options);
    if named.is_empty() {
        return text;
    }
    let mut named = named.into_iter().peekable();
    let mut pieces = Vec::with_capacity(text.len());
    for (index, piece) in text.into_iter().enumerate() {
        pieces.push(piece);
        if let Some((_, name)) = named.next_if(|(at, _)| *at == index) {
            let note = notes.get(&name).into_iter().flatten();
            pieces.extend(note.filter(|piece| !is_paragraph(piece)).cloned());
        }
    }
    pieces
}

/// What Markdown is divided into.
#[derive(Default)]
struct Read {
    /// The pieces of the text itself.
    text: Vec<Piece>,
    /// Those of each note that has a name.
    notes: BTreeMap<String, Vec<Piece>>,
    /// Where in the text a note with a name opens.
    named: Vec<(usize, String)>,
}

fn read(text: &str, options: Options) -> Read {
    let mut read = Read::default();
    let mut note: Option<String> = None;
    for event in Parser::new_ext(text, options) {
        let pieces = match &note {
            Some(name) => read.notes.entry(name.clone()).or_default(),
            None => &mut read.text,
        };
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => note = Some(name.to_string()),
            Event::End(TagEnd::FootnoteDefinition) => note = None,
            Event::FootnoteReference(name) if note.is_none() => {
                read.named.push((pieces.len(), name.to_string()));
                pieces.extend([Piece::Open(Part::Note), Piece::Close(Part::Note)]);
            }
            Event::Start(tag) => pieces.extend(opened(&tag).map(Piece::Open)),
            Event::End(tag) => {
                let closed = closed(tag, pieces).map(Piece::Close);
                pieces.extend(closed);
            }
            Event::Text(text) => add(pieces, &text),
            // No markup here: it stands as it was written. So must the mark of a note in it.
            Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                add(
                    pieces,
                    &text.replace(NOTE.0, NOTE.1.encode_utf8(&mut [0; 4])),
                );
            }
            Event::SoftBreak => add(pieces, &CowStr::Borrowed(" ")),
            Event::HardBreak => pieces.push(Piece::Break),
            _ => {}
        }
    }
    read
}

/// Adds characters to the text before them, so that a word is one piece.
fn add(pieces: &mut Vec<Piece>, more: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push_str(more),
        _ => pieces.push(Piece::Text(more.to_owned())),
    }
}

fn opened(tag: &Tag<'_>) -> Option<Part> {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => Some(Part::Paragraph),
        Tag::List(start) => Some(Part::List(*start)),
        Tag::Item => Some(Part::Item),
        Tag::Emphasis => Some(Part::Emphasis),
        Tag::Strong => Some(Part::Strong),
        Tag::Link { dest_url, .. } => Some(Part::Link(dest_url.to_string())),
        _ => None,
    }
}

fn closed(tag: TagEnd, pieces: &[Piece]) -> Option<Part> {
    match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => Some(Part::Paragraph),
        TagEnd::Item => Some(Part::Item),
        TagEnd::Emphasis => Some(Part::Emphasis),
        TagEnd::Strong => Some(Part::Strong),
        TagEnd::List(_) | TagEnd::Link => still_open(tag, pieces),
        _ => None,
    }
}

/// The list or link that closes: it was opened last and not closed yet.
fn still_open(tag: TagEnd, pieces: &[Piece]) -> Option<Part> {
    let is_list = matches!(tag, TagEnd::List(_));
    let mut closed = 0;
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Close(Part::List(_)) if is_list => closed += 1,
            Piece::Open(part @ Part::List(_)) if is_list => {
                if closed == 0 {
                    return Some(part.clone());
                }
                closed -= 1;
            }
            Piece::Open(part @ Part::Link(_)) if !is_list => return Some(part.clone()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Open(part) => format!("<{part:?}>"),
            Piece::Close(part) => format!("</{part:?}>"),
            Piece::Text(text) => text.clone(),
            Piece::Break => "|".to_owned(),
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn a_line_is_never_a_block() {
        for text in [
            "4. Vykdyti planą",
            "- ne sąrašas",
            "# ne antraštė",
            "> ne citata",
            "[a]: b",
            "1 < 2 && {{ x }}",
        ] {
            assert_eq!(words(&line(text)), text);
        }
        assert_eq!(words(&line("    ne\n\n  kodas ")), "ne kodas");
        assert_eq!(
            words(&line("7 * 8, <b>ne HTML</b>")),
            "7 * 8, <b>ne HTML</b>"
        );
    }

    #[test]
    fn emphasis_and_links_are_read() {
        assert_eq!(
            words(&line("*„Knyga“* ir **dar**")),
            "<Emphasis>„Knyga“</Emphasis> ir <Strong>dar</Strong>"
        );
        assert_eq!(
            words(&line("žr. [svetainę](https://www.example.org/a_b)")),
            "žr. <Link(\"https://www.example.org/a_b\")>svetainę</Link(\"https://www.example.org/a_b\")>"
        );
    }

    #[test]
    fn notes_stand_where_their_sign_is() {
        assert_eq!(
            words(&line("**„Knyga“**^[Tai *„Knyga“*.] ir 7^[a]^[b]")),
            "<Strong>„Knyga“</Strong><Note>Tai <Emphasis>„Knyga“</Emphasis>.</Note> ir 7<Note>a</Note><Note>b</Note>"
        );
        assert_eq!(
            words(&line("*a^[b* c]* \\^[d] ^[e")),
            "<Emphasis>a<Note>b* c</Note></Emphasis> ^[d] ^[e"
        );
        assert_eq!(words(&line("<i a=\"^[b]\">")), "<i a=\"<Note>b</Note>\">");
        assert_eq!(
            words(&line("[a](x^[b])")),
            "<Link(\"x^[b]\")>a</Link(\"x^[b]\")>"
        );
        assert_eq!(
            words(&blocks(
                "A[^1] ir *b[^x]*.\n\n[^1]: Pirma\n  *pastaba*.\n[^x]: Antra.\n\nC."
            )),
            "<Paragraph>A<Note>Pirma <Emphasis>pastaba</Emphasis>.</Note> ir <Emphasis>b<Note>Antra.</Note></Emphasis>.</Paragraph><Paragraph>C.</Paragraph>"
        );
        assert_eq!(plain("a^[b *c*] d"), "a d");
    }

    #[test]
    fn blocks_are_paragraphs_and_lists() {
        let text = "Viena\npastraipa.\n\n- a\n- b\n  1. c\n";
        assert_eq!(
            words(&blocks(text)),
            "<Paragraph>Viena pastraipa.</Paragraph><List(None)><Item>a</Item><Item>b<List(Some(1))><Item>c</Item></List(Some(1))></Item></List(None)>"
        );
        assert_eq!(faults("# A\n\n---\n\n# B\n").len(), 3);
    }
}

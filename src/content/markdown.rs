//! Markdown in content: emphasis, links, paragraphs and lists.
//!
//! The only file that knows the Markdown library. CommonMark without extensions; HTML is text,
//! so that `<` in a plan prints as it was written.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

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
}

/// A character that nobody sees: with it before a line, the line is no list, heading or code.
const GUARD: char = '\u{2060}';

/// Reads one line: emphasis and links. Line ends are spaces; `1.`, `-` and `#` at its start are
/// characters like others.
#[must_use]
pub fn line(text: &str) -> Vec<Piece> {
    let words: Vec<&str> = text
        .split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect();
    // As an entity, the guard counts as punctuation where the rules of emphasis look at it.
    let guarded = format!("&#x2060;{}", words.join(" "));
    let mut pieces = pieces(&guarded);
    pieces.retain(|piece| {
        !matches!(
            piece,
            Piece::Open(Part::Paragraph) | Piece::Close(Part::Paragraph)
        )
    });
    for piece in &mut pieces {
        if let Piece::Text(text) = piece {
            text.retain(|c| c != GUARD);
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    pieces
}

/// The characters of a line without its markup.
#[must_use]
pub fn plain(text: &str) -> String {
    let pieces = line(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        _ => String::new(),
    });
    pieces.collect()
}

/// Reads paragraphs and lists.
#[must_use]
pub fn blocks(text: &str) -> Vec<Piece> {
    pieces(text)
}

/// What the text has that a document has no place for, each in words for a message.
#[must_use]
pub fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let fault = match event {
            Event::Start(Tag::Heading { .. }) => "a heading cannot stand in a text",
            Event::Start(Tag::CodeBlock(_)) => {
                "an indented or fenced block of code cannot stand in a text"
            }
            Event::Start(Tag::BlockQuote(_)) => "a quotation block cannot stand in a text",
            Event::Start(Tag::Image { .. }) => "a picture cannot stand in a text",
            Event::Rule => "a rule cannot stand in a text",
            _ => continue,
        };
        let line = text[range].lines().next().unwrap_or_default();
        let start: String = line.trim().chars().take(40).collect();
        faults.push(format!("{fault}: `{start}`"));
    }
    faults
}

/// Whether a line has a picture; whatever else a line may have is characters.
#[must_use]
pub fn has_picture(text: &str) -> bool {
    let is_picture = |event| matches!(event, Event::Start(Tag::Image { .. }));
    text.contains("![") && Parser::new_ext(text, Options::empty()).any(is_picture)
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(tag) => pieces.extend(opened(&tag).map(Piece::Open)),
            Event::End(tag) => pieces.extend(closed(tag, &pieces).map(Piece::Close)),
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                add(&mut pieces, &text);
            }
            Event::SoftBreak => add(&mut pieces, &CowStr::Borrowed(" ")),
            Event::HardBreak => pieces.push(Piece::Break),
            _ => {}
        }
    }
    pieces
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
    fn blocks_are_paragraphs_and_lists() {
        let text = "Viena\npastraipa.\n\n- a\n- b\n  1. c\n";
        assert_eq!(
            words(&blocks(text)),
            "<Paragraph>Viena pastraipa.</Paragraph><List(None)><Item>a</Item><Item>b<List(Some(1))><Item>c</Item></List(Some(1))></Item></List(None)>"
        );
        assert_eq!(faults("# A\n\n---\n\n# B\n").len(), 3);
    }
}

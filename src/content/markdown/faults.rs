//! What Markdown may hold that a document has no place for.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Part, Piece, WITH_NOTES, blocks};
use crate::content::{inline, notes};
use crate::diagnostics::{Message, say};

/// Something that a document has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is, in words for a message.
    pub message: Message,
    /// The bytes that it is about, if it is not about the whole.
    pub range: Option<Range<usize>>,
    /// What can be done.
    pub hint: Message,
}

impl Fault {
    fn new(message: Message, range: Option<Range<usize>>, hint: Message) -> Self {
        Self {
            message,
            range,
            hint,
        }
    }
}

/// What a text has that a document has no place for.
#[must_use]
pub fn faults(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (event, range) in Parser::new_ext(text, WITH_NOTES).into_offset_iter() {
        let fault = match event {
            Event::Start(Tag::Heading { .. }) => say!("a heading cannot stand in a text"),
            Event::Start(Tag::CodeBlock(_)) => {
                say!("an indented or fenced block of code cannot stand in a text")
            }
            Event::Start(Tag::BlockQuote(_)) => say!("a quotation block cannot stand in a text"),
            Event::Start(Tag::Image { .. }) => say!("a picture cannot stand in a text"),
            Event::Rule => say!("a rule cannot stand in a text"),
            _ => continue,
        };
        let message = say!("{fault}: `{words}`", fault, words = start(&text[range]));
        faults.push(Fault::new(
            message,
            None,
            say!("write it as paragraphs and lists"),
        ));
    }
    if text.contains("[^") {
        named_notes(text, &mut faults);
    }
    notes_in_place(text, &mut faults);
    languages(text, &mut faults);
    faults
}

/// What a line has that a document has no place for; whatever else it may have is characters.
#[must_use]
pub fn faults_of_line(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let is_picture = |event| matches!(event, Event::Start(Tag::Image { .. }));
    if text.contains("![") && Parser::new_ext(text, Options::empty()).any(is_picture) {
        let message = say!("a picture cannot stand in a text");
        faults.push(Fault::new(message, None, say!("write `!` apart from `[`")));
    }
    for range in names(text) {
        let message = say!(
            "a line has no room for the note `{name}`",
            name = text[range.clone()]
        );
        let hint = say!("write it where it belongs: `^[the note]`");
        faults.push(Fault::new(message, Some(range), hint));
    }
    notes_in_place(text, &mut faults);
    languages(text, &mut faults);
    faults
}

/// Tells words in another language that never end.
fn languages(text: &str, faults: &mut Vec<Fault>) {
    for range in inline::unclosed(text) {
        let words = start(&text[range.start..]);
        let message = say!(
            "the words `{words}` of another language are never closed",
            words
        );
        let hint = say!("write `}}` after them, or `\\{{` for the brace itself");
        faults.push(Fault::new(message, Some(range), hint));
    }
}

/// Tells notes `^[…]` that are not as a document can have them.
fn notes_in_place(text: &str, faults: &mut Vec<Fault>) {
    let found = notes::all(text);
    let has_notes = !found.is_empty();
    // What follows in the paragraph is a part of a note that is never closed.
    let mut unclosed: Option<usize> = None;
    for note in found {
        let inside = match note {
            Ok(inside) => inside,
            Err(at) => {
                if unclosed.is_none_or(|last| text[last..at].contains("\n\n")) {
                    let words = start(&text[at..]);
                    let message = say!("the note `{words}` is never closed", words);
                    let hint = say!("write `]` after it, or `\\^[` for the signs themselves");
                    faults.push(Fault::new(message, Some(at..at + words.len()), hint));
                }
                unclosed = Some(at);
                continue;
            }
        };
        let whole = Some(inside.start - 2..inside.end + 1);
        let words = &text[inside];
        if words.trim().is_empty() {
            faults.push(Fault::new(
                say!("a note is empty"),
                whole,
                say!("write `^[the note]`"),
            ));
        } else if !notes::all(words).is_empty() || !names(words).is_empty() {
            faults.push(in_note(whole));
        }
    }
    if has_notes || text.contains("[^") {
        faults.extend(is_note_in_link(text).then(|| {
            let hint = say!("write the note after the link");
            Fault::new(say!("a note cannot stand in a link"), None, hint)
        }));
    }
}

fn in_note(range: Option<Range<usize>>) -> Fault {
    Fault::new(
        say!("a note cannot stand in a note"),
        range,
        say!("write one note"),
    )
}

fn is_note_in_link(text: &str) -> bool {
    let mut links = 0_usize;
    blocks(text).iter().any(|piece| {
        match piece {
            Piece::Open(Part::Link(_)) => links += 1,
            Piece::Close(Part::Link(_)) => links = links.saturating_sub(1),
            _ => {}
        }
        links > 0 && *piece == Piece::Open(Part::Note)
    })
}

/// Tells notes `[^name]` that are not there, are not named or are named twice, or hold more than a
/// note can.
fn named_notes(text: &str, faults: &mut Vec<Fault>) {
    let mut notes = Named::default();
    for (event, range) in Parser::new_ext(text, WITH_NOTES).into_offset_iter() {
        notes.event(&event, range, faults);
    }
    for (name, sign) in &notes.written {
        if !notes.references.contains_key(name) {
            let message = say!("nothing refers to the note `[^{name}]`", name);
            let hint = say!("write its name where it belongs, or leave the note out");
            faults.push(Fault::new(message, Some(sign.clone()), hint));
        }
    }
    for range in names(text) {
        if !notes.signs.contains(&range.start) {
            let name = &text[range.clone()];
            let message = say!("the note `{name}` is not there", name);
            let hint = say!("write it in a paragraph of its own: `[^name]: the note`");
            faults.push(Fault::new(message, Some(range), hint));
        }
    }
}

/// The notes with names that were met.
#[derive(Default)]
struct Named {
    /// Where each is written.
    written: BTreeMap<String, Range<usize>>,
    /// How often each is referred to.
    references: BTreeMap<String, usize>,
    /// Where the signs of all stand.
    signs: Vec<usize>,
    /// The sign of the note that is read, and how many paragraphs it has.
    open: Option<(Range<usize>, usize)>,
}

impl Named {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>, faults: &mut Vec<Fault>) {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let sign = range.start..range.start + name.len() + 3;
                self.signs.push(sign.start);
                self.open = Some((sign.clone(), 0));
                if self
                    .written
                    .insert(name.to_string(), sign.clone())
                    .is_some()
                {
                    let message = say!(
                        "the note `[^{name}]` is written twice",
                        name = name.as_ref()
                    );
                    let hint = say!("give one of them another name");
                    faults.push(Fault::new(message, Some(sign), hint));
                }
            }
            Event::End(TagEnd::FootnoteDefinition) => self.open = None,
            Event::FootnoteReference(name) => {
                self.signs.push(range.start);
                if self.open.is_some() {
                    faults.push(in_note(Some(range.clone())));
                }
                let times = self.references.entry(name.to_string()).or_default();
                *times += 1;
                if *times == 2 {
                    let message = say!(
                        "the note `[^{name}]` is referred to twice",
                        name = name.as_ref()
                    );
                    let hint = say!("write it twice, each under a name of its own");
                    faults.push(Fault::new(message, Some(range), hint));
                }
            }
            Event::Start(Tag::Paragraph | Tag::List(_)) => self.block(event, faults),
            _ => {}
        }
    }

    /// A note is one paragraph.
    fn block(&mut self, event: &Event<'_>, faults: &mut Vec<Fault>) {
        let Some((sign, blocks)) = &mut self.open else {
            return;
        };
        *blocks += 1;
        let is_list = matches!(event, Event::Start(Tag::List(_)));
        if *blocks == 2 || (*blocks == 1 && is_list) {
            // No second message for the same note.
            *blocks = 2;
            let message = say!("a note is one paragraph");
            let hint = say!("write it as one paragraph");
            faults.push(Fault::new(message, Some(sign.clone()), hint));
        }
    }
}

/// Whatever is written as `[^name]`.
fn names(text: &str) -> Vec<Range<usize>> {
    let found = text.match_indices("[^").filter_map(|(at, _)| {
        let name = &text[at + 2..];
        // No name holds these, and the search ends early.
        let length = name.find(|c: char| c.is_whitespace() || matches!(c, '[' | ']'))?;
        let is_name = length > 0 && name[length..].starts_with(']');
        let is_meant = !text[..at].ends_with(['\\', '^']);
        (is_name && is_meant).then_some(at..at + 2 + length + 1)
    });
    found.collect()
}

/// The start of a text, for a message: a message is one line.
fn start(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().take(40).collect()
}

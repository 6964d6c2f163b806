//! What docx-rs wrote, as ECMA-376 wants it.
//!
//! docx-rs writes the children of an element in its own order, with attributes that no namespace
//! declares, and it has no words for some elements. This pass reads a fragment (a paragraph, a
//! piece of a line, the properties of a section) and writes it again: children in the order of the
//! schema, known mistakes dropped, and what docx-rs has no words for in its place.
//!
//! Two tables say all. The [rules] are data: what every element may hold, and in which order. The
//! [additions](Additions) are elements of our own, each known by an id: where docx-rs wrote an id,
//! the pass writes the addition, and the rules know where it stands. What neither knows is an error
//! and never passes silently, so that a new version of docx-rs cannot change our documents unseen.
//!
//! The fragment is written in place; when an element ends, its children are put in order.

mod additions;
mod rules;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::text::put_shown;
use rules::{Content, Rule, UNWANTED, WANTED, deleted, rule, unknown};

pub(super) use additions::Additions;

use additions::Addition;

/// Writes a fragment as the schema wants it to the end of `out`.
pub(super) fn conform(
    fragment: &[u8],
    additions: &Additions,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    let mut pass = Pass {
        additions,
        out,
        frames: Vec::new(),
        children: Vec::new(),
        scratch: Vec::new(),
    };
    let mut reader = Reader::from_reader(fragment);
    loop {
        match reader
            .read_event()
            .map_err(|error| format!("docx-rs wrote bad XML: {error}"))?
        {
            Event::Start(start) => pass.open(&start)?,
            Event::Empty(start) => match pass.addition(&start)? {
                Some(addition) => pass.add(addition)?,
                None => {
                    pass.open(&start)?;
                    pass.close()?;
                }
            },
            Event::End(_) => pass.close()?,
            Event::Text(text) => pass.text(&text)?,
            Event::GeneralRef(name) => pass.reference(&name)?,
            Event::Eof => return pass.finish(),
            other => return Err(format!("docx-rs wrote what is no element: {other:?}")),
        }
    }
}

struct Pass<'a> {
    additions: &'a Additions,
    out: &'a mut Vec<u8>,
    /// The elements that are open.
    frames: Vec<Frame<'a>>,
    /// The children of all open elements, those of the innermost last.
    children: Vec<Child>,
    scratch: Vec<u8>,
}

struct Frame<'a> {
    rule: &'static Rule,
    /// Its place among its siblings.
    rank: usize,
    /// Where in `out` it starts, and where its content starts.
    start: usize,
    content: usize,
    /// Where in `children` its own start.
    children: usize,
    /// What is added to it behind the child that is open.
    waiting: Option<(usize, &'a Addition)>,
}

/// A child that is written: its place in the order, and where in `out` it starts.
#[derive(Clone, Copy)]
struct Child {
    rank: usize,
    start: usize,
}

impl<'a> Pass<'a> {
    /// The addition that an element stands for.
    fn addition(&self, element: &BytesStart<'_>) -> Result<Option<&'a Addition>, String> {
        let name = element.name();
        if !matches!(name.as_ref(), b"w:rStyle" | b"w:alias" | b"w:bookmarkStart") {
            return Ok(None);
        }
        self.meant(element)
    }

    /// The addition whose id is an attribute of an element.
    fn meant(&self, element: &BytesStart<'_>) -> Result<Option<&'a Addition>, String> {
        let mut attributes = element.attributes();
        let mut values = attributes.with_checks(false).flatten().map(|it| it.value);
        let found = values.find_map(|value| self.additions.stands_for(&value));
        found.transpose()
    }

    /// Adds an element to what its stand-in stands in; where that has no place for it, as the
    /// properties of a run have none for a drawing, to what these are the properties of.
    fn add(&mut self, addition: &'a Addition) -> Result<(), String> {
        let Some((around, outside)) = self.frames.split_last_mut() else {
            return Err("docx-rs wrote properties of nothing".to_owned());
        };
        let place = |frame: &Frame<'_>| frame.rule.rank(addition.element.as_bytes());
        if let Some(rank) = place(around) {
            self.put(addition, rank);
            return Ok(());
        }
        let Some((of, rank)) = outside.last_mut().and_then(|of| {
            let rank = place(of)?;
            Some((of, rank))
        }) else {
            return Err(misplaced(around.rule.name, addition.element));
        };
        of.waiting = Some((rank, addition));
        Ok(())
    }

    /// Writes an addition as the last child so far.
    fn put(&mut self, addition: &Addition, rank: usize) {
        let start = self.out.len();
        self.children.push(Child { rank, start });
        self.out.extend_from_slice(&addition.bytes);
    }

    /// Opens an element: of a tracked change, the one that its stand-in means.
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let (name, change) = (element.name(), self.change(element)?);
        let in_deletion = || self.frames.iter().any(|frame| frame.rule.name == "w:del");
        let rule = match (change, name.as_ref()) {
            (Some(change), _) => rule(change.element.as_bytes())?,
            (None, b"w:t" | b"w:instrText") if in_deletion() => rule(deleted(name.as_ref()))?,
            (None, name) => rule(name)?,
        };
        let rank = match self.frames.last() {
            Some(parent) => parent
                .rule
                .rank(rule.name.as_bytes())
                .ok_or_else(|| misplaced(parent.rule.name, rule.name))?,
            None => 0,
        };
        let start = self.out.len();
        self.out.push(b'<');
        self.out.extend_from_slice(rule.name.as_bytes());
        match change {
            Some(change) => self.out.extend_from_slice(&change.bytes),
            None => self.attributes(rule, element)?,
        }
        self.out.push(b'>');
        let (content, children) = (self.out.len(), self.children.len());
        self.frames.push(Frame {
            rule,
            rank,
            start,
            content,
            children,
            waiting: None,
        });
        Ok(())
    }

    /// The tracked change that an insertion of docx-rs stands for: it has no other use.
    fn change(&self, element: &BytesStart<'_>) -> Result<Option<&'a Addition>, String> {
        if element.name().as_ref() != b"w:ins" {
            return Ok(None);
        }
        let change = self.meant(element)?;
        let own = || "docx-rs wrote a change of its own".to_owned();
        change.map(Some).ok_or_else(own)
    }

    fn attributes(&mut self, rule: &Rule, element: &BytesStart<'_>) -> Result<(), String> {
        for attribute in element.attributes().with_checks(false) {
            let attribute =
                attribute.map_err(|error| format!("docx-rs wrote a bad attribute: {error}"))?;
            let key = attribute.key.as_ref();
            if rule.attributes.iter().any(|name| name.as_bytes() == key) {
                for piece in [b" ".as_slice(), key, b"=\"", &attribute.value, b"\""] {
                    self.out.extend_from_slice(piece);
                }
            } else if !UNWANTED.contains(&(rule.name, key)) {
                return Err(unknown(&format!("attribute of {}", rule.name), key));
            }
        }
        for (_, attribute) in WANTED.iter().filter(|(name, _)| *name == rule.name) {
            self.out.extend_from_slice(attribute.as_bytes());
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8]) -> Result<(), String> {
        match self.expect_text()? {
            name @ ("w:t" | "w:delText") => put_shown(text, name, self.out),
            _ => self.out.extend_from_slice(text),
        }
        Ok(())
    }

    /// Passes `&amp;` and the like on as they are.
    fn reference(&mut self, name: &[u8]) -> Result<(), String> {
        self.expect_text()?;
        for piece in [b"&".as_slice(), name, b";"] {
            self.out.extend_from_slice(piece);
        }
        Ok(())
    }

    /// The element that the text stands in.
    fn expect_text(&self) -> Result<&'static str, String> {
        match self.frames.last() {
            Some(Frame {
                rule:
                    Rule {
                        name,
                        content: Content::Text,
                        ..
                    },
                ..
            }) => Ok(name),
            Some(frame) => Err(format!("docx-rs wrote text in {}", frame.rule.name)),
            None => Err("docx-rs wrote text outside of all elements".to_owned()),
        }
    }

    fn close(&mut self) -> Result<(), String> {
        let frame = self
            .frames
            .pop()
            .ok_or("docx-rs closed more elements than it opened")?;
        self.order(&frame);
        self.children.truncate(frame.children);
        let empty = self.out.len() == frame.content;
        if empty && frame.rule.says_nothing_when_empty() {
            self.out.truncate(frame.start);
        } else {
            self.end(&frame, empty);
        }
        let parent = self.frames.last_mut();
        if let Some((rank, addition)) = parent.and_then(|parent| parent.waiting.take()) {
            self.put(addition, rank);
        }
        Ok(())
    }

    /// Writes the end of an element, which is a child now.
    fn end(&mut self, frame: &Frame<'_>, empty: bool) {
        if empty {
            self.out.pop();
            self.out.extend_from_slice(b"/>");
        } else {
            for piece in [b"</".as_slice(), frame.rule.name.as_bytes(), b">"] {
                self.out.extend_from_slice(piece);
            }
        }
        self.children.push(Child {
            rank: frame.rank,
            start: frame.start,
        });
    }

    /// Puts the children of an element in order; those of one rank stay as they came.
    fn order(&mut self, frame: &Frame<'_>) {
        let children = &self.children[frame.children..];
        if children.is_sorted_by_key(|child| child.rank) {
            return;
        }
        let ends = children
            .iter()
            .skip(1)
            .map(|child| child.start)
            .chain([self.out.len()]);
        let mut pieces: Vec<_> = children
            .iter()
            .zip(ends)
            .map(|(child, end)| (child.rank, child.start..end))
            .collect();
        pieces.sort_by_key(|(rank, _)| *rank);
        self.scratch.clear();
        for (_, range) in pieces {
            self.scratch.extend_from_slice(&self.out[range]);
        }
        self.out.truncate(frame.content);
        self.out.extend_from_slice(&self.scratch);
    }

    fn finish(self) -> Result<(), String> {
        if !self.frames.is_empty() {
            return Err("docx-rs left an element open".to_owned());
        }
        Ok(())
    }
}

fn misplaced(parent: &str, child: &str) -> String {
    format!("docx-rs wrote {child} in {parent}")
}

#[cfg(test)]
mod tests;

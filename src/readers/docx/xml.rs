//! A part of a package as a tree.
//!
//! Elements and attributes go by their names without the prefix: a prefix is free, and what is
//! read too much is noticed, what is overlooked is not.

use std::borrow::Cow;
use std::collections::HashSet;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diagnostics::{Message, say};
use crate::readers::limits;
use crate::writers::docx::reading::resolved;

/// The elements of one part.
const ELEMENTS: usize = 8_000_000;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: Name,
    attributes: Box<[(Name, Box<str>)]>,
    pub(super) nodes: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// A name without its prefix; equal ones share their characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Name(Rc<str>);

impl Default for Name {
    fn default() -> Self {
        Self("".into())
    }
}

impl Name {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Element {
    /// The elements in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it with a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name.as_str() == name)
    }

    /// The elements in it with a name, at any depth, but not in others of that name.
    pub(super) fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        self.gather(name, &mut found);
        found
    }

    fn gather<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in self.children() {
            if child.name.as_str() == name {
                found.push(child);
            } else {
                child.gather(name, found);
            }
        }
    }

    /// An attribute; empty if there is none.
    pub(super) fn told(&self, name: &str) -> &str {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(key, _)| key.as_str() == name);
        found.map_or("", |(_, value)| value)
    }

    /// The moment (`w:date`); empty if none is told, as which LibreOffice writes the year 0.
    pub(super) fn date(&self) -> &str {
        let date = self.told("date");
        if date.starts_with("0-") { "" } else { date }
    }

    /// The value (`w:val`) of the child with a name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.told("val"))
    }

    /// The value of the child with a name, as a number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.value(name)?.trim().parse().ok()
    }

    /// What a switch says, if it is there: on, unless its value is a word for off.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    /// All characters in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.say(&mut text);
        text
    }

    fn say(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.say(text),
                Node::Text(said) => text.push_str(said),
            }
        }
    }
}

/// Reads a part; the element it gives holds the root of the part.
///
/// # Errors
///
/// Says what is wrong with it: no XML, a text of no encoding of Unicode, a document type, more
/// elements or deeper ones than in any document.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Message> {
    let text = decoded(bytes)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut builder = Builder {
        open: vec![Element::default()],
        names: HashSet::new(),
        elements: 0,
    };
    loop {
        match reader.read_event().map_err(fault)? {
            Event::Start(element) => builder.open(&element)?,
            Event::Empty(element) => {
                builder.open(&element)?;
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.say(&text.decode().map_err(fault)?),
            Event::CData(text) => builder.say(&text.decode().map_err(fault)?),
            Event::GeneralRef(reference) => {
                builder.say(&resolved(&reference)?);
            }
            Event::DocType(_) => return Err(say!("it has a document type, as no DOCX does")),
            Event::Eof => return builder.finish(),
            _ => {}
        }
    }
}

fn fault(error: impl std::fmt::Display) -> Message {
    Message::from(error.to_string())
}

/// The characters of a part, which may be in UTF-8 or UTF-16 (ECMA-376 Part 2, 7.2).
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Message> {
    let units = |of: fn([u8; 2]) -> u16| {
        let pairs = bytes[2..]
            .chunks_exact(2)
            .map(|pair| of([pair[0], pair[1]]));
        String::from_utf16(&pairs.collect::<Vec<_>>()).ok()
    };
    let text = match bytes {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes).map(Cow::Owned),
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    };
    text.ok_or_else(|| say!("it is written in no encoding of Unicode"))
}

struct Builder {
    /// The elements that are open; the first holds the root.
    open: Vec<Element>,
    names: HashSet<Name>,
    elements: usize,
}

impl Builder {
    fn name(&mut self, name: &[u8]) -> Name {
        let name = String::from_utf8_lossy(name);
        if let Some(known) = self.names.get(name.as_ref()) {
            return known.clone();
        }
        let name = Name(name.as_ref().into());
        self.names.insert(name.clone());
        name
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Message> {
        self.elements += 1;
        if self.elements > ELEMENTS {
            return Err(say!("it is larger than any document"));
        }
        if self.open.len() > limits::DEPTH {
            return Err(say!("it is nested deeper than any document"));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(fault)?;
            let value = String::from_utf8_lossy(&attribute.value);
            let value = quick_xml::escape::unescape(&value).map_err(fault)?;
            let name = self.name(attribute.key.local_name().as_ref());
            // A name that comes twice is of two schemas; that of the element's own counts.
            let own = attribute.key.prefix() == start.name().prefix();
            let at = if own { 0 } else { attributes.len() };
            attributes.insert(at, (name, value.into()));
        }
        let name = self.name(start.local_name().as_ref());
        self.open.push(Element {
            name,
            attributes: attributes.into(),
            nodes: Vec::new(),
        });
        Ok(())
    }

    fn close(&mut self) {
        if self.open.len() > 1
            && let (Some(element), Some(parent)) = (self.open.pop(), self.open.last_mut())
        {
            parent.nodes.push(Node::Element(element));
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            match element.nodes.last_mut() {
                Some(Node::Text(said)) => said.push_str(text),
                _ => element.nodes.push(Node::Text(text.to_owned())),
            }
        }
    }

    fn finish(mut self) -> Result<Element, Message> {
        match (self.open.pop(), self.open.is_empty()) {
            (Some(root), true) => Ok(root),
            _ => Err(say!("it ends before it is complete")),
        }
    }
}

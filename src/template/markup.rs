//! The markup that a template writes, as a tree of elements with places.
//!
//! Well-formed as XML is: every element is closed, attributes are in quotes. Which elements
//! there are and what they mean is the matter of [`super::model`].

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

use super::marked::AT;
use crate::diagnostics::{Code, Diagnostic, Message, Sink, say};
use crate::source::Span;

/// An element. A table of fifty thousand rows has a million, so that its words are those of the
/// markup and its lists have no room to grow.
#[derive(Debug)]
pub(super) struct Element<'m> {
    /// Its name, as written.
    pub name: &'m str,
    /// Its attributes but for its place.
    pub attributes: Vec<(&'m str, Cow<'m, str>)>,
    /// Where it was written.
    pub place: Span,
    /// What it holds.
    pub children: Vec<Child<'m>>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Child<'m> {
    /// Another element.
    Element(Element<'m>),
    /// Characters, as they are to be shown.
    Text(Cow<'m, str>),
}

impl Element<'_> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| &**value)
    }
}

/// How deep elements may be nested.
const MAX_DEPTH: usize = 64;

/// Reads what a template rendered; `root` is a place in the template for faults without one.
///
/// The element returned stands for the whole and has no name. `None` if the markup is not
/// well-formed, which is told.
pub(super) fn read<'m>(markup: &'m str, root: Span, sink: &mut Sink) -> Option<Element<'m>> {
    let mut reader = Reader::from_str(markup);
    let whole = Element {
        name: "",
        attributes: Vec::new(),
        place: root,
        children: Vec::new(),
    };
    let mut tree = Tree {
        open: vec![whole],
        sink,
    };
    loop {
        let event = reader.read_event();
        match event {
            Ok(Event::Start(start)) => {
                let tag = before(markup, reader.buffer_position(), start.len(), ">");
                let element = tree.element(tag, start.name().as_ref().len())?;
                tree.open.push(element);
                if tree.open.len() > MAX_DEPTH {
                    return tree.fault(say!(
                        "elements are nested deeper than {most} levels",
                        most = MAX_DEPTH
                    ));
                }
            }
            Ok(Event::Empty(start)) => {
                let tag = before(markup, reader.buffer_position(), start.len(), "/>");
                let element = tree.element(tag, start.name().as_ref().len())?;
                tree.add(Child::Element(element));
            }
            Ok(Event::End(_)) => {
                if let Some(mut element) = tree.open.pop() {
                    element.children.shrink_to_fit();
                    tree.add(Child::Element(element));
                }
            }
            Ok(Event::Text(text)) => match text.decode() {
                Ok(text) => tree.text(text),
                Err(error) => return tree.fault(error.to_string().into()),
            },
            Ok(Event::GeneralRef(reference)) => {
                let name = String::from_utf8_lossy(&reference).into_owned();
                match resolve(&name) {
                    Some(text) => tree.text(text.into()),
                    None => {
                        return tree
                            .fault(say!("`&{name};` is not known; write the sign itself", name));
                    }
                }
            }
            Ok(Event::Comment(_)) => {}
            Ok(Event::Eof) => break,
            Ok(_) => {
                return tree.fault(say!("only elements and text can stand in the markup"));
            }
            Err(error) => {
                let why = error.to_string().replace("ill-formed document: ", "");
                return tree.fault(say!("the markup is not well-formed: {why}", why));
            }
        }
    }
    if tree.open.len() > 1 {
        let name = tree.open.last().map_or("", |element| element.name);
        return tree.fault(say!("`<{name}>` is never closed", name));
    }
    tree.open.pop()
}

struct Tree<'m, 's> {
    open: Vec<Element<'m>>,
    sink: &'s mut Sink,
}

/// What a tag holds that ends at a place of the markup, without its last signs.
fn before<'m>(markup: &'m str, end: u64, length: usize, signs: &str) -> &'m str {
    let end = (end as usize).saturating_sub(signs.len());
    let tag = markup.get(end.saturating_sub(length)..end);
    tag.unwrap_or_default()
}

impl<'m> Tree<'m, '_> {
    /// The element of a tag whose name has so many bytes.
    fn element(&mut self, tag: &'m str, name: usize) -> Option<Element<'m>> {
        let mut found = Attributes::new(tag, name);
        let name = tag.get(..name).unwrap_or_default();
        let (mut at, mut attributes) = (None, Vec::new());
        for attribute in &mut found {
            let Ok(attribute) = attribute else {
                return self.fault(say!(
                    "an attribute of `<{name}>` cannot be read; write it as `name=\"value\"`",
                    name
                ));
            };
            // Both are parts of a text.
            let key = str::from_utf8(attribute.key.into_inner()).unwrap_or_default();
            let Ok(value) = value(attribute.value) else {
                return self.fault(say!(
                    "the attribute `{key}` of `<{name}>` cannot be read",
                    key,
                    name
                ));
            };
            if key == AT && at.is_none() {
                at = Span::from_token(&value);
            } else {
                attributes.push((key, value));
            }
        }
        attributes.shrink_to_fit();
        let place = at.unwrap_or_else(|| self.here());
        Some(Element {
            name,
            attributes,
            place,
            children: Vec::new(),
        })
    }

    fn add(&mut self, child: Child<'m>) {
        if let Some(element) = self.open.last_mut() {
            element.children.push(child);
        }
    }

    fn text(&mut self, more: Cow<'m, str>) {
        let Some(element) = self.open.last_mut() else {
            return;
        };
        match element.children.last_mut() {
            Some(Child::Text(text)) => text.to_mut().push_str(&more),
            _ => element.children.push(Child::Text(more)),
        }
    }

    /// The place of the element that is open.
    fn here(&self) -> Span {
        // The whole is always open while the markup is read.
        self.open[self.open.len() - 1].place
    }

    /// Tells a fault at the element that is open, or at the last one in it.
    fn fault<T>(&mut self, message: Message) -> Option<T> {
        let open = &self.open[self.open.len() - 1];
        let last = open.children.iter().rev().find_map(|child| match child {
            Child::Element(element) => Some(element.place),
            Child::Text(_) => None,
        });
        let place = if open.name.is_empty() {
            last.unwrap_or(open.place)
        } else {
            open.place
        };
        self.sink.push(
            Diagnostic::error(Code::InvalidMarkup, place, message).label(say!("near this element")),
        );
        None
    }
}

/// The value of an attribute, as it is meant.
fn value(raw: Cow<'_, [u8]>) -> Result<Cow<'_, str>, quick_xml::escape::EscapeError> {
    match raw {
        Cow::Borrowed(raw) => quick_xml::escape::unescape(str::from_utf8(raw).unwrap_or_default()),
        Cow::Owned(raw) => {
            let raw = String::from_utf8_lossy(&raw);
            quick_xml::escape::unescape(&raw).map(|value| Cow::Owned(value.into_owned()))
        }
    }
}

/// What an entity stands for.
fn resolve(name: &str) -> Option<String> {
    let reference = format!("&{name};");
    quick_xml::escape::unescape(&reference)
        .ok()
        .map(Cow::into_owned)
}

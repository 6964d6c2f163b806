//! The markup that a template writes, as a tree of elements with places.
//!
//! Well-formed as XML is: every element is closed, attributes are in quotes. Which elements
//! there are and what they mean is the matter of [`super::model`].

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::marked::AT;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::Span;

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name, as written.
    pub name: String,
    /// Its attributes but for its place.
    pub attributes: Vec<(String, String)>,
    /// Where it was written.
    pub place: Span,
    /// What it holds.
    pub children: Vec<Child>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Child {
    /// Another element.
    Element(Element),
    /// Characters, as they are to be shown.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// How deep elements may be nested.
const MAX_DEPTH: usize = 64;

/// Reads what a template rendered; `root` is a place in the template for faults without one.
///
/// The element returned stands for the whole and has no name. `None` if the markup is not
/// well-formed, which is told.
pub(super) fn read(markup: &str, root: Span, sink: &mut Sink) -> Option<Element> {
    let mut reader = Reader::from_str(markup);
    let whole = Element {
        name: String::new(),
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
                let element = tree.element(&start)?;
                tree.open.push(element);
                if tree.open.len() > MAX_DEPTH {
                    return tree.fault(format!(
                        "elements are nested deeper than {MAX_DEPTH} levels"
                    ));
                }
            }
            Ok(Event::Empty(start)) => {
                let element = tree.element(&start)?;
                tree.add(Child::Element(element));
            }
            Ok(Event::End(_)) => {
                if let Some(element) = tree.open.pop() {
                    tree.add(Child::Element(element));
                }
            }
            Ok(Event::Text(text)) => match text.decode() {
                Ok(text) => tree.text(&text),
                Err(error) => return tree.fault(error.to_string()),
            },
            Ok(Event::GeneralRef(reference)) => {
                let name = String::from_utf8_lossy(&reference).into_owned();
                match resolve(&name) {
                    Some(text) => tree.text(&text),
                    None => {
                        return tree
                            .fault(format!("`&{name};` is not known; write the sign itself"));
                    }
                }
            }
            Ok(Event::Comment(_)) => {}
            Ok(Event::Eof) => break,
            Ok(_) => {
                return tree.fault("only elements and text can stand in the markup".to_owned());
            }
            Err(error) => {
                let why = error.to_string().replace("ill-formed document: ", "");
                return tree.fault(format!("the markup is not well-formed: {why}"));
            }
        }
    }
    if tree.open.len() > 1 {
        let name = tree
            .open
            .last()
            .map_or(String::new(), |element| element.name.clone());
        return tree.fault(format!("`<{name}>` is never closed"));
    }
    tree.open.pop()
}

struct Tree<'a> {
    open: Vec<Element>,
    sink: &'a mut Sink,
}

impl Tree<'_> {
    fn element(&mut self, start: &BytesStart<'_>) -> Option<Element> {
        let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in start.attributes() {
            let Ok(attribute) = attribute else {
                return self.fault(format!(
                    "an attribute of `<{name}>` cannot be read; write it as `name=\"value\"`"
                ));
            };
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let raw = String::from_utf8_lossy(&attribute.value).into_owned();
            let Ok(value) = quick_xml::escape::unescape(&raw) else {
                return self.fault(format!(
                    "the attribute `{key}` of `<{name}>` cannot be read"
                ));
            };
            attributes.push((key, value.into_owned()));
        }
        let at = attributes
            .iter()
            .position(|(key, _)| key == AT)
            .map(|index| attributes.remove(index).1);
        let place = at
            .and_then(|token| Span::from_token(&token))
            .unwrap_or_else(|| self.here());
        Some(Element {
            name,
            attributes,
            place,
            children: Vec::new(),
        })
    }

    fn add(&mut self, child: Child) {
        if let Some(element) = self.open.last_mut() {
            element.children.push(child);
        }
    }

    fn text(&mut self, more: &str) {
        let Some(element) = self.open.last_mut() else {
            return;
        };
        match element.children.last_mut() {
            Some(Child::Text(text)) => text.push_str(more),
            _ => element.children.push(Child::Text(more.to_owned())),
        }
    }

    /// The place of the element that is open.
    fn here(&self) -> Span {
        // The whole is always open while the markup is read.
        self.open[self.open.len() - 1].place
    }

    /// Tells a fault at the element that is open, or at the last one in it.
    fn fault<T>(&mut self, message: String) -> Option<T> {
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
            Diagnostic::error(Code::InvalidMarkup, place, message).label("near this element"),
        );
        None
    }
}

/// What an entity stands for.
fn resolve(name: &str) -> Option<String> {
    let reference = format!("&{name};");
    quick_xml::escape::unescape(&reference)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

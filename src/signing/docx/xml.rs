//! XML as signatures see it: a tree of what its canonical form tells.
//!
//! What the tree does not keep (comments, the kind of quotation marks, how a character was written)
//! makes no difference to that form. A declaration of document types is refused: with it, what the
//! text means would be said elsewhere.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::canonical::{push_attribute, push_text};
use crate::diagnostics::{Message, say};

/// The namespace of `xml:lang` and its kin, which is never declared.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What a part begins with that is written here.
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// How deep elements may be nested; a signature needs a dozen levels.
const MAX_DEPTH: usize = 128;

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// As it is written, with its prefix.
    pub(super) name: String,
    namespace: String,
    /// The namespaces that it declares, by prefixes; the default has an empty one.
    pub(super) declared: BTreeMap<String, String>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Node>,
}

/// An attribute that declares no namespace.
#[derive(Debug)]
pub(super) struct Attribute {
    /// As it is written, with its prefix.
    pub(super) name: String,
    pub(super) namespace: String,
    pub(super) value: String,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    /// A processing instruction: target and data.
    Instruction(String),
}

/// Reads a document in UTF-8.
///
/// # Errors
///
/// Says that it is not well-formed, or holds what is not read here.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Message> {
    let text = str::from_utf8(bytes).map_err(|_| say!("it is not XML in UTF-8"))?;
    Tree::default().read(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A document that is being read.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
}

impl Tree {
    fn read(mut self, text: &str) -> Result<Element, Message> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            match reader.read_event().map_err(|_| malformed())? {
                Event::Start(start) => {
                    let element = self.element(&start)?;
                    self.open.push(element);
                    if self.open.len() > MAX_DEPTH {
                        return Err(malformed());
                    }
                }
                Event::End(_) => {
                    let element = self.open.pop().ok_or_else(malformed)?;
                    self.close(element)?;
                }
                Event::Text(text) => self.text(&text.xml10_content().map_err(|_| malformed())?)?,
                Event::CData(text) => self.text(&text.xml10_content().map_err(|_| malformed())?)?,
                Event::GeneralRef(reference) => self.text(&character(&reference)?)?,
                Event::PI(instruction) => {
                    let text = str::from_utf8(&instruction).map_err(|_| malformed())?;
                    if let Some(parent) = self.open.last_mut() {
                        let text = text.replace("\r\n", "\n").replace('\r', "\n");
                        parent.children.push(Node::Instruction(text));
                    }
                }
                Event::Decl(declaration) => {
                    let encoding = declaration.encoding().transpose();
                    let encoding = encoding.map_err(|_| malformed())?;
                    if encoding.is_some_and(|name| !name.eq_ignore_ascii_case(b"utf-8")) {
                        return Err(say!("it is not XML in UTF-8"));
                    }
                }
                Event::DocType(_) => return Err(say!("its XML declares a type of documents")),
                Event::Comment(_) | Event::Empty(_) => {}
                Event::Eof => break,
            }
        }
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(malformed()),
        }
    }

    fn close(&mut self, element: Element) -> Result<(), Message> {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None if self.root.is_none() => self.root = Some(element),
            None => return Err(malformed()),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Message> {
        let blank = text.bytes().all(|byte| b" \t\r\n".contains(&byte));
        match self.open.last_mut().map(|parent| &mut parent.children) {
            Some(children) => match children.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => children.push(Node::Text(text.to_owned())),
            },
            None if blank => {}
            None => return Err(malformed()),
        }
        Ok(())
    }

    fn element(&self, start: &BytesStart<'_>) -> Result<Element, Message> {
        let name = str::from_utf8(start.name().into_inner()).map_err(|_| malformed())?;
        let mut declared = BTreeMap::new();
        let mut others = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| malformed())?;
            let key = str::from_utf8(attribute.key.into_inner()).map_err(|_| malformed())?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|_| malformed())?.into_owned();
            match key.split_once(':') {
                None if key == "xmlns" => _ = declared.insert(String::new(), value),
                Some(("xmlns", _)) if value.is_empty() => return Err(malformed()),
                Some(("xmlns", prefix)) => _ = declared.insert(prefix.to_owned(), value),
                _ => others.push((key.to_owned(), value)),
            }
        }
        let namespace = |prefix: &str| {
            let all = self.open.iter().map(|element| &element.declared);
            let found = all.chain([&declared]).rev().find_map(|it| it.get(prefix));
            match (found, prefix) {
                (_, "xml") => Ok(XML.to_owned()),
                (Some(found), _) => Ok(found.clone()),
                (None, "") => Ok(String::new()),
                (None, _) => Err(malformed()),
            }
        };
        let attributes = others.into_iter().map(|(name, value)| {
            // An attribute without a prefix is in no namespace, whatever the default is.
            let namespace = match name.split_once(':') {
                Some((prefix, _)) => namespace(prefix)?,
                None => String::new(),
            };
            Ok(Attribute {
                name,
                namespace,
                value,
            })
        });
        Ok(Element {
            attributes: attributes.collect::<Result<_, Message>>()?,
            namespace: namespace(name.split_once(':').map_or("", |(prefix, _)| prefix))?,
            name: name.to_owned(),
            declared,
            children: Vec::new(),
        })
    }
}

fn malformed() -> Message {
    say!("its XML is not well-formed")
}

/// The character that a reference stands for; there are no other entities without a document type.
fn character(reference: &BytesRef<'_>) -> Result<String, Message> {
    if let Some(found) = reference.resolve_char_ref().map_err(|_| malformed())? {
        return Ok(found.to_string());
    }
    let name = reference.decode().map_err(|_| malformed())?;
    let found = quick_xml::escape::resolve_xml_entity(&name);
    found.map(str::to_owned).ok_or_else(malformed)
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl Element {
    /// Whether it is the element of that name in a namespace.
    pub(super) fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && local(&self.name) == name
    }

    /// Its prefix with the colon, if it has one.
    pub(super) fn prefix(&self) -> &str {
        self.name.find(':').map_or("", |at| &self.name[..=at])
    }

    /// The elements that it holds.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The element of that name that it holds, if there is exactly one: what is there twice could
    /// be taken for either.
    pub(super) fn only(&self, namespace: &str, name: &str) -> Option<&Self> {
        let mut found = self
            .elements()
            .filter(|element| element.is(namespace, name));
        found.next().filter(|_| found.next().is_none())
    }

    /// The attributes that are in no namespace, and their values.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|it| (&*it.name, &*it.value))
    }

    /// The value of an attribute without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes();
        attributes
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The text that it holds itself.
    pub(super) fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|child| match child {
                Node::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The ways from here to the elements with an `Id`; each way ends with one.
    pub(super) fn ways_to(&self, id: &str) -> Vec<Vec<&Self>> {
        let mut ways: Vec<Vec<&Self>> = Vec::new();
        if self.attribute("Id") == Some(id) {
            ways.push(vec![self]);
        }
        for child in self.elements() {
            ways.extend(child.ways_to(id).into_iter().map(|mut way| {
                way.insert(0, self);
                way
            }));
        }
        ways
    }
}

/// An element as it is written into a file; `content` is XML already.
pub(super) fn element(name: &str, attributes: &[(&str, &str)], content: &str) -> String {
    let mut out = format!("<{name}");
    for (key, value) in attributes {
        push_attribute(&mut out, key, value);
    }
    out.push('>');
    out.push_str(content);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    out
}

/// Text as it stands in XML; characters that XML forbids (production 2, `Char`) are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    let allowed = |c: &char| {
        !matches!(c, '\u{fffe}' | '\u{ffff}') && (!c.is_control() || matches!(c, '\t' | '\n'))
    };
    push_text(&mut out, &text.chars().filter(allowed).collect::<String>());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_well_formed_is_refused() {
        let wrong = [
            "",
            "a",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>b",
            "<p:a/>",
            "<a p:b='1'/>",
            "<a b='1' b='2'/>",
            "<a>&b;</a>",
            "<!DOCTYPE a><a/>",
            "<a xmlns:p=''/>",
            "<?xml version='1.0' encoding='utf-16'?><a/>",
        ];
        for text in wrong {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse(b"<a>\xff</a>").is_err());
        let deep = "<a>".repeat(200_000) + &"</a>".repeat(200_000);
        assert!(parse(deep.as_bytes()).is_err());
    }
}

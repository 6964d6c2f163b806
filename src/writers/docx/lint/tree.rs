//! A part as a tree: names, attributes, text and children.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its name with its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// The text in it, but not that of the elements in it.
    pub(super) text: String,
    /// The elements in it.
    pub(super) children: Vec<Node>,
}

impl Node {
    /// Reads a part; the node is its root.
    pub(super) fn parse(part: &[u8]) -> Result<Self, String> {
        let mut reader = Reader::from_reader(part);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => open.push(Self::element(&start)?),
                Event::Empty(start) => close(&mut open, Self::element(&start)?),
                Event::End(_) => {
                    let node = open.pop().unwrap_or_default();
                    close(&mut open, node);
                }
                Event::Text(text) => add_text(&mut open, &String::from_utf8_lossy(&text)),
                // Which sign it is, no rule asks.
                Event::GeneralRef(_) => add_text(&mut open, "&"),
                Event::Eof => break,
                _ => {}
            }
        }
        let mut top = open
            .pop()
            .filter(|_| open.is_empty())
            .ok_or("an element is not closed")?;
        top.children
            .pop()
            .ok_or_else(|| "there is no element".to_owned())
    }

    fn element(start: &BytesStart<'_>) -> Result<Self, String> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            attributes.push((text(attribute.key.as_ref()), text(&attribute.value)));
        }
        Ok(Self {
            name: text(start.name().as_ref()),
            attributes,
            text: String::new(),
            children: Vec::new(),
        })
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The attributes whose name starts like this.
    pub(super) fn attributes_with(&self, prefix: &str) -> impl Iterator<Item = &str> {
        self.attributes
            .iter()
            .filter(move |(key, _)| key.starts_with(prefix))
            .map(|(_, value)| value.as_str())
    }

    /// The children of that name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child down a path of names.
    pub(super) fn find(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |node, name| node.all(name).next())
    }

    /// The `w:val` of the element down a path of names.
    pub(super) fn value(&self, path: &[&str]) -> Option<&str> {
        self.find(path)?.attribute("w:val")
    }

    /// Meets this element and all in it, each with what it stands in, in the order of the text.
    pub(super) fn walk<'a>(&'a self, meet: &mut impl FnMut(&'a Self, Option<&'a Self>)) {
        meet(self, None);
        self.walk_in(meet);
    }

    fn walk_in<'a>(&'a self, meet: &mut impl FnMut(&'a Self, Option<&'a Self>)) {
        for child in &self.children {
            meet(child, Some(self));
            child.walk_in(meet);
        }
    }
}

fn add_text(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

fn close(open: &mut [Node], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

//! A DOCX file with all its tracked changes accepted or rejected, by the rules of ECMA-376 Part 1,
//! 17.13.5, and by nothing that the writer knows.
#![allow(dead_code, reason = "each file of tests uses some of it")]

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use roxmltree::Document;

/// What a person does with all changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Accept,
    Reject,
}

impl Act {
    /// What is gone with it: of runs, marks and rows.
    fn drops(self) -> [&'static str; 2] {
        match self {
            Self::Accept => ["w:del", "w:moveFrom"],
            Self::Reject => ["w:ins", "w:moveTo"],
        }
    }

    /// What stays and is no longer a change.
    fn keeps(self) -> [&'static str; 2] {
        match self {
            Self::Accept => Self::Reject.drops(),
            Self::Reject => Self::Accept.drops(),
        }
    }
}

/// An element or a text.
#[derive(Debug, Clone)]
enum Node {
    Element(Element),
    Text(String),
}

#[derive(Debug, Clone, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

/// The file after it.
pub(crate) fn settled(docx: &[u8], act: Act) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("the file is a package");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be read");
        let story = ["document", "footnotes", "header1", "footer1"];
        if story.iter().any(|part| name == format!("word/{part}.xml")) {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let parsed = Document::parse(&text).expect("XML");
            let mut root = read(parsed.root_element(), None);
            root.settle(act);
            let mut written = String::new();
            root.write(&mut written);
            bytes = written.into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(name, options).expect("a file");
        out.write_all(&bytes).expect("it can be written");
    }
    out.finish().expect("a package").into_inner()
}

fn read(node: roxmltree::Node<'_, '_>, parent: Option<roxmltree::Node<'_, '_>>) -> Element {
    let qualified = |namespace: Option<&str>, name: &str| {
        let prefix = namespace.and_then(|namespace| match namespace {
            "http://www.w3.org/XML/1998/namespace" => Some("xml"),
            namespace => node.lookup_prefix(namespace),
        });
        prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}:{name}"))
    };
    let declared = |prefix: Option<&str>, uri: &str| {
        let mut above = parent.into_iter().flat_map(|parent| parent.namespaces());
        above.any(|known| known.name() == prefix && known.uri() == uri)
    };
    let mut attributes: Vec<(String, String)> = node
        .namespaces()
        .filter(|known| known.name() != Some("xml") && !declared(known.name(), known.uri()))
        .map(|known| {
            let name = known
                .name()
                .map_or("xmlns".to_owned(), |name| format!("xmlns:{name}"));
            (name, known.uri().to_owned())
        })
        .collect();
    attributes.extend(node.attributes().map(|attribute| {
        let name = qualified(attribute.namespace(), attribute.name());
        (name, attribute.value().to_owned())
    }));
    let children = node.children().filter_map(|child| {
        if child.is_element() {
            Some(Node::Element(read(child, Some(node))))
        } else {
            child.text().map(|text| Node::Text(text.to_owned()))
        }
    });
    Element {
        name: qualified(node.tag_name().namespace(), node.tag_name().name()),
        attributes,
        children: children.collect(),
    }
}

impl Element {
    fn write(&self, out: &mut String) {
        let escaped = |text: &str| {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            text.replace('"', "&quot;")
        };
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", escaped(value));
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(&escaped(text)),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }

    fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    fn child_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.children.iter_mut().find_map(|child| match child {
            Node::Element(element) if element.name == name => Some(element),
            _ => None,
        })
    }

    fn remove(&mut self, names: &[&str]) {
        self.children.retain(|child| match child {
            Node::Element(element) => !names.contains(&element.name.as_str()),
            Node::Text(_) => true,
        });
    }

    /// Whether properties of it say that it is gone (17.13.5.15, 17.13.5.14 and their like).
    fn is_gone(&self, properties: &[&str], act: Act) -> bool {
        let found = properties
            .iter()
            .try_fold(self, |node, name| node.child(name));
        found.is_some_and(|found| act.drops().iter().any(|name| found.child(name).is_some()))
    }

    fn settle(&mut self, act: Act) {
        let mut children = Vec::new();
        for child in std::mem::take(&mut self.children) {
            let mut element = match child {
                Node::Text(text) => {
                    children.push(Node::Text(text));
                    continue;
                }
                Node::Element(element) => element,
            };
            let name = element.name.as_str();
            let is_range = name.starts_with("w:move") && name.contains("Range");
            let is_change = self.name != "w:rPr" && self.name != "w:trPr";
            if is_range
                || is_change && act.drops().contains(&name)
                || name == "w:tr" && element.is_gone(&["w:trPr"], act)
            {
                continue;
            }
            if is_change && act.keeps().contains(&name) {
                let within = |child: &Node| match child {
                    Node::Element(inner) => !is_tracked(&inner.name),
                    Node::Text(_) => true,
                };
                assert!(
                    element.children.iter().all(within),
                    "a change within a change"
                );
                element.settle(act);
                children.extend(element.children);
                continue;
            }
            element.settle(act);
            if element.name == "w:tbl" && element.child("w:tr").is_none() {
                continue;
            }
            let plain = element.name.replace("w:delText", "w:t");
            element.name = plain.replace("w:delInstrText", "w:instrText");
            children.push(Node::Element(element));
        }
        self.children = children;
        if self.name == "w:pPr" {
            self.settle_properties(act);
        }
        self.join(act);
        if self.name == "w:trPr" {
            self.remove(&["w:ins", "w:del"]);
        }
    }

    /// Takes back what the properties of a paragraph were (17.13.5.29).
    fn settle_properties(&mut self, act: Act) {
        let Some(change) = self.child("w:pPrChange").cloned() else {
            return;
        };
        self.remove(&["w:pPrChange"]);
        if act == Act::Reject {
            let own = std::mem::take(&mut self.children);
            let was = change.child("w:pPr").expect("it says what they were");
            self.children.clone_from(&was.children);
            self.children.extend(own.into_iter().filter(|child| {
                matches!(child, Node::Element(kept) if ["w:rPr", "w:sectPr"].contains(&kept.name.as_str()))
            }));
        }
    }

    /// Joins paragraphs whose mark is gone with the next ones, whose properties they take.
    fn join(&mut self, act: Act) {
        let mut joined: Vec<Node> = Vec::new();
        let mut waiting: Vec<Node> = Vec::new();
        for child in std::mem::take(&mut self.children) {
            let Node::Element(mut element) = child else {
                joined.push(child);
                continue;
            };
            if element.name == "w:p" {
                let gone = element.is_gone(&["w:pPr", "w:rPr"], act);
                if let Some(properties) = element
                    .child_mut("w:pPr")
                    .and_then(|p| p.child_mut("w:rPr"))
                {
                    properties.remove(&["w:ins", "w:del", "w:moveFrom", "w:moveTo"]);
                }
                let own = element
                    .children
                    .iter()
                    .position(|child| !matches!(child, Node::Element(own) if own.name == "w:pPr"));
                let content = own.map_or(Vec::new(), |at| element.children.split_off(at));
                waiting.extend(content);
                if gone {
                    continue;
                }
                element.children.append(&mut waiting);
            } else if !waiting.is_empty() && element.name.starts_with("w:tbl") {
                panic!("a text whose mark is gone stands before {}", element.name);
            }
            joined.push(Node::Element(element));
        }
        assert!(
            !waiting.iter().any(is_said),
            "a text whose mark is gone stands at the end"
        );
        self.children = joined;
    }
}

fn is_tracked(name: &str) -> bool {
    ["w:ins", "w:del", "w:moveFrom", "w:moveTo"].contains(&name)
}

fn is_said(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.name != "w:bookmarkStart" && element.name != "w:bookmarkEnd")
}

/// The cells of the rows of the tables of a file: how many columns each covers.
pub(crate) fn shapes(docx: &[u8]) -> Vec<Vec<usize>> {
    let text = part(docx, "word/document.xml").expect("there is a text");
    let parsed = Document::parse(&text).expect("XML");
    let rows = parsed
        .descendants()
        .filter(|node| node.has_tag_name_of("tr"));
    rows.map(|row| {
        let cells = row.children().filter(|node| node.has_tag_name_of("tc"));
        cells
            .map(|cell| {
                let span = cell
                    .descendants()
                    .find(|node| node.has_tag_name_of("gridSpan"));
                let value = span.and_then(|span| span.attributes().next()?.value().parse().ok());
                value.unwrap_or(1)
            })
            .collect()
    })
    .collect()
}

/// The notes of a file in the order of what refers to them.
pub(crate) fn notes(docx: &[u8]) -> Vec<String> {
    let text = part(docx, "word/document.xml").expect("there is a text");
    let notes = part(docx, "word/footnotes.xml").unwrap_or_else(|| "<none/>".to_owned());
    let (text, notes) = (
        Document::parse(&text).expect("XML"),
        Document::parse(&notes).expect("XML"),
    );
    let id = |node: roxmltree::Node<'_, '_>| {
        let mut attributes = node.attributes();
        let id = attributes.find(|attribute| attribute.name() == "id");
        id.map(|id| id.value().to_owned())
    };
    let references = text
        .descendants()
        .filter(|node| node.has_tag_name_of("footnoteReference"));
    references
        .map(|reference| {
            let note = notes
                .descendants()
                .find(|note| note.has_tag_name_of("footnote") && id(*note) == id(reference))
                .expect("the note is there");
            let texts = note.descendants().filter(|node| node.has_tag_name_of("t"));
            let said: String = texts.filter_map(|text| text.text()).collect();
            said.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for roxmltree::Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// A part of a file as text.
pub(crate) fn part(docx: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).ok()?;
    let entry = archive.by_name(name).ok()?;
    std::io::read_to_string(entry).ok()
}

//! The structure: what a screen reader follows instead of the pages.
//!
//! Every node becomes a structure element (ISO 32000-1, 14.7). An element lists its children
//! and its marked content in reading order; the parent tree leads back from the marked content
//! of each page, and from each link, to its element.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId};

use super::content::Sequence;
use super::figures::{self, Areas};
use super::file::{File, count, name, utf16};
use super::links::LinkArea;
use super::pack::hexadecimal;
use crate::document::Scope;
use crate::layout::page::{Layout, Node, NodeId, NodeRole};
use crate::writers::may_follow;

/// Writes the structure, and the links, which hang on it.
pub(super) fn write(
    file: &mut File,
    layout: &Layout,
    sequences: &[Sequence],
    links: &[LinkArea],
) -> Result<(), String> {
    let mut tree = Tree::new(file, layout);
    tree.place_sequences(sequences)?;
    tree.place_links(links)?;
    tree.place_children();
    tree.finish(sequences)
}

/// The structure type of a role (ISO 32000-1, 14.8.4).
pub(super) fn role_name(role: &NodeRole) -> &'static str {
    match role {
        NodeRole::Document => "Document",
        NodeRole::Section => "Sect",
        NodeRole::Heading(level) => {
            ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(*level).clamp(1, 6) - 1]
        }
        NodeRole::Paragraph => "P",
        NodeRole::List { .. } => "L",
        NodeRole::ListItem => "LI",
        NodeRole::Label => "Lbl",
        NodeRole::ListBody => "LBody",
        NodeRole::Table => "Table",
        NodeRole::Figure { .. } => "Figure",
        NodeRole::Group => "Div",
        NodeRole::Caption => "Caption",
        NodeRole::TableHead => "THead",
        NodeRole::TableBody => "TBody",
        NodeRole::TableFoot => "TFoot",
        NodeRole::Row => "TR",
        NodeRole::Cell { scope: Some(_), .. } => "TH",
        NodeRole::Cell { scope: None, .. } => "TD",
        NodeRole::Link(target) if target.address().is_some_and(may_follow) => "Link",
        NodeRole::Link(_) | NodeRole::Span => "Span",
        NodeRole::Note => "Note",
        NodeRole::Reference => "Reference",
        NodeRole::Contents => "TOC",
        NodeRole::ContentsItem => "TOCI",
    }
}

/// The attributes of an element (ISO 32000-1, 14.8.5), if its role has any.
fn attributes(role: &NodeRole) -> Option<String> {
    match role {
        NodeRole::List { numbered } => {
            let numbering = if *numbered { "Decimal" } else { "Disc" };
            Some(format!("<</O/List/ListNumbering/{numbering}>>"))
        }
        NodeRole::Cell {
            scope,
            columns,
            rows,
        } => {
            let mut attributes = String::new();
            if let Some(scope) = scope {
                attributes += "/Scope/";
                attributes += scope_name(*scope);
            }
            for (key, covered) in [("ColSpan", *columns), ("RowSpan", *rows)] {
                if covered > 1 {
                    attributes += &format!("/{key} {covered}");
                }
            }
            (!attributes.is_empty()).then(|| format!("<</O/Table{attributes}>>"))
        }
        _ => None,
    }
}

/// PDF knows no groups: the span of the cell says how far its column or row reaches.
fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Column | Scope::ColumnGroup => "Column",
        Scope::Row | Scope::RowGroup => "Row",
    }
}

/// The tree while it is built. A table of fifty thousand rows has a million elements, so that
/// they are written as text at once and are never objects.
struct Tree<'a> {
    file: &'a mut File,
    nodes: &'a [Node],
    root: ObjectId,
    /// The element of the first node; those of the others have the numbers after it.
    first: u32,
    /// The page on which an element starts.
    first_page: Vec<Option<u32>>,
    /// What the elements hold.
    kids: Vec<Kid>,
    /// Where the figures are.
    figures: Areas,
    /// The parent tree: an object for each key from 0.
    parents: Vec<ObjectId>,
}

/// Something that an element holds.
#[derive(Clone, Copy)]
struct Kid {
    /// The node of the element.
    holder: u32,
    /// The place in reading order.
    place: u32,
    /// What it is.
    part: Part,
}

#[derive(Clone, Copy)]
enum Part {
    /// The marked-content sequence at this index.
    Sequence(u32),
    /// The element of this node.
    Element(u32),
    /// A link on this page.
    Annotation { page: u32, id: ObjectId },
}

impl<'a> Tree<'a> {
    fn new(file: &'a mut File, layout: &'a Layout) -> Self {
        let nodes = layout.structure.nodes.as_slice();
        let root = file.document.new_object_id();
        let first = file.document.max_id + 1;
        file.document.max_id += nodes.len() as u32;
        Self {
            file,
            nodes,
            root,
            first,
            first_page: vec![None; nodes.len()],
            kids: Vec::with_capacity(nodes.len() * 2),
            figures: figures::areas(layout),
            parents: Vec::new(),
        }
    }

    /// The element of a node.
    fn element(&self, node: u32) -> ObjectId {
        (self.first + node, 0)
    }

    /// Hands every sequence to its element; its place is its index.
    fn place_sequences(&mut self, sequences: &[Sequence]) -> Result<(), String> {
        for (place, sequence) in (0..).zip(sequences) {
            let holder = sequence.node.0;
            self.first_page[holder as usize].get_or_insert(sequence.page as u32);
            self.kids.push(Kid {
                holder,
                place,
                part: Part::Sequence(place),
            });
        }
        self.page_parents(sequences)
    }

    /// For each page, the elements of its sequences by their numbers.
    fn page_parents(&mut self, sequences: &[Sequence]) -> Result<(), String> {
        let mut sequences = sequences.iter().peekable();
        for page in 0..self.file.pages.len() {
            let mut list = String::from("[");
            while let Some(sequence) = sequences.next_if(|sequence| sequence.page == page) {
                let separator = if list.len() > 1 { " " } else { "" };
                let _ = write!(
                    list,
                    "{separator}{}",
                    reference(self.element(sequence.node.0))
                );
            }
            list.push(']');
            let id = self.file.document.new_object_id();
            self.file.pack(id, list.as_bytes())?;
            self.parents.push(id);
        }
        Ok(())
    }

    /// Adds the annotations to their pages and to the elements of their links.
    fn place_links(&mut self, links: &[LinkArea]) -> Result<(), String> {
        let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); self.file.pages.len()];
        for link in links {
            let annotation = link.annotation(count(self.parents.len()));
            let id = self.file.document.add_object(annotation);
            self.kids.push(Kid {
                holder: link.node.0,
                // After all its text.
                place: u32::MAX,
                part: Part::Annotation {
                    page: link.page as u32,
                    id,
                },
            });
            self.parents.push(self.element(link.node.0));
            annotations[link.page].push(Object::Reference(id));
        }
        self.describe_pages(annotations)
    }

    fn describe_pages(&mut self, annotations: Vec<Vec<Object>>) -> Result<(), String> {
        for (index, annotations) in annotations.into_iter().enumerate() {
            let page = self.file.dictionary(self.file.pages[index])?;
            page.set("StructParents", count(index));
            // The order of the tabulator key is that of the structure.
            page.set("Tabs", name("S"));
            if annotations.is_empty() {
                page.remove(b"Annots");
            } else {
                page.set("Annots", annotations);
            }
        }
        Ok(())
    }

    /// Hands every element to its parent, among the parent's own content by the place where the
    /// element's content starts. An element without content stands after its elder sibling.
    fn place_children(&mut self) {
        let starts = self.starts();
        let mut last = vec![0; self.nodes.len()];
        for (index, start) in starts.into_iter().enumerate() {
            if let Some(parent) = self.parent(index) {
                let place = start.unwrap_or(0).max(last[parent]);
                last[parent] = place;
                self.kids.push(Kid {
                    holder: parent as u32,
                    place,
                    part: Part::Element(index as u32),
                });
            }
        }
    }

    /// For each node, the first place of its own content and that of its descendants.
    fn starts(&self) -> Vec<Option<u32>> {
        let mut starts: Vec<Option<u32>> = vec![None; self.nodes.len()];
        for kid in &self.kids {
            let start = &mut starts[kid.holder as usize];
            *start = Some(start.map_or(kid.place, |earlier| earlier.min(kid.place)));
        }
        for index in (0..self.nodes.len()).rev() {
            if let (Some(parent), Some(start)) = (self.parent(index), starts[index]) {
                starts[parent] = Some(starts[parent].map_or(start, |earlier| earlier.min(start)));
            }
        }
        starts
    }

    /// The parent of a node, which stands before it; none for a node at the root.
    fn parent(&self, index: usize) -> Option<usize> {
        self.nodes[index]
            .parent
            .map(|parent| parent.0 as usize)
            .filter(|parent| *parent < index)
    }

    fn finish(mut self, sequences: &[Sequence]) -> Result<(), String> {
        // Parts of one place stay as they came.
        self.kids.sort_by_key(|kid| (kid.holder, kid.place));
        let kids = std::mem::take(&mut self.kids);
        let mut kids = kids.as_slice();
        let mut top = Vec::new();
        let mut text = String::new();
        for index in 0..self.nodes.len() {
            let id = self.element(index as u32);
            if self.parent(index).is_none() {
                top.push(Object::Reference(id));
            }
            let own = kids.partition_point(|kid| kid.holder as usize <= index);
            let (own, rest) = kids.split_at(own);
            kids = rest;
            text.clear();
            self.write_element(index, own, sequences, &mut text);
            self.file.pack(id, text.as_bytes())?;
        }
        self.finish_root(top)
    }

    fn write_element(&self, index: usize, kids: &[Kid], sequences: &[Sequence], out: &mut String) {
        let role = &self.nodes[index].role;
        let parent = self
            .parent(index)
            .map_or(self.root, |parent| self.element(parent as u32));
        let (name, parent) = (role_name(role), reference(parent));
        let _ = write!(out, "<</Type/StructElem/S/{name}/P {parent}");
        let page = self.first_page[index];
        if let Some(page) = page {
            let _ = write!(out, "/Pg {}", reference(self.file.pages[page as usize]));
        }
        if let NodeRole::Figure { alt } = role {
            let _ = write!(out, "/Alt<{}>", hexadecimal(&utf16(alt)));
            if let Some(area) = self.figures.get(&NodeId(index as u32)) {
                let _ = write!(out, "/A{}", figures::attributes(*area));
            }
        }
        if let Some(attributes) = attributes(role) {
            let _ = write!(out, "/A{attributes}");
        }
        if let [kid] = kids {
            out.push_str("/K ");
            self.write_kid(*kid, page, sequences, out);
        } else if !kids.is_empty() {
            out.push_str("/K[");
            for (number, kid) in kids.iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                self.write_kid(*kid, page, sequences, out);
            }
            out.push(']');
        }
        out.push_str(">>");
    }

    /// Marked content of another page than that on which the element starts says so (table 324).
    fn write_kid(&self, kid: Kid, first: Option<u32>, sequences: &[Sequence], out: &mut String) {
        let page = |page: u32| reference(self.file.pages[page as usize]);
        let _ = match kid.part {
            Part::Sequence(index) => {
                let Sequence {
                    page: own, mcid, ..
                } = sequences[index as usize];
                if first == Some(own as u32) {
                    write!(out, "{mcid}")
                } else {
                    let own = page(own as u32);
                    write!(out, "<</Type/MCR/Pg {own}/MCID {mcid}>>")
                }
            }
            Part::Element(node) => write!(out, "{}", reference(self.element(node))),
            Part::Annotation { page: own, id } => {
                let (own, id) = (page(own), reference(id));
                write!(out, "<</Type/OBJR/Pg {own}/Obj {id}>>")
            }
        };
    }

    fn finish_root(self, top: Vec<Object>) -> Result<(), String> {
        let next_key = count(self.parents.len());
        let numbers = self
            .parents
            .into_iter()
            .enumerate()
            .flat_map(|(key, parent)| [Object::Integer(count(key)), Object::Reference(parent)]);
        let numbers = Dictionary::from_iter([("Nums", Object::Array(numbers.collect()))]);
        let parent_tree = self.file.document.add_object(numbers);
        let root = Dictionary::from_iter([
            ("Type", name("StructTreeRoot")),
            ("K", Object::Array(top)),
            ("ParentTree", Object::Reference(parent_tree)),
            ("ParentTreeNextKey", next_key.into()),
        ]);
        self.file.document.set_object(self.root, root);
        let root = Object::Reference(self.root);
        let catalog = self.file.catalog()?;
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", Dictionary::from_iter([("Marked", true.into())]));
        Ok(())
    }
}

/// A reference to an object as text.
fn reference((number, generation): ObjectId) -> String {
    format!("{number} {generation} R")
}

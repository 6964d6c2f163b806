//! The structure: what a screen reader follows instead of the pages.
//!
//! Every node becomes a structure element (ISO 32000-1, 14.7). An element lists its children
//! and its marked content in reading order; the parent tree leads back from the marked content
//! of each page, and from each link, to its element.

use lopdf::{Dictionary, Object, ObjectId};

use super::content::Sequence;
use super::figures::{self, Areas};
use super::file::{File, count, name, text_string};
use super::links::LinkArea;
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
    tree.place_sequences(sequences);
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
        NodeRole::Link(target) if may_follow(target) => "Link",
        NodeRole::Link(_) => "Span",
    }
}

/// The attributes of an element (ISO 32000-1, 14.8.5), if its role has any.
fn attributes(role: &NodeRole) -> Option<Dictionary> {
    match role {
        NodeRole::List { numbered } => {
            let numbering = if *numbered { "Decimal" } else { "Disc" };
            Some(Dictionary::from_iter([
                ("O", name("List")),
                ("ListNumbering", name(numbering)),
            ]))
        }
        NodeRole::Cell {
            scope,
            columns,
            rows,
        } => {
            let mut attributes = Dictionary::from_iter([("O", name("Table"))]);
            if let Some(scope) = scope {
                attributes.set("Scope", name(scope_name(*scope)));
            }
            for (key, covered) in [("ColSpan", *columns), ("RowSpan", *rows)] {
                if covered > 1 {
                    attributes.set(key, count(covered));
                }
            }
            (attributes.len() > 1).then_some(attributes)
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

/// The tree while it is built.
struct Tree<'a> {
    file: &'a mut File,
    nodes: &'a [Node],
    root: ObjectId,
    elements: Vec<ObjectId>,
    /// The page on which an element starts.
    first_page: Vec<Option<usize>>,
    /// What an element holds, each with its place in reading order.
    kids: Vec<Vec<(usize, Object)>>,
    /// Where the figures are.
    figures: Areas,
    /// The parent tree: an object for each key from 0.
    parents: Vec<Object>,
}

impl<'a> Tree<'a> {
    fn new(file: &'a mut File, layout: &'a Layout) -> Self {
        let nodes = layout.structure.nodes.as_slice();
        let root = file.document.new_object_id();
        let elements = nodes
            .iter()
            .map(|_| file.document.new_object_id())
            .collect();
        let first_page = vec![None; nodes.len()];
        Self {
            file,
            nodes,
            root,
            elements,
            first_page,
            kids: vec![Vec::new(); nodes.len()],
            figures: figures::areas(layout),
            parents: Vec::new(),
        }
    }

    /// Hands every sequence to its element; its place is its index.
    fn place_sequences(&mut self, sequences: &[Sequence]) {
        for (place, sequence) in sequences.iter().enumerate() {
            let index = sequence.node.0 as usize;
            let first = *self.first_page[index].get_or_insert(sequence.page);
            let mcid = Object::Integer(count(sequence.mcid));
            let kid = if first == sequence.page {
                mcid
            } else {
                self.marked_reference(sequence.page, mcid)
            };
            self.kids[index].push((place, kid));
        }
        self.parents = self.page_parents(sequences);
    }

    /// Marked content of another page than that on which the element starts (table 324).
    fn marked_reference(&self, page: usize, mcid: Object) -> Object {
        let page = Object::Reference(self.file.pages[page]);
        Object::Dictionary(Dictionary::from_iter([
            ("Type", name("MCR")),
            ("Pg", page),
            ("MCID", mcid),
        ]))
    }

    /// For each page, the elements of its sequences by their numbers.
    fn page_parents(&mut self, sequences: &[Sequence]) -> Vec<Object> {
        let mut lists: Vec<Vec<Object>> = vec![Vec::new(); self.file.pages.len()];
        for sequence in sequences {
            lists[sequence.page].push(Object::Reference(self.element(sequence.node)));
        }
        lists
            .into_iter()
            .map(|list| Object::Reference(self.file.document.add_object(list)))
            .collect()
    }

    fn element(&self, node: NodeId) -> ObjectId {
        self.elements[node.0 as usize]
    }

    /// Adds the annotations to their pages and to the elements of their links.
    fn place_links(&mut self, links: &[LinkArea]) -> Result<(), String> {
        let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); self.file.pages.len()];
        for link in links {
            let annotation = link.annotation(count(self.parents.len()));
            let annotation = Object::Reference(self.file.document.add_object(annotation));
            let page = Object::Reference(self.file.pages[link.page]);
            let entries = [
                ("Type", name("OBJR")),
                ("Pg", page),
                ("Obj", annotation.clone()),
            ];
            // After all its text.
            self.kids[link.node.0 as usize].push((
                usize::MAX,
                Object::Dictionary(Dictionary::from_iter(entries)),
            ));
            self.parents
                .push(Object::Reference(self.element(link.node)));
            annotations[link.page].push(annotation);
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
                self.kids[parent].push((place, Object::Reference(self.elements[index])));
            }
        }
    }

    /// For each node, the first place of its own content and that of its descendants.
    fn starts(&self) -> Vec<Option<usize>> {
        let own = |kids: &Vec<(usize, Object)>| kids.first().map(|(place, _)| *place);
        let mut starts: Vec<Option<usize>> = self.kids.iter().map(own).collect();
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
        let mut top = Vec::new();
        for index in 0..self.nodes.len() {
            if self.parent(index).is_none() {
                top.push(Object::Reference(self.elements[index]));
            }
            let element = self.element_dictionary(index);
            self.file.document.set_object(self.elements[index], element);
        }
        debug_assert!(
            sequences
                .iter()
                .all(|sequence| (sequence.node.0 as usize) < self.nodes.len())
        );
        self.finish_root(top)
    }

    fn element_dictionary(&mut self, index: usize) -> Dictionary {
        let role = &self.nodes[index].role;
        let parent = self
            .parent(index)
            .map_or(self.root, |parent| self.elements[parent]);
        let mut element = Dictionary::from_iter([
            ("Type", name("StructElem")),
            ("S", name(role_name(role))),
            ("P", Object::Reference(parent)),
        ]);
        if let Some(page) = self.first_page[index] {
            element.set("Pg", Object::Reference(self.file.pages[page]));
        }
        if let NodeRole::Figure { alt } = role {
            element.set("Alt", text_string(alt));
            if let Some(area) = self.figures.get(&NodeId(index as u32)) {
                element.set("A", figures::attributes(*area));
            }
        }
        if let Some(attributes) = attributes(role) {
            element.set("A", attributes);
        }
        let mut kids = std::mem::take(&mut self.kids[index]);
        kids.sort_by_key(|(place, _)| *place);
        let mut kids: Vec<Object> = kids.into_iter().map(|(_, kid)| kid).collect();
        match kids.len() {
            0 => {}
            1 => element.set("K", kids.remove(0)),
            _ => element.set("K", kids),
        }
        element
    }

    fn finish_root(self, top: Vec<Object>) -> Result<(), String> {
        let next_key = count(self.parents.len());
        let numbers = self
            .parents
            .into_iter()
            .enumerate()
            .flat_map(|(key, value)| [Object::Integer(count(key)), value]);
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

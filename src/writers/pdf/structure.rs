//! The structure: what a screen reader follows instead of the pages.
//!
//! Every node becomes a structure element (ISO 32000-1, 14.7). An element lists its children
//! and its marked content in reading order; the parent tree leads back from the marked content
//! of each page, and from each link and each field, to its element.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId};

use super::content::Sequence;
use super::elements::Elements;
use super::fields;
use super::file::{File, count, name, reference, text_string};
use super::links::Links;
use super::places::places;
use super::standards::{self, On};
use super::tags::Tag;
use crate::layout::page::{Layout, NodeId, Structure};

/// Writes the structure, and the links and fields, which hang on it; returns its root.
pub(super) fn write(
    file: &mut File,
    layout: &Layout,
    tags: &[Tag],
    sequences: &[Sequence],
    links: &Links,
) -> Result<ObjectId, String> {
    let mut tree = Tree::new(file, layout, tags);
    tree.place_sequences(sequences)?;
    tree.place_annotations(layout, links)?;
    tree.place_children();
    tree.finish(sequences)
}

/// The tree while it is built.
struct Tree<'a> {
    file: &'a mut File,
    structure: &'a Structure,
    tags: &'a [Tag],
    elements: Elements<'a>,
    root: ObjectId,
    /// The element of the first node; those of the others have the numbers after it.
    first: u32,
    /// The page on which an element starts.
    first_page: Vec<Option<u32>>,
    /// What the elements hold.
    kids: Vec<Kid>,
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
    /// A link or a field on this page.
    Annotation { page: u32, id: ObjectId },
}

impl<'a> Tree<'a> {
    fn new(file: &'a mut File, layout: &'a Layout, tags: &'a [Tag]) -> Self {
        let root = file.document.new_object_id();
        let first = file.document.max_id + 1;
        file.document.max_id += tags.len() as u32;
        Self {
            file,
            structure: &layout.structure,
            tags,
            elements: Elements::of(layout, tags),
            root,
            first,
            first_page: vec![None; tags.len()],
            kids: Vec::with_capacity(tags.len() * 2),
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

    /// Adds the annotations to their pages and to the elements of their links and fields.
    fn place_annotations(&mut self, layout: &Layout, links: &Links) -> Result<(), String> {
        let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); self.file.pages.len()];
        let places = places(layout, &links.targets(self.structure));
        for link in &links.areas {
            let annotation = link.annotation(self.structure, &places, self.file);
            let (page, words) = (link.page, links.words(link.node));
            let id = self.place_annotation(annotation, link.node, page, &words)?;
            annotations[link.page].push(Object::Reference(id));
        }
        let mut fields = Vec::new();
        for field in fields::fields(layout) {
            let annotation = field.annotation(self.file);
            let id = self.place_annotation(annotation, field.node, field.page, &field.words())?;
            annotations[field.page].push(Object::Reference(id));
            fields.push(id);
        }
        fields::write_form(self.file, &fields)?;
        self.describe_pages(annotations)
    }

    /// Adds an annotation on a page to the element of a node.
    fn place_annotation(
        &mut self,
        mut annotation: Dictionary,
        node: NodeId,
        page: usize,
        words: &str,
    ) -> Result<ObjectId, String> {
        let own = [
            ("StructParent", count(self.parents.len()).into()),
            ("Contents", text_string(words)),
        ];
        standards::complete(On::Annotation, &mut annotation, &own)?;
        let id = self.file.document.add_object(annotation);
        let page = page as u32;
        self.kids.push(Kid {
            holder: node.0,
            // After all its text.
            place: u32::MAX,
            part: Part::Annotation { page, id },
        });
        self.parents.push(self.element(node.0));
        Ok(id)
    }

    fn describe_pages(&mut self, annotations: Vec<Vec<Object>>) -> Result<(), String> {
        for (index, annotations) in annotations.into_iter().enumerate() {
            let page = self.file.dictionary(self.file.pages[index])?;
            standards::complete(On::Page, page, &[("StructParents", count(index).into())])?;
            if annotations.is_empty() {
                page.remove(b"Annots");
            } else {
                page.set("Annots", annotations);
            }
        }
        Ok(())
    }

    /// Hands every element to its parent, among the parent's own content by the place where the
    /// element's content starts. An element without content stands after its elder sibling, and so
    /// does a note, right after its reference: its content stands at the foot of the page.
    fn place_children(&mut self) {
        let starts = self.starts();
        let mut last = vec![0; self.tags.len()];
        for (index, start) in starts.into_iter().enumerate() {
            if let Some(parent) = self.parent(index) {
                let start = start.filter(|_| self.tags[index] != Tag::Note);
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
        let mut starts: Vec<Option<u32>> = vec![None; self.tags.len()];
        for kid in &self.kids {
            let start = &mut starts[kid.holder as usize];
            *start = Some(start.map_or(kid.place, |earlier| earlier.min(kid.place)));
        }
        for index in (0..self.tags.len()).rev() {
            if let (Some(parent), Some(start)) = (self.parent(index), starts[index]) {
                starts[parent] = Some(starts[parent].map_or(start, |earlier| earlier.min(start)));
            }
        }
        starts
    }

    /// The parent of a node, which stands before it; none for a node at the root.
    fn parent(&self, index: usize) -> Option<usize> {
        self.structure.nodes[index]
            .parent
            .map(|parent| parent.0 as usize)
            .filter(|parent| *parent < index)
    }

    fn finish(mut self, sequences: &[Sequence]) -> Result<ObjectId, String> {
        // Parts of one place stay as they came.
        self.kids.sort_by_key(|kid| (kid.holder, kid.place));
        let kids = std::mem::take(&mut self.kids);
        let mut kids = kids.as_slice();
        let mut top = Vec::new();
        let mut text = String::new();
        for index in 0..self.tags.len() {
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
        let parent = self
            .parent(index)
            .map_or(self.root, |parent| self.element(parent as u32));
        let (name, parent) = (self.tags[index].name(), reference(parent));
        let _ = write!(out, "<</Type/StructElem/S/{name}/P {parent}");
        let page = self.first_page[index];
        if let Some(page) = page {
            let _ = write!(out, "/Pg {}", reference(self.file.pages[page as usize]));
        }
        self.elements.describe(NodeId(index as u32), out);
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

    fn finish_root(self, top: Vec<Object>) -> Result<ObjectId, String> {
        let first = self.first;
        let element = |node: NodeId| (first + node.0, 0);
        let identifiers = &self.elements.identifiers;
        let names = identifiers.write_tree(self.file, element)?;
        let next_key = count(self.parents.len());
        let numbers = self
            .parents
            .into_iter()
            .enumerate()
            .flat_map(|(key, parent)| [Object::Integer(count(key)), Object::Reference(parent)]);
        let numbers = Dictionary::from_iter([("Nums", Object::Array(numbers.collect()))]);
        let parent_tree = self.file.document.add_object(numbers);
        let mut root = Dictionary::from_iter([
            ("Type", name("StructTreeRoot")),
            ("K", Object::Array(top)),
            ("ParentTree", Object::Reference(parent_tree)),
            ("ParentTreeNextKey", next_key.into()),
        ]);
        if let Some(names) = names {
            root.set("IDTree", names);
        }
        let roles = role_map(self.tags);
        if !roles.is_empty() {
            root.set("RoleMap", roles);
        }
        self.file.document.set_object(self.root, root);
        Ok(self.root)
    }
}

/// What the types of our own among the tags stand for (ISO 32000-1, 14.7.3).
fn role_map(tags: &[Tag]) -> Dictionary {
    let own = [Tag::Deleted, Tag::Inserted].into_iter();
    let mut roles = Dictionary::new();
    for tag in own.filter(|tag| tags.contains(tag)) {
        if let Some(other) = tag.stands_for() {
            roles.set(tag.name(), name(other.name()));
        }
    }
    roles
}

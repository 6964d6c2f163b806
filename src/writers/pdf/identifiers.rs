//! Identifiers: the names by which elements of the structure speak of each other.
//!
//! A note must have one (ISO 14289-1, 7.9), and a header cell that other cells name as theirs
//! (ISO 32000-1, 14.8.5.7). A tree of names leads from each to its element (14.7.2, 7.9.6).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lopdf::ObjectId;

use super::file::{File, reference};
use super::tags::Tag;
use crate::layout::page::{NodeId, Structure};

/// How many names stand in one leaf of the tree.
const IN_LEAF: usize = 256;

/// The nodes whose elements have a name.
pub(super) struct Identifiers {
    nodes: BTreeSet<NodeId>,
}

impl Identifiers {
    /// Finds who needs a name.
    pub(super) fn of(structure: &Structure, tags: &[Tag]) -> Self {
        let is = |node: NodeId, wanted| tags.get(node.0 as usize) == Some(&wanted);
        let notes = (0..tags.len() as u32).map(NodeId);
        let notes = notes.filter(|node| is(*node, Tag::Note));
        let headers = structure.headers.values().flatten().copied();
        let headers = headers.filter(|node| is(*node, Tag::HeaderCell));
        Self {
            nodes: notes.chain(headers).collect(),
        }
    }

    /// The name of a node. Names are ordered as the nodes are.
    pub(super) fn get(&self, node: NodeId) -> Option<String> {
        self.nodes.contains(&node).then(|| written(node))
    }

    /// The names of the header cells of a cell, nearest first.
    pub(super) fn headers<'a>(
        &'a self,
        structure: &'a Structure,
        cell: NodeId,
    ) -> impl Iterator<Item = String> + 'a {
        let headers = structure.headers.get(&cell).into_iter().flatten();
        headers.filter_map(|header| self.get(*header))
    }

    /// Writes the tree that leads from the names to the elements, if there are names.
    pub(super) fn write_tree(
        &self,
        file: &mut File,
        element: impl Fn(NodeId) -> ObjectId,
    ) -> Result<Option<ObjectId>, String> {
        let nodes: Vec<NodeId> = self.nodes.iter().copied().collect();
        let mut leaves = String::new();
        for nodes in nodes.chunks(IN_LEAF) {
            let (first, last) = (written(nodes[0]), written(nodes[nodes.len() - 1]));
            let mut leaf = format!("<</Limits[({first})({last})]/Names[");
            for node in nodes {
                let _ = write!(leaf, "({}){} ", written(*node), reference(element(*node)));
            }
            leaf.push_str("]>>");
            let id = file.add_packed(leaf.as_bytes())?;
            let _ = write!(leaves, "{} ", reference(id));
        }
        if leaves.is_empty() {
            return Ok(None);
        }
        file.add_packed(format!("<</Kids[{leaves}]>>").as_bytes())
            .map(Some)
    }
}

fn written(node: NodeId) -> String {
    format!("n{:010}", node.0)
}

//! Places: where on the pages the nodes stand that something leads to.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::Object;

use super::file::{File, name};
use super::tags::lineage;
use crate::layout::page::{Layout, NodeId, Owner};
use crate::length::Length;

/// The upper edge of something on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The index of the page.
    pub(super) page: usize,
    /// How far the page is to be seen from, from its upper edge.
    pub(super) top: Length,
    /// The height of the page.
    height: Length,
}

/// The places of nodes.
pub(super) type Places = BTreeMap<NodeId, Place>;

/// The places of these nodes: each starts where its first content stands, or that of its parts.
/// One without any stands where the next content of the document does.
pub(super) fn places(layout: &Layout, wanted: &BTreeSet<NodeId>) -> Places {
    let mut places = Places::new();
    if wanted.is_empty() {
        return places;
    }
    for (node, place) in content(layout) {
        for (part, _) in lineage(&layout.structure, node) {
            if wanted.contains(&part) {
                let first = places.entry(part).or_insert(place);
                if first.page == place.page {
                    first.top = first.top.min(place.top);
                }
            }
        }
    }
    for node in wanted {
        if !places.contains_key(node)
            && let Some(place) = next_place(layout, *node)
        {
            places.insert(*node, place);
        }
    }
    places
}

/// All that means something, with its place.
fn content(layout: &Layout) -> impl Iterator<Item = (NodeId, Place)> {
    let pages = layout.pages.iter().enumerate();
    pages.flat_map(|(index, page)| {
        page.items.iter().filter_map(move |item| {
            let Owner::Node(node) = item.owner else {
                return None;
            };
            let [_, top, ..] = item.shape.edges();
            let (page, height) = (index, page.height);
            Some((node, Place { page, top, height }))
        })
    })
}

/// Where the content after a node starts, or the document ends.
fn next_place(layout: &Layout, node: NodeId) -> Option<Place> {
    let mut content = content(layout);
    let next = content.find(|(other, _)| *other > node);
    let last = || {
        let page = layout.pages.len().checked_sub(1)?;
        let height = layout.pages[page].height;
        let top = Length::ZERO;
        Some(Place { page, top, height })
    };
    next.map(|(_, place)| place).or_else(last)
}

impl Place {
    /// The place as a destination (ISO 32000-1, 12.3.2.2); the reader's magnification stays.
    pub(super) fn destination(&self, file: &File) -> Object {
        let top = Object::Real((self.height - self.top).to_pt() as f32);
        let page = Object::Reference(file.pages[self.page]);
        Object::Array(vec![page, name("XYZ"), Object::Null, top, Object::Null])
    }
}

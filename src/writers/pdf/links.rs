//! Links: the areas of the pages that lead somewhere, out of the document or within it.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, StringFormat};

use super::file::{File, name};
use super::fonts::Fonts;
use super::places::Places;
use super::tags::{Tag, lineage};
use crate::document::Target;
use crate::layout::page::{GlyphRun, Layout, NodeId, NodeRole, Owner, Page, Structure};
use crate::length::Length;
use crate::writers::may_follow;
use crate::writers::run::{Sentence, glyphs_of};

/// The links of a document.
pub(super) struct Links {
    /// Their areas in order: one for each piece of a line, since readers of PDF that know only
    /// the rectangle around a link must not find it in the text between two lines.
    pub(super) areas: Vec<LinkArea>,
    /// What each link says.
    words: BTreeMap<NodeId, Sentence>,
}

/// A piece of a line that is a link.
pub(super) struct LinkArea {
    /// The index of its page.
    pub(super) page: usize,
    /// The link that it belongs to.
    pub(super) node: NodeId,
    /// Left, lower, right and upper edge, from the lower left corner of the page.
    edges: [Length; 4],
}

/// Whether a link may be followed to its end.
pub(super) fn leads(target: &Target, structure: &Structure) -> bool {
    match target {
        Target::Outside(address) => may_follow(address),
        Target::Inside(anchor) => {
            let node = structure.anchors.get(anchor);
            node.is_some_and(|node| structure.nodes.get(node.0 as usize).is_some())
        }
    }
}

impl Links {
    /// The links of the pages.
    pub(super) fn of(layout: &Layout, tags: &[Tag], fonts: &Fonts) -> Self {
        let (areas, words) = (Vec::new(), BTreeMap::new());
        let mut links = Self { areas, words };
        if tags.contains(&Tag::Link) {
            for (index, page) in layout.pages.iter().enumerate() {
                links.add_page(index, page, (&layout.structure, tags), fonts);
            }
        }
        links
    }

    fn add_page(
        &mut self,
        index: usize,
        page: &Page,
        (structure, tags): (&Structure, &[Tag]),
        fonts: &Fonts,
    ) {
        // The baseline of the last area: a run goes on with it if it stands on the same line.
        let mut line: Option<(NodeId, Length)> = None;
        for item in &page.items {
            let (Owner::Node(owner), Some(run)) = (item.owner, glyphs_of(item)) else {
                continue;
            };
            let mut around_it = lineage(structure, owner).map(|(node, _)| node);
            let Some(node) = around_it.find(|node| tags[node.0 as usize] == Tag::Link) else {
                continue;
            };
            let edges = edges(run, page, fonts);
            match self.areas.last_mut() {
                Some(last) if line == Some((node, run.y)) => last.edges = around(last.edges, edges),
                _ => self.areas.push(LinkArea {
                    page: index,
                    node,
                    edges,
                }),
            }
            self.words.entry(node).or_default().add(run);
            line = Some((node, run.y));
        }
    }

    /// The nodes of the document that they lead to.
    pub(super) fn targets(&self, structure: &Structure) -> BTreeSet<NodeId> {
        let links = self.words.keys();
        links.filter_map(|link| inside(structure, *link)).collect()
    }

    /// What a link says, all its lines together.
    pub(super) fn words(&self, node: NodeId) -> String {
        self.words
            .get(&node)
            .map(Sentence::tidy)
            .unwrap_or_default()
    }
}

impl LinkArea {
    /// The annotation of the area (ISO 32000-1, 12.5.6.5), without what the standards ask of all of
    /// them, which [`super::standards`] adds.
    pub(super) fn annotation(
        &self,
        structure: &Structure,
        places: &Places,
        file: &File,
    ) -> Dictionary {
        let edges = self.edges.map(|edge| Object::Real(edge.to_pt() as f32));
        let mut annotation = Dictionary::from_iter([
            ("Type", name("Annot")),
            ("Subtype", name("Link")),
            ("Rect", Object::Array(edges.to_vec())),
            ("Border", vec![0.into(), 0.into(), 0.into()].into()),
        ]);
        if let NodeRole::Link(Target::Outside(address)) = &structure.get(self.node).role {
            let address = Object::String(ascii(address), StringFormat::Literal);
            let action = Dictionary::from_iter([("S", name("URI")), ("URI", address)]);
            annotation.set("A", Object::Dictionary(action));
        }
        let place = inside(structure, self.node).and_then(|node| places.get(&node));
        if let Some(place) = place {
            annotation.set("Dest", place.destination(file));
        }
        annotation
    }
}

/// The node that a link within the document leads to.
fn inside(structure: &Structure, link: NodeId) -> Option<NodeId> {
    match &structure.get(link).role {
        NodeRole::Link(Target::Inside(anchor)) => structure.anchors.get(anchor).copied(),
        _ => None,
    }
}

fn edges(run: &GlyphRun, page: &Page, fonts: &Fonts) -> [Length; 4] {
    let (above, below) = fonts.get(run.font).map_or((900, -200), |font| font.extent);
    let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
    let baseline = page.height - run.y;
    [
        run.x,
        baseline + run.size.per_mille(below),
        run.x + width,
        baseline + run.size.per_mille(above),
    ]
}

fn around(a: [Length; 4], b: [Length; 4]) -> [Length; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// An address in ASCII, other characters as the percent signs of their bytes (RFC 3986).
fn ascii(target: &str) -> Vec<u8> {
    let escape = |byte: u8| match byte {
        b'!'..=b'~' => vec![byte],
        _ => format!("%{byte:02X}").into_bytes(),
    };
    target.bytes().flat_map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(ascii("https://e.lt/ą b"), b"https://e.lt/%C4%85%20b");
    }
}

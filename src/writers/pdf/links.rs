//! Links: the areas of the pages that lead somewhere.

use lopdf::{Dictionary, Object, StringFormat};

use super::file::{name, text_string};
use super::fonts::Fonts;
use super::run::glyphs_of;
use crate::layout::page::{GlyphRun, Layout, NodeId, NodeRole, Owner, Page, Structure};
use crate::length::Length;
use crate::writers::may_follow;

/// A piece of a line that is a link.
pub(super) struct LinkArea {
    /// The index of its page.
    pub(super) page: usize,
    /// The link that it belongs to.
    pub(super) node: NodeId,
    target: String,
    /// Left, lower, right and upper edge, from the lower left corner of the page.
    edges: [Length; 4],
}

/// The areas of all links in order.
pub(super) fn areas(layout: &Layout, fonts: &Fonts) -> Vec<LinkArea> {
    let pages = layout.pages.iter().enumerate();
    pages
        .flat_map(|(index, page)| page_areas(index, page, &layout.structure, fonts))
        .collect()
}

fn page_areas(index: usize, page: &Page, structure: &Structure, fonts: &Fonts) -> Vec<LinkArea> {
    let mut areas: Vec<LinkArea> = Vec::new();
    // The baseline of the last area: a run goes on with it if it stands on the same line.
    let mut line: Option<(NodeId, Length)> = None;
    for item in &page.items {
        let (Owner::Node(node), Some(run)) = (item.owner, glyphs_of(item)) else {
            continue;
        };
        let Some(target) = target(structure, node) else {
            continue;
        };
        let edges = edges(run, page, fonts);
        match areas.last_mut() {
            Some(last) if line == Some((node, run.y)) => last.edges = around(last.edges, edges),
            _ => areas.push(LinkArea {
                page: index,
                node,
                target: target.to_owned(),
                edges,
            }),
        }
        line = Some((node, run.y));
    }
    areas
}

/// Where the node leads, if it is a link that may be followed.
fn target(structure: &Structure, node: NodeId) -> Option<&str> {
    match &structure.nodes.get(node.0 as usize)?.role {
        NodeRole::Link(target) => target.address().filter(|address| may_follow(address)),
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

impl LinkArea {
    /// The annotation (ISO 32000-1, 12.5.6.5). It is printed, since PDF/A asks for that, but has
    /// no border; `parent` is its key in the tree that leads back to the structure.
    pub(super) fn annotation(&self, parent: i64) -> Dictionary {
        let edges = self.edges.map(|edge| Object::Real(edge.to_pt() as f32));
        let target = Object::String(ascii(&self.target), StringFormat::Literal);
        let action = Dictionary::from_iter([("S", name("URI")), ("URI", target)]);
        Dictionary::from_iter([
            ("Type", name("Annot")),
            ("Subtype", name("Link")),
            ("Rect", Object::Array(edges.to_vec())),
            ("Border", vec![0.into(), 0.into(), 0.into()].into()),
            ("F", 4.into()),
            ("A", Object::Dictionary(action)),
            ("Contents", text_string(&self.target)),
            ("StructParent", parent.into()),
        ])
    }
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

//! Figures: where they stand on their pages.
//!
//! PDF/UA asks for the area of a figure beside its words (ISO 32000-1, table 344).

use std::collections::BTreeMap;

use crate::layout::page::{Layout, NodeId, NodeRole, Owner};
use crate::length::Length;

/// Left, lower, right and upper edge of every figure, from the lower left corner of its page.
pub(super) type Areas = BTreeMap<NodeId, [Length; 4]>;

/// The areas of all figures; of a figure on several pages, that on the first.
pub(super) fn areas(layout: &Layout) -> Areas {
    let mut areas = Areas::new();
    for page in &layout.pages {
        let mut here = Areas::new();
        for item in &page.items {
            let Owner::Node(node) = item.owner else {
                continue;
            };
            let role = layout
                .structure
                .nodes
                .get(node.0 as usize)
                .map(|node| &node.role);
            if !matches!(role, Some(NodeRole::Figure { .. })) {
                continue;
            }
            let [left, top, right, bottom] = item.shape.edges();
            let (lower, upper) = (page.height - bottom, page.height - top);
            let area = here.entry(node).or_insert([left, lower, right, upper]);
            *area = [
                area[0].min(left),
                area[1].min(lower),
                area[2].max(right),
                area[3].max(upper),
            ];
        }
        for (node, area) in here {
            areas.entry(node).or_insert(area);
        }
    }
    areas
}

/// The attributes of a figure with this area, in the syntax of PDF.
pub(super) fn attributes(area: [Length; 4]) -> String {
    let [left, lower, right, upper] = area.map(|edge| edge.to_pt() as f32);
    format!("<</O/Layout/Placement/Block/BBox[{left} {lower} {right} {upper}]>>")
}

//! The indicators of a kind: what is computed from the figures of a document.
//!
//! `templates/<kind>/figures.yaml` lists them; their names and units are labels.

use super::fields::Fields;
use crate::diagnostics::Sink;
use crate::source::Span;
use crate::yaml::Node;

/// A figure that is computed from others by a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// The name, such as `visits-per-reader`; labels are found by it.
    pub id: String,
    /// The formula over the names of figures, such as `visits / readers`.
    pub formula: String,
    /// Where the formula stands.
    pub place: Span,
    /// How many decimals are kept; the rest is rounded half up.
    pub decimals: u32,
}

/// Reads `indicators: [{ id, formula, decimals }]`; `None` if something is wrong with it.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Vec<Indicator>> {
    Fields::new(node, &["indicators"], sink);
    let items = node.get("indicators").map(Node::items).unwrap_or_default();
    items.iter().map(|item| indicator(item, sink)).collect()
}

fn indicator(node: &Node, sink: &mut Sink) -> Option<Indicator> {
    let mut fields = Fields::new(node, &["id", "formula", "decimals"], sink);
    let (id, formula, decimals) = (
        fields.text("id"),
        fields.text("formula"),
        fields.whole("decimals"),
    );
    if id.is_none() {
        fields.missing("id");
    }
    if formula.is_none() {
        fields.missing("formula");
    }
    let place = node.get("formula").map_or(node.span, |node| node.span);
    Some(Indicator {
        id: id?.to_owned(),
        formula: formula?.to_owned(),
        place,
        decimals: decimals.unwrap_or(2),
    })
}

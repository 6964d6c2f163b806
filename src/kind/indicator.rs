//! The indicators of a kind: what is computed from the figures of a document.
//!
//! `templates/common/figures.yaml` lists the usual ones, `templates/<kind>/figures.yaml` those of
//! a kind; their names and units are labels.

use rust_decimal::{Decimal, RoundingStrategy};

use super::fields::Fields;
use crate::diagnostics::{Sink, say};
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
    /// How many decimals are kept.
    pub decimals: u32,
    /// How the rest is rounded.
    pub rounding: Rounding,
}

/// How a number loses decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rounding {
    /// A half goes away from zero, as everybody learns at school.
    #[default]
    HalfUp,
    /// A half goes to the even neighbour.
    HalfEven,
    /// What is too much is cut off.
    Down,
    /// Away from zero.
    Up,
}

impl Rounding {
    /// The rounding of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "half-up" => Some(Self::HalfUp),
            "half-even" => Some(Self::HalfEven),
            "down" => Some(Self::Down),
            "up" => Some(Self::Up),
            _ => None,
        }
    }

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Down => "down",
            Self::Up => "up",
        }
    }

    /// Rounds, and keeps exactly this many decimals.
    #[must_use]
    pub fn apply(self, value: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Down => RoundingStrategy::ToZero,
            Self::Up => RoundingStrategy::AwayFromZero,
        };
        let mut rounded = value.round_dp_with_strategy(decimals, strategy);
        rounded.rescale(decimals);
        rounded
    }
}

/// Reads `indicators: [{ id, formula, decimals, rounding }]`; `None` if something is wrong.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Option<Vec<Indicator>> {
    Fields::new(node, &["indicators"], sink);
    let items = node.get("indicators").map(Node::items).unwrap_or_default();
    items.iter().map(|item| indicator(item, sink)).collect()
}

fn indicator(node: &Node, sink: &mut Sink) -> Option<Indicator> {
    let mut fields = Fields::new(node, &["id", "formula", "decimals", "rounding"], sink);
    let (id, formula, decimals) = (
        fields.text("id"),
        fields.text("formula"),
        fields.whole("decimals"),
    );
    let wanted = say!("`half-up`, `half-even`, `down` or `up`");
    let rounding = fields.read("rounding", &wanted, Rounding::named);
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
        rounding: rounding.unwrap_or_default(),
    })
}

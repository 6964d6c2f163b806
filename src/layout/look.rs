//! Looks: the face, size and height of glyphs, what they belong to, and what a comparison says of them.

use super::page::NodeId;
use crate::document::{Baseline, Revision, Text};
use crate::kind::style::{Face, ParagraphStyle};
use crate::length::Length;

/// How glyphs look, and what they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// The face.
    pub face: Face,
    /// The size.
    pub size: Length,
    /// How far they are raised over the line.
    pub rise: Length,
    /// What they are content of.
    pub owner: NodeId,
    /// What a comparison says of them.
    pub revision: Option<Revision>,
}

/// Raised and lowered text is this many thousandths of the size of the text around it.
const SMALL: i64 = 580;

impl Look {
    /// The look of text of this emphasis in a paragraph of this style.
    pub(super) fn of(
        text: &Text,
        style: &ParagraphStyle,
        (owner, revision): (NodeId, Option<Revision>),
    ) -> Self {
        let emphasis = text.emphasis;
        let face = Face::of(
            style.strong || emphasis.strong,
            style.stressed || emphasis.stressed,
        );
        let small = style.size.per_mille(SMALL);
        let (size, rise) = match emphasis.baseline {
            Baseline::Normal => (style.size, Length::ZERO),
            Baseline::Raised => (small, style.size / 3),
            Baseline::Lowered => (small, -(style.size / 6)),
        };
        Self {
            face,
            size,
            rise,
            owner,
            revision,
        }
    }
}

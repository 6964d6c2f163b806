//! Sections: runs of pages of one orientation, with their size, margins and header.

use docx_rs::{
    FooterReference, HeaderReference, PageMargin, PageOrientationType, PageSize, SectionProperty,
};

use crate::document::{Block, Document, Orientation};
use crate::kind::style::PageStyle;
use crate::length::Length;

use super::headers::{self, Edges, ShownOn};

/// Neighbours of one orientation as one section: between them no page ends.
pub(super) struct Run<'a> {
    /// How the pages lie.
    pub(super) orientation: Orientation,
    /// The blocks in reading order.
    pub(super) blocks: Vec<&'a Block>,
}

/// The sections of a document, at least one. Those without blocks make no pages.
pub(super) fn runs(document: &Document) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for section in document
        .sections
        .iter()
        .filter(|section| !section.blocks.is_empty())
    {
        match runs.last_mut() {
            Some(run) if run.orientation == section.orientation => {
                run.blocks.extend(&section.blocks);
            }
            _ => runs.push(Run {
                orientation: section.orientation,
                blocks: section.blocks.iter().collect(),
            }),
        }
    }
    if runs.is_empty() {
        runs.push(Run {
            orientation: Orientation::Portrait,
            blocks: Vec::new(),
        });
    }
    runs
}

/// What Word is told about a section. Every section names its header and footer: one that names
/// none would show that of the section before it, which is the same today and not after an edit.
pub(super) fn properties(
    style: &PageStyle,
    edges: Edges,
    orientation: Orientation,
    first: bool,
) -> SectionProperty {
    let page = style.sheet(orientation);
    let twips = |length: Length| length.to_twips().clamp(0, 31_680) as i32;
    let size = PageSize::new().size(twips(page.width) as u32, twips(page.height) as u32);
    let size = match orientation {
        Orientation::Portrait => size,
        Orientation::Landscape => size.orient(PageOrientationType::Landscape),
    };
    let margins = PageMargin::new()
        .top(twips(page.margins.top))
        .right(twips(page.margins.right))
        .bottom(twips(page.margins.bottom))
        .left(twips(page.margins.left))
        .header(twips(style.number_top))
        .footer(twips(style.number_top));
    let mut section = SectionProperty::new().page_size(size).page_margin(margins);
    section.space = 708;
    let head = |kind, id| edges.head.then(|| HeaderReference::new(kind, id));
    let foot = |kind, id| edges.foot.then(|| FooterReference::new(kind, id));
    section.header_reference = head("default", headers::HEADER);
    section.footer_reference = foot("default", headers::FOOTER);
    if first && edges.shown == ShownOn::AllButFirst {
        section.first_header_reference = head("first", headers::FIRST_HEADER);
        section.first_footer_reference = foot("first", headers::FIRST_FOOTER);
        section.title_pg = true;
    }
    section
}

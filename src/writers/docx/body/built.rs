//! A paragraph while it is made: docx-rs's, and what it may still learn of its neighbours.

use std::sync::LazyLock;

use docx_rs::{
    BuildXML, IndentLevel, LineSpacing, NumberingId, NumberingProperty, Paragraph, ParagraphChild,
    ParagraphProperty, Tab, TabLeaderType, TabValueType,
};

use crate::kind::style::ParagraphStyle;
use crate::length::Length;
use crate::writers::docx::conform::{Additions, conform};
use crate::writers::docx::names;
use crate::writers::docx::numbering::Numbered;
use crate::writers::docx::xml::Xml;

use super::marked::Marked;

/// A paragraph that may still learn what stands around it.
pub(super) struct Built<'a> {
    /// The paragraph. It is some kilobytes large, so it stays in its place and is changed there.
    pub(super) paragraph: Box<Paragraph>,
    /// How its role looks.
    pub(super) style: &'a ParagraphStyle,
    /// The space above, where it is not that of the role.
    pub(super) before: Option<Length>,
    /// The space below, where it is not that of the role.
    pub(super) after: Option<Length>,
    /// What a comparison says of it.
    pub(super) marked: Marked,
}

impl<'a> Built<'a> {
    /// A paragraph with the spaces of its role.
    pub(super) fn new(paragraph: Box<Paragraph>, style: &'a ParagraphStyle) -> Self {
        Self {
            paragraph,
            style,
            before: None,
            after: None,
            marked: Marked::default(),
        }
    }

    /// The paragraph that Word needs where the document has none.
    pub(super) fn gap() -> Self {
        static PLAIN: LazyLock<ParagraphStyle> = LazyLock::new(ParagraphStyle::default);
        Self::new(paragraph(names::GAP, Vec::new()), &PLAIN)
    }

    /// Makes it a paragraph of a list.
    pub(super) fn number(&mut self, Numbered { num, level }: Numbered) {
        let (num, level) = (NumberingId::new(num), IndentLevel::new(level));
        let numbering = NumberingProperty::new().add_num(num, level);
        self.paragraph.property.numbering_property = Some(numbering);
    }

    /// Has it stay with what follows.
    pub(super) fn keep(&mut self, keep: bool) {
        let wanted = &mut self.paragraph.property.keep_next;
        *wanted = keep.then_some(true).or(*wanted);
    }

    /// The space below.
    pub(super) fn space_after(&self) -> Length {
        self.after.unwrap_or(self.style.space_after)
    }

    /// Makes the space above at least this.
    pub(super) fn before_at_least(&mut self, space: Length) {
        self.before = Some(self.before.unwrap_or(self.style.space_before).max(space));
    }

    /// Makes the space below at least this.
    pub(super) fn after_at_least(&mut self, space: Length) {
        self.after = Some(self.space_after().max(space));
    }

    /// Writes the paragraph.
    pub(super) fn write(self, additions: &Additions, xml: &mut Xml) -> Result<(), String> {
        conform(&self.finish().build(), additions, xml.bytes())
    }

    /// Puts a tab stop at the right edge of the text, if the style has it not there.
    pub(super) fn tab_at_edge(&mut self, width: Length, of: Option<i64>, dotted: bool) {
        let place = width.to_twips().max(0);
        let tabs = &mut self.paragraph.property.tabs;
        if of == Some(place) {
            return;
        }
        let at = |place: i64| Tab::new().pos(place.max(0) as usize);
        tabs.extend(of.map(|other| at(other).val(TabValueType::Clear)));
        let tab = at(place).val(TabValueType::Right);
        tabs.push(if dotted {
            tab.leader(TabLeaderType::Dot)
        } else {
            tab
        });
    }

    /// The paragraph with the spaces that differ from its role's, and no word of what that says.
    pub(super) fn finish(mut self) -> Box<Paragraph> {
        self.settle_spaces();
        self.paragraph
    }

    /// Settles the properties: after this, they are those that are written.
    pub(super) fn settle_spaces(&mut self) {
        let keep_next = &mut self.paragraph.property.keep_next;
        *keep_next = keep_next.filter(|keep| *keep != self.style.keep_with_next);
        let twips = |length: Length| length.to_twips().max(0) as u32;
        let before = self
            .before
            .take()
            .filter(|space| *space != self.style.space_before)
            .map(twips);
        let after = self
            .after
            .take()
            .filter(|space| *space != self.style.space_after)
            .map(twips);
        let spacing = match (before, after) {
            (None, None) => return,
            (Some(before), None) => LineSpacing::new().before(before),
            (None, Some(after)) => LineSpacing::new().after(after),
            (Some(before), Some(after)) => LineSpacing::new().before(before).after(after),
        };
        self.paragraph.property.line_spacing = Some(spacing);
    }
}

/// A paragraph made by hand: `Paragraph::new` counts an identity that is not wanted.
pub(super) fn paragraph(style: &str, children: Vec<ParagraphChild>) -> Box<Paragraph> {
    let mut paragraph = Box::new(Paragraph {
        id: String::new(),
        children,
        property: ParagraphProperty::new(),
        has_numbering: false,
    });
    paragraph.property.style = Some(docx_rs::ParagraphStyle::new(Some(style)));
    paragraph
}

/// A place in a line as docx-rs takes it, in twentieths of a point.
pub(super) fn position(place: Length) -> usize {
    place.to_twips().max(0) as usize
}

/// About how tall a line is; the lines of the typefaces of documents are 1.15 times their size.
pub(super) fn line_height(style: &ParagraphStyle) -> Length {
    style.size.per_mille(1150).per_mille(style.leading)
}

//! Looks as properties of a style: how a paragraph and its characters differ from those of the base.

use crate::kind::style::{Align, ParagraphStyle};
use crate::length::Length;
use crate::writers::docx::numbering::Numbered;
use crate::writers::docx::xml::Xml;

use super::Uses;

/// What a style says of its paragraphs beyond their look.
#[derive(Clone, Copy, Default)]
pub(super) struct Told<'a> {
    /// What the role is used for.
    pub(super) uses: Option<(&'a Uses, &'a str)>,
    /// What numbers them, where it is another than of the base's.
    pub(super) numbering: Option<Numbered>,
    /// The value of `w:outlineLvl`, where it is another than the base's.
    pub(super) outline: Option<u8>,
}

/// Writes how a paragraph differs from its base, in the order of 17.3.1.26.
pub(super) fn paragraph_properties(
    xml: &mut Xml,
    own: &ParagraphStyle,
    base: &ParagraphStyle,
    told: &Told<'_>,
) {
    xml.open("w:pPr", &[]);
    if own.keep_with_next != base.keep_with_next {
        xml.toggle("w:keepNext", own.keep_with_next);
    }
    if told.uses.is_some_and(|(uses, role)| uses.is_whole(role)) {
        xml.toggle("w:keepLines", true);
    }
    if let Some(numbered) = told.numbering {
        numbered.write(xml);
    }
    if let Some((uses, role)) = told.uses {
        uses.write_tabs(role, xml);
    }
    if own.hyphenate != base.hyphenate {
        xml.toggle("w:suppressAutoHyphens", !own.hyphenate);
    }
    spacing(xml, own, base);
    indents(xml, own, base);
    if own.align != base.align {
        xml.value("w:jc", alignment(own.align));
    }
    if let Some(value) = told.outline {
        xml.value("w:outlineLvl", &value.to_string());
    }
    xml.close();
}

/// The value of `w:outlineLvl`: from 0, and 9 for text that is no heading (17.3.1.20).
pub(in crate::writers::docx) fn outline_value(level: Option<u8>) -> u8 {
    level.map_or(9, |level| level.saturating_sub(1).min(8))
}

/// Each attribute is inherited on its own. A line is counted in 240ths of a single one (17.3.1.33).
fn spacing(xml: &mut Xml, own: &ParagraphStyle, base: &ParagraphStyle) {
    let mut attributes = Vec::new();
    if own.space_before != base.space_before {
        attributes.push(("w:before", twips(own.space_before)));
    }
    if own.space_after != base.space_after {
        attributes.push(("w:after", twips(own.space_after)));
    }
    if own.leading != base.leading {
        attributes.push(("w:line", ((own.leading * 240 + 500) / 1000).to_string()));
        attributes.push(("w:lineRule", "auto".to_owned()));
    }
    leaf_unless_empty(xml, "w:spacing", &attributes);
}

fn indents(xml: &mut Xml, own: &ParagraphStyle, base: &ParagraphStyle) {
    let mut attributes = Vec::new();
    if own.indent != base.indent {
        attributes.push(("w:left", own.indent.to_twips().to_string()));
    }
    if own.first_line != base.first_line {
        let hanging = own.first_line < Length::ZERO;
        attributes.push(if hanging {
            ("w:hanging", twips(-own.first_line))
        } else {
            ("w:firstLine", twips(own.first_line))
        });
    }
    leaf_unless_empty(xml, "w:ind", &attributes);
}

fn leaf_unless_empty(xml: &mut Xml, name: &'static str, attributes: &[(&'static str, String)]) {
    if !attributes.is_empty() {
        let attributes: Vec<_> = attributes
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        xml.leaf(name, &attributes);
    }
}

/// The name of an alignment (17.18.44): both edges are „both“.
pub(super) fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        // A number that is to be aligned by its sign says so where it stands.
        Align::Right | Align::Decimal => "right",
        Align::Justify => "both",
    }
}

/// Writes how the characters differ from the base, in the order of 17.3.2.28.
pub(super) fn run_properties(xml: &mut Xml, own: &ParagraphStyle, base: &ParagraphStyle) {
    let look = |style: &ParagraphStyle| (style.strong, style.stressed, style.capitals, style.size);
    if look(own) == look(base) {
        return;
    }
    let toggles = [
        ("w:b", own.strong, base.strong),
        ("w:bCs", own.strong, base.strong),
        ("w:i", own.stressed, base.stressed),
        ("w:iCs", own.stressed, base.stressed),
        ("w:caps", own.capitals, base.capitals),
    ];
    xml.open("w:rPr", &[]);
    for (name, own, _) in toggles.into_iter().filter(|(_, own, base)| own != base) {
        xml.toggle(name, own);
    }
    if own.size != base.size {
        size(xml, own.size);
    }
    xml.close();
}

/// Sizes are counted in half points (17.3.2.38).
pub(super) fn size(xml: &mut Xml, size: Length) {
    let half_points = ((size.to_milli() * 2 + 500) / 1000).max(2).to_string();
    xml.value("w:sz", &half_points);
    xml.value("w:szCs", &half_points);
}

/// A distance that may not be negative, in twentieths of a point.
pub(super) fn twips(length: Length) -> String {
    length.to_twips().max(0).to_string()
}

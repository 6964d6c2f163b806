//! `styles.xml`: the roles as styles, so that a person changes a look in one place.
//!
//! docx-rs fixes a „Normal“ that is not the default and has no words for the language or for the
//! borders of a table style, so this part is written straight. A style says only how it differs
//! from the one it is based on (ECMA-376 Part 1, 17.7.2).

use std::collections::BTreeMap;

use crate::document::{Block, Document, Role};
use crate::kind::style::{Align, ParagraphStyle, Style};
use crate::length::Length;

use super::names::{self, Names, Shelf};
use super::numbering::{Numbered, Numbering};
use super::xml::{WORD, Xml, clean};

pub(super) mod tables;

/// The outline level of each role that a heading uses: that of its first heading.
pub(super) type Outline = BTreeMap<Role, u8>;

/// Finds out which roles are those of headings.
pub(super) fn outline(document: &Document, style: &Style) -> Outline {
    let built_in = style
        .paragraphs
        .keys()
        .filter_map(|role| Some((role.clone(), names::heading_level(role)?)));
    let mut outline: Outline = built_in.collect();
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Heading(heading) = block {
            outline.entry(heading.role.clone()).or_insert(heading.level);
        }
    }
    outline
}

/// Writes the part.
pub(super) fn write(
    style: &Style,
    names: &Names,
    outline: &Outline,
    numbering: &Numbering,
    lang: &str,
) -> Vec<u8> {
    let mut xml = Xml::part("w:styles", &[WORD]);
    let normal = normal(style);
    defaults(&mut xml, style, &normal, lang);
    latent(&mut xml);
    built_in(&mut xml);
    let entry = Entry {
        style,
        names,
        outline,
        numbering,
        normal: &normal,
    };
    for (role, paragraph) in &style.paragraphs {
        entry.write(&mut xml, role, paragraph);
    }
    header(&mut xml, style);
    footnote_reference(&mut xml);
    gap(&mut xml, names.gap());
    for (role, figure) in &style.figures {
        xml.open("w:style", &custom("paragraph", &names::figure_id(role)));
        xml.value("w:name", names.figure(role));
        xml.value("w:basedOn", names::NORMAL);
        shelve(&mut xml, Shelf::List(50));
        paragraph_properties(&mut xml, &figure.line, &normal, Told::default());
        xml.close();
    }
    for (role, table) in &style.tables {
        tables::write(&mut xml, names.table(role), role, table, style);
    }
    xml.finish()
}

/// What „Normal“ looks like: the size of body text, and nothing else of it, so that what a person
/// adds has no indents it did not ask for.
fn normal(style: &Style) -> ParagraphStyle {
    ParagraphStyle {
        size: style
            .paragraphs
            .get("body")
            .map_or(Length::pt(12), |body| body.size),
        hyphenate: true,
        ..ParagraphStyle::default()
    }
}

/// What holds where no style says otherwise (17.7.5).
fn defaults(xml: &mut Xml, style: &Style, normal: &ParagraphStyle, lang: &str) {
    let font = clean(&style.typeface.name);
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    xml.leaf(
        "w:rFonts",
        &["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"].map(|name| (name, font.as_ref())),
    );
    size(xml, normal.size);
    if !lang.is_empty() {
        xml.value("w:lang", &clean(lang));
    }
    xml.close();
    xml.close();
    xml.open("w:pPrDefault", &[]);
    xml.open("w:pPr", &[]);
    xml.leaf("w:widowControl", &[]);
    let single = [
        ("w:before", "0"),
        ("w:after", "0"),
        ("w:line", "240"),
        ("w:lineRule", "auto"),
    ];
    xml.leaf("w:spacing", &single);
    xml.close();
    xml.close();
    xml.close();
}

/// How many styles Word 2016 and later have of their own.
const OF_WORD: &str = "376";

/// The styles of Word that the document does not define stay out of sight until a person asks for
/// all of them (17.7.4.5): the list shows what this sort of document is made of.
fn latent(xml: &mut Xml) {
    let hidden = [
        ("w:defLockedState", "0"),
        ("w:defUIPriority", "99"),
        ("w:defSemiHidden", "1"),
        ("w:defUnhideWhenUsed", "1"),
        ("w:defQFormat", "0"),
        ("w:count", OF_WORD),
    ];
    xml.leaf("w:latentStyles", &hidden);
}

/// The styles that every document of Word has: a default one of each type (17.7.4.17).
fn built_in(xml: &mut Xml) {
    let default = |kind, id| [("w:type", kind), ("w:default", "1"), ("w:styleId", id)];
    xml.open("w:style", &default("paragraph", names::NORMAL));
    xml.value("w:name", "Normal");
    xml.leaf("w:qFormat", &[]);
    xml.close();
    xml.open("w:style", &default("character", "DefaultParagraphFont"));
    hidden(xml, "Default Paragraph Font");
    xml.close();
    xml.open("w:style", &default("table", names::TABLE_NORMAL));
    hidden(xml, "Normal Table");
    tables::normal(xml);
    xml.close();
    xml.open("w:style", &default("numbering", "NoList"));
    hidden(xml, "No List");
    xml.close();
}

fn hidden(xml: &mut Xml, name: &str) {
    xml.value("w:name", name);
    xml.value("w:uiPriority", "99");
    xml.leaf("w:semiHidden", &[]);
    xml.leaf("w:unhideWhenUsed", &[]);
}

/// What the style of a role is written from.
struct Entry<'a> {
    style: &'a Style,
    names: &'a Names,
    outline: &'a Outline,
    numbering: &'a Numbering,
    normal: &'a ParagraphStyle,
}

impl Entry<'_> {
    fn write(&self, xml: &mut Xml, role: &Role, paragraph: &ParagraphStyle) {
        let base = self.base(role, paragraph);
        let base_style = base
            .and_then(|base| self.style.paragraphs.get(base))
            .unwrap_or(self.normal);
        let base_id = base.map_or(names::NORMAL.to_owned(), |base| names::paragraph_id(base));
        let first_row = tables::first_row_look(self.style, role);
        let (base_id, base_style) = match &first_row {
            Some(look) => {
                self.first_row(xml, role, look, (&base_id, base_style));
                (names::first_row_id(role), look)
            }
            None => (base_id, base_style),
        };
        let level = self.outline.get(role).copied();
        let id = names::paragraph_id(role);
        let attributes = if self.names.is_built_in(role) { 2 } else { 3 };
        xml.open("w:style", &custom("paragraph", &id)[..attributes]);
        xml.value("w:name", self.names.paragraph(role));
        xml.value("w:basedOn", &base_id);
        if level.is_some() && self.style.paragraphs.contains_key("body") {
            xml.value("w:next", &names::paragraph_id("body"));
        }
        shelve(xml, names::shelf(role));
        let inherited = base.and_then(|base| self.outline.get(base)).copied();
        let told = Told {
            numbering: self.numbering(role, base),
            outline: (level != inherited).then(|| outline_value(level)),
        };
        paragraph_properties(xml, paragraph, base_style, told);
        run_properties(xml, paragraph, base_style);
        xml.close();
    }

    /// The list that the style numbers its paragraphs in; list 0, which is none, where the base has
    /// one that is not for this role.
    fn numbering(&self, role: &str, base: Option<&Role>) -> Option<Numbered> {
        const NONE: Numbered = Numbered { num: 0, level: 0 };
        let inherited = base.and_then(|base| self.numbering.of_style(base));
        let own = self.numbering.of_style(role);
        own.or(inherited.map(|_| NONE))
    }

    /// The style of a header role in the first row of a table: all of its look but for what the
    /// style of the table says there. The style of the role is based on it, so that a person
    /// changes both at once.
    fn first_row(
        &self,
        xml: &mut Xml,
        role: &Role,
        look: &ParagraphStyle,
        (base_id, base): (&str, &ParagraphStyle),
    ) {
        let id = names::first_row_id(role);
        xml.open("w:style", &custom("paragraph", &id));
        xml.value("w:name", self.names.first_row(role));
        xml.value("w:basedOn", base_id);
        shelve(xml, Shelf::List(31));
        paragraph_properties(xml, look, base, Told::default());
        run_properties(xml, look, base);
        xml.close();
    }

    /// The role it is based on, if the style knows it and it does not lead back here.
    fn base<'b>(&self, role: &Role, paragraph: &'b ParagraphStyle) -> Option<&'b Role> {
        let base = paragraph.base.as_ref()?;
        let mut above = base;
        for _ in 0..self.style.paragraphs.len() {
            if above == role {
                return None;
            }
            match self.style.paragraphs.get(above)?.base.as_ref() {
                Some(next) => above = next,
                None => return Some(base),
            }
        }
        None
    }
}

/// Writes where a style stands for a person who looks for one, in the order of 17.7.4.17.
fn shelve(xml: &mut Xml, shelf: Shelf) {
    let priority = |priority: u8| priority.to_string();
    match shelf {
        Shelf::Gallery(place) => {
            xml.value("w:uiPriority", &priority(place));
            xml.leaf("w:qFormat", &[]);
        }
        Shelf::List(place) => xml.value("w:uiPriority", &priority(place)),
        Shelf::Hidden => {
            xml.value("w:uiPriority", "99");
            xml.leaf("w:semiHidden", &[]);
        }
    }
}

fn custom<'a>(kind: &'a str, id: &'a str) -> [(&'a str, &'a str); 3] {
    [("w:type", kind), ("w:styleId", id), ("w:customStyle", "1")]
}

/// What a style says of its paragraphs beyond their look.
#[derive(Clone, Copy, Default)]
struct Told {
    /// What numbers them, where it is another than of the base's.
    numbering: Option<Numbered>,
    /// The value of `w:outlineLvl`, where it is another than the base's.
    outline: Option<u8>,
}

/// Writes how a paragraph differs from its base, in the order of 17.3.1.26.
fn paragraph_properties(xml: &mut Xml, own: &ParagraphStyle, base: &ParagraphStyle, told: Told) {
    xml.open("w:pPr", &[]);
    if own.keep_with_next != base.keep_with_next {
        xml.toggle("w:keepNext", own.keep_with_next);
    }
    if let Some(numbered) = told.numbering {
        numbered.write(xml);
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
pub(super) fn outline_value(level: Option<u8>) -> u8 {
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
fn run_properties(xml: &mut Xml, own: &ParagraphStyle, base: &ParagraphStyle) {
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
fn size(xml: &mut Xml, size: Length) {
    let half_points = ((size.to_milli() * 2 + 500) / 1000).max(2).to_string();
    xml.value("w:sz", &half_points);
    xml.value("w:szCs", &half_points);
}

/// A distance that may not be negative, in twentieths of a point.
fn twips(length: Length) -> String {
    length.to_twips().max(0).to_string()
}

/// The line at the top of a page; it looks as the role `page-number` says, if there is one.
fn header(xml: &mut Xml, style: &Style) {
    let role = "page-number";
    let known = style.paragraphs.contains_key(role);
    xml.open(
        "w:style",
        &[("w:type", "paragraph"), ("w:styleId", names::HEADER)],
    );
    xml.value("w:name", "header");
    xml.value(
        "w:basedOn",
        &if known {
            names::paragraph_id(role)
        } else {
            names::NORMAL.to_owned()
        },
    );
    xml.value("w:uiPriority", "99");
    xml.open("w:pPr", &[]);
    xml.value("w:jc", "center");
    xml.close();
    xml.close();
}

/// The number of a footnote, in the text and in the note: raised (17.3.2.42).
fn footnote_reference(xml: &mut Xml) {
    let id = names::FOOTNOTE_REFERENCE;
    xml.open("w:style", &[("w:type", "character"), ("w:styleId", id)]);
    xml.value("w:name", "footnote reference");
    xml.value("w:basedOn", "DefaultParagraphFont");
    xml.value("w:uiPriority", "99");
    xml.open("w:rPr", &[]);
    xml.value("w:vertAlign", "superscript");
    xml.close();
    xml.close();
}

/// A line of one point: Word wants a paragraph after every table.
fn gap(xml: &mut Xml, name: &str) {
    xml.open("w:style", &custom("paragraph", names::GAP));
    xml.value("w:name", name);
    xml.value("w:basedOn", names::NORMAL);
    shelve(xml, Shelf::Hidden);
    xml.open("w:pPr", &[]);
    xml.leaf("w:spacing", &[("w:line", "20"), ("w:lineRule", "exact")]);
    xml.close();
    xml.open("w:rPr", &[]);
    size(xml, Length::pt(1));
    xml.close();
    xml.close();
}

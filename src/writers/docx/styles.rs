//! `styles.xml`: the roles as styles, so that a person changes a look in one place.
//!
//! docx-rs fixes a „Normal“ that is not the default and has no words for the language or for the
//! borders of a table style, so this part is written straight. A style says only how it differs
//! from the one it is based on (ECMA-376 Part 1, 17.7.2).

use crate::document::Role;
use crate::kind::style::{ParagraphStyle, Style};
use crate::length::Length;

use super::names::{self, Names, Shelf};
use super::numbering::{Numbered, Numbering};
use super::xml::{WORD, Xml};

mod given;
mod looks;
pub(super) mod tables;
mod uses;

pub(super) use looks::outline_value;
use looks::{Told, paragraph_properties, run_properties};
pub(super) use uses::Uses;

/// Writes the part.
pub(super) fn write(
    style: &Style,
    names: &Names,
    uses: &Uses,
    numbering: &Numbering,
    lang: &str,
) -> Vec<u8> {
    let mut xml = Xml::part("w:styles", &[WORD]);
    let normal = normal(style);
    given::defaults(&mut xml, style, &normal, lang);
    given::latent(&mut xml);
    given::built_in(&mut xml);
    let entry = Entry {
        style,
        names,
        uses,
        numbering,
        normal: &normal,
    };
    for (role, paragraph) in &style.paragraphs {
        entry.write(&mut xml, role, paragraph);
    }
    given::header(&mut xml, style);
    given::footnote_reference(&mut xml);
    given::gap(&mut xml, names.gap());
    for (role, figure) in &style.figures {
        xml.open("w:style", &custom("paragraph", &names::figure_id(role)));
        xml.value("w:name", names.figure(role));
        xml.value("w:basedOn", names::NORMAL);
        shelve(&mut xml, Shelf::List(50));
        paragraph_properties(&mut xml, &figure.line, &normal, &Told::default());
        xml.close();
    }
    for (role, table) in &style.tables {
        let repeats = uses.repeats_first_row(role);
        tables::write(&mut xml, names.table(role), (role, table), style, repeats);
    }
    xml.finish()
}

/// Writes the part for text without roles: what stands in the glossary takes its look from the place
/// in the document where Word puts it, if it has none of its own there.
pub(super) fn plain(style: &Style, lang: &str) -> Vec<u8> {
    let mut xml = Xml::part("w:styles", &[WORD]);
    given::defaults(&mut xml, style, &normal(style), lang);
    given::latent(&mut xml);
    given::built_in(&mut xml);
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

/// What the style of a role is written from.
struct Entry<'a> {
    style: &'a Style,
    names: &'a Names,
    uses: &'a Uses,
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
        let level = self.uses.level(role);
        let id = names::paragraph_id(role);
        let attributes = if self.names.is_built_in(role) { 2 } else { 3 };
        xml.open("w:style", &custom("paragraph", &id)[..attributes]);
        xml.value("w:name", self.names.paragraph(role));
        xml.value("w:basedOn", &base_id);
        if level.is_some() && self.style.paragraphs.contains_key("body") {
            xml.value("w:next", &names::paragraph_id("body"));
        }
        shelve(xml, names::shelf(role));
        let inherited = base.and_then(|base| self.uses.level(base));
        let told = Told {
            uses: Some((self.uses, role)),
            numbering: self.numbering(role, base),
            outline: (level != inherited).then(|| outline_value(level)),
        };
        paragraph_properties(xml, paragraph, base_style, &told);
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
        paragraph_properties(xml, look, base, &Told::default());
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

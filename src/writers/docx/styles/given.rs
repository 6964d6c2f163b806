//! The styles that no role has: those of every document of Word, and those that its parts need.

use crate::kind::style::{ParagraphStyle, Style};
use crate::writers::docx::names::{self, Shelf};
use crate::writers::docx::xml::{Xml, clean};

use super::looks::size;
use super::{custom, shelve, tables};

/// What holds where no style says otherwise (17.7.5).
pub(super) fn defaults(xml: &mut Xml, style: &Style, normal: &ParagraphStyle, lang: &str) {
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
pub(super) fn latent(xml: &mut Xml) {
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
pub(super) fn built_in(xml: &mut Xml) {
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

/// The line at the top of a page; it looks as the role `page-number` says, if there is one.
pub(super) fn header(xml: &mut Xml, style: &Style) {
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
pub(super) fn footnote_reference(xml: &mut Xml) {
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
pub(super) fn gap(xml: &mut Xml, name: &str) {
    xml.open("w:style", &custom("paragraph", names::GAP));
    xml.value("w:name", name);
    xml.value("w:basedOn", names::NORMAL);
    shelve(xml, Shelf::Hidden);
    xml.open("w:pPr", &[]);
    let line = names::GAP_HEIGHT.to_twips().to_string();
    xml.leaf("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")]);
    xml.close();
    xml.open("w:rPr", &[]);
    size(xml, names::GAP_HEIGHT);
    xml.close();
    xml.close();
}

//! The styles of tables (ECMA-376 Part 1, 17.7.6).

use crate::document::Role;
use crate::kind::style::{ParagraphStyle, Style, TableStyle};
use crate::length::Length;
use crate::writers::docx::names::{self, Shelf};
use crate::writers::docx::xml::Xml;

use super::looks::{alignment, run_properties, twips};
use super::{custom, shelve};

/// Writes the properties of the table style that stands under all others: those of Word.
pub(super) fn normal(xml: &mut Xml) {
    xml.open("w:tblPr", &[]);
    xml.leaf("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
    cell_margins(xml, Length::ZERO, Length::milli(5400));
    xml.close();
}

/// Writes the style of a role: rules around and between all cells, space within them, and the looks
/// of the first row and of the last. The first row is repeated unless its tables in the document have
/// no header rows.
pub(super) fn write(
    xml: &mut Xml,
    name: &str,
    (role, table): (&str, &TableStyle),
    style: &Style,
    repeats: bool,
) {
    xml.open("w:style", &custom("table", &names::table_id(role)));
    xml.value("w:name", name);
    xml.value("w:basedOn", names::TABLE_NORMAL);
    shelve(xml, Shelf::List(if role == "table" { 1 } else { 2 }));
    xml.open("w:tblPr", &[]);
    if table.border > Length::ZERO {
        borders(xml, table.border);
    }
    cell_margins(xml, table.padding_y, table.padding_x);
    xml.close();
    if let Some(look) = look(style, table.head.as_ref()) {
        first_row(xml, look, repeats);
    }
    if let Some(look) = look(style, table.total.as_ref()) {
        xml.open("w:tblStylePr", &[("w:type", "lastRow")]);
        toggles(xml, look);
        xml.close();
    }
    xml.close();
}

fn look<'a>(style: &'a Style, role: Option<&Role>) -> Option<&'a ParagraphStyle> {
    style.paragraphs.get(role?)
}

/// The header row: its text as that of the role, on the page of the row below, whole, and repeated
/// on every page. Word repeats the rows of a table that a person adds by this, and those of ours by
/// what they say themselves, for so do programs that take no such thing from a style. LibreOffice
/// takes it from there also for a table whose `w:tblLook` says that it has no first row.
fn first_row(xml: &mut Xml, look: &ParagraphStyle, repeats: bool) {
    xml.open("w:tblStylePr", &[("w:type", "firstRow")]);
    xml.open("w:pPr", &[]);
    xml.leaf("w:keepNext", &[]);
    xml.value("w:jc", alignment(look.align));
    xml.close();
    toggles(xml, look);
    xml.open("w:trPr", &[]);
    xml.leaf("w:cantSplit", &[]);
    if repeats {
        xml.leaf("w:tblHeader", &[]);
    }
    xml.close();
    xml.open("w:tcPr", &[]);
    xml.value("w:vAlign", "center");
    xml.close();
    xml.close();
}

/// What a style of a table says of characters: only that by which they differ from others.
fn toggles(xml: &mut Xml, look: &ParagraphStyle) {
    if is_toggled(look) {
        run_properties(xml, &toggled(look), &ParagraphStyle::default());
    }
}

fn toggled(look: &ParagraphStyle) -> ParagraphStyle {
    ParagraphStyle {
        strong: look.strong,
        stressed: look.stressed,
        capitals: look.capitals,
        ..ParagraphStyle::default()
    }
}

fn is_toggled(look: &ParagraphStyle) -> bool {
    look.strong || look.stressed || look.capitals
}

/// How the paragraphs of a role look in the first row of a table whose style has that role for its
/// header rows; none if they look there as everywhere.
///
/// Bold by the style of a table and bold by that of the paragraph undo each other (17.7.3), and one
/// that says „not bold“ undoes nothing. So in the first row, where the style of the table speaks,
/// paragraphs have a style that says nothing of it. In header rows below it the style of the table
/// does not speak (`differentiateMultirowTableHeaders`), nor in a row of totals of ours: there not
/// all cells are bold, so such a table does not ask for `lastRow`.
pub(in crate::writers::docx) fn first_row_look(
    style: &Style,
    role: &str,
) -> Option<ParagraphStyle> {
    let heads = style
        .tables
        .values()
        .filter_map(|table| table.head.as_deref());
    let look = style.paragraphs.get(role)?;
    if !is_toggled(look) || !heads.into_iter().any(|head| head == role) {
        return None;
    }
    Some(ParagraphStyle {
        strong: false,
        stressed: false,
        capitals: false,
        ..look.clone()
    })
}

fn borders(xml: &mut Xml, thickness: Length) {
    let eighths = eighths(thickness);
    xml.open("w:tblBorders", &[]);
    for side in [
        "w:top",
        "w:left",
        "w:bottom",
        "w:right",
        "w:insideH",
        "w:insideV",
    ] {
        let line = [
            ("w:val", "single"),
            ("w:sz", eighths.as_str()),
            ("w:space", "0"),
            ("w:color", "auto"),
        ];
        xml.leaf(side, &line);
    }
    xml.close();
}

/// The thickness of a rule is counted in eighths of a point, from 2 to 96 (17.3.4).
fn eighths(thickness: Length) -> String {
    ((thickness.to_milli() * 8 + 500) / 1000)
        .clamp(2, 96)
        .to_string()
}

fn cell_margins(xml: &mut Xml, vertical: Length, horizontal: Length) {
    let (vertical, horizontal) = (twips(vertical), twips(horizontal));
    xml.open("w:tblCellMar", &[]);
    let sides = [
        ("w:top", &vertical),
        ("w:left", &horizontal),
        ("w:bottom", &vertical),
        ("w:right", &horizontal),
    ];
    for (side, width) in sides {
        xml.leaf(side, &[("w:w", width), ("w:type", "dxa")]);
    }
    xml.close();
}

//! The styles of tables (ECMA-376 Part 1, 17.7.6).

use crate::kind::style::TableStyle;
use crate::length::Length;
use crate::writers::docx::names;
use crate::writers::docx::xml::Xml;

use super::{custom, twips};

/// Writes the properties of the table style that stands under all others: those of Word.
pub(super) fn normal(xml: &mut Xml) {
    xml.open("w:tblPr", &[]);
    xml.leaf("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
    cell_margins(xml, Length::ZERO, Length::milli(5400));
    xml.close();
}

/// Writes the style of a role: rules around and between all cells, and space within them.
pub(super) fn write(xml: &mut Xml, name: &str, role: &str, table: &TableStyle) {
    xml.open("w:style", &custom("table", &names::table_id(role)));
    xml.value("w:name", name);
    xml.value("w:basedOn", names::TABLE_NORMAL);
    xml.value("w:uiPriority", "59");
    xml.open("w:tblPr", &[]);
    if table.border > Length::ZERO {
        borders(xml, table.border);
    }
    cell_margins(xml, table.padding_y, table.padding_x);
    xml.close();
    xml.close();
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

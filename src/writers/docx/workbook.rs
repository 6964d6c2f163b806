//! The workbook behind a chart: its names and numbers, for who edits the chart in Word.
//!
//! Word shows a chart from the numbers that the chart's own part keeps, and asks for the workbook
//! when a person chooses to edit the data; without one it says that the linked file is not
//! available. The workbook is a package within the package (ECMA-376 Part 1, 15.2.11) with one
//! sheet (18.3.1): names in the first column, a column for each series, blank where there is no
//! number.

use std::io::Cursor;

use zip::ZipWriter;

use super::package;
use super::xml::{RELATIONSHIPS, Xml, clean};
use crate::document::{Chart, Series};
use crate::source::column_letters;

/// The namespace of spreadsheets.
const SHEET: (&str, &str) = (
    "xmlns",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
);

/// The name of the sheet, the one that a spreadsheet program gives.
const NAME: &str = "Sheet1";

/// What the package says of its parts: their paths, and what they are.
const TYPES: [(&str, &str); 2] = [
    ("/xl/workbook.xml", "sheet.main"),
    ("/xl/worksheets/sheet1.xml", "worksheet"),
];

/// Where the name of a series stands.
pub(super) fn name_of(series: usize) -> String {
    format!("{NAME}!${}$1", column_letters(series + 2))
}

/// Where the numbers of a series stand.
pub(super) fn values_of(series: usize, count: usize) -> String {
    column(series + 2, count)
}

/// Where the names of the categories stand.
pub(super) fn categories(count: usize) -> String {
    column(1, count)
}

/// The cells of a column, from 1, below its head.
fn column(column: usize, count: usize) -> String {
    let letters = column_letters(column);
    format!("{NAME}!${letters}$2:${letters}${}", count + 1)
}

/// Writes the workbook of a chart.
pub(super) fn workbook(chart: &Chart) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", sheets()),
        (
            "xl/_rels/workbook.xml.rels",
            related("worksheet", "worksheets/sheet1.xml"),
        ),
        ("xl/worksheets/sheet1.xml", sheet(chart)),
    ];
    for (path, bytes) in parts {
        package::add(&mut zip, path, &bytes)
            .map_err(|why| format!("the workbook of a chart: {why}"))?;
    }
    let file = zip.finish().map_err(|error| error.to_string())?;
    Ok(file.into_inner())
}

fn content_types() -> Vec<u8> {
    let mut xml = Xml::part("Types", &[("xmlns", package::CONTENT_TYPES)]);
    let relationships = "application/vnd.openxmlformats-package.relationships+xml";
    for (ending, kind) in [("rels", relationships), ("xml", "application/xml")] {
        xml.leaf("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    for (path, kind) in TYPES {
        let kind =
            format!("application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml");
        xml.leaf("Override", &[("PartName", path), ("ContentType", &kind)]);
    }
    xml.finish()
}

/// The one relationship of a part, to a part of that kind.
fn related(kind: &str, target: &str) -> Vec<u8> {
    let kind = format!("{}/{kind}", RELATIONSHIPS.1);
    let mut xml = Xml::part("Relationships", &[("xmlns", package::RELATIONSHIPS)]);
    let attributes = [("Id", "rId1"), ("Type", &*kind), ("Target", target)];
    xml.leaf("Relationship", &attributes);
    xml.finish()
}

fn sheets() -> Vec<u8> {
    let mut xml = Xml::part("workbook", &[SHEET, RELATIONSHIPS]);
    xml.open("sheets", &[]);
    xml.leaf(
        "sheet",
        &[("name", NAME), ("sheetId", "1"), ("r:id", "rId1")],
    );
    xml.finish()
}

fn sheet(chart: &Chart) -> Vec<u8> {
    let mut xml = Xml::part("worksheet", &[SHEET]);
    xml.open("sheetData", &[]);
    xml.open("row", &[("r", "1")]);
    for (index, series) in chart.series.iter().enumerate() {
        text(&mut xml, (index + 2, 1), &series.name);
    }
    xml.close();
    for (index, category) in chart.categories.iter().enumerate() {
        let row = index + 2;
        xml.open("row", &[("r", &row.to_string())]);
        text(&mut xml, (1, row), category);
        for (column, series) in chart.series.iter().enumerate() {
            number(&mut xml, (column + 2, row), series, index);
        }
        xml.close();
    }
    xml.finish()
}

/// A cell with words (18.3.1.53); none where there are none.
fn text(xml: &mut Xml, (column, row): (usize, usize), words: &str) {
    if words.is_empty() {
        return;
    }
    let place = format!("{}{row}", column_letters(column));
    xml.open("c", &[("r", &place), ("t", "inlineStr")]);
    xml.open("is", &[]);
    xml.text("t", &[("xml:space", "preserve")], &clean(words));
    xml.close();
    xml.close();
}

/// A cell with a number of a series; none where it has none.
fn number(xml: &mut Xml, (column, row): (usize, usize), series: &Series, index: usize) {
    if let Some(Some(amount)) = series.values.get(index) {
        let place = format!("{}{row}", column_letters(column));
        xml.open("c", &[("r", &place)]);
        xml.text("v", &[], &amount.value.to_string());
        xml.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_names_the_cells_of_its_numbers() {
        assert_eq!(name_of(0), "Sheet1!$B$1");
        assert_eq!(values_of(1, 4), "Sheet1!$C$2:$C$5");
        assert_eq!(categories(4), "Sheet1!$A$2:$A$5");
    }
}

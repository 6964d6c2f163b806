//! A workbook as text that a person can read, and the XLSX file that it stands for.
//!
//! A line `# Name` starts a sheet. Each line below it is a row, also an empty one; ` | ` stands
//! between cells. `C7: …` is a cell by itself, anywhere below. In a cell:
//!
//! - `12.5` is a number, `2026-09-01` a date, `true` a truth value, `#REF!` an error;
//! - `=B2+C2 → 40` is a formula with its value, `=B2+C2` one that was never computed;
//! - everything else is text, and so is what stands after `'`; `\n` is a line end in it.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The bytes of the workbook.
pub(crate) fn workbook(text: &str) -> Vec<u8> {
    let mut sheets: Vec<(&str, String)> = Vec::new();
    let mut row = 0;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            sheets.push((name, String::new()));
            row = 0;
            continue;
        }
        let (_, rows) = sheets.last_mut().expect("a workbook starts with `# Name`");
        row += 1;
        match by_itself(line) {
            Some((cell, value)) => {
                let number = cell.trim_start_matches(|sign: char| sign.is_ascii_uppercase());
                *rows += &format!("<row r=\"{number}\">{}</row>", written(cell, value));
            }
            None => {
                let cells = line.split('|').enumerate().map(|(index, value)| {
                    let letter = char::from(b'A' + index as u8);
                    written(&format!("{letter}{row}"), value.trim())
                });
                *rows += &format!("<row r=\"{row}\">{}</row>", cells.collect::<String>());
            }
        }
    }
    package(&sheets)
}

/// `C7: value`.
fn by_itself(line: &str) -> Option<(&str, &str)> {
    let (cell, value) = line.split_once(": ")?;
    let digits = cell.trim_start_matches(|sign: char| sign.is_ascii_uppercase());
    let is_cell = digits.len() < cell.len() && digits.parse::<u32>().is_ok();
    is_cell.then_some((cell, value))
}

fn written(cell: &str, value: &str) -> String {
    let element =
        |attributes: &str, inner: &str| format!("<c r=\"{cell}\"{attributes}>{inner}</c>");
    if value.is_empty() {
        return String::new();
    }
    if let Some(formula) = value.strip_prefix('=') {
        return match formula.split_once(" → ") {
            Some((formula, cached)) => {
                let (attributes, inner) = valued(cached);
                element(attributes, &format!("<f>{formula}</f>{inner}"))
            }
            None => element("", &format!("<f>{formula}</f>")),
        };
    }
    let (attributes, inner) = valued(value);
    element(attributes, &inner)
}

/// The attributes and the content of a cell with this value.
fn valued(value: &str) -> (&'static str, String) {
    let day = chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d");
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
    let plain = |value: &str| format!("<v>{value}</v>");
    match value {
        "true" | "false" => (" t=\"b\"", plain(if value == "true" { "1" } else { "0" })),
        _ if value.starts_with('#') => (" t=\"e\"", plain(value)),
        _ if value.parse::<f64>().is_ok() => ("", plain(value)),
        _ => match day {
            Ok(day) => (" s=\"1\"", plain(&(day - epoch).num_days().to_string())),
            Err(_) => {
                let text = value
                    .strip_prefix('\'')
                    .unwrap_or(value)
                    .replace("\\n", "\n");
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                let inner = format!("<is><t xml:space=\"preserve\">{text}</t></is>");
                (" t=\"inlineStr\"", inner)
            }
        },
    }
}

fn package(sheets: &[(&str, String)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let numbered = || {
        sheets
            .iter()
            .enumerate()
            .map(|(index, sheet)| (index + 1, sheet))
    };
    let names: String = numbered()
        .map(|(id, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"r{id}\"/>"))
        .collect();
    let relations: String = numbered()
        .map(|(id, _)| {
            format!("<Relationship Id=\"r{id}\" Type=\"{DOCUMENT}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>")
        })
        .collect();
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{DOCUMENT}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets>{names}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>"),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    parts.extend(numbered().map(|(id, (_, rows))| {
        let sheet =
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        (format!("xl/worksheets/sheet{id}.xml"), sheet)
    }));
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let started = package.start_file(name, SimpleFileOptions::default());
        started.expect("a part can be started");
        package
            .write_all(text.as_bytes())
            .expect("a part can be written");
    }
    package
        .finish()
        .expect("the package can be closed")
        .into_inner()
}

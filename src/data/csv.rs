//! CSV: rows of fields between separators.

use std::ops::Range;

use super::grid::{Cell, Grid, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, flat};
use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::source::{FileId, Sources, Span};

/// The sign that programs put first into a text to say that it is Unicode.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The separator of a text, found in the line of the headings.
///
/// A tab hardly stands in a heading and a semicolon seldom, a comma often („Skaitytojai, iš
/// viso“): the first of them that stands outside quotes separates.
pub(super) fn separator(text: &str, header: u32) -> u8 {
    let mut quoted = false;
    let mut line = 1;
    let mut found = [false; 2];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => line += 1,
            _ if line > header => break,
            b'\t' if !quoted && line == header => found[0] = true,
            b';' if !quoted && line == header => found[1] = true,
            _ => {}
        }
    }
    match found {
        [true, _] => b'\t',
        [false, true] => b';',
        [false, false] => b',',
    }
}

/// The rows of a CSV file; lines without anything are no rows, but count.
///
/// # Errors
///
/// Says where a quote is not closed, or where there is more than can be read.
pub(super) fn read(file: FileId, separator: u8, sources: &Sources) -> Result<Grid, Diagnostic> {
    let whole = &*sources.get(file).text;
    let text = whole.strip_prefix(BYTE_ORDER_MARK).unwrap_or(whole);
    let base = whole.len() - text.len();
    let mut grid = Grid {
        file,
        rows: Vec::new(),
        cells: Vec::new(),
        even: true,
    };
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = ::csv::StringRecord::new();
    let mut start = 0;
    let mut number = 0;
    // A text cannot be unreadable for the reader: it is UTF-8, and rows may be of any length.
    while reader.read_record(&mut record).unwrap_or(false) {
        let end = (reader.position().byte() as usize).min(text.len());
        let (blank, lead) = blank_lines(text, start..end);
        number += blank + 1;
        let row = start + lead..end;
        start = end;
        let first = grid.cells.len();
        let fields = fields(&text.as_bytes()[row.clone()], separator);
        for (index, (field, (range, closed))) in record.iter().zip(fields).enumerate() {
            let raw = &text[row.start + range.start..row.start + range.end];
            let quoted = raw.starts_with('"');
            let inner = if quoted { raw } else { raw.trim() };
            let before = raw.len() - if quoted { raw } else { raw.trim_start() }.len();
            let at = base + row.start + range.start + before;
            let span = Span::new(file, at..at + inner.len());
            if !closed {
                return Err(unclosed(span));
            }
            grid.cells.push(Cell {
                column: index as u32 + 1,
                span,
                text: (quoted || inner.contains('\t')).then(|| flat(field).into()),
                fault: None,
            });
        }
        let line = text[row.clone()].trim_end_matches(['\r', '\n']);
        let span = Span::new(file, base + row.start..base + row.start + line.len());
        if let Some(most) = too_much(&grid, first, number) {
            let message = say!(
                "the file goes on after this row, but {most} are the most",
                most
            );
            let diagnostic = Diagnostic::error(Code::InvalidData, span, message);
            return Err(diagnostic.hint(say!("check that this is the right file")));
        }
        grid.rows.push(Row {
            number,
            span,
            cells: first..grid.cells.len(),
        });
    }
    Ok(grid)
}

fn unclosed(span: Span) -> Diagnostic {
    let message = say!("the quote that opens here is not closed");
    let diagnostic = Diagnostic::error(Code::InvalidData, span, message);
    diagnostic.hint(say!(
        "close it, or write `\"\"\"\"` for a field that holds one quote"
    ))
}

fn too_much(grid: &Grid, first: usize, number: u32) -> Option<Message> {
    if number > MAX_ROWS {
        Some(say!("{n} {n:row|rows}", n = MAX_ROWS))
    } else if grid.cells.len() - first > MAX_COLUMNS as usize {
        Some(say!("{n} {n:column|columns}", n = MAX_COLUMNS))
    } else {
        (grid.cells.len() > MAX_CELLS).then(|| say!("{n} {n:cell|cells}", n = MAX_CELLS))
    }
}

/// How many empty lines stand before a record, and how many bytes they have. The line end of the
/// record before may be among the bytes, in part: the reader stops after `\r`.
fn blank_lines(text: &str, record: Range<usize>) -> (u32, usize) {
    let bytes = text.as_bytes();
    let (mut lines, mut at) = (0, record.start);
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    while at < record.end && matches!(bytes[at], b'\r' | b'\n') {
        at += if bytes[at..].starts_with(b"\r\n") {
            2
        } else {
            1
        };
        lines += 1;
    }
    (lines, at - record.start)
}

/// Where the fields of a record stand in it, and whether the quotes of each are closed.
fn fields(record: &[u8], separator: u8) -> Vec<(Range<usize>, bool)> {
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let start = at;
        let mut closed = true;
        if record.get(at) == Some(&b'"') {
            at += 1;
            closed = false;
            while at < record.len() && !closed {
                let quote = record[at] == b'"';
                let doubled = quote && record.get(at + 1) == Some(&b'"');
                closed = quote && !doubled;
                at += if doubled { 2 } else { 1 };
            }
        }
        let ends = |byte: &u8| *byte == separator || matches!(byte, b'\r' | b'\n');
        let rest = record[at..].iter().position(ends);
        at = rest.map_or(record.len(), |rest| at + rest);
        fields.push((start..at, closed));
        if record.get(at) != Some(&separator) {
            return fields;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `number: text@line:column …`.
    fn rows(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("a.csv", text);
        let grid = read(file, separator(text, 1), &sources).expect("sound");
        let cell = |cell: &Cell| {
            let at = sources.get(file).line_column(cell.span.range().start);
            format!(" {}@{}:{}", cell.text(&sources), at.line, at.column)
        };
        let row = |row: &Row| {
            let cells: String = grid.cells(row).iter().map(cell).collect();
            format!("{}:{cells}", row.number)
        };
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn fields_keep_their_places() {
        let text =
            "\u{feff}Vieta;\"Iš viso\"\r\n\r\n Ąžuolai ;12\r\n\"Du\nkartu, \"\"du\"\"\";\r\n";
        let wanted = [
            "1: Vieta@1:2 Iš viso@1:8",
            "3: Ąžuolai@3:2 12@3:11",
            "4: Du kartu, \"du\"@4:1 @5:16",
        ];
        assert_eq!(rows(text), wanted);
        assert_eq!(rows(&text.replace("\r\n", "\n")), wanted);
    }

    #[test]
    fn the_separator_stands_in_the_line_of_the_headings() {
        assert_eq!(separator("a, b;c, d, e", 1), b';');
        assert_eq!(separator("Ataskaita; 2027\na,b", 2), b',');
        assert_eq!(separator("a\tb;c", 1), b'\t');
        assert_eq!(separator("\"a;b\",c", 1), b',');
        assert_eq!(separator("", 1), b',');
    }

    #[test]
    fn fields_are_those_that_the_reader_finds() {
        let texts = [
            "",
            "a",
            ";",
            ";;a;",
            "\"\";\"a\"b;c\"d\";\"",
            "\"a;\nb\";c\r\rd\n\n\ne;f",
        ];
        for text in texts {
            let mut reader = ::csv::ReaderBuilder::new();
            let reader = reader.has_headers(false).flexible(true).delimiter(b';');
            let mut reader = reader.from_reader(text.as_bytes());
            let wanted: Vec<usize> = reader
                .records()
                .map(|row| row.expect("UTF-8").len())
                .collect();
            let mut sources = Sources::default();
            let file = sources.add("a.csv", text);
            match read(file, b';', &sources) {
                Ok(grid) => {
                    let found: Vec<usize> = grid.rows.iter().map(|row| row.cells.len()).collect();
                    assert_eq!(found, wanted, "{text:?}");
                }
                Err(_) => assert!(text.ends_with('"'), "{text:?}"),
            }
        }
    }
}

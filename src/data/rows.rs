//! Rows of tables: which cells of a file go into which columns of a table.
//!
//! A table says under `data` which file, and for each of its columns the heading in the file.
//! Everything is asked for by name, so that a column that somebody moved is still found, and one
//! that is gone is told.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use super::grid::{Cell, Fault, Grid, Row};
use super::xlsx::{Refusal, Workbook};
use super::{Attachments, DataRow, Field, csv, files};
use crate::content::{Content, Part, Value, control_character};
use crate::diagnostics::{Code, Diagnostic, Message, Sink, did_you_mean, say};
use crate::kind::files::display;
use crate::source::{self, FileId, MAX_BYTES, Sources, Span, column_letters};

/// How many faults of one table are told; the others are only counted.
const MOST_TOLD: usize = 20;

/// How many headings a hint lists.
const MOST_LISTED: usize = 20;

/// Reads the rows of every table that takes them from a file.
pub(super) fn load(
    content: &Content,
    folder: &Path,
    attachments: &mut Attachments,
    sources: &mut Sources,
    sink: &mut Sink,
) {
    let mut loader = Loader {
        folder,
        attachments,
        sources,
        sink,
        files: BTreeMap::new(),
        grids: BTreeMap::new(),
    };
    for (path, table) in content.root.parts(Part::Table) {
        if let Some(rows) = loader.table(&path, table) {
            loader.attachments.rows.insert(table.span, rows);
        }
    }
}

struct Loader<'a> {
    folder: &'a Path,
    attachments: &'a mut Attachments,
    sources: &'a mut Sources,
    sink: &'a mut Sink,
    /// The files by path; nothing for one whose fault was told.
    files: BTreeMap<String, Option<File>>,
    /// What was made of them; nothing where a fault was told.
    grids: BTreeMap<(String, Extent), Option<Rc<Grid>>>,
}

/// Which part of a file is read, and how: a sheet, or the fields between separators.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    Sheet(Option<String>),
    Separated(u8),
}

#[derive(Clone)]
enum File {
    Text(FileId),
    Workbook(Rc<RefCell<Workbook>>),
}

/// The `data` of a table, and the names for messages.
struct Request<'a> {
    data: &'a Value,
    file: &'a str,
    file_span: Span,
    path: String,
    header: u32,
}

impl Request<'_> {
    fn error(&self, span: Span, key: &str, message: Message) -> Diagnostic {
        let path = format!("{}.{key}", self.path);
        Diagnostic::error(Code::InvalidData, span, message).path(path)
    }

    /// Tells why the workbook, or the sheet of it that is asked for, cannot be read.
    fn refused(&self, refusal: Refusal) -> Diagnostic {
        let sheet = self.data.get("sheet").filter(|_| refusal.of_sheet);
        let (span, key) = match sheet {
            Some(sheet) => (sheet.span, "sheet"),
            None => (self.file_span, "file"),
        };
        let message = say!("`{file}`: {why}", file = self.file, why = refusal.message);
        self.error(span, key, message).hint(refusal.hint)
    }
}

impl Loader<'_> {
    /// The rows of a table; `None` if it has no `data`, or if they have a fault, which is told.
    fn table(&mut self, path: &str, table: &Value) -> Option<Vec<DataRow>> {
        let data = table.get("data")?;
        let (columns, mapping) = (table.get("columns")?, data.get("columns")?);
        let file = data.get("file")?;
        if self.sink.has_error_in(columns.span) || self.sink.has_error_in(data.span) {
            return None;
        }
        let dot = if path.is_empty() { "" } else { "." };
        let mut request = Request {
            data,
            file: file.as_str()?,
            file_span: file.span,
            path: format!("{path}{dot}data"),
            header: 1,
        };
        request.header = self.header(&request)?;
        let grid = self.grid(&request)?;
        let header = self.header_row(&request, &grid)?;
        let mut leaves = Vec::new();
        gather_leaves(columns, &mut leaves);
        let mapped = self.mapping(&request, mapping, &leaves, &grid, header)?;
        self.rows(&request, &grid, header, &mapped)
    }

    fn header(&mut self, request: &Request<'_>) -> Option<u32> {
        let Some(value) = request.data.get("header") else {
            return Some(1);
        };
        let number = value.as_decimal()?.normalize().to_string();
        let row = number.parse().ok().filter(|row| *row > 0);
        if row.is_none() {
            let message = say!(
                "`header` must be the number of a row, found `{number}`",
                number
            );
            let diagnostic = request.error(value.span, "header", message);
            let hint =
                say!("write the number that the spreadsheet program shows beside the headings");
            self.sink.push(diagnostic.hint(hint));
        }
        row
    }

    /// The cells of the sheet or the CSV file that is asked for; each is read once.
    fn grid(&mut self, request: &Request<'_>) -> Option<Rc<Grid>> {
        let file = self.file(request)?;
        let part = match &file {
            File::Text(text) => {
                self.not_with(request, "sheet", &say!("a CSV file has no sheets"))?;
                let separator = request.data.get("separator").and_then(Value::as_str);
                Extent::Separated(match separator {
                    Some("tab") => b'\t',
                    Some(sign) => *sign.as_bytes().first()?,
                    None => csv::separator(&self.sources.get(*text).text, request.header),
                })
            }
            File::Workbook(_) => {
                self.not_with(request, "separator", &say!("a workbook has no separators"))?;
                let sheet = request.data.get("sheet").and_then(Value::as_str);
                Extent::Sheet(sheet.map(str::to_owned))
            }
        };
        let key = (request.file.to_owned(), part);
        if let Some(grid) = self.grids.get(&key) {
            return grid.clone();
        }
        let read = match (&file, &key.1) {
            (File::Text(text), Extent::Separated(separator)) => {
                csv::read(*text, *separator, self.sources)
            }
            (File::Workbook(workbook), Extent::Sheet(sheet)) => {
                let name = display(&self.folder.join(request.file));
                let mut workbook = workbook.borrow_mut();
                let read = workbook.read(&name, sheet.as_deref(), self.sources);
                read.map_err(|refusal| request.refused(refusal))
            }
            _ => return None,
        };
        let grid = read
            .map_err(|fault| self.sink.push(fault))
            .ok()
            .map(Rc::new);
        self.grids.insert(key, grid.clone());
        grid
    }

    /// Tells a key that has no meaning for a file of this sort.
    fn not_with(&mut self, request: &Request<'_>, key: &str, why: &Message) -> Option<()> {
        let Some(value) = request.data.get(key) else {
            return Some(());
        };
        let message = say!("`{key}` cannot stand here: {why}", key, why);
        let diagnostic = request.error(value.span, key, message);
        self.sink.push(diagnostic.hint(say!("remove `{key}`", key)));
        None
    }

    /// The file that is named; each is read once.
    fn file(&mut self, request: &Request<'_>) -> Option<File> {
        if let Some(file) = self.files.get(request.file) {
            return file.clone();
        }
        let file = self.read(request);
        self.files.insert(request.file.to_owned(), file.clone());
        file
    }

    fn read(&mut self, request: &Request<'_>) -> Option<File> {
        let (path, span) = (request.file, request.file_span);
        let ending = Path::new(path).extension().unwrap_or_default();
        let is_text = ending.eq_ignore_ascii_case("csv");
        if !is_text && !ending.eq_ignore_ascii_case("xlsx") {
            let message = say!(
                "rows are read from CSV and XLSX files, found `{path}`",
                path
            );
            let diagnostic = request.error(span, "file", message);
            let hint = say!("open it in the spreadsheet program and save it as XLSX");
            self.sink.push(diagnostic.hint(hint));
            return None;
        }
        let bytes = files::read(self.folder, path, span, MAX_BYTES as u64, self.sink)?;
        let digest = Sha256::digest(&bytes).into();
        self.attachments.digests.insert(path.to_owned(), digest);
        if !is_text {
            let workbook = Workbook::open(bytes).map_err(|refusal| request.refused(refusal));
            let workbook = workbook.map_err(|fault| self.sink.push(fault)).ok()?;
            return Some(File::Workbook(Rc::new(RefCell::new(workbook))));
        }
        match source::decode(bytes) {
            Ok(text) => {
                let name = display(&self.folder.join(path));
                Some(File::Text(self.sources.add(name, text)))
            }
            Err(fault) => {
                let message = say!(
                    "`{path}` cannot be read: {why}",
                    path,
                    why = fault.message()
                );
                let diagnostic = Diagnostic::error(Code::UnreadableFile, span, message);
                self.sink.push(diagnostic.maybe_hint(fault.hint()));
                None
            }
        }
    }

    /// The row with the headings.
    fn header_row<'g>(&mut self, request: &Request<'_>, grid: &'g Grid) -> Option<&'g Row> {
        let filled = |row: &&Row| {
            let mut cells = grid.cells(row).iter();
            cells.any(|cell| !cell.text(self.sources).is_empty())
        };
        if let Some(row) = grid.row(request.header).filter(filled) {
            return Some(row);
        }
        let (span, key) = match request.data.get("header") {
            Some(header) => (header.span, "header"),
            None => (request.file_span, "file"),
        };
        let (file, number) = (request.file, request.header);
        let first = grid.rows.iter().find(filled).map(|row| row.number);
        let diagnostic = match first {
            Some(first) => {
                let message = say!(
                    "row {number} of `{file}` is empty, where the headings should be",
                    number,
                    file
                );
                let hint = say!(
                    "the first row that is not empty is {first}: `header: {first}`",
                    first
                );
                request.error(span, key, message).hint(hint)
            }
            None => {
                let message = say!("`{file}` is empty", file);
                request
                    .error(request.file_span, "file", message)
                    .hint(say!("check that this is the right file and sheet"))
            }
        };
        self.sink.push(diagnostic);
        None
    }

    /// For each column of the table, the number of the column of the file.
    fn mapping(
        &mut self,
        request: &Request<'_>,
        mapping: &Value,
        leaves: &[String],
        grid: &Grid,
        header: &Row,
    ) -> Option<Vec<Option<u32>>> {
        let mut mapped = vec![None; leaves.len()];
        let mut sound = true;
        for entry in mapping.entries() {
            let key = format!("columns.{}", entry.key);
            let heading = entry.value.as_str().unwrap_or_default();
            let column = match leaves.iter().position(|leaf| *leaf == entry.key) {
                Some(leaf) => self
                    .column(grid, header, heading)
                    .map(|column| mapped[leaf] = Some(column))
                    .map_err(|fault| fault.told(request, entry.value.span, &key, heading)),
                None => {
                    let message = say!("`{name}` is no column of the table", name = entry.key);
                    let diagnostic = request.error(entry.key_span, &key, message);
                    let names: Vec<&str> = leaves.iter().map(String::as_str).collect();
                    let hint = match did_you_mean(&entry.key, names.iter().copied()) {
                        Some(near) => say!("did you mean `{near}`?", near),
                        None => say!("columns: {list}", list = list(&names)),
                    };
                    Err(Diagnostic {
                        code: Code::UnknownName,
                        ..diagnostic.hint(hint)
                    })
                }
            };
            if let Err(fault) = column {
                sound = false;
                self.sink.push(fault);
            }
        }
        sound.then_some(mapped)
    }

    /// The column with this heading: as it is written, else in letters of any size, else the one
    /// that the spreadsheet program names so.
    fn column(&self, grid: &Grid, header: &Row, heading: &str) -> Result<u32, Unfound> {
        let wanted = folded(heading);
        let cells = grid.cells(header).iter();
        let headings: Vec<(&Cell, String)> = cells
            .map(|cell| (cell, folded(cell.text(self.sources))))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let named = |same: &dyn Fn(&str) -> bool| -> Vec<&Cell> {
            let same = headings.iter().filter(|(_, text)| same(text));
            same.map(|(cell, _)| *cell).collect()
        };
        let mut found = named(&|text| text == wanted);
        if found.is_empty() {
            let lower = wanted.to_lowercase();
            found = named(&|text| text.to_lowercase() == lower);
        }
        match found.as_slice() {
            [cell] => Ok(cell.column),
            [] => {
                let letters = |column: &u32| column_letters(*column as usize) == wanted;
                let column = (1..=grid.width()).find(letters);
                column.ok_or_else(|| {
                    Unfound::Unknown(headings.into_iter().map(|(_, text)| text).collect())
                })
            }
            several => {
                let letters = |cell: &&Cell| column_letters(cell.column as usize);
                let places = several.iter().map(|cell| (letters(cell), cell.span));
                Err(Unfound::Twice(places.collect()))
            }
        }
    }

    fn rows(
        &mut self,
        request: &Request<'_>,
        grid: &Grid,
        header: &Row,
        mapped: &[Option<u32>],
    ) -> Option<Vec<DataRow>> {
        let below = grid.rows.partition_point(|row| row.number <= header.number);
        let filled = |cell: &Cell| !cell.text(self.sources).is_empty();
        let columns = || mapped.iter().flatten();
        let holds = |row: &Row| {
            let mut cells = columns().filter_map(|column| grid.cell(row, *column));
            cells.any(filled)
        };
        let last = grid.rows.iter().rposition(holds);
        let last = last.filter(|last| *last >= below);
        let Some(last) = last else {
            let (file, header) = (request.file, header.number);
            let message = say!(
                "`{file}` has no rows below the headings in row {header}",
                file,
                header
            );
            let diagnostic = request.error(request.file_span, "file", message);
            self.sink
                .push(diagnostic.hint(say!("check that this is the right file and sheet")));
            return None;
        };
        let mut faults = Vec::new();
        let mut rows = Vec::with_capacity(last + 1 - below);
        for row in &grid.rows[below..=last] {
            if !grid.cells(row).iter().any(filled) {
                continue;
            }
            let (wanted, found) = (header.cells.len(), row.cells.len());
            if grid.even && wanted != found {
                let message = say!(
                    "the row has {found} {found:cell|cells}, the headings are {wanted}",
                    found,
                    wanted
                );
                let diagnostic = Diagnostic::error(Code::InvalidData, row.span, message);
                faults.push(diagnostic.hint(if found < wanted {
                    say!("write a separator also for an empty field")
                } else {
                    say!("put a field that holds a separator into quotes")
                }));
                continue;
            }
            let field = |column: &Option<u32>| match column {
                None => Field {
                    text: String::new(),
                    span: row.span.start(),
                },
                Some(column) => match grid.cell(row, *column) {
                    None => Field {
                        text: String::new(),
                        span: grid.place(row, *column, self.sources),
                    },
                    Some(cell) => {
                        faults.extend(self.fault(cell));
                        Field {
                            text: cell.text(self.sources).to_owned(),
                            span: cell.span,
                        }
                    }
                },
            };
            rows.push(mapped.iter().map(field).collect());
        }
        if faults.is_empty() {
            return Some(rows);
        }
        let untold = faults.len().saturating_sub(MOST_TOLD);
        faults
            .into_iter()
            .take(MOST_TOLD)
            .for_each(|fault| self.sink.push(fault));
        if untold > 0 {
            let message = say!(
                "`{file}` has {n} more {n:fault|faults}",
                file = request.file,
                n = untold
            );
            self.sink
                .push(request.error(request.file_span, "file", message));
        }
        None
    }

    /// Why a cell cannot go into a table.
    fn fault(&self, cell: &Cell) -> Option<Diagnostic> {
        let text = cell.text(self.sources);
        let source = self.sources.get(cell.span.file);
        let cell_name = || source.cell(cell.span.range().start).unwrap_or_default();
        let sheet = source.sheet.as_deref().unwrap_or_default();
        let error = |code, message| Diagnostic::error(code, cell.span, message);
        match cell.fault {
            Some(Fault::Error) => {
                let message = say!(
                    "`{cell}` of sheet `{sheet}` holds the error `{text}`",
                    cell = cell_name(),
                    sheet,
                    text
                );
                let hint = say!("put its formula right in the spreadsheet program, and save");
                Some(error(Code::InvalidData, message).hint(hint))
            }
            Some(Fault::Formula) => {
                let message = say!(
                    "`{cell}` of sheet `{sheet}` holds a formula that was never computed",
                    cell = cell_name(),
                    sheet
                );
                let hint = say!("open the file in the spreadsheet program and save it");
                Some(error(Code::InvalidData, message).hint(hint))
            }
            None => {
                let bad = control_character(text)?;
                let message = say!(
                    "the text holds the control character U+{number}",
                    number = format!("{:04X}", u32::from(bad))
                );
                let hint = say!("remove it; it often comes along when text is copied from a PDF");
                Some(error(Code::InvalidValue, message).hint(hint))
            }
        }
    }
}

/// Why a heading names no column.
enum Unfound {
    /// No column has it; these there are.
    Unknown(Vec<String>),
    /// These columns have it.
    Twice(Vec<(String, Span)>),
}

impl Unfound {
    fn told(self, request: &Request<'_>, span: Span, key: &str, heading: &str) -> Diagnostic {
        let (file, row) = (request.file, request.header);
        match self {
            Self::Unknown(headings) => {
                let message = say!(
                    "row {row} of `{file}` has no heading `{heading}`",
                    row,
                    file,
                    heading
                );
                let diagnostic = request.error(span, key, message);
                let names: Vec<&str> = headings.iter().map(String::as_str).collect();
                let near = did_you_mean(heading, names.iter().copied());
                let diagnostic =
                    diagnostic.maybe_hint(near.map(|near| say!("did you mean `{near}`?", near)));
                diagnostic.hint(say!("headings: {list}", list = list(&names)))
            }
            Self::Twice(places) => {
                let cells = places
                    .iter()
                    .map(|(letters, _)| Message::from(format!("`{letters}{row}`")));
                let cells = cells.reduce(Message::and).unwrap_or_else(|| "".into());
                let message = say!(
                    "the heading `{heading}` stands in {cells} of `{file}`",
                    heading,
                    cells,
                    file
                );
                let diagnostic = request.error(span, key, message);
                let first = places.first().map_or("", |(letters, _)| letters);
                let hint = say!("name the column by its letter: `{first}`", first);
                let related = places.iter().fold(diagnostic, |told, (letters, span)| {
                    told.related(*span, say!("column {letters}", letters))
                });
                related.hint(hint)
            }
        }
    }
}

/// The names of the columns without columns under them, from left to right.
fn gather_leaves(columns: &Value, leaves: &mut Vec<String>) {
    for item in columns.items() {
        match item.value.get("columns") {
            Some(inner) => gather_leaves(inner, leaves),
            None => {
                let own = item.value.get("id").and_then(Value::as_str);
                let numbered = || format!("c{}", leaves.len() + 1);
                leaves.push(own.map_or_else(numbered, str::to_owned));
            }
        }
    }
}

/// A heading without the line breaks and double spaces that it was laid out with.
fn folded(heading: &str) -> String {
    let words: Vec<&str> = heading.split_whitespace().collect();
    words.join(" ")
}

/// Names for a hint: „`a`, `b`“, and how many more there are if they are many.
pub(super) fn list(names: &[&str]) -> Message {
    let listed = names
        .iter()
        .take(MOST_LISTED)
        .map(|name| format!("`{name}`"));
    let list = listed.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_LISTED) {
        0 => list.into(),
        n => say!("{list} and {n} more", list, n),
    }
}

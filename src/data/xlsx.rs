//! XLSX: a sheet of a workbook as the text that stands in its cells.

use std::io::{self, Cursor, Read};
use std::ops::Range;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError, XlsxFormulaMetadata};

use super::grid::{Cell, Fault, Grid, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, flat};
use crate::diagnostics::{Message, did_you_mean, say};
use crate::source::{MAX_BYTES, Sources, Span, column_letters};

/// The most bytes that a workbook may have unpacked. One of 50,000 rows has about 30 MB.
const MAX_UNPACKED: u64 = 512 << 20;

/// Why a workbook cannot be read.
#[derive(Debug)]
pub(super) struct Refusal {
    /// What is the matter, without the name of the file.
    pub(super) message: Message,
    /// What can be done.
    pub(super) hint: Message,
    /// Whether it is about the sheet that was asked for.
    pub(super) of_sheet: bool,
}

fn refusal(message: Message, hint: Message) -> Refusal {
    Refusal {
        message,
        hint,
        of_sheet: false,
    }
}

const SAVE_AS: Message = say!("open it in the spreadsheet program and save it as XLSX");

fn broken(why: &Message) -> Refusal {
    refusal(say!("the workbook is broken: {why}", why), SAVE_AS)
}

/// A fault that the library tells in its own words.
fn spoilt(error: impl std::fmt::Display) -> Refusal {
    broken(&error.to_string().into())
}

/// A workbook that was found sound and is open, so that each of its sheets can be read without
/// looking at all the others again.
pub(super) struct Workbook(Xlsx<Cursor<Vec<u8>>>);

impl Workbook {
    /// Inspects and opens the workbook that the bytes of a file are.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        inspect(&bytes)?;
        Xlsx::new(Cursor::new(bytes)).map(Self).map_err(spoilt)
    }

    /// Reads a sheet, the first if none is named, and adds its rendition to the sources as a sheet
    /// of the file of this name.
    pub(super) fn read(
        &mut self,
        name: &str,
        sheet: Option<&str>,
        sources: &mut Sources,
    ) -> Result<Grid, Refusal> {
        let sheet = self.choose(sheet)?;
        let values = self.values(&sheet)?;
        render(&values, name, &sheet, sources)
    }

    /// The names of the sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        let sheets = self.0.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.map(|sheet| sheet.name.clone()).collect()
    }

    /// The cells of a sheet that are joined to one: the first and the last, row and column from 1.
    pub(super) fn merged(&mut self, sheet: &str) -> Vec<((u32, u32), (u32, u32))> {
        let regions = self.0.merge_cells_by_sheet_name(sheet);
        let regions = regions.unwrap_or_default();
        let from_one =
            |(row, column): (u32, u32)| (row.saturating_add(1), column.saturating_add(1));
        let regions = regions.into_iter();
        regions
            .map(|region| (from_one(region.start), from_one(region.end)))
            .collect()
    }

    /// The formulas of a sheet, each with the name of its cell.
    pub(super) fn formulas(&mut self, sheet: &str) -> Vec<(String, String)> {
        let Ok(range) = self.0.worksheet_formula(sheet) else {
            return Vec::new();
        };
        let (row, column) = range.start().unwrap_or_default();
        let named = |(at, along, formula): (usize, usize, &String)| {
            let name = column_letters(column as usize + along + 1);
            (format!("{name}{}", row as usize + at + 1), formula.clone())
        };
        range
            .used_cells()
            .filter(|cell| !cell.2.is_empty())
            .map(named)
            .collect()
    }

    /// The name of the sheet that is meant.
    fn choose(&self, wanted: Option<&str>) -> Result<String, Refusal> {
        let sheets = self.0.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let names: Vec<&str> = sheets.map(|sheet| sheet.name.as_str()).collect();
        let Some(wanted) = wanted else {
            let first = names.first().map(|name| (*name).to_owned());
            return first.ok_or_else(|| broken(&say!("it has no sheets")));
        };
        let same = |name: &&&str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
        if let Some(name) = names.iter().find(same) {
            return Ok((*name).to_owned());
        }
        let hint = match did_you_mean(wanted, names.iter().copied()) {
            Some(near) => say!("did you mean `{near}`?", near),
            None => say!("sheets: {list}", list = super::rows::list(&names)),
        };
        Err(Refusal {
            of_sheet: true,
            ..refusal(say!("there is no sheet `{wanted}`", wanted), hint)
        })
    }

    /// The values of a sheet, cell by cell.
    fn values(&mut self, sheet: &str) -> Result<Values, Refusal> {
        let mut reader = self.0.worksheet_cells_reader(sheet).map_err(spoilt)?;
        let mut values = Values::default();
        loop {
            let record = match reader.next_cell_with_formula_metadata() {
                Ok(Some(record)) => record,
                Ok(None) => return Ok(values),
                Err(error) => return Err(unreadable_cell(&error, sheet, &values)),
            };
            let (row, column) = record.pos;
            let before = values.texts.len();
            let (words, fault) = match (&record.value, &record.formula) {
                (DataRef::Empty, None) => continue,
                (DataRef::Empty, Some(formula)) => (written(formula), Some(Fault::Formula)),
                (DataRef::Error(error), _) => (error.to_string(), Some(Fault::Error)),
                (value, _) => (text(value), None),
            };
            values.texts.push_str(&flat(&words));
            if values.texts.len() == before {
                continue;
            }
            let name = || {
                format!(
                    "{}{}",
                    column_letters(column as usize + 1),
                    row.saturating_add(1)
                )
            };
            let most = if row >= MAX_ROWS {
                Some(say!("{n} {n:row|rows}", n = MAX_ROWS))
            } else if column >= MAX_COLUMNS {
                Some(say!("{n} {n:column|columns}", n = MAX_COLUMNS))
            } else {
                (values.cells.len() >= MAX_CELLS).then(|| say!("{n} {n:cell|cells}", n = MAX_CELLS))
            };
            if let Some(most) = most {
                let message = say!(
                    "`{cell}` of sheet `{sheet}` holds something, but {most} are the most",
                    cell = name(),
                    sheet,
                    most
                );
                return Err(refusal(
                    message,
                    say!("clear it, or copy the table to a sheet of its own"),
                ));
            }
            if values.texts.len() > MAX_BYTES {
                let message = say!(
                    "sheet `{sheet}` has more than {most} MB of text",
                    sheet,
                    most = MAX_BYTES >> 20
                );
                return Err(refusal(
                    message,
                    say!("copy the table to a sheet of its own"),
                ));
            }
            let last = values.cells.last().map(|(row, column, ..)| (*row, *column));
            if last.is_some_and(|last| last >= (row, column)) {
                return Err(broken(&say!(
                    "`{cell}` of sheet `{sheet}` stands out of order",
                    cell = name(),
                    sheet
                )));
            }
            values.cells.push((row, column, values.texts.len(), fault));
        }
    }
}

/// Looks at the package before it is taken apart: what it is, and that it unpacks to what it
/// says and to no more than can be read.
fn inspect(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        // In such a container stands either a workbook of the old format or an encrypted one.
        let word: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(word.len()).any(|window| window == word);
        return Err(if encrypted {
            let hint = say!("save it without a password");
            refusal(say!("the workbook is protected by a password"), hint)
        } else {
            refusal(say!("this is a workbook of the old XLS format"), SAVE_AS)
        });
    }
    if !bytes.starts_with(b"PK") {
        return Err(refusal(say!("this is no XLSX workbook"), SAVE_AS));
    }
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(spoilt)?;
    let mut unpacked: u64 = 0;
    for index in 0..package.len() {
        let entry = package.by_index_raw(index).map_err(spoilt)?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > MAX_UNPACKED {
        let message = say!(
            "the workbook has {found} MB unpacked; {most} MB is the most",
            found = unpacked >> 20,
            most = MAX_UNPACKED >> 20
        );
        let hint = say!("copy the rows that the table needs into a workbook of their own");
        return Err(refusal(message, hint));
    }
    let names: Vec<String> = package.file_names().map(str::to_lowercase).collect();
    let has = |name: &str| names.iter().any(|other| other == name);
    if has("mimetype") && has("content.xml") {
        return Err(refusal(say!("this is an ODS workbook"), SAVE_AS));
    }
    if has("xl/workbook.bin") || !names.iter().any(|name| name.starts_with("xl/")) {
        return Err(refusal(say!("this is no XLSX workbook"), SAVE_AS));
    }
    for (index, name) in names.iter().enumerate() {
        let entry = package.by_index(index).map_err(spoilt)?;
        let stated = entry.size();
        let mut unpacked = entry.take(stated + 1);
        let size = if name.ends_with("sharedstrings.xml") {
            let mut text = Vec::new();
            unpacked.read_to_end(&mut text).map_err(spoilt)?;
            sound_count(&text)?;
            text.len() as u64
        } else {
            io::copy(&mut unpacked, &mut io::sink()).map_err(spoilt)?
        };
        if size != stated {
            return Err(broken(&say!("a part of it has another size than it says")));
        }
    }
    Ok(())
}

/// The part of the texts says how many there are, and room is made for them unseen: the number
/// must be one that the part can hold, with five bytes (`<si/>`) for each.
fn sound_count(part: &[u8]) -> Result<(), Refusal> {
    const KEY: &[u8] = b"uniqueCount";
    let text: Vec<u8> = part.iter().copied().filter(|byte| *byte != 0).collect();
    for at in 0..text.len() {
        if !text[at..].starts_with(KEY) {
            continue;
        }
        let rest = text[at + KEY.len()..].iter();
        let digits = rest
            .skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\''));
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let count = digits.fold(0u64, |count, digit| {
            count
                .saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'))
        });
        if count > text.len() as u64 / 5 + 1 {
            return Err(broken(&say!(
                "it says that it has more texts than it can hold"
            )));
        }
    }
    Ok(())
}

/// The values of a sheet: all texts one after another, and for each cell its row and column
/// (from 0), the end of its text and its fault.
#[derive(Default)]
struct Values {
    texts: String,
    cells: Vec<(u32, u32, usize, Option<Fault>)>,
}

/// A cell that cannot be read has no place; the one before it has.
fn unreadable_cell(error: &XlsxError, sheet: &str, values: &Values) -> Refusal {
    let last = values.cells.last();
    let last = last.map(|(row, column, ..)| {
        let letters = column_letters(*column as usize + 1);
        format!("{letters}{}", row + 1)
    });
    let hint = say!("put its formula right in the spreadsheet program");
    match (error, last) {
        (XlsxError::CellError(error), Some(last)) => refusal(
            say!(
                "a cell of sheet `{sheet}` after `{last}` holds the error `{error}`",
                sheet,
                last,
                error
            ),
            hint,
        ),
        (XlsxError::CellError(error), None) => refusal(
            say!(
                "a cell of sheet `{sheet}` holds the error `{error}`",
                sheet,
                error
            ),
            hint,
        ),
        (error, Some(last)) => broken(&say!(
            "sheet `{sheet}` after `{last}`: {why}",
            sheet,
            last,
            why = error.to_string()
        )),
        (error, None) => broken(&say!(
            "sheet `{sheet}`: {why}",
            sheet,
            why = error.to_string()
        )),
    }
}

/// A formula as the spreadsheet program shows it; one that is shared stands in another cell.
fn written(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={formula}")
        }
        _ => "=…".to_owned(),
    }
}

/// The text of a value, as a person would write it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) => {
            let day = text.trim_end_matches('Z').strip_suffix("T00:00:00");
            day.unwrap_or(text).to_owned()
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// The shortest decimal of at most 15 significant digits: so many a spreadsheet program shows,
/// and so many of the digits that a person typed a binary number keeps.
fn decimal(number: f64) -> String {
    let scientific = format!("{number:.14e}");
    let parts = scientific.split_once('e');
    let Some((digits, Ok(exponent))) =
        parts.map(|(digits, exponent)| (digits, exponent.parse::<i32>()))
    else {
        // No finite number: the figure will be refused under this name.
        return number.to_string();
    };
    let negative = digits.starts_with('-');
    let digits = digits.replace(['-', '.'], "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let whole = exponent + 1;
    let plain = if whole <= 0 {
        format!("0.{}{digits}", "0".repeat(whole.unsigned_abs() as usize))
    } else if digits.len() <= whole as usize {
        format!("{digits}{}", "0".repeat(whole as usize - digits.len()))
    } else {
        let (whole, fraction) = digits.split_at(whole as usize);
        format!("{whole}.{fraction}")
    };
    format!("{}{plain}", if negative { "-" } else { "" })
}

/// `2026-09-01`, with a time of day `2026-09-01 14:30`; a time alone `14:30`, a duration `36:00`.
fn date(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() {
        let seconds = (serial.abs() * 86_400.0).round() as u64;
        let sign = if serial < 0.0 { "-" } else { "" };
        return format!(
            "{sign}{}",
            clock(seconds / 3600, seconds / 60 % 60, seconds % 60)
        );
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = clock(hour.into(), minute.into(), second.into());
    let has_time = (hour, minute, second) != (0, 0, 0);
    if serial.trunc() == 0.0 && has_time {
        return time;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    if has_time {
        format!("{day} {time}")
    } else {
        day
    }
}

fn clock(hours: u64, minutes: u64, seconds: u64) -> String {
    match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// Writes the values as a text, a line for a row and a tab between cells, and adds it.
fn render(
    values: &Values,
    name: &str,
    sheet: &str,
    sources: &mut Sources,
) -> Result<Grid, Refusal> {
    let width = values
        .cells
        .iter()
        .map(|(_, column, ..)| *column)
        .max()
        .unwrap_or(0) as usize;
    let filled = values.cells.chunk_by(|a, b| a.0 == b.0).count();
    let lines = values.cells.last().map_or(0, |(row, ..)| *row as usize + 1);
    let size = values.texts.len() + filled * width + lines;
    if size > MAX_BYTES {
        let message = say!(
            "sheet `{sheet}` is too wide for its {rows} {rows:row|rows}: it goes to column {column}",
            sheet,
            rows = filled,
            column = column_letters(width + 1)
        );
        return Err(refusal(
            message,
            say!("copy the table to a sheet of its own"),
        ));
    }
    let mut text = String::with_capacity(size);
    // Rows by number, cells and bytes; the spans need the file, which is added at the end.
    let mut rows = Vec::with_capacity(filled);
    let mut cells = Vec::with_capacity(values.cells.len());
    let mut line = 0;
    let mut from = 0;
    for row in values.cells.chunk_by(|a, b| a.0 == b.0) {
        let number = row[0].0;
        (line..number).for_each(|_| text.push('\n'));
        line = number;
        let (first, start) = (cells.len(), text.len());
        let mut at = 0;
        for (_, column, end, fault) in row {
            (at..*column).for_each(|_| text.push('\t'));
            at = *column;
            let start = text.len();
            text.push_str(&values.texts[from..*end]);
            from = *end;
            cells.push((column + 1, start..text.len(), *fault));
        }
        (at as usize..width).for_each(|_| text.push('\t'));
        rows.push((number + 1, start..text.len(), first..cells.len()));
    }
    let file = sources.add_sheet(name, sheet, text);
    let row = |(number, range, cells): (u32, Range<usize>, Range<usize>)| Row {
        number,
        span: Span::new(file, range),
        cells,
    };
    let cell = |(column, range, fault): (u32, Range<usize>, Option<Fault>)| Cell {
        column,
        span: Span::new(file, range),
        text: None,
        fault,
    };
    Ok(Grid {
        file,
        rows: rows.into_iter().map(row).collect(),
        cells: cells.into_iter().map(cell).collect(),
        even: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_are_those_that_a_person_typed() {
        let numbers = [
            (0.300_000_000_000_000_04, "0.3"),
            (1.005, "1.005"),
            (25006.0, "25006"),
            (-0.0, "0"),
            (-1234.5, "-1234.5"),
            (0.000_012, "0.000012"),
            (1e20, "100000000000000000000"),
            (123_456_789_012_345_678.0, "123456789012346000"),
            (999_999_999_999_999.9, "1000000000000000"),
            (f64::INFINITY, "inf"),
        ];
        for (number, wanted) in numbers {
            assert_eq!(decimal(number), wanted);
        }
    }

    #[test]
    fn dates_are_days_and_times() {
        let text = |serial, sort| date(&ExcelDateTime::new(serial, sort, false));
        let day = |serial| text(serial, ExcelDateTimeType::DateTime);
        assert_eq!(day(46266.0), "2026-09-01");
        assert_eq!(day(46266.5), "2026-09-01 12:00");
        assert_eq!(day(0.25), "06:00");
        assert_eq!(text(1.5, ExcelDateTimeType::TimeDelta), "36:00");
    }

    #[test]
    fn a_count_that_cannot_be_is_refused() {
        let part = |count: &str| format!("<sst uniqueCount = '{count}'><si><t>a</t></si></sst>");
        assert!(sound_count(part("1").as_bytes()).is_ok());
        assert!(sound_count(part("99999999999999999999").as_bytes()).is_err());
    }
}
